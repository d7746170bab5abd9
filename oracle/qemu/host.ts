import { match } from "ts-pattern";
import type { Command } from "../../model/contract.ts";
import type { Device } from "../../model/device/vocabulary.ts";
import type { Fitted, Machine } from "./machine.ts";
import type { Qmp } from "./qmp.ts";

/** What the host does to the device, through QEMU's monitor. */
export type HostAsk = Command<Device, "resize" | "system-reset" | "migration-start" | "migration-end">;

/** QEMU's sentence when it refuses; undefined when it obeyed. */
const refusal = async (
  qmp: Qmp,
  command: string,
  args?: Readonly<Record<string, unknown>>,
): Promise<string | undefined> => {
  const reply = await qmp.execute(command, args);
  return reply.kind === "error" ? reply.error : undefined;
};

/** Resolves when the machine has been reset, not when the reset has been ordered. */
const reset = async (qmp: Qmp): Promise<string | undefined> => {
  const happened = qmp.event("RESET");
  const [refused] = await Promise.all([refusal(qmp, "system_reset"), happened]);
  return refused;
};

/**
 * Carries out a host operation. After a system reset the device has to be placed and brought up again.
 *
 * @returns QEMU's sentence when it refused, else undefined
 * @throws {Lost}
 */
export const askHost = ({ qmp, migration }: Machine, { path }: Fitted, ask: HostAsk): Promise<string | undefined> =>
  match(ask)
    .with({ kind: "resize" }, ({ bytes }) =>
      refusal(qmp, "qom-set", { path, property: "requested-size", value: bytes }),
    )
    .with({ kind: "system-reset" }, () => reset(qmp))
    .with({ kind: "migration-start" }, () => migration.begin())
    .with({ kind: "migration-end" }, () => migration.end())
    .exhaustive();
