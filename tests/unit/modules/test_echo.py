# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Secrets that stand where they do not belong, or not yet as what they are to be, are shown nowhere all the same."""

from __future__ import annotations

import json
import os
import stat
import sys

import pytest
from module_runner import Tyk
from odd_world import SESSION

from ansible_collections.community.tyk.plugins.module_utils._kinds import key as key_module

S = "s3cr3t-PW"
ORDERS = {"name": "Orders", "listen_path": "/orders/", "target_url": "http://orders.example/"}
SCHEME = {"server": {"authentication": {"securitySchemes": {"jwt": {"source": {"a": S}}}}}}
WRONG = {
    "api": [
        {"name": "A", "definition": f'{{"jwt_source": "{S}", '},
        {"name": "A", "definition": [f"jwt_source: {S}"]},
        {"name": "A", "definition": {"upstream_auth": f'{{"basic_auth": {{"password": "{S}"}}}}'}},
        {"name": "A", "definition": {"jwt_source": [S]}},
        {"name": "A", "definition": {"x-tyk-api-gateway": SCHEME}},
        {"name": "A", "definition": {"x-tyk-api-gateway": {"server": {"authentication": f"source: {S}"}}}},
        {"name": "A", "definition": {"openapi": "3.0.3", "jwt_source": S}},
        {"name": "A", "definition": SCHEME},
        {"name": "A", "definition": {"notifications": {"shared_secret": {"value": S}}, "newer": {"apiKey": [S]}}},
        {"name": "A", "definition": {"proxy": {"transport": {"proxy_url": f"http://{S}@proxy"}}}},
        {"name": "A", "openapi": f'{{"x-tyk-api-gateway": "{S}"'},
        {**ORDERS, "target_url": f"http://u:{S}@h/"},
        {**ORDERS, "definition": {"proxy": {"target_list": f"http://u:{S}@h/"}}},
        {**ORDERS, "definition": {"event_handlers": {"events": {"E": [{"handler_meta": {"header_map": S}}]}}}},
    ],
    "webhook": [
        {"name": "W", "target_path": "http://h/", "header_map": f'{{"Authorization": "{S}'},
        {"name": "W", "target_path": "http://h/", "header_map": [f"Authorization: {S}"]},
        {"name": "W", "target_path": f"http://u:{S}@h/"},
        {"name": "W", "definition": {"header_map": f"Authorization={S}"}},
    ],
    "key": [
        {"alias": "k", "basic_auth": f"bob:{S}"},
        {"alias": "k", "basic_auth": {"username": "bob", "pasword": S}},
        {"alias": "k", "basic_auth": [{"password": S}]},
        {"alias": "k", "hmac": [S]},
        {"alias": "k", "hmac": S},
        {"alias": "k", "jwt": {"sekret": S}},
        {"alias": "k", "jwt": S},
        {"alias": "k", "key": S},
        {"alias": "k", "definition": {"jwt_data": S}},
        {"alias": "k", "definition": {"basic_auth_data": [S]}},
    ],
    "user": [
        {"email_address": "a@b.example", "password": [S]},
        {"email_address": "a@b.example", "pasword": S},
        {"email_address": "a@b.example", "definition": {"password": {"new": S}}},
    ],
    "oauth_client": [
        {"api": "Orders", "client_name": "c", "secret": {"a": S}},
        {"api": "Orders", "client_name": "c", "client_secret": S},
    ],
    "certificate": [{"certificate": [S]}, {"private_key": {"pem": S}}, {"pem": S}],
}
CASES = [(kind, params) for kind, several in WRONG.items() for params in several]


@pytest.fixture(scope="module")
def tyk():
    made = Tyk()
    made.ok("api", **ORDERS)
    return made


