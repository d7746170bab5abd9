import type { ContractName } from "../../model/contract.ts";
import type { Ingredient } from "./ingredients.ts";
import { allocatorNeeds } from "./needs-allocator.ts";
import { deviceNeeds } from "./needs-device.ts";
import { guestNeeds } from "./needs-guest.ts";
import type { Needs } from "./needs-table.ts";

const tables: { readonly [C in ContractName]: Needs } = {
  allocator: allocatorNeeds,
  device: deviceNeeds,
  guest: guestNeeds,
};

/** Every rule of a contract with the ways in which it can get a say. */
export const needsOf = (contract: ContractName): Needs => tables[contract];

/**
 * The smallest sets of commands and features with which the rule was seen to have a say, at most three; any one of them is
 * enough. None for a rule that is not in the table.
 */
export const waysTo = (contract: ContractName, rule: string): readonly (readonly Ingredient[])[] =>
  (tables[contract][rule] ?? []).map((way) => way.split(" "));
