import type { Guest } from "../../../model/guest/vocabulary.ts";
import type { Mutant } from "../mutant.ts";
import { faultsOfAnyGuest } from "./of-any-guest.ts";
import { faultsOfPartitions } from "./of-partitions.ts";

/** Every planted fault of the guest. */
export const guestMutants: readonly Mutant<Guest>[] = [...faultsOfAnyGuest, ...faultsOfPartitions];
