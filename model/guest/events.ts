import type { BlockIndex, Extent, FrameCount, Handle, Pfn, U64 } from "../units.ts";

/** Which zone a memory block went to when it came online; `private` is the zone of the partition whose range holds the block. */
export type Zone = "kernel" | "movable" | "shared" | "private";

/** What the device answered (virtio-v1.3 5.15.6). */
export type Response = "ack" | "nack" | "busy" | "error";

/** The requests a driver may send; extents lie in the hotpluggable range. UNPLUG_ALL names the whole range. */
export type RequestType = "plug" | "unplug" | "unplug-all";

/** Life of a partition; see `model/guest/laws/transitions.ts` for what may follow what. */
export type PartitionState = "empty" | "plugging" | "free" | "assigned" | "draining" | "unplugging";

/**
 * What a guest did besides answering, in the order in which it happened. Frames, blocks and partitions are named, so that
 * nothing that matters to a rule is hidden.
 */
export type GuestEvent =
  /** The driver read the device's configuration. */
  | { readonly kind: "config"; readonly requested: U64; readonly usable: U64 }
  /** The driver queued a request, or could not (`queued` false: it never reaches the device). At most one is outstanding. */
  | { readonly kind: "send"; readonly request: RequestType; readonly extent: Extent; readonly queued: boolean }
  /** The device answered the outstanding request. `ack` takes effect now. */
  | { readonly kind: "response"; readonly request: RequestType; readonly extent: Extent; readonly response: Response }
  /** add_memory of a block; its memory map is taken from boot memory. A failed one leaves nothing behind. */
  | {
      readonly kind: "add";
      readonly block: BlockIndex;
      readonly memmap: readonly Extent[];
      readonly outcome: "done" | "failed";
    }
  /** An added block came online: its plugged frames are free in this zone, the others are held by the driver. */
  | { readonly kind: "online"; readonly block: BlockIndex; readonly zone: Zone }
  /** offline_pages of a block. `done`: none of its frames is usable any more. */
  | { readonly kind: "offline"; readonly block: BlockIndex; readonly outcome: "done" | "busy" | "vetoed" }
  /** remove_memory of an offline block; frees its memory map. */
  | { readonly kind: "remove"; readonly block: BlockIndex }
  /** One attempt to empty a range inside an online block (alloc_contig_range). `done`: the driver alone holds these frames. */
  | { readonly kind: "isolate"; readonly extent: Extent; readonly outcome: "done" | "busy" | "no-memory" }
  /** The driver hands frames of an online block to the allocator: newly plugged ones, or those of a refused UNPLUG. */
  | { readonly kind: "give-back"; readonly extent: Extent }
  /** Pages went from frames to other frames, content and references with them. */
  | { readonly kind: "move"; readonly from: Pfn; readonly to: Pfn; readonly count: FrameCount }
  /** Clean, unmapped page-cache pages were given up; their frames are free. */
  | { readonly kind: "drop"; readonly extent: Extent }
  /** Frames were zeroed although nobody asked for them; the zeroing of a page for who faults it is not told. */
  | { readonly kind: "zero"; readonly extent: Extent }
  /** A partition entered this state, or its number of users (live address spaces) changed. */
  | {
      readonly kind: "partition";
      readonly partition: number;
      readonly state: PartitionState;
      readonly users: number;
    }
  /** The out-of-memory killer ended a process; its address space is gone. */
  | { readonly kind: "killed"; readonly process: Handle }
  /** A waiting process got this partition and runs. */
  | { readonly kind: "served"; readonly process: Handle; readonly partition: number }
  /** The driver's retry timer expired; model time passed while nothing else happened. */
  | { readonly kind: "timer"; readonly afterMs: number }
  /** The driver gave up on the device for good. */
  | { readonly kind: "broken"; readonly why: string }
  /** A balloon took frames from the guest, or gave frames back to it; the host was told. */
  | { readonly kind: "inflate"; readonly extent: Extent }
  | { readonly kind: "deflate"; readonly extent: Extent };

/** What answering cost, in counts; never in time. */
export interface Spent {
  /** Pages moved to other frames. */
  readonly migrated: number;
  /** Frames zeroed other than for who faulted them. */
  readonly zeroed: number;
  /** Pages given a frame because a process or the kernel needed it. */
  readonly faulted: number;
  /** Requests that reached the device, whatever it answered; for a balloon, times that the host was told. */
  readonly requests: number;
  /** Memory blocks that went offline. */
  readonly offlined: number;
  /** Micro-steps of the guest's workers. */
  readonly steps: number;
}

/** Part of every answer: what happened on the way, and what it cost. */
export interface Told {
  readonly events: readonly GuestEvent[];
  readonly spent: Spent;
}
