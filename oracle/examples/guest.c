/*
 * A guest with HotMem partitions that hotmem can ask: a sample for the contract `guest`, in C11 with cJSON.
 *
 *     apt-get install gcc libc6-dev libcjson-dev
 *     gcc -std=c11 -O2 -o guest oracle/examples/guest.c -lcjson
 *     hotmem check --contract guest --subject "exec:./guest"
 *
 * Instances have a private partition each, files share one, the kernel has boot memory. A driver plugs and unplugs
 * memory blocks until the guest has what the host requested. The last part speaks the protocol of PROTOCOL.md. Left
 * out, and not claimed: threads, exec, dirty files, memory maps, pages that move, devices that are busy, other drivers.
 *
 * Faults that can be built in, to see them found:
 *
 *     -DBUG_FIRST_EXIT_FREES   the first of several processes to end frees the partition   (rule partition/users)
 *     -DBUG_FREE_WHILE_PINNED  so does the last one while a page is pinned      (rule partition/drains-while-held)
 */
#define _GNU_SOURCE
#include <cjson/cJSON.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PAGE_BYTES = 4096, HANDLES = 1 << 20 };
#define NONE UINT32_MAX

/* What a page is used for, possibly by several at once. Its frame is free when nobody uses it. */
enum use { MAPPED, CACHED, HELD, SPLICED, KERNEL, USES };
struct frame { uint32_t value, users, users_by[USES]; };

/* The pages that one owner uses in one way: an area of a process, a pin, kernel memory, a page of the page cache. */
enum owner { PINS = HANDLES, KERNEL_MEMORY, FILES = 1 << 30 }; /* or a process, which is its handle */
struct range {
  struct range *next;
  enum use use;
  uint32_t owner, handle, pages, frames[];
};

/* Boot memory, the shared partition, then the private partitions. Their blocks come online from the lowest on. */
enum { BOOT, SHARED, PRIVATE };
enum rung { UNUSED, PLUGGED, OFFLINE, RUNGS };
enum state { EMPTY, PLUGGING, FREE, ASSIGNED, DRAINING, UNPLUGGING };
struct zone {
  uint32_t first, frames; /* pfn, number */
  uint32_t online, used;  /* frames of blocks that are online, and those of them that are not free */
  uint32_t next;          /* where to look for a free one */
  enum rung rung;         /* how far the block after those that are online is on its way up or down */
  enum state state;       /* of a private partition, as what follows */
  uint32_t users;         /* address spaces */
  bool worn;              /* was assigned since it was plugged */
};
static const char *const rungs[] = {"unused", "plugged", "offline"}, *const kinds[] = {"boot", "shared", "private"};
static const char *const states[] = {"empty", "plugging", "free", "assigned", "draining", "unplugging"};

static struct frame *frames;
static struct range *ranges;
static struct zone *zones;
static uint32_t zone_count, block_frames, device_block, reserve, zero_page; /* a frame that follows all others */
static uint32_t region, requested, wanted, plugged; /* frames; `wanted` is `requested` as the driver knows it */
static struct { bool outstanding, plug; uint32_t zone; } request;
static bool shared_kills, reads_use_boot, reuse, config_changed;

/* Processes: the zone of each, by handle. It waits in the queue while that is SHARED, and is none while it is BOOT. */
static uint32_t partition_of[HANDLES], queue[HANDLES], queued;

/* What comes of the command that is carried out. */
static cJSON *answer, *events;
static uint32_t faulted, requests, offlined, steps;

static void *zeroed(size_t count, size_t size) {
  void *memory = calloc(count, size);
  if (!memory) abort();
  return memory;
}

__attribute__((format(printf, 1, 2))) static cJSON *json(const char *format, ...) {
  char text[256];
  va_list values;
  va_start(values, format);
  vsnprintf(text, sizeof text, format, values);
  va_end(values);
  return cJSON_CreateRaw(text);
}

#define add(list, ...) cJSON_AddItemToArray(list, json(__VA_ARGS__))
#define add_list(object, name) cJSON_AddArrayToObject(object, name)

/* Frames and who uses them. */

static uint32_t zone_of(uint32_t frame) {
  if (frame < zones[PRIVATE].first) return frame < zones[SHARED].first ? BOOT : SHARED;
  return PRIVATE + (frame - zones[PRIVATE].first) / zones[PRIVATE].frames;
}

