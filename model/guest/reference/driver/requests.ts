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

/** See {@link DriverSteps.preparePlug}. */
export function preparePlug(m: Machine, block: number, first: number, count: number): void {
  m.driver.worker.block = block;
  prepare(m, "plug", first, count);
}

/** See {@link DriverSteps.prepareUnplug}. */
export function prepareUnplug(m: Machine, block: number, first: number, count: number): void {
  m.driver.worker.block = block;
  prepare(m, "unplug", first, count);
}

/** See {@link DriverSteps.prepareUnplugAll}. */
export function prepareUnplugAll(m: Machine): void {
  m.driver.worker.block = -1;
  prepare(m, "unplug-all", m.layout.first, m.layout.end - m.layout.first);
}

/** See {@link DriverSteps.mayNotSend}. */
export const mayNotSend = ({ driver }: Machine): boolean => driver.worker.stale;

/** See {@link DriverSteps.send}. */
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

/** See {@link DriverSteps.reachesQueue}. */
export function reachesQueue({ driver }: Machine): boolean {
  if (driver.misfortunes.enqueue === 0) return true;
  driver.misfortunes.enqueue--;
  return false;
}

/** See {@link DriverSteps.notQueued}. */
export function notQueued(m: Machine): void {
  m.steps.undoIsolation(m);
  m.steps.finish(m, "no-memory");
}

/** See {@link DriverSteps.receive}. */
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

/** See {@link DriverSteps.endingFor}. As virtio_mem_send_plug_request and its like. */
export function endingFor({ driver }: Machine, response: Response): Ending {
  if (response === "busy") return "device-busy";
  if (driver.worker.request === "unplug-all") return "no-memory";
  if (response === "nack") return driver.worker.request === "plug" ? "again" : "no-memory";
  return "broken";
}

/** See {@link DriverSteps.refused}. */
export function refused(m: Machine, response: Response): void {
  const ending = m.steps.endingFor(m, response);
  m.steps.undoIsolation(m);
  m.steps.finish(m, ending);
}

/** See {@link DriverSteps.plugAcked}. */
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

/** See {@link DriverSteps.unplugAcked}. */
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

/** See {@link DriverSteps.unplugAllAcked}. */
export function unplugAllAcked(m: Machine): void {
  const { worker } = m.driver;
  worker.unplugAll = false;
  worker.request = null;
  worker.phase = "begin";
  m.steps.hostDiscards(m, extent(worker.first, worker.count));
}

/** See {@link DriverSteps.undoIsolation}. */
export function undoIsolation(m: Machine): void {
  const { worker } = m.driver;
  if (worker.request !== "unplug" || !isOnline(stateOf(m, worker.block))) return;
  m.steps.handOver(m);
}

/** See {@link DriverSteps.handOver}. */
export function handOver(m: Machine): void {
  const { first, count } = m.driver.worker;
  const frames = extent(first, count);
  m.steps.giveBack(m, frames);
  tell(m, { kind: "give-back", extent: frames });
}
