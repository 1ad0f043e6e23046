# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Webhooks, certificates, OAuth clients and assets."""

from __future__ import annotations

import datetime
import hashlib

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from emulator_world import World, rights, wrapper

HOOK = {"name": "Alarm", "method": "POST", "target_path": "http://x/y"}


def test_creating_a_webhook_answers_no_id(world):
    assert world.ok("POST", "/api/hooks", HOOK) == {"Status": "OK", "Message": "Webhook created", "Meta": None}
    world.ok("POST", "/api/hooks", {**HOOK, "header_map": {"X-A": "b"}, "unknown": 1})
    first, second = world.ok("GET", "/api/hooks")["hooks"]
    assert first["name"] == second["name"] and first["id"] != second["id"]
    assert (first["header_map"], first["api_model"], first["org_id"]) == (None, {}, world.org)
    assert second["header_map"] == {"X-A": "b"} and "unknown" not in second


@pytest.mark.parametrize("fields", [{"method": ""}, {"method": "post"}, {"target_path": ""}, {"target_path": "x/y"}])
def test_refused_webhooks(world, fields):
    world.ok("POST", "/api/hooks", HOOK)
    hook = world.ok("GET", "/api/hooks")["hooks"][0]["id"]
    for method, path in (("POST", "/api/hooks"), ("PUT", f"/api/hooks/{hook}")):
        status, answer = world.call(method, path, {**HOOK, **fields})
        assert (status, answer["Message"]) == (400, "Webhook object validation failed")


def test_webhooks(world):
    world.ok("POST", "/api/hooks", {**HOOK, "webhook_id": "mine"})
    status, answer = world.call("POST", "/api/hooks", {**HOOK, "webhook_id": "mine"})
    assert (status, answer["Message"]) == (409, "Duplicate webhook_id")
    hook = world.ok("GET", "/api/hooks")["hooks"][0]["id"]
    assert (
        world.ok("PUT", f"/api/hooks/{hook}", {**HOOK, "name": "New", "webhook_id": "mine"})["Message"]
        == "Hook updated"
    )
    world.ok("PUT", f"/api/hooks/{hook}", {"method": "GET", "target_path": "http://x"})
    after = world.ok("GET", f"/api/hooks/{hook}")
    assert (after["name"], after["webhook_id"]) == ("", "")
    assert world.ok("DELETE", f"/api/hooks/{hook}")["Message"] == "Webhook deleted"


class Pair:
    """A self-signed certificate and its private key."""

    def __init__(self, name="a.example", days=(-1, 1), now=1_800_000_000.0):
        start = datetime.datetime.fromtimestamp(now, datetime.timezone.utc)
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        builder = x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
        builder = builder.serial_number(7).add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), False)
        limits = [start + datetime.timedelta(days=day) for day in days]
        certificate = builder.not_valid_before(limits[0]).not_valid_after(limits[1]).sign(key, hashes.SHA256())
        encoding = serialization.Encoding
        self.pem = certificate.public_bytes(encoding.PEM)
        self.digest = hashlib.sha256(certificate.public_bytes(encoding.DER)).hexdigest()
        kind = serialization.PrivateFormat.PKCS8
        self.key = key.private_bytes(encoding.PEM, kind, serialization.NoEncryption())
        self.public = key.public_key().public_bytes(encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)


def upload(world, content, field="file", filename='; filename="x.pem"', token=None):
    head = f'--b\r\nContent-Disposition: form-data; name="{field}"{filename}\r\n\r\n'.encode()
    headers = {"content-type": "multipart/form-data; boundary=b"}
    return world.call("POST", "/api/certs", head + content + b"\r\n--b--\r\n", token, headers)