static void count_use(uint32_t frame, enum use use, uint32_t change) {
  struct zone *zone = &zones[zone_of(frame)];
  zone->used -= frames[frame].users > 0;
  frames[frame].users += change;
  frames[frame].users_by[use] += change;
  zone->used += frames[frame].users > 0;
}

static struct range *find_range(uint32_t owner, uint32_t handle) { /* NONE: any of this owner */
  struct range *range = ranges;
  while (range && (range->owner != owner || (range->handle != handle && handle != NONE))) range = range->next;
  return range;
}

/* A new range of the same pages as another, or of the zero page. */
static struct range *add_range(enum use use, uint32_t owner, uint32_t handle, uint32_t pages, const struct range *like) {
  struct range *range = zeroed(1, sizeof *range + pages * sizeof *range->frames);
  *range = (struct range){ranges, use, owner, handle, pages};
  for (uint32_t i = 0; i < pages; i++) count_use(range->frames[i] = like ? like->frames[i] : zero_page, use, 1);
  return ranges = range;
}

static void remove_range(struct range *range) {
  struct range **link = &ranges;
  while (*link != range) link = &(*link)->next;
  *link = range->next;
  for (uint32_t i = 0; i < range->pages; i++) count_use(range->frames[i], range->use, -1u);
  free(range);
}

static void set_page(struct range *range, uint32_t i, uint32_t frame) {
  count_use(frame, range->use, 1);
  count_use(range->frames[i], range->use, -1u);
  range->frames[i] = frame;
}

/* Whether a frame has a page of a file that nobody maps or holds. */
static bool is_idle(uint32_t frame) { return frames[frame].users == 1 && frames[frame].users_by[CACHED] == 1; }

/* Gives up such a page in one of `count` frames from `first` on. */
static bool drop_page(uint32_t first, uint32_t count) {
  struct range *page = ranges;
  while (page && (page->use != CACHED || page->frames[0] - first >= count || !is_idle(*page->frames))) page = page->next;
  if (!page) return false;
  add(events, "{\"kind\":\"drop\",\"extent\":{\"first\":%u,\"count\":1}}", page->frames[0]);
  remove_range(page);
  return true;
}

/* Puts a fresh page with this value into a range. False when the zone has no memory for it. */
static bool place(struct range *range, uint32_t i, uint32_t index, uint32_t value) {
  struct zone *zone = &zones[index];
  bool full = zone->used + (index < PRIVATE ? 0 : reserve) >= zone->online;
  if (full && !drop_page(zone->first, zone->frames)) return false;
  while (frames[zone->first + zone->next].users > 0) zone->next = (zone->next + 1) % zone->online;
  set_page(range, i, zone->first + zone->next);
  frames[range->frames[i]].value = value;
  faulted++;
  return true;
}

/* Gives an area pages of its own, with the same content, for those that are shared, of a file, or the zero page. */
static bool unshare(struct range *area, uint32_t partition) {
  for (uint32_t i = 0; i < area->pages; i++) {
    const struct frame *frame = &frames[area->frames[i]];
    if (frame->users_by[MAPPED] == 1 && frame->users_by[CACHED] == 0) continue;
    if (!place(area, i, partition, frame->value)) return false;
  }
  return true;
}

/* Whether an area has pages of its own that input or output may reach: a child must not share them. */
static bool is_held(const struct range *area) {
  for (uint32_t i = 0; i < area->pages; i++) {
    if (frames[area->frames[i]].users_by[HELD] > 0 && frames[area->frames[i]].users_by[CACHED] == 0) return true;
  }
  return false;
}

/* Private partitions. */

static void enter(uint32_t index, enum state state) {
  zones[index].state = state;
  add(events, "{\"kind\":\"partition\",\"partition\":%u,\"state\":\"%s\",\"users\":%u}", index - PRIVATE, states[state],
      zones[index].users);
}

static uint32_t find_partition(enum state state, bool also_worn) {
  uint32_t index = PRIVATE;
  while (index < zone_count && (zones[index].state != state || (zones[index].worn && !also_worn))) index++;
  return index < zone_count ? index : NONE;
}

static void join(uint32_t process, uint32_t index) {
  partition_of[process] = index;
  zones[index].users++;
  zones[index].worn = true;
  enter(index, ASSIGNED);
}

static void stop_waiting(uint32_t process) {
  uint32_t at = 0;
  while (queue[at] != process) at++;
  memmove(&queue[at], &queue[at + 1], (--queued - at) * sizeof *queue);
  partition_of[process] = BOOT;
}

