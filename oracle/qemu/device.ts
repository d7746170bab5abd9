import type { Answer, Command } from "../../model/contract.ts";
import type { Device } from "../../model/device/vocabulary.ts";
import type { DeviceGeometry } from "../../model/geometry.ts";
import type { Outcome, Subject } from "../../model/subject.ts";
import { needsReset, readStatus } from "./bring-up.ts";
import { type Exchange, type Exchanger, type OrdinaryAsk, openExchanger } from "./exchange.ts";
import { orderFor, promptly, type SlowAsk, settle } from "./host.ts";
import { Lost } from "./lost.ts";
import type { Fitted, Machine } from "./machine.ts";

/** Commands sent in one write at most; bounds what is in flight, and is long enough that a longer one would not be faster. */
const BATCH = 128;

/** Answers that precede the aftermath in those of a request: put, notify, collect. */
const ANSWERS_OF_SENDING = 3;

type Told = Outcome<Answer<Device>>;

const isSlow = (ask: Command<Device>): ask is SlowAsk => ask.kind === "system-reset" || ask.kind === "migration-end";

/** One device of one machine, for one run. Methods throw {@link Lost}. */
interface Session {
  readonly machine: Machine;
  readonly fitted: Fitted;
  readonly exchanger: Exchanger;
}

/** An exchange that goes out together with others. */
interface Item {
  readonly exchange: Exchange;
  /** Whether a device that waits for a reset ignores it, or does what it would do a second time. */
  readonly repeatable: boolean;
}

const ordinary = (exchanger: Exchanger, ask: OrdinaryAsk): Item => ({
  exchange: exchanger.ordinary(ask),
  repeatable: true,
});

const itemFor = ({ machine, fitted, exchanger }: Session, ask: Exclude<Command<Device>, SlowAsk>): Item => {
  switch (ask.kind) {
    case "resize":
    case "migration-start":
      return { exchange: promptly(machine, fitted, exchanger, ask), repeatable: false };
    case "device-reset":
      return { exchange: exchanger.bringUp([]), repeatable: false };
    case "malformed":
      return { exchange: exchanger.malformed(ask.how), repeatable: false };
    default:
      return ordinary(exchanger, ask);
  }
};

/** Resets the device and brings it up again; anything it says then is not an answer to anybody. */
const restart = async ({ machine, exchanger }: Session, before: readonly string[] = []): Promise<void> => {
  const { commands, read } = exchanger.bringUp(before);
  read(await machine.stub.ask(commands), 0);
};

const answered = (answer: Answer<Device>): Told => ({ kind: "answered", answer });

/** The first exchange of a batch that was left untouched or is not answered in full, and where its answers begin. */
interface Stop {
  readonly item: number;
  readonly from: number;
}

/** Appends what can be read of a batch to `told`. @returns where that ends; undefined when all could be read */
const readBatch = (told: Told[], batch: readonly Item[], answers: readonly string[]): Stop | undefined => {
  let from = 0;
  let stop: Stop | undefined;
  for (const [item, { exchange }] of batch.entries()) {
    const next = from + exchange.commands.length;
    const answer = next > answers.length ? undefined : exchange.read(answers, from);
    if (answer === undefined) stop ??= { item, from };
    if (answer !== undefined && stop === undefined) told.push(answered(answer));
    from = next;
  }
  return stop;
};

/** The request whose answers begin at `from` was left untouched, and so were those after it if the device waits for a reset. */
const askAfresh = async (session: Session, answers: readonly string[], from: number): Promise<Told> => {
  const { machine, fitted, exchanger } = session;
  const [status = ""] = await machine.stub.ask([readStatus(fitted.registers)]);
  if (!needsReset(status)) throw new Lost("the device left a request untouched");
  await restart(session);
  return answered({ kind: "needs-reset", ...exchanger.seenAt(answers, from + ANSWERS_OF_SENDING) });
};

/**
 * Sends exchanges in one write, and an order behind them. It may tell of fewer: then the rest has not been carried out.
 *
 * @returns what the order was answered; null when what came after the last outcome told cannot be told
 */
