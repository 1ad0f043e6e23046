# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A key: the session of a consumer. Tyk shows it with its policies applied, which is not what is stored."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import time
import typing as t
from dataclasses import replace

from ansible_collections.community.tyk.plugins.module_utils._data.merge import blank, compact
from ansible_collections.community.tyk.plugins.module_utils._data.paths import get
from ansible_collections.community.tyk.plugins.module_utils._data.rules import (
    EXACT,
    SERVER,
    SET,
    WRITE_ONLY,
    Rules,
)
from ansible_collections.community.tyk.plugins.module_utils._data.secrets import MASK_NEW, secrets_at
from ansible_collections.community.tyk.plugins.module_utils._data.types import of
from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid, Missing
from ansible_collections.community.tyk.plugins.module_utils._kinds import (
    access_rights,
    key_life,
    key_policies,
    mcp_rights,
)
from ansible_collections.community.tyk.plugins.module_utils._kinds.key_hash import (
    ALGORITHMS,
    key_hash,
    looks_like_token,
    make_token,
    name_in,
    safe_name,
    token_parts,
)
from ansible_collections.community.tyk.plugins.module_utils._kinds.key_policies import POLICIES, policies_of
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Around, Kind, Option, Run
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import (
    KEY_FILE,
    UPDATE_SECRETS,
    Fields,
    Identity,
    Labels,
    Life,
    Object,
    Rotation,
    Route,
    Secret,
    Where,
)
from ansible_collections.community.tyk.plugins.module_utils._kinds.sight import Sight
from ansible_collections.community.tyk.plugins.module_utils._kinds.texts import certificates

FIELDS = {
    **access_rights.FIELDS,
    **dict.fromkeys(
        (
            "key_hash",
            "username",
            "org_id",
            "quota_renews",
            "quota_remaining",
            "id_extractor_deadline",
            "last_check",
            "date_created",
            "last_updated",
            "oauth_client_id",
        ),
        SERVER,
    ),
    "allowance": replace(SERVER, send=True),  # Tyk wants the rate there, and some Gateways count it down
    "key_id": SERVER,
    "oauth_keys": SERVER,
    "basic_auth_data": WRITE_ONLY,
    "tags": SET,
    "meta_data.*": EXACT,
    "mtls_static_certificate_bindings": SET,
}
TYPES = {
    **access_rights.LIMIT_TYPES,
    "access_rights": {"*": access_rights.TYPES},
    "allowance": "float",
    **of("int", "expires data_expires session_lifetime post_expiry_grace_period"),
    **of("bool", "hmac_enabled enable_http_signature_validation is_inactive"),
    **of("bool", "enable_detail_recording enable_detailed_recording"),
    **of("str", "alias org_id certificate hmac_string rsa_certificate_id apply_policy_id post_expiry_action"),
    **dict.fromkeys(("tags", "apply_policies", "mtls_static_certificate_bindings"), ["str"]),
    "basic_auth_data": of("str", "password hash_type"),
    "jwt_data": {"secret": "str"},
    "monitor": {"trigger_limits": ["float"]},
}
SECRETS = ("key_id", "oauth_keys", "basic_auth_data", "hmac_string", "jwt_data.secret")
MARK = " (rotating)"
FINGERPRINT = 64  # as many characters of a certificate's id
SECRET_TEXT = {"type": "str", "no_log": True}
# Of a session that is no API key which somebody made: of an OAuth client, a JWT, or a portal's developer.
MADE_BY_TYK = ("TykJWTSessionID", "tyk_developer_id")


def _is_named_by_certificate(key: Object) -> bool:
    """Whether the id of a key follows from its certificate, as that of one which was made without a token of its own;
    the Gateway then finds it by what its caller shows."""
    certificate = str(key.get("certificate") or "")
    org, name = str(key.get("org_id") or certificate[:-FINGERPRINT]), certificate[-FINGERPRINT:]
    tokens = [make_token(org, name, algorithm) for algorithm in ("", *ALGORITHMS)] if certificate else []
    hashes = [key_hash(token, algorithm) for token in tokens for algorithm in ("", *ALGORITHMS)]
    return bool({*tokens, *hashes, *([name] if name else ())} & {key.get("key_id"), key.get("key_hash")})


