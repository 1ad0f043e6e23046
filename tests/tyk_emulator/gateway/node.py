# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One node: what it has loaded of its files, and whether it reaches Redis."""

from __future__ import annotations

import copy
import json
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from . import dashboard, definitions, listen_path, primitives

if TYPE_CHECKING:
    from ..core import Emulator

CHECKED_EVERY = 10  # seconds between two looks at Redis
_ENV = re.compile(r'env://([^"]+)')


def _alike(one: Any, other: Any) -> bool:
    """Whether two files hold the same; to Python 0 is false, to a file it is not."""
    return bool(one == other) and json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


class Node:
    """Files are rows of the table gateway_files; what is in here is gone with the process."""

    def __init__(self, emulator: Emulator) -> None:
        self._emulator = emulator
        self.redis = True
        self.loads = True  # a reload that fails says that all is well
        self.apis: dict[str, dict[str, Any]] = {}
        self.policies: dict[str, dict[str, Any]] = {}
        self.scoped: dict[tuple[str, str], dict[str, Any]] = {}  # the same by organisation and id
        self.routed = False  # whether routes were ever made, for which there has to be an API
        self.managed: set[str] = set()  # APIs that hold OAuth clients without having been made for it
        self.stamp: tuple[int, int] | None = None  # what of the Dashboard was loaded
        self.loaded = False
        self.dead = False  # a load can end the process
        self.errors: list[str] = []  # the log
        self._seen_redis, self._seen_at = True, emulator.clock()

    def put(self, name: str, doc: dict[str, Any]) -> None:
        """Write a file."""
        self._emulator.state["gateway_files"].put({"id": name, "doc": copy.deepcopy(doc)})

    def has(self, name: str) -> bool:
        return self._emulator.state["gateway_files"].get(name) is not None

    def remove(self, name: str) -> None:
        self._emulator.state["gateway_files"].remove(name)

    def healthy(self) -> bool:
        """Whether Redis answered at the last look."""
        now = self._emulator.clock()
        if now - self._seen_at >= CHECKED_EVERY:
            self._seen_redis, self._seen_at = self.redis, now
        return self._seen_redis

    def reload(self) -> None:
        """Policies first, then APIs. Nothing is told of what goes wrong."""
        if not self.loads:
            self.errors.append("a policy file cannot be read")
            return
        self.managed.clear()
        if dashboard.feeds(self._emulator):
            self.stamp = dashboard.stamp(self._emulator)
            self._take(dashboard.policies(self._emulator))
            self._load(dashboard.apis(self._emulator, self.errors))
            return
        files = {row["id"]: self._resolved(row["doc"]) for row in self._emulator.state["gateway_files"]}
        self._take([doc for name, doc in sorted(files.items()) if name.startswith("policies/")])
        self._load({doc["api_id"]: {"classic": doc, "oas": companion} for doc, companion in self._in_files(files)})

    def _version(self) -> tuple[int, ...]:
        return tuple(int(part) for part in self._emulator.config.gateway_version.split("."))

    def _in_files(self, files: dict[str, Any]) -> Iterator[tuple[dict[str, Any], Any]]:
        """Each definition that a file has, with the document that stands beside it."""
        companions = ("-oas.json", "-mcp.json") if self._version() >= (5, 12) else ("-oas.json",)
        for name, classic in sorted(files.items()):
            if not name.startswith("apis/") or name.endswith(companions):
                continue
            ending = "-mcp.json" if classic.get("application_protocol") == "mcp" else "-oas.json"
            document = files.get(name.removesuffix(".json") + ending) if classic["is_oas"] else None
            if classic["is_oas"] and document is None:
                self.errors.append(f"{name}: no document")
            else:
                yield classic, document

    def _take(self, policies: list[dict[str, Any]]) -> None:
        """Policies; of two with one id in two organisations the last one is found by the id alone."""
        self.policies = {doc["id"]: doc for doc in policies}
        self.scoped = {(doc["org_id"], doc["id"]): doc for doc in policies}

    def _load(self, wanted: dict[str, dict[str, Any]]) -> None:
        """Put these in place of what was there. An API whose file is as it was stays as it is, with all its changes."""
        before, found = self.apis, {}
        for api_id, api in wanted.items():
            made = self._loaded(api_id, api, before.get(api_id))
            if made is not None:
                found[api_id] = made
        found = dict(sorted(found.items(), key=self._rank))
        self._place(found, before)
        for api_id, api in found.items():
            for child in (api["classic"]["definition"]["versions"] or {}).values():
                if child in found:
                    found[child]["base"] = api_id
        self.routed = self.routed or bool(found or before)
        self.apis, self.loaded = found, True

    def _loaded(self, api_id: str, api: dict[str, Any], old: dict[str, Any] | None) -> dict[str, Any] | None:
        """An API as a load has it, if it takes it."""
        file = (api["classic"], api["oas"])
        kept = old if old and _alike(old["file"], file) and not definitions.always_anew(api["classic"]) else None
        fault = primitives.fault(kept or api)
        if fault or not definitions.loadable(api["classic"]):
            self.errors.append(f"{api_id}: {fault or 'cannot be loaded'}")
            return None
        if kept:
            return {**kept, "base": ""}
        self.dead = self.dead or primitives.kills(api)
        classic = definitions.as_loaded(api["classic"], self._emulator.config.gateway_env)
        made = {"classic": classic, "oas": copy.deepcopy(api["oas"]), "file": file, "base": ""}
        primitives.enter(made, self._emulator.config.gateway_version, self.shuffled)
        return made

    def shuffled(self, items: Iterable[Any]) -> list[Any]:
        """In the order of a Go map."""
        found = list(items)
        return random.Random(f"{self._emulator.config.seed} {self._emulator.counter}").sample(found, len(found))

    def _rank(self, item: tuple[str, dict[str, Any]]) -> tuple[bool, int]:
        """APIs are loaded by the length of their paths; older versions take those with a domain first."""
        classic = item[1]["classic"]
        domain_first = self._version() < (5, 12) and bool(classic["domain"])
        return not domain_first, -listen_path.weight(classic["proxy"]["listen_path"])

    def _place(self, found: dict[str, Any], before: dict[str, Any]) -> None:
        """Two APIs of one domain and path: the one that was there keeps it, others are moved without a word."""
        places = Counter(listen_path.place(api["classic"]) for api in found.values())
        for api_id, api in found.items():
            classic, old = api["classic"], before.get(api_id)
            if not definitions.is_http(classic) or not listen_path.served(classic):
                continue
            moved = False
            while places[listen_path.place(classic)] >= 2:
                path = classic["proxy"]["listen_path"]
                if not moved and old and old["classic"]["proxy"]["listen_path"] == path:
                    break
                classic["proxy"]["listen_path"] = path + ("_" if moved else f"-{api_id}")
                moved = True

    def _resolved(self, doc: dict[str, Any]) -> dict[str, Any]:
        """A file with the values that its references stand for."""
        known = self._emulator.config.gateway_env

        def value(match: re.Match[str]) -> str:
            return json.dumps(known[match[1]])[1:-1] if known.get(match[1]) else match[0]

        resolved: dict[str, Any] = json.loads(_ENV.sub(value, json.dumps(doc)))
        return resolved
