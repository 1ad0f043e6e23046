# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Profiles of the identity broker: full of secrets, and answered in envelopes of the broker's own, or in none."""

from __future__ import annotations

import copy
import json

import pytest
from gateway_runner import Gate
from module_runner import Tyk

from tyk_emulator.wire import Request

LIST = "/api/tib/profiles"
QUIRKS = ["tib-bare-profiles", "tib-create-plain", "tib-null-list", "tib-post-without-id"]
READINGS = pytest.mark.parametrize("quirks", [[], QUIRKS, *([quirk] for quirk in QUIRKS)], ids=str)
SSO = {
    "name": "SSO",
    "action_type": "GenerateOrLoginUserProfile",
    "type": "redirect",
    "provider_name": "SocialProvider",
}
SECRETS = {
    "key": "planted-client-id",
    "secret": "planted-client-secret",
    "jwe": "planted-jwe-key-location",
    "inner jwe": "planted-inner-jwe-key",
    "ldap": "planted-ldap-password",
    "credential": "planted-dashboard-credential",
    "oauth": "planted-oauth-secret",
    "unknown": "planted-password-of-a-later-version",
}
PROVIDER = {"Name": "openid-connect", "Key": SECRETS["key"], "Secret": SECRETS["secret"], "Scopes": ["openid"]}
FULL = {
    "provider_config": {
        "CallbackBaseURL": "http://dash.example",
        "UseProviders": [{**PROVIDER, "JWE": {"Enabled": True, "PrivateKeyLocation": SECRETS["inner jwe"]}}],
        "JWE": {"Enabled": True, "PrivateKeyLocation": SECRETS["jwe"]},
        "LDAPAdminPassword": SECRETS["ldap"],
        "AccessTokenField": "access_token",
        "Later": {"Password": SECRETS["unknown"], "Depth": 3},
    },
    "identity_handler_config": {
        "DashboardCredential": SECRETS["credential"],
        "OAuth": {"Secret": SECRETS["oauth"], "ClientId": "shop", "BaseAPIID": "Orders"},
        "TokenAuth": {"BaseAPIID": "Orders", "Expires": 3600},
    },
    "provider_constraints": {"Domain": "acme.example", "Group": ""},
    "return_url": "http://dash.example/tap",
    "matched_policy": "Gold",
    "default_user_group": "Staff",
    "user_group_mapping": {"admins": "Admins", "rest": "Staff"},
    "user_group_separator": ";",
    "custom_user_group_field": "groups",
    "custom_email_field": "mail",
    "custom_user_id_field": "sub",
    "sso_only_for_registered_users": True,
}


def world(**how):
    tyk = Tyk(**how)
    tyk.ids = {}
    for name in ("Staff", "Admins"):
        group = tyk.ok("user_group", name=name, user_permissions={"apis": "read"})["user_group"]
        tyk.ids[name] = group["id"]
    api = tyk.ok("api", name="Orders", listen_path="/orders/", target_url="http://up.example/")["api"]
    policy = tyk.ok("policy", name="Gold", access_rights=[{"api": "Orders"}])["policy"]
    tyk.ids.update(Orders=api["api_id"], Gold=policy["policy_id"])
    tyk.log()
    return tyk


def stored(tyk):
    """The only profile, as it is kept."""
    (row,) = tyk.emulator.state["tib_profiles"]
    return row["doc"]


