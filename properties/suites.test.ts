import { describe, expect, test } from "vitest";
import { CannotStart } from "../model/subject.ts";
import { contractNames, needsOf, resolveSource, subjectNames, withSuite } from "./suites.ts";

describe.each(contractNames)("the suite of %s", (name) => {
  test("is that of the contract it is filed under", () => {
    expect(withSuite(name, ({ contract }) => contract.name)).toBe(name);
  });

  test("opens every subject it names but programs, each under its own name", async () => {
    for (const subject of subjectNames(name).filter((one) => one !== "qemu")) {
      const opened = await withSuite(name, async (suite) => (await resolveSource(suite, subject))?.name);
      expect(opened).toBe(subject);
    }
  });

  test("has no name twice, and opens nothing for a name it does not have", async () => {
    const names = subjectNames(name);
    expect(new Set(names).size).toBe(names.length);
    for (const unknown of ["", "Reference", "mutant:", "mutant:nobody", "qemu2"]) {
      expect(await withSuite(name, async (suite) => (await resolveSource(suite, unknown))?.name)).toBeUndefined();
    }
  });

  test("lends a mutant the geometry it needs, and nobody else", () => {
    withSuite(name, (suite) => {
      for (const mutant of suite.mutants) expect(needsOf(suite, `mutant:${mutant.name}`)).toEqual(mutant.needs ?? {});
      expect(needsOf(suite, "reference")).toEqual({});
    });
  });
});

test("a program that is not there cannot start", async () => {
  const opening = { program: "/nowhere/qemu" };
  const opened = withSuite("device", async (suite) => (await resolveSource(suite, "qemu", opening))?.name);
  await expect(opened).rejects.toThrow(CannotStart);
});
