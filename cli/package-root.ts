import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * The folder with our package.json: the repository when run from source, the installed package when run from `dist/`.
 * Files that are read at run time (corpus, recorded deviations) lie below it in the same place in both.
 */
export const packageRoot: string = (() => {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "package.json")) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
})();

/** Version of this package, from its package.json. */
export const packageVersion: string = (() => {
  const text = readFileSync(join(packageRoot, "package.json"), "utf8");
  return String((JSON.parse(text) as { readonly version: unknown }).version);
})();
