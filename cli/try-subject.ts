import {
  type Answer,
  type Command,
  type Contract,
  type ContractName,
  judge,
  type Kind,
  type State,
  type Vocabulary,
} from "../model/contract.ts";
import type { Geometry } from "../model/geometry.ts";
import { presets } from "../model/presets.ts";
import { openDocket, profilesUpTo } from "../model/rule.ts";
import { CannotStart, type Outcome, ProtocolBroken, type SubjectSource } from "../model/subject.ts";
import { claimedProfile } from "../oracle/exec/source.ts";
import type { Claim } from "../oracle/protocol/messages.ts";
import { composeScript } from "../properties/compose.ts";
import { diceOf } from "../properties/dice.ts";
import type { Opening, Suite } from "../properties/suite.ts";
import { resolveSource, withSuite } from "../properties/suites.ts";
import { exit } from "./exit.ts";
import { bad, type Finding, good } from "./finding.ts";

/** What is asked first where the subject knows it: something that every implementation begins with. */
const simplest: { readonly [C in ContractName]: string } = { allocator: "allocate", device: "config", guest: "spawn" };

/** Commands that are drawn to choose from. */
const DRAWS = 64;

/** Begins one run under a contract that a command claims to speak, asks one command, and judges the answer. */
export const tryContract = (
  subject: string,
  contract: ContractName,
  claim: Claim,
  opening: Opening,
): Promise<readonly Finding[]> => withSuite(contract, (suite) => tryWith(suite, subject, claim, opening));

async function tryWith<V extends Vocabulary<V>, S extends State<S>>(
  suite: Suite<V, S>,
  subject: string,
  claim: Claim,
  opening: Opening,
): Promise<readonly Finding[]> {
  const { contract } = suite;
  const profile = claimedProfile(contract.profiles, claim);
  let source: SubjectSource<V> | undefined;
  try {
    source = await resolveSource(suite, subject, { ...opening, profile });
    if (source === undefined) throw new Error(`${subject} was not looked up first`);
    const { length } = Object.keys(contract.laws);
    const knows = `profile ${profile}, ${source.speaks.size} of ${length} commands, ${source.world} world`;
    return [good(contract.name, knows), ...(await askFirst(suite, source, profile))];
  } catch (error) {
    return [failed(contract.name, error)];
  } finally {
    await source?.close();
  }
}

/** What kept a program from being asked, and what a check would end with for it. */
export function failed(what: string, error: unknown): Finding {
  if (error instanceof CannotStart) return { ...bad(what, error.message), code: exit.cannotStart };
  if (error instanceof ProtocolBroken) return { ...bad(what, error.message), code: exit.protocol };
  throw error;
}

async function askFirst<V extends Vocabulary<V>, S extends State<S>>(
  suite: Suite<V, S>,
  source: SubjectSource<V>,
  profile: string,
): Promise<readonly Finding[]> {
  const { contract } = suite;
  const geometry = source.adapt(presets.small);
  if ("refused" in geometry) {
    return [{ ...bad(contract.name, `it can have no geometry: ${geometry.refused}`), code: exit.cannotStart }];
  }
  const booted = await source.boot(geometry);
  const ready = good(contract.name, "it began a run, with the geometry nearest to small that it can have");
  const ask = firstAsk(suite, source, geometry);
  if (ask === undefined) return [ready, bad(contract.name, "none of its commands can be the first of a run")];
  const outcome = await booted.perform(ask);
  await booted.stop();
  const docket = openDocket(contract.rules, {
    profiles: profilesUpTo(contract.profiles, profile),
    world: source.world,
  });
  return [ready, findingOn(contract, contract.begin(geometry, docket), ask, outcome)];
}

/** The plainest of some commands with which a run can begin; undefined where it can begin with none that the subject knows. */
function firstAsk<V extends Vocabulary<V>, S extends State<S>>(
  suite: Suite<V, S>,
  { speaks }: SubjectSource<V>,
  geometry: Geometry,
): Command<V> | undefined {
  const first = simplest[suite.contract.name] as Kind<V>;
  const among = speaks.has(first) ? new Set([first]) : speaks;
  const words = (ask: Command<V>) => suite.contract.sayAsk(ask).length;
  return Array.from({ length: DRAWS }, (_, at) => composeScript(suite, diceOf(0, at), { geometry, steps: 1, among }))
    .flatMap(({ commands }) => commands)
    .toSorted((a, b) => words(a) - words(b))[0];
}

function findingOn<V extends Vocabulary<V>, S extends State<S>>(
  { name, laws, sayAsk, sayAnswer }: Contract<V, S>,
  state: S,
  ask: Command<V>,
  outcome: Outcome<Answer<V>>,
): Finding {
  if (outcome.kind === "lost") {
    return { ...bad(name, outcome.why), code: outcome.broke === "protocol" ? exit.protocol : exit.inconclusive };
  }
  if (outcome.kind === "declined") return bad(name, `it declined "${sayAsk(ask)}": ${outcome.why}`);
  const verdict = judge(laws, state, { ask, answer: outcome.answer });
  const said = `it answered "${sayAsk(ask)}" with "${sayAnswer(ask, outcome.answer)}"`;
  if (verdict.kind === "legal") return good(name, said);
  const { rule, because } = verdict.violation;
  return { ...bad(name, `${said}, which breaks ${rule}: ${because}`), code: exit.violated };
}
