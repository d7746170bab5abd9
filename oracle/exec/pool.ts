import type { Introduction } from "../protocol/messages.ts";
import { type Launch, type Met, meet } from "./greet.ts";
import type { Line } from "./subject.ts";

/** The processes of one command. Each serves one run at a time. */
export interface Pool {
  /** What the first of them said of itself. */
  readonly introduction: Introduction;
  /** One that is free, or a new one. @throws {CannotStart} @throws {ProtocolBroken} */
  lease(): Promise<Line>;
  /** Gives one back; a dead one is forgotten. */
  release(line: Line): void;
  /** Stops all, and waits until none is a process any more. */
  close(): Promise<void>;
}

/** The last message to a program. */
export const farewell = (id: number): string => JSON.stringify({ id, stop: {} });

/** Starts the first process. @throws {CannotStart} @throws {ProtocolBroken} */
export async function openPool(launch: Launch): Promise<Pool> {
  const living = new Set<Line>();
  const leaving = new Set<Promise<void>>();
  const idle: Line[] = [];
  const admit = ({ peer, introduction }: Met): Line => {
    const line = { peer, batch: introduction.batch ?? 1, nextId: 1 };
    living.add(line);
    leaving.add(peer.gone);
    void peer.gone.then(() => leaving.delete(peer.gone));
    return line;
  };
  const release = (line: Line): void => {
    if (line.peer.isAlive()) idle.push(line);
    else living.delete(line);
  };
  const first = await meet(launch);
  release(admit(first));
  return {
    introduction: first.introduction,
    release,
    lease: async () => {
      for (let line = idle.pop(); line !== undefined; line = idle.pop()) {
        if (line.peer.isAlive()) return line;
        living.delete(line);
      }
      return admit(await meet(launch));
    },
    close: async () => {
      await Promise.all([...living].map(({ peer, nextId }) => peer.close(farewell(nextId))));
      await Promise.all(leaving);
      living.clear();
      idle.length = 0;
    },
  };
}
