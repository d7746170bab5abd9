import { expect, test } from "vitest";
import { allocatorRules } from "./allocator/rules.ts";
import { openDocket, profilesUpTo } from "./rule.ts";

test("a docket puts the rules of its profiles in force, or those of them that are named", () => {
  const all = openDocket(allocatorRules, { profiles: ["any", "linux"], world: "closed" });
  expect(all.inForce.every((on) => on === 1)).toBe(true);
  const one = openDocket(allocatorRules, { profiles: ["any"], world: "closed", only: ["allocate/disjoint"] });
  expect(one.inForce.reduce((sum, on) => sum + on, 0)).toBe(1);
});

test("a slip of the pen does not put everything out of force", () => {
  expect(() => openDocket(allocatorRules, { profiles: ["linus"], world: "closed" })).toThrow(
    "no rule has the profile linus; there are any, linux",
  );
  expect(() => openDocket(allocatorRules, { profiles: ["any"], world: "closed", only: ["alocate/disjoint"] })).toThrow(
    "there is no rule alocate/disjoint",
  );
  expect(() => profilesUpTo(["any", "linux"], "uapi")).toThrow("there is no profile uapi; there are any, linux");
});
