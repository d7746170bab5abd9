/** Profile, visibility and scope that many rules share, by name. */
export const any = { profile: "virtio-mem", sees: "answers", scope: "always" } as const;
/** Claims that something must not fail or cost nothing: only where nobody else holds, moves or asks anything. */
export const anyClosed = { profile: "virtio-mem", sees: "answers", scope: "closed" } as const;
export const counted = { profile: "virtio-mem", sees: "counters", scope: "always" } as const;
export const countedClosed = { profile: "virtio-mem", sees: "counters", scope: "closed" } as const;
export const listed = { profile: "virtio-mem", sees: "lists", scope: "closed" } as const;
/** What only HotMem promises. */
export const hotmem = { profile: "hotmem", sees: "answers", scope: "always" } as const;
export const hotmemClosed = { profile: "hotmem", sees: "answers", scope: "closed" } as const;
export const hotmemCounted = { profile: "hotmem", sees: "counters", scope: "closed" } as const;
