/** Profile, visibility and scope that many rules share, by name. */
export const any = { profile: "any", sees: "answers", scope: "always" } as const;
/** Claims that something must not fail: only where nobody else holds, isolates or frees anything. */
export const anyClosed = { profile: "any", sees: "answers", scope: "closed" } as const;
export const linux = { profile: "linux", sees: "answers", scope: "always" } as const;
export const linuxClosed = { profile: "linux", sees: "answers", scope: "closed" } as const;
export const counted = { profile: "any", sees: "counters", scope: "closed" } as const;
export const listed = { profile: "any", sees: "lists", scope: "closed" } as const;
export const linuxListed = { profile: "linux", sees: "lists", scope: "closed" } as const;
