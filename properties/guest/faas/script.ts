import type { Geometry } from "../../../model/geometry.ts";
import type { GuestState } from "../../../model/guest/state.ts";
import type { Guest } from "../../../model/guest/vocabulary.ts";
import type { Script } from "../../../replay/script.ts";
import { type Composable, composeScript } from "../../compose.ts";
import type { Composer, Dice } from "../../composer.ts";
import { guestComposer } from "../composer.ts";
import type { Ask } from "../kinds.ts";
import { type FaasParameters, paperDay } from "./parameters.ts";
import { runtime } from "./runtime.ts";

/** What a day is made for. */
export interface FaasOptions {
  /** {@link functionGuest} makes the paper's. */
  readonly geometry: Geometry;
  /** Commands of the script. */
  readonly steps: number;
  /** Absent: {@link paperDay} of the geometry. */
  readonly parameters?: FaasParameters;
}

/** A composer that makes nothing but the commands of one FaaS runtime and its host. */
function faasComposer(parameters: FaasParameters): Composer<Guest, GuestState> {
  const days = new WeakMap<GuestState, Generator<Ask, void, undefined>>();
  return {
    ...guestComposer,
    sequel(state, dice) {
      const day = days.get(state) ?? runtime(state, dice, parameters);
      days.set(state, day);
      const { value, done } = day.next();
      return done === true ? null : value;
    },
  };
}

/**
 * A day of a FaaS runtime as a script: instances come with invocations, stay warm, and their memory goes back to the host when
 * they are evicted. Which instance got memory when follows from the suite's reference; the script can be asked of any
 * guest, and commands about an instance that is not there are skipped.
 *
 * @throws {ReferenceBroken} when the reference breaks a rule, which is a bug of this project
 */
export function faasScript(suite: Composable<Guest, GuestState>, dice: Dice, options: FaasOptions): Script<Guest> {
  const { geometry, steps, parameters = paperDay(geometry) } = options;
  const mood = guestComposer.weights;
  return composeScript({ ...suite, composer: faasComposer(parameters) }, dice, { geometry, steps, mood });
}
