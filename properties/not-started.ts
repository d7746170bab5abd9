import { CannotStart, ProtocolBroken } from "../model/subject.ts";

/** A subject that was not there to be asked. */
export interface NotStarted {
  readonly why: string;
  /** Set where it did not keep to the protocol. */
  readonly broke?: "protocol";
}

/**
 * What the error says of a subject that was to be started.
 *
 * @throws the error itself when it is about something else
 */
export function notStarted(error: unknown): NotStarted {
  if (error instanceof CannotStart) return { why: error.message };
  if (error instanceof ProtocolBroken) return { why: error.message, broke: "protocol" };
  throw error;
}
