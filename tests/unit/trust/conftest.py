# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What all tests of trust share; the ways to run a module are those of the tests of the modules."""

from __future__ import annotations

import pytest
from module_runner import Tyk


@pytest.fixture
def tyk():
    return Tyk()
