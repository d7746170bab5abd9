import type { Json } from "./codec.ts";

/**
 * The one text of a JSON value: object keys sorted by UTF-16 code units, no spaces. Equal values have equal texts, so a
 * hash of the text names the value. Only safe integers occur as numbers, so their spelling is unique too (RFC 8785 for
 * this subset). Values come from `encode`, hence are never nested deeper than a schema.
 */
export function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields = Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, field]) => `${JSON.stringify(name)}:${canonical(field)}`);
  return `{${fields.join(",")}}`;
}