@READINGS
def test_from_nothing_to_a_profile_and_back_with_names_for_ids(quirks):
    tyk = world(quirks=quirks)
    assert tyk.ok("identity_profile_info")["identity_profiles"] == []
    plan = tyk.ok("identity_profile", check=True, **SSO, **FULL)
    assert plan["action"] == "created" and not tyk.writes()
    done = tyk.ok("identity_profile", **SSO, **FULL)
    assert done["diff"]["after"] == plan["diff"]["after"] and not tyk.warnings(done)
    kept, ids = stored(tyk), tyk.ids
    assert (kept["ID"], kept["OrgID"], kept["MatchedPolicyID"]) == ("SSO", tyk.org, ids["Gold"])
    assert kept["UserGroupMapping"] == {"admins": ids["Admins"], "rest": ids["Staff"]}
    assert kept["DefaultUserGroupID"] == ids["Staff"]
    assert kept["IdentityHandlerConfig"]["TokenAuth"] == {"BaseAPIID": ids["Orders"], "Expires": 3600}
    assert kept["IdentityHandlerConfig"]["OAuth"]["BaseAPIID"] == ids["Orders"]
    assert kept["ProviderConfig"] == FULL["provider_config"] and kept["SSOOnlyForRegisteredUsers"] is True
    tyk.log()
    same = tyk.ok("identity_profile", **SSO, **FULL)
    assert not same["changed"] and not tyk.writes()
    shown = tyk.ok("identity_profile_info", name="SSO")["identity_profiles"]
    assert shown == [same["identity_profile"]] and shown[0]["default_user_group"] == "Staff"
    assert shown[0]["user_group_mapping"] == FULL["user_group_mapping"] and shown[0]["matched_policy"] == "Gold"
    assert tyk.ok("identity_profile", name="SSO", return_url=None)["action"] == "updated"
    assert stored(tyk)["ReturnURL"] == "" and stored(tyk)["ProviderConfig"] == FULL["provider_config"]
    assert tyk.ok("identity_profile", name="SSO", state="absent")["action"] == "deleted"
    assert not tyk.ok("identity_profile", name="SSO", state="absent")["changed"]
    assert not list(tyk.emulator.state["tib_profiles"])


@READINGS
def test_where_it_is_made(quirks):
    tyk = world(quirks=quirks)
    tyk.ok("identity_profile", **SSO, profile_id="my sso")
    assert stored(tyk)["ID"] == "my sso" and tyk.writes()[0] == f"POST {LIST}/my%20sso"


def test_one_that_takes_new_profiles_in_its_list_only():
    tyk = world(quirks=["tib-post-without-id"])
    handle = tyk.emulator.handle

    def handled(request):
        if request.method == "POST" and request.path.startswith(f"{LIST}/"):
            return handle(Request("PATCH", request.path, "", request.headers, request.body, "http"))
        return handle(request)

    tyk.emulator.handle = handled
    tyk.ok("identity_profile", **SSO)
    assert stored(tyk)["ID"] == "SSO" and tyk.writes() == [f"PATCH {LIST}/SSO", f"POST {LIST}"]


def test_a_name_that_is_the_id_of_another_is_refused_before_anything_is_written():
    tyk = world()
    tyk.ok("identity_profile", **SSO, profile_id="login")
    tyk.log()
    for check in (True, False):
        said = tyk.fails("identity_profile", **{**SSO, "name": "login"}, check=check)
        assert "profile_id: 'login' is that of identity broker profile 'SSO'" in said
    assert not tyk.writes()


def no_secret_in(text):
    assert not [name for name, secret in SECRETS.items() if secret in text]


def test_no_secret_is_shown_anywhere():
    tyk = world()
    task = {**SSO, **FULL}
    for params in (
        {"check": True, **task},
        task,
        task,
        {**task, "user_group_separator": ","},
        {**task, "provider_config": {"LDAPAdminPassword": SECRETS["ldap"] + "-changed"}},
        {"name": "SSO", "definition": {"providerconfig": {"ldapadminpassword": SECRETS["ldap"]}}},
        {"name": "SSO", "identity_handler_config": {"dashboardcredential": SECRETS["credential"]}},
        {"name": "SSO", "state": "absent", "check": True},
    ):
        tyk.ok("identity_profile", **params)
        no_secret_in(tyk.out)
    tyk.ok("identity_profile_info")
    no_secret_in(tyk.out)
    tyk.ok("config_info")
    no_secret_in(tyk.out)
    assert "access_token" in tyk.out and "dash.example" in tyk.out and "3600" in tyk.out
    tyk.ok("config", config={"identity_profiles": [task]})
    no_secret_in(tyk.out)


