import type { Answer, Command, Contract, Kind, State, Vocabulary } from "../../model/contract.ts";
import type { Outcome, Subject } from "../../model/subject.ts";
import { askSpellings, askText } from "../../wire/ask-text.ts";
import { type Decoded, decode, own } from "../../wire/codec.ts";
import type { WireContract } from "../../wire/schema.ts";
import { shapeOf } from "../../wire/shape.ts";
import { declined as declinedSchema } from "../protocol/messages.ts";
import { outcomeIn, replyTo } from "../protocol/reply.ts";
import { plainOutcome, plainOutcomes } from "../protocol/reply-text.ts";
import { Garbled, Lost } from "./broken.ts";
import { type Peer, parsed } from "./peer.ts";

/** What talking about a contract needs of it. */
export interface Spoken<V extends Vocabulary<V>, S extends State<S>> {
  readonly contract: Contract<V, S>;
  readonly wire: WireContract<V>;
}

type Told<V extends Vocabulary<V>> = Outcome<Answer<V>>;
type Loss = Extract<Outcome<never>, { readonly kind: "lost" }>;

/** A program together with the number of the next message to it. */
export interface Line {
  readonly peer: Peer;
  /** Most commands in one `asks`; 1 where it takes one at a time. */
  readonly batch: number;
  nextId: number;
  /** Whether somebody has heard why the program cannot be talked to any more. */
  isMourned: boolean;
}

/** Begins a run. Null when it has begun, else why the program has not begun it. @throws {Lost} @throws {Garbled} */
export async function reset(line: Line, setting: object): Promise<string | null> {
  const id = line.nextId++;
  const reply = replyTo(id, await line.peer.exchange(JSON.stringify({ id, reset: setting })));
  if ("error" in reply) throw new Garbled(`its answer to reset is none: ${reply.error}`);
  if (own(reply.value, "ready") !== undefined) return null;
  const why = own(reply.value, "declined") ?? own(reply.value, "error");
  const read = decode(shapeOf(declinedSchema), why, "declined") as Decoded<{ readonly why: string }>;
  if ("error" in read) throw new Garbled('its answer to reset has neither "ready" nor "declined" nor "error"');
  return read.value.why;
}

/** The outcome of one command, from the reply to it. @throws {Garbled} */
function heard<V extends Vocabulary<V>, S extends State<S>>(
  { wire }: Spoken<V, S>,
  ask: Command<V>,
  id: number,
  value: unknown,
): Told<V> {
  const reply = replyTo(id, value);
  const outcome = "error" in reply ? reply : outcomeIn(wire, ask.kind as Kind<V>, reply.value);
  if ("error" in outcome) throw new Garbled(`what came back is no answer to that: ${outcome.error}`);
  return outcome.value;
}

/** Several commands in one line; they get the numbers after `id`. */
function asksText<V extends Vocabulary<V>, S extends State<S>>(
  { wire }: Spoken<V, S>,
  asks: readonly Command<V>[],
  id: number,
): string {
  const spellings = askSpellings(wire);
  let text = `{"id":${id},"asks":[`;
  for (let at = 0; at < asks.length; at++) {
    text += `${at === 0 ? "" : ","}{"id":${id + 1 + at},"ask":${askText(spellings, asks[at] as Command<V>)}}`;
  }
  return `${text}]}`;
}

/** The replies to commands that were sent together. @throws {Garbled} */
function answersIn(id: number, value: unknown): readonly unknown[] {
  const reply = replyTo(id, value);
  if ("error" in reply) throw new Garbled(`what came back is no answer to that: ${reply.error}`);
  const answers = own(reply.value, "answers");
  if (!Array.isArray(answers)) throw new Garbled('it answered asks without a list of "answers"');
  return answers;
}

/** A program for one run. `release` is called once, when the run is over. */
export function subjectOn<V extends Vocabulary<V>, S extends State<S>>(
  spoken: Spoken<V, S>,
  line: Line,
  release: () => void,
): Subject<V> {
  const { peer } = line;
  let gone: Loss | undefined;
  let stopped = false;

  /** What is left of the run when the program is gone; the program goes too, for nothing it says can be told apart. */
  const lose = (caught: unknown, asks: readonly Command<V>[]): Loss => {
    if (!(caught instanceof Lost || caught instanceof Garbled)) throw caught;
    peer.kill();
    line.isMourned = true;
    const [ask] = asks;
    const where =
      ask === undefined || asks.length > 1
        ? `in a batch of ${asks.length} commands`
        : `at "${spoken.contract.sayAsk(ask)}"`;
    const why = peer.explain(`${where} ${caught.message}`);
    gone = caught instanceof Garbled ? { kind: "lost", why, broke: "protocol" } : { kind: "lost", why };
    return gone;
  };

  const perform = async (ask: Command<V>): Promise<Told<V>> => {
    if (gone !== undefined) return gone;
    try {
      const id = line.nextId++;
      const text = await peer.talk(`{"id":${id},"ask":${askText(askSpellings(spoken.wire), ask)}}`);
      const outcome = plainOutcome(spoken.wire, id, ask, text) ?? heard(spoken, ask, id, parsed(text));
      if (outcome.kind === "lost") gone = outcome;
      return outcome;
    } catch (caught) {
      return lose(caught, [ask]);
    }
  };

  /** What came of each command, up to the first that is lost. */
  const some = async (asks: readonly Command<V>[]): Promise<readonly Told<V>[]> => {
    const id = line.nextId;
    line.nextId += 1 + asks.length;
    const text = await peer.talk(asksText(spoken, asks, id));
    const plain = plainOutcomes(spoken.wire, id, asks, text);
    if (plain !== undefined) return plain;
    const told: Told<V>[] = [];
    const answers = answersIn(id, parsed(text));
    for (const [at, ask] of asks.entries()) {
      if (at >= answers.length) throw new Garbled(`it answered ${answers.length} commands of ${asks.length}`);
      const outcome = heard(spoken, ask, id + 1 + at, answers[at]);
      told.push(outcome);
      if (outcome.kind !== "lost") continue;
      gone = outcome;
      break;
    }
    return told;
  };

  const performAll = async (asks: readonly Command<V>[]): Promise<readonly Told<V>[]> => {
    let told: readonly Told<V>[] = [];
    while (told.length < asks.length && gone === undefined) {
      const isAll = told.length === 0 && asks.length <= line.batch;
      const part = isAll ? asks : asks.slice(told.length, told.length + line.batch);
      try {
        const more = await some(part);
        told = isAll ? more : [...told, ...more];
      } catch (caught) {
        told = [...told, lose(caught, part)];
      }
    }
    return gone !== undefined && told.length === 0 ? [gone] : told;
  };

  return {
    perform,
    ...(line.batch > 1 ? { performAll, atOnce: line.batch } : {}),
    stop: () => {
      if (stopped) return;
      stopped = true;
      release();
    },
  };
}
