// Bundles the scripts, styles and fonts of the desk. The name of a file holds the hash of its
// content, so that browsers may keep it for ever; manifest.json tells which file has which name.
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { build } from "esbuild";

const out = new URL("../src/waqia/web/static/built/", import.meta.url).pathname;
const require = createRequire(import.meta.url);

/** `import url from "worker:PACKAGE/FILE"` gives the address of a file that is kept as it is. */
const workers = {
  name: "workers",
  setup(building) {
    building.onResolve({ filter: /^worker:/ }, ({ path }) => ({
      path: path.slice("worker:".length), // not where it lies: names are the same everywhere
      namespace: "worker",
    }));
    building.onLoad({ filter: /.*/, namespace: "worker" }, async ({ path }) => ({
      contents: await readFile(require.resolve(path)),
      loader: "file",
    }));
  },
};

await rm(out, { recursive: true, force: true });
const { metafile } = await build({
  entryPoints: ["desk.js", "map.js", "chart.js", "explore.js", "review.js", "fonts.css"].map((n) => `src/${n}`),
  outdir: out,
  entryNames: "[name]-[hash]",
  chunkNames: "part-[hash]",
  assetNames: "[name]-[hash]",
  bundle: true,
  splitting: true,
  format: "esm",
  target: "es2022",
  minify: true,
  legalComments: "none", // licences.txt has them all
  loader: { ".woff2": "file" },
  plugins: [workers],
  metafile: true,
  logLevel: "warning",
});

const names = {};
for (const [file, { entryPoint, cssBundle }] of Object.entries(metafile.outputs)) {
  if (!entryPoint) continue;
  names[basename(entryPoint)] = basename(file);
  if (cssBundle) names[basename(entryPoint).replace(/js$/, "css")] = basename(cssBundle);
}
await writeFile(join(out, "licences.txt"), await licences(Object.keys(metafile.inputs)));
// written last: where it is, the bundle is whole
await writeFile(join(out, "manifest.json"), JSON.stringify(names, null, 2) + "\n");

/** The licences of all packages that a file was taken from, and of those that these had bundled. */
async function licences(inputs) {
  const found = new Map();
  for (const input of inputs) {
    const name = input.match(/.*node_modules\/((?:@[^/]+\/)?[^/]+)\//)?.[1];
    if (name) await add(name);
  }
  return [...found.keys()].sort().map((name) => found.get(name)).join(`\n${"-".repeat(80)}\n\n`);

  async function add(name) {
    if (found.has(name) || name.startsWith("@types/")) return;
    const folder = join("node_modules", name);
    const about = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
    found.set(name, `${name} ${about.version}, ${about.license}\n\n${await text(folder, about)}\n`);
    const whole = ["maplibre-gl", "vega-embed"]; // their authors bundled what they need
    if (whole.includes(name)) for (const each of Object.keys(about.dependencies)) await add(each);
  }
}

async function text(folder, about) {
  const file = (await readdir(folder)).find((each) => /^(licen[cs]e|copying)/i.test(each));
  if (file) return (await readFile(join(folder, file), "utf8")).trim();
  const author = about.author?.name ?? about.author ?? "its authors";
  return `Copyright ${author}. The package has no text of its licence.`;
}
