import type { DeviceGeometry } from "../../model/geometry.ts";
import { CannotStart } from "../../model/subject.ts";
import { Lost } from "./lost.ts";
import { type Machine, type MachineOptions, startMachine } from "./machine.ts";

/** Machines kept between runs. A machine serves one run at a time, for a reset or a migration concerns all of its devices. */
export interface Pool {
  /** Waits for a machine that has, or has room for, a device of this shape. @throws {CannotStart} when none can be started */
  lease(shape: DeviceGeometry): Promise<Machine>;
  /** Gives a machine back; a dead one is forgotten. */
  release(machine: Machine): void;
  /** Ends all machines, also those in use. */
  close(): void;
}

/** At most `limit` machines live at once; where room is short, the one unused for longest goes. */
export const openPool = (limit: number, options: MachineOptions): Pool => {
  const idle: Machine[] = []; // the one unused for longest first
  const living = new Set<Machine>();
  const waiting: (() => void)[] = [];
  let starting = 0;
  let closed = false;

  const forget = (machine: Machine): void => {
    living.delete(machine);
    machine.kill();
  };

  const takeIdle = (suits: (machine: Machine) => boolean): Machine | undefined => {
    for (const machine of idle.filter((one) => !one.isAlive())) {
      idle.splice(idle.indexOf(machine), 1);
      forget(machine);
    }
    const at = idle.findIndex(suits);
    return at === -1 ? undefined : idle.splice(at, 1)[0];
  };

  /** The one that has the shape already, else one with room for it; a crowded one only if there cannot be another. */
  const takeReady = (shape: DeviceGeometry, mayStart: boolean): Machine | undefined =>
    takeIdle((one) => one.has(shape)) ??
    takeIdle((one) => !one.isCrowded() && one.hasRoomFor(shape)) ??
    (mayStart ? undefined : takeIdle((one) => one.hasRoomFor(shape)));

  const start = async (): Promise<Machine> => {
    starting += 1;
    try {
      const machine = await startMachine(options);
      living.add(machine);
      if (closed) forget(machine);
      return machine;
    } catch (caught) {
      waiting.shift()?.();
      throw caught instanceof Lost ? new CannotStart(`QEMU could not be started: ${caught.message}`) : caught;
    } finally {
      starting -= 1;
    }
  };

  return {
    lease: async (shape) => {
      for (;;) {
        if (closed) throw new CannotStart("QEMU was asked for after its source was closed");
        const ready = takeReady(shape, living.size + starting < limit);
        if (ready !== undefined) return ready;
        const oldest = living.size + starting < limit ? undefined : takeIdle(() => true);
        if (oldest !== undefined) forget(oldest);
        if (living.size + starting < limit) return await start();
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
    },
    release: (machine) => {
      if (!living.has(machine)) return;
      if (machine.isAlive() && !closed) idle.push(machine);
      else forget(machine);
      waiting.shift()?.();
    },
    close: () => {
      closed = true;
      for (const machine of [...living]) forget(machine);
      idle.length = 0;
      for (const wake of waiting.splice(0)) wake();
    },
  };
};
