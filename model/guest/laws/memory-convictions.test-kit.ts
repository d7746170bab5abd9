import { handle } from "../../units.ts";
import { type Conviction, convict } from "./conviction.test-kit.ts";
import { file, held, one, oneUser, option, stock, two, twoUsers } from "./memory-scenes.test-kit.ts";
import {
  askFault,
  askFork,
  askKernel,
  askPin,
  askTouch,
  askWrite,
  at,
  dies,
  drops,
  execs,
  exhausted,
  exits,
  forked,
  kernelGot,
  killed,
  loads,
  mapped,
  pinned,
  readFile,
  refused,
  touched,
  wrote,
  wroteFile,
} from "./memory-telling.test-kit.ts";
import { config, done, entered, movable, move, populated, ran, resize, spawn, touch } from "./telling.test-kit.ts";

/** Where pages lie. */
const ofPlacement: readonly Conviction[] = [
  convict("place/as-many-as-asked", "too few", [...one, touched(askTouch(1, 2, 3), at([12, 2]))]),
  convict("place/as-many-as-asked", "none", [...one, touched(askTouch(1, 2, 3), [])]),
  convict("place/as-many-as-asked", "fractions", [...one, touched(askTouch(1, 2, 3), at([12, 2.5]))]),
  convict("place/usable-frames", "beyond the guest", [...one, touched(askTouch(1, 2, 2), at([27, 2]))]),
  convict("place/usable-frames", "negative", [...one, touched(askTouch(1, 2, 2), at([-2, 2]))]),
  convict("place/usable-frames", "counts that cancel out", [...one, touched(askTouch(1, 2, 2), at([12, 5], [12, -3]))]),
  convict("place/usable-frames", "no number", [...one, touched(askTouch(1, 2, 2), at([Number.NaN, 2]))]),
  convict("place/usable-frames", "not plugged", [kernelGot(askKernel(1, 0), at([12, 1]))]),
  convict("place/free-frames", "of another area", [...two, touched(askTouch(1, 3, 2), at([13, 2]))]),
  convict("place/free-frames", "twice in one answer", [...one, touched(askTouch(1, 2, 4), at([12, 2], [13, 2]))]),
  convict("place/free-frames", "moved onto another page", [...stock, touch(1, 2, 8, 2), ran([move(8, 9, 1)])]),
  convict("place/pages-stay", "a store elsewhere", [...two, wrote(askWrite(1, 2, 8), at([14, 2]))]),
  convict("place/pages-stay", "in another order", [...two, wrote(askWrite(1, 2, 8), at([13, 1], [12, 1]))]),
  convict("place/pages-stay", "a hold elsewhere", [...two, pinned(askPin(1, 2, 3, "io"), at([14, 2]))]),
  convict("place/breaks-sharing", "after a fork", [
    ...two,
    forked(askFork(1, 5), [twoUsers]),
    wrote(askWrite(5, 2, 8), at([12, 2])),
  ]),
  convict("place/breaks-sharing", "pages of a file", [
    ...one,
    mapped(askFault(file(0, 1), 2), at([8, 1]), 1),
    wrote(askWrite(1, 2, 8), at([8, 1]), 1),
  ]),
  convict("place/zero-page", "frames for pages that are only read", [
    ...one,
    touched(askTouch(1, 2, 1, false), at([12, 1])),
  ]),
  convict("place/kernel-zones", "kernel memory in a movable zone", [
    ...movable,
    kernelGot(askKernel(1, 0), at([9, 1])),
  ]),
  convict("place/kernel-aligned", "in two pieces", [...one, kernelGot(askKernel(2, 1), at([0, 1], [2, 1]))]),
  convict("place/kernel-aligned", "between two pairs", [...one, kernelGot(askKernel(2, 1), at([1, 2]))]),
  convict("files/one-copy", "read twice", [
    ...one,
    readFile(file(0, 2), at([8, 2]), 2),
    readFile(file(1, 2), at([10, 2]), 2),
  ]),
  convict("confine/anonymous", "in the neighbour's partition", [...one, touched(askTouch(1, 2, 2), at([20, 2]))]),
  convict("confine/anonymous", "across the border", [...one, touched(askTouch(1, 2, 3), at([19, 3]))]),
  convict("confine/anonymous", "spilled into boot memory", [...one, touched(askTouch(1, 2, 9), at([12, 8], [0, 1]))]),
  convict("confine/anonymous", "the copy of a file page", [
    ...one,
    mapped(askFault(file(0, 1), 2), at([8, 1]), 1),
    wrote(askWrite(1, 2, 8), at([9, 1]), 1),
  ]),
  convict("confine/files", "in a private partition", [...one, mapped(askFault(file(0, 1), 2), at([12, 1]), 1)]),
  convict(
    "confine/files",
    "read into the shared partition against the options",
    [...one, readFile(file(0, 1), at([8, 1]), 1)],
    option({ fileReads: "boot" }),
  ),
  convict(
    "confine/files",
    "in boot memory against the options",
    [...one, mapped(askFault(file(0, 5), 2), at([8, 4], [0, 1]), 5)],
    option({ sharedFull: "kill" }),
  ),
  convict("confine/shared-first", "one shared frame is free", [
    ...one,
    mapped(askFault(file(0, 4), 2), at([8, 3], [0, 1]), 4),
  ]),
  convict("confine/shared-first", "an idle page could be dropped", [
    ...one,
    readFile(file(0, 4), at([8, 4]), 4),
    mapped(askFault(file(4, 1), 2), at([0, 1]), 1),
  ]),
  convict("confine/moves", "to the neighbour", [
    ...two,
    pinned(askPin(1, 2, 3, "longterm"), at([20, 2]), [move(12, 20, 2)]),
  ]),
  convict("confine/moves", "to boot memory for input", [
    ...two,
    pinned(askPin(1, 2, 3, "io"), at([0, 2]), [move(12, 0, 2)]),
  ]),
  convict("confine/moves", "another area to boot memory", [
    ...two,
    touch(1, 4, 14, 1),
    pinned(askPin(1, 2, 3, "longterm"), at([0, 2]), [move(12, 0, 2), move(14, 2, 1)]),
  ]),
  convict("confine/moves", "a file page into a partition", [
    ...one,
    mapped(askFault(file(0, 1), 2), at([8, 1]), 1),
    pinned(askPin(1, 2, 3, "io"), at([12, 1]), [move(8, 12, 1)]),
  ]),
  convict("confine/kernel", "in a partition", [...populated, kernelGot(askKernel(1, 0), at([12, 1]))]),
  convict("confine/kernel", "in the shared partition", [...populated, kernelGot(askKernel(1, 0), at([8, 1]))]),
  convict(
    "confine/unassigned",
    "after exec gave the partition back",
    [...one, execs(1, entered(0, "free")), touched(askTouch(1, 2, 1), at([12, 1]))],
    option({ exec: "drops" }),
  ),
];

