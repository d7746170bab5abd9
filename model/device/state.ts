import type { State } from "../contract.ts";
import type { Geometry } from "../geometry.ts";
import type { Docket } from "../rule.ts";
import type { U64 } from "../units.ts";
import type { Range, RangeState } from "./vocabulary.ts";

/** What the specification knows of a device: only what was asked and answered. */
export interface DeviceState extends State<DeviceState> {
  readonly docket: Docket;
  /** Bytes of a device block. */
  readonly blockBytes: U64;
  /** Guest-physical start of the region. */
  readonly address: U64;
  /** Bytes of the region. */
  readonly regionBytes: U64;
  /** One byte per device block: 1 plugged, 0 unplugged, {@link UNKNOWN}. */
  readonly blocks: Uint8Array;
  /** How many blocks are plugged, those nobody knows included. */
  pluggedBlocks: number;
  /** Whether some of {@link blocks} may be unknown. */
  doubtful: boolean;
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

/** A block that a system reset may have plugged or unplugged (virtio-v1.3 5.15.6.2: the device MAY change the state). */
const UNKNOWN = 2;

type Facts = Omit<DeviceState, "fork" | "key">;

const alive = (facts: Facts): DeviceState => ({
  ...facts,
  fork() {
    return alive({ ...this, blocks: this.blocks.slice(), words: new Map(this.words) });
  },
  key() {
    const words = [...this.words].sort(([a], [b]) => a - b).join(";");
    const flags = `${this.owed ? "o" : "-"}${this.migrating ? "m" : "-"}${this.node ?? "?"}`;
    const blocks = this.doubtful ? `${this.blocks.join("")}/${this.pluggedBlocks}` : edges(this.blocks).join();
    return `${this.requested}|${this.usable ?? "?"}|${blocks}|${words}|${flags}`;
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
    doubtful: false,
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

const blocksOf = (state: DeviceState, { first, end }: Span): Uint8Array => state.blocks.subarray(first, end);

/** Whether a block of the span is known to be plugged. */
export const someArePlugged = (state: DeviceState, span: Span): boolean => blocksOf(state, span).includes(1);

/** Whether a block of the span is known to be unplugged. */
export const someAreUnplugged = (state: DeviceState, span: Span): boolean => blocksOf(state, span).includes(0);

/** Whether nobody knows the state of some block of the span. */
export const someAreUnknown = (state: DeviceState, span: Span): boolean =>
  state.doubtful && blocksOf(state, span).includes(UNKNOWN);

/** Everything STATE may say of these blocks; one word, unless some are unknown. */
export function statesOf(state: DeviceState, span: Span): readonly RangeState[] {
  const [plugged, unplugged] = [someArePlugged(state, span), someAreUnplugged(state, span)];
  if (plugged && unplugged) return ["mixed"];
  if (!someAreUnknown(state, span)) return [plugged ? "plugged" : "unplugged"];
  const uniform: readonly RangeState[] = plugged ? ["plugged"] : unplugged ? ["unplugged"] : ["plugged", "unplugged"];
  return span.end - span.first === 1 ? uniform : [...uniform, "mixed"];
}

/** Blocks in this state. Looks first for any, because in a legal run there is none and looking is fast. */
function countOf(blocks: Uint8Array, value: number): number {
  return blocks.includes(value) ? blocks.reduce((sum, one) => sum + (one === value ? 1 : 0), 0) : 0;
}

/** Records that all blocks of the span are plugged from now on; their content is unknown. */
export function markPlugged(state: DeviceState, span: Span): void {
  const blocks = blocksOf(state, span);
  state.pluggedBlocks += blocks.length - countOf(blocks, 1);
  blocks.fill(1);
}

/** Records that all blocks of the span are unplugged from now on, and forgets what they held. */
export function markUnplugged(state: DeviceState, span: Span): void {
  const blocks = blocksOf(state, span);
  state.pluggedBlocks -= blocks.length - countOf(blocks, 0);
  blocks.fill(0);
  const from = Number(state.address) + span.first * Number(state.blockBytes);
  const to = Number(state.address) + span.end * Number(state.blockBytes);
  for (const at of state.words.keys()) if (at >= from && at < to) state.words.delete(at);
}

/** Records that so many blocks are plugged and that nobody knows which. */
export function markUnknown(state: DeviceState, pluggedBlocks: number): void {
  state.blocks.fill(UNKNOWN);
  state.pluggedBlocks = pluggedBlocks;
  state.doubtful = true;
}

/** Records what STATE said of blocks that may have been unknown. @returns whether as many can be plugged as are said to be */
export function learn(state: DeviceState, span: Span, said: RangeState): boolean {
  if (!someAreUnknown(state, span)) return true;
  if (said !== "mixed") blocksOf(state, span).fill(said === "plugged" ? 1 : 0);
  const known = countOf(state.blocks, 1);
  return known <= state.pluggedBlocks && state.pluggedBlocks <= known + countOf(state.blocks, UNKNOWN);
}

/** Records that nothing is plugged any more. */
export function markEmpty(state: DeviceState): void {
  state.blocks.fill(0);
  state.pluggedBlocks = 0;
  state.doubtful = false;
  state.words.clear();
}
