# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keys, as the session store has them that the Dashboard's side uses too."""

from __future__ import annotations

import copy
import datetime
from typing import Any

from ..kinds import apply
from ..kinds.sessions import SESSION
from ..kinds.users import digest
from ..shape import is_zero
from ..state import Row
from ..wire import Refusal, Response
from . import names
from .call import Call, Route, done
from .policies import sparse_rights

_INSECURE = (500, "Failed to create key, ensure security settings are correct.")
_SHORT = (
    "custom key ID length {} is less than min_token_length (3); the key would be unreachable at auth time. "
    "Use an ID of at least min_token_length characters, or lower min_token_length in the gateway configuration."
)
_NO_LIST = (404, "Hashed key listing is disabled in config (enable_hashed_keys_listing)")
_NEW = ("post_expiry_action", "post_expiry_grace_period", "mtls_static_certificate_bindings")


class _Policies:
    """The loaded policies, in the form in which the Dashboard's side keeps its own."""

    def __init__(self, call: Call) -> None:
        self._found = call.node.scoped

    def __getitem__(self, _table: str) -> _Policies:
        return self

    def get(self, _ident: str) -> Row | None:
        return None

    def find(self, _index: str, ident: str) -> list[Row]:
        found = [doc for (_org, name), doc in self._found.items() if name == ident]
        return [{"id": ident, "org_id": doc["org_id"], "doc": {"state": "", **doc}} for doc in found]


def _applied(call: Call, session: dict[str, Any]) -> dict[str, Any]:
    """A session with its policies applied; raises NotApplicable."""
    shown = copy.deepcopy(session)
    apply.apply(_Policies(call), shown)  # type: ignore[arg-type]
    ids = apply.policy_ids(session)
    if ids and call.since(5, 8, 7):  # whether a key with policies is active is up to them alone
        shown["is_inactive"] = any((call.node.policies.get(ident) or {}).get("is_inactive") for ident in ids)
    per_api = [call.node.policies[ident]["partitions"]["per_api"] for ident in ids if ident in call.node.policies]
    for right in (shown["access_rights"] or {}).values() if ids and not any(per_api) else ():
        right["api_id"] = right["api_name"] = ""
        right["allowance_scope"] = ""
    return shown


def _shown(call: Call, session: dict[str, Any]) -> dict[str, Any]:
    """As a read shows it: passwords blank, counters worked out, zero values left out by newer versions."""
    try:
        shown = _applied(call, session)
    except apply.NotApplicable:
        shown = copy.deepcopy(session)
    shown["basic_auth_data"]["password"] = ""
    policies = apply.policy_ids(session)
    for api_id, right in (shown["access_rights"] or {}).items():
        limit = right["limit"]
        if limit:
            limit.pop("set_by_policy", None)
            if (limit["quota_max"] or 0) > 0:
                limit["quota_remaining"] = limit["quota_max"]
            if not policies and not is_zero(limit):
                right["allowance_scope"] = api_id
    shown["tags"] = call.shuffled(shown["tags"] or [])
    shown["meta_data"] = shown["meta_data"] or {}
    if not call.since(5, 12):
        return {name: value for name, value in shown.items() if name not in _NEW or call.since(5, 13)}
    shown["access_rights"] = sparse_rights(shown["access_rights"])
    shown["basic_auth_data"] = {k: v for k, v in shown["basic_auth_data"].items() if v}
    return {name: value for name, value in shown.items() if not is_zero(value)}


def _bare(org: str, name: str) -> str:
    return name[len(org) :] if org and name.startswith(org) else name


def _id(call: Call, org: str, name: str) -> str:
    return names.token(org, _bare(org, name), call.emulator.config.hash_key_function)


def _stored(call: Call, token: str) -> Row | None:
    """What Redis has under a token: by its hash where keys are hashed, so that two of one hash are one."""
    if not call.node.redis:
        return None
    if not call.emulator.config.hash_keys:
        return call.state["keys"].get(token)
    found = call.state["keys"].find("hash", names.key_hash(token))
    return found[0] if found else None


def _find(call: Call, org: str) -> tuple[Row, str] | None:
    """The key that the request names, and the name it was found under."""
    name = call.args["key"]
    if call.param("hashed"):
        if not call.emulator.config.hash_keys:
            raise Refusal(400, "Key requested by hash but key hashing is not enabled")
        found = call.state["keys"].find("hash", name) if call.node.redis else []
        return (found[0], name) if found else None
    tries = [name] if names.organisation(name) == org else [_id(call, org, name), name]
    return next(((row, token) for token in tries if (row := _stored(call, token)) is not None), None)


