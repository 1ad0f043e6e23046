# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this doc fragment is PRIVATE to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

from __future__ import annotations


class ModuleDocFragment:
    DOCUMENTATION = r"""
options: {}
attributes:
  action:
    description:
      - Indicates this has a corresponding action plugin so some parts of the options can be executed on the controller.
    support: full
    details:
      - If the connection is local, the Python interpreter is the one that runs Ansible, and the task uses neither
        C(async) nor C(become), the module runs in Ansible's own process, which takes a fraction of the time. Nothing
        else differs.
  async:
    description: Supports being used with the C(async) keyword.
    support: full
  check_mode:
    description: Can run in C(check_mode) and return changed status prediction without modifying target.
  diff_mode:
    description:
      - Will return details on what has changed (or possibly needs changing in C(check_mode)), when in diff mode.
  idempotent:
    description:
      - When run twice in a row outside check mode, with the same arguments, the second invocation indicates no change.
      - This assumes that the system controlled/queried by the module has not changed in a relevant way.
"""

    # Should be used together with the standard fragment
    MANAGES = r"""
options: {}
attributes:
  check_mode:
    support: full
  diff_mode:
    support: full
"""

    # Should be used together with the standard fragment
    IDEMPOTENT = r"""
options: {}
attributes:
  idempotent:
    support: full
"""

    # Should be used together with the standard fragment
    INFO = r"""
options: {}
attributes:
  check_mode:
    support: full
    details:
      - This action does not modify state.
  diff_mode:
    support: N/A
    details:
      - This action does not modify state.
  idempotent:
    support: full
    details:
      - This action does not modify state.
"""

    ACTIONGROUP_TYK = r"""
options: {}
attributes:
  action_group:
    description: Use C(group/community.tyk.tyk) in C(module_defaults) to set defaults for this module.
    support: full
    membership:
      - community.tyk.tyk
"""

    ACTIONGROUP_TYK_ADMIN = r"""
options: {}
attributes:
  action_group:
    description: Use C(group/community.tyk.tyk_admin) in C(module_defaults) to set defaults for this module.
    support: full
    membership:
      - community.tyk.tyk_admin
"""
