import { axes, linear, logarithmic, type Panel, type Point, ring, series, words } from "./axes.ts";
import { BLOCKS } from "./guest.ts";
import { type Measured, milliseconds, shareOf, sizeOf } from "./report.ts";
import type { Reading } from "./scenario.ts";

/** Readable on white and on near-black alike; a viewer that knows which it shows gets the better of two sets. */
const style = `
  text { font: 13px system-ui, -apple-system, "Segoe UI", Helvetica, Arial, sans-serif; fill: #59636e }
  .title { font-size: 15px; font-weight: 600 }
  .tick { font-size: 12px }
  .axis { stroke: #7d8590; fill: none }
  .grid { stroke: #7d8590; stroke-opacity: .22; fill: none }
  .line { stroke-width: 2; fill: none }
  .ring { stroke-width: 1.5; fill: none }
  .line.hotmem, .ring.hotmem { stroke: #0a7d72 } .dot.hotmem, text.hotmem { fill: #0a7d72 }
  .line.virtio, .ring.virtio { stroke: #c4500c } .dot.virtio, text.virtio { fill: #c4500c }
  @media (prefers-color-scheme: dark) {
    text { fill: #a9b3be }
    .line.hotmem, .ring.hotmem { stroke: #2fbfb0 } .dot.hotmem, text.hotmem { fill: #2fbfb0 }
    .line.virtio, .ring.virtio { stroke: #f08a4b } .dot.virtio, text.virtio { fill: #f08a4b }
  }`;

const WIDTH = 920;
const HEIGHT = 400;
const place = { top: 82, width: 320, height: 250 } as const;

const ascending = (numbers: readonly number[]): readonly number[] => [...new Set(numbers)].sort((a, b) => a - b);
const percent = (running: number): number => (100 * running) / BLOCKS;
const MIB = 128;

/** Both panels: what was counted, and what the constants make of it. */
export function figure(hotmem: Measured, virtioMem: Measured): string {
  const largest = Math.max(...hotmem.readings.map(({ ended }) => ended));
  const title = "Giving back the memory of instances that ended, in a guest of 64 GiB";
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img">
<title>${title}</title>
<desc>HotMem moves no page however much of the guest is in use; virtio-mem moves more the more is in use.</desc>
<style>${style}
</style>
${words(18, 26, title, "title")}
${[...counted(hotmem, virtioMem, largest), ...modelled(hotmem, virtioMem, largest)].join("\n")}
</svg>
`;
}

/** Left: pages moved against the share in use. */
function counted(hotmem: Measured, virtioMem: Measured, largest: number): string[] {
  const top = Math.max(...virtioMem.readings.map(({ spent }) => spent.migrated));
  const ceiling = Math.ceil(top / 100_000) * 100_000;
  const left = 76;
  const panel: Panel = {
    left,
    ...place,
    x: linear([0, 100], [left, left + place.width]),
    y: linear([0, ceiling], [place.top + place.height, place.top]),
  };
  const curve = (readings: readonly Reading[], ended: number): readonly Point[] =>
    readings
      .filter((reading) => reading.ended === ended)
      .map(({ running, spent }): Point => [percent(running), spent.migrated])
      .sort(([a], [b]) => a - b);
  const sizes = ascending(virtioMem.readings.map(({ ended }) => ended)).filter((ended) => ended * 8 > largest);
  const lines = sizes.flatMap((ended) => {
    const points = curve(virtioMem.readings, ended);
    const [x, y] = points.at(-1) as Point;
    return [...series(panel, points, "virtio"), words(panel.x(x) + 8, panel.y(y) + 4, sizeOf(ended), "tick")];
  });
  const [third] = curve(virtioMem.readings, largest).slice(-2);
  return [
    ...axes(panel, everyQuarter, everyHundredThousand(ceiling), {
      x: "share of the guest in use",
      y: "Counted: pages moved",
    }),
    ...lines,
    words(panel.x((third as Point)[0]) - 12, panel.y((third as Point)[1]) - 2, "virtio-mem", "virtio", "end"),
    ...series(panel, curve(hotmem.readings, largest), "hotmem"),
    words(panel.x(percent(BLOCKS * 0.7)), panel.y(0) - 10, "HotMem, any size", "hotmem", "middle"),
  ];
}

const everyQuarter = [0, 25, 50, 75, 100].map((at) => ({ at, label: `${at} %` }));
const everyHundredThousand = (ceiling: number) =>
  Array.from({ length: ceiling / 100_000 + 1 }, (_, i) => ({ at: i * 100_000, label: i === 0 ? "0" : `${i}00,000` }));

/** Right: the model's milliseconds against the size, with what the paper measured. */
function modelled(hotmem: Measured, virtioMem: Measured, largest: number): string[] {
  const left = 508;
  const sizes = ascending(hotmem.readings.map(({ ended }) => ended));
  const panel: Panel = {
    left,
    ...place,
    x: logarithmic([sizes[0] as number, largest], [left + 12, left + place.width - 12]),
    y: logarithmic([5, 5000], [place.top + place.height, place.top]),
  };
  const curve = ({ mechanism, readings }: Measured, running: number): readonly Point[] =>
    readings
      .filter((reading) => reading.running === running)
      .map((reading): Point => [reading.ended, milliseconds(mechanism, reading)])
      .sort(([a], [b]) => a - b);
  const shares = ascending(virtioMem.readings.map(({ running }) => running));
  const label = ([x, y]: Point, text: string, css: string) => words(panel.x(x) + 10, panel.y(y) + 4, text, css);
  return [
    ...axes(
      panel,
      sizes.map((at) => ({ at, label: sizeOf(at) })),
      decades,
      {
        x: "memory given back",
        y: "Modelled: milliseconds (rings: the paper's measurements)",
      },
    ),
    ...shares.flatMap((running) => series(panel, curve(virtioMem, running), "virtio")),
    ...shares.slice(-1).map((running) => label(last(curve(virtioMem, running)), `${shareOf(running)} in use`, "tick")),
    ...shares
      .slice(0, 1)
      .map((running) => label(last(curve(virtioMem, running)), `${shareOf(running)} in use`, "tick")),
    ...shares.flatMap((running) => series(panel, curve(hotmem, running), "hotmem")),
    words(panel.x(sizes[1] as number), panel.y(420), "virtio-mem", "virtio", "end"),
    words(panel.x(sizes[2] as number), panel.y(17), "HotMem, any share in use", "hotmem", "start"),
    ring(panel, [512 / MIB, 617], "virtio"),
    ring(panel, [2048 / MIB, 2500], "virtio"),
    ring(panel, [2048 / MIB, 127], "hotmem"),
  ];
}

const decades = [10, 100, 1000].map((at) => ({ at, label: at.toLocaleString("en-US") }));
const last = (points: readonly Point[]): Point => points.at(-1) as Point;
