import { expect, test } from "vitest";
import { freshConnection } from "./peer.test-kit.ts";
import { openQmp } from "./qmp.ts";

const ends = freshConnection();

const greeting = '{"QMP": {"version": {}, "capabilities": []}}\r\n';

/** A monitor that greets and then answers each line by `replyTo`. */
const beMonitor = (replyTo: (line: string) => string): void => {
  ends.peer.setEncoding("utf8");
  ends.peer.on("data", (chunk: string) => {
    for (const line of chunk.split("\n")) if (line !== "") ends.peer.write(replyTo(line));
  });
  ends.peer.write(greeting);
};

test("the handshake comes first, replies are told from refusals, events in between disturb nobody", async () => {
  const seen: string[] = [];
  beMonitor((line) => {
    seen.push(line);
    if (line.includes("bad")) return '{"error": {"class": "GenericError", "desc": "it cannot"}}\r\n';
    return '{"event": "NOISE", "data": {}}\r\n{"return": {"n": 1}}\r\n';
  });
  const qmp = await openQmp(ends.ours, 5000);
  expect(await qmp.execute("good", { a: 1 })).toEqual({ kind: "return", value: { n: 1 } });
  expect(await qmp.execute("bad")).toEqual({ kind: "error", error: "it cannot" });
  expect(seen).toEqual([
    '{"execute":"qmp_capabilities"}',
    '{"execute":"good","arguments":{"a":1}}',
    '{"execute":"bad"}',
  ]);
});

test("a peer that says nothing is lost", async () => {
  await expect(openQmp(ends.ours, 50)).rejects.toThrow("QEMU did not answer on the monitor socket within 50 ms");
});

test("a peer that writes no JSON is lost, and the sentence shows what it wrote", async () => {
  ends.peer.write("HTTP/1.1 400 Bad Request\r\n");
  await expect(openQmp(ends.ours, 5000)).rejects.toThrow("what is not JSON: HTTP/1.1 400 Bad Request");
});

test("a monitor that closes is lost, for what is open and what comes later", async () => {
  beMonitor(() => '{"return": {}}\n');
  const qmp = await openQmp(ends.ours, 5000);
  ends.peer.removeAllListeners("data");
  const open = expect(qmp.execute("stop")).rejects.toThrow("QEMU closed the monitor socket");
  ends.peer.end();
  await open;
  await expect(qmp.execute("cont")).rejects.toThrow("QEMU closed the monitor socket");
});

test("who waits for something to be so is told after the event that makes it so, or of the end", async () => {
  beMonitor((line) => {
    const word = /"execute":"(\w+)"/.exec(line)?.[1] ?? "";
    return `{"return": {}}\r\n{"event": "NEWS", "data": {"of": "${word}"}}\r\n`;
  });
  const qmp = await openQmp(ends.ours, 5000);
  const seen: unknown[] = [];
  qmp.onEvent("NEWS", ({ of }) => seen.push(of));
  await qmp.until(() => true);
  const both = qmp.until(() => seen.includes("second")).then(() => [...seen]);
  await qmp.execute("first");
  await qmp.execute("second");
  expect((await both).slice(-2)).toEqual(["first", "second"]);
  const open = expect(qmp.until(() => false)).rejects.toThrow("QEMU closed the monitor socket");
  ends.peer.end();
  await open;
});
