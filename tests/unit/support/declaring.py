# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a configuration declares, read as tyk_config reads it, before it asks anything."""

from __future__ import annotations

from ansible_collections.community.tyk.plugins.module_utils._config.declared import Item, read_all
from ansible_collections.community.tyk.plugins.module_utils._config.reading import Reading
from ansible_collections.community.tyk.plugins.module_utils._object.connect import Task


def declared(config) -> list[Item]:
    """The items of a configuration that stands in a task. Raises Several."""
    params = {"config": config}
    return read_all(params, Reading(Task(params, params, True, False, lambda text: None)))
