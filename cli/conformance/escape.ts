import { printable } from "../printable.ts";

/** What no XML document may hold, escaped or not: surrogates without their other half, and two code points that are none. */
const noCharacter = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]|[\uFFFE\uFFFF]/g;

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/**
 * Text that means itself and nothing else in HTML and XML, as content and as an attribute in quotes. Names and reasons come
 * from strangers: what moves a cursor, turns the direction of writing or is no character at all is spelled out.
 */
export const escaped = (text: string): string =>
  printable(text)
    .replace(noCharacter, (found) => `\\u${found.charCodeAt(0).toString(16)}`)
    .replace(/[&<>"']/g, (found) => entities[found] ?? "");

/** {@link escaped} for an attribute: a reader of XML makes a space of every newline and tab that is not spelled out. */
export const attribute = (text: string): string =>
  escaped(text).replace(/[\n\t]/g, (found) => `&#${found.charCodeAt(0)};`);

/** Whether following it can do no more than open a page. */
export const isWebLink = (link: string): boolean => /^https?:\/\/[^\s]+$/i.test(link);
