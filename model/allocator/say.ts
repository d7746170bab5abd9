import { match } from "ts-pattern";
import type { Answer, Command } from "../contract.ts";
import { framesOf, type Order } from "../units.ts";
import type { Allocator, Move, NotifierEvent, ZoneCounters } from "./vocabulary.ts";

/** Handles in words: a3. */
const name = (handle: number): string => `a${handle}`;
const span = (first: number, count: number, unit: string): string =>
  count === 1 ? `${unit} ${first}` : `${unit}s ${first}–${first + count - 1}`;
const plural = (count: number, unit: string): string => `${count} ${unit}${count === 1 ? "" : "s"}`;
const frames = (order: Order): string => plural(framesOf(order), "frame");

/** One wording of a command: `allocate a3: 4 frames, movable, zeroed, on CPU 0`. */
export function sayAsk(ask: Command<Allocator>): string {
  return match(ask)
    .with({ kind: "allocate" }, (it) => {
      const wishes = [frames(it.order), it.mobility, `up to zone ${it.reach}`];
      if (it.zero) wishes.push("zeroed");
      if (it.atomic) wishes.push("atomic");
      return `allocate ${name(it.as)}: ${wishes.join(", ")}, on CPU ${it.cpu}`;
    })
    .with({ kind: "release" }, (it) => `release ${name(it.what)} on CPU ${it.cpu}`)
    .with({ kind: "misrelease" }, (it) => `wrongly release ${name(it.what)} (${it.how})`)
    .with({ kind: "write" }, (it) => `write tag ${it.tag} to ${name(it.what)}`)
    .with({ kind: "read" }, (it) => `read ${name(it.what)}`)
    .with({ kind: "hold" }, (it) => `hold ${name(it.what)} as ${name(it.as)} (${it.how})`)
    .with({ kind: "drop" }, (it) => `drop reference ${name(it.what)} on CPU ${it.cpu}`)
    .with({ kind: "drain" }, (it) => `drain CPU ${it.cpu}`)
    .with({ kind: "isolate" }, (it) => `isolate pageblock ${it.pageblock}`)
    .with({ kind: "unisolate" }, (it) => `end the isolation of pageblock ${it.pageblock}, ${it.mobility} from now on`)
    .with({ kind: "contig-begin" }, (it) => `begin range ${name(it.as)}: ${span(it.pageblock, it.count, "pageblock")}`)
    .with({ kind: "contig-step" }, (it) => `migrate out of range ${name(it.what)}`)
    .with({ kind: "contig-finish" }, (it) => `take range ${name(it.what)}`)
    .with({ kind: "contig-release" }, (it) => `release range ${name(it.what)}`)
    .with({ kind: "fake-offline" }, (it) => `mark range ${name(it.what)} PG_offline`)
    .with({ kind: "fake-online" }, (it) => `unmark range ${name(it.what)} and release it`)
    .with({ kind: "add" }, (it) => `add block ${it.block}`)
    .with({ kind: "online" }, (it) => `online block ${it.block} to zone ${it.zone}`)
    .with({ kind: "offline-begin" }, (it) => `begin to offline block ${it.block}`)
    .with({ kind: "offline-step" }, (it) => `migrate out of block ${it.block}`)
    .with({ kind: "offline-finish" }, (it) => `finish offlining block ${it.block}`)
    .with({ kind: "offline-cancel" }, (it) => `cancel offlining block ${it.block}`)
    .with({ kind: "remove" }, (it) => `remove block ${it.block}`)
    .with({ kind: "veto" }, (it) => `veto the next ${it.next}`)
    .with({ kind: "poison" }, (it) => `poison frame ${it.pfn}`)
    .with({ kind: "observe" }, (it) => `observe ${it.what}`)
    .exhaustive();
}

/** One wording of an answer: `granted frames 8–11`. */
export function sayAnswer(ask: Command<Allocator>, answer: Answer<Allocator>): string {
  return match(answer)
    .with({ kind: "granted" }, (it) => {
      const count = ask.kind === "allocate" ? framesOf(ask.order) : 1;
      return `granted ${span(it.first, count, "frame")}${sayZeroed(it.zeroed)}`;
    })
    .with({ kind: "content" }, (it) => (it.tag === 0 ? "zeroes" : `tag ${it.tag}`))
    .with({ kind: "held" }, (it) => (it.moved.length === 0 ? "held" : `held; ${sayMoves(it.moved)}`))
    .with({ kind: "stepped" }, (it) => sayMoves(it.moved))
    .with({ kind: "taken" }, (it) => `taken${sayZeroed(it.zeroed)}`)
    .with(
      { kind: "onlined" },
      { kind: "offlined" },
      { kind: "cancelled" },
      (it) => `${it.kind}${sayHeard(it.notified)}`,
    )
    .with({ kind: "begun" }, (it) => ("notified" in it ? `begun${sayHeard(it.notified)}` : "begun"))
    .with({ kind: "refused" }, (it) => {
      const why = "why" in it ? ` (${it.why})` : "";
      return `refused${why}${"notified" in it ? sayHeard(it.notified) : ""}`;
    })
    .with({ kind: "poisoned" }, (it) => `poisoned; it was ${it.was}`)
    .with({ kind: "counters" }, (it) => it.zones.map(sayZone).join("; "))
    .with({ kind: "lists" }, (it) => {
      const buddies = it.free.reduce((sum, list) => sum + list.heads.length, 0);
      return `${it.zones.map(sayZone).join("; ")}; ${plural(buddies, "free buddy").replace("buddys", "buddies")} listed`;
    })
    .otherwise((it) => it.kind);
}

const sayZeroed = (count: number): string => (count === 0 ? "" : `, ${plural(count, "frame")} cleared`);
const sayHeard = (events: readonly NotifierEvent[]): string =>
  events.length === 0 ? "" : `; notified ${events.join(", ")}`;

const sayMoves = (moved: readonly Move[]): string =>
  moved.length === 0
    ? "nothing moved"
    : moved.map(({ from, to, order }) => `moved ${span(from, framesOf(order), "frame")} to ${to}`).join(", ");

const sayZone = (it: ZoneCounters): string =>
  `${it.zone}: ${it.free} free, ${it.perCpu} on per-CPU lists, ${it.managed} managed, ${it.present} present, ${it.spanned} spanned, ${it.isolatedPageblocks} isolated ${it.isolatedPageblocks === 1 ? "pageblock" : "pageblocks"}`;
