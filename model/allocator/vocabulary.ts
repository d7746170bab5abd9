import type { BlockIndex, Cpu, FrameCount, Handle, Order, PageblockIndex, Pfn } from "../units.ts";

/** What the caller promises about the page: whether it can be moved, reclaimed, or neither. The three per-CPU migratetypes. */
export type Mobility = "unmovable" | "reclaimable" | "movable";

/** What a pageblock is set aside for. */
export type Migratetype = Mobility | "highatomic" | "cma" | "isolate";

/** Zones of the model, lowest first. `normal` is kernel memory; `movable` holds movable pages only. */
export type ZoneName = "normal" | "movable";

/** One page (or high-order page) that migrated: content, holder and references go along; the source becomes free. */
export interface Move {
  readonly from: Pfn;
  readonly to: Pfn;
  readonly order: Order;
}

/** What the memory-hotplug notifier chain was told, in order. */
export type NotifierEvent = `${"going-" | "" | "cancel-"}${"online" | "offline"}`;

/**
 * Why a hotplug operation was refused, in errno's terms: `invalid` EINVAL, `exists` EEXIST, `busy` EBUSY, `vetoed` the
 * notifier's errno, `no-memory` ENOMEM.
 */
export type Refusal = "invalid" | "exists" | "busy" | "vetoed" | "no-memory";

/** State of a memory block as sysfs shows it. */
export type BlockState = "absent" | "offline" | "online" | "going-offline";

/** Frame counts of one zone. */
export interface ZoneCounters {
  readonly zone: ZoneName;
  /** NR_FREE_PAGES: frames on the buddy lists except those in isolated pageblocks. */
  readonly free: FrameCount;
  /** Frames on the per-CPU lists of the zone. */
  readonly perCpu: FrameCount;
  /** Frames given to the buddy allocator, less those taken away by fake-offline. Poisoned frames still count. */
  readonly managed: FrameCount;
  /** Frames of online blocks of the zone, holes excluded. */
  readonly present: FrameCount;
  /** Frames from the zone's first to its last present frame, holes included; 0 for an empty zone. */
  readonly spanned: FrameCount;
  /** Pageblocks of migratetype ISOLATE. */
  readonly isolatedPageblocks: number;
}

/** Heads of the free buddies of one list. */
export interface FreeList {
  readonly zone: ZoneName;
  readonly order: Order;
  readonly migratetype: Migratetype;
  readonly heads: readonly Pfn[];
}

/** Pages parked on one processor for one zone. `order` may exceed 0: high-order pages are cached too. */
export interface PerCpuList {
  readonly cpu: Cpu;
  readonly zone: ZoneName;
  readonly pages: readonly { readonly first: Pfn; readonly order: Order }[];
}

/** Neighbouring pageblocks of one migratetype. Pageblocks of blocks that are not online are left out. */
export interface PageblockRun {
  readonly first: PageblockIndex;
  readonly count: number;
  readonly migratetype: Migratetype;
}

/** Neighbouring memory blocks in one state. Together they cover every block of the guest. */
export interface BlockRun {
  readonly first: BlockIndex;
  readonly count: number;
  readonly state: BlockState;
  /** Absent unless the block is online or going offline. */
  readonly zone?: ZoneName;
}

/** What a subject can tell without listing anything. */
export interface Counters {
  readonly kind: "counters";
  /** Every zone once, lowest first, empty ones included. */
  readonly zones: readonly ZoneCounters[];
}

/** Everything an observer with access to the allocator's memory can list. Empty lists are left out. */
export interface Lists {
  readonly kind: "lists";
  readonly zones: readonly ZoneCounters[];
  readonly free: readonly FreeList[];
  readonly perCpu: readonly PerCpuList[];
  readonly pageblocks: readonly PageblockRun[];
  readonly blocks: readonly BlockRun[];
}

/** It happened; it did not, as errno says; it did not, because something is in the way. */
export type Done = { readonly kind: "done" };
export type Refused = { readonly kind: "refused"; readonly why: Refusal };
export type Busy = { readonly kind: "busy" };

