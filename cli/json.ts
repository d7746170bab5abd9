/**
 * JSON of anything the reports hold. Integers that JSON readers would round become hex strings, as on the wire.
 */
export const toJson = (value: unknown): string => `${JSON.stringify(value, plain, 2)}\n`;

const plain = (_key: string, value: unknown): unknown => {
  if (typeof value !== "bigint") return value;
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : `0x${value.toString(16)}`;
};
