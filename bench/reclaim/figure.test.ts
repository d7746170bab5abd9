import { describe, expect, it } from "vitest";
import type { Mechanism } from "../../model/guest/cost.ts";
import { figure } from "./figure.ts";
import type { Measured } from "./report.ts";

const measured = (mechanism: Mechanism, moved: (running: number, ended: number) => number): Measured => ({
  mechanism,
  weighed: new Map(),
  readings: [461, 256, 102, 0].flatMap((running) =>
    [1, 2, 4, 8, 16].map((ended) => ({
      running,
      ended,
      unplugged: ended * 32768,
      spent: { migrated: moved(running, ended), zeroed: 0, faulted: 0, requests: ended, offlined: ended, steps: ended },
    })),
  ),
});
const hotmem = measured("hotmem", () => 0);
const virtioMem = measured("virtio-mem", (running, ended) => running * ended * 60);

/** Heights of the dots of one style, in drawing order: the left panel's come first. */
const heights = (svg: string, style: string): readonly number[] =>
  [...svg.matchAll(new RegExp(`dot ${style}" cx="[\\d.]+" cy="([\\d.]+)"`, "g"))].map(([, y]) => Number(y));

describe("figure", () => {
  const svg = figure(hotmem, virtioMem);

  it("closes what it opens", () => {
    const open: string[] = [];
    for (const [, close, name, self] of svg.matchAll(/<(\/?)([a-z]+)[^>]*?(\/?)>/g))
      if (close === "/") expect(open.pop()).toBe(name);
      else if (self === "") open.push(name as string);
    expect(open).toEqual([]);
  });

  it("draws HotMem along the bottom and virtio-mem rising to the right", () => {
    const flat = heights(svg, "hotmem").slice(0, 4);
    expect(new Set(flat).size).toBe(1);
    const rising = heights(svg, "virtio").slice(0, 4);
    expect(rising[0]).toBe(flat[0]);
    expect(rising).toEqual([...rising].sort((a, b) => b - a));
    expect(new Set(rising).size).toBe(4);
  });

  it("has a dot for every reading of the right panel, and one for each share and larger size of the left", () => {
    expect(heights(svg, "virtio")).toHaveLength(3 * 4 + 4 * 5);
    expect(heights(svg, "hotmem")).toHaveLength(4 + 4 * 5);
  });

  it("is another picture when one counter is another", () => {
    const other = measured("virtio-mem", (running, ended) => running * ended * 60 + (running === 256 ? 9000 : 0));
    expect(figure(hotmem, other)).not.toBe(svg);
    expect(
      figure(
        measured("hotmem", (running) => running * 100),
        virtioMem,
      ),
    ).not.toBe(svg);
  });

  it("says units on both axes of both panels", () => {
    for (const words of [
      "pages moved",
      "share of the guest in use",
      "milliseconds",
      "memory given back",
      "50 %",
      "2 GiB",
    ])
      expect(svg).toContain(words);
  });
});
