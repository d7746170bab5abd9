import { applies, type Contract, type ContractName, judge, type State, type Vocabulary } from "../model/contract.ts";
import type { Geometry } from "../model/geometry.ts";
import { openDocket, profilesUpTo } from "../model/rule.ts";
import type { Violation } from "../model/verdict.ts";
import { isTrace } from "../oracle/kmem/parse.ts";
import { withSuite } from "../properties/suites.ts";
import { wireOf } from "../replay/transcript-content.ts";
import { decodeHeader } from "../replay/transcript-header.ts";
import { linesOf, MAX_FILE_BYTES } from "../replay/transcript-lines.ts";
import { isObject, own } from "../wire/codec.ts";
import { decodeStep } from "../wire/step.ts";
import { readChoices } from "./choose.ts";
import type { Typed } from "./command-line.ts";
import { readInput } from "./files.ts";
import { readGeometry } from "./geometry.ts";
import type { Io } from "./io.ts";
import { badData, isProblem, type Problem, usage } from "./problem.ts";
import type { Told } from "./report.ts";

/** What judging recorded asks and answers came to. */
export interface StepsReport {
  readonly kind: "steps";
  readonly contract: ContractName;
  readonly profile: string;
  /** Steps judged; with a violation, the violating one included. */
  readonly steps: number;
  /** The first answer that breaks a rule, with its line, counted from 1. */
  readonly violation: (Violation & { readonly line: number }) | null;
  /** The last steps up to the violation, in the contract's words; empty without one. */
  readonly history: readonly (Told & { readonly line: number })[];
  /** How often each rule in force had something to say. */
  readonly judged: Readonly<Record<string, number>>;
}

/** What is judged, and by what. */
interface Trace {
  readonly contract: ContractName;
  readonly profile: string;
  readonly geometry: Geometry;
  readonly lines: readonly string[];
  /** Lines before the first step: the header, if there is one. */
  readonly before: 0 | 1;
}

const MOST_TOLD = 8;

/** Judges a file of recorded steps, without asking anybody anything. */
export function validateSteps(file: string, typed: Typed, io: Io): StepsReport | Problem {
  const bytes = readInput(io, file, MAX_FILE_BYTES);
  if (isProblem(bytes)) return bytes;
  if (isGzip(bytes)) return badData(`${file} is compressed; decompress it, or add --from kmem for a trace of Linux`);
  const lines = linesOf(bytes);
  if ("malformed" in lines) return badData(`${file}, line ${lines.malformed.line}: ${lines.malformed.why}`);
  const trace = readTop(file, lines, typed, io);
  if (isProblem(trace)) return trace;
  return withSuite(trace.contract, ({ contract }) => judgeTrace(contract, file, trace));
}

const isGzip = (bytes: Buffer) => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** What is wrong with a line that is no JSON; `last` is the number of the last one. */
function whyNotJson(text: string, line: number, last: number): string {
  if (text.trim() === "") return "an empty line; take it out";
  if (line === 1 && isTrace(text)) return "not JSON, but a trace of Linux; add --from kmem";
  return line === last ? "not JSON; the file seems to be cut off here" : "not JSON; one step a line";
}

const parse = (text: string): { readonly value: unknown } | null => {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return null;
  }
};

/** What the first line says, or else the flags. */
function readTop(file: string, lines: readonly string[], typed: Typed, io: Io): Trace | Problem {
  const first = parse(lines[0] ?? "");
  if (first === null) return badData(`${file}, line 1: ${whyNotJson(lines[0] ?? "", 1, lines.length)}`);
  if (!isObject(first.value) || own(first.value, "format") === undefined) return readFlags(file, lines, typed, io);
  const twice = (["contract", "profile", "geometry"] as const).find((flag) => typed[flag] !== undefined);
  if (twice !== undefined)
    return usage(`${file} begins with a header, which says what --${twice} would; leave the flag out`);
  const header = decodeHeader(first.value);
  if ("error" in header) return badData(`${file}, line 1: ${header.error}`);
  const { contract, profile, geometry } = header.value;
  return { contract, profile, geometry, lines, before: 1 };
}

function readFlags(file: string, lines: readonly string[], typed: Typed, io: Io): Trace | Problem {
  if (typed.contract === undefined) {
    return usage(`${file} begins with no header; say with --contract what was asked, and with --geometry of what`);
  }
  const chosen = readChoices(typed, "reference");
  if (isProblem(chosen)) return chosen;
  const [choice] = chosen;
  if (choice === undefined) return usage(`contract ${typed.contract} fits no other flag`);
  const geometry = readGeometry(io, String(typed.geometry ?? "small"));
  if (isProblem(geometry)) return geometry;
  return { contract: choice.contract, profile: choice.profile, geometry, lines, before: 0 };
}

function judgeTrace<V extends Vocabulary<V>, S extends State<S>>(
  contract: Contract<V, S>,
  file: string,
  { profile, geometry, lines, before }: Trace,
): StepsReport | Problem {
  const docket = openDocket(contract.rules, { profiles: profilesUpTo(contract.profiles, profile), world: "closed" });
  const state = contract.begin(geometry, docket);
  const wire = wireOf<V>(contract.name);
  const history: (Told & { readonly line: number })[] = [];
  let violation: StepsReport["violation"] = null;
  let steps = 0;
  for (let at = before; at < lines.length && violation === null; at++) {
    const line = at + 1;
    const text = lines[at] as string;
    const parsed = parse(text);
    if (parsed === null) return badData(`${file}, line ${line}: ${whyNotJson(text, line, lines.length)}`);
    const step = decodeStep(wire, parsed.value);
    if ("error" in step) return badData(`${file}, line ${line}: ${step.error}`);
    const { ask, answer } = step.value;
    const told = contract.sayAsk(ask);
    if (!applies(contract.laws, state, ask)) {
      return badData(`${file}, line ${line}: ${told}: cannot be asked in this state; is a step before it missing?`);
    }
    const verdict = judge(contract.laws, state, step.value);
    steps++;
    history.push({ line, ask: told, answer: contract.sayAnswer(ask, answer) });
    if (history.length > MOST_TOLD) history.shift();
    if (verdict.kind === "illegal") violation = { ...verdict.violation, line };
  }
  if (steps === 0) return badData(`${file}, line ${lines.length}: there is no step in the whole file`);
  const inForce = Object.values(contract.rules).filter(({ index }) => docket.inForce[index] === 1);
  const judged = Object.fromEntries(inForce.map(({ id, index }) => [id, docket.premises[index] ?? 0]));
  const shown = violation === null ? [] : history;
  return { kind: "steps", contract: contract.name, profile, steps, violation, history: shown, judged };
}
