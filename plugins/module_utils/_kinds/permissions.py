# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What Tyk demands of the permissions of a user or a group."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

from ansible_collections.community.tyk.plugins.module_utils._data.near import did_you_mean, nearest
from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid, Missing
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Run
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object

# Those that Tyk knows; an organisation may have additional ones, which mean what its OPA rules say.
PERMISSIONS = """
    IsAdmin ResetPassword analytics api_assets apis audit_logs certs hooks idm keys log mcp oauth owned_analytics
    policies portal system user_groups users websockets""".split()
VALUES = ("read", "write", "deny", "admin")


def check_permissions(target: Object, current: Object | None, noun: str, run: Run) -> None:
    """Refuse none at all, unless it is so already, and values that Tyk calls malformed, no more, or that it stores and
    that allow nothing. Name permissions that Tyk does not have."""
    permissions, stored = target.get("user_permissions") or {}, (current or {}).get("user_permissions") or {}
    if not permissions and (current is None or stored):
        raise Missing(f"user_permissions: Tyk refuses a {noun} without any; name at least one, such as {{apis: read}}")
    for name, value in permissions.items():
        if value in (None, "") or value == stored.get(name):
            continue
        if not isinstance(value, str):
            raise Invalid(
                f"user_permissions.{name}: {value!r} is no text; write read, write or deny, and null to take it away. "
                "YAML takes yes, no, on and off for something else unless they are in quotes"
            )
        if name in PERMISSIONS and value not in VALUES:
            raise Invalid(
                f"user_permissions.{name}: {value!r} allows nothing{did_you_mean(nearest(value, VALUES))}; write read, "
                "write or deny, admin for IsAdmin and ResetPassword, and null to take it away"
            )
        if name not in PERMISSIONS and name not in stored:
            meant = did_you_mean(nearest(name, PERMISSIONS))
            run.warn(
                f"user_permissions.{name}: Tyk has no such permission{meant}; it means something only if it is "
                "one of the organisation's additional permissions."
            )
