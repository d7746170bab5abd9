import { escaped, isWebLink } from "./escape.ts";

/** A piece of a page: markup that is safe to put into it. Text becomes one by {@link html} only. */
export interface Markup {
  readonly markup: string;
}

type Piece = string | number | Markup | readonly Markup[];

const asMarkup = (piece: Piece): string => {
  if (typeof piece === "string" || typeof piece === "number") return escaped(String(piece));
  return "markup" in piece ? piece.markup : piece.map(({ markup }) => markup).join("");
};

/** Markup with pieces in it; whatever is text stays text, also in an attribute in quotes. */
export const html = (parts: TemplateStringsArray, ...pieces: readonly Piece[]): Markup => ({
  markup: parts.map((part, at) => part + (at < pieces.length ? asMarkup(pieces[at] ?? "") : "")).join(""),
});

/** No markup at all. */
export const nothing: Markup = { markup: "" };

/** A link to the web, as text where it leads anywhere else: what strangers give must not run or load anything. */
export const linked = (link: string): Markup =>
  isWebLink(link) ? html`<a href="${link}" rel="noopener noreferrer nofollow">${link}</a>` : html`<code>${link}</code>`;
