import type { Extent, Handle } from "../../units.ts";
import { isFresh, running } from "./handles.ts";
import type { Machine } from "./machine.ts";
import { answered, done, type Handlers, refused, TAKEN, told, UNKNOWN } from "./outcome.ts";
import type { Area, Group, Process } from "./parts.ts";
import { endThreads, newProcess } from "./processes.ts";

/** The child's copies of held areas, by name; null: there is no memory for them. */
function copyHeld(m: Machine, parent: Process): ReadonlyMap<number, Group> | null {
  const held = [...parent.areas].filter(([, area]) => m.steps.copiesAtFork(m, area)).sort(([a], [b]) => a - b);
  const copies = new Map<number, Group>();
  const pages = held.reduce((sum, [, area]) => sum + area.pages, 0);
  if (pages > 0 && !m.steps.makeRoom(m, m.steps.zonesForAnonymous(m, parent), pages)) return null;
  for (const [name, area] of held) {
    if (area.kind !== "anonymous") continue;
    const copy = m.steps.copyPages(m, parent, area.group.spans, area.pages);
    if (copy !== null) copies.set(name, copy);
  }
  return copies;
}

/** One more mapping of the same pages. */
function share(m: Machine, area: Area): Area {
  if (area.kind === "anonymous") m.steps.mapGroup(m, area.group);
  else if (area.kind === "file") m.steps.mapFile(m, area.file, area.first, area.pages);
  return area;
}

function giveAreas(m: Machine, parent: Process, child: Process, copies: ReadonlyMap<number, Group>): void {
  for (const [name, area] of parent.areas) {
    const group = copies.get(name);
    if (group === undefined) child.areas.set(name, share(m, area));
    else {
      m.steps.mapGroup(m, group);
      child.areas.set(name, { kind: "anonymous", pages: area.pages, group });
    }
  }
}

const named = (copies: ReadonlyMap<number, Group>): readonly { area: Handle; frames: readonly Extent[] }[] =>
  copies.size === 0 ? [] : [...copies].map(([area, { spans }]) => ({ area: area as Handle, frames: spans }));

/** Commands about processes. */
export const processHandlers: Handlers<
  "spawn" | "cancel" | "fork" | "thread" | "thread-exit" | "exec" | "exit" | "kill"
> = {
  spawn(m, { as, wait }) {
    if (!isFresh(m, as)) return TAKEN;
    const partition = m.partitioned ? m.steps.pickPartition(m) : -1;
    if (m.partitioned && partition < 0 && !m.steps.maySleep(m, wait)) return refused(m, "no partition is free");
    const process = newProcess(m, as, m.society.instances++);
    if (!m.partitioned) return answered({ kind: "attached", partition: null, ...told(m) });
    if (partition < 0) {
      process.waiting = true;
      m.steps.enqueue(m, process);
      return answered({ kind: "waiting", ...told(m) });
    }
    m.steps.attach(m, process, partition);
    return answered({ kind: "attached", partition, ...told(m) });
  },

  cancel(m, { process: handle }) {
    const process = m.society.things.get(handle);
    if (process?.kind !== "process" || !process.waiting) return UNKNOWN;
    m.steps.cancelWait(m, process);
    return done(m);
  },

  fork(m, { process: handle, as }) {
    const parent = running(m, handle);
    if (parent === undefined) return UNKNOWN;
    if (!isFresh(m, as)) return TAKEN;
    const copies = copyHeld(m, parent);
    if (copies === null) return answered({ kind: "exhausted", ...told(m) });
    const child = newProcess(m, as, parent.instance);
    giveAreas(m, parent, child, copies);
    m.steps.inheritPartition(m, parent, child);
    return answered({ kind: "forked", copies: named(copies), ...told(m) });
  },

  thread(m, { process: handle, as }) {
    const process = running(m, handle);
    if (process === undefined) return UNKNOWN;
    if (!isFresh(m, as)) return TAKEN;
    m.society.things.set(as, { kind: "thread", process });
    process.threads.add(as);
    m.steps.startThread(m, process);
    return done(m);
  },

  "thread-exit"(m, { thread: handle }) {
    const thread = m.society.things.get(handle);
    if (thread?.kind !== "thread") return UNKNOWN;
    m.society.things.delete(handle);
    thread.process.threads.delete(handle);
    m.steps.endThread(m, thread.process);
    return done(m);
  },

  exec(m, { process: handle }) {
    const process = running(m, handle);
    if (process === undefined) return UNKNOWN;
    m.steps.unmapAll(m, process);
    endThreads(m, process);
    if (process.partition >= 0 && !m.steps.keepsAtExec(m)) {
      process.instance = m.society.instances++;
      m.steps.leavePartition(m, process);
    }
    return done(m);
  },

  exit: (m, { process }) => end(m, process),
  kill: (m, { process }) => end(m, process),
};

function end(m: Machine, handle: Handle) {
  const process = running(m, handle);
  if (process === undefined) return UNKNOWN;
  m.steps.endProcess(m, process);
  return done(m);
}
