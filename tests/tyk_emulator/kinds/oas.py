# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""OAS APIs: the document with Tyk's extension is what counts, the classic definition is derived from it."""

from __future__ import annotations

import copy
from typing import Any

from .. import access
from ..call import Call, Route
from ..noise import EXTRA
from ..oas import authentication, documents
from ..shape import Mismatch
from ..state import Row
from ..wire import Refusal, Response, ok
from . import assets, oas_document, oas_yaml, versions, webhook_copies
from .api_store import (
    NO_API,
    NO_DEFINITION,
    NO_DETAIL,
    check_clash,
    listed,
    lookup,
    new_api_id,
    remove,
    store,
)
from .apis import created
from .oas_schema import EXTENSION, STREAMING

_UNREADABLE = (400, "Couldn't read body")
_SCHEMA = (500, "Error while validating schema")
_ID = (400, "Invalid `ID` value")


def document(call: Call, extension: bool) -> dict[str, Any]:
    """The document of the request, with or without the extension as the route wants it."""
    doc = oas_yaml.body(call, _UNREADABLE)
    doc.pop(EXTRA, None)
    if extension and EXTENSION not in doc:
        raise Refusal(400, "The payload should contain x-tyk-api-gateway")
    if not extension and EXTENSION in doc and call.emulator.config.since(5, 8):
        raise Refusal(400, "The import payload should not contain x-tyk-api-gateway")
    return doc


def validated(doc: dict[str, Any], version: tuple[int, ...] = (99,)) -> dict[str, Any]:
    """A document as it is stored, with its members sorted."""
    streams = STREAMING in doc
    extension = doc[EXTENSION]
    if streams:  # streams need no upstream
        extension = {**extension, "upstream": {"url": "", **(extension.get("upstream") or {})}}
    try:
        normal, faults = documents.checked({**doc, EXTENSION: extension}, version)
    except documents.Unresolved:
        raise Refusal(*_UNREADABLE) from None
    except documents.Malformed:
        raise Refusal(*_SCHEMA) from None
    if faults or any(authentication.faults(normal, extension, version)):
        raise Refusal(*_SCHEMA)
    return oas_document.normalised({**normal, EXTENSION: doc[EXTENSION]}, version)


def _definition(doc: dict[str, Any]) -> dict[str, Any]:
    """The classic definition of a document."""
    try:
        return oas_document.classic(doc)
    except (Mismatch, AttributeError, KeyError, TypeError):
        # A part that the schema leaves open has a type nobody can work with.
        raise Refusal(*_SCHEMA) from None


def checked(call: Call, doc: dict[str, Any]) -> dict[str, Any]:
    """The same for the version that is emulated."""
    return validated(doc, tuple(int(part) for part in call.emulator.config.dashboard_version.split(".")))


def find(call: Call, refusal: tuple[int, str], by_db_id: bool = False) -> Row:
    """The OAS API that the path names: by its own id, and where the caller allows it by the one of the database."""
    row = lookup(call, call.args["id"], refusal, by_db_id)
    if not row["oas"]:
        raise Refusal(400, "the requested API definition is in Tyk classic format, please use old api endpoint")
    return row


def _create(call: Call) -> Response:
    return add(call, checked(call, _on_template(call, document(call, extension=True))), "oas")


def _on_template(call: Call, doc: dict[str, Any]) -> dict[str, Any]:
    """The document laid over the template that the request names."""
    if not call.param("templateID"):
        return doc
    rights = access.permissions(call.state, call.user or {})
    if rights.get("IsAdmin") != "admin" and "api_assets" not in rights:
        raise Refusal(403, "The user does not have the rights to apply templates")
    return oas_document.overlaid(assets.template(call), doc)


def add(call: Call, doc: dict[str, Any], kind: str) -> Response:
    """Stores a new API that was validated before."""
    base = versions.requested_base(call)
    info = doc[EXTENSION]["info"]
    info["id"] = new_api_id(call, info.get("id") or "", oas=True)
    info["dbId"], info["orgId"] = call.state.object_id(), call.org
    webhook_copies.fill(call, doc)
    definition = _definition(doc)
    check_clash(call, definition, "", call.org)
    now = call.timestamp()
    wrapper = {"api_definition": definition, "hook_references": [], "is_site": False, "sort_by": 0}
    wrapper |= {"user_owners": [], "user_group_owners": [], "categories": []}
    row = {
        "id": info["dbId"],
        "kind": kind,
        "doc": wrapper,
        "oas": doc,
        "base": "",
        "at": call.now(),
        "created_at": now,
    }
    row["tyk_server"] = add_server(call, doc, "")
    store(call, {**row, "updated_at": now})
    stored = call.state["apis"].get(info["dbId"]) or row
    if base is not None:
        versions.link(call, base, stored)
    return created(call, stored)


def add_server(call: Call, doc: dict[str, Any], previous: str) -> str:
    try:
        return oas_document.add_server(doc, call.emulator.config.gateway_url, previous)
    except ValueError:
        raise Refusal(*_SCHEMA) from None


def read(call: Call) -> Response:
    row = find(call, NO_DETAIL)
    return oas_yaml.answer(call, row["oas"], versions.base_header(row))


def _update(call: Call) -> Response:
    doc = checked(call, document(call, extension=True))
    row = find(call, NO_DEFINITION, by_db_id=True)
    wanted = doc[EXTENSION]["info"].get("id")
    # Under the id of the database another `info.id` is a new one: so clients keep it where creates do not.
    named = {**row, "api_id": wanted} if wanted and call.args["id"] == row["id"] else row
    replace(call, named, doc)
    return ok("API updated")


