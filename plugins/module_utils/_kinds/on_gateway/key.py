# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Keys on a Gateway without a Dashboard. A key has a name, a token made of it, and a hash of the token; which token
belongs to a name depends on the Gateway's hash_key_function."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import dataclasses
import re
import time
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._data.merge import get
from ansible_collections.community.tyk.plugins.module_utils._errors import (
    HttpFailure,
    Invalid,
    OrganisationMismatch,
    TykError,
)
from ansible_collections.community.tyk.plugins.module_utils._kinds.certificate import CERTIFICATE
from ansible_collections.community.tyk.plugins.module_utils._kinds.key import KEY
from ansible_collections.community.tyk.plugins.module_utils._kinds.key_hash import key_hash, make_token, token_parts
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Object, Resource

CREATE = "tyk/keys/create"
ROUTES = ("create", "preview")  # names that the Gateway takes for something else
HASHED = {"hashed": 1}
COLLIDE = (
    "The Gateway's hash_key_function is not set, so names of keys that differ in their last one to three characters "
    "only may be one and the same key. Set it to murmur64."
)


def _org(run: t.Any) -> str:
    return str(run.wish.get("org_id") or run.refs.caller.org_id or "")


def _name(run: t.Any) -> str:
    """How the task calls the key, without the organisation that may stand before it."""
    named, org = run.named, _org(run)
    user = str((named.get("basic_auth") or {}).get("username") or "")
    name = str(named.get("key_id") or user or "") or _certificate(run)
    return name[len(org) :] if org and name.startswith(org) and name != org else name


def _certificate(run: t.Any) -> str:
    """The id of the certificate that the task names; a key that has one is called like it."""
    value = str(run.named.get("certificate") or run.wish.get("certificate") or "")
    known = not value or re.fullmatch(run.refs.kind("certificate").like_id, value)
    return value if known else str(run.refs.id("certificate", value, "certificate"))


def _by_name(run: t.Any, name: str) -> Object | None:
    """The key of this name or token, with its token and hash where these can be told."""
    org, client = _org(run), run.client
    if token_parts(name):
        found = client.read(GATEWAY_KEY, name)
        return {**found, "key_id": name, "key_hash": key_hash(name)} if found else None
    query = {"org_id": org} if org else None
    likely = make_token(org, name, "murmur64")
    found = client.peek(GATEWAY_KEY, likely, query)
    if found:
        return {**found, "key_id": likely, "key_hash": key_hash(likely)}
    found = client.read(GATEWAY_KEY, name, query)
    if not found:
        return None
    for algorithm in ("murmur64", "murmur128", "sha256", "murmur32", ""):
        token = make_token(org, name, algorithm)
        if algorithm == "" or client.peek(GATEWAY_KEY, token, query):
            return {**found, "key_id": token, "key_hash": key_hash(token)}
    return None


def _locate(run: t.Any) -> Object | None:
    named_hash = run.named.get("key_hash")
    if not named_hash and _name(run):
        return _by_name(run, _name(run))
    return t.cast("Object | None", KEY.locate(run) if KEY.locate else None)


def _fetch(client: t.Any, ids: list[str]) -> list[Object]:
    """The keys behind a list, which holds hashes, or tokens where keys are not hashed."""
    keys = []
    for ident in ids:
        token = bool(token_parts(ident))
        try:
            found = client.peek(GATEWAY_KEY, ident, None if token else HASHED)
        except HttpFailure as error:
            if error.status != 400 or "hashing is not enabled" not in error.message:
                raise
            token, found = True, client.peek(GATEWAY_KEY, ident)
        if found:
            keys.append({**found, "key_id" if token else "key_hash": ident})
    return keys


def _address(key: Object) -> tuple[str, t.Any]:
    return (key["key_id"], None) if key.get("key_id") else (key.get("key_hash") or "", HASHED)


def _place(run: t.Any) -> dict[str, str]:
    name = _name(run)
    if name:
        return {"ident": name}
    hmac = run.desired.get("hmac_enabled") and not run.desired.get("hmac_string")
    return {"collection": CREATE} if hmac else {}


