import type { NotifierEvent, Refusal, Vetoable } from "../vocabulary.ts";
import { migratable } from "./contig.ts";
import { migrateAll } from "./handle-holds.ts";
import { targetReach } from "./handle-ranges.ts";
import { offlineBegin, offlineEnd, onlineBlock } from "./hotplug.ts";
import type { Memory } from "./memory.ts";
import { GOING_OFFLINE, MOVABLE, MOVABLE_ZONE, NORMAL } from "./numbers.ts";
import { answered, DONE, declined, type Handlers, isIndex, OUT_OF_RANGE, refused } from "./outcome.ts";

const IDLE = declined("the block is not going offline");

const isBlock = (m: Memory, block: number): boolean => isIndex(block, m.blockState.length);

const vetoable = (why: Refusal, notified: readonly NotifierEvent[]): { kind: "answered"; answer: Vetoable } =>
  answered({ kind: "refused", why, notified });

/** Commands about memory blocks and their notifiers. */
export const blockHandlers: Handlers<
  "add" | "online" | "offline-begin" | "offline-step" | "offline-finish" | "offline-cancel" | "remove" | "veto"
> = {
  add(m, { block }) {
    if (!isBlock(m, block)) return OUT_OF_RANGE;
    const why = m.steps.refusesAdd(m, block);
    if (why !== null) return refused(why);
    m.steps.addFrames(m, block);
    return answered({ kind: "added" });
  },

  online(m, { block, zone }) {
    if (!isBlock(m, block)) return OUT_OF_RANGE;
    const why = m.steps.refusesOnline(m, block);
    if (why !== null) return vetoable(why, []);
    const notified: NotifierEvent[] = [];
    const onlined = onlineBlock(m, block, zone === "movable" ? MOVABLE_ZONE : NORMAL, notified);
    return onlined ? answered({ kind: "onlined", notified }) : vetoable("vetoed", notified);
  },

  "offline-begin"(m, { block }) {
    if (!isBlock(m, block)) return OUT_OF_RANGE;
    const wrong = m.steps.refusesOffline(m, block);
    if (wrong !== null) return vetoable(wrong, []);
    const notified: NotifierEvent[] = [];
    const why = offlineBegin(m, block, notified);
    return why === null ? answered({ kind: "begun", notified }) : vetoable(why, notified);
  },

  "offline-step"(m, { block }) {
    if (!isBlock(m, block) || m.blockState[block] !== GOING_OFFLINE) return IDLE;
    const pages = migratable(m, block << m.blockShift, (block + 1) << m.blockShift, Number.POSITIVE_INFINITY);
    return answered({ kind: "stepped", moved: migrateAll(m, pages, MOVABLE, (page) => targetReach(m, page)) });
  },

  "offline-finish"(m, { block }) {
    if (!isBlock(m, block) || m.blockState[block] !== GOING_OFFLINE) return IDLE;
    if (!m.steps.offlineTest(m, block)) return answered({ kind: "again" });
    offlineEnd(m, block);
    const notified: NotifierEvent[] = [];
    m.steps.notify(m, notified, "offline");
    return answered({ kind: "offlined", notified });
  },

  "offline-cancel"(m, { block }) {
    if (!isBlock(m, block) || m.blockState[block] !== GOING_OFFLINE) return IDLE;
    m.steps.rollback(m, block);
    const notified: NotifierEvent[] = [];
    m.steps.notify(m, notified, "cancel-offline");
    return answered({ kind: "cancelled", notified });
  },

  remove(m, { block }) {
    if (!isBlock(m, block)) return OUT_OF_RANGE;
    const why = m.steps.refusesRemove(m, block);
    if (why !== null) return refused(why);
    m.steps.removeFrames(m, block);
    return answered({ kind: "removed" });
  },

  veto(m, { next }) {
    if (next === "online") m.vetoOnline = true;
    else m.vetoOffline = true;
    return DONE;
  },
};
