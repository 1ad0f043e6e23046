# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Keys on a Gateway without a Dashboard.

A key has a name, a token made of it, and a hash of the token; which token belongs to a name depends on the Gateway's
hash_key_function."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import contextlib
import re
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._errors import (
    HttpFailure,
    Invalid,
    OrganisationMismatch,
    TykError,
    Unresolved,
)
from ansible_collections.community.tyk.plugins.module_utils._kinds import key_policies
from ansible_collections.community.tyk.plugins.module_utils._kinds.certificate import CERTIFICATE
from ansible_collections.community.tyk.plugins.module_utils._kinds.key import Key, username
from ansible_collections.community.tyk.plugins.module_utils._kinds.key_hash import key_hash, make_token, token_parts
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Reader, Run
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object, Route, Where

CREATE = "tyk/keys/create"
HASHED = {"hashed": 1}
ALGORITHMS = ("murmur64", "murmur128", "sha256", "murmur32", "")
COLLIDE = (
    "The Gateway's hash_key_function is not set, so names of keys that differ in their last one to three characters "
    "only may be one and the same key. Set it to murmur64."
)


def _org(run: Run) -> str:
    return str(run.declared.get("org_id") or run.around.caller.org_id or "")


def _token_org(run: Run) -> str:
    """The organisation in the token that the task names the key by."""
    return token_parts(str(run.named.get("key_id") or "")).get("org") or ""


def _name(run: Run) -> str:
    """How the task calls the key, without the organisation that may stand before it."""
    org = _org(run)
    name = str(run.named.get("key_id") or username(run) or "") or _certificate(run)
    return name[len(org) :] if org and name.startswith(org) and name != org else name


def _said_certificate(run: Run) -> str:
    return str(run.named.get("certificate") or run.declared.get("certificate") or "")


def _certificate(run: Run) -> str:
    """The id of the certificate that the task names; a key that has one is called like it."""
    value = _said_certificate(run)
    known = (
        not value
        or value == (run.found or {}).get("certificate")
        or re.fullmatch(run.around.kind("certificate").identity.like_id, value)
    )
    return value if known else run.around.id("certificate", value, "certificate")


def _orgs(key: Object, run: Run) -> dict[str, str]:
    """The organisations of what a key refers to, with who it is that belongs to each."""
    found: dict[str, str] = {}
    for name, idents in (("api", key.get("access_rights")), ("policy", key.get("apply_policies"))):
        kind = run.around.kind(name)
        for ident in idents or ():
            obj = run.around.known(name, ident, load=True)
            org = kind.org_of(obj) if obj is not None else None
            if org is not None:
                found.setdefault(org, f"{kind.noun} {kind.name_of(obj)!r}")
    return found