@pytest.mark.parametrize("check", [True, False])
@pytest.mark.parametrize(("kind", "params"), CASES, ids=str)
def test_what_is_not_of_its_type_is_hidden(tyk, kind, params, check):
    tyk.run(kind, **params, check=check)
    assert S not in tyk.out
    section = {"api": "apis", "oauth_client": "oauth_clients"}.get(kind, f"{kind}s")
    for source in ({"config": {section: [params]}}, {"config": {section: [ORDERS]}, "overlays": [{section: [params]}]}):
        tyk.run("config", **source, check=check)
        assert S not in tyk.out


@pytest.mark.parametrize(
    "params",
    [
        {"config": f'{{"apis": "{S}"'},
        {"config": {"apis": {"name": "A", "definition": {"jwt_source": S}}}},
        {"config": {"apis": [f"jwt_source: {S}"]}},
        {"config": {"users": S, "passwords": [S]}},
        {"config": [{"users": [{"password": S}]}]},
        {"config": {}, "overlays": f'{{"webhooks": [{{"name": "W", "header_map": {{"A": "{S}"}}}}]}}'},
        {"config": {}, "src": f'{{"webhooks": [{{"header_map": {{"A": "{S}"}}}}]}}'},
        {"config": {}, "overlays": [[{"users": [{"password": S}]}]]},
        {"configuration": {"users": [{"password": S}]}},
    ],
    ids=str,
)
def test_a_configuration_that_is_none_is_hidden(tyk, params):
    tyk.run("config", **params)
    assert S not in tyk.out


@pytest.mark.parametrize(
    "url",
    [f"http://user:{S}@h.example", f"htp://user:{S}@h.example", f"http://:{S}@h.example", f"http://{S}@h.example"]
    + [f"user:{S}@h.example", f"https://u:a/{S}@h.example", f"//u:{S}@h.example", f"http:/u:{S}@h.example:x/"],
)
@pytest.mark.parametrize("module", ["api_info", "api", "config"])
def test_who_logs_in_at_a_server_is_hidden(tyk, url, module):
    tyk.log()
    told = tyk.run(module, url=url, **({"name": "A"} if module == "api" else {}))
    assert told["failed"] and told["msg"].startswith(("url: ", "config or src")) and S not in tyk.out
    assert not tyk.log()


@pytest.mark.parametrize("state", ["present", "absent", "rotated"])
def test_a_failure_brings_no_words_of_the_library_along(state, tmp_path, monkeypatch):
    """Newer versions of ansible-core show the traceback of what is on its way, with all that led to it."""
    internal = sys.modules.get("ansible.module_utils._internal._traceback")
    if internal:
        monkeypatch.setattr(internal, "is_traceback_enabled", lambda event: True)
    tyk, file = Tyk(), tmp_path / "k"
    tyk.ok("api", **ORDERS)
    wish = {"alias": "k", "access_rights": [{"api": "Orders"}], "key_file": str(file)}
    tyk.ok("key", **wish)
    key = file.read_text().strip()
    failures = 0
    for after in range(7):
        tyk.control("PUT", "faults", [{"refuse": True, "times": 99, "skip": after}])
        told = tyk.run("key", **{**wish, "state": state, "rate": after, "per": 1, "retries": 0})
        assert key not in tyk.out and "/api/keys/ey" not in tyk.out
        tyk.control("DELETE", "faults")
        if told.get("failed"):
            failures += 1
            shown = str(told.get("exception", ""))
            assert "direct cause" not in shown and "During handling" not in shown and "MaxRetryError" not in tyk.out
    assert failures > 2


@pytest.mark.parametrize("expires", ["1893456000000", "253402300800", 99999999999999])
def test_a_time_after_the_year_9999_is_refused_before_there_is_a_key(tyk, tmp_path, expires):
    wish = {"alias": "ms", "access_rights": [{"api": "Orders"}], "expires": expires, "key_file": str(tmp_path / "k")}
    tyk.log()
    for check in (True, False):
        assert "seconds since 1970, not milliseconds" in tyk.run("key", **wish, check=check)["msg"]
    assert not tyk.writes() and not list(tmp_path.iterdir())


