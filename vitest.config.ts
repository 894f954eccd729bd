import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 20_000,
    // Vitest leaves one core free for the editor; most of our tests wait for child processes instead.
    maxWorkers: 2,
  },
});
