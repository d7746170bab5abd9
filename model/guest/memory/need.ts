/** What a command needs frames for: said before its events are judged, so that kills in them can be. */
export interface Need {
  readonly kind: "anonymous" | "file" | "kernel";
  /** Handle of the process that asked; -1 for the kernel. */
  readonly process: number;
  readonly instance: number;
  /** Partition of the process; -1 for none. */
  readonly partition: number;
  /** Frames that the command needs; for file pages see the span, because a drop in the answer itself may add to them. */
  readonly frames: number;
  /** For kernel memory: log2 of the frames that must lie together. */
  readonly order: number;
  /** For file pages: which, and whether they are faulted rather than read or written. */
  readonly span: {
    readonly file: number;
    readonly first: number;
    readonly pages: number;
    readonly fault: boolean;
  } | null;
  /** Instances of those who were killed in this answer. */
  readonly killed: number[];
}
