import type { Kind } from "../../model/contract.ts";
import { device } from "../../model/device/contract.ts";
import type { Device } from "../../model/device/vocabulary.ts";
import type { DeviceGeometry } from "../../model/geometry.ts";
import { CannotStart, type Subject, type SubjectSource } from "../../model/subject.ts";
import { openDevice } from "./device.ts";
import { Lost } from "./lost.ts";
import { openPool, type Pool } from "./pool.ts";
import { findQemu } from "./program.ts";
import { adaptGeometry, isVast } from "./shape.ts";

/** How QEMU is found, and how much of it runs. */
export interface QemuOptions {
  /**
   * QEMU processes at work at once. Three times as many are kept, the others idle: one serves the shapes that came first and so
   * come most, one all the others, one those with vast regions. Default 3.
   */
  readonly processes?: number;
  /** Program to start. Default: `$HOTMEM_QEMU`, else `qemu-system-x86_64`. */
  readonly command?: string;
  /** How long QEMU may take to start, and to answer once. Default 10,000 ms. */
  readonly timeoutMs?: number;
  /** Where the log of a QEMU that died or hung is kept. Default: nowhere; the end of the log is in the outcome. */
  readonly logDirectory?: string;
}

/** All of the contract. */
const speaks: ReadonlySet<Kind<Device>> = new Set(Object.keys(device.laws) as Kind<Device>[]);

/**
 * QEMU's virtio-mem device, driven without a guest through its gdb stub and QMP. Nothing is started before the first `boot`.
 *
 * @throws {CannotStart} when the program is missing or is not QEMU
 */
export const qemuSource = async (options: QemuOptions = {}): Promise<SubjectSource<Device>> => {
  const { timeoutMs = 10_000, processes = 3, logDirectory } = options;
  const command = options.command ?? (process.env["HOTMEM_QEMU"] || "qemu-system-x86_64");
  const { path, version } = await findQemu(command, timeoutMs);
  const open = (limit: number): Pool => openPool(limit, { program: path, timeoutMs, logDirectory });
  const [ordinary, vast] = [open(2 * processes), open(processes)];

  /** A machine that cannot be cleaned after its last run is replaced; a new one has no such excuse. */
  const boot = async (shape: DeviceGeometry, mayReplace: boolean): Promise<Subject<Device>> => {
    const pool = isVast(shape) ? vast : ordinary;
    const machine = await pool.lease(shape);
    try {
      return await openDevice(machine, shape, () => pool.release(machine));
    } catch (caught) {
      if (!(caught instanceof Lost)) throw caught;
      const why = await machine.giveUp(caught);
      pool.release(machine);
      if (!mayReplace) throw new CannotStart(`QEMU's device could not be started: ${why}`);
      return boot(shape, false);
    }
  };

  return {
    name: "qemu",
    version,
    world: "closed",
    speaks,
    adapt: adaptGeometry,
    boot: (geometry) => boot(geometry.device, true),
    close: () => {
      ordinary.close();
      vast.close();
    },
  };
};
