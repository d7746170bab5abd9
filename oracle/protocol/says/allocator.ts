import type { Allocator } from "../../../model/allocator/vocabulary.ts";
import type { Kind } from "../../../model/contract.ts";

/** What each command of the allocator asks for, for the protocol page. */
export const allocatorSays: { readonly [K in Kind<Allocator>]: string } = {
  allocate:
    "Hand out 2^`order` frames that follow one another, the first a multiple of their number. `reach` is the highest zone allowed: `movable` permits both zones and comes only with mobility `movable`, `normal` permits only `normal`. `zero`: the frames must read as 0. `atomic`: may use reserved pageblocks. `first` names the frames, `zeroed` counts frames that were cleared on the way. `exhausted`: no such frames are free.",
  release:
    "Take the frames of handle `what` back. A page on which references are held stays until the last is dropped.",
  misrelease:
    "A wrong free, which must be `refused` and change nothing: of an allocation that is released already (`twice`), with an order one too large (`order`), of the second frame of a page (`tail`).",
  write: "Fill every frame of an allocation with a tag.",
  read: "Say what the frames of an allocation hold: one tag (0 for zeroed memory), or `mixed`.",
  hold: "Take a reference: `get` and `pin` for a while, `longterm` for long. While there is one, the page cannot move. A long-term pin first moves the page out of the movable zone, or is refused and changes nothing; `moved` names such a move.",
  drop: "Give a reference back.",
  drain: "Return the frames parked on the lists of one processor to the free lists.",
  isolate:
    "Set a pageblock aside: none of its frames is handed out any more. `busy` when it is isolated already, or holds what cannot move.",
  unisolate: "Undo `isolate`; the pageblock serves this mobility from now on.",
  "contig-begin": "Begin to take a range of pageblocks whole: isolate them and drain the processors' lists, or `busy`.",
  "contig-step": "Move pages out of the range, up to 32; any number of times.",
  "contig-finish":
    "Take every frame of the range, after which the handle names an allocation of them all, or `busy`. Either way the pageblocks are movable again.",
  "contig-release": "Free a range that was taken.",
  "fake-offline": "Mark a taken range as gone: it no longer counts as managed.",
  "fake-online": "Undo `fake-offline`, and free the range.",
  add: "Make an absent memory block known; it is offline then. `exists` where it is known already.",
  online:
    "Bring an offline block into a zone: its frames are free, as movable pageblocks. `notified` lists what the notifiers were told: `going-online` and `online`. `invalid` where the block is not offline; the notifiers are told nothing then.",
  "offline-begin":
    "Begin to take a block offline: isolate it, ask the notifiers (`going-offline`). `invalid` where it is not online; they are told nothing then.",
  "offline-step": "Move what can be moved out of the block; any number of times. `moved` names every move.",
  "offline-finish":
    "The block is offline if all of its frames are free, poisoned or gone, and the notifiers are told (`offline`); else `again`.",
  "offline-cancel":
    "Roll the operation back: the block is online as before, and the notifiers are told (`cancel-offline`).",
  remove: "Make an offline block absent. `busy` where it is online, `invalid` where it is absent.",
  veto: "The next notifier call of this direction refuses.",
  poison:
    "A memory error in this frame: a free one leaves the free lists for ever, one in use when it is freed. `ignored` where the frame is not online, or poisoned already.",
  observe:
    "Look without touching. `counters` are the numbers of each zone, `lists` also every free list, parked page, pageblock and memory block; a subject may decline `lists`. `present` counts the frames of online blocks, those that are going offline too, `managed` these less holes and frames marked as gone, `spanned` all from the first to the last. Frames of isolated pageblocks are not `free`; blocks that are going offline are isolated.",
};
