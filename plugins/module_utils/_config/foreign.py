# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What files of other tools look like, and what those say that can be told at once."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import os
import re
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._data.paths import get
from ansible_collections.community.tyk.plugins.module_utils._data.shapes import table
from ansible_collections.community.tyk.plugins.module_utils._errors import TykError, understood
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind
from ansible_collections.community.tyk.plugins.module_utils._kinds.known import KNOWN
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object
from ansible_collections.community.tyk.plugins.module_utils._kinds.table import KINDS

INDEX = ".tyk.json"  # names the other files of a folder of tyk-sync
GROUP = "tyk.tyk.io/"  # begins the version of each of tyk-operator's resources
RESOURCE = re.compile(rf"^\s*[\"']?apiVersion[\"']?:\s*[\"']?{re.escape(GROUP)}", re.MULTILINE)
MANIFEST = {"apiVersion": GROUP}  # stands for several of them in one file
# What files are, by the format that takes them.
TOOLS = {
    "tyk_sync": "a folder of tyk-sync",
    "operator": "a manifest of tyk-operator",
    "gateway": "a file of a Gateway without a Dashboard",
    "dashboard": "what a Dashboard answers to a list",
    "object": "one object of Tyk's, but not in the shape in which Tyk answers to a read of it",
}

LIKE = (
    "this looks like {} as Tyk has it, which is neither a configuration nor what community.tyk.tyk_convert takes; "
    "write it as an item of {}, with its fields as options or in definition, or leave it out"
)
FEW, MOST = 5, 0.8  # so many fields, and such a part of them, say of which kind an object is


def section_of(file: str, is_one: t.Callable[[Kind], t.Any]) -> str:
    """The section of the one object that a file holds; "" for none.

    :arg is_one: whether the content looks like an object of this kind.
    """
    section = next((section for section, kind in KINDS.items() if is_one(kind)), "")
    name = os.path.basename(file).lower()
    named = (name_of for name_of, kind in KINDS.items() if kind.files and re.fullmatch(kind.files, name))
    return next(named, section) if section else ""


def whole_of(file: str, document: t.Any) -> tuple[str, Object] | None:
    """Section and object of what a file holds, if it is one whole object in whatever wrapper."""
    if not isinstance(document, dict):
        return None
    section = section_of(file, lambda kind: kind.is_whole(document) or from_file(kind, document))
    found = from_file(KINDS[section], document) if section else None
    return (section, found) if found is not None else None


def from_file(kind: Kind, document: t.Any) -> Object | None:
    """What a file holds, if it is one object of this kind, and in a shape that can be read."""
    try:
        with understood():
            return kind.from_file(document) if isinstance(document, dict) else None
    except TykError:
        return None


def gives_way(kind: Kind, obj: Object, ident: str) -> bool:
    """Whether an object has an ID of its own, and another one is put in its place."""
    placed = kind.with_ident(obj, ident)
    paths = {form.options[form.identity.id_option].path for form in kind.forms() if form.identity.id_option}
    return any(get(obj, path) and get(obj, path) != get(placed, path) for path in paths)


def listed_in(data: t.Any) -> tuple[str, list[Object]] | None:
    """Section and objects of what a Dashboard answers to a list."""
    lists = [("", data)] if isinstance(data, list) else data.items() if isinstance(data, dict) else ()
    for key, found in lists:
        alike = [section for section, kind in KINDS.items() if key == kind.route.items]
        if not alike or not isinstance(found, list) or not found or not all(isinstance(one, dict) for one in found):
            continue
        for section in alike:
            kind = KINDS[section]
            if all(_is_stored(kind, one) for one in found):
                return section, found
            if key not in KINDS and all(from_file(kind, one) for one in found):
                return section, found
    return None


def _is_stored(kind: Kind, document: Object) -> bool:
    """Whether this is an object as Tyk stores it, and no item of a configuration."""
    heads = {path.partition(".")[0] for path in (*kind.identity.ids, kind.identity.row_id) if path}
    return bool((heads - kind.options.keys() - kind.fields.views.keys()) & document.keys()) and kind.is_whole(document)


def entries_of(data: t.Any) -> tuple[str, dict[str, Object]] | None:
    """Section and objects of a Gateway's file of many, by id."""
    if not isinstance(data, dict) or not data or not all(isinstance(one, dict) for one in data.values()):
        return None
    section = next((name for name, kind in KINDS.items() if all(map(kind.is_entry, data.values()))), "")
    return (section, data) if section else None


def companions(sources: t.Iterable[tuple[str, t.Any]]) -> dict[str, tuple[str, str]]:
    """The files that a Gateway has beside that of an API, for its document: file -> section, and that of the API.

    :arg sources: files, and what they hold; that one is called like the other with an ending more is not enough.
    """
    known, found = dict(sources), {}
    for file in known:
        stem, ending = os.path.splitext(file)
        for section, kind in KINDS.items():
            beside = f"{stem.removesuffix(kind.companion)}{ending}"
            if kind.companion and stem.endswith(kind.companion) and whole_of(beside, known.get(beside)):
                found[file] = (section, beside)
    return found


def is_else(data: t.Any) -> str:
    """What a document of no tool's is, and the way out; "" for what is none."""
    return next((said for kind in KINDS.values() if (said := kind.is_else(data))), "") if isinstance(data, dict) else ""


def is_manifest(data: t.Any) -> bool:
    """Whether this is a resource of tyk-operator."""
    return isinstance(data, dict) and str(data.get("apiVersion") or "").startswith(GROUP)


def _told(data: t.Any, paired: bool) -> str:
    """What a source is that a configuration does not take, and the way out; "" where it may be one."""
    if is_manifest(data):
        return by_converting("operator")
    if paired or entries_of(data):
        return by_converting("gateway")
    if listed_in(data):
        return by_converting("dashboard")
    whole = isinstance(data, dict) and any(kind.is_whole(data) for kind in KINDS.values())
    return by_converting("object") if not whole and whole_of("", data) else is_else(data) or likeness(data)


def likeness(data: t.Any) -> str:
    """Of which kind an object is that no tool's form tells, and the way out; "" for what is none."""
    if not isinstance(data, dict) or data.keys() & KINDS.keys() or any(kind.is_whole(data) for kind in KINDS.values()):
        return ""
    known = table(KNOWN)
    alike = [(len(data.keys() & known[kind.name].keys()), kind) for kind in KINDS.values() if kind.name in known]
    count, kind = max(alike, key=lambda one: one[0])
    return LIKE.format(kind.a_noun, kind.section) if count >= max(FEW, MOST * len(data)) else ""


def by_converting(tool: str) -> str:
    """What files of another tool are, and that they can be converted."""
    return f"this is {TOOLS[tool]}; make a configuration of it with community.tyk.tyk_convert"


def foreign(sources: list[tuple[str, t.Any]]) -> dict[str, list[str]]:
    """By what is to be said of them, the files among these that are no configuration, but something that is known."""
    pairs = companions(sources)
    paired = {*pairs, *(beside for _section, beside in pairs.values())}
    found: dict[str, list[str]] = {}
    for file, data in sources:
        said = _told(data, file in paired)
        if said:
            found.setdefault(said, []).append(file)
    return found
