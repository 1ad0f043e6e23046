# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A text in YAML or JSON whose data change: what stays the same stays as it is written, with its remarks.

A file that people keep in a repository shows by its differences what has changed, and nothing else, only if the rest
of it is not written again. So only the lines of what differs are replaced: of mappings and lists in block style, which
is how nearly everybody writes them. What comes out is read again, and where it does not mean what it should, as may be
with anchors, the whole text is written anew.
"""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import json
import re
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._data.files import HAS_YAML, dump
from ansible_collections.community.tyk.plugins.module_utils._data.parse import parsed

if HAS_YAML:
    import yaml

Map = dict[str, t.Any]
Lists = t.Mapping[str, list[Map]]
Sources = t.Mapping[int, t.Optional[int]]  # id() of an item -> its place in the old list; None for a new one
BREAK = re.compile(r"(?<=\n)|(?<=\r)(?!\n)|(?<=[\x85\u2028\u2029])")  # where lines end for YAML
MERGED, MERGE = "<<", "tag:yaml.org,2002:merge"  # what brings others, and its tag
CLOSED = "..."  # the end of a document
MARK = "\ufeff"  # which some editors put before a text


def same(one: t.Any, other: t.Any) -> bool:
    """Whether two data are the same, whatever the order of their names; True is not 1."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def ordered(new: t.Any, old: t.Any) -> t.Any:
    """Data in the order of others: what is new in them stands behind what it stands behind now."""
    if isinstance(new, list) and isinstance(old, list) and len(new) == len(old):
        return [ordered(item, was) for item, was in zip(new, old)]
    if not isinstance(new, dict) or not isinstance(old, dict):
        return new
    names, before = [name for name in old if name in new], None
    for name in new:
        if name not in old:
            names.insert(names.index(before) + 1 if before is not None else 0, name)
        before = name
    return {name: ordered(new[name], old.get(name)) for name in names}


def rewritten(text: str, is_json: bool, old: Lists, new: Lists, sources: Sources) -> str:
    """A text of a mapping of lists, with other data in it. Raises ValueError where that cannot be written.

    :arg old: what it holds; ``new`` all that it is to hold, in the order of the text.
    :arg sources: where each of these items was; one that is not there is new.
    """
    wanted = dict(new)
    if is_json:
        return _in_json(text, wanted)
    plain = text[1:] if text.startswith(MARK) else text
    for merges in (True, False):
        try:
            made = _Lines(plain, sources, merges).made({**old}, wanted)
            if same(parsed(made, False), wanted):
                return text[: len(text) - len(plain)] + made
        except (ValueError, LookupError, RecursionError, _Unfit, yaml.YAMLError):
            pass
    return dump(wanted)


def _in_json(text: str, wanted: Map) -> str:
    """In the manner of the text, as far as that is one of Python's."""
    found = re.match(r"\s*\{\s*\n([ \t]+)", text)
    indent = found.group(1) if found else 2 if "\n" in text.strip() or not text.strip() else None
    made = json.dumps(wanted, indent=indent, ensure_ascii=text.isascii() and "\\u" in text) + "\n"
    return made.replace("\n", "\r\n") if "\r\n" in text else made


class _Unfit(Exception):
    """This is written in a way that cannot be replaced line by line."""


Span = tuple[int, int]  # the first line, and the one behind the last