/* A partition is free, and goes to the process that has waited longest. */
static void set_free(uint32_t index) {
  uint32_t process = queue[0];
  enter(index, FREE);
  if (queued == 0 || (zones[index].worn && !reuse)) return;
  stop_waiting(process);
  add(events, "{\"kind\":\"served\",\"process\":%u,\"partition\":%u}", process, index - PRIVATE);
  join(process, index);
}

static void end_process(uint32_t process) {
  uint32_t index = partition_of[process];
  struct zone *zone = &zones[index];
  for (struct range *range; (range = find_range(process, NONE));) remove_range(range);
  partition_of[process] = BOOT;
  zone->users--;
  bool over = zone->users == 0 && zone->used == 0;
#ifdef BUG_FIRST_EXIT_FREES
  over = zone->used == 0;
#endif
#ifdef BUG_FREE_WHILE_PINNED
  over = zone->users == 0;
#endif
  if (over) set_free(index);
  else enter(index, zone->users > 0 ? ASSIGNED : DRAINING);
}

/* The device, and its driver. */

static void tell_request(const char *what, const char *how) {
  add(events, "{\"kind\":\"%s\",\"request\":\"%s\",\"extent\":{\"first\":%u,\"count\":%u},%s}", what,
      request.plug ? "plug" : "unplug", zones[request.zone].first + zones[request.zone].online, block_frames, how);
}

static void take_response(void) {
  bool ack = !request.plug || plugged + block_frames <= requested;
  tell_request("response", ack ? "\"response\":\"ack\"" : "\"response\":\"nack\"");
  request.outstanding = false;
  requests++;
  if (!ack) return;
  zones[request.zone].rung = request.plug ? PLUGGED : UNUSED;
  plugged += request.plug ? block_frames : -block_frames;
}

static void read_config(void) {
  config_changed = false;
  wanted = requested;
  add(events, "{\"kind\":\"config\",\"requested\":%.0f,\"usable\":%.0f}", 4096.0 * wanted, 4096.0 * region);
}

static void send_request(uint32_t zone, bool plug) {
  request.outstanding = true;
  request.plug = plug;
  request.zone = zone;
  tell_request("send", "\"queued\":true");
}

/* A block is plugged, added and brought online, or taken offline, removed and unplugged, one of these at a time. */
static void move_block(uint32_t index, bool up) {
  struct zone *zone = &zones[index];
  enum rung rung = zone->rung;
  if (rung == (up ? UNUSED : PLUGGED)) {
    send_request(index, up);
    return;
  }
  const char *kind = up ? rung == PLUGGED ? "add" : "online" : rung == UNUSED ? "offline" : "remove";
  zone->rung = (rung + (up ? 1 : 2)) % RUNGS;
  if (!up && rung == UNUSED) zone->online -= block_frames, offlined++;
  add(events, "{\"kind\":\"%s\",\"block\":%u,\"outcome\":\"done\",\"memmap\":[],\"zone\":\"%s\"}", kind,
      (zone->first + zone->online) / block_frames, kinds[index < PRIVATE ? index : PRIVATE]);
  if (up && rung == OFFLINE) zone->online += block_frames;
}

/* A private partition comes and goes as a whole, and turns back as long as nothing was unplugged. */
static void step_partition(uint32_t index) {
  struct zone *zone = &zones[index];
  uint32_t there = zone->online + (zone->rung == UNUSED ? 0 : block_frames), missing = zone->frames - there;
  bool up = missing == 0 ? plugged < wanted + zone->frames : zone->state == PLUGGING && plugged + missing <= wanted;
  if (!up && there == 0) enter(index, EMPTY);
  else if (!up || zone->online < zone->frames) move_block(index, up);
  if (!up || zone->online < zone->frames) return;
  if (zone->state == PLUGGING) zone->worn = false;
  set_free(index);
}

/* The partition that is on its way, or the next to go, or NONE. */
static uint32_t choose_partition(void) {
  uint32_t size = zones[PRIVATE].frames, index = find_partition(PLUGGING, true);
  if (index == NONE) index = find_partition(UNPLUGGING, true);
  if (index != NONE) return index;
  bool plug = plugged + size <= wanted;
  if (plug || plugged >= wanted + size) index = find_partition(plug ? EMPTY : FREE, true);
  if (index != NONE) enter(index, plug ? PLUGGING : UNPLUGGING);
  return index;
}

