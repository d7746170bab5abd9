import type { Laws } from "../../contract.ts";
import type { AllocatorState } from "../state.ts";
import type { Allocator } from "../vocabulary.ts";
import { add } from "./add.ts";
import { allocate } from "./allocate.ts";
import { read, write } from "./content.ts";
import { contigBegin, contigFinish, contigStep } from "./contig.ts";
import { drain } from "./drain.ts";
import { drop } from "./drop.ts";
import { hold } from "./hold.ts";
import { isolate, unisolate } from "./isolate.ts";
import { misrelease } from "./misrelease.ts";
import { observe } from "./observe.ts";
import { offlineBegin, offlineCancel, offlineFinish, offlineStep } from "./offline.ts";
import { online } from "./online.ts";
import { poison } from "./poison.ts";
import { contigRelease, fakeOffline, fakeOnline } from "./ranges.ts";
import { release } from "./release.ts";
import { remove } from "./remove.ts";
import { veto } from "./veto.ts";

/** The law of every command. */
export const allocatorLaws: Laws<Allocator, AllocatorState> = {
  allocate,
  release,
  misrelease,
  write,
  read,
  hold,
  drop,
  drain,
  isolate,
  unisolate,
  "contig-begin": contigBegin,
  "contig-step": contigStep,
  "contig-finish": contigFinish,
  "contig-release": contigRelease,
  "fake-offline": fakeOffline,
  "fake-online": fakeOnline,
  add,
  online,
  "offline-begin": offlineBegin,
  "offline-step": offlineStep,
  "offline-finish": offlineFinish,
  "offline-cancel": offlineCancel,
  remove,
  veto,
  poison,
  observe,
};
