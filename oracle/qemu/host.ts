import { match } from "ts-pattern";
import type { Command } from "../../model/contract.ts";
import type { Device } from "../../model/device/vocabulary.ts";
import type { Console } from "./console.ts";
import type { Fitted, Machine } from "./machine.ts";
import type { Qmp } from "./qmp.ts";

/** What the host does to the device, through QEMU's monitors. */
export type HostAsk = Command<Device, "resize" | "system-reset" | "migration-start" | "migration-end">;

/** What the console prints when a command failed, in front of QEMU's sentence. */
const ERROR = "Error: ";

/** Sizes go through the console, for it is quick and resizes are frequent. */
const resize = async (console: Console, path: string, bytes: bigint): Promise<string | undefined> => {
  const printed = await console.run(`qom-set ${path} requested-size ${bytes}`);
  return printed === "" ? undefined : printed.replace(ERROR, "");
};

/** Resolves when the machine has been reset, not when the reset has been ordered. */
const reset = async (qmp: Qmp): Promise<string | undefined> => {
  const [reply] = await Promise.all([qmp.execute("system_reset"), qmp.event("RESET")]);
  return reply.kind === "error" ? reply.error : undefined;
};

/**
 * Carries out a host operation. After a system reset the device has to be placed and brought up again.
 *
 * @returns QEMU's sentence when it refused, else undefined
 * @throws {Lost}
 */
export const askHost = (machine: Machine, { path }: Fitted, ask: HostAsk): Promise<string | undefined> =>
  match(ask)
    .with({ kind: "resize" }, ({ bytes }) => resize(machine.console, path, bytes))
    .with({ kind: "system-reset" }, () => reset(machine.qmp))
    .with({ kind: "migration-start" }, () => machine.migration.begin())
    .with({ kind: "migration-end" }, () => machine.migration.end())
    .exhaustive();
