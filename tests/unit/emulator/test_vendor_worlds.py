# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The vendor's demo, filled in as its own script does it: nothing is refused, and all of it is there."""

from __future__ import annotations

import pytest
from vendor_world import FOLDER, Vendor, read

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the vendor's demo is not at hand (../shared/worlds)")
FOLDERS = ("1", "2")
OK = {"Status": "OK", "Meta": None}
# What each kind of call is answered with, by the beginning of method and path; the longest one counts.
ANSWERS = {
    "POST /admin/organisations/import": {"Status": "OK", "Message": "Org imported"},
    "POST /admin/users": {"Status": "OK"},
    "POST /api/users/": {**OK, "Message": "User password updated"},
    "POST /api/usergroups": {"Status": "OK", "Message": "User group created"},
    "POST /api/hooks": {**OK, "Message": "Webhook created"},
    "GET /api/hooks": {"pages": 1},
    "POST /api/certs": {"status": "ok", "message": "Certificate added"},
    "POST /api/apis": {"Status": "OK", "Message": "API created"},
    "POST /api/apis/keys/basic/": {"api_model": {}, "key_id": ""},
    "POST /api/apis/oauth/": {"client_id": "my-client-id"},
    "POST /api/portal/policies": OK,
    "POST /api/keys": {"api_model": {}},
    "POST /gateway/tyk/keys/": {"status": "ok", "action": "added"},
}


@pytest.fixture(scope="module")
def vendor():
    filled = Vendor(quirks={"multi-org-users"}, gateway_mode="dashboard")
    for folder in FOLDERS:
        filled.load(folder)
    filled.load_gateway_keys()
    return filled


def files(folder, pattern):
    return [read(path) for path in sorted((FOLDER / folder).glob(pattern))]


def api_id(doc):
    return doc["api_definition"]["api_id"] if "api_definition" in doc else doc["x-tyk-api-gateway"]["info"]["id"]


def test_every_call_is_answered_as_documented(vendor):
    assert len(vendor.said) > 90
    for call, status, answer in vendor.said:
        wanted = ANSWERS[max((start for start in ANSWERS if call.startswith(start)), key=len)]
        assert status == 200, (call, answer)
        assert wanted.items() <= answer.items(), (call, answer)


@pytest.mark.parametrize("folder", FOLDERS)
def test_all_objects_are_there_under_their_ids(vendor, folder):
    organisation = read(FOLDER / folder / "organisation.json")
    assert vendor.orgs[folder] == organisation["id"]
    stored = vendor.admin("GET", f"/admin/organisations/{organisation['id']}")
    assert stored["owner_name"] == organisation["owner_name"]

    def listed(path, wrapper):
        return vendor.api(folder, "GET", f"/api/{path}?p=-1")[wrapper]

    users = {user["email_address"].lower() for user in files(folder, "users/*.json")}
    assert {user["email_address"] for user in listed("users", "users")} == users
    groups = [group["name"] for group in files(folder, "user-groups/*.json")]
    assert sorted(group["name"] for group in listed("usergroups", "groups")) == sorted(groups)
    hooks = [hook["name"] for hook in files(folder, "webhooks/*.json")]
    assert [hook["name"] for hook in listed("hooks", "hooks")] == hooks
    certs = listed("certs", "certs")
    assert len(certs) == len(list((FOLDER / folder).glob("certs/*.pem")))
    assert all(cert.startswith(organisation["id"]) for cert in certs)
    apis = {entry["api_definition"]["api_id"] for entry in listed("apis", "apis")}
    assert apis == {api_id(doc) for doc in files(folder, "apis/*.json")}
    policies = {policy["_id"]: policy["name"] for policy in listed("portal/policies", "Data")}
    assert policies == {policy["_id"]: policy["name"] for policy in files(folder, "policies/*.json")}
    for client in files(folder, "oauth/clients/*.json"):
        found = vendor.api(folder, "GET", f"/api/apis/oauth/{client['api_id']}/{client['client_id']}")
        assert (found["secret"], found["policy_id"]) == (client["secret"], client["policy_id"])


def test_each_format_stays_what_it_was(vendor):
    for doc in files("1", "apis/*.json"):
        shown = vendor.api("1", "GET", f"/api/apis/{api_id(doc)}")
        assert shown["is_streams"] == ("x-tyk-streaming" in doc)
        assert ("is_oas" in shown["api_definition"]) == ("x-tyk-api-gateway" in doc)
        name = doc["api_definition"]["name"] if "api_definition" in doc else doc["x-tyk-api-gateway"]["info"]["name"]
        assert shown["api_definition"]["name"] == name


def test_webhooks_are_those_of_this_installation(vendor):
    (hook,) = vendor.api("1", "GET", "/api/hooks?p=-1")["hooks"]
    referring = [doc for doc in files("1", "apis/*.json") if doc.get("hook_references")]
    assert referring
    for doc in referring:
        shown = vendor.api("1", "GET", f"/api/apis/{api_id(doc)}")
        assert [reference["hook"]["id"] for reference in shown["hook_references"]] == [hook["id"]]
        events = shown["api_definition"]["event_handlers"]["events"]
        metas = [entry["handler_meta"] for entries in events.values() for entry in entries]
        assert [meta["id"] for meta in metas] == [hook["id"]] and metas[0]["target_path"] == hook["target_path"]


def test_keys_of_both_doors_are_there(vendor):
    for path in (FOLDER / "gateway-keys").glob("*.json"):
        key, name = read(path), path.stem.rsplit("-", 1)[1]
        shown = vendor.api("1", "GET", f"/api/keys/{name}")["data"]
        assert (shown["alias"], shown["org_id"]) == (key.get("alias", ""), key["org_id"])
        assert (shown["apply_policies"] or []) == (key.get("apply_policies") or [])
    basic = vendor.api("1", "GET", "/api/keys/basic_auth_username?username=true")["data"]
    assert list(basic["access_rights"]) == list(files("1", "keys/basic/*.json")[0]["access_rights"])
    (token,) = files("1", "keys/bearer-token/*.json")
    keys = vendor.api("1", "GET", "/api/keys/detailed?p=-1")["keys"]
    assert token["certificate"] in [key["data"]["certificate"] for key in keys]


def test_one_address_is_in_both_organisations_only_where_that_is_allowed(vendor):
    strict = Vendor()
    for folder in FOLDERS:
        strict.admin("POST", "/admin/organisations/import", read(FOLDER / folder / "organisation.json"))
    answers = [
        strict.admin("POST", "/admin/users", user) for folder in FOLDERS for user in files(folder, "users/*.json")
    ]
    assert [answer["Message"] for answer in answers if answer["Status"] == "Error"] == [
        "User email already exists for this Org"
    ]
