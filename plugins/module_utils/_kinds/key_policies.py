# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a key has from its policies: Tyk shows a key with its policies applied, which is not what is stored."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

from ansible_collections.community.tyk.plugins.module_utils._data.merge import blank, same
from ansible_collections.community.tyk.plugins.module_utils._data.paths import get
from ansible_collections.community.tyk.plugins.module_utils._errors import HttpFailure, Invalid
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Around, Run
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object

# Which fields of a key a policy decides, by the partition that says so.
LIMITS = {
    "rate_limit": ("rate", "per", "throttle_interval", "throttle_retry_limit", "smoothing"),
    "quota": ("quota_max", "quota_renewal_rate"),
    "complexity": ("max_query_depth",),
}
POLICIES = ("apply_policies", "apply_policy_id")
SWITCHES = ("is_inactive", "hmac_enabled", "enable_http_signature_validation")


def policies_of(key: Object) -> list[str]:
    """The ids of a key's policies: that which older tools wrote counts where there are no others."""
    own = key.get("apply_policies") or [key.get("apply_policy_id")]
    return [str(ident) for ident in own if ident]


def _applied(key: Object, around: Around) -> tuple[list[Object], set[str]]:
    """The policies of a key, and the partitions that they decide."""
    found = (around.known("policy", ident, load=True) for ident in policies_of(key))
    policies, decided = [policy for policy in found if policy], set()
    for policy in policies:
        on = {name for name, value in (policy.get("partitions") or {}).items() if value}
        decided |= on or {"acl", "rate_limit", "quota", "complexity"}
    if "per_api" in decided:
        decided |= {"acl", "rate_limit", "quota"}
    return policies, decided


def apart(key: Object) -> Object:
    """A key without what policies may decide of it, if it has any."""
    theirs = {"access_rights", "tags", "meta_data", *SWITCHES, *(name for names in LIMITS.values() for name in names)}
    return {name: value for name, value in key.items() if not policies_of(key) or name not in theirs}


def without_theirs(key: Object, around: Around) -> Object:
    """A key without the rights that are those of its policies: what Tyk shows is what these granted so far."""
    if blank(key.get("access_rights")) or not policies_of(key):
        return key
    try:
        decided = _applied(key, around)[1]
    except HttpFailure:
        return key  # the token may not see policies
    return {**key, "access_rights": {}} if "acl" in decided else key


def is_lent(key: Object, path: str, around: Around) -> bool:
    """Whether a policy of a key says at a path what the key shows there, or may say it."""
    if not policies_of(key):
        return False
    try:
        policies = _applied(key, around)[0]
    except HttpFailure:
        return True  # the token may not see policies
    return any(get(policy, path) is not None for policy in policies)


def check_policies(key: Object, run: Run) -> None:
    """Refuse policies that Tyk cannot apply together; it would refuse the key without saying why."""
    policies = [
        policy for policy in _applied(key, run.around)[0] if policy.keys() - {"_id", "id", "name"}
    ]  # else an assumed one
    parts = [({name for name, on in (policy.get("partitions") or {}).items() if on}, policy) for policy in policies]
    alone = [str(policy["name"]) for on, policy in parts if "per_api" in on]
    mixed = [str(policy["name"]) for on, policy in parts if on - {"per_api"}]
    if alone and mixed:
        raise Invalid(
            f"policies: {', '.join(alone)} (with the partition per_api) and {', '.join(mixed)} (with others) do not go "
            "together; Tyk applies either the one sort or the other"
        )
    grants = any(policy.get("access_rights") for on, policy in parts if "acl" in on or not on - {"per_api"})
    if policies and len(policies) == len(policies_of(key)) and not grants:
        raise Invalid(
            f"policies: none of {', '.join(str(policy['name']) for policy in policies)} grants access to an API, and "
            "Tyk refuses a key whose policies grant none, whatever rights it has itself; add one that does"
        )


def _switched(policies: list[Object]) -> set[str]:
    """The switches of a key that its policies turn on, whatever the key says itself."""
    on = {name for name in SWITCHES for policy in policies if policy.get(name)}
    return on | ({"is_inactive"} if any(policy.get("state") == "deny" for policy in policies) else set())


def keep_active(key: Object, run: Run) -> bool:
    """Whether a key has policies, all of them known, and none that switches it off."""
    policies = _applied(key, run.around)[0]
    return bool(policies) and len(policies) == len(policies_of(key)) and "is_inactive" not in _switched(policies)


def _own(key: Object, policies: list[Object], decided: set[str], run: Run) -> Object:
    """A key without the rights, tags and metadata that it has from its policies."""
    own = dict(key)
    if "acl" in decided:
        given = {ident for policy in policies for ident in policy.get("access_rights") or {}}
        own["access_rights"] = {k: v for k, v in (key.get("access_rights") or {}).items() if k not in given}
    from_policies = {tag for policy in policies for tag in policy.get("tags") or []}
    tags, meta = key.get("tags") or [], key.get("meta_data") or {}
    own["tags"] = [tag for tag in tags if tag not in from_policies] if from_policies else tags
    own["meta_data"] = meta
    pairs_of_policies = [policy["meta_data"].items() for policy in policies if policy.get("meta_data")]
    if pairs_of_policies:
        rules = run.kind.fields.rules.under("meta_data")
        own["meta_data"] = {
            name: value
            for name, value in meta.items()
            if not any(
                name == other and same(value, given, rules.at(name))
                for pairs in pairs_of_policies
                for other, given in pairs
            )
        }
    return own


def comparable(key: Object, run: Run) -> Object:
    """What of a key is its own, and so can be compared."""
    policies, decided = _applied(key, run.around)
    if key.get("apply_policy_id"):
        rest = {name: value for name, value in key.items() if name != "apply_policy_id"}
        key = {**rest, "apply_policies": policies_of(key)}
    if not policies and not run.params.get("reset_quota"):
        return key
    own = _own(key, policies, decided, run)
    for partition in decided:
        for name in LIMITS.get(partition, ()):
            own.pop(name, None)
    if "acl" in decided:
        own.pop("access_rights", None)
    for name in _switched(policies):
        own.pop(name, None)
    if run.params.get("reset_quota"):
        own["quota_used"] = (key.get("quota_max") or 0) > 0 and key.get("quota_remaining") != key.get("quota_max")
    return own


def rebase(key: Object, resolved: Object, run: Run) -> Object:
    """Merging starts from the key's own fields, so that nothing of a policy that goes stays behind."""
    policies, decided = _applied(key, run.around)
    base = _own(key, policies, decided, run) if policies or run.params.get("reset_quota") else key
    wanted = {name: resolved[name] if name in resolved else key.get(name) for name in POLICIES}
    if policies_of(wanted) != policies_of(key):
        new, decides = _applied(wanted, run.around)
        for partition in decided & decides:
            for name in LIMITS.get(partition, ()):
                base.pop(name, None)
        left = sorted(_switched(policies) - _switched(new) - resolved.keys()) + sorted(
            name
            for partition in decided - decides
            for name in LIMITS.get(partition, ())
            if name in key and name not in resolved and any(same(key[name], policy.get(name)) for policy in policies)
        )
        if left:
            run.warn(f"{', '.join(left)}: set by the old policy and by no new one; kept. Name them to change them.")
    if run.params.get("reset_quota"):
        base["quota_remaining"] = base.get("quota_max")
    return base
