# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An API that no Gateway would load, or that leads nowhere, is refused in the plan; what is stored so is left alone."""

from __future__ import annotations

import pytest
from gateway_runner import Gate
from module_runner import Tyk

API = {"name": "Orders", "listen_path": "/orders/", "target_url": "https://up.example"}
FAULTS = [
    ({"listen_path": ""}, "listen_path"),
    ({"listen_path": "/my orders/"}, "listen_path: '/my orders/' has a blank"),
    ({"listen_path": "/orders/ "}, "has a blank"),
    ({"target_url": ""}, "target_url: an API needs the address of its upstream"),
    ({"target_url": None}, "target_url: an API needs the address of its upstream"),
    ({"target_url": "up.example"}, "target_url: 'up.example' has no scheme; write for example https://up.example"),
    ({"target_url": "up.example:8080/x"}, "has no scheme"),
    ({"target_url": "//up.example"}, "has no scheme; write for example https://up.example"),
    ({"target_url": "https://"}, "target_url: 'https://' is no address"),
    ({"target_url": "https://up example/"}, "is no address"),
    ({"target_url": "https://up.example/%zz"}, "is no address"),
    ({"target_url": "https://up.example:port/"}, "has a port that is no number"),
]


@pytest.mark.parametrize(("change", "text"), FAULTS, ids=str)
@pytest.mark.parametrize("style", ["classic", "oas"])
@pytest.mark.parametrize("world", [Tyk, Gate])
def test_one_that_is_never_reached_is_refused(world, style, change, text):
    tyk = world()
    written = tyk.changes if world is Gate else tyk.writes
    wish = {**API, "format": style, **change}
    for check in (True, False):
        assert text in tyk.fails("api", **wish, check=check)
        assert text in tyk.fails("config", config={"apis": [wish]}, check=check)
    assert not written()
    assert tyk.ok("api", **{**API, "format": style})["changed"]
    before = len(written())
    for check in (True, False):
        assert text in tyk.fails("api", **wish, check=check)
    assert len(written()) <= before


@pytest.mark.parametrize(
    "target", ["tyk://self/x", "env://UPSTREAM", "$secret_env.UP", "h2c://up.example:80", "http://[::1]:8/"]
)
@pytest.mark.parametrize("style", ["classic", "oas"])
def test_what_a_gateway_can_follow_is_taken(tyk, style, target):
    wish = {**API, "format": style, "target_url": target}
    assert tyk.ok("api", **wish)["changed"]
    assert not tyk.ok("api", **wish)["changed"]


@pytest.mark.parametrize(
    "block", [{"internal": True}, {"graphql": {"enabled": True, "execution_mode": "executionEngine"}}]
)
def test_one_that_needs_no_target_is_taken_without(tyk, block):
    assert tyk.ok("api", **{**API, "target_url": ""}, definition=block)["changed"]


def test_what_is_stored_so_is_left_alone(tyk):
    versions = {"not_versioned": True, "versions": {"Default": {"name": "Default"}}}
    proxy = {"listen_path": "/my orders/", "target_url": "up.example"}
    definition = {"name": "Orders", "active": True, "proxy": proxy, "version_data": versions}
    tyk.make("/api/apis", {"api_definition": definition, "hook_references": []})
    assert tyk.ok("api", name="Orders", active=False)["changed"]
    assert not tyk.ok("api", name="Orders", listen_path="/my orders/", target_url="up.example")["changed"]
    assert not tyk.ok("config", config={"apis": [{"name": "Orders", **proxy}]})["changed"]
    assert "has a blank" in tyk.fails("api", name="Orders", listen_path="/our orders/")
