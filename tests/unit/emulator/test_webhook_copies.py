# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""References of APIs to webhooks: living ones give copies, dead ones stay to be seen and give none."""

from __future__ import annotations

import pytest
from emulator_world import World, document, wrapper

EXT = "x-tyk-api-gateway"
DEAD = "5e9d9544a1dcd60001d0ed99"
HOOK = {"name": "Pager", "method": "POST", "target_path": "http://pager.example", "header_map": {"b": "2", "a": "1"}}
COPY = {
    "name": "Pager",
    "url": "http://pager.example",
    "method": "POST",
    "headers": [{"name": "a", "value": "1"}, {"name": "b", "value": "2"}],
}


def hook(world, **fields):
    world.ok("POST", "/api/hooks", {**HOOK, **fields})
    return world.ok("GET", "/api/hooks?p=-1")["hooks"][-1]


def classic(world, *hooks, **fields):
    """A classic API with these webhooks; how it is shown."""
    references = [{"event_name": "AuthFailure", "event_timeout": 60, "hook": one} for one in hooks]
    api = world.ok("POST", "/api/apis", {**wrapper(**fields), "hook_references": references})["ID"]
    return world.ok("GET", f"/api/apis/{api}")


def referred(shown):
    return [reference["hook"]["id"] for reference in shown["hook_references"]]


def handled(shown):
    events = shown["api_definition"]["event_handlers"]["events"]
    return [entry["handler_meta"] for entries in events.values() for entry in entries]


def test_a_copy_is_made_of_what_is_stored(world):
    """Whatever else the reference says: it is the id that counts."""
    one = hook(world)
    shown = classic(world, {"id": one["id"], "target_path": "http://elsewhere.example"})
    assert referred(shown) == [one["id"]]
    (meta,) = handled(shown)
    assert (meta["id"], meta["target_path"], meta["event_timeout"]) == (one["id"], "http://pager.example", 60)


@pytest.mark.parametrize("ident", ["", DEAD, "Pager"])
def test_a_reference_to_nothing_is_seen_and_does_nothing(world, ident):
    one = hook(world)
    shown = classic(world, {**one, "id": ident})
    assert referred(shown) == [ident] and shown["hook_references"][0]["hook"]["name"] == "Pager"
    assert handled(shown) == []


@pytest.mark.parametrize("ident", ["", DEAD])
def test_a_dashboard_may_drop_them(ident):
    world = World(quirks={"dead-hooks-dropped"})
    one = hook(world)
    shown = classic(world, {**one, "id": ident}, one)
    assert referred(shown) == [one["id"]] and len(handled(shown)) == 1


def test_another_organisation_s_webhook_is_none(world):
    other = world.admin("POST", "/admin/organisations", {"owner_name": "Other"})[1]["Meta"]
    _user, token = world.make_user("root@other.example", {"IsAdmin": "admin"}, other)
    world.ok("POST", "/api/hooks", HOOK, token)
    theirs = world.ok("GET", "/api/hooks", token=token)["hooks"][0]
    assert handled(classic(world, theirs)) == []


@pytest.mark.parametrize(("quirks", "kept"), [((), True), (("dead-hooks-dropped",), False)])
def test_a_deleted_webhook_leaves_its_dead_id_in_classic_apis(quirks, kept):
    world = World(quirks=quirks)
    one, other = hook(world), hook(world, name="Other")
    api = classic(world, one, other)["api_definition"]["api_id"]
    world.ok("DELETE", f"/api/hooks/{one['id']}")
    shown = world.ok("GET", f"/api/apis/{api}")
    assert referred(shown) == [*([one["id"]] if kept else []), other["id"]]
    # Made anew it has another id, and the API does not know.
    again = hook(world)
    world.ok("PUT", f"/api/apis/{api}", shown)
    stored = world.ok("GET", f"/api/apis/{api}")
    assert again["id"] not in referred(stored) and other["id"] in [meta["id"] for meta in handled(stored)]


def test_handlers_without_a_webhook_of_ours_are_left_alone(world):
    own = {"handler_name": "eh_web_hook_handler", "handler_meta": {"target_path": "http://own.example", "id": DEAD}}
    log = {"handler_name": "eh_log_handler", "handler_meta": {"prefix": "x"}}
    shown = classic(world, hook(world), event_handlers={"events": {"AuthFailure": [own], "QuotaExceeded": [log]}})
    assert own["handler_meta"] in handled(shown) and log["handler_meta"] in handled(shown) and len(handled(shown)) == 3


def oas(world, **handler):
    doc = document()
    handler = {"enabled": True, "trigger": "AuthFailure", "type": "webhook", "cooldownPeriod": "1s", **handler}
    doc[EXT]["server"]["eventHandlers"] = [handler]
    api = world.ok("POST", "/api/apis/oas", doc)["ID"]
    return api, handlers(world, api)[0]


def handlers(world, api):
    return world.ok("GET", f"/api/apis/oas/{api}")[EXT]["server"]["eventHandlers"]


def test_an_oas_api_gets_a_copy_beside_the_id(world):
    one = hook(world)
    api, handler = oas(world, id=one["id"])
    assert {"id": one["id"], **COPY}.items() <= handler.items()
    # The copy is not the client's to change.
    doc = world.ok("GET", f"/api/apis/oas/{api}")
    doc[EXT]["server"]["eventHandlers"][0]["url"] = "http://elsewhere.example"
    world.ok("PUT", f"/api/apis/oas/{api}", doc)
    assert handlers(world, api)[0]["url"] == COPY["url"]


def test_after_its_webhook_is_deleted_the_copy_lives_on(world):
    one, other = hook(world), hook(world, name="Other")
    api, _handler = oas(world, id=one["id"])
    world.ok("DELETE", f"/api/hooks/{other['id']}")
    assert handlers(world, api)[0]["id"] == one["id"]
    world.ok("DELETE", f"/api/hooks/{one['id']}")
    assert "id" not in handlers(world, api)[0] and COPY.items() <= handlers(world, api)[0].items()


@pytest.mark.parametrize(("quirks", "kept"), [((), True), (("dead-hooks-dropped",), False)])
def test_a_dead_id_in_an_oas_api(quirks, kept):
    _api, handler = oas(World(quirks=quirks), id=DEAD)
    assert ("id" in handler) is kept and not handler.get("url")


def test_handlers_of_another_sort_are_left_alone(world):
    one = hook(world)
    _api, local = oas(world, name="Local", url="http://own.example", method="PUT", bodyTemplate="")
    assert "id" not in local and local["url"] == "http://own.example"
    doc = document("Other")
    doc[EXT]["server"]["eventHandlers"] = [
        {
            "enabled": True,
            "trigger": "AuthFailure",
            "type": "custom",
            "id": one["id"],
            "name": "own",
            "functionName": "own",
            "path": "own.js",
        }
    ]
    api = world.ok("POST", "/api/apis/oas", doc)["ID"]
    assert not handlers(world, api)[0].get("url")
