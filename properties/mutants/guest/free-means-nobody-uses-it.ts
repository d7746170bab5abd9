import { plant } from "./plant.ts";

/** The paper's assumption. */
export const freeMeansNobodyUsesIt = plant({
  name: "freeMeansNobodyUsesIt",
  breaks: "partition/drains-while-held",
  alsoBreaks: ["partition/transitions", "settle/unplugged", "attach/free-populated"],
  profile: "hotmem",
  story: "A partition without users is taken for empty, although pins and pipes may keep pages of it.",
  steps: {
    residue: () => 0,
  },
});
