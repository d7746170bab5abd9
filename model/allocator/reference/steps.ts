import { contigBatch, fakeOffline, fakeOnline, prepareRange, rangeIsFree, takeRange } from "./contig.ts";
import { canSteal, claimOrTake, fallback, findFallback, stealMoving, worthClaiming } from "./fallback.ts";
import {
  account,
  freeBlockwise,
  freeHealthy,
  freeOne,
  freePage,
  freeRemainder,
  mayMerge,
  mergesSoon,
  typeOfFreed,
} from "./free.ts";
import { reserveHighatomic, unreserveHighatomic } from "./highatomic.ts";
import { mayOffline, notify, offlineFrames, offlineTest, onlineFrames, rollback } from "./hotplug.ts";
import { isolate, isolateRange, moveFree, splitStraddling, unisolate, unmovable } from "./isolate.ts";
import type { AllocatorSteps } from "./memory.ts";
import { copyContent, mayMigrate, migrateOne, pinnable } from "./migrate.ts";
import { acceptsFree, prepare } from "./pages.ts";
import { bypassesParking, drainCpu, park, typeOfDrained, unpark } from "./percpu.ts";
import { poisonFree } from "./poison.ts";
import { allocatePage, getPage, mayUseZone, watermarkOk } from "./request.ts";
import { expand, rmqueue, rmqueueSmallest, rmqueueZone } from "./take.ts";

/** The honest mechanism. A mutant is `{ ...linuxSteps, one: broken }`. */
export const linuxSteps: AllocatorSteps = {
  account,
  typeOfFreed,
  mayMerge,
  mergesSoon,
  freeOne,
  freeBlockwise,
  freeHealthy,
  freePage,
  freeRemainder,
  rmqueueSmallest,
  expand,
  rmqueue,
  rmqueueZone,
  mayUseZone,
  watermarkOk,
  getPage,
  allocatePage,
  prepare,
  findFallback,
  canSteal,
  worthClaiming,
  fallback,
  stealMoving,
  claimOrTake,
  reserveHighatomic,
  unreserveHighatomic,
  bypassesParking,
  park,
  unpark,
  typeOfDrained,
  drainCpu,
  unmovable,
  isolate,
  unisolate,
  isolateRange,
  moveFree,
  splitStraddling,
  mayMigrate,
  migrateOne,
  copyContent,
  pinnable,
  rangeIsFree,
  takeRange,
  contigBatch,
  prepareRange,
  fakeOffline,
  fakeOnline,
  notify,
  mayOffline,
  onlineFrames,
  offlineTest,
  offlineFrames,
  rollback,
  poisonFree,
  acceptsFree,
};
