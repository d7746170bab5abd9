import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { Type } from "typebox";
import { beforeAll, describe, expect, it } from "vitest";
import type { Contract, Laws, State, Vocabulary } from "../model/contract.ts";
import { hasQemu } from "../properties/house/qemu.ts";
import type { Suite } from "../properties/suite.ts";
import { contractNames, resolveSource, withSuite } from "../properties/suites.ts";
import type { WireContract } from "../wire/schema.ts";
import { corpusName, type Replayed, replayCorpus } from "./corpus.ts";
import { readTranscript } from "./transcript.ts";
import { type AnyTranscript, currentWires, ofContract, wireOf } from "./transcript-content.ts";
import { type Finding, judgeTranscript, sayFinding } from "./verdict.ts";
import { type Replay, replayTranscript } from "./verdict-asked.ts";

const folder = join(import.meta.dirname, "corpus");

/** The suite without its generator: whoever asks for weights, moods or proposals while replaying fails. */
const ungenerated = <V extends Vocabulary<V>, S extends State<S>>(suite: Suite<V, S>): Suite<V, S> =>
  Object.defineProperty({ ...suite }, "composer", {
    get: () => {
      throw new Error("replaying asked the generator");
    },
  });

/** Judges the recorded answers and asks the recorded subject again; only the answers where QEMU is needed and missing. */
const again = (transcript: AnyTranscript): Promise<Replay> =>
  withSuite(transcript.contract, async <V extends Vocabulary<V>, S extends State<S>>(whole: Suite<V, S>) => {
    const suite = ungenerated(whole);
    const run = ofContract<V>(suite.contract.name, transcript);
    if (transcript.subject === "qemu" && !hasQemu()) return replayTranscript(suite.contract, run);
    const source = await resolveSource(suite, transcript.subject);
    if (source === undefined) throw new Error(`${transcript.subject} is no subject of ${suite.contract.name} any more`);
    try {
      return await replayTranscript(suite.contract, run, source);
    } finally {
      await source.close();
    }
  });

let files: readonly Replayed[] = [];
beforeAll(async () => {
  const found: Replayed[] = [];
  for await (const file of replayCorpus(folder, again)) found.push(file);
  files = found;
});

/** One line per file that does not do what its header expects. */
const surprises = (): readonly string[] =>
  files.flatMap((file) => {
    if (file.kind === "unreadable") return [`${basename(file.path)}: ${file.why}`];
    const { recorded, asked, asExpected } = file.replay;
    return asExpected
      ? []
      : [`${basename(file.path)}: ${sayFinding(recorded)}; ${asked === undefined ? "" : sayFinding(asked)}`];
  });

/** A law for a command that did not exist when the transcript was recorded. */
const ponder = { applies: () => true, judge: () => ({ kind: "legal" }), answers: () => [] };

type Entries = Readonly<Record<string, unknown>>;

/** The table as it might look one day: kinds in another order, one more, and without those that the steps do not need. */
const evolved = <T>(table: T, extra: unknown, used: ReadonlySet<string>): T =>
  Object.fromEntries(
    Object.entries({ ponder: extra, ...(table as Entries) })
      .filter(([kind]) => kind === "ponder" || used.has(kind))
      .reverse(),
  ) as T;

function judgeEvolved<V extends Vocabulary<V>, S extends State<S>>(
  contract: Contract<V, S>,
  text: string,
): Finding | string {
  const today = readTranscript(text);
  if ("malformed" in today) return today.malformed.why;
  const used = new Set(ofContract<V>(contract.name, today).steps.map(({ ask }) => ask.kind));
  const wire = evolved<WireContract<V>>(
    wireOf<V>(contract.name),
    { ask: Type.Object({}), answer: Type.Object({ kind: Type.Literal("done") }) },
    used,
  );
  const read = readTranscript(text, { ...currentWires, [contract.name]: wire });
  if ("malformed" in read) return read.malformed.why;
  const laws = evolved<Laws<V, S>>(contract.laws, ponder, used);
  return judgeTranscript({ ...contract, laws }, ofContract<V>(contract.name, read));
}

describe("the corpus", () => {
  it("remembers something of every contract", () => {
    const contracts = files.flatMap((file) => (file.kind === "replayed" ? [file.transcript.contract] : []));
    expect([...new Set(contracts)].sort()).toEqual([...contractNames].sort());
  });

  it("does what its headers expect", () => {
    expect(surprises()).toEqual([]);
  });

  it("names its files after their content", () => {
    const named = (file: Replayed) => (file.kind === "replayed" ? corpusName(file.transcript as never) : "");
    expect(files.map(({ path }) => basename(path))).toEqual(files.map(named));
  });

  it("does not depend on the generator, whatever its weights", () => {
    const weights = withSuite("device", (suite) => () => ungenerated(suite).composer.weights);
    expect(weights).toThrow("replaying asked the generator");
    expect(surprises()).toEqual([]);
  });

  it("outlives commands that come, go and change places", async () => {
    for (const file of files) {
      if (file.kind === "unreadable") continue;
      const text = await readFile(file.path, "utf8");
      const finding = withSuite(file.transcript.contract, ({ contract }) => judgeEvolved(contract, text));
      expect(finding).toEqual(file.replay.recorded);
    }
  });
});
