# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""YAML that means what it says at first sight, made from PyYAML's nodes in one walk.

PyYAML's constructor and the looks that ``parse.py`` takes before and after it need three times as long as the text
itself. Nearly every file holds mappings with names that are texts or whole numbers, lists, and values of one look; what
has anything else, such as ``<<``, a tag, a date or a name that is there twice, is odd, and left to ``parse.py``, which
tells what is wrong with it. tests/unit/house/data/test_parse.py sees to it that both read the same.
"""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import re
import typing as t

TAG = "tag:yaml.org,2002:"
TEXT, WHOLE, MAP, LIST = f"{TAG}str", f"{TAG}int", f"{TAG}map", f"{TAG}seq"
OWN_TAGS = {"mapping": MAP, "sequence": LIST}  # what a mapping and a list have that nobody has given another
NUMBER, PLAIN = f"{TAG}float", re.compile("-?[0-9]+[.][0-9]+")
VALUES: t.Mapping[str, t.Mapping[str, t.Any]] = {
    f"{TAG}null": {"": None, "~": None, "null": None, "Null": None, "NULL": None},
    f"{TAG}bool": {
        spelled: value
        for word, value in {"yes": True, "no": False, "true": True, "false": False, "on": True, "off": False}.items()
        for spelled in (word, word.title(), word.upper())
    },
}


MOST = 1_000_000  # of names and items, those that aliases stand for included
DEEPEST = 100


class Odd(Exception):
    """This takes a closer look."""


def simple(node: t.Any) -> t.Any:
    """What a node of PyYAML's stands for. Raises Odd."""
    return _Walk().made(node, DEEPEST)


class _Walk:
    """One walk over a document; what an alias stands for is made once more."""

    def __init__(self) -> None:
        self.left = MOST

    def made(self, node: t.Any, depth: int) -> t.Any:
        """What a node stands for, down to a depth, which what holds itself goes beyond."""
        value, tag = node.value, node.tag
        if isinstance(value, str):
            return value if tag == TEXT else _scalar(value, tag)
        self.left -= len(value)
        if self.left < 0 or depth < 0 or OWN_TAGS.get(node.id) != tag:
            raise Odd
        if tag == LIST:
            return [self.made(item, depth - 1) for item in value]
        made = {_name(key): self.made(item, depth - 1) for key, item in value}
        if len(made) < len(value):
            raise Odd
        return made


def _name(node: t.Any) -> str:
    """A name in a mapping, as a text."""
    name: str = node.value
    if node.tag == WHOLE and isinstance(name, str):
        return str(_whole(name))
    if node.tag != TEXT or not isinstance(name, str):
        raise Odd
    return name


def _scalar(text: str, tag: str) -> t.Any:
    if tag == WHOLE:
        return _whole(text)
    if tag == NUMBER and PLAIN.fullmatch(text):
        return float(text)
    try:
        return VALUES[tag][text]
    except KeyError:
        raise Odd from None


def _whole(text: str) -> int:
    """A number that is written as numbers are; 010 and 1:30 are not."""
    try:
        number = int(text)
    except ValueError:
        raise Odd from None
    if str(number) != text:
        raise Odd
    return number
