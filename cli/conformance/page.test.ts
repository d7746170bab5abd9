import { describe, expect, test } from "vitest";
import type { CheckJson } from "../check-json.ts";
import type { Report } from "../report.ts";
import { pageOf } from "./page.ts";
import { checkedOf, failureOf, nasty, reportOf, ruleCount } from "./report.test-kit.ts";
import { all, type Element, everything, parse, textOf } from "./xml.test-kit.ts";

/** A report in which everything is in the page that can be. */
const eventful = (given: Partial<Report> = {}): Report =>
  reportOf({
    ending: "violated",
    rules: [
      ruleCount("plug/within-requested"),
      ruleCount("config/constant", { premises: 1234 }),
      ruleCount("unplug/already-unplugged", { premises: 0 }),
      ruleCount("nack/for-over-request", { profile: "uapi", inForce: false }),
    ],
    unspoken: ["unplug"],
    declined: [
      {
        ask: "state",
        count: 1204,
        reasons: [
          { why: "not today", link: "https://example.org/issues/1", count: 1200 },
          { why: "never", link: "javascript:alert(1)", count: 1 },
        ],
      },
    ],
    failures: [failureOf("config/constant", { repro: { runs: 5, failures: 3 } })],
    lost: [{ why: "it exited with code 3; it said: out of luck", step: 3 }],
    ...given,
  });

const read = (checked: CheckJson): Element => parse(pageOf(checked));
const rowsOf = (table: Element | undefined) =>
  all(table as Element, "tr").map(({ children }) =>
    children.flatMap((cell) => (typeof cell === "string" ? [] : [textOf(cell).trim()])),
  );
const factsIn = (element: Element): ReadonlyMap<string, string> => {
  const values = all(element, "dd").map(textOf);
  return new Map(all(element, "dt").map((term, at) => [textOf(term), values[at] ?? ""]));
};

describe("report.html", () => {
  test("says who was tested, by what, and how to do it again", () => {
    const facts = factsIn(read(checkedOf(eventful())));
    expect(Object.fromEntries(facts)).toMatchObject({
      Subject: "exec:./device",
      Version: "mine 1",
      "Checked by": "hotmem 1.2.3",
      Finished: "2026-01-02T03:04:05.678Z",
      "Exit code": "0",
      Seed: "7",
      Reproduced: "in 3 of 5 runs",
      Length: "shrunk from 9 steps to 2 in 5 executions; no step can go, no argument can be lowered",
      Transcript: "out/config/constant.jsonl",
      Again: "hotmem replay out/config/constant.jsonl --subject exec:./device",
    });
    expect(facts.get("Geometry")).toMatch(
      /^tiny: pageblocks of 2\^1 frames, .*, 2 partitions of 2 blocks, 2 processors/,
    );
  });

  test("has a table of contracts and profiles", () => {
    const [profiles] = all(read(checkedOf(reportOf(), eventful({ contract: "guest" }))), "table");
    expect(rowsOf(profiles)).toEqual([
      ["Contract", "Profile", "Verdict", "Rules judged", "Why"],
      ["device", "spec", "held", "2 of 2", ""],
      ["device", "uapi", "not shown", "2 of 3", "this run judged spec; --profile uapi judges it"],
      ["guest", "spec", "broken", "2 of 3", "broken: config/constant"],
      ["guest", "uapi", "broken", "2 of 4", "broken: config/constant"],
    ]);
  });

  test("has every rule with its count, its verdict and why it was not judged", () => {
    const rows = rowsOf(all(read(checkedOf(eventful())), "table").at(-1));
    expect(rows.slice(1).map((row) => row.slice(0, 4))).toEqual([
      ["plug/within-requested", "spec", "2", "held"],
      ["config/constant", "spec", "1,234", "broken"],
      ["unplug/already-unplugged", "spec", "", "not judged"],
      ["nack/for-over-request", "uapi", "", "not judged"],
    ]);
    expect(rows[3]?.[4]).toMatch(/needs unplug \(not among its commands\)$/);
  });

  test("has what was declined, why, and links that lead to the web only", () => {
    const root = read(checkedOf(eventful()));
    const table = all(root, "table").find((one) => textOf(one).includes("Declining"));
    expect(rowsOf(table)[1]).toEqual([
      "state",
      "1,204",
      "1,200: not today (https://example.org/issues/1)1: never (javascript:alert(1))3: other reasons",
    ]);
    expect(all(table as Element, "a").map(({ attributes }) => attributes["href"])).toEqual([
      "https://example.org/issues/1",
    ]);
    expect(textOf(root)).toContain("Never asked, because the subject says that it does not know them: unplug.");
    expect(textOf(root)).toContain("To learn next: unplug, for which 1 of these rules wait.");
  });

  test("has the whole story of a counterexample, and how subjects were lost", () => {
    const root = read(checkedOf(eventful()));
    expect(all(all(root, "ol")[0] as Element, "li").map(textOf)).toEqual(["plug 1 blockack", "plug 1 blockack"]);
    expect(textOf(root)).toContain("Broken because it did");
    expect(all(root, "pre").map(textOf)).toEqual(["it exited with code 3; it said: out of luck"]);
  });

  test("says what was not begun, and what is recorded", () => {
    const deviations = [
      { rule: "a/b", ask: "plug", says: "It lies.", count: 2, today: "gone", finding: "fixed" } as const,
    ];
    const text = textOf(read({ ...checkedOf(reportOf({ deviations })), notBegun: ["guest"] }));
    expect(text).toContain("Not begun: guest.");
    expect(text.replaceAll(/\s+/g, " ")).toContain("a/b at plug, 2 times: It lies. Asked again: gone (fixed).");
  });
});

