#!/usr/bin/env python3
"""A virtio-mem device that hotmem can ask: a sample for the contract `device`.

Python's standard library is all it needs:

    hotmem check --contract device --subject "exec:python3 oracle/examples/device.py"

`Device` is the part to replace by yours. What is below it speaks the protocol of PROTOCOL.md: one JSON object a
line, questions on stdin, answers on stdout.

Two faults can be switched on, to see them found:

    --bug state-looks-once     STATE looks at the first device block of a range only (rule state/truthful)
    --bug plug-gives-up-late   PLUG takes block after block, and keeps those it took when it comes to one that it may
                               not have (rule refusal/changes-nothing)
"""

import argparse
import json
import sys

BUGS = ("state-looks-once", "plug-gives-up-late")

# Most commands in one line. Answers to more would only wait longer for one another.
BATCH = 256

# Integers up to here are numbers in JSON; larger ones are strings of hexadecimal digits.
LARGEST_NUMBER = 2**53 - 1


class Declined(Exception):
    """This device does not do that; nothing happened."""


class Device:
    """One virtio-mem device. Addresses are guest-physical, addresses and sizes are bytes."""

    def __init__(self, block_size, region_blocks, address, bug=None):
        self.block_size = block_size
        self.region_size = region_blocks * block_size
        self.address = address
        self.requested = 0
        self.usable = 0
        self.plugged = set()  # numbers of the device blocks that are plugged, counted from `address`
        self.words = {}  # what was stored, by number of the device block, then by address
        self.migrating = False
        self.changed = False  # the configuration changed, and nobody was told yet
        self.bug = bug

    # What the host does.

    def resize(self, size):
        """Changes the requested size; says why not, if it cannot be that."""
        if size % self.block_size != 0:
            return "the size is no multiple of the block size"
        if size > self.region_size:
            return "the size is larger than the region"
        # The usable region must cover the requested size, and shrinks only when everything is unplugged.
        self._configure(size, max(self.usable, size))
        return None

    def reset_system(self):
        """Unplugs everything, as a machine does that starts again. The requested size is the host's, and stays."""
        self.migrating = False
        self._empty()

    # What the driver asks. Each returns the kind of its response.

    def plug(self, address, count):
        blocks = self._blocks(address, count)
        if blocks is None:
            return "error"
        if self.bug == "plug-gives-up-late" and not self.migrating:
            return self._plug_one_by_one(blocks)
        if any(block in self.plugged for block in blocks):
            return "error"
        if self.migrating:
            return "busy"
        if self._plugged_size() + count * self.block_size > self.requested:
            return "nack"
        self.plugged.update(blocks)
        return "ack"

    def unplug(self, address, count):
        blocks = self._blocks(address, count)
        if blocks is None or any(block not in self.plugged for block in blocks):
            return "error"
        if self.migrating:
            return "busy"
        for block in blocks:
            self.plugged.remove(block)
            self.words.pop(block, None)
        return "ack"

    def unplug_all(self):
        if self.migrating:
            return "busy"
        self._empty()
        return "ack"

    def state(self, address, count):
        """The state of all blocks of a range together, or None where there is no such range."""
        blocks = self._blocks(address, count)
        if blocks is None:
            return None
        if self.bug == "state-looks-once":
            blocks = blocks[:1]
        plugged = sum(block in self.plugged for block in blocks)
        if plugged == len(blocks):
            return "plugged"
        return "unplugged" if plugged == 0 else "mixed"

    # What the processors of the guest do.

    def write(self, address, value):
        self.words.setdefault(self._block_of(address), {})[address] = value

    def read(self, address):
        return self.words.get(self._block_of(address), {}).get(address, 0)

    # What can be seen from outside.

    def sizes(self):
        return {"requested": self.requested, "usable": self.usable, "plugged": self._plugged_size()}

    def take_notification(self):
        """Whether the configuration changed since this was last asked."""
        changed, self.changed = self.changed, False
        return changed

    # Only for the methods above.

    def _blocks(self, address, count):
        """The device blocks of a range, or None unless it is whole blocks of the usable region, one at least."""
        offset = address - self.address
        if offset < 0 or offset % self.block_size != 0 or count == 0:
            return None
        if offset + count * self.block_size > self.usable:
            return None
        first = offset // self.block_size
        return range(first, first + count)

    def _block_of(self, address):
        return (address - self.address) // self.block_size

    def _plugged_size(self):
        return len(self.plugged) * self.block_size

    def _configure(self, requested, usable):
        self.changed = self.changed or (requested, usable) != (self.requested, self.usable)
        self.requested = requested
        self.usable = usable

    def _empty(self):
        """Unplugs all memory. Only now the usable region may shrink."""
        self.plugged.clear()
        self.words.clear()
        self._configure(self.requested, self.requested)

    def _plug_one_by_one(self, blocks):
        """The fault `plug-gives-up-late`: what was taken is not given back when the rest cannot be had."""
        for block in blocks:
            if block in self.plugged:
                return "error"
            if self._plugged_size() >= self.requested:
                return "nack"
            self.plugged.add(block)
        return "ack"


