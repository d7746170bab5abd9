import { expect, test } from "vitest";
import { Lost } from "./lost.ts";
import { contentOf, monitor, packet, peek, poke } from "./packets.ts";
import { freshConnection } from "./peer.test-kit.ts";
import { openStub } from "./stub.ts";

const ends = freshConnection();

/** A stub that answers the n-th packet with the n-th reply, and what it received. */
const beStub = (replies: readonly string[]): readonly string[] => {
  const received: string[] = [];
  ends.peer.setEncoding("latin1");
  ends.peer.on("data", (chunk: string) => {
    for (const [whole] of chunk.matchAll(/\+?\$[^#]*#../g)) {
      ends.peer.write(replies[received.length] ?? "");
      received.push(whole);
    }
  });
  return received;
};

const hex = (text: string): string => Buffer.from(text).toString("hex");

test("a line travels as a packet with its checksum, and silence of the command is success", async () => {
  const received = beStub(["+$OK#9a"]);
  expect(await openStub(ends.ours, 5000).run("qom-set /x y 1")).toBe("");
  const data = `qRcmd,${hex("qom-set /x y 1")}`;
  const sum = [...data].reduce((total, char) => total + char.charCodeAt(0), 0) % 256;
  expect(received).toEqual([`+$${data}#${sum.toString(16).padStart(2, "0")}`]);
});

test("packets are read back as what they say", () => {
  expect([peek(0x10, 16), poke(0x20n, "a5b6"), monitor("info status")].map(contentOf)).toEqual([
    "m10,10",
    "M20,2:a5b6",
    "info status",
  ]);
});

test("answers come in the order of the packets, however the bytes are cut", async () => {
  beStub(["+$O", `${hex("printed\n")}#00$OK#9`, "a+$OK#9a+$a5#00", ""]);
  const stub = openStub(ends.ours, 5000);
  const both = Promise.all([stub.ask([monitor("x"), poke(0, "00"), peek(0, 1)]), stub.ask([monitor("y")])]);
  await new Promise((resolve) => setTimeout(resolve, 20));
  ends.peer.write("+$OK#9a");
  expect(await both).toEqual([["printed", "", "a5"], [""]]);
});

const lossOf = (promise: Promise<unknown>): Promise<Lost> =>
  promise.then(
    () => expect.fail("it should have been lost"),
    (caught: unknown) => {
      expect(caught).toBeInstanceOf(Lost);
      return caught as Lost;
    },
  );

test("silence keeps the answers so far, and what was sent last", async () => {
  beStub(["+$01#00"]);
  const stub = openStub(ends.ours, 60);
  const lost = await lossOf(stub.ask([peek(1, 1), peek(2, 1)]));
  expect(lost.message).toBe("QEMU did not answer on the gdb socket within 60 ms");
  expect(lost.answered).toEqual(["01"]);
  expect(stub.lastSent()).toEqual(["m1,1", "m2,1"]);
});

test("a refused packet and an answer nobody waits for lose the machine", async () => {
  beStub(["+$E14#00"]);
  expect((await lossOf(openStub(ends.ours, 5000).ask([packet("m")]))).message).toContain('"E14"');
  const stub = openStub(ends.ours, 5000);
  ends.peer.write("$0123#00");
  await new Promise((resolve) => ends.ours.once("data", () => setImmediate(resolve)));
  expect((await lossOf(stub.ask([packet("m")]))).message).toContain('"0123"');
});

test("what is printed comes in pieces and is put together", async () => {
  beStub([`+$O${hex("Error: it ca")}#00$O${hex("nnot\r\n")}#00$OK#9a`, "$T05thread:01;#00$OK#9a"]);
  const stub = openStub(ends.ours, 5000);
  expect(await Promise.all([stub.run("first"), stub.run("second")])).toEqual(["Error: it cannot", ""]);
});

test("a stub that does not know the packet is lost", async () => {
  beStub(["+$#00"]);
  const stub = openStub(ends.ours, 60);
  await expect(stub.run("unknown")).rejects.toThrow('QEMU answered on the gdb socket: ""');
  await expect(stub.run("later")).rejects.toThrow('QEMU answered on the gdb socket: ""');
});

test("silence ends after the time limit", async () => {
  await expect(openStub(ends.ours, 60).run("anything")).rejects.toThrow(
    "did not answer on the gdb socket within 60 ms",
  );
});

test("a closed socket is lost", async () => {
  const open = openStub(ends.ours, 5000).run("anything");
  ends.peer.end();
  await expect(open).rejects.toThrow("QEMU closed the gdb socket");
});
