import type { RuleText } from "../../rule.ts";
import { hotmem, hotmemClosed } from "./kinds.ts";

const paper = "arXiv 2411.12893";

/** Life of partitions: who gets them, when they are free, and when they go away. */
export const partitions = {
  "partition/transitions": {
    says: "A partition goes from state to state only as the table in oracle/PROTOCOL.md says; assigned means that it has users.",
    source: `${paper} §4.1; docs/decisions/0009-where-the-paper-is-silent.md`,
    alias: ["P1"],
    ...hotmem,
  },
  "partition/users": {
    says: "The users told of a partition are the live address spaces assigned to it, told whenever their number changes; threads do not count.",
    source: `${paper} §4.1: partition_users counts memory descriptors`,
    alias: ["P2", "HM11", "HB1", "HB2", "HB11", "HB15"],
    ...hotmem,
  },
  "partition/whole": {
    says: "A partition that is free, assigned or draining is plugged and online as a whole; one that is empty has nothing plugged, and one that is being unplugged gets nothing plugged again.",
    source: `${paper} §4.1: a partition is populated and taken away as a whole`,
    alias: ["P11", "HB9"],
    ...hotmem,
  },
  "partition/drains-while-held": {
    says: "A partition without users is not free while a pin or a pipe keeps a page of it.",
    source: `${paper} §4.1 (free means empty); Documentation/core-api/pin_user_pages`,
    alias: ["P12", "HM12"],
    ...hotmem,
  },
  "partition/freed-when-empty": {
    says: "A partition that lost its last user, and of which nothing is kept, is free; at the latest when per-CPU lists were drained and the guest settled.",
    source: `${paper} §4.1: users = 0 marks the partition free`,
    alias: ["P12", "L9"],
    ...hotmemClosed,
  },
  "attach/consistent": {
    says: "A guest either has partitions, and gives every instance one of them, or has none and never speaks of any.",
    source: `${paper} §4.1`,
    alias: ["P7", "HM5"],
    ...hotmem,
  },
  "attach/free-populated": {
    says: "An instance gets a partition that is free and populated, never one that is being unplugged, drains or is not all there.",
    source: `${paper} §4.1: take one that is populated and free`,
    alias: ["P9", "HM7", "HB3"],
    ...hotmem,
  },
  "attach/one-instance": {
    says: "No two instances have the same partition.",
    source: `${paper} §3: a partition stays locked to its instance`,
    alias: ["P7", "HM8"],
    ...hotmem,
  },
  "attach/serves-at-once": {
    says: "An instance is refused, or sleeps, only when no partition may be assigned.",
    source: `${paper} §4.1: sleep on a wait queue if there is none`,
    alias: ["P9", "L8"],
    ...hotmemClosed,
  },
  "attach/as-asked": {
    says: "Who finds no partition sleeps when it was asked to wait, and is refused otherwise.",
    source: `${paper} §4.1; docs/decisions/0009-where-the-paper-is-silent.md`,
    alias: ["L8"],
    ...hotmem,
  },
  "wait/who-waits": {
    says: "Only a process that waits is served.",
    source: "kernel/sched/wait.c prepare_to_wait, finish_wait",
    alias: ["L8", "HB15"],
    ...hotmem,
  },
  "wait/first-come": {
    says: "Partitions go to waiting processes in the order in which they came, where options wake one at a time.",
    source: "kernel/sched/wait.c add_wait_queue_exclusive; docs/decisions/0009-where-the-paper-is-silent.md",
    alias: ["L8"],
    ...hotmem,
  },
  "wait/no-lost-wake-up": {
    says: "When an answer is over, no partition that could be assigned is free while a process waits for one.",
    source: "kernel/sched/wait.c (the condition is tested under the lock); arXiv 2411.12893 §4.1: waiters are notified",
    alias: ["L8", "HB4"],
    ...hotmemClosed,
  },
} satisfies Record<string, RuleText>;
