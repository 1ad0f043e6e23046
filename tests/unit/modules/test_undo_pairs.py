# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The law of undoing for what Tyk keeps in two places, and what follows from other fields; and nothing empty stays."""

from __future__ import annotations

import itertools
import json

import pytest
from gateway_runner import Gate
from module_runner import Tyk

X = "x-tyk-api-gateway"
OPENAPI = {"openapi": "3.0.3"}
WRITTEN = {"updated_at", "created_at", "last_updated", "last_schema_update"}


def classic(**definition):
    return {"format": "classic", "definition": definition}


def oas(tyk=None, **more):
    extension = {X: tyk} if tyk else {}
    return {"format": "oas", "definition": {**OPENAPI, **more, **extension}}


def jwt(**more):
    return classic(use_keyless=False, enable_jwt=True, jwt_signing_method="hmac", jwt_source="c2VjcmV0", **more)


def token(name):
    return {"auth_header_name": name}


def keyed(**scheme):
    """An OAS API that demands a key."""
    return oas(
        {"server": {"authentication": {"enabled": True, "securitySchemes": {"key": {"enabled": True, **scheme}}}}},
        components={"securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}}},
        security=[{"key": []}],
    )


# Ways to say things that belong together; the law holds for every one before every other one.
PAIRS = {
    "where a token is": [
        classic(),
        classic(auth=token("X-A")),
        classic(auth_configs={"authToken": token("X-B")}),
        classic(auth=token("X-C"), auth_configs={"authToken": token("X-C"), "oauth": {}, "jwt": token("X-J")}),
    ],
    "how a key is demanded": [
        classic(),
        classic(use_keyless=False),
        classic(use_keyless=False, use_standard_auth=True),
        classic(use_keyless=True, use_standard_auth=False),
    ],
    "the claim that holds scopes": [
        jwt(),
        jwt(jwt_scope_claim_name="one"),
        jwt(scopes={"jwt": {"scope_claim_name": "two"}}),
        jwt(jwt_scope_claim_name="one", scopes={"jwt": {"scope_claim_name": "one"}}),
    ],
    "where a classic API listens": [
        {"format": "classic", "listen_path": "/a/"},
        {"format": "classic", "definition": {"proxy": {"listen_path": "/b/", "strip_listen_path": False}}},
        {"listen_path": "/c/", **classic(proxy={"strip_listen_path": True})},
    ],
    "slug": [classic(), classic(slug="one"), classic(slug="two")],
    "whether a classic API is on": [
        {"format": "classic"},
        {"format": "classic", "active": False},
        classic(active=False),
    ],
    "a domain": [
        {"format": "classic"},
        classic(domain="a.example"),
        classic(domain="b.example", domain_disabled=True),
    ],
    "versions of a classic API": [
        classic(),
        classic(version_data={"not_versioned": True, "versions": {"Default": {"use_extended_paths": True}}}),
        classic(
            definition={"location": "header", "key": "v"},
            version_data={
                "not_versioned": False,
                "default_version": "v2",
                "versions": {"v1": {}, "v2": {"name": "v2"}},
            },
        ),
    ],
    "the title of a document": [
        oas(),
        oas(info={"title": "One", "version": "2"}),
        oas({"info": {"name": "Orders"}}, info={"title": "Two", "version": "3"}),
    ],
    "where an OAS API listens": [
        {"format": "oas", "listen_path": "/a/"},
        oas({"server": {"listenPath": {"value": "/b/", "strip": False}}}),
        {**oas({"server": {"listenPath": {"strip": True}}}), "listen_path": "/c/"},
        oas(servers=[{"url": "http://elsewhere.example/"}]),
    ],
    "whether an OAS API is on": [
        {"format": "oas"},
        {"format": "oas", "active": False},
        oas({"info": {"state": {"active": False}}}),
    ],
    "authentication of a document": [oas(), keyed(), keyed(header={"enabled": True, "name": "X-Other"})],
}
CASES = [(name, *two) for name, ways in PAIRS.items() for two in itertools.permutations(range(len(ways)), 2)]


class World:
    def __init__(self, folder, server):
        self.tyk, self.folder = server, folder

    def go(self, now, before=None, **options):
        paths = []
        for name, item in (("now", now), ("before", before)):
            base = {"name": "Orders", "target_url": "http://up.example/"}
            path = (
                {}
                if "listen_path" in json.dumps(item) or "listenPath" in json.dumps(item)
                else {"listen_path": "/orders/"}
            )
            config = {"apis": [{**base, **path, **item}] if item else []}
            (self.folder / f"{name}.json").write_text(json.dumps(config))
            paths.append(str(self.folder / f"{name}.json"))
        previous = {"previous": paths[1:]} if before is not None else {}
        return self.tyk.ok("config", src=paths[:1], **previous, **options)

    def there(self):
        """All that Tyk keeps of APIs."""
        return plain(json.loads(json.dumps(self.tyk.emulator.state.dump()["tables"]["apis"])))


def plain(value):
    """Without times of writing, and without zeros; an empty block is not the same as none."""
    if isinstance(value, dict):
        kept = {key: plain(item) for key, item in value.items() if key not in {*WRITTEN, "at"}}
        return {key: item for key, item in kept.items() if item or isinstance(item, dict)}
    return [plain(item) for item in value] if isinstance(value, list) else value


def law(world, old, new):
    world.go(old)
    goal = world.there()
    world.go(new, old)
    plan, done = world.go(old, new, check=True), world.go(old, new)
    facts = [[(one["name"], one["action"], one.get("paths")) for one in two["changes"]] for two in (plan, done)]
    assert facts[0] == facts[1]
    told = world.tyk.warnings(done)
    assert world.there() == goal, told
    world.tyk.log()
    assert not world.go(old, new)["changed"] and not world.tyk.writes()


@pytest.mark.parametrize(("name", "one", "other"), CASES)
def test_what_tyk_keeps_twice(tmp_path, name, one, other):
    law(World(tmp_path, Tyk()), PAIRS[name][one], PAIRS[name][other])


MORE = {"tags": ["edge"]}
EMPTY = {
    "a classic block": (classic(), classic(auth_configs={"oauth": {}, "jwt": token("X-J")}, **MORE)),
    "a block with a field": (classic(), classic(auth_configs={"oauth": token("X-O")})),
    "what a Dashboard fills in": (classic(), classic(hmac_allowed_clock_skew=-1, **MORE)),
    "what it fills in, in a block": (
        classic(),
        classic(graphql={"version": "2", "execution_mode": "proxyOnly"}, **MORE),
    ),
    "a block of a document": (oas(), oas({"info": {"state": {"active": False}}}, components={})),
    "a block that was there": (classic(auth_configs={"oauth": {}}), classic(auth_configs={"oauth": token("X-O")})),
}


@pytest.mark.parametrize("case", EMPTY)
def test_nothing_empty_stays_that_was_not_there(tmp_path, case):
    law(World(tmp_path, Tyk()), *EMPTY[case])


@pytest.mark.parametrize("case", EMPTY)
def test_nothing_empty_stays_on_a_gateway(tmp_path, case):
    law(World(tmp_path, Gate()), *EMPTY[case])


def test_what_others_have_written_into_a_block_stays(tmp_path):
    world, (old, new) = World(tmp_path, Tyk()), EMPTY["a classic block"]
    world.go(old)
    world.go(new, old)
    world.tyk.ok("api", name="Orders", definition={"auth_configs": {"oauth": token("X-Theirs")}})
    world.go(old, new)
    (found,) = world.tyk.ok("api_info")["apis"]
    assert found["definition"]["auth_configs"]["oauth"]["auth_header_name"] == "X-Theirs"
    assert "jwt" not in found["definition"]["auth_configs"]
