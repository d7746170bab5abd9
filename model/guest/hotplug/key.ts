import type { Hotplug, Ordered } from "./hotplug.ts";

/** Positions and values of a byte array where it changes: a bitmap in a few numbers. */
function changes(bytes: Uint8Array): string {
  let text = "";
  let last = 0;
  for (let at = 0; at < bytes.length; at++) {
    const value = bytes[at] as number;
    if (value !== last) text += `${at}:${value},`;
    last = value;
  }
  return text;
}

const sayOrdered = ({ least, most }: Ordered): string => (most === 0 ? "" : `${least}/${most}`);

const sayMemmaps = (memmaps: Hotplug["memmaps"]): string => {
  let text = "";
  for (const [block, extents] of memmaps.entries())
    if (extents !== undefined) text += `${block}=${extents.map(({ first, count }) => `${first}+${count}`).join("&")},`;
  return text;
};

/** Equal for components that judge every future alike. */
export function keyOfHotplug(it: Hotplug): string {
  const { pending } = it;
  const flags = [
    it.stale,
    it.partitioned,
    it.migrating,
    it.hostShort,
    it.progress,
    it.failed,
    it.broken,
    it.mayShrink,
    it.doubtful,
  ].join();
  const numbers = [
    it.requested,
    it.usable,
    it.read,
    it.staleAttempts,
    it.nacks,
    it.triedFirst,
    it.tried,
    it.timerMs,
    it.notAdded,
  ];
  const request = pending === null ? "-" : `${pending.request}${pending.first}+${pending.count}`;
  const orders = [it.busy, it.veto, it.enqueue, it.add].map(sayOrdered).join(",");
  const maps = [changes(it.cells), changes(it.phase), changes(it.zone), sayMemmaps(it.memmaps)].join(";");
  const balloon = it.ballooned === undefined ? "" : changes(it.ballooned);
  return [flags, numbers.join(), request, orders, maps, balloon].join("|");
}
