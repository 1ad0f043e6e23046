# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What no task may declare as Tyk has it is found when the backup is made: it is named, kept in comments, and does not
keep the rest from coming back."""

from __future__ import annotations

import json
import pathlib
import time

import pytest
import yaml
from backup_world import head, kept
from certificates import pair
from gateway_runner import PETS, Gate
from module_runner import Tyk

UP = "http://up.example/"
RIGHTS = {"access_rights": [{"api": "Orders"}]}
WORLDS = [Tyk, Gate]


def filled(world):
    tyk = world()
    tyk.ok("api", name="Orders", listen_path="/orders/", target_url=UP)
    tyk.ok("policy", name="Rest", **RIGHTS, rate=1, per=1)
    return tyk


def rows(tyk, table):
    return tyk.emulator.state[table]


def expired(tyk):
    tyk.ok("key", key_id="an-old-key", alias="old", **RIGHTS, expires="1h")
    for row in rows(tyk, "keys"):
        row["session"]["expires"] = int(time.time()) - 100
    return "keys", {"key_id": "an-old-key"}, {"expires": "2099-01-01"}, "key 'old': expires: "


def forgotten_api(tyk):
    """A reference to an API that somebody else has deleted since."""
    ident = tyk.ok("api", name="Gone", listen_path="/gone/", target_url=UP)["api"]["api_id"]
    tyk.ok("policy", name="Odd", access_rights=[{"api": "Gone"}, {"api": "Orders"}], rate=1, per=1)
    if isinstance(tyk, Gate):
        tyk.ask("DELETE", f"/tyk/apis/{ident}")
        tyk.ask("GET", "/tyk/reload?block=true")
    else:
        tyk.emulator.state["apis"].remove(next(row["id"] for row in rows(tyk, "apis") if ident in json.dumps(row)))
    return "policies", {"name": "Odd"}, RIGHTS, "policy 'Odd': access_rights"


def write_back(tyk, name):
    tyk.ok("webhook", name=name, target_path="http://odd.example/", header_map={"Authorization": "planted"})
    (hook,) = [hook for hook in tyk.read("/api/hooks?p=-1")["hooks"] if hook["name"] == name]
    tyk.call("PUT", f"/api/hooks/{hook['id']}", {**hook, "header_map": {"Authorization": "********"}})


def masked(tyk):
    """What a careless tool has written back."""
    write_back(tyk, "Odd")
    return "webhooks", {"name": "Odd"}, None, "webhook 'Odd': header_map.Authorization: this is the mask of a secret"


def proxy_as_api(tyk):
    tyk.ok("api", definition=json.loads(json.dumps(PETS)))
    row = next(row for row in rows(tyk, "apis") if (row.get("oas") or {}).get("info", {}).get("title") == "Pets")
    row["oas"]["x-tyk-api-gateway"]["middleware"]["mcpTools"] = {"a": {"allow": {"enabled": True}}}
    return "apis", {"name": "Pets"}, None, "API 'Pets': definition: this is the document of an MCP proxy"


ODD = [expired, forgotten_api, masked, proxy_as_api]


@pytest.mark.parametrize("how", ["gone", "changed"])
@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("world", WORLDS)
def test_the_rest_comes_back(world, odd, how, tmp_path):
    if world is Gate and odd in (masked, proxy_as_api):
        return
    tyk = filled(world)
    section, name, change, told = odd(tyk)
    if how == "changed" and change is None:
        return
    config = {section: [{**name, **(change if how == "changed" else {"state": "absent"})}]}
    config.setdefault("policies", []).append({"name": "Rest", "rate": 9})
    where = {"backup": True, "backup_dir": str(tmp_path)}
    planned, done = (tyk.ok("config", config=config, **where, check=check) for check in (True, False))
    for result in (planned, done):
        (said,) = [text for text in tyk.warnings(result) if text.startswith("backup: ")]
        assert told in said and "in comments only" in said and "planted" not in said
    assert told in head(done["backup_path"])
    assert [item["name"] for item in kept(done["backup_path"])["policies"]] == ["Rest"]
    assert section == "policies" or section not in kept(done["backup_path"])
    assert tyk.ok("config", src=[done["backup_path"]])["changed"]
    assert not tyk.ok("config", src=[done["backup_path"]])["changed"]
    assert tyk.ok("policy_info", name="Rest")["policies"][0]["rate"] == 1


def uncommented(path):
    """What somebody gets who takes the marks of the comments at the end away."""
    text = pathlib.Path(path).read_text(encoding="utf-8")
    aside = text[text.index("\n# ---\n") + 1 :]
    return yaml.safe_load("".join(f"{line[2:]}\n" for line in aside.splitlines()))


def test_what_is_aside_is_whole_and_can_be_mended(tmp_path):
    tyk = filled(Tyk)
    masked(tyk)
    done = tyk.ok("webhook", name="Odd", state="absent", backup=True, backup_dir=str(tmp_path))
    assert not kept(done["backup_path"])
    (item,) = uncommented(done["backup_path"])["webhooks"]
    assert item["target_path"] == "http://odd.example/" and item["header_map"] == {"Authorization": "********"}
    mended = {**item, "header_map": {"Authorization": "planted"}}
    assert tyk.ok("config", config={"webhooks": [mended]})["changed"]


def test_comments_stay_comments_whatever_is_in_them(tmp_path):
    tyk, name = filled(Tyk), "odd\nwebhooks: [{name: x}]\u2028keys: []\x85policies: []"
    write_back(tyk, name)
    done = tyk.ok("webhook", name=name, state="absent", backup=True, backup_dir=str(tmp_path))
    assert not kept(done["backup_path"])


NAMELESS = {"rate": 77, "per": 5, "quota_max": 9, "quota_renewal_rate": 60, "meta_data": {"customer": "globex"}}


def hashed_key(tyk, alias):
    """A key with this alias that some other tool has made, of which Tyk shows no more than the hash."""
    (api,) = [one["api_id"] for one in tyk.ok("api_info")["apis"] if one["name"] == "Orders"]
    rights = {api: {"api_id": api, "api_name": "Orders", "versions": ["Default"]}}
    tyk.make(
        "/api/keys",
        {**NAMELESS, "alias": alias, "allowance": 1, "expires": 0, "apply_policies": [], "access_rights": rights},
    )
    return [row["hash"] for row in rows(tyk, "keys")][-1]


def gone_by_hash(tyk, found, where):
    return tyk.ok("key", key_hash=found, state="absent", **where)


def gone_in_a_configuration(tyk, found, where):
    return tyk.ok("config", config={"keys": [{"key_hash": found, "state": "absent"}]}, **where)


def gone_by_prune(tyk, found, where):
    others = {"keys": [{"alias": "other", "access_rights": [{"api": "Orders"}]}]}
    return tyk.ok("config", config=others, prune=["keys"], prune_all=True, **where)


@pytest.mark.parametrize("gone", [gone_by_hash, gone_in_a_configuration, gone_by_prune])
def test_a_hashed_key_that_nothing_names_is_whole_in_comments(gone, tmp_path):
    tyk = filled(Tyk)
    found = hashed_key(tyk, "")
    where = {"backup": True, "backup_dir": str(tmp_path)}
    planned, done = (gone(tyk, found, {**where, "check": check}) for check in (True, False))
    for result in (planned, done):
        (said,) = [text for text in tyk.warnings(result) if text.startswith("backup: ")]
        assert f"in comments only: key '{found}': nothing names it but an ID" in said and "give it alias" in said
    assert not kept(done["backup_path"]) and found in head(done["backup_path"])
    (item,) = uncommented(done["backup_path"])["keys"]
    assert {name: item[name] for name in NAMELESS} == NAMELESS and item["access_rights"][0]["versions"] == ["Default"]
    named = {**{name: value for name, value in item.items() if name != "key_hash"}, "alias": "till"}
    assert tyk.ok("config", config={"keys": [named]})["changed"]
    assert [row["session"]["rate"] for row in rows(tyk, "keys") if row["session"]["alias"] == "till"] == [77]


def test_what_has_the_name_of_another_is_whole_in_comments_and_harms_that_nowhere(tmp_path):
    tyk = filled(Tyk)
    first, second = hashed_key(tyk, "till"), hashed_key(tyk, "till")
    done = tyk.ok("key", key_hash=first, state="absent", backup=True, backup_dir=str(tmp_path))
    assert "another key has its name, and would be changed; give it another alias" in head(done["backup_path"])
    assert not kept(done["backup_path"])
    (item,) = uncommented(done["backup_path"])["keys"]
    assert item["key_hash"] == first != second and item["meta_data"] == NAMELESS["meta_data"]
    tyk.run("config", config={"keys": [{**item, "rate": 5}]})  # nobody has mended it
    assert [row["session"]["rate"] for row in rows(tyk, "keys") if row["hash"] == second] == [77]


def test_namesakes_that_go_together_are_both_in_comments(tmp_path):
    tyk = filled(Tyk)
    hashes = [hashed_key(tyk, "till"), hashed_key(tyk, "till")]
    config = {"keys": [{"key_hash": found, "state": "absent"} for found in hashes]}
    done = tyk.ok("config", config=config, backup=True, backup_dir=str(tmp_path))
    assert {item["key_hash"] for item in uncommented(done["backup_path"])["keys"]} == {*hashes}


def test_what_goes_with_a_password_is_whole_but_for_that(tmp_path):
    tyk = filled(Tyk)
    user = {"username": "joe", "password": "planted"}
    tyk.ok("key", alias="joe", basic_auth=user, **RIGHTS, meta_data={"customer": "globex"})
    gone = {"basic_auth": {"username": "joe"}, "state": "absent"}
    done = tyk.ok("key", **gone, backup=True, backup_dir=str(tmp_path))
    assert "name them with basic_auth" in head(done["backup_path"]) and not kept(done["backup_path"])
    (item,) = uncommented(done["backup_path"])["keys"]
    assert item["meta_data"] == {"customer": "globex"} and item["alias"] == "joe"
    mended = {**{name: value for name, value in item.items() if name != "key_hash"}, "basic_auth": user}
    assert tyk.ok("config", config={"keys": [mended]})["changed"]


def test_what_tyk_shows_nothing_of_is_not_said_to_be_there(tmp_path):
    tyk = filled(Tyk)
    tyk.ok("certificate", **certificate())
    (ident,) = [one["certificate_id"] for one in tyk.ok("certificate_info")["certificates"]]
    where = {"backup": True, "backup_dir": str(tmp_path)}
    for check in (True, False):
        done = tyk.ok("certificate", certificate_id=ident, state="absent", **where, check=check)
        (said,) = [text for text in tyk.warnings(done) if text.startswith("backup: ")]
        assert "0 of 1 object " in said and "its content" in said


def certificate():
    return dict(zip(("certificate", "private_key"), pair(name="a.example")))


def with_certificate(world):
    """What refers to a certificate, and its id."""
    tyk = world()
    ident = tyk.ok("certificate", **certificate())["certificate"]["certificate_id"]
    tyk.ok("api", name="Orders", listen_path="/orders/", target_url=UP, definition={"client_certificates": [ident]})
    tyk.ok("api", name="Up", listen_path="/up/", target_url=UP, definition={"upstream_certificates": {"up": ident}})
    tyk.ok("key", alias="till", **RIGHTS, definition={"mtls_static_certificate_bindings": [ident]})
    return tyk, ident


@pytest.mark.parametrize("how", ["task", "config"])
@pytest.mark.parametrize("world", WORLDS)
def test_what_a_renewed_certificate_was_in_names_its_successor(world, how, tmp_path):
    tyk, old = with_certificate(world)
    new, where = {**certificate(), "replaces": old}, {"backup": True, "backup_dir": str(tmp_path)}
    for check in (True, False):
        if how == "task":
            done = tyk.ok("certificate", **new, **where, check=check)
        else:
            done = tyk.ok("config", config={"certificates": [new]}, **where, check=check)
        (said,) = [text for text in tyk.warnings(done) if text.startswith("backup: ")]
        assert f"references to certificate 'a.example' with the ID {old}; in the file they name" in said
    (ident,) = [one["certificate_id"] for one in tyk.ok("certificate_info")["certificates"]]
    text = yaml.safe_dump(kept(done["backup_path"]))
    assert old not in text and text.count(ident) == 3
    again = tyk.ok("config", src=[done["backup_path"]])
    assert not again["changed"], again["changes"]
    tyk.ok("api", name="Up", definition={"strip_auth_data": True, "upstream_certificates": {}})
    assert tyk.ok("config", src=[done["backup_path"]])["changed"]
    assert not tyk.ok("config", src=[done["backup_path"]])["changed"]


@pytest.mark.parametrize("world", WORLDS)
def test_what_names_a_certificate_that_goes_is_aside(world, tmp_path):
    tyk, old = with_certificate(world)
    config = {
        "apis": [
            {"name": "Up", "definition": {"upstream_certificates": {"up": None}}},
            {"name": "Orders", "definition": {"client_certificates": []}},
        ],
        "certificates": [{"certificate_id": old, "state": "absent"}],
        "keys": [{"alias": "till", "state": "absent"}],
    }
    done = tyk.ok("config", config=config, backup=True, backup_dir=str(tmp_path))
    for label in ("API 'Up'", "API 'Orders'", "key 'till'"):
        why = f"{label}: it refers to certificate 'a.example' with the ID {old}, which does not come back"
        assert why in head(done["backup_path"])
    assert not kept(done["backup_path"]) and {*uncommented(done["backup_path"])} == {"apis", "keys"}


@pytest.mark.parametrize("world", WORLDS)
def test_what_refers_to_what_comes_back_comes_back_with_it(world, tmp_path):
    tyk = filled(world)
    tyk.ok("key", alias="till", policies=["Rest"])
    gone = {"keys": [{"alias": "till"}], "policies": [{"name": "Rest"}], "apis": [{"name": "Orders"}]}
    gone = {section: [{**item, "state": "absent"} for item in items] for section, items in gone.items()}
    done = tyk.ok("config", config=gone, backup=True, backup_dir=str(tmp_path))
    assert {*kept(done["backup_path"])} == {"apis", "policies", "keys"} and "comments" not in head(done["backup_path"])
    assert tyk.ok("config", src=[done["backup_path"]])["changed"]
    assert not tyk.ok("config", src=[done["backup_path"]])["changed"]


@pytest.mark.parametrize("world", WORLDS)
def test_a_plan_with_check_mode_says_the_same_and_warns_of_nothing_else(world, tmp_path):
    tyk = filled(world)
    tyk.ok("key", alias="till", policies=["Rest"])
    where = {"backup": True, "backup_dir": str(tmp_path)}
    planned, done = (tyk.ok("key", alias="till", tags=["x"], **where, check=check) for check in (True, False))
    assert len(tyk.warnings(planned)) == len(tyk.warnings(done)) == 1
