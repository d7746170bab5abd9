import type { Laws } from "../../contract.ts";
import type { GuestState } from "../state.ts";
import type { Guest } from "../vocabulary.ts";
import { busy, hostMemory, migrationEnd, migrationStart, obstruct, resize, restore, systemReset } from "./host.ts";
import { memoryLaws } from "./memory-laws.ts";
import { observe } from "./observe.ts";
import { run, settle } from "./progress.ts";

/** One law for every kind of command. */
export const guestLaws: Laws<Guest, GuestState> = {
  ...memoryLaws,
  resize,
  "system-reset": systemReset,
  restore,
  "migration-start": migrationStart,
  "migration-end": migrationEnd,
  busy,
  "host-memory": hostMemory,
  obstruct,
  run,
  settle,
  observe,
};
