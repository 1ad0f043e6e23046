# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""These tests find the collection and the helpers of the unit tests as those do, with or without them in one run."""

from __future__ import annotations

import importlib.util
import pathlib

OTHER = pathlib.Path(__file__).resolve().parents[1] / "unit/conftest.py"
spec = importlib.util.spec_from_file_location("conftest_of_the_unit_tests", OTHER)
assert spec and spec.loader
spec.loader.exec_module(importlib.util.module_from_spec(spec))
