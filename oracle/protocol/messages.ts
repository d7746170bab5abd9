import { type Static, type TSchema, Type } from "typebox";
import { integer, text } from "../../wire/fields.ts";
import { geometrySchema } from "../../wire/geometry.ts";

/** The version of the protocol that is spoken here. Unknown fields are ignored, so that it changes rarely. */
export const PROTOCOL = 1;

const whole = () => integer<number>(0, Number.MAX_SAFE_INTEGER);
const name = () => text(64);
/** Names a message; answers repeat it. */
export const idSchema = whole();

/** Something that the schema of another place describes; the codec reads it there. */
const elsewhere = (place: string): TSchema => Type.Unsafe({ $ref: `#/$defs/${place}` });

/** What one field of a geometry may be. `field` is a path: `cpus`, `device.blockBytes`. */
export const constraint = Type.Object({
  field: name(),
  off: Type.Optional(Type.Boolean()),
  minimum: Type.Optional(whole()),
  maximum: Type.Optional(whole()),
  multipleOf: Type.Optional(integer<number>(1, Number.MAX_SAFE_INTEGER)),
  among: Type.Optional(Type.Array(name())),
});

/** What a subject says of itself under one contract. */
export const claim = Type.Object({
  contract: name(),
  profiles: Type.Optional(Type.Array(name())),
  commands: Type.Optional(Type.Array(name())),
  world: Type.Optional(Type.Enum(["closed", "shared"])),
  geometry: Type.Optional(Type.Array(constraint)),
});

/** Most commands that are sent in one `asks`. */
export const MOST_IN_A_BATCH = 1024;

/** How a subject introduces itself. */
export const introduction = Type.Object({
  protocol: integer<number>(1, Number.MAX_SAFE_INTEGER),
  name: name(),
  version: name(),
  batch: Type.Optional(integer<number>(1, MOST_IN_A_BATCH)),
  contracts: Type.Array(claim),
});

const greeting = Type.Object({ protocol: integer<number>(1, Number.MAX_SAFE_INTEGER), harness: text() });

/** What a run begins with; see {@link setting} for the fields that are not the geometry. */
const reset = Type.Object({
  contract: name(),
  profile: name(),
  geometry: geometrySchema,
  world: Type.Optional(Type.Enum(["closed", "shared"])),
  rules: Type.Optional(Type.Array(text(128))),
});

/** Everything in a `reset` but the geometry, which is read on its own. */
export const setting = Type.Object({
  contract: name(),
  profile: name(),
  world: Type.Optional(Type.Enum(["closed", "shared"])),
  rules: Type.Optional(Type.Array(text(128))),
});

/** The command was not carried out, and nothing happened. */
export const declined = Type.Object({ why: text(65_536), link: Type.Optional(text()) });

/** Something went wrong. */
export const failure = Type.Object({ definite: Type.Boolean(), why: text(65_536) });

/** What the laws say of one step. */
export const verdict = Type.Union([
  Type.Object({ kind: Type.Literal("legal") }),
  Type.Object({ kind: Type.Literal("illegal"), rule: text(128), because: text(65_536) }),
  Type.Object({ kind: Type.Literal("not-applicable") }),
]);

/** How a subject introduces itself, read. */
export type Introduction = Static<typeof introduction>;
/** What a subject says of itself under one contract, read. */
export type Claim = Static<typeof claim>;
/** What one field of a geometry may be, read. */
export type Constraint = Static<typeof constraint>;
/** Which rules of what are judged, read. */
export type Setting = Static<typeof setting>;
/** What the laws say of one step. */
export type StepVerdict = Static<typeof verdict>;

/** A message: what stands under its name beside `id`, and what it is for. */
export interface Message {
  readonly says: string;
  readonly payload: TSchema;
  /** Names of the messages that may answer it; none for answers. */
  readonly replies?: readonly string[];
}

const step = Type.Object({ ask: elsewhere("ask"), answer: elsewhere("answer") });
const nothing = Type.Object({});

/** Everything the harness may send. */
export const requests = {
  hello: {
    says: "First message. Says which version the harness speaks and who it is; the subject introduces itself.",
    payload: greeting,
    replies: ["hello", "error"],
  },
  reset: {
    says: "Begins a run: everything before is forgotten, and memory is as the geometry says.",
    payload: reset,
    replies: ["ready", "declined", "error"],
  },
  ask: {
    says: "One command of the contract, to be carried out now. `observe` is a command like any other.",
    payload: elsewhere("ask"),
    replies: ["answer", "declined", "error"],
  },
  asks: {
    says: "Several commands, to be carried out in order. Only sent to a subject whose `hello` has `batch`, and at most so many.",
    payload: Type.Array(Type.Object({ id: idSchema, ask: elsewhere("ask") })),
    replies: ["answers", "error"],
  },
  judge: {
    says: "Steps to be judged in order, up to the first that is illegal. Only sent to a served model.",
    payload: Type.Array(step),
    replies: ["verdicts", "declined", "error"],
  },
  stop: { says: "Last message. The subject answers and exits.", payload: nothing, replies: ["stopped"] },
} as const satisfies Readonly<Record<string, Message>>;

/** Everything the subject may answer. */
export const replies = {
  hello: { says: "Who the subject is and what it can do.", payload: introduction },
  ready: { says: "The run has begun.", payload: nothing },
  answer: { says: "The command was carried out; what came of it.", payload: elsewhere("answer") },
  answers: {
    says: "One reply for each command of `asks`, in the same order: what `ask` would have been answered, `id` included.",
    payload: Type.Array(elsewhere("outcome")),
  },
  declined: {
    says: "This command is not supported, or not now; nothing happened. `link` may lead to an issue about it.",
    payload: declined,
  },
  error: {
    says: "It went wrong. `definite`: nothing happened, and the run goes on; else what happened is unknown, and the run is over.",
    payload: failure,
  },
  verdicts: {
    says: "One verdict for each step that was judged. After `illegal` nothing is judged before the next `reset`.",
    payload: Type.Array(verdict),
  },
  stopped: { says: "The last message of all.", payload: nothing },
} as const satisfies Readonly<Record<string, Message>>;
