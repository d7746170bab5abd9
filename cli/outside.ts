/** Subjects that live outside of this program: several of them are asked at once by one thread of ours. */
export const isOutside = (subject: string): boolean => subject === "qemu";