def _reread(run: t.Any, ident: str, reply: Object, query: t.Any) -> Object | None:
    token, hashed = reply.get("key"), str(reply.get("key_hash") or "")
    by_hash = bool(query) or bool(hashed and not token)
    if hashed and not by_hash and not token_parts(ident):
        run.warn(COLLIDE)
    found = run.client.read(GATEWAY_KEY, ident, HASHED if by_hash else None)
    if found and run.desired.get("is_inactive") and not found.get("is_inactive"):
        raise TykError(
            "inactive: the key is stored, but works on; to this Gateway its policies alone say whether a key with "
            "policies is active. Take its policies away, or delete the key"
        )
    known = {"key_hash": ident} if by_hash else {"key_id": ident, "key_hash": hashed or key_hash(ident)}
    return {**found, **known} if found else None


def _orgs(key: Object, run: t.Any) -> dict[str, str]:
    """The organisations of what a key refers to, with who it is that belongs to each."""
    found: dict[str, str] = {}
    for kind, idents in (("api", key.get("access_rights")), ("policy", key.get("apply_policies"))):
        for ident in idents or ():
            obj = run.refs.known(kind, ident, load=True)
            resource = run.refs.kind(kind)
            if obj is not None:
                org = get(obj, resource.org)
                if org is not None:
                    found.setdefault(str(org), f"{resource.noun} {get(obj, resource.name)!r}")
    return found


def _complete(key: Object, current: Object | None, run: t.Any) -> Object:
    done = KEY.complete({**key, "org_id": key.get("org_id") or run.wish.get("org_id")}, current, run)
    orgs = _orgs(done, run)
    if not done.get("org_id") and len(orgs) == 1:
        done["org_id"] = next(iter(orgs))
    for org, what in orgs.items():
        if org != done.get("org_id"):
            raise OrganisationMismatch(
                f"{what} belongs to {'organisation ' + org if org else 'no organisation'}, but the key to "
                f"{done.get('org_id') or 'none'}; key, policies and APIs need one organisation. Say it with org_id"
            )
    if current and current.get("key_id") and not token_parts(current["key_id"]):
        try:
            if run.client.peek(GATEWAY_KEY, current.get("key_hash") or "", HASHED):
                run.warn(COLLIDE)
        except HttpFailure:  # keys are not hashed, and so nothing can collide
            pass
    return done


def _check(key: Object, current: Object | None, run: t.Any) -> None:
    KEY.check(key, current, run)
    name, expires = _name(run), key.get("expires") or 0
    if current is None and name and not token_parts(name):
        if len(name) < 3:
            raise Invalid(
                f"key_id: {name!r} is too short, the Gateway would not find it; take three characters or more"
            )
        if name in ROUTES or re.search(r'["\\/\x00-\x1f]', name):
            raise Invalid(f"key_id: {name!r} can not be the name of a key; take letters, digits, and . - _ only")
    if 1 < expires <= time.time() and (current is None or expires != current.get("expires")):
        raise Invalid("expires: this is over, and the Gateway would make it mean never; set inactive instead")
    if name and key.get("hmac_enabled") and not key.get("hmac_string"):
        raise Invalid("hmac.secret: name it; the Gateway makes one only for a key without a name of its own")
    certificate = key.get("certificate")
    if not certificate or certificate == (current or {}).get("certificate"):
        return
    if run.client.read(CERTIFICATE, certificate) is None:
        raise Invalid(f"certificate: there is no certificate {certificate}; upload it with tyk_certificate first")


def _variant(run: t.Any) -> Resource:
    return dataclasses.replace(GATEWAY_KEY, query={}) if run.params.get("reset_quota") else GATEWAY_KEY


GATEWAY_KEY = dataclasses.replace(
    KEY,
    collection="tyk/keys",
    listing="",
    created=("key", "key_hash"),
    fetch=_fetch,
    lookups={"key_id": {}, "key_hash": HASHED},
    decode=lambda session: {**session, "tags": sorted(session["tags"])} if session.get("tags") else session,
    variant=_variant,
    locate=_locate,
    reread=_reread,
    address=_address,
    place=_place,
    complete=_complete,
    check=_check,
)
