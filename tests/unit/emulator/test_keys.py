# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Keys: what is demanded, how they are named, and what reading one shows."""

from __future__ import annotations

import base64
import json
from urllib.parse import quote

import pytest
from emulator_world import World, key_path, read_key, rights, session

from tyk_emulator.kinds import tokens

INVALID = "User/Key object validation failed, most likely malformed input."
NO_PERMISSION = "User does not have permission to add API to key Access Rights!"
INSECURE = "Failed to create key, ensure security settings are correct."
NO_RIGHTS = "Failed to create key, keys must have at least one Access Rights record set."


def put(world, key, query="", **changes):
    body = {**session(**read_key(world, key)), **changes}
    return world.call("PUT", key_path(key, query), body)


@pytest.mark.parametrize(
    ("token", "hashed"),
    [
        # A published example, and one computed with another implementation.
        (tokens.token("5e9d9544a1dcd60001d0ed20", "grpc_hmac_key"), "a72fcdc09caa86b5"),
        (tokens.token("default", "alice"), "92ac0f0f241412ec"),
    ],
)
def test_hashes_are_those_of_the_gateway(token, hashed):
    assert tokens.key_hash(token) == hashed


def without(*names):
    return {name: value for name, value in session().items() if name not in names}


@pytest.mark.parametrize(
    "body",
    [
        *[without(name) for name in ("allowance", "rate", "per", "quota_max", "expires", "access_rights", "meta_data")],
        session(meta_data=None),
        session(meta_data=[]),
        session(rate="1"),
        session(rate=True),
        session(expires=1.5),
        session(access_rights=[]),
        session(access_rights={"API": {"api_id": "API", "api_name": "x"}}),
        session(access_rights={"API": {"api_id": "API", "versions": []}}),
        session(access_rights={"API": {"api_name": "x", "versions": []}}),
        session(access_rights={"API": {"api_id": "API", "api_name": "x", "versions": None}}),
        session(access_rights={"API": None}),
        session(tags="a"),
        session(alias=1),
    ],
)
def test_validation_says_nothing_about_the_reason(world, body):
    body = json.loads(json.dumps(body).replace("API", world.api()))
    key = world.key(access_rights=rights(world.api("Other")))["key_id"]
    for method, target in (
        ("POST", "/api/keys"),
        ("POST", "/api/keys/custom"),
        ("PUT", key_path(key)),
        ("POST", "/api/keys/preview"),
    ):
        status, answer = world.call(method, target, body)
        assert (status, answer["Message"]) == (400, INVALID)


@pytest.mark.parametrize(
    ("fields", "status", "message"),
    [
        ({}, 400, NO_RIGHTS),
        ({"access_rights": None}, 400, NO_RIGHTS),
        ({"access_rights": rights("unknown")}, 403, NO_PERMISSION),
        ({"apply_policies": ["unknown"]}, 500, INSECURE),
        ({"apply_policies": ["EMPTY"]}, 500, INSECURE),
        ({"apply_policies": ["RATE"], "access_rights": rights("API")}, 500, INSECURE),
        ({"apply_policies": ["PERAPI", "ACL"]}, 500, INSECURE),
        ({"apply_policies": ["BOTH"]}, 500, INSECURE),
        ({"access_rights": rights("API"), "org_id": "other"}, 400, "Attempted access to non-owned key"),
    ],
)
def test_refused(world, fields, status, message):
    api = world.api()
    names = {
        "EMPTY": world.policy("a"),
        "RATE": world.policy("b", access_rights=rights(api), partitions={"rate_limit": True}),
        "PERAPI": world.policy("c", access_rights=rights(api), partitions={"per_api": True}),
        "ACL": world.policy("d", access_rights=rights(api), partitions={"acl": True}),
        "BOTH": world.policy("e", access_rights=rights(api), partitions={"acl": True, "per_api": True}),
        "API": api,
    }
    text = json.dumps(session(**fields))
    for name, value in names.items():
        text = text.replace(f'"{name}"', f'"{value}"')
    answer = world.call("POST", "/api/keys", text.encode())
    assert (answer[0], answer[1]["Message"]) == (status, message)


