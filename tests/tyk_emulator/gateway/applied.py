# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How the Gateway applies policies to a session: it writes what they say into the session itself."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from ..shape import Mismatch
from . import merging
from .fields import blank, read
from .merging import RATE, empty_limit, greater, own_limit

Find = Callable[[str, str], dict[str, Any] | None]  # a policy, by organisation and id
_PARTS = ("quota", "rate_limit", "acl", "complexity")
_MIXED = "cannot apply multiple policies when some have per_api set and some are partitioned"
_FOREIGN = "attempting to apply policy from different organisation to key, skipping"
_THROTTLE = ("throttle_retry_limit", "throttle_interval")
# What a partition makes the session forget before policies are applied.
_CLEARED = {
    "quota": ("quota_max", "quota_remaining"),
    "rate_limit": (*RATE, *_THROTTLE),
    "complexity": ("max_query_depth",),
}

_NONE = blank("Session")


class NotApplicable(Exception):
    """The policies of a key cannot be applied. What was done to the session before stays done."""


def policy_ids(session: dict[str, Any]) -> list[str]:
    """The policies of a key; the old single field counts only without the list."""
    return session["apply_policies"] or [name for name in (session["apply_policy_id"],) if name]


class Application:
    """One run over the policies of a session; `org` is the organisation of the API that the key is written for."""

    def __init__(self, session: dict[str, Any], find: Find, version: tuple[int, ...], org: str | None = None) -> None:
        self.session, self.find, self.version, self.org = session, find, version, org
        self.rights: dict[str, Any] = {}
        self.did: dict[str, set[str]] = {name: set() for name in _PARTS}
        self.per_api = self.partitioned = False

    def run(self) -> None:
        session = self.session
        session["meta_data"] = {} if session["meta_data"] is None else session["meta_data"]
        self._clear()
        policies = self._policies()
        inactive = self._inactive_at_first(policies is not None)
        tags: list[str] = []
        for name, policy in policies or []:
            if policy is None:
                if len(policies or []) > 1:
                    continue
                raise NotApplicable(f'policy not found: "{name}"')
            self._apply(policy)
            inactive = inactive or policy["is_inactive"]
            tags += policy["tags"] or []
            self._note(policy)
        session["is_inactive"] = inactive
        session["tags"] = list(dict.fromkeys([*tags, *(session["tags"] or [])]))
        if policies is None:
            self._scope_own()
        self._finish(policies is not None)

    def _policies(self) -> list[tuple[str, dict[str, Any] | None]] | None:
        """Policies in their order; those in the metadata count instead of all others. None if there are none."""
        own = self._own()
        if own is None:
            return [(name, self._find(name)) for name in policy_ids(self.session)] or None
        # Older versions take an empty list of them for none.
        return [(policy["id"], policy) for policy in own] or ([] if self.version >= (5, 12) else None)

    def _own(self) -> list[dict[str, Any]] | None:
        own = (self.session["meta_data"] or {}).get("policies")
        try:
            return [read("Policy", item, self.version) for item in own] if isinstance(own, list) else None
        except Mismatch:
            return None

    def _find(self, name: str) -> dict[str, Any] | None:
        policy = self.find(self.session["org_id"] or self.org or "", name)
        return copy.deepcopy(policy)

    def _clear(self) -> None:
        for name in policy_ids(self.session):
            policy = self._find(name)
            if policy is None:
                return
            for part, fields in _CLEARED.items():
                if policy["partitions"][part] or not _enabled(policy):
                    self.session.update({field: _NONE[field] for field in fields})

    def _inactive_at_first(self, governed: bool) -> bool:
        """Whether the session's own mark counts: always, once; later never; now where no policy governs."""
        if self.version < (5, 8, 7) or (self.version >= (5, 11) and not governed):
            return bool(self.session["is_inactive"])
        return False

    def _apply(self, policy: dict[str, Any]) -> None:
        if self.org is not None and policy["org_id"] != self.org:
            raise NotApplicable(_FOREIGN)
        if policy["partitions"]["per_api"]:
            if _enabled(policy):
                raise NotApplicable(f"cannot apply policy {policy['id']} which has per_api and any of partitions set")
            if self.partitioned:
                raise NotApplicable(_MIXED)
            self._per_api(policy)
        else:
            if _enabled(policy) and self.per_api:
                raise NotApplicable(_MIXED)
            self._partitions(policy)
            self.partitioned = _enabled(policy)

    def _note(self, policy: dict[str, Any]) -> None:
        session = self.session
        session["meta_data"] = {**session["meta_data"], **(policy["meta_data"] or {})}
        session["last_updated"] = max(session["last_updated"], policy["last_updated"])
        for name in ("post_expiry_action", "post_expiry_grace_period"):
            session[name] = policy[name] or session[name]

    def _per_api(self, policy: dict[str, Any]) -> None:
        session = self.session
        for api_id, right in (policy["access_rights"] or {}).items():
            scope = api_id
            if empty_limit(right["limit"]):
                scope, right["limit"] = policy["id"], own_limit(policy)
            right["allowance_scope"] = right["limit"]["set_by"] = scope
            held = (session["access_rights"] or {}).get(api_id)
            if held is not None:
                self._keep_renewal(held, right)
                right["disable_introspection"] = held["disable_introspection"] or right["disable_introspection"]
            if api_id in self.rights:
                right = merging.raised(right, self.rights[api_id])
            self.rights[api_id] = right
            for part in _PARTS:
                self.did[part].add(api_id)
            self.per_api = True

    @staticmethod
    def _keep_renewal(held: dict[str, Any], right: dict[str, Any]) -> None:
        if not empty_limit(held["limit"]):
            right["limit"]["quota_renews"] = held["limit"]["quota_renews"]

    def _partitions(self, policy: dict[str, Any]) -> None:
        whole, session = not _enabled(policy), self.session
        granted = policy["access_rights"] or {}
        for api_id in granted:
            self.rights.setdefault(api_id, blank("Access"))
        for api_id, given in granted.items():
            right = self.rights[api_id]
            for part, give in (("acl", self._acl), ("quota", self._quota), ("rate_limit", self._rate)):
                if whole or policy["partitions"][part]:
                    self.did[part].add(api_id)
                    give(policy, given, right)
            if whole or policy["partitions"]["complexity"]:
                self.did["complexity"].add(api_id)
                self._raise(policy, right, "max_query_depth", greater)
            held = (session["access_rights"] or {}).get(api_id)
            if held is not None:
                self._keep_renewal(held, right)
        if not granted:
            self._master(policy, whole)
        for name in ("hmac_enabled", "enable_http_signature_validation"):
            session[name] = session[name] or policy[name]

    @staticmethod
    def _acl(policy: dict[str, Any], given: dict[str, Any], right: dict[str, Any]) -> None:
        merging.grants(given, right)
        right["limit"]["set_by"] = policy["id"]

    def _quota(self, policy: dict[str, Any], _given: dict[str, Any], right: dict[str, Any]) -> None:
        self._raise(policy, right, "quota_max", greater)
        self._raise(policy, right, "quota_renewal_rate", lambda one, other: one > other)

    def _rate(self, policy: dict[str, Any], given: dict[str, Any], right: dict[str, Any]) -> None:
        if policy["rate"] and policy["per"]:
            for holder in (right["limit"], self.session):
                if not (holder["rate"] and holder["per"]) or merging.pause(holder) > merging.pause(policy):
                    holder.update({name: policy[name] for name in RATE})
        merging.speeds(given, right)
        for name in _THROTTLE:
            self._raise(policy, right, name, lambda one, other: one > other)

    def _raise(
        self, policy: dict[str, Any], right: dict[str, Any], name: str, more: Callable[[Any, Any], bool]
    ) -> None:
        """The most generous value counts, first for the API, then for the session."""
        if more(policy[name], right["limit"][name]):
            right["limit"][name] = policy[name]
            if more(policy[name], self.session[name]):
                self.session[name] = policy[name]

    def _master(self, policy: dict[str, Any], whole: bool) -> None:
        """A policy for no API in particular sets the limits of the session."""
        fields = {"rate_limit": (*RATE, *_THROTTLE), "complexity": ("max_query_depth",)}
        for part, names in {**fields, "quota": ("quota_max", "quota_renewal_rate")}.items():
            if whole or policy["partitions"][part]:
                self.session.update({name: policy[name] for name in names})

    def _scope_own(self) -> None:
        for api_id, right in (self.session["access_rights"] or {}).items():
            if not empty_limit(right["limit"]):
                right["allowance_scope"] = api_id

    def _finish(self, governed: bool) -> None:
        session, did = self.session, self.did
        scopes = {right["limit"].get("set_by") for right in self.rights.values()} - {None, ""}
        for api_id in list(self.rights):
            right = self.rights[api_id]
            if api_id not in did["acl"]:
                del self.rights[api_id]
                continue
            self._inherit(api_id, right)
            scope = right["limit"].pop("set_by", "")
            if len(scopes) > 1 and not right["allowance_scope"]:
                right["allowance_scope"] = scope
        if all(len(did[part]) == 1 for part in ("quota", "rate_limit", "complexity")):
            for right in self.rights.values():
                names = (*RATE, "quota_max", "quota_renews", "quota_renewal_rate", "max_query_depth")
                session.update({name: right["limit"][name] for name in names})
        if did["acl"]:
            session["access_rights"] = self.rights
        if governed and not self.rights:
            raise NotApplicable("key has no valid policies to be applied")

    def _inherit(self, api_id: str, right: dict[str, Any]) -> None:
        """What no policy says of an API is as the session has it."""
        limit, session = right["limit"], self.session
        if api_id not in self.did["rate_limit"]:
            limit.update({name: session[name] for name in (*RATE, *_THROTTLE)})
            right["endpoints"] = None
        if api_id not in self.did["complexity"]:
            limit["max_query_depth"] = session["max_query_depth"]
        if api_id not in self.did["quota"]:
            limit.update({name: session[name] for name in ("quota_max", "quota_renewal_rate", "quota_renews")})


def _enabled(policy: dict[str, Any]) -> bool:
    return any(policy["partitions"][part] for part in _PARTS)
