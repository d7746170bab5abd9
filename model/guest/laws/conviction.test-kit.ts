import type { Step } from "../../contract.ts";
import type { Geometry } from "../../geometry.ts";
import type { GuestEvent } from "../events.ts";
import type { Guest } from "../vocabulary.ts";
import { blockIn, config, populated, resize } from "./telling.test-kit.ts";

/** Steps of which the last breaks a rule, and those before none. */
export interface Conviction {
  readonly rule: string;
  readonly why: string;
  readonly steps: readonly Step<Guest>[];
  readonly geometry?: Partial<Geometry>;
  /** Judged with no other rule in force: another convicts the same account earlier. */
  readonly alone?: true;
}

/** The last of these steps breaks a rule. */
export const convict = (
  rule: string,
  why: string,
  steps: readonly Step<Guest>[],
  geometry?: Partial<Geometry>,
): Conviction => ({
  rule,
  why,
  steps,
  ...(geometry && { geometry }),
});

/** The same, with no other rule in force. */
export const convictAlone = (rule: string, why: string, steps: readonly Step<Guest>[]): Conviction => ({
  rule,
  why,
  steps,
  alone: true,
});

/** HotMem plugs its shared partition. */
export const toShared: readonly GuestEvent[] = [config(4), ...blockIn(2, "shared")];
/** HotMem with two free partitions, of which the host wants one back. */
export const reads12 = [...populated, resize(12)];
