import type { GuestSteps, Mechanism } from "../../../model/guest/reference/machine.ts";
import { honestSteps } from "../../../model/guest/reference/record.ts";
import {
  balloonGuest,
  guestWith,
  kernelZoneGuest,
  referenceGuest,
  virtioMemGuest,
} from "../../../model/guest/reference/reference.ts";
import type { GuestRuleId } from "../../../model/guest/rules.ts";
import type { Guest } from "../../../model/guest/vocabulary.ts";
import type { ForkableSource } from "../../../model/subject.ts";
import type { Mutant } from "../mutant.ts";

/** The steps of a guest that keeps the rules; what a faulty step does besides. */
export const honest = honestSteps;

/** A fault to plant in a reference guest. */
export interface Fault extends Omit<Mutant<Guest>, "source" | "of" | "breaks" | "alsoBreaks"> {
  readonly breaks: GuestRuleId;
  readonly alsoBreaks?: readonly GuestRuleId[];
  readonly profile: "virtio-mem" | "hotmem";
  /** How the guest grows and shrinks; absent means HotMem. */
  readonly mechanism?: Mechanism;
  /** The faulty step; rarely two, where the fault is one but the honest guest does the same thing in two places. */
  readonly steps: Partial<GuestSteps>;
}

const originals: Readonly<Record<Mechanism, ForkableSource<Guest>>> = {
  hotmem: referenceGuest,
  "virtio-mem": virtioMemGuest,
  "virtio-mem-kernel": kernelZoneGuest,
  balloon: balloonGuest,
};

/** An honest guest with one step replaced. */
export function plant({ mechanism = "hotmem", steps, ...rest }: Fault): Mutant<Guest> {
  const source = guestWith(`mutant:${rest.name}`, mechanism, { ...honestSteps, ...steps });
  return { ...rest, source, of: originals[mechanism] };
}
