# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Placeholders for secrets: an export writes them, a configuration puts values in their places, and where there is no
value nothing is lost."""

from __future__ import annotations

import json
import re

import pytest
import yaml
from gateway_runner import Gate
from module_runner import Tyk
from trust_world import build, configuration

from ansible_collections.community.tyk.plugins.module_utils._data.placeholders import (
    Placeholder,
    dropped,
    escaped,
    placed,
    read,
)
from ansible_collections.community.tyk.plugins.module_utils._data.secrets import Secrets
from ansible_collections.community.tyk.plugins.module_utils._data.templates import is_template
from ansible_collections.community.tyk.plugins.module_utils._kinds.table import KINDS
from ansible_collections.community.tyk.plugins.module_utils._object.placeholder_names import (
    as_read,
    name_of,
    with_placeholders,
    written,
)

NEW = {"name": "Plugged", "listen_path": "/plugged/", "target_url": "http://up.example/"}
HOOK = {"name": "Alarm", "method": "POST", "target_path": "http://alarm.example/"}


def world():
    """An organisation with objects of every kind, and secrets in them."""
    tyk = build()
    config = configuration()
    config["config"]["webhooks"].append({**HOOK, "target_path": "http://login:planted-in-an-address@alarm.example/"})
    plugin = {"deep": [{"name": "one", "password": "planted-in-a-list"}, {"name": "two", "password": "planted-in-two"}]}
    config["config"]["apis"].append({**NEW, "definition": {"config_data": plugin}})
    tyk.ok("config", **config)
    tyk.log()
    return tyk


def exported(tyk, **how):
    return tyk.ok("config_info", portable=True, **how)


def values(whole, held):
    """The values for the placeholders of an export, from an export with secrets."""
    found = {}
    for path, mark in marks(held):
        value = whole
        for step in path:
            value = value[step]
        found[mark] = value
    return found


def marks(value, path=()):
    """The placeholders in an export, and where they are; hmac, jwt and the like have a field called secret."""
    if isinstance(value, dict) and list(value) == ["secret"] and isinstance(value["secret"], str):
        yield path, value["secret"]
    elif isinstance(value, (dict, list)):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from marks(item, (*path, key))


def test_an_export_with_placeholders_makes_the_same_elsewhere():
    tyk = world()
    told = exported(tyk, placeholders=True)
    assert "planted" not in tyk.out and told["omitted"] == ["identity_profiles.Bystander"]
    whole = exported(tyk, include_secrets=True)["config"]
    known = values(whole, told["config"])
    assert sorted(known) == sorted(told["placeholders"]) and len(known) == len({*told["placeholders"]})
    assert all(re.fullmatch("[A-Za-z0-9_.-]+", name) for name in known)
    assert {name.split(".")[0] for name in known} == {
        "webhooks", "apis", "keys", "oauth_clients", "identity_profiles"
    }  # fmt: skip
    other = Tyk()
    assert other.ok("config", config=told["config"], secret_values=known)["changed"]
    again = exported(other, include_secrets=True)["config"]
    ids = "admin@acme.example"  # who was there before
    for section, items in whole.items():
        ours = [item for item in again[section] if item.get("email_address") != ids]
        assert ours == [item for item in items if item.get("email_address") != ids], section
    assert not other.ok("config", config=told["config"], secret_values=known)["changed"]


def test_without_values_nothing_is_lost_and_what_is_missing_is_named():
    tyk = world()
    told, before = exported(tyk, placeholders=True), exported(tyk, include_secrets=True)["config"]
    for strategy in ("merge", "replace"):
        for check in (True, False):
            done = tyk.ok("config", config=told["config"], strategy=strategy, check=check)
            assert not done["changed"], done["changes"]
    assert exported(tyk, include_secrets=True)["config"] == before and not tyk.writes()
    (said,) = [text for text in tyk.warnings(done) if text.startswith("Tyk keeps")]
    assert "webhooks.New.header_map.X-Key has no value" in said and "And " in said
    for check in (True, False):
        other = Tyk()
        failed = other.run("config", config=told["config"], check=check)
        assert failed["failed"] and not other.writes()
        assert [name for name in told["placeholders"] if name not in failed["msg"]] == []
        assert "config: keys[1] (new): there is no such key yet" in failed["msg"]


def places(kind, node: Secrets, way=(), seen=()):
    """The paths of a kind's secrets, as far as nothing comes again on the way."""
    if node.what in ("text", "source", "address"):
        yield way
    if id(node) not in seen and len(way) < 12:
        for key, below in node.children.items():
            yield from places(kind, below, (*way, key), (*seen, id(node)))
        if node.each is not None:
            yield from places(kind, node.each, (*way, "any"), (*seen, id(node)))


@pytest.mark.parametrize("section", [section for section, kind in KINDS.items() if kind.life.merges])
def test_every_secret_of_every_kind_has_a_name_of_its_own_and_is_read_as_a_placeholder(section):
    kind = KINDS[section]
    names = {}
    ways = {way for form in kind.forms() for way in places(form, form.fields.secrets)}
    for way in ways:
        path = ("definition", *way[way[0] in ("api_definition", "oas") :])
        item, (name,) = with_placeholders(kind, {"name": "A thing"}, [path], ("A thing",))
        assert names.setdefault(name, path) == path
        assert list(marks_read(as_read(kind, item))) == [(path, Placeholder(name))]


def marks_read(value, path=()):
    if isinstance(value, Placeholder):
        yield path, value
    for key, item in value.items() if isinstance(value, dict) else ():
        yield from marks_read(item, (*path, key))


DATA = [
    {"secret": "text"},
    {"secret": {"value": "text"}},
    {"secret": {"value": {"value": "text"}}},
    {"secret": {"secret": "text"}},
    {"secret": {"value": 5}},
    {"secret": {"value": "text", "more": 1}},
    {"secret": 5},
    {"secret": None},
    {"secret": ["text"]},
    {"secret": "text", "more": 1},
    [{"secret": "text"}, {"deep": [{"secret": {"value": "x"}}]}],
]


