# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What people say is secret, and what they say is none: paths as results and exports have them.

A path starts with an option of the kind, such as definition; for a whole configuration with a section before it.
"""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import functools
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._data.paths import Path
from ansible_collections.community.tyk.plugins.module_utils._data.secrets import Secrets
from ansible_collections.community.tyk.plugins.module_utils._data.shapes import may_have
from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Fields, Object


class Kind(t.Protocol):
    """What this asks of a kind."""

    @property
    def section(self) -> str:
        """Key of the configuration."""

    @property
    def fields(self) -> Fields:
        """What the fields mean."""

    @property
    def options(self) -> t.Mapping[str, t.Any]:
        """The options that stand for fields."""

    def shape(self, definition: Object) -> Object:
        """What a task calls definition, in the object's shape."""

    def forms(self) -> tuple[t.Any, ...]:
        """The kinds that an item of a configuration may be of."""


SAID = {"secrets": "text", "not_secrets": ""}  # option -> what it says is there
PLACES = "secret_places"  # beside the options: where else something is hidden in Tyk's object, whatever stays there


def secrets_of(kind: Kind, params: t.Mapping[str, t.Any]) -> Secrets:
    """What is secret of an object, for a task with these parameters."""
    said = tuple(
        (path if isinstance(path, tuple) else str(path), what)
        for option, what in SAID.items()
        for path in params.get(option) or ()
    )
    one: t.Any = kind  # which can be hashed, as every kind can
    places = tuple(params.get(PLACES) or ())
    return _laid(one, said, places) if said or places else kind.fields.secrets


@functools.lru_cache(maxsize=256)
def _laid(kind: t.Any, said: tuple[tuple[str | Path, str], ...], places: tuple[Path, ...] = ()) -> Secrets:
    tree: Secrets = kind.fields.secrets
    for written, what in said:
        if isinstance(written, str):
            path = _in_tyk(kind, written)
            tree = tree.laid(path, what) if path else tree
        else:
            tree = _with_places(tree, fields_at(kind, written), what)
    return _with_places(tree, places, "text")


def _with_places(tree: Secrets, places: t.Iterable[Path], what: str) -> Secrets:
    """A copy in which what is at these places is secret in this way; in a list every item is."""
    for path in places:
        tree = tree.laid(tuple("*" if isinstance(step, int) else step for step in path), what)
    return tree


def hidden_at(kind: Kind, paths: t.Iterable[Path]) -> tuple[set[Path], Secrets]:
    """The places in Tyk's object of what a task has at these paths, whichever form of the kind it is, and a tree of
    nothing else."""
    places = {place for form in kind.forms() for path in paths for place in fields_at(form, path)}
    return places, _with_places(Secrets(), places, "text")


def _in_tyk(kind: Kind, text: str) -> Path:
    """Where that is in Tyk's object; () where the kind has no such place."""
    first, *rest = text.split(".")
    if first == kind.section and rest:
        first, *rest = rest
    return place_of(kind, (first, *rest))


def place_of(kind: Kind, path: Path) -> Path:
    """Where that is in Tyk's object which a task has at this path; () where the kind has no such place."""
    first, *rest = path
    if first == "definition" and rest:
        shaped = kind.shape({str(rest[0]): {}})
        around = [name for name, inner in shaped.items() if name != rest[0] and rest[0] in (inner or ())]
        return (*around[:1], *rest)
    option = kind.options.get(str(first))
    return (*option.path.split("."), *rest) if option and option.path else ()


def is_verbatim(kind: Kind, path: Path) -> bool:
    """Whether Tyk's object has what a task says there as it is, at place_of()."""
    option = kind.options.get(str(path[0]))
    return path[0] == "definition" or bool(option and option.path and not (option.to_tyk or option.ref))


def has_key(kind: Kind, path: Path, key: str) -> bool:
    """Whether what a task has at a path is something that has this key of its own: an option or a field of that name,
    or a map of any names to what is not anything."""
    option = kind.options.get(str(path[0])) if path else None
    spec = option.spec if option else {}
    for step in path[1:]:
        spec = spec if isinstance(step, int) else (spec.get("options") or {}).get(step) or {}
    if key in (spec.get("options") or {}):
        return True
    node, place = kind.fields.secrets, place_of(kind, path) if path else ()
    for step in place:
        node = node.at(step, None)
    return bool(place) and (node.knows(key) or may_have(place, kind.fields.blocks, key))


def fields_at(kind: Kind, path: Path) -> list[Path]:
    """The fields of Tyk's object that hold what a task says at a path: all that an option may turn its value into."""
    option = kind.options.get(str(path[0]))
    if option is None or is_verbatim(kind, path):
        place = place_of(kind, path)
        return [place] if place else []
    return [tuple(field.split(".")) for field in option.paths or (option.path,) if field]


def check_paths(kinds: t.Iterable[Kind], params: t.Mapping[str, t.Any], sections: bool) -> None:
    """Refuse paths that lead nowhere. Raises Invalid.

    :arg sections: the paths start with the section of their kind.
    """
    known = {kind.section if sections else "": kind for kind in kinds}
    for option in SAID:
        for text in map(str, params.get(option) or ()):
            kind = known.get(text.partition(".")[0] if sections else "")
            if kind is None or not _in_tyk(kind, text):
                start = (
                    "a section and an option, such as apis.definition" if sections else "an option, such as definition"
                )
                raise Invalid(f"{option}: {text!r} leads nowhere; a path begins with {start}, and names a field of it")
