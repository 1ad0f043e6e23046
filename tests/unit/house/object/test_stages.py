# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How long a run has patience, and when it says so."""

from __future__ import annotations

import pytest

from ansible_collections.community.tyk.plugins.module_utils._api import patience
from ansible_collections.community.tyk.plugins.module_utils._object.stages import turns


@pytest.mark.parametrize("seconds", [None, 0, 0.1, 0.5, 1, 10, 60])
def test_a_run_waits_as_long_as_it_is_told_to_and_says_so_once(seconds, monkeypatch):
    slept, said = [], []
    monkeypatch.setattr(patience.time, "sleep", slept.append)
    count = sum(1 for _turn in turns({"wait_timeout": seconds}, said.append))
    assert count == len(slept) + 1
    assert sum(slept) == pytest.approx(seconds or 0) and all(0 < each <= 2 for each in slept)
    assert len(said) == ((seconds or 0) >= 1)
