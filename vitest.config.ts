import { defineConfig } from "vitest/config";

/** Everything that Node alone can run. Engines and editors have configurations of their own. */
export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/engines/**", "test/editors/**", "**/node_modules/**"],
    pool: "forks",
    testTimeout: 120_000,
  },
});
