/** What a request's GFP flags say about the memory it may get. Source: include/linux/gfp_types.h, gfp.h gfp_zone. */
export interface Gfp {
  /** The flags as the kernel printed them. */
  readonly text: string;
  /** False where a tool printed a bare number, whose bits differ between kernels: then the rest is what allows most. */
  readonly isSpelledOut: boolean;
  /** Migratetype of the request: 0 unmovable, 1 movable, 2 reclaimable; null where flags contradict each other. */
  readonly migratetype: 0 | 1 | 2 | null;
  /** Whether zone Movable may serve it: only __GFP_MOVABLE together with __GFP_HIGHMEM. */
  readonly mayUseMovable: boolean;
  /** First frame that is out of reach; Infinity without a DMA flag. */
  readonly limit: number;
  /** Whether page migration may ask like this for a place to move a page to (mm/migrate.c alloc_migration_target). */
  readonly isTarget: boolean;
  /** Whether a memory cgroup may be charged, which can fail after the frames were taken. */
  readonly isAccounted: boolean;
}

/** One event of the kernel's page allocator. `line` counts from 1; `pfn` is a frame number, `order` a power of two of frames. */
export type KmemEvent =
  | {
      readonly kind: "allocated";
      readonly line: number;
      readonly pid: number;
      readonly pfn: number;
      readonly order: number;
      readonly migratetype: number;
      readonly gfp: Gfp;
    }
  | {
      readonly kind: "failed";
      readonly line: number;
      readonly pid: number;
      readonly order: number;
      readonly gfp: Gfp;
    }
  | {
      readonly kind: "freed";
      readonly line: number;
      readonly pid: number;
      readonly pfn: number;
      readonly order: number;
    }
  | {
      readonly kind: "migrated";
      readonly line: number;
      /** Who called; null in a format that does not say. */
      readonly pid: number | null;
      readonly succeeded: number;
      readonly reason: string;
    }
  | { readonly kind: "lost"; readonly line: number };

/** mm_page_alloc: a block was handed out. */
export type Allocated = Extract<KmemEvent, { kind: "allocated" }>;
/** mm_page_alloc without a frame: there was none, or the memory cgroup of an accounted request was full. */
export type Failed = Extract<KmemEvent, { kind: "failed" }>;
/** mm_page_free: a block was given back, or memory was onlined. */
export type Freed = Extract<KmemEvent, { kind: "freed" }>;
/** mm_migrate_pages: one call of migrate_pages() ended. */
export type Migrated = Extract<KmemEvent, { kind: "migrated" }>;

/** x86-64: zone DMA ends at 16 MiB, zone DMA32 at 4 GiB. Source: arch/x86/mm/init.c zone_sizes_init. */
const DMA_END = 0x1000;
const DMA32_END = 0x100000;

const isMovable = (flag: string) => flag === "__GFP_MOVABLE" || flag === "GFP_HIGHUSER_MOVABLE" || isHuge(flag);
const isHighmem = (flag: string) => flag === "__GFP_HIGHMEM" || flag.startsWith("GFP_HIGHUSER") || isHuge(flag);
const isHuge = (flag: string) => flag.startsWith("GFP_TRANSHUGE");

/** All flags as one number, as perf and trace-cmd print them when they cannot read the names of a kernel. */
const NUMBER = /^(?:0x)?[0-9a-f]+$/;

/** Reads flags as the kernel prints them, `GFP_KERNEL|__GFP_ZERO` (include/trace/events/mmflags.h). */
export function readGfp(text: string): Gfp {
  const flags = text.split("|");
  const movable = flags.some(isMovable);
  const reclaimable = flags.includes("__GFP_RECLAIMABLE");
  const highmem = flags.some(isHighmem);
  const has = (name: string) => flags.includes(name) || flags.includes(`__${name}`);
  const isSpelledOut = !NUMBER.test(text);
  return {
    text,
    isSpelledOut,
    migratetype: movable && reclaimable ? null : movable ? 1 : reclaimable ? 2 : 0,
    mayUseMovable: !isSpelledOut || (movable && highmem),
    limit: has("GFP_DMA") ? DMA_END : has("GFP_DMA32") ? DMA32_END : Number.POSITIVE_INFINITY,
    isTarget: !isSpelledOut || (movable && flags.includes("__GFP_RETRY_MAYFAIL")),
    isAccounted: !isSpelledOut || has("GFP_ACCOUNT") || flags.includes("GFP_KERNEL_ACCOUNT"),
  };
}
