/*
 * A binary buddy allocator that hotmem can ask: a sample for the contract `allocator`, in C11 with cJSON.
 *
 *     apt-get install gcc libc6-dev libcjson-dev
 *     gcc -std=c11 -O2 -o buddy oracle/examples/buddy.c -lcjson
 *     hotmem check --contract allocator --subject "exec:./buddy"
 *
 * The first half is the allocator: the part to replace by yours. The second half speaks the protocol of PROTOCOL.md:
 * one JSON object a line, questions on stdin, answers on stdout. What it cannot survive ends it, with a word on stderr.
 *
 * Faults that can be built in, to see them found:
 *
 *     -DBUG_MERGE_ANY_ORDER   merges a freed page with a free neighbour of any size      (rule allocate/disjoint)
 *     -DBUG_ZERO_FIRST_FRAME  clears the first frame of a larger page only               (rule zero/fresh)
 *     -DBUG_ANY_ZONE          serves everybody from the movable zone, whatever `reach`   (rule allocate/reach)
 *
 * No fault: -DTOP_DOWN hands out pages from the highest downwards, which is nobody's business.
 */
#define _GNU_SOURCE
#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ORDERS = 11, NONE = 255, BATCH = 1024 };
enum zone { NORMAL, MOVABLE, ZONES };
enum state { ABSENT, OFFLINE, ONLINE, GOING_OFFLINE };

struct frame {
  uint32_t tag;       /* what the frame holds */
  uint8_t free_order; /* the order of the free page that begins here, or NONE */
  bool used;          /* somebody was given this frame, and has not given it back */
};

struct block {
  enum state state;
  enum zone zone; /* of a block that is online or going offline */
};

struct page {
  uint32_t first;
  uint8_t order;
  enum { NEVER, LIVE, RELEASED } state;
};

static struct frame *frames;
static struct block *blocks;
static struct page *pages; /* by handle */
static uint32_t frame_count, block_count, page_capacity, block_frames, pageblock_frames;
static uint8_t max_order;
static uint32_t free_pages[ZONES][ORDERS]; /* how many free pages there are */
static uint32_t next_page[ZONES][ORDERS];  /* where a search for one begins: none comes before */
static uint32_t going_offline;             /* the block that is, or `block_count` */

/* Which way a search goes: from the lowest page upwards, or from the highest downwards. */
#ifndef TOP_DOWN
#define TOP_DOWN 0
#endif
enum { DIRECTION = TOP_DOWN ? -1 : 1 };

static _Noreturn void die(const char *why) {
  fprintf(stderr, "%s\n", why);
  exit(1);
}

static void *grow(void *old, size_t count, size_t size) {
  void *memory = reallocarray(old, count, size);
  if (!memory) die("no memory");
  return memory;
}

static struct block *block_of(uint32_t frame) { return &blocks[frame / block_frames]; }

/* Free pages. They are marked in `frames`, counted by zone and order, and found by a search. */

static void list(enum zone zone, uint32_t first, uint8_t order) {
  uint32_t *next = &next_page[zone][order];
  frames[first].free_order = order;
  if (free_pages[zone][order]++ == 0 || (DIRECTION > 0 ? first < *next : first > *next)) *next = first;
}

static void unlist(enum zone zone, uint32_t first) {
  free_pages[zone][frames[first].free_order]--;
  frames[first].free_order = NONE;
}

static bool is_free(enum zone zone, uint32_t first, uint8_t order) {
  return first < frame_count && order != NONE && frames[first].free_order == order && block_of(first)->zone == zone;
}

/* A free page of exactly this order, of which there must be one. */
static uint32_t find(enum zone zone, uint8_t order) {
  uint32_t *next = &next_page[zone][order];
  while (!is_free(zone, *next, order)) {
    *next += (uint32_t)DIRECTION << order;
    if (*next >= frame_count) die("the free lists are corrupt");
  }
  return *next;
}

/* Frees one page, merged with its buddy as long as that is free and of the same size. */
static void free_page(enum zone zone, uint32_t first, uint8_t order) {
  for (; order < max_order; order++) {
    uint32_t buddy = first ^ (1u << order);
#ifdef BUG_MERGE_ANY_ORDER
    if (buddy >= frame_count || !is_free(zone, buddy, frames[buddy].free_order)) break;
#else
    if (!is_free(zone, buddy, order)) break;
#endif
    unlist(zone, buddy);
    first &= buddy;
  }
  list(zone, first, order);
}

