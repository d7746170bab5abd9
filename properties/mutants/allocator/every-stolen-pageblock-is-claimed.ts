import { plant } from "./plant.ts";

/** A single free frame turns a pageblock over. */
export const everyStolenPageblockIsClaimed = plant(
  {
    name: "everyStolenPageblockIsClaimed",
    breaks: "fallback/retype",
    profile: "linux",
    story: "Stealing re-types a pageblock that is mostly used by others.",
  },
  "worthClaiming",
  () => true,
);
