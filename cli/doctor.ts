import { execFile } from "node:child_process";
import { availableParallelism, freemem, totalmem } from "node:os";
import { resolve } from "node:path";
import { CannotStart } from "../model/subject.ts";
import { findQemu } from "../oracle/qemu/program.ts";
import { contractNames, isCommand } from "../properties/suites.ts";
import { contractsOfSubject } from "./choose.ts";
import type { Typed } from "./command-line.ts";
import { type ExitCode, exit, worst } from "./exit.ts";
import { whyNotWritable } from "./files.ts";
import type { Finding } from "./finding.ts";
import type { Io } from "./io.ts";
import { toJson } from "./json.ts";
import { qemuProgram } from "./opening.ts";
import { quoted } from "./outside.ts";
import { packageVersion } from "./package-root.ts";
import { onOneLine } from "./printable.ts";
import { isProblem, type Problem } from "./problem.ts";
import { count, table } from "./text.ts";

/** What `doctor --json` prints. */
export interface Diagnosis {
  readonly findings: readonly Finding[];
  /** What can be checked here, as command lines. */
  readonly can: readonly string[];
}

const oldest = [20, 19] as const;
/** QEMU answers `--version` in a few milliseconds; one that does not is not usable. */
const patienceMs = 5000;
const enoughMib = 512;

function lookAtNode(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const ok = major > oldest[0] || (major === oldest[0] && minor >= oldest[1]);
  return { what: "node", found: process.version, ok, cure: `install Node ${oldest.join(".")} or later` };
}

/** npm only matters to who works on this project, so a missing one is no fault. */
const lookAtNpm = (): Promise<Finding> =>
  new Promise((done) => {
    execFile("npm", ["--version"], { timeout: patienceMs }, (error, out) => {
      done({ what: "npm", found: error === null ? out.trim() : "not found", ok: true });
    });
  });

function lookAtMemory(): Finding {
  const mib = (bytes: number) => Math.floor(bytes / 2 ** 20);
  const found = `${count(mib(totalmem()))} MiB, ${count(mib(freemem()))} MiB free`;
  return { what: "memory", found, ok: mib(freemem()) >= enoughMib, cure: `free ${enoughMib} MiB or use --jobs 1` };
}

function lookAtOut(io: Io, typed: string | true | undefined): Finding {
  const name = String(typed ?? "hotmem-failures");
  const why = whyNotWritable(resolve(io.cwd, name));
  const found = why === null ? `${name} can be written` : `${name} cannot be written: ${why}`;
  return { what: "output", found, ok: why === null, cure: "give another folder with --out" };
}

async function lookAtQemu(io: Io): Promise<Finding> {
  const name = qemuProgram(io);
  try {
    const { path, version } = await findQemu(name, patienceMs);
    return { what: "qemu", found: `${version} (${path})`, ok: true };
  } catch (error) {
    if (!(error instanceof CannotStart)) throw error;
    return { what: "qemu", found: error.message, ok: false, cure: "apt-get install qemu-system-x86" };
  }
}

function tell({ findings, can }: Diagnosis): string {
  const rows = findings.map(({ what, found, ok }) => [ok ? "ok" : "--", what, onOneLine(found)]);
  const cures = findings.filter(({ ok, cure }) => !ok && cure !== undefined);
  return [
    table(rows, new Set()),
    ...(can.length === 0 ? [] : ["", "Can run here:", ...can.map((line) => `  ${line}`)]),
    ...(cures.length === 0 ? [] : ["", "To do:", ...cures.map(({ what, cure }) => `  ${what}: ${cure}`)]),
    "",
  ].join("\n");
}

/** What a command of somebody else's can do. The exit code is that of the check that would fail for it. */
async function doctorOfCommand(typed: Typed, subject: string, io: Io): Promise<ExitCode> {
  const node = lookAtNode();
  const { lookAtCommand } = await import("./doctor-subject.ts");
  const found = await lookAtCommand(subject, io);
  const code = worst(found.flatMap((one) => (one.code === undefined ? [] : [one.code])));
  const canBegin = node.ok && code !== exit.cannotStart && code !== exit.protocol;
  const diagnosis: Diagnosis = {
    findings: [{ what: "hotmem", found: packageVersion, ok: true }, node, ...found],
    can: canBegin ? [`hotmem check --subject ${quoted(subject)}`] : [],
  };
  io.stdout.write(typed.json === true ? toJson(diagnosis) : tell(diagnosis));
  return io.signal.aborted ? exit.interrupted : code;
}

/** `hotmem doctor`: what can run on this machine, which fails only when nothing can; or what a command can do. */
export async function doctor(typed: Typed, _files: readonly string[], io: Io): Promise<ExitCode | Problem> {
  const subject = String(typed.subject ?? "reference");
  if (isCommand(subject)) return await doctorOfCommand(typed, subject, io);
  const known = contractsOfSubject(subject, contractNames);
  if (isProblem(known)) return known;
  const node = lookAtNode();
  const qemu = await lookAtQemu(io);
  const findings: readonly Finding[] = [
    { what: "hotmem", found: packageVersion, ok: true },
    node,
    await lookAtNpm(),
    { what: "processors", found: count(availableParallelism()), ok: true },
    lookAtMemory(),
    lookAtOut(io, typed.out),
    qemu,
  ];
  const can = [
    ...(node.ok ? ["hotmem check", "hotmem mutants"] : []),
    ...(node.ok && qemu.ok ? ["hotmem check --contract device --subject qemu"] : []),
  ];
  io.stdout.write(typed.json === true ? toJson({ findings, can }) : tell({ findings, can }));
  return can.length > 0 ? exit.held : exit.cannotStart;
}
