# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The classic portal: what an organisation publishes, and the developers who come for it."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from ..call import Call, Route
from ..state import Row
from ..wire import Refusal, Response, ok, ok_value
from .crud import Kind
from .portal_shapes import CATALOGUE, CONFIGURATION, CSS, DEVELOPER, DOCUMENTATION, JS, MENUS, PAGE
from .users import digest

_MISSING = (404, "Could not retrieve portal object")
_UNDELETABLE = (404, "Could not retrieve object for deletion")
_PORTAL = "/api/portal"


def _created(_call: Call, row: Row) -> Response:
    return ok_value(row["id"])


def _check_page(call: Call, doc: dict[str, Any], _body: dict[str, Any], current: Row | None) -> None:
    """A home page replaces the one before it; null maps are shown as empty ones."""
    doc["fields"], doc["page_settings"] = doc["fields"] or {}, doc["page_settings"] or {}
    if not doc["is_homepage"]:
        return
    for row in call.state["portal_pages"]:
        if row["org_id"] == call.org and (current is None or row["id"] != current["id"]):
            row["doc"]["is_homepage"] = False
            call.state["portal_pages"].put(row)


def _check_developer(call: Call, doc: dict[str, Any], body: dict[str, Any], current: Row | None) -> None:
    """A developer's address is unique in the organisation; the password is never stored in clear, nor lost."""
    doc["email"] = doc["email"].lower()
    if "@" not in doc["email"]:
        raise Refusal(400, "Developer object validation failed")
    for row in call.state["portal_developers"].find("email", f"{call.org}/{doc['email']}"):
        if current is None or row["id"] != current["id"]:
            raise Refusal(403, "User email already exists for this Org")
    before = current["doc"] if current else {}
    given = body.get("password")
    doc["password"] = digest(given) if given else before.get("password", "")
    doc["password_updated"] = call.timestamp() if given or not before else before["password_updated"]
    doc["date_created"] = before.get("date_created") or call.timestamp()
    for name in ("keys", "subscriptions", "fields", "oauth_clients"):
        doc[name] = doc[name] or {}
    doc["PWHistory"] = []


def _without_password(call: Call, row: Row) -> dict[str, Any]:
    return {name: value for name, value in row["doc"].items() if name != "password"}


def _listed_developer(call: Call, row: Row) -> dict[str, Any]:
    """Lists name the id as the database does."""
    shown = _without_password(call, row)
    return {"_id": shown.pop("id"), **shown}


def _check_documentation(_call: Call, doc: dict[str, Any], _body: dict[str, Any], _current: Row | None) -> None:
    """A description is sent in base64."""
    try:
        base64.b64decode(doc["documentation"], validate=False)
    except (ValueError, binascii.Error):
        raise Refusal(400, "Couldn't decode documentation") from None


def _kind(name: str, shape: dict[str, Any], **how: Any) -> Kind:
    return Kind(
        table=f"portal_{name}",
        path=f"{_PORTAL}/{name}",
        permission="portal",
        wrapper="Data",
        pages="Pages",
        shape=shape,
        missing={"GET": _MISSING, "PUT": _MISSING, "DELETE": _UNDELETABLE},
        foreign={},
        created=_created,
        updated="Data updated",
        deleted="Data deleted",
        **how,
    )


PAGES = _kind("pages", PAGE, check=_check_page)
DEVELOPERS = _kind("developers", DEVELOPER, check=_check_developer, view=_without_password, cached=False)
DOCUMENTATIONS = _kind("documentation", DOCUMENTATION, check=_check_documentation)


def _list_developers(call: Call) -> Any:
    page, pages = call.page(DEVELOPERS.rows(call))
    return {"Data": [_listed_developer(call, row) for row in page], "Pages": pages}


def _verify(call: Call) -> Response:
    body = call.read({"username": "str", "password": "str"}, call.json())
    for row in call.state["portal_developers"].find("email", f"{call.org}/{body['username'].lower()}"):
        if row["doc"]["password"] == digest(body["password"]) and not row["doc"]["inactive"]:
            return ok("OK")
    raise Refusal(401, "Not authorised")


def _reset_password(call: Call) -> Response:
    body = call.read({"password": "str"}, call.json())
    row = call.state["portal_developers"].get(call.args["id"])
    if row is None or not call.owns(row["org_id"]) or not body["password"]:
        raise Refusal(400, "Developer password validation failed.")
    row["doc"] |= {"password": digest(body["password"]), "password_updated": call.timestamp()}
    call.state["portal_developers"].put(row)
    return ok("Password changed")


class _Single:
    """An object of which an organisation has at most one: read, made and replaced without an id in the path."""

    def __init__(self, name: str, shape: dict[str, Any]) -> None:
        self.table, self.path, self.shape = f"portal_{name}", f"{_PORTAL}/{name}", shape

    def _row(self, call: Call) -> Row | None:
        return next((row for row in call.state[self.table] if row["org_id"] == call.org), None)

    def read(self, call: Call) -> Any:
        row = self._row(call)
        if row is None:
            raise Refusal(*_MISSING)
        return row["doc"]

    def create(self, call: Call) -> Response:
        if self._row(call) is not None:
            raise Refusal(403, "Object already exists for this organisation")
        return ok_value(self._store(call, call.state.object_id()))

    def update(self, call: Call) -> Response:
        row = self._row(call)
        if row is None:
            raise Refusal(*_MISSING)
        self._store(call, row["id"])
        return ok("Data updated")

    def _store(self, call: Call, row_id: str) -> str:
        doc = {**call.read(self.shape, call.json()), "id": row_id, "org_id": call.org}
        call.state[self.table].put({"id": row_id, "org_id": call.org, "doc": doc})
        return row_id

    def routes(self) -> tuple[Route, ...]:
        verbs = {"GET": self.read, "POST": self.create, "PUT": self.update}
        return tuple(Route(method, self.path, handler, "portal") for method, handler in verbs.items())


_SINGLES = (("configuration", CONFIGURATION), ("catalogue", CATALOGUE), ("menus", MENUS), ("css", CSS), ("js", JS))


def _read_cname(call: Call) -> Any:
    row = call.state["organisations"].get(call.org)
    return {"cname": row["doc"]["cname"] if row else ""}


def _write_cname(call: Call) -> Response:
    """Under which name the portal is reached; it belongs to the organisation."""
    body = call.read({"cname": "str"}, call.json())
    row = call.state["organisations"].get(call.org)
    if row is None:
        raise Refusal(*_MISSING)
    row["doc"]["cname"] = body["cname"]
    call.state["organisations"].put(row)
    return ok("CNAME updated")


ROUTES = (
    Route("GET", f"{_PORTAL}/developers", _list_developers, "portal"),
    Route("POST", f"{_PORTAL}/developers/verify_credentials", _verify, "portal"),
    Route("POST", f"{_PORTAL}/developers/password/{{id}}", _reset_password, "portal"),
    *(route for route in DEVELOPERS.routes() if (route.method, route.path) != ("GET", f"{_PORTAL}/developers")),
    *PAGES.routes(),
    *DOCUMENTATIONS.routes(),
    *(route for name, shape in _SINGLES for route in _Single(name, shape).routes()),
    Route("GET", f"{_PORTAL}/cname", _read_cname, "portal"),
    Route("PUT", f"{_PORTAL}/cname", _write_cname, "portal"),
)
