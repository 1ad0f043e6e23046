# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What people write by mistake, and what the message has to say: the option, the object, the way out; in check mode as
in a run, of one object as of a whole configuration, and before anything is written."""

from __future__ import annotations

import copy
import json
import re

import pytest
from declaring import declared
from jsonschema import Draft7Validator
from module_runner import URL, Tyk

from ansible_collections.community.tyk.plugins.module_utils._config.declared import Several
from ansible_collections.community.tyk.plugins.module_utils._config.editor import editor_schema

API = {"name": "Orders", "listen_path": "/orders/", "target_url": "http://up.example/"}
NEW = {"name": "New", "listen_path": "/new/", "target_url": "http://up.example/"}
GOLD = {"name": "Gold", "access_rights": [{"api": "Orders"}]}
HOOK = {"name": "Hook", "method": "POST", "target_path": "http://h.example/"}
KEY = {"alias": "partner", "access_rights": [{"api": "Orders"}]}
ADA = {"email_address": "ada@acme.example", "first_name": "A", "last_name": "B", "user_permissions": {"apis": "read"}}
CLIENT = {"api": "Orders", "client_id": "app", "redirect_uri": "http://c.example/"}
DOCUMENT = {"openapi": "3.0.3", "info": {"title": "New", "version": "1"}, "paths": {}}
EXTENSION = {"x-tyk-api-gateway": {"info": {"name": "New"}, "server": {"listenPath": {"value": "/new/"}}}}
FROM_YAML = "| from_yaml"
SECTIONS = {
    "api": "apis",
    "policy": "policies",
    "webhook": "webhooks",
    "key": "keys",
    "user": "users",
    "user_group": "user_groups",
    "oauth_client": "oauth_clients",
    "certificate": "certificates",
    "asset": "assets",
    "opa_rules": "opa_rules",
    "additional_permissions": "additional_permissions",
}
# kind, what the task says, and all that the message has to say
OBJECTS = [
    # a name that is no option
    ("api", {**NEW, "listenpath": "/x/"}, ["listenpath: no such option (did you mean listen_path?)"]),
    ("api", {**NEW, "listenPath": "/x/"}, ["listenPath: no such option (did you mean listen_path?)"]),
    ("api", {**NEW, "target-url": "/x/"}, ["target-url: no such option (did you mean target_url?)"]),
    ("api", {**NEW, "use_keyless": True}, ["use_keyless: no such option; there are", "belongs into definition"]),
    ("policy", {**GOLD, "access_right": []}, ["access_right: no such option (did you mean access_rights?)"]),
    ("webhook", {**HOOK, "headers": {}}, ["headers: no such option (did you mean header_map?)", "header_map"]),
    ("user", {**ADA, "email": "x"}, ["email: no such option; there are", "email_address"]),
    ("user_group", {"name": "T", "permissions": {}}, ["permissions: no such option", "user_permissions"]),
    ("key", {**KEY, "policy": "Gold"}, ["policy: no such option (did you mean policies?)"]),
    ("oauth_client", {**CLIENT, "redirect_url": "x"}, ["redirect_url: no such option (did you mean redirect_uri?)"]),
    ("certificate", {"certificat": "x"}, ["certificat: no such option (did you mean certificate?)"]),
    ("asset", {"name": "A", "kynd": "x"}, ["kynd: no such option (did you mean kind?)"]),
    ("opa_rules", {"rule": "x"}, ["rule: no such option (did you mean rules?)"]),
    ("additional_permissions", {"permission": {}}, ["permission: no such option (did you mean permissions?)"]),
    # one below
    (
        "policy",
        {**GOLD, "access_rights": [{"api": "Orders"}, {"api": "Orders", "version": "v"}]},
        ["access_rights[1].version: no such option (did you mean versions?)"],
    ),
    ("key", {**KEY, "access_rights": [{"apis": "Orders"}]}, ["access_rights[0].apis: no such option", "mean api?"]),
    ("key", {**KEY, "hmac": {"enable": True}}, ["hmac.enable: no such option (did you mean enabled?)"]),
    (
        "policy",
        {**GOLD, "access_rights": [{"api": "Orders", "limit": {"rates": 1}}]},
        ["access_rights[0].limit.rates: no such option (did you mean rate?)"],
    ),
    # a text where a mapping belongs
    ("api", {**NEW, "definition": "/no/file.yml"}, ["definition: ", "name of a file", "'/no/file.yml')", FROM_YAML]),
    ("api", {**NEW, "definition": "specs/orders.yaml"}, ["definition: ", "lookup('ansible.builtin.file'", FROM_YAML]),
    ("api", {**NEW, "definition": "https://h.example/o.json"}, ["definition: ", "name of a file", FROM_YAML]),
    ("api", {**NEW, "definition": "openapi: 3.0.3\ninfo: {title: t}\n"}, ["definition: ", "YAML as text", FROM_YAML]),
    ("api", {**NEW, "definition": "openapi: 3.0.3\nservers:\n- url: http://h/?a=b\n"}, ["YAML as text", FROM_YAML]),
    ("api", {**NEW, "definition": "---\nopenapi: 3.0.3\n"}, ["definition: ", "YAML as text", FROM_YAML]),
    # a document that cannot be read
    ("api", {**NEW, "openapi": '{"openapi": "3.0.3", "info" {}}'}, ["openapi: ", "JSON", "line 1 column 29"]),
    ("api", {**NEW, "openapi": "openapi: 3.0.3\ninfo: {title: t\n"}, ["openapi: this is YAML as text", "line "]),
    ("api", {**NEW, "openapi": "info: {}\ninfo: {}\n"}, ["openapi: ", "the key 'info' is there twice"]),
    ("api", {**NEW, "openapi": "openapi: 3.0.3\ninfo: {x-max: .inf}\n"}, ["openapi.info.x-max: this is a number with"]),
    ("api", {**NEW, "openapi": "/no/file.yml"}, ["openapi: there is no file /no/file.yml"]),
    ("api", {**NEW, "openapi": "no\0file"}, ["openapi: this is YAML as text, and broken"]),
    ("api", {**NEW, "openapi": "no-file"}, ["openapi: there is no file", "/no-file"]),
    ("api", {**NEW, "openapi": "https://h.example/o.json"}, ["openapi: this is an address", "get_url"]),
    ("api", {**NEW, "openapi": 5}, ["openapi: a document belongs there"]),
    ("api", {**NEW, "openapi": "- a\n- b\n"}, ["openapi: a document belongs there"]),
    ("api", {**NEW, "openapi": 'swagger: "2.0"\npaths: {}\n'}, ["openapi: ", "Swagger 2.0", "convert it"]),
    ("api", {**NEW, "definition": '{"name": "x",\n "tags": [}'}, ["definition: ", "JSON", "line 2, column 11"]),
    ("api", {**NEW, "definition": "nonsense"}, ["definition: a mapping belongs there, and this is a text"]),
    ("api", {**NEW, "definition": ["nonsense"]}, ["definition: a mapping belongs there, and this is a list"]),
    ("policy", {**GOLD, "definition": "gold.json"}, ["definition: ", "'gold.json'", FROM_YAML]),
    ("user", {**ADA, "user_permissions": "apis"}, ["user_permissions: a mapping belongs there"]),
    ("webhook", {**HOOK, "header_map": "headers.yml"}, ["header_map: ", "name of a file"]),
    ("key", {**KEY, "meta_data": "partner"}, ["meta_data: a mapping belongs there, and this is a text"]),
    ("key", {**KEY, "hmac": 5}, ["hmac: options with their values belong there"]),
    # something else where a list belongs
    ("policy", {**GOLD, "access_rights": {"api": "Orders"}}, ["access_rights: a list belongs there", "mapping"]),
    ("key", {**KEY, "policies": {"name": "Gold"}}, ["policies: a list belongs there", "mapping"]),
    ("policy", {**GOLD, "access_rights": ["Orders"]}, ["access_rights[0]: options with their values", "{api: Orders}"]),
    # what YAML made of a text
    ("policy", {"name": 1.1, "access_rights": [{"api": "Orders"}]}, ["name: this is a text", "put it in quotes"]),
    ("api", {**NEW, "name": True}, ["name: this is a text", "such as of yes or NO"]),
    ("api", {**NEW, "categories": ["a", False]}, ["categories[1]: this is a text", "put it in quotes"]),
    ("api", {**NEW, "target_url": {"url": "http://u/"}}, ["target_url: a text belongs there, and this is a mapping"]),
    ("api", {**NEW, "name": ["l"]}, ["name: a text belongs there, and this is a list"]),
    ("policy", {**GOLD, "tags": ["a", ["b"]]}, ["tags[1]: a text belongs there, and this is a list"]),
    ("webhook", {**HOOK, "target_path": []}, ["target_path: a text belongs there, and this is a list"]),
    ("key", {**KEY, "key_file": {"path": "x"}}, ["key_file: a path belongs there, and this is a mapping"]),
    ("key", {**KEY, "key_file": "a\0b"}, ["key_file: no path has a character of the number 0"]),
    ("policy", {**GOLD, "rate": "fast"}, ["rate: a number belongs there, and this is a text that is none"]),
    ("policy", {**GOLD, "quota_max": [1]}, ["quota_max: a whole number belongs there, and this is a list"]),
    ("api", {**NEW, "active": []}, ["active: true or false belongs there, and this is a list"]),
    ("api", {**NEW, "webhooks": [None]}, ["webhooks[0]: options with their values belong there"]),
    ("api", {**NEW, "openapi": ""}, ["openapi: this is empty"]),
    ("webhook", {**HOOK, "target_path": "hooks.example.com/x"}, ["target_path: Tyk takes whole addresses only"]),
    # nothing where a name belongs
    ("key", {"alias": "k", "policies": [""]}, ["policies[0]: the name or the id of a policy belongs there"]),
    ("policy", {"name": "S", "access_rights": [{"api": ""}]}, ["the name or the id of an API belongs there"]),
    ("oauth_client", {**CLIENT, "api": ""}, ["api"]),
    # an object of another sort
    ("api", {"definition": {"name": "M", "application_protocol": "mcp"}}, ["definition: this is an MCP proxy"]),
    # a document of another kind
    ("api", {**NEW, "openapi": {"swagger": "2.0", "basePath": "/"}}, ["openapi: ", "Swagger 2.0", "convert it"]),
    ("api", {**NEW, "definition": {"swagger": "2.0", "paths": {}}}, ["definition: ", "Swagger 2.0", "convert it"]),
    ("api", {**NEW, "openapi": {**DOCUMENT, "host": "h"}}, ["openapi: an OpenAPI document has no host"]),
    ("api", {**NEW, "openapi": {**DOCUMENT, **EXTENSION}}, ["openapi: ", "goes into definition"]),
    # a type in a definition
    ("api", {**NEW, "definition": {"proxy": {"strip_listen_path": "maybe"}}}, ["definition.proxy.strip_listen_path"]),
    ("api", {**NEW, "definition": {"CORS": {"max_age": "x"}}}, ["definition.CORS.max_age has to be a whole number"]),
    ("api", {**NEW, "definition": {"version_data": {"versions": "x"}}}, ["definition.version_data.versions"]),
    (
        "api",
        {"definition": {**DOCUMENT, **EXTENSION, "info": {"title": "t", "version": 1.0}}},
        ["info.version", "in quotes"],
    ),
    ("policy", {**GOLD, "definition": {"hmac_enabled": "maybe"}}, ["definition.hmac_enabled", "a boolean"]),
    ("policy", {**GOLD, "definition": {"partitions": "x"}}, ["definition.partitions", "a mapping"]),
    ("key", {**KEY, "expires": "2001-01-01"}, ["expires: ", "2001-01-01"]),
]


@pytest.fixture(scope="module")
def tyk():
    made = Tyk()
    made.ok("api", **API)
    return made


@pytest.mark.parametrize(
    ("kind", "wish", "words"), [pytest.param(*row, id=f"{row[0]} {row[2][0][:40]}") for row in OBJECTS]
)
def test_a_mistake_is_named_and_so_is_the_way_out(tyk, kind, wish, words):
    tyk.log()
    for check in (True, False):
        alone = tyk.fails(kind, **wish, check=check)
        many = tyk.fails("config", config={SECTIONS[kind]: [wish]}, check=check)
        for told in (alone, many):
            assert [word for word in words if word not in told] == [], told
            assert "defect" not in told and "<class" not in told and not re.search(r"(?<!\.)\.\.(?!\.)", told)
        assert f"config: {SECTIONS[kind]}[0]" in many
    assert not tyk.writes()


def test_a_mistake_in_what_is_no_option_of_an_object(tyk):
    config = {"apis": [API]}
    for params, words in (
        ({"confg": config}, ["confg: no such option (did you mean config?)"]),
        ({"config": config, "prune_scope": {"tags": "x"}}, ["prune_scope.tags: no such option (did you mean tag?)"]),
        ({"config": "files/tyk.yml"}, ["config: ", "name of a file", FROM_YAML]),
        ({"config": "apis:\n- name: x\n"}, ["config: ", "YAML as text"]),
        ({"config": {"policie": []}}, ["'policie' is no kind of object", "did you mean policies?"]),
        ({"config": {"api": []}}, ["'api' is no kind of object", "there are"]),
        ({"config": {"swagger": "2.0", "paths": {}}}, ["config: this is Swagger 2.0"]),
        ({"config": DOCUMENT}, ["config: this is an OpenAPI document", "option openapi"]),
        ({"config": config, "protected": "apis"}, ["protected: a mapping belongs there"]),
        ({"config": config, "token": ""}, ["token is empty"]),
        ({"config": config, "admin_secret": "x"}, ["admin_secret: no such option; this module takes token"]),
    ):
        told = tyk.fails("config", **params)
        assert [word for word in words if word not in told] == [], told
    assert "nam: no such option (did you mean name?)" in tyk.fails("config_info", nam=["x"])


@pytest.mark.parametrize(("text", "what"), [("2026-01-31", "a text"), ("7", "an int"), ("[1]", "a list")])
def test_what_a_file_has_where_a_mapping_belongs(tyk, tmp_path, text, what):
    (tmp_path / "apis.yml").write_text(f"apis:\n- name: New\n  definition: {text}\n")
    told = tyk.fails("config", src=[str(tmp_path / "apis.yml")])
    assert f"apis[0] (New): definition: a mapping belongs there, and this is {what}" in told


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("apis:\n- name: {{ x }}\n", "line 2: a mapping or a list is no name in a mapping; is it a template"),
        ("apis:\n- ? [a, b]\n  : c\n", "is no name in a mapping"),
        ("apis:\n- name: !!bool abc\n", "this cannot be read as YAML"),
        ("apis:\n- name: !!timestamp abc\n", "this cannot be read as YAML"),
        ("apis: &a\n- *a\n", "holds itself"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(tyk, tmp_path, text, words):
    (tmp_path / "x.yml").write_text(text)
    for path, words_of_it in ((f"{tmp_path}/none.yml", "no such file"), ("https://h.example/x.yml", "is an address")):
        assert f"src: {path}" in tyk.fails("config", src=[path]) and words_of_it in tyk.fails("config", src=[path])
    for params in ({"src": [str(tmp_path)]}, {"config": {"apis": []}, "overlays": [str(tmp_path / "x.yml")]}):
        told = tyk.fails("config", **params)
        assert f"{tmp_path}/x.yml: " in told and words in told and "defect" not in told, told


def test_a_secret_goes_into_no_file_that_is_read_or_written_by_the_task(tyk, tmp_path):
    key = {"alias": "x", "access_rights": [{"api": "Orders"}]}
    (tmp_path / "tyk").mkdir()
    source = tmp_path / "tyk/keys.json"
    source.write_text(json.dumps({"keys": [{**key, "key_file": str(source)}]}, indent=2))
    (tmp_path / "notes").write_text("two\nlines")
    report = str(tmp_path / "report.json")
    rows = [
        ({"src": [str(source)]}, "holds something else than a secret"),
        ({"config": {"keys": [{**key, "key_file": report}]}, "report": [report]}, "as that of a report"),
        ({"config": {"keys": [{**key, "key_file": str(tmp_path / "notes")}]}}, "holds something else than a secret"),
        (
            {
                "config": {"keys": [{**key, "alias": "y", "key_file": str(tmp_path / "tyk/new.yml")}]},
                "src": [str(tmp_path / "tyk")],
            },
            "where the configuration is",
        ),
    ]
    for params, words in rows:
        before = {path: path.read_text() for path in tmp_path.rglob("*") if path.is_file()}
        for check in (True, False):
            assert words in tyk.fails("config", **params, check=check)
        assert before == {path: path.read_text() for path in tmp_path.rglob("*") if path.is_file()}
    for check in (True, False):
        assert "holds something" in tyk.fails("key", **key, key_file=str(tmp_path / "notes"), check=check)
    assert tyk.ok("api_info", timeout=1000) and "at most" in tyk.fails("api_info", timeout=10**12)


def test_what_is_wrong_with_options_the_schema_of_editors_refuses():
    valid, unseen, refused = Draft7Validator(editor_schema()).is_valid, 0, 0
    for kind, said, _told in OBJECTS:
        config = {SECTIONS.get(kind, f"{kind}s"): [said]}
        try:
            declared(config)
            assert valid(config), config
        except Several as errors:
            refused += 1
            unseen += valid(config)
            # what is wrong within a text, or with the file that it names, no schema tells
            assert not valid(config) or any(isinstance(said.get(name), str) for name in ("openapi", "definition")), (
                errors
            )
    assert refused > 40 and unseen < 15


@pytest.mark.parametrize(
    ("kind", "wish", "near"),
    [
        ("policy", {"name": "Silver", "access_rights": [{"api": "orders"}]}, "API 'orders'"),
        ("policy", {"name": "Silver", "access_rights": [{"api": "Ordres"}]}, "API 'Ordres'"),
        ("key", {"alias": "k", "access_rights": [{"api": "Oders"}]}, "API 'Oders'"),
        ("oauth_client", {**CLIENT, "api": "Order"}, "API 'Order'"),
    ],
)
def test_a_name_that_is_nearly_right(tyk, kind, wish, near):
    """In check mode an earlier task of the play may make it, so that it is a warning there."""
    asked = "(did you mean 'Orders'?)"
    told = tyk.fails(kind, **wish)
    assert f"there is no {near}" in told and asked in told
    foretold = tyk.run(kind, **wish, check=True)
    said = [foretold.get("msg") or "", *tyk.warnings(foretold)]
    assert [text for text in said if near in text and asked in text], said


def test_a_name_that_nothing_is_near_to_is_not_guessed(tyk):
    assert "did you mean" not in tyk.fails("policy", name="S", access_rights=[{"api": "Invoices"}])


def test_the_permission_that_is_missing_is_named(tyk):
    """The kind tells it, and whether something is written."""
    table = {
        "api": ({**API, "active": False}, "apis"),
        "policy": (GOLD, "policies"),
        "webhook": (HOOK, "hooks"),
        "user_group": ({"name": "Team", "user_permissions": {"apis": "read"}}, "user_groups"),
        "key": (KEY, "keys"),
        "asset": ({"name": "a", "kind": "x", "data": {}}, "api_assets"),
        "opa_rules": ({"enabled": True}, "IsAdmin"),
        "additional_permissions": ({"permissions": {"a": "b"}}, "IsAdmin"),
    }
    poor = tyk.user("poor@acme.example", tyk.org, {"analytics": "read"})
    for kind, (wish, permission) in table.items():
        told = tyk.fails(kind, **wish, token=poor)
        level = "admin" if permission == "IsAdmin" else "read"
        assert f"the permission {permission}: {level}" in told and "'.." not in told, told
    reader = tyk.user("reader@acme.example", tyk.org, {"hooks": "read"})
    assert "the permission hooks: write" in tyk.fails("webhook", **HOOK, token=reader)


def test_whose_fault_a_failure_is(tyk):
    tyk.control("PUT", "faults", [{"status": 500, "times": 20}])
    told = tyk.fails("api_info")
    assert "was answered with 500" in told and "Tyk's own log says more" in told and "try again later" in told
    tyk.control("DELETE", "faults")


def test_files_of_certificates_are_looked_at_first(tyk, tmp_path):
    none, broken = tmp_path / "none.pem", tmp_path / "broken.pem"
    broken.write_text("no certificate")
    tyk.log()
    for params, words in (
        ({"ca_path": str(none)}, f"ca_path: {none} does not exist"),
        ({"ca_path": str(broken)}, f"ca_path: {broken} holds no certificate as PEM"),
        ({"client_cert": str(none)}, f"client_cert: {none} does not exist"),
        ({"client_cert": str(broken)}, "client_cert: "),
        ({"client_cert": str(broken), "client_key": str(none)}, f"client_key: {none} does not exist"),
        ({"client_cert": str(broken), "client_key": str(broken)}, "holds no private key as PEM"),
        ({"client_key": str(broken)}, "client_key: client_cert is missing"),
    ):
        told = tyk.fails("api_info", url=URL.replace("http:", "https:"), **params)
        assert words in told and "defect" not in told and "[Errno" not in told, told
    assert not tyk.log()


def test_numbers_that_nothing_can_be_done_with(tyk):
    for option, value in (("parallel", 0), ("parallel", -1), ("parallel", 2**70), ("prune_max", -1)):
        for check in (True, False):
            told = tyk.fails("config", config={"apis": []}, **{option: value}, check=check)
            assert told.startswith(f"{option}: {value} is not possible"), told


def test_a_document_keeps_what_tyk_demands(tyk):
    """On an API that is there, a null takes a part away; not this one."""
    tyk.ok("api", **{**NEW, "name": "Whole", "listen_path": "/whole/"}, openapi=DOCUMENT)
    for wish, words in (
        ({"openapi": {"paths": None}}, "paths: Tyk takes no OAS API without it"),
        ({"definition": {"paths": None}}, "paths: Tyk takes no OAS API without it"),
        (
            {"definition": {"paths": {}, "x-tyk-api-gateway": None}},
            "x-tyk-api-gateway: Tyk takes no OAS API without it",
        ),
    ):
        tyk.log()
        for check in (True, False):
            assert words in tyk.fails("api", name="Whole", **wish, check=check)
        assert not tyk.writes()


def test_a_header_without_a_value_is_not_made(tyk):
    """Null takes one away; what is new does not get one that is empty."""
    wish = {**HOOK, "name": "Bare", "header_map": {"a": None, "b": ""}}
    for changed in (True, False, False):
        assert tyk.ok("webhook", **wish)["changed"] is changed
    (stored,) = (hook for hook in tyk.read("/api/hooks?p=-1")["hooks"] if hook["name"] == "Bare")
    assert stored["header_map"] == {"b": ""}
    tyk.ok("webhook", **{**wish, "header_map": {"a": "x"}})
    for changed in (True, False):
        assert tyk.ok("webhook", **wish)["changed"] is changed


MIXED = [
    (
        "mcp_proxy",
        {"name": "M", "listen_path": "/m/", "target_url": "http://m/", "tools": {"a.b": {"Allow": {"ENABLED": True}}}},
    ),
    ("api", {**NEW, "definition": {"Use_Keyless": True, "proxy": {"Preserve_Host_Header": True}}}),
    ("policy", {**GOLD, "definition": {"Max_Query_Depth": 3}}),
]


@pytest.mark.parametrize(("kind", "task"), MIXED)
def test_a_known_name_in_other_letters_is_that_name(kind, task):
    tyk = Tyk()
    tyk.ok("api", **{**NEW, "name": "Orders", "listen_path": "/orders/"}) if kind == "policy" else None
    planned = tyk.ok(kind, check=True, **copy.deepcopy(task))
    done = tyk.ok(kind, **copy.deepcopy(task))
    assert done["changed"] and not tyk.warnings(done) and not tyk.warnings(planned)
    tyk.log()
    again = tyk.ok(kind, **task)
    assert not again["changed"] and not tyk.warnings(again) and not tyk.writes()


@pytest.mark.parametrize(
    ("written", "read"), [("0771234", "259740"), ("0x1F2E3D", "2043453"), ("1_234_567", "1234567")]
)
def test_a_number_that_was_meant_as_a_text_is_not_shown(tyk, tmp_path, written, read):
    """It may be a password, or tell one."""
    user = "users:\n- {email_address: a@b.example, first_name: A, last_name: B, password: NUMBER}\n"
    (tmp_path / "users.yml").write_text(user.replace("NUMBER", written), encoding="utf-8")
    told = tyk.fails("config", src=[str(tmp_path)])
    assert "password: this is a text" in told and "quotes" in told and read not in tyk.out and written not in tyk.out