const askBatch = async (
  session: Session,
  batch: readonly Item[],
  told: Told[],
  order: readonly string[],
): Promise<string | null> => {
  let answers: readonly string[];
  try {
    const packets = batch.flatMap(({ exchange }) => exchange.commands);
    answers = await session.machine.stub.ask([...packets, ...order]);
  } catch (caught) {
    if (caught instanceof Lost) readBatch(told, batch, caught.answered);
    throw caught;
  }
  const stop = readBatch(told, batch, answers);
  if (stop === undefined) return answers.at(-1) ?? "";
  if (order.length === 0 && batch.slice(stop.item + 1).every(({ repeatable }) => repeatable)) {
    told.push(await askAfresh(session, answers, stop.from));
    return "";
  }
  return null;
};

/** Asks all commands in as few writes as their order allows. @returns false when what came of the rest cannot be told */
const askAll = async (session: Session, asks: readonly Command<Device>[], told: Told[]): Promise<boolean> => {
  const { machine, fitted, exchanger } = session;
  let head: Item[] = []; // what is still owed to the command at `told.length`
  while (told.length < asks.length) {
    const batch = head;
    let at = told.length + head.length;
    for (let ask = asks[at]; ask !== undefined && !isSlow(ask) && batch.length < BATCH; ask = asks[++at]) {
      batch.push(itemFor(session, ask));
    }
    head = [];
    const next = asks[at];
    const slow = next !== undefined && isSlow(next) && batch.length < BATCH ? next : undefined;
    const said = await askBatch(session, batch, told, slow === undefined ? [] : [orderFor(machine, slow)]);
    if (said === null) return false;
    if (slow !== undefined) {
      head = [{ exchange: await settle(machine, fitted, exchanger, slow, said), repeatable: false }];
    }
  }
  return true;
};

/** Brings the device up at the start of a run and undoes what the run before left. @throws {Lost} when it is not empty then */
const openSession = async (machine: Machine, shape: DeviceGeometry): Promise<Session> => {
  await machine.migration.end(); // first, for QEMU hangs when asked to add a device meanwhile
  const fitted = await machine.fit(shape);
  const exchanger = openExchanger(fitted.registers, BigInt(shape.address));
  const session = { machine, fitted, exchanger };
  const told: Told[] = [];
  await askBatch(
    session,
    [
      { exchange: exchanger.bringUp(fitted.place), repeatable: true }, // placed anew, for a system reset may have undone that
      { exchange: promptly(machine, fitted, exchanger, { kind: "resize", bytes: 0n }), repeatable: true },
      ordinary(exchanger, { kind: "unplug-all" }),
    ],
    told,
    [],
  );
  const last = told.at(-1);
  const answer = last?.kind === "answered" ? last.answer : undefined;
  const after = answer?.after;
  if (answer?.kind !== "ack" || after?.plugged !== 0n || after.requested !== 0n || after.usable !== 0n) {
    throw new Lost(`the device could not be emptied for a new run: ${answer?.kind ?? "no answer"}`);
  }
  return session;
};

/**
 * Puts an emptied device of this shape into the hands of one run. `release` is called once, when the run is over.
 *
 * @throws {Lost} when the machine cannot be brought to a clean state
 */
export const openDevice = async (
  machine: Machine,
  shape: DeviceGeometry,
  release: () => void,
): Promise<Subject<Device>> => {
  const session = await openSession(machine, shape);
  let gone: string | undefined;
  let isTold = true; // false once the device is in a state nobody knows; the next run begins afresh
  let stopped = false;

  const performAll = async (asks: readonly Command<Device>[]): Promise<readonly Told[]> => {
    const told: Told[] = [];
    try {
      if (isTold && gone === undefined) isTold = await askAll(session, asks, told);
    } catch (caught) {
      if (!(caught instanceof Lost)) throw caught;
      gone = await machine.giveUp(caught);
    }
    if (gone !== undefined) told.push({ kind: "lost", why: gone });
    return told;
  };

  return {
    performAll,
    perform: async (ask) =>
      (await performAll([ask]))[0] ?? { kind: "lost", why: "the device was left in an unknown state" },
    stop: () => {
      if (stopped) return;
      stopped = true;
      release();
    },
  };
};
