import type { Command } from "../../contract.ts";
import { FRAME_BYTES, frames, type Handle, handle, order } from "../../units.ts";
import type { Guest } from "../vocabulary.ts";
import type { Machine } from "./machine.ts";
import type { Thing } from "./parts.ts";

/** Numbers below a bound, always the same for the same seed (a linear congruential generator). */
export function numbers(seed: number): (bound: number) => number {
  let state = seed >>> 0;
  return (bound) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
}

const holds = ["io", "longterm", "splice"] as const;
const misfortunes = ["veto", "enqueue", "add"] as const;

/** Handles to ask about: mostly of things there are, now and then any. */
interface Names {
  fresh(): Handle;
  of(kind: Thing["kind"]): Handle;
  area(process: Handle): Handle;
}

function namesOf({ society }: Machine, next: (bound: number) => number): Names {
  const fresh = () => handle(next(64));
  const among = (handles: readonly number[]) =>
    handles.length === 0 || next(12) === 0 ? fresh() : handle(handles[next(handles.length)] as number);
  return {
    fresh,
    of: (kind) => among([...society.things].flatMap(([name, thing]) => (thing.kind === kind ? [name] : []))),
    area(process) {
      const thing = society.things.get(process);
      return among(thing?.kind === "process" ? [...thing.areas.keys()] : []);
    },
  };
}

/** Any command; most make sense. */
export function anyCommand(m: Machine, next: (bound: number) => number): Command<Guest> {
  const { fresh, of, area } = namesOf(m, next);
  const process = of("process");
  const pages = frames(1 + next(m.layout.blockFrames));
  const range = { process, file: next(2), first: next(6), pages };
  const { first, end, deviceFrames } = m.layout;
  const size = BigInt(next((end - first) / deviceFrames + 1) * deviceFrames * FRAME_BYTES);
  const commands: readonly (() => Command<Guest>)[] = [
    () => ({ kind: "spawn", as: fresh(), wait: next(2) === 0 }),
    () => ({ kind: "spawn", as: fresh(), wait: next(2) === 0 }),
    () => ({ kind: "fork", process, as: fresh() }),
    () => ({ kind: "thread", process, as: fresh() }),
    () => ({ kind: "thread-exit", thread: of("thread") }),
    () => ({ kind: next(2) === 0 ? "exit" : "kill", process }),
    () => (next(3) === 0 ? { kind: "exec", process } : { kind: "mlock", process, area: area(process) }),
    () => ({ kind: "cancel", process }),
    () => ({ kind: "touch", process, as: fresh(), pages, write: next(4) > 0 }),
    () => ({ kind: "touch", process, as: fresh(), pages, write: true }),
    () => ({ kind: "write", process, area: area(process), value: 1 + next(3) }),
    () => ({ kind: "read", process, area: area(process) }),
    () => ({ kind: "discard", process, area: area(process) }),
    () => ({ kind: "pin", process, area: area(process), as: fresh(), how: holds[next(3)] ?? "io" }),
    () => ({ kind: "unpin", pin: of("pin") }),
    () => ({ kind: "fault-file", as: fresh(), ...range }),
    () => ({ kind: "read-file", ...range }),
    () => ({ kind: "write-file", ...range, value: next(3) }),
    () => ({ kind: "drop-caches", sync: next(2) === 0 }),
    () => ({ kind: "kernel-allocate", as: fresh(), order: order(next(2)) }),
    () => ({ kind: "kernel-free", what: of("kernel") }),
    () => ({ kind: "resize", bytes: size }),
    () => ({ kind: "run", steps: next(12) }),
    () => ({ kind: "settle", within: 1000 }),
    () => ({ kind: "obstruct", what: misfortunes[next(3)] ?? "add", times: next(2) }),
    () => (next(4) === 0 ? { kind: "busy", requests: next(3) } : { kind: "restore" }),
    () => (next(10) === 0 ? { kind: "system-reset" } : { kind: "observe" }),
  ];
  return (commands[next(commands.length)] as () => Command<Guest>)();
}
