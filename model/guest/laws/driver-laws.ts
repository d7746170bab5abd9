import type { Laws } from "../../contract.ts";
import type { GuestState } from "../state.ts";
import type { Guest } from "../vocabulary.ts";
import { busy, hostMemory, migrationEnd, migrationStart, obstruct, resize, restore, systemReset } from "./host.ts";
import { observe } from "./observe.ts";
import { run, settle } from "./progress.ts";

/** Laws of what the host does, of progress, and of a look at everything. */
export const driverLaws = {
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
} satisfies Partial<Laws<Guest, GuestState>>;
