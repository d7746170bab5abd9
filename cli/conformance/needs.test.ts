import { expect, test } from "vitest";
import { contractNames, withSuite } from "../../properties/suites.ts";
import { featureNames } from "./ingredients.ts";
import { needsOf, waysTo } from "./needs.ts";

test.each(contractNames)("what rules need is known for every rule of contract %s, in names that exist", (name) => {
  const { rules, laws } = withSuite(name, ({ contract }) => ({
    rules: Object.keys(contract.rules),
    laws: Object.keys(contract.laws),
  }));
  expect(Object.keys(needsOf(name)).sort()).toEqual(rules.toSorted());
  const known = new Set<string>([...laws, ...featureNames]);
  expect(rules.flatMap((rule) => waysTo(name, rule).flat()).filter((one) => !known.has(one))).toEqual([]);
  expect(rules.filter((rule) => waysTo(name, rule).length === 0)).toEqual([]);
});

test.each(contractNames)("no way of contract %s asks for more than another way to the same rule", (name) => {
  const wasteful = Object.keys(needsOf(name)).filter((rule) => {
    const ways = waysTo(name, rule);
    return ways.some((way) => ways.some((other) => other !== way && other.every((one) => way.includes(one))));
  });
  expect(wasteful).toEqual([]);
});

test("features and commands have different names", () => {
  const kinds = contractNames.flatMap((name) => withSuite(name, ({ contract }) => Object.keys(contract.laws)));
  expect(featureNames.filter((name) => kinds.includes(name))).toEqual([]);
});
