import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { SourceFile } from "./source.ts";

/** Names that `.gitignore` keeps out: its `folder/` and `*.suffix` lines, the only two forms it uses, and `.git`. */
const readIgnored = (root: string): ((name: string, isFolder: boolean) => boolean) => {
  const lines = readFileSync(join(root, ".gitignore"), "utf8").split("\n");
  const folders = new Set([".git", ...lines.filter((line) => line.endsWith("/")).map((line) => line.slice(0, -1))]);
  const suffixes = lines.filter((line) => line.startsWith("*")).map((line) => line.slice(1));
  return (name, isFolder) => (isFolder ? folders.has(name) : suffixes.some((suffix) => name.endsWith(suffix)));
};

/** Every text file of the repository (a file with a NUL byte is not text), sorted by path. Needs no git. */
export const readTree = (root: string): readonly SourceFile[] => {
  const ignored = readIgnored(root);
  const files: SourceFile[] = [];
  const visit = (folder: string): void => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      if (ignored(entry.name, entry.isDirectory())) continue;
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) visit(path);
      else if (entry.isFile()) {
        const text = readFileSync(join(root, path), "utf8");
        if (!text.includes("\0")) files.push({ path, text });
      }
    }
  };
  visit("");
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
};

/** The TypeScript files among them. */
export const sourcesOf = (files: readonly SourceFile[]): readonly SourceFile[] =>
  files.filter(({ path }) => path.endsWith(".ts"));