/** A refusal of a hotplug transition that may have reached the notifiers. */
export interface Vetoable extends Refused {
  readonly notified: readonly NotifierEvent[];
}

/**
 * The questions one can ask a page-frame allocator with zones, pageblocks and hotplugged memory blocks.
 *
 * Handles are chosen by the harness (`as`) and used afterwards (`what`). Frames are named by the harness only where
 * their number is known from the geometry: pageblocks, memory blocks, and the frame to poison.
 */
export interface Allocator {
  /**
   * 2^order frames, naturally aligned. `reach` is the highest zone the request may use (gfp_zone); `movable` only with
   * mobility movable. `zero` is __GFP_ZERO. `atomic` may dip into and reserve HIGHATOMIC pageblocks.
   * Movable pages are compound and on the LRU, hence migratable; the others are plain kernel memory.
   */
  readonly allocate: {
    readonly ask: {
      readonly as: Handle;
      readonly order: Order;
      readonly mobility: Mobility;
      readonly reach: ZoneName;
      readonly zero: boolean;
      readonly atomic: boolean;
      readonly cpu: Cpu;
    };
    /** `zeroed`: frames cleared on the way. */
    readonly answer:
      | { readonly kind: "granted"; readonly first: Pfn; readonly zeroed: FrameCount }
      | { readonly kind: "exhausted" };
  };
  /** Gives an allocation back. While references are held on it, a movable page stays whole until the last is dropped;
   * of other pages only the first frame stays. */
  readonly release: { readonly ask: { readonly what: Handle; readonly cpu: Cpu }; readonly answer: Done };
  /**
   * A wrong free, which must be refused and change nothing: `twice` frees an allocation that was already released (and
   * whose frames nobody has now), `order` frees with an order one too large, `tail` frees the second frame of a page.
   */
  readonly misrelease: {
    readonly ask: { readonly what: Handle; readonly how: "twice" | "order" | "tail" };
    readonly answer: { readonly kind: "refused" } | Done;
  };
  /** Fills every frame of an allocation with a tag, 1 to 2^32 - 1. */
  readonly write: { readonly ask: { readonly what: Handle; readonly tag: number }; readonly answer: Done };
  /** What the frames of an allocation hold: one tag (0 is zeroed memory), or several. */
  readonly read: {
    readonly ask: { readonly what: Handle };
    readonly answer: { readonly kind: "content"; readonly tag: number } | { readonly kind: "mixed" };
  };
  /**
   * Takes a reference on an allocation: `get` (FOLL_GET, a pipe, I/O in flight), `pin` (FOLL_PIN, short-term) or
   * `longterm` (FOLL_PIN | FOLL_LONGTERM). A long-term pin first moves the page out of the movable zone and out of CMA and
   * isolated pageblocks, or is refused and leaves nothing behind. A page with any reference cannot migrate.
   */
  readonly hold: {
    readonly ask: { readonly as: Handle; readonly what: Handle; readonly how: "get" | "pin" | "longterm" };
    /** `moved`: empty unless a long-term pin had to relocate the page. */
    readonly answer: { readonly kind: "held"; readonly moved: readonly Move[] } | Refused;
  };
  /** Drops a reference. */
  readonly drop: { readonly ask: { readonly what: Handle; readonly cpu: Cpu }; readonly answer: Done };
  /** Returns the per-CPU lists of one processor to the buddy lists. */
  readonly drain: { readonly ask: { readonly cpu: Cpu }; readonly answer: Done };
  /** Sets one pageblock to ISOLATE: its free frames are no longer allocatable. Refused when it is isolated already, or
   * when it holds something that cannot move. */
  readonly isolate: {
    readonly ask: { readonly pageblock: PageblockIndex };
    readonly answer: { readonly kind: "isolated" } | Busy;
  };
  /** Ends an isolation made by `isolate`; the pageblock gets the given type. */
  readonly unisolate: {
    readonly ask: { readonly pageblock: PageblockIndex; readonly mobility: Mobility };
    readonly answer: Done;
  };
  /** alloc_contig_range, first part: isolates the pageblocks of the range and drains the per-CPU lists, or fails whole. */
  readonly "contig-begin": {
    readonly ask: { readonly as: Handle; readonly pageblock: PageblockIndex; readonly count: number };
    readonly answer: { readonly kind: "begun" } | Busy;
  };
  /** Middle part, any number of times: migrates up to 32 pages out of the range. */
  readonly "contig-step": {
    readonly ask: { readonly what: Handle };
    readonly answer: { readonly kind: "stepped"; readonly moved: readonly Move[] };
  };
  /** Last part: takes every frame of the range as single pages, or fails; either way the range is un-isolated to MOVABLE.
   * With init_on_alloc the frames are zeroed. After `taken` the handle names an allocation of the whole range. */
  readonly "contig-finish": {
    readonly ask: { readonly what: Handle };
    readonly answer: { readonly kind: "taken"; readonly zeroed: FrameCount } | Busy;
  };
  /** Frees a range that `contig-finish` took (free_contig_range). */
  readonly "contig-release": { readonly ask: { readonly what: Handle }; readonly answer: Done };
  /** Marks a taken range PG_offline and subtracts it from managed, as virtio-mem does before it unplugs. */
  readonly "fake-offline": { readonly ask: { readonly what: Handle }; readonly answer: Done };
  /** Undoes `fake-offline` and frees the range. */
  readonly "fake-online": { readonly ask: { readonly what: Handle }; readonly answer: Done };
  /** Adds a memory block: absent to offline. */
  readonly add: {
    readonly ask: { readonly block: BlockIndex };
    readonly answer: { readonly kind: "added" } | Refused;
  };
  /** Onlines an offline block into a zone. Its pages become allocatable, as MOVABLE pageblocks. */
  readonly online: {
    readonly ask: { readonly block: BlockIndex; readonly zone: ZoneName };
    readonly answer: { readonly kind: "onlined"; readonly notified: readonly NotifierEvent[] } | Vetoable;
  };
  /** offline_pages, first part: isolates the block, disables per-CPU lists of the zone, asks the notifiers. */
  readonly "offline-begin": {
    readonly ask: { readonly block: BlockIndex };
    readonly answer: { readonly kind: "begun"; readonly notified: readonly NotifierEvent[] } | Vetoable;
  };
  /** Middle part, any number of times: one scan that migrates what it can. */
  readonly "offline-step": {
    readonly ask: { readonly block: BlockIndex };
    readonly answer: { readonly kind: "stepped"; readonly moved: readonly Move[] };
  };
  /** Last part: offline when every frame is free, poisoned or fake-offline; `again` when not (the kernel would loop). */
  readonly "offline-finish": {
    readonly ask: { readonly block: BlockIndex };
    readonly answer:
      | { readonly kind: "offlined"; readonly notified: readonly NotifierEvent[] }
      | { readonly kind: "again" };
  };
  /** A signal: rolls the operation back (EINTR). */
  readonly "offline-cancel": {
    readonly ask: { readonly block: BlockIndex };
    readonly answer: { readonly kind: "cancelled"; readonly notified: readonly NotifierEvent[] };
  };
  /** Removes an offline block: offline to absent. */
  readonly remove: {
    readonly ask: { readonly block: BlockIndex };
    readonly answer: { readonly kind: "removed" } | Refused;
  };
  /** The next notifier call of this direction is vetoed. */
  readonly veto: { readonly ask: { readonly next: "online" | "offline" }; readonly answer: Done };
  /** Reports an uncorrectable memory error: a free frame leaves the free lists for good, a held one when it is freed. */
  readonly poison: {
    readonly ask: { readonly pfn: Pfn };
    readonly answer: { readonly kind: "poisoned"; readonly was: "free" | "in-use" } | { readonly kind: "ignored" };
  };
  /** Looks without touching. `lists` is optional for subjects. */
  readonly observe: { readonly ask: { readonly what: "counters" | "lists" }; readonly answer: Counters | Lists };
}
