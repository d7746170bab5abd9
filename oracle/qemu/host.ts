import type { Command } from "../../model/contract.ts";
import type { Device } from "../../model/device/vocabulary.ts";
import type { Exchange, Exchanger } from "./exchange.ts";
import { Lost } from "./lost.ts";
import type { Fitted, Machine } from "./machine.ts";
import { monitor } from "./packets.ts";
import { refusalIn } from "./stub.ts";

/** What the host does to the device and QEMU carries out on the spot. */
export type PromptAsk = Command<Device, "resize" | "migration-start">;
/** What QEMU carries out a little later than it says so. */
export type SlowAsk = Command<Device, "system-reset" | "migration-end">;

const refusal = (said: string): string | undefined => (said === "" ? undefined : refusalIn(said));

/** The packets that carry out a host operation. */
export const promptly = ({ migration }: Machine, { path }: Fitted, exchanger: Exchanger, ask: PromptAsk): Exchange =>
  ask.kind === "resize"
    ? exchanger.host(monitor(`qom-set ${path} requested-size ${ask.bytes}`), refusal)
    : exchanger.host(migration.begin, migration.begun);

/** Ordered at once and carried out a little later: it has been when the device's registers have lost their place. */
const reset = async ({ stub, timeoutMs }: Machine, { isPlaced }: Fitted): Promise<string | undefined> => {
  const refused = refusal(await stub.run("system_reset"));
  if (refused !== undefined) return refused;
  const deadline = Date.now() + timeoutMs;
  while (isPlaced.read(await stub.ask(isPlaced.commands))) {
    if (Date.now() > deadline) throw new Lost(`QEMU did not carry out a system reset within ${timeoutMs} ms`);
  }
  return undefined;
};

/**
 * Carries out a host operation and waits for its end.
 *
 * @returns the exchange that is still owed: a look at what came of it, after a system reset with the device brought up again
 * @throws {Lost}
 */
export const slowly = async (
  machine: Machine,
  fitted: Fitted,
  exchanger: Exchanger,
  ask: SlowAsk,
): Promise<Exchange> => {
  if (ask.kind === "migration-end") return exchanger.look(await machine.migration.end());
  const refused = await reset(machine, fitted);
  return refused === undefined ? exchanger.bringUp(fitted.place) : exchanger.look(refused);
};
