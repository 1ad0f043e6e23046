# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Keys: what makes them uneditable, what policies lend them, how they are found and rotated."""

from __future__ import annotations

import json
import stat
import time

import pytest
from module_objects import api, policy, right
from module_runner import Tyk


def session(rights, **fields):
    base = {"allowance": 10, "rate": 10, "per": 1, "quota_max": 100, "quota_renewal_rate": 3600, "expires": 0}
    return {**base, "alias": "team", "meta_data": {}, "access_rights": rights, **fields}


def stored(tyk, alias="team"):
    """The session as it is stored, without the policies that a read applies."""
    raw = json.loads(json.dumps(tyk.control("GET", "state")))
    found = [s for s in _sessions(raw) if s.get("alias") == alias]
    assert len(found) == 1, found
    return found[0]


def _sessions(state):
    if isinstance(state, dict):
        if "access_rights" in state and "allowance" in state:
            yield state
        for value in state.values():
            yield from _sessions(value)
    elif isinstance(state, list):
        for value in state:
            yield from _sessions(value)


@pytest.fixture
def orders(tyk):
    tyk.orders, tyk.pets = api(tyk, "Orders"), api(tyk, "Pets")
    tyk.log()
    return tyk


@pytest.mark.parametrize("field", ["meta_data", "allowance", "versions", "tags", "quota_max", "expires"])
def test_key_of_another_tool_is_mended(orders, field):
    made = orders.make("/api/keys", session(right(orders.orders, "Orders")))
    for row in orders.emulator.state["keys"]:
        found = next(_sessions(row))
        (found["access_rights"][orders.orders] if field == "versions" else found).pop(field)
        orders.emulator.state["keys"].put(row)
    seen = orders.read(f"/api/keys/{made['key_hash']}?hashed=1")["data"]
    assert field not in (seen["access_rights"][orders.orders] if field == "versions" else seen)
    orders.ok("key", key_hash=made["key_hash"], rate=20, per=1)
    body = orders.read(f"/api/keys/{made['key_hash']}?hashed=1")["data"]
    assert body["rate"] == 20
    status, answer = orders.call("PUT", f"/api/keys/{made['key_hash']}?hashed=1", body)
    assert status == 200, answer


def test_one_api_more_and_one_less(orders):
    rights = right(orders.orders, "Orders")
    made = orders.make("/api/keys", session(rights, quota_max=100, tags=["edge"], meta_data={"team": "a"}))
    orders.control("POST", "age", {"key": made["key_hash"], "seconds": 60, "requests": 7})
    before = stored(orders)
    assert before["quota_remaining"] == 93
    both = [{"api": "Orders"}, {"api": "Pets"}]
    orders.log()
    assert orders.ok("key", alias="team", access_rights=both)["changed"]
    assert len(orders.log()) <= 5
    again = orders.ok("key", alias="team", access_rights=both)
    assert not again["changed"]
    requests = orders.log()
    assert len(requests) <= 3
    assert all(entry.startswith("GET ") for entry in requests)
    after = stored(orders)
    assert set(after["access_rights"]) == {orders.orders, orders.pets}
    assert after["quota_remaining"] == 93
    assert after["tags"] == ["edge"]
    assert after["meta_data"] == {"team": "a"}
    assert orders.ok("key", alias="team", access_rights=[{"api": "Pets"}])["changed"]
    last = stored(orders)
    assert set(last["access_rights"]) == {orders.pets}
    same = ("rate", "per", "quota_max", "quota_remaining", "tags", "meta_data", "date_created", "quota_renewal_rate")
    assert {name: last[name] for name in same} == {name: before[name] for name in same}


def test_reset_quota(orders):
    made = orders.make("/api/keys", session(right(orders.orders, "Orders"), quota_max=100))
    orders.control("POST", "age", {"key": made["key_hash"], "seconds": 60, "requests": 7})
    assert orders.ok("key", alias="team", reset_quota=True)["changed"]
    assert stored(orders)["quota_remaining"] == 100
    assert not orders.ok("key", alias="team", reset_quota=True)["changed"]


def test_api_of_another_organisation(orders):
    other = orders.make("/admin/organisations", {"owner_name": "Other"}, admin=True)["Meta"]
    theirs = api(orders, "Theirs", token=orders.user("x@other.example", other))
    orders.log()
    for name in ("Theirs", theirs, "Nobody's"):
        text = orders.fails("key", alias="new", access_rights=[{"api": name}])
        assert name in text and "access_rights[0].api" in text and orders.org in text
    assert not orders.writes()
    orders.make("/api/keys", session(right(orders.orders, "Orders")))
    orders.log()
    assert "Theirs" in orders.fails("key", alias="team", access_rights=[{"api": "Orders"}, {"api": "Theirs"}])
    assert not orders.writes()


