import { expect, test } from "vitest";
import type { Claim } from "../oracle/protocol/messages.ts";
import { readChoices } from "./choose.ts";
import { exit } from "./exit.ts";
import { isProblem } from "./problem.ts";

const choose = (claim: Omit<Claim, "contract">) => readChoices({}, "exec:mine", [{ contract: "allocator", ...claim }]);

test("a command that knows one command of its contract is asked, whatever else it names", () => {
  expect(choose({})).toMatchObject([{ contract: "allocator", profile: "any" }]);
  expect(choose({ commands: ["allocate", "of tomorrow"] })).toMatchObject([{ contract: "allocator" }]);
});

test.each([
  [[], "it names none"],
  [["alocate", "free"], "it names alocate, free; did you mean allocate?"],
])("one that names %j leaves nothing to ask, and cannot begin", (commands, why) => {
  const problem = choose({ commands });
  if (!isProblem(problem)) throw new Error("it was taken");
  expect(problem).toMatchObject({
    code: exit.cannotStart,
    says: `the command says that it speaks allocator, but knows no command of it: ${why}`,
  });
});
