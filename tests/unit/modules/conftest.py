# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A fresh emulated Dashboard for each test of a module."""

from __future__ import annotations

import pytest
from module_runner import Tyk


@pytest.fixture
def tyk():
    return Tyk()
