# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a backup brings back is as it was, and the second time there is nothing to do."""

from __future__ import annotations

import pathlib

import pytest
from backup_world import head, stored
from gateway_runner import Gate
from trust_world import build

RIGHTS = {"access_rights": [{"api": "Orders"}]}
KEY = {"key_id": "a-key-of-ours"}
PLACE = {"name": "Zoo", "format": "oas", "listen_path": "/zoo/", "target_url": "http://up.example/"}


def dashboard():
    return build()


def gateway(**config):
    gate = Gate(**config)
    gate.api()
    return gate


def old_gateway():
    return gateway(gateway_version="5.8.9")


WORLDS = [dashboard, gateway]


def changed(tyk, folder, kind, how="task", **task):
    """A change with a backup; the result."""
    where = {"backup": True, "backup_dir": str(folder)}
    section = {"key": "keys", "policy": "policies"}.get(kind, f"{kind}s")
    done = tyk.ok(kind, **task, **where) if how == "task" else tyk.ok("config", config={section: [task]}, **where)
    assert done["changed"]
    return done


def said(tyk, result):
    return "\n".join(tyk.warnings(result))


def brought_back(tyk, done):
    """Apply its file; the second time changes nothing."""
    first = tyk.ok("config", src=[done["backup_path"]])
    again = tyk.ok("config", src=[done["backup_path"]])
    assert not again["changed"], again["changes"]
    return first


@pytest.mark.parametrize("how", ["task", "config"])
@pytest.mark.parametrize("policies", [False, True])
@pytest.mark.parametrize("world", WORLDS)
def test_what_is_asked_for_once_is_nothing_that_a_key_has(world, policies, how, tmp_path):
    tyk, rights = world(), RIGHTS
    if policies:
        tyk.ok("policy", name="Bronze", **RIGHTS, rate=7, per=1, quota_max=5, quota_renewal_rate=60)
        rights = {"policies": ["Bronze"]}
    tyk.ok("key", **KEY, alias="one", quota_max=100, quota_renewal_rate=3600, **rights)
    for row in tyk.emulator.state["keys"]:
        row["session"]["quota_remaining"] = 3
    done = changed(tyk, tmp_path, "key", how, **KEY, tags=["x"], reset_quota=True, update_secrets="always")
    assert "quota_used" not in pathlib.Path(done["backup_path"]).read_text(encoding="utf-8")
    brought_back(tyk, done)


EMPTY = {
    "alias": ("key", {**KEY, **RIGHTS}, {**KEY, "alias": "now"}),
    "expires": ("key", {**KEY, **RIGHTS}, {**KEY, "expires": "2099-01-01"}),
    "domain": (
        "api",
        {**PLACE, "format": "classic"},
        {"name": "Zoo", "definition": {"domain": "x.example", "internal": True}},
    ),
    "description": (
        "api",
        PLACE,
        {
            "name": "Zoo",
            "definition": {"x-tyk-api-gateway": {"server": {"customDomain": {"enabled": True, "name": "x.example"}}}},
        },
    ),
    "template": ("webhook", {"name": "W", "target_path": "http://w.example/"}, {"name": "W", "template_path": "x"}),
    "words": (
        "user_group",
        {"name": "W", "user_permissions": {"apis": "read"}},
        {"name": "W", "description": "now"},
    ),
}


@pytest.mark.parametrize("how", ["task", "config"])
@pytest.mark.parametrize("case", EMPTY)
@pytest.mark.parametrize("world", WORLDS)
def test_a_text_that_was_empty_is_empty_again(world, case, how, tmp_path):
    tyk, (kind, make, change) = world(), EMPTY[case]
    if world is gateway and kind not in ("key", "api"):
        return
    tyk.ok(kind, **make)
    before = stored(tyk)
    done = changed(tyk, tmp_path, kind, how, **change)
    assert stored(tyk) != before
    brought_back(tyk, done)
    assert stored(tyk) == before


