import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { figure } from "./figure.ts";
import { measured, wrong } from "./measure.ts";

it("docs/bounded-reclaim.svg is what the references give today, at full size", () => {
  const hotmem = measured("hotmem");
  const virtioMem = measured("virtio-mem");
  expect(wrong(hotmem, virtioMem)).toEqual([]);
  const kept = readFileSync(join(import.meta.dirname, "../../docs/bounded-reclaim.svg"), "utf8");
  expect(figure(hotmem, virtioMem), "npm run bench:reclaim -- --svg docs/bounded-reclaim.svg").toBe(kept);
});
