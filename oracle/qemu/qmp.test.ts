import { mkdtempSync, rmSync } from "node:fs";
import { connect, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { jsonOf, openQmp } from "./qmp.ts";

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

test("a 64-bit size is written as a plain integer", () => {
  const written = jsonOf({ value: 2n ** 64n - 1n, list: [1, null, true, 'a"b'], nested: { path: "/x" } });
  expect(written).toBe('{"value":18446744073709551615,"list":[1,null,true,"a\\"b"],"nested":{"path":"/x"}}');
});

test("the handshake comes first, replies are told from refusals, events in between disturb nobody", async () => {
  const seen: string[] = [];
  beMonitor((line) => {
    seen.push(line);
    if (line.includes("bad")) return '{"error": {"class": "GenericError", "desc": "it cannot"}}\r\n';
    return '{"event": "NOISE", "data": {}}\r\n{"return": {"n": 1}}\r\n';
  });
  const qmp = await openQmp(ours, 5000);
  expect(await qmp.execute("good", { a: 1n })).toEqual({ kind: "return", value: { n: 1 } });
  expect(await qmp.execute("bad")).toEqual({ kind: "error", error: "it cannot" });
  expect(seen).toEqual([
    '{"execute":"qmp_capabilities"}',
    '{"execute":"good","arguments":{"a":1}}',
    '{"execute":"bad"}',
  ]);
});

test("an event is awaited by name", async () => {
  beMonitor((line) =>
    line.includes("system_reset")
      ? '{"return": {}}\r\n{"event": "OTHER"}\r\n{"event": "RESET"}\r\n'
      : '{"return": {}}\r\n',
  );
  const qmp = await openQmp(ours, 5000);
  const happened = qmp.event("RESET");
  await qmp.execute("system_reset");
  await happened;
  const never = expect(qmp.event("RESET")).rejects.toThrow("QEMU closed the monitor socket");
  peer.end();
  await never;
});

test("a peer that says nothing is lost", async () => {
  await expect(openQmp(ours, 50)).rejects.toThrow("QEMU did not report QMP on the monitor socket within 50 ms");
});

test("a peer that writes no JSON is lost, and the sentence shows what it wrote", async () => {
  peer.write("HTTP/1.1 400 Bad Request\r\n");
  await expect(openQmp(ours, 5000)).rejects.toThrow("what is not JSON: HTTP/1.1 400 Bad Request");
});
