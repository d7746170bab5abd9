import { type DeviceState, type Span, spanEndBytes, spanOf } from "../state.ts";
import type { Range, Sizes } from "../vocabulary.ts";

/**
 * Where a request points. The usable region may have grown while the request was processed, so a range can be valid
 * (inside what was usable before), invalid (outside what is usable after), or `either`.
 */
export type Place =
  | { readonly kind: "invalid"; readonly why: string }
  | { readonly kind: "valid" | "either"; readonly span: Span };

/** Where a request points, given the sizes that came with its answer. */
export function place(state: DeviceState, range: Range, after: Sizes): Place {
  const span = spanOf(state, range);
  if (typeof span === "string") return { kind: "invalid", why: span };
  const end = spanEndBytes(state, span);
  if (end <= (state.usable ?? 0n)) return { kind: "valid", span };
  if (end > after.usable) return { kind: "invalid", why: `ends outside the usable ${after.usable} bytes` };
  return { kind: "either", span };
}

/** A request of a driver: an address is an unsigned 64-bit number, a count of blocks an unsigned 16-bit one. */
export const encodable = ({ address, blocks }: Range): boolean =>
  isU64(address) && Number.isInteger(blocks) && blocks >= 0 && blocks <= 0xffff;

/** Whether a number fits into an unsigned 64-bit field. */
export const isU64 = (n: bigint): boolean => n >= 0n && n <= 0xffff_ffff_ffff_ffffn;