/** What pages hold. */
const ofContent: readonly Conviction[] = [
  convict("content/every-page", "too few", [...two, loads(1, 2, [7, 1])]),
  convict("content/every-page", "a negative number", [...two, loads(1, 2, [7, 3], [7, -1])]),
  convict("content/fresh-is-zero", "never written", [...one, touch(1, 2, 12, 2), loads(1, 2, [0, 1], [5, 1])]),
  convict("content/fresh-is-zero", "the zero page", [
    ...one,
    touched(askTouch(1, 2, 2, false), []),
    loads(1, 2, [5, 2]),
  ]),
  convict("content/kept", "forgotten", [...two, loads(1, 2, [0, 2])]),
  convict("content/kept", "seen by the parent", [
    ...two,
    forked(askFork(1, 5), [twoUsers]),
    wrote(askWrite(5, 2, 8), at([14, 2]), 2),
    loads(1, 2, [8, 2]),
  ]),
  convict("content/kept", "lost in a move", [
    ...two,
    pinned(askPin(1, 2, 3, "longterm"), at([0, 2]), [move(12, 0, 2)]),
    loads(1, 2, [0, 2]),
  ]),
  convict("content/of-files", "stale", [
    ...one,
    wroteFile(file(0, 2), at([8, 2]), 2, 9),
    readFile(file(0, 2), at([8, 2]), 0, 0),
  ]),
  convict("content/of-files", "lost with the page", [
    ...one,
    wroteFile(file(0, 1), at([8, 1]), 1, 9),
    done({ kind: "drop-caches", sync: true }, [drops(8, 1)]),
    readFile(file(0, 1), at([8, 1]), 1, 0),
  ]),
  convict("content/of-files", "what was written is not seen where it is mapped", [
    ...one,
    mapped(askFault(file(0, 1), 2), at([8, 1]), 1),
    wroteFile(file(0, 1), at([8, 1]), 0, 9),
    loads(1, 2, [0, 1]),
  ]),
  convict("content/reuse-exposes-nothing", "another instance's data", [
    ...two,
    exits(1, entered(0, "free")),
    spawn(4, 0),
    touch(4, 5, 12, 1),
    loads(4, 5, [7, 1]),
  ]),
  convict("content/skipped-zeroing-stays-inside", "an unplug that was given up", [
    ...populated,
    resize(12),
    ran([config(12), entered(0, "unplugging")]),
    resize(20),
    ran([config(20), entered(0, "free")]),
    spawn(4, 0),
    touch(4, 5, 12, 1),
    loads(4, 5, [7, 1]),
  ]),
];

