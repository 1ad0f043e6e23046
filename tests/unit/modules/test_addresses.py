# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An e-mail address means the same in capitals, wherever it is named."""

from __future__ import annotations

import itertools

import pytest

ADA = {"first_name": "A", "last_name": "O", "user_permissions": {"apis": "read"}}
SPELLINGS = ("ada@acme.example", "Ada@Acme.example", "ADA@ACME.EXAMPLE")
API = {"name": "Orders", "listen_path": "/orders/", "target_url": "http://up.example/"}


@pytest.fixture(params=SPELLINGS)
def ada(request):
    return request.param


@pytest.mark.parametrize("style", ["classic", "oas"])
def test_an_owner_in_any_spelling(tyk, ada, style):
    wish = {**API, "format": style, "owners": {"users": [ada]}}
    config = {"users": [{**ADA, "email_address": "Ada@ACME.example"}], "apis": [wish]}
    assert tyk.ok("config", config=config, check=True)["changed"]
    assert tyk.ok("config", config=config)["changed"]
    assert not tyk.ok("config", config=config)["changed"]
    for check in (True, False):
        assert not tyk.ok("api", **wish, check=check)["changed"]
    assert tyk.ok("api_info")["apis"][0]["owners"] == {"users": ["ada@acme.example"]}


def test_a_user_in_any_spelling(tyk, ada):
    tyk.ok("user", **ADA, email_address=SPELLINGS[0])
    assert not tyk.ok("user", **ADA, email_address=ada)["changed"]
    assert len(tyk.ok("user_info", email_address=ada)["users"]) == 1
    exported = tyk.ok("config_info", kinds=["users"], name=[ada[:5] + "*"])["config"]["users"]
    assert [user["email_address"] for user in exported] == [SPELLINGS[0]]
    overlay = {"users": [{"email_address": ada, "last_name": "Byron"}]}
    config = {"users": [{**ADA, "email_address": SPELLINGS[1]}]}
    assert tyk.ok("config", config=config, overlays=[overlay])["changed"]
    assert tyk.ok("user", email_address=ada, state="absent")["changed"]


@pytest.mark.parametrize("pair", itertools.combinations_with_replacement(SPELLINGS, 2), ids=str)
def test_one_user_is_declared_once(tyk, pair):
    config = {"users": [{**ADA, "email_address": email} for email in pair]}
    tyk.log()
    for _time in ("new", "old"):
        for check in (True, False):
            text = tyk.fails("config", config=config, check=check)
            assert "config: users[1]" in text and "nothing was written" in text
        assert not tyk.writes()
        tyk.ok("user", **ADA, email_address=SPELLINGS[0])
        tyk.log()


def test_prune_knows_every_spelling(tyk, ada):
    for name in (*SPELLINGS[:1], "bob@acme.example"):
        tyk.ok("user", **ADA, email_address=name)
    me = {"users": [{"email_address": "Admin@Acme.example"}]}
    kept = tyk.ok("config", config=me, prune=["users"], prune_all=True, protected={"users": [ada]}, check=True)
    assert [change["name"] for change in kept["changes"]] == ["bob@acme.example"] and not tyk.warnings(kept)
    scoped = tyk.ok("config", config=me, prune=["users"], prune_scope={"name_prefix": ada[:3]}, check=True)
    assert [change["name"] for change in scoped["changes"]] == [SPELLINGS[0]]
