/** What a command needs frames for: said before its events are judged, so that kills in them can be. */
export interface Need {
  readonly kind: "anonymous" | "file" | "kernel";
  /** Handle of the process that asked; -1 for the kernel. */
  readonly process: number;
  /** Partition that anonymous pages must lie in; -1 for none. */
  readonly partition: number;
  /** Frames that the whole command needs at least; recomputed where drops may change it. */
  frames: number;
  /** For kernel memory: log2 of the frames that must lie together. */
  readonly order: number;
}
