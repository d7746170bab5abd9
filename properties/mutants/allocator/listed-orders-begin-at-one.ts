import { linuxSteps } from "../../../model/allocator/reference/steps.ts";
import { order } from "../../../model/units.ts";
import { plant } from "./plant.ts";

/** An observer counts orders from one. */
export const listedOrdersBeginAtOne = plant(
  {
    name: "listedOrdersBeginAtOne",
    breaks: "lists/order",
    alsoBreaks: ["lists/aligned", "lists/one-place", "lists/counted"],
    profile: "any",
    story:
      "A reader of /proc/buddyinfo takes the first column for order 1, so that the last is larger than the largest (23baf831a32c).",
  },
  "list",
  (m) => {
    const lists = linuxSteps.list(m);
    return { ...lists, free: lists.free.map((list) => ({ ...list, order: order(list.order + 1) })) };
  },
);
