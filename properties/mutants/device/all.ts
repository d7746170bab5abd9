import type { Device } from "../../../model/device/vocabulary.ts";
import type { Mutant } from "../mutant.ts";
import { addressWrapsAround } from "./address-wraps-around.ts";
import { blockSizeCountsTheGuardPage } from "./block-size-counts-the-guard-page.ts";
import { configReportsTheRequestAsPlugged } from "./config-reports-the-request-as-plugged.ts";
import { deviceResetUnplugsEverything } from "./device-reset-unplugs-everything.ts";
import { exactFitIsDenied } from "./exact-fit-is-denied.ts";
import { failedPlugKeepsItsBits } from "./failed-plug-keeps-its-bits.ts";
import { highAddressBitsAreDropped } from "./high-address-bits-are-dropped.ts";
import { lastBlockIsOutside } from "./last-block-is-outside.ts";
import { malformedRequestStopsTheQueue } from "./malformed-request-stops-the-queue.ts";
import { memoryRepeatsAfterFourGibibytes } from "./memory-repeats-after-four-gibibytes.ts";
import { migrationDiscardsPluggedMemory } from "./migration-discards-plugged-memory.ts";
import { mixedPlugKeepsTheFreePart } from "./mixed-plug-keeps-the-free-part.ts";
import { nackBeforeRangeCheck } from "./nack-before-range-check.ts";
import { overRequestForgetsTheRequest } from "./over-request-forgets-the-request.ts";
import { overRequestIsAnError } from "./over-request-is-an-error.ts";
import { plugCountsPluggedBlocksAgain } from "./plug-counts-plugged-blocks-again.ts";
import { pluggedSizeCountsRequests } from "./plugged-size-counts-requests.ts";
import { refusedUnplugAllShrinksUsable } from "./refused-unplug-all-shrinks-usable.ts";
import { regionIsReportedAsUsable } from "./region-is-reported-as-usable.ts";
import { resizeWrapsAround } from "./resize-wraps-around.ts";
import { roomBelowZeroWrapsAround } from "./room-below-zero-wraps-around.ts";
import { shortRequestIsServed } from "./short-request-is-served.ts";
import { shrinkingIsNotNotified } from "./shrinking-is-not-notified.ts";
import { sizeWarningSkipsAlignment } from "./size-warning-skips-alignment.ts";
import { stateIsBusyWhileMigrating } from "./state-is-busy-while-migrating.ts";
import { stateIsLookedUpUnchecked } from "./state-is-looked-up-unchecked.ts";
import { stateLooksAtTheEnds } from "./state-looks-at-the-ends.ts";
import { systemResetForgetsTheRequest } from "./system-reset-forgets-the-request.ts";
import { systemResetStopsHalfway } from "./system-reset-stops-halfway.ts";
import { unplugAllClearsTruncatedCount } from "./unplug-all-clears-truncated-count.ts";
import { unplugAllForgetsTheSize } from "./unplug-all-forgets-the-size.ts";
import { unplugAllOfNothingIsAnError } from "./unplug-all-of-nothing-is-an-error.ts";
import { unplugAllZeroesUsableRegion } from "./unplug-all-zeroes-usable-region.ts";
import { unplugDiscardsOneBlockMore } from "./unplug-discards-one-block-more.ts";
import { unplugIsIdempotent } from "./unplug-is-idempotent.ts";
import { unplugNeedsALowerRequest } from "./unplug-needs-a-lower-request.ts";
import { unplugRoundsTheAddressDown } from "./unplug-rounds-the-address-down.ts";
import { usableFollowsTheRequestDown } from "./usable-follows-the-request-down.ts";
import { usableMarginIgnoresTheRegion } from "./usable-margin-ignores-the-region.ts";
import { usableSizeIsNotAligned } from "./usable-size-is-not-aligned.ts";
import { waitingHasAResponseOfItsOwn } from "./waiting-has-a-response-of-its-own.ts";
import { wholeRegionIsUsable } from "./whole-region-is-usable.ts";

/** Every fault planted in the device, those that were once real first. */
export const deviceMutants: readonly Mutant<Device>[] = [
  lastBlockIsOutside,
  unplugAllClearsTruncatedCount,
  addressWrapsAround,
  stateIsLookedUpUnchecked,
  usableSizeIsNotAligned,
  sizeWarningSkipsAlignment,
  unplugAllZeroesUsableRegion,
  overRequestIsAnError,
  failedPlugKeepsItsBits,
  nackBeforeRangeCheck,
  wholeRegionIsUsable,
  malformedRequestStopsTheQueue,
  resizeWrapsAround,
  highAddressBitsAreDropped,
  mixedPlugKeepsTheFreePart,
  plugCountsPluggedBlocksAgain,
  overRequestForgetsTheRequest,
  roomBelowZeroWrapsAround,
  unplugIsIdempotent,
  unplugRoundsTheAddressDown,
  unplugNeedsALowerRequest,
  unplugAllOfNothingIsAnError,
  unplugAllForgetsTheSize,
  pluggedSizeCountsRequests,
  stateIsBusyWhileMigrating,
  stateLooksAtTheEnds,
  usableMarginIgnoresTheRegion,
  usableFollowsTheRequestDown,
  refusedUnplugAllShrinksUsable,
  blockSizeCountsTheGuardPage,
  regionIsReportedAsUsable,
  configReportsTheRequestAsPlugged,
  shrinkingIsNotNotified,
  deviceResetUnplugsEverything,
  systemResetStopsHalfway,
  unplugDiscardsOneBlockMore,
  migrationDiscardsPluggedMemory,
  memoryRepeatsAfterFourGibibytes,
  exactFitIsDenied,
  systemResetForgetsTheRequest,
  shortRequestIsServed,
  waitingHasAResponseOfItsOwn,
];
