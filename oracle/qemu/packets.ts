/*
 * Packets for QEMU's gdb stub (GDB manual, "Remote Protocol"), each ready to be sent: `$data#checksum`, the sum of its bytes
 * modulo 256, after a `+` that acknowledges whatever came last. One packet costs QEMU some 5 µs when many are sent at once.
 */

/** A packet with this content. */
export const packet = (data: string): string => {
  let sum = 0;
  for (let at = 0; at < data.length; at += 1) sum += data.charCodeAt(at);
  return `+$${data}#${(sum & 0xff).toString(16).padStart(2, "0")}`;
};

/** What stands between `$` and `#` of a {@link packet}; a line for the monitor is put into words. */
export const contentOf = (sent: string): string => {
  const data = sent.slice(2, -3);
  return data.startsWith(MONITOR) ? Buffer.from(data.slice(MONITOR.length), "hex").toString("utf8") : data;
};

const MONITOR = "qRcmd,";

/** Makes all later {@link peek} and {@link poke} mean guest-physical addresses (QEMU docs, system/gdb). QEMU 4.1 or later. */
export const physicalAddresses = packet("Qqemu.PhyMemMode:1");

/** Reads `bytes` bytes. Answered with two digits for each, in the order of their addresses. */
export const peek = (address: number | bigint, bytes: number): string =>
  packet(`m${address.toString(16)},${bytes.toString(16)}`);

/** Writes the bytes of which these are the digits. A device sees 1, 2 or 4 aligned bytes as one access. */
export const poke = (address: number | bigint, digits: string): string =>
  packet(`M${address.toString(16)},${(digits.length / 2).toString(16)}:${digits}`);

/** A line for QEMU's human monitor. Answered with what it printed; a hundred times cheaper than QMP, which wakes two threads. */
export const monitor = (line: string): string => packet(MONITOR + Buffer.from(line, "utf8").toString("hex"));
