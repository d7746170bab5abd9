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
 *     -DBUG_FIRST_EXIT_FREES  the first of several processes to end frees their partition  (rule partition/transitions)
 *     -DBUG_PRIVATE_FILES     files are cached in the partition of whoever asks first      (rule confine/files)
 */
#define _GNU_SOURCE
#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What a page is used for, possibly by several at once. Its frame is free when nobody uses it. */
enum use { MAPPED, CACHED, HELD, SPLICED, KERNEL, USES };
struct frame { uint32_t value, users, users_by[USES]; };

/* The pages that one owner uses in one way: an area of a process, a pin, kernel memory, a page of the page cache. */
enum owner { HANDLES = 1 << 20, PINS, KERNEL_MEMORY, FILES = 1 << 30 }; /* or a process, by its handle */
struct range { struct range *next; enum use use; uint32_t owner, handle, pages, frames[]; };

/* Boot memory, the shared partition, then the private partitions. Their blocks come online from the lowest on. */
enum { BOOT, SHARED, PRIVATE };
enum rung { UNUSED, PLUGGED, OFFLINE, RUNGS };
enum state { EMPTY, PLUGGING, FREE, ASSIGNED, DRAINING, UNPLUGGING };
struct zone {
  uint32_t first, frames, online, used, next; /* pfn, and numbers of frames; `next` is where to look for a free one */
  enum rung rung;                             /* how far the block after the online ones is on its way up or down */
  enum state state;                           /* of a private partition, as what follows */
  uint32_t users;                             /* address spaces */
  bool worn;                                  /* it had some since it was plugged */
};
static const char *const rungs[] = {"unused", "plugged", "offline"}, *const kinds[] = {"boot", "shared", "private"};
static const char *const states[] = {"empty", "plugging", "free", "assigned", "draining", "unplugging"};

static struct frame *frames;
static struct range *ranges;
static struct zone *zones;
static uint32_t zone_count, block_frames, device_block, zero_page; /* a frame that follows all others */
static uint32_t region, requested, wanted, plugged;  /* frames; `wanted` is what the driver read: UINT32_MAX, not yet */
static uint32_t moving; /* the partition that the driver looks at first: what is on its way, if any */
static struct request { bool outstanding, plug; uint32_t zone; } request;

/* Processes: the zone of each, by handle. It waits in the queue while that is SHARED, and is none while it is BOOT. */
static uint32_t partition_of[HANDLES], queue[HANDLES], queued;
/* Options of the geometry; what comes of the command that is carried out, and what it has cost. */
static cJSON *options, *answer, *events;
static uint32_t faulted, requests, offlined, steps;

/* JSON is written with single quotes, which is easier to read. */
static char text[2048];
static cJSON *quoted(void) {
  for (char *quote = text; (quote = strchr(quote, '\''));) *quote = '"';
  return cJSON_CreateRaw(text);
}
#define JSON(...) (snprintf(text, sizeof text, __VA_ARGS__), quoted())
#define ADD(list, ...) cJSON_AddItemToArray(list, JSON(__VA_ARGS__))
static const cJSON *field(const cJSON *of, const char *name) { return cJSON_GetObjectItemCaseSensitive(of, name); }
static uint32_t number(const cJSON *of, const char *name) { /* what is none, or does not fit, is large */
  double value = cJSON_GetNumberValue(field(of, name));
  return value >= 0 && value < UINT32_MAX ? (uint32_t)value : UINT32_MAX;
}
static bool is(const cJSON *of, const char *name, const char *value) {
  const char *word = cJSON_GetStringValue(field(of, name));
  return word && strcmp(word, value) == 0;
}

static void *need(void *memory) { return memory ? memory : (abort(), NULL); }
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
static struct range *find_range(uint32_t owner, uint32_t handle) {
  struct range *range = ranges;
  while (range && (range->owner != owner || (handle != HANDLES && range->handle != handle))) range = range->next;
  return range;
}

