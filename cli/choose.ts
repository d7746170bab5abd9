import type { ContractName } from "../model/contract.ts";
import type { Claim } from "../oracle/protocol/messages.ts";
import { properName } from "../properties/honest.ts";
import { contractNames, isCommand, subjectNames, withSuite } from "../properties/suites.ts";
import type { Typed } from "./command-line.ts";
import { choices } from "./nearest.ts";
import { cannotStart, isProblem, type Problem, usage } from "./problem.ts";

/** One contract under which a subject is to be judged. */
export interface Choice {
  readonly contract: ContractName;
  readonly profile: string;
  /** By its own name: under a weaker profile `reference` may mean another one. */
  readonly subject: string;
  /** Rules to judge; absent means all of the profile. */
  readonly only?: readonly string[];
}

const profilesOf = (contract: ContractName) => withSuite(contract, (suite) => suite.contract.profiles);
const rulesOf = (contract: ContractName) => withSuite(contract, (suite) => Object.values(suite.contract.rules));
const ruleIds = (contract: ContractName) => rulesOf(contract).map(({ id }) => id);

/** The contracts among `contracts` that know the name, or a sentence about what they know instead. */
function knowing(
  what: string,
  name: string,
  contracts: readonly ContractName[],
  namesOf: (contract: ContractName) => readonly string[],
): readonly ContractName[] | Problem {
  const found = contracts.filter((contract) => namesOf(contract).includes(name));
  if (found.length > 0) return found;
  const elsewhere = contractNames.find((contract) => namesOf(contract).includes(name));
  if (elsewhere !== undefined)
    return usage(`${what} ${name} belongs to contract ${elsewhere}, not ${contracts.join(", ")}`);
  const all = [...new Set(contracts.flatMap((contract) => [...namesOf(contract)]))];
  const orOwn = what === "subject" ? ", or exec:COMMAND for a program of yours" : "";
  return usage(`unknown ${what} ${name}; ${choices(name, all)}${orOwn}`);
}

/** The contracts that have a subject of this name; a mutant is looked for among mutants only. */
export function contractsOfSubject(
  name: string,
  contracts: readonly ContractName[],
): readonly ContractName[] | Problem {
  if (isCommand(name)) return contracts;
  const isMutant = name.startsWith("mutant:");
  const asMutant = `mutant:${name}`;
  if (!isMutant && contracts.some((contract) => subjectNames(contract).includes(asMutant))) {
    return usage(`unknown subject ${name}; did you mean ${asMutant}?`);
  }
  return knowing(isMutant ? "mutant" : "subject", name, contracts, (contract) =>
    subjectNames(contract).filter((known) => known.startsWith("mutant:") === isMutant || known === name),
  );
}

/** The contracts named on the command line; all of them when none is. */
export function readContracts(typed: Typed): readonly ContractName[] | Problem {
  if (typed.contract === undefined) return contractNames;
  return knowing("contract", String(typed.contract), contractNames, (contract) => [contract]);
}

/** Rule ids as typed, each known to one of the contracts. */
function readRules(typed: string, contracts: readonly ContractName[]): readonly string[] | Problem {
  const ids = typed.split(",").map((id) => id.trim());
  if (ids.includes(""))
    return usage("--rule has an empty name; give ids separated by commas, as hotmem check lists them");
  for (const id of ids) {
    const found = knowing("rule", id, contracts, ruleIds);
    if (isProblem(found)) return found;
  }
  return ids;
}

/** The choice for one contract, null when none of the rules is its own, or a problem when the profile lacks the rule. */
function choose(
  contract: ContractName,
  profile: string,
  typed: string,
  ids: readonly string[] | null,
): Choice | null | Problem {
  const subject = withSuite(contract, (suite) => properName(suite, typed, profile));
  if (ids === null) return { contract, profile, subject };
  const own = rulesOf(contract).filter(({ id }) => ids.includes(id));
  const profiles = profilesOf(contract);
  const tooStrong = own.find((rule) => profiles.indexOf(rule.profile) > profiles.indexOf(profile));
  if (tooStrong !== undefined) {
    return usage(`rule ${tooStrong.id} is not owed under profile ${profile}; use --profile ${tooStrong.profile}`);
  }
  return own.length === 0 ? null : { contract, profile, subject, only: own.map(({ id }) => id) };
}

/**
 * The strongest profile that a subject says it keeps, the weakest where it says nothing; the strongest there is for one that need not
 * say. One that names only profiles that there are not must not be judged by less than it meant.
 */
function usualProfile(contract: ContractName, claims: readonly Claim[] | null): string | Problem {
  const profiles = profilesOf(contract);
  if (claims === null) return profiles.at(-1) ?? "";
  const claimed = claims.find((claim) => claim.contract === contract)?.profiles ?? [];
  const [first] = claimed;
  if (first !== undefined && !claimed.some((profile) => profiles.includes(profile))) {
    return cannotStart(`the command claims ${contract} profile ${claimed.join(", ")}; ${choices(first, profiles)}`);
  }
  return profiles.findLast((profile) => claimed.includes(profile)) ?? profiles[0] ?? "";
}

const commandsOf = (contract: ContractName) => withSuite(contract, (suite) => Object.keys(suite.contract.laws));

/** What is wrong with a claim that leaves nothing to ask; null when there is something. */
function emptiness(contract: ContractName, { commands }: Claim): Problem | null {
  const known = commandsOf(contract);
  if (commands === undefined || commands.some((name) => known.includes(name))) return null;
  const [first] = commands;
  const says = first === undefined ? "it names none" : `it names ${commands.join(", ")}; ${choices(first, known)}`;
  return cannotStart(`the command says that it speaks ${contract}, but knows no command of it: ${says}`);
}

/** Of these contracts those that a command says it speaks. */
function claimed(contracts: readonly ContractName[], claims: readonly Claim[]): readonly ContractName[] | Problem {
  const spoken: ContractName[] = [];
  for (const contract of contracts) {
    const claim = claims.find((one) => one.contract === contract);
    if (claim === undefined) continue;
    const empty = emptiness(contract, claim);
    if (empty !== null) return empty;
    spoken.push(contract);
  }
  if (spoken.length > 0) return spoken;
  const says = claims.map(({ contract }) => contract).join(", ");
  return cannotStart(`the command does not speak ${contracts.join(", ")}; it says that it speaks ${says || "nothing"}`);
}

/**
 * Which contracts to check, under which profile and for which rules: those that fit every flag given.
 *
 * @param claims what the subject says of itself; null for one that need not say anything
 */
export function readChoices(
  typed: Typed,
  subject: string,
  claims: readonly Claim[] | null = null,
): readonly Choice[] | Problem {
  const named = readContracts(typed);
  if (isProblem(named)) return named;
  const speaking = claims === null ? contractsOfSubject(subject, named) : claimed(named, claims);
  if (isProblem(speaking)) return speaking;
  const profile = typed.profile === undefined ? null : String(typed.profile);
  const owing = profile === null ? speaking : knowing("profile", profile, speaking, profilesOf);
  if (isProblem(owing)) return owing;
  const ids = typed.rule === undefined ? null : readRules(String(typed.rule), owing);
  if (isProblem(ids)) return ids;
  const chosen: Choice[] = [];
  for (const contract of owing) {
    const owed = profile ?? usualProfile(contract, claims);
    if (isProblem(owed)) return owed;
    const choice = choose(contract, owed, subject, ids);
    if (isProblem(choice)) return choice;
    if (choice !== null) chosen.push(choice);
  }
  return chosen;
}
