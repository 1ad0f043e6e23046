# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A duration is the same however it is written: as a number of seconds, or in any units."""

from __future__ import annotations

import copy
import json

import pytest
from emulator_world import SHARED
from gateway_runner import Gate
from module_runner import Tyk

from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.durations import LASTING, LASTING_IN, lasting

OWN = "x-tyk-api-gateway"
SCHEMA = SHARED / "specs" / "x-tyk-api-gateway.json"
BOTH = pytest.mark.parametrize("server", [Tyk, Gate], ids=["dashboard", "gateway"])
PATHS = {"/a": {"get": {"operationId": "geta", "responses": {"200": {"description": "x"}}}}}
# Every field of Tyk's part of a document that is a duration, with what it needs beside it.
FIELDS = {
    "upstream.enforceTimeout.duration": {"upstream": {"enforceTimeout": {"enabled": True}}},
    "middleware.operations.geta.enforceTimeout.duration": {
        "middleware": {"operations": {"geta": {"enforceTimeout": {"enabled": True}}}}
    },
    "upstream.rateLimit.per": {"upstream": {"rateLimit": {"enabled": True, "rate": 5}}},
    "middleware.operations.geta.rateLimit.per": {
        "middleware": {"operations": {"geta": {"rateLimit": {"enabled": True, "rate": 5}}}}
    },
    "server.authentication.customKeyLifetime.value": {
        "server": {"authentication": {"enabled": True, "customKeyLifetime": {"enabled": True}}}
    },
    "middleware.global.trafficLogs.customRetentionPeriod": {
        "middleware": {"global": {"trafficLogs": {"enabled": True}}}
    },
    "upstream.uptimeTests.hostDownRetestPeriod": {"upstream": {"uptimeTests": {"enabled": False}}},
    "upstream.uptimeTests.logRetentionPeriod": {"upstream": {"uptimeTests": {"enabled": False}}},
}


def wish(path, value):
    own = copy.deepcopy(FIELDS[path])
    *way, last = path.split(".")
    there = own
    for name in way:
        there = there[name]
    there[last] = value
    definition = {"paths": PATHS, OWN: own}
    return {
        "name": "A",
        "listen_path": "/a/",
        "target_url": "http://up.example/",
        "format": "oas",
        "definition": definition,
    }


def stored(tyk, path):
    there = tyk.ok("api_info", name="A")["apis"][0]["definition"][OWN]
    for name in path.split("."):
        there = there[name]
    return there


@BOTH
@pytest.mark.parametrize("path", FIELDS)
def test_a_duration_is_the_same_however_it_is_written(path, server):
    tyk = server()
    assert tyk.ok("api", **wish(path, "90m"))["changed"]
    for same in ("90m", "5400s", 5400, "5400", "1h30m", "1h29m60s"):
        again = tyk.ok("api", **wish(path, same))
        assert not again["changed"] and not tyk.warnings(again), same
    for value in (90, "90", "90s", "1m30s"):
        done = tyk.ok("api", **wish(path, value))
        assert done["changed"] is (value == 90) and not tyk.warnings(done), value
    assert lasting(stored(tyk, path)) == "1m30s"
    # Another field changes; what Tyk shows of the duration is taken back by it.
    tyk.ok("api", **wish(path, "2h"))
    assert tyk.ok("api", name="A", target_url="http://elsewhere.example/")["changed"]
    assert not tyk.ok("api", name="A", definition=wish(path, "120m")["definition"])["changed"]


@BOTH
@pytest.mark.parametrize("value", [90, "90", "90s", "1m30s", " 90s"])
def test_whole_seconds_of_an_endpoint_may_be_said_as_a_duration(value, server):
    tyk, block = server(), {"middleware": {"operations": {"geta": {"enforceTimeout": {"enabled": True, "value": 90}}}}}
    params = {**wish("upstream.rateLimit.per", 60), "definition": {"paths": PATHS, OWN: block}}
    assert tyk.ok("api", **params)["changed"]
    block["middleware"]["operations"]["geta"]["enforceTimeout"]["value"] = value
    again = tyk.ok("api", **params)
    assert not again["changed"] and not tyk.warnings(again)