def test_secrets_under_names_in_small_letters_are_hidden_too():
    tyk = world()
    small = json.loads(
        json.dumps(FULL["provider_config"]),
        object_pairs_hook=lambda pairs: {name.lower(): item for name, item in pairs},
    )
    handler = {"oauth": {"SECRET": SECRETS["oauth"]}, "dashboardCredential": SECRETS["credential"]}
    body = {"ID": "SSO", "Name": "SSO", "ProviderConfig": small, "IdentityHandlerConfig": handler}
    tyk.make(f"{LIST}/SSO", {**body, "ActionType": SSO["action_type"], "Type": "redirect", "ProviderName": "x"})
    for kind in ("identity_profile_info", "config_info"):
        tyk.ok(kind)
        no_secret_in(tyk.out)
    tyk.ok("identity_profile", name="SSO", return_url="http://new.example/")
    no_secret_in(tyk.out)
    assert stored(tyk)["IdentityHandlerConfig"] == handler, "the broker reads those names as they are written"
    assert stored(tyk)["ProviderConfig"] == small


def test_what_is_there_under_two_spellings_is_hidden_twice_and_stays():
    tyk = world()
    both = {"LDAPAdminPassword": SECRETS["ldap"], "ldapadminpassword": SECRETS["key"], "Depth": 1, "depth": 2}
    body = {"ID": "SSO", "Name": "SSO", "ProviderConfig": both}
    tyk.make(f"{LIST}/SSO", {**body, "ActionType": SSO["action_type"], "Type": "redirect", "ProviderName": "x"})
    tyk.ok("identity_profile", name="SSO", return_url="http://new.example/")
    no_secret_in(tyk.out)
    assert stored(tyk)["ProviderConfig"] == both


def made_elsewhere(tyk, settings):
    body = {"ID": "SSO", "Name": "SSO", "ProviderConfig": copy.deepcopy(settings)}
    tyk.make(f"{LIST}/SSO", {**body, "ActionType": SSO["action_type"], "Type": "redirect", "ProviderName": "x"})


IN_OTHER_LETTERS = {
    "IDPMetaDataURL": "http://idp.example/",
    "LDAPUseSsl": True,
    "useproviders": [{"name": "a", "key": "k", "SECRET": "s", "jwe": {"enabled": True}}],
}


@pytest.mark.parametrize(
    ("said", "becomes"),
    [
        ({}, {}),
        ({"IDPMetadataURL": "http://idp.example/", "LDAPUseSSL": True}, {}),
        ({"IDPMetadataURL": "http://new.example/"}, {"IDPMetaDataURL": "http://new.example/"}),
        ({"LDAPUseSSL": None}, {"LDAPUseSsl": None}),
        ({"UseProviders": [{"Name": "a", "Secret": "s"}]}, {}),
        (
            {"UseProviders": [{"Name": "a", "Secret": "n", "JWE": {"Enabled": False}}]},
            {"useproviders": [{"name": "a", "key": "k", "SECRET": "n", "jwe": {"enabled": False}}]},
        ),
        (
            {"UseProviders": [{"Name": "b", "Key": "l"}, {"Name": "a"}]},
            {"useproviders": [{"Name": "b", "Key": "l"}, IN_OTHER_LETTERS["useproviders"][0]]},
        ),
    ],
)
@pytest.mark.parametrize("way", ["provider_config", "definition"])
def test_members_keep_the_letters_in_which_they_are_stored(way, said, becomes):
    tyk = world()
    made_elsewhere(tyk, IN_OTHER_LETTERS)
    task = {"provider_config": said} if way == "provider_config" else {"definition": {"providerconfig": said}}
    done = tyk.ok("identity_profile", name="SSO", return_url="http://new.example/", **copy.deepcopy(task))
    wanted = {key: item for key, item in {**IN_OTHER_LETTERS, **becomes}.items() if item is not None}
    assert done["action"] == "updated" and stored(tyk)["ProviderConfig"] == wanted
    again = tyk.ok("identity_profile", name="SSO", return_url="http://new.example/", **task)
    assert not again["changed"]


