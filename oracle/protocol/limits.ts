/** What a subject may do before it counts as hung, broken or too large. Printed in the protocol page. */
export const limits = {
  /** Milliseconds from the start to the answer to `hello`. */
  startMs: 10_000,
  /** Milliseconds for one answer, and for all answers to one `asks`. */
  answerMs: 10_000,
  /** Bytes of one line of a subject, the line feed not counted. */
  lineBytes: 16 * 2 ** 20,
  /** Bytes of resident memory that a subject and its children may use together. */
  memoryBytes: 4 * 2 ** 30,
  /** Bytes of stderr that are kept: the last ones. */
  logBytes: 64 * 2 ** 10,
  /** Milliseconds between `stop` and the end. */
  stopMs: 1000,
} as const;