def _session(call: Call, stored: dict[str, Any] | None) -> dict[str, Any]:
    """The session of the request, after the checks that the Gateway makes."""
    session = call.read(SESSION)
    try:
        effective = _applied(call, session)
    except apply.NotApplicable:
        raise Refusal(*_INSECURE) from None
    if not effective["access_rights"] or not call.node.redis:
        raise Refusal(*_INSECURE)
    now = int(call.emulator.clock())
    if 1 < session["expires"] < now:
        session["expires"] = stored["expires"] if stored else 0
    basic = session["basic_auth_data"]
    if basic["password"]:
        session["basic_auth_data"] = {"password": digest(basic["password"]), "hash_type": "bcrypt"}
    elif stored:
        session["basic_auth_data"] = dict(stored["basic_auth_data"])
    reset = call.param("suppress_reset") != "1"
    if reset:
        session["quota_renews"], session["quota_remaining"] = now + max(0, session["quota_renewal_rate"]), 0
        session["last_updated"] = str(now)
    elif stored:
        for name in ("quota_renews", "last_updated", "quota_remaining"):
            session[name] = stored[name]
    return session


def _put(call: Call, token: str, session: dict[str, Any], custom: str) -> None:
    """In Redis there is one record for each hash."""
    digest_of = names.key_hash(token)
    if call.emulator.config.hash_keys:
        for row in call.state["keys"].find("hash", digest_of):
            call.state["keys"].remove(row["id"])
    row = {"id": token, "hash": digest_of, "org_id": session["org_id"], "custom": custom, "session": session}
    call.state["keys"].put(row)


def _answer(call: Call, token: str, session: dict[str, Any]) -> Response:
    hashing = call.emulator.config.hash_keys
    secret = hashing and session["basic_auth_data"]["password"]
    return done("" if secret else token, "added", key_hash=names.key_hash(token) if hashing else "")


def _store_new(call: Call, name: str) -> Response:
    """An unconditional upsert."""
    session = _session(call, None)
    org = session["org_id"]
    custom = _bare(org, name) or call.state.hex(32)
    if name and len(_bare(org, name)) < 3 and call.since(5, 8, 15):
        raise Refusal(400, _SHORT.format(len(_bare(org, name))))
    session["date_created"] = _now(call)
    token = name if names.organisation(name) == org and org and name.startswith("ey") else _id(call, org, custom)
    _put(call, token, session, custom)
    return _answer(call, token, session)


def _now(call: Call) -> str:
    moment = datetime.datetime.fromtimestamp(call.emulator.clock(), datetime.UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _create(call: Call) -> Response:
    return _store_new(call, "")


def _create_named(call: Call) -> Response:
    return _store_new(call, call.args["key"])


def _generate(call: Call) -> Response:
    """The other way to make a key: its name is never chosen, and it gets a secret for HMAC."""
    session = call.read(SESSION, (500, "Unmarshalling failed"))
    certificate, org = session["certificate"], session["org_id"]
    custom = _bare(org, certificate) or call.state.hex(32)
    token = _id(call, org, custom)
    if certificate and _stored(call, token) is not None:
        raise Refusal(500, f"Failed to create key - Key with given certificate already found:{token}")
    try:
        effective = _applied(call, session)
    except apply.NotApplicable as problem:
        raise Refusal(500, f"Failed to create key - {problem}") from None
    if not effective["access_rights"]:
        raise Refusal(400, "Failed to create key, keys must have at least one Access Rights record set.")
    if not call.node.redis:
        raise Refusal(500, "Failed to create key")
    if session["hmac_enabled"]:
        session["hmac_string"] = digest(token)[7:39]
    session["date_created"], session["last_updated"] = _now(call), str(int(call.emulator.clock()))
    _put(call, token, session, custom)
    return _answer(call, token, session)


def _read(call: Call) -> Any:
    found = _find(call, call.param("org_id"))
    if found is None:
        raise Refusal(404, "Key not found")
    return _shown(call, found[0]["session"])


def _update(call: Call) -> Response:
    org = call.json().get("org_id") or ""
    found = _find(call, org)
    if found is None:
        raise Refusal(404, "Key is not found")
    row, token = found
    stored = row["session"]
    wanted, present = call.json().get("certificate") or "", stored["certificate"]
    if present and not wanted:
        raise Refusal(400, "Key cannot be used without a certificate")
    if wanted != present and call.state["certs"].get(wanted) is None:
        raise Refusal(400, "Key must be used with an existent certificate")
    session = _session(call, stored)
    session["date_created"] = stored["date_created"]
    call.state["keys"].put({**row, "session": session})
    return done(token, "modified")


def _delete(call: Call) -> Response:
    found = _find(call, call.param("org_id"))
    if found is None:
        raise Refusal(404, "There is no such key found")
    call.state["keys"].remove(found[0]["id"])
    return done(call.args["key"], "deleted")


def _list(call: Call) -> Any:
    hashing = call.emulator.config.hash_keys
    if hashing and call.emulator.config.has("no-hashed-listing"):
        raise Refusal(*_NO_LIST)
    rows = list(call.state["keys"]) if call.node.redis else []
    return {"keys": call.shuffled(row["hash"] if hashing else row["id"] for row in rows)}


ROUTES = (
    Route("GET", "/tyk/keys", _list),
    Route("POST", "/tyk/keys", _create),
    Route("POST", "/tyk/keys/create", _generate),
    Route("GET", "/tyk/keys/{key}", _read),
    Route("POST", "/tyk/keys/{key}", _create_named),
    Route("PUT", "/tyk/keys/{key}", _update),
    Route("DELETE", "/tyk/keys/{key}", _delete),
)
