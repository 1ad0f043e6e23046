# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A key: the session of a consumer. Tyk shows it with its policies applied, which is not what is stored."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import dataclasses
import re
import time
import typing as t
from datetime import datetime, timezone

from ansible_collections.community.tyk.plugins.module_utils._data.merge import (
    MASK_NEW,
    SECRET,
    SERVER,
    SET,
    WRITE_ONLY,
    Rule,
    Rules,
    blank,
    compact,
)
from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid
from ansible_collections.community.tyk.plugins.module_utils._kinds import access_rights
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.api import API
from ansible_collections.community.tyk.plugins.module_utils._kinds.certificate import CERTIFICATE
from ansible_collections.community.tyk.plugins.module_utils._kinds.key_policies import comparable, fit, rebase
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Object, Option, Resource
from ansible_collections.community.tyk.plugins.module_utils._kinds.policy import POLICY

FIELDS = {
    **access_rights.FIELDS,
    **dict.fromkeys(
        (
            "key_hash",
            "username",
            "org_id",
            "allowance",
            "quota_renews",
            "quota_remaining",
            "data_expires",
            "id_extractor_deadline",
            "session_lifetime",
            "last_check",
            "date_created",
            "last_updated",
            "apply_policy_id",
            "oauth_client_id",
        ),
        SERVER,
    ),
    "key_id": Rule(server=True, secret=True),
    "oauth_keys": Rule(server=True, secret=True),
    "basic_auth_data": WRITE_ONLY,
    "hmac_string": SECRET,
    "jwt_data.secret": SECRET,
    "tags": SET,
    "mtls_static_certificate_bindings": SET,
}
MARK = " (rotating)"  # ends the alias of a new key until the old one is gone
SPAN = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}


def _expires(value: str, run: t.Any, current: t.Any) -> int:
    """Unix seconds. A span counts from when the key is made, so it is left alone while the key has an expiry."""
    now = time.time()
    span = re.fullmatch(r"(\d+)\s*([smhdw])", value)
    if value in ("", "0", "-1", "never"):
        return 0
    if span:
        return int(current) if current and current > 0 else int(now + int(span[1]) * SPAN[span[2]])
    try:
        if value.isdigit():
            at = int(value)
        else:
            moment = datetime.fromisoformat(re.sub("[zZ]$", "+00:00", value))
            at = int((moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)).timestamp())
    except ValueError:
        raise Invalid(
            f"expires: {value!r} is no time; write 2030-01-31T00:00:00Z, a span such as 30d, or never"
        ) from None
    if at <= now and at != current:
        raise Invalid(f"expires: {value} is over, and Tyk would make it mean something else; set inactive instead")
    return at


