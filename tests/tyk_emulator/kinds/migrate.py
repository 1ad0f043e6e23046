# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Classic APIs become OAS APIs: at once, or first as a staged copy beside them, which is promoted later."""

from __future__ import annotations

import copy
from typing import Any

from ..call import Call, Route
from ..oas import migration
from ..state import Row
from ..wire import Refusal
from . import oas, oas_document, versions
from .api_store import check_clash, listed, remove, store
from .oas_schema import EXTENSION

MODES = ("dryRun", "stage", "promote", "direct")
PREFIX, NAME, PATH = "staging-", "[staged] ", "/tyk-staging"
_SHAPE = {"mode": "str", "apiIDs": ("list", "str"), "all": "bool", "abortOnFailure": "bool", "overrideStaged": "bool"}
_SKIPPED = {
    "already_migrated": "API is already in Tyk OAS format",
    "already_staged": "API is already staged",
    "not_staged": "API is not staged",
    "is_tcp": "TCP APIs cannot be migrated",
    "is_streams": "Streams APIs cannot be migrated",
    "is_graphql": "GraphQL APIs cannot be migrated",
}


class _Skipped(Exception):
    """The API is left as it is, for the reason with this key."""


class _Failed(Exception):
    """The API cannot be migrated."""


def _migrate(call: Call) -> Any:
    body = call.read(_SHAPE, call.json((400, "Request body malformed")), (400, "Request body malformed"))
    if body["mode"] not in MODES:
        raise Refusal(400, "invalid migration mode")
    wanted = body["apiIDs"] or []
    if bool(wanted) is bool(body["all"]):
        raise Refusal(400, "either apiIDs or all has to be given")
    rows = {row["api_id"]: row for row in listed(call)}
    if body["all"]:
        wanted = [ident for ident, row in rows.items() if not row["oas"]]
    answer = _Answer()
    for ident in wanted:
        try:
            answer.succeeded(ident, _one(call, rows.get(ident), body))
        except _Skipped as why:
            answer.skipped(ident, str(why))
        except (_Failed, migration.Immovable, Refusal) as why:
            answer.failed(ident, why.message if isinstance(why, Refusal) else str(why))
            if body["abortOnFailure"]:
                answer.aborted = True
                break
    return answer.data()


class _Answer:
    """What became of each API."""

    def __init__(self) -> None:
        self._done: list[str] = []
        self._staged: list[dict[str, str]] = []
        self._definitions: list[dict[str, Any]] = []
        self._errors: list[dict[str, Any]] = []
        self._left: list[dict[str, str]] = []
        self.aborted = False

    def succeeded(self, ident: str, told: dict[str, Any]) -> None:
        self._done.append(ident)
        self._staged += told.get("staged", [])
        self._definitions += told.get("definitions", [])

    def skipped(self, ident: str, key: str) -> None:
        self._left.append({"apiID": ident, "message": _SKIPPED[key], "key": key})

    def failed(self, ident: str, message: str) -> None:
        self._errors.append({"apiID": ident, "message": [message]})

    def data(self) -> dict[str, Any]:
        success: dict[str, Any] = {"count": len(self._done), "apiIDs": self._done}
        success |= {"stagedAPIs": self._staged} if self._staged else {}
        success |= {"definitions": self._definitions} if self._definitions else {}
        return {
            "success": success,
            "failure": {"count": len(self._errors), "errors": self._errors},
            "skipped": {"count": len(self._left), "apis": self._left},
            "abortedOnFailure": self.aborted,
        }


def _one(call: Call, row: Row | None, body: dict[str, Any]) -> dict[str, Any]:
    if row is None:
        raise _Failed("API definition does not exist")
    _check(row)
    if body["mode"] == "promote":
        return _promote(call, row)
    base, children = _documents(call, row)
    if body["mode"] == "dryRun":
        return {"definitions": [{"apiID": row["api_id"], "baseAPI": base, "versions": children}]}
    if body["mode"] == "direct":
        _replace(call, row, base)
        for child in children:
            _add(call, row, child, row["api_id"])
        return {}
    return _stage(call, row, (base, children), body["overrideStaged"])


def _check(row: Row) -> None:
    if row["oas"]:
        raise _Skipped("is_streams" if row["kind"] == "streams" else "already_migrated")
    definition = row["doc"]["api_definition"]
    if definition["graphql"]["enabled"]:
        raise _Skipped("is_graphql")
    if definition["protocol"] in ("tcp", "tls"):
        raise _Skipped("is_tcp")


