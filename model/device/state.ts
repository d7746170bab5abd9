import type { State } from "../contract.ts";
import type { Geometry } from "../geometry.ts";
import type { Docket } from "../rule.ts";
import type { U64 } from "../units.ts";
import type { Range } from "./vocabulary.ts";

/** What the specification knows of a device: only what was asked and answered. */
export interface DeviceState extends State<DeviceState> {
  readonly docket: Docket;
  /** Bytes of a device block. */
  readonly blockBytes: U64;
  /** Guest-physical start of the region. */
  readonly address: U64;
  /** Bytes of the region. */
  readonly regionBytes: U64;
  /** One byte per device block: 1 plugged, 0 unplugged. */
  readonly blocks: Uint8Array;
  /** Sum of {@link blocks}. */
  pluggedBlocks: number;
  requested: U64;
  /** Undefined until the first answer: a device may start with any usable region. */
  usable: U64 | undefined;
  /** Words of plugged memory that were written or read, by guest-physical address; all others hold anything. */
  readonly words: Map<number, U64>;
  /** node_id as last seen; undefined before, and after a system reset. */
  node: number | undefined;
  /** Whether a size changed and no notification has arrived since. */
  owed: boolean;
  migrating: boolean;
}

type Facts = Omit<DeviceState, "fork" | "key">;

const alive = (facts: Facts): DeviceState => ({
  ...facts,
  fork() {
    return alive({ ...this, blocks: this.blocks.slice(), words: new Map(this.words) });
  },
  key() {
    const words = [...this.words].sort(([a], [b]) => a - b).join(";");
    const flags = `${this.owed ? "o" : "-"}${this.migrating ? "m" : "-"}${this.node ?? "?"}`;
    return `${this.requested}|${this.usable ?? "?"}|${edges(this.blocks).join()}|${words}|${flags}`;
  },
});

/** A device as it is started: nothing requested, nothing plugged. */
export function freshState(geometry: Geometry, docket: Docket): DeviceState {
  const { blockBytes, regionBlocks, address } = geometry.device;
  return alive({
    docket,
    blockBytes: BigInt(blockBytes),
    address: BigInt(address),
    regionBytes: BigInt(blockBytes) * BigInt(regionBlocks),
    blocks: new Uint8Array(regionBlocks),
    pluggedBlocks: 0,
    requested: 0n,
    usable: undefined,
    words: new Map(),
    node: undefined,
    owed: false,
    migrating: false,
  });
}

/** Indices where the block state changes, from unplugged before block 0: a bitmap in a few numbers. */
function edges(blocks: Uint8Array): readonly number[] {
  const found: number[] = [];
  let wanted = 1;
  for (let at = blocks.indexOf(wanted); at !== -1; at = blocks.indexOf(wanted, at)) {
    found.push(at);
    wanted = 1 - wanted;
  }
  return found;
}

/** Index of the block that holds this guest-physical address, or -1 outside the region. */
export function blockAt(state: DeviceState, address: U64): number {
  const offset = address - state.address;
  return offset < 0n || offset >= state.regionBytes ? -1 : Number(offset / state.blockBytes);
}

/** Blocks of the region, half-open. */
export interface Span {
  readonly first: number;
  readonly end: number;
}

/**
 * The blocks a request names, or a phrase that says what is wrong with it whatever the usable region is.
 * The sum cannot wrap: addresses are unbounded integers here.
 */
export function spanOf(state: DeviceState, range: Range): Span | string {
  const first = blockAt(state, range.address);
  if (range.blocks === 0) return "names no block";
  if (first === -1) return "starts outside the region";
  if ((range.address - state.address) % state.blockBytes !== 0n) return "is misaligned";
  return first + range.blocks > state.blocks.length ? "ends outside the region" : { first, end: first + range.blocks };
}

/** Bytes from the start of the region to the end of the span. */
export const spanEndBytes = (state: DeviceState, span: Span): U64 => BigInt(span.end) * state.blockBytes;

/** The size of plugged memory, in bytes. */
export const pluggedBytes = (state: DeviceState): U64 => BigInt(state.pluggedBlocks) * state.blockBytes;

/** What STATE must say of these blocks. */
export function stateOf(state: DeviceState, { first, end }: Span): "plugged" | "unplugged" | "mixed" {
  const blocks = state.blocks.subarray(first, end);
  if (!blocks.includes(0)) return "plugged";
  return blocks.includes(1) ? "mixed" : "unplugged";
}

/** Looks first for blocks that differ, because in a legal run there are none and looking is fast. */
function countPlugged(state: DeviceState, { first, end }: Span): number {
  const blocks = state.blocks.subarray(first, end);
  if (!blocks.includes(1)) return 0;
  return blocks.includes(0) ? blocks.reduce((sum, bit) => sum + bit, 0) : end - first;
}

/** Records that all blocks of the span are plugged from now on; their content is unknown. */
export function markPlugged(state: DeviceState, { first, end }: Span): void {
  state.pluggedBlocks += end - first - countPlugged(state, { first, end });
  state.blocks.fill(1, first, end);
}

/** Records that all blocks of the span are unplugged from now on, and forgets what they held. */
export function markUnplugged(state: DeviceState, { first, end }: Span): void {
  state.pluggedBlocks -= countPlugged(state, { first, end });
  state.blocks.fill(0, first, end);
  const from = Number(state.address) + first * Number(state.blockBytes);
  const to = Number(state.address) + end * Number(state.blockBytes);
  for (const at of state.words.keys()) if (at >= from && at < to) state.words.delete(at);
}

/** Records that nothing is plugged any more. */
export function markEmpty(state: DeviceState): void {
  state.blocks.fill(0);
  state.pluggedBlocks = 0;
  state.words.clear();
}