@pytest.mark.parametrize("expires", [1893456000000, 253402300800, 2**62, -5, 1])
def test_no_expiry_of_somebody_elses_makes_the_keys_unreadable(expires):
    tyk = Tyk()
    ident = tyk.ok("api", **ORDERS)["api"]["api_id"]
    rights = {ident: {"api_id": ident, "api_name": "Orders", "versions": ["Default"]}}
    tyk.make(
        "/api/keys", {**SESSION, "alias": "theirs", "access_rights": rights, "meta_data": {}, "apply_policies": []}
    )
    for row in tyk.emulator.state["keys"]:
        row["session"]["expires"] = expires
    assert [key["alias"] for key in tyk.ok("key_info")[key_module.KEY.results]] == ["theirs"]
    exported = tyk.ok("config_info")["config"]
    assert not tyk.ok("config", config=exported)["changed"]
    changed = tyk.ok("key", alias="theirs", rate=5, per=1)
    assert changed["changed"]
    tyk.ok("config", config=exported, prune=["keys"], prune_all=True)


def test_a_view_that_cannot_show_a_field_shows_it_raw(monkeypatch, tmp_path):
    """Somebody waits for the secret of the new key, whatever else there is."""
    tyk = Tyk()
    tyk.ok("api", **ORDERS)
    expires = key_module.KEY.options["expires"]
    monkeypatch.setitem(key_module.KEY.options, "expires", expires.__class__(**{**vars(expires), "to_task": broken}))
    made = tyk.ok("key", alias="k", access_rights=[{"api": "Orders"}], expires="2030-01-31T00:00:00Z")
    assert made["key"]["key_id"] and made["key"]["definition"]["expires"] > 0
    assert any(text.startswith("expires: what is stored there is none") for text in tyk.warnings(made))


def broken(value, run):
    raise OverflowError(value)


def test_an_export_with_secrets_closes_what_others_could_read(tmp_path):
    tyk = Tyk()
    tyk.ok("webhook", name="W", method="POST", target_path="http://h/", header_map={"X": S})
    export = {"include_secrets": True, "dest": str(tmp_path / "e")}
    assert tyk.ok("config_info", **export)["changed"] and not tyk.ok("config_info", **export)["changed"]
    files = [path for path in (tmp_path / "e").rglob("*") if path.is_file()]
    for mode in (0o644, 0o640, 0o606):
        os.chmod(files[0], mode)
        assert tyk.ok("config_info", **export, check=True)["changed"] and stat.S_IMODE(files[0].stat().st_mode) == mode
        assert tyk.ok("config_info", **export)["changed"]
        assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    assert S in "".join(path.read_text() for path in files)


DEFINITION = {
    "config_data": {"VAULT_TOKEN": "pw-1", "license": "pw-2", "n": 1, "token_type": "opaque"},
    "version_data": {
        "not_versioned": True,
        "versions": {"Default": {"name": "Default", "global_headers": {"X-Api-Key": "pw-3", "X-Plain": "plain"}}},
    },
}
SAID = {"secrets": ["definition.config_data.license"], "not_secrets": ["definition.config_data.token_type"]}
BULK = {name: [f"apis.{path}" for path in paths] for name, paths in SAID.items()}


