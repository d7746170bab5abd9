import type { ContractName } from "../model/contract.ts";
import { MOST_IN_A_BATCH, PROTOCOL, type Setting, setting } from "../oracle/protocol/messages.ts";
import { contractNames, withSuite } from "../properties/suites.ts";
import { type Decoded, decode, glimpse, isObject, type Json, own } from "../wire/codec.ts";
import { shapeOf } from "../wire/shape.ts";
import { nonsense, openServedRun, type Reply, type ServedRun } from "./served-run.ts";

/** The model as a program that is asked. */
export interface ServedModel {
  /** The reply to a line, and whether it was the last. Never throws, whatever the line. */
  answer(line: string): { readonly reply: Json; readonly last: boolean };
}

type Message = Readonly<Record<string, unknown>>;

const isContract = (name: string): name is ContractName => (contractNames as readonly string[]).includes(name);

const introduction = (version: string): Reply => ({
  hello: {
    protocol: PROTOCOL,
    name: "hotmem",
    version,
    batch: MOST_IN_A_BATCH,
    contracts: contractNames.map((name) =>
      withSuite(name, ({ contract }) => ({
        contract: name,
        profiles: contract.profiles,
        commands: Object.keys(contract.laws),
        world: "closed",
      })),
    ),
  },
});

function begin(value: unknown): ServedRun | Reply {
  const read = decode(shapeOf(setting), value, "reset") as Decoded<Setting>;
  if ("error" in read) return nonsense(read.error);
  const { contract } = read.value;
  if (!isContract(contract)) return { declined: { why: `there is no contract ${glimpse(contract)}` } };
  const geometry = own(value as Message, "geometry");
  return withSuite(contract, (suite) => openServedRun(suite, read.value, geometry));
}

const parsed = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
};

const idOf = (message: Message): number | null => {
  const id = own(message, "id");
  return typeof id === "number" && Number.isSafeInteger(id) && id >= 0 ? id : null;
};

/** A model with no run begun. */
export function openServedModel(version: string): ServedModel {
  let run: ServedRun | null = null;
  const noRun = nonsense("no run has begun; send reset first");

  const reset = (value: unknown): Reply => {
    const begun = begin(value);
    if (!("judge" in begun) || typeof begun.judge !== "function") {
      run = null;
      return begun as Reply;
    }
    run = begun as ServedRun;
    return { ready: {} };
  };
  const askAll = (items: unknown): Reply => {
    const current = run;
    if (current === null) return noRun;
    if (!Array.isArray(items) || items.length > MOST_IN_A_BATCH) {
      return nonsense(`asks: expected a list of at most ${MOST_IN_A_BATCH}`);
    }
    return {
      answers: items.map((item) => {
        const id = isObject(item) ? idOf(item) : null;
        if (!isObject(item) || id === null) return { id: 0, ...nonsense("asks: expected objects with an id") };
        return { id, ...current.ask(own(item, "ask")) };
      }),
    };
  };
  const replyTo = (message: Message): Reply => {
    if (own(message, "hello") !== undefined) return introduction(version);
    if (own(message, "reset") !== undefined) return reset(own(message, "reset"));
    if (own(message, "ask") !== undefined) return run?.ask(own(message, "ask")) ?? noRun;
    if (own(message, "asks") !== undefined) return askAll(own(message, "asks"));
    if (own(message, "judge") !== undefined) return run?.judge(own(message, "judge")) ?? noRun;
    if (own(message, "stop") !== undefined) return { stopped: {} };
    return { declined: { why: "no message of this name is known" } };
  };
  return {
    answer(line) {
      const message = parsed(line);
      if (!isObject(message))
        return { reply: { id: 0, ...nonsense("expected a line with one JSON object") }, last: false };
      const id = idOf(message);
      if (id === null)
        return { reply: { id: 0, ...nonsense("id: expected an integer from 0 to 2^53 - 1") }, last: false };
      const reply = replyTo(message);
      return { reply: { id, ...reply }, last: "stopped" in reply };
    },
  };
}
