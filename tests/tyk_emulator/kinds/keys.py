# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keys: what the Dashboard checks, what the Gateway makes of it, and what is shown afterwards."""

from __future__ import annotations

import base64
from typing import Any

from ..call import Call, Route
from ..state import Row
from ..wire import Refusal, Response, ok
from . import apply, mcp_rights, sessions, tokens
from .api_store import is_owner
from .users import digest

NO_KEY = (404, "Could not retrieve key detail")
NO_RIGHTS = "User does not have permission to add API to key Access Rights!"
_FOREIGN = (400, "Attempted access to non-owned key")
_INSECURE = (500, "Failed to create key, ensure security settings are correct.")
_SHORT = (
    "custom key ID length {} is less than min_token_length (3); the key would be unreachable at auth time. "
    "Use an ID of at least min_token_length characters, or lower min_token_length in the gateway configuration."
)


def _data(call: Call, row: Row, by_hash: bool) -> dict[str, Any]:
    """A key as every answer shows it."""
    hashing = call.emulator.config.hash_keys
    key_id = row["hash"] if by_hash and hashing else row["id"]
    if hashing and row["session"]["basic_auth_data"]["password"]:
        key_id = ""
    shown = apply.view(call.state, row["session"])
    return {"api_model": {}, "key_id": key_id, "key_hash": row["hash"] if hashing else "", "data": shown}


def _find(call: Call) -> tuple[Row, bool]:
    """The key that the request names, and whether it did so by hash."""
    key, hashed = call.args["id"], bool(call.param("hashed"))
    if hashed and not call.emulator.config.hash_keys:
        raise Refusal(400, "Key requested by hash but key hashing is not enabled")
    if hashed:
        return _owned(call, _first(call.state["keys"].find("hash", key))), True
    if call.param("username") == "true" and not call.has("no-username-keys"):
        row = _custom(call, key)
        return _owned(call, row if row and row["session"]["basic_auth_data"]["password"] else None), False
    row = call.state["keys"].get(key) or _custom(call, key)
    if row is None and call.param("auto_guess") and call.emulator.config.hash_keys:
        return _owned(call, _first(call.state["keys"].find("hash", key))), True
    if row is None and tokens.organisation(key) not in (None, call.org) and not call.is_super:
        raise Refusal(*_FOREIGN)
    return _owned(call, row), False


def _first(rows: list[Row]) -> Row | None:
    return rows[0] if rows else None


def _custom(call: Call, key: str) -> Row | None:
    return _first(call.state["keys"].find("custom", f"{call.org}/{_bare(call, key)}"))


def _bare(call: Call, key: str) -> str:
    """A chosen id without the organisation that clients like to put in front."""
    return key[len(call.org) :] if call.org and key.startswith(call.org) and key != call.org else key


def _owned(call: Call, row: Row | None) -> Row:
    if row is None:
        raise Refusal(*NO_KEY)
    if not call.owns(row["org_id"]):
        raise Refusal(*_FOREIGN)
    return row


def _session(call: Call, new: bool) -> dict[str, Any]:
    """The session of the request after all checks that do not depend on the stored key."""
    session = sessions.decode(call.json(), call.has("float-numbers"), call.has("keys-need-all"))
    if call.is_super:
        raise Refusal(403, NO_RIGHTS)
    if session["org_id"] not in ("", call.org):
        raise Refusal(*_FOREIGN)
    session["org_id"] = call.org
    for right in (session["access_rights"] or {}).values():
        _check_right(call, right["api_id"])
    mcp_rights.check(call, session["access_rights"], call.org)
    _check_policies(call, session, new)
    return session


def _check_right(call: Call, api_id: str) -> None:
    """The API has to be in the caller's organisation, and the Gateway has to know it."""
    for row in call.state["apis"].find("api_id", api_id):
        if row["org_id"] == call.org and not row["lost"] and call.visible(row) and is_owner(call, row):
            if call.has("late-gateway") and call.fresh(row):
                raise Refusal(400, f"Failed to create key: API {api_id} is not loaded")
            return
    raise Refusal(403, NO_RIGHTS)


