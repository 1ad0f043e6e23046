# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Classic APIs, and the routes under /api/apis that serve both formats."""

from __future__ import annotations

from typing import Any

from ..call import MALFORMED, Call, Route
from ..shape import Mismatch
from ..state import Row
from ..wire import Refusal, Response, ok
from . import api_filters, classic_fields, hooks, versions, webhook_copies
from .api_store import (
    NO_API,
    NO_DEFINITION,
    NO_DETAIL,
    categories,
    check_clash,
    listed,
    lookup,
    new_api_id,
    remove,
    store,
)
from .classic_schema import problems

_REFERENCE = {"event_name": "str", "event_timeout": "int", "hook": hooks.SHAPE}
WRAPPER = {
    "api_definition": "dict",
    "hook_references": ("list", _REFERENCE),
    "is_site": "bool",
    "sort_by": "int",
    "user_owners": ("list", "str"),
    "user_group_owners": ("list", "str"),
    "categories": ("list", "str"),
}


def view(row: Row) -> dict[str, Any]:
    """The wrapper that reads and lists show."""
    shown = {"api_model": {}, **row["doc"], "categories": categories(row), "is_streams": row["kind"] == "streams"}
    shown["api_definition"] = classic_fields.shown(shown["api_definition"])
    for name in ("hook_references", "user_owners", "user_group_owners"):
        shown[name] = shown[name] or []
    shown |= {"created_at": row["created_at"], "updated_at": row["updated_at"]}
    return {**shown, "oas": row["oas"]} if row["oas"] else shown


def _list(call: Call) -> Any:
    page, pages = call.page(api_filters.select(call, listed(call)))
    return {"apis": call.listing("apis", page, view), "pages": pages}


def _search(call: Call) -> Any:
    wanted = call.param("q").lower()
    rows = [row for row in listed(call) if wanted in row["doc"]["api_definition"]["name"].lower()]
    page, pages = call.page(rows)
    return {"apis": call.listing("apis", page, view), "pages": pages}


def _read(call: Call) -> Response:
    row = lookup(call, call.args["id"], NO_DETAIL)
    return Response(200, view(row), headers=versions.base_header(row))


def _body(call: Call, check: bool = True) -> dict[str, Any]:
    """The wrapper of the request, with a definition that passed the schema."""
    body = call.json()
    wrapper = call.read(WRAPPER, body)
    additional = call.param("accept_additional_properties") == "true"
    found = problems(wrapper["api_definition"], additional, call.emulator.config.dashboard_version)
    if found and check:
        raise Refusal(500, "Error while validating schema")
    wrapper["api_definition"] = _filled(call, wrapper)
    return wrapper


def _filled(call: Call, wrapper: dict[str, Any]) -> dict[str, Any]:
    given = wrapper["api_definition"] or {}
    if call.has("float-numbers"):
        given = _whole_numbers(given)
    try:
        return classic_fields.fill(given, version=call.emulator.config.dashboard_version)
    except Mismatch:
        raise Refusal(403, MALFORMED) from None


