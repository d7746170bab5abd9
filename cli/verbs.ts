/** Every flag of `hotmem`, once: how it is typed and what it does. The names are fixed. */
export const flags = {
  contract: {
    form: "--contract <name>",
    says: "allocator, device or guest (default: every contract that fits the other flags)",
  },
  profile: {
    form: "--profile <name>",
    says: "how much is owed: any or linux for allocator, spec or uapi for device, virtio-mem or hotmem for guest (default: the strongest)",
  },
  rule: { form: "--rule <ids>", says: "judge only these rules, separated by commas" },
  subject: {
    form: "--subject <name>",
    says: "who is asked: reference (the profile's own), reference:MECHANISM, mutant:NAME, qemu or exec:COMMAND, a program of yours (default: reference, or who is named in the transcript)",
  },
  geometry: {
    form: "--geometry <preset|file>",
    says: "shape of the guest: tiny, small, paper, huge or a JSON file (default: small)",
  },
  seed: { form: "--seed <n>", says: "where randomness begins, 0 to 4294967295 (default: a new one, which is printed)" },
  runs: { form: "--runs <n>", says: "fresh guests to try (default: as many as the time allows)" },
  steps: { form: "--steps <n>", says: "commands per guest (default: 300)" },
  seeds: {
    form: "--seeds <n>",
    says: "seeds to hunt each mutant with, which gives the median and the 90th percentile (default: 20)",
  },
  time: {
    form: "--time <seconds>",
    says: "seconds for each contract or mutant (default: 10, less when contracts take turns; with --runs: no limit)",
  },
  jobs: {
    form: "--jobs <n>",
    says: "threads (default: 2, but not more than there are processors; 1 for a program: each thread starts its own)",
  },
  out: { form: "--out <folder>", says: "where counterexamples are written (default: hotmem-failures)" },
  report: {
    form: "--report <folder>",
    says: "write what was shown to report.json, junit.xml and report.html in this folder",
  },
  known: { form: "--known <file>", says: "deviations that are already recorded: they are counted instead of failing" },
  from: {
    form: "--from <format>",
    says: "what recorded the trace: kmem, Linux's page allocator (default: asks and answers)",
  },
  boot: {
    form: "--boot <frames>",
    says: "frames that were online when the trace began, hexadecimal: 0-1ffff,100000-107fff (default: unknown)",
  },
  movable: { form: "--movable <frames>", says: "frames of zone Movable, hexadecimal: 100000- (default: unknown)" },
  mended: { form: "--mended", says: "expect the subject to keep the rules now, whatever the headers expect" },
  json: { form: "--json", says: "print one JSON object instead of text" },
  quiet: { form: "--quiet", says: "no progress line, and print only what failed or showed nothing" },
} as const;

/** Name of a flag, without dashes. */
export type Flag = keyof typeof flags;

interface VerbText {
  readonly summary: string;
  readonly describes: string;
  readonly flags: readonly Flag[];
  /** Files the verb takes, in commander's notation; null for none. */
  readonly files: { readonly name: string; readonly says: string } | null;
}

