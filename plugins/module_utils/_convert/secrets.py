# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What becomes of the secrets that files hold: they go into files as they are, or have placeholders, or masks."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import collections
import re
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._config.declared import Item, safe_item
from ansible_collections.community.tyk.plugins.module_utils._convert.found import Lost
from ansible_collections.community.tyk.plugins.module_utils._data.merge import canonical, clone
from ansible_collections.community.tyk.plugins.module_utils._data.paths import Path, at, places
from ansible_collections.community.tyk.plugins.module_utils._data.secrets import MASK
from ansible_collections.community.tyk.plugins.module_utils._object.placeholder_names import identity_of, with_names

# What everybody may see: an option that takes this may also take a private key with it, and is masked for that.
PUBLIC = re.compile(r"\s*(-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----\s*)+")


class WrittenOut(t.NamedTuple):
    """Items as files have them.

    :arg placeholders: their names.
    :arg open: whether anybody may read the files: where there are placeholders, and no document that others write, in
        which nobody knows what is secret.
    """

    placeholders: list[str]
    open: bool


def write_out(items: list[Item], params: t.Mapping[str, t.Any]) -> WrittenOut:
    """Write items as a configuration has them; with masks for secrets where they do not go into files."""
    names, taken, documents = list[str](), set[str](), False
    about = [(item.section, *identity_of(item.kind, item.said)) for item in items]
    called = collections.Counter(about)
    for item, (_section, *name) in zip(items, about):
        masked = _masked(item, params)
        raw = {option for option, said in item.kind.options.items() if said.spec.get("type") == "raw"}
        documents = documents or not raw.isdisjoint(item.said)
        secret = [path for path in _apart(item.said, masked) if path[0] not in raw] if params["placeholders"] else []
        beside = "" if called[(item.section, *name)] == 1 else canonical(masked)
        both = (item.said if params.get("dest") else masked, secret)
        item.said, placed = with_names(item.kind, both, (tuple(name), beside), taken)
        names += placed
    return WrittenOut(sorted(names), bool(params["placeholders"]) and not documents)


def _masked(item: Item, params: t.Mapping[str, t.Any]) -> dict[str, t.Any]:
    """An item with masks for secrets, but for what the task says is none."""
    masked: dict[str, t.Any] = clone(safe_item(item.section, item.said, params["secrets"]))
    if params["placeholders"]:
        open_ = {name: said for name, said in item.said.items() if isinstance(said, str) and PUBLIC.fullmatch(said)}
        masked.update(open_)
    for text in params["not_secrets"]:
        first, *steps = str(text).split(".")
        for way, holder in places(item.said, steps) if first == item.section and steps else ():
            above: t.Any = at(masked, way[:-1], None)
            if isinstance(above, (dict, list)):  # no mask stands for all of it
                t.cast(t.Any, above)[way[-1]] = holder[way[-1]]
    return masked


def told(one: Lost, more: t.Iterable[t.Any]) -> Lost:
    """What is lost with its values in the sentence, if all of them can be shown, and differ then.

    :arg more: the paths of secrets that the task adds. Where there is one in such objects, no value is shown, since the
        same value may stand at another path.
    """
    if not one.values:
        return one
    section = one.object.partition(".")[0]
    named = any(str(path).strip().partition(".")[0] == section for path in more)
    shown = [] if named else [_shown(section, one.field, value) for value in one.values]
    apart = all(shown) and len({*shown}) == len(one.values)
    said = ", " + " and ".join(map(repr, shown)) if apart else ", which are not shown, as they may hold a secret"
    return one._replace(why=one.why.format(said), values=())


def _shown(section: str, option: str, value: t.Any) -> str:
    """What everybody may see of the value of an option; "" where that is nothing."""
    if not isinstance(value, str):
        return ""
    safe = str(safe_item(section, {option: value}, None)[option])
    return "" if safe == MASK else safe.partition("?")[0] if "://" in safe else safe


def _apart(said: t.Any, masked: t.Any, path: Path = ()) -> t.Iterator[Path]:
    """Where a mask stands for what is said."""
    if isinstance(said, dict) and isinstance(masked, dict):
        for key, item in said.items():
            yield from _apart(item, masked.get(key), (*path, key))
    elif isinstance(said, list) and isinstance(masked, list) and len(said) == len(masked):
        for index, item in enumerate(said):
            yield from _apart(item, masked[index], (*path, index))
    elif said != masked:
        yield path
