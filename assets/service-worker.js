/* Keeps visited pages readable without a line.
 *
 * Pages: the network first, what was kept when it fails. Files with a hash in their name: what was
 * kept first, for they never change. Nothing else is touched: data, search as one types, callbacks
 * and the health check always go to the server. */
"use strict";

var PAGES = "pages-1";
var FILES = "files-1";
var MOST_PAGES = 60;
var MOST_FILES = 120;
var OFFLINE = "/offline";

function trim(cache, most) {
  return cache.keys().then(function (keys) {
    return Promise.all(keys.slice(0, Math.max(0, keys.length - most)).map(function (key) {
      return cache.delete(key);
    }));
  });
}

function keep(name, most, request, response) {
  if (!response || response.status !== 200 || response.type !== "basic") {
    return response;
  }
  var copy = response.clone();
  caches.open(name).then(function (cache) {
    return cache.delete(request).then(function () {
      return cache.put(request, copy);
    }).then(function () {
      return trim(cache, most);
    });
  });
  return response;
}

/* The offline page, with the pages that were kept: their own titles, in their own languages. */
function offline() {
  return caches.open(PAGES).then(function (cache) {
    return cache.match(OFFLINE).then(function (page) {
      if (!page) {
        return Response.error();
      }
      return cache.keys().then(function (keys) {
        var kept = keys.map(function (key) {
          return new URL(key.url);
        }).filter(function (url) {
          return url.pathname !== OFFLINE;
        }).reverse().map(function (url) {
          var address = url.pathname + url.search;
          var text = decodeURIComponent(address).replace(/[&<>"]/g, "");
          return "<li><a href=\"" + encodeURI(text) + "\">" + text + "</a></li>";
        });
        return page.text().then(function (html) {
          return new Response(html.replace("<!--kept-->", kept.join("")), {
            status: 200, headers: { "Content-Type": "text/html; charset=utf-8" },
          });
        });
      });
    });
  });
}

self.addEventListener("install", function (event) {
  event.waitUntil(caches.open(PAGES).then(function (cache) {
    return cache.add(OFFLINE);
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
  var request = event.request;
  var url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) {
    return;
  }
  if (request.mode === "navigate") {
    event.respondWith(fetch(request).then(function (response) {
      return keep(PAGES, MOST_PAGES, request, response);
    }).catch(function () {
      return caches.open(PAGES).then(function (cache) {
        return cache.match(request, { ignoreVary: true });
      }).then(function (page) {
        return page || offline();
      });
    }));
    return;
  }
  if (/^\/(static|drawing|_dash-component-suites)\//.test(url.pathname)) {
    event.respondWith(caches.match(request, { ignoreVary: true }).then(function (file) {
      return file || fetch(request).then(function (response) {
        return keep(FILES, MOST_FILES, request, response);
      });
    }));
  }
});
