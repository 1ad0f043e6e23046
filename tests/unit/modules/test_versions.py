# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An object of every kind goes through its life on every version of the Dashboard that the README names."""

from __future__ import annotations

import copy
import pathlib
import re

import pytest
from module_company import COMPANY as NEWEST
from module_company import COUNT as ALL
from module_runner import Tyk

README = (pathlib.Path(__file__).resolve().parents[3] / "README.md").read_text(encoding="utf-8")
LEFT = {"key": "api_keys", "api": "apis", "policy": "policies"}
COMPANY = {section: items for section, items in NEWEST.items() if section != "client_idps"}  # which came with 5.14
COUNT = ALL - len(NEWEST["client_idps"])
# long-term releases, the newest, and where something changes
VERSIONS = ("4.3", "5.0", "5.3", "5.8", "5.12", "5.13")


@pytest.mark.parametrize("version", VERSIONS)
def test_an_object_of_every_kind(version):
    tyk = Tyk(dashboard_version=version)
    assert tyk.ok("config", check=True, config=COMPANY)["changed"] and not tyk.writes()
    assert len(tyk.ok("config", config=COMPANY)["changes"]) == COUNT
    assert not tyk.ok("config", config=COMPANY)["changed"]

    changed = copy.deepcopy(COMPANY)
    changed["policies"][0]["rate"] = 20
    changed["apis"][0]["target_url"] = changed["apis"][1]["target_url"] = "https://elsewhere.example"
    changed["keys"][0]["meta_data"]["customer"] = "4712"
    changed["users"][0]["last_name"] = "Okoro"
    done = tyk.ok("config", config=changed)
    assert sorted(entry["name"] for entry in done["changes"]) == [
        "Gold",
        "Invoices",
        "Orders",
        "acme",
        "ada@acme.example",
    ]
    assert tyk.ok("config", config=changed)["changes"] == []

    exported = tyk.ok("config_info")["config"]
    exported["users"] = [user for user in exported["users"] if user["email_address"] == "ada@acme.example"]
    assert not tyk.ok("config", config=exported)["changed"]

    for alias in ("acme", "reporting"):
        assert tyk.ok("key", alias=alias, state="absent")["changed"]
    for name in ("Orders", "Invoices"):
        assert tyk.ok("api", name=name, state="absent")["changed"]
    assert tyk.ok("policy", name="Gold", state="absent")["changed"]
    assert not any(tyk.ok(f"{kind}_info")[results] for kind, results in LEFT.items())


def test_the_readme_names_these_versions():
    (row,) = re.findall(r"^\| Dashboard \|.*$", README, re.MULTILINE)
    assert re.findall(r"\d+\.\d+", row) == list(VERSIONS)
