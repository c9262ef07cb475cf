/* Tabs made of links: without this script each leads to its part of the page, and all parts stand
 * below each other. With it they are a tablist (WAI-ARIA): arrow keys, Home, End; one part is
 * shown, and the address remembers which (#by-area). */
(function () {
  "use strict";

  var KEYS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

  function tabsOf(figure) {
    return Array.prototype.slice.call(figure.querySelectorAll(".tabs a"));
  }

  function panelOf(tab) {
    return document.getElementById(tab.hash.slice(1));
  }

  /* The part that an address asks for: it may name something within the part. */
  function asked(figure) {
    var named = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    var panel = named && named.closest(".panel");
    return panel && figure.contains(panel) ? panel : null;
  }

  function show(figure, panel) {
    tabsOf(figure).forEach(function (tab) {
      var chosen = panelOf(tab) === panel;
      tab.setAttribute("aria-selected", String(chosen));
      tab.tabIndex = chosen ? 0 : -1;
      panelOf(tab).hidden = !chosen;
    });
    figure.dataset.shown = panel.id;
    // A chart that was hidden had no width of its own.
    window.dispatchEvent(new Event("resize"));
  }

  function choose(figure, tab) {
    show(figure, panelOf(tab));
    history.replaceState(history.state, "", tab.hash);
  }

  function pressed(figure, event) {
    var tabs = tabsOf(figure);
    var here = tabs.indexOf(event.target);
    var next = null;
    if (here < 0) {
      return;
    }
    if (event.key in KEYS) {
      next = tabs[(here + KEYS[event.key] + tabs.length) % tabs.length];
    } else if (event.key === "Home") {
      next = tabs[0];
    } else if (event.key === "End") {
      next = tabs[tabs.length - 1];
    } else if (event.key === " ") {
      next = tabs[here];
    }
    if (next) {
      event.preventDefault();
      choose(figure, next);
      next.focus();
    }
  }

  function dress() {
    var figure = document.querySelector("[data-tabs]");
    var bar = figure && figure.querySelector(".tabs");
    if (!bar) {
      return;
    }
    var list = bar.querySelector("ul");
    bar.setAttribute("role", "presentation");
    list.setAttribute("role", "tablist");
    list.setAttribute("aria-label", bar.getAttribute("aria-label"));
    bar.removeAttribute("aria-label");
    tabsOf(figure).forEach(function (tab) {
      var panel = panelOf(tab);
      tab.parentNode.setAttribute("role", "presentation");
      tab.setAttribute("role", "tab");
      tab.id = "tab-" + panel.id;
      tab.setAttribute("aria-controls", panel.id);
      panel.setAttribute("role", "tabpanel");
      panel.setAttribute("aria-labelledby", tab.id);
    });
    figure.classList.add("tabbed");
    show(figure, asked(figure) || figure.querySelector("[data-first]"));
    list.addEventListener("keydown", pressed.bind(null, figure));
  }

  document.addEventListener("click", function (event) {
    var figure = document.querySelector("[data-tabs].tabbed");
    var link = figure && event.target.closest && event.target.closest('a[href^="#"]');
    var tab = link && tabsOf(figure).filter(function (one) { return one.hash === link.hash; })[0];
    if (!tab) {
      return;
    }
    event.preventDefault();
    choose(figure, tab);
    if (link !== tab) {
      tab.focus();
    }
  });

  window.addEventListener("hashchange", function () {
    var figure = document.querySelector("[data-tabs].tabbed");
    var panel = figure && asked(figure);
    if (panel) {
      show(figure, panel);
    }
  });

  document.addEventListener("page:changed", dress);
  dress();
})();
