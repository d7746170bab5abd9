import { expect, test } from "vitest";
import { fakeIo } from "./fake-io.test-kit.ts";
import { main } from "./run.ts";

async function* chunks(...texts: readonly string[]): AsyncGenerator<Buffer> {
  for (const text of texts) yield await Promise.resolve(Buffer.from(text));
}

const serve = async (...texts: readonly string[]) => {
  const io = fakeIo(".");
  const code = await main(["serve"], { ...io, stdin: chunks(...texts) });
  return { code, lines: io.out().split("\n"), err: io.err() };
};

test("lines are answered wherever they are cut, until stop", async () => {
  const { code, lines } = await serve('{"id":1,"hel', 'lo":{}}\n{"id":2,"stop":{}}\n{"id":3,"hello":{}}\n');
  expect(code).toBe(0);
  expect(lines.map((line) => (line === "" ? null : (JSON.parse(line) as { id: number }).id))).toEqual([1, 2, null]);
});

test("the end of the input is an end", async () => {
  expect(await serve()).toEqual({ code: 0, lines: [""], err: "" });
});

test("what is no text ends it", async () => {
  const io = fakeIo(".");
  const bytes = (async function* () {
    yield await Promise.resolve(Buffer.from([0xff, 0x0a]));
  })();
  expect(await main(["serve"], { ...io, stdin: bytes })).toBe(65);
  expect(io.err()).toBe("hotmem: the other side sent a line that is not UTF-8\n");
});

test("Ctrl-C ends it while it waits", async () => {
  const io = fakeIo(".");
  const silent = (async function* () {
    await new Promise(() => undefined);
    yield Buffer.from("");
  })();
  const code = main(["serve"], { ...io, stdin: silent });
  await new Promise((resolve) => setTimeout(resolve, 50));
  io.interrupt();
  expect(await code).toBe(130);
});