def test_apis_out_of_reach(world):
    _user, super_token = world.make_user("super@tyk.example", {"IsAdmin": "admin"}, "")
    api = world.api()
    status, answer = world.call("POST", "/api/keys", session(access_rights=rights(api)), super_token)
    assert (status, answer["Message"]) == (403, NO_PERMISSION)
    wrapped = world.ok("GET", f"/api/apis/{api}")
    wrapped["api_definition"]["org_id"] = ""
    world.ok("PUT", f"/api/apis/{api}", wrapped)
    status, answer = world.call("POST", "/api/keys", session(access_rights=rights(api)))
    assert (status, answer["Message"]) == (403, NO_PERMISSION)


def test_master_keys():
    assert World(quirks=["master-keys"]).key()["key_id"]


def test_a_new_key_every_time(world):
    api = world.api()
    first, second = (world.key(access_rights=rights(api)) for _time in "ab")
    assert list(first) == ["api_model", "key_id", "key_hash", "data"]
    assert first["key_id"] != second["key_id"]
    decoded = json.loads(base64.b64decode(first["key_id"]))
    assert (decoded["org"], decoded["h"], len(decoded["id"])) == (world.org, "murmur64", 32)
    assert first["key_hash"] == tokens.key_hash(first["key_id"])


def test_names_of_a_custom_key(world):
    api = world.api()
    key = world.key("/api/keys/my-key", alias="one", access_rights=rights(api))
    assert key["key_id"] == tokens.token(world.org, "my-key")
    for name in ("my-key", world.org + "my-key", key["key_id"]):
        assert read_key(world, name)["alias"] == "one"
    assert read_key(world, key["key_hash"], "?hashed=1")["alias"] == "one"
    assert world.ok("GET", key_path(key["key_hash"], "?hashed=0"))["key_id"] == key["key_hash"]
    assert read_key(world, key["key_hash"], "?auto_guess=true")["alias"] == "one"
    for wrong in (key_path(key["key_hash"]), key_path("my-key", "?hashed=1"), key_path("my-key", "?username=true")):
        assert world.call("GET", wrong)[0] == 404
    world.time += 60
    again = world.key("/api/keys/my-key", alias="two", access_rights=rights(api))
    assert again["key_id"] == key["key_id"] and again["data"]["date_created"] > key["data"]["date_created"]
    assert len(world.ok("GET", "/api/apis/keys")["data"]["keys"]) == 1


@pytest.mark.parametrize(("version", "status"), [("5.13", 400), ("5.12", 200)])
def test_short_names(version, status):
    world = World(dashboard_version=version)
    body = session(access_rights=rights(world.api()))
    assert world.call("POST", "/api/keys/ab", body)[0] == status


@pytest.mark.parametrize(
    ("hash_keys", "quirks", "listed", "update", "delete"),
    [
        (True, (), "hash", 200, 200),
        (True, ("no-hashed-listing",), None, 200, 200),
        (True, ("no-update-by-hash",), "hash", 404, 200),
        (True, ("no-delete-by-hash",), "hash", 200, 404),
        (False, (), "id", 400, 400),
    ],
)
def test_hash_mode(hash_keys, quirks, listed, update, delete):
    world = World(hash_keys=hash_keys, quirks=quirks)
    key = world.key(access_rights=rights(world.api()))
    assert bool(key["key_hash"]) is hash_keys
    by_hash = f"/api/keys/{tokens.key_hash(key['key_id'])}?hashed=1"
    for target in ("/api/apis/keys", "/api/keys/detailed"):
        status, answer = world.call("GET", target)
        assert status == (404 if listed is None else 200)
        if listed is None:
            assert answer["Message"] == "Could not retrieve keys"
        elif target == "/api/apis/keys":
            assert answer["data"]["keys"] == [key["key_hash" if listed == "hash" else "key_id"]]
        else:
            assert answer["keys"][0]["key_id"] == key["key_hash" if listed == "hash" else "key_id"]
    body = session(**read_key(world, key["key_id"]))
    assert world.call("PUT", by_hash, body)[0] == update
    assert world.call("DELETE", by_hash)[0] == delete
    if not hash_keys:
        assert world.call("GET", by_hash)[1]["Message"] == "Key requested by hash but key hashing is not enabled"


