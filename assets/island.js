/* The interactive drawings of a comparison: when they may start, and when they replace the SVG.
 *
 * ready: client-side callback. Waits for Plotly (assets/interactive.js) and gives the room there
 * is, so that the server draws for this screen: {wide: 640 px and more, dark: the reader's scheme}.
 * Without Plotly it never gives anything, and the page stays as the server drew it. */
(function () {
  "use strict";

  var WIDE = 640;
  var stage = document.querySelector("[data-stage]");

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.island = {
    ready: function () {
      return window.dashboard.plotlyReady.then(function (ready) {
        if (!ready || !stage) {
          return window.dash_clientside.no_update;
        }
        return {
          wide: stage.clientWidth >= WIDE,
          dark: window.matchMedia("(prefers-color-scheme: dark)").matches,
        };
      });
    },
  };

  if (!stage) {
    return;
  }

  /* The pictures stay until every graph has drawn: the reader never sees an empty place. */
  var observer = new MutationObserver(function () {
    var graphs = stage.querySelectorAll(".live .dash-graph");
    var drawn = stage.querySelectorAll(".live .dash-graph .main-svg:first-of-type");
    if (graphs.length && drawn.length >= graphs.length) {
      observer.disconnect();
      stage.classList.add("drawn");
      window.dispatchEvent(new Event("resize"));
    }
  });
  observer.observe(stage, { childList: true, subtree: true });
})();
