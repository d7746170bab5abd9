import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Flaw, openLines } from "./lines.ts";

function taken(limit: number, chunks: readonly Buffer[]): readonly (string | Flaw)[] {
  const lines: (string | Flaw)[] = [];
  const reader = openLines(limit, (line) => lines.push(line));
  for (const chunk of chunks) reader.push(chunk);
  return lines;
}

/** The bytes cut at these places. */
function cut(bytes: Buffer, places: readonly number[]): readonly Buffer[] {
  const ends = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort((a, b) => a - b);
  return [0, ...ends].map((from, at) => bytes.subarray(from, ends[at] ?? bytes.length));
}

describe("openLines", () => {
  it("finds the same lines wherever the bytes are cut", () => {
    const line = fc.string({ unit: "binary" }).map((text) => text.replaceAll("\n", " "));
    fc.assert(
      fc.property(fc.array(line), fc.array(fc.nat()), (lines, places) => {
        const bytes = Buffer.from(lines.map((one) => `${one}\n`).join(""));
        expect(taken(1000, cut(bytes, places))).toEqual(bytes.toString("utf8").split("\n").slice(0, -1));
      }),
    );
  });

  it("refuses a line as soon as it is too long, and keeps nothing of it", () => {
    const lines: (string | Flaw)[] = [];
    const reader = openLines(4, (one) => lines.push(one));
    reader.push(Buffer.from("1234\n123"));
    reader.push(Buffer.from("45"));
    reader.push(Buffer.from("6\n1\n"));
    expect(lines).toEqual(["1234", { flaw: "a line of more than 4 bytes" }]);
    expect(taken(4, [Buffer.from("12345\n")])).toEqual([{ flaw: "a line of more than 4 bytes" }]);
  });

  it("refuses what is not UTF-8", () => {
    expect(taken(9, [Buffer.from([0x61, 0x0a, 0xff, 0x0a, 0x62, 0x0a])])).toEqual([
      "a",
      { flaw: "a line that is not UTF-8" },
    ]);
  });
});
