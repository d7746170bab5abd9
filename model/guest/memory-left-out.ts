import type { LeftOut } from "../rule.ts";

/** Facts about memory, content and partitions that no rule states. */
export const memoryLeftOut: readonly LeftOut[] = [
  {
    alias: "I3",
    says: "After UNPLUG is acknowledged the host zeroes frames before it gives them to another machine.",
    why: "There is one machine. What its own processes find in frames that were plugged again is judged by content/fresh-is-zero.",
  },
  {
    alias: "I6",
    says: "A page reported as free is free, and its content may be lost only where nobody expects poison.",
    why: "Free page reporting is no part of the guest that is modelled.",
  },
];
