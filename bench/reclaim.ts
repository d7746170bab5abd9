import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { count } from "../cli/text.ts";
import { figure } from "./reclaim/figure.ts";
import { conviction, measured, wrong } from "./reclaim/measure.ts";
import { disclaimer, preface, ratioTable, tableOf } from "./reclaim/report.ts";

const { svg } = parseArgs({ options: { svg: { type: "string" } } }).values;

const say = (...paragraphs: readonly string[]): void => console.log(`${paragraphs.join("\n\n")}\n`);

say(preface);
const hotmem = measured("hotmem");
const virtioMem = measured("virtio-mem");
if (svg !== undefined) writeFileSync(svg, figure(hotmem, virtioMem));
say(tableOf([hotmem, virtioMem]));
say(
  "2 GiB of memory that was online in a kernel zone, where pages of the kernel keep each block from going offline, and from a balloon:",
  tableOf([measured("virtio-mem-kernel", [16]), measured("balloon", [16])]),
);
say(ratioTable(hotmem.readings, virtioMem), disclaimer);

const stock = (["virtio-mem", "virtio-mem-kernel", "balloon"] as const).map((mechanism) => ({
  mechanism,
  violation: conviction(mechanism),
}));
say(
  [...hotmem.weighed]
    .map(([rule, times]) => `hotmem keeps ${rule}, which had something to say ${count(times)} times`)
    .join("\n"),
  stock
    .map(
      ({ mechanism, violation }) => `${mechanism} breaks ${violation?.rule ?? "nothing"}: ${violation?.because ?? ""}`,
    )
    .join("\n"),
);

const broken = wrong(hotmem, virtioMem);
for (const { mechanism, violation } of stock)
  if (violation?.rule.startsWith("reclaim/") !== true) broken.push(`${mechanism} breaks no rule of bounded reclaim`);
say(
  broken.length === 0
    ? "Held: HotMem's counters are the same at every share in use, with nothing moved or zeroed; virtio-mem moves more the more is in use."
    : `BROKEN\n${broken.join("\n")}`,
);
process.exitCode = broken.length === 0 ? 0 : 1;
