import type { Guest } from "../../../model/guest/vocabulary.ts";
import type { Mutant } from "../mutant.ts";
import { addressesHaveThirtyTwoBits } from "./addresses-have-thirty-two-bits.ts";
import { anotherInstanceMayMoveIn } from "./another-instance-may-move-in.ts";
import { assignedPartitionsAreUnplugged } from "./assigned-partitions-are-unplugged.ts";
import { attemptsIgnoreANewSize } from "./attempts-ignore-a-new-size.ts";
import { balloonTargetsAreRounded } from "./balloon-targets-are-rounded.ts";
import { blocksAreRemovedOnline } from "./blocks-are-removed-online.ts";
import { busyIsAnsweredTwice } from "./busy-is-answered-twice.ts";
import { busyPlugsLeaveTraces } from "./busy-plugs-leave-traces.ts";
import { cancelledWaitersStayQueued } from "./cancelled-waiters-stay-queued.ts";
import { configurationsAreOld } from "./configurations-are-old.ts";
import { copiesAreEmpty } from "./copies-are-empty.ts";
import { copiesAreNotCounted } from "./copies-are-not-counted.ts";
import { dirtyPagesAreDropped } from "./dirty-pages-are-dropped.ts";
import { drainingNeverEnds } from "./draining-never-ends.ts";
import { drainingPartitionsAreAssigned } from "./draining-partitions-are-assigned.ts";
import { earlierLifeGoesUnseen } from "./earlier-life-goes-unseen.ts";
import { everyPartitionIsAddedAtOnce } from "./every-partition-is-added-at-once.ts";
import { everyPartitionIsLookedAt } from "./every-partition-is-looked-at.ts";
import { everythingIsAcknowledged } from "./everything-is-acknowledged.ts";
import { execForgetsThePartition } from "./exec-forgets-the-partition.ts";
import { exitCountsTwice } from "./exit-counts-twice.ts";
import { failedAddsKeepTheirMemoryMap } from "./failed-adds-keep-their-memory-map.ts";
import { failedAddsStayPlugged } from "./failed-adds-stay-plugged.ts";
import { failedOffliningCounts } from "./failed-offlining-counts.ts";
import { faultsForgetAPage } from "./faults-forget-a-page.ts";
import { filePagesAreNotRead } from "./file-pages-are-not-read.ts";
import { filePagesArePrivate } from "./file-pages-are-private.ts";
import { filesAreCachedTwice } from "./files-are-cached-twice.ts";
import { filledBlocksArePluggedAnew } from "./filled-blocks-are-plugged-anew.ts";
import { finishedUnplugsAreTakenBack } from "./finished-unplugs-are-taken-back.ts";
import { firstBlockMakesAPartition } from "./first-block-makes-a-partition.ts";
import { forkIsNotCounted } from "./fork-is-not-counted.ts";
import { freeMeansNobodyUsesIt } from "./free-means-nobody-uses-it.ts";
import { freePartitionsAreKept } from "./free-partitions-are-kept.ts";
import { freePartitionsAreZeroed } from "./free-partitions-are-zeroed.ts";
import { freshPagesShowOldContent } from "./fresh-pages-show-old-content.ts";
import { fullPartitionsSpillOver } from "./full-partitions-spill-over.ts";
import { fullRegionsAreBusy } from "./full-regions-are-busy.ts";
import { fullyUnpluggedBlocksStay } from "./fully-unplugged-blocks-stay.ts";
import { halfPluggedPartitionsStay } from "./half-plugged-partitions-stay.ts";
import { halfUnpluggedIsEmpty } from "./half-unplugged-is-empty.ts";
import { heldPagesAreFreed } from "./held-pages-are-freed.ts";
import { isolatedFramesStayManaged } from "./isolated-frames-stay-managed.ts";
import { kernelMemoryIsUnaligned } from "./kernel-memory-is-unaligned.ts";
import { kernelPagesMigrate } from "./kernel-pages-migrate.ts";
import { kernelUsesMovableMemory } from "./kernel-uses-movable-memory.ts";
import { kernelUsesPartitions } from "./kernel-uses-partitions.ts";
import { lastSharerLosesItsPages } from "./last-sharer-loses-its-pages.ts";
import { longtermPinsAreRefused } from "./longterm-pins-are-refused.ts";
import { longtermPinsMoveToSharedMemory } from "./longterm-pins-move-to-shared-memory.ts";
import { longtermPinsStayInPlace } from "./longterm-pins-stay-in-place.ts";
import { mappedPagesAreDropped } from "./mapped-pages-are-dropped.ts";
import { memoryMapsAreFree } from "./memory-maps-are-free.ts";
import { memoryMapsOutliveTheirBlock } from "./memory-maps-outlive-their-block.ts";
import { memoryRunsOutEarly } from "./memory-runs-out-early.ts";
import { migrationIsNoObstacle } from "./migration-is-no-obstacle.ts";
import { movedPagesLoseTheirLast } from "./moved-pages-lose-their-last.ts";
import { movesAreNotCounted } from "./moves-are-not-counted.ts";
import { nackIsRetriedBlindly } from "./nack-is-retried-blindly.ts";
import { neighboursAreCompacted } from "./neighbours-are-compacted.ts";
import { newSizesAreReadAndForgotten } from "./new-sizes-are-read-and-forgotten.ts";
import { newcomersStandInFront } from "./newcomers-stand-in-front.ts";
import { oldFramesStayTaken } from "./old-frames-stay-taken.ts";
import { oneExtraReferenceIsNoObstacle } from "./one-extra-reference-is-no-obstacle.ts";
import { onePartitionTooFewGoes } from "./one-partition-too-few-goes.ts";
import { overRequestsAreErrors } from "./over-requests-are-errors.ts";
import { ownPagesAreCopied } from "./own-pages-are-copied.ts";
import { parkedFramesAreForgotten } from "./parked-frames-are-forgotten.ts";
import { partialBlocksLookWhole } from "./partial-blocks-look-whole.ts";
import { partitionsAreIsolatedFirst } from "./partitions-are-isolated-first.ts";
import { partitionsBeingUnpluggedAreAssigned } from "./partitions-being-unplugged-are-assigned.ts";
import { partitionsComeOnlineForTheKernel } from "./partitions-come-online-for-the-kernel.ts";
import { partitionsOfNobodyAreTold } from "./partitions-of-nobody-are-told.ts";
import { partitionsOverlapByABlock } from "./partitions-overlap-by-a-block.ts";
import { pinnedPagesAreShared } from "./pinned-pages-are-shared.ts";
import { pinnedPagesAreTriedForEver } from "./pinned-pages-are-tried-for-ever.ts";
import { pluggedBlocksAreAcknowledged } from "./plugged-blocks-are-acknowledged.ts";
import { pluggedMemoryIsRecordedOneUnitTooLow } from "./plugged-memory-is-recorded-one-unit-too-low.ts";
import { pluggingIsNotTold } from "./plugging-is-not-told.ts";
import { populatedPartitionsWakeNobody } from "./populated-partitions-wake-nobody.ts";
import { rangesInUseCountAsIsolated } from "./ranges-in-use-count-as-isolated.ts";
import { readingTakesFrames } from "./reading-takes-frames.ts";
import { recordsOfUnplugAreLost } from "./records-of-unplug-are-lost.ts";
import { refusedUnplugsGiveBackOfflineMemory } from "./refused-unplugs-give-back-offline-memory.ts";
import { requestsAreForgottenWhileBusy } from "./requests-are-forgotten-while-busy.ts";
import { requestsAreNotCounted } from "./requests-are-not-counted.ts";
import { requestsAreRoundedUp } from "./requests-are-rounded-up.ts";
import { requestsNameSubblocks } from "./requests-name-subblocks.ts";
import { resizesAreNotNoticed } from "./resizes-are-not-noticed.ts";
import { restoringDropsThePageCache } from "./restoring-drops-the-page-cache.ts";
import { restoringLosesPluggedMemory } from "./restoring-loses-plugged-memory.ts";
import { retriesDoNotBackOff } from "./retries-do-not-back-off.ts";
import { retriesWaitLongerAndLonger } from "./retries-wait-longer-and-longer.ts";
import { reusedPartitionsShowOldContent } from "./reused-partitions-show-old-content.ts";
import { sharedMemoryComesLast } from "./shared-memory-comes-last.ts";
import { sharedMemoryIsReclaimed } from "./shared-memory-is-reclaimed.ts";
import { sharingSurvivesWrites } from "./sharing-survives-writes.ts";
import { siblingsSurvive } from "./siblings-survive.ts";
import { signalLeaksTheReservation } from "./signal-leaks-the-reservation.ts";
import { skippedZeroingLeaks } from "./skipped-zeroing-leaks.ts";
import { smallerSizesAreRefused } from "./smaller-sizes-are-refused.ts";
import { splicedPagesAreDropped } from "./spliced-pages-are-dropped.ts";
import { staleRequestsAreSent } from "./stale-requests-are-sent.ts";
import { storesMissTheLastPage } from "./stores-miss-the-last-page.ts";
import { strangersAreKilled } from "./strangers-are-killed.ts";
import { strangersUsePartitions } from "./strangers-use-partitions.ts";
import { threadsAreCountedSilently } from "./threads-are-counted-silently.ts";
import { threadsCountAsUsers } from "./threads-count-as-users.ts";
import { unneededUnplugsAreRefused } from "./unneeded-unplugs-are-refused.ts";
import { unplugAllEndsTheUsableRegion } from "./unplug-all-ends-the-usable-region.ts";
import { unplugComesBeforeOffline } from "./unplug-comes-before-offline.ts";
import { unpluggedSubblocksComeOnline } from "./unplugged-subblocks-come-online.ts";
import { unsentRequestsAreAwaited } from "./unsent-requests-are-awaited.ts";
import { unusableMemoryIsPlugged } from "./unusable-memory-is-plugged.ts";
import { usedBlocksCannotGoOffline } from "./used-blocks-cannot-go-offline.ts";
import { usedPartitionsAreNotReused } from "./used-partitions-are-not-reused.ts";
import { vetoesAreOverridden } from "./vetoes-are-overridden.ts";
import { vetoesBreakTheDriver } from "./vetoes-break-the-driver.ts";
import { waitersAreForgotten } from "./waiters-are-forgotten.ts";
import { waitersAreServedLastFirst } from "./waiters-are-served-last-first.ts";
import { wakingForgetsTheRequest } from "./waking-forgets-the-request.ts";
import { wakingIsAStep } from "./waking-is-a-step.ts";
import { whoAsksSurvives } from "./who-asks-survives.ts";
import { whoWouldWaitIsRefused } from "./who-would-wait-is-refused.ts";
import { writeBackForgetsToWrite } from "./write-back-forgets-to-write.ts";
import { zeroingIsNotCounted } from "./zeroing-is-not-counted.ts";

