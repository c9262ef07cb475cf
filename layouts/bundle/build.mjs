// Makes the Plotly that the pages use, and nothing more: scatter traces, without the components
// that no figure has. Run by `python -m layouts.plotly_bundle`, which installs what
// package-lock.json pins:  node build.mjs <target folder>
//
// Every cut is one of three kinds, and none changes a line that draws:
//   1. components that are not registered (Plotly asks its registry, and does without);
//   2. the descriptions of attributes, prose that only a schema browser reads (as Plotly's own
//      build does);
//   3. colour spaces other than RGB and HSL.

import { readFile, writeFile } from "node:fs/promises";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "acorn";
import { simple } from "acorn-walk";
import { build, transform } from "esbuild";

const HERE = import.meta.dirname;
const MODULES = path.join(HERE, "node_modules");
const PLOTLY = path.join(MODULES, "plotly.js");
// Chrome 64, Firefox 78, Safari 12: what Dash 4 asks for as well.
const TARGET = "es2018";

// Beside scatter, which Plotly always has. A trace of a map also needs geography of its own: give
// window.PlotlyGeoAssets an empty topology then, or Plotly asks another host for a base map.
const TRACES = [];
const ENTRY = `
  const plotly = require("plotly.js/lib/core");
  plotly.register([${TRACES.map((name) => `require("plotly.js/lib/${name}")`)}]);
  module.exports = plotly;
`;

const UNUSED = [
  "annotations3d", "grid", "images", "rangeselector", "rangeslider", "selections", "sliders",
  "updatemenus",
];

const INSTEAD = {
  culori: `
    import { modeHsl, modeLrgb, modeRgb, useMode } from "culori/fn";
    [modeRgb, modeHsl, modeLrgb].forEach((mode) => useMode(mode));
    export { converter, formatHex, formatRgb, wcagContrast, wcagLuminance } from "culori/fn";`,
};

/** Return the source with each `description: …` of an attribute emptied. */
function withoutDescriptions(source) {
  const found = [];
  simple(parse(source, { ecmaVersion: "latest", sourceType: "script" }), {
    Property(node) {
      if (!node.computed && node.key.name === "description" && node.value.type !== "Identifier") {
        found.push(node.value);
      }
    },
  });
  const outer = found.filter(
    (one) => !found.some((other) => other.start < one.start && one.end <= other.end),
  );
  return outer
    .sort((a, b) => b.start - a.start)
    .reduce((text, { start, end }) => `${text.slice(0, start)}""${text.slice(end)}`, source);
}

/** Return the source of Plotly's core without the components that no figure has. */
function withoutComponents(source) {
  return UNUSED.reduce((text, name) => {
    const line = `require('./components/${name}'),`;
    if (!text.includes(line)) {
      throw new Error(`plotly.js/src/core.js no longer registers ${name}: look at UNUSED`);
    }
    return text.replace(line, "");
  }, source);
}

const smaller = {
  name: "smaller",
  setup(bundler) {
    const named = new RegExp(`^(${Object.keys(INSTEAD).join("|")})$`);
    bundler.onResolve({ filter: named }, ({ path: name }) => ({ path: name, namespace: "instead" }));
    bundler.onLoad({ filter: /./, namespace: "instead" }, ({ path: name }) => ({
      contents: INSTEAD[name],
      resolveDir: HERE,
    }));
    bundler.onLoad({ filter: /[\\/]plotly\.js[\\/]src[\\/].*\.js$/ }, async ({ path: file }) => {
      const source = await readFile(file, "utf8");
      const core = path.relative(PLOTLY, file) === path.join("src", "core.js");
      return { contents: withoutDescriptions(core ? withoutComponents(source) : source) };
    });
  },
};

/** Return name, version and licence text of every package that went into the bundle. */
function licences(inputs) {
  const owners = new Set();
  for (const file of inputs) {
    const parts = file.split("node_modules/");
    const inner = parts.at(-1).split("/");
    if (parts.length > 1) {
      const name = inner[0].startsWith("@") ? inner.slice(0, 2).join("/") : inner[0];
      owners.add([...parts.slice(0, -1), name].join("node_modules/"));
    }
  }
  return [...owners].sort().map((owner) => {
    const folder = path.join(HERE, owner);
    const { name, version, license } = JSON.parse(readFileSync(path.join(folder, "package.json")));
    const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
    const text = file ? readFileSync(path.join(folder, file), "utf8").trim() : "";
    return `${name} ${version} (${license})\n\n${text}`;
  });
}

const target = process.argv[2];
const { version } = JSON.parse(await readFile(path.join(PLOTLY, "package.json"), "utf8"));
// The first line lets browsers compile the whole file while it is still coming, beside the page's
// own thread: without it that thread compiles half of it again, function by function, at first use.
const BANNER = `//# allFunctionsCalledOnLoad
/* plotly.js (${["scatter", ...TRACES].join(", ")} - minified) v${version}, MIT; plotly.LICENSE.txt */`;
const made = await build({
  stdin: { contents: ENTRY, resolveDir: HERE },
  bundle: true,
  minify: true,
  format: "iife",
  globalName: "Plotly",
  target: TARGET,
  define: { global: "window", "define.amd": "false", "process.env.NODE_ENV": '"production"' },
  loader: { ".css": "empty" },
  legalComments: "none",
  charset: "utf8",
  banner: { js: BANNER },
  plugins: [smaller],
  absWorkingDir: HERE,
  metafile: true,
  write: false,
  logLevel: "error",
});
await writeFile(path.join(target, "plotly.min.js"), made.outputFiles[0].contents);

// Dash's own files ask for this one global of the polyfills that they would load (layouts.suites).
const runtime = path.join(MODULES, "regenerator-runtime", "runtime.js");
const small = await transform(await readFile(runtime, "utf8"), {
  minify: true,
  target: TARGET,
  legalComments: "none",
  banner: "/* regenerator-runtime, MIT; see plotly.LICENSE.txt */",
});
await writeFile(path.join(target, "regenerator.min.js"), small.code);

const texts = licences([...Object.keys(made.metafile.inputs), "node_modules/regenerator-runtime/x"]);
const rule = `\n\n${"-".repeat(80)}\n\n`;
await writeFile(path.join(target, "plotly.LICENSE.txt"), texts.join(rule) + "\n");
