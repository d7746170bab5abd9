import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { State, Vocabulary } from "../model/contract.ts";
import { presets } from "../model/presets.ts";
import { openDocket } from "../model/rule.ts";
import { scripts } from "../properties/scripts.ts";
import type { Suite } from "../properties/suite.ts";
import { contractNames, withSuite } from "../properties/suites.ts";
import { runScript } from "./run.ts";
import { readTranscript, sealTranscript, writeTranscript } from "./transcript.ts";
import { judgeTranscript } from "./verdict.ts";

/** Whatever an honest subject answers can be written, is read back as it was, and is judged as it was. */
async function remembers<V extends Vocabulary<V>, S extends State<S>>(suite: Suite<V, S>): Promise<void> {
  const { contract, reference } = suite;
  const profile = contract.profiles.at(-1) ?? "";
  await fc.assert(
    fc.asyncProperty(scripts(suite, { base: presets.small, steps: 60 }), async (script) => {
      const docket = openDocket(contract.rules, { profiles: contract.profiles, world: reference.world });
      const { steps } = await runScript(contract, docket, reference.boot(script.geometry), script);
      if (steps.length === 0) return;
      const { name } = contract;
      const about = { contract: name, profile, subject: reference.name, title: "", expects: "held" } as const;
      const transcript = sealTranscript<V>({ ...about, geometry: script.geometry, steps });
      expect(readTranscript(writeTranscript(transcript))).toEqual(transcript);
      expect(judgeTranscript(contract, transcript)).toMatchObject({ kind: "held" });
    }),
    { numRuns: 60 },
  );
}

describe("a transcript of a generated run", () => {
  it.each(contractNames)("of the %s is read and judged as it was", (name) => withSuite(name, remembers));
});
