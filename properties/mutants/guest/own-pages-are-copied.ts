import { plant } from "./plant.ts";

/** Copy-on-write without anybody to share with. */
export const ownPagesAreCopied = plant({
  name: "ownPagesAreCopied",
  breaks: "place/pages-stay",
  alsoBreaks: ["exhausted/nothing-left", "cost/faulted", "hold/never-moves"],
  profile: "virtio-mem",
  story: "Each write copies its pages, although nobody else maps them (wp_can_reuse_anon_folio always says no).",
  steps: {
    breaksSharing: () => true,
  },
});
