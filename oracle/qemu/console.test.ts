import { mkdtempSync, rmSync } from "node:fs";
import { connect, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openConsole } from "./console.ts";

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

/** A stub that answers the n-th packet with the n-th reply, and what it received. */
const beStub = (replies: readonly string[]): readonly string[] => {
  const received: string[] = [];
  peer.setEncoding("latin1");
  peer.on("data", (chunk: string) => {
    for (const [whole] of chunk.matchAll(/\+?\$[^#]*#../g)) {
      peer.write(replies[received.length] ?? "");
      received.push(whole);
    }
  });
  return received;
};

const hex = (text: string): string => Buffer.from(text).toString("hex");

test("a line travels as a packet with its checksum, and silence of the command is success", async () => {
  const received = beStub(["+$OK#9a"]);
  expect(await openConsole(ours, 5000).run("qom-set /x y 1")).toBe("");
  const data = `qRcmd,${hex("qom-set /x y 1")}`;
  const sum = [...data].reduce((total, char) => total + char.charCodeAt(0), 0) % 256;
  expect(received).toEqual([`+$${data}#${sum.toString(16).padStart(2, "0")}`]);
});

test("what is printed comes in pieces and is put together", async () => {
  beStub([`+$O${hex("Error: it ca")}#00$O${hex("nnot\r\n")}#00$OK#9a`, "$T05thread:01;#00$OK#9a"]);
  const console = openConsole(ours, 5000);
  expect(await Promise.all([console.run("first"), console.run("second")])).toEqual(["Error: it cannot", ""]);
});

test("a stub that does not know the packet is lost", async () => {
  beStub(["+$#00"]);
  const console = openConsole(ours, 60);
  await expect(console.run("unknown")).rejects.toThrow('QEMU answered on the gdb socket: ""');
  await expect(console.run("later")).rejects.toThrow('QEMU answered on the gdb socket: ""');
});

test("silence ends after the time limit", async () => {
  await expect(openConsole(ours, 60).run("anything")).rejects.toThrow("did not answer on the gdb socket within 60 ms");
});

test("a closed socket is lost", async () => {
  const open = openConsole(ours, 5000).run("anything");
  peer.end();
  await expect(open).rejects.toThrow("QEMU closed the gdb socket");
});
