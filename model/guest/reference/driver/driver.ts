/** What the driver, its device and the host's whims consist of. */
export type Driver = object;