/* Frees the frames from `first` to before `end`, all of one zone, in pages as large as they can be. */
static void free_frames(enum zone zone, uint32_t first, uint32_t end) {
  while (first < end) {
    uint8_t order = 0;
    while (order < max_order && first % (2u << order) == 0 && first + (2u << order) <= end) order++;
    free_page(zone, first, order);
    first += 1u << order;
  }
}

/* Takes a page of this order from the smallest free page that is large enough. */
static bool take_page(enum zone zone, uint8_t order, uint32_t *first) {
  uint8_t from = order;
  while (from <= max_order && free_pages[zone][from] == 0) from++;
  if (from > max_order) return false;
  *first = find(zone, from);
  unlist(zone, *first);
  while (from > order) { /* keep one half, free the other */
    from--;
    uint32_t upper = *first + (1u << from);
    list(zone, DIRECTION > 0 ? upper : *first, from);
    if (DIRECTION < 0) *first = upper;
  }
  return true;
}

/* Takes the free page that covers a frame off its list and frees the rest of it, so that the frame is on no list. */
static void set_aside(enum zone zone, uint32_t frame) {
  for (uint8_t order = 0; order <= max_order; order++) {
    uint32_t first = frame & ~((1u << order) - 1);
    if (frames[first].free_order != order) continue;
    unlist(zone, first);
    free_frames(zone, first, frame);
    free_frames(zone, frame + 1, first + (1u << order));
    return;
  }
}

/* Pages that somebody holds. */

static struct page *page_of(uint32_t handle) {
  if (handle >= page_capacity) {
    uint32_t capacity = 2 * handle + 64;
    pages = grow(pages, capacity, sizeof *pages);
    memset(pages + page_capacity, 0, (capacity - page_capacity) * sizeof *pages);
    page_capacity = capacity;
  }
  return &pages[handle];
}

static void fill(uint32_t first, uint32_t count, uint32_t tag) {
  for (uint32_t frame = first; frame < first + count; frame++) frames[frame].tag = tag;
}

/* Hands out a page of the highest zone up to `reach` that has one. */
static bool allocate(uint32_t handle, uint8_t order, enum zone reach, bool zero) {
#ifdef BUG_ANY_ZONE
  reach = MOVABLE;
#endif
  struct page *page = page_of(handle);
  for (int zone = (int)reach; zone >= NORMAL; zone--) {
    if (!take_page((enum zone)zone, order, &page->first)) continue;
    page->order = order;
    page->state = LIVE;
    for (uint32_t i = 0; i < 1u << order; i++) frames[page->first + i].used = true;
#ifdef BUG_ZERO_FIRST_FRAME
    order = 0;
#endif
    if (zero) fill(page->first, 1u << order, 0);
    return true;
  }
  return false;
}

/* Gives a page back. False, and nothing happens, unless the handle names a live page of just this place and order. */
static bool release(uint32_t handle, uint32_t first, uint8_t order) {
  struct page *page = page_of(handle);
  if (page->state != LIVE || page->first != first || page->order != order) return false;
  page->state = RELEASED;
  for (uint32_t i = 0; i < 1u << order; i++) frames[first + i].used = false;
  /* Frames of a block that is going offline must not be handed out again: they are on no list until it is decided. */
  uint32_t count = 1u << (1u << order > block_frames ? 0 : order);
  for (uint32_t part = first; part < first + (1u << order); part += count) {
    if (block_of(part)->state == ONLINE) free_frames(block_of(part)->zone, part, part + count);
  }
  return true;
}

/* Memory blocks. */

/* Calls `act` for each of some frames that nobody uses, and says whether that was all of them. */
static bool for_unused(uint32_t first, uint32_t count, void (*act)(enum zone zone, uint32_t frame)) {
  uint32_t unused = 0;
  for (uint32_t frame = first; frame < first + count; frame++) {
    if (frames[frame].used) continue;
    unused++;
    if (act) act(block_of(frame)->zone, frame);
  }
  return unused == count;
}

static void free_frame(enum zone zone, uint32_t frame) { free_page(zone, frame, 0); }

static void bring_online(uint32_t index, enum zone zone) {
  blocks[index] = (struct block){ONLINE, zone};
  for_unused(index * block_frames, block_frames, free_frame);
}