@pytest.mark.parametrize("data", DATA, ids=json.dumps)
def test_data_of_any_shape_survive_an_export(data):
    assert read(escaped(data)) == data
    assert not list(marks_read(read(escaped(data))))
    tyk = Tyk()
    tyk.make("/api/apis", {"api_definition": {**wire(), "config_data": {"own": data, "listed": [data]}}})
    whole = tyk.ok("config_info", include_secrets=True)["config"]
    other = Tyk()
    other.ok("config", config=whole)
    (api,) = other.read("/api/apis")["apis"]
    assert api["api_definition"]["config_data"] == {"own": data, "listed": [data]}
    assert not other.ok("config", config=whole)["changed"]


def wire():
    return {
        "name": "Plugged",
        "active": True,
        "proxy": {"listen_path": "/plugged/", "target_url": "http://up.example/"},
        "version_data": {"not_versioned": True, "versions": {"Default": {"name": "Default"}}},
    }


def test_a_backup_has_data_that_look_like_a_placeholder(tmp_path):
    tyk = Tyk()
    data = {"own": {"secret": "text"}, "wrapped": {"secret": {"value": "text"}}}
    tyk.make("/api/apis", {"api_definition": {**wire(), "config_data": data}})
    for kind, params in (
        ("api", {"name": "Plugged", "definition": {"config_data": None}}),
        ("config", {"config": {"apis": [{"name": "Plugged", "definition": {"config_data": None}}]}}),
    ):
        made = tyk.ok(kind, backup=True, backup_dir=str(tmp_path), **params)
        tyk.ok("config", src=[made["backup_path"]])
        (api,) = tyk.read("/api/apis")["apis"]
        assert api["api_definition"]["config_data"] == data


def test_data_of_today_that_look_like_a_placeholder_are_told_and_not_shown():
    """Who has such data gets an error or a warning that names the way out; what stands there may be a secret."""
    tyk, item = Tyk(), {**NEW, "definition": {"config_data": {"secret": "hunter22hunter"}}}
    for check in (True, False):
        said = tyk.fails("config", config={"apis": [item]}, check=check)
        assert (
            "config: apis[0] (Plugged): " in said and "definition.config_data: this is taken for a placeholder" in said
        )
        assert "{secret: {value: ...}}" in said and "hunter22hunter" not in tyk.out
    tyk.make("/api/apis", {"api_definition": {**wire(), "config_data": {"secret": "hunter22hunter"}}})
    done = tyk.ok("config", config={"apis": [item]})
    assert not done["changed"] and "{secret: {value: ...}}" in tyk.out and "hunter22hunter" not in tyk.out
    escape = {**NEW, "definition": {"config_data": {"secret": {"value": "hunter22hunter"}}}}
    assert not tyk.ok("config", config={"apis": [escape]})["changed"]
    assert "hunter22hunter" not in tyk.out


def test_a_field_that_is_called_secret_is_that_field():
    tyk = Tyk()
    tyk.ok("api", **NEW)
    key = {"alias": "k", "access_rights": [{"api": "Plugged"}]}
    for said in (
        {"hmac": {"secret": "plain-secret-text"}},
        {"definition": {"jwt_data": {"secret": "plain-secret-of-jwt"}}},
    ):
        tyk.ok("config", config={"keys": [{**key, **said}]})
    hook = {**HOOK, "header_map": {"secret": "the value of a header"}}
    tyk.ok("config", config={"webhooks": [hook]})
    (made,) = tyk.read("/api/hooks")["hooks"]
    assert made["header_map"] == {"secret": "the value of a header"}
    tyk.ok(
        "config",
        config={"keys": [{**key, "jwt": {"secret": {"secret": "jwt"}}}]},
        secret_values={"jwt": "put-in-its-place"},
    )
    assert tyk.ok("config_info", include_secrets=True)["config"]["keys"][0]["jwt"]["secret"] == "put-in-its-place"


def test_what_is_no_placeholder_and_has_a_value_is_told(tmp_path, monkeypatch):
    """It is taken as it stands there; who meant a placeholder gets to know how to write it."""
    key = {"alias": "k", "access_rights": [{"api": "Plugged"}]}
    meant = {"secret": "hm"}
    (tmp_path / "values.yml").write_text("hm: {X-Api-Key: planted-value}")
    hook = {"webhooks": [HOOK]}
    for config, over, where, said in (
        ({"webhooks": [{**HOOK, "header_map": meant}]}, [], "webhooks[0] (Alarm): header_map: ", True),
        (hook, [{"webhooks": [{"name": "Alarm", "header_map": meant}]}], "webhooks[0] (Alarm): header_map: ", True),
        ({"apis": [NEW], "keys": [{**key, "jwt": meant}]}, [], "keys[0] (k): jwt: ", True),
        ({"apis": [NEW], "keys": [{**key, "definition": {"jwt_data": meant}}]}, [], "definition.jwt_data: ", True),
        ({"webhooks": [{**HOOK, "header_map": {"secret": "another"}}]}, [], "", False),
        ({"webhooks": [{**HOOK, "header_map": {**meant, "A": "b"}}]}, [], "", False),
        (of({"own": {"secret": {"value": "hm"}}}), [], "", False),
    ):
        for how in ({"secret_values": {"hm": {"X": "planted"}}}, {"secret_files": [str(tmp_path / "values.yml")]}, {}):
            with monkeypatch.context() as environment:
                environment.setenv("TYK_SECRET_HM", "planted-there" if not how else "")
                tyk = Tyk()
                told = tyk.warnings(tyk.ok("config", config=config, overlays=over, **how))
            assert [where in text and "{secret: {secret: NAME}}" in text for text in told] == [True] * said
            assert "planted" not in tyk.out
    monkeypatch.delenv("TYK_SECRET_HM", raising=False)
    assert not Tyk().ok("config", config={"webhooks": [{**HOOK, "header_map": meant}]}).get("warnings")


OAS = {
    "openapi": "3.0.3",
    "info": {"title": "Pets", "version": "1"},
    "paths": {},
    "components": {
        "examples": {"secret": {"value": "an example"}},
        "schemas": {
            "Pet": {"type": "object", "properties": {"secret": {"type": "string"}}, "example": {"secret": "text"}}
        },
    },
}


