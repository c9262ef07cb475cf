/* Keeps visited pages readable without a line.
 *
 * Pages: the network first, what was kept when it fails; a kept page says since when it is kept.
 * They stay from release to release: each names its own. Files that never change, by
 * the server's own word: what was kept first, and all of them go when another release or look comes.
 * Nothing else is touched: data, what readers search for, callbacks and the health check always
 * go to the server, and an error is never kept.
 *
 * The server writes the version into this file (callbacks/routes/site.py).
 */
"use strict";

var PAGES = "pages";
var FILES = "files-{version}";
var MOST_PAGES = 60;
var MOST_FILES = 120;
var OFFLINE = "/offline";

var FOR_EVER = /^\/(static|drawing|_dash-component-suites)\//;
var NEVER = /^(\/(es|sw|ne))?\/search$|^\/(offline|healthz|_)/;

/* Keeps a good answer as the newest, and lets the oldest go. */
function keep(name, most, request, response) {
  return caches.open(name).then(function (cache) {
    return cache.delete(request, { ignoreVary: true }).then(function () {
      return cache.put(request, response);
    }).then(function () {
      return cache.keys();
    }).then(function (keys) {
      return Promise.all(keys.slice(0, Math.max(0, keys.length - most)).map(function (key) {
        return cache.delete(key, { ignoreVary: true });
      }));
    });
  });
}

function good(response) {
  return response.status === 200 && response.type === "basic" && !response.redirected;
}

function isPage(response) {
  return good(response) && /^text\/html/.test(response.headers.get("Content-Type") || "");
}

/* A page that anyone reads: no data, and not what a reader searches for. */
function mayKeep(url) {
  return url.origin === self.location.origin && !NEVER.test(url.pathname);
}

function keptAt(response) {
  var date = new Date(response.headers.get("Date") || "");
  return isNaN(date) ? "" : date.toISOString();
}

/* The same answer with another text: it is not compressed any more. */
function withText(response, text) {
  var headers = new Headers(response.headers);
  headers.delete("Content-Encoding");
  headers.delete("Content-Length");
  return new Response(text, { status: 200, headers: headers });
}

/* A kept page, with the moment on its first element: the page's own script says it in words. */
function dated(response) {
  return response.text().then(function (html) {
    return withText(response, html.replace("<html ", "<html data-kept=\"" + keptAt(response) + "\" "));
  });
}

/* One line of the list of pages kept: title and language are the page's own, as its HTML says them. */
function line(url, response) {
  return response.text().then(function (html) {
    var title = /<title>([^<]*)<\/title>/.exec(html);
    var language = /<html lang="(\w+)"/.exec(html);
    var address = (url.pathname + url.search).replace(/[&<>"']/g, function (sign) {
      return "&#" + sign.charCodeAt(0) + ";";
    });
    return "<li" + (language ? " lang=\"" + language[1] + "\"" : "") + "><a href=\"" + address + "\">" +
      (title ? title[1].replace(/ · [^·]*$/, "") : address) + "</a> <time data-kept datetime=\"" + keptAt(response) +
      "\"></time></li>";
  });
}

/* The offline page, with the pages that were kept: the newest first. */
function offline() {
  return Promise.all([caches.open(FILES), caches.open(PAGES)]).then(function (found) {
    return Promise.all([found[0].match(OFFLINE, { ignoreVary: true }), found[1].keys()])
      .then(function (parts) {
        if (!parts[0]) {
          return Response.error();
        }
        return Promise.all(parts[1].reverse().map(function (key) {
          return found[1].match(key, { ignoreVary: true }).then(function (page) {
            return line(new URL(key.url), page);
          });
        })).then(function (lines) {
          return parts[0].text().then(function (html) {
            return withText(parts[0], html.replace("<!--kept-->", function () {
              return lines.join("");
            }));
          });
        });
      });
  });
}

function page(event) {
  return fetch(event.request).then(function (response) {
    if (isPage(response) && mayKeep(new URL(event.request.url))) {
      event.waitUntil(keep(PAGES, MOST_PAGES, event.request, response.clone()));
    }
    return response;
  }, function () {
    return caches.open(PAGES).then(function (cache) {
      return cache.match(event.request, { ignoreVary: true });
    }).then(function (kept) {
      return kept ? dated(kept) : offline();
    });
  });
}

function file(event) {
  return caches.open(FILES).then(function (cache) {
    return cache.match(event.request, { ignoreVary: true });
  }).then(function (kept) {
    return kept || fetch(event.request).then(function (response) {
      if (good(response) && /immutable/.test(response.headers.get("Cache-Control") || "")) {
        event.waitUntil(keep(FILES, MOST_FILES, event.request, response.clone()));
      }
      return response;
    });
  });
}

self.addEventListener("install", function (event) {
  event.waitUntil(caches.open(FILES).then(function (cache) {
    return cache.add(new Request(OFFLINE, { cache: "reload" }));
  }).then(function () {
    return self.skipWaiting();
  }));
});

self.addEventListener("activate", function (event) {
  event.waitUntil(caches.keys().then(function (names) {
    return Promise.all(names.filter(function (name) {
      return name !== PAGES && name !== FILES;
    }).map(function (name) {
      return caches.delete(name);
    }));
  }).then(function () {
    return self.clients.claim();
  }));
});

self.addEventListener("fetch", function (event) {
  var url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) {
    return;
  }
  if (event.request.mode === "navigate") {
    event.respondWith(page(event));
  } else if (FOR_EVER.test(url.pathname)) {
    event.respondWith(file(event));
  }
});

/* The page that brought this worker came before it: it asks to be kept, too. */
self.addEventListener("message", function (event) {
  var url = new URL((event.data && event.data.keep) || "", self.location.origin);
  url.hash = "";
  if (!event.data || !event.data.keep || !mayKeep(url)) {
    return;
  }
  event.waitUntil(fetch(url).then(function (response) {
    return isPage(response) ? keep(PAGES, MOST_PAGES, new Request(url), response) : undefined;
  }, function () {
    /* It will be kept the next time it is read. */
  }));
});