def replace(call: Call, row: Row, doc: dict[str, Any]) -> None:
    """Stores a changed document; its ids must be the ones of the API."""
    info = doc[EXTENSION]["info"]
    if info.get("id") != row["api_id"] or info.get("dbId") not in (None, "", row["id"]):
        raise Refusal(*_ID)
    info["dbId"], info["orgId"] = row["id"], row["org_id"]
    webhook_copies.fill(call, doc)
    definition = _definition(doc)
    check_clash(call, definition, row["id"], row["org_id"])
    server = add_server(call, doc, row["tyk_server"])
    wrapper = {**row["doc"], "api_definition": definition}
    if not call.emulator.config.since(5, 8, 3):
        wrapper |= {"user_owners": [], "user_group_owners": [], "categories": []}
    changed = {**row, "oas": doc, "doc": wrapper, "tyk_server": server}
    changed["updated_at"] = call.timestamp()
    store(call, changed)
    # Links to child versions that the document leaves out are cut.
    versions.relink(call, changed)


def patch(call: Call) -> Response:
    body = document(call, extension=False)
    row = find(call, NO_API)
    doc = {**body, EXTENSION: copy.deepcopy(row["oas"][EXTENSION])}
    if not isinstance(doc.get("paths"), dict):
        raise Refusal(*_UNREADABLE)
    try:
        oas_document.apply_options(doc, call.request.params)
    except ValueError as problem:
        raise Refusal(400, str(problem)) from None
    replace(call, row, checked(call, doc))
    return ok("API updated")


def delete(call: Call) -> Response:
    row = find(call, (404, "Could not retrieve API detail"))
    purges = call.param("purge") == "true" and call.emulator.config.since(5, 12)
    purged = versions.children(call, row) if purges else []
    for child in purged:
        remove(call, child)
    remove(call, row)
    versions.unlink(call, row)
    versions.release_children(call, row)
    return ok("API deleted")


def _import(call: Call) -> Response:
    doc = document(call, extension=False)
    return add(call, _imported(call, doc), "oas")


def _imported(call: Call, doc: dict[str, Any]) -> dict[str, Any]:
    try:
        imported = oas_document.with_extension(doc, call.request.params)
    except ValueError as problem:
        raise Refusal(400, str(problem)) from None
    return checked(call, imported)


def _dry_run(call: Call) -> Any:
    doc = call.json(_UNREADABLE)
    return checked(call, doc) if EXTENSION in doc else _imported(call, doc)


def _export(call: Call) -> Response:
    doc = find(call, NO_DETAIL)["oas"]
    if call.param("mode") == "public":
        doc = {name: value for name, value in doc.items() if name != EXTENSION}
    name = f'attachment; filename="tyk-{call.args["id"]}.json"'
    # Compact JSON under another content type.
    headers = {"content-type": "application/octet-stream", "content-disposition": name}
    return Response(200, doc, headers=headers)


def _versions(call: Call) -> Any:
    api_id = call.args["id"]
    rows = [row for row in listed(call) if row["api_id"] == api_id]
    family = [*rows, *versions.children(call, rows[0])] if rows else []
    if not rows or rows[0]["base"]:
        raise Refusal(422, f"{api_id} is not recognised")
    default = (rows[0]["doc"]["api_definition"]["definition"] or {}).get("default")
    page, pages = call.page([_version(rows[0], row, default) for row in family])
    return {"apis": page, "pages": pages}


def _version(base: Row, row: Row, default: str | None) -> dict[str, Any]:
    links = base["doc"]["api_definition"]["definition"]
    names = {api_id: name for name, api_id in (links.get("versions") or {}).items()}
    name = links.get("name") or "" if row is base else names.get(row["api_id"], "")
    definition = row["doc"]["api_definition"]
    return {
        "id": row["api_id"],
        "name": definition["name"],
        "versionName": name,
        "internal": definition["internal"],
        "isDefaultVersion": default in ((name, "self") if row is base else (name,)),
        "expirationDate": "",
    }


def _read_categories(call: Call) -> Any:
    return {"categories": find(call, NO_API)["doc"]["categories"] or []}


def _write_categories(call: Call) -> Response:
    body = call.read({"categories": ("list", "str")}, call.json())
    row = find(call, NO_API)
    kept = [name for name in body["categories"] or [] if name.strip()]
    row["doc"]["categories"] = list(dict.fromkeys(kept))
    store(call, row)
    return ok("API categories updated")


_OAS = "/api/apis/oas"
ROUTES = (
    Route("POST", _OAS, _create, "apis"),
    Route("POST", f"{_OAS}/import", _import, "apis"),
    Route("POST", f"{_OAS}/dry-run", _dry_run, "apis", "doc"),
    Route("GET", f"{_OAS}/{{id}}", read, "apis", "doc"),
    Route("PUT", f"{_OAS}/{{id}}", _update, "apis"),
    Route("PATCH", f"{_OAS}/{{id}}", patch, "apis"),
    Route("DELETE", f"{_OAS}/{{id}}", delete, "apis"),
    Route("GET", f"{_OAS}/{{id}}/export", _export, "apis", "doc"),
    Route("GET", f"{_OAS}/{{id}}/versions", _versions, "apis"),
    Route("GET", f"{_OAS}/{{id}}/categories", _read_categories, "apis"),
    Route("PUT", f"{_OAS}/{{id}}/categories", _write_categories, "apis"),
)
