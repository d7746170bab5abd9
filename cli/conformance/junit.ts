import type { Checked, CheckJson } from "../check-json.ts";
import type { RuleCount } from "../report.ts";
import { tellFailure } from "../story.ts";
import { attribute, escaped } from "./escape.ts";
import { sayReasons } from "./missing.ts";

/** Characters in a line of a story. */
const WIDTH = 100;

interface Case {
  readonly kind: "passed" | "failure" | "error" | "skipped";
  readonly xml: string;
}

const attributes = (all: Readonly<Record<string, string | number>>): string =>
  Object.entries(all)
    .map(([name, value]) => ` ${name}="${attribute(String(value))}"`)
    .join("");

const toSeconds = (ms: number): string => (ms / 1000).toFixed(3);

const testcase = (kind: Case["kind"], classname: string, name: string, inside: string): Case => {
  const head = `    <testcase${attributes({ name, classname, time: "0.000" })}`;
  return { kind, xml: inside === "" ? `${head}/>` : `${head}>\n      ${inside}\n    </testcase>` };
};

const skipped = (why: string): string => `<skipped${attributes({ message: why })}/>`;

/** One rule of one contract as a test case. */
function ruleCase(checked: Checked, rule: RuleCount, at: number): Case {
  const { report, verdicts, files } = checked;
  const classname = `${report.contract}.${rule.profile}`;
  const failed = report.failures.findIndex((failure) => failure.rule === rule.id);
  const failure = report.failures[failed];
  if (failure !== undefined) {
    const head = attributes({ message: failure.because, type: rule.id });
    const story = escaped(tellFailure(report, failure, files[failed] ?? null, WIDTH));
    return testcase("failure", classname, rule.id, `<failure${head}>${story}</failure>`);
  }
  const { verdict, because } = verdicts[at] ?? { verdict: "not judged" };
  if (verdict === "held") return testcase("passed", classname, rule.id, "");
  return testcase("skipped", classname, rule.id, skipped(`${verdict}${because === undefined ? "" : `: ${because}`}`));
}

/** Subjects that were lost are no rule's affair, and must not pass for a success. */
const lostCases = ({ report }: Checked): readonly Case[] =>
  report.lost.map(({ why, step, broke }, at) => {
    const type = broke === "protocol" ? "protocol broken" : "subject lost";
    const head = attributes({ message: `${type} at step ${step}`, type });
    return testcase("error", `${report.contract}.subject`, `lost ${at + 1}`, `<error${head}>${escaped(why)}</error>`);
  });

/** A check that showed nothing must not pass for a success either, although every rule is only skipped. */
function emptyCases({ report: { contract, ending, lost } }: Checked): readonly Case[] {
  if (ending !== "inconclusive" || lost.length > 0) return [];
  const head = attributes({ message: "no rule had anything to say", type: "inconclusive" });
  return [testcase("error", `${contract}.subject`, "judged at all", `<error${head}/>`)];
}

const casesOf = (checked: Checked): readonly Case[] => [
  ...checked.report.rules.map((rule, at) => ruleCase(checked, rule, at)),
  ...lostCases(checked),
  ...emptyCases(checked),
];

const count = (cases: readonly Case[]): Readonly<Record<string, number>> => ({
  tests: cases.length,
  failures: cases.filter(({ kind }) => kind === "failure").length,
  errors: cases.filter(({ kind }) => kind === "error").length,
  skipped: cases.filter(({ kind }) => kind === "skipped").length,
});

function suite({ hotmem, finished, geometry }: CheckJson, checked: Checked, cases: readonly Case[]): string {
  const { report, again, profiles } = checked;
  const properties: readonly (readonly [string, string])[] = [
    ["subject", report.subject],
    ["version", report.version],
    ["hotmem", hotmem],
    ["seed", String(report.seed)],
    ["geometry", geometry.name],
    ["again", again],
    ...profiles.map(({ profile, verdict }): readonly [string, string] => [`profile ${profile}`, verdict]),
    ...report.declined.map((one): readonly [string, string] => [
      `declined ${one.ask}`,
      `${one.count}: ${sayReasons(one)}`,
    ]),
  ];
  const head = attributes({
    name: report.contract,
    ...count(cases),
    time: toSeconds(report.elapsedMs),
    timestamp: finished.slice(0, 19),
  });
  return [
    `  <testsuite${head}>`,
    "    <properties>",
    ...properties.map(([name, value]) => `      <property${attributes({ name, value })}/>`),
    "    </properties>",
    ...cases.map(({ xml }) => xml),
    "  </testsuite>",
  ].join("\n");
}

/**
 * What was shown, as CI systems read it: a test suite for each contract, a test case for each rule. A broken rule is a failure
 * that tells its story; a rule that was not judged, never hit, or broken only as recorded is skipped, with the reason. A lost
 * subject is one more test case, with an error.
 *
 * Jenkins' and GitLab's dialect of JUnit: `testsuites`, `testsuite`, `testcase`; times are seconds.
 */
export function junitOf(checked: CheckJson): string {
  const suites = checked.reports.map((one) => ({ one, cases: casesOf(one) }));
  const all = suites.flatMap(({ cases }) => cases);
  const elapsed = checked.reports.reduce((sum, { report }) => sum + report.elapsedMs, 0);
  const head = attributes({ name: `hotmem ${checked.hotmem}`, ...count(all), time: toSeconds(elapsed) });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${head}>`,
    ...suites.map(({ one, cases }) => suite(checked, one, cases)),
    "</testsuites>",
    "",
  ].join("\n");
}
