import { defineConfig } from "vitest/config";
import { qemuTests, runnableTests } from "./properties/house/qemu.ts";

const ignored = ["**/node_modules/**", "**/dist/**", "**/.tools/**"];

/**
 * Two projects: `quick` is `npm test`, `slow` is `npm run test:slow` (full mutant table, campaigns, the packed tarball).
 * `x.qemu.test.ts` and `x.qemu.slow.test.ts` need QEMU and stay out where there is none; see properties/house/qemu.ts.
 */
export default defineConfig({
  test: {
    globalSetup: ["properties/house/qemu-setup.ts"],
    coverage: {
      provider: "v8",
      include: ["model/**"],
      exclude: ["**/*.test.ts"],
      reporter: ["text-summary", "json-summary"],
      thresholds: { lines: 95 },
    },
    projects: [],
  },
});
