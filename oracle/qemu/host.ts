import { match } from "ts-pattern";
import type { Command } from "../../model/contract.ts";
import type { Device } from "../../model/device/vocabulary.ts";
import { type Console, refusalIn } from "./console.ts";
import { Lost } from "./lost.ts";
import type { Fitted, Machine } from "./machine.ts";

/** What the host does to the device, through QEMU's console. */
export type HostAsk = Command<Device, "resize" | "system-reset" | "migration-start" | "migration-end">;

const resize = async (console: Console, path: string, bytes: bigint): Promise<string | undefined> => {
  const said = await console.run(`qom-set ${path} requested-size ${bytes}`);
  return said === "" ? undefined : refusalIn(said);
};

/** The order is given at once and carried out a little later: it has been when the device's registers have lost their place. */
const reset = async ({ console, qtest, timeoutMs }: Machine, { isPlaced }: Fitted): Promise<string | undefined> => {
  const said = await console.run("system_reset");
  if (said !== "") return refusalIn(said);
  const deadline = Date.now() + timeoutMs;
  while (isPlaced.read(await qtest.ask(isPlaced.commands))) {
    if (Date.now() > deadline) throw new Lost(`QEMU did not carry out a system reset within ${timeoutMs} ms`);
  }
  return undefined;
};

/**
 * Carries out a host operation. After a system reset the device has to be placed and brought up again.
 *
 * @returns QEMU's sentence when it refused, else undefined
 * @throws {Lost}
 */
export const askHost = (machine: Machine, fitted: Fitted, ask: HostAsk): Promise<string | undefined> =>
  match(ask)
    .with({ kind: "resize" }, ({ bytes }) => resize(machine.console, fitted.path, bytes))
    .with({ kind: "system-reset" }, () => reset(machine, fitted))
    .with({ kind: "migration-start" }, () => machine.migration.begin())
    .with({ kind: "migration-end" }, () => machine.migration.end())
    .exhaustive();