def _check_policies(call: Call, session: dict[str, Any], new: bool) -> None:
    policies = apply.policy_ids(session)
    for policy_id in policies:
        row = apply.find_policy(call.state, call.org, policy_id)
        if row is not None and (not call.visible(row) or (call.has("late-gateway") and call.fresh(row))):
            raise Refusal(500, f'Failed to create key - policy not found: "{policy_id}"')
    effective = {**session, "basic_auth_data": dict(session["basic_auth_data"])}
    try:
        apply.apply(call.state, effective)
    except apply.NotApplicable:
        raise Refusal(*_INSECURE) from None
    if not effective["access_rights"] and not call.has("master-keys"):
        verb = "create" if new else "update"
        raise Refusal(400, f"Failed to {verb} key, keys must have at least one Access Rights record set.")


def _create(call: Call) -> Response:
    return _store_new(call, "")


def _create_custom(call: Call) -> Response:
    return _store_new(call, call.args["id"])


def _create_basic(call: Call) -> Response:
    return _store_new(call, call.args["username"])


def _store_new(call: Call, wanted: str) -> Response:
    session = _session(call, new=True)
    chosen = _bare(call, wanted)
    if wanted and len(chosen) < 3 and call.emulator.config.since(5, 13):
        raise Refusal(400, _SHORT.format(len(chosen)))
    custom = chosen or _certificate_id(call, session) or call.state.hex(32)
    token = tokens.token(call.org, custom)
    now = int(call.now())
    session["date_created"] = call.timestamp()
    if 1 < session["expires"] < now:
        session["expires"] = 0
    _trial_period(call, session, now)
    _set_secrets(session, None)
    _restart(session, now)
    row = {"id": token, "hash": tokens.key_hash(token), "org_id": call.org, "custom": custom, "session": session}
    call.state["keys"].put(row)
    return Response(200, _data(call, row, by_hash=False))


def _certificate_id(call: Call, session: dict[str, Any]) -> str:
    """A key with a certificate is named by it; there is only one for each."""
    certificate = session["certificate"]
    if not certificate:
        return ""
    for row in call.state["keys"].find("certificate", certificate):
        if row["org_id"] == call.org:
            raise Refusal(500, f"Failed to create key - Key with given certificate already found:{row['id']}")
    return _bare(call, certificate)


def _trial_period(call: Call, session: dict[str, Any], now: int) -> None:
    """The last policy that limits the life of new keys decides when this one ends."""
    for policy_id in apply.policy_ids(session):
        row = apply.find_policy(call.state, call.org, policy_id)
        if row is not None and row["doc"]["key_expires_in"] > 0:
            session["expires"] = now + row["doc"]["key_expires_in"]


def _set_secrets(session: dict[str, Any], stored: dict[str, Any] | None) -> None:
    """Hashes a new password, keeps the old one if none came, makes an HMAC secret for a new key."""
    basic = session["basic_auth_data"]
    if basic["password"]:
        session["basic_auth_data"] = {"password": digest(basic["password"]), "hash_type": "bcrypt"}
    elif stored is not None:
        session["basic_auth_data"] = dict(stored["basic_auth_data"])
    if stored is None and session["hmac_enabled"] and not session["hmac_string"]:
        seed = f"{session['date_created']}{session['alias']}{session['org_id']}"
        session["hmac_string"] = base64.b64encode(digest(seed)[7:39].encode()).decode()


def _restart(session: dict[str, Any], now: int) -> None:
    """Counters begin anew."""
    session["last_updated"] = str(now)
    session["quota_remaining"] = session["quota_max"]
    session["quota_renews"] = now + max(0, session["quota_renewal_rate"])


def _read(call: Call) -> Any:
    row, by_hash = _find(call)
    return _data(call, row, by_hash)


