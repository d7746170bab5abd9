import type { Laws } from "../../contract.ts";
import type { GuestState } from "../state.ts";
import type { Guest } from "../vocabulary.ts";
import { driverLaws } from "./driver-laws.ts";
import { memoryLaws } from "./memory-laws.ts";

/** One law for every kind of command; a kind without one does not compile. */
export const guestLaws: Laws<Guest, GuestState> = { ...memoryLaws, ...driverLaws };
