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

test.each([
  [[""], 0, 0, ""],
  [['{"id":1,"stop":{}}'], 65, 0, "a last line without a line feed, which was not answered"],
  [['{"id":1,"hello":{}}\n', '{"id":2,"he'], 65, 1, "a last line without a line feed, which was not answered"],
  [['{"id":1,"stop":{}}\n{"id":2'], 0, 1, ""],
  [["x".repeat(2 ** 24 + 1)], 65, 0, "a line of more than 16,777,216 bytes"],
])("input that ends anywhere else, or never: case %#", async (texts, code, answered, says) => {
  const { lines, ...told } = await serve(...texts);
  expect(lines).toHaveLength(answered + 1);
  expect(told).toEqual({ code, err: says === "" ? "" : `hotmem: the other side sent ${says}\n` });
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
