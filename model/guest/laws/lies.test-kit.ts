import type { Step } from "../../contract.ts";
import { handle } from "../../units.ts";
import type { GuestEvent, Spent } from "../events.ts";
import type { Guest } from "../vocabulary.ts";
import { type Conviction, convict, reads12 } from "./conviction.test-kit.ts";
import { two } from "./memory-scenes.test-kit.ts";
import { askSpawn, discards, exits, loads } from "./memory-telling.test-kit.ts";
import {
  blockIn,
  blockOut,
  config,
  done,
  entered,
  nothing,
  offline,
  partitionOut,
  populated,
  ran,
  remove,
  resize,
  response,
  send,
  settled,
  size,
  spawn,
  timer,
  zero,
} from "./telling.test-kit.ts";

/** The same answer at another price. */
const spending = ({ ask, answer }: Step<Guest>, changed: Partial<Spent>): Step<Guest> =>
  ({ ask, answer: { ...answer, spent: { ...answer.spent, ...changed } } }) as Step<Guest>;

const begun = [config(12), entered(0, "unplugging"), offline(3)];
const refusedOnce: readonly GuestEvent[] = [remove(3), send("unplug", 12, 4), response("unplug", 12, 4, "busy")];
const hasBothAgain = [...reads12, ran(begun), resize(20)];

/** Accounts that look honest at first sight: work done unseen, promises kept by halves, and waiting that buys time. */
export const lies: readonly Conviction[] = [
  convict("driver/never-overshoots", "an unplug that is not wanted any more goes on", [
    ...hasBothAgain,
    ran([config(20), remove(3), send("unplug", 12, 4)]),
  ]),
  convict("driver/never-overshoots", "the rest of a partition would be too much", [
    ...reads12,
    ran(begun),
    resize(16),
    ran([config(16), remove(3), send("unplug", 12, 4)]),
  ]),
  convict("partition/whole", "what was given up is taken back", [
    ...reads12,
    ran([...begun, remove(3), send("unplug", 12, 4), response("unplug", 12, 4)]),
    resize(20),
    ran([config(20), ...blockIn(3, "private"), entered(0, "free")]),
  ]),
  convict("driver/retry-timer", "success does not shorten it", [
    ...populated,
    done({ kind: "busy", requests: 2 }),
    resize(12),
    settled([...begun, ...refusedOnce, timer(50_000), ...refusedOnce.slice(1), timer(100_000)].concat(refusal(0))),
    done({ kind: "busy", requests: 1 }),
    resize(4),
    ran([config(4), entered(1, "unplugging"), offline(5), remove(5), send("unplug", 20, 4)].concat(refusal(200_000))),
  ]),
  convict("cost/steps", "a resize does the work itself", [
    ...populated,
    done({ kind: "resize", bytes: size(12) }, [config(12), ...partitionOut(1)]),
  ]),
  convict("cost/steps", "work without a step", [
    ...reads12,
    spending(settled([config(12), ...partitionOut(1)]), { steps: 5 }),
  ]),
  convict("reclaim/steps", "a timer that nothing made run", [
    ...reads12,
    ran([config(12), ...[50, 100, 200, 300, 300, 300].map((seconds) => timer(seconds * 1000))], { steps: 40 }),
  ]),
  convict("partition/unplug-moves-nothing", "zeroed by the host's command", [
    ...reads12.slice(0, -1),
    { ...done({ kind: "resize", bytes: size(12) }, [zero(12, 4)]) },
  ]),
  convict("cost/faulted", "to attach", [...populated, spending(spawn(1, 0), { faulted: 1 })]),
  convict("cost/faulted", "to be refused", [
    {
      ask: askSpawn(5, false),
      answer: { kind: "refused", why: "none", events: [], spent: { ...nothing, faulted: 1 } },
    } as Step<Guest>,
  ]),
  convict("cost/faulted", "to exit", [...two, spending(exits(1, entered(0, "free")), { faulted: 1 })]),
  convict("cost/faulted", "to unmap", [...two, spending(discards(1, 2), { faulted: 1 })]),
  convict("cost/faulted", "to load", [...two, spending(loads(1, 2, [7, 2]), { faulted: 1 })]),
  convict("cost/faulted", "for a thread", [
    ...two,
    spending(done({ kind: "thread", process: handle(1), as: handle(9) }), { faulted: 1 }),
  ]),
];

/** A refusal that ends in success at once, or in a wait of so many ms. */
function refusal(ms: number): GuestEvent[] {
  return ms === 0
    ? [send("unplug", 12, 4), response("unplug", 12, 4), ...blockOut(4), entered(0, "empty")]
    : [response("unplug", 20, 4, "busy"), timer(ms)];
}