def _documents(call: Call, row: Row) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    version = tuple(int(part) for part in call.emulator.config.dashboard_version.split("."))
    name = row["doc"]["api_definition"]["name"]
    base, children = migration.migrated(row["doc"]["api_definition"], lambda: call.state.hex(32), version)
    made = []
    for said, doc in ((f"base API {name}", base), *((f"version API {one['info']['title']}", one) for one in children)):
        try:
            _check_schemes(doc)
            made.append(oas.checked(call, doc))
        except Refusal as why:
            raise _Failed(f"{said} migrated OAS is not valid: {why.message}") from None
    return made[0], made[1:]


def _check_schemes(doc: dict[str, Any]) -> None:
    """What the parser of OpenAPI says before the schema is asked."""
    for name, scheme in sorted(((doc.get("components") or {}).get("securitySchemes") or {}).items()):
        if scheme.get("type") == "apiKey" and not scheme.get("name"):
            said = f"security scheme \"{name}\": security scheme of type 'apiKey' should have 'name'"
            raise Refusal(500, f"invalid components: {said}")


def _staged(call: Call, row: Row) -> Row | None:
    found = call.state["apis"].find("api_id", PREFIX + row["api_id"])
    return next((one for one in found if one["org_id"] == row["org_id"]), None)


def _stage(call: Call, row: Row, docs: tuple[dict[str, Any], list[dict[str, Any]]], again: bool) -> dict[str, Any]:
    there = _staged(call, row)
    if there is not None and not again:
        raise _Skipped("already_staged")
    if there is not None:
        for child in versions.children(call, there):
            remove(call, child)
        remove(call, there)
    copied, children = docs
    for doc in (copied, *children):
        _rename(doc, lambda text, prefix: prefix + text)
    info = copied[EXTENSION]["info"]
    for entry in (info.get("versioning") or {}).get("versions") or []:
        entry["id"] = PREFIX + entry["id"]
    _add(call, row, copied, "")
    for child in children:
        _add(call, row, child, info["id"])
    return {"staged": [{"classicAPIID": row["api_id"], "oasAPIID": info["id"]}]}


def _promote(call: Call, row: Row) -> dict[str, Any]:
    staged = _staged(call, row)
    if staged is None:
        raise _Skipped("not_staged")
    children = versions.children(call, staged)
    for one in (*children, staged):
        remove(call, one)
    docs = [copy.deepcopy(one["oas"]) for one in (staged, *children)]
    for doc in docs:
        _rename(doc, lambda text, prefix: text.removeprefix(prefix))
        doc["servers"] = [one for one in doc.get("servers") or [] if f"{PATH}/" not in f"{one['url']}/"]
    for entry in (docs[0][EXTENSION]["info"].get("versioning") or {}).get("versions") or []:
        entry["id"] = entry["id"].removeprefix(PREFIX)
    _replace(call, row, docs[0])
    for doc in docs[1:]:
        _add(call, row, doc, row["api_id"])
    return {}


def _rename(doc: dict[str, Any], change: Any) -> None:
    """Id, name and listen path with or without what tells a staged copy."""
    info, path = doc[EXTENSION]["info"], doc[EXTENSION]["server"]["listenPath"]
    info["id"], info["name"] = change(info["id"], PREFIX), change(info["name"], NAME)
    path["value"] = change(path["value"], PATH)


def _add(call: Call, row: Row, doc: dict[str, Any], base: str) -> None:
    """A new API beside a classic one."""
    info = doc[EXTENSION]["info"]
    info |= {"dbId": call.state.object_id(), "orgId": row["org_id"]}
    wrapper = {**copy.deepcopy(row["doc"]), "hook_references": []}
    _store(call, {**row, "id": info["dbId"], "at": call.now(), "created_at": call.timestamp()}, doc, (wrapper, base))


def _replace(call: Call, row: Row, doc: dict[str, Any]) -> None:
    """The classic API as an OAS API, with the same ids."""
    doc[EXTENSION]["info"] |= {"id": row["api_id"], "dbId": row["id"], "orgId": row["org_id"]}
    _store(call, row, doc, ({**row["doc"], "hook_references": []}, row["base"]))


def _store(call: Call, row: Row, doc: dict[str, Any], rest: tuple[dict[str, Any], str]) -> None:
    wrapper, base = rest
    definition = oas_document.classic(doc)
    check_clash(call, definition, row["id"], row["org_id"])
    made = {**row, "kind": "oas", "oas": doc, "base": base, "updated_at": call.timestamp()}
    server = oas.add_server(call, doc, "")
    store(call, {**made, "tyk_server": server, "doc": {**wrapper, "api_definition": definition}})


ROUTES = (Route("POST", "/api/apis/migrate", _migrate, "apis", "doc", since=(5, 8)),)
