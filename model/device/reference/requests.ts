import type { Range, RangeState } from "../vocabulary.ts";
import { bytesOf } from "./machine.ts";
import type { Said, Works } from "./steps.ts";

/** Serves PLUG: looks at everything that can be wrong before it changes anything. */
export function plug({ device, policy, steps }: Works, range: Range): Said {
  const blocks = steps.locate(device, range);
  if (blocks === null) return "error";
  const bytes = bytesOf(device, blocks);
  if (policy.countsFirst && steps.overRequest(device, bytes)) return "nack";
  if (steps.stateOf(device, blocks) !== "unplugged") return "error";
  if (steps.overRequest(device, bytes)) return "nack";
  if (steps.isBusy(device)) return "busy";
  steps.mark(device, blocks, true);
  steps.account(device, bytes);
  return "ack";
}

/** Serves UNPLUG. */
export function unplug({ device, steps }: Works, range: Range): Said {
  const blocks = steps.locate(device, range);
  if (blocks === null || steps.stateOf(device, blocks) !== "plugged") return "error";
  if (steps.isBusy(device)) return "busy";
  steps.mark(device, blocks, false);
  steps.account(device, -bytesOf(device, blocks));
  steps.discard(device, blocks);
  return "ack";
}

/** Serves UNPLUG_ALL. */
export function unplugAll({ device, policy, steps }: Works): Said {
  if (steps.isBusy(device)) return "busy";
  steps.clear(device);
  steps.shrinkUsable(device, policy);
  return "ack";
}

/** Serves STATE. */
export function inspect({ device, steps }: Works, range: Range): RangeState | "error" {
  const blocks = steps.locate(device, range);
  return blocks === null ? "error" : steps.stateOf(device, blocks);
}