def _policies(value: list[str], run: Run, current: t.Any) -> list[str]:
    known = policies_of(run.found or {})
    return [run.around.id("policy", name, f"policies[{index}]", known) for index, name in enumerate(value)]


def _policy_names(value: t.Any, run: Run) -> list[str]:
    return [run.around.name("policy", ident) for ident in value or []]


def _password(basic: t.Any) -> str:
    return str(basic.get("password") or "")


def _hmac(value: t.Any, run: Run, was: t.Any) -> Object:
    """Without a secret the one that is there stays, or Tyk makes one; one that is switched off stays so."""
    secret = {"hmac_string": value["secret"]} if value.get("secret") else {}
    off = was["hmac_string"] and not was["hmac_enabled"] and not run.replaces
    return {"hmac_enabled": value.get("enabled", not off), **secret}


def _show_hmac(taken: Object, run: Run) -> Object | None:
    if not taken["hmac_enabled"] and not taken["hmac_string"]:
        return None
    return {"enabled": bool(taken["hmac_enabled"]), **compact({"secret": taken["hmac_string"]})}


def username(run: Run) -> str:
    """The user name of a key for basic authentication; "" for other keys."""
    return str((run.named.get("basic_auth") or {}).get("username") or "")


def _opens_nothing(key: Object) -> bool:
    return blank(key.get("access_rights")) and not policies_of(key)


SHORTEST = 3  # of a key's name, unless a Gateway has another min_token_length