/* One small step; false when there is nothing to do. The shared partition grows block by block, and stays. */
static bool step(void) {
  const struct zone *shared = &zones[SHARED];
  bool grows = shared->online < shared->frames && (shared->rung != UNUSED || plugged + block_frames <= wanted);
  uint32_t index = request.outstanding || config_changed || grows ? NONE : choose_partition();
  if (request.outstanding) take_response();
  else if (config_changed) read_config();
  else if (grows) move_block(SHARED, true);
  else if (index != NONE) step_partition(index);
  else return false;
  steps++;
  return true;
}

/* Commands. What each returns is the kind of its answer. */

static const cJSON *field(const cJSON *of, const char *name) { return cJSON_GetObjectItemCaseSensitive(of, name); }

static bool is(const cJSON *of, const char *name, const char *value) {
  const char *text = cJSON_GetStringValue(field(of, name));
  return text && strcmp(text, value) == 0;
}

static uint32_t number(const cJSON *of, const char *name) { /* what does not fit, or is none, is large */
  double value = cJSON_GetNumberValue(field(of, name));
  return value >= 0 && value < NONE ? (uint32_t)value : NONE;
}

static uint32_t process_of(const cJSON *ask) { return number(ask, "process") % HANDLES; }

static struct range *range_of(const cJSON *ask) {
  if (field(ask, "area")) return find_range(process_of(ask), number(ask, "area"));
  return field(ask, "pin") ? find_range(PINS, number(ask, "pin")) : find_range(KERNEL_MEMORY, number(ask, "what"));
}

static void add_frames(cJSON *object, const struct range *range) {
  cJSON *list = add_list(object, "frames");
  for (uint32_t i = 0, end; i < range->pages; i = end) {
    for (end = i + 1; end < range->pages && range->frames[end] == range->frames[i] + (end - i);) end++;
    if (range->frames[i] != zero_page) add(list, "{\"first\":%u,\"count\":%u}", range->frames[i], end - i);
  }
}

static void add_runs(const struct range *range) {
  cJSON *list = add_list(answer, "runs");
  for (uint32_t i = 0, end; i < range->pages; i = end) {
    uint32_t value = frames[range->frames[i]].value;
    for (end = i + 1; end < range->pages && frames[range->frames[end]].value == value;) end++;
    add(list, "{\"value\":%u,\"pages\":%u}", value, end - i);
  }
}

static const char *placed(const struct range *range) {
  add_frames(answer, range);
  return "placed";
}

static const char *refused(const char *why) {
  cJSON_AddStringToObject(answer, "why", why);
  return "refused";
}

/* The out-of-memory killer ends the process that asks. */
static const char *killed(uint32_t process) {
  faulted = 0;
  add(events, "{\"kind\":\"killed\",\"process\":%u}", process);
  end_process(process);
  return "killed";
}

static const char *ask_resize(const cJSON *ask) {
  double bytes = cJSON_GetNumberValue(field(ask, "bytes")); /* text is more than any region has */
  if (!(bytes <= 4096.0 * region) || (uint64_t)bytes % device_block > 0) return refused("no size of the region");
  config_changed = true;
  requested = (uint32_t)(bytes / PAGE_BYTES);
  return "done";
}

static const char *ask_nothing(const cJSON *ask) { return ask ? "done" : NULL; }

static const char *ask_spawn(const cJSON *ask) {
  uint32_t process = number(ask, "as"), index = find_partition(FREE, reuse);
  if (index == NONE && !cJSON_IsTrue(field(ask, "wait"))) return refused("no partition is free");
  if (index == NONE) {
    partition_of[process] = SHARED;
    queue[queued++] = process;
    return "waiting";
  }
  join(process, index);
  cJSON_AddNumberToObject(answer, "partition", index - PRIVATE);
  return "attached";
}

static const char *ask_end(const cJSON *ask) {
  if (is(ask, "kind", "cancel")) stop_waiting(process_of(ask));
  else end_process(process_of(ask));
  return "done";
}

static const char *ask_touch(const cJSON *ask) {
  uint32_t process = process_of(ask);
  struct range *area = add_range(MAPPED, process, number(ask, "as"), number(ask, "pages"), NULL);
  bool write = cJSON_IsTrue(field(ask, "write"));
  return write && !unshare(area, partition_of[process]) ? killed(process) : placed(area);
}

