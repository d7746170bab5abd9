import { createHash } from "node:crypto";
import type { Allocator } from "../model/allocator/vocabulary.ts";
import type { ContractName, Step, Vocabulary } from "../model/contract.ts";
import type { Device } from "../model/device/vocabulary.ts";
import type { Geometry } from "../model/geometry.ts";
import type { Guest } from "../model/guest/vocabulary.ts";
import { allocatorWire } from "../wire/allocator.ts";
import { canonical } from "../wire/canonical.ts";
import { deviceWire } from "../wire/device.ts";
import { encodeGeometry } from "../wire/geometry.ts";
import { guestWire } from "../wire/guest.ts";
import type { WireContract } from "../wire/schema.ts";
import { encodeStep } from "../wire/step.ts";
import type { Repro } from "./shrink/repeat.ts";

/** How far the counterexample was made smaller. */
export interface Shrunk {
  /** Steps before shrinking. */
  readonly from: number;
  /** Runs that shrinking took. */
  readonly executions: number;
  /** `step-and-argument`: no single step can go and no argument can be lowered. `shortest`: no shorter script exists. */
  readonly minimal: "step-and-argument" | "shortest";
}

/** Where the transcript came from. Advisory: nothing is ever read back from it. */
export interface Origin {
  readonly seed: number;
  readonly run: number;
  /** Name and version of the program that found it. */
  readonly tool: string;
}

/**
 * A run that is worth remembering: what was asked, and what was answered. Steps are the authority, seeds never are.
 * On disk the first line of a `*.replay.jsonl` is everything but the steps, then follows one line per step.
 */
export interface Transcript<V extends Vocabulary<V>> {
  /** {@link transcriptId}; two files with one id are one counterexample. */
  readonly id: string;
  readonly contract: ContractName;
  readonly profile: string;
  /** The subject that gave the answers, as typed after `--subject`. */
  readonly subject: string;
  readonly title: string;
  /** What judging it must come to. A counterexample kept for a mutant is expected to stay violated. */
  readonly expects: "violated" | "held";
  /** The broken rule; present exactly when `expects` is `violated`. */
  readonly rule?: string;
  /** The evidence in words, when it was found. Advisory. */
  readonly because?: string;
  readonly geometry: Geometry;
  readonly shrunk?: Shrunk;
  /** How often the subject broke the rule when it was asked these commands several times. Advisory. */
  readonly repro?: Repro;
  readonly origin?: Origin;
  readonly steps: readonly Step<V>[];
}

/** A transcript whose contract is known when it is read. */
export type AnyTranscript =
  | (Transcript<Allocator> & { readonly contract: "allocator" })
  | (Transcript<Device> & { readonly contract: "device" })
  | (Transcript<Guest> & { readonly contract: "guest" });

/** How steps of each contract are written. */
export interface Wires {
  readonly allocator: WireContract<Allocator>;
  readonly device: WireContract<Device>;
  readonly guest: WireContract<Guest>;
}

/** How they are written today. */
export const currentWires: Wires = { allocator: allocatorWire, device: deviceWire, guest: guestWire };

/** The wire of a contract. The caller vouches that name and vocabulary belong together: both come from one suite or one file. */
export const wireOf = <V extends Vocabulary<V>>(contract: ContractName, wires = currentWires): WireContract<V> =>
  wires[contract] as unknown as WireContract<V>;

/** What the id covers; the rest is advisory. */
type Essence<V extends Vocabulary<V>> = Pick<Transcript<V>, "contract" | "profile" | "geometry" | "steps"> & {
  readonly rule?: string;
};

/**
 * The content id: the first 16 hexadecimal digits of the SHA-256 of the canonical JSON of contract, profile, rule,
 * geometry and steps. Titles, seeds and the spelling of numbers do not change it.
 */
export function transcriptId<V extends Vocabulary<V>>(essence: Essence<V>): string {
  const { contract, profile, rule, geometry, steps } = essence;
  const wire = wireOf<V>(contract);
  const text = canonical({
    contract,
    profile,
    rule: rule ?? null,
    geometry: encodeGeometry(geometry),
    steps: steps.map((step) => encodeStep(wire, step)),
  });
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

/** The transcript as one of this contract's. @throws when it is of another contract; look at `contract` first. */
export function ofContract<V extends Vocabulary<V>>(name: ContractName, transcript: AnyTranscript): Transcript<V> {
  if (transcript.contract !== name)
    throw new Error(`a transcript of the ${transcript.contract} is not one of the ${name}`);
  return transcript as unknown as Transcript<V>;
}
