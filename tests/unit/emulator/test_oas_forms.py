# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a Gateway makes of a document: what it shows again, and the classic definition that it keeps beside it."""

from __future__ import annotations

import pytest
from gateway_world import BACKENDS, Gate, at, document, headers

EXT = "x-tyk-api-gateway"


@pytest.fixture(params=BACKENDS)
def gate(request):
    gate = Gate(request.param)
    yield gate
    gate.clean()


GLOBAL = "middleware;global"
PLUGIN = {"enabled": True, "functionName": "f", "path": "p"}
DISCOVERY = {"enabled": True, "queryEndpoint": "http://d/"}
AUTH = "upstream;authentication"
CREDENTIALS = {"clientId": "a", "clientSecret": "b", "tokenUrl": "http://t/"}
OAUTH = {"enabled": True, "allowedAuthorizeTypes": ["clientCredentials"], "clientCredentials": CREDENTIALS}
TARGETS = [{"url": "http://b/", "weight": 2}, {"url": "http://a/", "weight": 1}]
LOG = {"enabled": True, "trigger": "AuthFailure", "type": "log", "name": "n", "logPrefix": "p"}
HOOK = {
    "enabled": True,
    "trigger": "QuotaExceeded",
    "type": "webhook",
    "name": "n",
    "url": "http://h/",
    "method": "POST",
}
RATE = {"enabled": True, "rate": 5, "per": "90s"}
PINS = [{"domain": "b", "publicKeys": ["x", "y"]}, {"domain": "a", "publicKeys": ["z"]}]
# Where it is sent, what is sent, what is shown there, where the classic form has it, and what it has.
ROUND = [
    ("server;listenPath;strip", False, None, "proxy;strip_listen_path", False),
    (
        "server;customDomain",
        {"enabled": False, "name": "d.example"},
        {"enabled": False, "name": "d.example"},
        "domain",
        "d.example",
    ),
    ("server;detailedTracing", {"enabled": False}, None, "detailed_tracing", False),
    ("server;clientCertificates", {"enabled": True}, {"enabled": True, "allowlist": None}, "use_mutual_tls_auth", True),
    (
        "server;ipAccessControl",
        {"allow": ["1.2.3.4"]},
        {"enabled": False, "allow": ["1.2.3.4"]},
        "allowed_ips;0",
        "1.2.3.4",
    ),
    ("server;noSuchBlock", {"enabled": True}, None, "tags", None),
    (
        "server;gatewayTags",
        {"enabled": True, "tags": ["b", "a"]},
        {"enabled": True, "tags": ["b", "a"]},
        "tags",
        ["b", "a"],
    ),
    (
        "server;eventHandlers",
        [LOG],
        [{**LOG, "name": "p"}],
        "event_handlers;events;AuthFailure;0;handler_meta;prefix",
        "p",
    ),
    (
        "server;eventHandlers",
        [{**HOOK, "cooldownPeriod": "90s", "bodyTemplate": ""}],
        [{**HOOK, "cooldownPeriod": "1m30s"}],
        "event_handlers;events;QuotaExceeded;0;handler_meta;event_timeout",
        90,
    ),
    (f"{GLOBAL};cors", {"enabled": False, "maxAge": 0}, None, "CORS;enable", False),
    (f"{GLOBAL};prePlugin", {"plugins": [PLUGIN]}, None, "custom_middleware;pre;0;name", "f"),
    (f"{GLOBAL};prePlugins", [PLUGIN], [PLUGIN], "custom_middleware;pre;0;disabled", False),
    (
        f"{GLOBAL};transformRequestHeaders",
        {"enabled": True, "add": headers("X-B", "X-A", "X-B")},
        {"enabled": True, "add": [{"name": "X-A", "value": "1"}, {"name": "X-B", "value": "2"}]},
        "version_data;versions",
        None,
    ),
    (f"{GLOBAL};requestSizeLimit", {"enabled": True, "value": 0}, None, "name", None),
    (
        f"{GLOBAL};trafficLogs",
        {"enabled": True, "customRetentionPeriod": "120s"},
        {"enabled": True, "customRetentionPeriod": "2m"},
        "expire_analytics_after",
        120,
    ),
    ("upstream;rateLimit", RATE, {**RATE, "per": "1m30s"}, "global_rate_limit;per", 90),
    ("upstream;rateLimit", {**RATE, "rate": 1.5}, {**RATE, "rate": 0, "per": "1m30s"}, "global_rate_limit;rate", 0),
    (
        "upstream;serviceDiscovery",
        {**DISCOVERY, "cacheTimeout": 7},
        {**DISCOVERY, "cache": {"enabled": True, "timeout": 7}},
        "proxy;service_discovery;cache_timeout",
        7,
    ),
    (
        "upstream;serviceDiscovery",
        {"enabled": False, "cache": {"enabled": True, "timeout": 7}},
        None,
        "proxy;service_discovery;cache_disabled",
        True,
    ),
    (
        "upstream;loadBalancing",
        {"enabled": True, "targets": TARGETS},
        {"enabled": True, "targets": TARGETS[::-1]},
        "proxy;target_list",
        ["http://b/", "http://b/", "http://a/"],
    ),
    ("upstream;tlsTransport", {"maxVersion": "1.3"}, {"maxVersion": "1.2"}, "proxy;transport;ssl_max_version", 771),
    (
        "upstream;tlsTransport",
        {"minVersion": "1.1"},
        {"minVersion": "1.1", "maxVersion": "1.1"},
        "proxy;transport;ssl_min_version",
        770,
    ),
    (
        "upstream;proxy",
        {"enabled": True, "url": "http://p/"},
        {"enabled": True, "url": "http://p/"},
        "proxy;transport;proxy_url",
        "http://p/",
    ),
    ("upstream;uptimeTests", {"enabled": True}, None, "uptime_tests;disabled", False),
    ("upstream;preserveHostHeader", {"enabled": True}, {"enabled": True}, "proxy;preserve_host_header", True),
    (
        "upstream;certificatePinning",
        {"enabled": True, "domainToPublicKeysMapping": PINS},
        {"enabled": True, "domainToPublicKeysMapping": PINS[::-1]},
        "pinned_public_keys;b",
        "x,y",
    ),
    (
        AUTH,
        {"enabled": True, "oauth": OAUTH},
        {"enabled": True, "oauth": {**OAUTH, "clientCredentials": {**CREDENTIALS, "header": None}}},
        "upstream_auth;oauth;client_credentials;token_url",
        "http://t/",
    ),
    (
        "upstream;enforceTimeout",
        {"enabled": True, "duration": "1500ms"},
        {"enabled": True, "duration": "1s500ms"},
        "name",
        None,
    ),
    (
        "info;versioning",
        {"location": "url"},
        {"enabled": False, "default": "", "location": "url", "versions": []},
        "definition;location",
        "url",
    ),
    ("errorOverrides", {"enabled": False}, None, "error_overrides_disabled", True),
]


