# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a person reads when a server is broken or is not there, and Dashboards with other habits.

That no fault doubles or loses anything is what the matrix of faults shows: trust/test_fault_matrix.py.
"""

from __future__ import annotations

import pytest
from module_objects import api
from module_runner import Tyk
from trust_faults import FAULTS
from wire_ends import End, Handler, forget_proxies

from tyk_emulator.config import QUIRKS

KINDS = {
    "user": {
        "email_address": "x@acme.example",
        "first_name": "A",
        "last_name": "B",
        "user_permissions": {"apis": "read"},
    },
    "api": {"name": "New", "listen_path": "/new/", "target_url": "http://up.example/"},
    "oas": {"name": "New", "format": "oas", "listen_path": "/new/", "target_url": "http://up.example/"},
    "policy": {"name": "New", "access_rights": [{"api": "Orders"}], "rate": 1, "per": 1},
    "key": {"alias": "new", "access_rights": [{"api": "Orders"}], "rate": 1, "per": 1},
    "organisation": {"owner_name": "New", "cname": "a.example"},
}
CHANGES = {
    "user": {"first_name": "Changed"},
    "api": {"target_url": "http://other.example/"},
    "oas": {"target_url": "http://other.example/"},
    "policy": {"rate": 2},
    "key": {"rate": 2},
    "organisation": {"cname": "b.example"},
}


def go(tyk, kind, **params):
    return tyk.run("api" if kind == "oas" else kind, **params)


def _identity(kind):
    return {
        name: value for name, value in KINDS[kind].items() if name in ("email_address", "name", "alias", "owner_name")
    }


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("401", "token is wrong"),
        ("403", "403"),
        ("html", "portal"),
        ("empty", "empty"),
        ("redirect", "elsewhere.example"),
        ("late after", "timeout"),
    ],
)
def test_a_person_can_act_on_the_message(tyk, fault, words):
    tyk.control("PUT", "faults", [{**FAULTS[fault], "times": 9}])
    assert words in tyk.fails("user", **KINDS["user"])


def test_nobody_listens():
    tyk = Tyk()
    text = tyk.fails("user", **KINDS["user"], url="http://127.0.0.1:9")
    assert "refuses connections" in text and "url" in text


class Secure(Handler):
    """Says what one that speaks TLS says to who does not: by itself, or as a proxy in front."""

    def handle_any(self):
        self.body()
        self.answer(400, {"Content-Type": "text/plain"}, self.server.says)

    do_GET = do_POST = do_PUT = do_DELETE = handle_any


@pytest.mark.parametrize("platform", ["dashboard", "gateway"])
@pytest.mark.parametrize(
    ("says", "way_out"),
    [
        (b"Client sent an HTTP request to an HTTPS server.\n", "write https"),
        (b"<h1>400 Bad Request</h1><p>The plain HTTP request was sent to HTTPS port</p>", "write https"),
        (b"<h1>400 Bad Request</h1><p>No required SSL certificate was sent</p>", "client_cert"),
    ],
)
def test_a_port_of_https(platform, says, way_out, monkeypatch):
    forget_proxies(monkeypatch)
    end = End(Secure)
    end.says = says
    text = Tyk().fails("api", **KINDS["api"], url=end.url, platform=platform)
    end.stop()
    assert way_out in text and "400" in text


def test_wrong_token(tyk):
    assert "token is wrong" in tyk.fails("user", **KINDS["user"], token="0" * 32)
    assert "admin_secret" in tyk.fails("organisation", **KINDS["organisation"], admin_secret="nonsense")


@pytest.mark.parametrize("token", ["a b", "a\nbc", "naïve", ""])
def test_token_that_can_be_none(tyk, token):
    assert "token" in tyk.fails("user", **KINDS["user"], token=token)
    assert not tyk.log()


SWITCHES = [
    name
    for name in QUIRKS
    if name not in ("https-redirect", "no-hashed-listing", "mask-own-token", "no-update-by-hash", "no-delete-by-hash")
]
TOGETHER = [
    "masked-tokens",
    "omit-zero",
    "null-lists",
    "random-order",
    "regenerate-api-id",
    "float-numbers",
    "late-visibility",
    "status-case",
    "extra-fields",
    "old-put-key-reply",
    "old-user-reply",
    "messages-with-dots",
]


@pytest.mark.parametrize(
    "quirks", [*([name] for name in SWITCHES), TOGETHER], ids=lambda quirks: quirks[0] if len(quirks) == 1 else "all"
)
def test_other_habits_of_a_dashboard(quirks):
    clock = Clock()
    tyk = Tyk(quirks=quirks, clock=clock)
    api(tyk, "Orders")
    clock.now += 3
    for kind, wish in KINDS.items():
        if kind == "api":
            wish = {**wish, "api_id": "0123456789abcdef0123456789abcdef"}
        if kind == "oas":
            wish = {**wish, "name": "New OAS", "listen_path": "/oas/"}
        made = go(tyk, kind, **wish)
        assert not made.get("failed"), made
        assert made["changed"]
        assert not tyk.warnings(made)
        clock.now += 3
        tyk.log()
        assert not go(tyk, kind, **wish)["changed"], (kind, tyk.out)
        requests = tyk.log()
        assert len(requests) <= 3 and all(entry.startswith("GET ") for entry in requests)
        done = go(tyk, kind, **{**wish, **CHANGES[kind]})
        assert not done.get("failed"), done
        assert done["changed"]
        assert len(tyk.log()) <= 6
        assert not go(tyk, kind, **{**wish, **CHANGES[kind]})["changed"]
    for kind in KINDS:
        name = {"name": "New OAS"} if kind == "oas" else _identity(kind)
        assert go(tyk, kind, **name, state="absent")["changed"]
        assert not go(tyk, kind, **name, state="absent")["changed"]


class Clock:
    """Seconds that pass when somebody waits for them."""

    def __init__(self):
        self.now = 1_800_000_000.0

    def __call__(self):
        return self.now

    def sleep(self, seconds):
        self.now += seconds


def test_a_new_api_is_used_before_the_gateway_knows_it():
    clock = Clock()
    tyk = Tyk(quirks=["late-gateway"], clock=clock)
    tyk.ok("api", name="Orders", listen_path="/orders/", target_url="http://up.example/")
    assert tyk.ok("key", **KINDS["key"])["changed"]
    assert len(tyk.read("/api/keys/detailed?p=-1")["keys"]) == 1
