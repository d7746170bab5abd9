import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { hasQemu, qemuPatterns } from "./properties/house/qemu.ts";
import { hasSampleTools, samplePatterns } from "./properties/house/samples.ts";

const never = [
  ...["**/node_modules/**", "**/dist/**", "**/.tools/**"],
  ...(hasQemu() ? [] : qemuPatterns),
  ...(hasSampleTools() ? [] : samplePatterns),
];
const globalSetup = ["properties/house/qemu-setup.ts", "properties/house/samples-setup.ts"];

/**
 * Two projects: `quick` is `npm test`, `slow` is `npm run test:slow` (full mutant table, campaigns, the packed tarball).
 * `x.qemu.test.ts` and `x.qemu.slow.test.ts` need QEMU and stay out where there is none, `x.samples[.slow].test.ts` a C
 * compiler, cJSON and Python.
 */
export default defineConfig({
  test: {
    coverage: {
      provider: "v8",
      include: ["model/**/*.ts"],
      exclude: ["**/*.test.ts", "**/*.test-kit.ts"],
      reporter: ["text-summary", "json-summary"],
      thresholds: { lines: 95 },
    },
    projects: [
      {
        test: {
          name: "quick",
          include: ["**/*.test.ts"],
          exclude: [...never, "**/*.slow.test.ts"],
          testTimeout: 30_000,
          hookTimeout: 30_000,
          maxWorkers: availableParallelism(), // vitest's own choice leaves one core of two idle
          globalSetup,
        },
      },
      {
        test: {
          name: "slow",
          include: ["**/*.slow.test.ts"],
          exclude: never,
          testTimeout: 300_000,
          hookTimeout: 300_000,
          maxWorkers: 1, // a campaign may use every core by itself
          sequence: { groupOrder: 1 },
          globalSetup,
        },
      },
    ],
  },
});
