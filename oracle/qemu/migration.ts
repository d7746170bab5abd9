import { createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { Lost } from "./lost.ts";
import type { Qmp } from "./qmp.ts";
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

const statusOf = async (qmp: Qmp): Promise<string> => {
  const reply = await qmp.execute("query-migrate");
  if (reply.kind === "error") throw new Lost(`QEMU cannot say whether it migrates: ${reply.error}`);
  return (reply.value as { readonly status?: string }).status ?? "none";
};

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
export const openMigration = (qmp: Qmp, qtest: Qtest, folder: string, timeoutMs: number): Migration => {
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
      const [reply, status] = await Promise.all([qmp.execute("migrate", { uri: `unix:${path}` }), statusOf(qmp)]);
      if (reply.kind === "error") return reply.error;
      underWay = !over.has(status);
      return underWay ? undefined : `the migration is ${status} right after its start`;
    },
    end: async () => {
      if (!underWay) return undefined;
      const deadline = Date.now() + timeoutMs;
      let [reply, status] = await Promise.all([qmp.execute("migrate_cancel"), statusOf(qmp)]);
      if (reply.kind === "error") return reply.error;
      for (; !over.has(status); status = await statusOf(qmp)) {
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