def test_fields_of_a_document_that_are_called_secret_stay_what_they_are():
    tyk = Tyk()
    scheme = {"enabled": True, "signatureValidation": {"secret": "planted-in-a-document"}}
    extension = {"server": {"authentication": {"enabled": True, "securitySchemes": {"hmac": scheme}}}}
    held = {**OAS, "components": {**OAS["components"]}, "x-tyk-api-gateway": extension}
    held["components"]["schemas"] = {"Pet": {"type": "object", "example": {"secret": {"value": "text"}}}}
    pets = {"name": "Pets", "listen_path": "/pets/", "target_url": "http://up.example/", "definition": held}
    done = tyk.ok("config", config={"apis": [pets]})
    (stored,) = tyk.ok("config_info", include_secrets=True)["config"]["apis"]
    document = stored["definition"]
    assert document["components"]["examples"] == OAS["components"]["examples"]
    assert document["x-tyk-api-gateway"]["server"]["authentication"]["securitySchemes"]["hmac"] == scheme
    assert document["components"]["schemas"]["Pet"]["example"] == {
        "secret": {"value": "text"}
    }  # which is {secret: text}
    api = tyk.read(f"/api/apis/oas/{tyk.read('/api/apis')['apis'][0]['api_definition']['api_id']}")
    assert api["components"]["schemas"]["Pet"]["example"] == {"secret": "text"}
    told = tyk.ok("config_info", placeholders=True)
    assert [name.rpartition(".")[2] for name in told["placeholders"]] == ["secret"] and "planted" not in str(told)
    assert not tyk.ok("config", config=told["config"])["changed"] and done["changed"]
    other = Tyk()
    other.ok("config", config=told["config"], secret_values={told["placeholders"][0]: "planted-in-a-document"})
    assert other.ok("config_info", include_secrets=True)["config"]["apis"] == [stored]


def test_a_document_of_its_own_has_no_placeholders(tmp_path):
    document = json.loads(json.dumps(OAS))
    document["components"]["examples"]["secret"]["value"] = {"secret": "data"}
    (tmp_path / "openapi.json").write_text(json.dumps(document))
    api = {"name": "Pets", "listen_path": "/pets/", "target_url": "http://up.example/", "openapi": "openapi.json"}
    (tmp_path / "apis.yml").write_text(yaml.safe_dump({"apis": [api, {**api, "name": "P2", "listen_path": "/p2/"}]}))
    tyk = Tyk()
    tyk.ok("config", src=[str(tmp_path)])
    for one in tyk.read("/api/apis")["apis"]:
        stored = tyk.read(f"/api/apis/oas/{one['api_definition']['api_id']}")
        assert stored["components"] == document["components"]
    assert not tyk.ok("config", src=[str(tmp_path)])["changed"]


def test_where_values_come_from_and_in_which_order(tmp_path, monkeypatch):
    tyk = Tyk()
    names = ["in.option", "in.file", "in.second-file", "in.environment"]
    headers = {f"X-{index}": {"secret": name} for index, name in enumerate(names)}
    (tmp_path / "one.yml").write_text(
        yaml.safe_dump({"in.option": "wrong-value", "in.file": "of-one.yml", "in.second-file": ""})
    )
    (tmp_path / "two.json").write_text(json.dumps({"in.file": "wrong-value", "in.second-file": "of-two.json"}))
    for name in names:
        monkeypatch.setenv("TYK_SECRET_" + re.sub(r"\W|-", "_", name.upper()), f"environment-of-{name}")
    how = {
        "secret_values": {"in.option": "of-the-option"},
        "secret_files": [str(tmp_path / "one.yml"), str(tmp_path / "two.json")],
    }
    tyk.ok("config", config={"webhooks": [{**HOOK, "header_map": headers}]}, **how)
    (made,) = tyk.read("/api/hooks")["hooks"]
    assert list(made["header_map"].values()) == [
        "of-the-option",
        "of-one.yml",
        "of-two.json",
        "environment-of-in.environment",
    ]
    for value in made["header_map"].values():
        assert value not in tyk.out


def test_a_short_value_is_hidden_where_it_stands_and_spoils_no_result():
    tyk = Tyk()
    config = {"webhooks": [{**HOOK, "template_path": {"secret": "a"}, "header_map": {"A": {"secret": "b"}}}]}
    done = tyk.ok("config", config=config, secret_values={"a": "1", "b": 2})
    assert done["counts"]["objects"] == 1 and done["msg"].startswith("1 of 1 object changed")
    (diff,) = (one["after"] for one in done["diff"] if "after" in one)
    assert diff["template_path"] == diff["header_map"]["A"] == "********"
    (made,) = tyk.read("/api/hooks")["hooks"]
    assert made["template_path"] == "1" and made["header_map"] == {"A": "2"}


def test_two_names_of_one_variable_are_an_error(monkeypatch):
    tyk = Tyk()
    config = {"webhooks": [{**HOOK, "header_map": {"A": {"secret": "a.b"}, "B": {"secret": "a-b"}}}]}
    monkeypatch.setenv("TYK_SECRET_A_B", "one-for-both")
    said = tyk.fails("config", config=config)
    assert (
        "the placeholders a.b and a-b would both get the value of TYK_SECRET_A_B" in said and "one-for" not in tyk.out
    )
    tyk.ok("config", config=config, secret_values={"a-b": "another-value"})


def test_a_name_that_is_nearly_right_is_told():
    config = {"webhooks": [{**HOOK, "header_map": {"A": {"secret": "hook.token"}}}]}
    tyk = Tyk()
    said = tyk.fails("config", config=config, secret_values={"hook_token": "the-value-of-it"})
    assert "(did you mean hook_token?)" in said and "TYK_SECRET_HOOK_TOKEN" in said and "the-value" not in tyk.out


@pytest.mark.parametrize("held", ["- a list", "just text", "55555"])
def test_a_file_of_secrets_is_a_mapping(tmp_path, held):
    (tmp_path / "wrong.yml").write_text(held)
    tyk = Tyk()
    said = tyk.fails("config", config={"webhooks": [HOOK]}, secret_files=[str(tmp_path / "wrong.yml")])
    assert "wrong.yml: this is no mapping of names to values" in said and held not in said