def test_a_member_that_is_named_is_there_once_afterwards():
    tyk = world()
    made_elsewhere(tyk, {"LDAPPort": "1", "ldapport": "2", "Other": 1, "other": 2})
    for changed in (True, False):
        done = tyk.ok("identity_profile", name="SSO", provider_config={"LDAPPort": "3"})
        assert done["changed"] is changed
        assert stored(tyk)["ProviderConfig"] == {"LDAPPort": "3", "Other": 1, "other": 2}


WARY = """BindPw Pass LDAPAdminPwd SigningKey EncryptionKey Client_Key Key bindpw clientkey ApiKeys AccessTokens
    refresh_token DBPassword pass_phrase SharedSecretBase64 credentials PIN""".split()
PLAIN = "TokenURL Depth TargetHost OKCode CertLocation AccessTokenURI Scopes EntityId".split()


@pytest.mark.parametrize("place", ["provider_config", "identity_handler_config"])
@pytest.mark.parametrize("way", [lambda inner: inner, lambda inner: {"Later": [{"x": inner}]}])
def test_what_may_be_a_secret_by_its_name_is_hidden(place, way):
    tyk = world()
    for name in WARY:
        task = {**SSO, place: way({name: f"planted-{name}", **{plain: f"shown-{plain}" for plain in PLAIN}})}
        tyk.ok("identity_profile", **task)
        tyk.ok("identity_profile_info")
        assert "planted-" not in tyk.out, name
        assert all(f"shown-{plain}" in tyk.out for plain in PLAIN)
        tyk.ok("config", config={"identity_profiles": [task]})
        assert "planted-" not in tyk.out, name
        tyk.ok("config_info")
        assert "planted-" not in tyk.out, name


NAMES = {
    "user_group_mapping": {"admins": "Admins", "rest": "Staff"},
    "default_user_group": "Staff",
    "matched_policy": "Gold",
}


@pytest.mark.parametrize(
    "task",
    [{"return_url": "http://new.example/"}, {"return_url": FULL["return_url"]}, {"user_group_mapping": {"x": "Staff"}}],
)
@pytest.mark.parametrize("check", [True, False])
def test_results_have_names_whatever_the_task_names(check, task):
    tyk = world()
    tyk.ok("identity_profile", **SSO, **FULL)
    done = tyk.ok("identity_profile", name="SSO", check=check, **task)
    bulk = tyk.ok("config", config={"identity_profiles": [{"name": "SSO", "type": "passthrough", **task}]}, check=True)
    for shown in (done["identity_profile"], *done["diff"].values(), bulk["diff"][0]["before"]):
        if isinstance(shown, dict):
            mapping = {**NAMES["user_group_mapping"], **({"x": "Staff"} if "x" in shown["user_group_mapping"] else {})}
            assert {name: shown[name] for name in NAMES} == {**NAMES, "user_group_mapping": mapping}
            assert shown["identity_handler_config"]["TokenAuth"]["BaseAPIID"] == "Orders"


def test_results_have_ids_where_lists_cannot_be_had():
    tyk = world()
    tyk.ok("identity_profile", **SSO, **FULL)
    handle = tyk.emulator.handle

    def handled(request):
        answer = handle(request)
        if request.path.startswith(("/api/usergroups", "/api/portal/policies")):
            answer.status = 500
        return answer

    tyk.emulator.handle = handled
    done = tyk.ok("identity_profile", name="SSO", return_url="http://new.example/", retries=0)
    assert done["changed"] and done["identity_profile"]["matched_policy"] == tyk.ids["Gold"]
    assert done["identity_profile"]["identity_handler_config"]["TokenAuth"]["BaseAPIID"] == "Orders"


