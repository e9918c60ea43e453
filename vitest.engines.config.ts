import { defineConfig } from "vitest/config";

/** The suites that need an engine or an editor which npm cannot bring. */
export default defineConfig({
  test: {
    include: ["test/engines/**/*.test.ts", "test/editors/**/*.test.ts"],
    pool: "forks",
    fileParallelism: false,
    testTimeout: 600_000,
    hookTimeout: 900_000,
  },
});
