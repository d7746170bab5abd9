import { honestSteps } from "../../../device/reference/honest.ts";
import { copyOf, type Machine as DeviceMachine, keyOf, machine } from "../../../device/reference/machine.ts";
import { margin, type Policy, region } from "../../../device/reference/policy.ts";
import type { Steps as DeviceSteps, Works } from "../../../device/reference/steps.ts";
import type { Geometry } from "../../../geometry.ts";
import { FRAME_BYTES } from "../../../units.ts";
import type { Layout } from "../../layout.ts";
import { optionsOf } from "../../options.ts";

/** The host's side: a device, and what keeps it from serving. */
export interface Host {
  readonly works: Works;
  /** Requests still to be answered BUSY. */
  busy: number;
  /** No memory to spare: PLUG is answered BUSY. */
  short: boolean;
}

/** As QEMU: up to 256 MiB above the requested size are usable, two memory blocks of x86; nothing when nothing is requested. */
const blockMargin = ({ blockFrames }: Layout): Policy => ({
  ...margin,
  name: "block-margin",
  usableFor({ geometry }, requested) {
    const whole = BigInt(geometry.blockBytes) * BigInt(geometry.regionBlocks);
    const most = requested + 2n * BigInt(blockFrames * FRAME_BYTES);
    return requested === 0n ? 0n : most < whole ? most : whole;
  },
});

/** A host that has just started a guest: the requested size is that of the shared partition in the region. */
export function openHost(geometry: Geometry, layout: Layout): Host {
  const device: DeviceMachine = machine(geometry.device);
  const { usable, sharedAt } = optionsOf(geometry);
  const policy = usable === "region" ? region : blockMargin(layout);
  const steps: DeviceSteps = honestSteps;
  if (sharedAt === "region") device.requested = BigInt(layout.shared.count) * BigInt(FRAME_BYTES);
  steps.growUsable(device, policy);
  return { works: { device, policy, steps }, busy: 0, short: false };
}

/** An independent copy. */
export const copyHost = ({ works, busy, short }: Host): Host => ({
  works: { ...works, device: copyOf(works.device) },
  busy,
  short,
});

/** Equal only for hosts that answer alike. */
export const keyOfHost = ({ works, busy, short }: Host): string => `${keyOf(works.device)}/${busy}/${short}`;
