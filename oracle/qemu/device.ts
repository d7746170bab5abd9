import { match } from "ts-pattern";
import type { Answer, Command } from "../../model/contract.ts";
import type { Device } from "../../model/device/vocabulary.ts";
import type { DeviceGeometry } from "../../model/geometry.ts";
import type { Outcome, Subject } from "../../model/subject.ts";
import { needsReset, readStatus } from "./bring-up.ts";
import { type Exchange, type Exchanger, type OrdinaryAsk, openExchanger } from "./exchange.ts";
import { askHost, type HostAsk } from "./host.ts";
import { Lost } from "./lost.ts";
import type { Fitted, Machine } from "./machine.ts";

/** Commands sent in one write at most; bounds what is in flight, and is long enough that a longer one would not be faster. */
const BATCH = 64;

/** Answers that precede the aftermath in those of a request: put, notify, collect. */
const ANSWERS_OF_SENDING = 3;

type Told = Outcome<Answer<Device>>;

const isHost = (ask: Command<Device>): ask is HostAsk =>
  ask.kind === "resize" ||
  ask.kind === "system-reset" ||
  ask.kind === "migration-start" ||
  ask.kind === "migration-end";

const isOrdinary = (ask: Command<Device>): ask is OrdinaryAsk =>
  !isHost(ask) && ask.kind !== "malformed" && ask.kind !== "device-reset";

/** One device of one machine, for one run. Methods throw {@link Lost}. */
interface Session {
  readonly machine: Machine;
  readonly fitted: Fitted;
  readonly exchanger: Exchanger;
}

/** Resets the device and brings it up again; anything it says then is not an answer to anybody. */
const restart = async ({ machine, exchanger }: Session, before: readonly string[] = []): Promise<void> => {
  const { commands, read } = exchanger.bringUp(before);
  read(await machine.qtest.ask(commands), 0);
};

const answered = (answer: Answer<Device>): Told => ({ kind: "answered", answer });

/** Does what the host was asked. @returns the exchange that is still owed: a look at what came of it */
const doAsHost = async ({ machine, fitted, exchanger }: Session, ask: HostAsk): Promise<Exchange> => {
  const refused = await askHost(machine, fitted, ask);
  if (refused === undefined) return ask.kind === "system-reset" ? exchanger.bringUp(fitted.place) : exchanger.done();
  return exchanger.refused(refused);
};

/**
 * Appends what can be read of a batch to `told`.
 *
 * @returns where the answers of the first exchange lie that was left untouched or is not answered in full; undefined if none was
 */
const readBatch = (told: Told[], batch: readonly Exchange[], answers: readonly string[]): number | undefined => {
  let from = 0;
  for (const { commands, read } of batch) {
    const answer = from + commands.length > answers.length ? undefined : read(answers, from);
    if (answer === undefined) return from;
    told.push(answered(answer));
    from += commands.length;
  }
  return undefined;
};

/** The request whose answers begin at `from` was left untouched, and so were those after it if the device waits for a reset. */
const askAfresh = async (session: Session, answers: readonly string[], from: number): Promise<Told> => {
  const { machine, fitted, exchanger } = session;
  const [status = ""] = await machine.qtest.ask([readStatus(fitted.registers)]);
  if (!needsReset(status)) throw new Lost("the device left a request untouched");
  await restart(session);
  return answered({ kind: "needs-reset", ...exchanger.seenAt(answers, from + ANSWERS_OF_SENDING) });
};

/** Sends exchanges in one write. It may tell of fewer: then the rest has not been carried out. */
const askBatch = async (session: Session, batch: readonly Exchange[], told: Told[]): Promise<void> => {
  let answers: readonly string[];
  try {
    answers = await session.machine.qtest.ask(batch.flatMap(({ commands }) => commands));
  } catch (caught) {
    if (caught instanceof Lost) readBatch(told, batch, caught.answered);
    throw caught;
  }
  const untouched = readBatch(told, batch, answers);
  if (untouched !== undefined) told.push(await askAfresh(session, answers, untouched));
};

/** What comes first in a batch only, because the reset it ends with would hide that an earlier request was left untouched. */
const headOf = (exchanger: Exchanger, ask: Command<Device>): Exchange | undefined =>
  match(ask)
    .with({ kind: "device-reset" }, () => exchanger.bringUp([]))
    .with({ kind: "malformed" }, ({ how }) => exchanger.malformed(how))
    .otherwise(() => undefined);

/** Asks the command at `told.length`, and those after it that can go out together with it. */
const askSome = async (session: Session, asks: readonly Command<Device>[], told: Told[]): Promise<void> => {
  let at = told.length;
  const first = asks[at] as Command<Device>;
  const head = isHost(first) ? await doAsHost(session, first) : headOf(session.exchanger, first);
  const batch = head === undefined ? [] : [head];
  at += batch.length;
  for (let ask = asks[at]; ask !== undefined && isOrdinary(ask) && batch.length < BATCH; ask = asks[++at]) {
    batch.push(session.exchanger.ordinary(ask));
  }
  await askBatch(session, batch, told);
};

/** Brings the device up at the start of a run, where a system reset may have undone everything. @throws {Lost} */
const openSession = async (machine: Machine, shape: DeviceGeometry): Promise<Session> => {
  await machine.migration.end(); // first, for QEMU hangs when asked to add a device meanwhile
  const fitted = await machine.fit(shape);
  const session = { machine, fitted, exchanger: openExchanger(fitted.registers, BigInt(shape.address)) };
  await restart(session, fitted.place);
  return session;
};

/** Undoes what an earlier run left. @throws {Lost} when the device is not empty afterwards */
const clear = async (session: Session): Promise<void> => {
  const { machine, fitted, exchanger } = session;
  await askHost(machine, fitted, { kind: "resize", bytes: 0n });
  const { commands, read } = exchanger.ordinary({ kind: "unplug-all" });
  const answer = read(await machine.qtest.ask(commands), 0);
  const after = answer?.after;
  if (answer?.kind !== "ack" || after?.plugged !== 0n || after.requested !== 0n || after.usable !== 0n) {
    throw new Lost(`the device could not be emptied for a new run: ${answer?.kind ?? "no answer"}`);
  }
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
  await clear(session);
  let gone: string | undefined;
  let stopped = false;

  const performAll = async (asks: readonly Command<Device>[]): Promise<readonly Told[]> => {
    const told: Told[] = [];
    while (gone === undefined && told.length < asks.length) {
      try {
        await askSome(session, asks, told);
      } catch (caught) {
        if (!(caught instanceof Lost)) throw caught;
        gone = await machine.giveUp(caught);
      }
    }
    if (gone !== undefined) told.push({ kind: "lost", why: gone });
    return told;
  };

  return {
    performAll,
    perform: async (ask) => (await performAll([ask]))[0] as Told,
    stop: () => {
      if (stopped) return;
      stopped = true;
      release();
    },
  };
};
