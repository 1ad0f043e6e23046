# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A configuration as files: written whole or not at all, and only where they differ."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import os
import re
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._data.folders import fault_of_file
from ansible_collections.community.tyk.plugins.module_utils._data.parse import parse
from ansible_collections.community.tyk.plugins.module_utils._data.written import write_whole
from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid

try:
    import yaml
except ImportError:
    HAS_YAML = False
else:
    HAS_YAML = True

    class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
        """Texts of several lines as blocks, and no anchors."""

        def ignore_aliases(self, data: t.Any) -> bool:
            return True

    def _represent_text(dumper: t.Any, value: str) -> t.Any:
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style="|" if "\n" in value else None)

    _Dumper.add_representer(str, _represent_text)


Item = dict[str, t.Any]


class Label(t.NamedTuple):
    """What tells an object of a kind from others.

    :arg name: what people call it, and so its file; ``home`` what it lives below.
    :arg ids: its ids, as far as they are known.
    """

    name: str
    home: tuple[str, ...] = ()
    ids: t.AbstractSet[str] = frozenset()


ToLabel = t.Callable[[str, Item], Label]
IsMeant = t.Callable[[str, t.Any], bool]
UNREAD = (OSError, ValueError, TypeError, AttributeError, KeyError, RecursionError)
_Homes = dict[tuple[str, str, tuple[str, ...]], list[tuple[str, t.AbstractSet[str]]]]


class Files:
    """A folder of files that hold a configuration.

    :arg private: nobody else may read the files.
    :arg meant: whether an object that a file holds is among those which are asked for, where these are not all; what
        else files hold is left in them then.
    """

    def __init__(self, folder: str, private: bool, meant: IsMeant | None = None) -> None:
        if not HAS_YAML:
            raise Invalid("dest: to write YAML, this host needs the Python library PyYAML")
        self._folder, self._private, self._meant = os.path.expanduser(folder), private, meant
        self.left: list[str] = []  # what is asked for, stays in a file, and is not in what is written
        self.gone: list[str] = []  # what files held that are replaced, and hold no more

    def write(
        self,
        config: dict[str, list[Item]],
        layout: str,
        label: ToLabel,
        check: bool,
    ) -> dict[str, t.Any]:
        """Write the files that differ; which ones there are, and which others lie beside them.

        :arg layout: ``kind`` for one file per kind, ``object`` for one per object.
        """
        if layout == "kind":
            texts = {f"{kind}.yml": self._one_kind(kind, items, label) for kind, items in config.items()}
        else:
            texts = self._one_each(config, label)
        changed = [name for name, text in texts.items() if self._read(name) != text or self._is_open(name)]
        fault = next(filter(None, (fault_of_file(os.path.join(self._folder, name), True) for name in changed)), "")
        fault = fault or next(filter(None, map(self._precious, changed)), "")
        if fault:
            raise Invalid(f"dest: {fault}")
        own = [(kind, label(kind, item)) for kind, items in config.items() for item in items]
        self.gone = [told for name in changed for told in self._gone(name, own, label)]
        if not check:
            try:
                for name in changed:
                    path = os.path.join(self._folder, name)
                    os.makedirs(os.path.dirname(path), mode=0o700 if self._private else 0o777, exist_ok=True)
                    write_whole(path, texts[name], self._private)
            except OSError as error:
                raise Invalid(f"dest: {error}") from error
        stale = sorted(name for name in set(self._existing()) - texts.keys() if self._is_stale(name))
        return {
            "changed": bool(changed),
            "files": sorted(os.path.join(self._folder, name) for name in texts),
            "stale": [os.path.join(self._folder, name) for name in stale],
        }

    def _precious(self, name: str) -> str:
        """Why a file is not replaced: it is none that could be made again; "" where it is a configuration."""
        path = os.path.join(self._folder, name)
        if not os.path.lexists(path):
            return ""
        try:
            there = parse(path)
            own = there is None or isinstance(there, dict) and all(isinstance(items, list) for items in there.values())
            why = "" if own else "it holds no configuration"
        except (OSError, ValueError, RecursionError) as error:
            why = str(error) or "it is nested too deeply"
        return (
            f"{path} is there and would be replaced, but {why}; move it away, or choose another folder" if why else ""
        )

    def _gone(self, name: str, new: list[tuple[str, Label]], label: ToLabel) -> t.Iterator[str]:
        """The objects of a file that is replaced which are not among the new ones."""
        path = os.path.join(self._folder, name)
        there = (parse(path) or {}) if os.path.exists(path) and self._meant is None else {}
        for kind, items in there.items():
            for item in items:
                own = label(kind, item) if isinstance(item, dict) else Label("")
                alike = [one for section, one in new if section == kind and one.home == own.home]
                if not any(one.name == own.name or one.ids & own.ids for one in alike):
                    yield f"{kind}.{own.name} ({name})"

    def _is_stale(self, name: str) -> bool:
        """Whether a file that is not part of the export may hold nothing but objects that are gone."""
        if self._meant is None:
            return True
        try:
            held = [(kind, item) for kind, items in parse(os.path.join(self._folder, name)).items() for item in items]
        except UNREAD:
            return False
        return bool(held) and all(self._meant(kind, item) for kind, item in held)

    def _one_kind(self, kind: str, items: list[Item], label: ToLabel) -> str:
        """The file of a kind. Where not all is asked for, with what else it holds."""
        name = f"{kind}.yml"
        text = self._read(name) if self._meant else None
        if text is None and not (self._meant and os.path.lexists(os.path.join(self._folder, name))):
            return dump({kind: items})
        try:
            there = parse(os.path.join(self._folder, name)) or {}
            held, left = _merged(kind, there.get(kind) or [], items, label)
            merged = {**there, kind: held}
            self.left += [f"{label(kind, one).name} ({name})" for one in left if self._meant and self._meant(kind, one)]
            return text if text is not None and merged == there else dump(merged)
        except yaml.YAMLError:  # whose words may quote a value
            why = (
                "a number in it is written as 010 or 1:30 is, and means another; put it in quotes, or write it plainly"
            )
        except UNREAD as error:
            why = str(error)
        raise Invalid(
            f"dest: {name} is there, and what it holds beside this export cannot be kept: {why}. Export into another "
            "folder, or with layout: object"
        )

    def _one_each(self, config: dict[str, list[Item]], label: ToLabel) -> dict[str, str]:
        """A file for each object: the one that holds it already, or one that none has."""
        homes, texts = self._homes(label), {}
        taken = {*self._existing()}  # a file that holds more is not lost for one object of it
        for kind, items in config.items():
            for item in items:
                own = label(kind, item)
                files = homes.get((kind, own.name, own.home), [])
                known = [file for file in files if file[1] & own.ids] or [file for file in files if not file[1]]
                if known:
                    files.remove(known[0])
                home = known[0][0] if known else _unused_name(taken, kind, own.name)
                taken.add(home)
                texts[home] = dump({kind: [item]})
        return texts

    def _homes(self, label: ToLabel) -> _Homes:
        """The files that hold one object each, by what tells it, so that none moves for another; with its ids."""
        homes: _Homes = {}
        for name in sorted(self._existing(), key=lambda name: (len(name), name)):
            try:
                ((kind, (item,)),) = parse(os.path.join(self._folder, name)).items()
                own = label(kind, item)
                homes.setdefault((kind, own.name, own.home), []).append((name, own.ids))
            except UNREAD:
                continue  # something else than one object
        return homes

    def _read(self, name: str) -> str | None:
        path = os.path.join(self._folder, name)
        if not os.path.isfile(path):  # nothing may ever come out of a pipe
            return None
        try:
            with open(path, encoding="utf-8", newline="") as file:
                return file.read()
        except (OSError, ValueError):
            return None

    def _is_open(self, name: str) -> bool:
        """Whether others may read what nobody else may."""
        return self._private and bool(os.stat(os.path.join(self._folder, name)).st_mode & 0o077)

    def _existing(self) -> t.Iterator[str]:
        for folder, _below, names in os.walk(self._folder):
            for name in names:
                if name.endswith((".yml", ".yaml", ".json")):
                    yield os.path.relpath(os.path.join(folder, name), self._folder)


