# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Check mode refuses what the run refuses, in the same words, alone and in a configuration, and before anything is
written. The table has a row for every place in the kinds that refuses something; the last test sees to that."""

from __future__ import annotations

import ast
import functools
import math
import pathlib
import sys

import pytest
from certificates import MAKERS, certificate, pair, private_key, public_key
from gateway_runner import Gate
from module_runner import Tyk

from ansible_collections.community.tyk.plugins.module_utils import _kinds
from ansible_collections.community.tyk.plugins.module_utils._errors import TykError
from ansible_collections.community.tyk.plugins.module_utils._kinds.table import KINDS

OWN, STREAMING = "x-tyk-api-gateway", "x-tyk-streaming"
DOCUMENT = {"openapi": "3.0.3", "info": {"title": "t", "version": "1"}, "paths": {}}
OAUTH = {"use_oauth2": True, "use_keyless": False, "oauth_meta": {"allowed_access_types": ["client_credentials"]}}
API = {"listen_path": "/n/", "target_url": "http://u/"}
RIGHTS = [{"api": "A"}]
PERSON = {"email_address": "u@x.example", "first_name": "a", "last_name": "b", "user_permissions": {"apis": "read"}}
SECTIONS = {kind.name: section for section, kind in KINDS.items()}
SERVERS = {"dashboard": Tyk, "gateway": Gate}
USER_KEY = {"alias": "N", "access_rights": RIGHTS}
TWO_TOKENS = {"auth": {"cookie_name": "a"}, "auth_configs": {"authToken": {"cookie_name": "b"}}}
NEW_OAS = {"name": "N", "format": "oas", **API}
MCP = {"name": "N", **API}
DEADLY = {"virtualEndpoint": {"enabled": True, "functionName": "f", "body": "ZnVuY3Rpb24gZigpe30="}}
TOOLS = {"middleware": {"mcpTools": {"t": {"allow": {"enabled": True}}}}}
PROFILE = {"name": "N", "action_type": "GenerateTemporaryAuthToken", "type": "redirect", "provider_name": "ADProvider"}
LOGIN = {"name": "N", "jwks_uri": "https://login.example/jwks.json"}


NO_CERTIFICATE = "-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----"
NO_KEY = "-----BEGIN PRIVATE KEY-----\n!\n-----END PRIVATE KEY-----"


@functools.cache
def pem(what):
    """Certificates and keys, each made once."""
    if what == "many":
        return pem("good") + private_key(MAKERS["ec"]()) + private_key(MAKERS["ec"]())
    makers = {
        "good": lambda: pair()[0],
        "both": lambda: "".join(pair()),
        "public": lambda: public_key(MAKERS["ec"]()),
        "key": lambda: private_key(MAKERS["ec"]()),
        "old": lambda: pair(ends=-9)[0],
        "odd": lambda: private_key(MAKERS["ed448"]()),
        "locked": lambda: private_key(MAKERS["ec"](), password=b"secret"),
        "alone": lambda: certificate(MAKERS["ec"]()),
        "openssh": lambda: private_key(MAKERS["ec"](), form="OpenSSH"),
    }
    return makers[what]()


def versions(tyk):
    """An API with a version beside it."""
    tyk.ok("api", name="V1", listen_path="/v1/", target_url="http://u/")
    tyk.ok("api", name="V2", listen_path="/v2/", target_url="http://u/", version={"of": "V1", "name": "v2"})


def build(platform):
    """A server with what the rows are about."""
    tyk = SERVERS[platform]()
    tyk.ids = {
        "A": tyk.ok("api", name="A", definition=OAUTH, listen_path="/a/", target_url="http://u/")["api"]["api_id"]
    }
    tyk.ok("api", name="O", format="oas", listen_path="/o/", target_url="http://u/")
    versions(tyk)
    tyk.ok("mcp_proxy", name="MCP", listen_path="/mcp/", target_url="http://u/")
    tyk.ok("policy", name="P", policy_id="gold", access_rights=RIGHTS)
    tyk.ok("policy", name="L", partitions={"quota": True})
    stored = (
        {row["name"]: row["_id"] for row in tyk.read("/api/portal/policies?p=-1")["Data"]}
        if platform == "dashboard"
        else {}
    )
    tyk.ids.update(stored)
    own = {"not_versioned": False, "versions": {"one": {"name": "one"}}}
    tyk.ok("api", name="VERSIONED", **{**API, "listen_path": "/w/"}, definition={"version_data": own})
    several = {"not_versioned": False, "versions": {"one": {"name": "one"}, "two": {"name": "two"}}}
    tyk.ok("api", name="SEVERAL", **{**API, "listen_path": "/x/"}, definition={"version_data": several})
    tyk.ok("policy", name="PER", access_rights=RIGHTS, partitions={"per_api": True})
    tyk.ok("policy", name="ACL", access_rights=RIGHTS, partitions={"acl": True})
    tyk.ids["cert"] = tyk.ok("certificate", certificate=pem("alone"))["certificate"]["certificate_id"]
    tyk.pair = pair()
    tyk.ok("certificate", certificate=tyk.pair[0])
    tyk.ok("key", alias="K", access_rights=RIGHTS)
    tyk.ok("key", alias="old", access_rights=RIGHTS, expires="2090-01-01", meta_data={"ansible_replaced_by": "another"})
    tyk.ok("key", alias="BASIC", access_rights=RIGHTS, basic_auth={"username": "basic", "password": "long-enough"})
    tyk.ok("oauth_client", api="A", client_id="client", secret="a-secret", redirect_uri="http://h/")
    if platform == "dashboard":
        tyk.other = tyk.user("certs@acme.example", tyk.org, {"certs": "write"})
        for _turn in range(2):
            tyk.make("/api/hooks", {"name": "TWICE", "method": "POST", "target_path": "http://h/"})
        tyk.ok("key", alias="CERT", access_rights=RIGHTS, certificate=tyk.ids["cert"])
        tyk.ok("user", **PERSON)
        tyk.ok("user_group", name="G", user_permissions={"apis": "read"})
        stream = {"streams": {"s": {"input": {"http_server": {}}, "output": {"drop": {}}}}}
        tyk.ok("api", name="S", listen_path="/s/", definition={**DOCUMENT, STREAMING: stream})
    tyk.log()
    return tyk


# Platforms, module, what the task says (or a function of the server that gives it), and what it is told.
ROWS = [
    # what JSON cannot hold, in every kind
    ("both", "policy", {"name": "N", "rate": math.inf, "access_rights": RIGHTS}, "rate: this is a number without end"),
    ("both", "policy", {"name": "N", "rate": -math.inf, "access_rights": RIGHTS}, "rate: this is a number without end"),
    ("both", "policy", {"name": "N", "rate": math.nan, "access_rights": RIGHTS}, "rate: this is no number at all"),
    ("both", "policy", {"name": "N", "rate": 10**400, "access_rights": RIGHTS}, "rate: this number is larger than any"),
    ("both", "policy", {"name": "N", "quota_max": 2**63, "access_rights": RIGHTS}, "quota_max: this number has more"),
    (
        "both",
        "policy",
        {"name": "N", "meta_data": {"a": [math.nan]}, "access_rights": RIGHTS},
        "meta_data.a.0: this is",
    ),
    ("both", "policy", {"name": "P", "state": "absent", "rate": math.nan}, "rate: this is no number at all"),
    ("both", "key", {**USER_KEY, "meta_data": {"a": {"b": math.inf}}}, "meta_data.a.b: this is a number without end"),
    ("both", "key", {**USER_KEY, "definition": {"expires": 2**64}}, "definition.expires: this number has more than 64"),
    ("both", "api", {"name": "N", **API, "definition": {"config_data": {"a": math.nan}}}, "definition.config_data.a: "),
    (
        "both",
        "api",
        {"name": "N", **API, "definition": {"session_lifetime": 2**64}},
        "definition.session_lifetime: this",
    ),
    ("both", "api", {**NEW_OAS, "openapi": {**DOCUMENT, "x-a": math.inf}}, "openapi.x-a: this is a number without end"),
    (
        "both",
        "oauth_client",
        {"api": "A", "client_id": "n", "definition": {"meta_data": {"a": math.nan}}},
        "meta_data.a",
    ),
    ("dashboard", "asset", {"name": "N", "data": {"a": math.inf}}, "data.a: this is a number without end"),
    (
        "dashboard",
        "webhook",
        {"name": "N", "method": "POST", "target_path": "http://h/", "definition": {"x": math.nan}},
        "x",
    ),
    (
        "dashboard",
        "user",
        {**PERSON, "definition": {"password_max_days": math.nan}},
        "password_max_days: this is no number",
    ),
    (
        "dashboard",
        "user_group",
        {"name": "N", "user_permissions": {"apis": "read"}, "definition": {"a": math.nan}},
        "a: ",
    ),
    # what YAML makes of names
    ("both", "policy", {"name": True, "access_rights": RIGHTS}, "name: this is a text, and what was read is a boolean"),
    ("both", "policy", {"name": 1.1, "access_rights": RIGHTS}, "name: this is a text, and what was read is a number"),
    ("both", "policy", {"access_rights": RIGHTS, "definition": {"name": False}}, "definition.name: Tyk takes a text"),
    ("both", "api", {**API, "definition": {"name": False}}, "definition.name has to be a text, so put it in quotes"),
    (
        "both",
        "api",
        {**API, "definition": {**DOCUMENT, OWN: {"info": {"name": 1.1}}}},
        f"definition.{OWN}.info.name has",
    ),
    (
        "both",
        "api",
        {"name": "N", "listen_path": "/n/", "target_url": "http://u/", "definition": {"api_id": ["x"]}},
        "api_id",
    ),
    ("both", "key", {"alias": True, "access_rights": RIGHTS}, "alias: this is a text, and what was read is a boolean"),
    ("both", "key", {**USER_KEY, "access_rights": [{"api": False}]}, "access_rights[0].api: this is a text"),
    ("dashboard", "user", {**PERSON, "user_permissions": {"apis": False}}, "user_permissions.apis: False is no text"),
    ("dashboard", "user", {**PERSON, "user_permissions": {"apis": "wriet"}}, "user_permissions.apis: 'wriet' allows"),
    (
        "dashboard",
        "additional_permissions",
        {"permissions": {"mine": True}},
        "permissions: the label of 'mine' is no text",
    ),
    # what is not named
    ("both", "policy", {"access_rights": RIGHTS}, "which policy? Name it with"),
    ("both", "key", {"access_rights": RIGHTS}, "which key? Name it with"),
    ("both", "api", API, "which API? Name it with"),
    ("both", "certificate", {"private_key": pem("key")}, "which certificate? Name it with"),
    ("both", "oauth_client", {"api": "A"}, "which OAuth client? Name it with"),
    ("dashboard", "certificate", lambda tyk: {"certificate_id": tyk.org + "b" * 64}, "certificate_id: there is no"),
    ("both", "key", {"key_hash": "a" * 16, "access_rights": RIGHTS}, "key_hash: there is no key with the hash"),
    (
        "dashboard",
        "bootstrap_user",
        lambda tyk: {**PERSON, "user_id": "a" * 24, "org_id": tyk.org},
        "there is no user with",
    ),
    ("both", "key", {"key_id": "preview", "access_rights": RIGHTS}, "key_id: Tyk has no address for this"),
    # APIs
    ("both", "api", {"name": "N", "target_url": "http://u/", "listen_path": ""}, "listen_path: it is empty"),
    ("both", "api", {"name": "N", **API, "listen_path": "/a b/"}, "listen_path: '/a b/' has a blank"),
    ("both", "api", {"name": "N", **API, "listen_path": "/{a/"}, "listen_path: '/{a/' has braces that do not fit"),
    ("both", "api", {**NEW_OAS, "listen_path": "/{a-b}/"}, "listen_path: '/{a-b}/' has the variable 'a-b'"),
    ("both", "api", {**NEW_OAS, "listen_path": "/{a}/{a}/"}, "listen_path: '/{a}/{a}/' has a variable twice"),
    ("both", "api", {"name": "N", **API, "listen_path": "/{:x}/"}, "listen_path: '/{:x}/' has a variable without"),
    ("both", "api", {"name": "N", **API, "listen_path": "/{a:(x)}/"}, "listen_path: '/{a:(x)}/' has a group in"),
    ("both", "api", {"name": "N", "listen_path": "/n/"}, "target_url: an API needs the address of its upstream"),
    (
        "both",
        "api",
        {"name": "N", "listen_path": "/n/", "openapi": {**DOCUMENT, "servers": [{"url": "/v1"}]}},
        "of a new API",
    ),
    ("both", "api", {"name": "N", **API, "target_url": "u.example"}, "target_url: 'u.example' has no scheme"),
    ("both", "api", {"name": "N", **API, "format": "classic", "definition": DOCUMENT}, "format is classic, but"),
    (
        "dashboard",
        "api",
        {"name": "N", **API, "definition": TWO_TOKENS},
        "auth.cookie_name and auth_configs.authToken.cookie_name contradict each other",
    ),
    ("both", "api", {"name": "A", "format": "oas"}, "is a classic API and cannot be managed as OAS one"),
    ("dashboard", "api", {"name": "A", "format": "oas"}, "or have Tyk convert it with migrate: true"),
    ("gateway", "api", {"name": "A", "migrate": True}, "a Gateway without a Dashboard cannot migrate it"),
    (
        "both",
        "api",
        {"name": "A", "migrate": True, "format": "classic"},
        "migrate: direct makes an OAS API of a classic",
    ),
    (
        "both",
        "api",
        {"name": "A", "migrate": True, "migrate_mode": "stage", "format": "oas"},
        "keep what is said of the OAS",
    ),
    (
        "both",
        "api",
        {"name": "N", "migrate": True, "migrate_mode": "stage", **API},
        "there is no API 'N' that could be",
    ),
    (
        "dashboard",
        "api",
        {"name": "A", "migrate": True, "migrate_mode": "promote"},
        "there is no staged copy of API 'A'",
    ),
    (
        "dashboard",
        "api",
        {"name": "SEVERAL", "migrate": True},
        "API 'SEVERAL' has the versions one, two, and Tyk would",
    ),
    ("both", "api", {**NEW_OAS, "openapi": {**DOCUMENT, OWN: {}}}, f"openapi: a document with {OWN} goes into"),
    ("both", "api", {**NEW_OAS, "openapi": {**DOCUMENT, "pathes": {}}}, "openapi: an OpenAPI document has no pathes"),
    ("both", "api", {**NEW_OAS, "openapi": {"swagger": "2.0"}}, "openapi: this is Swagger 2.0"),
    (
        "both",
        "api",
        {**NEW_OAS, "openapi": {**DOCUMENT, "paths": {"/a": {"$ref": "a.yml"}}}},
        "openapi.paths./a.$ref: ",
    ),
    ("both", "api", {"definition": {"name": "N", "application_protocol": "mcp"}}, "definition: this is an MCP proxy"),
    ("both", "api", {"name": "N", "definition": {OWN: None}}, f"definition.{OWN}: Tyk takes no OAS API without it"),
    ("both", "api", {"name": "O", "definition": {"paths": None}}, "definition.paths: Tyk takes no OAS API without it"),
    ("both", "api", {"name": "O", "active": None}, "active: Tyk takes no OAS API without it"),
    ("both", "api", {"name": "O", "definition": {OWN: {"info": {"state": None}}}}, "active: Tyk takes no OAS API"),
    ("dashboard", "webhook", {"name": "W", "method": "POST", "target_path": "h/x"}, "target_path: Tyk takes whole"),
    ("both", "api", {"name": "N", "definition": {"swagger": "2.0"}}, "definition: this is Swagger 2.0"),
    (
        "both",
        "api",
        {**NEW_OAS, "openapi": {**DOCUMENT, "components": {"schemas": {"List": {"type": "array"}}}}},
        "openapi.components.schemas.List",
    ),
    ("both", "api", {**NEW_OAS, "openapi": {**DOCUMENT, "x-a.b": 1}}, "openapi: x-a.b has a dot in its name"),
    ("dashboard", "api", {**NEW_OAS, "webhooks": []}, "webhooks: those of an OAS API are in its definition"),
    ("dashboard", "api", {"name": "N #x M", **API, "categories": ["y"]}, "categories: Tyk takes #x in the name"),
    ("dashboard", "api", {"name": "N", **API, "categories": ["a b"]}, "categories: those of a classic API are words"),
    (
        "both",
        "api",
        {"name": "N", **API, "version": {"of": "A", "name": ""}},
        "version.name: a new version of an API needs",
    ),
    ("both", "api", {"name": "A", "version": {"of": "A", "name": "x"}}, "version.of: this is the API itself"),
    ("both", "api", {"name": "N", **API, "version": {"of": "V1", "name": "v2"}}, "version.name"),
    (
        "both",
        "api",
        {
            **NEW_OAS,
            "definition": {**DOCUMENT, OWN: {"upstream": {"authentication": {"basicAuth": {"enabled": True}}}}},
        },
        "authentication.basicAuth.password: Tyk demands this secret",
    ),
    ("gateway", "api", {"name": "N", **API, "api_id": "a\\b"}, "api_id: 'a\\\\b' names a file"),
    ("gateway", "api", {"name": "N", **API, "definition": {**DOCUMENT, STREAMING: {}}}, "has no Streams"),
    ("gateway", "api", {"name": "N", **API, "definition": {"org_id": "other"}}, "definition names organisation other"),
    ("dashboard", "api", {"name": "O", "definition": {**DOCUMENT, STREAMING: {}}}, f"exists without {STREAMING}"),
    (
        "dashboard",
        "api",
        {"name": "S", "definition": {**DOCUMENT, STREAMING: None}},
        "an API that streams has to have it",
    ),
    ("dashboard", "api", {"name": "A", "secrets": ["nowhere.at.all"]}, "secrets: 'nowhere.at.all' leads nowhere"),
    # policies
    ("both", "policy", {"name": "N", "rate": 5, "per": 1}, "access_rights: the policy would grant access to nothing"),
    ("both", "policy", {"name": "P", "access_rights": []}, "access_rights: the policy would grant access to nothing"),
    ("both", "policy", {"name": "N", "access_rights": [*RIGHTS, *RIGHTS]}, "API 'A' is in the list already"),
    (
        "both",
        "policy",
        {"name": "N", "access_rights": [{"api": "A", "versions": ["Default"], "definition": {"versions": []}}]},
        "definition.versions name the same field",
    ),
    (
        "both",
        "policy",
        {"name": "N", "access_rights": RIGHTS, "partitions": {"per_api": True, "acl": True}},
        "per_api shuts",
    ),
    (
        "dashboard",
        "policy",
        {"name": "N", "access_rights": RIGHTS, "active": False},
        "active: the policy would still apply",
    ),
    (
        "dashboard",
        "policy",
        lambda tyk: {"definition": {"_id": tyk.ids["L"], "id": "gold"}},
        "_id and id are those of 2",
    ),
    ("dashboard", "policy", lambda tyk: {"definition": {"_id": tyk.ids["P"], "id": "x"}}, "id: the policy"),
    (
        "both",
        "policy",
        {"name": "N", "access_rights": [{"api": "VERSIONED"}]},
        "the API has the versions one; name those",
    ),
    ("gateway", "policy", {"name": "N", "policy_id": "a/b", "access_rights": RIGHTS}, "policy_id: 'a/b' names a file"),
    # keys
    (
        "both",
        "key",
        {"alias": "N"},
        "access_rights: without them and without policies Tyk refuses a key; name policies",
    ),
    ("both", "key", {"alias": "N", "rate": 5, "per": 1}, "access_rights: [] for a master key"),
    (
        "both",
        "key",
        {"alias": "K", "strategy": "replace"},
        "access_rights: with strategy: replace the key would lose all",
    ),
    ("both", "key", {"alias": "N", "policies": ["L"]}, "policies: none of L grants access to an API"),
    ("both", "key", {"alias": "N", "policies": ["PER", "ACL"]}, "policies: PER (with the partition per_api) and ACL"),
    ("both", "key", {**USER_KEY, "key_id": "ab"}, "key_id: it is too short"),
    (
        "both",
        "key",
        {"access_rights": RIGHTS, "basic_auth": {"username": "somebody"}},
        "basic_auth.password: a new user",
    ),
    ("both", "key", {**USER_KEY, "expires": "soon"}, "expires: 'soon' is no time"),
    ("both", "key", {**USER_KEY, "expires": "9999999999999"}, "expires: 9999999999999 is after the year 9999"),
    ("both", "key", {**USER_KEY, "expires": "2001-01-01"}, "expires: 2001-01-01 is over"),
    ("both", "key", {**USER_KEY, "definition": {"expires": 1000000000}}, "expires: this is over"),
    (
        "both",
        "key",
        {**USER_KEY, "renew_before": "soon"},
        "renew_before: 'soon' is no span; write 7d, 12h, or a number",
    ),
    ("both", "key", {**USER_KEY, "renew_before": "0"}, "renew_before: '0' is no span"),
    ("both", "key", {**USER_KEY, "renew_before": "9" * 15}, f"renew_before: {'9' * 15} ends after the year 9999"),
    (
        "both",
        "key",
        {**USER_KEY, "renew_before": "7d"},
        "renew_before: say with expires for how long the key is to live",
    ),
    (
        "both",
        "key",
        {**USER_KEY, "renew_before": "7d", "expires": "never"},
        "renew_before: say with expires for how long",
    ),
    (
        "both",
        "key",
        {**USER_KEY, "renew_before": "7d", "expires": "2090-01-01"},
        "renew_before: say with expires for how long",
    ),
    (
        "both",
        "key",
        {**USER_KEY, "renew_before": "7d", "expires": "168h"},
        "renew_before: each run would renew the key",
    ),
    ("both", "key", {"alias": "K", "state": "rotated", "keep_old": "soon"}, "keep_old: 'soon' is no span; write 7d"),
    ("both", "key", {"alias": "K", "state": "rotated", "keep_old": "-1"}, "keep_old: '-1' is no span"),
    ("both", "key", {"alias": "K", "state": "rotated", "keep_old": "0d"}, "keep_old: '0d' is no span"),
    ("both", "key", {"alias": "K", "state": "rotated", "keep_old": "9" * 9 + "w"}, "keep_old: 999999999w ends after"),
    (
        "both",
        "key",
        {"alias": "old", "state": "rotated"},
        "state: rotated: this is an old key, which another has replaced",
    ),
    ("both", "key", {"alias": "none", "state": "rotated"}, "state: rotated needs a key that exists"),
    (
        "both",
        "key",
        {"basic_auth": {"username": "basic"}, "state": "rotated"},
        "state: rotated is for keys that are tokens",
    ),
    ("dashboard", "key", {"alias": "CERT", "certificate": ""}, "certificate: Tyk cannot take a key's certificate away"),
    ("gateway", "key", {**USER_KEY, "definition": {"certificate": "a" * 64}}, "certificate: there is no certificate"),
    ("gateway", "key", {**USER_KEY, "key_id": "named", "hmac": {"enabled": True}}, "hmac.secret: name it"),
    (
        "gateway",
        "key",
        {"alias": "N", "policies": ["P"], "inactive": True},
        "inactive: to a Gateway the policies of a key",
    ),
    ("gateway", "key", {**USER_KEY, "definition": {"org_id": "other"}}, "belongs to"),
    # places of secrets
    ("both", "key", {**USER_KEY, "key_file": "/no/such/folder/x"}, "key_file: there is no folder /no/such/folder"),
    ("both", "key", {**USER_KEY, "key_file": "/etc"}, "key_file: /etc is no regular file"),
    ("both", "key", {**USER_KEY, "key_file": "/etc/passwd/x"}, "key_file: /etc/passwd is no folder"),
    ("both", "key", {**USER_KEY, "key_file": "/tmp/" + 300 * "x"}, "File name too long; choose a shorter name"),
    (
        "both",
        "oauth_client",
        {"api": "A", "client_id": "n", "redirect_uri": "http://h/", "key_file": "/no/x"},
        "no folder /no",
    ),
    (
        "dashboard",
        "user",
        {**PERSON, "email_address": "n@x.example", "key_file": "/no/x"},
        "key_file: there is no folder /no",
    ),
    (
        "dashboard",
        "bootstrap_user",
        lambda tyk: {**PERSON, "email_address": "b@x.example", "org_id": tyk.org, "key_file": "/no/x"},
        "key_file: there is no folder /no",
    ),
    # certificates
    ("both", "certificate", {"certificate": "nothing"}, "certificate: "),
    ("both", "certificate", {"certificate_path": "/no/such/file"}, "certificate_path: "),
    (
        "both",
        "certificate",
        {"certificate": pem("good"), "private_key": "nothing"},
        "private_key: this is no private key",
    ),
    ("both", "certificate", {"certificate": pem("good"), "private_key": pem("odd")}, "private_key: this is an"),
    (
        "both",
        "certificate",
        {"certificate": pem("good"), "private_key": pem("locked")},
        "private_key: the private key is",
    ),
    (
        "both",
        "certificate",
        {"certificate": pem("good"), "private_key": pem("openssh")},
        "private_key: Tyk's Gateway cannot",
    ),
    (
        "both",
        "certificate",
        {"certificate": pem("good") + NO_CERTIFICATE},
        "certificate: this is neither a certificate",
    ),
    (
        "both",
        "certificate",
        {"certificate": pem("good"), "private_key": NO_KEY},
        "private_key: this is no private key in",
    ),
    (
        "both",
        "certificate",
        lambda tyk: {"certificate": tyk.pair[0], "private_key": tyk.pair[1]},
        "is there without its",
    ),
    (
        "dashboard",
        "certificate",
        lambda tyk: {"certificate": pem("good"), "token": tyk.other},
        "org_id: name it, because",
    ),
    ("both", "certificate", {"certificate": pem("many")}, "certificate: there are 2 private keys"),
    (
        "both",
        "certificate",
        {"certificate": pem("public") + pem("good")},
        "certificate: this holds a public key beside",
    ),
    ("both", "certificate", {"certificate": pem("public") + public_key(MAKERS["ec"]())}, "of several public keys"),
    (
        "both",
        "certificate",
        {"certificate": pem("public"), "private_key": pem("key")},
        "a private key needs its certificate",
    ),
    ("both", "certificate", {"certificate": pem("old")}, "certificate: it is expired"),
    (
        "both",
        "certificate",
        {"certificate": pem("good"), "private_key": pem("key")},
        "private_key: this private key is not",
    ),
    ("both", "certificate", {"certificate": pem("good"), "warn_before": "soon"}, "warn_before: 'soon' is no span"),
    (
        "both",
        "certificate",
        {"certificate": pem("good"), "replaces": "x", "state": "absent"},
        "leave it out with state: absent",
    ),
    (
        "both",
        "certificate",
        lambda tyk: {"certificate": pem("alone"), "replaces": tyk.ids["cert"]},
        "this is the certificate itself",
    ),
    (
        "both",
        "certificate",
        {"certificate": pem("good"), "replaces": "f" * 88},
        "a certificate of another organisation",
    ),
    ("both", "certificate", {"certificate": pem("good"), "replaces": "test.example"}, "2 other certificates answer"),
    ("both", "certificate", {"certificate": pem("good"), "certificate_id": "b" * 88}, "keep one of the two"),
    (
        "both",
        "api",
        {"name": "V1", "definition": {"definition": {"name": "v2"}}},
        "a version of this API is called 'v2'",
    ),
    ("both", "api", {"name": "V1", "definition": {"definition": None}}, "this would cut off the versions v2"),
    (
        "both",
        "api",
        {"name": "V1", "version": {"of": "A", "name": "v9"}},
        "version.of: this API has versions of its own",
    ),
    ("both", "api", {"name": "A", "version": {"of": "MCP", "name": "v9"}}, "version.of: 'MCP' is an MCP proxy"),
    (
        "both",
        "api",
        {
            "name": "V1",
            "version": {"of": "V2"},
            "definition": {"definition": {"enabled": True, "versions": {"x": "y"}}},
        },
        "versions: they go to API 'V2'; leave them out here",
    ),
    ("dashboard", "webhook", {"name": "TWICE", "target_path": "http://x/"}, "2 webhooks are called 'TWICE'"),
    # the rest
    (
        "both",
        "oauth_client",
        {"api": "A", "client_id": "client", "secret": "another"},
        "recreate: true makes a new one",
    ),
    ("dashboard", "opa_rules", {"rules": " "}, "rules: they say nothing"),
    ("dashboard", "user", {**PERSON, "email_address": "no address"}, "email_address: 'no address' is no address"),
    ("dashboard", "user", {**PERSON, "password": "short"}, "password: Tyk takes none of fewer than"),
    (
        "dashboard",
        "user",
        {**PERSON, "email_address": "n@x.example", "user_permissions": {}},
        "user_permissions: Tyk refuses",
    ),
    ("dashboard", "user", {"email_address": "admin@acme.example", "state": "absent"}, "would lock this automation out"),
    # MCP proxies, rights to them, and who signs tokens
    ("both", "mcp_proxy", lambda tyk: {**MCP, "api_id": tyk.ids["A"]}, "is the id of the API 'A', which is no MCP"),
    ("both", "mcp_proxy", {**MCP, "definition": {"swagger": "2.0"}}, "definition: this is Swagger 2.0, and Tyk takes"),
    ("both", "mcp_proxy", {**MCP, "listen_path": "n/"}, "listen_path: 'n/' has no slash before it"),
    ("gateway", "mcp_proxy", {**MCP, "tools": {"t": DEADLY}}, "t.virtualEndpoint: a Gateway that runs JavaScript ends"),
    ("gateway", "mcp_proxy", {**MCP, "api_id": "a-oas"}, "api_id: 'a-oas' ends in -oas"),
    ("gateway", "api", {"name": "N", **API, "api_id": "a-mcp"}, "api_id: 'a-mcp' ends in -mcp"),
    *(
        ("both", kind, {**named, "access_rights": [{"api": api, **entry}]}, said)
        for kind, named in (("policy", {"name": "N"}), ("key", {"alias": "N"}))
        for api, entry, said in (
            ("A", {"json_rpc_methods": [{"name": "x"}]}, "json_rpc_methods: Tyk takes this for MCP proxies only"),
            ("MCP", {"allowed_urls": [{"url": "/x", "methods": ["GET"]}]}, "allowed_urls: Tyk takes this for APIs"),
            ("MCP", {"mcp_primitives": [{"type": "Tool", "name": "x"}]}, "mcp_primitives: type 'Tool' is none of"),
        )
    ),
    ("both", "api", {"name": "N", **API, "definition": {**DOCUMENT, OWN: TOOLS}}, "the document of an MCP proxy"),
    (
        "both",
        "policy",
        {"name": "N", "access_rights": [{"api": "MCP", "mcp_access_rights": {"tools": {"allowed": []}}}]},
        "access_rights[0].mcp_access_rights.tools.allowed: it is empty, which allows all",
    ),
    (
        "both",
        "policy",
        {"name": "N", "access_rights": [{"api": "MCP", "json_rpc_methods_access_rights": {"blocked": ["a", ""]}}]},
        "access_rights[0].json_rpc_methods_access_rights.blocked[1]: this names nothing",
    ),
    *(
        ("dashboard", "client_idp", {**LOGIN, **wish}, said)
        for value, is_a in (("", "a text"), ([], "a list"), (0, "a number"), (False, "a boolean"))
        for wish, said in (
            ({"api_mappings": {"A": value}}, f"api_mappings.A: Tyk takes a mapping there, and this is {is_a}"),
            (
                {"api_mappings": {"A": {"scope_to_policy": value}}},
                f"api_mappings.A.scope_to_policy: Tyk takes a mapping there, and this is {is_a}",
            ),
            ({"definition": {"api_mappings": {"A": value}}}, "definition.api_mappings.A: Tyk takes a mapping there"),
        )
    ),
    *(
        ("dashboard", "identity_profile", {**PROFILE, "definition": {name: value}}, f"definition.{name}: Tyk takes a")
        for name in ("UserGroupMapping", "ProviderConstraints")
        for value in ("", [], 0)
    ),
    ("both", "policy", {"name": "N", "definition": {"tags": ""}}, "definition.tags: Tyk takes a list there"),
    ("both", "policy", {"name": "N", "definition": {"partitions": []}}, "definition.partitions: Tyk takes a mapping"),
    ("both", "key", {**USER_KEY, "definition": {"apply_policies": ""}}, "definition.apply_policies: Tyk takes a list"),
    ("dashboard", "client_idp", {**LOGIN, "api_mappings": {"A": {"scopes": {}}}}, "api_mappings.A: Tyk keeps nothing"),
    (
        "dashboard",
        "client_idp",
        lambda tyk: {**LOGIN, "api_mappings": {"A": {}, tyk.ids["A"]: {}}},
        "are one and the same API",
    ),
]
# Places that refuse something else than what a task says, or that other tests come to.
ELSEWHERE = {
    "_always_there": "this Tyk is too old: test_single_kind.py",
    "find": "an answer that is about another API: test_hostile_server.py",
    "_moves": "another program was faster: test_api_versions.py",
    "_read": "another program was faster than a base that is handed over",
    "holders": "another program was faster: test_api_versions.py",
    "format_of": "an MCP proxy that another tool has made: test_rights.py",
    "_no_openapi": "the formats are told apart before",
    "fingerprint": "of a filter: test_filters.py",
    "_assume_old": "an earlier task may make it: test_renewal.py",
    "_is_later": "by which of two is valid for longer: test_renewal.py",
    "check_successor": "by what time it is, and by what uses it: test_renewal.py",
    "guard_group": "by what the token may see: test_lockout.py",
    "_keep_an_admin": "by what the token may see: test_lockout.py",
    "free_id": "a thousand objects of one name",
    "_tried": "Tyk was asked for a dry run: test_migration.py",
    "_tell": "Tyk was asked for a dry run: test_migration.py",
    "_refuse_old": "this Tyk is too old: test_mcp_proxies.py",
    "from_plain": "of a document that is converted: test_convert.py",
}
DONE: list[str] = []
REACHED: set[tuple[str, int]] = set()


@pytest.fixture(scope="module")
def servers():
    return {name: build(name) for name in SERVERS}


@pytest.fixture(autouse=True)
def noted(monkeypatch):
    """Notes where in the kinds something is refused."""
    home = str(pathlib.Path(_kinds.__file__).resolve().parent)
    first = TykError.__init__ if "__init__" in TykError.__dict__ else Exception.__init__

    def init(self, *said):
        frame = sys._getframe(1)
        while frame is not None and frame.f_code.co_filename.endswith("_errors.py"):
            frame = frame.f_back
        path = str(pathlib.Path(frame.f_code.co_filename).resolve())
        if path.startswith(home):
            REACHED.add((path.removeprefix(home + "/"), frame.f_lineno))
        first(self, *said)

    monkeypatch.setattr(TykError, "__init__", init, raising=False)


CASES = [(name, *row[1:]) for row in ROWS for name in SERVERS if row[0] in (name, "both")]
NAMES = [f"{name}-{kind}-{said[:30]}" for name, kind, _wish, said in CASES]


@pytest.mark.parametrize(("platform", "kind", "wish", "said"), CASES, ids=NAMES)
def test_check_mode_says_what_the_run_says(servers, platform, kind, wish, said):
    tyk = servers[platform]
    DONE.append(said)
    wish = wish(tyk) if callable(wish) else wish
    told = {tyk.fails(kind, check=check, **wish) for check in (True, False)}
    assert len(told) == 1 and said in next(iter(told)), told
    assert not written(tyk)


@pytest.mark.parametrize(("platform", "kind", "wish", "said"), CASES, ids=NAMES)
def test_a_configuration_is_refused_whole_for_its_last_object(servers, platform, kind, wish, said):
    tyk = servers[platform]
    wish = wish(tyk) if callable(wish) else wish
    if kind not in SECTIONS or wish.get("state") == "rotated" or {"secrets", "token"} & wish.keys():
        return  # it has no such thing
    good = {"apis": [{"name": "First", "listen_path": "/first/", "target_url": "http://u/"}]}
    config = {**good, SECTIONS[kind]: [*good.get(SECTIONS[kind], []), wish]}
    told = {tyk.fails("config", check=check, config=config) for check in (True, False)}
    assert len(told) == 1 and said in next(iter(told)) and "nothing was written" in next(iter(told)), told
    assert not written(tyk)


FILES = [
    ("config_info", {"dest": "/etc/passwd/x"}, "dest: /etc/passwd is no folder; name another"),
    ("config_info", {"dest": "/etc/passwd/x", "layout": "object"}, "dest: /etc/passwd is no folder; name another"),
    ("config", {"key_dir": "/etc/passwd"}, "key_dir: /etc/passwd is no folder; name another"),
    ("config", {"key_dir": "/etc/passwd/x"}, "key_dir: /etc/passwd is no folder; name another"),
    ("config", {"report": ["/no/such/folder/x.md"]}, "report: there is no directory /no/such/folder"),
    ("config", {"report": ["/etc/passwd/x.md"]}, "report: there is no directory /etc/passwd"),
]


@pytest.mark.parametrize(("module", "wish", "said"), FILES)
@pytest.mark.parametrize("platform", SERVERS)
def test_a_file_that_cannot_be_written_is_told_before(servers, platform, module, wish, said):
    tyk, config = servers[platform], {"config": {"keys": [USER_KEY]}} if module == "config" else {}
    told = {tyk.fails(module, check=check, **config, **wish) for check in (True, False)}
    assert len(told) == 1 and said in next(iter(told)), told
    assert not written(tyk)


def test_a_folder_that_may_not_be_written_to(servers, tmp_path, monkeypatch):
    tyk, wish = servers["dashboard"], {"key_file": str(tmp_path / "key")}
    monkeypatch.setattr("os.access", lambda path, mode: str(path) != str(tmp_path))
    for check in (True, False):
        assert f"key_file: the folder {tmp_path} may not be written to" in tyk.fails(
            "key", check=check, **USER_KEY, **wish
        )
        config = {"keys": [{**USER_KEY, **wish}]}
        assert f"key_file: the folder {tmp_path} may not be" in tyk.fails("config", check=check, config=config)
        config, below = {"keys": [USER_KEY]}, {"key_dir": str(tmp_path / "new/one")}
        assert f"key_dir: the folder {tmp_path} may not" in tyk.fails("config", check=check, config=config, **below)
        assert f"dest: the folder {tmp_path} may not" in tyk.fails("config_info", check=check, dest=str(tmp_path / "x"))
    assert not written(tyk) and not any(tmp_path.iterdir())


def test_where_no_secret_is_made_no_place_is_asked_for(servers):
    wish = {"alias": "K", "key_file": "/no/such/folder/x"}
    for tyk in servers.values():
        for check in (True, False):
            assert not tyk.ok("key", check=check, **wish)["changed"]
            assert not tyk.ok("config", check=check, config={"keys": [wish]})["changed"]


def test_no_rights_are_no_change_where_there_are_none(servers):
    for tyk in servers.values():
        for check in (True, False):
            assert not tyk.ok("policy", check=check, name="L", access_rights=[])["changed"]
            assert not tyk.ok("config", check=check, config={"policies": [{"name": "L", "access_rights": []}]})[
                "changed"
            ]


def test_a_master_key_is_made_where_the_gateway_allows_it():
    """Who says that a key has no rights means it; the export says so, too."""
    tyk = Tyk(quirks=["master-keys"])
    wish = {"alias": "master", "access_rights": []}
    told = [tyk.run("key", check=check, **wish) for check in (True, False)]
    assert [result["action"] for result in told] == ["created", "created"]
    assert all("only a Gateway with allow_master_keys takes a key" in tyk.warnings(result)[0] for result in told)
    exported = tyk.ok("config_info")["config"]
    assert not tyk.ok("config", config=exported)["changed"]
    other = Tyk(quirks=["master-keys"])
    assert other.ok("config", config=exported)["changed"]
    strict = Tyk()
    assert "Name its policies or access_rights" in strict.fails("key", **wish)
    assert "name policies or access_rights" in strict.fails("key", alias="master")


def written(tyk):
    return [entry for entry in tyk.writes() if "/cache/none-" not in entry]


def places():
    """Where something is raised in the kinds: file, function, first and last line."""
    home = pathlib.Path(_kinds.__file__).resolve().parent
    for path in sorted(home.rglob("*.py")):
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for node in ast.walk(function) if isinstance(function, ast.FunctionDef) else ():
                if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
                    name = getattr(node.exc.func, "id", "")
                    if name in ("Invalid", "Missing", "Ambiguous", "OrganisationMismatch", "Unresolved"):
                        yield path.relative_to(home).as_posix(), function.name, node.lineno, node.end_lineno


def test_every_place_that_refuses_has_a_row(servers):
    for platform, kind, wish, _said in CASES if len(DONE) < len(CASES) else ():
        servers[platform].run(kind, check=True, **(wish(servers[platform]) if callable(wish) else wish))
    left = [
        f"{file}:{first} {function}"
        for file, function, first, last in places()
        if function not in ELSEWHERE and not any(there == file and first <= line <= last for there, line in REACHED)
    ]
    assert not left, "\n".join(left)


# What YAML makes something else of than the text that is written.
RESPELLED = ["NO", "yes", "1.10", ".inf", "010", "0x10", "1_000", "12:30", "+5"]


@pytest.mark.parametrize("name", RESPELLED)
@pytest.mark.parametrize("place", ["name: {}", "definition: {{name: {}}}"])
@pytest.mark.parametrize("section", ["apis", "policies"])
def test_a_name_that_yaml_takes_for_something_else_belongs_in_quotes(servers, tmp_path, section, place, name):
    rest = {"apis": "listen_path: /n/, target_url: http://u/", "policies": "access_rights: [{api: A}]"}[section]
    (tmp_path / "all.yml").write_text(f"{section}: [{{{rest}, {place.format(name)}}}]")
    for tyk in servers.values():
        for check in (True, False):
            told = tyk.fails("config", check=check, src=[str(tmp_path / "all.yml")])
            assert "name" in told and ("in quotes" in told or name == ".inf" and "number without end" in told), told
        assert not written(tyk)


@pytest.mark.parametrize("name", ["5", "2024-01-01", "Orders", "'010'", "1.2.3"])
def test_a_name_that_is_read_as_it_is_written_is_taken(servers, tmp_path, name):
    (tmp_path / "all.yml").write_text(f"apis: [{{listen_path: /n/, target_url: http://u/, name: {name}}}]")
    for tyk in servers.values():
        planned = tyk.ok("config", check=True, src=[str(tmp_path / "all.yml")])
        assert [change["name"] for change in planned["changes"]] == [name.strip("'")]


def test_numbers_may_be_written_in_any_way_where_numbers_belong(servers, tmp_path):
    (tmp_path / "all.yml").write_text("policies: [{name: N, rate: 0x10, quota_max: 1_000, access_rights: [{api: A}]}]")
    for tyk in servers.values():
        planned = tyk.ok("config", check=True, src=[str(tmp_path / "all.yml")])
        after = str(planned["diff"])
        assert "1000" in after and "16" in after
