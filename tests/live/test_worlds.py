# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Worlds that others made, on a real Gateway: adopted, pruned, touched and moved without a scratch.

The same laws hold on the emulated one in tests/unit/modules/test_gateway_worlds.py. The modules run in this process."""

from __future__ import annotations

import os

import gateway_laws as laws
import pytest

URL, SECRET = (os.environ[f"TYK_LIVE_GATEWAY_{name}"] for name in ("URL", "SECRET"))


@pytest.fixture(scope="module", params=laws.WORLDS)
def gate(request):
    gate = laws.RealGate(URL, SECRET)
    try:
        world = laws.load(gate, request.param)
        if world is None:
            pytest.skip("the objects of others are not at hand (../shared)")
        print(f"{request.param}: {len(laws.stored(gate))} objects; {len(world.refused)} that the Gateway does not take")
        print(*world.refused, sep="\n")
        yield gate
    finally:
        laws.clear(gate)


@pytest.mark.parametrize("how", laws.HOWS, ids=str)
def test_adopt(gate, how):
    laws.adopt(gate, **how)


def test_prune(gate):
    laws.prune(gate)


def test_touch(gate):
    laws.touch(gate, 30 if laws.ALL else 5)


def test_move(gate):
    """The last, since it takes the originals away."""
    laws.move(gate)
