import { mkdtempSync, rmSync } from "node:fs";
import { connect, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach } from "vitest";

/** Two ends of one connection. */
export interface Ends {
  /** The end that the code under test holds. */
  readonly ours: Socket;
  /** The end of whoever plays QEMU. */
  readonly peer: Socket;
}

/** Connects two sockets before each test of the file and cleans up after it. Read the ends inside a test. */
export function freshConnection(): Ends {
  let folder: string;
  let server: Server;
  let peer: Socket;
  let ours: Socket;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "hotmem-test-"));
    server = createServer();
    await new Promise<void>((resolve) => server.listen(join(folder, "s"), resolve));
    const taken = new Promise<Socket>((resolve) => server.once("connection", resolve));
    ours = connect(join(folder, "s"));
    peer = await taken;
  });

  afterEach(() => {
    ours.destroy();
    peer.destroy();
    server.close();
    rmSync(folder, { recursive: true });
  });

  return {
    get ours() {
      return ours;
    },
    get peer() {
      return peer;
    },
  };
}
