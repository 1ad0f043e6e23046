# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A run that is long speaks, a short one does not, and none floods."""

from __future__ import annotations

import threading

import pytest

from ansible_collections.community.tyk.plugins.module_utils._api import patience
from ansible_collections.community.tyk.plugins.module_utils._api.progress import Progress
from ansible_collections.community.tyk.plugins.module_utils._object.connect import Task

BUSY = "trying again in {} seconds".format
WAITS = "waiting up to {} seconds more".format


@pytest.fixture
def now(monkeypatch):
    """A clock that goes on when it is told to."""
    time = [0.0]
    monkeypatch.setattr(patience, "clock", lambda: time[0])
    return time


def said_at(now, seconds, step):
    """The lines of a run that does a step each second: when, and what."""
    said = []
    progress = Progress(lambda text: said.append((now[0], text)))
    for second in range(seconds):
        now[0] = float(second)
        step(progress, second)
    return said


def test_of_counts_one_line_in_ten_seconds(now):
    said = said_at(now, 35, lambda progress, second: [progress.beat(f"{second} of 35".format) for _turn in range(100)])
    assert said == [(10, "10 of 35"), (20, "20 of 35"), (30, "30 of 35")]


def test_a_line_of_counts_is_only_made_when_it_is_said(now):
    assert not said_at(now, 9, lambda progress, second: progress.beat(pytest.fail))


def test_why_it_waits_is_said_at_once_but_not_by_every_thread(now):
    said = said_at(now, 12, lambda progress, second: [progress(BUSY(wait + second)) for wait in range(8)])
    assert said == [(0, BUSY(0)), (10, BUSY(10))]


def test_lines_of_two_sorts_do_not_keep_each_other_from_being_said(now):
    def step(progress, second):
        progress(BUSY(second))
        progress(WAITS(second))
        progress.beat("1 of 2".format)

    told = [text for _when, text in said_at(now, 11, step)]
    assert told == [BUSY(0), WAITS(0), BUSY(10), WAITS(10), "1 of 2"]


def test_threads_that_say_the_same_at_once_are_heard_once(now):
    said = []
    progress, gate = Progress(said.append), threading.Barrier(8)

    def run():
        gate.wait(10)
        progress(BUSY(1))

    threads = [threading.Thread(target=run) for _number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert said == [BUSY(1)]


def test_items_one_by_one(now):
    said = []
    progress, done = Progress(said.append), []
    for item in progress.each(list("abcdefgh"), "keys read"):
        now[0] += 4
        done.append(item)
    assert done == list("abcdefgh") and said == ["3 of 8 keys read", "6 of 8 keys read"]


def test_the_end_is_said_however_short_the_run_was(now):
    said = []
    Progress(said.append).close("3 of 3")
    assert said == ["3 of 3"]


def test_a_run_of_which_nothing_was_heard_for_ten_seconds_is_silent(now):
    progress, silent = Progress(lambda text: None), []
    for now[0] in (9.0, 10.0, 19.0, 20.0):
        silent.append(progress.is_silent)
        if now[0] == 10:
            progress.close("here I am")
    assert silent == [False, True, False, True]


@pytest.mark.parametrize(
    ("seconds", "after", "said"),
    [
        (0.4, 1, []),
        (0.4, 30, ["trying again now"]),
        (1.2, 1, ["trying again in 1 second"]),
        (7, 1, ["trying again in 7 seconds"]),
    ],
)
def test_a_wait_is_announced_if_it_is_long_or_the_request_was(now, monkeypatch, seconds, after, said):
    told = []
    task = Task({}, {}, False, False, pytest.fail, Progress(told.append))
    now[0] = float(after)
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    task.wait(seconds)
    assert told == [f"Tyk is busy or does not answer; {text}" for text in said]


def test_where_nobody_listens_nothing_is_said(now):
    def step(progress, second):
        progress(BUSY(second))
        progress.beat(pytest.fail)
        progress.close("done")

    progress = Progress()
    for now[0] in (0.0, 100.0):
        step(progress, 1)
    assert list(progress.each("ab", "keys read")) == ["a", "b"]
