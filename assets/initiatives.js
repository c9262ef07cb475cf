/* The directory of initiatives as you type: asks the form's own address and puts what is found, list
 * and maps together, in the place of what stands there. Without it the form submits. */
(function () {
  "use strict";

  var WAIT = 200; // milliseconds after a letter before anything is asked
  var form = document.querySelector("form[data-filters]");
  var timer = 0;
  var request = null;
  if (!form || !window.fetch || !window.URLSearchParams) {
    return;
  }

  function address() {
    var said = new URLSearchParams();
    new FormData(form).forEach(function (value, name) {
      if (value) {
        said.append(name, value);
      }
    });
    var query = said.toString();
    return form.getAttribute("action") + (query ? "?" + query : "");
  }

  function options(fresh) {
    form.querySelectorAll("select").forEach(function (select) {
      var other = fresh.getElementById(select.id);
      if (other && select !== document.activeElement) {
        var value = select.value;
        select.innerHTML = other.innerHTML; // our own page, made by the same server
        select.value = value;
      }
    });
  }

  function ask() {
    if (request) {
      request.abort();
    }
    var mine = (request = new AbortController());
    var where = address();
    fetch(where, { signal: mine.signal })
      .then(function (response) {
        if (!response.ok) {
          throw new Error(String(response.status));
        }
        return response.text();
      })
      .then(function (text) {
        if (request !== mine) {
          return;
        }
        var fresh = new DOMParser().parseFromString(text, "text/html");
        var found = fresh.querySelector("[data-found]");
        var here = document.querySelector("[data-found]");
        if (found && here) {
          here.innerHTML = found.innerHTML;
          options(fresh);
          document.dispatchEvent(new CustomEvent("page:changed"));
          window.history.replaceState(null, "", where);
        }
      })
      .catch(function () {
        /* no line: the button still sends the form */
      });
  }

  form.addEventListener("input", function () {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
})();