describe("the page needs nothing else, and", () => {
  const root = read(checkedOf(eventful(), eventful({ contract: "guest" })));
  const elements = everything(root);

  test("loads and runs nothing", () => {
    const names = new Set(elements.map(({ name }) => name));
    for (const name of ["script", "link", "img", "iframe", "object", "base", "form"])
      expect([...names]).not.toContain(name);
    const attributes = new Set(elements.flatMap((one) => Object.keys(one.attributes)));
    expect([...attributes].filter((name) => /^(on.*|src|style|action|background|data)$/.test(name))).toEqual([]);
    expect(all(root, "style").map(textOf).join("")).not.toMatch(/url\(|@import|@font-face/);
    const policy = all(root, "meta").find((one) => one.attributes["http-equiv"] !== undefined)?.attributes["content"];
    expect(policy).toBe("default-src 'none'; style-src 'unsafe-inline'");
  });

  test("can be found one's way in: language, title, headings in order, cells with headers, ids once, links that lead somewhere", () => {
    expect(root.attributes).toEqual({ lang: "en" });
    expect(textOf(all(root, "title")[0] as Element)).toBe("Conformance of mine 1");
    const levels = elements.filter(({ name }) => /^h\d$/.test(name)).map(({ name }) => Number(name[1]));
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    levels.reduce((before, level) => {
      expect(level).toBeLessThanOrEqual(before + 1);
      return level;
    }, 0);
    for (const table of all(root, "table")) {
      expect(all(table, "caption")).toHaveLength(1);
      expect(all(table, "th").filter(({ attributes }) => attributes["scope"] === undefined)).toEqual([]);
    }
    const ids = elements.flatMap(({ attributes }) => attributes["id"] ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    const inside = all(root, "a").flatMap(({ attributes: { href = "" } }) =>
      href.startsWith("#") ? [href.slice(1)] : [],
    );
    expect(inside.filter((id) => !ids.includes(id))).toEqual([]);
    const named = elements.flatMap(({ attributes }) => attributes["aria-labelledby"] ?? []);
    expect(named.filter((id) => !ids.includes(id))).toEqual([]);
  });

  test("looks right in light, in dark and on paper, and says nothing by colour alone", () => {
    const styles = all(root, "style").map(textOf).join("");
    for (const query of ["prefers-color-scheme: dark", "print"]) expect(styles).toContain(query);
    const coloured = elements.filter(({ attributes }) => /^(held|broken|open)$/.test(attributes["class"] ?? ""));
    const words = ["held", "never hit", "violated", "broken", "not judged", "not shown", "inconclusive"];
    expect(coloured.map(textOf).filter((word) => !words.includes(word))).toEqual([]);
    expect(coloured.length).toBeGreaterThan(8);
  });
});

test("whatever a subject says is text in the page", () => {
  const hostile = eventful({
    subject: `exec:${nasty}`,
    version: nasty,
    declined: [{ ask: "state", count: 1, reasons: [{ why: nasty, link: `https://a.example/${nasty}`, count: 1 }] }],
    failures: [failureOf("config/constant", { because: nasty, story: [{ ask: nasty, answer: nasty }] })],
    lost: [{ why: nasty, step: 0 }],
  });
  const calm = eventful({
    subject: "exec:x",
    version: "x",
    declined: [{ ask: "state", count: 1, reasons: [{ why: "x", link: "x", count: 1 }] }],
    failures: [failureOf("config/constant", { because: "x", story: [{ ask: "x", answer: "x" }] })],
    lost: [{ why: "x", step: 0 }],
  });
  const shape = (report: Report) =>
    everything(read(checkedOf(report))).map(({ name, attributes }) => [name, Object.keys(attributes)]);
  expect(shape(hostile)).toEqual(shape(calm));
  const seen = nasty.replace(/[^ -~\n\t]/g, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, "0")}`);
  const root = read(checkedOf(hostile));
  expect(textOf(all(root, "title")[0] as Element)).toBe(`Conformance of ${seen}`);
  expect(textOf(all(root, "pre")[0] as Element)).toBe(seen);
});