@pytest.mark.parametrize("field", ["file", "cert", "data"])
def test_the_id_can_be_computed(world, field):
    pair = Pair()
    status, answer = upload(world, pair.pem + pair.key, field)
    assert (status, answer) == (200, {"id": world.org + pair.digest, "message": "Certificate added", "status": "ok"})
    details = world.ok("GET", f"/api/certs/{answer['id']}")
    assert (details["has_private"], details["subject"]["CommonName"]) == (True, "a.example")
    assert details["dns_names"] == ["a.example"] and details["fingerprint"] == pair.digest
    assert "PRIVATE" not in str(world.control("GET", "state"))
    assert world.ok("GET", "/api/certs") == {"certs": [answer["id"]], "pages": 1}
    assert world.ok("GET", "/api/certs?mode=detailed")["cert_basics"][0]["subject_cn"] == "a.example"
    assert world.ok("GET", "/api/certs/details")["certificates"] == [details]
    assert world.ok("GET", "/api/certs?filter=without_pk")["certs"] == []


def test_refused_uploads(world):
    pair, other = Pair(), Pair("b.example")
    expired = Pair(days=(-3, -2))
    upload(world, pair.pem)
    taken = f"Could not create certificate. Certificate with {world.org + pair.digest} ID already exists"
    assert upload(world, pair.pem + pair.key)[1]["Message"] == taken and upload(world, pair.pem)[0] == 404
    assert upload(world, b"nonsense")[0] == 400
    assert upload(world, other.pem + pair.key)[0] == 400
    assert upload(world, other.pem + other.key + pair.key)[0] == 400
    assert "expired" in upload(world, expired.pem)[1]["Message"]
    assert upload(world, other.pem, filename="")[0] == 500
    assert world.call("POST", "/api/certs", other.pem)[0] == 500
    assert upload(world, other.public)[0] == 200


def test_uses_and_removal(world):
    pair = Pair()
    cert = upload(world, pair.pem)[1]["id"]
    api = world.api("Mutual", client_certificates=[cert], upstream_certificates={"*": cert})
    used = world.ok("GET", f"/api/certs/{cert}/apis")["apis"]
    assert used == [
        {"api_id": api, "name": "Mutual", "usage_type": ["client", "upstream"], "tyk_api_type": "Tyk Classic"}
    ]
    assert world.ok("GET", f"/api/certs/dependencies/{cert}")["client_cert_apis"] == [api]
    document = world.call("GET", f"/api/apis/oas/{world.oas()}")[1]
    extension = document["x-tyk-api-gateway"]
    extension["server"] |= {
        "clientCertificates": {"enabled": True, "allowlist": [cert]},
        "customDomain": {"enabled": True, "name": "pets.example", "certificates": [cert]},
    }
    extension["upstream"]["mutualTLS"] = {
        "enabled": True,
        "domainToCertificateMapping": [{"domain": "*", "certificate": cert}],
    }
    world.ok("PUT", f"/api/apis/oas/{extension['info']['id']}", document)
    used = {entry["name"]: sorted(entry["usage_type"]) for entry in world.ok("GET", f"/api/certs/{cert}/apis")["apis"]}
    assert used == {"Mutual": ["client", "upstream"], "Pets": ["client", "server", "upstream"]}
    told = world.ok("GET", f"/api/certs/dependencies/{cert}")
    assert sorted(told["upstream_cert_api_names"]) == ["Mutual", "Pets"] and "server_cert_apis" not in told
    assert told["key_cert"] == ""
    world.key(access_rights=rights(api), certificate=cert)
    assert world.ok("GET", f"/api/certs/dependencies/{cert}")["key_cert"] == world.org + cert
    # Use does not protect it.
    assert world.ok("DELETE", f"/api/certs/{cert}") == {"message": "removed", "status": "ok"}


def test_oauth_clients(world):
    api = world.api(use_oauth2=True)
    base = f"/api/apis/oauth/{api}"
    policy = world.policy()
    made = world.ok("POST", base, {"redirect_uri": "http://x", "policy_id": policy, "unknown": 1})
    assert made["client_id"] and made["secret"] and "unknown" not in made and "Status" not in made
    chosen = world.ok("POST", base, {"client_id": "mine", "secret": "known", "redirect_uri": "http://x"})
    assert (chosen["client_id"], chosen["secret"], chosen["meta_data"]) == ("mine", "known", None)
    world.ok("POST", base, {"client_id": "mine", "secret": "other"})
    assert world.ok("GET", f"{base}/mine")["secret"] == "other"
    assert world.ok("GET", base) == {"apps": [made, world.ok("GET", f"{base}/mine")], "pages": 1}
    assert world.call("PUT", f"{base}/mine", {})[0] == 405
    assert world.ok("DELETE", f"{base}/mine")["Message"] == "OAuth client deleted successfully"


