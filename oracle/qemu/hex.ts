/** A number as qtest reads it. */
export const hex = (value: number | bigint): string => `0x${value.toString(16)}`;

/** The number qtest answered to a read of one register. */
export const numberOf = (answer: string): number => Number(answer);

/** The bytes qtest answered to `read`, which come as `0x` and two digits each. */
export const bytesOf = (answer: string): Buffer => Buffer.from(answer.slice(2), "hex");

/** A number as it lies in guest memory: digits of its bytes, lowest byte first. */
export const littleEndian = (value: bigint | number, bytes: number): string => {
  const buffer = Buffer.alloc(8);
  buffer.writeBigUInt64LE(BigInt.asUintN(64, BigInt(value)));
  return buffer.toString("hex", 0, bytes);
};
