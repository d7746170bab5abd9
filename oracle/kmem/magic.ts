/** How many bytes of a file {@link sniff} wants to see. */
export const SNIFFED = 8;

const starts = (bytes: Buffer, hex: string) => bytes.toString("hex").startsWith(hex);

/** What files that are no text begin with, in hexadecimal, and what to do with them. */
const others: readonly (readonly [string, string])[] = [
  ["17084474726163", "a binary file of trace-cmd; print it with trace-cmd report"],
  ["50455246494c4532", "a binary file of perf; print it with perf script"],
  ["28b52ffd", "compressed with zstd; decompress it, or use gzip"],
  ["fd377a585a00", "compressed with xz; decompress it, or use gzip"],
  ["425a68", "compressed with bzip2; decompress it, or use gzip"],
  ["504b0304", "a zip archive; unpack it, or use gzip"],
  ["fffe", "in UTF-16; save it in UTF-8"],
  ["feff", "in UTF-16; save it in UTF-8"],
];

/** What the first bytes of a file, since names say little, make of it: text, text compressed with gzip, or why it is neither. */
export function sniff(
  bytes: Buffer,
): { readonly kind: "text" | "gzip" } | { readonly kind: "alien"; readonly why: string } {
  if (starts(bytes, "1f8b")) return { kind: "gzip" };
  const other = others.find(([magic]) => starts(bytes, magic));
  if (other !== undefined) return { kind: "alien", why: `it is ${other[1]}` };
  if (bytes.includes(0)) return { kind: "alien", why: "it is binary; a trace is text" };
  return { kind: "text" };
}
