# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Switches of the emulator: everything that may differ between two Dashboards."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping
from typing import Any

from .rego import DEFAULT_RULES

# Name of a quirk -> what it does. The README table is checked against this mapping by a test.
QUIRKS: Mapping[str, str] = {
    "masked-tokens": "access_key of other users is blank in /api/users*",
    "mask-own-token": "access_key is blank in /api/users*, the caller's own too",
    "omit-zero": "reads of keys, policies and classic APIs leave out zero values",
    "null-lists": "empty lists are read as null",
    "random-order": "lists come in another order at every read",
    "regenerate-api-id": "ids chosen by the client are replaced on create (APIs, policies)",
    "float-numbers": "whole numbers of limits and times are read as floats",
    "late-visibility": "an API or policy cannot be seen for two seconds after it was made",
    "late-gateway": "keys and OAuth clients cannot use an API or policy for two seconds after it was made",
    "status-case": "name and value of the Status field change their case at every request",
    "extra-fields": "objects carry an unknown field that changes at every read",
    "no-hashed-listing": "key lists answer 404 while keys are hashed",
    "no-update-by-hash": "a hash cannot be used to update a key",
    "no-delete-by-hash": "a hash cannot be used to delete a key",
    "enable-ownership": "APIs with owners are hidden from everybody else but admins",
    "multi-org-users": "one e-mail address may exist once in each organisation",
    "duplicate-slugs": "two APIs may share a listen path",
    "master-keys": "a key without access rights and policies is accepted",
    "messages-with-dots": "every message ends with a full stop",
    "message-upper-case": "messages are in upper case",
    "message-lower-case": "messages are in lower case",
    "old-put-key-reply": "updating a key answers a short text and no key",
    "old-user-reply": "creating a user answers no id",
    "users-me-works": "GET /api/users/me accepts a token",
    "forbid-reset-token": "the token of another user cannot be renewed",
    "https-redirect": "plain HTTP is answered with a redirect to https",
    "no-username-keys": "keys cannot be addressed with username=true",
    "opa-api-off": "/api/org/opa is refused to everybody",
    "opa-api-missing": "there is no /api/org/opa",
    "no-opa-licence": "the licence does not include /api/org/opa",
    "opa-rules-only": "/api/org/opa neither shows nor changes the switch beside the rules",
    "opa-rules-unseeded": "a new organisation stores no rules of its own",
    "empty-permissions-stay": "an empty map of additional permissions hides those of the configuration",
    "idp-mappings-stay": "updating a client identity provider without api_mappings keeps them",
    "idp-meta-own-id": "creating a client identity provider answers its client_idp_id",
    "idp-no-mapping-deleted": "deleting a mapping that is not there is no mistake",
    "mcp-create-meta": "creating an MCP proxy answers its id in Meta",
    "mcp-middleware-ignored": "MCP proxies keep middleware that makes no sense for them",
    "mcp-pages-from-zero": "the first page of /api/mcps is p=0",
    "tib-bare-profiles": "a profile of the identity broker is answered without an envelope",
    "tib-create-plain": "making a profile of the identity broker is answered 200",
    "tib-null-list": "the list of the identity broker's profiles is null where there are none",
    "tib-post-without-id": "profiles of the identity broker may be posted to their list",
    "keys-need-all": "a key with policies needs expires, access_rights and meta_data too",
    "admin-put-needs-token": "updating a user in the Admin API needs its token",
    "dead-hooks-dropped": "an API forgets webhooks that are not there, or go",
    "known-permissions": "users and groups lose permissions that are neither built in nor additional",
}

# Behaviour that older Dashboards have without any switch: (first version without it, quirk).
_OLD_BEHAVIOUR = (((5, 0), "old-put-key-reply"), ((5, 0), "old-user-reply"), ((5, 5), "regenerate-api-id"))


@dataclasses.dataclass
class Config:
    """Settings of one emulator. Only reset() changes them after the start."""

    admin_secret: str = "admin-secret"
    hash_keys: bool = True
    page_size: int = 10
    dashboard_version: str = "5.14"
    quirks: Iterable[str] = ()
    seed: int = 0
    latency_ms: int = 0
    late_seconds: float = 2.0
    gateway_url: str = "http://tyk-gateway:8080"
    gateway_secret: str = "gateway-secret"
    gateway_version: str = "5.14.0"
    # "file": a Gateway by itself; "dashboard": one with the APIs and policies of the emulated Dashboard.
    gateway_mode: str = "file"
    hash_key_function: str = "murmur64"
    gateway_env: Mapping[str, str] = dataclasses.field(default_factory=dict)
    # What stands in schema/dashboard.rego, and security.additional_permissions of the configuration.
    opa_rules: str = DEFAULT_RULES
    additional_permissions: Mapping[str, str] = dataclasses.field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.admin_secret:
            raise ValueError("the admin secret must not be empty")
        for version in (self.dashboard_version, self.gateway_version):
            if not re.fullmatch(r"\d+(\.\d+){1,2}", str(version)):
                raise ValueError(f"not a version: {version!r}")
        if self.hash_key_function not in ("", "murmur32", "murmur64", "murmur128", "sha256"):
            raise ValueError(f"not a hash_key_function: {self.hash_key_function!r}")
        if self.gateway_mode not in ("file", "dashboard"):
            raise ValueError(f"not a gateway_mode: {self.gateway_mode!r}")
        extra = self.additional_permissions
        if not isinstance(extra, Mapping) or not all(isinstance(word, str) for pair in extra.items() for word in pair):
            raise ValueError("additional_permissions must be a map of strings")
        if not isinstance(self.opa_rules, str):
            raise ValueError("opa_rules must be a string")
        for name, least in (("page_size", 1), ("latency_ms", 0), ("late_seconds", 0), ("seed", None)):
            value = getattr(self, name)
            whole = isinstance(value, int) or (name == "late_seconds" and isinstance(value, float))
            if not whole or isinstance(value, bool) or (least is not None and value < least):
                raise ValueError(f"{name} must be a number{'' if least is None else f', {least} or more'}: {value!r}")
        if not isinstance(self.hash_keys, bool):
            raise ValueError(f"hash_keys must be true or false: {self.hash_keys!r}")
        if isinstance(self.quirks, str):
            raise ValueError("quirks must be a list of names")
        self.dashboard_version = str(self.dashboard_version)
        self.quirks = frozenset(self.quirks)
        unknown = sorted(set(self.quirks) - set(QUIRKS))
        if unknown:
            raise ValueError(f"unknown quirks: {', '.join(unknown)}; known are {', '.join(sorted(QUIRKS))}")

    def has(self, quirk: str) -> bool:
        """Whether a quirk is switched on or comes with the version."""
        return quirk in self.quirks or any(quirk == name and not self.since(*first) for first, name in _OLD_BEHAVIOUR)

    def since(self, *version: int) -> bool:
        """Whether the emulated Dashboard is at least this version."""
        return tuple(int(part) for part in self.dashboard_version.split(".")) >= version

    def changed(self, changes: Mapping[str, Any]) -> Config:
        """A copy with other settings; raises ValueError for anything it does not know."""
        known = {field.name for field in dataclasses.fields(self)}
        unknown = sorted(set(changes) - known)
        if unknown:
            raise ValueError(f"unknown settings: {', '.join(unknown)}")
        return dataclasses.replace(self, **changes)
