/** The licences of the packages in a bundle, as one text: who hands a bundle on hands these on with it. Plain Node. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The folders of the packages that esbuild's metafiles name, sorted; those of a package's own dependencies too. */
function packageFolders(metafiles) {
  const inputs = metafiles.flatMap(({ outputs }) =>
    Object.values(outputs).flatMap(({ inputs: used }) => Object.keys(used)),
  );
  const found = inputs.flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []);
  return [...new Set(found)].sort();
}

/** `root` is the folder that the metafiles' paths begin in. A package without a licence file is an error. */
export function noticesOf(root, metafiles) {
  const parts = packageFolders(metafiles).map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));
    const file = readdirSync(join(root, folder)).find((one) => /^licen[cs]e/i.test(one));
    if (file === undefined) throw new Error(`The package '${name}' in the bundle has no licence file.`);
    const text = readFileSync(join(root, folder, file), "utf8")
      .replaceAll("\r\n", "\n")
      .trim();
    return `${name} ${version} (${license})\n\n${text}`;
  });
  return `${["What is bundled here, and its licences", ...parts].join(`\n\n${"-".repeat(80)}\n\n`)}\n`;
}
