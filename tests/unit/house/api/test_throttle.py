# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a server does that has enough: all wait, one of them for all, and fewer go on at once. Nobody sleeps here."""

from __future__ import annotations

import contextlib
import gc
import threading

import pytest
from wire_ends import End, Handler, forget_proxies

from ansible_collections.community.tyk.plugins.module_utils._api import patience, throttle
from ansible_collections.community.tyk.plugins.module_utils._api.http import Http, Settings
from ansible_collections.community.tyk.plugins.module_utils._api.request import Request
from ansible_collections.community.tyk.plugins.module_utils._api.throttle import (
    LONGEST,
    PAUSE,
    Throttle,
    asked_for,
    throttle_of,
)
from ansible_collections.community.tyk.plugins.module_utils._errors import HttpFailure

SOON = 10  # seconds that a thread has at most; it needs none


class Clock:
    """Time passes when somebody sleeps."""

    def __init__(self):
        self.now, self.slept = 100.0, []

    def __call__(self):
        return self.now

    def sleep(self, seconds):
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def clock(monkeypatch):
    made = Clock()
    monkeypatch.setattr(patience, "clock", made)
    monkeypatch.setattr(throttle.random, "uniform", lambda least, most: least)
    return made


def most_at_once(brake, clock, threads):
    """How many requests of so many threads are under way at the same time, at most."""
    counted, active, turn = [], [], threading.Lock()

    def go():
        for _request in range(20):
            with brake.slot(clock.sleep):
                with turn:
                    active.append(1)
                    counted.append(len(active))
                with turn:
                    active.pop()

    started = [threading.Thread(target=go, daemon=True) for _number in range(threads)]
    for thread in started:
        thread.start()
    for thread in started:
        thread.join(SOON)
    assert len(counted) == 20 * threads
    return max(counted)


def refuse(brake, clock, many, least=0.0):
    """So many requests that are under way at once are all told that it is enough."""
    with contextlib.ExitStack() as stack:
        for slot in [stack.enter_context(brake.slot(clock.sleep)) for _number in range(many)]:
            brake.slow(slot.pauses, least)


def test_nobody_waits_without_a_reason(clock):
    brake = Throttle()
    with contextlib.ExitStack() as stack:
        for _number in range(8):
            stack.enter_context(brake.slot(clock.sleep))
    assert not clock.slept


def test_half_as_many_each_time_down_to_one(clock):
    brake = Throttle()
    for many, left in ((8, 4), (4, 2), (2, 1), (1, 1)):
        refuse(brake, clock, many)
        assert brake._most == left
        assert most_at_once(brake, clock, 8) <= left


def test_one_more_for_each_round_of_good_answers(clock):
    brake = Throttle()
    refuse(brake, clock, 8)
    for most in (4, 5, 6):
        assert int(brake._most) == most
        for _answer in range(most + 1):
            brake.good()


def test_what_was_under_way_together_is_told_once(clock):
    brake = Throttle()
    refuse(brake, clock, 8)
    refuse(brake, clock, 1)
    refuse(brake, clock, 1)
    with brake.slot(clock.sleep):
        assert clock.slept == [1, 2, 4]
    brake.good()
    refuse(brake, clock, 1)
    with brake.slot(clock.sleep):
        assert clock.slept[3:] == [1]


def test_what_the_server_asks_for_counts_even_if_it_comes_late(clock):
    brake = Throttle()
    with brake.slot(clock.sleep) as one, brake.slot(clock.sleep) as other:
        brake.slow(one.pauses, 1)
        brake.slow(other.pauses, 7)
    with brake.slot(clock.sleep):
        assert clock.slept == [7]


def test_no_pause_is_too_long(clock):
    brake = Throttle()
    for _time in range(12):
        refuse(brake, clock, 1)
    assert max(clock.slept) == PAUSE.longest


def test_one_sleeps_for_all(clock):
    brake, asleep, wake, inside = Throttle(), threading.Event(), threading.Event(), threading.Semaphore(0)
    refuse(brake, clock, 8)

    def sleep(seconds):
        clock.slept.append(seconds)
        asleep.set()
        wake.wait(SOON)

    def go():
        with brake.slot(sleep):
            inside.release()

    threads = [threading.Thread(target=go, daemon=True) for _number in range(8)]
    for thread in threads:
        thread.start()
    assert asleep.wait(SOON) and not inside.acquire(blocking=False)
    wake.set()
    for thread in threads:
        thread.join(SOON)
        assert inside.acquire(blocking=False)
    assert clock.slept == [1]  # even though this clock stands still


def test_a_sleep_that_is_cut_short_holds_nobody_up(clock):
    brake = Throttle()
    refuse(brake, clock, 8)

    def sleep(seconds):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), brake.slot(sleep):
        pass
    with brake.slot(clock.sleep):
        pass