/** What can be asked of `hotmem`. */
export const verbs = {
  check: {
    summary: "try generated command sequences on a subject and judge every answer",
    describes:
      "Replays the corpus, then generates command sequences, asks the subject, and judges every answer.\n" +
      "A violation is shrunk, told as a story, and written down as a transcript that replays for ever.\n\n" +
      "HOTMEM_QEMU names the program to start for --subject qemu instead of qemu-system-x86_64,\n" +
      "HOTMEM_QEMU_TIMEOUT_MS how long it may take to start, and to answer once.\n\n" +
      "--subject exec:COMMAND runs the command in a shell and speaks the protocol of oracle/PROTOCOL.md;\n" +
      "HOTMEM_EXEC_TIMEOUT_MS is how long it may take to answer once.",
    flags: [
      "contract",
      "profile",
      "rule",
      "subject",
      "geometry",
      "seed",
      "runs",
      "steps",
      "time",
      "jobs",
      "out",
      "report",
      "known",
      "json",
      "quiet",
    ],
    files: null,
  },
  replay: {
    summary: "ask a subject again what transcripts recorded, and judge both",
    describes:
      "Judges the recorded answers again, asks the subject again, and compares with what each header expects.\n" +
      "Exits with 0 when every transcript does what its header expects; with --mended, when the recorded\n" +
      "answers do and the subject keeps the rules now: a regression test.",
    flags: ["subject", "mended", "json", "quiet"],
    files: { name: "<files...>", says: "*.replay.jsonl files, or folders that hold some" },
  },
  shrink: {
    summary: "make a counterexample smaller",
    describes: "Shrinks a transcript against its subject and writes the smaller one.",
    flags: ["subject", "out", "json", "quiet"],
    files: { name: "<file>", says: "a *.replay.jsonl file that is expected to be violated" },
  },
  mutants: {
    summary: "show that the rules catch planted faults",
    describes:
      "Checks every reference with one planted fault. Exits with 1 if one survives or is convicted of a\n" +
      "wrong rule only.\n" +
      "Says how many steps it took until the first failure: half of the seeds take no more than the\n" +
      "median, nine in ten no more than p90. The first seed's counterexample is shrunk.\n" +
      "With --out every shrunk counterexample is written down.",
    flags: ["contract", "seed", "seeds", "time", "jobs", "out", "json", "quiet"],
    files: null,
  },
  validate: {
    summary: "judge what others recorded",
    describes:
      "Judges recorded asks and answers, a line each, without asking anybody. The first line is the\n" +
      "header of a transcript; without one, say --contract and --geometry. Names the first line that\n" +
      "breaks a rule, and what led to it.\n\n" +
      "With --from kmem the file is a trace of Linux's page allocator, compressed with gzip or not:\n" +
      "mm_page_alloc, mm_page_free and mm_migrate_pages as ftrace, trace-cmd report or perf script print\n" +
      "them (oracle/kmem/README.md says more). What a legal history explains is never convicted; --boot and\n" +
      "--movable tell what the trace does not, so that more can be judged.",
    flags: ["from", "contract", "profile", "geometry", "boot", "movable", "json", "quiet"],
    files: { name: "<file>", says: "the trace" },
  },
  serve: {
    summary: "be asked: the model as a program on stdin and stdout",
    describes:
      "Speaks the protocol of oracle/PROTOCOL.md on stdin and stdout, so that a suite in another language\n" +
      "can use the reference as its mock (ask) and the laws as its judge (judge). Ends with stop, or with\n" +
      "its input.",
    flags: [],
    files: null,
  },
  doctor: {
    summary: "say what can run on this machine",
    describes:
      "Looks at Node, processors, memory, QEMU and the output folder, and says what can run and what to\n" +
      "install.\n\n" +
      "With --subject exec:COMMAND starts the command, and says how it introduced itself, what in that is\n" +
      "misspelt, whether it begins a run and answers under each of its contracts, and whether it stops\n" +
      "when it is told to.",
    flags: ["subject", "out", "json"],
    files: null,
  },
} as const satisfies Readonly<Record<string, VerbText>>;

/** Name of a verb. */
export type Verb = keyof typeof verbs;

const block = (...lines: readonly string[]): string => `\nExamples:\n${lines.map((line) => `  ${line}`).join("\n")}\n`;

/** Shown below the help of each verb. */
export const examples: Readonly<Record<Verb | "all", string>> = {
  all: block(
    "hotmem check                                   all contracts, in 10 to 25 seconds",
    "hotmem check --contract device --subject qemu  QEMU's own virtio-mem device",
    "hotmem check --subject mutant:NAME             watch a planted fault being caught",
    "hotmem check --subject exec:./my-allocator     a program of yours, in any language",
    "hotmem replay hotmem-failures                  every counterexample found so far",
    "hotmem mutants                                 the table of planted faults",
  ),
  check: block(
    "hotmem check",
    "hotmem check --contract allocator --geometry paper --runs 100 --steps 1000",
    "hotmem check --contract device --profile spec --subject qemu --time 60",
    "hotmem check --contract guest --profile hotmem --subject reference:virtio-mem",
    "hotmem check --seed 7 --runs 500 --json",
    "hotmem check --subject exec:./my-allocator --report conformance",
  ),
  replay: block(
    "hotmem replay hotmem-failures",
    "hotmem replay some.replay.jsonl --subject qemu",
    'hotmem replay regressions --subject "exec:./my-allocator" --mended',
  ),
  shrink: block("hotmem shrink long.replay.jsonl", "hotmem shrink long.replay.jsonl --out smaller"),
  mutants: block("hotmem mutants", "hotmem mutants --contract device --json"),
  validate: block(
    "hotmem validate recorded.jsonl --contract allocator --geometry tiny",
    "hotmem validate --from kmem trace.gz --boot 0-1ffff --movable 100000-",
  ),
  serve: block("hotmem serve", 'echo \'{"id":0,"hello":{"protocol":1,"harness":"me"}}\' | hotmem serve'),
  doctor: block("hotmem doctor", "hotmem doctor --subject exec:./my-allocator", "hotmem doctor --json"),
};
