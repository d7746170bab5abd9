import { discard, mlock, touch, write } from "./areas.ts";
import { dropCaches, faultFile, readFile, writeFile } from "./files.ts";
import { fork } from "./fork.ts";
import { kernelAllocate, kernelFree } from "./kernel.ts";
import { pin, unpin } from "./pins.ts";
import { exec, exit, kill, thread, threadExit } from "./processes.ts";
import { read } from "./read.ts";
import { cancel, spawn } from "./spawn.ts";

/** The laws of processes, memory and files. */
export const memoryLaws = {
  spawn,
  cancel,
  fork,
  thread,
  "thread-exit": threadExit,
  exec,
  exit,
  kill,
  touch,
  write,
  read,
  discard,
  mlock,
  pin,
  unpin,
  "fault-file": faultFile,
  "read-file": readFile,
  "write-file": writeFile,
  "drop-caches": dropCaches,
  "kernel-allocate": kernelAllocate,
  "kernel-free": kernelFree,
};
