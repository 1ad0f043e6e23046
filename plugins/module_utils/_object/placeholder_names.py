# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Placeholders for the secrets of an item, and what they are called."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import functools
import hashlib
import itertools
import json
import re
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._data.paths import Path
from ansible_collections.community.tyk.plugins.module_utils._data.placeholders import (
    KEY,
    Placeholder,
    escaped,
    placed,
    read,
    singles,
)
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object
from ansible_collections.community.tyk.plugins.module_utils._kinds.secret_paths import has_key
from ansible_collections.community.tyk.plugins.module_utils._kinds.table import KINDS

Identity = tuple[str, ...]
LONGEST = 60  # characters of an object's name
DIGITS = 8  # of the digest that tells names apart which would read the same


def with_placeholders(
    kind: Kind, item: Object, hidden: t.Iterable[Path], about: Identity = (), beside: str = ""
) -> tuple[Object, list[str]]:
    """An item as a configuration has it, with a placeholder at each of these paths; and the names of these.

    What stands at a path now does not matter, and need not be there, so long as it is not in a list. All other data
    stay data: where they look like a placeholder, they are written so that they are not taken for one. With no path at
    all this is how an item is written.

    :arg kind: what the item is; names begin with its section.
    :arg hidden: the paths of the secrets, as the item has them: an option, or definition, and what is below.
    :arg about: what tells the object from all others of its kind: the objects that it lives below, as many as the kind
        has of these, and its name, with its ID where that is not enough; if not given, what the item says of that. A
        name depends on this and on the path, and on nothing else.
    :arg beside: what else tells it from others, where that is not enough; no secret.
    """
    about = about or identity_of(kind, item)
    names = []
    for path in hidden:
        name = name_of(kind, about, path, beside)
        names.append(name)
        item = placed(item, path, Placeholder(name))
    return written(kind, item), names


def with_names(
    kind: Kind, item: tuple[Object, list[Path]], about: tuple[Identity, str], taken: set[str]
) -> tuple[Object, list[str]]:
    """The same, with names that no other placeholder of a configuration has.

    :arg item: an item, and the paths of its secrets; ``about`` as above, and what tells it from others beside that.
    :arg taken: the names of other placeholders; those of this one are added.
    """
    besides = itertools.chain([about[1]], (f"{about[1]} {number}" for number in itertools.count(2)))
    tries = (with_placeholders(kind, *item, about[0], beside) for beside in besides)
    made, placed = next((made, placed) for made, placed in tries if taken.isdisjoint(placed))
    taken.update(placed)
    return made, placed


def written(kind: Kind, item: Object) -> Object:
    """An item with its placeholders as a file has them, and with data that look like such as they are to be written."""
    made: Object = escaped(item, functools.partial(_is_own, kind))
    return made


def as_read(kind: Kind, item: Object) -> Object:
    """The same the other way round. In a document that others write there are no placeholders."""
    raw, is_own = _documents(kind), functools.partial(_is_own, kind)
    return {name: value if name in raw else read(value, is_own, (name,)) for name, value in item.items()}


def _documents(kind: Kind) -> set[str]:
    """The options that take documents."""
    return {name for name, option in kind.options.items() if option.spec.get("type") == "raw"}


def alike(kind: Kind, item: Object) -> t.Iterator[tuple[Path, str]]:
    """What of an item that was read is no placeholder and looks like one, because something has a field or an entry of
    that name there: where, and what would be the name."""
    raw = _documents(kind)
    for path, text in singles({name: value for name, value in item.items() if name not in raw}):
        if path and _is_own(kind, path):
            yield path, text


def _is_own(kind: Kind, path: Path) -> bool:
    declared = KINDS.get(kind.section, kind)  # which is all that a reader knows
    return any(has_key(form, path, KEY) for form in declared.forms())


def name_of(kind: Kind, about: Identity, path: Path, beside: str = "") -> str:
    """What the placeholder for the secret of an object is called. Where a character had to go, or what is left could
    be read in two ways, a digest of the whole says which one it is."""
    parts = [*about, *map(str, path)]
    plain = [re.sub(r"[^A-Za-z0-9_-]+", "_", part).strip("_")[:LONGEST] for part in parts]
    name = ".".join(part for part in (kind.section or kind.name, *plain) if part)
    if plain == parts and not beside:
        return name
    whole = json.dumps([kind.section, *parts, *filter(None, [beside])])
    return f"{name}-{hashlib.sha256(whole.encode()).hexdigest()[:DIGITS]}"


def identity_of(kind: Kind, item: Object) -> Identity:
    """What an item says of the object that it is about."""
    home = (str(item.get(selector) or "") for selector in kind.route.selectors)
    own = next((str(name) for name in kind.item_names(item) if name), kind.noun)
    return (*home, own)
