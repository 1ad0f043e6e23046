# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Values as the reports show them, and their differences. Pure functions on plain data.

All foreign text passes through ``lines`` or ``inline``: what cannot be seen, or would change how the text around it is
read (control characters, terminal escapes, right-to-left marks), is shown as an escape.
"""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import json
import re
import typing as t

ABSENT = object()
CONTEXT = 3  # equal lines around a difference
COMPARED = 200  # lines of one value that are compared with care
SHOWN = 400  # lines of one difference that are shown
WIDE = 400  # characters of one line that are shown
LEAD = 80  # characters of a longer line before the difference

HIDDEN = re.compile(
    "[\0-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ud800-\udfff"
    "\ufdd0-\ufdef\ufe00-\ufe0e\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e0fff]"
)


class Line(t.NamedTuple):
    """One line of a difference.

    :arg sign: ``-``, ``+``, a blank for what is the same, ``@`` for a remark.
    :arg mark: from where to where the text differs from its counterpart; empty for all of it.
    """

    sign: str
    text: str
    mark: tuple[int, int] = (0, 0)


def visible(text: t.Any) -> str:
    """The text with what cannot be seen as escapes; line feeds and tabs stay."""
    return HIDDEN.sub(_escape, str(text))


def _escape(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code == 13:
        return "\\r"
    return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}" if code < 65536 else f"\\U{code:08x}"


def inline(text: t.Any) -> str:
    """The text on one line."""
    return visible(text).replace("\n", "\\n").replace("\t", "\\t")


def lines(value: t.Any) -> list[str]:
    """A value as lines, much as in YAML. A text stands without quotes where it can be taken for nothing else."""
    if isinstance(value, str) and "\n" in value.strip("\n"):
        return visible(value).split("\n")
    return list(_lines(value))


def _lines(value: t.Any) -> t.Iterator[str]:
    if isinstance(value, dict) and value:
        for key in sorted(value, key=str):
            yield from _nested(f"{_scalar(str(key), nested=True)}:", value[key])
    elif isinstance(value, (list, tuple)) and value:
        for item in value:
            yield from _nested("-", item)
    else:
        yield _scalar(value)


def _nested(head: str, value: t.Any) -> t.Iterator[str]:
    if isinstance(value, str) and "\n" in value.strip("\n"):
        found, head = visible(value).split("\n"), f"{head} |"
    else:
        found = list(_lines(value) if isinstance(value, (dict, list, tuple)) else [_scalar(value, nested=True)])
        if head == "-" or not (isinstance(value, (dict, list, tuple)) and value):
            head = f"{head} {found.pop(0)}"
    yield head
    yield from (f"  {text}" for text in found)


def _scalar(value: t.Any, nested: bool = False) -> str:
    """A value on one line. A text is quoted where it could be taken for something else."""
    if isinstance(value, str) and value and value == value.strip() and not _is_json(value):
        clear = "\n" not in value and not HIDDEN.search(value)
        if clear and not (nested and (": " in value or value[0] in "-|{[\"'")):
            return value.replace("\t", "\\t")
    return visible(json.dumps(value, ensure_ascii=False, default=str))


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def compare(change: t.Mapping[str, t.Any]) -> list[Line]:
    """From what to what a field changes."""
    before, after = change.get("before", ABSENT), change.get("after", ABSENT)
    old, new = ([] if value is ABSENT else lines(value) for value in (before, after))
    if old == new and before is not after:  # only what the values are made of tells them apart
        old, new = ([] if value is ABSENT else [_json(value)] for value in (before, after))
    start, end = _shared(old, new)
    found = [Line(" ", text) for text in old[:start]]
    found += _differ(old[start : len(old) - end], new[start : len(new) - end])
    found += [Line(" ", text) for text in old[len(old) - end :]]
    return [_clip(line) for line in _shorten(found)]


def _differ(old: list[str], new: list[str]) -> t.Iterator[Line]:
    import difflib

    rest_old, rest_new = old[COMPARED:], new[COMPARED:]
    old, new = old[:COMPARED], new[:COMPARED]
    for what, i, j, k, m in difflib.SequenceMatcher(None, old, new).get_opcodes():
        if what == "equal":
            yield from (Line(" ", text) for text in old[i:j])
            continue
        marks = [_mark(a, b) for a, b in zip(old[i:j], new[k:m])] if j - i == m - k else []
        marks += [((0, 0), (0, 0))] * max(j - i, m - k)
        yield from (Line("-", text, mark[0]) for text, mark in zip(old[i:j], marks))
        yield from (Line("+", text, mark[1]) for text, mark in zip(new[k:m], marks))
    yield from (Line("-", text) for text in rest_old)
    yield from (Line("+", text) for text in rest_new)


def _json(value: t.Any) -> str:
    return json.dumps(json.loads(json.dumps(value, default=str)), sort_keys=True)


def _shared(old: t.Sequence[str], new: t.Sequence[str]) -> tuple[int, int]:
    """How much of two texts, or lists of lines, is the same at the beginning, and how much of the rest at the end."""
    least = min(len(old), len(new))
    start = next((index for index in range(least) if old[index] != new[index]), least)
    least -= start
    return start, next((index for index in range(least) if old[-1 - index] != new[-1 - index]), least)


def _mark(old: str, new: str) -> tuple[tuple[int, int], tuple[int, int]]:
    """The part that differs, where two lines are long, or have so much in common that it is worth pointing at."""
    start, end = _shared(old, new)
    if max(len(old), len(new)) <= WIDE and start + end <= max(8, min(len(old), len(new)) // 2):
        return (0, 0), (0, 0)
    return (start, len(old) - end), (start, len(new) - end)


def _shorten(found: list[Line]) -> t.Iterator[Line]:
    """Without equal lines far from any difference, and without what no one reads to its end."""
    near: set[int] = set()
    for index, line in enumerate(found):
        if line.sign != " ":
            near.update(range(index - CONTEXT, index + CONTEXT + 1))
    shown = skipped = 0
    for index, line in enumerate(found):
        if shown == SHOWN:
            yield Line("@", f"{count(len(found) - index, 'more line')}")
            return
        if index in near:
            if skipped:
                yield Line("@", count(skipped, "equal line"))
            skipped = 0
            shown += 1
            yield line
        else:
            skipped += 1
    if skipped:
        yield Line("@", count(skipped, "equal line"))


def _clip(line: Line) -> Line:
    text, (start, end) = line.text, line.mark
    if len(text) <= WIDE:
        return line
    cut = max(0, min(start - LEAD, len(text) - WIDE))
    head = f"… ({cut:,} characters) " if cut else ""
    left = len(text) - cut - WIDE
    tail = f" … ({left:,} more characters)" if left else ""
    shift = len(head) - cut
    mark = (start + shift, min(end, cut + WIDE) + shift) if end > start else (0, 0)
    return Line(line.sign, head + text[cut : cut + WIDE] + tail, mark)


def count(many: int, noun: str) -> str:
    """So many of them, in words."""
    return f"{many:,} {noun}" + ("" if many == 1 else "s")
