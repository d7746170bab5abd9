/**
 * For each rule the smallest sets of commands and features with which it was seen to have a say: names separated by spaces,
 * at most three sets, any of which is enough. Measured on the reference and printed by `bench/needs.ts`; a rule that has
 * a say is judged whatever stands here.
 */
export type Needs = Readonly<Record<string, readonly string[]>>;