def test_delete(world):
    key = world.key(access_rights=rights(world.api()))["key_id"]
    answer = world.ok("DELETE", key_path(key))
    assert answer == {"Status": "OK", "Message": "Key deleted successfully", "Meta": None}
    assert world.call("DELETE", key_path(key))[0] == 404


@pytest.mark.parametrize(
    ("version", "quirks", "old"), [("5.13", (), 0), ("4.3", (), 1), ("5.13", ("old-put-key-reply",), 1)]
)
def test_the_reply_to_an_update(version, quirks, old):
    world = World(dashboard_version=version, quirks=quirks)
    key = world.key(access_rights=rights(world.api()))
    status, answer = put(world, key["key_id"], alias="new")
    assert status == 200 and read_key(world, key["key_id"])["alias"] == "new"
    if old:
        assert answer == {"Status": "OK", "Message": "Key updated", "Meta": ""}
    else:
        assert (answer["key_id"], answer["data"]["alias"]) == (key["key_id"], "new")


def test_put_replaces_everything(world):
    key = world.key(access_rights=rights(world.api()), alias="a", tags=["t"], meta_data={"m": 1}, hmac_enabled=True)[
        "key_id"
    ]
    before = read_key(world, key)
    assert before["hmac_string"]
    world.time += 60
    body = {name: before[name] for name in ("allowance", "rate", "per", "quota_max", "expires", "access_rights")}
    world.ok("PUT", key_path(key), {**body, "meta_data": {}, "unknown": 1})
    after = read_key(world, key)
    assert (after["alias"], after["tags"], after["meta_data"], after["hmac_string"]) == ("", None, {}, "")
    assert after["date_created"] == before["date_created"] and "unknown" not in after


@pytest.mark.parametrize(
    ("query", "remaining", "moved"),
    [("", 100, True), ("?suppress_reset=1", 90, False), ("?suppress_reset=true", 100, True)],
)
def test_quota_counters(world, query, remaining, moved):
    key = world.key(access_rights=rights(world.api()), quota_max=100, quota_renewal_rate=3600)["key_id"]
    world.control("POST", "age", {"key": key, "requests": 10, "seconds": 30})
    before = read_key(world, key)
    assert before["quota_remaining"] == 90
    world.time += 60
    put(world, key, query, alias="x", quota_remaining=5, quota_renews=5)
    after = read_key(world, key)
    assert after["quota_remaining"] == remaining and after["date_created"] == before["date_created"]
    assert (after["quota_renews"] != before["quota_renews"]) is moved
    assert (after["last_updated"] != before["last_updated"]) is moved


@pytest.mark.parametrize(
    ("sent", "on_create", "on_update"),
    [(0, 0, 0), (-1, -1, -1), (1000, 0, 2_000_000_000), (1_900_000_000, 1_900_000_000, 1_900_000_000)],
)
def test_expiry_in_the_past(world, sent, on_create, on_update):
    api = world.api()
    assert world.key(access_rights=rights(api), expires=sent)["data"]["expires"] == on_create
    key = world.key(access_rights=rights(api), expires=2_000_000_000)["key_id"]
    put(world, key, expires=sent)
    assert read_key(world, key)["expires"] == on_update


