import { expect, test } from "vitest";
import { applies, type Command } from "../../model/contract.ts";
import { guest } from "../../model/guest/contract.ts";
import type { GuestState } from "../../model/guest/state.ts";
import type { Guest } from "../../model/guest/vocabulary.ts";
import { frames, order } from "../../model/units.ts";
import { readCorpus } from "../../replay/corpus.ts";
import { ofContract, type Transcript } from "../../replay/transcript-content.ts";
import { lowestHandle } from "../guest/pick.ts";
import { guestSuite } from "../suites.ts";
import { untilMigration, untilReclaim, untilShortfall } from "./at-least.ts";
import { search } from "./search.ts";

/** How many commands each promise takes at least, from any state. */
const atLeast: Readonly<Record<string, (state: GuestState) => number>> = {
  "reclaim/no-migration": untilMigration,
  "reclaim/exact": untilShortfall,
  "reclaim/requests": untilReclaim,
  "reclaim/steps": untilReclaim,
};

/** Everything the composer enumerates, and more sizes of what can stand in the way. */
function* enumerate(state: GuestState): Iterable<Command<Guest>> {
  yield* guestSuite.composer.enumerate(state);
  for (const ask of larger(state)) if (applies(guest.laws, state, ask)) yield ask;
}

function* larger(state: GuestState): Iterable<Command<Guest>> {
  const as = lowestHandle(state);
  for (const n of [1, 2]) yield { kind: "kernel-allocate", as, order: order(n) };
  for (const process of state.society.running.keys()) {
    for (const pages of [4, 7, 8, 12]) yield { kind: "touch", process, as, pages: frames(pages), write: true };
  }
}

const transcripts: Transcript<Guest>[] = [];
for await (const { read } of readCorpus("replay/corpus")) {
  if (!("contract" in read) || read.contract !== "guest" || read.shrunk?.minimal !== "shortest") continue;
  transcripts.push(ofContract<Guest>("guest", read));
}

test("each stock mechanism is convicted by a transcript of its own", () => {
  const convicted = transcripts.map(({ subject, rule }) => `${subject} ${rule}`);
  expect(convicted.sort()).toEqual([
    "reference:balloon reclaim/requests",
    "reference:balloon reclaim/steps",
    "reference:virtio-mem reclaim/no-migration",
    "reference:virtio-mem-kernel reclaim/exact",
  ]);
});

test.each(transcripts.map((one) => [one.subject, one.rule ?? "", one.steps.length, one] as const))(
  "nothing shorter convicts %s of %s than the transcript of %i steps",
  (subject, rule, length, { geometry, profile, steps }) => {
    const source = guestSuite.mechanisms?.find((one) => one.source.name === subject)?.source;
    if (source === undefined) throw new Error(`there is no ${subject}`);
    const suite = { contract: guest, composer: { ...guestSuite.composer, enumerate } };
    const bound = atLeast[rule];
    if (bound === undefined) throw new Error(`nobody says how many commands ${rule} takes at least`);
    const wanted = { profile, rule, states: 100_000, atLeast: bound };
    expect(search(suite, source, geometry, { ...wanted, depth: length - 1 }).kind).toBe("none");
    // The bound must not hide the transcript itself: at no step may it say that more is needed than what follows.
    const docket = { inForce: new Uint8Array(999), premises: new Float64Array(999) };
    const state = guest.begin(geometry, docket);
    for (const [at, { ask, answer }] of steps.entries()) {
      expect(bound(state)).toBeLessThanOrEqual(length - at);
      guest.laws[ask.kind].judge(state, ask as never, answer as never);
    }
  },
  120_000,
);