def _whole_numbers(value: Any) -> Any:
    """What was shown with 1.0 in place of 1 may be sent back so."""
    if isinstance(value, dict):
        return {name: _whole_numbers(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_whole_numbers(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _create(call: Call) -> Response:
    wrapper = _body(call)
    base = versions.requested_base(call)
    definition = wrapper["api_definition"]
    definition["api_id"] = new_api_id(call, definition["api_id"])
    definition["id"], definition["org_id"], definition["is_oas"] = call.state.object_id(), call.org, False
    definition["proxy"]["listen_path"] = definition["proxy"]["listen_path"] or f"/{definition['api_id']}/"
    check_clash(call, definition, "", call.org)
    _derive(call, wrapper)
    now = call.timestamp()
    row = {"id": definition["id"], "kind": "classic", "doc": wrapper, "oas": None, "base": "", "at": call.now()}
    row |= {"created_at": now, "updated_at": now}
    store(call, row)
    if base is not None:
        versions.link(call, base, row)
    return created(call, row)


def created(call: Call, row: Row) -> Response:
    """Both ids; the oldest Dashboards tell only the one of the database."""
    if not call.emulator.config.since(3, 0):
        return ok("API created", row["id"])
    return ok("API created", row["id"], ID=row["api_id"])


def _update(call: Call) -> Response:
    wrapper = _body(call, check=call.emulator.config.since(3, 0))
    row = lookup(call, call.args["id"], NO_DEFINITION)
    if row["oas"]:
        raise Refusal(
            400, "this API endpoint only supports Tyk Classic APIs; please use the appropriate Tyk OAS API endpoint"
        )
    definition = wrapper["api_definition"]
    if definition["id"] not in ("", row["id"]):
        raise Refusal(400, "Invalid `ID` value")
    check_clash(call, definition, row["id"], definition["org_id"])
    definition["is_oas"] = False
    _derive(call, wrapper)
    # Nothing is taken over from the stored API: a blank id or organisation is stored as it came.
    changed = {**row, "doc": wrapper, "updated_at": call.timestamp()}
    store(call, changed)
    versions.relink(call, changed)
    return ok("API updated" if call.emulator.config.since(3, 0) else "Api updated")


def _delete(call: Call) -> Response:
    row = lookup(call, call.args["id"], (404, "Could not retrieve API detail"))
    remove(call, row)
    versions.unlink(call, row)
    versions.release_children(call, row)
    return ok("API deleted")


def _derive(call: Call, wrapper: dict[str, Any]) -> None:
    """Fields that the server writes at every save."""
    webhook_copies.derive(call, wrapper)
    if wrapper["api_definition"]["graphql"]["enabled"]:
        wrapper["api_definition"]["graphql"]["last_schema_update"] = call.timestamp()


def _url(call: Call) -> Any:
    definition = lookup(call, call.args["id"], NO_DETAIL)["doc"]["api_definition"]
    host, path = call.emulator.config.gateway_url, definition["proxy"]["listen_path"]
    return {"ApiURL": host + path, "BasePath": path, "Host": host}


def _categories(call: Call) -> Any:
    counts = {name: len(members) for name, members in _groups(call).items()}
    return {"categories": [{"name": name, "count": count} for name, count in counts.items()]}


def _groups(call: Call) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for row in listed(call):
        for name in categories(row):
            groups.setdefault(name, []).append(row["api_id"])
    return groups


def _read_access(call: Call) -> Any:
    doc = lookup(call, call.args["id"], NO_API)["doc"]
    return {"userIds": doc["user_owners"] or [], "userGroupIds": doc["user_group_owners"] or []}


def _write_access(call: Call) -> Response:
    body = call.json((500, "failed to unmarshal categories payload"))
    lists = call.read({"userIds": ("list", "str"), "userGroupIds": ("list", "str")}, body)
    row = lookup(call, call.args["id"], NO_API)
    row["doc"] |= {"user_owners": lists["userIds"], "user_group_owners": lists["userGroupIds"]}
    store(call, row)
    return ok("API access updated")


def _import(call: Call) -> Response:
    """Admin import: keeps the ids that come with the APIs, overwriting nothing."""
    done = {}
    for item in call.read({"apis": "list"}, call.json())["apis"] or []:
        wrapper = call.read(WRAPPER, item)
        definition = wrapper["api_definition"] = _filled(call, wrapper)
        definition["id"] = definition["id"] or call.state.object_id()
        definition["api_id"] = definition["api_id"] or call.state.hex(32)
        if call.state["apis"].get(definition["id"]) is None:
            now = call.timestamp()
            row = {"id": definition["id"], "kind": "classic", "doc": wrapper, "oas": None, "base": "", "at": call.now()}
            store(call, {**row, "created_at": now, "updated_at": now})
            done[definition["api_id"]] = True
    return ok("APIs imported", done)


def _forget_jwks(call: Call) -> Response:
    lookup(call, call.args["id"], NO_API)
    return Response(200, {"message": "success", "status": "OK"})


ROUTES = (
    Route("GET", "/api/apis", _list, "apis", "sparse"),
    Route("POST", "/api/apis", _create, "apis"),
    Route("GET", "/api/apis/search", _search, "apis", "sparse"),
    Route("GET", "/api/apis/categories", _categories, "apis"),
    Route("GET", "/api/apis/groups", _groups, "apis"),
    Route("GET", "/api/apis/{id}", _read, "apis", "sparse"),
    Route("PUT", "/api/apis/{id}", _update, "apis"),
    Route("DELETE", "/api/apis/{id}", _delete, "apis"),
    Route("GET", "/api/apis/{id}/url", _url, "apis"),
    Route("GET", "/api/apis/{id}/access", _read_access, "apis"),
    Route("PUT", "/api/apis/{id}/access", _write_access, "apis"),
    Route("DELETE", "/api/cache/jwks/{id}", _forget_jwks, "apis"),
    Route("POST", "/admin/apis/import", _import),
)
