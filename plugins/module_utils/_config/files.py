# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The files of a configuration."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import os
import re
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._config.foreign import (
    INDEX,
    MANIFEST,
    RESOURCE,
    by_converting,
)
from ansible_collections.community.tyk.plugins.module_utils._data.parse import parse
from ansible_collections.community.tyk.plugins.module_utils._data.secrets import shown_address
from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid

ENDINGS = (".yml", ".yaml", ".json")
PLACE_OF_ANCHORS = r"^(x-|\.)"  # at the top of a configuration


def holds_anchors(key: t.Any) -> bool:
    """Whether this is a place for YAML's anchors, such as those of Compose and OpenAPI (x-), or of GitLab (a dot)."""
    return re.match(PLACE_OF_ANCHORS, str(key)) is not None


def read_files(
    path: str, option: str, errors: list[str], seen: set[str], reading: t.Callable[[str], t.Any] = parse
) -> list[tuple[str, t.Any]]:
    """What a file holds, or every file below a folder; in the order of their names.

    :arg seen: the files that have been read already, whatever they were called; each counts once.
    :arg reading: how each is read.
    """
    if "\0" in path:
        errors.append(f"{option}: no path has a character of the number 0 in it")
        return []
    if "://" in path:
        address = shown_address(path).split("?")[0]
        errors.append(f"{option}: {address} is an address; get the file first, with ansible.builtin.get_url")
        return []
    path = os.path.expanduser(path)
    found = [path]
    if os.path.isfile(os.path.join(path, INDEX)):
        errors.append(f"{option}: {path}: {by_converting('tyk_sync')}")
        return []
    if os.path.isdir(path):
        found = list(below(path, option, errors))
        if not found:
            errors.append(f"{option}: {path} holds no file that ends with {', '.join(ENDINGS)}")
    read = []
    for name in found:
        real = os.path.realpath(name)
        if real in seen:
            continue
        seen.add(real)
        try:
            read.append((name, reading(name)))
        except OSError as error:
            errors.append(f"{option}: {name}: {(error.strerror or 'it cannot be read').lower()}")
        except (ValueError, RecursionError) as error:
            if _is_of_operator(name):  # which keeps several documents in one file
                read.append((name, MANIFEST))
            else:
                errors.append(f"{option}: {name}: {str(error) or 'nested too deeply'}")
    return read


def _is_of_operator(name: str) -> bool:
    """Whether a file that cannot be read as one document holds resources of tyk-operator."""
    if not os.path.isfile(name):
        return False
    try:
        with open(name, encoding="utf-8", errors="replace") as file:
            return bool(RESOURCE.search(file.read()))
    except OSError:
        return False


def below(path: str, option: str, errors: list[str]) -> t.Iterator[str]:
    """The files below a folder, and below what is linked there. What cannot be looked into is an error."""

    def unread(error: OSError) -> None:
        errors.append(f"{option}: {error}")

    entered: set[str] = set()
    for folder, below, files in os.walk(path, onerror=unread, followlinks=True):
        real = os.path.realpath(folder)
        if real in entered:  # by another link, or by one that leads back up
            below.clear()
            continue
        entered.add(real)
        below[:] = sorted(name for name in below if not name.startswith("."))
        for name in sorted(files):
            full = os.path.join(folder, name)
            if name.startswith("."):
                continue
            if name.lower().endswith(ENDINGS):
                yield full
            elif not os.path.exists(full):
                errors.append(f"{option}: {full} is a link to nothing, be it a file or a folder")


def files_of(paths: t.Iterable[str]) -> set[str]:
    """The files of these files and folders, whatever they are called."""
    wide = (os.path.expanduser(path) for path in paths if "\0" not in path)
    found = (below(path, "", []) if os.path.isdir(path) else [path] for path in wide)
    return {os.path.realpath(name) for some in found for name in some}


def check_outside(option: str, written: str, sources: t.Iterable[t.Any]) -> None:
    """Refuse a file where the next run would read it, or in place of what is declared. Raises Invalid."""
    real = os.path.realpath(os.path.expanduser(written))
    for source in sources:
        home = os.path.realpath(os.path.expanduser(source)) if isinstance(source, str) else ""
        if home and (real == home or real.startswith(os.path.join(home, ""))):
            raise Invalid(f"{option}: {written} would be in {source}, where the configuration is; write it elsewhere")
