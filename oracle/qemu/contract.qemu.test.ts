import { afterAll, beforeAll, expect, test } from "vitest";
import { device } from "../../model/device/contract.ts";
import { referenceDevice } from "../../model/device/reference/reference.ts";
import type { DeviceState } from "../../model/device/state.ts";
import type { Device } from "../../model/device/vocabulary.ts";
import { presets } from "../../model/presets.ts";
import type { SubjectSource } from "../../model/subject.ts";
import { campaign } from "../../properties/campaign.ts";
import { deviceComposer } from "../../properties/device/composer.ts";
import type { Suite } from "../../properties/suite.ts";
import { deviceWire } from "../../wire/device.ts";
import { qemuSource } from "./source.ts";

const suite: Suite<Device, DeviceState> = {
  contract: device,
  wire: deviceWire,
  composer: deviceComposer,
  reference: referenceDevice,
  mutants: [],
};

let source: SubjectSource<Device>;
beforeAll(async () => {
  source = await qemuSource();
});
afterAll(() => source.close());

test("QEMU's device keeps every rule in generated runs, and every rule has something to say", async () => {
  const options = { profile: "uapi", base: presets.small, seed: 20_240_725, runs: 30, steps: 100 };
  const report = await campaign(suite, source, options);
  expect({ failures: report.failures, lost: report.lost }).toEqual({ failures: [], lost: [] });
  expect(report.ending).toBe("held");
  expect(report.rules.filter(({ inForce, premises }) => inForce && premises === 0)).toEqual([]);
});
