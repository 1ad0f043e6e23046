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