def test_basic_auth(world):
    api = world.api()
    secret = {"basic_auth_data": {"password": "secret1"}}
    key = world.key("/api/apis/keys/basic/bob", access_rights=rights(api), **secret)
    assert (key["key_id"], bool(key["key_hash"])) == ("", True)
    assert key["data"]["basic_auth_data"] == {"password": "", "hash_type": "bcrypt"}
    shown = world.ok("GET", "/api/keys/bob?username=true")
    assert shown["key_id"] == "" and shown["data"]["basic_auth_data"]["password"] == ""

    def stored():
        return world.control("GET", "state")["keys"][0]["session"]["basic_auth_data"]["password"]

    first = stored()
    assert first and "secret1" not in first
    put(world, "bob", alias="x")
    assert stored() == first
    put(world, "bob", basic_auth_data={"password": "secret2"})
    assert stored() not in ("", first)
    assert world.call("DELETE", "/api/keys/bob?username=true")[0] == 200


def test_usernames_can_be_switched_off():
    world = World(quirks=["no-username-keys"])
    world.key("/api/apis/keys/basic/bob", access_rights=rights(world.api()), basic_auth_data={"password": "x"})
    assert world.call("GET", "/api/keys/nobody?username=true")[0] == 404


def test_secrets_that_can_be_read(world):
    fields = {"hmac_enabled": True, "hmac_string": "mine", "jwt_data": {"secret": "shared"}}
    data = read_key(world, world.key(access_rights=rights(world.api()), **fields)["key_id"])
    assert (data["hmac_string"], data["jwt_data"]) == ("mine", {"secret": "shared"})


def test_certificates(world):
    api = world.api()
    wanted = world.org + 64 * "a"
    key = world.key(access_rights=rights(api), certificate=wanted)
    assert key["key_id"] == tokens.token(world.org, 64 * "a")
    status, answer = world.call("POST", "/api/keys", session(access_rights=rights(api), certificate=wanted))
    assert (status, answer["Message"]) == (
        500,
        f"Failed to create key - Key with given certificate already found:{key['key_id']}",
    )
    for certificate, message in (
        ("", "Key cannot be used without a certificate"),
        ("b", "Key must be used with an existent certificate"),
    ):
        status, answer = put(world, key["key_id"], certificate=certificate)
        assert (status, answer["Message"]) == (400, message)
    assert put(world, key["key_id"], alias="x")[0] == 200


def test_preview_stores_nothing(world):
    answer = world.ok("POST", "/api/keys/preview", session(access_rights=rights(world.api())))
    assert answer["data"]["org_id"] == world.org and world.ok("GET", "/api/apis/keys")["data"]["keys"] == []


@pytest.mark.parametrize(("version", "count"), [("5.13", 1), ("5.8", 2)])
def test_keys_of_an_api(version, count):
    world = World(dashboard_version=version)
    first, second = world.api("First"), world.api("Second")
    key = world.key(access_rights=rights(first))
    world.key(access_rights=rights(second))
    assert len(world.ok("GET", f"/api/apis/{first}/keys")["data"]["keys"]) == count
    for api in (first, second, "-"):
        assert world.ok("GET", f"/api/apis/{api}/keys/{quote(key['key_id'], safe='')}")["key_hash"] == key["key_hash"]
    assert world.ok("GET", f"/api/apis/{first}/keys/search?q={key['key_hash']}")["data"]["keys"] == [key["key_hash"]]


def test_a_key_outlives_its_policy_and_api(world):
    api = world.api()
    policy = world.policy(access_rights=rights(api))
    key = world.key(apply_policies=[policy])["key_id"]
    world.ok("DELETE", f"/api/portal/policies/{policy}")
    shown = read_key(world, key)
    assert (shown["apply_policies"], shown["access_rights"]) == ([policy], {})
    assert put(world, key, alias="x")[1]["Message"] == INSECURE
    other = world.key(access_rights=rights(api))["key_id"]
    world.ok("DELETE", f"/api/apis/{api}")
    assert put(world, other, alias="x")[1]["Message"] == NO_PERMISSION
