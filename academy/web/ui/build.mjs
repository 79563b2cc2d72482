// Builds styles, fonts and islands into the folder given as argument: hashed names, manifest.json, .br and .gz beside
// every text file. Called by academy/web/assets.py, which decides whether a build is needed at all.
import { readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";
import { compile } from "sass";

const out = resolve(process.argv[2] ?? "built");
const styles = ["style", "staff"];
const scripts = ["app", "player", "presence", "offline", "offline-page", "worker", "settings", "stops", "quiz", "review", "upload", "staff", "captions", "papers"];
const target = ["chrome111", "firefox115", "safari16.4"];

function sheet(name) {
  const compiled = compile(`src/styles/${name}.scss`, {
    loadPaths: ["node_modules/@uswds/uswds/packages", "src/styles"],
    quietDeps: true,
    silenceDeprecations: ["if-function", "import", "global-builtin", "color-functions"],
  });
  return build({
    stdin: { contents: compiled.css, loader: "css", resolveDir: ".", sourcefile: `${name}.css` },
    bundle: true,
    minify: true,
    metafile: true,
    target,
    loader: { ".woff2": "file", ".svg": "file" },
    assetNames: "[name].[hash]",
    entryNames: `${name}.[hash]`,
    outdir: out,
  });
}

// One build for each script: small shared parts are repeated rather than fetched one by one over a slow line; only what is
// imported on demand from a package (the streaming engine) becomes a file of its own.
function islands(name) {
  return build({
    entryPoints: [`src/${name}.ts`],
    bundle: true,
    splitting: true,
    format: "esm",
    minify: true,
    metafile: true,
    target,
    legalComments: "none",
    entryNames: "[name].[hash]",
    chunkNames: "[name].[hash]",
    outdir: out,
  });
}

function pictures() {
  return build({
    entryPoints: ["src/mark.svg"],
    loader: { ".svg": "copy" },
    metafile: true,
    entryNames: "[name].[hash]",
    outdir: out,
  });
}

function publicName(hashed) {
  return hashed.replace(/\.[A-Z0-9]{8}(?=\.[a-z0-9]+$)/, "");
}

function manifestOf(results) {
  const files = results.flatMap((result) => Object.keys(result.metafile.outputs)).map((path) => basename(path));
  const named = files.filter((file) => !file.startsWith("chunk."));
  return Object.fromEntries(named.sort().map((file) => [publicName(file), file]));
}

function compress(file) {
  const bytes = readFileSync(file);
  const quality = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
  writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
  writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params: quality }));
}

rmSync(out, { recursive: true, force: true });
const results = await Promise.all([...styles.map(sheet), ...scripts.map(islands), pictures()]);
for (const name of readdirSync(out).filter((name) => /\.(css|js)$/.test(name))) compress(join(out, name));
writeFileSync(join(out, "manifest.json"), JSON.stringify(manifestOf(results), null, 1));
