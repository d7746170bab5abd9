import type { Answer, Command } from "../../contract.ts";
import type { Aftermath, Device, Range, Response } from "../vocabulary.ts";
import type { Machine } from "./machine.ts";
import type { Said, Works } from "./steps.ts";

/** The first response type that the specification leaves undefined. */
const undefinedType = 4;

const respond = (kind: Said, after: Aftermath): Response =>
  kind === "unknown" ? { kind, code: undefinedType, ...after } : { kind, ...after };

/** A device that needs a reset serves no queue (virtio-v1.3 2.1.2). */
const unlessBroken = <S>(device: Machine, served: () => S): S | "ignored" => (device.broken ? "ignored" : served());

function resize({ device, policy, steps }: Works, bytes: bigint): string | null {
  const why = steps.whyNoResize(device, bytes);
  if (why !== null) return why;
  steps.request(device, bytes);
  steps.growUsable(device, policy);
  steps.notify(device, policy);
  return null;
}

/** What comes with every answer. Looking delivers the interrupt, or lets a late one through next time. */
function aftermath({ device, steps }: Works): Aftermath {
  const notified = device.interrupt === "raised" ? "yes" : "no";
  device.interrupt = device.interrupt === "delayed" ? "raised" : "none";
  return { after: steps.sizes(device), notified };
}

function inspect(works: Works, range: Range): Answer<Device, "state"> {
  const said = unlessBroken(works.device, () => works.steps.inspect(works, range));
  const after = aftermath(works);
  if (said === "plugged" || said === "unplugged" || said === "mixed") return { kind: "ack", state: said, ...after };
  return said === "unknown" ? { kind: said, code: undefinedType, ...after } : { kind: said, ...after };
}

/** Carries out one command. Applicable or not, it never throws. */
export function serve(works: Works, ask: Command<Device>): Answer<Device> {
  const { device, steps } = works;
  switch (ask.kind) {
    case "plug":
      return respond(
        unlessBroken(device, () => steps.plug(works, ask)),
        aftermath(works),
      );
    case "unplug":
      return respond(
        unlessBroken(device, () => steps.unplug(works, ask)),
        aftermath(works),
      );
    case "unplug-all":
      return respond(
        unlessBroken(device, () => steps.unplugAll(works)),
        aftermath(works),
      );
    case "state":
      return inspect(works, ask);
    case "resize": {
      const why = resize(works, ask.bytes);
      return why === null ? { kind: "done", ...aftermath(works) } : { kind: "refused", why, ...aftermath(works) };
    }
    case "malformed": {
      const said = steps.misuse(works, ask.how);
      device.broken ||= said === "needs-reset";
      if (said === "needs-reset") steps.deviceReset(device);
      return respond(said, aftermath(works));
    }
    case "config":
      return { kind: "config", config: steps.readConfig(device), ...aftermath(works) };
    case "device-reset":
      steps.deviceReset(device);
      return { kind: "done", ...aftermath(works) };
    case "system-reset":
      steps.systemReset(works);
      return { kind: "done", ...aftermath(works) };
    case "migration-start":
    case "migration-end":
      steps.migrate(device, ask.kind === "migration-start");
      return { kind: "done", ...aftermath(works) };
    case "write":
      steps.store(device, Number(ask.address), ask.value);
      return { kind: "done", ...aftermath(works) };
    case "read":
      return { kind: "value", value: steps.load(device, Number(ask.address)), ...aftermath(works) };
  }
}