static void begin(uint32_t all_frames, uint32_t boot_frames) {
  frame_count = all_frames;
  block_count = going_offline = all_frames / block_frames;
  frames = grow(frames, frame_count, sizeof *frames);
  for (uint32_t frame = 0; frame < frame_count; frame++) frames[frame] = (struct frame){0, NONE, false};
  blocks = grow(blocks, block_count, sizeof *blocks);
  memset(blocks, 0, block_count * sizeof *blocks);
  if (pages) memset(pages, 0, page_capacity * sizeof *pages);
  memset(free_pages, 0, sizeof free_pages);
  for (uint32_t index = 0; index < boot_frames / block_frames; index++) bring_online(index, NORMAL);
}

/* The protocol. Questions are read as trees, whose memory is one piece that is used anew for each line. */

static _Alignas(16) char arena[4 << 20];
static size_t arena_used;
static const cJSON *ask; /* the command in hand */

static void *arena_take(size_t size) {
  char *first = arena + arena_used;
  arena_used += (size + 15) / 16 * 16;
  if (arena_used > sizeof arena) die("a line holds too much");
  return first;
}

static void arena_keep(void *memory) { (void)memory; }

static const cJSON *field(const cJSON *object, const char *name) {
  return cJSON_GetObjectItemCaseSensitive(object, name);
}

/* Every number of this contract fits; what is none or does not is 0. */
static uint32_t number(const cJSON *object, const char *name) {
  double value = cJSON_GetNumberValue(field(object, name));
  return value >= 0 && value <= UINT32_MAX ? (uint32_t)value : 0;
}

static bool is(const cJSON *object, const char *name, const char *word) {
  const char *value = cJSON_GetStringValue(field(object, name));
  return value && strcmp(value, word) == 0;
}

/* Answers are simple enough to be printed. They stay in the buffer of stdout until the line is complete. */

static void answer(const char *kind) { printf("\"answer\":{\"kind\":\"%s\"}", kind); }
static void decline(const char *why) { printf("\"declined\":{\"why\":\"%s\"}", why); }

static bool is_refused(bool wrong, const char *why, const char *more) {
  if (wrong) printf("\"answer\":{\"kind\":\"refused\",\"why\":\"%s\"%s}", why, more);
  return wrong;
}

static void ask_allocate(uint32_t handle) {
  uint32_t order = number(ask, "order");
  bool zero = cJSON_IsTrue(field(ask, "zero"));
  if (order <= max_order && allocate(handle, (uint8_t)order, is(ask, "reach", "movable") ? MOVABLE : NORMAL, zero)) {
    uint32_t first = page_of(handle)->first, zeroed = zero ? 1u << order : 0;
    printf("\"answer\":{\"kind\":\"granted\",\"first\":%u,\"zeroed\":%u}", first, zeroed);
  } else {
    answer("exhausted");
  }
}

static void ask_release(uint32_t handle) {
  release(handle, page_of(handle)->first, page_of(handle)->order);
  answer("done");
}

static void ask_misrelease(uint32_t handle) {
  struct page page = *page_of(handle);
  bool twice = is(ask, "how", "twice"), tail = is(ask, "how", "tail");
  bool sense = twice ? page.state == RELEASED && for_unused(page.first, 1u << page.order, NULL) &&
                           block_of(page.first)->state >= ONLINE
                     : page.state == LIVE && (!tail || page.order > 0);
  uint8_t order = (uint8_t)(page.order + (twice || tail ? 0 : 1));
  if (!sense) decline("that would not be such a wrong free");
  else answer(release(handle, page.first + tail, order) ? "done" : "refused");
}

static void ask_write(uint32_t handle) {
  fill(page_of(handle)->first, 1u << page_of(handle)->order, number(ask, "tag"));
  answer("done");
}

static void ask_read(uint32_t handle) {
  const struct page *page = page_of(handle);
  uint32_t tag = frames[page->first].tag, same = 0;
  while (same < 1u << page->order && frames[page->first + same].tag == tag) same++;
  if (same == 1u << page->order) printf("\"answer\":{\"kind\":\"content\",\"tag\":%u}", tag);
  else answer("mixed");
}

static void ask_add(uint32_t index) {
  if (is_refused(blocks[index].state != ABSENT, "exists", "")) return;
  blocks[index].state = OFFLINE;
  answer("added");
}

