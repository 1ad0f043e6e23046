# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How policies change what a key may do: the view that every read of a key shows."""

from __future__ import annotations

import contextlib
import copy
from typing import Any

from ..state import Row, State

_RATE = ("rate", "per", "throttle_interval", "throttle_retry_limit", "smoothing")
_QUOTA = ("quota_max", "quota_renewal_rate")
_DEPTH = ("max_query_depth",)
_PARTITIONS = ("quota", "rate_limit", "complexity", "acl")


class NotApplicable(Exception):
    """The policies of a key cannot be applied."""


def policy_ids(session: dict[str, Any]) -> list[str]:
    """The policies of a key; the old single field counts only without the list."""
    return session["apply_policies"] or [name for name in (session["apply_policy_id"],) if name]


def find_policy(state: State, org_id: str, policy_id: str) -> Row | None:
    """A policy of the organisation, by explicit id or by `_id`."""
    by_id = state["policies"].get(policy_id)
    for row in [*state["policies"].find("explicit", policy_id), *([by_id] if by_id else [])]:
        if row["org_id"] == org_id:
            return row
    return None


def view(state: State, session: dict[str, Any]) -> dict[str, Any]:
    """The session as reads show it. Trouble with policies is not told: the stored values show through."""
    shown = copy.deepcopy(session)
    shown["basic_auth_data"]["password"] = ""
    with contextlib.suppress(NotApplicable):
        apply(state, shown)
    return shown


def apply(state: State, session: dict[str, Any]) -> None:
    """Writes what the policies say into a session; raises NotApplicable if they make no sense together."""
    wanted = policy_ids(session)
    found = [find_policy(state, session["org_id"], policy_id) for policy_id in wanted]
    policies = [row["doc"] for row in found if row is not None]
    if not wanted:
        return
    if not policies:
        raise NotApplicable(f'policy not found: "{wanted[0]}"')
    _check_mix(policies)
    rights: dict[str, Any] = {}
    touched: set[str] = set()
    for policy in policies:
        _apply_one(policy, session, rights, touched)
    if not rights:
        raise NotApplicable("key has no valid policies to be applied")
    session["access_rights"] = rights
    _spread(session, rights, touched)


def _check_mix(policies: list[dict[str, Any]]) -> None:
    per_api = [policy["partitions"]["per_api"] for policy in policies]
    partitioned = [any(policy["partitions"][name] for name in _PARTITIONS) for policy in policies]
    for policy, one, other in zip(policies, per_api, partitioned, strict=True):
        if one and other:
            raise NotApplicable(f"cannot apply policy {policy['_id']} which has per_api and any of partitions set")
    if any(per_api) and any(partitioned):
        raise NotApplicable("cannot apply multiple policies when some have per_api set and some are partitioned")


def _apply_one(policy: dict[str, Any], session: dict[str, Any], rights: dict[str, Any], touched: set[str]) -> None:
    partitions = policy["partitions"]
    everything = not any(partitions[name] for name in _PARTITIONS)
    if everything or partitions["acl"]:
        _add_rights(policy, rights)
    if not partitions["per_api"]:
        _limits(policy, session, everything, touched)
    session["tags"] = list(dict.fromkeys([*(session["tags"] or []), *(policy["tags"] or [])]))
    session["meta_data"] = {**(session["meta_data"] or {}), **(policy["meta_data"] or {})}
    for name in ("hmac_enabled", "enable_http_signature_validation", "is_inactive"):
        session[name] = session[name] or policy[name]
    if policy["state"] in ("draft", "deny"):
        session["is_inactive"] = session["is_inactive"] or policy["state"] == "deny"


def _add_rights(policy: dict[str, Any], rights: dict[str, Any]) -> None:
    """Grants of several policies add up."""
    for api_id, right in (policy["access_rights"] or {}).items():
        right = copy.deepcopy(right)
        right["allowance_scope"] = policy["_id"]
        if policy["partitions"]["per_api"]:
            right["allowance_scope"] = api_id
            right["limit"] = _api_limit(policy, right)
        known = rights.get(api_id)
        if known is not None:
            right["versions"] = list(dict.fromkeys([*(known["versions"] or []), *(right["versions"] or [])]))
            open_to_all = not known["allowed_urls"] or not right["allowed_urls"]
            right["allowed_urls"] = [] if open_to_all else [*known["allowed_urls"], *right["allowed_urls"]]
        rights[api_id] = right


def _api_limit(policy: dict[str, Any], right: dict[str, Any]) -> dict[str, Any]:
    limit = right["limit"] or {name: policy.get(name) for name in (*_RATE, *_QUOTA, *_DEPTH)}
    return {"quota_renews": 0, "quota_remaining": 0, **limit, "set_by_policy": True}


def _limits(policy: dict[str, Any], session: dict[str, Any], everything: bool, touched: set[str]) -> None:
    partitions = policy["partitions"]
    if everything or partitions["rate_limit"]:
        first = "rate" not in touched
        if first or _speed(policy) > _speed(session):
            session.update({name: policy[name] for name in _RATE})
            session["allowance"] = policy["rate"]
        touched.add("rate")
    if everything or partitions["quota"]:
        _raise("quota_max", policy, session, touched, _QUOTA)
    if everything or partitions["complexity"]:
        _raise("max_query_depth", policy, session, touched, _DEPTH)


def _speed(holder: dict[str, Any]) -> float:
    """Requests in a second; nothing set means no limit."""
    return holder["rate"] / holder["per"] if holder["rate"] > 0 and holder["per"] > 0 else float("inf")


def _raise(
    name: str, policy: dict[str, Any], session: dict[str, Any], touched: set[str], fields: tuple[str, ...]
) -> None:
    """Of several policies the most generous one counts; -1 is without limit."""
    above = session[name] != -1 and (policy[name] == -1 or policy[name] > session[name])
    if name not in touched or above:
        session.update({field: policy[field] for field in fields})
    touched.add(name)


def _spread(session: dict[str, Any], rights: dict[str, Any], touched: set[str]) -> None:
    """Rights without a limit of their own show the limit of the key."""
    if not touched:
        return
    for right in rights.values():
        if right["limit"] is None:
            limit = {name: session[name] for name in (*_RATE, *_QUOTA, *_DEPTH)}
            right["limit"] = {**limit, "quota_renews": 0, "quota_remaining": 0, "set_by_policy": True}
