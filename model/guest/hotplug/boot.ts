import { extent } from "../../units.ts";
import { freeFrames } from "../memory/frames.ts";
import type { GuestState } from "../state.ts";

/** Frames of boot memory that nobody uses, the shared partition not counted where it is part of it. */
export const freeBoot = (state: GuestState): number => freeFrames(state, extent(0, state.geometry.bootFrames));
