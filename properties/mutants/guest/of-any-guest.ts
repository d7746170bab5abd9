import type { Guest } from "../../../model/guest/vocabulary.ts";
import type { Mutant } from "../mutant.ts";
import { addressesHaveThirtyTwoBits } from "./addresses-have-thirty-two-bits.ts";
import { attemptsIgnoreANewSize } from "./attempts-ignore-a-new-size.ts";
import { balloonTargetsAreRounded } from "./balloon-targets-are-rounded.ts";
import { blocksAreRemovedOnline } from "./blocks-are-removed-online.ts";
import { busyIsAnsweredTwice } from "./busy-is-answered-twice.ts";
import { busyPlugsLeaveTraces } from "./busy-plugs-leave-traces.ts";
import { configurationsAreOld } from "./configurations-are-old.ts";
import { copiesAreEmpty } from "./copies-are-empty.ts";
import { copiesAreNotCounted } from "./copies-are-not-counted.ts";
import { dirtyPagesAreDropped } from "./dirty-pages-are-dropped.ts";
import { earlierLifeGoesUnseen } from "./earlier-life-goes-unseen.ts";
import { everyPartitionIsAddedAtOnce } from "./every-partition-is-added-at-once.ts";
import { everythingIsAcknowledged } from "./everything-is-acknowledged.ts";
import { failedAddsKeepTheirMemoryMap } from "./failed-adds-keep-their-memory-map.ts";
import { failedAddsStayPlugged } from "./failed-adds-stay-plugged.ts";
import { failedOffliningCounts } from "./failed-offlining-counts.ts";
import { faultsForgetAPage } from "./faults-forget-a-page.ts";
import { filePagesAreNotRead } from "./file-pages-are-not-read.ts";
import { filesAreCachedTwice } from "./files-are-cached-twice.ts";
import { filledBlocksArePluggedAnew } from "./filled-blocks-are-plugged-anew.ts";
import { freePartitionsAreKept } from "./free-partitions-are-kept.ts";
import { freshPagesShowOldContent } from "./fresh-pages-show-old-content.ts";
import { fullRegionsAreBusy } from "./full-regions-are-busy.ts";
import { fullyUnpluggedBlocksStay } from "./fully-unplugged-blocks-stay.ts";
import { heldPagesAreFreed } from "./held-pages-are-freed.ts";
import { isolatedFramesStayManaged } from "./isolated-frames-stay-managed.ts";
import { kernelMemoryIsUnaligned } from "./kernel-memory-is-unaligned.ts";
import { kernelPagesMigrate } from "./kernel-pages-migrate.ts";
import { kernelUsesMovableMemory } from "./kernel-uses-movable-memory.ts";
import { lastSharerLosesItsPages } from "./last-sharer-loses-its-pages.ts";
import { longtermPinsAreRefused } from "./longterm-pins-are-refused.ts";
import { longtermPinsStayInPlace } from "./longterm-pins-stay-in-place.ts";
import { mappedPagesAreDropped } from "./mapped-pages-are-dropped.ts";
import { memoryMapsAreFree } from "./memory-maps-are-free.ts";
import { memoryMapsOutliveTheirBlock } from "./memory-maps-outlive-their-block.ts";
import { memoryRunsOutEarly } from "./memory-runs-out-early.ts";
import { migrationIsNoObstacle } from "./migration-is-no-obstacle.ts";
import { movedPagesLoseTheirLast } from "./moved-pages-lose-their-last.ts";
import { movesAreNotCounted } from "./moves-are-not-counted.ts";
import { nackIsRetriedBlindly } from "./nack-is-retried-blindly.ts";
import { newSizesAreReadAndForgotten } from "./new-sizes-are-read-and-forgotten.ts";
import { newcomersStandInFront } from "./newcomers-stand-in-front.ts";
import { oldFramesStayTaken } from "./old-frames-stay-taken.ts";
import { oneExtraReferenceIsNoObstacle } from "./one-extra-reference-is-no-obstacle.ts";
import { overRequestsAreErrors } from "./over-requests-are-errors.ts";
import { ownPagesAreCopied } from "./own-pages-are-copied.ts";
import { parkedFramesAreForgotten } from "./parked-frames-are-forgotten.ts";
import { partialBlocksLookWhole } from "./partial-blocks-look-whole.ts";
import { partitionsComeOnlineForTheKernel } from "./partitions-come-online-for-the-kernel.ts";
import { pinnedPagesAreShared } from "./pinned-pages-are-shared.ts";
import { pinnedPagesAreTriedForEver } from "./pinned-pages-are-tried-for-ever.ts";
import { pluggedBlocksAreAcknowledged } from "./plugged-blocks-are-acknowledged.ts";
import { pluggedMemoryIsRecordedOneUnitTooLow } from "./plugged-memory-is-recorded-one-unit-too-low.ts";
import { rangesInUseCountAsIsolated } from "./ranges-in-use-count-as-isolated.ts";
import { readingTakesFrames } from "./reading-takes-frames.ts";
import { recordsOfUnplugAreLost } from "./records-of-unplug-are-lost.ts";
import { refusedUnplugsGiveBackOfflineMemory } from "./refused-unplugs-give-back-offline-memory.ts";
import { requestsAreForgottenWhileBusy } from "./requests-are-forgotten-while-busy.ts";
import { requestsAreNotCounted } from "./requests-are-not-counted.ts";
import { requestsAreRoundedUp } from "./requests-are-rounded-up.ts";
import { resizesAreNotNoticed } from "./resizes-are-not-noticed.ts";
import { restoringDropsThePageCache } from "./restoring-drops-the-page-cache.ts";
import { restoringLosesPluggedMemory } from "./restoring-loses-plugged-memory.ts";
import { retriesDoNotBackOff } from "./retries-do-not-back-off.ts";
import { retriesWaitLongerAndLonger } from "./retries-wait-longer-and-longer.ts";
import { sharingSurvivesWrites } from "./sharing-survives-writes.ts";
import { smallerSizesAreRefused } from "./smaller-sizes-are-refused.ts";
import { splicedPagesAreDropped } from "./spliced-pages-are-dropped.ts";
import { staleRequestsAreSent } from "./stale-requests-are-sent.ts";
import { storesMissTheLastPage } from "./stores-miss-the-last-page.ts";
import { successDoesNotShortenRetries } from "./success-does-not-shorten-retries.ts";
import { threadsAreCountedSilently } from "./threads-are-counted-silently.ts";
import { unneededUnplugsAreRefused } from "./unneeded-unplugs-are-refused.ts";
import { unplugAllEndsTheUsableRegion } from "./unplug-all-ends-the-usable-region.ts";
import { unplugComesBeforeOffline } from "./unplug-comes-before-offline.ts";
import { unpluggedSubblocksComeOnline } from "./unplugged-subblocks-come-online.ts";
import { unplugsAreNeverAbandoned } from "./unplugs-are-never-abandoned.ts";
import { unsentRequestsAreAwaited } from "./unsent-requests-are-awaited.ts";
import { unusableMemoryIsPlugged } from "./unusable-memory-is-plugged.ts";
import { usedBlocksCannotGoOffline } from "./used-blocks-cannot-go-offline.ts";
import { vetoesAreOverridden } from "./vetoes-are-overridden.ts";
import { vetoesBreakTheDriver } from "./vetoes-break-the-driver.ts";
import { wakingForgetsTheRequest } from "./waking-forgets-the-request.ts";
import { wakingIsAStep } from "./waking-is-a-step.ts";
import { whoAsksSurvives } from "./who-asks-survives.ts";
import { writeBackForgetsToWrite } from "./write-back-forgets-to-write.ts";
import { zeroingIsNotCounted } from "./zeroing-is-not-counted.ts";

