# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Options that have tests of their own, two or three at a time: backup, plan, owner, previous, replaces, migrate."""

from __future__ import annotations

import json
import pathlib

import pytest
import yaml
from certificates import pair
from module_runner import Tyk

ORDERS = {
    "name": "Orders",
    "listen_path": "/orders/",
    "target_url": "http://orders.example/",
    "definition": {"use_keyless": False, "use_standard_auth": True, "auth": {"auth_header_name": "X-Key"}},
}
GOLD = {"name": "Gold", "access_rights": [{"api": "Orders"}], "rate": 5, "per": 1}


@pytest.fixture
def tyk():
    tyk = Tyk()
    tyk.ok("api", **ORDERS)
    return tyk


def state(tyk):
    return json.dumps([tyk.read(path) for path in ("/api/apis?p=-1", "/api/portal/policies?p=-1")], sort_keys=True)


def folder(tmp_path, name, **sections):
    place = tmp_path / name
    place.mkdir(exist_ok=True)
    (place / "all.yml").write_text(yaml.safe_dump(sections))
    return [str(place)]


@pytest.fixture
def renewed():
    """The old certificate, and how the new one is declared."""
    old, new = (dict(zip(("certificate", "private_key"), pair(name="a.example"))) for _turn in range(2))
    return old, {**new, "replaces": "a.example"}


@pytest.mark.parametrize("check", [True, False])
@pytest.mark.parametrize("bulk", [False, True])
def test_what_tyk_converts_is_in_no_backup(tyk, tmp_path, check, bulk):
    before, item = state(tyk), {"name": "Orders", "format": "oas", "migrate": True}
    wish = {"config": {"apis": [item]}} if bulk else item
    module = "config" if bulk else "api"
    said = tyk.fails(module, **wish, backup=True, backup_dir=str(tmp_path), check=check)
    assert "no backup can bring API 'Orders' back" in said and "leave backup out" in said
    assert state(tyk) == before and not list(tmp_path.iterdir())
    tyk.ok(module, **wish, check=check)


@pytest.mark.parametrize("bulk", [False, True])
def test_a_renewal_keeps_what_it_moves(tyk, tmp_path, renewed, bulk):
    old, new = renewed
    ident = tyk.ok("certificate", **old)["certificate"]["certificate_id"]
    tyk.ok("api", name="Orders", definition={"certificates": [ident]})
    how = {"backup": True, "backup_dir": str(tmp_path)}
    done = tyk.ok("config", config={"certificates": [new]}, **how) if bulk else tyk.ok("certificate", **new, **how)
    assert ident not in state(tyk)
    text = pathlib.Path(done["backup_path"]).read_text()
    (kept,) = yaml.safe_load(text)["apis"]
    (there,) = tyk.ok("certificate_info")["certificates"]
    assert kept["definition"]["certificates"] == [there["certificate_id"]] != [ident]
    assert any(ident in said or "a.example" in said for said in tyk.warnings(done))
    assert "Tyk does not give back: certificate" in text and "PRIVATE KEY" not in text


def test_a_renewal_is_planned_and_applied_as_planned(tyk, tmp_path, renewed):
    old, new = renewed
    ident = tyk.ok("certificate", **old)["certificate"]["certificate_id"]
    tyk.ok("api", name="Orders", definition={"certificates": [ident]})
    plan, config = str(tmp_path / "plan.json"), {"certificates": [new]}
    tyk.ok("config", config=config, plan_dest=plan, check=True)
    api = tyk.ok("api", name="Orders", definition={"tags": ["by somebody"]})
    assert "it has been changed" in tyk.fails("config", config=config, plan=plan)
    tyk.ok("config", config=config, plan_dest=plan, check=True)
    done = tyk.ok("config", config=config, plan=plan)
    assert api["changed"] and done["changed"] and ident not in state(tyk) and "by somebody" in state(tyk)


