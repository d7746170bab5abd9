/**
 * A small allocator that speaks the protocol, and can be told to go wrong in one way: `node odd-subject.mjs WAY`. For tests only.
 * It knows nothing but `allocate` and `release`, and hands out the lowest frames of boot memory that suit.
 */
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { createInterface } from "node:readline";

const [way = "honest", file = ""] = process.argv.slice(2);

/** Everything that a subject of two commands cannot have. */
const geometry = ["perCpuLists", "watermarks", "highatomic", "cma", "hole", "initOnAlloc"].map((field) => ({
  field,
  off: true,
}));
const introduction = {
  protocol: way === "next version" ? 2 : 1,
  name: "odd",
  version: "1",
  batch: way === "one at a time" ? undefined : 64,
  contracts: [{ contract: "allocator", profiles: ["any"], commands: ["allocate", "release"], geometry, future: [1] }],
  future: { field: true },
};
if (way === "plain") {
  delete introduction.future;
  delete introduction.contracts[0].future;
}
if (way === "claims too much") introduction.contracts[0].profiles = ["linus"];
if (way === "knows nothing") introduction.contracts[0].commands = ["alocate", "free"];
if (way === "contract twice") introduction.contracts.push({ contract: "allocator" });

let taken = [];
let held = new Map();
let runs = 0;
let resets = 0;
let asked = 0;

/** A fickle liar lies in every other run. */
const isLying = () => (way === "lies" && asked > 20) || (way === "fickle" && runs % 2 === 0);

function allocate({ as, order }) {
  if (held.has(as)) return { declined: { why: `there is an a${as} already` } };
  const count = 2 ** order;
  for (let first = 0; first + count <= taken.length; first += count) {
    if (taken.slice(first, first + count).includes(true) && !isLying()) continue;
    taken.fill(true, first, first + count);
    held.set(as, { first, count });
    return { answer: { kind: "granted", first, zeroed: count } };
  }
  return { answer: { kind: "exhausted" } };
}

function release({ what }) {
  if (!held.has(what) && way === "trips") process.exit(7);
  if (!held.has(what)) return { declined: { why: `there is no a${what}` } };
  const { first, count } = held.get(what);
  taken.fill(false, first, first + count);
  held.delete(what);
  return { answer: { kind: "done" } };
}

function answer(ask) {
  asked++;
  if (asked === 5 && way === "dies") process.kill(process.pid, "SIGSEGV");
  if (way === "declines" || asked % 50 === 0)
    return { declined: { why: "not today", link: "https://example.org/issues/1" } };
  if (way === "definite" && asked % 7 === 0) return { error: { definite: true, why: "no luck" } };
  if (way === "indefinite" && asked === 9) return { error: { definite: false, why: "power cut" } };
  if (ask.kind === "allocate") return allocate(ask);
  if (ask.kind === "release") return release(ask);
  return { declined: { why: `${ask.kind} is not known` } };
}

function begin({ geometry: { bootFrames } }) {
  if (way === "declines reset" || (way === "is choosy" && ++resets % 3 > 0)) return { declined: { why: "too hot" } };
  runs++;
  if (way === "dies at the second reset" && runs === 2) process.exit(3);
  taken = Array.from({ length: bootFrames }, () => false);
  held = new Map();
  return { ready: {} };
}

function reply({ hello, reset, ask, asks, stop }) {
  if (hello !== undefined) return { hello: introduction };
  if (reset !== undefined) return begin(reset);
  if (ask !== undefined) return answer(ask);
  if (asks !== undefined) {
    const answers = asks.map((one) => ({ id: one.id, ...answer(one.ask) }));
    return { answers: way === "out of order" ? answers.reverse() : way === "too few" ? answers.slice(1) : answers };
  }
  return stop !== undefined ? { stopped: {} } : { declined: { why: "what is that?" } };
}

const send = (text) => process.stdout.write(text);

/** What it does instead of sending a reply to a command; nothing means that it sends it. */
const instead = {
  "carriage returns": (line) => send(`${line}\r\n`),
  "byte by byte": async (line) => {
    for (const byte of Buffer.from(`${line}\n`))
      await new Promise((done) => process.stdout.write(Buffer.of(byte), done));
  },
  "dies later": (line) => {
    send(`${line}\n`);
    setTimeout(() => process.exit(5), 50);
  },
  "stops itself": () => process.kill(process.pid, "SIGSTOP"),
  "closes stdin": () => {
    process.stdin.destroy();
    setInterval(() => {}, 1000);
  },
  "kills its group": () => process.kill(0, "SIGKILL"),
  "never answers": () => {},
  twice: (line) => send(`${line}\n${line}\n`),
  "another id": (line) => send(`${line.replace(/"id":(\d+)/, '"id":9$1')}\n`),
  "endless line": () => {
    const part = "x".repeat(2 ** 20);
    const more = () => process.stdout.write(part, more);
    more();
  },
  "invalid UTF-8": () => send(Buffer.from([0x7b, 0xff, 0xfe, 0x7d, 0x0a])),
  NaN: (line) => send(`${line.replace(/"first":\d+/, '"first":NaN')}\n`),
  "2^53+1": (line) => send(`${line.replace(/"first":\d+/, '"first":9007199254740993')}\n`),
  "prototype keys": (line) => send(`${line.replace(/"answer":(\{[^}]*\})/g, '"__proto__":{"answer":$1}')}\n`),
  "prototype keys inside": (line) =>
    send(`${line.replaceAll('"first"', '"__proto__":{"zeroed":-1},"constructor":1,"first"')}\n`),
  "closes stdout": () => {
    process.stdout.end();
    setInterval(() => {}, 1000);
  },
  "floods stderr": (line) => {
    process.stderr.write("flood\n".repeat(100_000));
    send(`${line}\n`);
  },
  "eats memory": () => {
    const eaten = [];
    setInterval(() => eaten.push(Buffer.alloc(2 ** 24, 1)), 5);
  },
  "half a line": (line) => process.stdout.write(line.slice(0, 9), () => process.exit(0)),
};

/** Children that outlive it: in its process group, out of it, and without its environment too. Their numbers go to the file. */
function leaveChildren() {
  const children = [{}, { detached: true }, { detached: true, env: {} }].map((how) => {
    const child = spawn("/bin/sleep", ["1000"], { ...how, stdio: ["ignore", "inherit", "inherit"] });
    child.unref();
    return child.pid;
  });
  writeFileSync(file, `${children.join("\n")}\n`);
}

if (way === "leaves children") leaveChildren();
if (way === "too early") send('{"id":0,"hello":{}}\n');
if (way === "banner") send("odd allocator, version 1\n");
if (way === "complains") process.stderr.write("cannot find my memory\n");
if (way === "complains") process.exit(4);

createInterface({ input: process.stdin }).on("line", (text) => {
  const message = JSON.parse(text);
  const line = JSON.stringify({ id: message.id, ...reply(message) });
  const isCommand = message.ask !== undefined || message.asks !== undefined;
  const other = isCommand ? instead[way] : undefined;
  if (other !== undefined) other(line);
  else send(`${line}\n`);
  if (message.stop !== undefined && way === "talks on") send(`${line}\n${line}\n`);
  if (message.stop !== undefined && way !== "stays") process.exit(0);
});