static const char *ask_write(const cJSON *ask) {
  struct range *area = range_of(ask);
  if (!unshare(area, partition_of[area->owner])) return killed(area->owner);
  for (uint32_t i = 0; i < area->pages; i++) frames[area->frames[i]].value = number(ask, "value");
  return placed(area);
}

static const char *ask_read(const cJSON *ask) {
  add_runs(range_of(ask));
  return "content";
}

static const char *ask_fork(const cJSON *ask) {
  uint32_t parent = process_of(ask), child = number(ask, "as"), copied = 0;
  const struct zone *zone = &zones[partition_of[parent]];
  for (const struct range *area = ranges; area; area = area->next) {
    if (area->owner == parent && is_held(area)) copied += area->pages;
  }
  if (copied > 0 && zone->used + reserve + copied > zone->online) return "exhausted";
  join(child, partition_of[parent]);
  cJSON *copies = add_list(answer, "copies");
  for (const struct range *area = ranges; area; area = area->next) {
    if (area->owner != parent) continue;
    bool held = is_held(area);
    struct range *copy = add_range(MAPPED, child, area->handle, area->pages, area);
    if (!held || !unshare(copy, partition_of[parent])) continue;
    cJSON *told = cJSON_CreateObject();
    cJSON_AddNumberToObject(told, "area", area->handle);
    add_frames(told, copy);
    cJSON_AddItemToArray(copies, told);
  }
  return "forked";
}

static const char *ask_pin(const cJSON *ask) {
  const struct range *area = range_of(ask);
  for (uint32_t i = 0; i < area->pages && is(ask, "how", "longterm"); i++) {
    if (zone_of(area->frames[i]) != BOOT) return refused("pages do not move to boot memory");
  }
  return placed(add_range(is(ask, "how", "splice") ? SPLICED : HELD, PINS, number(ask, "as"), area->pages, area));
}

/* Discards an area, or gives back a pin or kernel memory. */
static const char *ask_remove(const cJSON *ask) {
  remove_range(range_of(ask));
  for (uint32_t index = PRIVATE; index < zone_count; index++) {
    if (zones[index].state == DRAINING && zones[index].used == 0) set_free(index);
  }
  return "done";
}

/* Maps pages of a file from the page cache, after adding those that are not there. False without memory for them. */
static bool map_file(struct range *area, uint32_t file, uint32_t first, bool use_shared) {
  const struct range *cached;
  for (uint32_t i = 0; i < area->pages; i++) { /* those that are there come first, lest they be dropped */
    if ((cached = find_range(file, first + i))) set_page(area, i, cached->frames[0]);
  }
  for (uint32_t i = 0; i < area->pages; i++) {
    if (area->frames[i] != zero_page || (use_shared && place(area, i, SHARED, 0))) continue;
    if ((use_shared && shared_kills) || !place(area, i, BOOT, 0)) return false;
  }
  for (uint32_t i = 0; i < area->pages; i++) {
    if (!find_range(file, first + i)) set_page(add_range(CACHED, file, first + i, 1, NULL), 0, area->frames[i]);
  }
  return true;
}

static const char *ask_file(const cJSON *ask) {
  uint32_t process = process_of(ask), file = FILES + number(ask, "file");
  bool reads = is(ask, "kind", "read-file");
  struct range *area = add_range(MAPPED, process, number(ask, "as"), number(ask, "pages"), NULL);
  if (!map_file(area, file, number(ask, "first"), !reads || !reads_use_boot)) return killed(process);
  placed(area);
  if (reads) {
    add_runs(area);
    remove_range(area);
  }
  return "placed";
}

static const char *ask_kernel_allocate(const cJSON *ask) {
  uint32_t count = 1u << number(ask, "order"), end = 0, same = 0;
  while (same < count && end < zones[BOOT].frames) {
    same = frames[end].users == 0 || is_idle(end) ? same + 1 : 0;
    if (++end % count == 0 && same < count) same = 0;
  }
  if (same < count) return "exhausted";
  while (drop_page(end - count, count)) continue;
  struct range *range = add_range(KERNEL, KERNEL_MEMORY, number(ask, "as"), count, NULL);
  for (uint32_t i = 0; i < count; i++) set_page(range, i, end - count + i);
  faulted += count;
  return placed(range);
}

