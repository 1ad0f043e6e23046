# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How often something is tried, and how long the waits in between are. Nobody waits here."""

from __future__ import annotations

import math

import pytest

from ansible_collections.community.tyk.plugins.module_utils._api.patience import FREE, READ_BACK, RESEND, Pace, Patience

STEADY = Pace(first=1, growth=1, longest=1)
DOUBLING = Pace(first=1, growth=2, longest=math.inf)


def waits(pace, **limits):
    """The waits of somebody who never succeeds, and how many turns there were."""
    slept = []
    turns = list(Patience(pace, sleep=slept.append, **limits).turns())
    assert [turn.last for turn in turns] == [False] * (len(turns) - 1) + [True]
    return slept, len(turns)


@pytest.mark.parametrize("limits", [{"seconds": 0}, {"retries": 0}, {"seconds": -1}])
def test_without_patience_there_is_one_turn_and_no_wait(limits):
    assert waits(STEADY, **limits) == ([], 1)


def test_after_so_many_retries_it_is_over():
    assert waits(DOUBLING, retries=4) == ([1, 2, 4, 8], 5)


def test_all_waits_together_are_as_long_as_allowed():
    assert waits(DOUBLING, seconds=10) == ([1, 2, 4, 3], 5)


def test_the_first_limit_that_is_reached_counts():
    assert waits(STEADY, seconds=3, retries=9) == ([1, 1, 1], 4)
    assert waits(STEADY, seconds=9, retries=3) == ([1, 1, 1], 4)


def test_waits_grow_up_to_the_longest():
    slept, _turns = waits(READ_BACK, seconds=30)
    assert slept[:3] == pytest.approx([0.2, 0.3, 0.45])
    assert set(slept[7:-1]) == {2.0} and max(slept) == 2.0
    assert sum(slept) == pytest.approx(30)


def test_a_part_of_each_wait_is_left_to_chance():
    tries = [waits(RESEND, retries=4)[0] for _number in range(50)]
    for slept in tries:
        assert all(0.25 * 2**number <= wait <= 0.5 * 2**number for number, wait in enumerate(slept))
    assert len({slept[0] for slept in tries}) > 1


def test_a_turn_can_ask_for_a_longer_wait_but_not_for_a_shorter_one():
    slept = []
    for turn, least in zip(Patience(STEADY, sleep=slept.append, retries=3).turns(), (7, 0.1, 0, 9)):
        turn.least = least
    assert slept == [7, 1, 1]


def test_who_succeeds_does_not_wait():
    slept = []
    for _turn in Patience(STEADY, sleep=slept.append).turns():
        if len(slept) == 2:
            break
    assert slept == [1, 1]


def test_a_wait_that_somebody_would_notice_is_announced_once():
    announced = []
    list(Patience(READ_BACK, seconds=30, sleep=lambda seconds: None, announce=announced.append).turns())
    assert announced == [pytest.approx(30 - 0.2 - 0.3 - 0.45)]


def test_short_waits_are_not_announced():
    list(Patience(READ_BACK, seconds=0.5, sleep=lambda seconds: None, announce=pytest.fail).turns())


def test_turns_begin_anew_each_time():
    patience = Patience(STEADY, retries=2, sleep=lambda seconds: None)
    assert len(list(patience.turns())) == len(list(patience.turns())) == 3


def test_what_is_free_counts_nothing_and_waits_for_nothing():
    slept, tried = [], []
    for turn in Patience(DOUBLING, sleep=slept.append, retries=1).turns():
        tried.append(turn.last)
        turn.free = len(tried) in (1, 3, 4) and turn.spare > 0
    assert tried == [False, False, True, True, True] and slept == [1]


def test_not_everything_is_free():
    tried = 0
    for turn in Patience(DOUBLING, sleep=pytest.fail, retries=0).turns():
        tried += 1
        turn.free = turn.spare > 0
    assert tried == FREE + 1


def test_who_has_rested_elsewhere_does_not_wait_again():
    slept = []
    for turn, rested in zip(Patience(DOUBLING, sleep=slept.append, retries=3).turns(), (True, False, True, False)):
        turn.rested = rested
    assert slept == [2]
