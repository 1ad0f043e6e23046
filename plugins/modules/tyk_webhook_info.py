# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
"""

from ansible_collections.community.tyk.plugins.module_utils._module import run_info
from ansible_collections.community.tyk.plugins.module_utils._resources.webhook import WEBHOOK


def main() -> None:
    run_info(WEBHOOK)


if __name__ == "__main__":
    main()