static const char *ask_run(const cJSON *ask) {
  bool settles = is(ask, "kind", "settle");
  uint32_t most = number(ask, settles ? "within" : "steps");
  while (steps < most && step()) continue;
  return !settles ? "ran" : steps < most ? "settled" : "unsettled";
}

static const char *ask_observe(const cJSON *ask) {
  cJSON *block_list = add_list(answer, "blocks"), *extents = add_list(answer, "plugged"), *all = add_list(answer, "zones");
  cJSON *partitions = add_list(answer, "partitions"), *waiting = add_list(answer, "waiting");
  for (uint32_t index = BOOT; index < zone_count; index++) {
    const struct zone *zone = &zones[index];
    const char *kind = kinds[index < PRIVATE ? index : PRIVATE];
    uint32_t there = zone->online + (zone->rung == UNUSED ? 0 : block_frames);
    for (uint32_t frame = 0; index != BOOT && frame < zone->frames; frame += block_frames) {
      add(block_list, "\"%s\"", frame < zone->online ? kind : rungs[frame < there ? zone->rung : UNUSED]);
    }
    if (index != BOOT && there > 0) add(extents, "{\"first\":%u,\"count\":%u}", zone->first, there);
    add(all, index < PRIVATE ? "{\"zone\":\"%s\",\"managed\":%u,\"free\":%u,\"partition\":null}"
                             : "{\"zone\":\"%s\",\"managed\":%u,\"free\":%u,\"partition\":%u}",
        kind, zone->online, zone->online - zone->used, index - PRIVATE);
    if (index >= PRIVATE) add(partitions, "{\"state\":\"%s\",\"users\":%u}", states[zone->state], zone->users);
  }
  for (uint32_t i = 0; i < queued; i++) add(waiting, "%u", queue[i]);
  return ask ? "observed" : NULL;
}

/* The protocol: one JSON object a line, questions on stdin, answers on stdout. */

static const struct command { const char *name, *(*carry_out)(const cJSON *ask); } commands[] = {
    {"resize", ask_resize}, {"restore", ask_nothing}, {"spawn", ask_spawn}, {"cancel", ask_end}, {"fork", ask_fork},
    {"exit", ask_end}, {"kill", ask_end}, {"touch", ask_touch}, {"write", ask_write}, {"read", ask_read},
    {"discard", ask_remove}, {"mlock", ask_nothing}, {"pin", ask_pin}, {"unpin", ask_remove}, {"fault-file", ask_file},
    {"read-file", ask_file}, {"kernel-allocate", ask_kernel_allocate}, {"kernel-free", ask_remove}, {"run", ask_run},
    {"settle", ask_run}, {"observe", ask_observe},
};
enum { COMMANDS = sizeof commands / sizeof *commands };

/* Whether a command makes sense now: in a batch it may not, after one that turned out differently. */
static bool makes_sense(const cJSON *ask) {
  uint32_t zone = partition_of[process_of(ask)], new = number(ask, "as");
  if (!zones || (field(ask, "as") && (new >= HANDLES || partition_of[new] != BOOT))) return false;
  if (field(ask, "process") && (is(ask, "kind", "cancel") ? zone != SHARED : zone < PRIVATE)) return false;
  for (const struct range *range = ranges; range && field(ask, "as"); range = range->next) {
    if (range->handle == new && range->use != CACHED) return false;
  }
  return !(field(ask, "area") || field(ask, "pin") || field(ask, "what")) || range_of(ask);
}

static void reply_to_ask(const cJSON *ask, cJSON *reply) {
  const struct command *command = commands;
  while (command < commands + COMMANDS && !is(ask, "kind", command->name)) command++;
  if (command == commands + COMMANDS || !makes_sense(ask)) {
    cJSON_AddItemToObject(reply, "declined", json("{\"why\":\"unknown, or not now\"}"));
    return;
  }
  faulted = requests = offlined = steps = 0;
  answer = cJSON_AddObjectToObject(reply, "answer");
  events = add_list(answer, "events");
  cJSON_AddStringToObject(answer, "kind", command->carry_out(ask));
  cJSON_AddItemToObject(answer, "spent", json("{\"migrated\":0,\"zeroed\":0,\"faulted\":%u,\"requests\":%u,"
                        "\"offlined\":%u,\"steps\":%u}", faulted, requests, offlined, steps));
}

