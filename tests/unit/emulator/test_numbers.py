# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Numbers where Go has no type for them: floats, in as few digits as tell them apart."""

from __future__ import annotations

import json

import pytest
from emulator_world import World, rights, session

NUMBERS = [
    (2**53, 2**53),
    (2**53 + 1, 2**53),
    (-(2**53) - 1, -(2**53)),
    (2**64, 18446744073709552000),
    (1.5, 1.5),
    (1e21, 1e21),
]


@pytest.mark.parametrize(("sent", "shown"), NUMBERS)
def test_free_fields(world, sent, shown):
    api = world.api()
    free = {"n": sent, "deep": [{"n": sent}], "text": str(sent), "flag": True, "none": None}
    key = world.key("/api/keys/custom", access_rights=rights(api), meta_data=free)["data"]
    policy = world.ok("GET", f"/api/portal/policies/{world.policy(meta_data=free)}")
    asset = world.call("POST", "/api/assets", {"kind": "oas-template", "data": free})[1]["ID"]
    for read in (key["meta_data"], policy["meta_data"], world.ok("GET", f"/api/assets/{asset}")["data"]):
        assert read == {"n": shown, "deep": [{"n": shown}], "text": str(sent), "flag": True, "none": None}


def test_whole_floats_are_written_without_a_point(world):
    """An object that comes with 1.0 is shown with 1, whether its field is free or a float."""
    body = json.dumps(session(access_rights=rights(world.api()), rate=5.0, meta_data={"n": 7.0})).encode()
    raw = world.send("POST", "/api/keys", body, {"authorization": world.token}).body
    assert b'"rate":5,' in raw and b'"n":7}' in raw


def test_integers_of_a_known_type_are_exact():
    """They refuse what does not fit, and keep what does."""
    world = World()
    wanted = session(access_rights=rights(world.api()), quota_max=2**53 + 1)
    assert world.ok("POST", "/api/keys", wanted)["data"]["quota_max"] == 2**53 + 1
    assert world.call("POST", "/api/keys", {**wanted, "quota_max": 2**63})[0] == 400


def test_what_no_float_can_hold_is_malformed(world):
    body = json.dumps({"name": "Gold", "meta_data": {"n": 1}}).encode().replace(b'"n": 1', b'"n": 1' + 400 * b"0")
    assert world.call("POST", "/api/portal/policies", body)[0] == 403


@pytest.mark.parametrize("half", ["\\ud800", "a\\udfffb", "\\ud800\\ud800"])
@pytest.mark.parametrize("path", ["/api/usergroups", "/api/hooks"])
def test_half_of_a_character_is_no_end_of_a_list(world, path, half):
    body = json.dumps({"name": "?", "method": "POST", "target_path": "http://h.example/"}).replace("?", half)
    status, _answer = world.call("POST", path, body.encode())
    assert status in (200, 400)
    assert world.call("GET", f"{path}?p=-1")[0] == 200


@pytest.mark.parametrize("body", [b"\xef\xbb\xbf{}", b"{} x", b"NaN", b"[1", b"[" * 100000])
def test_what_go_cannot_read_is_malformed(world, body):
    assert world.call("POST", "/api/usergroups", body)[0] in (400, 403)
