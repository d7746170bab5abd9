import type { Allocator } from "../../../model/allocator/vocabulary.ts";
import type { Mutant } from "../mutant.ts";
import { absentBlocksGoOnline } from "./absent-blocks-go-online.ts";
import { addAnswersBusy } from "./add-answers-busy.ts";
import { addedFramesAreFreeAtOnce } from "./added-frames-are-free-at-once.ts";
import { blocksGoOnlineOnce } from "./blocks-go-online-once.ts";
import { bootHandsOutTheHole } from "./boot-hands-out-the-hole.ts";
import { buddiesMergeOnlyInsideOnePageblock } from "./buddies-merge-only-inside-one-pageblock.ts";
import { cancelIsAnnouncedAsOffline } from "./cancel-is-announced-as-offline.ts";
import { cmaCanBeIsolated } from "./cma-can-be-isolated.ts";
import { cmaPagesDrainAsMovable } from "./cma-pages-drain-as-movable.ts";
import { contentLosesItsLowestBit } from "./content-loses-its-lowest-bit.ts";
import { contigRepeatsItsBatch } from "./contig-repeats-its-batch.ts";
import { contigTakesPinnedPages } from "./contig-takes-pinned-pages.ts";
import { contigWantsSmallBuddies } from "./contig-wants-small-buddies.ts";
import { contigZeroesItsFirstPageblock } from "./contig-zeroes-its-first-pageblock.ts";
import { drainForgetsOneList } from "./drain-forgets-one-list.ts";
import { drainUsesTheTypeCachedAtFree } from "./drain-uses-the-type-cached-at-free.ts";
import { endedIsolationsStayCounted } from "./ended-isolations-stay-counted.ts";
import { everyPageIsZeroed } from "./every-page-is-zeroed.ts";
import { exhaustedRequestsShareAPage } from "./exhausted-requests-share-a-page.ts";
import { failedMigrationClearsThePage } from "./failed-migration-clears-the-page.ts";
import { fakeOfflineFramesStayManaged } from "./fake-offline-frames-stay-managed.ts";
import { fallbackKnowsOneLender } from "./fallback-knows-one-lender.ts";
import { fallbackTakesTheSmallest } from "./fallback-takes-the-smallest.ts";
import { freeTrustsTheCallersOrder } from "./free-trusts-the-callers-order.ts";
import { freedPagesStayApart } from "./freed-pages-stay-apart.ts";
import { freeingMakesPageblocksReclaimable } from "./freeing-makes-pageblocks-reclaimable.ts";
import { holesGoUnnoticed } from "./holes-go-unnoticed.ts";
import { isolatedMemoryIsTheLastResort } from "./isolated-memory-is-the-last-resort.ts";
import { isolationIsSharedSilently } from "./isolation-is-shared-silently.ts";
import { isolationLeavesSingleFrames } from "./isolation-leaves-single-frames.ts";
import { isolationMergesAcross } from "./isolation-merges-across.ts";
import { largePagesBeginOneFrameLate } from "./large-pages-begin-one-frame-late.ts";
import { largestOrderIsNeverUsed } from "./largest-order-is-never-used.ts";
import { listedHeadsAreTheUpperHalves } from "./listed-heads-are-the-upper-halves.ts";
import { listedOrdersBeginAtOne } from "./listed-orders-begin-at-one.ts";
import { listingStopsBelowTheLargestOrder } from "./listing-stops-below-the-largest-order.ts";
import { longTermPinsAlwaysMove } from "./long-term-pins-always-move.ts";
import { longTermPinsStayInMovableMemory } from "./long-term-pins-stay-in-movable-memory.ts";
import { mergedBuddyKeepsTwoTypes } from "./merged-buddy-keeps-two-types.ts";
import { migrationAlwaysReachesTheMovableZone } from "./migration-always-reaches-the-movable-zone.ts";
import { migrationCopiesPoison } from "./migration-copies-poison.ts";
import { migrationForgetsToCopy } from "./migration-forgets-to-copy.ts";
import { migrationIgnoresReferences } from "./migration-ignores-references.ts";
import { migrationUsesIsolatedMemory } from "./migration-uses-isolated-memory.ts";
import { migrationWithoutMemorySucceeds } from "./migration-without-memory-succeeds.ts";
import { movablePagesAlwaysReachTheMovableZone } from "./movable-pages-always-reach-the-movable-zone.ts";
import { offlineDrainsOnlyOnce } from "./offline-drains-only-once.ts";
import { offlineLeavesFramesFree } from "./offline-leaves-frames-free.ts";
import { offlineRetriesPoisonForEver } from "./offline-retries-poison-for-ever.ts";
import { offlineSkipsPinnedPages } from "./offline-skips-pinned-pages.ts";
import { onlineBlocksCanBeRemoved } from "./online-blocks-can-be-removed.ts";
import { onlineForgetsPoison } from "./online-forgets-poison.ts";
import { onlineKeepsOldTypes } from "./online-keeps-old-types.ts";
import { onlyTheFirstFrameIsZeroed } from "./only-the-first-frame-is-zeroed.ts";
import { ownListGivesItsLargestBlock } from "./own-list-gives-its-largest-block.ts";
import { parkingLooksAtTheFirstPageblock } from "./parking-looks-at-the-first-pageblock.ts";
import { perCpuCountIsReadTooEarly } from "./per-cpu-count-is-read-too-early.ts";
import { poisonIsNotSubtracted } from "./poison-is-not-subtracted.ts";
import { poisonIsReportedAgain } from "./poison-is-reported-again.ts";
import { poisonedFrameStaysOnItsList } from "./poisoned-frame-stays-on-its-list.ts";
import { presentGrowsForEver } from "./present-grows-for-ever.ts";
import { rangeMigratesItsNeighbour } from "./range-migrates-its-neighbour.ts";
import { referencedPagesCannotBePinned } from "./referenced-pages-cannot-be-pinned.ts";
import { refusedAddCountsTheBlock } from "./refused-add-counts-the-block.ts";
import { refusedPinKeepsItsReference } from "./refused-pin-keeps-its-reference.ts";
import { removedFramesComeBack } from "./removed-frames-come-back.ts";
import { retypingRunsOnePageblockTooFar } from "./retyping-runs-one-pageblock-too-far.ts";
import { rollbackLeavesTheBlockGoing } from "./rollback-leaves-the-block-going.ts";
import { rollbackMakesPageblocksUnmovable } from "./rollback-makes-pageblocks-unmovable.ts";
import { splitBuddyIsNotSubtracted } from "./split-buddy-is-not-subtracted.ts";
import { tailOfAReferencedPageIsLost } from "./tail-of-a-referenced-page-is-lost.ts";
import { unisolateIgnoresTheType } from "./unisolate-ignores-the-type.ts";
import { unmovableRequestsUseCma } from "./unmovable-requests-use-cma.ts";
import { usedPageblocksAreUnmovable } from "./used-pageblocks-are-unmovable.ts";
import { vetoesAreIgnored } from "./vetoes-are-ignored.ts";
import { watermarkIsUnsigned } from "./watermark-is-unsigned.ts";
import { zeroingIsOnlyCounted } from "./zeroing-is-only-counted.ts";
import { zoneOfGoingBlocksIsNormal } from "./zone-of-going-blocks-is-normal.ts";
import { zonelistBeginsAtTheLowestZone } from "./zonelist-begins-at-the-lowest-zone.ts";
import { zonelistIgnoresMobility } from "./zonelist-ignores-mobility.ts";