/** Planted faults that break what every guest owes. */
export const faultsOfAnyGuest: readonly Mutant<Guest>[] = [
  addressesHaveThirtyTwoBits,
  attemptsIgnoreANewSize,
  balloonTargetsAreRounded,
  blocksAreRemovedOnline,
  busyIsAnsweredTwice,
  busyPlugsLeaveTraces,
  configurationsAreOld,
  copiesAreEmpty,
  copiesAreNotCounted,
  dirtyPagesAreDropped,
  earlierLifeGoesUnseen,
  everyPartitionIsAddedAtOnce,
  everythingIsAcknowledged,
  failedAddsKeepTheirMemoryMap,
  failedAddsStayPlugged,
  failedOffliningCounts,
  faultsForgetAPage,
  filePagesAreNotRead,
  filesAreCachedTwice,
  filledBlocksArePluggedAnew,
  freePartitionsAreKept,
  freshPagesShowOldContent,
  fullRegionsAreBusy,
  fullyUnpluggedBlocksStay,
  heldPagesAreFreed,
  isolatedFramesStayManaged,
  kernelMemoryIsUnaligned,
  kernelPagesMigrate,
  kernelUsesMovableMemory,
  lastSharerLosesItsPages,
  longtermPinsAreRefused,
  longtermPinsStayInPlace,
  mappedPagesAreDropped,
  memoryMapsAreFree,
  memoryMapsOutliveTheirBlock,
  memoryRunsOutEarly,
  migrationIsNoObstacle,
  movedPagesLoseTheirLast,
  movesAreNotCounted,
  nackIsRetriedBlindly,
  newSizesAreReadAndForgotten,
  newcomersStandInFront,
  oldFramesStayTaken,
  oneExtraReferenceIsNoObstacle,
  overRequestsAreErrors,
  ownPagesAreCopied,
  parkedFramesAreForgotten,
  partialBlocksLookWhole,
  partitionsComeOnlineForTheKernel,
  pinnedPagesAreShared,
  pinnedPagesAreTriedForEver,
  pluggedBlocksAreAcknowledged,
  pluggedMemoryIsRecordedOneUnitTooLow,
  rangesInUseCountAsIsolated,
  readingTakesFrames,
  recordsOfUnplugAreLost,
  refusedUnplugsGiveBackOfflineMemory,
  requestsAreForgottenWhileBusy,
  requestsAreNotCounted,
  requestsAreRoundedUp,
  resizesAreNotNoticed,
  restoringDropsThePageCache,
  restoringLosesPluggedMemory,
  retriesDoNotBackOff,
  retriesWaitLongerAndLonger,
  sharingSurvivesWrites,
  smallerSizesAreRefused,
  splicedPagesAreDropped,
  staleRequestsAreSent,
  storesMissTheLastPage,
  threadsAreCountedSilently,
  unneededUnplugsAreRefused,
  unplugAllEndsTheUsableRegion,
  unplugComesBeforeOffline,
  unpluggedSubblocksComeOnline,
  unsentRequestsAreAwaited,
  unusableMemoryIsPlugged,
  usedBlocksCannotGoOffline,
  vetoesAreOverridden,
  vetoesBreakTheDriver,
  wakingForgetsTheRequest,
  wakingIsAStep,
  whoAsksSurvives,
  writeBackForgetsToWrite,
  zeroingIsNotCounted,
  successDoesNotShortenRetries,
  unplugsAreNeverAbandoned,
];
