/* A comparison that changes without leaving: another area or group is the same page asked for
 * again and put in place, and Dash draws its interactive chart for it.
 *
 * - Links and forms that only choose an area or a group keep the reader's place: the new page's
 *   parts replace the old ones, the address and the way back are kept, a status line says what is
 *   shown. Everything else is followed as a link is.
 * - The drawing of the server stays in sight until the chart of the same address has drawn.
 * - What cannot be loaded says so, and what was there stays.
 *
 * ready: client-side callback. Gives the room there is, so that the server draws for this screen:
 * {wide, dark, address}. The chart then waits for Plotly (assets/interactive.js); without it the
 * page stays as the server drew it.
 */
(function () {
  "use strict";

  var WIDE = 640;
  var SLOW = 300; // milliseconds after which a reader is told that something is on its way
  var KEPT = ["pair"]; // another pair is another page
  var ROOM = "comparison-room";
  var scheme = window.matchMedia("(prefers-color-scheme: dark)");
  var turn = 0;
  var asked = 0;
  var again = null;
  var about = ""; // the message that `again` answers
  var live = document.querySelector(".live");
  var shown = location.pathname + location.search;

  /* --- what is said ---------------------------------------------------------------------- */

  function message(name) {
    return document.querySelector('[data-message="' + name + '"]');
  }

  function say(name) {
    ["failed", "page", "offline"].forEach(function (one) {
      message(one).hidden = one !== name;
    });
  }

  function failed(name, retry) {
    again = retry;
    about = name;
    say(navigator.onLine === false ? "offline" : name);
  }

  function busy() {
    var figure = document.getElementById("figure");
    var timer = setTimeout(function () {
      figure.setAttribute("aria-busy", "true");
      message("busy").hidden = false;
    }, SLOW);
    return function () {
      clearTimeout(timer);
      document.getElementById("figure").removeAttribute("aria-busy");
      message("busy").hidden = true;
    };
  }

  function tell() {
    var said = document.querySelector("[data-said]");
    var words = said ? said.firstChild.textContent + said.querySelector("b").textContent : "";
    document.querySelector("[data-tell]").textContent = words;
  }

  document.addEventListener("click", function (event) {
    if (event.target.closest && event.target.closest("[data-again]") && again) {
      say("");
      again();
    }
  });
  window.addEventListener("offline", function () {
    say("offline");
  });
  window.addEventListener("online", function () {
    say("");
    if (again) {
      again();
    }
  });

  /* --- the chart ------------------------------------------------------------------------- */

  function page() {
    return document.querySelector("[data-page]");
  }

  function stage() {
    return document.querySelector("[data-stage]");
  }

  function room() {
    turn += 1;
    return {
      wide: document.getElementById("figure").clientWidth >= WIDE && stage().clientWidth >= WIDE,
      dark: scheme.matches,
      address: page().dataset.page,
      turn: turn,
    };
  }

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.island = {
    /* At once: the server draws while Plotly is still on the line, and the chart waits for it. */
    ready: function () {
      return stage() ? room() : window.dash_clientside.no_update;
    },
  };

  function redraw() {
    if (live && live.isConnected && document.getElementById("comparison-stage") && stage()) {
      stage().classList.remove("drawn");
      if (window.dash_clientside.set_props) {
        window.dash_clientside.set_props(ROOM, { data: room() });
      }
    }
  }

  /* The picture stays until the chart of the same address has drawn: never an empty place, never
   * the chart of another area. */
  function look() {
    var holder = live.querySelector("[data-address]");
    var drawn = holder && holder.querySelector(".dash-graph .main-svg");
    if (!drawn || holder.dataset.address !== page().dataset.page || !live.isConnected) {
      return;
    }
    requestAnimationFrame(function () {
      if (stage() && holder.dataset.address === page().dataset.page) {
        if (!stage().classList.contains("drawn")) {
          stage().classList.add("drawn");
          window.dispatchEvent(new Event("resize"));
        }
        if (about === "failed") { // a chart that has drawn answers only what was said of charts
          again = null;
          about = "";
          say("");
        }
      }
    });
  }

  if (live) {
    new MutationObserver(look).observe(live, {
      childList: true, subtree: true, attributes: true, attributeFilter: ["data-address"],
    });
    scheme.addEventListener("change", redraw);
    /* Dash keeps to itself what its server answers; this is the one place to hear of it. */
    var plain = window.fetch;
    window.fetch = function (what) {
      var answer = plain.apply(this, arguments);
      if (String(what && what.url ? what.url : what).indexOf("_dash-update-component") >= 0) {
        answer.then(
          function (response) {
            if (!response.ok || response.status === 204) {
              failed("failed", redraw);
            }
          },
          function () {
            failed("failed", redraw);
          }
        );
      }
      return answer;
    };
  }

  /* --- another area or group -------------------------------------------------------------- */

  /* The place of the reader: what had the focus, and what was open. */
  function placeOf(old) {
    var active = document.activeElement;
    var inside = active && old.contains(active) ? active : null;
    var open = Array.prototype.map.call(old.querySelectorAll("details"), function (one) {
      return one.open;
    });
    return {
      inside: Boolean(inside),
      id: inside ? inside.id : "",
      href: inside ? inside.getAttribute("href") : "",
      open: open,
    };
  }

  function goBackTo(place, fresh) {
    var details = fresh.querySelectorAll("details");
    if (details.length === place.open.length) {
      details.forEach(function (one, n) {
        one.open = place.open[n];
      });
    }
    if (!place.inside) {
      return;
    }
    var same = place.id ? document.getElementById(place.id) : null;
    if (!same && place.href) {
      same = Array.prototype.filter.call(fresh.querySelectorAll("a[href]"), function (link) {
        return link.getAttribute("href") === place.href && link.offsetParent;
      })[0];
    }
    (same || document.getElementById("figure") || fresh).focus({ preventScroll: true });
  }

  function replace(selector, other) {
    var mine = document.querySelector(selector);
    var theirs = other.querySelector(selector);
    if (mine && theirs) {
      mine.replaceWith(theirs);
    }
  }

  function put(other) {
    var old = page();
    var fresh = other.querySelector("[data-page]");
    var place = placeOf(old);
    var slot = fresh.querySelector(".live");
    if (live && slot) {
      slot.replaceWith(live); // React lives on in it
    }
    old.replaceWith(fresh);
    document.title = other.title;
    ['link[rel="canonical"]', 'link[type="application/json"]', 'link[type="text/csv"]',
      ".languages", ".site-footer"].forEach(function (selector) {
      replace(selector, other);
    });
    document.dispatchEvent(new CustomEvent("page:changed"));
    goBackTo(place, fresh);
  }

  function visit(address, push) {
    var mine = (asked += 1);
    var done = busy();
    function retry() {
      visit(address, push);
    }
    return fetch(address)
      .then(function (response) {
        if (!response.ok) {
          throw new Error(String(response.status));
        }
        return response.text();
      })
      .then(function (text) {
        if (mine !== asked) {
          return;
        }
        var other = new DOMParser().parseFromString(text, "text/html");
        var fresh = other.querySelector("[data-page]");
        if (!fresh || !fresh.querySelector("#figure")) {
          location.assign(address);
          return;
        }
        if (push) {
          history.pushState(null, "", fresh.dataset.page + location.hash);
        }
        shown = location.pathname + location.search;
        again = null;
        about = "";
        say("");
        put(other);
        tell();
        redraw();
      })
      .catch(function () {
        if (mine === asked) {
          failed("page", retry);
        }
      })
      .then(done);
  }

  /* Whether an address is this page with another area or group. */
  function near(url) {
    var here = new URL(location.href);
    return (
      url.origin === here.origin &&
      url.pathname === here.pathname &&
      url.search !== here.search &&
      KEPT.every(function (name) {
        var pair = new URL(page().dataset.page, here).searchParams.get(name);
        return url.searchParams.get(name) === pair;
      })
    );
  }

  document.addEventListener("click", function (event) {
    var plainly = !event.defaultPrevented && event.button === 0 &&
      !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
    var link = plainly && event.target.closest && event.target.closest("[data-page] a[href]");
    if (!link) {
      return;
    }
    var url = new URL(link.href);
    if (near(url)) {
      event.preventDefault();
      visit(url.pathname + url.search, true);
    }
  });

  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (!form.matches("form[data-choose]")) {
      return;
    }
    var query = new URLSearchParams();
    new FormData(form).forEach(function (value, name) {
      if (value) {
        query.append(name, value);
      }
    });
    var path = new URL(form.action).pathname;
    event.preventDefault();
    visit(path + (query.size || String(query) ? "?" + query : ""), true);
  });

  window.addEventListener("popstate", function () {
    if (location.pathname + location.search !== shown) {
      visit(location.pathname + location.search, false);
    }
  });
})();
