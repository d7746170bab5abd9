import type { ContractName } from "../model/contract.ts";
import type { RuleText } from "../model/rule.ts";
import type { Repro } from "../replay/shrink/repeat.ts";
import type { Reason } from "../replay/tally.ts";
import type { AnyTranscript } from "../replay/transcript-content.ts";

/** One step in words, as a person reads it. */
export interface Told {
  readonly ask: string;
  readonly answer: string;
}

/** One rule and how often it had something to say. */
export interface RuleCount extends Pick<RuleText, "says" | "source" | "profile" | "sees" | "scope"> {
  readonly id: string;
  /** How often the premise of the rule held. */
  readonly premises: number;
  /** Whether breaking it counts in this run: it belongs to the profile, and to the rules that were asked for. */
  readonly inForce: boolean;
  /** Whether the subject can show what the rule needs to see. */
  readonly judged: boolean;
}

/** A violation after shrinking. */
export interface Failure {
  readonly rule: string;
  /** The rule's sentence, and where to look it up. */
  readonly says: string;
  readonly source: string;
  readonly because: string;
  /** The whole counterexample; the last step is the one that broke the rule. */
  readonly story: readonly Told[];
  readonly shrunk: { readonly from: number; readonly executions: number; readonly minimal: boolean };
  /** Whether it happened again when the run was repeated; if not, the story is as long as it came. */
  readonly reproduced: boolean;
  /** How often it happened when the counterexample was repeated; present for programs of somebody else. */
  readonly repro?: Repro;
  /** Number of the run, from 0, in which it was found. */
  readonly run: number;
  readonly transcript: AnyTranscript;
}

/** A recorded deviation, and whether it still occurs. */
export interface DeviationCount {
  readonly rule: string;
  /** Kind of the command whose answer breaks the rule. */
  readonly ask: string;
  /** What the subject does and should not do. */
  readonly says: string;
  /** How often it occurred in the campaign. */
  readonly count: number;
  /** What its recorded transcript shows when asked again: `gone` means that the record is out of date. */
  readonly today: "occurs" | "gone" | "unknown";
  readonly finding: string;
}

/** Commands of one kind that the subject declined. */
export interface DeclinedCount {
  /** Kind of the command. */
  readonly ask: string;
  readonly count: number;
  /** The first few reasons, in the subject's words; what it declined for others is in `count` only. */
  readonly reasons: readonly Readonly<Reason>[];
}

/** How a campaign against one subject under one contract went. Plain data, so that it crosses threads and becomes JSON. */
export interface Report {
  readonly contract: ContractName;
  /** The profile that was judged. */
  readonly profile: string;
  /** All profiles of the contract, from weakest to strongest. */
  readonly profiles: readonly string[];
  readonly subject: string;
  /** Name and version of what was tested. */
  readonly version: string;
  /** `shared`: others than hotmem used the same memory, so that fewer rules apply. */
  readonly world: "closed" | "shared";
  /** Repeats the generation. */
  readonly seed: number;
  readonly runs: number;
  /** Commands that were asked and judged. */
  readonly steps: number;
  /** Generated commands that did not apply when their turn came, so that they were not asked. */
  readonly skipped: number;
  readonly elapsedMs: number;
  readonly ending: "held" | "violated" | "inconclusive" | "interrupted";
  /** Steps by kind of command. */
  readonly commands: Readonly<Record<string, number>>;
  /** Steps by kind of command and answer: `plug/ack`. */
  readonly answers: Readonly<Record<string, number>>;
  /** What the subject declined, by kind of command. */
  readonly declined: readonly DeclinedCount[];
  /** Commands of the contract that were never asked, because the subject says that it does not know them. */
  readonly unspoken: readonly string[];
  /** Fields of the geometry that are always off, because the subject cannot have them. */
  readonly lacks: readonly string[];
  readonly rules: readonly RuleCount[];
  readonly failures: readonly Failure[];
  readonly deviations: readonly DeviationCount[];
  /** Subjects that crashed, hung or ended, and what they left behind. */
  readonly lost: readonly { readonly why: string; readonly step: number; readonly broke?: "protocol" }[];
}

/** Rules that count in this run, that the subject can show, and that never had anything to say. */
export const neverHit = (report: Report): readonly RuleCount[] =>
  report.rules.filter(({ inForce, judged, premises }) => inForce && judged && premises === 0);
