/* Copies what a page offers to take away. Without it the text is there to be selected. */
(function () {
  "use strict";

  if (!navigator.clipboard) {
    return;
  }

  function prepare() {
    document.querySelectorAll("[data-copy],[data-copy-from]").forEach(function (button) {
      button.hidden = false;
    });
  }

  function said(button) {
    var place = button.closest(".take").querySelector("[data-copied]");
    place.textContent = "";
    requestAnimationFrame(function () {
      place.textContent = place.dataset.copied;
    });
    button.classList.add("copied");
    setTimeout(function () {
      button.classList.remove("copied");
    }, 2000);
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest("[data-copy],[data-copy-from]");
    if (!button) {
      return;
    }
    var text = button.dataset.copy
      ? Promise.resolve(document.getElementById(button.dataset.copy).value)
      : fetch(button.dataset.copyFrom).then(function (answer) {
        if (!answer.ok) {
          throw new Error(String(answer.status));
        }
        return answer.text();
      });
    text.then(function (words) {
      return navigator.clipboard.writeText(words);
    }).then(function () {
      said(button);
    }).catch(function () {
      /* The text stays where it is. */
    });
  });
  document.addEventListener("page:changed", prepare);
  prepare();
})();
