import { plant } from "./plant.ts";

/** The queue is seen the wrong way round. */
export const newcomersStandInFront = plant({
  name: "newcomersStandInFront",
  breaks: "observed/waiting",
  alsoBreaks: ["wait/first-come"],
  profile: "virtio-mem",
  story: "add_wait_queue puts who comes last at the head of the queue.",
  steps: {
    enqueue(m, process) {
      m.society.queue.unshift(process);
    },
  },
});