class Key(Kind):
    name, section, noun, title = "key", "keys", "key", "Keys"
    results = "api_keys"  # Jinja takes .keys for a method of the result, and Ansible forbids the name
    route = Route(
        "api/keys",
        "keys",
        "api/keys/detailed",
        query={"suppress_reset": 1},
        created=("key_id", "key_hash"),
        many=True,
        permission="keys",
    )
    identity = Identity(
        "key_id",
        "alias",
        other_ids=("key_hash",),
        tells_twins_apart=("date_created",),
        id_option="key_id",
        name_option="alias",
        known_by=("alias", "key_hash"),
        lookups={"key_id": {}, "key_hash": {"hashed": 1}},
    )
    fields = Fields(
        Rules(FIELDS),
        secrets_at(dict.fromkeys(SECRETS, "text")),
        references={"certificate": "certificate", "apply_policy_id": "policy", "apply_policies.*": "policy"},
        ids=dict.fromkeys(("mtls_static_certificate_bindings.*", "rsa_certificate_id"), "certificate"),
        keyed_by={"access_rights": "api"},
        refers=("api", "policy"),
        held_by={"api": "access_rights", "policy": "apply_policies"},
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
        views={"key_hash": "key_hash", "org_id": "org_id"},
        types=TYPES,
        units=access_rights.UNITS,
        pairs=access_rights.PAIRS,
    )
    secret = Secret("key_id", is_id=True)
    life = Life(("present", "absent", "rotated"))
    gateways_serve = can_end = True
    entangled: tuple[str, ...] | None = ()
    unroutable = r"\A(detailed|preview)\Z"  # what Tyk takes for something else
    labels = Labels(tags=("tags",), meta_data="meta_data", owner="meta_data.ansible_key_owner")
    grants = "access_rights|policies|basic_auth|hmac|jwt|certificate|expires|inactive"
    rotation = Rotation(
        alias="alias",
        mark=MARK,
        label=("rotation", "meta_data.rotation"),
        keep="keep_old",
        not_copied=(
            *("quota_renews", "quota_remaining", "date_created", "last_updated", "last_check"),
            *("key_id", "key_hash"),
        ),
    )
    options = {
        "alias": Option("alias"),
        "policies": Option(
            "apply_policies", {"type": "list", "elements": "str"}, to_tyk=_policies, to_task=_policy_names
        ),
        "access_rights": access_rights.ACCESS_RIGHTS,
        **access_rights.LIMITS,
        "expires": Option("expires", to_tyk=key_life.expires, to_task=lambda value, run: key_life.moment(value)),
        "basic_auth": Option(
            spec={
                "type": "dict",
                "options": {"username": {"type": "str", "required": True}, "password": SECRET_TEXT},
            },
            paths=("basic_auth_data",),
            to_tyk=lambda value, run, was: (
                {"basic_auth_data": {"password": value["password"]}} if _password(value) else {}
            ),
            to_task=lambda taken, run: {"password": MASK_NEW} if taken["basic_auth_data"] == MASK_NEW else None,
        ),
        "hmac": Option(
            spec={"type": "dict", "options": {"enabled": {"type": "bool"}, "secret": SECRET_TEXT}},
            paths=("hmac_enabled", "hmac_string"),
            to_tyk=_hmac,
            to_task=_show_hmac,
        ),
        "jwt": Option(
            "jwt_data",
            {"type": "dict", "options": {"secret": SECRET_TEXT}},
            to_tyk=lambda value, run, was: value,
            to_task=lambda value, run: compact(value or {}) or None,
        ),
        "certificate": Option(
            "certificate",
            ref="certificate",
            to_task=lambda value, run: run.around.name("certificate", value) if value else None,
        ),
        "inactive": Option("is_inactive", {"type": "bool"}),
        "meta_data": Option("meta_data", {"type": "dict"}),
        "tags": Option("tags", {"type": "list", "elements": "str"}),
    }
    params = {
        "key_id": {"type": "str", "no_log": True},
        "key_hash": {"type": "str", "no_log": False},
        "reset_quota": {"type": "bool", "default": False},
        **KEY_FILE,
        **UPDATE_SECRETS,
        "rotation": {"type": "str"},
        **dict.fromkeys(key_life.SPANS, {"type": "str"}),
    }
    alone = ("keep_old",)

    def item_names(self, item: t.Mapping[str, t.Any]) -> t.Iterator[t.Any]:
        yield from (item.get("alias"), get(item, "basic_auth.username"), get(item.get("definition"), "alias"))
        yield safe_name(str(item["key_id"])) if item.get("key_id") else self.shown_name(str(item.get("key_hash") or ""))

    def said_ids(self, item: t.Mapping[str, t.Any]) -> list[str]:
        user = get(item, "basic_auth.username")
        return [*super().said_ids(item), *([str(user)] if user else [])]

    def shown_name(self, said: str) -> str:
        return safe_name(said) if looks_like_token(said) else said

    def shown_id(self, obj: Object) -> str:
        return str(obj.get("key_hash") or "")

    def on_gateways(self, obj: Object) -> Sight:
        """By its hash where it has one, since a custom key goes by another name on a Gateway."""
        known = obj.get("key_hash")
        ident, query = (
            (str(known), self.identity.lookups["key_hash"]) if known else (str(obj.get("key_id") or ""), None)
        )
        return Sight(ident, query, {"alias": obj.get("alias") or ""})

    def shown_ids(self, obj: Object, unique: bool, secrets: bool) -> Object:
        """The key itself, where that is to be told; else its hash, where its alias is not enough."""
        key_hash = obj.get("key_hash") or ""
        if secrets and obj.get("key_id") and obj["key_id"] != key_hash:
            return {"key_id": obj["key_id"]}
        return {} if unique else {"key_hash": key_hash}

    def unmakeable(self, obj: Object, item: t.Mapping[str, t.Any]) -> str:
        if not blank(obj.get("basic_auth_data")):
            return "its user name and its password cannot be read; make it there with basic_auth"
        if _opens_nothing(obj):
            return "without access_rights and policies most Gateways refuse a key; give it some"
        if obj.get("hmac_enabled") and not obj.get("hmac_string"):
            return "HMAC is on without a secret, and Tyk makes one for a new key; name it with hmac.secret"
        if item.get("key_hash") and not item.get("key_id"):
            return "no alias tells it from other keys, and none can be made from a hash; give it one"
        return ""

    def lost_with(self, obj: Object) -> str:
        told = "Tyk does not show its user name and its password; name them with basic_auth, and leave key_hash out"
        return "" if blank(obj.get("basic_auth_data")) else told

    def chosen_secret(self, obj: Object) -> bool:
        return bool(obj.get("key_id")) and obj["key_id"] != obj.get("key_hash")

    def said_empty(self, obj: Object) -> Object:
        """Where nobody says so, a new key without rights is taken for a mistake."""
        return {"access_rights": {}} if _opens_nothing(obj) else {}

    def check_ids(self, run: Run) -> None:
        said = [(name, run.named.get(name)) for name in self.identity.lookups]
        for option, ident in (*said, ("basic_auth.username", username(run))):
            if ident:
                self.check_id(str(ident), option)

    def check_said(self, run: Run) -> None:
        super().check_said(run)
        key_life.check_spans(run)

    def unique_id(self, obj: Object) -> str:
        return str(obj.get("key_hash") or obj.get("key_id") or obj.get("username") or "")

    def is_declarable(self, obj: Object) -> bool:
        meta = obj.get("meta_data") or {}
        made_by_tyk = obj.get("oauth_client_id") or any(name in meta for name in MADE_BY_TYK)
        return not made_by_tyk and not key_life.is_left(obj)

    def tidy(self, declared: Object) -> Object:
        """What older tools call the one policy of a key is a list by now; Tyk looks at the list first."""
        old = declared.get("apply_policy_id")
        return {**declared, "apply_policies": [old]} if old and not declared.get("apply_policies") else declared

    def encode(self, obj: Object) -> t.Any:
        return {name: value for name, value in obj.items() if name not in ("key_id", "key_hash", "username")}

    def decode(self, reply: Object) -> Object:
        session = reply.get("data")
        if not isinstance(session, dict):
            return reply
        return {**session, "key_id": reply.get("key_id") or "", "key_hash": reply.get("key_hash") or ""}

    def refers_to(self, obj: Object, around: Around) -> t.Iterator[tuple[str, str]]:
        """The certificates that it names anywhere, and the APIs that are versions which it names, too."""
        obj = key_policies.without_theirs(obj, around)
        yield from super().refers_to(obj, around)
        yield from certificates(obj)
        yield from access_rights.apis_of_versions(obj, around)

    trusting = ("certificate", "mtls_static_certificate_bindings", "rsa_certificate_id")

    def moved(self, obj: Object, ids: t.Mapping[str, str]) -> Object:
        """A key that is known by its certificate keeps that: nobody would find it by another one."""
        done = super().moved(obj, ids)
        return {**done, "certificate": obj["certificate"]} if _is_named_by_certificate(obj) else done

    def names_within(self, obj: Object, around: Around) -> t.Iterator[tuple[str, str, str]]:
        return access_rights.versions_named(key_policies.without_theirs(obj, around), around)

    def choose(self, run: Run) -> tuple[Kind, Object | None]:
        """Whether a write resets the counters is a matter of its query."""
        return (self.but(route=replace(self.route, query={})) if run.params.get("reset_quota") else self), None

    def locate(self, run: Run) -> Object | None:
        key_id, key_hash, alias = (run.named.get(name) for name in ("key_id", "key_hash", "alias"))
        alias = alias or run.declared.get("alias")
        if key_id:
            return self._with_id(run, key_id)
        if key_hash:
            found = run.client.read(self, key_hash, {"hashed": 1})
            if found is None and run.params.get("state") != "absent":
                shown = self.shown_name(key_hash)
                raise Invalid(f"key_hash: there is no key with the hash {shown}, and none can be made from a hash")
            return {**found, "key_hash": key_hash} if found else None
        user = username(run)
        if user:
            found = run.client.read(self, user, {"username": "true"})
            return {**found, "key_id": "", "username": user} if found else None
        if not alias:
            raise Invalid("which key? Name it with key_id, key_hash, basic_auth or alias")
        return self.only_one(run.around.called("key", alias) or run.around.called("key", alias + MARK), alias)

    def _with_id(self, run: Run, key_id: str) -> Object | None:
        """The key with this id; one that Tyk has under the name in a token by now, with another token, is not deleted
        for it."""
        found, name = run.client.read(self, key_id), self.own_name(run)
        if found or name == key_id or run.params.get("state") != "present":
            return {**found, "key_id": key_id} if found else None
        found = run.client.read(self, name)
        if found:
            self.tell_token(run, str(found.get("key_id") or ""))
        return {**found, "key_id": name} if found else None

    def tell_token(self, run: Run, token: str) -> None:
        """Warn where a key has another token than the one by which the task names it."""
        said = str(run.named.get("key_id") or "")
        if token not in ("", said) and token_parts(said) and self.own_name(run) != said:
            run.warn(
                "key_id: Tyk has this key under another token than the task names, as its hash_key_function is another "
                "one by now. Callers need that other token, and cannot use the one in the task."
            )

    def shows(self, listed: Object, option: str, said: str) -> bool:
        """A list shows tokens and not the names that they were made of, and of hashed keys their hashes only."""
        if option == "key_id" and (listed.get("key_id") == listed.get("key_hash") or not looks_like_token(said)):
            return False
        return bool(listed.get(option))

    def address(self, obj: Object) -> tuple[str, t.Any]:
        """By its id where that is known; a listing with hashed keys shows the hash in its place."""
        if obj.get("username"):
            return obj["username"], {"username": "true"}
        ident, key_hash = obj.get("key_id") or "", obj.get("key_hash") or ""
        return (ident, None) if ident and ident != key_hash else (key_hash, {"hashed": 1})

    def create_in(self, run: Run) -> Where:
        if username(run):
            return Where(username(run), "api/apis/keys/basic")
        return Where(self.own_name(run))

    def org_of_new(self, run: Run) -> str:
        """The organisation of a new key."""
        return str(run.declared.get("org_id") or run.around.caller.org_id or run.asserted or "")

    def own_name(self, run: Run) -> str:
        """What a new key is called: Tyk makes a token of this. A token that is there again has to be called as it was,
        since Tyk would take it for a name, too; one of another organisation is a name."""
        said = str(run.named.get("key_id") or "")
        return token_parts(said) and name_in(said, self.org_of_new(run)) or said

    def reread(self, run: Run, ident: str, reply: Object, query: t.Any) -> Object | None:
        if isinstance(reply.get("data"), dict):
            self.tell_token(run, str(reply.get("key_id") or ""))
            return self.decode(reply)
        read = run.client.read(self, ident, query)
        known = "username" if query and "username" in query else "key_hash" if query else "key_id"
        return {**read, known: ident} if read else None

    def is_lent(self, obj: Object, path: str, around: Around) -> bool:
        return key_policies.is_lent(obj, path, around)

    def rebase(self, obj: Object, resolved: Object, run: Run) -> Object:
        return key_policies.rebase(obj, resolved, run)

    def comparable(self, obj: Object, run: Run) -> Object:
        return key_policies.comparable(obj, run)

    def once_more(self, run: Run, body: Object, stored: Object) -> Object | None:
        """A policy may say how long a new key lives, whatever the key itself says; a second write is kept."""
        said, kept = (max(obj.get("expires") or 0, 0) for obj in (body, stored))
        if "expires" not in run.resolved or said == kept:
            return None
        made = {name: stored[name] for name in ("hmac_string", "key_id", "key_hash", "username") if stored.get(name)}
        return {**body, **made}

    def complete(self, obj: Object, current: Object | None, run: Run) -> Object:
        done = access_rights.fill(obj, current, run)
        gone = [ident for ident in done["access_rights"] if run.around.known("api", ident, load=True) is None]
        if gone:
            run.warn(
                f"access_rights: there is no API {', '.join(gone)} any more. If Tyk refuses the change for it, name "
                "the APIs that the key is to keep with access_rights."
            )
        if done.get("apply_policies"):
            done.pop("apply_policy_id", None)  # what older tools wrote in place of that
        done["org_id"] = done.get("org_id") or run.around.caller.org_id or run.asserted
        if run.declared.get("allowance") is None and ("rate" in run.declared or done.get("allowance") is None):
            done["allowance"] = done.get("rate") or 0
        return done

    def counted_from_now(self, run: Run) -> tuple[str, ...]:
        """A span, where the key has no expiry yet, or is renewed."""
        return ("expires",) if key_life.counted_from_now(run) else ()

    def ends(self, obj: Object, run: Run) -> float | None:
        expires = obj.get("expires") or 0
        return float(expires) if expires > 1 else None

    def apart(self, obj: Object) -> Object:
        return key_policies.apart(obj)

    def check(self, target: Object, current: Object | None, run: Run) -> None:
        if current is None and 0 < len(self.own_name(run)) < SHORTEST:
            raise Invalid("key_id: it is too short, a Gateway would not find it; take three characters or more")
        if current is None and username(run) and not _password(run.named["basic_auth"]):
            raise Missing("basic_auth.password: a new user needs one")
        if current and current.get("certificate") and not target.get("certificate"):
            raise Invalid(
                "certificate: Tyk cannot take a key's certificate away; name another one, or make another key"
            )
        said = {*run.named, *run.declared}
        if current is None or said & {"policies", *POLICIES} and policies_of(target) != policies_of(current):
            key_policies.check_policies(target, run)
        if _opens_nothing(target) and not (current and _opens_nothing(current)):
            if current and not said & {"access_rights", "policies", *POLICIES}:
                raise Invalid(
                    "access_rights: with strategy: replace the key would lose all of its rights; name its policies or "
                    "access_rights, or access_rights: [] to take them away"
                )
            if not current and not said & {"access_rights", "policies", *POLICIES}:
                raise Missing(
                    "access_rights: without them and without policies Tyk refuses a key; name policies or "
                    "access_rights, or access_rights: [] for a master key, where the Gateway allows such keys"
                )
            run.warn("access_rights: without them and policies, only a Gateway with allow_master_keys takes a key.")
        if current and target is not current:  # what Tyk shows of rights may be those of its policies, and not its own
            access_rights.warn_of_opening(self.comparable(target, run), self.comparable(current, run), run)
        mcp_rights.check(target, current, run, policies_of(target))
        key_life.warn_of_return(target, current, run)
        expires = target.get("expires") or 0
        if 1 < expires <= time.time() and (current is None or expires != current.get("expires")):
            raise Invalid("expires: this is over, and Tyk would make it mean never; set inactive instead")

    def check_rotation(self, obj: Object) -> None:
        if not blank(obj.get("basic_auth_data")) or obj.get("certificate"):
            raise Invalid(
                "state: rotated is for keys that are tokens; the id of this one is its user name or certificate"
            )
        if key_life.is_left(obj):
            raise Invalid(
                "state: rotated: this is an old key, which another has replaced, and which goes on for a while only; "
                "rotate that other one"
            )

    def limited(self, old: Object, run: Run) -> Object:
        return key_life.limited(old, run, MARK)

    def bound(self, limits: Object, new: Object) -> Object:
        return key_life.bound(limits, new)

    def left_by(self, objs: t.Iterable[Object], others: t.Sequence[Object]) -> list[list[Object]]:
        aliases = ((obj, str(obj.get("alias") or "")) for obj in objs)
        new = ({**obj, "alias": alias[: -len(MARK)]} if alias.endswith(MARK) else obj for obj, alias in aliases)
        return key_life.left_by(new, others)

    def is_over(self, obj: Object) -> bool:
        return key_life.is_over(obj)

    def told_left(self, obj: Object) -> Object:
        names = {name: obj[name] for name in ("alias", "key_hash") if obj.get(name)}
        return {**names, "expires": key_life.moment(obj.get("expires"))}

    def holds(self, text: str, obj: Object) -> bool | None:
        return key_life.holds(text, obj)


KEY = Key()
