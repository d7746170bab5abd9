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

/** The packet that orders what is carried out a little later. Nothing may be sent after it until {@link settle} is done. */
export const orderFor = ({ migration }: Machine, ask: SlowAsk): string =>
  ask.kind === "system-reset" ? monitor("system_reset") : migration.cancel;

/** A system reset has been carried out when the device's registers have lost their place. */
const untilReset = async ({ stub, timeoutMs }: Machine, { isPlaced }: Fitted): Promise<void> => {
  const deadline = Date.now() + timeoutMs;
  while (isPlaced.read(await stub.ask(isPlaced.commands))) {
    if (Date.now() > deadline) throw new Lost(`QEMU did not carry out a system reset within ${timeoutMs} ms`);
  }
};

/**
 * Waits until what was ordered has been carried out; `said` is the answer to the order.
 *
 * @returns the exchange that is still owed: a look at what came of it, after a system reset with the device brought up again
 * @throws {Lost}
 */
export const settle = async (
  machine: Machine,
  fitted: Fitted,
  exchanger: Exchanger,
  ask: SlowAsk,
  said: string,
): Promise<Exchange> => {
  const refused = refusal(said);
  if (refused !== undefined) return exchanger.look(refused);
  if (ask.kind === "migration-end") {
    await machine.migration.untilOver();
    return exchanger.look(undefined);
  }
  await untilReset(machine, fitted);
  return exchanger.bringUp(fitted.place);
};
