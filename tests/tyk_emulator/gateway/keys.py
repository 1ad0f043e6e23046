# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keys, in the store of sessions that the Dashboard's side uses too."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

from ..kinds.users import digest
from ..wire import Refusal, Response
from . import grants, names, store
from .applied import NotApplicable, policy_ids
from .call import Call, Route, done
from .fields import shown
from .merging import empty_limit

_INSECURE = (500, "Failed to create key, ensure security settings are correct.")
_UNREADABLE = (500, "Unmarshalling failed")
_SHORTEST = 3
_SHORT = (
    "custom key ID length {} is less than min_token_length ({}); the key would be unreachable at auth time. "
    "Use an ID of at least min_token_length characters, or lower min_token_length in the gateway configuration."
)
_NO_LIST = (404, "Hashed key listing is disabled in config (enable_hashed_keys_listing)")
_NO_FILTER = (400, "The 'filter' parameter (Org ID) is required when filtering by 'api_id' in legacy mode")
_GONE = (404, "There is no such key found")


def _hashed(call: Call) -> bool:
    return bool(call.param("hashed"))


def _either(call: Call, act: Callable[[str], Any]) -> Any:
    """The key of the path; with username=true first the one that the organisation has under that name."""
    name = call.args.get("key", "")
    if call.param("username") == "true":
        try:
            return act(store.token(call, call.param("org_id"), name))
        except Refusal:
            if not call.emulator.config.hash_key_function:
                raise
    return act(name)


def _session(call: Call) -> dict[str, Any]:
    """The session of the request after the checks of its rights, with its policies applied as far as they can be."""
    session = call.decode("Session", first=False)
    if call.since(5, 13):
        grants.check(call, session["access_rights"])
    return store.applied(call, session)


def _create(call: Call) -> Response:
    """An unconditional upsert."""
    name, session = call.args.get("key", ""), _session(call)
    length = len(name.encode())
    if 0 < length < _SHORTEST and call.mended((5, 8, 15), (5, 13, 1)):
        raise Refusal(400, _SHORT.format(length, _SHORTEST))
    session["date_created"] = store.now(call)
    token = store.token(call, session["org_id"], name)
    if 1 < session["expires"] < call.emulator.clock():
        session["expires"] = 0
    grants.check_bindings(call, session["mtls_static_certificate_bindings"], session["org_id"])
    basic = session["basic_auth_data"]
    if basic["password"]:
        session["basic_auth_data"] = {"password": digest(basic["password"]), "hash_type": "bcrypt"}
    _save(call, token, session)
    hashing = call.emulator.config.hash_keys
    secret = hashing and basic["password"]
    key_hash = token if _hashed(call) else names.key_hash(token)
    return done("" if secret else token, "added", key_hash=key_hash if hashing else "")


def _update(call: Call) -> Response:
    return _either(call, lambda name: _replace(call, name))  # type: ignore[no-any-return]


def _replace(call: Call, name: str) -> Response:
    """A full replacement, but for what the Gateway never takes from a client."""
    session = _session(call)
    found = store.find(call, session["org_id"], name, _hashed(call))
    if found is None:
        raise Refusal(404, "Key is not found")
    old, name = store.loaded(found[0]), found[1]
    if session["certificate"] != old["certificate"]:
        if not session["certificate"]:
            raise Refusal(400, "Key cannot be used without a certificate")
        if call.state["certs"].get(session["certificate"]) is None:
            raise Refusal(400, "Key must be used with an existent certificate")
    session["date_created"] = old["date_created"]
    if call.param("suppress_reset") == "1":
        _keep_counters(session, old)
    if 1 < session["expires"] < call.emulator.clock():
        session["expires"] = old["expires"]
    known = old["mtls_static_certificate_bindings"] or ()
    wanted = session["mtls_static_certificate_bindings"] or ()
    grants.check_bindings(call, [cert for cert in wanted if cert not in known], session["org_id"])
    basic, held = session["basic_auth_data"], old["basic_auth_data"]
    if not basic["password"]:
        session["basic_auth_data"] = held if held["password"] else basic
    elif basic["password"] != held["password"]:
        session["basic_auth_data"] = {"password": digest(basic["password"]), "hash_type": "bcrypt"}
    if not names.organisation(name):
        custom = store.token(call, session["org_id"], name)
        name = custom if store.stored(call, custom) is not None else name
    _save(call, name, session)
    return done(name, "modified")


def _keep_counters(session: dict[str, Any], old: dict[str, Any]) -> None:
    for field in ("quota_renews", "last_updated"):
        session[field] = old[field]
    for api_id, right in (old["access_rights"] or {}).items():
        new = (session["access_rights"] or {}).get(api_id)
        if new is not None and not empty_limit(right["limit"]) and not empty_limit(new["limit"]):
            new["limit"]["quota_renews"] = right["limit"]["quota_renews"]


def _save(call: Call, token: str, session: dict[str, Any]) -> None:
    """Write a key once for each API that it may use; without any it is refused."""
    if call.param("suppress_reset") != "1":
        session["last_updated"] = str(int(call.emulator.clock()))
    if not session["access_rights"]:
        raise Refusal(*_INSECURE)
    try:
        _write(call, token, session, call.param("suppress_reset") != "1", _hashed(call))
    except NotApplicable:
        raise Refusal(*_INSECURE) from None
    if not call.node.redis:
        raise Refusal(*_INSECURE)


