# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this doc fragment is PRIVATE to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

from __future__ import annotations


class ModuleDocFragment:
    DOCUMENTATION = r"""
options:
  used_by:
    description:
      - Whether to return, for each object, what refers to it, such as policies, keys, APIs, users, and OAuth clients.
      - The module looks at every object that may refer to it, including keys. This takes one request for each kind, one
        for each API that can have OAuth clients, and, with O(platform=gateway), one for each key.
      - A warning names the kinds that O(token) may not list.
    type: bool
    default: false
"""
