import { expect, test } from "vitest";
import type { Law } from "../model/contract.ts";
import { listed } from "./listed.test-kit.ts";

interface Bell {
  readonly ring: { readonly ask: object; readonly answer: { readonly kind: "done" } };
}

const silent: Law<Bell, "ring", null> = { applies: () => true, judge: () => ({ kind: "legal" }) };

test("a law that lists nothing is no law to compare with", () => {
  const law: typeof silent = { ...silent, answers: () => [{ kind: "done" }] };
  expect([...listed(law, null, { kind: "ring" })]).toEqual([{ kind: "done" }]);
  expect(() => listed(silent, null, { kind: "ring" })).toThrow("the law of ring does not list what it accepts");
});
