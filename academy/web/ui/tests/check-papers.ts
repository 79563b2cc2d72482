// `node check-papers.ts FOLDER`: what the check says of every PDF in a folder, as JSON. Called by the Python tests, which
// make real signed certificates; the folder holds root.pem and log-key.txt too.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const folder = process.argv[2] ?? "";
const bundled = join(folder, "check.mjs");
await build({ entryPoints: ["src/papers/check.ts"], bundle: true, format: "esm", outfile: bundled, logLevel: "error" });
const { check } = await import(bundled);
const trust = { root: readFileSync(join(folder, "root.pem"), "utf8"), keys: ["AB:CD", readFileSync(join(folder, "log-key.txt"), "utf8")] };
const found: Record<string, unknown> = {};
for (const name of readdirSync(folder).filter((one) => one.endsWith(".pdf"))) {
  found[name.replace(".pdf", "")] = await check(new Uint8Array(readFileSync(join(folder, name))), trust);
}
console.log(JSON.stringify(found));
