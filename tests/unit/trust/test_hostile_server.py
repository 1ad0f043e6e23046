# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A Dashboard that answers with wrong types, with another object than was asked for, with a part of a list, with far
too much, or with our own secrets in its errors."""

from __future__ import annotations

import copy
import json
import os
import random

import pytest
from module_runner import SECRET, Tyk
from trust_case import differences
from trust_world import LIVES, STEPS, World, build, certificate, named

from tyk_emulator.wire import Response

ALL = os.environ.get("TYK_TRUST") == "all"
SEED, CASES = 2026, 400 if ALL else 16
ODD = (None, "", "text", 0, -1, 1e308, 2**70, True, [], {}, [None], [[]], {"": None}, {"a": {"b": []}}, "\x1b[2J", "￿")


def places(value, path=()):
    """Every path in an answer."""
    yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in inner:
        yield from places(item, (*path, key))


def spoiled(value, dice):
    """An answer with something of another type somewhere in it; near the top more often."""
    every = sorted(places(value), key=lambda path: (len(path), str(path)))
    path = dice.choice(every[: max(1, int(len(every) * dice.random() ** 2))])
    odd = copy.deepcopy(dice.choice(ODD))
    if not path:
        return odd
    spoilt = inner = copy.deepcopy(value)
    for key in path[:-1]:
        inner = inner[key]
    if dice.random() < 0.2 and isinstance(inner, dict):
        del inner[path[-1]]
    else:
        inner[path[-1]] = odd
    return spoilt


def answering(tyk, change):
    """Let every answer pass through change(number of the request, request, answer)."""
    handle, seen = tyk.emulator.handle, []

    def handling(request):
        answer = handle(request)
        if request.path.startswith("/_emulator/"):
            return answer
        seen.append(request)
        return change(len(seen) - 1, request, answer)

    tyk.emulator.handle = handling
    return handle, seen


@pytest.mark.share(6)
@pytest.mark.parametrize("name", STEPS)
def test_wrong_types(name, tmp_path):
    """Whatever an answer holds, a run ends with a message and no secret, and the objects of others are as they were."""
    world = World(STEPS[name], tmp_path)
    dice, length = random.Random(f"{SEED} {name}"), len(world.requests)
    for _case in range(CASES):
        at = dice.randrange(length)
        told = []

        def change(number, request, answer):
            if number != at or not answer.body:  # noqa: B023
                return answer
            spoilt = spoiled(json.loads(answer.body), dice)
            told.append((request.method, request.path, spoilt))  # noqa: B023
            return Response(answer.status, body=json.dumps(spoilt).encode(), headers=dict(answer.headers))

        world.reset()
        handle, _seen = answering(world.tyk, change)
        result = world.run(wait_timeout=1)
        world.tyk.emulator.handle = handle
        assert "exception" not in result and "Traceback" not in world.tyk.out, (told, result)
        if result.get("failed"):
            assert 15 < len(result["msg"]) < 2000, result["msg"]
        for what, secret in world.secrets().items():
            handed = " " in what and secret not in world.before
            assert handed or secret not in world.tyk.out, (what, told)
        now = world.state()
        own = {"organisations", TABLES.get(world.step.kind, world.step.kind + "s")}
        for table in now if world.step.kind != "config" else ():
            if table not in own:
                assert now[table] in (world.start[table], world.goal[table]), (table, told)


TABLES = {
    "oas": "apis",
    "mcp_proxy": "apis",
    "user_group": "usergroups",
    "webhook": "hooks",
    "policy": "policies",
    "certificate": "certs",
    "oauth_client": "clients",
    "bootstrap_user": "users",
    "identity_profile": "tib_profiles",
}
READS = [
    name
    for name, step in STEPS.items()
    if name.endswith((" update", " delete")) and step.kind not in ("config", "key", "oauth_client", "certificate")
]


@pytest.mark.parametrize("name", READS)
def test_another_object_than_was_asked_for(name, tmp_path):
    """A cache or a proxy that mixes answers up must not have us write one object over another."""
    world = World(STEPS[name], tmp_path)
    kind = world.step.kind
    others = [row for row in world.tyk.emulator.state[TABLES.get(kind, kind + "s")] if named(row) not in OURS]
    alike = {"oas": ("Orders", "Bystander"), "mcp_proxy": ("Orders", "Pets")}.get(kind, ("Pets",))
    ours = ("admin@acme.example", "Acme", *alike)
    other = next(row for row in others if named(row) not in ours)
    mixed = 0
    for at in range(len(world.requests)):
        world.reset()
        handle = world.tyk.emulator.handle
        hit = []

        def change(number, request, answer):
            *way, ident = request.path.split("/")
            if number != at or request.method != "GET" or ident in ("access", "categories") or len(way) < 3:  # noqa: B023
                return answer
            if answer.status != 200 or not _has_id(request.path):
                return answer
            if way[-1] == "oauth":  # the list of an API's clients, of which nothing is written here
                return answer
            hit.append(request)  # noqa: B023
            path = "/".join([*way, _ident(kind, other)])
            return handle(type(request)("GET", path, request.query, request.headers, b"", "http"))  # noqa: B023

        handle, _seen = answering(world.tyk, change)
        result = world.run(wait_timeout=1)
        world.tyk.emulator.handle = handle
        now = world.state()
        for table, rows in world.start.items():
            lost = [row for row in rows if row in world.goal[table] and row not in now[table]]
            assert not lost, (hit and hit[0].path, differences(now, world.start))
        if hit:
            mixed += 1
            assert result.get("failed") and "another" in result["msg"], result
    if not name.startswith("user_group") and name.endswith("update"):
        assert mixed


OURS = ("New", "new", "new@acme.example")


def _has_id(path):
    return any(len(part) >= 24 for part in path.split("/")) or path.startswith("/api/tib/profiles/")


def _ident(kind, row):
    if kind == "identity_profile":
        return row["doc"]["ID"]
    return row["doc"]["api_definition"]["api_id"] if kind in ("api", "oas", "mcp_proxy") else row["id"]


KEY = "-----BEGIN PRIVATE KEY-----\nplantedLineOfAPrivateKey\n-----END PRIVATE KEY-----"
SECRETS = {
    "webhook": {"header_map": {"X-Key": 'planted-"quoted"-header'}},
    "identity_profile": {
        "provider_config": {"UseProviders": [{"Name": "github", "Key": "planted-id", "Secret": "planted-login"}]},
        "identity_handler_config": {"DashboardCredential": "planted-credential"},
    },
    "user": {"password": "planted-password-9"},
    "key": {"jwt": {"secret": "planted-jwt"}, "hmac": {"secret": "planted-hmac"}},
    "api": {"definition": {"upstream_auth": {"basic_auth": {"password": "planted-upstream"}}}},
    "oas": {
        "definition": {
            "openapi": "3.0.3",
            "paths": {},
            "x-tyk-api-gateway": {"newer": {"client_secret": "planted-oas"}},
        }
    },
    "oauth_client": {"secret": "planted-client"},
    "certificate": {"certificate": certificate(0), "private_key": KEY},
}
PLURAL = {"policy": "policies", "oas": "apis"}


@pytest.mark.parametrize("how", ["module", "configuration"])
@pytest.mark.parametrize("kind", SECRETS)
def test_a_mirror(kind, how):
    """Errors that repeat what we sent, the token included."""
    tyk, make = build(), LIVES[kind][0] if kind in LIVES else {}

    def mirror(number, request, answer):
        if request.method == "GET" and number < 9:
            return answer
        head = " ".join(f"{name}: {value}" for name, value in request.headers.items())
        text = f"cannot do {request.path} {head} with {request.body.decode(errors='replace')}"
        return Response(400, {"Status": "Error", "Message": text}).encoded()

    answering(tyk, mirror)
    params = {**make, **SECRETS[kind]}
    if how == "module":
        result = tyk.run("api" if kind == "oas" else kind, **params)
    else:
        result = tyk.run("config", config={PLURAL.get(kind, kind + "s"): [params]})
    assert result["failed"] and "cannot do" in json.dumps(result), result
    for text in (*_texts(SECRETS[kind]), SECRET, tyk.token):
        for word in (line for line in text.splitlines() if line.startswith("planted")):
            assert word not in tyk.out and json.dumps(word)[1:-1] not in tyk.out
            assert json.dumps(json.dumps(word)[1:-1])[1:-1] not in tyk.out
    assert tyk.token not in tyk.out


def _texts(value):
    if isinstance(value, (dict, list)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts(item)
    else:
        yield value


@pytest.mark.parametrize("kind", [kind for kind in LIVES if kind not in ("asset", "oauth_client", "organisation")])
def test_a_part_of_a_list_is_not_taken_for_all(kind):
    """A proxy that drops the query: page one of many. What is not on it would be made a second time."""
    tyk = build()
    tyk.emulator.config.page_size = 1

    def paged(number, request, answer):
        if request.method == "GET" and "p=-1" in request.query:
            return handle(type(request)("GET", request.path, "p=1", request.headers, b"", "http"))
        return answer

    handle, _seen = answering(tyk, paged)
    result = tyk.run("api" if kind == "oas" else kind, **LIVES[kind][0])
    lists = json.loads(json.dumps(result.get("msg", "")))
    assert result.get("failed") and "a part of the list" in lists, result
    assert not [request for request in _seen if request.method != "GET"]


# What becomes of a list of several pages on the way: (query, answer's body) -> another of these.
ON_THE_WAY = {
    "the query is dropped": lambda query, body: ("", body),
    "p is dropped": lambda query, body: (
        "&".join(part for part in query.split("&") if not part.startswith("p=")),
        body,
    ),
    "the sign is dropped": lambda query, body: (query.replace("p=-", "p="), body),
    "the list is null": lambda query, body: (query, {name: None if name == "hooks" else 3 for name in body}),
    "it is cut": lambda query, body: (query, {"hooks": body["hooks"][:4], "pages": 9} if "p=-1" in query else body),
}


@pytest.mark.parametrize("size", [3, 10, 20, 50, 100])
@pytest.mark.parametrize("case", ON_THE_WAY)
def test_a_part_is_known_whatever_the_size_of_a_page(case, size):
    tyk = Tyk(page_size=size)
    for number in range(size + 2):
        tyk.make("/api/hooks", {"name": f"w{number}", "method": "POST", "target_path": "http://h.example/"})

    def worse(number, request, answer):
        if request.method != "GET" or request.path != "/api/hooks":
            return answer
        query, _body = ON_THE_WAY[case](request.query, {"hooks": [], "pages": 1})
        answer = handle(type(request)("GET", request.path, query, request.headers, b"", "http"))
        _query, body = ON_THE_WAY[case](request.query, json.loads(answer.body))
        return Response(answer.status, data=body).encoded()

    handle, seen = answering(tyk, worse)
    result = tyk.run("webhook", name=f"w{size + 1}", target_path="http://new.example/")
    assert result.get("failed") and "a part of the list" in result["msg"], result
    assert not [request for request in seen if request.method != "GET"]


@pytest.mark.parametrize("size", [3, 10])
def test_a_whole_list_is_one_even_where_pages_are_counted(size):
    """Whether a Dashboard counts pages of what it does not page is in no document."""
    tyk = Tyk(page_size=size)
    for number in range(size + 2):
        tyk.make("/api/hooks", {"name": f"w{number}", "method": "POST", "target_path": "http://h.example/"})

    def counting(number, request, answer):
        if request.path == "/api/hooks" and "p=-1" in request.query:
            return Response(200, data={**json.loads(answer.body), "pages": 2}).encoded()
        return answer

    answering(tyk, counting)
    assert not tyk.ok("webhook", name=f"w{size + 1}", target_path="http://h.example/")["changed"]


def test_a_field_that_is_not_kept_is_told():
    """Tyk says "updated", and it is not so."""
    tyk = build()

    def forgetful(number, request, answer):
        if request.method == "POST" and request.path == "/api/portal/policies":
            (row,) = [row for row in tyk.emulator.state["policies"] if named(row) == "New"]
            row["doc"].update({"tags": [], "rate": 5})
        return answer

    answering(tyk, forgetful)
    result = tyk.ok("policy", **{**LIVES["policy"][0], "tags": ["a"]})
    assert any("did not keep" in text and "tags" in text and "rate" in text for text in tyk.warnings(result)), result


def test_a_deep_object():
    """200 deep is no depth; what Python cannot walk is refused in words, from a task and from the server."""
    tyk = build()
    make = {"name": "Deep", "listen_path": "/deep/", "target_url": "http://up.example/"}
    deep = {"definition": {"config_data": nested(200)}}
    assert tyk.ok("api", **make, **deep)["changed"]
    assert not tyk.ok("api", **make, **deep)["changed"]
    assert not tyk.ok("config", config={"apis": [{**make, **deep}]})["changed"]
    for depth in (400, 900, 100000):

        def deeper(number, request, answer):
            body = answer.body.replace(b'{"end":true}', b'{"l":[' * depth + b"1" + b"]}" * depth)  # noqa: B023
            return Response(answer.status, body=body, headers=dict(answer.headers))

        handle, _seen = answering(tyk, deeper)
        for params in ({}, {"active": False}, {"state": "absent", "check": True}):
            result = tyk.run("api", name="Deep", **params)
            assert "exception" not in result and "Traceback" not in tyk.out
            assert not result.get("failed") or 15 < len(result["msg"]) < 500, result["msg"]
        tyk.emulator.handle = handle


def nested(depth):
    value = {"end": True}
    for _level in range(depth):
        value = {"l": [value]}
    return value


def test_terminal_codes_in_the_names_of_others():
    tyk = build()
    name = "\x1b]0;title\x07\x1b[31mred\u202e"
    for _twin in range(2):
        tyk.make("/api/assets", {"kind": "oas-template", "name": name, "data": {"a": 1}})
        tyk.make("/api/apis", {"api_definition": _api(name, _twin), "hook_references": []})
    for kind in ("api", "asset"):
        text = tyk.fails(kind, name=name, state="absent")
        assert not [code for code in text if ord(code) < 32 or code == "\u202e"], text
    config = {"config": {"apis": [{"name": "Orders", "active": True}]}, "prune": ["assets"], "prune_all": True}
    result = tyk.run("config", **config, check=True)
    texts = [result.get("msg", ""), *tyk.warnings(result)]
    assert "\x1b" not in "".join(texts)


def _api(name, number):
    versions = {"not_versioned": True, "versions": {"Default": {"name": "Default"}}}
    proxy = {"listen_path": f"/t{number}/", "target_url": "http://up.example/"}
    return {"name": name, "active": True, "proxy": proxy, "version_data": versions}
