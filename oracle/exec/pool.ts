import { CannotStart, ProtocolBroken } from "../../model/subject.ts";
import type { Introduction } from "../protocol/messages.ts";
import { Garbled } from "./broken.ts";
import { type Launch, type Met, meet } from "./greet.ts";
import type { Line } from "./subject.ts";

/** The processes of one command. Each serves one run at a time. */
export interface Pool {
  /** What the first of them said of itself. */
  readonly introduction: Introduction;
  /**
   * One that is free, or a new one.
   *
   * @throws {CannotStart} when there is none to be had, or one was lost since its last run
   * @throws {ProtocolBroken} when a new one does not introduce itself as the protocol says, or one went on talking after its last run
   */
  lease(): Promise<Line>;
  /** Gives one back; a dead one is forgotten once somebody has heard of it. */
  release(line: Line): void;
  /** Stops all, and waits until none is a process any more. */
  close(): Promise<void>;
}

/** Name and version, for people. */
export const nameOf = ({ name, version }: Introduction): string => `${name} ${version}`;

/** The last message to a program. */
export const farewell = (id: number): string => JSON.stringify({ id, stop: {} });

/** Starts the first process. @throws {CannotStart} @throws {ProtocolBroken} */
export async function openPool(launch: Launch): Promise<Pool> {
  const living = new Set<Line>();
  const leaving = new Set<Promise<void>>();
  const idle: Line[] = [];
  const admit = ({ peer, introduction }: Met): Line => {
    const line = { peer, batch: introduction.batch ?? 1, nextId: 1, isMourned: false };
    living.add(line);
    leaving.add(peer.gone);
    void peer.gone.then(() => leaving.delete(peer.gone));
    return line;
  };
  const release = (line: Line): void => {
    if (line.peer.trouble() === undefined || !line.isMourned) idle.push(line);
    else living.delete(line);
  };
  const first = await meet(launch);
  release(admit(first));
  return {
    introduction: first.introduction,
    release,
    lease: async () => {
      const line = idle.pop();
      if (line === undefined) return admit(await meet(launch));
      const trouble = line.peer.trouble();
      if (trouble === undefined) return line;
      living.delete(line);
      const says = line.peer.explain(`${nameOf(first.introduction)} was lost between two runs: ${trouble.message}`);
      throw trouble instanceof Garbled ? new ProtocolBroken(says) : new CannotStart(says);
    },
    close: async () => {
      await Promise.all([...living].map(({ peer, nextId }) => peer.close(farewell(nextId))));
      await Promise.all(leaving);
      living.clear();
      idle.length = 0;
    },
  };
}
