import { expect, test } from "vitest";
import { applies, type Command, judge } from "../model/contract.ts";
import { guest } from "../model/guest/contract.ts";
import type { Guest } from "../model/guest/vocabulary.ts";
import { presets } from "../model/presets.ts";
import { openDocket } from "../model/rule.ts";
import { frames, handle } from "../model/units.ts";
import { guestSuite } from "./suites.ts";

const FORKS = 1_000_000;

/** Asks and judges; throws the rule that was broken. */
function openConversation() {
  const subject = guestSuite.reference.boot(presets.tiny);
  const state = guest.begin(presets.tiny, openDocket(guest.rules, { profiles: guest.profiles, world: "closed" }));
  return (ask: Command<Guest>): string => {
    if (!applies(guest.laws, state, ask)) throw new Error(`does not apply: ${guest.sayAsk(ask)}`);
    const outcome = subject.perform(ask);
    if (outcome.kind !== "answered") throw new Error(`${guest.sayAsk(ask)}: ${outcome.why}`);
    const verdict = judge(guest.laws, state, { ask, answer: outcome.answer });
    if (verdict.kind === "illegal") throw new Error(`${verdict.violation.rule}: ${verdict.violation.because}`);
    return outcome.answer.kind;
  };
}

test.each([
  ["one after the other", 1],
  ["in crowds of 1,000", 1_000],
  ["all alive at once", FORKS],
])("a million forks, %s, are judged one by one, and the guest comes to rest", (_, crowd) => {
  const ask = openConversation();
  ask({ kind: "resize", bytes: BigInt(20 * 4096) });
  ask({ kind: "settle", within: 1_000 });
  ask({ kind: "spawn", as: handle(0), wait: false });
  ask({ kind: "touch", process: handle(0), as: handle(1), pages: frames(3), write: true });
  for (let forked = 0; forked < FORKS; forked += crowd) {
    for (let n = 0; n < crowd; n++) ask({ kind: "fork", process: handle(0), as: handle(2 + n) });
    for (let n = 0; n < crowd; n++) ask({ kind: "exit", process: handle(2 + n) });
  }
  ask({ kind: "exit", process: handle(0) });
  ask({ kind: "resize", bytes: 0n });
  expect(ask({ kind: "settle", within: 1_000 })).toBe("settled");
  ask({ kind: "observe" });
});
