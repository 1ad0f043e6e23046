# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Files in which YAML makes other types than it seems: they mean one thing, the same in every run, or are refused."""

from __future__ import annotations

import json

import pytest
from trust_world import build, named

API = "apis:\n- name: New\n  listen_path: /new/\n  target_url: http://up.example/\n"
API += "  definition: {{config_data: {{a: {}}}}}\n"
# What is written -> what Tyk stores; "" where it is refused.
VALUES = {
    "on": True,
    "No": False,
    "'on'": "on",
    "1e3": "1e3",
    "1.0e+3": 1000,
    "2030-01-31": "2030-01-31",
    "2030-01-31 10:00:00": "2030-01-31T10:00:00Z",
    "2030-01-31T10:00:00+02:00": "2030-01-31T10:00:00+02:00",
    "0777": 511,
    "0o777": "0o777",
    "0x1F": 31,
    "1_000": 1000,
    "12:30:45": 45045,
    "!!set {x, y}": ["x", "y"],
    "{1: b, no: c}": "",
    "{1: b, yes: c}": "",
    '"\\u001b[31m"': "\x1b[31m",
    '"\\U0001F4A9"': "\U0001f4a9",
    "1" * 30: int("1" * 30),
    ".inf": "",
    ".nan": "",
    "!!binary aGVsbG8=": "",
    "!!python/object/apply:os.system [true]": "",
    "{a: 1, a: 2}": "",
    "[" * 3000 + "]" * 3000: "",
    '"\\ud800"': "",
}


@pytest.mark.parametrize("written", VALUES, ids=range(len(VALUES)))
def test_a_value(written, tmp_path):
    tyk, file = build(), tmp_path / "all.yml"
    file.write_text(API.format(written), encoding="utf-8")
    result = tyk.run("config", src=[str(file)])
    assert "exception" not in result and "defect of the collection" not in tyk.out, result["msg"]
    wanted = VALUES[written]
    if wanted == "":
        assert result["failed"] and not tyk.writes(), result
        assert "all.yml" in result["msg"] or "New" in result["msg"], result["msg"]
        return
    assert not result.get("failed"), result["msg"]
    (row,) = [row for row in tyk.emulator.state["apis"] if named(row) == "New"]
    stored = row["doc"]["api_definition"]["config_data"]["a"] if wanted else False
    if isinstance(wanted, int) and abs(wanted) > 2**53:  # Tyk keeps it as the nearest number that a float can be
        stored, wanted = float(stored), float(wanted)
    assert json.dumps(stored, sort_keys=True) == json.dumps(wanted, sort_keys=True)
    assert not tyk.ok("config", src=[str(file)])["changed"]


@pytest.mark.parametrize(
    ("written", "name"),
    [("on", ""), ("1.10", ""), ("1e3", "1e3"), ("0777", ""), ("2030-01-31", "2030-01-31"), ("~", "")],
)
def test_a_name(written, name, tmp_path):
    """As with every option of Ansible that is a text; but what YAML takes for another value is refused."""
    tyk, file = build(), tmp_path / "all.yml"
    file.write_text(f"policies:\n- name: {written}\n  access_rights: [{{api: Orders}}]\n", encoding="utf-8")
    result = tyk.run("config", src=[str(file)])
    if not name:
        said = "which policy? Name it" if written == "~" else "name: this is a text"
        assert said in result["msg"] and not tyk.writes()
        return
    assert [change["name"] for change in result["changes"]] == [name], result
    assert not tyk.ok("config", src=[str(file)])["changed"]


def test_aliases_do_not_multiply(tmp_path):
    """A few lines that stand for a billion values."""
    tyk, file = build(), tmp_path / "all.yml"
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 9)]
    file.write_text("\n".join(lines) + "\napis: []\n", encoding="utf-8")
    result = tyk.run("config", src=[str(file)])
    assert result["failed"] and "aliases stand for more than" in result["msg"], result
