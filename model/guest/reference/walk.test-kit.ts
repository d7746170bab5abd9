import type { Command } from "../../contract.ts";
import { FRAME_BYTES, frames, handle, order } from "../../units.ts";
import type { Guest } from "../vocabulary.ts";
import type { Machine } from "./machine.ts";

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

/** Any command, about handles below 16; it makes sense in one of two cases or so. */
export function anyCommand(m: Machine, next: (bound: number) => number): Command<Guest> {
  const name = () => handle(next(16));
  const pages = frames(1 + next(m.layout.blockFrames));
  const range = { process: name(), file: next(2), first: next(6), pages };
  const { first, end, deviceFrames } = m.layout;
  const size = BigInt(next((end - first) / deviceFrames + 1) * deviceFrames * FRAME_BYTES);
  const commands: readonly (() => Command<Guest>)[] = [
    () => ({ kind: "spawn", as: name(), wait: next(2) === 0 }),
    () => ({ kind: "fork", process: name(), as: name() }),
    () => ({ kind: "thread", process: name(), as: name() }),
    () => ({ kind: "thread-exit", thread: name() }),
    () => ({ kind: "exit", process: name() }),
    () => ({ kind: "exec", process: name() }),
    () => ({ kind: "cancel", process: name() }),
    () => ({ kind: "touch", process: name(), as: name(), pages, write: next(4) > 0 }),
    () => ({ kind: "touch", process: name(), as: name(), pages, write: true }),
    () => ({ kind: "write", process: name(), area: name(), value: 1 + next(3) }),
    () => ({ kind: "read", process: name(), area: name() }),
    () => ({ kind: "discard", process: name(), area: name() }),
    () => ({ kind: "pin", process: name(), area: name(), as: name(), how: holds[next(3)] ?? "io" }),
    () => ({ kind: "unpin", pin: name() }),
    () => ({ kind: "fault-file", as: name(), ...range }),
    () => ({ kind: "read-file", ...range }),
    () => ({ kind: "write-file", ...range, value: next(3) }),
    () => ({ kind: "drop-caches", sync: next(2) === 0 }),
    () => ({ kind: "kernel-allocate", as: name(), order: order(next(2)) }),
    () => ({ kind: "kernel-free", what: name() }),
    () => ({ kind: "resize", bytes: size }),
    () => ({ kind: "run", steps: next(12) }),
    () => ({ kind: "settle", within: 1000 }),
    () => ({ kind: "busy", requests: next(3) }),
    () => ({ kind: "obstruct", what: misfortunes[next(3)] ?? "add", times: next(2) }),
    () => (next(8) === 0 ? { kind: "system-reset" } : { kind: "restore" }),
  ];
  return (commands[next(commands.length)] as () => Command<Guest>)();
}
