# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How the vendor's scripts fill an empty Dashboard: their calls, and how they cut ids out of the answers."""

from __future__ import annotations

import base64
import re

import pytest
from emulator_world import ADMIN, World, parse, rights, wrapper

EVENTS = {"hashed_key_event": {"redis": True}, "key_event": {"redis": True}}
QUICK_KEY = {"allowance": -1, "per": -1, "rate": -1, "quota_max": -1}


class Shell:
    """Asks without knowing JSON, as a shell script does."""

    def __init__(self, **settings):
        self.world = World(**settings)
        self.token = ""

    def curl(self, method, target, body=None, headers=None):
        response = self.world.send(method, target, body, headers or {"Authorization": self.token})
        assert response.status == 200, response.body
        return response.body.decode()


def last_word(text):
    """The last but one of what quotes part."""
    return text.split('"')[-2]


def after(text, name):
    return re.search(f'"{name}":"([^"]*)"', text).group(1)


@pytest.fixture
def quick():
    """The quick start: an organisation, an administrator, an API, a policy and a key of a chosen name."""
    shell = Shell(quirks={"masked-tokens"})
    organisation = {"owner_name": "Trial", "cname_enabled": True, "event_options": EVENTS, "hybrid_enabled": True}
    shell.org = last_word(shell.curl("POST", "/admin/organisations/", organisation, ADMIN))
    user = {"org_id": shell.org, "first_name": "Dev", "last_name": "T", "email_address": "dev@trial.example"}
    user |= {"active": True, "user_permissions": {"IsAdmin": "admin"}}
    made = shell.curl("POST", "/admin/users/", user, ADMIN)
    shell.user, shell.token = after(made, "id"), after(made, "access_key")
    password = {"new_password": "topsecret", "user_permissions": {"IsAdmin": "admin"}}
    shell.curl("POST", f"/api/users/{shell.user}/actions/reset", password)
    shell.api = last_word(shell.curl("POST", "/api/apis", {"api_definition": wrapper("Echo")["api_definition"]}))
    policy = {"name": "Default", "org_id": shell.org, "active": True, "rate": 2, "per": 10, "quota_max": -1}
    policy |= {"access_rights": rights(shell.api, allowed_urls=[], limit=None), "auth_type": "other", "expires": 0}
    shell.policy = after(shell.curl("POST", "/api/portal/policies/", policy), "Message")
    return shell


def test_ids_can_be_cut_out_of_the_answers(quick):
    assert re.fullmatch("[0-9a-f]{24}", quick.org) and re.fullmatch("[0-9a-f]{24}", quick.user)
    assert quick.world.admin("GET", f"/admin/users/{quick.user}")[1]["org_id"] == quick.org
    assert parse(quick.curl("GET", f"/api/apis/{quick.api}"))["api_definition"]["org_id"] == quick.org
    assert parse(quick.curl("GET", f"/api/portal/policies/{quick.policy}"))["name"] == "Default"


@pytest.mark.parametrize("path", ["/api/keys", "/api/keys/my_custom_key", "/api/keys/my_custom_key/"])
def test_a_key_leaves_to_its_policies_what_they_say(quick, path):
    made = parse(quick.curl("POST", path, {"apply_policies": [quick.policy], "org_id": quick.org, **QUICK_KEY}))
    session = made["data"]
    assert list(session["access_rights"]) == [quick.api] and (session["rate"], session["per"]) == (2, 10)
    assert session["expires"] == 0 and session["meta_data"] in (None, {})
    if "custom" in path:
        assert parse(quick.curl("GET", "/api/keys/my_custom_key"))["data"]["apply_policies"] == [quick.policy]
        quick.curl("PUT", "/api/keys/my_custom_key", {"apply_policies": [quick.policy], **QUICK_KEY, "alias": "a"})
        assert parse(quick.curl("GET", "/api/keys/my_custom_key"))["data"]["alias"] == "a"


@pytest.mark.parametrize("missing", [*QUICK_KEY, "apply_policies"])
def test_what_no_policy_says_for_a_key(quick, missing):
    body = {"apply_policies": [quick.policy], "org_id": quick.org, **QUICK_KEY}
    del body[missing]
    status, answer = quick.world.call("POST", "/api/keys", body, quick.token)
    assert (status, answer["Message"].split(",")[0]) == (400, "User/Key object validation failed")


@pytest.mark.parametrize("field", ["expires", "access_rights", "meta_data"])
def test_a_stricter_dashboard_wants_all_of_every_key(quick, field):
    quick.world.emulator.config = quick.world.emulator.config.changed({"quirks": {"keys-need-all"}})
    body = {"apply_policies": [quick.policy], **QUICK_KEY, "expires": 0, "access_rights": {}, "meta_data": {}}
    assert quick.world.call("POST", "/api/keys", body, quick.token)[0] == 200
    del body[field]
    assert quick.world.call("POST", "/api/keys", body, quick.token)[0] == 400


