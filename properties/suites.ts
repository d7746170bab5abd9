import { allocator } from "../model/allocator/contract.ts";
import { referenceAllocator } from "../model/allocator/reference/reference.ts";
import type { AllocatorState } from "../model/allocator/state.ts";
import type { Allocator } from "../model/allocator/vocabulary.ts";
import type { ContractName, State, Vocabulary } from "../model/contract.ts";
import { device } from "../model/device/contract.ts";
import { referenceDevice, regionDevice, slotDevice } from "../model/device/reference/reference.ts";
import type { DeviceState } from "../model/device/state.ts";
import type { Device } from "../model/device/vocabulary.ts";
import type { Geometry } from "../model/geometry.ts";
import { guest } from "../model/guest/contract.ts";
import { balloonGuest, kernelZoneGuest, referenceGuest, virtioMemGuest } from "../model/guest/reference/reference.ts";
import type { GuestState } from "../model/guest/state.ts";
import type { Guest } from "../model/guest/vocabulary.ts";
import type { SubjectSource } from "../model/subject.ts";
import { allocatorWire } from "../wire/allocator.ts";
import { deviceWire } from "../wire/device.ts";
import { guestWire } from "../wire/guest.ts";
import { allocatorComposer } from "./allocator/composer.ts";
import { deviceComposer } from "./device/composer.ts";
import { guestComposer } from "./guest/composer.ts";
import { allocatorMutants } from "./mutants/allocator/all.ts";
import { deviceMutants } from "./mutants/device/all.ts";
import { guestMutants } from "./mutants/guest/all.ts";
import type { Opening, Suite } from "./suite.ts";

/** The page-frame allocator: contract, reference, generation, mutants. */
export const allocatorSuite: Suite<Allocator, AllocatorState> = {
  contract: allocator,
  wire: allocatorWire,
  composer: allocatorComposer,
  reference: referenceAllocator,
  mutants: allocatorMutants,
};

/** QEMU's own device. Loaded only when asked for. */
const openQemu = async ({ program, timeoutMs, processes, logFolder }: Opening): Promise<SubjectSource<Device>> => {
  const { qemuSource } = await import("../oracle/qemu/source.ts");
  return await qemuSource({
    ...(program === undefined ? {} : { command: program }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    ...(processes === undefined ? {} : { processes }),
    ...(logFolder === undefined ? {} : { logDirectory: logFolder }),
  });
};

/** The virtio-mem device; QEMU's own is among its subjects. */
export const deviceSuite: Suite<Device, DeviceState> = {
  contract: device,
  wire: deviceWire,
  composer: deviceComposer,
  reference: referenceDevice,
  mutants: deviceMutants,
  others: [
    ...[regionDevice, slotDevice].map((source) => ({ name: source.name, open: () => source })),
    { name: "qemu", open: openQemu },
  ],
};

/** A whole guest. HotMem's keeps every promise; stock mechanisms owe what any guest owes. */
export const guestSuite: Suite<Guest, GuestState> = {
  contract: guest,
  wire: guestWire,
  composer: guestComposer,
  reference: referenceGuest,
  mechanisms: [virtioMemGuest, kernelZoneGuest, balloonGuest].map((source) => ({ source, owes: "virtio-mem" })),
  mutants: guestMutants,
};

/** The contracts there are, in the order in which they are checked. */
export const contractNames: readonly ContractName[] = ["allocator", "device", "guest"];

/** Hands over the suite of a contract. The callback is generic because each contract has a vocabulary of its own. */
export function withSuite<R>(
  name: ContractName,
  use: <V extends Vocabulary<V>, S extends State<S>>(suite: Suite<V, S>) => R,
): R {
  switch (name) {
    case "allocator":
      return use(allocatorSuite);
    case "device":
      return use(deviceSuite);
    case "guest":
      return use(guestSuite);
  }
}

/** Everything that `--subject` may name under the contract of a suite: references, other subjects, mutants. */
export const namesIn = <V extends Vocabulary<V>, S extends State<S>>(suite: Suite<V, S>): readonly string[] => [
  "reference",
  ...(suite.mechanisms ?? []).map(({ source }) => source.name),
  ...(suite.others ?? []).map(({ name }) => name),
  ...suite.mutants.map(({ name }) => `mutant:${name}`),
];

/** Everything that `--subject` may name under a contract. */
export const subjectNames = (name: ContractName): readonly string[] => withSuite(name, namesIn);

/** Whether a name asks for a command to be started: `exec:COMMAND`. Whoever passes on such a name runs the command. */
export const isCommand = (name: string): boolean => name.startsWith("exec:") && name.length > "exec:".length;

/** A program of somebody else, started by a command. Loaded only when asked for. */
async function openCommand<V extends Vocabulary<V>, S extends State<S>>(
  suite: Suite<V, S>,
  name: string,
  { answerMs, logFolder, profile, signal }: Opening,
): Promise<SubjectSource<V>> {
  const { execSource } = await import("../oracle/exec/source.ts");
  return await execSource(suite, name.slice("exec:".length), {
    ...(answerMs === undefined ? {} : { timeoutMs: answerMs }),
    ...(logFolder === undefined ? {} : { logFolder }),
    ...(profile === undefined ? {} : { profile }),
    ...(signal === undefined ? {} : { signal }),
  });
}

/**
 * Opens the subject of this name; undefined when there is none.
 *
 * @throws {CannotStart} when it exists but cannot run on this machine
 * @throws {ProtocolBroken} when it is a command that does not introduce itself as the protocol says
 */
export async function resolveSource<V extends Vocabulary<V>, S extends State<S>>(
  suite: Suite<V, S>,
  name: string,
  opening: Opening = {},
): Promise<SubjectSource<V> | undefined> {
  if (name === "reference") return suite.reference;
  if (isCommand(name)) return await openCommand(suite, name, opening);
  const mutant = suite.mutants.find((one) => `mutant:${one.name}` === name);
  if (mutant !== undefined) return mutant.source;
  const mechanism = suite.mechanisms?.find(({ source }) => source.name === name);
  if (mechanism !== undefined) return mechanism.source;
  return await suite.others?.find((other) => other.name === name)?.open(opening);
}

/** Geometry fields without which the fault of this subject cannot show; none unless it is a mutant. */
export const needsOf = <V extends Vocabulary<V>, S extends State<S>>(
  suite: Suite<V, S>,
  name: string,
): Partial<Geometry> => suite.mutants.find((one) => `mutant:${one.name}` === name)?.needs ?? {};
