import { FRAME_BYTES } from "../../../units.ts";
import type { Response } from "../../events.ts";
import type { Machine } from "../machine.ts";

/** The driver is notified of every resize, also of one to the same size. */
export function setRequested(m: Machine, bytes: bigint): string | null {
  const { device, policy, steps } = m.driver.host.works;
  const why = steps.whyNoResize(device, bytes);
  if (why !== null) return why;
  steps.request(device, bytes);
  steps.growUsable(device, policy);
  m.steps.notifyDriver(m);
  return null;
}

/** The interrupt of a configuration change (virtio_mem_config_changed): noted, and the worker started. */
export function notifyDriver(m: Machine): void {
  m.driver.worker.stale = true;
  m.steps.wake(m);
}

/** Unplugs everything, unless a migration keeps the device from it. */
export function resetDevice({ driver }: Machine): void {
  const { works } = driver.host;
  works.steps.systemReset(works);
}

/** All was saved, so nothing changes. */
export function restoreMachine(_m: Machine): void {}

/** Requests that are to be refused come first; a host without memory to spare refuses only what costs it some. */
export function hostIsBusy(m: Machine): boolean {
  const { host, worker } = m.driver;
  if (host.busy > 0) {
    host.busy--;
    return true;
  }
  return host.short && worker.request === "plug";
}

/** The device of the reference decides, as far as the host lets it. */
export function serveRequest(m: Machine): Response {
  const { host, worker } = m.driver;
  const { works } = host;
  if (m.steps.hostIsBusy(m)) return "busy";
  const range = {
    address: BigInt(worker.first * FRAME_BYTES),
    blocks: worker.count / m.layout.deviceFrames,
  };
  switch (worker.request) {
    case "plug":
      return known(works.steps.plug(works, range));
    case "unplug":
      return known(works.steps.unplug(works, range));
    default:
      return known(works.steps.unplugAll(works));
  }
}

/** The device of the reference answers with one of the four defined types; whatever else a device did, a driver takes for an error. */
const known = (said: string): Response => (said === "ack" || said === "nack" || said === "busy" ? said : "error");
