/* Fetches a report with its progress told on the way. Without it the links download it silently. */
(function () {
  "use strict";

  var place = document.querySelector("[data-report]");
  var waiting = document.querySelector("[data-report-progress]");
  var said = document.querySelector("[data-report-said]");
  if (!place || !window.ReadableStream || !window.TextDecoder) {
    return;
  }

  function joined(parts) {
    var size = parts.reduce(function (sum, part) { return sum + part.length; }, 0);
    var whole = new Uint8Array(size);
    var at = 0;
    parts.forEach(function (part) {
      whole.set(part, at);
      at += part.length;
    });
    return whole;
  }

  /* Lines of JSON say how far it is; after the line that names a type comes the file itself. */
  function read(answer) {
    var reader = answer.body.getReader();
    var bar = waiting.querySelector("progress");
    var held = new Uint8Array(0);
    var type = "";
    var file = [];

    function lines() {
      var end = held.indexOf(10);
      while (end >= 0 && !type) {
        var line = JSON.parse(new TextDecoder().decode(held.subarray(0, end)));
        held = held.slice(end + 1);
        if (line.failed) {
          throw new Error("failed");
        }
        if (line.type) {
          type = line.type;
          file.push(held);
        } else {
          bar.max = line.of;
          bar.value = line.done;
        }
        end = held.indexOf(10);
      }
    }

    return (function next() {
      return reader.read().then(function (part) {
        if (part.done) {
          if (!type) {
            throw new Error("cut off");
          }
          return new Blob([joined(file)], { type: type });
        }
        if (type) {
          file.push(part.value);
        } else {
          held = joined([held, part.value]);
          lines();
        }
        return next();
      });
    })();
  }

  place.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("a[download]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) {
      return;
    }
    event.preventDefault();
    waiting.hidden = false;
    said.textContent = "";
    fetch(link.href + "?progress=1").then(function (answer) {
      if (!answer.ok) {
        throw new Error(String(answer.status));
      }
      return read(answer);
    }).then(function (blob) {
      var held = document.createElement("a");
      held.href = URL.createObjectURL(blob);
      held.download = link.dataset.name;
      held.click();
      setTimeout(function () { URL.revokeObjectURL(held.href); }, 60000);
      said.textContent = said.dataset.done;
    }).catch(function () {
      said.textContent = said.dataset.failed;
      said.classList.remove("hidden");
    }).then(function () {
      waiting.hidden = true;
    });
  });
})();
