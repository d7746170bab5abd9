import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { fakeIo } from "../../cli/fake-io.test-kit.ts";
import { main } from "../../cli/run.ts";
import { tellSteps } from "../../cli/story.ts";
import type { State, Step, Vocabulary } from "../../model/contract.ts";
import { readTranscript } from "../../replay/transcript.ts";
import type { Suite } from "../suite.ts";
import { withSuite } from "../suites.ts";

const root = join(import.meta.dirname, "../..");
const readme = readFileSync(join(root, "README.md"), "utf8");

/** The first fenced block of a language after a place in the text. */
const fenced = (language: string, from = 0): string =>
  new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(readme.slice(from))?.[1] ?? "";

/** A transcript as README tells it: rule, steps, evidence. */
function storyOf(file: string): string {
  const transcript = readTranscript(readFileSync(join(root, file)));
  if ("malformed" in transcript) throw new Error(`${file}: ${transcript.malformed.why}`);
  const told = withSuite(
    transcript.contract,
    <V extends Vocabulary<V>, S extends State<S>>({ contract }: Suite<V, S>) =>
      (transcript.steps as unknown as readonly Step<V>[]).map(({ ask, answer }) => ({
        ask: contract.sayAsk(ask),
        answer: contract.sayAnswer(ask, answer),
      })),
  );
  return `VIOLATED  ${transcript.rule}\n\n${tellSteps(told, 100)}\n\n  because ${transcript.because}\n`;
}

/** What the README quotes: the fenced text behind each `<!-- WORDS FILE -->`. */
const quoted = (words: string): readonly { readonly file: string; readonly text: string }[] =>
  [...readme.matchAll(new RegExp(`<!-- ${words} (\\S+) -->`, "g"))].map((found) => ({
    file: found[1] as string,
    text: fenced("text", found.index),
  }));

test("counterexamples are those in the corpus", () => {
  const stories = quoted("story of");
  expect(stories.length).toBeGreaterThan(0);
  for (const { file, text } of stories) expect(text).toBe(storyOf(file));
});

test("replays say what is quoted", async () => {
  const replays = quoted("replay of");
  expect(replays.length).toBeGreaterThan(0);
  for (const { file, text } of replays) {
    const io = fakeIo(root);
    expect(await main(["replay", file], io)).toBe(0);
    expect(text).toBe(io.out());
  }
});

test("the example test runs as it stands", async () => {
  const folder = join(root, "test-results");
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "readme-example.ts");
  writeFileSync(file, fenced("ts").replace('from "hotmem"', 'from "../index.ts"'));
  await expect(import(file)).resolves.toBeDefined();
});

test.each(["README.md", "oracle/PROTOCOL.md", "docs/test-your-own-allocator.md"])(
  "every link of %s leads to something in the repository",
  (page) => {
    const text = readFileSync(join(root, page), "utf8").replaceAll(/^```[\s\S]*?^```$/gm, "");
    const targets = [...text.matchAll(/\]\(([^):]+)\)/g)].map(([, target]) => target as string);
    expect(targets.length).toBeGreaterThan(0);
    expect(targets.filter((target) => !existsSync(join(root, dirname(page), target)))).toEqual([]);
  },
);