def _moment(value: t.Any, run: t.Any) -> str:
    if not value or value < 0:
        return "never"
    return datetime.fromtimestamp(value, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def _policies(value: list[str], run: t.Any, current: t.Any) -> list[str]:
    return [run.refs.id("policy", name, f"policies[{index}]", current or ()) for index, name in enumerate(value)]


def _policy_names(value: t.Any, run: t.Any) -> list[str]:
    return [run.refs.name("policy", ident) for ident in value or []]


PASSWORD = {"type": "str", "no_log": True}


def _password(basic: t.Any) -> str:
    return str(basic.get("password") or "")


def _hmac(value: t.Any, run: t.Any, was: t.Any) -> Object:
    secret = {"hmac_string": value["secret"]} if "secret" in value else {}
    return {"hmac_enabled": value.get("enabled", True), **secret}


def _show_hmac(taken: Object, run: t.Any) -> Object | None:
    return compact({"enabled": taken["hmac_enabled"], "secret": taken["hmac_string"]}) or None


OPTIONS = {
    "alias": Option("alias"),
    "policies": Option("apply_policies", {"type": "list", "elements": "str"}, write=_policies, read=_policy_names),
    "access_rights": access_rights.ACCESS_RIGHTS,
    **access_rights.LIMITS,
    "expires": Option("expires", write=_expires, read=_moment),
    "basic_auth": Option(
        spec={"type": "dict", "options": {"username": {"type": "str", "required": True}, "password": PASSWORD}},
        paths=("basic_auth_data",),
        write=lambda value, run, was: {"basic_auth_data": {"password": value["password"]}} if _password(value) else {},
        read=lambda taken, run: {"password": MASK_NEW} if taken["basic_auth_data"] == MASK_NEW else None,
    ),
    "hmac": Option(
        spec={"type": "dict", "options": {"enabled": {"type": "bool"}, "secret": PASSWORD}},
        paths=("hmac_enabled", "hmac_string"),
        write=_hmac,
        read=_show_hmac,
    ),
    "jwt": Option(
        "jwt_data",
        {"type": "dict", "options": {"secret": PASSWORD}},
        write=lambda value, run, was: value,
        read=lambda value, run: compact(value or {}) or None,
    ),
    "certificate": Option(
        "certificate", ref="certificate", read=lambda value, run: run.refs.name("certificate", value) if value else None
    ),
    "inactive": Option("is_inactive", {"type": "bool"}),
    "meta_data": Option("meta_data", {"type": "dict"}),
    "tags": Option("tags", {"type": "list", "elements": "str"}),
}


def _decode(reply: Object) -> Object:
    session = reply.get("data")
    if not isinstance(session, dict):
        return reply
    return {**session, "key_id": reply.get("key_id") or "", "key_hash": reply.get("key_hash") or ""}


def _address(key: Object) -> tuple[str, t.Any]:
    """By its id where that is known; a listing with hashed keys shows the hash in its place."""
    if key.get("username"):
        return key["username"], {"username": "true"}
    ident, key_hash = key.get("key_id") or "", key.get("key_hash") or ""
    return (ident, None) if ident and ident != key_hash else (key_hash, {"hashed": 1})


def _variant(run: t.Any) -> Resource:
    return dataclasses.replace(KEY, query={}) if run.params.get("reset_quota") else KEY


def _locate(run: t.Any) -> Object | None:
    key_id, key_hash, alias = (run.named.get(name) for name in ("key_id", "key_hash", "alias"))
    alias = alias or run.wish.get("alias")
    if key_id:
        found: Object | None = run.client.read(KEY, key_id)
        return {**found, "key_id": key_id} if found else None
    if key_hash:
        found = run.client.read(KEY, key_hash, {"hashed": 1})
        if found is None and run.params.get("state") != "absent":
            raise Invalid(f"key_hash: there is no key with the hash {key_hash}, and none can be made from a hash")
        return {**found, "key_hash": key_hash} if found else None
    user = _username(run)
    if user:
        found = run.client.read(KEY, user, {"username": "true"})
        return {**found, "key_id": "", "username": user} if found else None
    if not alias:
        raise Invalid("which key? Name it with key_id, key_hash, basic_auth or alias")
    return t.cast(
        "Object | None", run.one(run.refs.called("key", alias) or run.refs.called("key", alias + MARK), alias)
    )


def _complete(key: Object, current: Object | None, run: t.Any) -> Object:
    done = access_rights.fill(key, run)
    done.pop("apply_policy_id", None)
    done["org_id"] = done.get("org_id") or run.refs.caller.org_id or run.params.get("org_id") or ""
    if "rate" in run.wish or done.get("allowance") is None:
        done["allowance"] = done.get("rate") or 0
    return done


def _username(run: t.Any) -> str:
    return str((run.named.get("basic_auth") or {}).get("username") or "")


def _opens_nothing(key: Object) -> bool:
    return blank(key.get("access_rights")) and blank(key.get("apply_policies"))


def _check(key: Object, current: Object | None, run: t.Any) -> None:
    if current is None and _username(run) and not _password(run.named["basic_auth"]):
        raise Invalid("basic_auth.password: a new user needs one")
    if current and current.get("certificate") and not key.get("certificate"):
        raise Invalid("certificate: Tyk can not take a key's certificate away; name another one, or make another key")
    if current is None or {"policies", "apply_policies"} & {*run.named, *run.wish}:
        fit(key, run)
    if _opens_nothing(key) and not (current and _opens_nothing(current)):
        run.warn("access_rights: without them and without policies, most Gateways refuse a key.")


def _place(run: t.Any) -> dict[str, str]:
    if _username(run):
        return {"collection": "api/apis/keys/basic", "ident": _username(run)}
    return {"ident": run.named["key_id"]} if run.named.get("key_id") else {}


def _reread(run: t.Any, ident: str, reply: Object, query: t.Any) -> Object | None:
    if isinstance(reply.get("data"), dict):
        return _decode(reply)
    read = run.client.read(KEY, ident, query)
    known = "username" if query and "username" in query else "key_hash" if query else "key_id"
    return {**read, known: ident} if read else None


KEY = Resource(
    kind="key",
    noun="key",
    plural="api_keys",  # Jinja takes .keys for a method of the result, and Ansible forbids the name
    collection="api/keys",
    listing="api/keys/detailed",
    items="keys",
    rules=Rules(FIELDS),
    options=OPTIONS,
    id="key_id",
    id_option="key_id",
    name="alias",
    name_option="alias",
    other_ids=("key_hash",),
    created=("key_id", "key_hash"),
    query={"suppress_reset": 1},
    required={
        "alias": "",
        "rate": 0,
        "per": 0,
        "quota_max": 0,
        "quota_renewal_rate": 0,
        "expires": 0,
        "apply_policies": [],
        "access_rights": {},
        "tags": [],
        "meta_data": {},
    },
    defaults={"quota_max": -1, "quota_renewal_rate": -1},
    related=(API, POLICY, CERTIFICATE),
    named={"certificate": "certificate"},
    holds={"api": "access_rights", "policy": "apply_policies"},
    refers=("api", "policy"),
    token="key_id",
    params={
        "key_id": {"type": "str", "no_log": True},
        "key_hash": {"type": "str", "no_log": False},
        "reset_quota": {"type": "bool", "default": False},
        "key_file": {"type": "path", "no_log": False},
        "update_secrets": {"type": "str", "choices": ["on_create", "always"], "default": "on_create", "no_log": False},
        "rotation": {"type": "str"},
    },
    states=("present", "absent", "rotated"),
    secret_id=True,
    lookups={"key_id": {}, "key_hash": {"hashed": 1}},
    tell=("date_created",),
    views={"key_hash": "key_hash", "org_id": "org_id"},
    decode=_decode,
    encode=lambda key: {name: value for name, value in key.items() if name not in ("key_id", "key_hash", "username")},
    variant=_variant,
    locate=_locate,
    reread=_reread,
    address=_address,
    place=_place,
    rebase=rebase,
    comparable=comparable,
    complete=_complete,
    check=_check,
)
