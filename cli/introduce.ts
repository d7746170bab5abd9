import type { Claim } from "../oracle/protocol/messages.ts";
import { isCommand } from "../properties/suites.ts";
import type { Io } from "./io.ts";
import { openingOf } from "./opening.ts";

/**
 * What a command says of itself, contract by contract; null for subjects that are no commands.
 *
 * @throws {CannotStart} @throws {ProtocolBroken}
 */
export async function claimsOf(subject: string, io: Io): Promise<readonly Claim[] | null> {
  if (!isCommand(subject)) return null;
  const { EXEC, introduce } = await import("../oracle/exec/source.ts");
  const { answerMs } = openingOf(io);
  const { contracts } = await introduce(subject.slice(EXEC.length), {
    ...(answerMs === undefined ? {} : { timeoutMs: answerMs }),
    signal: io.signal,
  });
  return contracts;
}
