import type { TestProject } from "vitest/node";
import { countQemuFiles, hasQemu, qemuNotice } from "./qemu.ts";

/**
 * Runs once per vitest project. Says at the end, on stderr, how many test files stayed out for want of QEMU.
 *
 * @throws when `HOTMEM_REQUIRE_QEMU=1` and QEMU is missing, which fails the whole run.
 */
export const setup = (project: TestProject): (() => void) => {
  const files = countQemuFiles(project.config.root, project.name === "slow");
  const notice = qemuNotice(hasQemu(), process.env["HOTMEM_REQUIRE_QEMU"] === "1", files);
  if (notice.kind === "fail") throw new Error(notice.line);
  return () => {
    if (notice.kind === "say") process.stderr.write(`\n${notice.line}\n`);
  };
};