class GatewayKey(Key):
    platform = "gateway"
    route = Route("tyk/keys", "keys", ids_only=True, query=Key.route.query, created=("key", "key_hash"), many=True)

    unroutable = r'\A(create|preview)\Z|["\\/\x00-\x1f]'

    def org_of_new(self, run: Run) -> str:
        return _org(run) or _token_org(run)

    def own_name(self, run: Run) -> str:
        name = _name(run)
        return super().own_name(run) if token_parts(name) and name == run.named.get("key_id") else name

    def unique_id(self, obj: Object) -> str:
        """By its hash, be it from a list of tokens, which does not have that."""
        known = super().unique_id(obj)
        return key_hash(known) if token_parts(known) else known

    def check_id(self, ident: str, option: str = "") -> None:
        if not token_parts(ident):
            super().check_id(ident, option)

    def decode(self, reply: Object) -> Object:
        return {**reply, "tags": sorted(reply["tags"])} if reply.get("tags") else reply

    def locate(self, run: Run) -> Object | None:
        if run.named.get("key_hash"):
            return super().locate(run)
        try:
            name = _name(run)
        except Unresolved:  # the certificate may be gone, and the key there
            found = self._with_certificate(run)
            if found is None:
                raise
            return found
        if not name:
            return super().locate(run)
        return self._by_name(run, name) or self._with_certificate(run)

    def _with_certificate(self, run: Run) -> Object | None:
        """The key of this alias that has the certificate already, and another name than that."""
        alias = str(run.named.get("alias") or run.declared.get("alias") or "")
        if not alias or run.named.get("key_id") or username(run) or not _said_certificate(run):
            return None
        found = [key for key in run.around.called("key", alias) if key.get("certificate") == _said_certificate(run)]
        return self.only_one(found, alias)

    def _by_name(self, run: Run, name: str) -> Object | None:
        """The key of this name or token, with its token and hash where these can be told."""
        org, client = _org(run), run.client
        if token_parts(name):
            found, own = client.read(self, name), self.own_name(run)
            if found or own != name and run.params.get("state") != "present":
                return {**found, "key_id": name, "key_hash": key_hash(name)} if found else None
            org, name = org or _token_org(run), own
        query = {"org_id": org} if org else None
        likely = make_token(org, name, "murmur64")
        found = client.peek(self, likely, query)
        if found:
            self.tell_token(run, likely)
            return {**found, "key_id": likely, "key_hash": key_hash(likely)}
        found = client.read(self, name, query)
        if not found:
            return None
        for algorithm in ALGORITHMS:
            token = make_token(org, name, algorithm)
            if algorithm == "" or client.peek(self, token, query):
                self.tell_token(run, token)
                return {**found, "key_id": token, "key_hash": key_hash(token)}
        return None

    def fetch(self, client: Reader, ids: t.Iterable[str]) -> list[Object]:
        """The keys behind a list, which holds hashes, or tokens where keys are not hashed."""
        keys = []
        for ident in ids:
            token = bool(token_parts(ident))
            try:
                found = client.peek(self, ident, None if token else HASHED)
            except HttpFailure as error:
                if error.status != 400 or "hashing is not enabled" not in error.message:
                    raise
                token, found = True, client.peek(self, ident)
            if found:
                keys.append({**found, "key_id" if token else "key_hash": ident})
        return keys

    def address(self, obj: Object) -> tuple[str, t.Any]:
        return (obj["key_id"], None) if obj.get("key_id") else (obj.get("key_hash") or "", HASHED)

    def create_in(self, run: Run) -> Where:
        name = self.own_name(run)
        if name:
            return Where(name)
        hmac = run.resolved.get("hmac_enabled") and not run.resolved.get("hmac_string")
        return Where(collection=CREATE) if hmac else Where()

    def reread(self, run: Run, ident: str, reply: Object, query: t.Any) -> Object | None:
        token, hashed = reply.get("key"), str(reply.get("key_hash") or "")
        by_hash = bool(query) or bool(hashed and not token)
        if hashed and not by_hash and not token_parts(ident):
            run.warn(COLLIDE)
        found = run.client.read(self, ident, HASHED if by_hash else None)
        self.tell_token(run, "" if by_hash else ident)
        if found and run.resolved.get("is_inactive") and not found.get("is_inactive"):
            raise TykError("inactive: the key is stored, but works on; this Gateway keeps no such mark. Delete the key")
        known = {"key_hash": ident} if by_hash else {"key_id": ident, "key_hash": hashed or key_hash(ident)}
        return {**found, **known} if found else None

    def complete(self, obj: Object, current: Object | None, run: Run) -> Object:
        said = obj.get("org_id") or run.declared.get("org_id")
        said = said or (_token_org(run) if current is None and not run.around.caller.org_id else "")
        done = super().complete({**obj, "org_id": said}, current, run)
        orgs, stored = _orgs(done, run), _orgs(current or {}, run)
        if not done.get("org_id") and len(orgs) == 1:
            done["org_id"] = next(iter(orgs))
        for org, what in orgs.items():
            if org not in stored and org != done.get("org_id"):
                raise OrganisationMismatch(
                    f"{what} belongs to {'organisation ' + org if org else 'no organisation'}, but the key to "
                    f"{done.get('org_id') or 'none'}; key, policies and APIs need one organisation. Name it with org_id"
                )
        if current and current.get("key_id") and not token_parts(current["key_id"]):
            with contextlib.suppress(HttpFailure):  # keys are not hashed, and so nothing can collide
                if run.client.peek(self, current.get("key_hash") or "", HASHED):
                    run.warn(COLLIDE)
        return done

    def check(self, target: Object, current: Object | None, run: Run) -> None:
        super().check(target, current, run)
        asked = run.resolved.get("is_inactive") and not (current or {}).get("is_inactive")
        if asked and key_policies.keep_active(target, run):
            raise Invalid(
                "inactive: to a Gateway the policies of a key alone say whether it is active. Take its policies away, "
                "give it one that is inactive, or delete the key"
            )
        name = _name(run)
        lacks = target.get("hmac_enabled") and not target.get("hmac_string")
        if name and lacks and not (current and current.get("hmac_enabled") and not current.get("hmac_string")):
            raise Invalid("hmac.secret: name it; the Gateway makes one only for a key without a name of its own")
        certificate = target.get("certificate")
        if not certificate or certificate == (current or {}).get("certificate"):
            return
        known = run.around.with_id("certificate", certificate)  # one that an earlier task makes counts as there
        if not known and run.client.read(CERTIFICATE, certificate) is None:
            raise Invalid(f"certificate: there is no certificate {certificate}; upload it with tyk_certificate first")


GATEWAY_KEY = GatewayKey()
