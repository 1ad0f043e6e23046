# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Keys, certificates and OAuth clients of a Gateway without a Dashboard, which are all in Redis."""

from __future__ import annotations

import pytest
from gateway_runner import Gate
from module_objects import pem

from ansible_collections.community.tyk.plugins.module_utils._kinds.key_hash import key_hash, make_token

RIGHTS = {"access_rights": [{"api": "Orders"}]}
LOGIN = {"use_oauth2": True, "oauth_meta": {"allowed_access_types": ["client_credentials"]}}


@pytest.fixture
def gate():
    gate = Gate()
    gate.api()
    gate.log()
    return gate


def stored(gate):
    """The sessions in Redis, by the names that they were given."""
    return {row["custom"]: row["session"] for row in gate.emulator.state["keys"]}


@pytest.mark.parametrize("hashing", [True, False])
@pytest.mark.parametrize("algorithm", ["", "murmur32", "murmur64", "murmur128", "sha256"])
def test_a_name_finds_its_key_whatever_the_hash(algorithm, hashing):
    gate = Gate(hash_key_function=algorithm, hash_keys=hashing)
    gate.api()
    task = {"key_id": "alice-the-first", "alias": "A", **RIGHTS}
    assert gate.ok("key", check=True, **task)["changed"] and not stored(gate)
    made = gate.ok("key", **task)
    token = make_token("acme", "alice-the-first", algorithm)
    shown = token.replace("alice-the-first", "********")  # Ansible hides what a task gives for key_id
    assert made["key"]["key_id"] == shown and made["key"]["key_hash"] == key_hash(token)
    warned = gate.warnings(made)
    assert len(warned) == (not algorithm and hashing) and all("hash_key_function is not set" in text for text in warned)
    assert gate.ok("key", **task)["action"] == "none"
    assert gate.ok("key", key_id="alice-the-first", alias="B")["action"] == "updated"
    assert gate.ok("key", key_id="acmealice-the-first", alias="B")["action"] == "none"
    assert gate.ok("key", key_id=token, alias="C")["action"] == "updated"
    if hashing:
        assert gate.ok("key", key_hash=key_hash(token), alias="D")["action"] == "updated"
    assert [key["session"]["alias"] for key in gate.emulator.state["keys"]] == ["D" if hashing else "C"]
    assert gate.ok("key", key_id="alice-the-first", state="absent")["action"] == "deleted"
    assert gate.ok("key", key_id="alice-the-first", state="absent")["action"] == "none"


def test_names_that_collide_are_warned_of_before_one_takes_the_others_place():
    gate = Gate(hash_key_function="")
    gate.api()
    gate.ok("key", key_id="abcd1", alias="one", **RIGHTS)
    taken = gate.ok("key", key_id="abcd2", alias="two", check=True, **RIGHTS)
    assert taken["action"] == "updated" and "one and the same key" in gate.warnings(taken)[0]


@pytest.mark.parametrize("hashing", [True, False])
def test_a_key_without_a_name_is_found_by_its_alias(hashing):
    gate = Gate(hash_keys=hashing)
    gate.api()
    task = {"alias": "Bob", "rate": 5, "per": 1, "tags": ["x", "y"], **RIGHTS}
    made = gate.ok("key", **task)
    assert made["key"]["key_id"].startswith("ey")
    again = gate.ok("key", **{**task, "tags": ["y", "x"]})
    assert again["action"] == "none" and made["key"]["key_id"] not in str(again["diff"])
    assert gate.ok("key", alias="Bob", rate=6)["key"]["rate"] == 6
    assert gate.ok("key_info")["api_keys"][0]["alias"] == "Bob"
    assert gate.ok("key", alias="Bob", state="absent")["action"] == "deleted" and not stored(gate)