def test_people_say_what_is_secret_and_what_is_not():
    tyk = Tyk()
    wish = {**ORDERS, "target_url": "http://u:pw-4@h/", "definition": DEFINITION}
    for how in ({"check": True}, {}, {"active": False}):
        shown = tyk.ok("api", **wish, **SAID, **how)["api"]["definition"]["config_data"]
        assert shown == {"VAULT_TOKEN": "********", "license": "********", "n": 1, "token_type": "opaque"}
        assert "pw-" not in tyk.out
    tyk.ok("api_info", **SAID)
    assert "pw-" not in tyk.out and '"token_type": "opaque"' in tyk.out
    tyk.ok("config", config={"apis": [{**wish, "active": True}]}, **BULK)
    assert "pw-" not in tyk.out and '"token_type": "opaque"' in tyk.out
    exported = tyk.ok("config_info", **BULK)
    assert "pw-" not in tyk.out
    found = exported["config"]["apis"][0]["definition"]
    assert found["config_data"] == {"n": 1, "token_type": "opaque"}
    assert found["version_data"]["versions"]["Default"]["global_headers"] == {"X-Plain": "plain"}
    left = ["target_url", "definition.config_data.VAULT_TOKEN", "definition.config_data.license"]
    left.append("definition.version_data.versions.Default.global_headers.X-Api-Key")
    assert sorted(exported["omitted"]) == sorted(f"apis.Orders.{path}" for path in left)
    warned = "".join(tyk.warnings(exported))
    assert all(path in warned for path in left if path.endswith(("TOKEN", "Key"))) and "license" not in warned
    assert "include_secrets: true" in warned and "not_secrets: [apis.definition." in warned
    for strategy in ("merge", "replace"):
        assert not tyk.ok("config", config=exported["config"], strategy=strategy, **BULK)["changed"]


@pytest.mark.parametrize(
    ("module", "params", "told"),
    [
        ("api", {"name": "A", "secrets": ["nope.x"]}, "secrets: 'nope.x' leads nowhere"),
        ("api", {"name": "A", "not_secrets": ["apis"]}, "not_secrets: 'apis' leads nowhere"),
        ("webhook_info", {"secrets": ["header"]}, "secrets: 'header' leads nowhere"),
        ("config", {"config": {"apis": []}, "secrets": ["definition.x"]}, "secrets: 'definition.x' leads nowhere"),
        ("config_info", {"not_secrets": ["apis.nope"]}, "not_secrets: 'apis.nope' leads nowhere"),
        ("config_info", {"secrets": ["apis"]}, "secrets: 'apis' leads nowhere"),
    ],
)
def test_a_path_that_leads_nowhere_is_refused(tyk, module, params, told):
    assert told in tyk.fails(module, **params)


def test_a_mask_in_an_address_stands_for_what_is_there_and_for_nothing_else():
    tyk = Tyk()
    tyk.ok("api", **{**ORDERS, "target_url": "http://u:pw@h/a"})
    shown = tyk.ok("api_info", name="Orders")["apis"][0]
    assert shown["target_url"] == "http://********@h/a"
    assert not tyk.ok("api", name="Orders", target_url=shown["target_url"])["changed"]
    for other in ("http://********@elsewhere/a", "http://********@h/b"):
        assert "mask of a secret" in tyk.fails("api", name="Orders", target_url=other)
    new = {**ORDERS, "name": "New", "listen_path": "/n/", "target_url": "http://********@h/"}
    assert "mask of a secret" in tyk.fails("api", **new)
    assert json.loads(json.dumps(shown)) == shown


@pytest.mark.parametrize("status", [500, 401, 403])
@pytest.mark.parametrize("skip", range(1, 8))
@pytest.mark.parametrize("kind", ["oauth_client", "user"])
def test_one_refusal_after_the_create_loses_no_secret(kind, status, skip, tmp_path):
    tyk, file = Tyk(), tmp_path / "secret"
    oauth = {"allowed_access_types": ["client_credentials"], "allowed_authorize_types": [], "auth_login_redirect": ""}
    tyk.ok("api", **ORDERS, definition={"use_oauth2": True, "use_keyless": False, "oauth_meta": oauth})
    wish = {"email_address": "a@b.example", "first_name": "A", "last_name": "B", "user_permissions": {"apis": "read"}}
    wish = {"api": "Orders", "client_name": "c", "redirect_uri": ""} if kind == "oauth_client" else wish
    tyk.control("PUT", "faults", [{"method": "GET", "status": status, "times": 1, "skip": skip}])
    tyk.log()
    told = tyk.run(kind, **wish, key_file=str(file))
    made = any(entry.startswith("POST") for entry in tyk.log())
    assert bool(told.get("failed")) is not made and file.exists() is made, told.get("msg")


