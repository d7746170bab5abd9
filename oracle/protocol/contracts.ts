import type { ContractName } from "../../model/contract.ts";
import { allocatorWire } from "../../wire/allocator.ts";
import { deviceWire } from "../../wire/device.ts";
import { guestWire } from "../../wire/guest.ts";
import type { WireEntry } from "../../wire/schema.ts";
import { allocatorSays } from "./says/allocator.ts";
import { deviceSays } from "./says/device.ts";
import { guestSays } from "./says/guest.ts";

/** What the protocol says about one contract: every command, as a sentence and as schemas. */
export interface SpokenContract {
  readonly wire: Readonly<Record<string, WireEntry>>;
  readonly says: Readonly<Record<string, string>>;
  /** Fields that every answer has, described once. */
  readonly always: readonly string[];
}

/** Every contract that can be spoken. */
export const spokenContracts: { readonly [C in ContractName]: SpokenContract } = {
  allocator: { wire: allocatorWire, says: allocatorSays, always: [] },
  device: { wire: deviceWire, says: deviceSays, always: ["after", "notified"] },
  guest: { wire: guestWire, says: guestSays, always: ["events", "spent"] },
};
