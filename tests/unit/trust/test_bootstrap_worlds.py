# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Inventories by chance, plays of the role bootstrap that fail and are killed by chance: no token is lost that Tyk has
told and the run could have kept, no organisation is made twice, nothing is written where nobody said so."""

from __future__ import annotations

import os
import random
import signal

import pytest
from bootstrap_world import STYLES, dashboards
from killing import Stop

ALL = os.environ.get("TYK_TRUST") == "all"
SEEDS = range(60) if ALL else (4,)
HOSTS = 10 if ALL else 3


def inventory(dice: random.Random, world) -> dict[str, dict]:
    """Hosts of every kind: each may ask for what another one asks for, or for what cannot be had."""
    found = {}
    for number in range(dice.randrange(2, HOSTS + 1)):
        name = f"h{number}"
        known = found[name] = world.host(name, style=dice.choice(STYLES))
        oddity = dice.randrange(12)
        other = found[dice.choice([*found])]
        if oddity == 0:  # one organisation for both
            known["bootstrap_org_name"] = other["bootstrap_org_name"]
        elif oddity == 1:  # an address of another organisation
            known["bootstrap_user_email"] = "admin@acme.example"
        elif oddity == 2:  # an organisation that is there, by its id; but not by its name
            known |= {"bootstrap_org_id": world.tyk.org, "bootstrap_org_name": dice.choice(["", "Acme", "Other"])}
        elif oddity == 3:  # one place for both
            known["bootstrap_token_file"] = other["bootstrap_token_file"]
        elif oddity == 4:  # a token of another organisation is given
            known["bootstrap_token"] = world.tyk.token
        elif oddity == 5:  # another spelling
            known["bootstrap_org_name"] = dice.choice(["ACME", "acme", "Acme "])
    return found


def stop(dice: random.Random) -> Stop:
    how = dice.choice([signal.SIGKILL, signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
    if how != signal.SIGKILL or dice.random() < 0.4:
        return Stop(at=dice.choice([dice.randrange(1, 12 * HOSTS), "POST /admin/users"]), after=True, how=how)
    if dice.random() < 0.3:
        return Stop(at=dice.randrange(1, 12 * HOSTS))
    return Stop(task=dice.randrange(10, 60 * HOSTS))


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    with dashboards(tmp_path_factory.mktemp("worlds")) as found:
        yield found


@pytest.mark.parametrize("seed", SEEDS)
def test_whatever_happens(world, seed):
    dice = random.Random(seed)
    world.anew()
    hosts, plays, lost = inventory(dice, world), world.plays, set()
    before = [*plays.others]
    faults = [{"status": dice.choice([500, 503, 429]), "skip": dice.randrange(20), "times": 1} for _fault in range(2)]
    for turn in range(dice.randrange(1, 4) if ALL else 1):
        world.tyk.control("PUT", "faults", faults if turn % 2 else [])
        variables = dice.choice([{}, {"the_first_error_ends": True}, {"the_serial": 2}, {"the_strategy": "free"}])
        options = dice.choice([[], [], ["--limit", f"{dice.choice([*hosts])},{dice.choice([*hosts])}"]])
        how = stop(dice)
        plays.play(hosts, stop=how, options=options, **variables)
        now = world.unknown(hosts)
        in_flight = plays.dead and how.after and plays.cut == "POST /admin/users"
        failed = len(faults) if turn % 2 else 0  # an answer that Tyk does not give
        assert len(now - lost) <= in_flight + failed, (how, now)
        lost = now
    world.tyk.control("DELETE", "faults")
    ends = plays.play(hosts)
    assert world.unknown(hosts) == lost
    world.check_organisations(["Acme"])
    world.check_users(hosts, before)
    world.check_files()
    for host, known in hosts.items():
        if ends[host] == "ok" and known.get("bootstrap_token") != world.tyk.token:
            world.check_done(known)
    made = world.users()
    assert plays.play(hosts) == ends and world.users() == made
