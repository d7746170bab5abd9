import type { RuleText } from "../../rule.ts";
import { hotmem, hotmemClosed, hotmemCounted } from "./kinds.ts";

const source = "arXiv 2411.12893 sections 4.1 and 6; docs/decisions/0011-bounded-reclaim-is-asked-of-every-guest.md";

/**
 * Bounded reclaim. The host asks for k partition-worths and at least k are free: (plugged private memory - rated size *
 * instances alive or draining) / rated size. That premise is counted from commands and answers alone, so that it holds for guests without
 * partitions too. It ends when the guest can no longer be blamed: see `premiseHolds` in model/guest/reclaim/episode.ts.
 */
export const reclaim = {
  "reclaim/exact": {
    says: "Asked for k partition-worths of which k are free, the guest gives back exactly these: all of them when it is settled, never more.",
    source,
    alias: ["K6", "L2"],
    ...hotmem,
  },
  "reclaim/no-migration": {
    says: "Meanwhile no page moves.",
    source,
    alias: ["P10", "K1", "K4", "K5"],
    ...hotmem,
  },
  "reclaim/no-zeroing": {
    says: "Meanwhile no frame is zeroed other than for who faults it.",
    source,
    alias: ["P10", "K1", "K4"],
    ...hotmem,
  },
  "reclaim/requests": {
    says: "Meanwhile a memory block is named by at most one UNPLUG that is not answered BUSY (for a balloon, one message), and no more blocks than k partitions have.",
    source,
    alias: ["K2"],
    ...hotmemClosed,
  },
  "reclaim/steps": {
    says: "The workers take at most 4 + 5 * k * blocks of a partition micro-steps, whatever else is in use, and a constant more for each misfortune.",
    source,
    alias: ["K1"],
    ...hotmemCounted,
  },
} satisfies Record<string, RuleText>;
