import type { ContractName, Kind, State, Vocabulary } from "../../model/contract.ts";
import type { Geometry } from "../../model/geometry.ts";
import { optionsOf } from "../../model/guest/options.ts";
import { CannotStart, ProtocolBroken, ResetDeclined, type Subject, type SubjectSource } from "../../model/subject.ts";
import { encodeGeometry } from "../../wire/geometry.ts";
import { constrain } from "../protocol/constrain.ts";
import { limits } from "../protocol/limits.ts";
import type { Claim, Introduction } from "../protocol/messages.ts";
import { Garbled, Lost } from "./broken.ts";
import { type Launch, meet } from "./greet.ts";
import { farewell, nameOf, openPool } from "./pool.ts";
import { type Line, reset, type Spoken, subjectOn } from "./subject.ts";

/** How a command is run as a subject. */
export interface ExecOptions {
  /** How long it may take for one answer. Milliseconds; default 10,000. */
  readonly timeoutMs?: number;
  /** How long it may take to introduce itself. Milliseconds; default 10,000, or `timeoutMs` where that is more. */
  readonly startMs?: number;
  /** Bytes of memory that it may use; default 4 GiB. */
  readonly memoryBytes?: number;
  /** Where the log of a program that died, hung or broke the protocol is kept. Default: nowhere. */
  readonly logFolder?: string;
  /** Which rules it will be judged by; it is told. Default: those it says it keeps. */
  readonly profile?: string;
  /** Ends what is under way; what is busy then has a moment to answer. */
  readonly signal?: AbortSignal;
  /** Who is asking. */
  readonly harness?: string;
}

/** What is typed before a command. */
export const EXEC = "exec:";

const launchOf = (
  command: string,
  { timeoutMs, startMs, memoryBytes, logFolder, signal, harness = "hotmem" }: ExecOptions,
): Launch => ({
  command,
  limits: {
    ...limits,
    ...(timeoutMs === undefined ? {} : { answerMs: timeoutMs }),
    startMs: startMs ?? Math.max(limits.startMs, timeoutMs ?? 0),
    ...(memoryBytes === undefined ? {} : { memoryBytes }),
  },
  logFolder,
  signal,
  harness,
});

/** What is known of a program that introduced itself and was stopped. */
export interface Interview {
  readonly introduction: Introduction;
  /** The introduction as it came, with fields that nobody knows. */
  readonly given: unknown;
  /** Whether it ended on its own when it was told to stop. */
  readonly stopped: boolean;
}

/**
 * Starts a command, lets it introduce itself, and stops it.
 *
 * @throws {CannotStart} @throws {ProtocolBroken}
 */
export async function interview(command: string, options: ExecOptions = {}): Promise<Interview> {
  const { peer, introduction, given } = await meet(launchOf(command, options));
  return { introduction, given, stopped: await peer.close(farewell(1)) };
}

/** What a command says of itself. @throws {CannotStart} @throws {ProtocolBroken} */
export const introduce = async (command: string, options: ExecOptions = {}): Promise<Introduction> =>
  (await interview(command, options)).introduction;

/** What it says of itself under a contract, or, after its name, that it does not speak it. */
function claimOf({ contracts }: Introduction, contract: ContractName): Claim | string {
  const known = contracts.map((one) => one.contract).join(", ");
  const claim = contracts.find((one) => one.contract === contract);
  return claim ?? `does not speak the contract ${contract}; it speaks ${known === "" ? "none" : known}`;
}

/** The strongest profile of the contract that is claimed; the weakest there is where none is. */
export const claimedProfile = (profiles: readonly string[], { profiles: claimed }: Claim): string =>
  profiles.findLast((profile) => claimed?.includes(profile)) ?? profiles[0] ?? "";

/**
 * A program of somebody else that speaks the protocol on stdin and stdout. It is started at once, to introduce itself, serves
 * one run after the other, each begun by a `reset`, and is started anew when it was lost.
 *
 * @param command given to the shell
 * @throws {CannotStart} when it cannot be started, or does not speak the contract
 * @throws {ProtocolBroken} when it does not introduce itself as the protocol says
 */
export async function execSource<V extends Vocabulary<V>, S extends State<S>>(
  spoken: Spoken<V, S>,
  command: string,
  options: ExecOptions = {},
): Promise<SubjectSource<V>> {
  const { contract } = spoken;
  const pool = await openPool(launchOf(command, options));
  const name = nameOf(pool.introduction);
  const claim = claimOf(pool.introduction, contract.name);
  const speaks = typeof claim === "string" ? claim : spokenKinds(contract.laws, claim);
  if (typeof claim === "string" || typeof speaks === "string") {
    await pool.close();
    throw new CannotStart(`${name} ${String(speaks)}`);
  }
  const profile = options.profile ?? claimedProfile(contract.profiles, claim);
  const constraints = claim.geometry ?? [];

  const boot = async (geometry: Geometry): Promise<Subject<V>> => {
    const line = await pool.lease();
    const spelled = contract.name === "guest" ? { ...geometry, guest: optionsOf(geometry) } : geometry;
    const setting = { contract: contract.name, profile, geometry: encodeGeometry(spelled) };
    const why = await reset(line, setting).catch((caught: unknown) => {
      throw giveUp(line, caught);
    });
    if (why === null) return subjectOn(spoken, line, () => pool.release(line));
    pool.release(line);
    throw new ResetDeclined(`${name} declined a reset: ${why}; hello can say what geometry it needs`, why);
  };
  const giveUp = (line: Line, caught: unknown): unknown => {
    if (!(caught instanceof Lost || caught instanceof Garbled)) return caught;
    line.peer.kill();
    line.isMourned = true;
    pool.release(line);
    const says = line.peer.explain(`${name} was lost at reset: ${caught.message}`);
    return caught instanceof Lost ? new CannotStart(says) : new ProtocolBroken(says);
  };
  return {
    name: `${EXEC}${command}`,
    version: name,
    world: claim.world ?? "closed",
    speaks,
    wellShaped: true,
    takesAhead: true,
    adapt: (geometry) => constrain(contract.name, geometry, constraints),
    boot,
    close: pool.close,
  };
}

/** All commands of the contract unless it says which; what it knows beyond is of no use here. After its name, that it knows none. */
function spokenKinds<V extends Vocabulary<V>>(
  laws: { readonly [K in Kind<V>]: unknown },
  { contract, commands }: Claim,
): ReadonlySet<Kind<V>> | string {
  const all = Object.keys(laws) as Kind<V>[];
  if (commands === undefined) return new Set(all);
  const known = all.filter((kind) => commands.includes(kind));
  if (known.length > 0) return new Set(known);
  return `knows no command of ${contract}: its hello names ${commands.join(", ") || "none"}; there are ${all.join(", ")}`;
}
