/** What a rule must be able to see before it can be judged. */
export type Sees =
  /** the answers alone */
  | "answers"
  /** the numbers that come with answers, or with an observation of the counters */
  | "counters"
  /** an observation of the free lists, page owners and block states; optional for subjects */
  | "lists";

/** One promise, as it is written in a rule table. */
export interface RuleText {
  /** One sentence that states the promise. */
  readonly says: string;
  /** Where an outsider can look it up: specification section, kernel file and function, paper section, decision record. */
  readonly source: string;
  /** Ids in the fact catalogue (A4, V-D16), for cross-reference. */
  readonly alias: readonly string[];
  /** The weakest profile the rule belongs to. */
  readonly profile: string;
  readonly sees: Sees;
  /** `closed`: judged only where nobody but the harness allocates. */
  readonly scope: "always" | "closed";
}

/** A promise in its table, with the id and the place it has there. */
export interface Rule extends RuleText {
  /** `topic/claim`; appears in violations, mutants, transcripts and the rule page. */
  readonly id: string;
  /** Position in its table and in every {@link Docket} opened for it. */
  readonly index: number;
}

/** The rules of a contract, by id. */
export type RuleTable<Id extends string = string> = { readonly [I in Id]: Rule };

/** A statement that is no rule of a contract, and why. */
export interface LeftOut {
  /** Id in the fact catalogue. */
  readonly alias: string;
  readonly says: string;
  readonly why: string;
}

/** Gives every rule its id and index. Each is built field by field, so that all have one shape and reading one is cheap. */
export function ruleTable<Id extends string>(texts: { readonly [I in Id]: RuleText }): RuleTable<Id> {
  const named = Object.entries<RuleText>(texts).map(([id, text], index): readonly [string, Rule] => {
    const { says, source, alias, profile, sees, scope } = text;
    return [id, { id, index, says, source, alias, profile, sees, scope }];
  });
  return Object.fromEntries(named) as RuleTable<Id>;
}

/**
 * Which rules are judged in a run, and how often each had something to say.
 * A rule whose premise never held proves nothing, so the count is reported next to every "held".
 */
export interface Docket {
  /** By rule index: 1 when violations of the rule count. */
  readonly inForce: Uint8Array;
  /** By rule index: how often the premise held. Counted whether or not the rule is in force. */
  readonly premises: Float64Array;
}

/**
 * Called by a law each time the premise of a rule holds, before it tests the claim:
 * `if (weighs(docket, free) && !isFree) return illegal(free, …)`.
 *
 * @returns whether breaking the rule counts in this run
 */
export function weighs(docket: Docket, rule: Rule): boolean {
  docket.premises[rule.index]++;
  return docket.inForce[rule.index] === 1;
}

/** Which rules count in a run. */
export interface Selection {
  /** Profiles in force; see {@link profilesUpTo}. */
  readonly profiles: readonly string[];
  readonly world: "closed" | "shared";
  /** Restricts judging to these rule ids; absent means all of the profile. */
  readonly only?: readonly string[];
}

/**
 * A docket with all premises at zero.
 *
 * @throws when a profile or a rule is named that the table does not have: a slip of the pen would put nothing in force, and
 * everything would hold
 */
export function openDocket(rules: RuleTable, selection: Selection): Docket {
  const all = Object.values(rules);
  const unknownProfile = selection.profiles.find((name) => all.every(({ profile }) => profile !== name));
  if (unknownProfile !== undefined) {
    const known = [...new Set(all.map(({ profile }) => profile))].join(", ");
    throw new Error(`no rule has the profile ${unknownProfile}; there are ${known}`);
  }
  const unknownRule = selection.only?.find((id) => !Object.hasOwn(rules, id));
  if (unknownRule !== undefined) throw new Error(`there is no rule ${unknownRule}`);
  const inForce = new Uint8Array(all.length);
  for (const rule of all) {
    const chosen = selection.only === undefined || selection.only.includes(rule.id);
    const owed = selection.profiles.includes(rule.profile);
    const visible = rule.scope === "always" || selection.world === "closed";
    inForce[rule.index] = chosen && owed && visible ? 1 : 0;
  }
  return { inForce, premises: new Float64Array(all.length) };
}

/**
 * The named profile and all weaker ones. `profiles` is ordered from weakest to strongest.
 *
 * @throws when there is no such profile
 */
export function profilesUpTo(profiles: readonly string[], name: string): readonly string[] {
  if (!profiles.includes(name)) throw new Error(`there is no profile ${name}; there are ${profiles.join(", ")}`);
  return profiles.slice(0, profiles.indexOf(name) + 1);
}