static void ask_online(uint32_t index) {
  if (is_refused(blocks[index].state != OFFLINE, "invalid", ",\"notified\":[]")) return;
  bring_online(index, is(ask, "zone", "movable") ? MOVABLE : NORMAL);
  fputs("\"answer\":{\"kind\":\"onlined\",\"notified\":[\"going-online\",\"online\"]}", stdout);
}

static void ask_offline_begin(uint32_t index) {
  if (is_refused(blocks[index].state != ONLINE, "invalid", ",\"notified\":[]")) return;
  blocks[index].state = GOING_OFFLINE;
  going_offline = index;
  for_unused(index * block_frames, block_frames, set_aside);
  fputs("\"answer\":{\"kind\":\"begun\",\"notified\":[\"going-offline\"]}", stdout);
}

static void ask_offline_finish(uint32_t index) {
  bool empty = for_unused(index * block_frames, block_frames, NULL);
  blocks[index].state = empty ? OFFLINE : GOING_OFFLINE;
  going_offline = empty ? block_count : index;
  if (empty) fputs("\"answer\":{\"kind\":\"offlined\",\"notified\":[\"offline\"]}", stdout);
  else answer("again");
}

static void ask_offline_cancel(uint32_t index) {
  blocks[index].state = ONLINE;
  going_offline = block_count;
  for_unused(index * block_frames, block_frames, free_frame);
  fputs("\"answer\":{\"kind\":\"cancelled\",\"notified\":[\"cancel-offline\"]}", stdout);
}

static void ask_remove(uint32_t index) {
  if (is_refused(blocks[index].state != OFFLINE, blocks[index].state == ABSENT ? "invalid" : "busy", "")) return;
  blocks[index].state = ABSENT;
  answer("removed");
}

static void print_counters(enum zone zone) {
  uint32_t free = 0, present = 0, going = 0, begin = 0, end = 0;
  for (uint8_t order = 0; order <= max_order; order++) free += free_pages[zone][order] << order;
  for (uint32_t index = 0; index < block_count; index++) {
    if (blocks[index].state < ONLINE || blocks[index].zone != zone) continue;
    if (present == 0) begin = index;
    end = index + 1;
    present += block_frames;
    going += blocks[index].state == GOING_OFFLINE;
  }
  printf("%s\"zone\":\"%s\",\"free\":%u,\"perCpu\":0,\"managed\":%u,\"present\":%u,\"spanned\":%u,"
         "\"isolatedPageblocks\":%u}",
         zone == NORMAL ? "{" : ",{", zone == NORMAL ? "normal" : "movable", free, present, present,
         (end - begin) * block_frames, going * (block_frames / pageblock_frames));
}

static void ask_observe(uint32_t nothing) {
  (void)nothing;
  if (!is(ask, "what", "counters")) {
    decline("only counters can be observed");
    return;
  }
  fputs("\"answer\":{\"kind\":\"counters\",\"zones\":[", stdout);
  print_counters(NORMAL);
  print_counters(MOVABLE);
  fputs("]}", stdout);
}

/* The commands: which field names the handle or block that one is about, and what this must be for it to make sense. */
static const struct command {
  const char *name, *about;
  enum { ANYTHING, NEW_PAGE, PAGE, BLOCK, GOING_BLOCK } needs;
  void (*carry_out)(uint32_t about);
} commands[] = {
    {"allocate", "as", NEW_PAGE, ask_allocate},
    {"release", "what", PAGE, ask_release},
    {"misrelease", "what", ANYTHING, ask_misrelease},
    {"write", "what", PAGE, ask_write},
    {"read", "what", PAGE, ask_read},
    {"add", "block", BLOCK, ask_add},
    {"online", "block", BLOCK, ask_online},
    {"offline-begin", "block", BLOCK, ask_offline_begin},
    {"offline-finish", "block", GOING_BLOCK, ask_offline_finish},
    {"offline-cancel", "block", GOING_BLOCK, ask_offline_cancel},
    {"remove", "block", BLOCK, ask_remove},
    {"observe", "", ANYTHING, ask_observe},
};
enum { COMMANDS = sizeof commands / sizeof *commands };

