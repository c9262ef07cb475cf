/* Search as you type, on every form with role="search": a combobox after WAI-ARIA 1.2.
 *
 * Asks the form's own address with .json once something is typed, never before. Arrows choose,
 * Enter opens, Escape closes, "/" leads to the field from anywhere. Without this script, or
 * without an answer, the form just sends its words. */
(function () {
  "use strict";

  var LETTERS = 200; // of a query that are read (data/selection.py)
  var WAIT = 150; // milliseconds after a letter before anything is asked
  var MOST_KEPT = 50; // answers remembered
  var WIDTH = 576; // pixels of the list, where there is room
  var number = 0;

  function element(name, attributes, parent) {
    var made = document.createElement(name);
    for (var key in attributes) {
      made.setAttribute(key, attributes[key]);
    }
    if (parent) {
      parent.appendChild(made);
    }
    return made;
  }

  /* Every second piece is a word that matches. Text only: nothing is read as HTML. */
  function say(parent, pieces, language) {
    var span = element("span", language ? { lang: language } : {}, parent);
    pieces.forEach(function (piece, at) {
      if (piece) {
        (at % 2 ? element("mark", {}, span) : span).appendChild(document.createTextNode(piece));
      }
    });
  }

  function enhance(form) {
    var field = form.querySelector("input[name=q]");
    if (!field || field.getAttribute("role") === "combobox") {
      return;
    }
    var id = "search-list-" + (number += 1);
    var only = form.querySelector("input[name=kind]");
    var kind = only ? "&kind=" + encodeURIComponent(only.value) : "";
    var panel = element("div", { class: "search-panel", hidden: "" }, form);
    var list = element("ul", { role: "listbox", id: id }, panel);
    var note = element("p", { "aria-hidden": "true" }, panel);
    var live = element("p", { class: "hidden", role: "status" }, form);
    var answers = new Map();
    var options = [];
    var active = -1;
    var timer = 0;
    var request = null;

    form.classList.add("search-live");
    var states = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false",
      "aria-controls": id, autocomplete: "off" };
    for (var key in states) {
      field.setAttribute(key, states[key]);
    }

    function choose(at) {
      if (options[active]) {
        options[active].setAttribute("aria-selected", "false");
      }
      active = at;
      if (options[active]) {
        options[active].setAttribute("aria-selected", "true");
        field.setAttribute("aria-activedescendant", options[active].id);
        options[active].scrollIntoView({ block: "nearest" });
      } else {
        field.removeAttribute("aria-activedescendant");
      }
    }

    function close() {
      panel.hidden = true;
      field.setAttribute("aria-expanded", "false");
      choose(-1);
    }

    function open() {
      var place = form.getBoundingClientRect();
      var room = document.documentElement.clientWidth - 16;
      var width = Math.min(WIDTH, room);
      panel.style.width = width + "px";
      panel.style.left = Math.max(8, Math.min(place.left, room + 8 - width)) - place.left + "px";
      panel.hidden = false;
      field.setAttribute("aria-expanded", String(options.length > 0));
    }

    function option(parent, address) {
      var made = element("li", { role: "option", id: id + "-" + options.length,
        "aria-selected": "false" }, parent);
      made.dataset.href = address;
      options.push(made);
      return made;
    }

    function show(found) {
      list.textContent = "";
      list.setAttribute("aria-label", found.title);
      options = [];
      choose(-1);
      found.groups.forEach(function (group) {
        var part = element("ul", { role: "group", "aria-label": group.heading },
          element("li", { role: "presentation" }, list));
        element("li", { "aria-hidden": "true", class: "heading" }, part).textContent = group.heading;
        group.results.slice(0, found.groups.length > 2 ? 3 : 5).forEach(function (one) {
          var made = option(part, one.address);
          if (one.code) {
            element("b", {}, made).textContent = one.code + " ";
          }
          say(made, one.title, one.language);
          if (one.also) {
            say(element("small", {}, made), one.also, one.also_language);
          } else if (one.note) {
            element("small", {}, made).textContent = one.note;
          }
        });
      });
      if (options.length) {
        option(list, found.address).textContent = found.all;
      }
      note.textContent = live.textContent = found.sentence;
      open();
    }

    function ask() {
      var asked = field.value.trim().slice(0, LETTERS);
      if (request) {
        request.abort();
        request = null;
        form.classList.remove("asking");
      }
      if (!asked) {
        live.textContent = "";
        close();
        return;
      }
      if (answers.has(asked)) {
        show(answers.get(asked));
        return;
      }
      var mine = (request = new AbortController());
      form.classList.add("asking");
      fetch(form.getAttribute("action") + ".json?q=" + encodeURIComponent(asked) + kind,
        { signal: mine.signal })
        .then(function (response) {
          if (!response.ok) {
            throw new Error(String(response.status));
          }
          return response.json();
        })
        .then(function (found) {
          if (answers.size >= MOST_KEPT) {
            answers.delete(answers.keys().next().value);
          }
          answers.set(asked, found);
          if (request === mine && document.activeElement === field) {
            show(found);
          }
        })
        .catch(function () {
          if (request === mine) {
            close(); // no line: Enter still sends the words
          }
        })
        .finally(function () {
          if (request === mine) {
            form.classList.remove("asking");
          }
        });
    }

    function later() {
      clearTimeout(timer);
      timer = setTimeout(ask, WAIT);
    }

    function go(made) {
      close();
      window.location.assign(made.dataset.href);
    }

    field.addEventListener("input", later);
    field.addEventListener("keydown", function (event) {
      if (event.isComposing) {
        return;
      }
      var down = event.key === "ArrowDown";
      if (down || event.key === "ArrowUp") {
        event.preventDefault();
        if (panel.hidden) {
          ask();
        } else if (options.length) {
          // One place before the first is the field itself.
          var places = options.length + 1;
          choose(((active + 1 + (down ? 1 : places - 1)) % places) - 1);
        }
      } else if (event.key === "Enter" && options[active] && !panel.hidden) {
        event.preventDefault();
        go(options[active]);
      } else if (event.key === "Escape" && !panel.hidden) {
        event.preventDefault(); // the words stay; a second Escape empties the field
        close();
      }
    });
    field.addEventListener("blur", function () {
      clearTimeout(timer);
      close();
    });
    panel.addEventListener("mousedown", function (event) {
      event.preventDefault(); // the field keeps the focus
    });
    panel.addEventListener("click", function (event) {
      var made = event.target.closest("[role=option]");
      if (made) {
        go(made);
      }
    });
  }

  document.querySelectorAll("form[role=search]").forEach(enhance);

  document.addEventListener("keydown", function (event) {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey ||
      event.defaultPrevented ||
      event.target.closest("input,select,textarea,[contenteditable]:not([contenteditable=false])")) {
      return;
    }
    var fields = Array.prototype.filter.call(
      document.querySelectorAll("form[role=search] input[name=q]"),
      function (one) {
        return one.offsetParent !== null;
      });
    if (fields.length) {
      event.preventDefault();
      fields[0].focus();
      fields[0].select();
    }
  });
})();
