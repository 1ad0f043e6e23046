# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which parts of a folder declare what a host should have, and what in it nobody would read."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import json
import os
import re
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._config.files import ENDINGS, below
from ansible_collections.community.tyk.plugins.module_utils._kinds.table import KINDS

COMMON, OVERLAYS = "common", "overlays"
INVENTORY = re.compile(r"(?:inventory|hosts)(?:\.(?:ya?ml|json|ini|toml))?", re.IGNORECASE)
DOCUMENT = re.compile(r"^[\"']?(?:openapi|swagger)[\"']?[ \t]*:", re.MULTILINE)


class Inventory(t.NamedTuple):
    """What is known of the inventory.

    :arg hosts: all of it; none where there is only the localhost that Ansible makes up.
    :arg layers: groups whose parts come between those of all hosts and those of the host, in this order.
    :arg part: hosts may be missing from it, as from that of a slice of a job in AWX.
    :arg alone: there is no other host that a folder could be meant for.
    """

    host: str
    hosts: frozenset[str]
    groups: frozenset[str]
    part: bool
    alone: bool
    layers: tuple[str, ...] = ()

    def names(self) -> set[str]:
        """What parts may be called."""
        return {self.host, *self.hosts, *(self.groups if self.layers else ())}


class Layout(t.NamedTuple):
    """What a folder declares for a host.

    :arg whole: all of the folder is for every host.
    :arg home: where files go that are for this host only.
    :arg empty: nothing is declared yet for this host.
    :arg unread: why what is beside ``src`` is refused, and ``unread_overlays`` what is beside ``overlays``; or "".
    """

    dir: str
    whole: bool
    src: list[str]
    overlays: list[str]
    home: str
    empty: bool
    unread: str
    unread_overlays: str


def lay_out(folder: str, inventory: Inventory) -> Layout:
    """Find out what a folder declares for a host."""
    folder = os.path.abspath(os.path.expanduser(folder))
    own = os.path.join(folder, inventory.host)
    by_host = any(os.path.isdir(os.path.join(folder, name)) for name in (COMMON, OVERLAYS, *inventory.names()))
    if by_host:
        layers = dict.fromkeys((*inventory.layers, inventory.host))
        parts = dict.fromkeys(os.path.join(folder, name) for name in (COMMON, *layers))
        src = [path for path in parts if os.path.isdir(path)]
        laid = [path for name in layers for path in _named(os.path.join(folder, OVERLAYS), name)]
        overlays = [path for path in laid if os.path.exists(path)]
        lost = [path for path in parts if os.path.lexists(path) and path not in src]
        nowhere = [path for path in laid if os.path.lexists(path) and path not in overlays]
        unread = _misnamed(layers) or _lost(lost, "no folder") or _unread(folder, inventory)
        unread_overlays = _lost(nowhere, "a link to nothing") or _unread_overlays(folder, inventory)
        return Layout(folder, False, src, overlays, own, not _declares(src), unread, unread_overlays)
    src = [folder] if os.path.isdir(folder) else []
    empty = not _declares(src)
    home = folder if not empty or not inventory.hosts else own
    alone = inventory.alone and (inventory.hosts or not _forgotten(folder))
    unread = "" if alone else _for_one(folder, inventory)
    return Layout(folder, bool(src), src, [], home, empty, unread, "")


def _named(folder: str, host: str) -> t.Iterator[str]:
    """Where an overlay of this name may be."""
    return (os.path.join(folder, host + ending) for ending in ("", *ENDINGS))


def _declares(paths: t.Iterable[str]) -> bool:
    return any(not _is_document(name) for path in paths for name in below(path, "", []))


def _is_document(name: str) -> bool:
    """Whether a file is an OpenAPI document, which an API of another file may name."""
    if not os.path.isfile(name):  # nothing may ever come out of a pipe
        return False
    try:
        with open(name, encoding="utf-8-sig", errors="replace") as file:
            text = file.read()
        if not name.lower().endswith(".json"):
            return bool(DOCUMENT.search(text))
        held = json.loads(text)
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(held, dict) and not {"openapi", "swagger"}.isdisjoint(held)