def test_api_without_an_organisation(orders):
    for row in orders.emulator.state["apis"]:
        if row["doc"]["api_definition"]["api_id"] == orders.pets:
            row["doc"]["api_definition"]["org_id"] = ""
            orders.emulator.state["apis"].put(row)
    orders.log()
    assert orders.pets in orders.fails("key", alias="new", access_rights=[{"api": orders.pets}])
    assert not orders.writes()


@pytest.mark.parametrize("kind", ["key", "policy", "api", "user"])
def test_super_user_is_refused(orders, kind):
    token = orders.user("root@everywhere.example", None)
    params = {
        "key": {"alias": "new", "access_rights": [{"api": orders.orders}]},
        "policy": {"name": "New", "access_rights": [{"api": orders.orders}]},
        "api": {"name": "New", "listen_path": "/new/", "target_url": "http://x.example"},
        "user": {
            "email_address": "n@acme.example",
            "first_name": "N",
            "last_name": "N",
            "user_permissions": {"apis": "read"},
        },
    }[kind]
    orders.log()
    for check in (True, False):
        text = orders.fails(kind, token=token, check=check, **params)
        assert "super user" in text
    assert not orders.writes()


def test_wrong_org_id_is_refused(orders):
    text = orders.fails("key", alias="new", access_rights=[{"api": "Orders"}], org_id="5e9d9544a1dcd60001d0ed20")
    assert "5e9d9544a1dcd60001d0ed20" in text and orders.org in text
    assert not orders.writes()


GOLD = {
    "rate": 1000,
    "per": 60,
    "quota_max": 500,
    "quota_renewal_rate": 60,
    "tags": ["gold"],
    "meta_data": {"tier": "gold"},
}
SILVER = {
    "rate": 10,
    "per": 60,
    "quota_max": 5,
    "quota_renewal_rate": 60,
    "tags": ["silver"],
    "meta_data": {"tier": "si"},
}


def test_gold_to_silver_leaves_nothing_of_gold(orders):
    policy(orders, "Gold", right(orders.orders, "Orders"), **GOLD)
    silver = policy(orders, "Silver", right(orders.pets, "Pets"), **SILVER)
    own = {"tags": ["own"], "meta_data": {"mine": "kept"}}
    assert orders.ok("key", alias="team", policies=["Gold"], **own)["changed"]
    for _time in range(2):
        assert not orders.ok("key", alias="team", policies=["Gold"], **own)["changed"]
    assert orders.ok("key", alias="team", inactive=True)["changed"]
    done = orders.ok("key", alias="team", policies=["Silver"])
    assert done["changed"]
    raw = stored(orders)
    assert raw["apply_policies"] == [silver]
    text = json.dumps(raw)
    assert "gold" not in text and orders.orders not in text
    assert raw["rate"] != 1000 and raw["quota_max"] != 500
    assert raw["tags"] == ["own"] and raw["meta_data"] == {"mine": "kept"}
    assert not orders.ok("key", alias="team", policies=["Silver"], **own)["changed"]


def test_fields_of_a_policy_are_no_drift(orders):
    policy(orders, "Gold", right(orders.orders, "Orders"), **GOLD)
    wish = {"alias": "team", "policies": ["Gold"], "rate": 5, "per": 5, "quota_max": 7}
    orders.ok("key", **wish)
    assert not orders.ok("key", **wish)["changed"]


def test_partitions(orders):
    parts = {"rate_limit": True, "quota": False, "acl": True, "complexity": False, "per_api": False}
    policy(orders, "Limits", right(orders.orders, "Orders"), partitions=parts, **GOLD)
    orders.ok("key", alias="team", policies=["Limits"], quota_max=77)
    assert not orders.ok("key", alias="team", policies=["Limits"], quota_max=77)["changed"]
    assert orders.ok("key", alias="team", quota_max=78)["changed"]
    assert stored(orders)["quota_max"] == 78


@pytest.mark.parametrize("hashed", [True, False])
def test_found_three_ways(hashed):
    tyk = Tyk(hash_keys=hashed)
    tyk.orders = api(tyk, "Orders")
    made = tyk.ok("key", alias="team", access_rights=[{"api": "Orders"}], rate=1, per=1)
    ident = made["key"]["key_id"]
    ways = [{"alias": "team"}, {"key_id": ident}]
    if hashed:
        ways.append({"key_hash": made["key"]["key_hash"]})
    for number, way in enumerate(ways, 2):
        tyk.log()
        assert not tyk.ok("key", rate=number - 1, **way)["changed"]
        assert len(tyk.log()) <= 2
        changed = tyk.ok("key", rate=number, **way)
        assert changed["changed"]
        assert len(tyk.log()) <= 5
        assert ident not in tyk.out
        assert stored(tyk)["rate"] == number
    assert ident not in json.dumps(tyk.ok("key_info"))
    assert tyk.ok("key", state="absent", **ways[-1])["changed"]
    assert not tyk.ok("key", state="absent", alias="team")["changed"]