@BOTH
def test_a_part_of_a_second_is_no_whole_one(server):
    block = {"middleware": {"operations": {"geta": {"enforceTimeout": {"enabled": True, "value": "1500ms"}}}}}
    params = {**wish("upstream.rateLimit.per", 60), "definition": {"paths": PATHS, OWN: block}}
    assert "enforceTimeout.value has to be a whole number" in server().fails("api", **params)


@BOTH
def test_whole_seconds_are_not_lost_to_a_duration_that_is_there(server):
    tyk, path = server(), "middleware.operations.geta.enforceTimeout.duration"
    tyk.ok("api", **wish(path, "1500ms"))
    seconds = {"middleware": {"operations": {"geta": {"enforceTimeout": {"enabled": True, "value": 90}}}}}
    params = {"name": "A", "definition": {OWN: seconds}}
    planned = tyk.ok("api", check=True, **params)
    done = tyk.ok("api", **params)
    assert done["changed"] and done["diff"] == planned["diff"] and not tyk.warnings(done)
    now = stored(tyk, "middleware.operations.geta.enforceTimeout")
    assert now["value"] == 90 and lasting(now.get("duration") or "0s") in ("0s", "1m30s")
    assert not tyk.ok("api", **params)["changed"]
    # The same seconds as the duration comes to, rounded up, are no other wish.
    tyk.ok("api", **wish(path, "1500ms"))
    seconds["middleware"]["operations"]["geta"]["enforceTimeout"]["value"] = stored(
        tyk, "middleware.operations.geta.enforceTimeout"
    )["value"]
    assert not tyk.ok("api", **params)["changed"]


@BOTH
def test_a_classic_api(server):
    hard = {"path": "/a", "method": "GET", "timeout": 1}

    def params(value):
        paths = {"hard_timeouts": [{**hard, "duration": value}]}
        versions = {"Default": {"name": "Default", "use_extended_paths": True, "extended_paths": paths}}
        definition = {"version_data": {"not_versioned": True, "versions": versions}}
        base = wish("upstream.rateLimit.per", 60)
        return {**base, "format": "classic", "definition": definition}

    tyk = server()
    assert tyk.ok("api", **params("90m"))["changed"]
    for value in ("90m", "1h30m", 5400, "5400s"):
        again = tyk.ok("api", **params(value))
        assert not again["changed"] and not tyk.warnings(again), value
    assert tyk.ok("api", name="A", target_url="http://elsewhere.example/")["changed"]


@BOTH
def test_a_text_of_the_users_stays_a_text(server):
    tyk, data = server(), {"enforceTimeout": {"value": "90s", "duration": "90m"}, "customKeyLifetime": {"value": "90"}}
    block = {
        "middleware": {"global": {"pluginConfig": {"driver": "goplugin", "data": {"enabled": True, "value": data}}}}
    }
    params = {**wish("upstream.rateLimit.per", 60), "definition": {"paths": PATHS, OWN: block}}
    assert tyk.ok("api", **params)["changed"]
    assert stored(tyk, "middleware.global.pluginConfig.data.value") == data
    assert not tyk.ok("api", **params)["changed"]


@pytest.mark.skipif(not SCHEMA.exists(), reason="Tyk's own schema is not at hand (../shared/specs)")
def test_every_duration_of_the_schema_is_known():
    definitions = json.loads(SCHEMA.read_text(encoding="utf-8"))["definitions"]
    found = {pair for name, block in definitions.items() for pair in durations(block, name)}
    assert len(found) > 8
    assert not [(around, name) for around, name in found if name not in LASTING and LASTING_IN.get(around) != name]


def durations(block, around):
    """The fields of a schema that are durations, each with the name of what it is in."""
    if isinstance(block, dict):
        for name, field in (block.get("properties") or {}).items():
            told = [str(field.get(key) or "") for key in ("$ref", "pattern", "description")]
            if "ReadableDuration" in told[0] + told[2] or "s)?" in told[1]:
                yield around, name
            yield from durations(field, name)
        yield from durations(block.get("items"), around)
