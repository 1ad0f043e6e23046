# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything that is stored, as JSON-safe rows in indexed tables."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from typing import Any

Row = dict[str, Any]


def _address(row: Row) -> str:
    """Where an API listens, within its organisation."""
    definition = row["doc"]["api_definition"]
    return "\n".join((row["org_id"], definition["domain"] or "", definition["proxy"]["listen_path"] or ""))


# Table -> secondary keys: name -> function of the row, blank results are not indexed.
TABLES: dict[str, dict[str, Callable[[Row], str]]] = {
    "organisations": {},
    "users": {"token": lambda row: row["doc"]["access_key"], "email": lambda row: row["doc"]["email_address"]},
    "usergroups": {"name": lambda row: row["doc"]["name"]},
    "hooks": {"webhook_id": lambda row: row["doc"]["webhook_id"]},
    "apis": {"api_id": lambda row: row["api_id"], "base": lambda row: row["base"], "address": _address},
    "policies": {"explicit": lambda row: row["doc"]["id"], "name": lambda row: row["doc"]["name"]},
    "keys": {
        "hash": lambda row: row["hash"],
        "custom": lambda row: row["org_id"] + "/" + row["custom"],
        "certificate": lambda row: row["session"]["certificate"],
    },
    "certs": {},
    "clients": {"api": lambda row: row["api_id"]},
    "assets": {"explicit": lambda row: row["doc"]["id"]},
    "org_keys": {},
    "org_settings": {},
    "client_idps": {"explicit": lambda row: f"{row['org_id']}/{row['doc']['client_idp_id']}"},
    "tib_profiles": {},
    "licence": {},
    "portal_developers": {"email": lambda row: f"{row['org_id']}/{row['doc']['email']}"},
    **{f"portal_{name}": {} for name in ("pages", "documentation", "configuration", "catalogue", "menus", "css", "js")},
    "nonces": {},
    "gateway_files": {},
}


class Table:
    """Rows by id, with secondary indexes and a cache of encoded views."""

    def __init__(self, indexes: dict[str, Callable[[Row], str]]) -> None:
        self._indexes = indexes
        self._rows: dict[str, Row] = {}
        self._keys: dict[str, dict[str, str]] = {}
        self._maps: dict[str, dict[str, dict[str, None]]] = {name: {} for name in indexes}
        self._views: dict[str, tuple[Any, bytes]] = {}
        self.revision = 0

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Row]:
        return iter(list(self._rows.values()))

    def get(self, row_id: str) -> Row | None:
        return self._rows.get(row_id)

    def find(self, index: str, value: str) -> list[Row]:
        """All rows with this secondary key, oldest first."""
        return [self._rows[row_id] for row_id in self._maps[index].get(value, ())] if value else []

    def put(self, row: Row) -> None:
        """Stores a new or changed row."""
        row_id = row["id"]
        self._unindex(row_id)
        self._rows[row_id] = row
        keys = {name: key(row) for name, key in self._indexes.items()}
        self._keys[row_id] = keys
        for name, value in keys.items():
            self._maps[name].setdefault(value, {})[row_id] = None
        self.revision += 1

    def remove(self, row_id: str) -> None:
        self._unindex(row_id)
        self._rows.pop(row_id, None)
        self.revision += 1

    def view(self, row: Row, stamp: Any, make: Callable[[], bytes]) -> bytes:
        """The encoded view of a row, made again only when the row or the stamp changed."""
        cached = self._views.get(row["id"])
        if cached is None or cached[0] != stamp:
            cached = self._views[row["id"]] = (stamp, make())
        return cached[1]

    def _unindex(self, row_id: str) -> None:
        self._views.pop(row_id, None)
        for name, value in self._keys.pop(row_id, {}).items():
            entries = self._maps[name][value]
            entries.pop(row_id, None)
            if not entries:
                del self._maps[name][value]


class State:
    """All tables and the counter that ids are made from."""

    def __init__(self, seed: int = 0) -> None:
        self.seed = seed
        self.serial = 0
        self.tables = {name: Table(indexes) for name, indexes in TABLES.items()}

    def __getitem__(self, table: str) -> Table:
        return self.tables[table]

    def clear(self) -> None:
        """Empty tables; ids go on counting so that an old token never becomes valid again."""
        self.tables = {name: Table(indexes) for name, indexes in TABLES.items()}

    def hex(self, length: int) -> str:
        """A fresh id that depends on the seed only."""
        self.serial += 1
        return hashlib.sha256(f"tyk-emulator {self.seed} {self.serial}".encode()).hexdigest()[:length]

    def object_id(self) -> str:
        return self.hex(24)

    def dump(self) -> dict[str, Any]:
        tables = {name: list(table) for name, table in self.tables.items()}
        return {"seed": self.seed, "serial": self.serial, "tables": tables}

    def load(self, data: dict[str, Any]) -> None:
        self.clear()
        self.seed, self.serial = data["seed"], data["serial"]
        for name, rows in data["tables"].items():
            for row in rows:
                self.tables[name].put(row)
