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
