/* In an embed: tells the page around it how high it is (assets/embed.js listens). */
(function () {
  "use strict";

  if (window.parent === window) {
    return;
  }
  function say() {
    window.parent.postMessage(
      { datashift: location.href, height: Math.ceil(document.documentElement.getBoundingClientRect().height) }, "*"
    );
  }
  new ResizeObserver(say).observe(document.documentElement);
  window.addEventListener("load", say);
})();
