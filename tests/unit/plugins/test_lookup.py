# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The lookup: ids and names of every kind, from the emulator."""

from __future__ import annotations

import datetime
from unittest import mock

import pytest
import requests
import yaml
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from module_runner import SECRET, URL, Tyk

from ansible_collections.community.tyk.plugins.lookup import tyk_id
from ansible_collections.community.tyk.plugins.module_utils._ansible.argument_spec import connection_spec
from ansible_collections.community.tyk.plugins.module_utils._api import http as _http
from ansible_collections.community.tyk.plugins.module_utils._errors import TykError
from ansible_collections.community.tyk.plugins.module_utils._object.task import Task
from tyk_emulator.adapter import EmulatorAdapter

PERMISSIONS = {"apis": "read"}


def certificate(name: str) -> str:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.timezone.utc)
    built = x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
    built = built.serial_number(1).not_valid_before(now).not_valid_after(now + datetime.timedelta(days=9))
    return built.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM).decode()


@pytest.fixture
def tyk():
    return Tyk()


def look_up(tyk: Tyk, kind: str, *terms: str, want: str = "id", **options):
    """What the plugin returns for these terms, with its warnings."""
    session = requests.Session()
    session.mount("http://127.0.0.1:3000", EmulatorAdapter(tyk.emulator))
    params = {
        "url": URL,
        "token": tyk.token,
        "admin_secret": SECRET,
        "kind": kind,
        "want": want,
        "retries": 0,
        **options,
    }
    task = Task(params, {}, False, False, pytest.fail)
    with mock.patch.object(_http.requests, "Session", lambda: session):
        return tyk_id.look_up(tyk_id.KINDS[kind], task, list(terms), want)


def refused(tyk: Tyk, *arguments: str, **options) -> str:
    with pytest.raises(TykError) as caught:
        look_up(tyk, *arguments, **options)
    return str(caught.value)


def objects(tyk: Tyk) -> dict[str, tuple[str, str, dict]]:
    """One object of each kind: kind -> name, id, further options."""
    api = tyk.ok("api", name="Orders", listen_path="/o/", target_url="https://o", definition={"use_oauth2": True})[
        "api"
    ]
    policy = tyk.ok("policy", name="Gold", access_rights=[{"api": "Orders"}])["policy"]
    client = tyk.ok("oauth_client", api="Orders", client_name="shop", policy="Gold")["oauth_client"]
    cert = tyk.ok("certificate", certificate=certificate("partner.example"))["certificate"]
    idp = tyk.ok("client_idp", name="Login", jwks_uri="https://login.example/", client_idp_id="login")["client_idp"]
    sso = {"action_type": "GenerateOrLoginUserProfile", "type": "redirect", "provider_name": "SAMLProvider"}
    profile = tyk.ok("identity_profile", name="SSO", profile_id="sso", **sso)["identity_profile"]
    served = {"listen_path": "/mcp/", "target_url": "https://mcp"}
    hook = {"name": "Alarm", "method": "POST", "target_path": "https://alarm"}
    user = {"first_name": "A", "last_name": "B", "user_permissions": PERMISSIONS}
    return {
        "api": ("Orders", api["api_id"], {}),
        "asset": ("Base", tyk.ok("asset", name="Base", data={"a": 1})["asset"]["asset_id"], {}),
        "certificate": ("partner.example", cert["certificate_id"], {}),
        "client_idp": ("Login", idp["client_idp_id"], {}),
        "identity_profile": ("SSO", profile["profile_id"], {}),
        "key": ("acme", tyk.ok("key", alias="acme", policies=["Gold"])["key"]["key_hash"], {}),
        "oauth_client": ("shop", client["client_id"], {"api": "Orders"}),
        "mcp_proxy": ("Tools", tyk.ok("mcp_proxy", name="Tools", **served)["mcp_proxy"]["api_id"], {}),
        "organisation": ("Acme", tyk.org, {}),
        "policy": ("Gold", policy["policy_id"], {}),
        "user": ("ada@acme.example", tyk.ok("user", email_address="ada@acme.example", **user)["user"]["id"], {}),
        "user_group": ("Ops", tyk.ok("user_group", name="Ops", user_permissions=PERMISSIONS)["user_group"]["id"], {}),
        "webhook": ("Alarm", tyk.ok("webhook", **hook)["webhook"]["id"], {}),
    }


def test_ids_and_names_of_every_kind(tyk):
    made = objects(tyk)
    assert set(made) == set(tyk_id.KINDS)
    tyk.log()
    for kind, (name, ident, options) in made.items():
        assert look_up(tyk, kind, name, ident, **options) == [ident, ident], kind
        assert look_up(tyk, kind, name, ident, want="name", **options) == [name, name], kind
    assert not tyk.writes()


