import { mkdtempSync, rmSync } from "node:fs";
import { connect, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Lost } from "./lost.ts";
import { openQtest } from "./qtest.ts";

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

/** Answers the n-th line received with the n-th reply. */
const answerWith = (replies: readonly string[]): void => {
  let next = 0;
  peer.setEncoding("latin1");
  peer.on("data", (chunk: string) => {
    for (const _ of chunk.matchAll(/\n/g)) peer.write(replies[next++] ?? "");
  });
};

const lossOf = (promise: Promise<unknown>): Promise<Lost> =>
  promise.then(
    () => expect.fail("it should have been lost"),
    (caught: unknown) => {
      expect(caught).toBeInstanceOf(Lost);
      return caught as Lost;
    },
  );

test("answers come in the order of the commands, without interrupt lines, however the bytes are cut", async () => {
  answerWith(["OK\nIRQ raise 3\n", "OK 0x", "00000007\nOK 0xa5\n", ""]);
  const qtest = openQtest(ours, 5000);
  const first = qtest.ask(["writeb 0x0 0x1", "readl 0x0", "readb 0x4"]);
  expect(await first).toEqual(["", "0x00000007", "0xa5"]);
});

test("two calls that overlap each get their own answers", async () => {
  answerWith(["OK 1\n", "OK 2\n", "OK 3\n"]);
  const qtest = openQtest(ours, 5000);
  const both = await Promise.all([qtest.ask(["a", "b"]), qtest.ask(["c"])]);
  expect(both).toEqual([["1", "2"], ["3"]]);
});

test("a refused command loses the machine and says which sentence came", async () => {
  answerWith(["FAIL Unknown command 'nonsense'\n"]);
  const lost = await lossOf(openQtest(ours, 5000).ask(["nonsense"]));
  expect(lost.message).toContain("FAIL Unknown command 'nonsense'");
});

test("silence ends after the time limit, and the answers so far are kept", async () => {
  answerWith(["OK 1\n"]);
  const lost = await lossOf(openQtest(ours, 60).ask(["a", "b"]));
  expect(lost.message).toBe("QEMU did not answer on the qtest socket within 60 ms");
  expect(lost.answered).toEqual(["1"]);
});

test("a closed socket loses what is open and what comes later", async () => {
  const qtest = openQtest(ours, 5000);
  const open = lossOf(qtest.ask(["a"]));
  peer.end();
  expect((await open).message).toBe("QEMU closed the qtest socket");
  expect((await lossOf(qtest.ask(["b"]))).message).toBe("QEMU closed the qtest socket");
});

test("an answer nobody waits for loses the machine", async () => {
  const qtest = openQtest(ours, 5000);
  peer.write("OK 5\n");
  await new Promise((resolve) => ours.once("data", () => setImmediate(resolve)));
  expect((await lossOf(qtest.ask(["a"]))).message).toContain("OK 5");
});