/** Every planted fault of the guest. */
export const guestMutants: readonly Mutant<Guest>[] = [
  addressesHaveThirtyTwoBits,
  anotherInstanceMayMoveIn,
  assignedPartitionsAreUnplugged,
  attemptsIgnoreANewSize,
  balloonTargetsAreRounded,
  blocksAreRemovedOnline,
  busyIsAnsweredTwice,
  busyPlugsLeaveTraces,
  cancelledWaitersStayQueued,
  configurationsAreOld,
  copiesAreEmpty,
  copiesAreNotCounted,
  dirtyPagesAreDropped,
  drainingNeverEnds,
  drainingPartitionsAreAssigned,
  earlierLifeGoesUnseen,
  everyPartitionIsAddedAtOnce,
  everyPartitionIsLookedAt,
  everythingIsAcknowledged,
  execForgetsThePartition,
  exitCountsTwice,
  failedAddsKeepTheirMemoryMap,
  failedAddsStayPlugged,
  failedOffliningCounts,
  faultsForgetAPage,
  filePagesAreNotRead,
  filePagesArePrivate,
  filesAreCachedTwice,
  filledBlocksArePluggedAnew,
  finishedUnplugsAreTakenBack,
  firstBlockMakesAPartition,
  forkIsNotCounted,
  freeMeansNobodyUsesIt,
  freePartitionsAreKept,
  freePartitionsAreZeroed,
  freshPagesShowOldContent,
  fullPartitionsSpillOver,
  fullRegionsAreBusy,
  fullyUnpluggedBlocksStay,
  halfPluggedPartitionsStay,
  halfUnpluggedIsEmpty,
  heldPagesAreFreed,
  isolatedFramesStayManaged,
  kernelMemoryIsUnaligned,
  kernelPagesMigrate,
  kernelUsesMovableMemory,
  kernelUsesPartitions,
  lastSharerLosesItsPages,
  longtermPinsAreRefused,
  longtermPinsMoveToSharedMemory,
  longtermPinsStayInPlace,
  mappedPagesAreDropped,
  memoryMapsAreFree,
  memoryMapsOutliveTheirBlock,
  memoryRunsOutEarly,
  migrationIsNoObstacle,
  movedPagesLoseTheirLast,
  movesAreNotCounted,
  nackIsRetriedBlindly,
  neighboursAreCompacted,
  newSizesAreReadAndForgotten,
  newcomersStandInFront,
  oldFramesStayTaken,
  oneExtraReferenceIsNoObstacle,
  onePartitionTooFewGoes,
  overRequestsAreErrors,
  ownPagesAreCopied,
  parkedFramesAreForgotten,
  partialBlocksLookWhole,
  partitionsAreIsolatedFirst,
  partitionsBeingUnpluggedAreAssigned,
  partitionsComeOnlineForTheKernel,
  partitionsOfNobodyAreTold,
  partitionsOverlapByABlock,
  pinnedPagesAreShared,
  pinnedPagesAreTriedForEver,
  pluggedBlocksAreAcknowledged,
  pluggedMemoryIsRecordedOneUnitTooLow,
  pluggingIsNotTold,
  populatedPartitionsWakeNobody,
  rangesInUseCountAsIsolated,
  readingTakesFrames,
  recordsOfUnplugAreLost,
  refusedUnplugsGiveBackOfflineMemory,
  requestsAreForgottenWhileBusy,
  requestsAreNotCounted,
  requestsAreRoundedUp,
  requestsNameSubblocks,
  resizesAreNotNoticed,
  restoringDropsThePageCache,
  restoringLosesPluggedMemory,
  retriesDoNotBackOff,
  retriesWaitLongerAndLonger,
  reusedPartitionsShowOldContent,
  sharedMemoryComesLast,
  sharedMemoryIsReclaimed,
  sharingSurvivesWrites,
  siblingsSurvive,
  signalLeaksTheReservation,
  skippedZeroingLeaks,
  smallerSizesAreRefused,
  splicedPagesAreDropped,
  staleRequestsAreSent,
  storesMissTheLastPage,
  strangersAreKilled,
  strangersUsePartitions,
  threadsAreCountedSilently,
  threadsCountAsUsers,
  unneededUnplugsAreRefused,
  unplugAllEndsTheUsableRegion,
  unplugComesBeforeOffline,
  unpluggedSubblocksComeOnline,
  unsentRequestsAreAwaited,
  unusableMemoryIsPlugged,
  usedBlocksCannotGoOffline,
  usedPartitionsAreNotReused,
  vetoesAreOverridden,
  vetoesBreakTheDriver,
  waitersAreForgotten,
  waitersAreServedLastFirst,
  wakingForgetsTheRequest,
  wakingIsAStep,
  whoAsksSurvives,
  whoWouldWaitIsRefused,
  writeBackForgetsToWrite,
  zeroingIsNotCounted,
];
