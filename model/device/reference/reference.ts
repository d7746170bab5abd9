import type { Geometry } from "../../geometry.ts";
import type { ForkableSource, ForkableSubject } from "../../subject.ts";
import type { Device } from "../vocabulary.ts";
import { honestSteps } from "./honest.ts";
import { copyOf, keyOf, machine } from "./machine.ts";
import { margin, type Policy, region, slot } from "./policy.ts";
import { serve } from "./serve.ts";
import type { Steps, Works } from "./steps.ts";

const every = [
  "resize",
  "plug",
  "unplug",
  "unplug-all",
  "state",
  "malformed",
  "config",
  "device-reset",
  "system-reset",
  "migration-start",
  "migration-end",
  "write",
  "read",
] as const satisfies readonly (keyof Device)[];

const alive = (works: Works): ForkableSubject<Device> => ({
  perform: (ask) => ({ kind: "answered", answer: serve(works, ask) }),
  stop() {},
  fork: () => alive({ ...works, device: copyOf(works.device) }),
  key: () => keyOf(works.device),
});

function boot({ device: geometry }: Geometry, policy: Policy, steps: Steps): ForkableSubject<Device> {
  const device = machine(geometry);
  steps.growUsable(device, policy);
  return alive({ device, policy, steps });
}

/** A source of devices made of these steps, with these habits. */
export const deviceWith = (name: string, policy: Policy, steps: Steps = honestSteps): ForkableSource<Device> => ({
  name,
  version: "model",
  world: "closed",
  speaks: new Set(every),
  adapt: (geometry) => geometry,
  boot: (geometry) => boot(geometry, policy, steps),
  close() {},
});

/** The honest device, with QEMU's habits. */
export const referenceDevice = deviceWith("reference", margin);
/** The honest device, with Cloud Hypervisor's habits. */
export const regionDevice = deviceWith("reference:region", region);
/** The honest device, with Firecracker's habits. */
export const slotDevice = deviceWith("reference:slot", slot);
/** Every honest device. */
export const referenceDevices: readonly ForkableSource<Device>[] = [referenceDevice, regionDevice, slotDevice];
