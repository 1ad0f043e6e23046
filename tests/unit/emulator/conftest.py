# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A fresh emulator for each test."""

from __future__ import annotations

import sys

import pytest

# The emulator needs a newer Python than modules do.
collect_ignore_glob = [] if sys.version_info >= (3, 11) else ["test_*.py"]


@pytest.fixture
def world():
    from emulator_world import World

    return World()
