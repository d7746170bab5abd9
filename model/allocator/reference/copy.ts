import type { Memory, Page, Thing } from "./memory.ts";

/** An independent copy of the whole state. */
export function copyMemory(m: Memory): Memory {
  const twins = new Map<Page, Page>();
  const twinOf = (page: Page): Page => {
    const known = twins.get(page);
    if (known !== undefined) return known;
    const twin = { ...page };
    twins.set(page, twin);
    return twin;
  };
  const copyThing = (thing: Thing): Thing => {
    if (thing.kind === "page") return twinOf(thing);
    return thing.kind === "range" ? { ...thing } : { kind: "reference", page: twinOf(thing.page) };
  };
  return {
    ...m,
    parts: m.parts.slice(),
    mark: m.mark.slice(),
    type: m.type.slice(),
    next: m.next.slice(),
    prev: m.prev.slice(),
    sick: m.sick.slice(),
    tag: m.tag.slice(),
    motley: m.motley.slice(),
    head: m.head.slice(),
    tail: m.tail.slice(),
    stocked: m.stocked.slice(),
    free: m.free.slice(),
    freeCma: m.freeCma.slice(),
    managed: m.managed.slice(),
    present: m.present.slice(),
    spanned: m.spanned.slice(),
    reserved: m.reserved.slice(),
    isolated: m.isolated.slice(),
    parkingOff: m.parkingOff.slice(),
    parked: m.parked.slice(),
    pageblockType: m.pageblockType.slice(),
    isolatedBy: m.isolatedBy.slice(),
    sickFrames: m.sickFrames.slice(),
    blockState: m.blockState.slice(),
    blockZone: m.blockZone.slice(),
    blockFakeOffline: m.blockFakeOffline.slice(),
    pages: m.pages.map((page) => (page === undefined ? undefined : twinOf(page))),
    spareIds: [...m.spareIds],
    things: new Map([...m.things].map(([handle, thing]) => [handle, copyThing(thing)])),
    offlineRanges: new Set(m.offlineRanges),
  };
}
