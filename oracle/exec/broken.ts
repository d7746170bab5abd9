/** The program is gone, silent or too large: nothing more can be learned from this process. */
export class Lost extends Error {
  override readonly name = "Lost";
}

/** The program said something that the protocol does not allow. */
export class Garbled extends Error {
  override readonly name = "Garbled";
}