def test_who_says_so_hides_more_or_less():
    tyk = world()
    tyk.ok("identity_profile", **SSO, **FULL)
    shown = tyk.ok("identity_profile_info", not_secrets=["provider_config.UseProviders.*.Key"])["identity_profiles"][0]
    provider = shown["provider_config"]["UseProviders"][0]
    assert provider["Key"] == SECRETS["key"] and provider["Secret"] == "********"
    shown = tyk.ok("identity_profile_info", secrets=["provider_config.Later.Depth"])["identity_profiles"][0]
    assert shown["provider_config"]["Later"]["Depth"] == "********"


def test_names_in_other_letters_mean_the_same():
    tyk = world()
    tyk.ok("identity_profile", **SSO, **FULL)
    said = {
        "returnurl": FULL["return_url"],
        "PROVIDERCONFIG": {"useproviders": [{"name": "openid-connect", "scopes": ["openid"]}]},
        "providerConstraints": {"domain": "acme.example"},
        "matchedpolicyid": "Gold",
    }
    assert not tyk.ok("identity_profile", name="SSO", definition=said)["changed"]
    assert not tyk.ok("identity_profile", name="SSO", provider_config={"ldapadminpassword": SECRETS["ldap"]})["changed"]
    assert not tyk.ok("identity_profile", definition={"id": "SSO", "type": "redirect"})["changed"]
    said["matchedpolicyid"] = "Silver"
    assert "there is no policy 'Silver'" in tyk.fails("identity_profile", name="SSO", definition=said)


def test_masks_that_come_back_are_never_written():
    tyk = world()
    tyk.ok("identity_profile", **SSO, **FULL)
    shown = tyk.ok("identity_profile_info")["identity_profiles"][0]
    task = {name: value for name, value in shown.items() if name not in ("org_id",)}
    tyk.log()
    assert not tyk.ok("identity_profile", **copy.deepcopy(task))["changed"] and not tyk.writes()
    task["return_url"] = "http://other.example/"
    assert tyk.ok("identity_profile", **copy.deepcopy(task))["action"] == "updated"
    assert stored(tyk)["ProviderConfig"] == FULL["provider_config"]
    said = tyk.fails("identity_profile", **{**task, "profile_id": "other", "name": "Other"})
    assert "this is the mask of a secret" in said
    assert "********" not in json.dumps(stored(tyk))


def test_a_changed_secret_is_a_change_and_shown_as_one():
    tyk = world()
    tyk.ok("identity_profile", **SSO, **FULL)
    done = tyk.ok("identity_profile", name="SSO", identity_handler_config={"DashboardCredential": "planted-new"})
    assert done["action"] == "updated" and "planted" not in tyk.out and "(new value)" in tyk.out
    assert stored(tyk)["IdentityHandlerConfig"]["DashboardCredential"] == "planted-new"
    assert stored(tyk)["IdentityHandlerConfig"]["OAuth"]["Secret"] == SECRETS["oauth"]


def test_two_of_one_name_are_told_apart_by_their_ids():
    tyk = world()
    for ident in ("one", "two"):
        tyk.ok("identity_profile", **SSO, profile_id=ident)
    said = tyk.fails("identity_profile", name="SSO", return_url="x", check=True)
    assert "ID one" in said and "ID two" in said and "name one with profile_id" in said
    assert tyk.ok("identity_profile", profile_id="two", return_url="x")["action"] == "updated"


