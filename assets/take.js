/* Copies and shares what a page offers to take away. Without it all of it is there to be selected. */
(function () {
  "use strict";

  var COPIED = "[data-copy],[data-copy-from],[data-copy-link],[data-copy-picture]";

  function can(button) {
    if ("share" in button.dataset) {
      return Boolean(navigator.share);
    }
    if ("copyPicture" in button.dataset) {
      return Boolean(navigator.clipboard && navigator.clipboard.write && window.ClipboardItem);
    }
    return Boolean(navigator.clipboard);
  }

  function prepare() {
    document.querySelectorAll(COPIED + ",[data-share]").forEach(function (button) {
      button.hidden = !can(button);
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

  function fetched(address) {
    return fetch(address).then(function (answer) {
      if (!answer.ok) {
        throw new Error(String(answer.status));
      }
      return answer;
    });
  }

  function copied(button) {
    var given = button.dataset;
    if (given.copyPicture) {
      /* The promise itself: some browsers forget the click while the picture is on its way. */
      var picture = fetched(given.copyPicture).then(function (answer) {
        return answer.blob();
      });
      return navigator.clipboard.write([new ClipboardItem({ "image/png": picture })]);
    }
    if (given.copyFrom) {
      return fetched(given.copyFrom).then(function (answer) {
        return answer.text();
      }).then(function (words) {
        return navigator.clipboard.writeText(words);
      });
    }
    return navigator.clipboard.writeText(
      given.copyLink || document.getElementById(given.copy).value
    );
  }

  document.addEventListener("click", function (event) {
    var near = event.target.closest ? event.target : null;
    var share = near && near.closest("[data-share]");
    if (share) {
      navigator.share({ title: document.title, url: location.href }).catch(function () {
        /* Closed without sharing. */
      });
      return;
    }
    var button = near && near.closest(COPIED);
    if (button) {
      copied(button).then(function () {
        said(button);
      }).catch(function () {
        /* The text stays where it is, the picture behind its link. */
      });
    }
  });
  document.addEventListener("page:changed", prepare);
  prepare();
})();
