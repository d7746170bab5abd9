import type { Rule } from "./rule.ts";

/** A broken rule and the evidence, in words: frames, sizes and states as numbers. */
export interface Violation {
  /** Id of the rule, `topic/claim`. */
  readonly rule: string;
  readonly because: string;
}

/** What a law says about one answer. */
export type Verdict = Legal | Illegal;

/** The answer was allowed. */
export interface Legal {
  readonly kind: "legal";
}

/** The answer broke a rule. */
export interface Illegal {
  readonly kind: "illegal";
  readonly violation: Violation;
}

/** The one legal verdict; shared, because a step that is fine should cost nothing. */
export const LEGAL: Legal = { kind: "legal" };

/** A verdict against `rule`; `because` names the frames, sizes and states that show it. */
export const illegal = (rule: Rule, because: string): Illegal => ({
  kind: "illegal",
  violation: { rule: rule.id, because },
});

/** How a run against a subject ended. Step numbers count commands from 0. */
export type Ending =
  | { readonly kind: "held" }
  | { readonly kind: "violated"; readonly step: number; readonly violation: Violation }
  /** `broke` where the subject did not keep to the protocol. */
  | { readonly kind: "inconclusive"; readonly step: number; readonly why: string; readonly broke?: "protocol" };
