# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The playbooks, from an empty Dashboard on: --check predicts, a second run changes nothing. Molecule does the rest."""

from __future__ import annotations

import pathlib

import yaml

EXAMPLE = pathlib.Path(__file__).resolve().parents[3] / "docs/examples/acme.yml"
PLAYBOOKS = pathlib.Path(__file__).resolve().parents[3] / "playbooks"


def only_reads(log: list[str]) -> bool:
    return bool(log) and all(" GET " in entry for entry in log)


def test_check_predicts_and_again_changes_nothing(dashboard, play, tmp_path):
    local = ("-i", "localhost,", "--extra-vars", f"@{EXAMPLE}")
    predicted = play(str(PLAYBOOKS / "bootstrap.yml"), *local, "--check", "--diff")
    assert only_reads(dashboard.log())
    assert not (tmp_path / "kept").exists()
    done = play(str(PLAYBOOKS / "bootstrap.yml"), *local, "--diff")
    assert predicted.changed == done.changed > 0
    assert predicted.changes() == done.changes()
    asked = dashboard.log()
    assert asked.count("admin POST /admin/organisations") == asked.count("admin POST /admin/users") == 1
    token = tmp_path / "kept/token"
    assert token.stat().st_mode & 0o777 == 0o600 and token.parent.stat().st_mode & 0o777 == 0o700

    # again, as another user of the collection would call it, and with an inventory
    inventory = tmp_path / "inventory.yml"
    inventory.write_text("tyk: {hosts: {staging: {}}}\n")
    (tmp_path / "group_vars").mkdir()
    (tmp_path / "group_vars/tyk.yml").write_text(EXAMPLE.read_text())
    again = play("community.tyk.bootstrap", "-i", str(inventory), TYK_ADMIN_SECRET="")
    assert again.changed == 0
    asked = dashboard.log()
    assert only_reads(asked) and not [entry for entry in asked if entry.startswith("admin ")]

    predicted = play("community.tyk.config", "-i", str(inventory), "--check", "--diff")
    assert only_reads(dashboard.log())
    done = play("community.tyk.config", "-i", str(inventory), "--diff")
    assert predicted.changed == done.changed > 0
    assert predicted.changes() == done.changes()
    made = {entry.split("/", 1)[1] for entry in dashboard.log() if " POST " in entry}
    accounts = next(row["api_id"] for row in dashboard.state()["apis"] if "Accounts" in str(row["doc"]))
    kinds = {"usergroups", "users", "certs", "hooks", "assets", "apis", "apis/oas", "portal/policies", "keys"}
    kinds |= {"mcps", "clientidps", "tib/profiles/staff"}
    assert made == {f"api/{kind}" for kind in kinds} | {f"api/apis/oauth/{accounts}"}
    again = play(str(PLAYBOOKS / "config.yml"), *local, "--diff")
    assert again.changed == 0 and again.changes() == []
    assert only_reads(dashboard.log())

    declared = yaml.safe_load(EXAMPLE.read_text())["config_config"]
    state = dashboard.state()
    assert len(state["users"]) == len(declared["users"]) + 1
    assert len(state["apis"]) == len(declared["apis"]) + len(declared["mcp_proxies"])
    assert {key["session"]["alias"] for key in state["keys"]} == {key["alias"] for key in declared["keys"]}
    # each host of an inventory has a folder of its own
    secrets = tmp_path / "kept/staging"
    (shop,) = (secrets / "oauth_clients/Accounts").glob("The_shop-*")
    assert shop.read_text().strip() == state["clients"][0]["doc"]["secret"]
    for key in state["keys"]:
        file = secrets / "keys" / key["session"]["alias"]
        assert file.read_text().strip() in (key["id"], key["custom"]) and file.stat().st_mode & 0o777 == 0o600

    rotate = (
        str(PLAYBOOKS / "rotate_key.yml"),
        *("-i", str(inventory)),
        "--diff",
        "--extra-vars",
        "tyk_key_alias=partner tyk_key_rotation=a",
    )
    predicted = play(*rotate, "--check")
    assert only_reads(dashboard.log())
    done = play(*rotate)
    assert predicted.changed == done.changed == 1
    assert predicted.changes() == done.changes()
    assert (secrets / "keys/partner").read_text().strip() in {key["id"] for key in dashboard.state()["keys"]}
    dashboard.log()
    assert play(*rotate).changed == 0
    assert only_reads(dashboard.log())