def test_many_names_cost_one_list(tyk):
    for name in ("One", "Two"):
        tyk.ok("user_group", name=name, user_permissions=PERMISSIONS)
    tyk.log()
    assert len(set(look_up(tyk, "user_group", "One", "Two"))) == 2
    assert tyk.log() == ["GET /api/usergroups"]


def test_an_address_in_capitals(tyk):
    assert look_up(tyk, "user", "Admin@ACME.example") == look_up(tyk, "user", "admin@acme.example")


def test_who_and_where(tyk):
    assert look_up(tyk, "user", "me", want="name") == ["admin@acme.example"]
    assert look_up(tyk, "user", "me", want="org_id") == [tyk.org]
    tyk.ok("user_group", name="me", user_permissions=PERMISSIONS)
    assert look_up(tyk, "user_group", "me", want="org_id") == [tyk.org]
    few = tyk.user("few@acme.example", tyk.org, PERMISSIONS)
    assert "cannot be told who" in refused(tyk, "user", "me", token=few)


def test_a_certificate_by_its_fingerprint(tyk):
    (ident,) = {objects(tyk)["certificate"][1]}
    assert look_up(tyk, "certificate", ident.removeprefix(tyk.org)) == [ident]


def test_what_is_not_there_or_twice_is_an_error(tyk):
    assert "there is no policy 'Gold' in organisation" in refused(tyk, "policy", "Gold")
    ids = [tyk.make("/api/hooks", {"name": "Twin", "method": "GET", "target_path": f"https://{n}"}) for n in "ab"]
    assert len(ids) == 2
    assert "2 webhooks answer to 'Twin'" in refused(tyk, "webhook", "Twin")
    assert "api is needed" in refused(tyk, "oauth_client", "shop")
    assert "url is needed" in refused(tyk, "api", "Orders", url=None)
    assert "TYK_TOKEN" in refused(tyk, "api", "Orders", token=None)
    assert "TYK_ADMIN_SECRET" in refused(tyk, "organisation", "Acme", admin_secret="")


def test_no_key_and_no_token_is_told():
    tyk = Tyk(hash_keys=False)
    objects_made = tyk.ok("api", name="Orders", listen_path="/o/", target_url="https://o")["api"]
    key = tyk.ok("key", alias="acme", access_rights=[{"api": objects_made["api_id"]}])["key"]["key_id"]
    for term in ("acme", key):
        said = refused(tyk, "key", term)
        assert key not in said and ("no id" in said or "no key" in said)
    said = refused(tyk, "api", "Orders", token=tyk.token + "x")
    assert "401" in said and tyk.token not in said


def test_the_options_are_those_of_the_modules():
    documented = yaml.safe_load(tyk_id.DOCUMENTATION)["options"]
    for admin in (False, True):
        for name, spec in connection_spec(admin).items():
            if name in ("wait_timeout", "org_id", "platform"):  # these are for writing
                continue
            told = documented[name]
            assert told["type"] == spec["type"] and told.get("default") == spec.get("default"), name
            assert [entry["name"] for entry in told["env"]] == spec["fallback"][1], name
            assert [entry["name"] for entry in told["vars"]] == [f"tyk_{name}"], name
    assert set(documented["kind"]["choices"]) == set(tyk_id.KINDS)


@pytest.mark.parametrize("email", ["admin@acme.example", "Admin@ACME.example"])
def test_a_user_in_any_spelling(tyk, email):
    assert look_up(tyk, "user", email, want="name") == ["admin@acme.example"]


@pytest.mark.parametrize("want", ["id", "name", "org_id"])
def test_a_key_is_not_shown_by_an_error(tyk, want):
    tyk.ok("api", name="Orders", listen_path="/orders/", target_url="http://up.example/")
    rights = [{"api": "Orders"}]
    made = tyk.ok("key", alias="acme", access_rights=rights)["key"]
    tyk.ok("key", key_id="a-key-of-our-own", access_rights=rights)
    old = "5" * 24 + "0123456789abcdef"
    for key in (made["key_id"], made["key_id"][:-8] + "AAAAAA==", old, "a-key-of-our-own"):
        for option in ({}, {"org_id": tyk.org}):
            with pytest.raises(TykError) as refused:
                look_up(tyk, "key", key, want=want, **option)
            assert key not in str(refused.value)
    with pytest.raises(TykError, match="there is no key 'nobody'"):
        look_up(tyk, "key", "nobody", want=want)
    with pytest.raises(TykError, match=f"as {made['key_hash']} is here"):
        look_up(tyk, "key", made["key_id"], want=want)


def test_a_kind_that_there_is_not_is_told_with_those_that_there_are():
    with pytest.raises(Exception, match="kind: there is no 'policies'; there are api, asset, .*policy, "):
        tyk_id.LookupModule().run(["Gold"], {}, kind="policies")