def _beside(folder: str, known: t.Container[str]) -> list[str]:
    """What in a folder holds declarations and is called otherwise; folders end with a slash."""
    found = []
    for name in sorted(os.listdir(folder)) if os.path.isdir(folder) else []:
        path = os.path.join(folder, name)
        if name.startswith(".") or name in known:
            continue
        if os.path.isdir(path):
            found += [f"{name}/"] if _declares([path]) else []
        elif name.lower().endswith(ENDINGS) and not _is_document(path):
            found.append(name)
    return found


def _misnamed(names: t.Iterable[str]) -> str:
    """Of the host and its layers: what is called like something else, so that this would be read for it."""
    wrong = [name for name in names if name in (COMMON, OVERLAYS, ".", "..") or "/" in name]
    if not wrong:
        return ""
    return (
        f"A host or a layer cannot be called {_listed(wrong)}, because folders here are called like hosts, and "
        f"{COMMON} and {OVERLAYS} are folders for all of them. Give it another name in the inventory."
    )


def _lost(paths: list[str], what: str) -> str:
    """Parts that are there, and of which nothing can be read."""
    return f"Nobody would read {_listed(paths)}: it is {what}. Mend it, or take it away." if paths else ""


def _unread(folder: str, inventory: Inventory) -> str:
    """Of a folder with a part for each host: what is no such part."""
    found = _beside(folder, {COMMON, OVERLAYS, *inventory.names(), *inventory.groups})
    if inventory.part:  # folders may be those of hosts that are not in this part
        found = [name for name in found if not name.endswith("/")]
    if not found:
        return ""
    return (
        f"Nobody would read {_listed(found)} in {folder}, because that has folders for all hosts ({COMMON}), for "
        f"changes ({OVERLAYS}), or for single hosts. Move what every host should have into {folder}/{COMMON}, and what "
        f"one should have into a folder that is called like the host in the inventory.{_no_inventory(inventory)}"
    )


def _unread_overlays(folder: str, inventory: Inventory) -> str:
    """The overlays of nobody."""
    named = {*inventory.names(), *inventory.groups}
    known = {os.path.basename(path) for name in named for path in _named("", name)}
    found = [] if inventory.part else _beside(os.path.join(folder, OVERLAYS), known)
    if not found:
        return ""
    return (
        f"Nobody would read {_listed(found)} in {folder}/{OVERLAYS}: no host and no group of the inventory is called "
        "so. Call it like the host that it is for, such as HOST.yml, or take it away."
    )


def _for_one(folder: str, inventory: Inventory) -> str:
    """Of a folder that is for every host as a whole: what may be meant for one of them."""
    named = {host + ending for host in inventory.names() for ending in ENDINGS}
    found = [name for name in _beside(folder, set(KINDS)) if name.endswith("/") or name in named]
    if not found:
        return ""
    return (
        f"{_listed(found)} in {folder} may be meant for one host, and every host would get it: there is no folder that "
        f"is called like a host of the inventory, and none called {COMMON} or {OVERLAYS}. Call it like the host "
        f"that it is for, or move it into {folder}/{COMMON} if it is for all.{_no_inventory(inventory)}"
    )


def _forgotten(folder: str) -> bool:
    """Whether there is an inventory beside the folder, whose hosts the folder's parts may be for."""
    above = os.path.dirname(folder)
    return os.path.isdir(above) and any(INVENTORY.fullmatch(name) for name in os.listdir(above))


def _listed(names: list[str]) -> str:
    return ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")


def _no_inventory(inventory: Inventory) -> str:
    return "" if inventory.hosts else " There is no inventory: if there should be one, name its file with -i."
