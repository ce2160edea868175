import { existsSync } from "node:fs";
import { defineConfig } from "vitest/config";

const ignored = ["**/node_modules/**", "**/.next/**", "**/.triops/**"];

/** A project's own world (stores, a running stack) is started by its set-up file. */
function setUp(file: string): string[] {
  return existsSync(new URL(file, import.meta.url)) ? [file] : [];
}

export default defineConfig({
  test: {
    // `pnpm coverage`: lines of packages that real assertions reach.
    coverage: {
      provider: "v8",
      include: ["packages/**/*.{ts,tsx}"],
      exclude: ["**/*.test.ts", "packages/testing/**", "packages/database/generated/**", "packages/ui/**"],
      reporter: ["text-summary", "json-summary"],
      reportsDirectory: "test-results/coverage",
    },
    projects: [
      {
        test: {
          name: "unit",
          include: ["{apps,packages,bench,scripts}/**/*.test.{ts,tsx}"],
          exclude: [...ignored, "**/*.store.test.ts"],
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: "store",
          include: ["{apps,packages,bench}/**/*.store.test.ts"],
          exclude: ignored,
          globalSetup: setUp("./packages/testing/global-setup.ts"),
          testTimeout: 60_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: "e2e",
          include: ["apps/web/e2e/**/*.spec.ts"],
          exclude: ignored,
          globalSetup: setUp("./apps/web/e2e/global-setup.ts"),
          testTimeout: 120_000,
          hookTimeout: 180_000,
          // One stack, one browser: journeys run one after another.
          fileParallelism: false,
        },
      },
    ],
  },
});