/* Commands are sent before it is known what came of earlier ones, so some make no sense when their turn comes. */
static bool makes_sense(const struct command *command, uint32_t about) {
  if (!frames || about >= (command->needs >= BLOCK ? block_count : 1u << 20)) return false; /* there is no such thing */
  if (command->needs == BLOCK) return going_offline == block_count; /* one at a time */
  if (command->needs == GOING_BLOCK) return about == going_offline;
  return command->needs == ANYTHING || (page_of(about)->state == LIVE) == (command->needs == PAGE);
}

static void reply_to_ask(const cJSON *message) {
  ask = field(message, "ask");
  const struct command *command = commands;
  while (command < commands + COMMANDS && !is(ask, "kind", command->name)) command++;
  if (command == commands + COMMANDS) {
    decline("unknown command");
  } else if (!makes_sense(command, number(ask, command->about))) {
    decline("that makes no sense now");
  } else {
    command->carry_out(number(ask, command->about));
  }
}

static void reply_to_asks(const cJSON *asks) {
  const cJSON *one;
  fputs("\"answers\":[", stdout);
  cJSON_ArrayForEach(one, asks) {
    printf("{\"id\":%.0f,", cJSON_GetNumberValue(field(one, "id")));
    reply_to_ask(one);
    fputs(one->next ? "}," : "}", stdout);
  }
  putchar(']');
}

/* A feature of an allocator that this one does not have. */
#define WITHOUT(field) "{\"field\":\"" field "\",\"off\":true}"

static void reply_to_hello(void) {
  printf("\"hello\":{\"protocol\":1,\"name\":\"sample buddy allocator in C\",\"version\":\"1.0\",\"batch\":%d,"
         "\"contracts\":[{\"contract\":\"allocator\",\"profiles\":[\"any\"],\"commands\":[", BATCH);
  for (int i = 0; i < COMMANDS; i++) printf("%s\"%s\"", i ? "," : "", commands[i].name);
  fputs("],\"geometry\":[" WITHOUT("perCpuLists") "," WITHOUT("watermarks") "," WITHOUT("highatomic") ","
        WITHOUT("cma") "," WITHOUT("hole") "," WITHOUT("initOnAlloc") "]}]}", stdout);
}

static void reply_to_reset(const cJSON *reset) {
  const cJSON *geometry = field(reset, "geometry");
  uint32_t block = number(geometry, "blockFrames"), boot = number(geometry, "bootFrames");
  uint32_t order = number(geometry, "maxOrder"), pageblock_order = number(geometry, "pageblockOrder");
  uint64_t all = (uint64_t)number(geometry, "partitions") * number(geometry, "partitionBlocks") * block;
  all += boot + number(geometry, "sharedFrames");
  if (!is(reset, "contract", "allocator")) {
    decline("this is an allocator");
  } else if (order >= ORDERS || pageblock_order >= 28 || all > 1u << 28) {
    decline("that is too large");
  } else if (boot == 0 || block == 0 || boot % block != 0 || all % block != 0) {
    decline("memory is whole blocks, and some is there at boot");
  } else {
    max_order = (uint8_t)order;
    block_frames = block;
    pageblock_frames = 1u << pageblock_order;
    begin((uint32_t)all, boot);
    fputs("\"ready\":{}", stdout);
  }
}

int main(void) {
  char *line = NULL;
  size_t size = 0;
  setvbuf(stdout, NULL, _IOFBF, 1 << 20);
  cJSON_InitHooks(&(cJSON_Hooks){arena_take, arena_keep});
  for (bool stopped = false; !stopped && getline(&line, &size, stdin) > 0;) {
    arena_used = 0;
    cJSON *message = cJSON_Parse(line);
    if (!message) die("a line is no JSON");
    stopped = field(message, "stop") != NULL;
    printf("{\"id\":%.0f,", cJSON_GetNumberValue(field(message, "id")));
    if (field(message, "ask")) {
      reply_to_ask(message);
    } else if (field(message, "asks")) {
      reply_to_asks(field(message, "asks"));
    } else if (field(message, "reset")) {
      reply_to_reset(field(message, "reset"));
    } else if (field(message, "hello")) {
      reply_to_hello();
    } else if (stopped) {
      fputs("\"stopped\":{}", stdout);
    } else {
      decline("unknown message");
    }
    puts("}");
    fflush(stdout); /* hotmem waits for this line */
  }
  free(line);
}