def _write(call: Call, token: str, session: dict[str, Any], reset: bool, hashed: bool = False) -> None:
    for api_id in list(session["access_rights"]):
        api = call.node.apis.get(api_id)
        if api is not None:
            _trial(call, token, session, hashed)
        if reset and not (api and api["classic"].get("dont_set_quota_on_create")):
            session["quota_renews"] = int(call.emulator.clock()) + session["quota_renewal_rate"]
        store.apply(call, session, api["classic"]["org_id"] if api else None)
        if call.node.redis:
            store.put(call, token, session, hashed, store.until(call, session))


def _trial(call: Call, token: str, session: dict[str, Any], hashed: bool) -> None:
    """A policy may say how long a new key lives, and what comes after."""
    for name in policy_ids(session):
        policy = store.policy(call, session["org_id"], name)
        if policy is None:
            continue
        if policy["key_expires_in"] > 0 and store.find(call, session["org_id"], token, hashed) is None:
            session["expires"] = int(call.emulator.clock()) + policy["key_expires_in"]
        for field in ("post_expiry_action", "post_expiry_grace_period"):
            session[field] = policy[field] or session[field]


def _generate(call: Call) -> Response:
    """The other way to make a key: its name is never chosen, and it gets a secret for HMAC."""
    session = call.decode("Session", _UNREADABLE)
    org = session["org_id"]
    token = store.token(call, org, session["certificate"])
    if session["hmac_enabled"]:
        session["hmac_string"] = base64.b64encode(call.state.hex(32).encode()).decode()
    if session["certificate"] and store.find(call, org, token, False) is not None:
        raise Refusal(500, f"Failed to create key - Key with given certificate already found:{token}")
    grants.check_bindings(call, session["mtls_static_certificate_bindings"], org)
    session["date_created"], session["last_updated"] = store.now(call), str(int(call.emulator.clock()))
    try:
        store.apply(call, session)
        if not session["access_rights"]:
            raise Refusal(400, "Failed to create key, keys must have at least one Access Rights record set.")
        _write(call, token, session, True)
    except NotApplicable as problem:
        raise Refusal(500, f"Failed to create key - {problem}") from None
    if not call.node.redis:
        raise Refusal(500, "Failed to create key - storage: Redis is either down or was not configured")
    return done(token, "added", key_hash=names.key_hash(token) if call.emulator.config.hash_keys else "")


def _preview(call: Call) -> dict[str, Any]:
    """What a key would be; nothing is stored."""
    session = call.decode("Session", _UNREADABLE)
    session["last_updated"], session["date_created"] = str(int(call.emulator.clock())), store.now(call)
    return shown("Session", store.applied(call, session), call.version)


def _read(call: Call) -> dict[str, Any]:
    def act(name: str) -> dict[str, Any]:
        session = store.detail(call, name, call.param("api_id"), call.param("org_id"), _hashed(call))
        return shown("Session", session, call.version)

    return _either(call, act) if call.args["key"] else _list(call)  # type: ignore[no-any-return]


def _delete(call: Call) -> Response:
    return _either(call, lambda name: _remove(call, name))  # type: ignore[no-any-return]


def _remove(call: Call, name: str) -> Response:
    found = store.find(call, call.param("org_id"), name, _hashed(call))
    if found is None:
        raise Refusal(*_GONE)
    call.state["keys"].remove(found[0]["id"])
    return Response(200, None) if call.param("api_id") == "-1" else done(found[1], "deleted")


def _list(call: Call) -> Any:
    """Hashes where keys are hashed, tokens otherwise; newer versions can tell those for one API."""
    config = call.emulator.config
    if config.hash_keys and config.has("no-hashed-listing"):
        raise Refusal(*_NO_LIST)
    wanted = call.param("api_id") if call.mended((5, 8, 12), (5, 12)) else ""
    prefix = "" if config.hash_keys else call.param("filter")
    if wanted and not config.hash_keys and not prefix:
        raise Refusal(*_NO_FILTER)
    encoded = base64.b64encode(f'{{"org":"{prefix}"'.encode()).decode().rstrip("=")[:-2]
    rows = [row for row in store.rows(call) if not prefix or row["id"].startswith((prefix, encoded))]
    if wanted:
        rows = [row for row in rows if wanted in (store.applied(call, store.loaded(row))["access_rights"] or {})]
    found = [row["hash"] if config.hash_keys else row["id"] for row in rows]
    return {"keys": sorted(found) if wanted else call.shuffled(found)}


def _set_policies(call: Call) -> Response:
    """Give a key other policies; it is named by its hash, and nothing is checked."""
    told = call.decode("Instruction", (400, "Couldn't decode instruction"))
    policies = [*(told["apply_policies"] or []), *([told["policy"]] if told["policy"] else [])]
    name = call.args["key"]
    found = store.find(call, "", name, hashed=True)
    if found is None:
        raise Refusal(404, "Key not found")
    changed = {"apply_policy_id": "", "apply_policies": policies or told["apply_policies"]}
    session = {**store.loaded(found[0]), **changed, "last_updated": str(int(call.emulator.clock()))}
    store.put(call, name, session, hashed=True)
    return done(name, "updated")


ROUTES = (
    Route("POST", "/tyk/keys/policy/{key}", _set_policies),
    Route("POST", "/tyk/keys/create", _generate),
    Route("GET", "/tyk/keys", _list),
    Route("POST", "/tyk/keys", _create),
    Route("PUT", "/tyk/keys", _update),
    Route("DELETE", "/tyk/keys", _delete),
    Route("POST", "/tyk/keys/preview", _preview),
    Route("GET", "/tyk/keys/{key}", _read),
    Route("POST", "/tyk/keys/{key}", _create),
    Route("PUT", "/tyk/keys/{key}", _update),
    Route("DELETE", "/tyk/keys/{key}", _delete),
)
