import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { attribute, escaped, isWebLink } from "./escape.ts";
import { nasty } from "./report.test-kit.ts";
import { parse, textOf } from "./xml.test-kit.ts";

const read = (text: string, inAttribute: string) => {
  const root = parse(`<?xml version="1.0" encoding="UTF-8"?>\n<a b="${inAttribute}">${text}</a>`);
  return [textOf(root), root.attributes["b"]];
};

describe("escaped text", () => {
  test("means itself, in content and in attributes", () => {
    const text = `a < b && c > "d" or 'e' ]]> <!-- -->\n\t&amp;&#10;`;
    expect(read(escaped(text), attribute(text))).toEqual([text, text]);
  });

  test("spells out what is no character and what moves a cursor or turns the direction of writing", () => {
    expect(escaped("\u0000\u001b\r\u202e\ud800\ufffe\u0085")).toBe(
      String.raw`\u0000\u001b\u000d\u202e\ud800\ufffe\u0085`,
    );
    expect(escaped("😀 é 漢")).toBe("😀 é 漢");
  });

  test("is read back by a strict reader, whatever it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.constantFrom("", nasty, "\ud800", "\udc00"), (some, more) => {
        const [text, inAttribute] = read(escaped(some + more), attribute(some + more));
        expect(inAttribute).toBe(text);
      }),
    );
  });
});

test.each([
  ["https://example.org/issues/1", true],
  ["HTTP://example.org", true],
  ["javascript:alert(1)", false],
  ["javascript://example.org/%0aalert(1)", false],
  ["file:///etc/passwd", false],
  [" https://example.org", false],
  ["data:text/html,x", false],
  ["https://example.org/ x", false],
])("%j is a link to the web: %j", (link, yes) => {
  expect(isWebLink(link)).toBe(yes);
});