OWN = {
    "described": [{"url": "/zoo/", "description": "here"}],
    "plain": [{"url": "/zoo/"}],
    "elsewhere": [{"url": "https://other.example/zoo/"}],
    "several": [{"url": "https://other.example/v2/"}, {"url": "/zoo/", "description": "here"}],
}
CHANGES = {
    "gone": {"state": "absent"},
    "moved": {"listen_path": "/animals/"},
    "replaced": {"target_url": "http://new.example/", "definition": {"servers": [{"url": "https://new.example/"}]}},
}


def document(tyk, ident, new=None):
    """The document as it is, or is to be."""
    if isinstance(tyk, Gate):
        if new is not None:
            tyk.ask("PUT", f"/tyk/apis/oas/{ident}", new)
            tyk.ask("GET", "/tyk/reload?block=true")
        return tyk.ask("GET", f"/tyk/apis/oas/{ident}")[1]
    if new is not None:
        tyk.call("PUT", f"/api/apis/oas/{ident}", new)
    return tyk.read(f"/api/apis/oas/{ident}")


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("own", OWN)
@pytest.mark.parametrize("world", [*WORLDS, old_gateway])
def test_servers_of_a_document_come_back_beside_those_of_tyk(world, own, change, tmp_path):
    tyk = world()
    ident = tyk.ok("api", **PLACE)["api"]["api_id"]
    made = document(tyk, ident)
    before = document(tyk, ident, {**made, "servers": [*made["servers"], *OWN[own]]})["servers"]
    done = changed(tyk, tmp_path, "api", name="Zoo", **CHANGES[change])
    back = brought_back(tyk, done)
    assert document(tyk, ident)["servers"] == before and "did not keep" not in said(tyk, back)


@pytest.mark.parametrize("world", [*WORLDS, old_gateway])
def test_a_key_without_a_password_has_none_to_lose(world, tmp_path):
    tyk = world()
    tyk.ok("key", **KEY, **RIGHTS)
    for change in ({"tags": ["x"]}, {"tags": ["y"], "strategy": "replace", **RIGHTS}, {"state": "absent"}):
        done = changed(tyk, tmp_path, "key", **KEY, **change)
        assert "does not give back" not in said(tyk, done) and "password" not in head(done["backup_path"])
        brought_back(tyk, done)


@pytest.mark.parametrize("world", [*WORLDS, old_gateway])
def test_a_password_that_is_written_over_is_lost_and_that_is_told(world, tmp_path):
    tyk, user = world(), {"basic_auth": {"username": "joe-joe", "password": "planted"}}
    tyk.ok("key", alias="joe", **user, **RIGHTS)
    stays = changed(tyk, tmp_path, "key", **user, tags=["x"])
    assert "does not give back" not in said(tyk, stays) and "hash_key_function" not in said(tyk, stays)
    brought_back(tyk, stays)
    for check in (True, False):
        where = {"backup": True, "backup_dir": str(tmp_path), "check": check}
        done = tyk.ok("key", **user, tags=["y"], update_secrets="always", **where)
        assert "key 'joe': basic_auth_data, which Tyk shows nobody" in said(tyk, done)
    gone = changed(tyk, tmp_path, "key", **user, state="absent")
    assert "its user name and its password" in said(tyk, gone)


VERSIONS = {
    "none, and versioned": {"not_versioned": False, "versions": {}},
    "none": {"not_versioned": True, "versions": {}},
    "another": {"not_versioned": False, "versions": {"v1": {"name": "v1"}}},
}


