# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A server that allows few requests a second makes a large configuration slow; it does not make it fail."""

from __future__ import annotations

import pytest
from gateway_runner import GATE_SECRET, Clock, Gate
from module_runner import Tyk

HOOKS = [{"name": f"Hook {number}", "target_path": "http://up.example/"} for number in range(100)]
APIS = [
    {"name": f"A{number}", "listen_path": f"/a{number}/", "target_url": "http://up.example/"} for number in range(40)
]


def limit(tyk, status, **more):
    tyk.control("PUT", "faults", [{"status": status, "above": 10, "times": 10**6, **more}])
    tyk.log()


def check(tyk, result, objects, status):
    assert not result.get("failed"), result["msg"]
    assert result["changed"] and len(result["changes"]) == objects
    seen = tyk.control("GET", "requests")
    refused = [entry for entry in seen if entry["status"] == status]
    posts = [entry for entry in seen if entry["method"] == "POST" and entry["status"] == 200]
    assert len(posts) == objects, "none is made twice"
    assert 0 < len(refused) < len(seen) / 2, "most requests are let through"
    tyk.control("DELETE", "faults")
    assert not tyk.run("config", **tyk.given)["changed"]


@pytest.mark.parametrize(
    ("status", "more"),
    [(429, {}), (429, {"retry_after": 1}), (503, {"html": True}), (503, {"retry_after": 1})],
)
def test_a_hundred_objects(status, more):
    time = Clock()
    tyk = Tyk(clock=time)
    tyk.clock = time
    tyk.given = {"config": {"webhooks": HOOKS}}
    began = time()
    limit(tyk, status, **more)
    check(tyk, tyk.run("config", **tyk.given), 100, status)
    assert 8 < time() - began < 600


def test_at_a_gateway():
    gate = Gate()
    gate.clock = gate.time
    gate.given = {"config": {"apis": APIS}}
    limit(gate, 429)
    check(gate, gate.run("config", **gate.given), 40, 429)
    assert GATE_SECRET not in gate.out
