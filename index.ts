/**
 * The public names of hotmem, in reading order; `docs/api.md` says what each is for. Anything else is internal and may
 * change in any version.
 */

export { auditLists } from "./model/allocator/audit.ts";
// The contract of a page-frame allocator.
export { allocator } from "./model/allocator/contract.ts";
export { referenceAllocator } from "./model/allocator/reference/reference.ts";
export type { AllocatorState } from "./model/allocator/state.ts";
export type { Allocator } from "./model/allocator/vocabulary.ts";
export { checkGeometry } from "./model/check-geometry.ts";
// The language: questions, answers, laws, rules, verdicts.
export type {
  Answer,
  Command,
  Contract,
  ContractName,
  Entry,
  Kind,
  Law,
  Laws,
  State,
  Step,
  Vocabulary,
} from "./model/contract.ts";
export { applies, judge } from "./model/contract.ts";
// The contract of a virtio-mem device.
export { device } from "./model/device/contract.ts";
export { referenceDevice } from "./model/device/reference/reference.ts";
export type { DeviceState } from "./model/device/state.ts";
export type { Device } from "./model/device/vocabulary.ts";
export type {
  DeviceGeometry,
  Geometry,
  GuestOptions,
  Kernel,
  PageblockSpan,
  PerCpuLists,
  Watermarks,
} from "./model/geometry.ts";
// The contract of a whole guest.
export { guest } from "./model/guest/contract.ts";
export type { GuestEvent, Spent, Told } from "./model/guest/events.ts";
export {
  balloonGuest,
  kernelZoneGuest,
  referenceGuest,
  virtioMemGuest,
} from "./model/guest/reference/reference.ts";
export type { GuestState } from "./model/guest/state.ts";
export type { Guest } from "./model/guest/vocabulary.ts";
export { type PresetName, presets } from "./model/presets.ts";
export {
  type Docket,
  type LeftOut,
  openDocket,
  profilesUpTo,
  type Rule,
  type RuleTable,
  type RuleText,
  type Sees,
  type Selection,
} from "./model/rule.ts";
// What can be tested.
export {
  CannotStart,
  type ForkableSource,
  type ForkableSubject,
  type Outcome,
  ProtocolBroken,
  type Subject,
  type SubjectSource,
} from "./model/subject.ts";
// Units and the shape of a guest.
export type {
  BlockIndex,
  Bytes,
  Cpu,
  Extent,
  FrameCount,
  Handle,
  Order,
  PageblockIndex,
  Pfn,
  U64,
} from "./model/units.ts";
export { block, bytes, cpu, FRAME_BYTES, frames, handle, order, pageblock, pfn } from "./model/units.ts";
export type { Ending, Illegal, Legal, Verdict, Violation } from "./model/verdict.ts";
export { type ExecOptions, execSource } from "./oracle/exec/source.ts";
export { type QemuOptions, qemuSource } from "./oracle/qemu/source.ts";
export {
  type CampaignFailure,
  type CampaignOptions,
  type CampaignReport,
  campaign,
  type Progress,
} from "./properties/campaign.ts";
// Trying: generated scripts, one run, a whole campaign, exhaustive search.
export type { Composer, Dice, Mood } from "./properties/composer.ts";
export { diceOf } from "./properties/dice.ts";
export { type SearchOptions, type SearchResult, search } from "./properties/exhaustive/search.ts";
export { type FaasParameters, functionGuest, type MemoryLimit, paperDay } from "./properties/guest/faas/parameters.ts";
export { type FaasOptions, faasScript } from "./properties/guest/faas/script.ts";
export type { Mutant } from "./properties/mutants/mutant.ts";
export { type ScriptOptions, scripts } from "./properties/scripts.ts";
export type { Mechanism, OtherSubject, Suite } from "./properties/suite.ts";
export { allocatorSuite, deviceSuite, guestSuite } from "./properties/suites.ts";
export { addToCorpus, readCorpus } from "./replay/corpus.ts";
export { guarded } from "./replay/guarded.ts";
export { type RunOptions, type RunReport, runScript } from "./replay/run.ts";
export type { Script } from "./replay/script.ts";
export { type Failing, type ShrinkOptions, type Shrunk, shrinkScript } from "./replay/shrink/shrink.ts";
export { readTranscript, sealTranscript, writeTranscript } from "./replay/transcript.ts";
export type { AnyTranscript, Transcript } from "./replay/transcript-content.ts";
export { type Finding, judgeTranscript, sayFinding } from "./replay/verdict.ts";
export { type Replay, replayTranscript } from "./replay/verdict-asked.ts";
// Remembering: transcripts, their verdicts, the corpus, known deviations.
export type { WireContract } from "./wire/schema.ts";
