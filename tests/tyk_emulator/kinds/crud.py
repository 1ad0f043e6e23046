# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Create, read, update and delete for kinds that are little more than a table of fields."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

from ..call import Call, Route
from ..shape import Shape
from ..state import Row
from ..wire import Refusal, Response, ok

Answer = tuple[int, str]


def _nothing(*_arguments: Any) -> None:
    """Default of the hooks."""


def _everything(_call: Call, _row: Row) -> bool:
    return True


def _plain(_call: Call, row: Row) -> dict[str, Any]:
    return row["doc"]


@dataclasses.dataclass(frozen=True)
class Kind:
    """What tells one plain kind from another."""

    table: str
    path: str
    permission: str
    wrapper: str
    shape: Shape
    missing: dict[str, Answer]
    # For objects of another organisation; verbs that are not named answer as if the object were missing.
    foreign: Answer | dict[str, Answer]
    created: Callable[[Call, Row], Response]
    updated: str
    deleted: str
    # check(call, new document, body, current row or None) refuses or completes a document before it is stored.
    check: Callable[[Call, dict[str, Any], dict[str, Any], Row | None], None] = _nothing
    view: Callable[[Call, Row], dict[str, Any]] = _plain
    removed: Callable[[Call, Row], None] = _nothing
    cached: bool = True
    pages: str = "pages"
    # Other ways to name a row in the path.
    resolve: Callable[[Call, str], Row | None] | None = None
    # Whether the caller may see a row of the own organisation.
    seen: Callable[[Call, Row], bool] = _everything
    noise: str = "plain"
    select: Callable[[Call, list[Row]], list[Row]] | None = None

    def routes(self) -> tuple[Route, ...]:
        one = self.path + "/{id}"
        return (
            self._route("GET", self.path, self.list),
            self._route("POST", self.path, self.create),
            self._route("GET", one, self.read),
            self._route("PUT", one, self.update),
            self._route("DELETE", one, self.delete),
        )

    def _route(self, method: str, path: str, handler: Callable[[Call], Any]) -> Route:
        return Route(method, path, handler, self.permission, self.noise)

    def rows(self, call: Call) -> list[Row]:
        """All rows that the caller may list."""
        rows = [row for row in call.state[self.table] if call.owns(row["org_id"]) and call.visible(row)]
        return [row for row in rows if self.seen(call, row)]

    def find(self, call: Call, verb: str) -> Row:
        """The row named by the path, or the refusal that this kind has for the verb."""
        row_id = call.args["id"]
        row = call.state[self.table].get(row_id)
        if row is None and self.resolve is not None:
            row = self.resolve(call, row_id)
        if row is None or not call.visible(row):
            raise Refusal(*self.missing[verb])
        if not call.owns(row["org_id"]):
            foreign = self.foreign
            raise Refusal(*(foreign.get(verb, self.missing[verb]) if isinstance(foreign, dict) else foreign))
        if not self.seen(call, row):
            raise Refusal(*self.missing[verb])
        return row

    def list(self, call: Call) -> Any:
        rows = self.rows(call)
        if self.select is not None:
            rows = self.select(call, rows)
        return self.wrapped(call, rows)

    def wrapped(self, call: Call, rows: list[Row]) -> dict[str, Any]:
        """One page of rows in this kind's list wrapper."""
        page, pages = call.page(rows)
        if self.cached:
            items = call.listing(self.table, page, lambda row: self.view(call, row))
        else:
            items = [self.view(call, row) for row in page]
        return {self.wrapper: items, self.pages: pages}

    def create(self, call: Call) -> Response:
        body = call.json()
        doc = call.read(self.shape, body)
        self.check(call, doc, body, None)
        row = {"id": doc.get("_id") or call.state.object_id(), "org_id": call.org, "doc": doc, "at": call.now()}
        self.store(call, row)
        return self.created(call, row)

    def read(self, call: Call) -> dict[str, Any]:
        return self.view(call, self.find(call, "GET"))

    def update(self, call: Call) -> Response:
        body = call.json()
        row = self.find(call, "PUT")
        doc = call.read(self.shape, body)
        self.check(call, doc, body, row)
        self.store(call, {**row, "doc": doc})
        return ok(self.updated)

    def delete(self, call: Call) -> Response:
        row = self.find(call, "DELETE")
        call.state[self.table].remove(row["id"])
        self.removed(call, row)
        return ok(self.deleted)

    def store(self, call: Call, row: Row) -> None:
        """Puts a row with the fields that the server owns."""
        row["doc"]["_id" if "_id" in self.shape else "id"] = row["id"]
        row["doc"]["org_id"] = row["org_id"]
        call.state[self.table].put(row)
