# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A template's text for a number or a boolean is taken for it in every kind; what YAML misreads as one is refused."""

from __future__ import annotations

import json

import pytest
from gateway_runner import Gate
from module_objects import quiet

from ansible_collections.community.tyk.plugins.module_utils._kinds.key import KEY
from ansible_collections.community.tyk.plugins.module_utils._kinds.policy import POLICY
from tyk_emulator.kinds import policies, sessions

RIGHTS = [{"api": "Orders"}]
SECTION = {
    "policy": "policies",
    "key": "keys",
    "user": "users",
    "user_group": "user_groups",
    "webhook": "webhooks",
    "asset": "assets",
    "oauth_client": "oauth_clients",
}
MAKES = {
    "policy": {"name": "N", "access_rights": RIGHTS},
    "key": {"alias": "N", "access_rights": RIGHTS},
    "user": {"email_address": "u@x.example", "first_name": "U", "last_name": "V", "user_permissions": {"apis": "read"}},
    "user_group": {"name": "N", "user_permissions": {"apis": "read"}},
    "webhook": {"name": "N", "target_path": "http://h.example/"},
    "asset": {"name": "N", "data": {"a": 1}},
    "oauth_client": {"api": "Orders", "client_id": "some-client"},
}
# What a template made of a number or a boolean, and what is meant.
TEXTS = [
    ("policy", {"rate": "3", "per": "1.5", "key_expires_in": "3600", "hmac_enabled": "true"}),
    ("policy", {"partitions": {"quota": "true", "acl": "True"}, "smoothing": {"enabled": "false", "trigger": "0.8"}}),
    ("key", {"session_lifetime": "3600", "enable_detailed_recording": "yes", "monitor": {"trigger_limits": ["80"]}}),
    ("key", {"rate": "3", "per": "1", "quota_max": "-1", "is_inactive": "no"}),
    ("user", {"active": "false", "password_max_days": "30"}),
    ("user_group", {"active": "False", "password_max_days": "30"}),
    ("webhook", {"event_timeout": "17", "header_map": {"X": 5}}),
]
NONE = [
    ("policy", {"rate": "fast"}, "rate"),
    ("policy", {"key_expires_in": ""}, "key_expires_in"),
    ("policy", {"partitions": {"quota": "sometimes"}}, "partitions.quota"),
    ("policy", {"tags": [1.1]}, "tags.0"),
    ("key", {"session_lifetime": "1h"}, "session_lifetime"),
    ("key", {"monitor": {"trigger_limits": ["80", "all"]}}, "monitor.trigger_limits.1"),
    ("key", {"jwt_data": {"secret": True}}, "jwt_data.secret"),
    ("user", {"active": "maybe"}, "active"),
    ("user_group", {"password_max_days": "x"}, "password_max_days"),
    ("webhook", {"event_timeout": 1.5}, "event_timeout"),
    ("webhook", {"header_map": {"X": False}}, "header_map.X"),
    ("asset", {"description": 1.1}, "description"),
    ("oauth_client", {"description": False}, "description"),
]


@pytest.fixture
def world(tyk):
    tyk.ok(
        "api", name="Orders", listen_path="/orders/", definition={"use_oauth2": True}, target_url="http://up.example/"
    )
    tyk.log()
    return tyk


@pytest.mark.parametrize(("kind", "definition"), TEXTS)
def test_a_text_is_taken_for_what_the_field_is(world, kind, definition):
    params = {**MAKES[kind], "definition": definition}
    planned = world.ok(kind, check=True, **params)
    done = world.ok(kind, **params)
    assert done["diff"] == planned["diff"] and not world.warnings(done)
    quiet(world, kind, **params)
    assert not world.ok("config", config={SECTION[kind]: [params]})["changed"]


@pytest.mark.parametrize(("kind", "definition", "path"), NONE)
def test_a_text_that_is_none_is_refused_before_anything_is_written(world, kind, definition, path):
    params = {**MAKES[kind], "definition": definition}
    for check in (True, False):
        assert f"{path}: Tyk takes " in world.fails(kind, check=check, **params)
        assert f"{path}: Tyk takes " in world.fails("config", check=check, config={SECTION[kind]: [params]})
    assert not world.writes()


