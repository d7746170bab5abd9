import { join } from "node:path";
import { expect, test } from "vitest";
import { printRulePage } from "./rule-page.ts";

test("docs/rules.md is what the code says", async () => {
  await expect(printRulePage()).toMatchFileSnapshot(join(import.meta.dirname, "../../docs/rules.md"));
});
