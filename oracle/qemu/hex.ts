/** A number as people read it. */
export const hex = (value: number | bigint): string => `0x${value.toString(16)}`;

/** The number that these digits of its bytes say, lowest byte first; at most 6 bytes. */
export const numberOf = (digits: string): number => {
  let value = 0;
  for (let at = digits.length - 2; at >= 0; at -= 2)
    value = value * 256 + Number.parseInt(digits.slice(at, at + 2), 16);
  return value;
};

/** The bytes of which these are the digits. */
export const bytesOf = (digits: string): Buffer => Buffer.from(digits, "hex");

const scratch = Buffer.alloc(8);

/** A number as it lies in guest memory: digits of its bytes, lowest byte first. */
export const littleEndian = (value: bigint | number, bytes: number): string => {
  if (typeof value === "bigint") scratch.writeBigUInt64LE(BigInt.asUintN(64, value));
  else {
    scratch.writeUInt32LE(value >>> 0, 0);
    scratch.writeUInt32LE(Math.floor(value / 2 ** 32), 4);
  }
  return scratch.toString("hex", 0, bytes);
};
