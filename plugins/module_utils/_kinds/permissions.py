# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What Tyk demands of the permissions of a user or a group."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid, Missing
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object


def check_permissions(target: Object, current: Object | None, noun: str) -> None:
    """Refuse none at all, unless it is so already, and values that are no texts: Tyk calls them malformed, no more."""
    permissions, stored = target.get("user_permissions") or {}, (current or {}).get("user_permissions") or {}
    if not permissions and (current is None or stored):
        raise Missing(f"user_permissions: Tyk refuses a {noun} without any; name at least one, such as {{apis: read}}")
    for name, value in permissions.items():
        if value is not None and not isinstance(value, str) and value != stored.get(name):
            raise Invalid(
                f"user_permissions.{name}: {value!r} is no text; write read, write or deny, and null to take it away. "
                "YAML takes yes, no, on and off for something else unless they are in quotes"
            )