class _Lines:
    """The lines of a text, and what of it stands where.

    :arg merges: what << brings stays there, where what it comes from does.
    """

    def __init__(self, text: str, sources: Sources, merges: bool) -> None:
        self._merges = merges
        self._sources, self._end = sources, "\r\n" if "\r\n" in text else "\n"
        self._lines = [line for line in BREAK.split(text) if line]
        if self._lines and not BREAK.match(self._lines[-1], len(self._lines[-1])):
            self._lines[-1] += self._end
        self._root = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))

    def made(self, old: Map, new: Map) -> str:
        """The text with these lists in place of those that are there."""
        if self._root is None:
            return "".join([*(self._lines or ["---" + self._end]), *self._fresh(new, 0)])
        first, end = self._root.start_mark.line, len(self._lines)
        end -= next((at for at, line in enumerate(reversed(self._lines), 1) if line.rstrip() == CLOSED), 0)
        made = self._mapping(self._root, old, new, (first, end))
        return "".join([*self._lines[:first], *made, *self._lines[end:]])

    def _mapping(self, node: t.Any, old: t.Any, new: t.Any, span: Span) -> list[str]:
        """The lines of a mapping. The first one may begin with the dash of an item, and keeps that."""
        if not isinstance(node, yaml.MappingNode) or node.flow_style or not isinstance(new, dict) or not new:
            raise _Unfit
        column, keys = node.start_mark.column, [key for key, _value in node.value]
        lines = [key.start_mark.line for key in keys] + [span[1]]
        if lines[0] != span[0] or sorted(set(lines)) != lines or any(key.start_mark.column != column for key in keys):
            raise _Unfit
        values = {str(key.value): (value, lines[at : at + 2]) for at, (key, value) in enumerate(node.value)}
        made: list[str] = []
        for name in self._names(keys, old, new):
            if name == MERGED and name in values:
                made += [line for part in self._parted(*values[name], column) for line in part]
            elif name in new:
                made += self._pair(name, values.get(name), (old.get(name), new[name]), column)
            else:  # the remarks behind it are about what comes next
                made += self._parted(*values[name], column)[1]
        begin = self._lines[span[0]][:column]
        return [begin + made[0][column:], *made[1:]]

    def _names(self, keys: list[t.Any], old: Map, new: Map) -> list[str]:
        """The names of a mapping to write, as they stand in it. Of what << brings, only what is another now."""
        if not self._merges or all(key.tag != MERGE for key in keys):
            return [*ordered({**old, **new}, old)]
        written = [str(key.value) for key in keys]
        brought = [name for name in old if name not in written]
        if MERGED in old or not all(name in new for name in brought):
            raise _Unfit
        own = {name: old[name] for name in written if name in old}
        names = [*ordered({name: value for name, value in {**own, **new}.items() if name not in brought}, own)]
        behind = next((name for name in written[written.index(MERGED) :] if name in names), None)
        place = len(names) if behind is None else names.index(behind)
        names[place:place] = [MERGED, *(name for name in brought if not same(old[name], new[name]))]
        return names

    def _pair(self, name: str, there: t.Any, data: tuple[t.Any, t.Any], column: int) -> list[str]:
        """The lines of a name with its value, where the first line has nothing before them."""
        old, new = data
        if there is None:
            return self._fresh({name: new}, column)
        node, span = there
        own, rest = self._parted(node, span, column)
        if same(old, new) and self._stays(node, span):
            made = own
        else:
            try:
                head, inner = (span[0], node.start_mark.line), (node.start_mark.line, span[0] + len(own))
                below = self._list if column == 0 and isinstance(node, yaml.SequenceNode) else self._mapping
                made = self._lines[slice(*head)] + below(node, old, new, inner)
            except _Unfit:
                made = self._with_remark(self._fresh({name: new}, column), node, own)
        return [" " * column + made[0][column:], *made[1:], *rest]

    def _with_remark(self, made: list[str], node: t.Any, own: list[str]) -> list[str]:
        """One line in place of another, with the remark behind the value in that."""
        behind = own[0][node.end_mark.column :].rstrip() if len(made) == len(own) == 1 else ""
        return [made[0].rstrip() + behind + self._end] if behind.lstrip().startswith("#") else made

    def _list(self, node: t.Any, old: t.Any, new: t.Any, span: Span) -> list[str]:
        """The lines of a list of items that know where they were."""
        column = node.start_mark.column
        lines = [item.start_mark.line for item in node.value] + [span[1]]
        dash = " " * column + "- "
        if node.flow_style or not new or any(not self._lines[at].startswith(dash) for at in lines[:-1]):
            raise _Unfit
        made: list[str] = []
        done = 0
        for item in [*new, None]:
            place = len(old) if item is None else self._sources.get(id(item))
            if place is None:
                made += self._fresh([item], column)
                continue
            for gone in range(done, place):  # as above
                made += self._parted(node.value[gone], lines[gone : gone + 2], column)[1]
            done = place + 1
            if item is not None:
                own, rest = self._parted(node.value[place], lines[place : place + 2], column)
                made += (
                    self._item((node.value[place], old[place]), item, (lines[place], lines[place] + len(own))) + rest
                )
        return made

    def _item(self, there: tuple[t.Any, t.Any], item: Map, span: Span) -> list[str]:
        """The lines of an item of a list."""
        node, old = there
        if same(old, item) and self._stays(node, span):
            return self._lines[slice(*span)]
        try:
            return self._mapping(node, old, item, span)
        except _Unfit:
            return self._fresh([item], len(self._lines[span[0]]) - len(self._lines[span[0]].lstrip(" ")))

    def _stays(self, node: t.Any, span: Span) -> bool:
        """Whether what is the same can stay as it is written, and needs nothing that is written elsewhere."""
        if self._merges:
            return True
        if not span[0] <= node.start_mark.line < span[1]:
            return False
        below = node.value if isinstance(node.value, list) else ()
        return all(self._stays(one, span) for some in below for one in (some if isinstance(some, tuple) else [some]))

    def _parted(self, node: t.Any, span: t.Sequence[int], column: int) -> tuple[list[str], list[str]]:
        """The lines of a node but the blank ones and the remarks at their end, which are about what comes next; and
        those."""
        lines, least = self._lines[slice(*span)], 1
        while not isinstance(node, yaml.ScalarNode) and node.value:
            node = node.value[-1][1] if isinstance(node, yaml.MappingNode) else node.value[-1]
        line, column_of = node.start_mark.line, node.start_mark.column
        block = isinstance(node, yaml.ScalarNode) and node.style in ("|", ">") and span[0] <= line < span[1]
        if block and "+" in self._lines[line][column_of:].partition("#")[0]:
            least = node.end_mark.line - span[0]  # blank lines count in such a text
        end = len(lines)
        while end > least and re.match(rf"\s*$| {{0,{column}}}#", lines[end - 1]):
            end -= 1
        return lines[:end], lines[end:]

    def _fresh(self, data: t.Any, column: int) -> list[str]:
        """The lines of data that are written anew."""
        text = dump(data)[len("---\n") :].removesuffix(f"{CLOSED}\n")
        return [" " * column * (line != "\n") + line[:-1] + self._end for line in text.splitlines(keepends=True)]
