import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: "test/setup/cluster.ts",
    setupFiles: "test/setup/seed.ts",
    pool: "forks",
    // Two cores, and the server needs some of them.
    maxWorkers: 2,
    // Against what hangs. How fast something is, benchmarks tell: a machine may be four times as busy as usual.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    teardownTimeout: 20_000,
    expect: { poll: { timeout: 30_000 } },
  },
});
