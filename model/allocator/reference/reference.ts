import { checkGeometry } from "../../check-geometry.ts";
import type { Command, Kind } from "../../contract.ts";
import type { ForkableSource, ForkableSubject } from "../../subject.ts";
import type { Allocator } from "../vocabulary.ts";
import { bootMemory } from "./boot.ts";
import { copyMemory } from "./copy.ts";
import { blockHandlers } from "./handle-blocks.ts";
import { holdHandlers } from "./handle-holds.ts";
import { pageHandlers } from "./handle-pages.ts";
import { rangeHandlers } from "./handle-ranges.ts";
import { keyOf } from "./key.ts";
import type { AllocatorSteps, Memory } from "./memory.ts";
import { observeCounters } from "./observe.ts";
import { type AllocatorOutcome, answered, declined, type Handler, type Handlers } from "./outcome.ts";
import { linuxSteps } from "./steps.ts";

const handlers: Handlers = {
  ...pageHandlers,
  ...holdHandlers,
  ...rangeHandlers,
  ...blockHandlers,
  observe: (m, { what }) => answered(what === "lists" ? m.steps.list(m) : observeCounters(m)),
};

/** By kind; a map, because it is asked for any string and answers faster than an object that must not inherit. */
const handlerOf: ReadonlyMap<string, Handler<Kind<Allocator>>> = new Map(
  Object.entries(handlers) as [Kind<Allocator>, Handler<Kind<Allocator>>][],
);

const NO_SUCH_COMMAND = declined("there is no such command");

/** Asks an allocator; answers as Linux would, or declines. Never throws, whatever is asked. */
export function perform(m: Memory, ask: Command<Allocator>): AllocatorOutcome {
  const handler = handlerOf.get(ask.kind);
  return handler === undefined ? NO_SUCH_COMMAND : handler(m, ask);
}

function subjectOf(m: Memory): ForkableSubject<Allocator> {
  return {
    perform: (ask) => perform(m, ask),
    fork: () => subjectOf(copyMemory(m)),
    key: () => keyOf(m),
    stop: () => {},
  };
}

/** A source of allocators that run on the given steps: the honest record, or a mutant's with one step replaced. */
export function allocatorWith(steps: AllocatorSteps, name = "reference"): ForkableSource<Allocator> {
  return {
    name,
    version: "Linux page allocator, 6.1 and 6.12 flavours",
    world: "closed",
    speaks: new Set(Object.keys(handlers) as Kind<Allocator>[]),
    adapt: (geometry) => {
      const impossible = checkGeometry(geometry);
      return impossible === null ? geometry : { refused: impossible };
    },
    boot: (geometry) => subjectOf(bootMemory(geometry, steps)),
    close: () => {},
  };
}

/** The executable mechanism of Linux's page allocator. It shares no transition code with the laws. */
export const referenceAllocator: ForkableSource<Allocator> = allocatorWith(linuxSteps);
