import fc from "fast-check";

/** What a slip of the pen puts into JSON. */
const slips = [
  "",
  " ",
  "0",
  "1",
  "-",
  "9".repeat(16),
  ".5",
  "e1",
  '"',
  "\\",
  "\\u0041",
  "\n",
  ",",
  "}",
  "]",
  "{",
  "[",
  "null",
  "kind",
  '"kind":"done",',
  '"__proto__":{},',
  "é",
];

/** The text, or the text with one place spelled differently: often no JSON any more, sometimes JSON of another value. */
export const misspelled = (text: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .record({ text, at: fc.nat(), over: fc.nat(3), slip: fc.constantFrom(...slips), twice: fc.boolean() })
    .map(({ text, at, over, slip, twice }) => {
      const place = at % (text.length + 1);
      const damaged = `${text.slice(0, place)}${slip}${text.slice(place + over)}`;
      return twice ? text : damaged;
    });