/** Holds, moves, drops, and who dies. */
const ofHoldings: readonly Conviction[] = [
  convict("hold/never-moves", "input in flight", [
    ...stock,
    touch(1, 2, 8, 2),
    pinned(askPin(1, 2, 3, "io"), at([8, 2])),
    ran([move(8, 12, 1)]),
  ]),
  convict("hold/never-moves", "a file page in a pipe", [
    ...stock,
    mapped(askFault(file(0, 2), 2), at([8, 2]), 2),
    pinned(askPin(1, 2, 3, "splice"), at([8, 2])),
    ran([move(8, 12, 2)]),
  ]),
  convict("hold/never-given-up", "handed out after the process died", [
    ...stock,
    touch(1, 2, 8, 2),
    pinned(askPin(1, 2, 3, "io"), at([8, 2])),
    exits(1),
    spawn(4, null),
    touched(askTouch(4, 5, 1), at([8, 1])),
  ]),
  convict("hold/never-given-up", "dropped", [
    ...one,
    mapped(askFault(file(0, 1), 2), at([8, 1]), 1),
    pinned(askPin(1, 2, 3, "splice"), at([8, 1])),
    done({ kind: "discard", process: handle(1), area: handle(2) }),
    done({ kind: "drop-caches", sync: false }, [drops(8, 1)]),
  ]),
  convict("pin/longterm-place", "in the partition", [...two, pinned(askPin(1, 2, 3, "longterm"), at([12, 2]))]),
  convict("pin/longterm-place", "in a movable zone", [
    ...stock,
    touch(1, 2, 8, 2),
    pinned(askPin(1, 2, 3, "longterm"), at([8, 2])),
  ]),
  convict("pin/refused-with-cause", "input", [...two, refused(askPin(1, 2, 3, "io"))]),
  convict("pin/refused-with-cause", "boot memory has room", [...two, refused(askPin(1, 2, 3, "longterm"))]),
  convict(
    "pin/refused-with-cause",
    "nothing has to move",
    [...stock, touched(askTouch(1, 2, 1), at([0, 1])), refused(askPin(1, 2, 3, "longterm"))],
    option({ longtermPins: "refuse" }),
  ),
  convict("fork/copies-what-is-held", "shared instead", [...held, forked(askFork(1, 5), [twoUsers])]),
  convict("fork/copies-what-is-held", "copied for nothing", [...two, forked(askFork(1, 5), [twoUsers], [2, 14, 2])]),
  convict("fork/copies-what-is-held", "one of two, twice", [
    ...held,
    touch(1, 6, 14, 1),
    pinned(askPin(1, 6, 7, "io"), at([14, 1])),
    forked(askFork(1, 5), [twoUsers], [2, 15, 2], [2, 17, 2]),
  ]),
  convict("move/of-pages", "nobody's", [...stock, ran([move(8, 12, 1)])]),
  convict("move/of-pages", "the kernel's", [...stock, kernelGot(askKernel(2, 0), at([0, 1])), ran([move(0, 8, 1)])]),
  convict("move/of-pages", "beyond the guest", [...stock, ran([move(99, 8, 1)])]),
  convict("drop/idle-only", "dirty", [
    ...one,
    wroteFile(file(0, 1), at([8, 1]), 1, 9),
    done({ kind: "drop-caches", sync: false }, [drops(8, 1)]),
  ]),
  convict("drop/idle-only", "mapped", [
    ...one,
    mapped(askFault(file(0, 1), 2), at([8, 1]), 1),
    done({ kind: "drop-caches", sync: true }, [drops(8, 1)]),
  ]),
  convict("drop/idle-only", "anonymous", [...two, done({ kind: "drop-caches", sync: true }, [drops(12, 1)])]),
  convict("drop/idle-only", "no frames", [...two, done({ kind: "drop-caches", sync: true }, [drops(12, 99)])]),
  convict("exhausted/nothing-left", "a partition has room", [
    ...two,
    killed(askTouch(1, 3, 6), [dies(1), entered(0, "free")]),
  ]),
  convict("exhausted/nothing-left", "nothing was needed", [
    ...one,
    spawn(3, 1),
    exits(1, entered(0, "free"), dies(3), entered(1, "free")),
  ]),
  convict("exhausted/nothing-left", "the kernel's memory", [...one, exhausted(askKernel(2, 2))]),
  convict("exhausted/nothing-left", "an idle page could be dropped", [
    ...one,
    readFile(file(0, 4), at([8, 4]), 4),
    kernelGot(askKernel(2, 2), at([0, 4])),
    kernelGot(askKernel(3, 2), at([4, 4])),
    killed(askFault(file(4, 2), 5), [dies(1), entered(0, "free")]),
  ]),
  convict("exhausted/nothing-left", "a fork without copies", [...two, exhausted(askFork(1, 5))]),
  convict("exhausted/who-dies", "a stranger", [...one, killed(askTouch(1, 3, 9), [dies(9)])]),
  convict("exhausted/who-dies", "killed and alive", [...one, killed(askTouch(1, 3, 9), [])]),
  convict("exhausted/who-dies", "dead and placed", [
    ...one,
    touched(askTouch(1, 3, 9), at([12, 8]), [dies(1), entered(0, "free")]),
  ]),
  convict("exhausted/own-instance", "the neighbour", [
    ...one,
    spawn(2, 1),
    killed(askTouch(1, 3, 9), [dies(2), entered(1, "free"), dies(1), entered(0, "free")]),
  ]),
  convict("exhausted/scope", "the child lives", [
    ...one,
    forked(askFork(1, 5), [twoUsers]),
    killed(askTouch(1, 3, 9), [dies(1), oneUser]),
  ]),
  convict(
    "exhausted/scope",
    "the child dies too",
    [
      ...one,
      forked(askFork(1, 5), [twoUsers]),
      killed(askTouch(1, 3, 9), [dies(5), oneUser, dies(1), entered(0, "free")]),
    ],
    option({ outOfMemory: "process" }),
  ),
];

/** Accounts about memory that no honest guest gives, and the rule that convicts each. */
export const memoryConvictions: readonly Conviction[] = [...ofPlacement, ...ofContent, ...ofHoldings];
