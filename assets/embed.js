/* For a page that shows our embeds: makes each frame as high as what is in it.
 *
 *   <script async src="https://…/embed.js"></script>
 *
 * Works for frames that are there and for those that come later. Asks nothing of anybody.
 */
(function () {
  "use strict";

  window.addEventListener("message", function (event) {
    var said = event.data;
    if (!said || typeof said.datashift !== "string" || !(said.height > 0 && said.height < 20000)) {
      return;
    }
    Array.prototype.forEach.call(document.querySelectorAll("iframe"), function (frame) {
      if (frame.contentWindow === event.source && frame.src.indexOf(event.origin + "/embed/") === 0) {
        frame.style.height = said.height + "px";
      }
    });
  });
})();