/* What the options of a geometry must be, and other features that are missing here. */
static cJSON *hello(void) {
  cJSON *hello = cJSON_Parse("{\"protocol\":1,\"name\":\"sample guest in C\",\"version\":\"1.0\",\"batch\":256,"
      "\"contracts\":[{\"contract\":\"guest\",\"profiles\":[\"hotmem\"],\"commands\":[],\"geometry\":["
      "{\"field\":\"perCpuLists\",\"off\":true},{\"field\":\"watermarks\",\"off\":true},"
      "{\"field\":\"highatomic\",\"off\":true},{\"field\":\"cma\",\"off\":true},{\"field\":\"hole\",\"off\":true},"
      "{\"field\":\"initOnAlloc\",\"off\":true},{\"field\":\"partitions\",\"minimum\":1},"
      "{\"field\":\"guest.outOfMemory\",\"among\":[\"process\"]},{\"field\":\"guest.memmap\",\"maximum\":0},"
      "{\"field\":\"guest.longtermPins\",\"among\":[\"refuse\"]},{\"field\":\"guest.usable\",\"among\":[\"region\"]},"
      "{\"field\":\"guest.sharedAt\",\"among\":[\"region\"]}]}]}");
  cJSON *names = cJSON_GetObjectItem(cJSON_GetArrayItem(cJSON_GetObjectItem(hello, "contracts"), 0), "commands");
  for (int i = 0; i < COMMANDS; i++) add(names, "\"%s\"", commands[i].name);
  return hello;
}

static void begin(const cJSON *geometry) {
  const cJSON *guest = field(geometry, "guest"), *device = field(geometry, "device");
  uint32_t sizes[] = {number(geometry, "bootFrames"), number(geometry, "sharedFrames"), 0}, first = 0;
  while (ranges) remove_range(ranges);
  memset(partition_of, 0, sizeof partition_of);
  queued = plugged = wanted = 0;
  request.outstanding = false;
  config_changed = true;
  shared_kills = is(guest, "sharedFull", "kill");
  reads_use_boot = is(guest, "fileReads", "boot");
  reuse = cJSON_IsTrue(field(guest, "reuse"));
  reserve = number(guest, "reserve");
  device_block = number(device, "blockBytes");
  region = (uint32_t)((uint64_t)device_block * number(device, "regionBlocks") / PAGE_BYTES);
  zone_count = PRIVATE + number(geometry, "partitions");
  block_frames = number(geometry, "blockFrames");
  sizes[PRIVATE] = number(geometry, "partitionBlocks") * block_frames;
  free(zones);
  zones = zeroed(zone_count + 1, sizeof *zones);
  for (uint32_t i = 0; i <= zone_count; first += zones[i++].frames) {
    zones[i] = (struct zone){.first = first, .frames = sizes[i < PRIVATE ? i : PRIVATE]};
  }
  zones[BOOT].online = zones[BOOT].frames;
  requested = zones[SHARED].frames;
  zero_page = zones[zone_count].first;
  free(frames);
  frames = zeroed(zero_page + 1, sizeof *frames);
  frames[zero_page].users_by[CACHED] = 1; /* it is nobody's own */
}

static cJSON *reply_to(const cJSON *message) {
  cJSON *reply = cJSON_CreateObject(), *answers;
  const cJSON *ask = field(message, "ask"), *asks = field(message, "asks"), *reset = field(message, "reset"), *one;
  cJSON_AddItemToObject(reply, "id", cJSON_Duplicate(field(message, "id"), false));
  if (ask) {
    reply_to_ask(ask, reply);
  } else if (asks) {
    answers = add_list(reply, "answers");
    cJSON_ArrayForEach(one, asks) cJSON_AddItemToArray(answers, reply_to(one));
  } else if (reset) {
    begin(field(reset, "geometry"));
    cJSON_AddObjectToObject(reply, "ready");
  } else if (field(message, "hello")) {
    cJSON_AddItemToObject(reply, "hello", hello());
  } else {
    cJSON_AddObjectToObject(reply, "stopped");
  }
  return reply;
}

int main(void) {
  char *line = NULL;
  size_t size = 0;
  while (getline(&line, &size, stdin) > 0) {
    cJSON *message = cJSON_Parse(line), *reply = reply_to(message);
    char *text = cJSON_PrintUnformatted(reply);
    puts(text);
    fflush(stdout); /* hotmem waits for this line */
    if (field(message, "stop")) return 0;
    free(text);
    cJSON_Delete(reply);
    cJSON_Delete(message);
  }
  return 0;
}
