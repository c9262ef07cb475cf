/* On every page: keeps visited pages for later (service worker), and says when there is no line. */
(function () {
  "use strict";

  var note = document.querySelector("[data-offline]");

  function tell() {
    if (note) {
      note.hidden = navigator.onLine;
    }
  }
  window.addEventListener("online", tell);
  window.addEventListener("offline", tell);
  tell();

  var savesData = Boolean(navigator.connection && navigator.connection.saveData);
  if ("serviceWorker" in navigator && !savesData) {
    window.addEventListener("load", function () {
      navigator.serviceWorker.register("/service-worker.js").catch(function () {
        /* Without it the site works as before, online. */
      });
    });
  }
})();
