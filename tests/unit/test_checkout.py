# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The tests test this checkout, and not a collection that happens to be installed on the machine."""

from __future__ import annotations

import pathlib

import tyk_emulator
from ansible_collections.community.tyk.plugins.module_utils import _errors

ROOT = pathlib.Path(__file__).resolve().parents[2]


def test_the_collection_is_this_checkout():
    assert pathlib.Path(_errors.__file__).resolve() == ROOT / "plugins/module_utils/_errors.py"


def test_the_emulator_is_this_checkout():
    assert pathlib.Path(tyk_emulator.__file__).resolve().parent == ROOT / "tests/tyk_emulator"
