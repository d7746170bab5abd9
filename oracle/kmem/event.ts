/** What a request's GFP flags say about the memory it may get. Source: include/linux/gfp_types.h, gfp.h gfp_zone. */
export interface Gfp {
  /** The flags as the kernel printed them. */
  readonly text: string;
  /** Migratetype of the request: 0 unmovable, 1 movable, 2 reclaimable; null where flags contradict each other. */
  readonly migratetype: 0 | 1 | 2 | null;
  /** Whether zone Movable may serve it: only __GFP_MOVABLE together with __GFP_HIGHMEM. */
  readonly mayUseMovable: boolean;
  /** First frame that is out of reach; Infinity without a DMA flag. */
  readonly limit: number;
  /** Whether page migration asks like this for a place to move a page to (mm/migrate.c alloc_migration_target). */
  readonly isTarget: boolean;
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
      readonly kind: "freed";
      readonly line: number;
      readonly pid: number;
      readonly pfn: number;
      readonly order: number;
    }
  | { readonly kind: "migrated"; readonly line: number; readonly succeeded: number; readonly reason: string };

/** mm_page_alloc: a block was handed out. */
export type Allocated = Extract<KmemEvent, { kind: "allocated" }>;
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

/** Reads flags as the kernel prints them, `GFP_KERNEL|__GFP_ZERO` (include/trace/events/mmflags.h). */
export function readGfp(text: string): Gfp {
  const flags = text.split("|");
  const movable = flags.some(isMovable);
  const reclaimable = flags.includes("__GFP_RECLAIMABLE");
  const highmem = flags.some(isHighmem);
  const has = (name: string) => flags.includes(name) || flags.includes(`__${name}`);
  return {
    text,
    migratetype: movable && reclaimable ? null : movable ? 1 : reclaimable ? 2 : 0,
    mayUseMovable: movable && highmem,
    limit: has("GFP_DMA") ? DMA_END : has("GFP_DMA32") ? DMA32_END : Number.POSITIVE_INFINITY,
    isTarget: movable && flags.includes("__GFP_RETRY_MAYFAIL"),
  };
}
