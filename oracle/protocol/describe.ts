import type { RecordShape, Shape } from "../../wire/shape.ts";

const code = (text: string): string => `\`${text}\``;

/** What may stand somewhere, in a few words: `0 to 10`, `"twice"`, `order` or `tail`. */
export function describeShape(shape: Shape): string {
  switch (shape.kind) {
    case "integer":
      if (shape.role !== undefined) return shape.role === "creates" ? "new handle" : "handle";
      return `${inNumbers(shape.minimum)} to ${inNumbers(shape.maximum)}`;
    case "wide":
      return "64 bits";
    case "boolean":
      return "true or false";
    case "constant":
      return code(String(shape.value));
    case "choice":
      return shape.values.map(code).join(", ");
    case "text":
      return "text";
    case "list":
      return `list of ${describeShape(shape.items)}`;
    case "nullable":
      return `${describeShape(shape.of)}, or null`;
    case "record":
      return `{ ${describeFields(shape, [])} }`;
    case "tagged":
      return [...shape.cases].map(([kind, fields]) => describeCase(kind, fields, [])).join("; ");
  }
}

/** `as`: new handle, `order`: 0 to 10; what is in `without` is left out. */
export const describeFields = ({ fields }: RecordShape, without: readonly string[]): string =>
  fields
    .filter(({ name }) => !without.includes(name))
    .map(({ name, shape, required }) => `${code(name)}: ${describeShape(shape)}${required ? "" : " (optional)"}`)
    .join(", ");

/** One answer: its kind, and what it carries. */
export function describeCase(kind: string, shape: RecordShape, without: readonly string[]): string {
  const fields = describeFields(shape, ["kind", ...without]);
  return fields === "" ? `**${kind}**` : `**${kind}** (${fields})`;
}

/** Large bounds read better as powers. */
function inNumbers(n: number): string {
  for (const [bound, name] of [
    [Number.MAX_SAFE_INTEGER, "2^53 - 1"],
    [2 ** 32 - 1, "2^32 - 1"],
    [2 ** 28, "2^28"],
    [2 ** 28 - 1, "2^28 - 1"],
    [2 ** 20 - 1, "2^20 - 1"],
  ] as const) {
    if (Math.abs(n) === bound) return n < 0 ? `-(${name})` : name;
  }
  return n.toLocaleString("en-US");
}
