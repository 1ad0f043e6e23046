# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An export leaves secrets and what nobody can set again out; with ``strategy: replace`` they stay all the same."""

from __future__ import annotations

import pytest
from gateway_runner import Gate
from module_runner import Tyk

UP = "http://up.example/"
OAUTH = {"client_id": "c", "client_secret": "s3cr3t-client", "token_url": "http://t.example"}
UPSTREAM = {"enabled": True, "oauth": {"enabled": True, "allowed_authorize_types": ["clientCredentials"]}}
UPSTREAM["oauth"]["client_credentials"] = OAUTH
SCHEMES = {"token": {"type": "apiKey", "in": "header", "name": "Authorization"}}
BASIC = {"enabled": True, "username": "u", "password": "s3cr3t-basic"}
SIGNING = {"is_enabled": True, "secret": "s3cr3t-signing", "key_id": "k", "algorithm": "hmac-sha256"}
# Objects with a secret at every sort of place: alone, beside others, deep below, in a map, in a list.
SECRETS = {
    "api": {
        "name": "Classic",
        "listen_path": "/classic/",
        "target_url": UP,
        "definition": {
            "enable_jwt": True,
            "jwt_source": "s3cr3t-jwt",
            "notifications": {"shared_secret": "s3cr3t-alone"},
            "request_signing": SIGNING,
            "upstream_auth": UPSTREAM,
        },
    },
    "api in OAS form": {
        "name": "Modern",
        "format": "oas",
        "listen_path": "/modern/",
        "target_url": UP,
        "definition": {"x-tyk-api-gateway": {"upstream": {"authentication": {"enabled": True, "basicAuth": BASIC}}}},
    },
    "webhook": {"name": "Pager", "target_path": UP, "header_map": {"X-Key": "s3cr3t-head", "X-Other": "s3cr3t-too"}},
    "webhook with an empty header": {
        "name": "Bell",
        "target_path": UP,
        "header_map": {"X-Key": "s3cr3t-h", "X-No": ""},
    },
    "key": {"alias": "acme", "access_rights": [{"api": "Base"}], "hmac": {"enabled": True, "secret": "s3cr3t-hmac"}},
    "key with a JWT": {"alias": "jwt", "access_rights": [{"api": "Base"}], "jwt": {"secret": "s3cr3t-jwt"}},
}
SECTIONS = {"api": "apis", "webhook": "webhooks", "key": "keys"}
CASES = [(Tyk, style) for style in SECRETS] + [(Gate, style) for style in SECRETS if "webhook" not in style]


@pytest.fixture(params=CASES, ids=lambda case: f"{case[0].__name__}-{case[1]}")
def world(request):
    platform, style = request.param
    tyk, kind = platform(), style.split()[0]
    item = {**SECRETS[style], **({"key_id": "a-key"} if platform is Gate and kind == "key" else {})}
    tyk.ok("api", name="Base", listen_path="/base/", target_url=UP)
    tyk.ok(kind, **item)
    return tyk, kind, item


def stored(tyk):
    return tyk.control("GET", "state")


def test_an_export_without_secrets_replaces_none(world):
    tyk, kind, _item = world
    config = tyk.ok("config_info", kinds=[SECTIONS[kind]])["config"]
    assert "s3cr3t" not in tyk.out
    before = stored(tyk)
    for check in (True, False):
        result = tyk.ok("config", config=config, strategy="replace", check=check)
        assert not result["changed"] and "s3cr3t" not in tyk.out
    assert stored(tyk) == before


def test_a_secret_that_is_named_counts_and_null_takes_it_away(tyk):
    item = SECRETS["api"]
    tyk.ok("api", **item)
    bare = {**item, "definition": {**item["definition"], "jwt_source": "s3cr3t-new"}, "strategy": "replace"}
    assert tyk.ok("api", **bare)["changed"]

    def get():
        return tyk.read("/api/apis?p=-1")["apis"][0]["api_definition"]

    assert get()["jwt_source"] == "s3cr3t-new"
    bare["definition"] = {**bare["definition"], "jwt_source": None}
    assert tyk.ok("api", **bare)["changed"] and not get()["jwt_source"]
    bare["definition"] = {"notifications": None}
    assert tyk.ok("api", **bare)["changed"]
    assert not get()["notifications"]["shared_secret"]
    assert not (get().get("request_signing") or {}).get("secret"), "it goes with all that it was beside"
    assert not tyk.ok("api", **bare)["changed"]


def test_of_a_map_of_the_users_own_secrets_go_where_one_is_named(tyk):
    tyk.ok("webhook", **SECRETS["webhook"])
    wish = {**SECRETS["webhook"], "header_map": {"X-Key": "s3cr3t-new"}, "strategy": "replace"}
    assert tyk.ok("webhook", **wish)["changed"] and not tyk.ok("webhook", **wish)["changed"]
    assert tyk.read("/api/hooks?p=-1")["hooks"][0]["header_map"] == {"X-Key": "s3cr3t-new"}


def granted(tyk):
    """A user whom the Admin API has given what nobody else can give."""
    tyk.user("boss@acme.example", tyk.org, {"IsAdmin": "admin", "ResetPassword": "admin"})
    return {"email_address": "boss@acme.example"}


@pytest.mark.parametrize("strategy", ["merge", "replace"])
def test_a_permission_that_only_the_admin_api_grants_stays_and_is_not_exported(tyk, strategy):
    boss = granted(tyk)
    config = tyk.ok("config_info", kinds=["users"])["config"]
    assert "ResetPassword" not in str(config)
    assert not tyk.ok("config", config=config, strategy=strategy)["changed"]
    assert tyk.ok("user", **boss, first_name="New", strategy="merge")["changed"]
    (user,) = tyk.ok("user_info", **boss)["users"]
    assert user["user_permissions"]["ResetPassword"] == "admin"
    other = Tyk(seed=5)
    made = other.ok("config", config=config)
    assert not other.warnings(made) and not other.ok("config", config=config)["changed"]


@pytest.mark.parametrize("many", [False, True])
def test_to_ask_for_it_is_told_and_no_change_for_ever(tyk, many):
    wish = {"email_address": "new@acme.example", "first_name": "N", "last_name": "N"}
    wish["user_permissions"] = {"apis": "read", "ResetPassword": "admin"}
    for changed in (True, False):
        for check in (True, False):
            result = tyk.ok(
                *(("config",) if many else ("user",)), **({"config": {"users": [wish]}} if many else wish), check=check
            )
            (told,) = tyk.warnings(result)
            assert "ResetPassword: only the Admin API grants it" in told and result["changed"] is changed
    boss = {**granted(tyk), "user_permissions": {"ResetPassword": "admin"}}
    assert not tyk.warnings(tyk.ok("user", **boss))


@pytest.mark.parametrize("value", [None, "", "deny", "admin"])
@pytest.mark.parametrize("strategy", ["merge", "replace"])
@pytest.mark.parametrize("has", [False, True])
def test_whatever_is_said_of_it_is_said_once(tyk, strategy, value, has):
    rights = {"apis": "read", **({"ResetPassword": "admin"} if has else {})}
    tyk.user("boss@acme.example", tyk.org, rights)
    wish = {"email_address": "boss@acme.example", "first_name": "B", "last_name": "C", "strategy": strategy}
    wish["user_permissions"] = {"apis": "read", "ResetPassword": value}
    planned, done, again = tyk.ok("user", check=True, **wish), tyk.ok("user", **wish), tyk.ok("user", **wish)
    assert not again["changed"] and not tyk.ok("user", check=True, **wish)["changed"]
    assert planned["diff"] == done["diff"]
