# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What stands for the placeholders of a configuration: from options, from files, and from the environment."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import os
import re
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._api.veil import SHORT
from ansible_collections.community.tyk.plugins.module_utils._config.files import read_files
from ansible_collections.community.tyk.plugins.module_utils._data.merge import clone
from ansible_collections.community.tyk.plugins.module_utils._data.near import did_you_mean, nearest
from ansible_collections.community.tyk.plugins.module_utils._data.paths import Path, at, dotted, indexed
from ansible_collections.community.tyk.plugins.module_utils._data.placeholders import (
    WAY_OUT,
    Hidden,
    Placeholder,
    dropped,
    found,
    placed,
)
from ansible_collections.community.tyk.plugins.module_utils._data.secrets import MASK, TEXT, texts
from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind
from ansible_collections.community.tyk.plugins.module_utils._kinds.secret_paths import is_verbatim, place_of
from ansible_collections.community.tyk.plugins.module_utils._object.connect import Task
from ansible_collections.community.tyk.plugins.module_utils._object.gaps import Gap
from ansible_collections.community.tyk.plugins.module_utils._object.placeholder_names import alike

NAME = re.compile(r"[\w./@ -]{1,300}")  # a placeholder that is no line of another file
OPTION, FILES, PREFIX = "secret_values", "secret_files", "TYK_SECRET_"
GIVE = f"give it one with {OPTION}, {FILES}, or"


class Filled(t.NamedTuple):
    """What is said of an object, with values for its placeholders.

    :arg hidden: where secrets are in it.
    :arg gaps: what has no value, and is not in it.
    """

    said: dict[str, t.Any]
    hidden: list[Path]
    gaps: list[Gap]


class SecretValues:
    """The values, by name. One that is null or an empty text is none, as in a file that is yet to be filled in.

    :arg parse: reads a file.
    """

    def __init__(self, task: Task, parse: t.Callable[[str], t.Any]) -> None:
        self._hide = task.hide
        self.told: set[str] = set()  # what no output may have
        self._asked: dict[str, str] = {}  # variable of the environment -> who asks for it
        self._sources = [task.params.get(OPTION) or {}]
        errors: list[str] = []
        seen: set[str] = set()
        for path in task.params.get(FILES) or ():
            for name, held in read_files(str(path), FILES, errors, seen, parse):
                if isinstance(held, dict):
                    self._sources.append(held)
                elif held is not None:
                    errors.append(f"{FILES}: {name}: this is no mapping of names to values")
        if errors:
            raise Invalid("\n".join(errors))
        self._has_any = any(self._sources) or any(name.startswith(PREFIX) for name in os.environ)

    def get(self, name: str) -> t.Any:
        """The value of this name; None for none. Raises Invalid."""
        for source in self._sources:
            value = source.get(name)
            if value is not None and value != "":
                return self._hidden(value)
        value = os.environ.get(variable(name)) or ""
        if not value.strip():
            return None
        other = self._asked.setdefault(variable(name), name)
        if other != name:
            raise Invalid(
                f"the placeholders {other} and {name} would both get the value of {variable(name)} in the environment; "
                f"give one of them its value with {OPTION} or {FILES}"
            )
        return self._hidden(value)

    def untaken(self, kind: Kind, said: dict[str, t.Any]) -> list[Path]:
        """Where something that is no placeholder looks like one that has a value."""
        return [path for path, text in alike(kind, said) if self._has(text)] if self._has_any else []

    def _has(self, name: str) -> bool:
        """Whether there is a value of this name, which may be no name but a secret."""
        given = any(source.get(name) not in (None, "") for source in self._sources)
        return given or bool(os.environ.get(variable(name), "").strip())

    def _hidden(self, value: t.Any) -> t.Any:
        value = _plain(value)
        self.hide(value)
        return value

    def hide(self, value: t.Any) -> None:
        """See that no result shows this."""
        found_in = {text for text in texts(value, TEXT) if len(text) >= SHORT}
        self.told |= found_in
        self._hide(found_in)

    def meant(self, name: str) -> str:
        """What to add to a message about a name that has no value."""
        known = {key: key for source in self._sources for key in source}
        return did_you_mean(nearest(name, known))

    def fill(self, kind: Kind, said: dict[str, t.Any], may_be_data: t.Callable[[Path, str], bool]) -> Filled:
        """What is said of an object, with values. Raises Invalid.

        :arg may_be_data: whether what is taken for a placeholder at a path could be somebody's data.
        """
        done = Filled(said, [], [])
        for path, mark in list(found(said)):
            if at(done.said, path, None) is None:
                continue  # it was in a list that is left out
            if _is_known_by(kind, path):
                raise Invalid(f"{indexed(path)}: a {kind.noun} is known by this wherever it is told of; name no secret")
            value = str(mark) if isinstance(mark, Hidden) else self.get(mark.name)
            if value is not None:
                self.hide(value)
                done.hidden.append(path)
                done = done._replace(said=placed(done.said, path, clone(value)))
                continue
            ours = mark.name.startswith(f"{kind.section}.")  # as names of exports begin, and hardly a secret
            gap = Gap(path, indexed(path), self._unknown(mark, not ours and may_be_data(path, mark.name)))
            done = _leave(kind, done, gap)
        return _by_id(kind, done)

    def _unknown(self, mark: Placeholder, is_data: bool) -> str:
        """What to say of a placeholder that has no value. What may be data of somebody's may be a secret."""
        if is_data:
            return (
                f"this is taken for a placeholder, and nothing gives it a value; if it is data, write {WAY_OUT}, "
                f"otherwise {GIVE} {PREFIX}... in the environment"
            )
        name = mark.name if NAME.fullmatch(mark.name) else "..."
        environment = f"{variable(mark.name) if name == mark.name else f'{PREFIX}...'} in the environment"
        return f"the placeholder {name} has no value; {GIVE} {environment}{self.meant(mark.name)}"


def variable(name: str) -> str:
    """The variable of the environment for a name."""
    return PREFIX + re.sub(r"[^A-Z0-9_]", "_", name.upper())


def _plain(value: t.Any) -> t.Any:
    """A value without marks, at every depth."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return str(value) if isinstance(value, Hidden) else value


def _is_known_by(kind: Kind, path: Path) -> bool:
    """Whether people know an object by what is at a path."""
    identity = kind.identity
    names = (identity.name, *(() if kind.secret.is_id else identity.ids))
    forms = (form.identity.name for form in kind.forms())
    return path[0] in kind.route.selectors or dotted(place_of(kind, path)) in {*names, *forms} - {""}


def _leave(kind: Kind, done: Filled, gap: Gap) -> Filled:
    """The same without what has no value. In a list a mask stands for it, until it is known what is there; where that
    cannot be found again, the whole list is left out."""
    path = gap.path
    first = next((index for index, step in enumerate(path) if isinstance(step, int)), 0)
    if first and is_verbatim(kind, path):
        said = placed(done.said, path, MASK)
    else:
        path = path[:first] if first else path
        said = dropped(done.said, path)
    return Filled(said, [*done.hidden, path], [*done.gaps, gap._replace(path=path)])


def _by_id(kind: Kind, done: Filled) -> Filled:
    """Where an id is a secret, and has a value, nothing else says which object is meant."""
    ident = (kind.identity.id_option,)
    others = kind.identity.lookups.keys() - {kind.identity.id_option}
    if not kind.secret.is_id or ident not in done.hidden or ident in [gap.path for gap in done.gaps]:
        return done
    return done._replace(said={name: value for name, value in done.said.items() if name not in others})
