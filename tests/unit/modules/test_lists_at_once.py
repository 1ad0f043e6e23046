# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The lists that a whole configuration needs are asked for at the same time, each once, and none in vain."""

from __future__ import annotations

import threading

import pytest
import requests
from module_runner import URL, Tyk

from ansible_collections.community.tyk.plugins.module_utils._api.dashboard import Client
from ansible_collections.community.tyk.plugins.module_utils._kinds.table import KINDS
from ansible_collections.community.tyk.plugins.module_utils._object.lists import Lists
from tyk_emulator.adapter import EmulatorAdapter

CONFIG = {
    "webhooks": [{"name": "Chat", "target_path": "https://chat.example.com"}],
    "apis": [{"name": "Orders", "listen_path": "/orders/", "target_url": "https://orders.example.com"}],
    "policies": [{"name": "Gold", "access_rights": [{"api": "Orders"}]}],
}
LISTS = ["GET /api/apis", "GET /api/hooks", "GET /api/portal/policies"]
PROXIES = "GET /api/mcps"  # whose names and ids are among those of APIs, for who refers to these


class Meeting(EmulatorAdapter):
    """Answers lists only when so many of them wait for an answer."""

    def __init__(self, emulator, parties: int) -> None:
        super().__init__(emulator)
        self.parties, self.together = threading.Barrier(parties), []

    def send(self, request, **how):
        if request.method == "GET" and request.path_url.split("?")[0] in [
            said.split()[1] for said in (*LISTS, PROXIES)
        ]:
            self.together.append(request.path_url)
            self.parties.wait(timeout=20)
        return super().send(request, **how)


class Slow(Tyk):
    def __init__(self, parties: int) -> None:
        super().__init__()
        self.adapter = Meeting(self.emulator, parties)

    def session(self):
        session = requests.sessions.Session()
        session.mount(URL, self.adapter)
        return session


@pytest.mark.parametrize("check", [True, False])
def test_lists_are_asked_for_at_the_same_time(check):
    tyk = Slow(1)
    tyk.ok("config", config=CONFIG)
    tyk.log()
    tyk.adapter.parties = threading.Barrier(4)
    assert tyk.ok("config", config=CONFIG, check=check)["changed"] is False
    assert sorted(tyk.log()) == sorted([*LISTS, PROXIES])


def test_what_no_reference_may_mean_is_not_listed():
    tyk = Slow(1)
    tyk.ok("config", config=CONFIG)
    tyk.log()
    assert tyk.ok("config", config={"apis": CONFIG["apis"]})["changed"] is False
    assert tyk.log() == ["GET /api/apis"]


def test_one_after_the_other_if_nothing_may_be_parallel():
    tyk = Slow(1)
    tyk.ok("config", config=CONFIG)
    del tyk.adapter.together[:]
    tyk.ok("config", config=CONFIG, parallel=1)
    asked = [path.split("?")[0] for path in tyk.adapter.together]
    assert asked == ["/api/hooks", "/api/portal/policies", "/api/apis", "/api/mcps"]


@pytest.mark.parametrize("section", ["webhooks", "apis", "policies"])
def test_a_list_that_is_refused_fails_with_the_words_that_it_has_alone(tyk, section):
    tyk.ok("config", config=CONFIG)
    route = KINDS[section].route
    tyk.control("PUT", "faults", [{"method": "GET", "path": "/" + route.collection, "status": 403, "times": 9}])
    alone = tyk.fails("config", config=CONFIG, parallel=1)
    tyk.control("PUT", "faults", [{"method": "GET", "path": "/" + route.collection, "status": 403, "times": 9}])
    assert tyk.fails("config", config=CONFIG, parallel=8) == alone


class Counting:
    lists_at_once, shared = True, None

    def __init__(self) -> None:
        self.asked: list[str] = []

    def list(self, kind):
        self.asked.append(kind.name)
        return [{"n": len(self.asked)}]


def test_what_was_asked_for_ahead_is_handed_out_once_and_forgotten():
    client = Counting()
    lists = Lists(client)
    kinds = [KINDS["webhooks"], KINDS["policies"]]
    lists.ask(kinds, 8)
    assert sorted(client.asked) == ["policy", "webhook"]
    first = lists.take(kinds[0])
    assert len(client.asked) == 2
    assert lists.take(kinds[0]) != first and len(client.asked) == 3
    lists.drop()
    lists.take(kinds[1])
    assert len(client.asked) == 4
    assert Client.lists_at_once