@pytest.mark.parametrize(
    "change", [{"state": "absent"}, {"target_url": "http://other.example/"}], ids=["gone", "moved"]
)
@pytest.mark.parametrize("data", VERSIONS)
def test_an_api_gets_no_version_that_it_never_had(data, change, tmp_path):
    tyk = build()
    proxy = {"listen_path": "/v/", "target_url": "http://up.example/"}
    bare = {"name": "Bare", "active": True, "proxy": proxy, "version_data": VERSIONS[data]}
    tyk.make("/api/apis", {"api_definition": bare, "hook_references": []})
    before = stored(tyk)
    done = changed(tyk, tmp_path, "api", name="Bare", **change)
    assert tyk.ok("config", src=[done["backup_path"]], check=True)["changed"]
    assert brought_back(tyk, done)["changed"] and stored(tyk) == before
    assert not tyk.ok("config", src=[done["backup_path"]], check=True)["changed"]
    tyk.log()
    result = tyk.ok("config", src=[done["backup_path"]])
    assert not tyk.writes() and "did not keep" not in said(tyk, result)


ALL_KINDS = ["apis", "mcp_proxies", "policies", "oauth_clients"]


def dependents(world):
    """An API, its version, and a proxy, with all that hangs on them."""
    tyk = world()
    more = {"target_url": "http://up.example/", "format": "oas", "definition": {"openapi": "3.0.3"}}
    token = {"name": "Token", "listen_path": "/token/", "target_url": "http://up.example/", "format": "classic"}
    named = [{"api": name} for name in ("Token", "Base", "V2", "Proxy")]
    client = {"api": "Token", "client_id": "a-shop", "redirect_uri": "http://s.example", "secret": "a-planted-secret"}
    config = {
        "apis": [
            {**token, "definition": {"use_oauth2": True}},
            {"name": "Base", "listen_path": "/base/", **more},
            {"name": "V2", "listen_path": "/v2/", **more, "version": {"of": "Base", "name": "v2"}},
        ],
        "mcp_proxies": [{"name": "Proxy", "listen_path": "/proxy/", "target_url": "http://mcp.example/"}],
        "policies": [{"name": "Both", "access_rights": named}],
        "oauth_clients": [{**client, "policy": "Both"}],
    }
    tyk.ok("config", config=config)
    return tyk


@pytest.mark.parametrize(
    ("kind", "task"),
    [
        ("api", {"name": "Token"}),
        ("api", {"name": "V2"}),
        ("api", {"name": "Base"}),
        ("api", {"name": "Base", "purge": True}),
        ("mcp_proxy", {"name": "Proxy"}),
        ("policy", {"name": "Both"}),
    ],
    ids=["API", "version", "base", "base with versions", "proxy", "policy"],
)
@pytest.mark.parametrize("world", WORLDS)
def test_what_hangs_on_what_goes_comes_back(world, kind, task, tmp_path):
    tyk = dependents(world)

    def there():
        return tyk.ok("config_info", kinds=ALL_KINDS, include_secrets=True)["config"]

    before = there()
    done = changed(tyk, tmp_path, kind, **task, state="absent")
    assert "in comments" not in said(tyk, done)
    brought_back(tyk, done)
    assert there() == before


@pytest.mark.parametrize("world", WORLDS)
def test_clients_of_an_api_that_goes_are_kept(world, tmp_path):
    """Tyk may keep them, or not: nothing tells, and then nobody knows their secrets any more."""
    tyk = dependents(world)
    clients = tyk.ok("config_info", kinds=["oauth_clients"], include_secrets=True)["config"]
    done = changed(tyk, tmp_path, "api", name="Token", state="absent")
    assert "a-planted-secret" in pathlib.Path(done["backup_path"]).read_text() and "a-planted-secret" not in tyk.out
    table = tyk.emulator.state["clients"]
    for row in [row for row in table if "a-shop" in str(row)]:
        table.remove(row["id"])
    brought_back(tyk, done)
    assert tyk.ok("config_info", kinds=["oauth_clients"], include_secrets=True)["config"] == clients


def test_clients_that_the_token_may_not_list_are_told(tmp_path):
    tyk = dependents(dashboard)
    refused = {"path": "/api/apis/oauth/", "status": 403, "times": 99}
    tyk.control("PUT", "faults", [refused])
    done = changed(tyk, tmp_path, "api", name="Token", state="absent")
    assert "API 'Token': what OAuth clients it has" in said(tyk, done) and "OAuth clients" in head(done["backup_path"])