# One function for each command: it is given the device and the fields of the command, and returns the answer.


def done():
    return {"kind": "done"}


def resize(device, ask):
    why = device.resize(integer(ask["bytes"]))
    return done() if why is None else {"kind": "refused", "why": why}


def plug(device, ask):
    return {"kind": device.plug(integer(ask["address"]), ask["blocks"])}


def unplug(device, ask):
    return {"kind": device.unplug(integer(ask["address"]), ask["blocks"])}


def unplug_all(device, _ask):
    return {"kind": device.unplug_all()}


def state(device, ask):
    answer = device.state(integer(ask["address"]), ask["blocks"])
    return {"kind": "error"} if answer is None else {"kind": "ack", "state": answer}


def malformed(_device, ask):
    # Without ten bytes to write to, no response fits.
    return {"kind": "ignored" if ask["how"] in ("short-response", "no-response") else "error"}


def config(device, _ask):
    sizes = {name: spell(size) for name, size in device.sizes().items()}
    constant = {"blockSize": device.block_size, "address": device.address, "region": device.region_size}
    return {"kind": "config", "config": {**sizes, **{name: spell(n) for name, n in constant.items()}, "node": 0}}


def device_reset(_device, _ask):
    # A driver that comes anew finds memory as the last one left it.
    return done()


def system_reset(device, _ask):
    device.reset_system()
    return done()


def migration_start(device, _ask):
    device.migrating = True
    return done()


def migration_end(device, _ask):
    device.migrating = False
    return done()


def write(device, ask):
    device.write(integer(ask["address"]), integer(ask["value"]))
    return done()


def read(device, ask):
    return {"kind": "value", "value": spell(device.read(integer(ask["address"])))}


COMMANDS = {
    "resize": resize,
    "plug": plug,
    "unplug": unplug,
    "unplug-all": unplug_all,
    "state": state,
    "malformed": malformed,
    "config": config,
    "device-reset": device_reset,
    "system-reset": system_reset,
    "migration-start": migration_start,
    "migration-end": migration_end,
    "write": write,
    "read": read,
}


# The protocol.


def integer(field):
    """A value of up to 64 bits, which comes as a number or as a string of hexadecimal digits."""
    return int(field, 16) if isinstance(field, str) else field


def spell(value):
    """The other way round."""
    return value if value <= LARGEST_NUMBER else hex(value)


def hello():
    claim = {"contract": "device", "profiles": ["spec", "uapi"], "commands": list(COMMANDS)}
    return {"protocol": 1, "name": "sample device in Python", "version": "1.0", "batch": BATCH, "contracts": [claim]}


def begin(reset, bug):
    """A new device of the shape that is asked for."""
    if reset["contract"] != "device":
        raise Declined(f"this is no {reset['contract']}")
    shape = reset["geometry"]["device"]
    return Device(shape["blockBytes"], shape["regionBlocks"], shape["address"], bug)


def reply(device, message):
    """The answer to one command: the message without its id."""
    ask = message["ask"]
    command = COMMANDS.get(ask["kind"])
    if command is None:
        return {"declined": {"why": f"unknown command {ask['kind']}"}}
    if device is None:
        return {"error": {"definite": True, "why": "no run has begun"}}
    answer = command(device, ask)
    # Two fields that every answer has: whether a notification came, and the sizes afterwards.
    answer["notified"] = "yes" if device.take_notification() else "no"
    answer["after"] = {name: spell(size) for name, size in device.sizes().items()}
    return {"answer": answer}


def serve(bug):
    device = None
    for line in sys.stdin:
        message = json.loads(line)
        if "ask" in message:
            out = reply(device, message)
        elif "asks" in message:
            out = {"answers": [{"id": one["id"], **reply(device, one)} for one in message["asks"]]}
        elif "reset" in message:
            try:
                device = begin(message["reset"], bug)
                out = {"ready": {}}
            except Declined as declined:
                out = {"declined": {"why": str(declined)}}
        elif "hello" in message:
            out = {"hello": hello()}
        elif "stop" in message:
            out = {"stopped": {}}
        else:
            out = {"declined": {"why": "unknown message"}}
        # hotmem waits for this line: it must not stay in a buffer.
        print(json.dumps({"id": message["id"], **out}, separators=(",", ":")), flush=True)
        if "stop" in message:
            return


if __name__ == "__main__":
    flags = argparse.ArgumentParser(description="A virtio-mem device that hotmem can ask.")
    flags.add_argument("--bug", choices=BUGS, help="a fault to have")
    serve(flags.parse_args().bug)
