import { setMaxListeners } from "node:events";
import { CannotStart, ProtocolBroken } from "../../model/subject.ts";
import { type Decoded, decode, own } from "../../wire/codec.ts";
import { shapeOf } from "../../wire/shape.ts";
import { type Introduction, introduction, PROTOCOL } from "../protocol/messages.ts";
import { outcomeIn, replyTo } from "../protocol/reply.ts";
import { Garbled, Lost } from "./broken.ts";
import { firstWord } from "./command.ts";
import { hintOnEnd } from "./hints.ts";
import { type Limits, openPeer, type Peer } from "./peer.ts";

/** How a command is started. */
export interface Launch {
  /** Given to the shell. */
  readonly command: string;
  readonly limits: Limits;
  /** Where the log of a program that died, hung or broke the protocol is kept. */
  readonly logFolder: string | undefined;
  /** Ends what is under way; what is busy then has a moment to answer. */
  readonly signal: AbortSignal | undefined;
  /** Name and version of this program, for the greeting. */
  readonly harness: string;
}

/** A program that has introduced itself. */
export interface Met {
  readonly peer: Peer;
  readonly introduction: Introduction;
  /** The same as it came, with fields that nobody knows. */
  readonly given: unknown;
}

const ID = 0;
/** How long an answer may still take when hotmem is interrupted. Milliseconds. */
const GRACE_MS = 500;

/**
 * Starts the command and lets it introduce itself.
 *
 * @throws {CannotStart} when it ends, stays silent, refuses, or speaks another version of the protocol
 * @throws {ProtocolBroken} when it says something else
 */
export async function meet({ command, limits, logFolder, signal, harness }: Launch): Promise<Met> {
  if (signal?.aborted === true) throw new CannotStart(`exec:${command} was not started: hotmem was interrupted`);
  const peer = openPeer(command, limits, logFolder);
  if (signal !== undefined) endWith(signal, peer);
  try {
    const value = await peer.exchange(JSON.stringify({ id: ID, hello: { protocol: PROTOCOL, harness } }));
    return { peer, ...introductionIn(value) };
  } catch (caught) {
    peer.kill();
    await peer.gone;
    if (!(caught instanceof Lost || caught instanceof Garbled)) throw caught;
    const hint = hintOnEnd(caught.message, firstWord(command));
    const why = [caught.message, ...(hint === "" ? [] : [hint])].join("; ");
    const says = peer.explain(`exec:${command} did not introduce itself: ${why}`);
    throw caught instanceof Lost ? new CannotStart(says) : new ProtocolBroken(says);
  }
}

/** Ends the program a moment after the signal, unless it is gone by then. */
function endWith(signal: AbortSignal, peer: Peer): void {
  let late: NodeJS.Timeout | undefined;
  const interrupt = () => {
    late = setTimeout(() => peer.kill("it was ended, because hotmem was interrupted"), GRACE_MS);
  };
  setMaxListeners(0, signal); // as many as there are programs; Node takes more than ten for a leak
  signal.addEventListener("abort", interrupt);
  void peer.gone.then(() => {
    clearTimeout(late);
    signal.removeEventListener("abort", interrupt);
  });
}

/** @throws {Lost} when it is a refusal @throws {Garbled} when it is no introduction */
function introductionIn(value: unknown): Omit<Met, "peer"> {
  const reply = replyTo(ID, value);
  if ("error" in reply) throw new Garbled(`its answer to hello is none: ${reply.error}`);
  const given = own(reply.value, "hello");
  if (given === undefined) throw refusalIn(reply.value);
  const version = typeof given === "object" && given !== null ? (given as { protocol?: unknown }).protocol : undefined;
  if (Number.isSafeInteger(version) && version !== PROTOCOL) {
    throw new Lost(`it speaks protocol ${version}, and this hotmem speaks protocol ${PROTOCOL}`);
  }
  const read = decode(shapeOf(introduction), given, "hello") as Decoded<Introduction>;
  if ("error" in read) throw new Garbled(`its answer to hello is none: ${read.error}`);
  const names = read.value.contracts.map(({ contract }) => contract);
  const twice = names.find((name, at) => names.indexOf(name) < at);
  if (twice !== undefined) throw new Garbled(`its hello lists the contract ${twice} twice`);
  return { introduction: read.value, given };
}

function refusalIn(reply: Readonly<Record<string, unknown>>): Lost | Garbled {
  const refusal = outcomeIn<never>({} as never, "" as never, { ...reply, answer: undefined });
  if ("error" in refusal || refusal.value.kind === "answered") return new Garbled('its answer to hello has no "hello"');
  const { why } = refusal.value;
  const link = refusal.value.kind === "declined" ? refusal.value.link : undefined;
  return new Lost(`it refused: ${why}${link === undefined ? "" : ` (${link})`}`);
}
