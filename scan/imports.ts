/** The modules that a file imports, found without parsing it: a first look, that may see too much but not too little. */

const script = /(?:\bfrom|\bimport|\brequire\s*\()\s*\(?\s*["'`]([^"'`\n]+)["'`]/g;
// Bytes that are no text may stand beside a name: the parser passes them over.
const pythonFrom =
  /(?:^|[\n\r;])[ \t\f]*from[ \t]+(\.*[\w.]*)[ \t\x80-\xff]+import[ \t]*(\([^)]*\)|[^\n\r;]*)/g;
const pythonImport = /(?:^|[\n\r;])[ \t\f]*import[ \t]+([^\n\r;#]+)/g;

const pythonDynamic = /\bimport_module[ \t]*\(\s*["']([\w.]+)["']/g;

/** Module names as they are written; `from m import a, b` gives `m`, `m.a` and `m.b`, any of which may be a file. */
export function importsIn(path: string, text: string): readonly string[] {
  if (!/\.(?:pyi?|ipynb)$/.test(path))
    return unique([...text.matchAll(script)].map((match) => match[1] ?? ""));
  const source = path.endsWith(".ipynb") ? text.replaceAll('"', "\n").replaceAll("\\n", "\n") : text;
  const found: string[] = [];
  for (const [, module = "", names = ""] of source.matchAll(pythonFrom)) {
    found.push(module);
    const joint = module.endsWith(".") ? "" : ".";
    for (const name of names.match(/\w+/g) ?? []) found.push(`${module}${joint}${name}`);
  }
  for (const [, names = ""] of source.matchAll(pythonImport))
    for (const name of names.split(",")) found.push(name.trim().split(/[\s\x80-\xff]/)[0] ?? "");
  for (const [, module = ""] of source.matchAll(pythonDynamic)) found.push(module);
  return unique(found);
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)].filter((name) => name !== "");
}
