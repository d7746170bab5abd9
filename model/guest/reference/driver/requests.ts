import { extent } from "../../../units.ts";
import type { Response } from "../../events.ts";
import type { Machine } from "../machine.ts";
import { tell } from "../machine.ts";
import { type Ending, PLUGGED, UNUSED } from "./driver.ts";
import { isOnline, stateOf } from "./table.ts";

function prepare(m: Machine, request: "plug" | "unplug" | "unplug-all", first: number, count: number): void {
  const { worker } = m.driver;
  worker.request = request;
  worker.first = first;
  worker.count = count;
  worker.phase = "send";
}

/** Prepared here and sent in the next act: the configuration may change in between. */
export function preparePlug(m: Machine, block: number, first: number, count: number): void {
  m.driver.worker.block = block;
  prepare(m, "plug", first, count);
}

/** The frames must be the driver's alone already. */
export function prepareUnplug(m: Machine, block: number, first: number, count: number): void {
  m.driver.worker.block = block;
  prepare(m, "unplug", first, count);
}

/** Names no range; told as the whole region. */
export function prepareUnplugAll(m: Machine): void {
  m.driver.worker.block = -1;
  prepare(m, "unplug-all", m.layout.first, m.layout.end - m.layout.first);
}

/** A request made for an old size would be refused, or wrongly be carried out (config_changed is tested before each). */
export const mayNotSend = ({ driver }: Machine): boolean => driver.worker.stale;

/** At most one request is on its way; the worker waits for its response and does nothing else. */
export function send(m: Machine): void {
  const { worker } = m.driver;
  const { request, first, count } = worker;
  if (request === null) throw new Error("the worker sends a request that it has not prepared");
  if (m.steps.mayNotSend(m)) {
    m.steps.undoIsolation(m);
    m.steps.finish(m, "again");
    return;
  }
  const queued = m.steps.reachesQueue(m);
  tell(m, { kind: "send", request, extent: extent(first, count), queued });
  if (queued) worker.phase = "response";
  else m.steps.notQueued(m);
}

/** virtqueue_add_sgs may fail; the device never hears of such a request. */
export function reachesQueue({ driver }: Machine): boolean {
  if (driver.misfortunes.enqueue === 0) return true;
  driver.misfortunes.enqueue--;
  return false;
}

/** There is no response to wait for: undone, and tried again later. */
export function notQueued(m: Machine): void {
  m.steps.undoIsolation(m);
  m.steps.finish(m, "no-memory");
}

/** The device looks at the request only now, so that the host may have changed its mind since it was sent. */
export function receive(m: Machine): void {
  const { worker } = m.driver;
  const { request, first, count } = worker;
  if (request === null) throw new Error("the worker takes a response to nothing");
  const response = m.steps.serveRequest(m);
  tell(m, { kind: "response", request, extent: extent(first, count), response });
  if (response !== "ack") m.steps.refused(m, response);
  else if (request === "plug") m.steps.plugAcked(m);
  else if (request === "unplug") m.steps.unplugAcked(m);
  else m.steps.unplugAllAcked(m);
}

/** As virtio_mem_send_plug_request and its like. */
export function endingFor({ driver }: Machine, response: Response): Ending {
  if (response === "busy") return "device-busy";
  if (driver.worker.request === "unplug-all") return "no-memory";
  if (response === "nack") return driver.worker.request === "plug" ? "again" : "no-memory";
  return "broken";
}

/** A refused request changed nothing; what was prepared for it is undone. */
export function refused(m: Machine, response: Response): void {
  const ending = m.steps.endingFor(m, response);
  m.steps.undoIsolation(m);
  m.steps.finish(m, ending);
}

/** A new block has to be added first; in a block that is online the frames can be used at once. */
export function plugAcked(m: Machine): void {
  const { worker } = m.driver;
  m.steps.notePlugged(m, worker.first, worker.count);
  if (isOnline(stateOf(m, worker.block))) {
    m.steps.settleState(m, worker.block);
    worker.phase = "give-back";
    return;
  }
  m.steps.setState(m, worker.block, PLUGGED);
  worker.phase = "add";
}

/** The frames are the host's; what they held is gone. */
export function unplugAcked(m: Machine): void {
  const { worker, blocks } = m.driver;
  const { block, first, count } = worker;
  m.steps.noteUnplugged(m, first, count);
  m.steps.hostDiscards(m, extent(first, count));
  if (isOnline(stateOf(m, block))) m.steps.settleState(m, block);
  else if (blocks.pluggedIn[block] === 0) m.steps.setState(m, block, UNUSED);
  worker.request = null;
  if (worker.addFailed) m.steps.finish(m, "no-memory");
  else m.steps.afterUnplug(m, block);
}

/** Nothing of an earlier life is left; plugging can begin. */
export function unplugAllAcked(m: Machine): void {
  const { worker } = m.driver;
  worker.unplugAll = false;
  worker.request = null;
  worker.phase = "begin";
  m.steps.hostDiscards(m, extent(worker.first, worker.count));
}

/** Only an UNPLUG out of an online block took frames away from the allocator (virtio_mem_fake_online). */
export function undoIsolation(m: Machine): void {
  const { worker } = m.driver;
  if (worker.request !== "unplug" || !isOnline(stateOf(m, worker.block))) return;
  m.steps.handOver(m);
}

/** Frames of an online block that the driver held: free_contig_range, or generic_online_page for those never online. */
export function handOver(m: Machine): void {
  const { first, count } = m.driver.worker;
  const frames = extent(first, count);
  m.steps.giveBack(m, frames);
  tell(m, { kind: "give-back", extent: frames });
}
