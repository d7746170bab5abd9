import { honest, plant } from "./plant.ts";

/** A veto is heard and not heeded. */
export const vetoesAreOverridden = plant({
  name: "vetoesAreOverridden",
  breaks: "misfortune/as-ordered",
  profile: "virtio-mem",
  story: "A block goes offline although a notifier has vetoed it (memory_notify).",
  steps: {
    isVetoed(m) {
      honest.isVetoed(m);
      return false;
    },
  },
});