# Lists whose items differ in nothing but their secrets.
ALIKE = {
    "classic": {
        "proxy": {"target_list": ["http://u1:p1@h.example/", "http://u2:p2@h.example/", "http://u1:p1@h.example/"]},
        "config_data": {
            "several": [{"password": "p1"}, {"password": "p2"}, {"deep": [{"name": "token", "value": "p3"}]}]
        },
    },
    "oas": {
        "openapi": "3.0.3",
        "info": {"title": "A", "version": "1"},
        "paths": {"/k": {"get": {"operationId": "k", "responses": {"200": {"description": "d"}}}}},
        "x-tyk-api-gateway": {
            "middleware": {
                "operations": {
                    "k": {
                        "mockResponse": {
                            "enabled": True,
                            "code": 200,
                            "body": "",
                            "headers": [{"name": "Set-Cookie", "value": "a=1"}, {"name": "Set-Cookie", "value": "b=2"}],
                        }
                    }
                }
            },
            "upstream": {
                "loadBalancing": {
                    "enabled": True,
                    "targets": [{"url": f"http://u{number}:p@h.example/", "weight": 1} for number in range(3)],
                }
            },
        },
    },
}


@pytest.mark.parametrize("strategy", ["merge", "replace"])
@pytest.mark.parametrize("form", ALIKE)
def test_items_that_differ_in_their_secrets_alone_keep_each_its_own(form, strategy):
    tyk = Tyk()
    tyk.ok("api", **{**ORDERS, "format": form, "definition": ALIKE[form]})
    before = tyk.ok("config_info", include_secrets=True)["config"]
    exported = tyk.ok("config_info")["config"]
    assert "********" in json.dumps(exported)
    assert not tyk.ok("config", config=exported, strategy=strategy)["changed"]
    shown = tyk.ok("api_info", name="Orders")["apis"][0]
    assert not tyk.ok("api", name="Orders", definition=shown["definition"])["changed"]
    assert tyk.ok("config_info", include_secrets=True)["config"] == before


def test_which_of_items_that_look_alike_went_has_to_be_told():
    tyk = Tyk()
    tyk.ok("api", **{**ORDERS, "format": "oas", "definition": ALIKE["oas"]})
    before = tyk.ok("config_info", include_secrets=True)["config"]
    config = tyk.ok("config_info")["config"]
    operations = config["apis"][0]["definition"]["x-tyk-api-gateway"]["middleware"]["operations"]
    del operations["k"]["mockResponse"]["headers"][0]
    for check in (True, False):
        assert "mask of a secret" in tyk.run("config", config=config, check=check)["msg"]
    assert tyk.ok("config_info", include_secrets=True)["config"] == before


@pytest.mark.parametrize(
    ("kind", "make", "wish"),
    [
        ("api", {}, {"definition": {"jwt_source": "********"}}),
        ("api", {}, {"target_url": "http://u:********@h.example/"}),
        ("api", {}, {"definition": {"config_data": {"VAULT_TOKEN": "********"}}}),
        ("api", {"definition": {"config_data": {"n": "open"}}}, {"definition": {"config_data": {"n": "********"}}}),
        ("webhook", {}, {"header_map": {"Authorization": "********"}}),
        ("webhook", {"header_map": {"A": "x"}}, {"header_map": {"A": "Bearer ********"}}),
        ("key", {}, {"hmac": {"secret": "********"}}),
    ],
    ids=str,
)
@pytest.mark.parametrize("strategy", ["merge", "replace"])
def test_a_mask_of_nothing_is_refused(kind, make, wish, strategy):
    tyk = Tyk()
    tyk.ok("api", **ORDERS)
    base = {
        "api": {**ORDERS, "name": "New", "listen_path": "/new/"},
        "webhook": {"name": "W", "method": "POST", "target_path": "http://h.example/"},
        "key": {"alias": "k", "access_rights": [{"api": "Orders"}]},
    }[kind]
    for there in (False, True):
        if there:
            tyk.ok(kind, **{**base, **make})
        for check in (True, False):
            told = tyk.run(kind, **{**base, **wish}, strategy=strategy, check=check)
            assert told.get("failed") and "mask of a secret" in told["msg"], told
    assert "********" not in json.dumps(tyk.ok("config_info", include_secrets=True)["config"])


