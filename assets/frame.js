/* In an embed: draws the chart that answers, when a reader asks for it, and tells the page around it
 * how high it is (assets/embed.js listens). */
(function () {
  "use strict";

  var button = document.querySelector("[data-figure]");

  function loaded(address) {
    return new Promise(function (done, failed) {
      var script = document.createElement("script");
      script.src = address;
      script.onload = done;
      script.onerror = failed;
      document.head.appendChild(script);
    });
  }

  function live() {
    var wide = document.documentElement.clientWidth >= 640;
    var dark = button.dataset.theme === "dark" ||
      (button.dataset.theme === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
    var address = button.dataset.figure + (wide ? "&size=wide" : "&size=narrow") + (dark ? "&theme=dark" : "");
    button.disabled = true;
    Promise.all([
      fetch(address).then(function (answer) {
        if (!answer.ok) {
          throw new Error(String(answer.status));
        }
        return answer.json();
      }),
      loaded(button.dataset.plotly)
    ]).then(function (found) {
      var place = document.createElement("div");
      var figure = document.querySelector("figure");
      figure.appendChild(place);
      return window.Plotly.newPlot(place, found[0].data, found[0].layout, found[0].config);
    }).then(function () {
      document.body.classList.add("answers");
      button.remove();
    }).catch(function () {
      /* The drawing stays. */
      button.disabled = false;
    });
  }

  if (button) {
    button.hidden = false;
    button.addEventListener("click", live);
  }
  if (window.parent === window) {
    return;
  }
  function say() {
    window.parent.postMessage(
      { datashift: location.href, height: Math.ceil(document.documentElement.getBoundingClientRect().height) }, "*"
    );
  }
  new ResizeObserver(say).observe(document.documentElement);
  window.addEventListener("load", say);
})();
