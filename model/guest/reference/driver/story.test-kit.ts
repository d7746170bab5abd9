import { expect } from "vitest";
import type { Answer, Command } from "../../../contract.ts";
import type { Geometry } from "../../../geometry.ts";
import type { ForkableSource, ForkableSubject } from "../../../subject.ts";
import { FRAME_BYTES } from "../../../units.ts";
import type { GuestEvent } from "../../events.ts";
import { layoutOf } from "../../layout.ts";
import type { Guest } from "../../vocabulary.ts";

/** A guest that tells what its driver does as short sentences; frames as `block:subblock+subblocks`. */
export interface Story {
  readonly subject: ForkableSubject<Guest>;
  ask(command: Command<Guest>): Answer<Guest>;
  /** Sets the requested size, in frames. */
  resize(frames: number): void;
  run(steps: number): readonly string[];
  settle(): readonly string[];
  states(): readonly string[];
  partitions(): readonly string[];
}

/** Begins a story about a guest. */
export function story(source: ForkableSource<Guest>, geometry: Geometry): Story {
  return storyOf(source.boot(geometry), geometry);
}

/** Goes on with the story of a guest. */
export function storyOf(subject: ForkableSubject<Guest>, geometry: Geometry): Story {
  const { blockFrames, subblockFrames } = layoutOf(geometry);
  const place = (first: number, count: number): string =>
    `${Math.floor(first / blockFrames)}:${(first % blockFrames) / subblockFrames}+${count / subblockFrames}`;
  const ask = (command: Command<Guest>): Answer<Guest> => {
    const outcome = subject.perform(command);
    if (outcome.kind !== "answered") throw new Error(`${command.kind} was ${outcome.kind}: ${outcome.why}`);
    return outcome.answer;
  };
  const told = (answer: Answer<Guest>): readonly string[] => answer.events.flatMap((event) => say(event, place));
  const observe = () => {
    const answer = ask({ kind: "observe" });
    if (answer.kind !== "observed") throw new Error("nothing was observed");
    return answer;
  };
  return {
    subject,
    ask,
    resize(frames) {
      expect(ask({ kind: "resize", bytes: BigInt(frames * FRAME_BYTES) }).kind).toBe("done");
    },
    run: (steps) => told(ask({ kind: "run", steps })),
    settle() {
      const answer = ask({ kind: "settle", within: 10_000 });
      expect(answer.kind).toBe("settled");
      return told(answer);
    },
    states: () => observe().blocks,
    partitions: () => observe().partitions.map(({ state }) => state),
  };
}

function say(event: GuestEvent, place: (first: number, count: number) => string): readonly string[] {
  switch (event.kind) {
    case "send":
      return event.queued ? [] : [`${event.request} not queued`];
    case "response":
      return [`${event.request} ${place(event.extent.first, event.extent.count)} ${event.response}`];
    case "isolate":
      return event.outcome === "done"
        ? []
        : [`isolate ${place(event.extent.first, event.extent.count)} ${event.outcome}`];
    case "give-back":
      return [`give-back ${place(event.extent.first, event.extent.count)}`];
    case "inflate":
    case "deflate":
      return [`${event.kind} ${event.extent.first}+${event.extent.count}`];
    case "add":
    case "offline":
      return [`${event.kind} ${event.block}${event.outcome === "done" ? "" : ` ${event.outcome}`}`];
    case "online":
      return [`online ${event.block} ${event.zone}`];
    case "remove":
      return [`remove ${event.block}`];
    case "partition":
      return [`partition ${event.partition} ${event.state} ${event.users}`];
    case "served":
      return [`served ${event.process} with ${event.partition}`];
    case "timer":
      return [`timer ${event.afterMs}`];
    default:
      return [event.kind];
  }
}
