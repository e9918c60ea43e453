/** What a file's path says about the grants in it. */

/** Evaluations, benchmarks and tests: what is switched off there is switched off on purpose, in a place of its own. */
export const isRig = (file: string) =>
  /(?:^|\/)(?:evals?|evaluations?|benchmarks?|bench|tests?|__tests__|e2e|spec|fixtures?|testdata|sandbox-tests)\//i.test(
    file,
  ) ||
  /(?:\.|_|-)(?:eval|evals|test|tests|spec|bench|e2e)\.[\w]+$/i.test(file) ||
  /(?:^|\/)(?:test_[^/]*|conftest)\.py$/.test(file);
