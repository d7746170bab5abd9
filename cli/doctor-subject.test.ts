import { expect, test } from "vitest";
import { oddCommand, oddProcesses } from "../oracle/exec/exec.test-kit.ts";
import type { Diagnosis } from "./doctor.ts";
import { fakeIo } from "./fake-io.test-kit.ts";
import { main } from "./run.ts";

/** Looks at a command; the lines are what was found, `--` before what is not as it should be. */
async function look(command: string) {
  const io = fakeIo(".", { env: { HOTMEM_EXEC_TIMEOUT_MS: "2000" } });
  const code = await main(["doctor", "--json", "--subject", `exec:${command}`], io);
  const { findings, can } = JSON.parse(io.out()) as Diagnosis;
  const lines = findings.map(({ what, found, ok }) => `${ok ? "ok" : "--"} ${what}: ${found}`);
  return { code, can, lines, text: lines.join("\n"), err: io.err() };
}

/** An answer to hello, and to whatever comes then; in the shell, which starts faster than anything. */
const saying = (hello: object, ...then: readonly object[]) => {
  const answers = [{ hello: { protocol: 1, name: "shell", version: "1", ...hello } }, ...then];
  const lines = answers.map((answer, id) => `read line; echo '${JSON.stringify({ id, ...answer })}'`);
  return [...lines, "read line"].join("; ");
};

test("a program that is as it should be is asked one command", async () => {
  const { code, can, lines, err } = await look(oddCommand("plain"));
  expect([code, err, can]).toEqual([0, "", [expect.stringMatching(/^hotmem check --subject 'exec:/)]]);
  expect(lines.slice(2)).toEqual([
    "ok program: odd 1 introduced itself; it takes up to 64 commands at once",
    "ok allocator: profile any, 2 of 26 commands, closed world",
    "ok allocator: it began a run, with the geometry nearest to small that it can have",
    expect.stringMatching(
      /^ok allocator: it answered "allocate a0: 1 frame, .*" with "granted frame 0, 1 frame cleared"$/,
    ),
    "ok program: it ended when it was told to stop",
  ]);
  expect(oddProcesses("plain")).toEqual([]);
});

test("it says so in words", async () => {
  const io = fakeIo(".");
  expect(await main(["doctor", "--subject", `exec:${oddCommand("future")}`], io)).toBe(0);
  expect(io.out()).toMatch(/^-- {2}program {4}nobody reads the field hello\.contracts\[0\]\.future$/m);
  expect(io.out()).toMatch(/^Can run here:\n {2}hotmem check --subject 'exec:/m);
});

test("what is misspelt is told with what was meant", async () => {
  const geometry = [
    { field: "cpu", maximum: 1 },
    { field: "cpus", max: 1 },
  ];
  const contracts = [
    { contract: "alocator" },
    { contract: "allocator", profiles: ["linus"], commands: ["alocate", "release"], geometry },
  ];
  const { code, can, text } = await look(saying({ bach: 64, contracts }));
  for (const says of [
    "-- program: nobody reads the field hello.bach; did you mean batch?",
    "-- program: nobody reads the field hello.contracts[1].geometry[1].max; did you mean maximum?",
    '-- program: its hello names contract "alocator", which there is not; did you mean allocator?',
    '-- allocator: its hello names profile "linus", which there is not; did you mean linux?',
    '-- allocator: its hello names command "alocate", which there is not; did you mean allocate?',
    '-- allocator: its hello constrains "cpu", which is no field of a geometry; did you mean cpus?',
    '-- allocator: its hello constrains "cpus", and does not say to what',
    '-- allocator: it can have no geometry: its hello constrains "cpu", which is no field of a geometry',
  ])
    expect(text).toContain(says);
  expect([code, can]).toEqual([69, []]);
});

const allocator = [{ contract: "allocator", commands: ["allocate"] }];

test.each([
  ["sleep 9", 130, /^-- program: exec:sleep 9 .* hotmem was interrupted$/m],
  ["/nowhere/program", 69, /^-- program: .* it exited with code 127; it said: .*not found$/m],
  ["echo hello", 76, /^-- program: .* stdout is for answers only, everything else belongs on stderr$/m],
  [saying({ contracts: [] }), 69, /^-- program: it speaks none of the contracts allocator, device, guest$/m],
  [saying({ contracts: allocator }, { declined: { why: "too hot" } }), 69, /shell 1 declined a reset: too hot/],
  [
    saying({ contracts: allocator }, { ready: 1 }, { declined: { why: "later" } }),
    0,
    /^-- allocator: it declined "allocate .*": later$/m,
  ],
  [
    saying({ contracts: allocator }, { ready: 1 }, { answer: {} }),
    76,
    /^-- allocator: at "allocate .*" what came back is no answer/m,
  ],
  [saying({ contracts: allocator }, { ready: 1 }), 2, /^-- allocator: at "allocate .*" it exited with code 0/m],
  [
    saying({ contracts: allocator }, { ready: 1 }, { answer: { kind: "granted", first: 2 ** 20, zeroed: 0 } }),
    1,
    /^-- allocator: it answered "allocate .*" with "granted .*", which breaks allocate\/aligned: /m,
  ],
  [
    `trap '' TERM; ${saying({ contracts: [] })}; sleep 9`,
    69,
    /^-- program: told to stop, it did not end within 1000 ms, and was killed$/m,
  ],
])("case %#: what a check would come to, and why", async (command, code, says) => {
  const found = code === 130 ? await interrupted(command) : await look(command);
  expect(found.text).toMatch(says);
  expect(found.code).toBe(code);
});

async function interrupted(command: string) {
  const io = fakeIo(".");
  const code = main(["doctor", "--subject", `exec:${command}`], io);
  setTimeout(io.interrupt, 100);
  return { code: await code, text: io.out().replace(/^-- {2}program {2}/m, "-- program: ") };
}

test("there is no other subject to look at but one that exists", async () => {
  const io = fakeIo(".", { env: { HOTMEM_QEMU: "/nowhere/qemu" } });
  expect(await main(["doctor", "--subject", "qemo"], io)).toBe(64);
  expect(io.err()).toMatch(/unknown subject qemo; did you mean qemu/);
});