@pytest.mark.parametrize(
    ("task", "says"),
    [
        ({"name": "SSO"}, "action_type is needed"),
        ({**SSO, "default_user_group": "Staf"}, "default_user_group: there is no user group 'Staf'"),
        ({**SSO, "user_group_mapping": {"a": "Staf"}}, "user_group_mapping.a: there is no user group 'Staf'"),
        ({**SSO, "user_group_mapping": {"a": ["Staff"]}}, "user_group_mapping.a: Tyk takes a text there"),
        (
            {**SSO, "definition": {"UserGroupMapping": {"a": "Staf"}}},
            "definition.UserGroupMapping.a: there is no user group 'Staf'",
        ),
        ({**SSO, "matched_policy": "Silver"}, "matched_policy: there is no policy 'Silver'"),
        ({**SSO, "name": "a/b"}, "Tyk has no address for 'a/b'"),
        ({**SSO, "profile_id": "a/b"}, "Tyk has no address for 'a/b'"),
        ({**SSO, "provider_name": "Social"}, "value of provider_name must be one of"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_written(task, says):
    tyk = world()
    for check in (True, False):
        if not (check and "there is no" in says):  # which a check run takes for something that is yet to be made
            assert says in tyk.fails("identity_profile", check=check, **task)
    assert not tyk.writes()


def test_the_words_of_the_broker_are_shown():
    tyk = world()
    tyk.ok("identity_profile", **SSO)
    handle = tyk.emulator.handle

    def handled(request):
        answer = handle(request)
        if request.method == "PUT":
            answer.status = 400
            answer.body = json.dumps(
                {"Status": "error", "Error": "Object ID and URI resource ID do not match"}
            ).encode()
        return answer

    tyk.emulator.handle = handled
    said = tyk.fails("identity_profile", name="SSO", return_url="x")
    assert "was answered with 400: Object ID and URI resource ID do not match" in said


def test_a_profile_that_is_deleted_meanwhile_is_gone_all_the_same():
    tyk = world()
    tyk.ok("identity_profile", **SSO)
    handle = tyk.emulator.handle

    def handled(request):
        if request.method == "DELETE":
            tyk.emulator.state["tib_profiles"].remove(f"{tyk.org}/SSO")
        return handle(request)

    tyk.emulator.handle = handled
    assert tyk.ok("identity_profile", name="SSO", state="absent")["action"] == "deleted"


def test_a_gateway_has_none_and_a_dashboard_without_the_broker_says_so():
    assert "use platform: dashboard" in Gate().fails("identity_profile", **SSO)
    old = Tyk(dashboard_version="2.9")
    for check in (True, False):
        assert "This Tyk knows no identity broker profiles" in old.fails("identity_profile", check=check, **SSO)


def test_an_export_makes_the_same_elsewhere_but_for_secrets():
    tyk, other = world(), world()
    tyk.ok("identity_profile", **SSO, **FULL)
    tyk.ok("identity_profile", **{**SSO, "name": "Log in here"}, profile_id="login")
    config = tyk.ok("config_info", kinds=["identity_profiles"], portable=True, include_secrets=True)["config"]
    first, second = config["identity_profiles"]
    assert second == {**SSO, **FULL} and first == {**SSO, "name": "Log in here", "profile_id": "login"}
    assert not tyk.ok("config", config=copy.deepcopy(config))["changed"]
    other.ok("config", config=copy.deepcopy(config))
    assert not other.ok("config", config=copy.deepcopy(config))["changed"]
    left = tyk.ok("config_info", kinds=["identity_profiles"], portable=True)
    assert [one["name"] for one in left["config"]["identity_profiles"]] == ["Log in here"]
    assert any("export with include_secrets: true" in text for text in tyk.warnings(left))
    masked = tyk.ok("config_info", kinds=["identity_profiles"])
    assert any("DashboardCredential" in path for path in masked["omitted"])
    assert not tyk.ok("config", config=masked["config"])["changed"]


def test_what_a_profile_refers_to_is_in_use():
    tyk = world()
    tyk.ok("identity_profile", **SSO, **FULL)
    for kind, name in (("user_group", "Admins"), ("policy", "Gold"), ("api", "Orders")):
        found = tyk.ok(f"{kind}_info", name=name, used_by=True)
        users = found[next(key for key in found if isinstance(found[key], list))][0]["used_by"]
        assert {"kind": "identity_profile", "name": "SSO", "id": "SSO"} in users
