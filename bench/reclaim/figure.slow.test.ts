import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { count } from "../../cli/text.ts";
import { figure } from "./figure.ts";
import { measured, wrong } from "./measure.ts";

it("docs/bounded-reclaim.svg is what the references give today, at full size", () => {
  const hotmem = measured("hotmem");
  const virtioMem = measured("virtio-mem");
  expect(wrong(hotmem, virtioMem)).toEqual([]);
  const kept = readFileSync(join(import.meta.dirname, "../../docs/bounded-reclaim.svg"), "utf8");
  const readme = readFileSync(join(import.meta.dirname, "../../README.md"), "utf8");
  for (const { ended, spent } of virtioMem.readings)
    if (ended === 16)
      expect(readme).toContain(`| ${count(spent.migrated)} | ${count(spent.zeroed)} | ${spent.requests} |`);
  expect(figure(hotmem, virtioMem), "npm run bench:reclaim -- --svg docs/bounded-reclaim.svg").toBe(kept);
});
