import { createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { type Console, refusalIn } from "./console.ts";
import { Lost } from "./lost.ts";
import type { Qtest } from "./qtest.ts";

/** Guest memory given contents, so that a migration has more to say than a socket holds; far from the virtqueue. */
const FILLER = { at: 0x80_0000, bytes: 0x40_0000, byte: 0xa5 } as const;

/** Live migration to nowhere: begun and never finished. */
export interface Migration {
  /** Begins one that stays under way until {@link end}. @returns undefined, or QEMU's sentence why not */
  begin(): Promise<string | undefined>;
  /** Cancels it and waits until it is over; does nothing when none is under way. @returns undefined, or QEMU's sentence */
  end(): Promise<string | undefined>;
  close(): void;
}

/** QAPI's MigrationStatus, as the console prints it; `none` when there never was one. */
const statusOf = async (console: Console): Promise<string> =>
  /^Migration status: (\S+)/m.exec(await console.run("info migrate"))?.[1] ?? "none";

/** Statuses in which nothing is under way (QAPI MigrationStatus). */
const over: ReadonlySet<string> = new Set(["none", "cancelled", "failed", "completed"]);

/** A peer that takes the connection and never reads: the migration thread blocks in the socket until it is cancelled. */
const openSink = (path: string, taken: Set<Socket>): Promise<Server> =>
  new Promise((resolve, reject) => {
    const server = createServer({ pauseOnConnect: true }, (socket) => {
      taken.add(socket);
      socket.on("error", () => taken.delete(socket));
      socket.on("close", () => taken.delete(socket));
    });
    server.once("error", reject);
    server.listen(path, () => resolve(server));
  });

/** `folder` is where the socket of the sink lies. `timeoutMs` bounds the wait for the end of a cancelled migration. */
export const openMigration = (console: Console, qtest: Qtest, folder: string, timeoutMs: number): Migration => {
  const path = join(folder, "migration.sock");
  const taken = new Set<Socket>();
  let sink: Server | undefined;
  let underWay = false;
  const hangUp = (): void => {
    for (const socket of taken) socket.destroy();
  };
  return {
    begin: async () => {
      if (sink === undefined) {
        sink = await openSink(path, taken);
        await qtest.ask([
          `memset 0x${FILLER.at.toString(16)} 0x${FILLER.bytes.toString(16)} 0x${FILLER.byte.toString(16)}`,
        ]);
      }
      const [said, status] = await Promise.all([console.run(`migrate -d "unix:${path}"`), statusOf(console)]);
      if (said !== "") return refusalIn(said);
      underWay = !over.has(status);
      return underWay ? undefined : `the migration is ${status} right after its start`;
    },
    end: async () => {
      if (!underWay) return undefined;
      const deadline = Date.now() + timeoutMs;
      let [said, status] = await Promise.all([console.run("migrate_cancel"), statusOf(console)]);
      if (said !== "") return refusalIn(said);
      for (; !over.has(status); status = await statusOf(console)) {
        if (Date.now() > deadline) throw new Lost(`QEMU did not end a cancelled migration within ${timeoutMs} ms`);
      }
      underWay = false;
      hangUp();
      return undefined;
    },
    close: () => {
      hangUp();
      sink?.close();
    },
  };
};
