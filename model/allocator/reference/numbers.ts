/** Migratetypes as numbers, in the order of enum migratetype (include/linux/mmzone.h). */
export const UNMOVABLE = 0;
export const MOVABLE = 1;
export const RECLAIMABLE = 2;
export const HIGHATOMIC = 3;
export const CMA = 4;
export const ISOLATE = 5;
export const TYPES = 6;
/** MIGRATE_PCPTYPES: the types that have per-CPU lists; also those that may merge with one another. */
export const PARKED_TYPES = 3;

/** Zones as numbers, lowest first. */
export const NORMAL = 0;
export const MOVABLE_ZONE = 1;
export const ZONES = 2;

/** States of a memory block. */
export const ABSENT = 0;
export const OFFLINE = 1;
export const ONLINE = 2;
export const GOING_OFFLINE = 3;

/** What a marked frame heads. Frames without a mark are covered by a head below them, or nothing is there. */
export const FREE = 1;
/** Parked on a per-CPU list. */
export const PARKED = 2;
/** An allocated page. */
export const PAGE = 3;
/** A pageblock that alloc_contig_range took. */
export const TAKEN = 4;
/** A pageblock of PG_offline frames. */
export const FAKE_OFFLINE = 5;
/** A frame that hwpoison took away. */
export const POISONED = 6;

/** A mark is a kind and an order in one byte. */
const ORDER_BITS = 5;
const ORDER_MASK = 31;
/** The mark of a head, and what it says. */
export const markOf = (kind: number, order: number): number => (kind << ORDER_BITS) | order;
export const kindOf = (mark: number): number => mark >>> ORDER_BITS;
export const orderOf = (mark: number): number => mark & ORDER_MASK;

/** No frame, no list entry. */
export const NONE = -1;

/** Who set a pageblock to ISOLATE, and hence who may end it. */
export const BY_NOBODY = 0;
export const BY_CALLER = 1;
export const BY_CONTIG = 2;
export const BY_OFFLINE = 3;
export type Isolator = typeof BY_NOBODY | typeof BY_CALLER | typeof BY_CONTIG | typeof BY_OFFLINE;
