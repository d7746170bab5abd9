import { mkdtempSync, rmSync } from "node:fs";
import { connect, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openQmp } from "./qmp.ts";

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

const greeting = '{"QMP": {"version": {}, "capabilities": []}}\r\n';

/** A monitor that greets and then answers each line by `replyTo`. */
const beMonitor = (replyTo: (line: string) => string): void => {
  peer.setEncoding("utf8");
  peer.on("data", (chunk: string) => {
    for (const line of chunk.split("\n")) if (line !== "") peer.write(replyTo(line));
  });
  peer.write(greeting);
};

test("the handshake comes first, replies are told from refusals, events in between disturb nobody", async () => {
  const seen: string[] = [];
  beMonitor((line) => {
    seen.push(line);
    if (line.includes("bad")) return '{"error": {"class": "GenericError", "desc": "it cannot"}}\r\n';
    return '{"event": "NOISE", "data": {}}\r\n{"return": {"n": 1}}\r\n';
  });
  const qmp = await openQmp(ours, 5000);
  expect(await qmp.execute("good", { a: 1 })).toEqual({ kind: "return", value: { n: 1 } });
  expect(await qmp.execute("bad")).toEqual({ kind: "error", error: "it cannot" });
  expect(seen).toEqual([
    '{"execute":"qmp_capabilities"}',
    '{"execute":"good","arguments":{"a":1}}',
    '{"execute":"bad"}',
  ]);
});

test("a peer that says nothing is lost", async () => {
  await expect(openQmp(ours, 50)).rejects.toThrow("QEMU did not answer on the monitor socket within 50 ms");
});

test("a peer that writes no JSON is lost, and the sentence shows what it wrote", async () => {
  peer.write("HTTP/1.1 400 Bad Request\r\n");
  await expect(openQmp(ours, 5000)).rejects.toThrow("what is not JSON: HTTP/1.1 400 Bad Request");
});

test("a monitor that closes is lost, for what is open and what comes later", async () => {
  beMonitor(() => '{"return": {}}\n');
  const qmp = await openQmp(ours, 5000);
  peer.removeAllListeners("data");
  const open = expect(qmp.execute("stop")).rejects.toThrow("QEMU closed the monitor socket");
  peer.end();
  await open;
  await expect(qmp.execute("cont")).rejects.toThrow("QEMU closed the monitor socket");
});

test("who waits for something to be so is told after the event that makes it so, or of the end", async () => {
  beMonitor((line) => {
    const word = /"execute":"(\w+)"/.exec(line)?.[1] ?? "";
    return `{"return": {}}\r\n{"event": "NEWS", "data": {"of": "${word}"}}\r\n`;
  });
  const qmp = await openQmp(ours, 5000);
  const seen: unknown[] = [];
  qmp.onEvent("NEWS", ({ of }) => seen.push(of));
  await qmp.until(() => true);
  const both = qmp.until(() => seen.includes("second")).then(() => [...seen]);
  await qmp.execute("first");
  await qmp.execute("second");
  expect((await both).slice(-2)).toEqual(["first", "second"]);
  const open = expect(qmp.until(() => false)).rejects.toThrow("QEMU closed the monitor socket");
  peer.end();
  await open;
});
