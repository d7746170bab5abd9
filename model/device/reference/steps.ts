import type { U64 } from "../../units.ts";
import type { Config, Malformation, Range, RangeState, Response, Sizes } from "../vocabulary.ts";
import type { Blocks, Machine } from "./machine.ts";
import type { Policy } from "./policy.ts";

/** How a request was answered. */
export type Said = Response["kind"];

/** A device at work: its insides, its habits, its steps. */
export interface Works {
  readonly device: Machine;
  readonly policy: Policy;
  readonly steps: Steps;
}

/** What the device does, one named step at a time. A mutant is this record with one step replaced. */
export interface Steps {
  /** The blocks a request names, or null when it is misaligned, empty or reaches outside the usable region. */
  locate(device: Machine, range: Range): Blocks | null;
  stateOf(device: Machine, blocks: Blocks): RangeState;
  /** Whether plugging so many bytes more goes beyond the requested size. */
  overRequest(device: Machine, more: U64): boolean;
  /** Whether PLUG, UNPLUG and UNPLUG_ALL have to wait. */
  isBusy(device: Machine): boolean;
  /** Sets the bits of the blocks. */
  mark(device: Machine, blocks: Blocks, plugged: boolean): void;
  /** Adds to plugged_size, or takes away. */
  account(device: Machine, delta: U64): void;
  /** Gives the memory of the blocks back to the host; it reads zero if it is ever plugged again. */
  discard(device: Machine, blocks: Blocks): void;
  /** Unplugs everything: bits, size and memory. */
  clear(device: Machine): void;
  /** Usable region when the host has resized. */
  growUsable(device: Machine, policy: Policy): void;
  /** Usable region when everything has been unplugged. */
  shrinkUsable(device: Machine, policy: Policy): void;
  /** Why the host cannot have this size, or null. */
  whyNoResize(device: Machine, bytes: U64): string | null;
  /** Sets the requested size. */
  request(device: Machine, bytes: U64): void;
  /** Raises the configuration change interrupt. */
  notify(device: Machine, policy: Policy): void;
  deviceReset(device: Machine): void;
  systemReset(works: Works): void;
  migrate(device: Machine, running: boolean): void;
  store(device: Machine, address: number, value: U64): void;
  load(device: Machine, address: number): U64;
  /** A request no driver should send. */
  misuse(works: Works, how: Malformation): Said;
  readConfig(device: Machine): Config;
  sizes(device: Machine): Sizes;
  /** Serves PLUG. */
  plug(works: Works, range: Range): Said;
  /** Serves UNPLUG. */
  unplug(works: Works, range: Range): Said;
  /** Serves UNPLUG_ALL. */
  unplugAll(works: Works): Said;
  /** Serves STATE. */
  inspect(works: Works, range: Range): RangeState | Exclude<Said, "ack">;
}