def test_what_is_given_must_still_fit(quick):
    for wrong in ({"meta_data": None}, {"expires": "0"}, {"access_rights": []}):
        body = {"apply_policies": [quick.policy], **QUICK_KEY, **wrong}
        assert quick.world.call("POST", "/api/keys", body, quick.token)[0] == 400, wrong


def test_in_a_cluster_the_organisation_is_looked_for_first():
    """By name or address in a list that is asked for without a page; a user that is there already is a 403."""
    world = World()
    listed = world.admin("GET", "/admin/organisations")[1]["organisations"]
    assert [one["owner_name"] for one in listed] == ["Acme"]
    user = {"org_id": world.org, "first_name": "A", "last_name": "B", "email_address": "k8s@acme.example"}
    user |= {"active": True, "user_permissions": {"IsAdmin": "admin"}}
    status, made = world.admin("POST", "/admin/users", user)
    assert (status, made["Message"]) == (200, made["Meta"]["access_key"])
    status, answer = world.admin("POST", "/admin/users", user)
    assert (status, answer["Message"]) == (403, "User email already exists for this Org")
    reset = {"new_password": "topsecret", "user_permissions": {"IsAdmin": "admin"}}
    token = made["Message"]
    assert world.call("POST", f"/api/users/{made['Meta']['id']}/actions/reset", reset, token)[0] == 200


@pytest.mark.parametrize("path", ["/license", "/license/", "/admin/license"])
def test_a_licence_is_sent_as_a_form(path):
    world = World()
    headers = {"content-type": "application/x-www-form-urlencoded", **(ADMIN if "admin" in path else {})}
    assert world.send("POST", path, b"license=ey.J0.x", headers).status == 200
    assert world.send("POST", path, b"", headers).status == 400
    assert world.send("POST", "/admin/license", b"license=ey.J0.x").status == 401


# The classic portal of the vendor's demo.

PAGE = {"is_homepage": True, "template_name": "", "title": "Home", "slug": "/", "fields": {"JumboCTATitle": "Welcome"}}
ENTRY = {"name": "Petstore", "version": "v2", "show": True, "fields": {}, "config": {"oauth_usage_limit": -1}}


def test_the_portal_is_initialised_and_filled(quick):
    """Settings, an empty catalogue, pages, developers; then documents, and entries that name them."""
    quick.curl("POST", "/api/portal/configuration", {})
    catalogue = after(quick.curl("POST", "/api/portal/catalogue", {"org_id": quick.org}), "Message")
    quick.curl("POST", "/api/portal/pages", PAGE)
    developer = {"email": "Dev@Portal.example", "password": "topsecret", "org_id": quick.org}
    quick.curl("POST", "/api/portal/developers", developer)
    for kind, text in (("swagger", base64.encodebytes(b'{"swagger": "2.0"}').decode()), ("graphql", "graphql")):
        document = {"api_id": "", "doc_type": kind, "documentation": text}
        ident = after(quick.curl("POST", "/api/portal/documentation", document), "Message")
        whole = parse(quick.curl("GET", "/api/portal/catalogue"))
        entry = {**ENTRY, "policy_id": quick.policy, "documentation": ident, "name": kind}
        quick.curl("PUT", "/api/portal/catalogue", {**whole, "apis": [*(whole["apis"] or []), entry]})
    whole = parse(quick.curl("GET", "/api/portal/catalogue"))
    assert (whole["id"], whole["org_id"]) == (catalogue, quick.org)
    assert [entry["name"] for entry in whole["apis"]] == ["swagger", "graphql"]
    (swagger, _graphql) = parse(quick.curl("GET", "/api/portal/documentation?p=-1"))["Data"]
    assert whole["apis"][0]["documentation"] == swagger["id"] and swagger["doc_type"] == "swagger"
    assert whole["apis"][0]["config"]["oauth_usage_limit"] == -1
    (shown,) = parse(quick.curl("GET", "/api/portal/developers?p=-1"))["Data"]
    assert shown["email"] == "dev@portal.example" and "password" not in shown
    (page,) = parse(quick.curl("GET", "/api/portal/pages"))["Data"]
    assert page["fields"] == PAGE["fields"]


def test_the_portal_of_another_organisation_is_not_seen(quick):
    quick.curl("POST", "/api/portal/configuration", {"email": "a@trial.example"})
    assert parse(quick.curl("GET", "/api/portal/configuration"))["email"] == "a@trial.example"
    assert quick.world.call("GET", "/api/portal/configuration")[0] == 404
