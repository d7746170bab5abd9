import type { Law } from "../../contract.ts";
import { LEGAL } from "../../verdict.ts";
import { storePages } from "../memory/content.ts";
import { changePages, cleanPages, fileOf } from "../memory/pages.ts";
import { isFreeName, mapArea, processAt } from "../memory/processes.ts";
import type { Process } from "../memory/society.ts";
import type { GuestState } from "../state.ts";
import type { Guest } from "../vocabulary.ts";
import { type FileSpan, fillSpan } from "./filling.ts";
import { fileNeed, isOver, toldNeeding } from "./needing.ts";
import { falseFile, notEveryPage } from "./read.ts";
import { faulted, told } from "./told.ts";

type GuestLaw<K extends keyof Guest> = Law<Guest, K, GuestState>;

/** Files and pages are few and small, so that tables can be arrays. */
const MOST_FILES = 2 ** 16;
const MOST_FILE_PAGES = 2 ** 20;

type Asked = {
  readonly process: Process["handle"];
  readonly file: number;
  readonly first: number;
  readonly pages: number;
};

function isSound(state: GuestState, { process, file, first, pages }: Asked): boolean {
  const named = Number.isInteger(file) && file >= 0 && file < MOST_FILES;
  const sized = Number.isInteger(first) && Number.isInteger(pages) && first >= 0 && pages > 0;
  return named && sized && first + pages <= MOST_FILE_PAGES && processAt(state, process) !== undefined;
}

const spanOf = ({ file, first, pages }: Asked, fault: boolean): FileSpan => ({ file, first, pages, fault });

/** Pages of a file, mapped; those in the cache where they lie. */
export const faultFile: GuestLaw<"fault-file"> = {
  applies: (state, ask) => isSound(state, ask) && isFreeName(state, ask.as),
  judge(state, ask, answer) {
    const process = processAt(state, ask.process) as Process;
    const span = spanOf(ask, true);
    const wrong = toldNeeding(state, answer, "fault-file", fileNeed(process, span));
    if (wrong !== undefined) return wrong;
    if (answer.kind === "killed" || isOver(state, process)) return faulted(state, answer, 0) ?? LEGAL;
    const filled = fillSpan(state, process, span, answer.frames);
    if (filled.kind === "illegal") return filled;
    const { file, first, pages } = span;
    changePages(state, file, first, pages, { maps: 1 });
    mapArea(state, process, ask.as, { kind: "file", file, first, pages });
    return faulted(state, answer, filled.pages) ?? LEGAL;
  },
};

/** read(): the pages are in the cache afterwards, and hold what was last written to the file. */
export const readFile: GuestLaw<"read-file"> = {
  applies: isSound,
  judge(state, ask, answer) {
    const process = processAt(state, ask.process) as Process;
    const span = spanOf(ask, false);
    const wrong = toldNeeding(state, answer, "read-file", fileNeed(process, span));
    if (wrong !== undefined) return wrong;
    if (answer.kind === "killed" || isOver(state, process)) return faulted(state, answer, 0) ?? LEGAL;
    const filled = fillSpan(state, process, span, answer.frames);
    if (filled.kind === "illegal") return filled;
    return (
      notEveryPage(state, answer.runs, span.pages) ??
      falseFile(state, span.file, span.first, answer.runs) ??
      faulted(state, answer, filled.pages) ??
      LEGAL
    );
  },
};

/** write(): the pages are in the cache afterwards, and dirty. */
export const writeFile: GuestLaw<"write-file"> = {
  applies: (state, ask) => isSound(state, ask) && Number.isSafeInteger(ask.value) && ask.value >= 0,
  judge(state, ask, answer) {
    const process = processAt(state, ask.process) as Process;
    const span = spanOf(ask, false);
    const wrong = toldNeeding(state, answer, "write-file", fileNeed(process, span));
    if (wrong !== undefined) return wrong;
    if (answer.kind === "killed" || isOver(state, process)) return faulted(state, answer, 0) ?? LEGAL;
    const filled = fillSpan(state, process, span, answer.frames);
    if (filled.kind === "illegal") return filled;
    storePages(fileOf(state, span.file), span.first, span.pages, ask.value);
    changePages(state, span.file, span.first, span.pages, { dirty: true });
    return faulted(state, answer, filled.pages) ?? LEGAL;
  },
};

/** What may be dropped is up to the guest; `sync` cleans dirty pages first. */
export const dropCaches: GuestLaw<"drop-caches"> = {
  applies: () => true,
  judge(state, ask, answer) {
    if (ask.sync) cleanPages(state);
    return told(state, answer, "drop-caches") ?? LEGAL;
  },
};
