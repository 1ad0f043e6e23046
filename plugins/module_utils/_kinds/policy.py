# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A security policy."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import re
import typing as t
from dataclasses import replace

from ansible_collections.community.tyk.plugins.module_utils._data.merge import same
from ansible_collections.community.tyk.plugins.module_utils._data.rules import EXACT, SERVER, SET, Rules
from ansible_collections.community.tyk.plugins.module_utils._data.types import of
from ansible_collections.community.tyk.plugins.module_utils._errors import Ambiguous, Invalid, Missing
from ansible_collections.community.tyk.plugins.module_utils._kinds import access_rights, mcp_rights
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Around, Kind, Option, Run
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import (
    Fields,
    Identity,
    Labels,
    Life,
    Object,
    Route,
    Unique,
    unique_text,
)

FIELDS = {
    **access_rights.FIELDS,
    **dict.fromkeys(
        (
            "_id",
            "org_id",
            "access_rights_array",
            "auth_type",
            "auth_types",
            "graphql_enabled",
            "date_created",
            "last_updated",
        ),
        SERVER,
    ),
    "tags": SET,
    "meta_data.*": EXACT,
}
PARTITIONS = ("quota", "rate_limit", "complexity", "acl", "per_api")


# What tyk-sync, up to 1.5, does not know.
NOT_DUMPED = (
    *"state smoothing enable_http_signature_validation post_expiry_action post_expiry_grace_period".split(),
    *(
        f"access_rights.*.{name}"
        for name in "allowed_types disable_introspection endpoints json_rpc_methods json_rpc_methods_access_rights "
        "mcp_primitives mcp_access_rights".split()
    ),
)
TYPES = {
    **access_rights.LIMIT_TYPES,
    "access_rights": {"*": access_rights.TYPES},
    "partitions": of("bool", " ".join(PARTITIONS)),
    **of("int", "key_expires_in post_expiry_grace_period"),
    **of("bool", "active is_inactive hmac_enabled enable_http_signature_validation"),
    **of("str", "_id id name org_id state post_expiry_action"),
    "tags": ["str"],
}


def _spare(name: str, text: str) -> str:
    """A name that still begins as it did, so that it stays in the scope of a prune."""
    return f"{name} {text}"


