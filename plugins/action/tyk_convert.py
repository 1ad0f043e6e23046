# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ansible_collections.community.tyk.plugins.modules import tyk_convert
from ansible_collections.community.tyk.plugins.plugin_utils import _action


class ActionModule(_action.ActionModule):
    module = tyk_convert