def test_a_value_can_be_any_data():
    tyk = Tyk()
    api = {**NEW, "definition": {"config_data": {"login": {"secret": "login"}, "listed": {"secret": "list"}}}}
    given = {"login": {"user": "planted-user", "pins": [12345678]}, "list": ["planted-one", "planted-two"]}
    made = tyk.ok("config", config={"apis": [api]}, secret_values=given)
    (stored,) = tyk.read("/api/apis")["apis"]
    assert stored["api_definition"]["config_data"] == {"login": given["login"], "listed": given["list"]}
    assert made["changed"] and "planted" not in tyk.out and "12345678" not in tyk.out


def test_an_overlay_and_a_declaration_of_before_have_placeholders_too(tmp_path):
    tyk = Tyk()
    first = {"webhooks": [{**HOOK, "header_map": {"A": {"secret": "a"}, "B": {"secret": "b"}, "C": "plain-text"}}]}
    known = {"a": "value-of-a", "b": "value-of-b", "c": "value-of-c"}
    tyk.ok("config", config=first, secret_values=known)
    (tmp_path / "before.yml").write_text(yaml.safe_dump(first))
    over = [{"webhooks": [{"name": "Alarm", "header_map": {"A": {"secret": "c"}}}]}]
    now = {"webhooks": [{**HOOK, "header_map": {"A": "other-text"}}]}
    # of what was said before only what can be known is taken back
    half = {"c": "value-of-c", "a": "value-of-a"}
    tyk.ok("config", config=now, overlays=over, previous=[str(tmp_path / "before.yml")], secret_values=half)
    (made,) = tyk.read("/api/hooks")["hooks"]
    assert made["header_map"] == {"A": "value-of-c", "B": "value-of-b"}
    tyk.ok("config", config=now, overlays=over, previous=[str(tmp_path / "before.yml")], secret_values=known)
    (made,) = tyk.read("/api/hooks")["hooks"]
    assert made["header_map"] == {"A": "value-of-c"}
    # a placeholder without a value in place of a text that was said takes nothing back
    (tmp_path / "before.yml").write_text(yaml.safe_dump({"webhooks": [{**HOOK, "header_map": {"A": "value-of-c"}}]}))
    now = {"webhooks": [{**HOOK, "header_map": {"A": {"secret": "c"}}}]}
    assert not tyk.ok("config", config=now, previous=[str(tmp_path / "before.yml")])["changed"]


@pytest.mark.parametrize("option", ["hmac", "jwt"])
def test_a_placeholder_without_a_value_in_place_of_a_value_takes_nothing_back(tmp_path, option):
    tyk = Tyk()
    tyk.ok("api", **NEW)
    key = {"alias": "k", "access_rights": [{"api": "Plugged"}]}
    before = {"keys": [{**key, option: {"secret": "planted-secret-of-a-key"}}]}
    tyk.ok("config", config=before)
    (tmp_path / "before.yml").write_text(yaml.safe_dump(before))
    now = {"keys": [{**key, option: {"secret": {"secret": "of.the.key"}}}]}
    for strategy in ("merge", "replace"):
        done = tyk.ok("config", config=now, previous=[str(tmp_path / "before.yml")], strategy=strategy)
        assert not done["changed"], done["changes"]
    (stored,) = tyk.ok("config_info", include_secrets=True)["config"]["keys"]
    assert stored[option]["secret"] == "planted-secret-of-a-key"


def test_an_item_of_a_list_is_known_by_what_else_it_says():
    tyk = Tyk()
    rows = [{"name": "one", "password": "planted-in-one"}, {"name": "two", "password": "planted-in-two"}]
    tyk.make("/api/apis", {"api_definition": {**wire(), "config_data": {"rows": rows}}})

    def said(*rows, **how):
        api = {**NEW, "definition": {"config_data": {"rows": list(rows)}}}
        return tyk.ok("config", config={"apis": [api]}, **how)

    def stored():
        return tyk.read("/api/apis")["apis"][0]["api_definition"]["config_data"]["rows"]

    one, two = ({"name": name, "password": {"secret": name}} for name in ("one", "two"))
    assert not said(one, two)["changed"]
    done = said(two, {"name": "three", "password": "planted-in-three"})
    assert done["changed"] and stored() == [rows[1], {"name": "three", "password": "planted-in-three"}]
    before = stored()
    done = said(one, {"name": "four", "password": {"secret": "four"}}, secret_values={"four": "value-of-four"})
    assert not done["changed"] and stored() == before and "planted" not in tyk.out and "value-of-four" not in tyk.out
    assert any("config_data.rows is left as it is" in text for text in tyk.warnings(done))


def of(data):
    return {"apis": [{**NEW, "definition": {"config_data": data}}]}


def data_of(tyk):
    return tyk.read("/api/apis")["apis"][0]["api_definition"]["config_data"]


def place(name):
    return {"secret": name}


FIRST = {"a": "planted-a", "b": "planted-b"}
GIVEN = {"c": "planted-c"}
UNSURE = {
    "texts": ([place("a"), place("b")], [place("b"), place("c")]),
    "maps": ([{"k": place("a")}, {"k": place("b")}], [{"k": place("b")}, {"k": place("c")}]),
    "twins": ([{"n": 2, "k": place("a")}, {"n": 2, "k": place("b")}], [{"n": 2, "k": place(x)} for x in "bc"]),
    "one goes": ([{"n": 2, "k": place("a")}, {"n": 2, "k": place("b")}], [{"n": 2, "k": place("b")}]),
    "one has another secret": ([{"n": 2, "k": place("a")}], [{"n": 2, "k": place("b")}, {"n": 2, "k": place("c")}]),
    "a text goes": ([place("a"), place("b"), "plain"], [place("b"), "plain"]),
    "a text comes": ([place("a"), "plain"], [place("a"), "plain", "another"]),
    "two move": ([place("a"), place("b"), "plain"], ["plain", place("b"), place("a")]),
    "a switch is no name": (
        [{"on": True, "k": place("a")}, {"on": False, "k": place("b")}], [{"on": True, "k": place("b")}]
    ),
    "a list within": ([{"n": 1, "l": [place("a"), place("b")]}], [{"n": 1, "l": [place("b"), place("c")]}]),
    "a map is no text": ([{"n": 1}, place("a")], [place("b"), place("c")]),
    "less is said of another": ([{"n": 1, "m": 2, "k": place("a")}], [{"n": 1, "k": place("a")}, {"n": 1, "m": 2}]),
}  # fmt: skip


