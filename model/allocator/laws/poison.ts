import { weighs } from "../../rule.ts";
import { illegal, LEGAL } from "../../verdict.ts";
import { OWNER, POISON, setValue, tally, valueAt } from "../frames.ts";
import { FAKE } from "../handles.ts";
import { allocatorRules as rules } from "../rules.ts";
import { meetsHole } from "../shape.ts";
import { type AllocatorState, ONLINE } from "../state.ts";
import { type AllocatorLaw, disturb, lawOf } from "./law.ts";

type Fate = "free" | "in-use" | "ignored";

/** What may be said about a frame. PG_offline frames and frames on per-CPU lists are not always recognised. */
function fates(state: AllocatorState, frame: number): readonly Fate[] {
  const { shape } = state;
  const value = valueAt(state, frame);
  const online = (state.phase[frame >>> shape.blockShift] as number) >= ONLINE;
  if (!online || meetsHole(shape, frame, frame + 1) || (value & POISON) !== 0) return IGNORED;
  const owner = (value & OWNER) - 1;
  if (owner >= 0) return state.handles.kind[owner] === FAKE ? UNSURE : IN_USE;
  return shape.perCpu ? PARKED : FREE;
}

const IGNORED: readonly Fate[] = ["ignored"];
const IN_USE: readonly Fate[] = ["in-use"];
const FREE: readonly Fate[] = ["free"];
const UNSURE: readonly Fate[] = ["in-use", "ignored"];
const PARKED: readonly Fate[] = ["free", "ignored"];

/** A free frame is out of use at once, a held one when it is freed. */
export const poison: AllocatorLaw<"poison"> = lawOf<"poison">({
  applies: (state, { pfn }) => pfn >= 0 && pfn < state.shape.frames,
  check(state, { pfn }, answer) {
    const said = answer.kind === "ignored" ? "ignored" : answer.was;
    const legal = fates(state, pfn);
    if (!weighs(state.docket, rules["poison/answer"]) || legal.includes(said)) return LEGAL;
    return illegal(rules["poison/answer"], `frame ${pfn} was called ${said}, but it is ${legal.join(" or ")}`);
  },
  take(state, { pfn }, answer) {
    if (answer.kind === "ignored") return;
    disturb(state);
    const value = valueAt(state, pfn) & OWNER;
    state.poisoned++;
    setValue(state, pfn, value | POISON);
    if (value === 0) tally(state, pfn, 1, 1);
    else state.handles.poison[value - 1]++;
  },
  candidates: () => [{ kind: "ignored" }, { kind: "poisoned", was: "free" }, { kind: "poisoned", was: "in-use" }],
});