def test_two_keys_of_one_alias(orders):
    for _time in range(2):
        orders.make("/api/keys", session(right(orders.orders, "Orders")))
    orders.log()
    text = orders.fails("key", alias="team", rate=3)
    assert "2 keys" in text and "team" in text
    assert not orders.writes()


def test_custom_key_id(orders):
    made = orders.ok("key", key_id="my-custom-key", alias="team", access_rights=[{"api": "Orders"}], rate=1, per=1)
    assert made["changed"]
    orders.log()
    for _time in range(2):
        assert not orders.ok("key", key_id="my-custom-key", alias="team", rate=1)["changed"]
    assert not orders.writes()
    assert orders.ok("key", key_id="my-custom-key", rate=2)["changed"]
    assert stored(orders)["rate"] == 2


def test_no_listing_says_how_to_go_on(orders):
    orders.control("POST", "reset", {"quirks": ["no-hashed-listing"]})
    tyk = Tyk(quirks=["no-hashed-listing"])
    api(tyk, "Orders")
    text = tyk.fails("key", alias="team", access_rights=[{"api": "Orders"}])
    assert "enable_hashed_keys_listing" in text
    made = tyk.ok("key", key_id="known", access_rights=[{"api": "Orders"}], rate=1, per=1)
    assert not tyk.ok("key", key_hash=made["key"]["key_hash"], rate=1)["changed"]


@pytest.mark.parametrize("named", [True, False])
def test_rotation(orders, tmp_path, named):
    wish = {"alias": "team", "access_rights": [{"api": "Orders"}, {"api": "Pets"}], "rate": 7, "per": 2, "tags": ["t"]}
    old = orders.ok("key", **wish)["key"]
    before = stored(orders)
    where = {"key_file": str(tmp_path / "key")} if named else {}
    planned = orders.ok("key", alias="team", state="rotated", rotation="2026-11", check=True, **where)
    orders.log()
    done = orders.ok("key", alias="team", state="rotated", rotation="2026-11", **where)
    assert done["changed"] and planned["changed"] and done["diff"] == planned["diff"]
    order = [entry.split()[0] for entry in orders.log()]
    assert order.index("POST") < order.index("DELETE")
    new = (tmp_path / "key").read_text().strip() if named else done["key"]["key_id"]
    if named:
        assert "key_id" not in done["key"] and new not in orders.out
        assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600
    assert new != old["key_id"]
    assert orders.call("GET", f"/api/keys/{old['key_id']}")[0] == 404
    assert orders.read(f"/api/keys/{new}")["data"]["rate"] == 7
    after = stored(orders)
    same = ("rate", "per", "access_rights", "tags", "quota_max", "alias")
    assert {name: after[name] for name in same} == {name: before[name] for name in same}
    assert not orders.ok("key", alias="team", state="rotated", rotation="2026-11", **where)["changed"]
    assert not orders.ok("key", **wish)["changed"]
    assert orders.ok("key", alias="team", state="rotated", rotation="2026-12", **where)["changed"]


@pytest.mark.parametrize(
    "step", [("POST", False), ("POST", True), ("DELETE", False), ("DELETE", True), ("PUT", False), ("PUT", True)]
)
def test_broken_rotation_is_finished_by_the_next_run(orders, tmp_path, step):
    orders.ok("key", alias="team", access_rights=[{"api": "Orders"}], rate=7, per=2)
    fault = {"method": step[0], "path": "/api/keys", "drop": True, "after": step[1], "times": 9}
    orders.control("PUT", "faults", [fault])
    where = {"alias": "team", "state": "rotated", "rotation": "r1", "key_file": str(tmp_path / "key")}
    broken = orders.run("key", **where)
    assert broken.get("failed") or step == ("DELETE", True)  # then it is seen that the old key is gone
    assert any(row.get("alias", "").startswith("team") for row in _sessions(orders.control("GET", "state")))
    orders.control("DELETE", "faults")
    orders.ok("key", **where)
    assert not orders.ok("key", **where)["changed"]
    token = (tmp_path / "key").read_text().strip()
    assert orders.read(f"/api/keys/{token}")["data"]["alias"] == "team"
    assert len(orders.read("/api/keys/detailed?p=-1")["keys"]) == 1


