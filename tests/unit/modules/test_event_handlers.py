# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What an API holds of webhooks: those that are there, those that are gone, and handlers of its own."""

from __future__ import annotations

import pytest
from gateway_runner import Gate
from module_runner import Tyk

X = "x-tyk-api-gateway"
UP = "http://up.example/"
DEAD = "5e9d9544a1dcd60001d0ed99"
HOOK = {"name": "Pager", "target_path": "http://pager.example/", "header_map": {"X-Key": "s3cr3t-head"}}
HANDLER = {"enabled": True, "trigger": "AuthFailure", "type": "webhook", "cooldownPeriod": "10s"}
HEADERS = [{"name": "b", "value": "s3cr3t-b"}, {"name": "a", "value": "s3cr3t-a"}]
OWN = {**HANDLER, "name": "Own", "url": UP, "method": "POST", "headers": HEADERS}
META = {"name": "Own", "target_path": UP, "method": "POST", "header_map": {"a": "s3cr3t-a"}}


def oas(*handlers):
    definition = {X: {"server": {"eventHandlers": list(handlers)}}}
    return {"name": "A", "format": "oas", "listen_path": "/a/", "target_url": UP, "definition": definition}


def classic():
    handlers = {"events": {"AuthFailure": [{"handler_name": "eh_web_hook_handler", "handler_meta": META}]}}
    return {"name": "A", "listen_path": "/a/", "target_url": UP, "definition": {"event_handlers": handlers}}


def handlers(tyk):
    (api,) = tyk.read("/api/apis?p=-1")["apis"]
    return tyk.read(f"/api/apis/oas/{api['api_definition']['api_id']}")[X]["server"]["eventHandlers"]


def gone(tyk):
    """An API with a handler whose webhook is deleted, and one whose webhook never was."""
    tyk.ok("webhook", **HOOK)
    (hook,) = tyk.read("/api/hooks?p=-1")["hooks"]
    tyk.ok("api", **oas({**HANDLER, "id": "Pager"}))
    (api,) = tyk.read("/api/apis?p=-1")["apis"]
    path = f"/api/apis/oas/{api['api_definition']['api_id']}"
    doc = tyk.read(path)
    doc[X]["server"]["eventHandlers"].append({**HANDLER, "trigger": "QuotaExceeded", "id": DEAD})
    assert tyk.call("PUT", path, doc)[0] == 200
    tyk.call("DELETE", f"/api/hooks/{hook['id']}")


def unsaid(handlers):
    """Without what a template says that is empty."""
    return [{name: value for name, value in one.items() if value} for one in handlers]


@pytest.mark.parametrize("anew", [False, True], ids=["gone", "made anew"])
def test_an_api_whose_webhook_is_gone_can_be_changed_and_keeps_its_handlers(tyk, anew):
    gone(tyk)
    if anew:
        tyk.ok("webhook", **HOOK)
    before = handlers(tyk)
    assert [one.get("id") for one in before] == [None, DEAD]
    for wish in ({"target_url": "http://new.example/"}, {"openapi": {"info": {"title": "A", "version": "2"}}}):
        assert tyk.ok("api", name="A", **wish)["changed"] and not tyk.ok("api", name="A", **wish)["changed"]
        assert unsaid(handlers(tyk)) == unsaid(before)
    config = tyk.ok("config_info", kinds=["apis"])["config"]
    for strategy in ("merge", "replace"):
        assert not tyk.ok("config", config=config, strategy=strategy)["changed"]
    config["apis"][0]["listen_path"] = "/b/"
    assert tyk.ok("config", config=config)["changed"] and unsaid(handlers(tyk)) == unsaid(before)


def test_what_the_dashboard_copies_from_a_webhook_is_not_the_api_s(tyk):
    tyk.ok("webhook", **HOOK)
    made = tyk.ok("api", **oas({**HANDLER, "id": "Pager"}))
    assert "s3cr3t" not in tyk.out
    assert made["api"]["definition"][X]["server"]["eventHandlers"] == [{**HANDLER, "id": "Pager"}]
    config = tyk.ok("config_info", kinds=["apis", "webhooks"])["config"]
    assert "s3cr3t" not in tyk.out and not tyk.ok("config", config=config)["changed"]
    tyk.ok("webhook", name="Pager", target_path="http://new.example/")
    assert not tyk.ok("config", config={"apis": config["apis"]})["changed"]
    other = Tyk(seed=5)
    other.ok("config", config=config)
    assert handlers(other)[0]["url"] == HOOK["target_path"]
    assert not other.ok("config", config=config)["changed"]


@pytest.mark.parametrize("platform", [Tyk, Gate])
@pytest.mark.parametrize("wish", [oas(OWN), classic()], ids=["OAS", "classic"])
def test_headers_of_handlers_are_secrets(platform, wish):
    tyk = platform()
    for changed in (True, False):
        assert tyk.ok("api", **wish)["changed"] is changed and "s3cr3t" not in tyk.out
    tyk.ok("api_info")
    assert "s3cr3t" not in tyk.out
    config = tyk.ok("config_info", kinds=["apis"])["config"]
    assert "s3cr3t" not in tyk.out
    for strategy in ("merge", "replace"):
        assert not tyk.ok("config", config=config, strategy=strategy)["changed"]
    config["apis"][0]["target_url"] = "http://new.example/"
    assert tyk.ok("config", config=config)["changed"] and "s3cr3t" not in tyk.out
    kept = str(tyk.control("GET", "state") if platform is Tyk else tyk.ask("GET", "/tyk/apis"))
    assert "s3cr3t-a" in kept
