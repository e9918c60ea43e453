/** What a file's path says about it. */

/** `product`: in scope. The others are out of scope unless they are asked for, and are counted. */
export type PathClass = "product" | "test" | "vendored" | "generated" | "fixture";

/**
 * The class of a path, by the conventions of the ecosystems: pytest, jest and vitest, Go, Maven for tests; package
 * managers' folders for vendored code; build output and compiled workflows for generated code. Examples are product.
 */
export function classifyPath(path: string): PathClass {
  const parts = path.split("/");
  const file = parts.pop() ?? "";
  for (const part of parts) {
    const found = folders.get(part.toLowerCase());
    if (found !== undefined) return found;
  }
  return fileClasses.find(({ pattern }) => pattern.test(file))?.class ?? "product";
}

const folders: ReadonlyMap<string, PathClass> = new Map(
  Object.entries({
    test: "test",
    tests: "test",
    __tests__: "test",
    __test__: "test",
    spec: "test",
    specs: "test",
    e2e: "test",
    testing: "test",
    __mocks__: "test",
    testdata: "fixture",
    fixtures: "fixture",
    __fixtures__: "fixture",
    __snapshots__: "fixture",
    cassettes: "fixture",
    node_modules: "vendored",
    bower_components: "vendored",
    vendor: "vendored",
    vendored: "vendored",
    third_party: "vendored",
    "site-packages": "vendored",
    ".venv": "vendored",
    venv: "vendored",
    ".tox": "vendored",
    dist: "generated",
    ".next": "generated",
    ".nuxt": "generated",
    ".svelte-kit": "generated",
    __pycache__: "generated",
    generated: "generated",
    __generated__: "generated",
  } satisfies Record<string, PathClass>),
);

const fileClasses: readonly { readonly pattern: RegExp; readonly class: PathClass }[] = [
  { pattern: /^(?:test_[^/]*|[^/]*_test|conftest)\.py$/, class: "test" },
  { pattern: /\.(?:test|spec|e2e|stories)\.[cm]?[jt]sx?$/, class: "test" },
  { pattern: /_test\.go$/, class: "test" },
  { pattern: /(?:Tests?|IT)\.(?:java|kt|cs)$/, class: "test" },
  { pattern: /\.min\.[cm]?js$|[.-]bundle\.[cm]?js$/, class: "generated" },
  { pattern: /\.d\.[cm]?ts$/, class: "generated" },
  { pattern: /_pb2(?:_grpc)?\.pyi?$|\.pb\.go$/, class: "generated" },
  { pattern: /\.lock\.ya?ml$/, class: "generated" },
  {
    pattern: /^(?:package-lock\.json|npm-shrinkwrap\.json|pnpm-lock\.yaml|poetry\.lock|uv\.lock)$/,
    class: "generated",
  },
];