def test_key_file_that_can_not_be_written(orders, tmp_path):
    text = orders.fails("key", alias="team", access_rights=[{"api": "Orders"}], key_file=str(tmp_path / "no" / "file"))
    assert "key_file" in text and "nothing was created" in text
    assert not orders.writes()


def test_expiry(orders):
    wish = {"alias": "team", "access_rights": [{"api": "Orders"}], "expires": "2090-01-31T00:00:00Z"}
    orders.ok("key", **wish)
    assert not orders.ok("key", **wish)["changed"]
    assert stored(orders)["expires"] == 3789504000
    assert orders.ok("key", alias="team", expires="never")["changed"]
    assert stored(orders)["expires"] == 0
    assert orders.ok("key", alias="team", expires="30d")["changed"]
    assert abs(stored(orders)["expires"] - time.time() - 30 * 86400) < 60
    assert not orders.ok("key", alias="team", expires="30d")["changed"]
    orders.log()
    for wrong in ("2001-01-31", "next week", "1000"):
        assert "expires" in orders.fails("key", alias="team", expires=wrong)
    assert not orders.writes()


def test_dead_api_in_a_key_is_named(orders):
    orders.make("/api/keys", session({**right(orders.orders, "Orders"), **right(orders.pets, "Pets")}))
    orders.call("DELETE", f"/api/apis/{orders.pets}")
    orders.log()
    refused = orders.run("key", alias="team", rate=3)
    assert refused["failed"] and any(orders.pets in text for text in orders.warnings(refused))
    assert orders.ok("key", alias="team", rate=3, access_rights=[{"api": "Orders"}])["changed"]


def test_a_key_whose_answer_was_lost_is_made_anew(orders, tmp_path):
    orders.control("PUT", "faults", [{"method": "POST", "path": "/api/keys", "drop": True, "after": True}])
    where = {"key_file": str(tmp_path / "key")}
    assert orders.ok("key", alias="team", access_rights=[{"api": "Orders"}], **where)["changed"]
    token = (tmp_path / "key").read_text().strip()
    assert orders.read(f"/api/keys/{token}")["data"]["alias"] == "team"
    assert len(orders.read("/api/keys/detailed?p=-1")["keys"]) == 1
    orders.control("PUT", "faults", [{"method": "POST", "path": "/api/keys", "drop": True, "after": True, "times": 9}])
    assert "lost" in orders.fails("key", alias="other", access_rights=[{"api": "Orders"}])
    assert len(orders.read("/api/keys/detailed?p=-1")["keys"]) == 1


@pytest.mark.parametrize("state", ["present", "rotated"])
def test_a_full_disk_is_told(orders, tmp_path, monkeypatch, state):
    if state == "rotated":
        orders.ok("key", alias="team", access_rights=[{"api": "Orders"}])
    (tmp_path / "key").write_text("the old one")
    monkeypatch.setattr("os.fsync", lambda handle: (turn for turn in ()).throw(OSError(28, "No space left on device")))
    wish = {"alias": "team", "access_rights": [{"api": "Orders"}], "state": state, "key_file": str(tmp_path / "key")}
    told = orders.run("key", **wish)
    assert told["failed"] and told["changed"] and "No space left" in told["msg"]
    assert ("rotate it" if state == "present" else "run again") in told["msg"]
    assert [path.name for path in tmp_path.iterdir()] == ["key"] and (tmp_path / "key").read_text() == "the old one"
    monkeypatch.undo()
    orders.ok("key", **{**wish, "state": "rotated"})
    assert orders.read(f"/api/keys/{(tmp_path / 'key').read_text().strip()}")["data"]["alias"] == "team"
    assert len(orders.read("/api/keys/detailed?p=-1")["keys"]) == 1


def test_a_key_that_would_open_nothing(tyk):
    """Most Gateways refuse it, but not those that allow master keys; so who says that it is meant is left to Tyk."""
    tyk.ok("api", name="Orders", listen_path="/o/", target_url="http://x.example")
    tyk.ok("key", alias="acme", access_rights=[{"api": "Orders"}])
    for params in ({"access_rights": []}, {"access_rights": None}):
        assert (
            "only a Gateway with allow_master_keys"
            in tyk.warnings(tyk.ok("key", alias="acme", check=True, **params))[0]
        )
        assert "Access Rights" in tyk.fails("key", alias="acme", **params)
    assert not tyk.warnings(tyk.ok("key", alias="acme", meta_data={"seen": "yes"}))
