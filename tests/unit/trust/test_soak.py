# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""`make soak` in small, so that it works when somebody needs it."""

from __future__ import annotations

import importlib.util
import pathlib


def test_soak_in_small():
    path = pathlib.Path(__file__).resolve().parents[3] / "tools/soak.py"
    spec = importlib.util.spec_from_file_location("soak", path)
    soak = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(soak)
    told = soak.Soak(150, 1, 600).run()
    assert told["rounds"] == 1 and told["edits of others"] == 20
    assert told["created"] > 150 and told["failed"] == 0
