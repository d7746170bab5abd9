import { readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A program killed outright cannot remove its folders; the next one does, after this long. Milliseconds. */
const STALE_MS = 3_600_000;

const pattern = /^hotmem-qemu-(\d+)-/;

/** How the private folders of this program's QEMU processes begin; the number says whose they are. */
export const folderPrefix = (): string => join(tmpdir(), `hotmem-qemu-${process.pid}-`);

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (caught) {
    return (caught as NodeJS.ErrnoException).code === "EPERM";
  }
};

const removeIfStale = (path: string, owner: number): void => {
  try {
    if (Date.now() - statSync(path).mtimeMs > STALE_MS && !isAlive(owner))
      rmSync(path, { recursive: true, force: true });
  } catch {
    // Somebody else's, or gone already.
  }
};

const namesIn = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
};

/** Removes the folders of programs that died more than an hour ago. Never throws. */
export const removeStaleFolders = (): void => {
  for (const name of namesIn(tmpdir())) {
    const owner = pattern.exec(name)?.[1];
    if (owner !== undefined) removeIfStale(join(tmpdir(), name), Number(owner));
  }
};
