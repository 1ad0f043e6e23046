# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the Gateway does, asked of the emulated one; and of a real one, where TYK_LIVE_GATEWAY_URL and
TYK_LIVE_GATEWAY_SECRET name one, so that the two cannot drift apart."""

from __future__ import annotations

import pytest
from certificates import MAKERS, certificate, pair, private_key, public_key
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from gateway_world import VERSIONS, Gate, definition, document, rights

INSECURE = (500, "Failed to create key, ensure security settings are correct.")


@pytest.fixture(params=VERSIONS)
def gate(request):
    gate = Gate(request.param)
    yield gate
    gate.clean()


def test_the_secret_comes_before_the_route(gate):
    no = {"status": "error", "message": "Attempted administrative access with invalid or missing key!"}
    for target in ("/tyk/apis", "/tyk/nothing"):
        assert gate.call("GET", target, secret="wrong") == (403, no)
    assert gate.call("GET", "/tyk/nothing") == (404, "404 page not found")
    assert gate.refused("PATCH", "/tyk/policies") == (405, "Method not supported")
    assert gate.call("GET", "/nothing")[0] == 404


def test_ready(gate):
    for target in ("/ready", "/hello"):
        status, answer = gate.call("GET", target, secret="")
        assert status == 200 and answer["status"] == "pass"
    assert gate.ok("GET", "/tyk/apis/") is not None


def test_files_count_after_a_reload(gate):
    ident = gate.org + "late"
    body = definition(gate.org, ident)
    assert gate.ok("POST", "/tyk/apis", body) == {"key": ident, "status": "ok", "action": "added"}
    assert gate.refused("GET", f"/tyk/apis/{ident}") == (404, "API not found")
    assert gate.refused("PUT", f"/tyk/apis/{ident}", body) == (404, "API not found")
    gate.reload()
    body["name"] = "renamed"
    assert gate.ok("PUT", f"/tyk/apis/{ident}", body)["action"] == "modified"
    assert gate.ok("GET", f"/tyk/apis/{ident}")["name"] == ident
    gate.reload()
    assert gate.ok("GET", f"/tyk/apis/{ident}")["name"] == "renamed"
    assert gate.ok("DELETE", f"/tyk/apis/{ident}")["action"] == "deleted"
    assert gate.ok("GET", f"/tyk/apis/{ident}")["name"] == "renamed"
    assert gate.refused("DELETE", f"/tyk/apis/{ident}") == (500, "Delete failed")
    gate.reload()
    assert gate.refused("DELETE", f"/tyk/apis/{ident}") == (404, "API not found")


def test_a_classic_api_is_read_with_every_field(gate):
    shown = gate.ok("GET", f"/tyk/apis/{gate.api()}")
    assert shown["CORS"]["allowed_origins"] is None and shown["auth_configs"] is None and shown["config_data"] is None
    timeout = shown["version_data"]["versions"]["Default"].get("global_enforce_timeout")
    assert timeout == ("0s" if gate.since(5, 14) else None)
    assert not {"id", "is_oas", "expiration"} & shown.keys()
    assert shown["graphql"]["execution_mode"] == "" and shown["analytics_plugin"] == {}
    assert shown["org_id"] == gate.org and shown["auth"]["auth_header_name"] == ""


def test_unknown_fields_are_lost_and_wrong_types_refused(gate):
    ident = gate.org + "odd"
    gate.ok("POST", "/tyk/apis", {**definition(gate.org, ident), "no_such_field": 1})
    gate.reload()
    assert "no_such_field" not in gate.ok("GET", f"/tyk/apis/{ident}")
    for body in ({"name": 1}, {"id": "x"}, [], {"active": "yes"}):
        assert gate.refused("POST", "/tyk/apis", body) == (400, "Request malformed")


def test_a_listen_path_that_is_taken_is_moved_without_a_word(gate):
    first = gate.api("first", proxy={"listen_path": f"/{gate.org}/", "target_url": "http://127.0.0.1:1/"})
    second = gate.api("second", proxy={"listen_path": f"/{gate.org}/", "target_url": "http://127.0.0.1:1/"})
    assert gate.ok("GET", f"/tyk/apis/{first}")["proxy"]["listen_path"] == f"/{gate.org}/"
    assert gate.ok("GET", f"/tyk/apis/{second}")["proxy"]["listen_path"] == f"/{gate.org}/-{second}"


def test_durations_are_written_anew(gate):
    versions = {"Default": {"name": "Default", "global_enforce_timeout": "90s"}}
    ident = gate.api("timed", version_data={"not_versioned": True, "versions": versions})
    shown = gate.ok("GET", f"/tyk/apis/{ident}")["version_data"]["versions"]["Default"]
    assert shown.get("global_enforce_timeout") == ("1m30s" if gate.since(5, 14) else None)


def test_an_update_names_its_own_id(gate):
    ident = gate.api()
    said = "Request APIID does not match that in Definition! For Update operations these must match."
    assert gate.refused("PUT", f"/tyk/apis/{ident}", definition(gate.org, "other")) == (400, said)


def test_an_oas_document(gate):
    operations = {"getPets": {"rateLimit": {"enabled": True, "rate": 10, "per": "60s"}}}
    ident = gate.oas(middleware={"operations": operations})
    shown = gate.ok("GET", f"/tyk/apis/oas/{ident}")
    tyk = shown["x-tyk-api-gateway"]
    assert tyk["info"] == {"id": ident, "orgId": gate.org, "name": ident, "state": {"active": True}}
    assert tyk["middleware"]["operations"]["getPets"]["rateLimit"]["per"] == "1m"
    servers = [entry["url"] for entry in shown["servers"]]
    assert servers[0].rstrip("/").endswith(f"/{ident}") and servers[1:] == [f"/{ident}"] * gate.since(5, 11)
    assert gate.ok("GET", f"/tyk/apis/{ident}")["is_oas"] is True
    classic = gate.api("classic")
    assert gate.refused("GET", f"/tyk/apis/oas/{classic}")[0] == 400
    assert gate.refused("PUT", f"/tyk/apis/{ident}", definition(gate.org, ident))[0] == 400


def test_an_oas_document_without_its_extension(gate):
    body = document(gate.org, gate.org + "x")
    del body["x-tyk-api-gateway"]
    assert gate.refused("POST", "/tyk/apis/oas", body) == (400, "the payload should contain x-tyk-api-gateway")
    broken = document(gate.org, gate.org + "x", server={})
    assert gate.refused("POST", "/tyk/apis/oas", broken)[0] == 400


def test_versions(gate):
    base = gate.api("base")
    child = f"{gate.org}child"
    link = f"?base_api_id={base}&base_api_version_name=v1&new_version_name=v2"
    assert gate.refused("POST", f"/tyk/apis?base_api_id={base}", definition(gate.org, child)) == (
        422,
        "The new version name is required",
    )
    assert gate.refused("POST", f"/tyk/apis{link.replace(base, 'nope')}", definition(gate.org, child))[0] == 400
    gate.ok("POST", f"/tyk/apis{link}", definition(gate.org, child, internal=True))
    gate.reload()
    block = gate.ok("GET", f"/tyk/apis/{base}")["definition"]
    assert block["versions"] == {"v2": child} and block["name"] == "v1" and block["default"] == "self"
    assert (block["enabled"], block["key"], block["location"]) == (True, "x-api-version", "header")
    _status, _answer, headers = gate.backend.send("GET", f"/tyk/apis/{child}")
    assert headers["x-tyk-base-api-id"] == base
    told = gate.ok("GET", f"/tyk/apis/{base}/versions")
    assert [(row["versionName"], row["id"], row["isDefaultVersion"]) for row in told["apis"]] == [
        ("v1", base, gate.since(5, 11)),
        ("v2", child, False),
    ]
    gate.ok("DELETE", f"/tyk/apis/{child}")
    gate.reload()
    assert not gate.ok("GET", f"/tyk/apis/{base}")["definition"]["versions"]


def test_a_version_that_is_deleted_brings_back_the_file_of_its_base(gate):
    base, child = gate.api("base"), f"{gate.org}child"
    link = f"?base_api_id={base}&base_api_version_name=v1&new_version_name=v2"
    gate.ok("POST", f"/tyk/apis{link}", definition(gate.org, child))
    gate.reload()
    gate.ok("DELETE", f"/tyk/apis/{base}")
    gate.ok("DELETE", f"/tyk/apis/{child}")
    gate.reload()
    assert gate.ok("GET", f"/tyk/apis/{base}")["api_id"] == base
    assert gate.refused("GET", f"/tyk/apis/{child}") == (404, "API not found")


def test_policies(gate):
    api = gate.api()
    ident = f"{gate.org}gold"
    body = {"id": ident, "name": "Gold", "org_id": gate.org, "access_rights": rights(api), "rate": 3, "per": 1}
    assert gate.ok("POST", "/tyk/policies", body) == {"key": ident, "status": "ok", "action": "added"}
    assert gate.refused("GET", f"/tyk/policies/{ident}") == (404, "Policy not found")
    gate.reload()
    shown = gate.ok("GET", f"/tyk/policies/{ident}")
    assert shown["tags"] is None and shown["_id"] == "" and "state" not in shown
    right = shown["access_rights"][api]
    assert {name: value for name, value in right.items() if name in rights(api)[api]} == rights(api)[api]
    assert (right.keys() == rights(api)[api].keys()) == gate.since(5, 12)
    assert gate.ok("PUT", f"/tyk/policies/{ident}", {**body, "rate": 4})["action"] == "modified"
    other = f"{gate.org}new"
    assert gate.ok("PUT", f"/tyk/policies/{other}", {"id": other})["action"] == "modified"
    assert gate.ok("DELETE", f"/tyk/policies/{other}")["action"] == "deleted"
    assert gate.refused("DELETE", f"/tyk/policies/{other}") == (500, "Delete failed")
    assert gate.refused("PUT", f"/tyk/policies/{ident}", {**body, "id": "x"})[0] == 400
    assert gate.refused("POST", "/tyk/policies", {"name": "x"}) == (400, "Unable to create policy without id.")
    assert gate.refused("POST", "/tyk/policies", {"id": "x", "_id": "y"}) == (400, "Request malformed")


def test_the_life_of_a_key(gate):
    api = gate.api()
    body = {"org_id": gate.org, "access_rights": rights(api), "rate": 5, "per": 10, "quota_max": -1, "alias": "A"}
    made = gate.ok("POST", "/tyk/keys/alice", body)
    assert made["action"] == "added" and made["key"].startswith("ey") and len(made["key_hash"]) == 16
    for target in (
        f"alice?org_id={gate.org}",
        made["key"],
        f"{made['key_hash']}?hashed=1",
        f"{gate.org}alice?org_id={gate.org}",
    ):
        assert gate.ok("GET", f"/tyk/keys/{target}")["alias"] == "A", target
    assert gate.refused("GET", "/tyk/keys/alice") == (404, "Key not found")
    assert made["key_hash"] in gate.ok("GET", "/tyk/keys")["keys"]
    changed = gate.ok("PUT", "/tyk/keys/alice?suppress_reset=1", {**body, "alias": "B"})
    assert changed == {"key": made["key"], "status": "ok", "action": "modified"}
    assert gate.ok("GET", f"/tyk/keys/{made['key']}")["alias"] == "B"
    assert gate.ok("POST", "/tyk/keys/alice", {**body, "alias": "C"})["action"] == "added"
    assert gate.ok("DELETE", f"/tyk/keys/alice?org_id={gate.org}")["action"] == "deleted"
    assert gate.refused("DELETE", f"/tyk/keys/alice?org_id={gate.org}") == (404, "There is no such key found")
    assert gate.refused("PUT", "/tyk/keys/alice", body) == (404, "Key is not found")


def test_a_key_is_read_without_its_zero_values(gate):
    api = gate.api()
    made = gate.ok("POST", "/tyk/keys", {"org_id": gate.org, "access_rights": rights(api)})
    shown = gate.ok("GET", f"/tyk/keys/{made['key']}")
    found = {name for name, value in shown.items() if (any(value.values()) if isinstance(value, dict) else value)}
    wanted = {"access_rights", "org_id", "date_created", "last_updated"}
    assert (shown.keys() if gate.since(5, 12) else found) - {"quota_renews"} == wanted


def test_keys_that_are_refused(gate):
    api = gate.api()
    assert gate.refused("POST", "/tyk/keys/abc", {"org_id": gate.org}) == INSECURE
    assert gate.refused("POST", "/tyk/keys/abc", []) == (400, "Request malformed")
    short = gate.call("POST", "/tyk/keys/ab", {"org_id": gate.org, "access_rights": rights(api)})[0]
    assert short == (400 if gate.since(5, 13, 1) else 200)
    assert gate.refused("POST", "/tyk/keys/abc", {"org_id": gate.org, "apply_policies": ["nope"]}) == INSECURE


def test_policies_show_through_a_key(gate):
    api = gate.api()
    policy = gate.policy(
        "gold", api, rate=100, per=60, quota_max=1000, quota_renewal_rate=60, tags=["p"], meta_data={"m": "1"}
    )
    made = gate.ok(
        "POST", "/tyk/keys", {"org_id": gate.org, "apply_policies": [policy], "tags": ["own"], "is_inactive": True}
    )
    shown = gate.ok("GET", f"/tyk/keys/{made['key']}")
    assert (shown["rate"], shown["per"], shown["quota_max"]) == (100, 60, 1000)
    assert sorted(shown["tags"]) == ["own", "p"] and shown["meta_data"] == {"m": "1"}
    assert not shown["access_rights"][api].get("api_id") and not shown["access_rights"][api].get("api_name")
    assert shown["access_rights"][api]["limit"]["quota_remaining"] == 1000
    assert not shown.get("is_inactive"), "whether it is active is up to its policies alone"


def test_a_policy_with_limits_for_each_api(gate):
    api = gate.api()
    limited = rights(api, limit={"rate": 3, "per": 1, "quota_max": 10, "quota_renewal_rate": 60})
    policy = gate.policy("per", access_rights=limited, partitions={"per_api": True})
    made = gate.ok("POST", "/tyk/keys", {"org_id": gate.org, "apply_policies": [policy]})
    right = gate.ok("GET", f"/tyk/keys/{made['key']}")["access_rights"][api]
    assert right["api_id"] == right["allowance_scope"] == api and right["limit"]["quota_remaining"] == 10


def test_a_policy_of_another_organisation(gate):
    api = gate.api()
    policy = gate.policy("gold", api)
    status, answer = gate.call("POST", "/tyk/keys/abcd", {"org_id": gate.org + "x", "apply_policies": [policy]})
    assert (status, answer.get("message")) == INSECURE if gate.since(5, 12) else status == 200


def test_users_with_passwords(gate):
    body = {"org_id": gate.org, "access_rights": rights(gate.api()), "basic_auth_data": {"password": "geheim"}}
    made = gate.ok("POST", "/tyk/keys/carol", body)
    assert made["key"] == "" and made["key_hash"]
    told = gate.ok("GET", f"/tyk/keys/carol?org_id={gate.org}")["basic_auth_data"]
    assert told == ({} if gate.since(5, 12) else {"password": ""}) | {"hash_type": "bcrypt"}


def test_a_past_expiry_becomes_never(gate):
    body = {"org_id": gate.org, "access_rights": rights(gate.api()), "expires": 1000}
    made = gate.ok("POST", "/tyk/keys", body)
    assert not gate.ok("GET", f"/tyk/keys/{made['key']}").get("expires")


def test_a_generated_key_gets_a_secret_for_hmac(gate):
    body = {"org_id": gate.org, "access_rights": rights(gate.api()), "hmac_enabled": True}
    named = gate.ok("POST", "/tyk/keys/hmac-1", body)
    assert not gate.ok("GET", f"/tyk/keys/{named['key']}").get("hmac_string")
    made = gate.ok("POST", "/tyk/keys/create", body)
    assert gate.ok("GET", f"/tyk/keys/{made['key']}")["hmac_string"]


def test_certificates(gate):
    content = certificate(MAKERS["ec"](), "gate.example").encode()
    ident = gate.org + x509.load_pem_x509_certificate(content).fingerprint(hashes.SHA256()).hex()
    assert gate.call("GET", f"/tyk/certs?org_id={gate.org}") == (200, {"certs": None})
    assert gate.ok("POST", f"/tyk/certs?org_id={gate.org}", content) == {
        "id": ident,
        "status": "ok",
        "message": "Certificate added",
    }
    said = f"Certificate with {ident} id already exists"
    assert gate.refused("POST", f"/tyk/certs?org_id={gate.org}", content) == (403, said)
    assert gate.refused("POST", f"/tyk/certs?org_id={gate.org}", b"x")[0] == 403
    shown = gate.ok("GET", f"/tyk/certs/{ident}")
    assert shown["subject"]["CommonName"] == "gate.example" and shown["has_private"] is False
    assert gate.ok("GET", f"/tyk/certs?org_id={gate.org}") == {"certs": [ident]}
    assert gate.ok("DELETE", f"/tyk/certs/{ident}") == {"status": "ok", "message": "removed"}
    assert gate.ok("DELETE", f"/tyk/certs/{ident}") == {"status": "ok", "message": "removed"}
    assert gate.refused("GET", f"/tyk/certs/{ident}")[0] == 404


def test_what_a_certificate_cannot_be(gate):
    key, expired = MAKERS["ec"](), certificate(MAKERS["ec"](), ends=-1)
    leaf = certificate(key)
    cases = {
        "certificate is expired": leaf + expired,
        "Found multiple private keys": leaf + private_key(key) + private_key(key),
        "Public keys can't be combined with certificates": leaf + public_key(key),
        'tls: failed to find "CERTIFICATE" PEM block in certificate input after skipping PEM blocks of the following '
        "types: [PUBLIC KEY]": public_key(key) + private_key(key),
        "tls: failed to parse private key": leaf + private_key(key, password=b"secret"),
        "Failed to decode certificate. It should be PEM encoded.": "\ufeff" + leaf,
    }
    for said, text in cases.items():
        assert gate.refused("POST", f"/tyk/certs?org_id={gate.org}", text.encode()) == (403, said)


def test_of_two_public_keys_the_last_one_counts(gate):
    keys = [public_key(MAKERS["ec"]()), public_key(MAKERS["ec"]())]
    both = gate.ok("POST", f"/tyk/certs?org_id={gate.org}", "".join(keys).encode())["id"]
    said = f"Certificate with {both} id already exists"
    assert gate.refused("POST", f"/tyk/certs?org_id={gate.org}", keys[1].encode()) == (403, said)
    gate.ok("DELETE", f"/tyk/certs/{both}?org_id={gate.org}")


def test_an_ed25519_key_is_taken_and_cannot_be_read_again(gate):
    ident = gate.ok("POST", f"/tyk/certs?org_id={gate.org}", "".join(pair("ed25519")).encode())["id"]
    assert gate.ok("GET", f"/tyk/certs?org_id={gate.org}") == {"certs": [ident]}
    assert gate.refused("GET", f"/tyk/certs/{ident}") == (404, "Certificate with given SHA256 fingerprint not found")
    assert gate.ok("GET", f"/tyk/certs/{ident},{ident}") == [None, None]
    gate.ok("DELETE", f"/tyk/certs/{ident}?org_id={gate.org}")
    assert gate.ok("POST", f"/tyk/certs?org_id={gate.org}", certificate(MAKERS["ed25519"]()).encode())["id"]


def test_oauth_clients(gate):
    api, plain = gate.api("login", use_oauth2=True), gate.api("plain")
    policy, other = gate.policy("log", api), gate.policy("other", plain)
    create, route = "/tyk/oauth/clients/create", f"/tyk/oauth/clients/{api}"
    made = gate.ok("POST", create, {"client_id": "shop", "api_id": api, "secret": "s3cret", "policy_id": policy})
    wanted = {"client_id": "shop", "redirect_uri": "", "policy_id": policy, "secret": "s3cret", "meta_data": None}
    assert made == {**wanted, "description": ""}
    assert gate.ok("GET", route) == [made] and gate.ok("GET", f"{route}/shop") == made
    changed = gate.ok("PUT", f"{route}/shop", {"description": "d", "secret": "other"})
    assert changed == {
        "client_id": "shop",
        "redirect_uri": "",
        "secret": "s3cret",
        "meta_data": None,
        "description": "d",
    }
    assert gate.refused("PUT", f"{route}/shop", {"policy_id": other})[0] == 400
    assert gate.refused("POST", create, {"api_id": plain}) == (400, "API is not OAuth2")
    assert gate.refused("POST", create, {"api_id": "nope"}) == (400, "API doesn't exist")
    assert gate.call("GET", "/tyk/oauth/clients/nope") == (404, None)
    assert gate.ok("GET", f"/tyk/oauth/clients/{plain}") == []
    for _again in range(2):
        assert gate.ok("DELETE", f"{route}/shop")["action"] == "deleted"
    assert gate.refused("GET", f"{route}/shop") == (404, "OAuth Client ID not found")


def test_only_redis_can_empty_a_cache(gate):
    assert gate.ok("DELETE", "/tyk/cache/nothing")["message"] == "cache invalidated"
