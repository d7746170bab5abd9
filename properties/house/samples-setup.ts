import type { TestProject } from "vitest/node";
import { countSampleFiles, hasSampleTools, sampleNotice } from "./samples.ts";

/**
 * Runs once per vitest project. Says at the end, on stderr, how many test files stayed out for want of a compiler.
 *
 * @throws when `HOTMEM_REQUIRE_SAMPLES=1` and a tool is missing, which fails the whole run.
 */
export const setup = (project: TestProject): (() => void) => {
  const files = countSampleFiles(project.config.root, project.name === "slow");
  const notice = sampleNotice(hasSampleTools(), process.env["HOTMEM_REQUIRE_SAMPLES"] === "1", files);
  if (notice.kind === "fail") throw new Error(notice.line);
  return () => {
    if (notice.kind === "say") process.stderr.write(`\n${notice.line}\n`);
  };
};