/* A new range of the same pages as another, or of the zero page. */
static struct range *add_range(enum use use, uint32_t owner, uint32_t handle, uint32_t pages, struct range *like) {
  struct range *range = need(calloc(1, sizeof *range + pages * sizeof *range->frames));
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
static bool is_idle(uint32_t frame) { return frames[frame].users == 1 && frames[frame].users_by[CACHED] == 1; }

/* Gives up a page of a file that nobody maps or holds, in one of `count` frames from `first` on. */
static bool drop_page(uint32_t first, uint32_t count) {
  struct range *page = ranges;
  while (page && (page->use != CACHED || *page->frames - first >= count || !is_idle(*page->frames))) page = page->next;
  if (!page) return false;
  ADD(events, "{'kind':'drop','extent':{'first':%u,'count':1}}", *page->frames);
  remove_range(page);
  return true;
}

/* Puts a fresh page with this value into a range. False when the zone has no memory for it. */
static bool place(struct range *range, uint32_t i, uint32_t index, uint32_t value) {
  struct zone *zone = &zones[index];
  bool full = zone->used + (index < PRIVATE ? 0 : number(options, "reserve")) >= zone->online;
  if (full && !drop_page(zone->first, zone->frames)) return false;
  while (frames[zone->first + zone->next].users > 0) zone->next = (zone->next + 1) % zone->online;
  set_page(range, i, zone->first + zone->next);
  frames[range->frames[i]].value = value;
  faulted++;
  return true;
}

/* Gives a process pages of its own, with the same content, for others: shared ones, of files, the zero page. */
static bool unshare(struct range *area) {
  for (uint32_t i = 0; i < area->pages; i++) {
    const struct frame *frame = &frames[area->frames[i]];
    if (frame->users_by[MAPPED] == 1 && frame->users_by[CACHED] == 0) continue;
    if (!place(area, i, partition_of[area->owner], frame->value)) return false;
  }
  return true;
}

/* Private partitions and their processes. */
static void enter(uint32_t index, enum state state) {
  zones[index].state = state;
  ADD(events, "{'kind':'partition','partition':%u,'state':'%s','users':%u}", index - PRIVATE, states[state],
      zones[index].users);
}
static void join(uint32_t process, uint32_t index) {
  partition_of[process] = index;
  zones[index].users++;
  zones[index].worn = true;
  enter(index, ASSIGNED);
}
static bool can_be_assigned(uint32_t index) {
  return zones[index].state == FREE && (!zones[index].worn || cJSON_IsTrue(field(options, "reuse")));
}

/* A partition is free, and goes to the process that has waited longest. */
static void set_free(uint32_t index) {
  uint32_t process = queue[0];
  enter(index, FREE);
  if (queued == 0 || !can_be_assigned(index)) return;
  memmove(queue, queue + 1, --queued * sizeof *queue);
  ADD(events, "{'kind':'served','process':%u,'partition':%u}", process, index - PRIVATE);
  join(process, index);
}
static void forget(uint32_t process) {
  for (struct range *area; (area = find_range(process, HANDLES));) remove_range(area);
  partition_of[process] = BOOT;
}
static void end_process(uint32_t process) {
  uint32_t index = partition_of[process], users = --zones[index].users;
  forget(process);
#ifdef BUG_FIRST_EXIT_FREES
  users = 0;
#endif
  if (users == 0 && zones[index].used == 0) set_free(index);
  else enter(index, users == 0 ? DRAINING : ASSIGNED);
}

/* The device, and its driver. */
static void tell_request(const char *what, const char *how) {
  ADD(events, "{'kind':'%s','request':'%s','extent':{'first':%u,'count':%u},%s}", what,
      request.plug ? "plug" : "unplug", zones[request.zone].first + zones[request.zone].online, block_frames, how);
}
static void take_response(void) {
  bool ack = !request.plug || plugged + block_frames <= requested;
  tell_request("response", ack ? "'response':'ack'" : "'response':'nack'");
  request.outstanding = false;
  requests++;
  if (ack) zones[request.zone].rung = request.plug ? PLUGGED : UNUSED;
  if (ack) plugged += request.plug ? block_frames : -block_frames;
}
static void read_config(void) {
  wanted = requested;
  ADD(events, "{'kind':'config','requested':%.0f,'usable':%.0f}", 4096.0 * wanted, 4096.0 * region);
}

/* A block is plugged, added and brought online, or taken offline, removed and unplugged, one of these at a time. */
static void move_block(uint32_t index, bool up) {
  struct zone *zone = &zones[index];
  enum rung rung = zone->rung;
  if (rung == (up ? UNUSED : PLUGGED)) {
    request = (struct request){true, up, index};
    tell_request("send", "'queued':true");
    return;
  }
  zone->rung = (rung + (up ? 1 : 2)) % RUNGS;
  if (!up && rung == UNUSED) zone->online -= block_frames, offlined++;
  uint32_t block = (zone->first + zone->online) / block_frames;
  if (up && rung == OFFLINE) zone->online += block_frames;
  if (!up) ADD(events, "{'kind':'%s','block':%u,'outcome':'done'}", rung == UNUSED ? "offline" : "remove", block);
  else if (rung == PLUGGED) ADD(events, "{'kind':'add','block':%u,'outcome':'done','memmap':[]}", block);
  else ADD(events, "{'kind':'online','block':%u,'zone':'%s'}", block, index == SHARED ? "shared" : "private");
}

/* A partition comes and goes as a whole, but turns back as long as nothing was unplugged. False when it stays. */
static bool step_partition(uint32_t index) {
  struct zone *zone = &zones[index];
  uint32_t there = zone->online + (zone->rung == UNUSED ? 0 : block_frames), missing = zone->frames - there;
  bool up = missing == 0 ? plugged < wanted + zone->frames : zone->state != UNPLUGGING && plugged + missing <= wanted;
  if (zone->state == (up ? FREE : EMPTY) || zone->state == ASSIGNED || zone->state == DRAINING) return false;
  if (zone->state == EMPTY || zone->state == FREE) enter(index, up ? PLUGGING : UNPLUGGING);
  if (zone->state == PLUGGING) zone->worn = false;
  if (!up && there == 0) enter(index, EMPTY);
  else if (!up || zone->online < zone->frames) move_block(index, up);
  if (up && zone->online == zone->frames) set_free(index);
  return true;
}

/* One small step; false when there is nothing to do. The shared partition grows block by block, and stays. */
static bool step(void) {
  const struct zone *shared = &zones[SHARED];
  uint32_t count = zone_count - PRIVATE, tried = 0;
  bool grows = shared->online < shared->frames && (shared->rung != UNUSED || plugged + block_frames <= wanted);
  if (request.outstanding) take_response();
  else if (wanted == UINT32_MAX) read_config();
  else if (grows) move_block(SHARED, true);
  else while (tried < count && !step_partition(PRIVATE + moving % count)) moving++, tried++;
  return tried < count;
}

/* Commands. What each returns is the kind of its answer. */
static struct range *range_of(const cJSON *ask) {
  if (field(ask, "area")) return find_range(number(ask, "process"), number(ask, "area"));
  return field(ask, "pin") ? find_range(PINS, number(ask, "pin")) : find_range(KERNEL_MEMORY, number(ask, "what"));
}
static const char *placed(cJSON *object, const struct range *range) {
  cJSON *list = cJSON_AddArrayToObject(object, "frames");
  for (uint32_t i = 0, end; i < range->pages; i = end) {
    for (end = i + 1; end < range->pages && range->frames[end] == range->frames[i] + (end - i);) end++;
    if (range->frames[i] != zero_page) ADD(list, "{'first':%u,'count':%u}", range->frames[i], end - i);
  }
  return "placed";
}

/* The out-of-memory killer ends the process that asks. */
static const char *killed(uint32_t process) {
  ADD(events, "{'kind':'killed','process':%u}", process);
  end_process(process);
  return "killed";
}
static const char *ask_resize(const cJSON *ask) {
  double bytes = cJSON_GetNumberValue(field(ask, "bytes")); /* as text it is more than any region has */
  if (!(bytes <= 4096.0 * region) || (uint64_t)bytes % device_block > 0) return "refused";
  requested = (uint32_t)(bytes / 4096);
  wanted = UINT32_MAX;
  return "done";
}
static const char *ask_nothing(const cJSON *ask) { return ask ? "done" : NULL; }
static const char *ask_spawn(const cJSON *ask) {
  uint32_t process = number(ask, "as"), index = PRIVATE;
  while (index < zone_count && !can_be_assigned(index)) index++;
  if (index == zone_count && !cJSON_IsTrue(field(ask, "wait"))) return "refused";
  partition_of[process] = SHARED;
  if (index == zone_count) return queue[queued++] = process, "waiting";
  join(process, index);
  cJSON_AddNumberToObject(answer, "partition", index - PRIVATE);
  return "attached";
}
static const char *ask_end(const cJSON *ask) { return end_process(number(ask, "process")), "done"; }
static const char *ask_touch(const cJSON *ask) {
  struct range *area = add_range(MAPPED, number(ask, "process"), number(ask, "as"), number(ask, "pages"), NULL);
  return cJSON_IsTrue(field(ask, "write")) && !unshare(area) ? killed(area->owner) : placed(answer, area);
}
static const char *ask_write(const cJSON *ask) {
  struct range *area = range_of(ask);
  if (!unshare(area)) return killed(area->owner);
  for (uint32_t i = 0; i < area->pages; i++) frames[area->frames[i]].value = number(ask, "value");
  return placed(answer, area);
}
static const char *read_pages(const struct range *range) {
  cJSON *runs = cJSON_AddArrayToObject(answer, "runs");
  for (uint32_t i = 0, end; i < range->pages; i = end) {
    uint32_t value = frames[range->frames[i]].value;
    for (end = i + 1; end < range->pages && frames[range->frames[end]].value == value;) end++;
    ADD(runs, "{'value':%u,'pages':%u}", value, end - i);
  }
  return "content";
}
static const char *ask_read(const cJSON *ask) { return read_pages(range_of(ask)); }

/* A child shares the pages of its parent, but has copies of areas that input or output may write to. */
static const char *ask_fork(const cJSON *ask) {
  uint32_t parent = number(ask, "process"), child = number(ask, "as");
  cJSON *copies = cJSON_AddArrayToObject(answer, "copies"), *told;
  partition_of[child] = partition_of[parent];
  for (struct range *area = ranges; area; area = area->next) {
    if (area->owner != parent) continue;
    bool held = frames[*area->frames].users_by[HELD] > 0 && frames[*area->frames].users_by[CACHED] == 0;
    struct range *copy = add_range(MAPPED, child, area->handle, area->pages, area);
    if (!held) continue;
    if (!unshare(copy)) return forget(child), "exhausted";
    cJSON_AddItemToArray(copies, told = cJSON_CreateObject());
    cJSON_AddNumberToObject(told, "area", area->handle);
    placed(told, copy);
  }
  join(child, partition_of[parent]);
  return "forked";
}
static const char *ask_pin(const cJSON *ask) {
  struct range *area = range_of(ask);
  enum use use = is(ask, "how", "splice") ? SPLICED : HELD;
  for (uint32_t i = 0; i < area->pages && use == HELD; i++)
    if (zone_of(area->frames[i]) != BOOT && is(ask, "how", "longterm")) return "refused"; /* pages do not move */
  return placed(answer, add_range(use, PINS, number(ask, "as"), area->pages, area));
}

/* Discards an area, or gives back a pin or kernel memory. */
static const char *ask_remove(const cJSON *ask) {
  remove_range(range_of(ask));
  for (uint32_t index = PRIVATE; index < zone_count; index++)
    if (zones[index].state == DRAINING && zones[index].used == 0) set_free(index);
  return "done";
}

/* Maps or reads pages of a file through the page cache. Those that are there come first, lest they be dropped. */
static const char *ask_file(const cJSON *ask) {
  uint32_t process = number(ask, "process"), file = FILES + number(ask, "file"), first = number(ask, "first");
  bool reads = is(ask, "kind", "read-file"), in_boot = reads && is(options, "fileReads", "boot");
  struct range *area = add_range(MAPPED, process, number(ask, "as"), number(ask, "pages"), NULL), *cached;
  for (uint32_t i = 0; i < area->pages; i++)
    if ((cached = find_range(file, first + i))) set_page(area, i, *cached->frames);
  for (uint32_t i = 0; i < area->pages; i++) {
#ifdef BUG_PRIVATE_FILES
    if (area->frames[i] == zero_page) place(area, i, partition_of[process], 0);
#endif
    if (area->frames[i] != zero_page || (!in_boot && place(area, i, SHARED, 0))) continue;
    if ((!in_boot && is(options, "sharedFull", "kill")) || !place(area, i, BOOT, 0)) return killed(process);
  }
  for (uint32_t i = 0; i < area->pages; i++)
    if (!find_range(file, first + i)) set_page(add_range(CACHED, file, first + i, 1, NULL), 0, area->frames[i]);
  if (reads) read_pages(area);
  placed(answer, area);
  if (reads) remove_range(area);
  return "placed";
}
static const char *ask_kernel_allocate(const cJSON *ask) {
  uint32_t count = 1u << number(ask, "order") % 32, first = 0, fit = 0;
  while (fit < count && first + count <= zones[BOOT].frames) {
    if (frames[first + fit].users == 0 || is_idle(first + fit)) fit++;
    else first += count, fit = 0;
  }
  if (fit < count) return "exhausted";
  while (drop_page(first, count)) continue;
  struct range *range = add_range(KERNEL, KERNEL_MEMORY, number(ask, "as"), count, NULL);
  for (uint32_t i = 0; i < count; i++) set_page(range, i, first + i);
  faulted += count;
  return placed(answer, range);
}
static const char *ask_run(const cJSON *ask) {
  uint32_t most = number(ask, is(ask, "kind", "run") ? "steps" : "within");
  while (steps < most && step()) steps++;
  return is(ask, "kind", "run") ? "ran" : steps < most ? "settled" : "unsettled";
}
static const char *ask_observe(const cJSON *ask) {
  static const char *const names[] = {"blocks", "plugged", "zones", "partitions", "waiting"};
  cJSON *list[5];
  for (int i = 0; i < 5; i++) list[i] = cJSON_AddArrayToObject(answer, names[i]);
  for (uint32_t index = BOOT; index < zone_count; index++) {
    const struct zone *zone = &zones[index];
    const char *kind = kinds[index < PRIVATE ? index : PRIVATE];
    uint32_t there = zone->online + (zone->rung == UNUSED ? 0 : block_frames);
    for (uint32_t frame = 0; index != BOOT && frame < zone->frames; frame += block_frames)
      ADD(list[0], "'%s'", frame < zone->online ? kind : rungs[frame < there ? zone->rung : UNUSED]);
    if (index != BOOT && there > 0) ADD(list[1], "{'first':%u,'count':%u}", zone->first, there);
    ADD(list[2], index < PRIVATE ? "{'zone':'%s','managed':%u,'free':%u,'partition':null}"
                                 : "{'zone':'%s','managed':%u,'free':%u,'partition':%u}",
        kind, zone->online, zone->online - zone->used, index - PRIVATE);
    if (index >= PRIVATE) ADD(list[3], "{'state':'%s','users':%u}", states[zone->state], zone->users);
  }
  for (uint32_t i = 0; i < queued; i++) ADD(list[4], "%u", queue[i]);
  return ask ? "observed" : NULL;
}

/* The protocol: one JSON object a line, questions on stdin, answers on stdout. */
static const struct command { const char *name, *(*carry_out)(const cJSON *ask); } commands[] = {
    {"resize", ask_resize}, {"restore", ask_nothing}, {"spawn", ask_spawn}, {"fork", ask_fork}, {"exit", ask_end},
    {"kill", ask_end}, {"touch", ask_touch}, {"write", ask_write}, {"read", ask_read}, {"discard", ask_remove},
    {"mlock", ask_nothing}, {"pin", ask_pin}, {"unpin", ask_remove}, {"fault-file", ask_file}, {"read-file", ask_file},
    {"kernel-allocate", ask_kernel_allocate}, {"kernel-free", ask_remove}, {"run", ask_run}, {"settle", ask_run},
    {"observe", ask_observe},
};
enum { COMMANDS = sizeof commands / sizeof *commands };

/* Whether a command makes sense now: in a batch it may not, after one that turned out differently. */
static bool makes_sense(const cJSON *ask) {
  uint32_t new = number(ask, "as"), process = number(ask, "process");
  if (!zones || (field(ask, "as") && (new >= HANDLES || partition_of[new] != BOOT))) return false;
  for (const struct range *range = ranges; range && field(ask, "as"); range = range->next)
    if (range->handle == new && range->use != CACHED) return false;
  if (field(ask, "process") && (process >= HANDLES || partition_of[process] < PRIVATE)) return false;
  return !(field(ask, "area") || field(ask, "pin") || field(ask, "what")) || range_of(ask);
}
static void reply_to_ask(const cJSON *ask, cJSON *reply) {
  const struct command *command = commands;
  while (command < commands + COMMANDS && !is(ask, "kind", command->name)) command++;
  bool declined = command == commands + COMMANDS || !makes_sense(ask);
  if (declined) cJSON_AddItemToObject(reply, "declined", JSON("{'why':'unknown, or not now'}"));
  if (declined) return;
  faulted = requests = offlined = steps = 0;
  answer = cJSON_AddObjectToObject(reply, "answer");
  events = cJSON_AddArrayToObject(answer, "events");
  const char *kind = command->carry_out(ask);
  if (strcmp(kind, "killed") == 0 || strcmp(kind, "exhausted") == 0) faulted = 0; /* what was taken was given back */
  cJSON_AddStringToObject(answer, "kind", kind);
  if (strcmp(kind, "refused") == 0) cJSON_AddStringToObject(answer, "why", "it cannot be had now");
  cJSON_AddItemToObject(answer, "spent", JSON("{'migrated':0,'zeroed':0,'faulted':%u,'requests':%u,'offlined':%u,"
                                              "'steps':%u}", faulted, requests, offlined, steps));
}
static cJSON *hello(void) {
  char names[512] = "";
  for (size_t i = 0, length = 0; i < COMMANDS; i++, length = strlen(names))
    snprintf(names + length, sizeof names - length, "%s'%s'", i ? "," : "", commands[i].name);
  return JSON("{'protocol':1,'name':'sample guest in C','version':'1.0','batch':256,'contracts':[{'contract':'guest',"
              "'profiles':['hotmem'],'commands':[%s],'geometry':[{'field':'perCpuLists','off':true},"
              "{'field':'watermarks','off':true},{'field':'highatomic','off':true},{'field':'cma','off':true},"
              "{'field':'hole','off':true},{'field':'initOnAlloc','off':true},{'field':'guest.memmap','maximum':0},"
              "{'field':'guest.outOfMemory','among':['process']},{'field':'guest.longtermPins','among':['refuse']},"
              "{'field':'guest.sharedAt','among':['region']},{'field':'guest.usable','among':['region']},"
              "{'field':'partitions','minimum':1}]}]}", names);
}
static void begin(const cJSON *geometry) {
  while (ranges) remove_range(ranges);
  cJSON_Delete(options);
  options = cJSON_Duplicate(field(geometry, "guest"), true);
  zone_count = PRIVATE + number(geometry, "partitions");
  block_frames = number(geometry, "blockFrames");
  zones = need(realloc(zones, (zone_count + 1) * sizeof *zones));
  uint32_t sizes[] = {number(geometry, "bootFrames"), number(geometry, "sharedFrames"),
                      number(geometry, "partitionBlocks") * block_frames};
  for (uint32_t i = 0, first = 0; i <= zone_count; first += zones[i++].frames)
    zones[i] = (struct zone){.first = first, .frames = sizes[i < PRIVATE ? i : PRIVATE]};
  zones[BOOT].online = zones[BOOT].frames;
  zero_page = zones[zone_count].first;
  free(frames);
  frames = need(calloc(zero_page + 1, sizeof *frames));
  frames[zero_page].users_by[CACHED] = 1; /* it is nobody's own */
  memset(partition_of, 0, sizeof partition_of);
  queued = plugged = moving = request.outstanding = 0;
  wanted = UINT32_MAX;
  requested = zones[SHARED].frames;
  region = requested + sizes[PRIVATE] * (zone_count - PRIVATE);
  device_block = number(field(geometry, "device"), "blockBytes");
}
static cJSON *reply_to(const cJSON *message) {
  const cJSON *reset = field(message, "reset"), *asks = field(message, "asks"), *one;
  cJSON *reply = cJSON_CreateObject(), *answers = asks ? cJSON_AddArrayToObject(reply, "answers") : NULL;
  cJSON_AddItemToObject(reply, "id", cJSON_Duplicate(field(message, "id"), false));
  cJSON_ArrayForEach(one, asks) cJSON_AddItemToArray(answers, reply_to(one));
  if (field(message, "ask")) reply_to_ask(field(message, "ask"), reply);
  if (field(message, "hello")) cJSON_AddItemToObject(reply, "hello", hello());
  if (field(message, "stop")) cJSON_AddObjectToObject(reply, "stopped");
  if (reset) begin(field(reset, "geometry")), cJSON_AddObjectToObject(reply, "ready");
  return reply;
}

int main(void) {
  char *line = NULL;
  size_t size = 0;
  for (bool stopped = false; !stopped && getline(&line, &size, stdin) > 0;) {
    cJSON *message = cJSON_Parse(line), *reply = reply_to(message);
    char *printed = need(cJSON_PrintUnformatted(reply));
    puts(printed);
    fflush(stdout); /* hotmem waits for this line */
    stopped = field(message, "stop") != NULL;
    free(printed);
    cJSON_Delete(reply);
    cJSON_Delete(message);
  }
  free(line);
}
