import { createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { Lost } from "./lost.ts";
import { monitor, poke } from "./packets.ts";
import type { Qmp } from "./qmp.ts";
import { refusalIn, type Stub } from "./stub.ts";

/** Guest pages that are not zero, so that a migration has more to say than a socket holds; far from the virtqueue. */
const FILLER = { at: 0x80_0000, pages: 1024, pageBytes: 4096, byte: "a5" } as const;

/** Live migration to nowhere: begun and never finished. */
export interface Migration {
  /** The packet that begins one, which stays under way until it is cancelled. */
  readonly begin: string;
  /** Takes the answer to {@link begin}. @returns undefined, or QEMU's sentence why not */
  begun(answer: string): string | undefined;
  /** The packet that cancels it; QEMU does nothing when none is under way. */
  readonly cancel: string;
  /** Waits until a cancelled migration is over; does nothing when none is under way. @throws {Lost} */
  untilOver(): Promise<void>;
  /** Cancels what is under way and waits until it is over. @throws {Lost} when QEMU does not let go of it */
  end(): Promise<void>;
  close(): void;
}

/** Statuses in which nothing is under way (QAPI MigrationStatus). */
const over: ReadonlySet<unknown> = new Set(["cancelled", "failed", "completed"]);

/** A peer that takes the connection and never reads: the migration thread blocks in the socket until it is cancelled. */
const openSink = (path: string, taken: Set<Socket>): Promise<Server> =>
  new Promise((resolve, reject) => {
    const server = createServer({ pauseOnConnect: true }, (socket) => {
      taken.add(socket);
      socket.on("error", () => taken.delete(socket));
      socket.on("close", () => taken.delete(socket));
    });
    server.once("error", (error) => reject(new Lost(`a migration has nowhere to go: ${error.message}`)));
    server.listen(path, () => resolve(server));
  });

const fill = async (stub: Stub): Promise<void> => {
  const pages = Array.from({ length: FILLER.pages }, (_, page) => FILLER.at + page * FILLER.pageBytes);
  await stub.ask(pages.map((at) => poke(at, FILLER.byte)));
};

/** `folder` is where the socket of the sink lies. @throws {Lost} when QEMU does not tell when a migration is over */
export const openMigration = async (stub: Stub, qmp: Qmp, folder: string): Promise<Migration> => {
  const path = join(folder, "migration.sock");
  const taken = new Set<Socket>();
  await fill(stub);
  const events = [{ capability: "events", state: true }];
  const reply = await qmp.execute("migrate-set-capabilities", { capabilities: events });
  if (reply.kind === "error") throw new Lost(`QEMU does not tell of migrations: ${reply.error}`);
  const sink = await openSink(path, taken); // last, for nobody would close it if something else failed
  /** Migrations begun, and those of which an event said that they are over. */
  let begun = 0;
  let ended = 0;
  qmp.onEvent("MIGRATION", ({ status }) => {
    if (over.has(status)) ended += 1;
  });
  const hangUp = (): void => {
    for (const socket of taken) socket.destroy();
  };
  const cancel = monitor("migrate_cancel");
  const untilOver = async (): Promise<void> => {
    if (begun === ended) return;
    await qmp.until(() => ended >= begun);
    hangUp();
  };
  return {
    begin: monitor(`migrate -d "unix:${path}"`),
    begun: (answer) => {
      if (answer !== "") return refusalIn(answer);
      begun += 1;
      return undefined;
    },
    cancel,
    untilOver,
    end: async () => {
      if (begun === ended) return;
      const [said = ""] = await stub.ask([cancel]);
      if (said !== "") throw new Lost(`QEMU refuses to cancel a migration: ${refusalIn(said)}`);
      await untilOver();
    },
    close: () => {
      hangUp();
      sink.close();
    },
  };
};