@pytest.mark.parametrize("kind", ["policy", "key"])
def test_so_it_is_below_access_rights(world, kind):
    limits = {"limit": {"rate": "5", "per": "1", "smoothing": {"enabled": "true", "threshold": "3"}}}
    depth = [{"type_name": "Q", "field_name": "f", "limits": {"max_query_depth": "3"}}]
    named = {name: value for name, value in MAKES[kind].items() if name != "access_rights"}
    for params in (
        {**named, "access_rights": [{"api": "Orders", "field_access_rights": depth, "definition": limits}]},
        {**named, "definition": {"access_rights": {"Orders": {**limits, "field_access_rights": depth}}}},
    ):
        world.ok(kind, **params)
        quiet(world, kind, **params)
    wrong = {**named, "definition": {"access_rights": {"Orders": {"limit": {"quota_max": "many"}}}}}
    assert "definition.access_rights.Orders.limit.quota_max: Tyk takes " in world.fails(kind, **wrong)


def test_a_gateway_takes_them_as_well():
    gate = Gate()
    gate.api("Orders")
    params = {"policy_id": "p", "name": "P", "access_rights": RIGHTS, "definition": {"rate": "3", "is_inactive": "no"}}
    gate.ok("policy", **params)
    assert not gate.ok("policy", **params)["changed"]
    gate.log()
    assert "rate: Tyk takes a number" in gate.fails("policy", **{**params, "definition": {"rate": "x"}})
    assert not gate.changes()


def known(shape):
    """The types of the emulator's structs, as a kind has them."""
    if isinstance(shape, dict):
        return {key: known(item) for key, item in shape.items()}
    if isinstance(shape, tuple):
        what, below = shape
        return {"map": lambda: {"*": known(below)}, "list": lambda: [known(below)], "opt": lambda: known(below)}[what]()
    return shape


def missing(shape, types, way=""):
    """Numbers and booleans that a kind knows nothing of."""
    if isinstance(shape, dict):
        for key, item in shape.items():
            yield from missing(item, types.get(key, {}) if isinstance(types, dict) else {}, f"{way}.{key}")
    elif isinstance(shape, list):
        yield from missing(shape[0], types[0] if isinstance(types, list) else {}, f"{way}[]")
    elif shape in ("int", "float", "bool") and types != shape:
        yield way


# What Tyk counts or sets itself, and no task sends.
OWN = {"quota_renews", "quota_remaining", "last_check", "id_extractor_deadline", "set_by_policy"}


@pytest.mark.parametrize(("kind", "shape"), [(POLICY, policies.SHAPE), (KEY, sessions.SESSION)])
def test_every_number_and_boolean_has_its_type(kind, shape):
    lost = [way for way in missing(known(shape), kind.fields.types) if way.rsplit(".", 1)[-1] not in OWN]
    assert not lost


MISREAD = [
    ("api", {"name": False, "listen_path": "/a/", "target_url": "http://u/"}, "name"),
    ("api", {"name": 1.1, "listen_path": "/a/", "target_url": "http://u/"}, "name"),
    ("policy", {"name": True, "access_rights": RIGHTS}, "name"),
    ("policy", {"name": "N", "access_rights": RIGHTS, "tags": ["a", 1.1]}, "tags[1]"),
    ("policy", {"name": "N", "access_rights": [{"api": "Orders", "versions": [1.1]}]}, "access_rights[0].versions[0]"),
    ("policy", {"name": "N", "access_rights": [{"api": True}]}, "access_rights[0].api"),
    ("key", {"alias": False, "access_rights": RIGHTS}, "alias"),
    ("key", {"alias": "N", "policies": [False]}, "policies[0]"),
    ("key", {"alias": "N", "basic_auth": {"username": True, "password": "p"}}, "basic_auth.username"),
    ("user", {**MAKES["user"], "group": False}, "group"),
    ("user_group", {"name": False, "user_permissions": {"apis": "read"}}, "name"),
    ("webhook", {"name": 2.0, "target_path": "http://h/"}, "name"),
    ("asset", {"name": True, "data": {"a": 1}}, "name"),
    ("oauth_client", {"api": "Orders", "client_id": 1.1}, "client_id"),
]


@pytest.mark.parametrize(("kind", "params", "path"), MISREAD, ids=str)
def test_what_yaml_misreads_is_refused(world, kind, params, path):
    section = {**SECTION, "api": "apis"}[kind]
    for check in (True, False):
        said = world.fails(kind, check=check, **params)
        assert f"{path}: this is a text" in said and "quotes" in said
        assert f"{path}: this is a text" in world.fails("config", check=check, config={section: [params]})
    assert not world.writes()


def test_a_whole_number_is_a_name_as_it_is_written(world):
    assert world.ok("policy", name=2024, access_rights=RIGHTS)["policy"]["name"] == "2024"
    assert json.dumps("2024") in json.dumps(
        world.ok("config", config={"webhooks": [{"name": 2024, "target_path": "http://h/"}]})
    )
