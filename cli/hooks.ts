import type { Standing } from "./progress.ts";

/** How whoever started a piece of work stays in touch with it. */
export interface Hooks {
  readonly signal: AbortSignal;
  onProgress(standing: Standing): void;
}
