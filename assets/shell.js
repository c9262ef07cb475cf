/* On every page: says when there is no line and since when a page is kept, keeps visited pages for
 * later (service-worker.js), and closes the menu of countries. All of it only adds. */
(function () {
  "use strict";

  var WAIT = 4000; // milliseconds that an interactive chart has the line to itself
  var page = document.documentElement;
  var note = document.querySelector("[data-offline]");
  var kept = page.dataset.kept;

  /* A moment as the language around it writes it: "23 November 2026, 11:52". */
  function write(time, moment) {
    var around = time.closest("[lang]");
    var named = { en: "en-GB", es: "es-AR", sw: "sw-KE", ne: "ne-NP" }[around ? around.lang : "en"];
    time.dateTime = moment;
    time.textContent = new Intl.DateTimeFormat(named || "en-GB", {
      dateStyle: "long", timeStyle: "short",
    }).format(new Date(moment));
  }

  function tell() {
    /* A page with an interactive chart says by itself that the line is gone. */
    var said = !kept && document.querySelector("[data-message=offline]");
    note.hidden = !kept && (navigator.onLine || Boolean(said));
    note.querySelector("[data-now]").hidden = Boolean(kept);
    note.querySelector("[data-then]").hidden = !kept;
  }

  document.querySelectorAll("time[data-kept]").forEach(function (time) {
    var moment = time.getAttribute("datetime") || kept;
    if (moment) {
      write(time, moment);
    }
  });
  if (note) {
    window.addEventListener("online", tell);
    window.addEventListener("offline", tell);
    tell();
  }

  document.querySelectorAll("[data-menu]").forEach(function (menu) {
    document.addEventListener("click", function (event) {
      if (!menu.contains(event.target)) {
        menu.open = false;
      }
    });
    menu.addEventListener("keydown", function (event) {
      if (event.key === "Escape" && menu.open) {
        menu.open = false;
        menu.querySelector("summary").focus();
      }
    });
    menu.addEventListener("focusout", function (event) {
      if (event.relatedTarget && !menu.contains(event.relatedTarget)) {
        menu.open = false;
      }
    });
  });

  var savesData = Boolean(navigator.connection && navigator.connection.saveData);
  var workers = navigator.serviceWorker;
  var first = Boolean(workers) && !workers.controller;

  /* The page that brings the worker came before it, so it asks to be kept, too. */
  function register() {
    workers.register("/service-worker.js").then(function () {
      return workers.ready;
    }).then(function (registration) {
      if (first) {
        registration.active.postMessage({ keep: location.href });
      }
    }).catch(function () {
      /* Without it the site works as before, online. */
    });
  }

  if (workers && !savesData && !kept) {
    window.addEventListener("load", function () {
      setTimeout(register, first && document.querySelector("[data-stage]") ? WAIT : 0);
    });
  }
})();
