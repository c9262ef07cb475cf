/* Brings the interactive chart to a page that can already be read.
 *
 *   <script defer src="{{ static_url('interactive.js') }}"
 *           data-plotly="{{ static_url('vendor/plotly-geo.min.js') }}"></script>
 *
 * How dcc.Graph waits for Plotly (Dash 4.4, dcc/src/utils/LazyLoader/plotly.js): when the first
 * Graph mounts and window.Plotly is not there, it adds a script element for window._dashPlotlyJSURL
 * (the whole library, 4.8 MB), and after 30 seconds sets its src to "" and rejects with "plotly.js
 * did not load after 30 seconds"; the chart then stays broken until the page is loaded again. When
 * window.Plotly is there it is used at once. So no Graph may be mounted before Plotly stands:
 *
 *   window.dashboard.plotlyReady    promise: true when Plotly stands; false when it will not come
 *                                   (the reader saves data, or loading failed): keep the SVG then
 *
 * and, for pages, as a client-side callback without inline script:
 *
 *   clientside_callback(ClientsideFunction("dashboard", "ready"), Output(store, "data"), ...)
 *
 * which gives true, or never fires the next callback. Nothing here has a time limit: on a slow
 * line the chart comes late, not never.
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

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.dashboard = Object.assign({}, window.dash_clientside.dashboard, {
    ready: function () {
      return dashboard.plotlyReady.then(function (ready) {
        return ready ? true : window.dash_clientside.no_update;
      });
    },
  });

  /* A choropleth asks a third party for its base map, even when it has outlines of its own, unless
   * the topology is here under the name that it looks for: "<scope>_<resolution>m". */
  function emptyTopologies() {
    var scopes = ["africa", "antarctica", "asia", "europe", "north-america", "oceania",
      "south-america", "usa", "world"];
    var layers = ["coastlines", "countries", "lakes", "land", "ocean", "rivers", "subunits"];
    var topologies = {};
    scopes.forEach(function (scope) {
      ["50", "110"].forEach(function (resolution) {
        var objects = {};
        layers.forEach(function (layer) {
          objects[layer] = { type: "GeometryCollection", geometries: [] };
        });
        topologies[scope + "_" + resolution + "m"] = {
          type: "Topology", arcs: [], objects: objects,
        };
      });
    });
    return topologies;
  }
  window.PlotlyGeoAssets = { topojson: emptyTopologies() };

  function savesData() {
    return Boolean(navigator.connection && navigator.connection.saveData);
  }

  /* Puts one script into the page and waits for it. `async = false` keeps several in order. */
  function load(source, attributes) {
    return new Promise(function (resolve, reject) {
      var element = document.createElement("script");
      Object.assign(element, attributes, { src: source, async: false });
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
    return load(address, { fetchPriority: "low" }).catch(function (error) {
      if (!waits.length) {
        throw error;
      }
      return pause(waits[0]).then(function () {
        return loadPlotly(waits.slice(1));
      });
    });
  }

  /* Dash's own scripts (180 kB) also wait for the first paint where the page holds them as
   * <script type="text/plain" data-dash …> (layouts.serving.defer_scripts): they start in order,
   * inline ones after the files before them, with the same text and so the same policy hash. */
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
        live.async = false;
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

  /* Fetches what startDash will run, all at once and early enough that order costs no waiting. */
  function preloadDash() {
    document.querySelectorAll("script[data-dash][src]").forEach(function (template) {
      var link = document.createElement("link");
      Object.assign(link, { rel: "preload", as: "script", href: template.getAttribute("src") });
      link.fetchPriority = "low";
      document.head.appendChild(link);
    });
  }

  /* Two frames: the first is drawn when the second is asked for. A page in a background tab draws
   * none, so a timer takes over. */
  function afterFirstPaint(action) {
    var done = false;
    function once() {
      if (!done) {
        done = true;
        action();
      }
    }
    requestAnimationFrame(function () {
      requestAnimationFrame(once);
    });
    setTimeout(once, 1000);
  }

  if (savesData() || !address) {
    settle(false);
    return;
  }
  afterFirstPaint(function () {
    preloadDash();
    startDash().catch(function () {
      /* The page stays as the server drew it. */
    });
    loadPlotly([2000, 8000]).then(
      function () {
        settle(Boolean(window.Plotly));
      },
      function () {
        settle(false);
      }
    );
  });
})();
