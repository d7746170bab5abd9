import { describe, expect, test } from "vitest";
import type { Report } from "../report.ts";
import { junitOf } from "./junit.ts";
import { checkedOf, failureOf, nasty, reportOf, ruleCount } from "./report.test-kit.ts";
import { all, type Element, parse, textOf } from "./xml.test-kit.ts";

const read = (...reports: readonly Report[]): Element => parse(junitOf(checkedOf(...reports)));
const numbers = ({ attributes }: Element) =>
  Object.fromEntries(["tests", "failures", "errors", "skipped"].map((name) => [name, Number(attributes[name])]));

/** A report in which everything happens that a test case can be. */
const eventful = (given: Partial<Report> = {}): Report =>
  reportOf({
    ending: "violated",
    rules: [
      ruleCount("plug/within-requested"),
      ruleCount("config/constant"),
      ruleCount("unplug/already-unplugged", { premises: 0 }),
      ruleCount("nack/for-over-request", { profile: "uapi", inForce: false }),
    ],
    unspoken: ["unplug"],
    failures: [failureOf("config/constant")],
    lost: [
      { why: "it hung", step: 3 },
      { why: "it sent no JSON", step: 4, broke: "protocol" },
    ],
    ...given,
  });

describe("junit.xml", () => {
  test("has a suite for each contract and a case for each rule, of class contract.profile", () => {
    const root = read(eventful(), reportOf({ contract: "guest", rules: [ruleCount("a/b", { profile: "hotmem" })] }));
    expect(root.name).toBe("testsuites");
    const suites = all(root, "testsuite");
    expect(suites.map(({ attributes }) => attributes["name"])).toEqual(["device", "guest"]);
    const cases = suites.flatMap((suite) => all(suite, "testcase"));
    expect(cases.map(({ attributes: { classname, name } }) => `${classname} ${name}`)).toEqual([
      "device.spec plug/within-requested",
      "device.spec config/constant",
      "device.spec unplug/already-unplugged",
      "device.uapi nack/for-over-request",
      "device.subject lost 1",
      "device.subject lost 2",
      "guest.hotmem a/b",
    ]);
    expect(new Set(cases.map(({ attributes }) => attributes["time"]))).toEqual(new Set(["0.000"]));
  });

  test("adds up", () => {
    const root = read(eventful(), eventful({ contract: "allocator", lost: [] }));
    const suites = all(root, "testsuite");
    for (const suite of suites) {
      const of = (name: string) => all(suite, name).length;
      const counted = { tests: of("testcase"), failures: of("failure"), errors: of("error"), skipped: of("skipped") };
      expect(numbers(suite)).toEqual(counted);
    }
    expect(suites.map(numbers)).toEqual([
      { tests: 6, failures: 1, errors: 2, skipped: 2 },
      { tests: 4, failures: 1, errors: 0, skipped: 2 },
    ]);
    expect(numbers(root)).toEqual({ tests: 10, failures: 2, errors: 2, skipped: 4 });
    expect([root.attributes["time"], suites[0]?.attributes["time"]]).toEqual(["2.469", "1.234"]);
    expect(suites[0]?.attributes["timestamp"]).toBe("2026-01-02T03:04:05");
  });

  test("tells the story of a broken rule, why others are skipped, and how the subject was lost", () => {
    const root = read(eventful());
    const [failure] = all(root, "failure");
    expect(failure?.attributes).toEqual({ message: "it did", type: "config/constant" });
    expect(textOf(failure as Element)).toMatch(/^VIOLATED {2}config\/constant\n.*exec:\.\/device/);
    expect(textOf(failure as Element)).toMatch(
      /> 1 {2}plug 1 block\n +-> ack\n[\s\S]*again: hotmem replay out\/config/,
    );
    expect(all(root, "skipped").map(({ attributes }) => attributes["message"])).toEqual([
      "not judged: needs unplug (not among its commands)",
      "not judged: belongs to profile uapi; this run judged spec",
    ]);
    expect(all(root, "error").map((one) => [one.attributes["type"], textOf(one)])).toEqual([
      ["subject lost", "it hung"],
      ["protocol broken", "it sent no JSON"],
    ]);
  });

  test("is no success when no rule had anything to say", () => {
    const root = read(reportOf({ ending: "inconclusive", rules: [ruleCount("config/constant", { premises: 0 })] }));
    expect(numbers(root)).toEqual({ tests: 2, failures: 0, errors: 1, skipped: 1 });
    expect(all(root, "error")[0]?.attributes).toEqual({
      message: "no rule had anything to say",
      type: "inconclusive",
    });
  });

  test("names who was tested and how to do it again", () => {
    const declined = [{ ask: "state", count: 4, reasons: [{ why: "no", count: 4 }] }];
    const properties = all(read(reportOf({ declined })), "property").map(({ attributes: { name, value } }) => [
      name,
      value,
    ]);
    expect(Object.fromEntries(properties)).toEqual({
      subject: "exec:./device",
      version: "mine 1",
      hotmem: "1.2.3",
      seed: "7",
      geometry: "tiny",
      again: "hotmem check --contract device",
      "profile spec": "held",
      "profile uapi": "not shown",
      "declined state": "4: no",
    });
  });

  test("does not fail for what is recorded as a known deviation, and does not pass for it either", () => {
    const today = "occurs" as const;
    const deviations = [{ rule: "config/constant", ask: "config", says: "", count: 2, today, finding: "" }];
    const root = read(reportOf({ deviations }));
    expect(numbers(root)).toEqual({ tests: 3, failures: 0, errors: 0, skipped: 2 });
    expect(all(root, "skipped")[0]?.attributes["message"]).toMatch(/^broken: only in ways that are recorded/);
  });

  test("is well-formed whatever the subject calls itself and says", () => {
    const root = read(
      eventful({
        subject: `exec:${nasty}`,
        version: nasty,
        declined: [{ ask: "state", count: 1, reasons: [{ why: nasty, link: nasty, count: 1 }] }],
        failures: [failureOf("config/constant", { because: nasty, story: [{ ask: nasty, answer: nasty }] })],
        lost: [{ why: nasty, step: 0 }],
      }),
    );
    expect(numbers(root)).toEqual({ tests: 5, failures: 1, errors: 1, skipped: 2 });
    const seen = nasty.replace(/[^ -~\n\t]/g, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, "0")}`);
    expect(textOf(all(root, "error")[0] as Element)).toBe(seen);
    expect(all(root, "failure")[0]?.attributes["message"]).toBe(seen);
    expect(all(root, "property").find(({ attributes }) => attributes["name"] === "version")?.attributes["value"]).toBe(
      seen,
    );
  });
});
