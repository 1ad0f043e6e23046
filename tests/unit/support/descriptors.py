# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The descriptors of all kinds of objects, as the code has them."""

from __future__ import annotations

import importlib
import pkgutil

from ansible_collections.community.tyk.plugins.module_utils import _resources
from ansible_collections.community.tyk.plugins.module_utils._resource import Resource


def descriptors() -> dict[str, dict[str, Resource]]:
    """Every descriptor there is: kind -> route -> descriptor. A kind has several where its objects come in variants."""
    found: dict[str, dict[str, Resource]] = {}
    for entry in pkgutil.iter_modules(_resources.__path__):
        for value in vars(importlib.import_module(f"{_resources.__name__}.{entry.name}")).values():
            if isinstance(value, Resource) and not value.collection.startswith("tyk/"):  # the Gateway's variants
                found.setdefault(value.kind, {})[value.collection] = value
    return found


KINDS = descriptors()
