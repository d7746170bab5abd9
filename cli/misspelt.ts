import type { ContractName } from "../model/contract.ts";
import { presets } from "../model/presets.ts";
import { constrain } from "../oracle/protocol/constrain.ts";
import { type Claim, type Constraint, type Introduction, introduction } from "../oracle/protocol/messages.ts";
import { geometrySays } from "../oracle/protocol/says/geometry.ts";
import { contractNames, withSuite } from "../properties/suites.ts";
import { isObject } from "../wire/codec.ts";
import { type Shape, shapeOf } from "../wire/shape.ts";
import { bad, type Finding } from "./finding.ts";
import { nearest } from "./nearest.ts";

/** Names that mean nothing, each with the one that was probably meant. */
const strangers = (
  what: string,
  kind: string,
  given: readonly string[],
  known: readonly string[],
): readonly Finding[] =>
  given
    .filter((name) => !known.includes(name))
    .map((name) =>
      bad(what, `its hello names ${kind} ${JSON.stringify(name)}, which there is not${meant(name, known)}`),
    );

/** What a misspelt name was to be; empty where none is near. */
function meant(name: string, known: readonly string[]): string {
  const near = nearest(name, known);
  return near === undefined ? "" : `; did you mean ${near}?`;
}

/** Fields of `hello` that nobody reads. They are allowed, but more often misspelt than meant for others. */
export const unreadFields = (given: unknown): readonly Finding[] => unread(shapeOf(introduction), given, "hello");

function unread(shape: Shape, value: unknown, path: string): readonly Finding[] {
  if (shape.kind === "list" && Array.isArray(value)) {
    return value.flatMap((item, at) => unread(shape.items, item, `${path}[${at}]`));
  }
  if (shape.kind !== "record" || !isObject(value)) return [];
  const known = shape.fields.map(({ name }) => name);
  return Object.entries(value).flatMap(([name, inner]) => {
    const field = shape.fields.find((one) => one.name === name);
    if (field !== undefined) return unread(field.shape, inner, `${path}.${name}`);
    return [bad("program", `nobody reads the field ${path}.${name}${meant(name, known)}`)];
  });
}

/** Contracts that there are not. */
export const unknownContracts = ({ contracts }: Introduction): readonly Finding[] =>
  strangers(
    "program",
    "contract",
    contracts.map(({ contract }) => contract),
    contractNames,
  );

/** What a claim under a known contract says that means nothing. */
export function unknownClaims(contract: ContractName, claim: Claim): readonly Finding[] {
  const { profiles, commands } = withSuite(contract, (suite) => ({
    profiles: suite.contract.profiles,
    commands: Object.keys(suite.contract.laws),
  }));
  return [
    ...strangers(contract, "profile", claim.profiles ?? [], profiles),
    ...strangers(contract, "command", claim.commands ?? [], commands),
    ...(claim.geometry ?? []).flatMap((constraint) => impossible(contract, constraint)),
  ];
}

/** A constraint that cannot be met, or that constrains nothing. */
function impossible(contract: ContractName, constraint: Constraint): readonly Finding[] {
  const { field, ...bounds } = constraint;
  if (Object.keys(bounds).length === 0) {
    return [bad(contract, `its hello constrains ${JSON.stringify(field)}, and does not say to what`)];
  }
  const fields = Object.keys(geometrySays);
  const found = constrain(contract, presets.small, [constraint]);
  if (!("refused" in found)) return [];
  return [bad(contract, found.refused + (fields.includes(field) ? "" : meant(field, fields)))];
}
