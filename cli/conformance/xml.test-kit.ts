/** An element of a document that was read strictly: attributes and text mean what they say. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (Element | string)[];
}

/** Elements of HTML that never have an end. */
const voids = new Set(["meta", "br"]);
/** Elements of HTML in which nothing but their end is markup. */
const raw = new Set(["style", "script"]);

const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"' };

/** What XML 1.0 allows in a document (2.2 Char). */
const allowed = /^[\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]*$/u;

/** @throws when an `&` is none of the entities that are used here */
const meant = (text: string): string => {
  if (!allowed.test(text)) throw new Error(`no characters of XML: ${JSON.stringify(text)}`);
  return text.replace(/&([^;]*;)?/g, (found, name: string | undefined) => {
    const code = /^#(\d+);$/.exec(name ?? "")?.[1];
    const char = code === undefined ? entities[(name ?? "").slice(0, -1)] : String.fromCodePoint(Number(code));
    if (char === undefined) throw new Error(`no entity: ${found}`);
    return char;
  });
};

/** @throws when the attributes are anything but names with values in double quotes, each once */
function attributesIn(text: string): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  const rest = text.replace(/\s+([a-zA-Z-]+)="([^"<]*)"/g, (_, name: string, value: string) => {
    if (found[name] !== undefined) throw new Error(`twice the attribute ${name}`);
    // XML 1.0, 3.3.3: a newline or tab that is not spelled out becomes a space.
    found[name] = meant(value.replace(/[\n\t]/g, " "));
    return "";
  });
  if (rest.trim() !== "") throw new Error(`no attributes: ${rest}`);
  return found;
}

/**
 * The root of an XML document, or of an HTML page that is written like one but for a few elements without an end. Much stricter than
 * any browser: the first thing out of place throws.
 */
export function parse(document: string): Element {
  const body = document.replace(/^(<\?xml version="1.0" encoding="UTF-8"\?>|<!DOCTYPE html>)\n/, "");
  if (body === document) throw new Error("neither XML nor HTML");
  const top: Open = { name: "", attributes: {}, children: [] };
  const open = [top];
  for (let at = 0; at < body.length; ) {
    const here = open.at(-1) ?? top;
    const next = body.indexOf(raw.has(here.name) ? `</${here.name}>` : "<", at);
    const end = next === -1 ? body.length : next;
    const text = body.slice(at, end);
    if (text !== "") here.children.push(raw.has(here.name) ? text : meant(text));
    const close = end === body.length ? end : body.indexOf(">", end);
    if (close > end) take(body.slice(end + 1, close), open, here);
    at = close + 1;
  }
  const [root, ...more] = top.children.filter((child) => typeof child !== "string" || child.trim() !== "");
  if (open.length !== 1 || more.length > 0 || root === undefined || typeof root === "string")
    throw new Error("not one element");
  return root;
}

/** An element of which more may come. */
interface Open extends Element {
  readonly children: (Element | string)[];
}

/** Takes in a tag, what is between its angles. @throws when it is none, or ends what is not open */
function take(tag: string, open: Open[], here: Open): void {
  if (tag.startsWith("/")) {
    if (open.pop()?.name !== tag.slice(1)) throw new Error(`out of order: <${tag}>`);
    return;
  }
  const [, name = "", inside = "", slash] = /^([a-z][a-z0-9-]*)((?:[^"/]|"[^"]*")*)(\/?)$/.exec(tag) ?? [];
  if (name === "") throw new Error(`no tag: <${tag}>`);
  const element: Open = { name, attributes: attributesIn(inside), children: [] };
  here.children.push(element);
  if (slash !== "/" && !voids.has(name)) open.push(element);
}

/** The elements of that name below one, in the order of the document. */
export const all = (element: Element, name: string): readonly Element[] =>
  element.children.flatMap((child) =>
    typeof child === "string" ? [] : [...(child.name === name ? [child] : []), ...all(child, name)],
  );

/** Everything below an element. */
export const everything = (element: Element): readonly Element[] =>
  element.children.flatMap((child) => (typeof child === "string" ? [] : [child, ...everything(child)]));

/** The text in an element, as a reader sees it. */
export const textOf = (element: Element): string =>
  element.children.map((child) => (typeof child === "string" ? child : textOf(child))).join("");