def test_where_keys_are_not_listed_they_are_found_by_name_or_hash():
    gate = Gate(quirks={"no-hashed-listing"})
    gate.api()
    assert "enable_hashed_keys_listing" in gate.fails("key", alias="Bob", **RIGHTS)
    made = gate.ok("key", key_id="bob", alias="Bob", **RIGHTS)
    assert gate.ok("key", key_hash=made["key"]["key_hash"], alias="Bob 2")["action"] == "updated"


def test_redis_that_is_down_never_looks_like_a_key_that_is_absent(gate):
    gate.ok("key", key_id="alice", alias="A", **RIGHTS)
    gate.state(redis=False)  # the Gateway says for up to ten seconds that all is well
    gate.log()
    for task in ({"alias": "A2"}, {"state": "absent"}):
        assert "Redis does not answer the Gateway" in gate.fails("key", key_id="alice", **task, wait_timeout=0)
    assert "Redis does not answer" in gate.fails("key", alias="A", wait_timeout=0, **RIGHTS)
    assert "Redis does not answer" in gate.fails("key_info", wait_timeout=0)
    assert not gate.changes()
    gate.time.sleep(11)
    for check in (True, False):
        assert "Redis" in gate.fails("key", key_id="alice", state="absent", wait_timeout=0, check=check)
    gate.state(redis=True)
    assert gate.ok("key", key_id="alice", alias="A", wait_timeout=30, **RIGHTS)["action"] == "none"


def test_counters_are_kept_unless_they_are_to_begin_anew(gate):
    gate.ok("key", key_id="alice", quota_max=100, quota_renewal_rate=3600, **RIGHTS)
    gate.time.sleep(600)
    before = stored(gate)["alice"]["quota_renews"]
    gate.ok("key", key_id="alice", alias="B")
    assert stored(gate)["alice"]["quota_renews"] == before
    gate.ok("key", key_id="alice", alias="C", reset_quota=True)
    assert stored(gate)["alice"]["quota_renews"] > before


@pytest.mark.parametrize(
    ("task", "says"),
    [
        ({"key_id": "ab"}, "too short"),
        ({"key_id": "create"}, "key_id: Tyk has no address for"),
        ({"key_id": 'a"b'}, "key_id: Tyk has no address for"),
        ({"key_id": "past", "expires": "2001-01-01"}, "over"),
        ({"key_id": "past", "definition": {"expires": 1000}}, "over"),
        ({"key_id": "k-one", "hmac": {"enabled": True}}, "hmac.secret"),
        ({"key_id": "k-one", "certificate": "acme" + "0" * 64}, "there is no certificate"),
        ({"basic_auth": {"username": "carol"}}, "basic_auth.password"),
        ({"key_id": "nobody", "policies": ["Nope"]}, "there is no policy 'Nope'"),
    ],
)
def test_what_would_go_wrong_is_refused_before_anything_is_written(gate, task, says):
    said = gate.fails("key", **{**RIGHTS, **task})
    assert says in said and not gate.changes()


def test_key_policies_and_apis_share_one_organisation(gate):
    gate.ok("api", name="Theirs", org_id="other", listen_path="/theirs/", target_url="http://up.example/")
    gate.ok("policy", name="Theirs", org_id="other", access_rights=[{"api": "Theirs"}])
    gate.log()
    for task in ({"access_rights": [{"api": "Theirs"}]}, {"policies": ["Theirs"]}):
        assert "organisation" in gate.fails("key", key_id="alice", **task) and not gate.changes()
        said = gate.fails("key", key_id="alice", org_id=..., **task, definition={"org_id": "acme"})
        assert "Theirs" in said and "organisation other" in said and "acme" in said


