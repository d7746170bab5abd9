import type { Sink } from "./io.ts";

/** What moves the cursor, changes colours or turns the direction of writing; all but newline and tab. */
const unprintable = /[^\P{Cc}\n\t]|\p{Bidi_Control}/gu;

/**
 * Text of which no terminal does anything but show it: names, paths and reasons may come from strangers. A control character
 * becomes its JSON escape, so that JSON stays the same JSON.
 */
export const printable = (text: string): string =>
  text.replace(unprintable, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** A sink that passes on printable text only. */
export const printableOnly = (sink: Sink): Sink => ({ write: (text) => sink.write(printable(text)) });

/** Text that stays on the line it is put in. */
export const onOneLine = (text: string): string => text.trimEnd().replace(/\s*\n\s*/g, "; ");
