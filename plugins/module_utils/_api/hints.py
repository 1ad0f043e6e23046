# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The ways out of what Tyk refuses: status, how its message begins in lower case, and the advice."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

Hints = tuple[tuple[int, str, str], ...]
# {} stands for the permission that the request takes
PERMISSION = "Give the user behind the token the permission {}, or use the token of one who has it"
BROKEN = "Tyk's own log says more; if nothing is wrong with the request, try again later"
DASHBOARD: Hints = (
    (
        403,
        "user does not have permission to add api",
        "The user behind the token, the API and the key must belong to one organisation, and the user must see the API",
    ),
    (403, "request body malformed", "Tyk expects another type somewhere in it"),
    (403, "access denied: user is not active", "The user behind the token has to be active; or use another's token"),
    (403, "access denied: this action is unknown", "This version of Tyk, or its OPA rules, do not know the route"),
    (
        403,
        "access denied: you do not have permission to reset",
        "Only who has the permission ResetPassword may do so for others",
    ),
    (403, "access denied", PERMISSION),
    (403, "not authorised", PERMISSION),
    (403, "found api with same url", "Another API has this listen path and domain; choose another listen_path"),
    (403, "user email already exists", "A user of another organisation may have it; e-mail addresses are unique"),
    (400, "this policy name has already", "Leave policy_id out to manage the policy that has this name"),
    (500, "attempted unauthorised access", "The object belongs to another organisation than the token"),
    (500, "error while validating schema", "A field of the definition is unknown to this Tyk, or has a wrong type"),
    (
        400,
        "failed to create key, keys must have",
        "Name its policies or access_rights; without them only a Gateway with allow_master_keys takes a key",
    ),
    (404, "could not retrieve keys", "This Dashboard lists no keys: it needs enable_hashed_keys_listing"),
)
GATEWAY: Hints = (
    (403, "attempted administrative access", "token is not the secret of this Gateway's configuration"),
    (403, "client tls certificate is required", "Name the certificate with client_cert"),
    (400, "request malformed", "Tyk expects another type somewhere in it"),
    (404, "hashed key listing is disabled", "Name the key by key_id or key_hash, or set enable_hashed_keys_listing"),
    (
        500,
        "failed to create key, ensure security settings",
        "The Gateway tells no reason, its log does. The key needs access_rights, or policies that grant some; the key, "
        "its policies and its APIs need one organisation; and Redis has to answer",
    ),
    (500, "due to enabled", "This Gateway takes its APIs and policies from a Dashboard; use platform: dashboard"),
)
