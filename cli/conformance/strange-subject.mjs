/**
 * Programs that speak the protocol and can do little: `node strange-subject.mjs WAY WORDS`. For tests only.
 *
 * `declines` knows every command, it says, and declines each; `mute` knows none; `two` knows allocate and release;
 * `hostile` uses the words as names and reasons, and hands out memory twice; `dies` does so with
 * the words on stderr.
 */
import { createInterface } from "node:readline";

const [way = "declines", words = '""'] = process.argv.slice(2);

/** Everything at once that could end a text and begin something else; given as JSON, for words of a shell hold less. */
const nasty = JSON.parse(words);

const off = ["perCpuLists", "watermarks", "highatomic", "cma", "hole", "initOnAlloc"].map((field) => ({
  field,
  off: true,
}));
const claims = {
  declines: {},
  mute: { commands: ["sing", "dance"] },
  two: { commands: ["allocate", "release"], geometry: off },
  hostile: { commands: ["allocate", "release", "drain"], geometry: off },
  dies: { commands: ["allocate", "release"], geometry: off },
};
const isNasty = way === "hostile" || way === "dies";
const introduction = {
  protocol: 1,
  name: isNasty ? nasty.slice(0, 64) : way,
  version: isNasty ? nasty.slice(-64) : "1",
  contracts: [{ contract: "allocator", profiles: ["any"], ...claims[way] }],
};

let asked = 0;
let free = [];
let held = new Map();

function allocate({ as, order }) {
  const count = 2 ** order;
  for (let first = 0; first + count <= free.length; first += count) {
    if (free.slice(first, first + count).includes(false) && way !== "hostile") continue;
    free.fill(false, first, first + count);
    held.set(as, { first, count });
    return { answer: { kind: "granted", first, zeroed: count } };
  }
  return { answer: { kind: "exhausted" } };
}

function release({ what }) {
  const { first, count } = held.get(what);
  free.fill(true, first, first + count);
  return { answer: { kind: "done" } };
}

function answer(ask) {
  asked++;
  if (way === "dies" && asked === 9) {
    process.stderr.write(nasty);
    process.exit(3);
  }
  if (way === "hostile" && ask.kind === "drain") {
    const links = ["javascript:alert(1)", 'https://example.org/?a="><script>', nasty];
    return { declined: { why: `${nasty} ${asked % 7}`, link: links[asked % 3] } };
  }
  if (way === "declines") return { declined: { why: "not implemented", link: "https://example.org/issues/7" } };
  return ask.kind === "allocate" ? allocate(ask) : release(ask);
}

function begin({ geometry }) {
  asked = 0;
  free = Array.from({ length: geometry.bootFrames }, () => true);
  held = new Map();
  return { ready: {} };
}

function reply({ hello, reset, ask }) {
  if (hello !== undefined) return { hello: introduction };
  if (reset !== undefined) return begin(reset);
  return ask === undefined ? { stopped: {} } : answer(ask);
}

for await (const line of createInterface({ input: process.stdin })) {
  const message = JSON.parse(line);
  const isLast = message.stop !== undefined;
  process.stdout.write(`${JSON.stringify({ id: message.id, ...reply(message) })}\n`, () => isLast && process.exit(0));
}