/** Every planted fault of the allocator. */
export const allocatorMutants: readonly Mutant<Allocator>[] = [
  absentBlocksGoOnline,
  addAnswersBusy,
  addedFramesAreFreeAtOnce,
  blocksGoOnlineOnce,
  bootHandsOutTheHole,
  buddiesMergeOnlyInsideOnePageblock,
  cancelIsAnnouncedAsOffline,
  cmaCanBeIsolated,
  cmaPagesDrainAsMovable,
  contentLosesItsLowestBit,
  contigRepeatsItsBatch,
  contigTakesPinnedPages,
  contigWantsSmallBuddies,
  contigZeroesItsFirstPageblock,
  drainForgetsOneList,
  drainUsesTheTypeCachedAtFree,
  endedIsolationsStayCounted,
  everyPageIsZeroed,
  exhaustedRequestsShareAPage,
  failedMigrationClearsThePage,
  fakeOfflineFramesStayManaged,
  fallbackKnowsOneLender,
  fallbackTakesTheSmallest,
  freeTrustsTheCallersOrder,
  freedPagesStayApart,
  freeingMakesPageblocksReclaimable,
  holesGoUnnoticed,
  isolatedMemoryIsTheLastResort,
  isolationIsSharedSilently,
  isolationLeavesSingleFrames,
  isolationMergesAcross,
  largePagesBeginOneFrameLate,
  largestOrderIsNeverUsed,
  listedHeadsAreTheUpperHalves,
  listedOrdersBeginAtOne,
  listingStopsBelowTheLargestOrder,
  longTermPinsAlwaysMove,
  longTermPinsStayInMovableMemory,
  mergedBuddyKeepsTwoTypes,
  migrationAlwaysReachesTheMovableZone,
  migrationCopiesPoison,
  migrationForgetsToCopy,
  migrationIgnoresReferences,
  migrationUsesIsolatedMemory,
  migrationWithoutMemorySucceeds,
  movablePagesAlwaysReachTheMovableZone,
  offlineDrainsOnlyOnce,
  offlineLeavesFramesFree,
  offlineRetriesPoisonForEver,
  offlineSkipsPinnedPages,
  onlineBlocksCanBeRemoved,
  onlineForgetsPoison,
  onlineKeepsOldTypes,
  onlyTheFirstFrameIsZeroed,
  ownListGivesItsLargestBlock,
  parkingLooksAtTheFirstPageblock,
  perCpuCountIsReadTooEarly,
  poisonIsNotSubtracted,
  poisonIsReportedAgain,
  poisonedFrameStaysOnItsList,
  presentGrowsForEver,
  rangeMigratesItsNeighbour,
  referencedPagesCannotBePinned,
  refusedAddCountsTheBlock,
  refusedPinKeepsItsReference,
  removedFramesComeBack,
  retypingRunsOnePageblockTooFar,
  rollbackLeavesTheBlockGoing,
  rollbackMakesPageblocksUnmovable,
  splitBuddyIsNotSubtracted,
  tailOfAReferencedPageIsLost,
  unisolateIgnoresTheType,
  unmovableRequestsUseCma,
  usedPageblocksAreUnmovable,
  vetoesAreIgnored,
  watermarkIsUnsigned,
  zeroingIsOnlyCounted,
  zoneOfGoingBlocksIsNormal,
  zonelistBeginsAtTheLowestZone,
  zonelistIgnoresMobility,
];