@pytest.mark.parametrize(
    ("path", "sent", "kept", "classic", "value"), ROUND, ids=[row[0] + str(i) for i, row in enumerate(ROUND)]
)
def test_what_is_made_of_a_block(gate, path, sent, kept, classic, value):
    ident = gate.org + "a"
    doc = document(gate.org, ident)
    *parents, name = path.split(";")
    place = doc[EXT]
    for parent in parents:
        place = place.setdefault(parent, {})
    place[name] = sent
    gate.ok("POST", "/tyk/apis/oas", doc)
    gate.reload()
    shown, beside = gate.ok("GET", f"/tyk/apis/oas/{ident}"), gate.ok("GET", f"/tyk/apis/{ident}")
    above = shown[EXT]
    for parent in parents:
        above = above.get(parent, {})
    assert above.get(name) == kept
    assert value is None or at(beside, classic) == value
    assert beside["is_oas"] and beside["version_data"]["not_versioned"]
    # a document is in the words that it is shown in
    assert list(shown) == sorted(shown) and shown["components"] == {}


def test_moved_plugins(gate):
    """The older members are shown under their newer names."""
    for old, new in (("prePlugin", "prePlugins"), ("responsePlugin", "responsePlugins")):
        ident = gate.oas(old, middleware={"global": {old: {"plugins": [PLUGIN]}}})
        assert gate.ok("GET", f"/tyk/apis/oas/{ident}")[EXT]["middleware"] == {"global": {new: [PLUGIN]}}