def test_all_who_talk_to_a_server_share_it_and_nobody_else(clock):
    one, other, elsewhere = (
        Http(url, ("authorization", "t"))
        for url in ("http://127.0.0.1:1", "http://127.0.0.1:1/x", "http://127.0.0.1:2")
    )
    assert one._throttle is other._throttle is not elsewhere._throttle
    one._throttle.good()
    del one, other
    gc.collect()
    assert throttle_of(("http", "127.0.0.1", 1)).served == 0  # what was is forgotten with the last of them


class Busy(Handler):
    """Answers with the statuses that its server has, and then well."""

    def do_GET(self):
        self.server.seen.append(self.body() or self.path)
        status = self.server.statuses.pop(0) if self.server.statuses else 200
        self.answer(status, self.server.headers if status != 200 else {}, b'{"ok":true}')

    do_PUT = do_GET


@pytest.fixture
def server(monkeypatch):
    forget_proxies(monkeypatch)
    made = End(Busy)
    made.statuses, made.headers = [], {}
    yield made
    made.stop()


def ask(server, sleep, retries=2):
    client = Http(
        server.url, ("authorization", "t"), Settings(retries=retries), sleep=lambda seconds: sleep(client, seconds)
    )
    return client.send(Request("GET", "/x")).data


@pytest.mark.parametrize("status", [429, 503])
def test_what_makes_progress_does_not_count(server, clock, status):
    """Others get good answers meanwhile."""
    server.statuses = [status] * 20

    def sleep(client, seconds):
        clock.sleep(seconds)
        client._throttle.good()

    assert ask(server, sleep) == {"ok": True}
    assert len(server.seen) == 21 and max(clock.slept) == 1


@pytest.mark.parametrize("status", [429, 503])
def test_without_progress_it_ends(server, clock, status):
    server.statuses = [status] * 20
    with pytest.raises(HttpFailure):
        ask(server, lambda client, seconds: clock.sleep(seconds))
    assert len(server.seen) == 3 and clock.slept == [1, 2]


@pytest.mark.parametrize("status", [429, 503])
def test_even_with_progress_of_others_it_ends_at_last(server, clock, status):
    server.statuses = [status] * 200

    def sleep(client, seconds):
        clock.sleep(seconds)
        client._throttle.good()

    with pytest.raises(HttpFailure):
        ask(server, sleep)
    assert len(server.seen) == patience.FREE + 3


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_the_server_says_how_long(server, clock, status):
    server.statuses, server.headers = [status], {"Retry-After": "7"}
    assert ask(server, lambda client, seconds: clock.sleep(seconds)) == {"ok": True}
    assert clock.slept == [7]


DATE = "Sat, 28 Nov 2026 18:00:{} GMT"


@pytest.mark.parametrize(
    ("named", "date", "seconds"),
    [
        ("7", "", 7),
        (" 1.5 ", "", 1.5),
        ("86400", "", LONGEST),
        (DATE.format("09"), DATE.format("02"), 7),
        (DATE.format("02"), DATE.format("09"), 0),
        (DATE.format("09"), "", 0),
        ("soon", DATE.format("02"), 0),
        ("-7", "", 0),
        ("nan", "", 0),
        ("", "", 0),
    ],
)
def test_what_a_server_asks_for(named, date, seconds):
    assert asked_for({"Retry-After": named, "Date": date}) == seconds


@pytest.mark.parametrize("status", [502, 504])
def test_what_says_nothing_of_enough_makes_nobody_else_wait(server, clock, status):
    server.statuses = [status]

    def sleep(client, seconds):
        with client._throttle.slot(pytest.fail):
            clock.sleep(seconds)

    assert ask(server, sleep) == {"ok": True}


@pytest.mark.parametrize("left", [b"2", None])
def test_what_was_read_before_a_pause_is_made_anew(server, clock, left):
    """Somebody may have written meanwhile; it was another request that was told to wait."""
    client = Http(server.url, ("authorization", "t"), sleep=clock.sleep)
    refuse(throttle_of(("http", "127.0.0.1", server.server_address[1])), clock, 1)
    tried = []

    def renew(before):
        tried.append(before)
        return left

    client.send(Request("PUT", "/x", body=b"1", renew=renew))
    assert tried == [False] and server.seen == ([left] if left else [])
    client.send(Request("PUT", "/x", body=b"3", renew=renew))
    assert tried == [False] and server.seen[-1] == b"3"
    server.statuses = [503]
    client.send(Request("PUT", "/x", body=b"4", renew=renew))
    assert tried[1] is True and server.seen[-1] == (left or b"4")


def test_to_read_anew_is_no_progress(server, clock):
    """Reads are answered, writes never are."""
    client = Http(server.url, ("authorization", "t"), Settings(retries=2), sleep=clock.sleep)
    server.statuses = [429, 200, 429, 200, 429, 200, 429]
    with pytest.raises(HttpFailure):
        client.send(Request("PUT", "/x", body=b"1", renew=lambda tried: client.send(Request("GET", "/x")) and b"2"))
    assert server.seen == [b"1", "/x", b"2", "/x", b"2"]