def test_a_mark_is_planned_kept_and_not_told(tyk, tmp_path):
    config, plan = {"policies": [GOLD]}, str(tmp_path / "plan.json")
    tyk.ok("config", config=config, owner="shop", plan_dest=plan, check=True)
    assert "owner" in tyk.fails("config", config=config, owner="bank", plan=plan)
    tyk.ok("config", config=config, owner="shop", plan=plan)
    assert '"shop"' in state(tyk)
    told = tyk.ok("config", config=config, undeclared_fields=True)["undeclared_fields"]
    assert "owner" not in json.dumps(told)
    before = state(tyk)
    gone = {"policies": [{"name": "Gold", "state": "absent"}]}
    done = tyk.ok("config", config=gone, backup=True, backup_dir=str(tmp_path))
    tyk.ok("config", src=[done["backup_path"]])
    mine = tyk.ok("config", config=config, owner="shop", check=True)
    assert not mine["changed"] and '"shop"' in state(tyk) and before


def test_undoing_leaves_what_another_owner_has(tyk, tmp_path):
    before = folder(tmp_path, "before", apis=[ORDERS], policies=[GOLD])
    now = folder(tmp_path, "now", apis=[ORDERS])
    tyk.ok("config", src=before, owner="bank")
    done = tyk.ok("config", src=now, previous=before, owner="shop")
    assert '"Gold"' in state(tyk), done
    tyk.ok("config", src=now, previous=before, owner="bank")
    assert '"Gold"' not in state(tyk)


def test_undoing_is_planned_and_applied_as_planned(tyk, tmp_path):
    before = folder(tmp_path, "before", apis=[ORDERS], policies=[{**GOLD, "quota_max": 7, "quota_renewal_rate": 60}])
    now, plan = folder(tmp_path, "now", apis=[ORDERS], policies=[GOLD]), str(tmp_path / "plan.json")
    tyk.ok("config", src=before)
    tyk.ok("config", src=now, previous=before, plan_dest=plan, check=True)
    # another previous comes to something else, which is not what was looked at
    assert "plan" in tyk.fails("config", src=now, plan=plan)
    done = tyk.ok("config", src=now, previous=before, plan=plan, backup=True, backup_dir=str(tmp_path / "kept"))
    assert done["changed"] and '"quota_max": -1' in state(tyk)
    tyk.ok("config", src=[done["backup_path"]])
    assert '"quota_max": 7' in state(tyk)


@pytest.mark.parametrize("several", [1, 2])
def test_a_backup_leaves_alone_what_has_the_same_name_as_one_that_went(tyk, tmp_path, several):
    for method in ("POST", "PUT"):
        body = {"name": "Pager", "method": method, "target_path": f"http://{method}.example/", "event_timeout": 0}
        assert tyk.call("POST", "/api/hooks", body)[0] == 200
    before = tyk.read("/api/hooks?p=-1")["hooks"]
    gone = {"webhooks": [{"webhook_id": one["id"], "state": "absent"} for one in before[:several]]}
    gone["policies"] = [GOLD]
    tyk.ok("config", config={"policies": [{**GOLD, "rate": 1}]})
    done = tyk.ok("config", config=gone, backup=True, backup_dir=str(tmp_path))
    assert "another webhook has its name" in pathlib.Path(done["backup_path"]).read_text()
    left = tyk.read("/api/hooks?p=-1")["hooks"]
    tyk.ok("config", src=[done["backup_path"]])
    assert tyk.read("/api/hooks?p=-1")["hooks"] == left and '"rate": 1,' in state(tyk)


@pytest.mark.parametrize("check", [True, False])
def test_a_key_that_is_rotated_is_in_no_backup(tyk, tmp_path, check):
    tyk.ok("key", alias="acme", access_rights=[{"api": "Orders"}])
    how = {"state": "rotated", "key_file": str(tmp_path / "key"), "check": check}
    said = tyk.fails("key", alias="acme", **how, backup=True, backup_dir=str(tmp_path / "kept"))
    assert "a file cannot restore what is rotated" in said and not list(tmp_path.iterdir())
    tyk.ok("key", alias="acme", **how)
