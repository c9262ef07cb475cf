/* Maps, rows of areas and the table of areas answer together: what is pointed at in one is marked
 * in all, with its words beside the pointer. A click asks for the area (the table's own link);
 * a click on the area shown asks for the whole again. Without this script the drawings say the
 * same in their titles, and the table has the links. */
(function () {
  "use strict";

  var SVG = "http://www.w3.org/2000/svg";
  var SPACE = 14;
  var note = null;

  function start() {
    var room = document.querySelector("[data-areas]");
    if (!room) {
      return;
    }
    var marks = {};
    var links = {};
    var said = {};
    var shown = new URLSearchParams(location.search).get("area") || "";

    function add(area, element) {
      (marks[area] = marks[area] || []).push(element);
    }

    room.querySelectorAll('th a[href*="area="]').forEach(function (link) {
      var area = new URL(link.href).searchParams.get("area");
      links[area] = link;
      add(area, link.closest("tr"));
      link.closest("tr").dataset.area = area;
    });
    room.querySelectorAll("svg [data-area]").forEach(function (mark) {
      var area = mark.dataset.area;
      var title = mark.querySelector("title");
      add(area, mark);
      if (title) {
        // The rows say both figures, a map one of them: the longer words are kept.
        if (!said[area] || title.textContent.length > said[area].length) {
          said[area] = title.textContent;
        }
        title.remove();
      }
      if (links[area]) {
        mark.classList.add("way");
      }
    });

    /* A map's area is marked by its outline, drawn once more on top of its neighbours. */
    function outline(mark, name) {
      var line = document.createElementNS(SVG, "use");
      line.setAttribute("href", mark.getAttribute("href"));
      line.setAttribute("class", name);
      mark.ownerSVGElement.appendChild(line);
    }

    function mark(area, name) {
      (marks[area] || []).forEach(function (one) {
        if (one.tagName === "use") {
          outline(one, name);
        } else {
          one.classList.add(name);
        }
      });
    }

    function unmark(name) {
      room.querySelectorAll("." + name).forEach(function (one) {
        if (one.tagName === "use") {
          one.remove();
        } else {
          one.classList.remove(name);
        }
      });
    }

    function of(event) {
      var found = event.target.closest && event.target.closest("[data-area]");
      return found ? found.dataset.area : "";
    }

    var hot = "";
    room.addEventListener("pointermove", function (event) {
      var area = of(event);
      if (area !== hot) {
        unmark("hot");
        hot = area;
        mark(area, "hot");
      }
      place(event.target.closest("svg") ? said[area] : "", event);
    });
    room.addEventListener("pointerleave", function () {
      unmark("hot");
      hot = "";
      place("");
    });
    room.addEventListener("focusin", function (event) {
      unmark("hot");
      mark(of(event), "hot");
    });
    room.addEventListener("click", function (event) {
      var area = of(event);
      if (!area || !event.target.closest("svg")) {
        return;
      }
      var whole = document.querySelector(".filters a");
      var link = area === shown && whole ? whole : links[area];
      if (link) {
        place("");
        link.click();
      }
    });
    if (shown) {
      mark(shown, "shown");
    }
  }

  /* The words follow the pointer, within the window. */
  function place(words, event) {
    if (!note) {
      note = document.createElement("div");
      note.className = "area-note";
      note.setAttribute("aria-hidden", "true");
      document.body.appendChild(note);
    }
    note.hidden = !words;
    if (!words) {
      return;
    }
    if (note.textContent !== words) {
      note.textContent = words;
    }
    var left = event.clientX + SPACE;
    var top = event.clientY + SPACE;
    if (left + note.offsetWidth > window.innerWidth - 4) {
      left = Math.max(4, event.clientX - SPACE - note.offsetWidth);
    }
    if (top + note.offsetHeight > window.innerHeight - 4) {
      top = Math.max(4, event.clientY - SPACE - note.offsetHeight);
    }
    note.style.transform = "translate(" + left + "px," + top + "px)";
  }

  window.addEventListener("scroll", function () { place(""); }, { passive: true });
  document.addEventListener("page:changed", start);
  start();
})();
