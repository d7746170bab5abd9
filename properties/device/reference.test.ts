import { describe, expect, test } from "vitest";
import { device } from "../../model/device/contract.ts";
import { referenceDevice, referenceDevices } from "../../model/device/reference/reference.ts";
import type { Device } from "../../model/device/vocabulary.ts";
import { presets } from "../../model/presets.ts";
import { bytes } from "../../model/units.ts";
import { type RunReport, runScript } from "../../replay/run.ts";
import { answersOf, openTally } from "../../replay/tally.ts";
import { composeScript, generationDocket } from "../compose.ts";
import { diceOf } from "../dice.ts";
import { search } from "../exhaustive/search.ts";
import { deviceComposer } from "./composer.ts";

const suite = { contract: device, composer: deviceComposer, reference: referenceDevice };

/** Answers an honest device gives; between them the three give all. */
const expected = [
  "plug/ack",
  "plug/nack",
  "plug/busy",
  "plug/error",
  "unplug/ack",
  "unplug/busy",
  "unplug/error",
  "unplug-all/ack",
  "unplug-all/busy",
  "state/ack",
  "state/error",
  "resize/done",
  "resize/refused",
  "config/config",
  "read/value",
  "write/done",
  "device-reset/done",
  "system-reset/done",
  "migration-start/done",
  "migration-end/done",
];

describe.each(referenceDevices.map((source) => [source.name, source] as const))("%s", (_, source) => {
  test("keeps every rule, and each has something to say", () => {
    const docket = generationDocket(device);
    const tally = openTally(source.speaks);
    for (let run = 0; run < 250; run++) {
      const dice = diceOf(40, run);
      const geometry = deviceComposer.geometry(dice, run % 2 === 0 ? presets.tiny : presets.small);
      const script = composeScript(suite, dice, { geometry, steps: 80 });
      const report = runScript(device, docket, source.boot(geometry), script, { tally }) as RunReport<Device>;
      if (report.ending.kind !== "held") expect.fail(story(report));
    }
    const idle = Object.values(device.rules).filter(({ index }) => docket.premises[index] === 0);
    expect(idle.map(({ id }) => id)).toEqual([]);
    expect(expected.filter((answer) => !answersOf(tally).has(answer))).toEqual([]);
  });

  test("keeps every rule whatever is asked of a device of two blocks", () => {
    const two = { ...presets.tiny, device: { blockBytes: bytes(4096), regionBlocks: 2, address: bytes(8192) } };
    const options = { profile: "uapi", depth: 4, states: 20_000 };
    expect(search(suite, source, two, options).kind).toBe("none");
  });
});

function story({ steps, ending }: RunReport<Device>): string {
  const lines = steps.map(({ ask, answer }) => `${device.sayAsk(ask)}: ${device.sayAnswer(ask, answer)}`);
  return [...lines, JSON.stringify(ending)].join("\n");
}