def test_a_key_that_is_to_be_inactive_is_so_or_the_task_fails(gate):
    gate.ok("key", key_id="alice", **RIGHTS)
    assert gate.ok("key", key_id="alice", inactive=True)["key"]["inactive"] is True
    gate.ok("policy", name="Gold", **RIGHTS)
    gate.ok("key", key_id="bob", policies=["Gold"])
    gate.log()
    for task in ({"key_id": "bob"}, {"key_id": "new", "policies": ["Gold"]}):
        for check in (True, False):
            assert "the policies of a key alone" in gate.fails("key", check=check, inactive=True, **task)
    assert not gate.changes()
    assert gate.ok("key", key_id="bob", policies=[], inactive=True, **RIGHTS)["key"]["inactive"] is True
    gate.ok("policy", name="Off", definition={"is_inactive": True}, **RIGHTS)
    gate.ok("key", key_id="carol", policies=["Gold", "Off"], inactive=True)
    assert stored(gate)["carol"]["is_inactive"] is True
    assert not gate.ok("key", key_id="carol", policies=["Gold", "Off"], inactive=True)["changed"]


def test_an_older_gateway_keeps_no_key_inactive():
    gate = Gate(gateway_version="5.8.9")
    gate.api()
    assert "keeps no such mark" in gate.fails("key", key_id="alice", inactive=True, **RIGHTS)


def test_policies_lend_a_key_what_is_not_its_own(gate):
    gate.ok("policy", name="Gold", rate=100, per=1, tags=["lent"], meta_data={"lent": "1"}, **RIGHTS)
    task = {"key_id": "alice", "policies": ["Gold"], "tags": ["own"], "meta_data": {"own": "1"}}
    gate.ok("key", **task)
    again = gate.ok("key", **task)
    assert again["action"] == "none" and "access_rights" not in again["key"]
    gate.ok("key", key_id="alice", alias="A")
    # The Gateway writes into the key what its policies say; it goes with them if the task never sent it back.
    gate.ok("key", key_id="alice", policies=[], **RIGHTS)
    assert stored(gate)["alice"]["tags"] == ["own"] and stored(gate)["alice"]["meta_data"] == {"own": "1"}


def test_users(gate):
    task = {"basic_auth": {"username": "carol", "password": "geheim-1"}, **RIGHTS}
    made = gate.ok("key", **task)
    assert made["action"] == "created" and "geheim-1" not in gate.out
    assert gate.ok("key", **task)["action"] == "none"
    before = stored(gate)["carol"]["basic_auth_data"]
    gate.ok("key", basic_auth={"username": "carol"}, alias="Carol")
    assert stored(gate)["carol"]["basic_auth_data"] == before and stored(gate)["carol"]["alias"] == "Carol"
    gate.ok("key", **{**task, "basic_auth": {"username": "carol", "password": "geheim-2"}}, update_secrets="always")
    assert stored(gate)["carol"]["basic_auth_data"] != before
    assert gate.ok("key", basic_auth={"username": "carol"}, state="absent")["action"] == "deleted"


def test_a_key_without_a_name_gets_a_secret_for_hmac(gate):
    gate.ok("key", alias="Signed", hmac={"enabled": True}, **RIGHTS)
    (session,) = stored(gate).values()
    assert session["hmac_string"] and session["hmac_string"] not in gate.out
    assert gate.ok("key", alias="Signed", hmac={"enabled": True}, **RIGHTS)["action"] == "none"
    gate.ok("key", key_id="named", hmac={"enabled": True, "secret": "my-own-secret"}, **RIGHTS)
    assert stored(gate)["named"]["hmac_string"] == "my-own-secret" and "my-own-secret" not in gate.out


def test_a_key_of_a_certificate_is_called_like_it(gate):
    ident = gate.ok("certificate", certificate=pem()[0])["certificate"]["certificate_id"]
    task = {"certificate": ident, **RIGHTS}
    assert gate.ok("key", **task)["action"] == "created"
    assert gate.ok("key", **task)["action"] == "none"
    assert gate.ok("key", **{**task, "certificate": "orders.example"})["action"] == "none"
    assert list(stored(gate)) == [ident.removeprefix("acme")]
    assert "cannot take a key's certificate away" in gate.fails(
        "key", key_id=ident.removeprefix("acme"), definition={"certificate": None}
    )


