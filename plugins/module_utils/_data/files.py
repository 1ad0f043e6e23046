# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A configuration as files: written whole or not at all, and only where they differ."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import os
import re
import secrets
import stat
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._data.folders import fault_of_file
from ansible_collections.community.tyk.plugins.module_utils._data.parse import parse
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
_Homes = dict[tuple[str, str, tuple[str, ...]], list[tuple[str, t.AbstractSet[str]]]]


class Files:
    """A folder of files that hold a configuration.

    :arg private: nobody else may read the files.
    """

    def __init__(self, folder: str, private: bool) -> None:
        if not HAS_YAML:
            raise Invalid("dest: to write YAML, this host needs the Python library PyYAML")
        self._folder, self._private = os.path.expanduser(folder), private

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
            texts = {f"{kind}.yml": dump({kind: items}) for kind, items in config.items()}
        else:
            texts = self._one_each(config, label)
        changed = [name for name, text in texts.items() if self._read(name) != text or self._is_open(name)]
        fault = next(filter(None, (fault_of_file(os.path.join(self._folder, name), True) for name in changed)), "")
        if fault:
            raise Invalid(f"dest: {fault}")
        if not check:
            try:
                for name in changed:
                    path = os.path.join(self._folder, name)
                    os.makedirs(os.path.dirname(path), mode=0o700 if self._private else 0o777, exist_ok=True)
                    write_whole(path, texts[name], self._private)
            except OSError as error:
                raise Invalid(f"dest: {error}") from error
        stale = sorted(set(self._existing()) - texts.keys())
        return {
            "changed": bool(changed),
            "files": sorted(os.path.join(self._folder, name) for name in texts),
            "stale": [os.path.join(self._folder, name) for name in stale],
        }

    def _one_each(self, config: dict[str, list[Item]], label: ToLabel) -> dict[str, str]:
        """A file for each object: the one that holds it already, or one that none has."""
        homes, texts = self._homes(label), {}
        taken = {name for files in homes.values() for name, _ids in files}
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
            except (OSError, ValueError, TypeError, AttributeError, KeyError, RecursionError):
                continue  # something else than one object
        return homes

    def _read(self, name: str) -> str | None:
        try:
            with open(os.path.join(self._folder, name), encoding="utf-8", newline="") as file:
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


def write_whole(path: str, text: str, private: bool = False) -> None:
    """Write a file whole or not at all. Others may read it as the umask says, or as they might before; or nobody."""
    temporary = os.path.join(os.path.dirname(path), f".tyk-{secrets.token_hex(8)}")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600 if private else 0o666)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            if os.path.exists(path) and not private:
                os.fchmod(handle, stat.S_IMODE(os.stat(path).st_mode))
            file.write(text)
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise


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
