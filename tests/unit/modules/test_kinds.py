# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The life of an object of each of the plain kinds, from one table."""

from __future__ import annotations

import pytest
from module_objects import pem

LIVES = {
    "user_group": ({"name": "Readers", "user_permissions": {"apis": "read"}}, {"description": "who may read"}),
    "webhook": (
        {"name": "Alarm", "target_path": "http://alarm.example/", "header_map": {"X-Key": "s3cr3t-of-alarm"}},
        {"event_timeout": 60},
    ),
    "asset": ({"name": "Template", "data": {"openapi": "3.0.3", "info": {"title": "T"}}}, {"description": "ours"}),
}


@pytest.mark.parametrize("kind", LIVES)
def test_life(tyk, kind):
    wish, change = LIVES[kind]
    planned = tyk.ok(kind, check=True, **wish)
    assert not tyk.writes()
    made = tyk.ok(kind, **wish)
    assert made["changed"] and made["diff"] == planned["diff"] and not tyk.warnings(made)
    tyk.log()
    assert not tyk.ok(kind, **wish)["changed"]
    assert len(tyk.log()) <= 2
    assert tyk.ok(kind, **wish, **change)["changed"]
    assert len(tyk.log()) <= 5
    assert not tyk.ok(kind, **wish, **change)["changed"]
    again = tyk.ok(kind, name=wish["name"], **dict.fromkeys(change))
    assert again["changed"]
    assert not tyk.ok(kind, **wish, **dict.fromkeys(change))["changed"]
    found = tyk.ok(kind + "_info")[kind + "s"]
    assert [entry["name"] for entry in found] == [wish["name"]]
    assert "s3cr3t" not in tyk.out
    assert tyk.ok(kind, name=wish["name"], state="absent")["changed"]
    assert not tyk.ok(kind, name=wish["name"], state="absent")["changed"]


def test_users_name_their_group(tyk):
    tyk.ok("user_group", **LIVES["user_group"][0])
    person = {
        "email_address": "x@acme.example",
        "first_name": "A",
        "last_name": "B",
        "user_permissions": {"apis": "read"},
    }
    assert "Nobody" in tyk.fails("user", **person, group="Nobody")
    assert not [entry for entry in tyk.writes() if "users" in entry]
    done = tyk.ok("user", **person, group="Readers")
    assert done["user"]["group"] == "Readers"
    tyk.log()
    assert not tyk.ok("user", **person, group="Readers")["changed"]
    assert len(tyk.log()) <= 2
    assert tyk.ok("user", email_address="x@acme.example", group=None)["changed"]
    assert not tyk.ok("user", email_address="x@acme.example", group=None)["changed"]


def oauth_api(tyk):
    tyk.ok("api", name="Orders", listen_path="/o/", target_url="http://x.example", definition={"use_oauth2": True})
    tyk.ok("policy", name="Gold", access_rights=[{"api": "Orders"}], rate=1, per=1)
    tyk.log()


def test_oauth_client(tyk):
    oauth_api(tyk)
    wish = {
        "api": "Orders",
        "client_id": "shop",
        "client_name": "Shop",
        "policy": "Gold",
        "redirect_uri": "http://s.example",
    }
    planned = tyk.ok("oauth_client", check=True, **wish)
    made = tyk.ok("oauth_client", **wish)
    assert made["diff"] == planned["diff"]
    secret = made["oauth_client"]["secret"]
    assert secret and made["oauth_client"]["policy"] == "Gold"
    tyk.log()
    again = tyk.ok("oauth_client", **wish)
    assert not again["changed"] and secret not in tyk.out
    for check in (True, False):
        text = tyk.fails("oauth_client", **{**wish, "redirect_uri": "http://other.example"}, check=check)
        assert "recreate" in text and "redirect_uri" in text
    assert not tyk.writes()
    changed = tyk.ok("oauth_client", **{**wish, "redirect_uri": "http://other.example"}, recreate=True)
    assert changed["changed"] and secret not in tyk.out
    found = tyk.ok("oauth_client_info", api="Orders")["oauth_clients"]
    assert [client["redirect_uri"] for client in found] == ["http://other.example"] and secret not in tyk.out
    api_id = tyk.ok("api_info", name="Orders")["apis"][0]["api_id"]
    assert tyk.read(f"/api/apis/oauth/{api_id}/shop")["secret"] == secret
    assert tyk.ok("oauth_client", api="Orders", client_id="shop", state="absent")["changed"]
    assert not tyk.ok("oauth_client", api="Orders", client_id="shop", state="absent")["changed"]


def test_oauth_client_of_an_api_to_come(tyk):
    assert tyk.ok("oauth_client", api="Orders", client_name="Shop", policy="Gold", check=True)["changed"]
    assert "Orders" in tyk.fails("oauth_client", api="Orders", client_name="Shop")
    assert not tyk.writes()


def test_certificate(tyk, tmp_path):
    text, key = pem()
    planned = tyk.ok("certificate", certificate=text, private_key=key, check=True)
    assert not tyk.writes()
    made = tyk.ok("certificate", certificate=text, private_key=key)
    assert made["changed"] and planned["diff"] == made["diff"]
    ident = made["certificate"]["certificate_id"]
    assert ident.startswith(tyk.org) and made["certificate"]["has_private"] is True
    assert key.splitlines()[1] not in tyk.out
    (tmp_path / "pem").write_text(text + key)
    tyk.log()
    assert not tyk.ok("certificate", certificate_path=str(tmp_path / "pem"))["changed"]
    assert len(tyk.log()) <= 2
    assert tyk.ok("certificate_info")["certificates"][0]["certificate_id"] == ident
    assert key.splitlines()[1] not in tyk.out
    assert tyk.ok("certificate", certificate_id=ident, state="absent")["changed"]
    assert not tyk.ok("certificate", certificate=text, state="absent")["changed"]
    tyk.log()
    for wrong in ("nonsense", "-----BEGIN CERTIFICATE-----\n!!\n-----END CERTIFICATE-----"):
        assert "PEM" in tyk.fails("certificate", certificate=wrong)
    assert "private_key" in tyk.fails("certificate", certificate=text, private_key="nonsense")
    assert not tyk.writes()


def test_oauth_client_that_can_not_be_made_anew_is_put_back(tyk):
    oauth_api(tyk)
    wish = {"api": "Orders", "client_id": "shop", "policy": "Gold", "redirect_uri": "http://s.example"}
    secret = tyk.ok("oauth_client", **wish)["oauth_client"]["secret"]
    tyk.control("PUT", "faults", [{"method": "POST", "status": 500}])
    tyk.fails("oauth_client", **{**wish, "redirect_uri": "http://other.example"}, recreate=True)
    again = tyk.ok("oauth_client", **wish)
    assert not again["changed"]
    api_id = tyk.ok("api_info", name="Orders")["apis"][0]["api_id"]
    assert tyk.read(f"/api/apis/oauth/{api_id}/shop")["secret"] == secret
