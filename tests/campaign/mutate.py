"""Changes to bytes, JSON values, numbers in text and protobuf messages, drawn from a `Random`."""

from __future__ import annotations

import copy
import json
import re
from random import Random
from typing import Any

NUMBERS = (0, 1, -1, 2**15, 2**31 - 1, -(2**31), 2**32, 2**53, 2**63, 10**30, 1e-320, 1e38, 1e300, -1e300, 0.1)
TEXTS = ("", "x", "\0", "ä日", "\ud800", "../../x", "/etc/passwd", "x" * 5000, "nan", "1e999", "<script>", "%s%n", "[]")
_JUNK: tuple[Any, ...] = (None, True, False, [], {}, [[]], [None], {"": None}, *NUMBERS, *TEXTS)


def of_bytes(random: Random, content: bytes) -> bytes:
    """Return `content` with a few changes: bits, runs, cuts, doubled and swapped pieces."""
    changed = bytearray(content)
    for _ in range(random.choice((1, 1, 1, 2, 5, 20))):
        if not changed:
            return b""
        at = random.randrange(len(changed)) if random.random() < 0.7 else random.randrange(min(len(changed), 600))
        size = random.choice((1, 2, 4, 8, 64))
        way = random.randrange(7)
        if way <= 1:
            changed[at] ^= 1 << random.randrange(8)
        elif way == 2:
            changed[at : at + size] = random.choice((b"\0", b"\xff", b"\x7f", b"\x80")) * size
        elif way == 3:
            changed[at : at + size] = random.randbytes(size)
        elif way == 4:
            del changed[at : at + size]
        elif way == 5:
            changed[at:at] = changed[at : at + size * 8]
        else:
            del changed[at if random.random() < 0.3 else len(changed) - 1 - random.randrange(min(len(changed), 400)) :]
    return bytes(changed)


def of_json(random: Random, value: Any) -> Any:
    """Return plain values with a few of them changed, taken away or doubled."""
    changed = copy.deepcopy(value)
    for _ in range(random.choice((1, 1, 2, 4))):
        places = list(_places(changed))
        if not places:
            return random.choice(_JUNK)
        holder, key = random.choice(places)
        way = random.randrange(5)
        if way == 0:
            del holder[key]
        elif way == 1 and isinstance(holder, dict):
            holder[random.choice(TEXTS)] = holder[key]
        elif way == 2 and isinstance(holder, list):
            holder.append(copy.deepcopy(holder[key]))
        else:
            holder[key] = copy.deepcopy(random.choice(_JUNK))
    return changed


def _places(value: Any) -> Any:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield value, key
        yield from _places(inner)


def dumps(random: Random, value: Any) -> str:
    """Return `value` as JSON, now and then broken off or nested beyond all bounds."""
    text = json.dumps(value, ensure_ascii=random.random() < 0.5)
    if random.random() < 0.05:
        text = text[: random.randrange(len(text) + 1)]
    return "[" * 100_000 + text if random.random() < 0.03 else text


def of_text(random: Random, text: str) -> str:
    """Return text with some of its numbers, and now and then a word, replaced."""
    numbers = list(re.finditer(r"-?\d+(\.\d+)?(e[+-]?\d+)?", text))
    for found in sorted(
        random.sample(numbers, min(len(numbers), random.choice((1, 1, 2, 5)))), key=lambda f: -f.start()
    ):
        new = str(random.choice((*NUMBERS, "", "nan", "x", "-", "inf")))
        text = text[: found.start()] + new + text[found.end() :]
    if random.random() < 0.3:
        words = list(re.finditer(r"[A-Za-z]{3,}", text))
        found = random.choice(words)
        text = text[: found.start()] + random.choice(TEXTS[:-1]) + text[found.end() :]
    return text


# Protobuf's wire format as a tree: [field, kind, value], where a message that may be one is a tree itself


def tree(content: bytes, depth: int = 0) -> list[list[Any]] | None:
    """Return the fields of a message, None where the bytes are none."""
    found, at = [], 0
    while at < len(content):
        key, at = _varint(content, at)
        if key is None or key >> 3 == 0:
            return None
        kind = key & 7
        if kind == 0:
            value, at = _varint(content, at)
            if value is None:
                return None
            found.append([key >> 3, 0, value])
        elif kind in (1, 5):
            size = 8 if kind == 1 else 4
            found.append([key >> 3, kind, content[at : at + size]])
            at += size
        elif kind == 2:
            size, at = _varint(content, at)
            if size is None or at + size > len(content):
                return None
            payload = content[at : at + size]
            inner = tree(payload, depth + 1) if depth < 9 and size and not _is_name(payload) else None
            found.append([key >> 3, 2, payload if inner is None else inner])
            at += size
        else:
            return None
    return found if at == len(content) else None


def flat(fields: list[list[Any]]) -> bytes:
    """Return the bytes of a tree."""
    out = bytearray()
    for number, kind, value in fields:
        out += _bytes_of(number << 3 | kind)
        if kind == 0:
            out += _bytes_of(value & (1 << 64) - 1)
        elif kind == 2:
            payload = value if isinstance(value, bytes) else flat(value)
            out += _bytes_of(len(payload)) + payload
        else:
            out += value
    return bytes(out)


def of_tree(random: Random, fields: list[list[Any]]) -> list[list[Any]]:
    """Return a message with a few fields changed, taken away, doubled, moved or renumbered."""
    changed = copy.deepcopy(fields)
    for _ in range(random.choice((1, 1, 2, 4))):
        holder = changed
        while True:  # down to some depth
            inner = [field[2] for field in holder if isinstance(field[2], list) and field[2]]
            if not inner or random.random() < 0.15:
                break
            holder = random.choice(inner)
        if not holder:
            continue
        at = random.randrange(len(holder))
        way = random.randrange(6)
        if way == 0:
            del holder[at]
        elif way == 1:
            holder.insert(random.randrange(len(holder) + 1), copy.deepcopy(holder[at]))
        elif way == 2:
            random.shuffle(holder)
        elif way == 3:
            holder[at][0] = random.choice((1, 2, 3, 5, 9, 10, holder[at][0] + 1, 19_000))
        elif holder[at][1] == 0:
            holder[at][2] = int(random.choice(NUMBERS[:9]))
        elif isinstance(holder[at][2], bytes):
            holder[at][2] = of_bytes(random, holder[at][2])[
                : 4 if holder[at][1] == 5 else 8 if holder[at][1] == 1 else None
            ]
            if holder[at][1] != 2:
                holder[at][2] = holder[at][2].ljust(4 if holder[at][1] == 5 else 8, b"\0")
    return changed


def _is_name(payload: bytes) -> bool:
    return len(payload) > 1 and re.fullmatch(rb"[A-Za-z_^/][\w./:-]+", payload) is not None


def _varint(content: bytes, at: int) -> tuple[Any, int]:
    value = 0
    for shift in range(0, 70, 7):
        if at >= len(content):
            break
        byte = content[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
    return None, at


def _bytes_of(value: int) -> bytes:
    out = bytearray()
    while True:
        out.append(value & 0x7F | (0x80 if value > 0x7F else 0))
        value >>= 7
        if not value:
            return bytes(out)
