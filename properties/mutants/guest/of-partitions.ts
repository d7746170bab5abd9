import type { Guest } from "../../../model/guest/vocabulary.ts";
import type { Mutant } from "../mutant.ts";
import { anotherInstanceMayMoveIn } from "./another-instance-may-move-in.ts";
import { assignedPartitionsAreUnplugged } from "./assigned-partitions-are-unplugged.ts";
import { cancelledWaitersStayQueued } from "./cancelled-waiters-stay-queued.ts";
import { drainingNeverEnds } from "./draining-never-ends.ts";
import { drainingPartitionsAreAssigned } from "./draining-partitions-are-assigned.ts";
import { everyPartitionIsLookedAt } from "./every-partition-is-looked-at.ts";
import { execForgetsThePartition } from "./exec-forgets-the-partition.ts";
import { exitCountsTwice } from "./exit-counts-twice.ts";
import { filePagesArePrivate } from "./file-pages-are-private.ts";
import { finishedUnplugsAreTakenBack } from "./finished-unplugs-are-taken-back.ts";
import { firstBlockMakesAPartition } from "./first-block-makes-a-partition.ts";
import { forkIsNotCounted } from "./fork-is-not-counted.ts";
import { freeMeansNobodyUsesIt } from "./free-means-nobody-uses-it.ts";
import { freePartitionsAreZeroed } from "./free-partitions-are-zeroed.ts";
import { fullPartitionsSpillOver } from "./full-partitions-spill-over.ts";
import { halfPluggedPartitionsStay } from "./half-plugged-partitions-stay.ts";
import { halfUnpluggedIsEmpty } from "./half-unplugged-is-empty.ts";
import { kernelUsesPartitions } from "./kernel-uses-partitions.ts";
import { longtermPinsMoveToSharedMemory } from "./longterm-pins-move-to-shared-memory.ts";
import { neighboursAreCompacted } from "./neighbours-are-compacted.ts";
import { onePartitionTooFewGoes } from "./one-partition-too-few-goes.ts";
import { partitionsAreIsolatedFirst } from "./partitions-are-isolated-first.ts";
import { partitionsBeingUnpluggedAreAssigned } from "./partitions-being-unplugged-are-assigned.ts";
import { partitionsOfNobodyAreTold } from "./partitions-of-nobody-are-told.ts";
import { partitionsOverlapByABlock } from "./partitions-overlap-by-a-block.ts";
import { pluggingIsNotTold } from "./plugging-is-not-told.ts";
import { populatedPartitionsWakeNobody } from "./populated-partitions-wake-nobody.ts";
import { requestsNameSubblocks } from "./requests-name-subblocks.ts";
import { reusedPartitionsShowOldContent } from "./reused-partitions-show-old-content.ts";
import { sharedMemoryComesLast } from "./shared-memory-comes-last.ts";
import { sharedMemoryIsReclaimed } from "./shared-memory-is-reclaimed.ts";
import { siblingsSurvive } from "./siblings-survive.ts";
import { signalLeaksTheReservation } from "./signal-leaks-the-reservation.ts";
import { skippedZeroingLeaks } from "./skipped-zeroing-leaks.ts";
import { strangersAreKilled } from "./strangers-are-killed.ts";
import { strangersUsePartitions } from "./strangers-use-partitions.ts";
import { threadsCountAsUsers } from "./threads-count-as-users.ts";
import { usedPartitionsAreNotReused } from "./used-partitions-are-not-reused.ts";
import { waitersAreForgotten } from "./waiters-are-forgotten.ts";
import { waitersAreServedLastFirst } from "./waiters-are-served-last-first.ts";
import { whoWouldWaitIsRefused } from "./who-would-wait-is-refused.ts";

/** Planted faults that break what only a guest with HotMem promises. */
export const faultsOfPartitions: readonly Mutant<Guest>[] = [
  anotherInstanceMayMoveIn,
  assignedPartitionsAreUnplugged,
  cancelledWaitersStayQueued,
  drainingNeverEnds,
  drainingPartitionsAreAssigned,
  everyPartitionIsLookedAt,
  execForgetsThePartition,
  exitCountsTwice,
  filePagesArePrivate,
  finishedUnplugsAreTakenBack,
  firstBlockMakesAPartition,
  forkIsNotCounted,
  freeMeansNobodyUsesIt,
  freePartitionsAreZeroed,
  fullPartitionsSpillOver,
  halfPluggedPartitionsStay,
  halfUnpluggedIsEmpty,
  kernelUsesPartitions,
  longtermPinsMoveToSharedMemory,
  neighboursAreCompacted,
  onePartitionTooFewGoes,
  partitionsAreIsolatedFirst,
  partitionsBeingUnpluggedAreAssigned,
  partitionsOfNobodyAreTold,
  partitionsOverlapByABlock,
  pluggingIsNotTold,
  populatedPartitionsWakeNobody,
  requestsNameSubblocks,
  reusedPartitionsShowOldContent,
  sharedMemoryComesLast,
  sharedMemoryIsReclaimed,
  siblingsSurvive,
  signalLeaksTheReservation,
  skippedZeroingLeaks,
  strangersAreKilled,
  strangersUsePartitions,
  threadsCountAsUsers,
  usedPartitionsAreNotReused,
  waitersAreForgotten,
  waitersAreServedLastFirst,
  whoWouldWaitIsRefused,
];
