/**
 * QEMU is gone, silent or talks nonsense: nothing more can be learned from this process. Thrown where the bytes are read and
 * turned into the outcome `lost` at the one place that answers commands, so that the layers between stay straight.
 */
export class Lost extends Error {
  override readonly name = "Lost";
  /** Answers that did arrive before, when several were awaited. */
  readonly answered: readonly string[];
  constructor(why: string, answered: readonly string[] = []) {
    super(why);
    this.answered = answered;
  }
}

/** What a caught value says. */
export const sentenceOf = (caught: unknown): string => (caught instanceof Error ? caught.message : String(caught));
