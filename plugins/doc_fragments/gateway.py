# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this doc fragment is PRIVATE to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

from __future__ import annotations


class ModuleDocFragment:
    DOCUMENTATION = r"""
options:
  reload:
    description:
      - With O(platform=gateway), whether to make the Gateway load what was written, which takes about a second, and to
        verify that it did.
      - With V(false), changes take effect only after a later reload, and modules see the earlier state until then.
        Change an object only once before that reload.
      - A Dashboard does this by itself.
    type: bool
    default: true
"""