def test_rotation(gate, tmp_path):
    file = tmp_path / "key"
    first = gate.ok("key", alias="Bob", **RIGHTS)["key"]["key_id"]
    rotated = gate.ok("key", alias="Bob", state="rotated", rotation="1", key_file=str(file))
    assert rotated["action"] == "rotated"
    second = file.read_text().strip()
    assert second != first and [row["id"] for row in gate.emulator.state["keys"]] == [second]
    assert gate.ok("key", alias="Bob", state="rotated", rotation="1")["action"] == "none"


def test_a_create_whose_answer_was_lost(gate):
    fault = {"method": "POST", "path": "/tyk/keys", "times": 1, "drop": True, "after": True}
    for task in ({"key_id": "alice"}, {"alias": "Bob"}):
        gate.control("PUT", "faults", [fault])
        assert gate.ok("key", **task, **RIGHTS)["action"] == "created"
    assert len(stored(gate)) == 2


def test_certificates(gate):
    cert, _key = pem()
    made = gate.ok("certificate", certificate=cert)
    assert made["certificate"]["certificate_id"].startswith("acme")
    assert gate.ok("certificate", certificate=cert)["action"] == "none"
    assert len(gate.ok("certificate_info")["certificates"]) == 1
    gate.state(redis=False)
    assert "Redis" in gate.fails("certificate", certificate=cert, wait_timeout=0)
    assert "Redis" in gate.fails("certificate", certificate=cert, state="absent", wait_timeout=0)
    gate.state(redis=True)
    assert gate.ok("certificate", certificate=cert, state="absent")["action"] == "deleted"
    assert gate.ok("certificate", certificate=cert, state="absent")["action"] == "none"
    assert "org_id" in Gate().fails("certificate", certificate=cert, org_id=...)


def test_oauth_clients_can_be_changed(gate):
    gate.api("Login", definition=LOGIN)
    gate.ok("policy", name="Log", access_rights=[{"api": "Login"}])
    task = {
        "api": "Login",
        "client_id": "shop",
        "secret": "s3cret-of-shop",
        "redirect_uri": "http://cb",
        "policy": "Log",
    }
    assert gate.ok("oauth_client", check=True, **task)["changed"]
    made = gate.ok("oauth_client", **task)
    assert made["action"] == "created"
    assert gate.ok("oauth_client", **task)["action"] == "none"
    changed = gate.ok("oauth_client", api="Login", client_id="shop", description="d", meta_data={"a": "1"})
    assert changed["action"] == "updated" and changed["oauth_client"]["redirect_uri"] == "http://cb"
    assert gate.ok("oauth_client", api="Login", client_id="shop", meta_data=None)["oauth_client"]["meta_data"] == {}
    said = gate.fails("oauth_client", api="Login", client_id="shop", secret="another-secret")
    assert "recreate: true" in said
    gate.ok("oauth_client", api="Login", client_id="shop", secret="another-secret", recreate=True)
    assert (
        gate.emulator.state["clients"].get(next(iter(gate.emulator.state["clients"]))["id"])["doc"]["description"]
        == "d"
    )
    assert gate.ok("oauth_client", api="Login", client_id="shop", state="absent")["action"] == "deleted"
    assert gate.ok("oauth_client", api="Login", client_id="shop", state="absent")["action"] == "none"
    assert "client_name" in gate.fails("oauth_client", api="Login", client_name="shop")


def test_a_generated_secret_is_handed_over_once(gate):
    gate.api("Login", definition=LOGIN)
    made = gate.ok("oauth_client", api="Login", client_id="shop")
    assert len(made["oauth_client"]["secret"]) > 20
    assert gate.ok("oauth_client", api="Login", client_id="shop")["oauth_client"]["secret"] == "********"
