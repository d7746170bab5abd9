import type { DeviceGeometry } from "../../model/geometry.ts";
import { Lost, sentenceOf } from "./lost.ts";
import { type Migration, openMigration } from "./migration.ts";
import { physicalAddresses } from "./packets.ts";
import { findFunction, type PciFunction } from "./pci.ts";
import { type Process, startProcess } from "./process.ts";
import { openQmp, type Qmp } from "./qmp.ts";
import { DEVICE_MEMORY, keyOf, overlap, regionBytes } from "./shape.ts";
import { openStub, type Stub } from "./stub.ts";

/** How machines are started. */
export interface MachineOptions {
  readonly program: string;
  /** Bounds the start, and each wait for an answer. Milliseconds. */
  readonly timeoutMs: number;
  /** Where the log of a lost machine is kept; nowhere when undefined. */
  readonly logDirectory: string | undefined;
}

/** One virtio-mem device of a machine. */
export interface Fitted extends PciFunction {
  readonly shape: DeviceGeometry;
  /** Its path in QEMU's object tree. */
  readonly path: string;
}

/** A QEMU process whose processors never run, and the devices fitted so far. */
export interface Machine {
  readonly pid: number;
  /** Bounds each wait. Milliseconds. */
  readonly timeoutMs: number;
  readonly stub: Stub;
  readonly qmp: Qmp;
  readonly migration: Migration;
  /** Whether {@link fit} would find a free slot and free addresses. */
  hasRoomFor(shape: DeviceGeometry): boolean;
  /** Whether it has so many devices that resets and migrations, which concern all of them, take noticeably longer. */
  isCrowded(): boolean;
  has(shape: DeviceGeometry): boolean;
  /** The device of this shape, plugged into the machine when it is not there yet. @throws {Lost} */
  fit(shape: DeviceGeometry): Promise<Fitted>;
  isAlive(): boolean;
  /** Ends a machine that is of no more use. @returns a sentence: what happened, the end of its log, where the log is kept */
  giveUp(why: unknown): Promise<string>;
  /** Ends it, leaving nothing behind. */
  kill(): void;
}

/** PCI slots that `-machine pc` leaves free on bus 0, and where their registers go: below the I/O APIC, 64 KiB each. */
const FIRST_SLOT = 2;
const LAST_SLOT = 31;
const baseOf = (slot: number): number => 0xe000_0000 + slot * 0x1_0000;

/** Devices of a machine that should not get more: with 30, a system reset takes three times as long as with 6. */
const CROWD = 6;

/** How long a process that broke a socket may take until it is known how it ended. Milliseconds. */
const OBITUARY_MS = 250;
/** Packets kept in the log of a lost machine. */
const LAST_PACKETS = 40;

/** A path as it stands in an option, where a comma ends it unless doubled. */
const inOption = (path: string): string => path.replaceAll(",", ",,");

const argsFor: Parameters<typeof startProcess>[1] = ({ qmp, gdb }) => [
  ...["-machine", "pc", "-accel", "tcg", "-S", "-nodefaults", "-no-user-config", "-display", "none"],
  ...["-m", `16M,maxmem=${DEVICE_MEMORY.bytes / 2 ** 20 + 16}M`],
  ...["-qmp", `unix:${inOption(qmp)}`],
  ...["-chardev", `socket,id=gdb,path=${inOption(gdb)}`, "-gdb", "chardev:gdb"],
];

const expectReturn = async (qmp: Qmp, command: string, args: Readonly<Record<string, unknown>>): Promise<void> => {
  const reply = await qmp.execute(command, args);
  if (reply.kind === "error") throw new Lost(`QEMU refuses ${command}: ${reply.error}`);
};

const plugIn = async (qmp: Qmp, stub: Stub, shape: DeviceGeometry, slot: number): Promise<Fitted> => {
  const memory = `memory${slot}`;
  const id = `device${slot}`;
  await expectReturn(qmp, "object-add", {
    "qom-type": "memory-backend-ram",
    id: memory,
    size: regionBytes(shape),
    reserve: false,
  });
  await expectReturn(qmp, "device_add", {
    driver: "virtio-mem-pci",
    id,
    memdev: memory,
    memaddr: shape.address,
    "block-size": shape.blockBytes,
    "disable-legacy": "on",
    bus: "pci.0",
    addr: slot.toString(16),
  });
  const found = await findFunction(stub, { slot, base: baseOf(slot) });
  return { ...found, shape, path: `/machine/peripheral/${id}` };
};

const within = <T>(promise: Promise<T>, ms: number): Promise<T | undefined> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
};

/** What is said of a lost machine; the log is kept first, for {@link Process.kill} removes it. */
const obituary = (child: Process, how: string | undefined, why: string, kept: string | undefined): string => {
  const what =
    how === undefined ? `${why}; QEMU (process ${child.pid}) was ended` : `QEMU (process ${child.pid}) ${how}`;
  const tail = child.tail();
  const said = tail === "" ? "it wrote no log" : `the end of its log: ${tail}`;
  return `${what}; ${said}${kept === undefined ? "" : `; kept in ${kept}`}`;
};

/** Starts a machine without devices. @throws {Lost} with QEMU's own words when it does not come up */
export const startMachine = async ({ program, timeoutMs, logDirectory }: MachineOptions): Promise<Machine> => {
  const child = await startProcess(program, argsFor, timeoutMs);
  const stub = openStub(child.sockets.gdb, timeoutMs);
  let qmp: Qmp;
  let migration: Migration;
  try {
    qmp = await openQmp(child.sockets.qmp, timeoutMs);
    await stub.ask([physicalAddresses]);
    migration = await openMigration(stub, qmp, child.folder);
  } catch (caught) {
    const how = await within(child.ended, OBITUARY_MS);
    const sentence = obituary(child, how, sentenceOf(caught), undefined);
    child.kill();
    throw new Lost(sentence);
  }
  const fitted = new Map<string, Fitted>();
  let killed = false;
  const kill = (): void => {
    killed = true;
    migration.close();
    qmp.fail("the machine was ended");
    stub.fail("the machine was ended");
    child.kill();
  };
  return {
    pid: child.pid,
    timeoutMs,
    stub,
    qmp,
    migration,
    has: (shape) => fitted.has(keyOf(shape)),
    isCrowded: () => fitted.size >= CROWD,
    hasRoomFor: (shape) =>
      fitted.size <= LAST_SLOT - FIRST_SLOT && ![...fitted.values()].some((other) => overlap(other.shape, shape)),
    fit: async (shape) => {
      const there = fitted.get(keyOf(shape));
      if (there !== undefined) return there;
      const device = await plugIn(qmp, stub, shape, FIRST_SLOT + fitted.size);
      fitted.set(keyOf(shape), device);
      return device;
    },
    isAlive: () => !killed && child.howEnded() === undefined,
    giveUp: async (why) => {
      const how = await within(child.ended, OBITUARY_MS);
      const last = stub.lastSent().slice(-LAST_PACKETS);
      const kept = logDirectory === undefined ? undefined : child.keepLog(logDirectory, sentenceOf(why), last);
      const sentence = obituary(child, how, sentenceOf(why), kept);
      kill();
      return sentence;
    },
    kill,
  };
};
