import type { ContractName } from "../model/contract.ts";
import { EXEC, type Interview, interview } from "../oracle/exec/source.ts";
import { limits } from "../oracle/protocol/limits.ts";
import type { Introduction } from "../oracle/protocol/messages.ts";
import { contractNames } from "../properties/suites.ts";
import { exit } from "./exit.ts";
import { bad, type Finding, good } from "./finding.ts";
import type { Io } from "./io.ts";
import { unknownClaims, unknownContracts, unreadFields } from "./misspelt.ts";
import { openingOf } from "./opening.ts";
import { failed, tryContract } from "./try-subject.ts";

const isContract = (name: string): name is ContractName => (contractNames as readonly string[]).includes(name);

/** Starts a command and looks at how it introduces itself, begins a run under each of its contracts, answers, and stops. */
export async function lookAtCommand(subject: string, io: Io): Promise<readonly Finding[]> {
  const opening = { ...openingOf(io), signal: io.signal };
  const timeoutMs = opening.answerMs;
  let met: Interview;
  try {
    const options = { ...(timeoutMs === undefined ? {} : { timeoutMs }), signal: io.signal };
    met = await interview(subject.slice(EXEC.length), options);
  } catch (error) {
    return [failed("program", error)];
  }
  const { introduction, given } = met;
  const findings: Finding[] = [sayWho(met), ...unreadFields(given), ...unknownContracts(introduction)];
  for (const claim of introduction.contracts) {
    if (!isContract(claim.contract)) continue;
    findings.push(...unknownClaims(claim.contract, claim));
    findings.push(...(await tryContract(subject, claim.contract, claim, opening)));
  }
  return [...findings, ...sayNone(introduction), sayStop(met)];
}

function sayWho({ introduction: { name, version, batch } }: Interview): Finding {
  const several = batch === undefined ? "one command at a time" : `up to ${batch} commands at once`;
  return good("program", `${name} ${version} introduced itself; it takes ${several}`);
}

/** That there is nothing to check. */
function sayNone({ contracts }: Introduction): readonly Finding[] {
  if (contracts.some(({ contract }) => isContract(contract))) return [];
  const why = `it speaks none of the contracts ${contractNames.join(", ")}`;
  return [{ ...bad("program", why), code: exit.cannotStart }];
}

const sayStop = ({ stopped }: Interview): Finding =>
  stopped
    ? good("program", "it ended when it was told to stop")
    : bad("program", `told to stop, it did not end within ${limits.stopMs} ms, and was killed`);