def test_refused_oauth_clients(world):
    api = world.api(use_oauth2=True)
    db_id = world.ok("GET", f"/api/apis/{api}")["api_definition"]["id"]
    assert world.call("POST", f"/api/apis/oauth/{db_id}", {})[1]["Message"] == "API reference not found"
    status, answer = world.call("POST", f"/api/apis/oauth/{api}", {"policy_id": "zz"})
    assert (status, answer["Message"]) == (500, "Could not retrieve policy details")
    status, answer = world.call("POST", f"/api/apis/oauth/{world.api('Plain')}", {})
    assert (status, answer["Message"]) == (400, "API is not OAuth2")


ASSET = {"id": "mine", "name": "Mine", "kind": "oas-template", "data": {"openapi": "3.0.3"}}


def test_assets(world):
    status, answer = world.call("POST", "/api/assets", ASSET)
    assert status == 201 and list(answer) == ["Status", "Message", "ID", "Meta"]
    assert (answer["Status"], answer["Message"], answer["ID"]) == ("success", "asset created", "mine")
    asset = world.ok("GET", "/api/assets/mine")
    assert asset == world.ok("GET", f"/api/assets/{answer['Meta']}")
    assert {**ASSET, "_id": answer["Meta"], "org_id": world.org}.items() <= asset.items()
    assert world.ok("GET", "/api/assets?kind=oas-template") == [asset]
    assert world.ok("PUT", "/api/assets/mine", {**ASSET, "name": "New"})["Status"] == "success"
    assert world.ok("DELETE", "/api/assets/mine")["Message"] == "Asset removed successfully"


@pytest.mark.parametrize(
    ("method", "body", "status", "message"),
    [
        ("POST", ASSET, 409, "Asset ID already exists: 'mine'"),
        ("POST", {**ASSET, "kind": "x"}, 422, "unsupported asset kind: 'x'"),
        ("POST", {**ASSET, "data": None}, 400, "error reading json body"),
        ("POST", b"{", 400, "error reading json body"),
    ],
)
def test_refused_assets(world, method, body, status, message):
    world.ok("POST", "/api/assets", ASSET)
    answer = world.call(method, "/api/assets", body)
    assert (answer[0], answer[1]["Message"]) == (status, message)
    assert world.call("GET", "/api/assets?kind=x")[0] == 400


def test_late_gateway():
    world = World(quirks=["late-gateway"])
    api = world.api(use_oauth2=True)
    policy = world.policy()
    assert world.call("POST", f"/api/apis/oauth/{api}", {})[1]["Message"] == "API reference not found"
    world.time += 3
    assert world.call("POST", f"/api/apis/oauth/{api}", {"policy_id": policy})[0] == 200


def test_statistics_tell_what_there_is_today(world):
    world.api()
    world.ok("POST", "/api/apis", wrapper("Off", active=False))
    (day,) = world.ok("GET", "/api/system/stats/")["stats"]["apis"]
    assert (day["date"], day["max_usage"], day["min_active_usage"]) == ("2027-01-15", 2, 1)
    assert world.ok("GET", "/api/system/stats?entity=dataplanes")["stats"] == {"dataplanes": []}
    for wrong in ("entity=keys", "resolution=hour"):
        assert world.call("GET", f"/api/system/stats?{wrong}")[0] == 400


@pytest.mark.parametrize(
    ("path", "status", "message"),
    [
        ("audit-logs/1", 404, "could not retrieve audit record"),
        ("audit-logs/x", 400, "could not retrieve audit record"),
        ("examples", 500, "Failed to fetch examples index file"),
        ("examples/udg%2Fgeo-info", 500, "Failed to fetch examples index file"),
    ],
)
def test_what_no_installation_without_internet_and_audit_has(world, path, status, message):
    answer = world.call("GET", f"/api/{path}")
    assert (answer[0], answer[1]["Message"]) == (status, message)