def _merged(kind: str, there: list[Item], items: list[Item], label: ToLabel) -> tuple[list[Item], list[Item]]:
    """These objects in place of those of a file that are the same, with all others of it; and these others."""
    merged, own = list(there), [label(kind, item) for item in there]
    left = set(range(len(there)))
    for item in items:
        one = label(kind, item)
        same = [at for at in left if own[at].home == one.home and own[at].ids & one.ids]
        alike = [at for at in left if own[at][:2] == one[:2] and not own[at].ids]
        at = min(same or alike, default=None)
        if at is None:
            merged.append(item)
        else:
            merged[at] = item
            left.remove(at)
    return merged, [there[at] for at in sorted(left)]


def told_gone(files: Files) -> str:
    """A sentence on what files held that were replaced, and hold no more; "" for nothing."""
    more = f" and {len(files.gone) - 5} more" if len(files.gone) > 5 else ""
    return f"Taken out of files that were there: {', '.join(files.gone[:5])}{more}." if files.gone else ""


def dump(value: t.Any) -> str:
    """A value as YAML."""
    options = {"sort_keys": False, "allow_unicode": True, "default_flow_style": False, "width": 120}
    text: str = yaml.dump(value, Dumper=_Dumper, **options)
    return "---\n" + text


def _unused_name(taken: t.Container[str], kind: str, label: str) -> str:
    """A file name that no other object has."""
    stem = re.sub(r"[^\w@.+-]+", "-", label.lower()).strip(".-")[:80]
    stem = stem.encode()[:200].decode(errors="ignore") or "unnamed"  # of the 255 bytes that a name may have
    number, name = 1, f"{kind}/{stem}.yml"
    while name in taken:
        number += 1
        name = f"{kind}/{stem}-{number}.yml"
    return name