class Policy(Kind):
    name, section, noun, title, results = "policy", "policies", "policy", "Policies", "policies"
    route = Route("api/portal/policies", "Data", created=("Message",), permission="policies")
    identity = Identity(
        "_id",
        "name",
        other_ids=("id",),
        refer="id",  # Tyk's gateway takes the explicit id before the database's
        like_id="[0-9a-f]{24}",
        id_option="policy_id",
    )
    fields = Fields(
        Rules(FIELDS),
        keyed_by={"access_rights": "api"},
        refers=("api",),
        held_by={"api": "access_rights"},
        required={"access_rights": {}, "tags": [], "meta_data": {}, "partitions": {}},
        defaults={"active": True, "state": "active", "quota_max": -1, "quota_renewal_rate": -1},
        needs=("name",),
        views={"policy_id": "id|_id", "org_id": "org_id"},
        types=TYPES,
        units=access_rights.UNITS,
        pairs=access_rights.PAIRS,
    )
    unique: tuple[Unique, ...] = (
        replace(unique_text("name", "name"), allowed="the Dashboard is older than 5.0", spare=_spare),
        unique_text("policy_id", "id"),
    )
    not_dumped = NOT_DUMPED
    dumped_without = (
        "tyk-sync writes none of these, so nothing is said of them, and rights that they narrow are wider in a new "
        "policy. A new one is active, too, unless is_inactive or active switches it off: then it gets policy_state: "
        "deny. Compare with an export, where there is still something to export"
    )
    grants = "access_rights|partitions|active|state"
    entangled: tuple[str, ...] | None = ()
    life = Life(filed=True)
    # what is in its metadata gets into that of its keys, so the mark has a name of its own
    labels = Labels(
        tags=("tags",), meta_data="meta_data", owner="meta_data.ansible_policy_owner", written="last_updated"
    )
    options = {
        "name": Option("name"),
        "policy_id": Option("id"),
        "access_rights": access_rights.ACCESS_RIGHTS,
        "partitions": Option(
            "partitions", {"type": "dict", "options": {name: {"type": "bool"} for name in PARTITIONS}}
        ),
        **access_rights.LIMITS,
        "active": Option("active", {"type": "bool"}),
        "policy_state": Option("state", {"type": "str", "choices": ["active", "draft", "deny"]}),
        "tags": Option("tags", {"type": "list", "elements": "str"}),
        "meta_data": Option("meta_data", {"type": "dict"}),
        "key_expires_in": Option("key_expires_in", {"type": "int", "no_log": False}),
    }

    def is_whole(self, document: t.Mapping[str, t.Any]) -> bool:
        own = {"partitions", "key_expires_in"} & document.keys()
        return "access_rights" in document and bool(own) and "allowance" not in document

    def from_file(self, document: Object) -> Object | None:
        """Also one that somebody wrote for a Gateway, who leaves out most."""
        written = self.is_entry(document) and "name" in document and "alias" not in document
        return document if written or self.is_whole(document) else None

    def is_entry(self, document: t.Mapping[str, t.Any]) -> bool:
        return isinstance(document.get("access_rights"), dict) and "allowance" not in document

    def from_dump(self, obj: Object) -> Object:
        """tyk-sync leaves out the state, without which one that is switched off would come back switched on."""
        off = obj.get("is_inactive") or obj.get("active") is False
        return {**obj, "state": "deny"} if off and "state" not in obj else obj

    def refers_to(self, obj: Object, around: Around) -> t.Iterator[tuple[str, str]]:
        """The APIs that are the versions which it names, too."""
        yield from super().refers_to(obj, around)
        yield from access_rights.apis_of_versions(obj, around)

    def names_within(self, obj: Object, around: Around) -> t.Iterator[tuple[str, str, str]]:
        return access_rights.versions_named(obj, around)

    def chosen_id(self, obj: Object) -> str:
        """Tyk keeps both ids as they are said."""
        return str(next((obj[path] for path in self.identity.ids if obj.get(path)), ""))

    def born_with(self, obj: Object) -> Object:
        return {"_id": obj["_id"]} if re.fullmatch("[0-9a-f]{24}", str(obj.get("_id") or "")) else {}

    def said_empty(self, obj: Object) -> Object:
        """Where nobody says so, a new policy without rights is taken for a mistake."""
        return {"access_rights": {}} if _grants_nothing(obj) else {}

    def locate(self, run: Run) -> Object | None:
        """Both ids may be said; they are those of one policy, and it keeps them."""
        said = [str(ident) for ident in map(run.declared.get, ("_id", "id")) if ident]
        if len({*said}) < 2:
            return super().locate(run)
        found = {id(obj): obj for ident in said for obj in run.around.with_id(self.name, ident)}
        if len(found) > 1:
            twins = self.tell_apart(found.values())
            raise Ambiguous(f"_id and id are those of {len(found)} policies ({twins}); keep one of them")
        current = next(iter(found.values()), None)
        stored = str((current or {}).get("id") or said[1])
        if stored != said[1]:
            raise Invalid(
                f"id: the policy {said[0]} has the id {stored}, by which keys know it, and keeps it; name that"
            )
        return current

    def complete(self, obj: Object, current: Object | None, run: Run) -> Object:
        filled = access_rights.fill(obj, current, run)
        chosen = str(run.declared.get("_id") or filled.get("id") or "")
        if current is None and re.fullmatch("[0-9a-f]{24}", chosen):
            filled["_id"] = chosen
        return filled

    def check(self, target: Object, current: Object | None, run: Run) -> None:
        """Refuse what Tyk would accept and then never apply, unless it is so already."""
        ident = str(target.get("id") or "")
        if current is None and self.platform == "dashboard" and re.search("[^A-Za-z0-9._~-]", ident):
            run.warn(f"policy_id: from 5.13 on, Tyk refuses {ident!r}; take letters, digits, and . - _ ~ only.")
        asked, was = {*run.named, *run.declared}, current or {}
        shut_out = ", ".join(_shut_out(target))
        if shut_out and not _shut_out(was):
            raise Invalid(f"partitions: per_api shuts out all others, and {shut_out} would never apply; keep one")
        names = [name for name in ("access_rights", "partitions") if name in asked or run.replaces]
        moves = any(not same(was.get(name), target.get(name), self.fields.rules.under(name)) for name in names)
        new = current is None
        if (new or current and moves) and _grants_nothing(target):
            whole = "access_rights" in run.declared and "access_rights" not in run.named
            if not (new and whole):
                raise Missing(
                    "access_rights: the policy would grant access to nothing, and Tyk would refuse its keys; name an "
                    "API, or only partitions without acl for a policy that others are combined with"
                )
            run.warn(f"access_rights: policy {target.get('name')!r} has none, so Tyk refuses keys with it alone.")
        access_rights.warn_of_opening(target, current, run)
        mcp_rights.check(target, current, run)
        if asked & {"active", "is_inactive", "policy_state", "state"}:
            _check_switch(target, was)


def _on(policy: Object) -> list[str]:
    return [name for name, value in (policy.get("partitions") or {}).items() if value]


def _shut_out(policy: Object) -> list[str]:
    """The partitions that never apply."""
    return [name for name in _on(policy) if name != "per_api"] if "per_api" in _on(policy) else []


def _grants_nothing(policy: Object) -> bool:
    """Whether a policy grants access to no API, and is not made to be combined with one that does."""
    others = [name for name in _on(policy) if name != "per_api"]
    return not policy.get("access_rights") and (not others or "acl" in others)


def _check_switch(target: Object, current: Object) -> None:
    """state decides, and active beside it means nothing."""
    blocks = target.get("is_inactive") or not target.get("active")
    was_so = current.get("state") == "active" and (current.get("is_inactive") or not current.get("active"))
    if blocks and target.get("state") == "active" and not was_so:
        raise Invalid(
            "active: the policy would still apply, because policy_state is active, and that decides; "
            "use policy_state: draft or policy_state: deny instead"
        )


POLICY = Policy()
