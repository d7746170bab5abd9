import { isObject } from "./codec.ts";
import type { Shape } from "./shape.ts";

/**
 * The first field, at any depth, that the shape does not know; a sentence, or null. Machines may send more than we know,
 * but in a file that a person writes an unknown field is a slip of the pen that would silently mean something else.
 */
export function strangerIn(shape: Shape, value: unknown, path: string, more: readonly string[] = []): string | null {
  switch (shape.kind) {
    case "nullable":
      return strangerIn(shape.of, value, path);
    case "list":
      return Array.isArray(value) ? strangerAmong(shape.items, value, path) : null;
    case "record":
      break;
    default:
      return null;
  }
  if (!isObject(value)) return null;
  const known = new Map(shape.fields.map((field) => [field.name, field.shape]));
  for (const [name, field] of Object.entries(value)) {
    const inner = known.get(name);
    const found = inner === undefined ? null : strangerIn(inner, field, `${path}.${name}`);
    if (found !== null) return found;
    if (inner === undefined && !more.includes(name)) {
      return `${path}.${name.slice(0, 40)} is no field; there are ${[...known.keys(), ...more].join(", ")}`;
    }
  }
  return null;
}

function strangerAmong(items: Shape, values: readonly unknown[], path: string): string | null {
  for (const [index, value] of values.entries()) {
    const found = strangerIn(items, value, `${path}[${index}]`);
    if (found !== null) return found;
  }
  return null;
}