def _update(call: Call) -> Response:
    session = _session(call, new=False)
    row, by_hash = _find(call)
    if by_hash and call.has("no-update-by-hash"):
        raise Refusal(*NO_KEY)
    stored = row["session"]
    _check_certificate(call, session, stored)
    now = int(call.now())
    session["date_created"] = stored["date_created"]
    if 1 < session["expires"] < now:
        session["expires"] = stored["expires"]
    _set_secrets(session, stored)
    _restart(session, now)
    if call.param("suppress_reset") == "1":
        for name in ("last_updated", "quota_renews", "quota_remaining"):
            session[name] = stored[name]
    changed = {**row, "session": session}
    call.state["keys"].put(changed)
    if call.has("old-put-key-reply"):
        return ok("Key updated", "")
    return Response(200, _data(call, changed, by_hash))


def _check_certificate(call: Call, session: dict[str, Any], stored: dict[str, Any]) -> None:
    wanted, present = session["certificate"], stored["certificate"]
    if present and not wanted:
        raise Refusal(400, "Key cannot be used without a certificate")
    if wanted != present and call.state["certs"].get(wanted) is None:
        raise Refusal(400, "Key must be used with an existent certificate")


def _delete(call: Call) -> Response:
    row, by_hash = _find(call)
    if by_hash and call.has("no-delete-by-hash"):
        raise Refusal(*NO_KEY)
    call.state["keys"].remove(row["id"])
    return ok("Key deleted successfully")


def _preview(call: Call) -> Any:
    session = _session(call, new=True)
    session["date_created"], session["last_updated"] = call.timestamp(), str(int(call.now()))
    return {"api_model": {}, "key_id": "", "key_hash": "", "data": apply.view(call.state, session)}


def _rows(call: Call) -> list[Row]:
    """All keys of the organisation, unless hashes may not be listed."""
    if call.emulator.config.hash_keys and call.has("no-hashed-listing"):
        raise Refusal(404, "Could not retrieve keys")
    return [row for row in call.state["keys"] if call.owns(row["org_id"])]


def _ids(call: Call, rows: list[Row]) -> Any:
    page, pages = call.page([row["hash"] if call.emulator.config.hash_keys else row["id"] for row in rows])
    return {"data": {"keys": page}, "pages": pages}


def _list(call: Call) -> Any:
    return _ids(call, _rows(call))


def _of_api(call: Call) -> list[Row]:
    rows = _rows(call)
    if not call.emulator.config.since(5, 12):
        # Older Dashboards show every key under any API.
        return rows
    wanted = call.args["api"]
    return [row for row in rows if wanted in (apply.view(call.state, row["session"])["access_rights"] or {})]


def _list_of_api(call: Call) -> Any:
    return _ids(call, _of_api(call))


def _search(call: Call) -> Any:
    wanted = call.param("q")
    return _ids(call, [row for row in _of_api(call) if wanted in (row["hash"], row["id"], row["custom"])])


def _detailed(call: Call) -> Any:
    rows, wanted = _rows(call), call.param("q")
    if wanted:
        rows = [row for row in rows if wanted in (row["hash"], row["id"], row["custom"])]
    page, pages = call.page(rows)
    stamp = (call.state["policies"].revision, call.emulator.config.hash_keys)
    return {"keys": call.listing("keys", page, lambda row: _data(call, row, by_hash=True), stamp), "pages": pages}


def _routes(path: str) -> tuple[Route, ...]:
    return (
        Route("GET", path, _read, "keys", "sparse"),
        Route("PUT", path, _update, "keys", "sparse"),
        Route("DELETE", path, _delete, "keys"),
    )


ROUTES = (
    Route("POST", "/api/keys", _create, "keys", "sparse"),
    Route("GET", "/api/keys/detailed", _detailed, "keys", "sparse"),
    Route("POST", "/api/keys/preview", _preview, "keys", "sparse"),
    Route("POST", "/api/keys/{id}", _create_custom, "keys", "sparse"),
    *_routes("/api/keys/{id}"),
    Route("GET", "/api/apis/keys", _list, "keys"),
    Route("POST", "/api/apis/keys/basic/{username}", _create_basic, "keys", "sparse"),
    Route("GET", "/api/apis/{api}/keys", _list_of_api, "keys"),
    Route("GET", "/api/apis/{api}/keys/search", _search, "keys"),
    *_routes("/api/apis/{api}/keys/{id}"),
)
