/* Brings the interactive chart to a page that can already be read.
 *
 *   <script defer src="{{ static_url('interactive.js') }}"
 *           data-plotly="{{ static_url('vendor/plotly.min.js') }}"></script>
 *
 * Nothing is asked for before the page itself stands. Then Dash (190 kB) and Plotly (256 kB) come
 * side by side, Dash first: it starts, asks for its layout and has its callbacks answered while
 * Plotly is still on the line. A reader who saves data, or whose line breaks, keeps the server's drawing.
 *
 *   window.dashboard.plotlyReady    promise: true when Plotly stands; false when it will not come
 *
 * How dcc.Graph waits for Plotly (Dash 4.4, dcc/src/utils/LazyLoader/plotly.js): it takes
 * Promise.resolve(window.Plotly). Where there is none, it adds a script element for
 * window._dashPlotlyJSURL (the whole library, 4.8 MB) and gives up after 30 seconds. So until
 * Plotly stands, window.Plotly is a promise of it: a Graph waits, without a limit of time, and on
 * a slow line the chart comes late, not never.
 */
(function () {
  "use strict";

  var script = document.currentScript;
  var address = script.dataset.plotly;
  var dashboard = (window.dashboard = window.dashboard || {});
  var settle;

  dashboard.plotlyReady = new Promise(function (resolve) {
    settle = resolve;
  });

  /* Plotly's file writes itself over this. A promise that is never kept leaves the drawing. */
  window.Plotly = dashboard.plotlyReady.then(function (ready) {
    return ready ? window.Plotly : new Promise(function () {});
  });

  function savesData() {
    return Boolean(navigator.connection && navigator.connection.saveData);
  }

  /* Puts one script into the page and waits for it. It runs as soon as it has come. */
  function load(source) {
    return new Promise(function (resolve, reject) {
      var element = document.createElement("script");
      element.fetchPriority = "low";
      element.src = source;
      element.onload = resolve;
      element.onerror = function () {
        element.remove();
        reject(new Error("could not load " + source));
      };
      document.head.appendChild(element);
    });
  }

  function pause(milliseconds) {
    return new Promise(function (resolve) {
      setTimeout(resolve, milliseconds);
    });
  }

  /* A line that breaks is tried again twice, after 2 and after 8 seconds. */
  function loadPlotly(waits) {
    return load(address).catch(function (error) {
      if (!waits.length) {
        throw error;
      }
      return pause(waits[0]).then(function () {
        return loadPlotly(waits.slice(1));
      });
    });
  }

  /* Dash's own scripts wait for the page as <script type="text/plain" data-dash …>
   * (layouts.serving.defer_scripts): they start in order, inline ones after the files before
   * them, with the same text and so the same policy hash. */
  function startDash() {
    var held = Array.prototype.slice.call(document.querySelectorAll("script[data-dash]"));
    return held.reduce(function (before, template) {
      return before.then(function () {
        var live = document.createElement("script");
        Array.prototype.forEach.call(template.attributes, function (attribute) {
          if (attribute.name !== "type" && attribute.name !== "data-dash") {
            live.setAttribute(attribute.name, attribute.value);
          }
        });
        if (!live.src) {
          live.textContent = template.textContent;
          template.replaceWith(live);
          return undefined;
        }
        return new Promise(function (resolve, reject) {
          live.onload = resolve;
          live.onerror = reject;
          template.replaceWith(live);
        });
      });
    }, Promise.resolve());
  }

  function preload(href) {
    var link = document.createElement("link");
    Object.assign(link, { rel: "preload", as: "script", href: href });
    document.head.appendChild(link);
  }

  /* Fetches what startDash will run, all at once and early enough that order costs no waiting; and
   * the chunk that holds dcc.Graph, which Dash would ask for only when the first one is there. */
  function preloadDash() {
    document.querySelectorAll("script[data-dash][src]").forEach(function (template) {
      var source = template.getAttribute("src");
      preload(source);
      if (source.indexOf("/dcc/dash_core_components.") !== -1) {
        preload(source.replace(/[^/]*$/, "async-graph.js"));
      }
    });
  }

  var FIRST_LOOK = 600; // milliseconds

  /* What is read comes first: the drawing is painted, the page's own scripts have come, and a slow
   * line still has its fonts to bring. A page in a background tab paints nothing and a picture may
   * hang, so a timer takes over. */
  function afterThePage(action) {
    var done = false;
    function once() {
      if (!done) {
        done = true;
        action();
      }
    }
    function painted() {
      requestAnimationFrame(function () {
        setTimeout(once, FIRST_LOOK);
      });
    }
    if (document.readyState === "complete") {
      painted();
    } else {
      window.addEventListener("load", painted);
    }
    setTimeout(once, 3000);
  }

  if (savesData() || !address) {
    settle(false);
    return;
  }
  afterThePage(function () {
    preloadDash();
    startDash().catch(function () {
      /* The page stays as the server drew it. */
    });
    loadPlotly([2000, 8000]).then(
      function () {
        settle(typeof window.Plotly.newPlot === "function");
      },
      function () {
        settle(false);
      }
    );
  });
})();
