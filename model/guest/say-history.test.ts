import { expect, test } from "vitest";
import { block, extent } from "../units.ts";
import type { GuestEvent } from "./events.ts";
import { sayHistory } from "./say-history.ts";

const plugged = (index: number): readonly GuestEvent[] => {
  const range = extent(index * 4, 4);
  return [
    { kind: "send", request: "plug", extent: range, queued: true },
    { kind: "response", request: "plug", extent: range, response: "ack" },
    { kind: "add", block: block(index), memmap: [], outcome: "done" },
    { kind: "online", block: block(index), zone: "private" },
  ];
};

test("a request and its answer are one phrase, unless something came between them", () => {
  const [send, response, add] = plugged(2) as [GuestEvent, GuestEvent, GuestEvent];
  expect(sayHistory([send, response])).toEqual(["PLUG of frames 8–11: ACK"]);
  expect(sayHistory([response])).toEqual(["device answers ACK to PLUG of frames 8–11"]);
  expect(sayHistory([send, add, response])).toHaveLength(3);
});

test("what happens block by block is told once, with how often and up to where", () => {
  expect(sayHistory([2, 3].flatMap(plugged))).toHaveLength(6);
  expect(sayHistory([2, 3, 4, 5].flatMap(plugged))).toEqual([
    "PLUG of frames 8–11: ACK",
    "block 2 added",
    "block 2 online, private",
    "and so on, 3 times more, up to: block 5 online, private",
  ]);
});

test("what breaks the pattern is told", () => {
  const pages = [8, 9, 10, 11].map((at): GuestEvent => ({ kind: "inflate", extent: extent(at, 1) }));
  const killed: GuestEvent = { kind: "timer", afterMs: 50_000 };
  expect(sayHistory([...pages, killed, ...pages.slice(0, 2)])).toEqual([
    "balloon takes frame 8",
    "and so on, 3 times more, up to: balloon takes frame 11",
    "50 s pass, the driver tries again",
    "balloon takes frame 8",
    "balloon takes frame 9",
  ]);
});
