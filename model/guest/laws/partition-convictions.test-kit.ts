import { handle } from "../../units.ts";
import { type Conviction, convict } from "./conviction.test-kit.ts";
import { afterExit, held, lists, one, oneUser, option, two, twoUsers } from "./memory-scenes.test-kit.ts";
import {
  askFork,
  askPin,
  askSpawn,
  at,
  attached,
  execs,
  exits,
  forked,
  pinned,
  refused,
  serves,
  sleeps,
  unpins,
} from "./memory-telling.test-kit.ts";
import {
  blockOut,
  config,
  done,
  entered,
  movable,
  partitionIn,
  populated,
  ran,
  resize,
  settled,
  spawn,
} from "./telling.test-kit.ts";

const crowd = [...one, spawn(2, 1), sleeps(3), sleeps(4)];
const stepsOut = [...populated, resize(12)];

/** Life of partitions, and who gets them. */
const ofPartitions: readonly Conviction[] = [
  convict("partition/transitions", "assigned before it was plugged", [ran([entered(0, "assigned", 0)])]),
  convict("partition/transitions", "nobody has it", [...populated, ran([entered(0, "assigned", 0)])]),
  convict("partition/transitions", "no such partition", [...populated, ran([entered(2, "plugging")])]),
  convict("partition/transitions", "plugged again", [...populated, ran([entered(0, "plugging")])]),
  convict("partition/users", "a fork does not count", [...two, forked(askFork(1, 5), [])]),
  convict("partition/users", "an exit counts twice", [
    ...two,
    forked(askFork(1, 5), [twoUsers]),
    exits(5, entered(0, "free", 0)),
  ]),
  convict("partition/users", "a thread counts", [
    ...one,
    done({ kind: "thread", process: handle(1), as: handle(5) }, [twoUsers]),
  ]),
  convict("partition/users", "a thread's end counts", [
    ...one,
    done({ kind: "thread", process: handle(1), as: handle(5) }),
    done({ kind: "thread-exit", thread: handle(5) }, [entered(0, "free", 0)]),
  ]),
  convict("partition/users", "negative", [...one, exits(1, entered(0, "free", -1))]),
  convict(
    "partition/users",
    "exec drops the partition and keeps the count",
    [...one, execs(1)],
    option({ exec: "drops" }),
  ),
  convict("partition/users", "attached without a word", [...populated, attached(1, 0, [])]),
  convict("partition/whole", "free with one block of two", [
    resize(20),
    ran([config(20), ...partitionIn(0).slice(0, 5), entered(0, "free")]),
  ]),
  convict("partition/whole", "empty with one block plugged", [
    ...stepsOut,
    ran([config(12), entered(0, "unplugging"), ...blockOut(3), entered(0, "empty")]),
  ]),
  convict("partition/drains-while-held", "a pin", [...held, exits(1, entered(0, "free"))]),
  convict("partition/drains-while-held", "one pin of two ended", [
    ...held,
    pinned(askPin(1, 2, 4, "splice"), at([12, 2])),
    exits(1, entered(0, "draining")),
    unpins(3, entered(0, "free")),
  ]),
  convict("partition/freed-when-empty", "nothing is kept", [...two, exits(1, entered(0, "draining"))]),
  convict("partition/freed-when-empty", "the last pin ended", [...afterExit, unpins(3)]),
  convict(
    "partition/freed-when-empty",
    "parked frames are long drained",
    [...two, exits(1, entered(0, "draining")), settled([])],
    lists,
  ),
  convict("attach/consistent", "a guest of partitions forgets them", [...populated, attached(1, null, [])]),
  convict("attach/consistent", "a guest without partitions has one", [...movable, attached(1, 0, [oneUser])]),
  convict("attach/consistent", "a guest without partitions makes one wait", [...movable, sleeps(1)]),
  convict("attach/free-populated", "not plugged", [attached(1, 0, [oneUser])]),
  convict("attach/free-populated", "no such partition", [...populated, attached(1, 7, [])]),
  convict("attach/free-populated", "going away", [
    ...stepsOut,
    ran([config(12), entered(0, "unplugging")]),
    attached(1, 0, [oneUser]),
  ]),
  convict("attach/free-populated", "draining", [...afterExit, attached(5, 0, [oneUser])]),
  convict(
    "attach/free-populated",
    "used before",
    [...one, exits(1, entered(0, "free")), attached(5, 0, [oneUser])],
    option({ reuse: false }),
  ),
  convict("attach/one-instance", "taken", [...one, attached(5, 0, [twoUsers])]),
  convict("attach/serves-at-once", "refused", [...one, refused(askSpawn(5, false))]),
  convict("attach/serves-at-once", "sleeps", [...one, sleeps(5)]),
  convict("attach/as-asked", "refused who would wait", [...one, spawn(2, 1), refused(askSpawn(5, true))]),
  convict("attach/as-asked", "waits unasked", [...one, spawn(2, 1), sleeps(5, false)]),
  convict("wait/who-waits", "nobody", [...crowd, exits(1, entered(0, "free"), serves(9, 0))]),
  convict("wait/who-waits", "who gave up", [
    ...crowd,
    done({ kind: "cancel", process: handle(3) }),
    exits(1, entered(0, "free"), serves(3, 0)),
  ]),
  convict("wait/first-come", "out of order", [...crowd, exits(1, entered(0, "free"), serves(4, 0), oneUser)]),
  convict("wait/no-lost-wake-up", "nobody is woken", [...crowd, exits(1, entered(0, "free"))]),
];

/** Accounts about partitions that no honest guest gives, and the rule that convicts each. */
export const partitionConvictions: readonly Conviction[] = ofPartitions;