@pytest.mark.parametrize("name", UNSURE)
def test_a_list_in_which_a_secret_could_get_lost_stays_as_it_is(name):
    tyk, (first, then) = Tyk(), UNSURE[name]
    tyk.ok("config", config=of({"l": first}), secret_values=FIRST)
    before = data_of(tyk)
    for strategy in ("merge", "replace"):
        for check in (True, False):
            done = tyk.ok("config", config=of({"l": then}), secret_values=GIVEN, strategy=strategy, check=check)
            assert any("config_data.l is left as it is" in text for text in tyk.warnings(done))
            assert data_of(tyk) == before and not done["changed"] and "planted" not in tyk.out


SURE = {
    "nothing else changes": ([place("a"), place("b")], [place("b"), place("a")], ["planted-a", "planted-b"]),
    "a text moves": ([place("a"), "plain"], ["plain", place("a")], ["plain", "planted-a"]),
    "one goes": (
        [{"n": 1, "k": place("a")}, {"n": 2, "k": place("b")}], [{"n": 2, "k": place("b")}],
        [{"n": 2, "k": "planted-b"}],
    ),
    "one comes, and one moves": (
        [{"n": 1, "k": place("a")}, {"n": 2, "k": place("b")}],
        [{"n": 2, "k": place("b")}, {"n": 3, "k": place("c")}, {"n": 1, "k": place("a")}],
        [{"n": 2, "k": "planted-b"}, {"n": 3, "k": "planted-c"}, {"n": 1, "k": "planted-a"}],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SURE)
def test_a_secret_stays_with_the_item_that_is_known_beyond_doubt(name):
    tyk, (first, then, made) = Tyk(), SURE[name]
    tyk.ok("config", config=of({"l": first}), secret_values=FIRST)
    done = tyk.ok("config", config=of({"l": then}), secret_values=GIVEN)
    assert data_of(tyk) == {"l": made} and "planted" not in tyk.out
    assert not any("left as it is" in text for text in tyk.warnings(done))


def test_headers_of_one_name_keep_their_values():
    tyk = Tyk()

    def said(*names):
        added = [{"name": "X-Api-Key", "value": place(name)} for name in names]
        headers = {"transformRequestHeaders": {"enabled": True, "add": added}}
        extension = {"middleware": {"global": headers}}
        document = {"openapi": "3.0.3", "info": {"title": "Pets", "version": "1"}, "paths": {}}
        return {"apis": [{**NEW, "definition": {**document, "x-tyk-api-gateway": extension}}]}

    def stored():
        api = tyk.read("/api/apis")["apis"][0]["api_definition"]["api_id"]
        found = tyk.read(f"/api/apis/oas/{api}")["x-tyk-api-gateway"]["middleware"]["global"]
        return [header["value"] for header in found["transformRequestHeaders"]["add"]]

    tyk.ok("config", config=said("a", "b"), secret_values=FIRST)
    done = tyk.ok("config", config=said("b", "c"), secret_values=GIVEN)
    assert stored() == ["planted-a", "planted-b"] and "planted" not in tyk.out
    assert any("is left as it is" in text for text in tyk.warnings(done))
    tyk.ok("config", config=said("b", "c"), secret_values={**FIRST, **GIVEN})
    assert stored() == ["planted-b", "planted-c"]


HALF = {
    "a field of the API": (
        {"use_keyless": False, "enable_jwt": True, "jwt_signing_method": "hmac", "jwt_source": place("apis.p")},
        "definition.jwt_source",
    ),
    "data of anybody": (
        {"config_data": {"mode": "licensed", "license": place("apis.p")}},
        "definition.config_data.license",
    ),
    "a block": (
        {"request_signing": {"is_enabled": True, "algorithm": "hmac-sha256", "key_id": "k", "secret": place("apis.p")}},
        "definition.request_signing.secret",
    ),
    "a list": ({"config_data": {"mode": "licensed", "l": [place("apis.p")]}}, "definition.config_data.l[0]"),
}


@pytest.mark.parametrize("name", HALF)
@pytest.mark.parametrize("strategy", ["merge", "replace"])
def test_an_object_is_not_changed_by_half(name, strategy, tmp_path):
    """What belongs to a secret is not set where there is no such secret."""
    tyk, (definition, where) = Tyk(), HALF[name]
    (tmp_path / "apis.yml").write_text(yaml.safe_dump({"apis": [{**NEW, "definition": definition}]}))
    tyk.ok("config", config={"apis": [NEW]})
    tyk.log()
    for check in (True, False):
        said = tyk.fails("config", src=[str(tmp_path)], strategy=strategy, check=check)
        assert "apis.yml: apis[0] (Plugged): there is nothing stored there yet, and to set it" in said
        assert said.count(f"{where}: the placeholder apis.p has no value") == 1 and not tyk.writes()
    given = {"apis.p": "planted-value"}
    assert tyk.ok("config", src=[str(tmp_path)], strategy=strategy, secret_values=given)["changed"]
    assert not tyk.ok("config", src=[str(tmp_path)], strategy=strategy)["changed"]


@pytest.mark.parametrize("option", ["hmac", "jwt"])
def test_a_key_is_not_changed_by_half(option):
    tyk, key = Tyk(), {"alias": "k", "access_rights": [{"api": "Plugged"}]}
    tyk.ok("config", config={"apis": [NEW], "keys": [key]})
    half = {"apis": [NEW], "keys": [{**key, option: {"secret": place("p")}, "rate": 5, "per": 1}]}
    said = tyk.fails("config", config=half)
    assert "keys[0] (k): there is nothing stored there yet, and to set it" in said and f"{option}.secret: " in said
    assert tyk.ok("config", config=half, secret_values={"p": "planted-value"})["changed"]
    assert not tyk.ok("config", config=half)["changed"]


@pytest.mark.parametrize("strategy", ["merge", "replace"])
def test_where_nothing_else_changes_there_is_nothing_to_refuse(strategy):
    tyk = Tyk()
    tyk.ok("config", config=of({"mode": "licensed"}))
    api = {**NEW, "definition": {"config_data": {"mode": "licensed", "license": place("p")}, "jwt_source": place("q")}}
    done = tyk.ok("config", config={"apis": [api]}, strategy=strategy)
    assert not done["changed"] and data_of(tyk) == {"mode": "licensed"}
    (said,) = [text for text in tyk.warnings(done) if text.startswith("Tyk has nothing there yet")]
    assert "license" in said and "jwt_source" in said


def test_what_tyk_never_shows_may_be_there():
    tyk = Tyk()
    user = {"email_address": "n@acme.example", "first_name": "A", "last_name": "B", "password": place("p")}
    user["user_permissions"] = {"apis": "read"}
    tyk.ok("config", config={"users": [user]}, secret_values={"p": "Planted-1-password!"})
    assert tyk.ok("config", config={"users": [{**user, "last_name": "C"}]})["changed"]


def test_values_are_secrets_wherever_they_stand(tmp_path):
    """Also in a field in which nobody expects one: not in what is returned, a diff, a report, a plan or a message."""
    tyk, value, old = Tyk(), "a-value-in-a-description", "the-one-before-in-a-description"
    policy = {"name": "P", "access_rights": [{"api": "Plugged"}], "tags": [{"secret": "tag"}, "plain"]}
    group = {"name": "G", "user_permissions": {"apis": "read"}, "description": {"secret": "d"}}
    config = {"apis": [NEW], "policies": [policy], "user_groups": [group]}
    plan, key = str(tmp_path / "plan.json"), "a key of a plan, long enough"
    for said in (old, value):
        given = {"d": said, "tag": f"{said}-too"}
        files = [str(tmp_path / f"report.{ending}") for ending in ("md", "html", "json", "xml")]
        how = {
            "config": config,
            "secret_values": given,
            "report": files,
            "backup": True,
            "backup_dir": str(tmp_path / "kept"),
        }
        planned = tyk.ok("config", check=True, plan_dest=plan, plan_key=key, **{**how, "backup": False})
        outputs = [tyk.out, (tmp_path / "plan.json").read_text()]
        assert tyk.ok("config", plan=plan, plan_key=key, **how)["changed"] and planned["changed"]
        outputs += [tyk.out, *((tmp_path / file).read_text() for file in files)]
        tyk.control("PUT", "faults", [{"status": 500, "times": 99}])
        tyk.run("config", **how)
        tyk.control("DELETE", "faults")
        outputs.append(tyk.out)
        for text in outputs:
            assert value not in text and old not in text
    assert tyk.read("/api/usergroups")["groups"][0]["description"] == value
    other = tyk.run(
        "config", check=True, plan=plan, plan_key=key, **{**how, "secret_values": {**given, "d": "else-what"}}
    )
    assert other["failed"] and "else-what" not in tyk.out


BEFORE = {
    "a text in its place": (of({"license": place("p")}), of({"license": "$secret_vault.license"})),
    "an option": ({"apis": [{**NEW, "target_url": place("p")}]}, {"apis": [NEW]}),
    "an item that goes": (of({"l": ["plain", place("p")]}), of({"l": ["plain"]})),
    "no more declared": (of({"license": place("p"), "mode": "m"}), of({"mode": "n"})),
    "the same text elsewhere": (of({"license": place("p"), "y": {"z": place("p")}}), of({"y": {"z": "other"}})),
    "no more an object": (of({"license": place("p")}), {"apis": [{**NEW, "name": "Other", "listen_path": "/o/"}]}),
    "to be deleted": (of({"license": place("p")}), {"apis": [{"name": "Plugged", "state": "absent"}]}),
}  # fmt: skip


@pytest.mark.parametrize("name", BEFORE)
@pytest.mark.parametrize("given", [{}, {"p": "http://planted-now.example/"}], ids=["without", "with-another"])
@pytest.mark.parametrize("strategy", ["merge", "replace"])
def test_what_a_placeholder_stood_for_before_is_hidden(name, given, strategy, tmp_path):
    """Whether it has a value by now or not, and another one."""
    tyk, (first, then) = Tyk(), BEFORE[name]
    tyk.ok("config", config=first, secret_values={"p": "http://planted-first.example/"})
    (tmp_path / "before").mkdir()
    (tmp_path / "before/a.json").write_text(json.dumps(first))
    how = {"previous": [str(tmp_path / "before")], "secret_values": given, "strategy": strategy, "prune_max": 9}
    files = [tmp_path / f"out.{ending}" for ending in ("md", "html", "json", "xml")]
    reports, plan = {"report": [str(file) for file in files]}, tmp_path / "plan.json"
    planned = tyk.ok("config", config=then, check=True, plan_dest=str(plan), **how, **reports)
    outputs = [tyk.out, plan.read_text(), *(file.read_text() for file in files)]
    assert planned["changed"]
    tyk.ok("config", config=then, **how, **reports)
    outputs += [tyk.out, *(file.read_text() for file in files)]
    assert [text for text in outputs if "planted" in text] == []


LEFT = {
    "data of anybody": (
        {"definition": {"config_data": {"license": place("p"), "mode": "m"}}},
        {"definition": {"config_data": {"mode": "m"}}},
        "config_data.license",
    ),
    "a field of the API": (
        {"definition": {"use_keyless": False, "enable_jwt": True, "jwt_source": place("p")}},
        {"definition": {"use_keyless": False, "enable_jwt": True}},
        "jwt_source",
    ),
    "a list": (
        {"definition": {"config_data": {"l": [place("p")]}}}, {"definition": {"config_data": {"mode": "m"}}},
        "config_data.l",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LEFT)
def test_what_cannot_be_compared_with_before_is_told(name, tmp_path):
    """It stays, and a warning names object and field."""
    tyk, (first, then, where) = Tyk(), LEFT[name]
    tyk.ok("config", config={"apis": [{**NEW, **first}]}, secret_values={"p": "planted-first"})
    (tmp_path / "a.json").write_text(json.dumps({"apis": [{**NEW, **first}]}))
    how = {"config": {"apis": [{**NEW, **then}]}, "previous": [str(tmp_path)]}
    for check in (True, False):
        done = tyk.ok("config", check=check, **how)
        (said,) = [text for text in tyk.warnings(done) if "no more declared" in text]
        assert said.startswith("previous: API 'Plugged': ") and f"{where} (its placeholder in previous has no" in said
        assert "planted" not in tyk.out
    assert "planted-first" in str(tyk.read("/api/apis"))
    done = tyk.ok("config", **how, secret_values={"p": "planted-first"})
    assert done["changed"] and "planted-first" not in str(tyk.read("/api/apis"))
    assert not any("no more declared" in text for text in tyk.warnings(done))


def test_what_is_declared_still_or_gone_by_now_is_not_told(tmp_path):
    tyk, first = Tyk(), of({"license": place("p"), "mode": "m"})
    tyk.ok("config", config=first, secret_values={"p": "planted-first"})
    (tmp_path / "a.json").write_text(json.dumps(first))
    for then, how in (
        (first, {}),
        (of({"license": "text"}), {}),
        (of({"license": None}), {}),
        (of({"mode": "n"}), {"strategy": "replace"}),
        (of({"mode": "o"}), {}),
    ):
        done = tyk.ok("config", config=then, previous=[str(tmp_path)], **how)
        assert not any("no more declared" in text for text in tyk.warnings(done))


def test_what_goes_beside_a_secret_of_the_same_text_is_hidden(tmp_path):
    tyk, report = Tyk(), tmp_path / "report.json"
    tyk.ok("config", config=of({"x": place("p"), "y": {"z": place("p")}}), secret_values={"p": "planted-text"})
    done = tyk.ok("config", config=of({"y": {"z": place("p")}}), strategy="replace", report=[str(report)])
    assert done["changed"] and data_of(tyk) == {"y": {"z": "planted-text"}}
    assert "planted" not in tyk.out + report.read_text()


def test_what_was_hidden_before_goes_with_replace_as_ever(tmp_path):
    tyk, (first, then) = Tyk(), BEFORE["no more declared"]
    tyk.ok("config", config=first, secret_values={"p": "planted-first"})
    (tmp_path / "a.json").write_text(json.dumps(first))
    tyk.ok("config", config=then, strategy="replace", previous=[str(tmp_path)])
    assert data_of(tyk) == {"mode": "n"}


def test_the_name_of_a_placeholder_depends_on_its_object_and_its_path_alone():
    kind = KINDS["webhooks"]
    path = ("header_map", "Authorization")
    assert name_of(kind, ("Alarm",), path) == "webhooks.Alarm.header_map.Authorization"
    odd = [("A.b",), ("A b",), ("A_b",), ("a b",), ("Ä",), ("Ö",), ("x" * 80,), ("x" * 81,)]
    names = [name_of(kind, about, path) for about in odd]
    assert len({*names}) == len(odd) and all(re.fullmatch(r"[A-Za-z0-9_.-]+", name) for name in names)
    assert name_of(kind, ("A",), ("b", "c.d")) != name_of(kind, ("A",), ("b", "c", "d"))


def test_a_gateway_has_placeholders_too():
    api = {**NEW, "definition": {"config_data": {"rows": [{"password": "planted-in-a-list"}]}}}
    key = {"alias": "k", "access_rights": [{"api": "Plugged"}], "jwt": {"secret": "planted-secret-of-jwt"}}
    policy = {"name": "P", "access_rights": [{"api": "Plugged"}]}
    tyk = Gate()
    tyk.ok("config", config={"apis": [api], "policies": [policy], "keys": [key]})
    told = tyk.ok("config_info", placeholders=True)
    assert "planted" not in tyk.out and len(told["placeholders"]) == 2
    assert not tyk.ok("config", config=told["config"])["changed"]
    other = Gate()
    failed = other.run("config", config=told["config"])
    assert len(failed["errors"]) == 2 and all(name in failed["msg"] for name in told["placeholders"])
    known = dict(zip(sorted(told["placeholders"]), ("planted-in-a-list", "planted-secret-of-jwt")))
    other.ok("config", config=told["config"], secret_values=known)
    assert other.ok("config_info", include_secrets=True)["config"]["apis"][0]["definition"]["config_data"] == {
        "rows": [{"password": "planted-in-a-list"}]
    }


def test_twins_have_placeholders_of_their_own():
    tyk = Tyk()
    for number in (1, 2):
        tyk.make("/api/hooks", {**HOOK, "header_map": {"Token": f"planted-{number}"}})
    told = tyk.ok("config_info", placeholders=True)
    assert len({*told["placeholders"]}) == 2
    assert not tyk.ok("config", config=told["config"])["changed"]


def test_placeholders_and_secrets_exclude_each_other():
    said = Tyk().fails("config_info", placeholders=True, include_secrets=True)
    assert said.startswith("placeholders: ")


@pytest.mark.parametrize(
    "section, item",
    [
        ("webhooks", {**HOOK, "name": {"secret": "who"}}),
        ("apis", {**NEW, "api_id": {"secret": "who"}}),
        ("apis", {"definition": {"name": {"secret": "who"}}}),
        ("keys", {"alias": {"secret": "who"}}),
        ("oauth_clients", {"api": {"secret": "who"}, "client_id": "c"}),
    ],
)
def test_a_placeholder_cannot_name_an_object(section, item):
    """Names are in reports, plans and files."""
    tyk = Tyk()
    for given in ({}, {"secret_values": {"who": "a-name-of-somebody"}}):
        said = tyk.fails("config", config={section: [item]}, **given)
        assert "is known by this wherever it is told of" in said and "a-name-of" not in tyk.out


def test_a_report_has_no_value_that_a_message_quotes(tmp_path):
    tyk = Tyk()
    tyk.make("/api/apis", {"api_definition": {**wire(), "name": "Other"}})
    report = tmp_path / "report.json"
    api = {**NEW, "listen_path": {"secret": "path"}}
    for check in (True, False):
        tyk.run(
            "config", config={"apis": [api]}, secret_values={"path": "/plugged/"}, report=[str(report)], check=check
        )
        assert "/plugged/" not in tyk.out and (not report.exists() or "/plugged/" not in report.read_text())


@pytest.mark.parametrize(
    "kind, params",
    [
        ("webhook", {**HOOK, "header_map": {"A": {"secret": "a.name"}}}),
        ("api", {**NEW, "definition": {"upstream_auth": {"basic_auth": {"password": {"secret": "a.name"}}}}}),
        (
            "user",
            {"email_address": "n@acme.example", "first_name": "A", "last_name": "B", "password": {"secret": "a.name"}},
        ),
    ],
)
def test_modules_for_one_object_take_no_placeholders(kind, params):
    """They take values as they are; it is told that this is for tyk_config."""
    tyk = Tyk()
    said = tyk.fails(kind, **params)
    assert "placeholder" in said and "tyk_config" in said and not tyk.writes()


def test_keys_bring_their_ids_along_where_tyk_tells_them():
    tyk = Tyk(hash_keys=False)
    tyk.ok("api", **NEW)
    key = {"access_rights": [{"api": "Plugged"}], "rate": 5, "per": 1}
    for alias, key_id in (("one", "planted-key-one"), ("twin", "planted-key-two"), ("twin", "planted-key-three")):
        tyk.ok("key", alias=alias, key_id=key_id, **key)
    told = exported(tyk, placeholders=True)
    assert "planted" not in tyk.out and len(told["config"]["keys"]) == 3
    whole = exported(tyk, include_secrets=True)["config"]
    both = (sorted(config["keys"], key=lambda item: item["alias"]) for config in (told["config"], whole))
    known = {item["key_id"]["secret"]: other["key_id"] for item, other in zip(*both)}
    assert sorted(known) == sorted(told["placeholders"])
    assert "twin" in tyk.fails("config", config=told["config"])  # which of the two is meant nobody knows
    told["config"]["keys"] = [item for item in told["config"]["keys"] if item["alias"] == "one"]
    assert not tyk.ok("config", config=told["config"])["changed"] and "planted" not in tyk.out
    told = exported(tyk, placeholders=True)
    assert not tyk.ok("config", config=told["config"], secret_values=known)["changed"] and "planted" not in tyk.out
    assert sum(bool(re.fullmatch("keys.twin.key_id-[0-9a-f]{8}", name)) for name in known) == 2
    other = Tyk(hash_keys=False)
    assert "keys[0]" in other.fails("config", config=told["config"])
    other.ok("config", config=told["config"], secret_values=known)
    again = exported(other, include_secrets=True)["config"]["keys"]
    assert sorted(again, key=str) == sorted(whole["keys"], key=str)


def test_to_replace_keeps_what_has_no_value_beside_what_has_one():
    tyk = Tyk()
    config = {"webhooks": [{**HOOK, "header_map": {"A": {"secret": "a"}, "B": {"secret": "b"}}}]}
    tyk.ok("config", config=config, secret_values={"a": "first-of-a", "b": "first-of-b"})
    done = tyk.ok("config", config=config, secret_values={"a": "second-of-a"}, strategy="replace")
    (made,) = tyk.read("/api/hooks")["hooks"]
    assert done["changed"] and made["header_map"] == {"A": "second-of-a", "B": "first-of-b"}
    both = {"header_map": {"A": "********", "B": "********"}}
    (diff,) = (one for one in done["diff"] if "after" in one)
    assert "second-of-a" not in tyk.out and both["header_map"].keys() <= diff["after"]["header_map"].keys()


@pytest.mark.parametrize("empty", ["", "  ", "********"])
def test_nothing_and_a_mask_are_no_names(empty):
    assert read({"secret": empty}) == escaped({"secret": empty}) == {"secret": empty}


def test_who_has_no_placeholders_pays_for_none():
    """What is read is the same data, whatever it looks like."""
    config = configuration()["config"]
    assert {section: [as_read(KINDS[section], item) for item in items] for section, items in config.items()} == config


OF_GO = """{{.Event}}|{{ .Meta.Error }}|{{ range .Items }}|{{- if .a }}|{{ $x := .y }}|{{ index .A 0 }}|{{ js .x }}
{{ end }}
{{else}}|{{/* c */}}|{{ jsonMarshal . }}|{{#each}}|100%} {|$secret_conf.x"""
OF_ANSIBLE = (
    """{{ name }}|{{ lookup('env', 'X') }}|a {{ b.c }} d|{% if x %}|{{ x | default('.5') }}|{{ hostvars[host].x }}"""
)


@pytest.mark.parametrize("text", re.split(r"\||\n", OF_GO))
def test_templates_of_go_are_none_of_ansible_s(text):
    assert not is_template(text)


@pytest.mark.parametrize("text", re.split(r"\|(?! default)", OF_ANSIBLE))
def test_templates_of_ansible(text):
    assert is_template(text)


def test_what_looks_like_a_template_is_told_once_and_stays(tmp_path):
    tyk = Tyk()
    hook = {**HOOK, "template_path": "{{ where }}", "target_path": "http://alarm.example/{{.Event}}"}
    (tmp_path / "hooks.yml").write_text(yaml.safe_dump({"webhooks": [hook]}))
    done = tyk.ok("config", src=[str(tmp_path)])
    (said,) = tyk.warnings(done)
    assert (
        f"{tmp_path}/hooks.yml: webhooks[0].template_path: this looks like a template" in said and "where" not in said
    )
    (made,) = tyk.read("/api/hooks")["hooks"]
    assert made["template_path"] == "{{ where }}"
    assert "template: only Ansible's own process" in tyk.fails("config", src=[str(tmp_path)], template=True)


def test_parts():
    assert placed({"a": [1, {"b": 2}]}, ("a", 1, "b"), 3) == {"a": [1, {"b": 3}]}
    assert placed({}, ("a", "b"), 3) == {"a": {"b": 3}}
    assert dropped({"a": {"b": 1}, "c": 2}, ("a", "b")) == {"c": 2}
    assert dropped({"a": {"b": 1, "d": 1}}, ("a", "b")) == {"a": {"d": 1}}
    assert dropped({"a": 1}, ("x", "y")) == {"a": 1}
    assert written(KINDS["webhooks"], {"name": Placeholder("n")}) == {"name": {"secret": "n"}}
