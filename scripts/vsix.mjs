/**
 * Packages the VS Code extension into one `.vsix`, without the network: `npm run vsix`. The language server and what it
 * reads at run time go into it, so it works where no Remit is installed. The same sources give the same bytes.
 */
import {
  cpSync,
  createWriteStream,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { finished } from "node:stream/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import yazl from "yazl";
import { copyData, filesBelow, isData, nodeBundle } from "./data-files.mjs";
import { noticesOf } from "./notices.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const source = join(root, "editors/vscode");
/** Beside the sources, so that a build of the command line leaves it alone and the npm package does not hold it. */
const output = join(source, "dist");
/** The time that every file of the archive bears. */
const EPOCH = new Date("2020-01-01T00:00:00Z");

/** Files of the extension as they are; the others are made below. */
const AS_THEY_ARE = [
  "README.md",
  "CHANGELOG.md",
  "icon.png",
  "language-configuration.json",
  "snippets",
  "syntaxes",
];

/** What the server reads: catalogs, zones and pages. What only the scanner and the engines read stays out. */
const DATA = ["compiler", "docs/diagnostics", "rules"];
const serverReads = (path) => isData(path) && !/remit\.wasm$/.test(path);

/** The extension's manifest as the archive has it. */
export function readManifest() {
  const manifest = JSON.parse(readFileSync(join(source, "package.json"), "utf8"));
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  if (manifest.version !== version)
    throw new Error(`editors/vscode/package.json says ${manifest.version}, package.json says ${version}.`);
  return manifest;
}

/** The path of the archive, whether it is there or not. */
export function vsixPath() {
  const { name, publisher, version } = readManifest();
  return join(output, `${publisher}.${name}-${version}.vsix`);
}

/** Fills a folder with what the extension consists of. */
async function stage(folder, manifest) {
  const extension = await build({
    absWorkingDir: root,
    entryPoints: { extension: "editors/vscode/src/extension.ts" },
    outdir: join(folder, "dist"),
    bundle: true,
    format: "cjs",
    platform: "node",
    target: "node20",
    external: ["vscode"],
    minify: true,
    legalComments: "none",
    logLevel: "warning",
    metafile: true,
  });
  const server = join(folder, "server");
  const inside = await build({
    absWorkingDir: root,
    ...nodeBundle,
    entryPoints: { main: "editors/vscode/src/server.ts" },
    outdir: server,
    outExtension: { ".js": ".mjs" },
    chunkNames: "chunks/[name]-[hash]",
    legalComments: "none",
    metafile: true,
    external: ["@cedar-policy/cedar-wasm", "@cedar-policy/cedar-wasm/*"],
  });
  // Where this file is, the data is (cli/assets.ts).
  writeFileSync(join(server, "built.json"), "{}\n");
  copyData(root, DATA, join(server, "data"), serverReads);
  for (const name of AS_THEY_ARE) cpSync(join(source, name), join(folder, name), { recursive: true });
  const notices = noticesOf(root, [extension.metafile, inside.metafile]);
  writeFileSync(join(folder, "ThirdPartyNotices.txt"), notices);
  cpSync(join(root, "docs/schemas/remit.yaml.schema.json"), join(folder, "schemas/remit.yaml.schema.json"));
  cpSync(join(root, "LICENSE"), join(folder, "LICENSE.txt"));
  writeFileSync(join(folder, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
}

const xml = (text) =>
  String(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");

/** The description of the package, in the form that VS Code and its galleries read. */
export function packageManifest(manifest) {
  const { name, publisher, version, displayName, description, keywords, categories, engines } = manifest;
  const property = (id, value) => `      <Property Id="${id}" Value="${xml(value)}" />`;
  const asset = (type, path) => `    <Asset Type="${type}" Path="extension/${path}" Addressable="true" />`;
  const services = "Microsoft.VisualStudio.Services";
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<PackageManifest Version="2.0.0" xmlns="http://schemas.microsoft.com/developer/vsx-schema/2011">',
    "  <Metadata>",
    `    <Identity Language="en-US" Id="${xml(name)}" Version="${xml(version)}" Publisher="${xml(publisher)}" />`,
    `    <DisplayName>${xml(displayName)}</DisplayName>`,
    `    <Description xml:space="preserve">${xml(description)}</Description>`,
    `    <Tags>${xml([...keywords, "remit", "__ext_remit"].join(","))}</Tags>`,
    `    <Categories>${xml(categories.join(","))}</Categories>`,
    "    <GalleryFlags>Public</GalleryFlags>",
    "    <Properties>",
    property("Microsoft.VisualStudio.Code.Engine", engines.vscode),
    property("Microsoft.VisualStudio.Code.ExtensionDependencies", ""),
    property("Microsoft.VisualStudio.Code.ExtensionPack", ""),
    property("Microsoft.VisualStudio.Code.ExtensionKind", "workspace"),
    property("Microsoft.VisualStudio.Code.LocalizedLanguages", ""),
    property("Microsoft.VisualStudio.Code.ExecutesCode", "true"),
    property(`${services}.Branding.Color`, manifest.galleryBanner.color),
    property(`${services}.Branding.Theme`, manifest.galleryBanner.theme),
    property(`${services}.GitHubFlavoredMarkdown`, "true"),
    property(`${services}.Content.Pricing`, "Free"),
    "    </Properties>",
    "    <License>extension/LICENSE.txt</License>",
    `    <Icon>extension/${xml(manifest.icon)}</Icon>`,
    "  </Metadata>",
    "  <Installation>",
    '    <InstallationTarget Id="Microsoft.VisualStudio.Code" />',
    "  </Installation>",
    "  <Dependencies />",
    "  <Assets>",
    asset("Microsoft.VisualStudio.Code.Manifest", "package.json"),
    asset(`${services}.Content.Details`, "README.md"),
    asset(`${services}.Content.Changelog`, "CHANGELOG.md"),
    asset(`${services}.Content.License`, "LICENSE.txt"),
    asset(`${services}.Icons.Default`, manifest.icon),
    "  </Assets>",
    "</PackageManifest>",
    "",
  ].join("\n");
}

const TYPES = {
  css: "text/css",
  html: "text/html",
  js: "application/javascript",
  json: "application/json",
  md: "text/markdown",
  mjs: "application/javascript",
  png: "image/png",
  rego: "text/plain",
  txt: "text/plain",
  vsixmanifest: "text/xml",
  wasm: "application/wasm",
};

/** The types of the archive's parts, by ending; an ending that has none would not be readable for a gallery. */
function contentTypes(paths) {
  const endings = [...new Set(paths.map((path) => path.slice(path.lastIndexOf(".") + 1)))].sort();
  const unknown = endings.find((ending) => TYPES[ending] === undefined);
  if (unknown !== undefined) throw new Error(`No content type is known for files that end in '.${unknown}'.`);
  const rows = endings.map((ending) => `<Default Extension=".${ending}" ContentType="${TYPES[ending]}"/>`);
  return `<?xml version="1.0" encoding="utf-8"?>\n<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">${rows.join("")}</Types>\n`;
}

async function archive(folder, manifest, path) {
  const zip = new yazl.ZipFile();
  const options = { mtime: EPOCH, mode: 0o100644, forceDosTimestamp: true };
  const files = [...filesBelow(folder)].map((file) => ({
    file,
    name: `extension/${relative(folder, file).split(sep).join("/")}`,
  }));
  const names = ["extension.vsixmanifest", ...files.map(({ name }) => name)];
  zip.addBuffer(Buffer.from(packageManifest(manifest)), "extension.vsixmanifest", options);
  zip.addBuffer(Buffer.from(contentTypes(names)), "[Content_Types].xml", options);
  for (const { file, name } of files) zip.addBuffer(readFileSync(file), name, options);
  zip.end();
  await finished(zip.outputStream.pipe(createWriteStream(path)));
}

/** Makes the archive and gives its path; a failure leaves an older one whole. */
export async function packageExtension() {
  const manifest = readManifest();
  const path = vsixPath();
  const folder = join(output, `stage-${process.pid}`);
  const fresh = `${path}.new-${process.pid}`;
  mkdirSync(dirname(path), { recursive: true });
  try {
    await stage(folder, manifest);
    await archive(folder, manifest, fresh);
    renameSync(fresh, path);
    return path;
  } finally {
    rmSync(folder, { recursive: true, force: true });
    rmSync(fresh, { force: true });
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    const path = await packageExtension();
    console.log(relative(process.cwd(), path));
  } catch (error) {
    if (error?.errors === undefined) console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