def test_a_header_that_is_given_another_name_does_not_get_the_mask():
    tyk, add = Tyk(), [{"name": "Authorization", "value": "Bearer 1"}]
    own = {"middleware": {"global": {"transformRequestHeaders": {"enabled": True, "add": add}}}}
    document = {"openapi": "3.0.3", "info": {"title": "A", "version": "1"}, "paths": {}, "x-tyk-api-gateway": own}
    tyk.ok("api", **ORDERS, definition=document)
    config = tyk.ok("config_info")["config"]
    header = config["apis"][0]["definition"]["x-tyk-api-gateway"]["middleware"]["global"]["transformRequestHeaders"][
        "add"
    ][0]
    assert header["value"] == "********"
    header["name"] = "X-Upstream-Auth"
    assert "mask of a secret" in tyk.fails("config", config=config)


@pytest.mark.parametrize(
    ("kind", "params"),
    [
        (
            "webhook",
            {"name": "W", "method": "POST", "target_path": "http://h/", "definition": {"headers": {"Cookie": S}}},
        ),
        ("key", {"alias": "k", "access_rights": [{"api": "Orders"}], "definition": {"hmac_secret": S}}),
        (
            "user",
            {"email_address": "a@b.example", "first_name": "a", "last_name": "b", "definition": {"reset_token": S}},
        ),
        ("policy", {"name": "P", "access_rights": [{"api": "Orders"}], "definition": {"client_secret": [S]}}),
        ("oauth_client", {"api": "Orders", "client_name": "c", "definition": {"client_secret": S}}),
        ("api", {"name": "Orders", "openapi": {"openapi": "3.0.3", "paths": {}, "x-tyk-api-gateway": SCHEME}}),
        ("api", {**ORDERS, "target_url": f"u:{S}@h/"}),
        ("api", {**ORDERS, "target_url": f"http://u:a/{S}@h/"}),
        ("api", {"name": "Orders", "definition": {"config_data": {"password": 73519264}}}),
    ],
    ids=str,
)
def test_fields_that_nobody_knows_are_judged_by_their_names(tyk, tmp_path, kind, params):
    section = {"api": "apis", "policy": "policies"}.get(kind, f"{kind}s")
    for check in (True, False):
        report = [str(tmp_path / f"r{check}.{ending}") for ending in ("md", "html", "json", "xml")]
        tyk.run(kind, **params, check=check)
        assert S not in tyk.out and "73519264" not in tyk.out
        tyk.run("config", config={section: [params]}, check=check, report=report)
        assert S not in tyk.out and "73519264" not in tyk.out
    assert not [path for path in tmp_path.iterdir() if S in path.read_text() or "73519264" in path.read_text()]


@pytest.mark.parametrize(
    "text", [f"password: !{S}", f"password: !!{S}", f"password: *{S}", f'password: "{S}', f"{S}: [{S}"]
)
def test_what_is_no_yaml_is_not_quoted(tyk, tmp_path, text):
    (tmp_path / "users.yml").write_text(f"---\nusers:\n  - email_address: a@b.example\n    {text}\n")
    told = tyk.run("config", src=[str(tmp_path)])
    assert told["failed"] and "users.yml" in told["msg"] and S not in tyk.out
