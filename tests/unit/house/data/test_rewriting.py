# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where data of a text change, only their lines do; and whatever it looks like, it says what it should."""

from __future__ import annotations

import copy
import difflib
import json
import random

import pytest

from ansible_collections.community.tyk.plugins.module_utils._data.parse import parsed
from ansible_collections.community.tyk.plugins.module_utils._data.rewriting import ordered, rewritten

pytest.importorskip("yaml")

TEXT = """# ours
---
# the shop
apis:
  # orders are first
  - name: "Orders"   # quoted
    listen_path: /o/
    definition:
      # why
      a: 1
      b: {x: 1}
    tags: [a, b]

  # then pets
  - name: Pets
    text: |
      a
      # no remark

      b
  # tail
# policies
policies:
- name: Gold
  rate: 1
# end
"""


def apis(data):
    return data["apis"]


CASES = {
    "nothing": (lambda data: None, [], []),
    "a value": (
        lambda data: apis(data)[0].update(listen_path="/n/"),
        ["    listen_path: /o/"],
        ["    listen_path: /n/"],
    ),
    "the first value": (lambda data: apis(data)[1].update(name="Cats"), ["  - name: Pets"], ["  - name: Cats"]),
    "one far inside": (lambda data: apis(data)[0]["definition"].update(a=2), ["      a: 1"], ["      a: 2"]),
    "one more": (lambda data: apis(data)[0]["definition"].update(c=[3]), [], ["      c:", "      - 3"]),
    "one less": (lambda data: apis(data)[0]["definition"].pop("b"), ["      b: {x: 1}"], []),
    "without the first": (
        lambda data: apis(data)[0].pop("name"),
        ['  - name: "Orders"   # quoted', "    listen_path: /o/"],
        ["  - listen_path: /o/"],
    ),
    "an item less": (
        lambda data: apis(data).pop(1),
        ["  - name: Pets", "    text: |", "      a", "      # no remark", "", "      b"],
        [],
    ),
    "an item more": (lambda data: apis(data).insert(1, {"name": "X", "a": None}), [], ["  - name: X", "    a: null"]),
    "a list more": (lambda data: data.update(keys=[{"alias": "k"}]), [], ["keys:", "- alias: k"]),
    "a list less": (lambda data: data.pop("policies"), ["policies:", "- name: Gold", "  rate: 1"], []),
    "an empty list": (
        lambda data: data.update(policies=[]),
        ["policies:", "- name: Gold", "  rate: 1"],
        ["policies: []"],
    ),
    "a text of lines": (
        lambda data: apis(data)[1].update(text="q\nr\n"),
        ["      a", "      # no remark", "", "      b"],
        ["      q", "      r"],
    ),
}


def changed(text, change, is_json=False):
    """The text with data that were changed, and the data."""
    data = parsed(text, is_json)
    there = [
        item for items in data.values() for item in items or ()
    ]  # their id() is nobody else's, so long as they live
    sources = {id(item): at for items in data.values() for at, item in enumerate(items or ())}
    old = copy.deepcopy(data)
    change(data)
    assert len(sources) == len(there)
    return rewritten(text, is_json, old, data, sources), data


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["bare", "marked"])
@pytest.mark.parametrize("case", CASES)
def test_only_the_lines_of_what_changes_change(case, end, mark):
    change, out, in_ = CASES[case]
    text = mark + TEXT.replace("\n", end)
    made, data = changed(text, change)
    assert parsed(made.removeprefix("\ufeff"), False) == data and made.startswith(mark)
    assert made.count("\n") == made.count(end)
    lines = [line for line in difflib.ndiff(text.splitlines(), made.splitlines()) if line[0] in "+-"]
    assert [line[2:] for line in lines if line[0] == "-"] == out
    assert [line[2:] for line in lines if line[0] == "+"] == in_


ODD = {
    "flow": "{apis: [{name: A, definition: {a: 1}}, {name: B}]}\n",
    "a flow within": "apis: [{name: A, definition: {a: 1}}, {name: B}]\n",
    "anchors": "apis:\n- &a\n  name: A\n  definition: &d {a: 1}\n- name: B\n  definition: *d\n",
    "merged": "apis:\n- &a\n  name: A\n  definition: {a: 1}\n- <<: *a\n  name: B\n",
    "a dash alone": "apis:\n-\n  name: A\n  definition:\n    a: 1\n- name: B\n",
    "questions": "? apis\n: - ? name\n    : A\n    ? definition\n    : a: 1\n  - name: B\n",
    "an end": "---\napis:\n- name: A\n  definition:\n    a: 1\n- name: B\n...\n",
    "no line's end": "apis:\n- name: A\n  definition:\n    a: 1\n- name: B",
    "deep": "apis:\n    -   name: A\n        definition:\n            a: 1\n    -   name: B\n",
    "a tag": "apis: !!seq\n- !!map\n  name: A\n  definition: !!map\n    a: 1\n- name: B\n",
    "quoted names": "'apis':\n- \"name\": A\n  'definition':\n    \"a\": 1\n- name: B\n",
    "null": "policies:\napis:\n- name: A\n  definition:\n    a: 1\n- name: B\n",
    "odd lines": 'apis:\n- name: A\n  definition:\n    a: 1\n    b: "x\\\n      y"\n    c: >\n      f\n- name: B\n',
    "JSON": json.dumps({"apis": [{"name": "A", "definition": {"a": 1}}, {"name": "B"}]}, indent=4),
    "JSON in a line": json.dumps({"apis": [{"name": "A", "definition": {"a": 1}}, {"name": "B"}]}),
}


@pytest.mark.parametrize("case", ODD)
def test_however_it_is_written_it_says_what_it_should(case):
    text = ODD[case]
    for change in (
        lambda data: data["apis"][0]["definition"].update(a=2),
        lambda data: data["apis"][0].update(name="C"),
        lambda data: data["apis"].pop(0),
        lambda data: data["apis"].pop(),
        lambda data: data["apis"].append({"name": "Z", "text": "a\n\n b\n"}),
        lambda data: data["apis"].insert(0, {"name": "Z"}),
        lambda data: data.update(keys=[{"alias": "k"}]),
        lambda data: data["apis"].clear(),
        lambda data: data.pop("apis") and data.update(keys=[{"alias": "k"}]),
    ):
        made, data = changed(text, change, "JSON" in case)
        assert parsed(made, "JSON" in case) == data
        assert "JSON" not in case or ("\n  " in made) == ("\n  " in text)


def test_an_empty_text_is_filled_and_its_remarks_stay():
    new = {"apis": [{"name": "A"}]}
    assert rewritten("", False, {}, new, {}) == rewritten("---\n", False, {}, new, {}) == "---\napis:\n- name: A\n"
    assert rewritten("# mine\n", False, {}, new, {}) == "# mine\napis:\n- name: A\n"


def test_what_cannot_be_written_as_it_was_read_is_told():
    with pytest.raises(ValueError, match="written as 010"):
        changed("apis: [{name: A, rate: 010}]\n", lambda data: data["apis"].append({"name": "B"}))
    made, _data = changed("apis:\n- name: A\n  rate: 010\n", lambda data: data["apis"].append({"name": "B"}))
    assert made == "apis:\n- name: A\n  rate: 010\n- name: B\n"


def test_names_keep_their_order_and_new_ones_stand_where_they_belong():
    old = {"z": 1, "a": {"y": 1, "b": 2}, "m": 3}
    made = ordered({"a": {"b": 2, "x": 0, "y": 5}, "n": 4, "z": 1}, old)
    assert json.dumps(made) == '{"z": 1, "a": {"y": 5, "b": 2, "x": 0}, "n": 4}'


def randomly(dice, depth=0):
    """Random data, with what YAML has words of its own for."""
    texts = [
        "a",
        "# no remark",
        "- x",
        "a: b",
        "yes",
        "010",
        "",
        " lead",
        "two\nlines\n",
        "keep\n\n\n",
        "\ttab",
        "é日\U0001f680",
        "\x85",
        "2026-01-01",
    ]
    pick = dice.random()
    if depth > 3 or pick < 0.5:
        return dice.choice([*texts, 1, 0, 1.5, True, None, 10**20])
    if pick < 0.7:
        return [randomly(dice, depth + 1) for _time in range(dice.randint(0, 3))]
    return {dice.choice("abcdefg"): randomly(dice, depth + 1) for _time in range(dice.randint(0, 4))}


def test_random_data_with_random_remarks():
    dice = random.Random(11)
    for _round in range(300):
        data = {
            name: [{"name": f"n{at}", "f": randomly(dice)} for at in range(dice.randint(0, 4))]
            for name in ("apis", "keys")
        }
        text = rewritten("", False, {}, data, {})
        lines = text.splitlines(keepends=True)
        for at in reversed(range(len(lines))):
            if lines[at].startswith("- ") and dice.random() < 0.5:
                lines.insert(at, "# remark\n")
        text, remarks = "".join(lines), lines.count("# remark\n")

        def change(data, dice=dice):
            for items in data.values():
                if items and dice.random() < 0.5:
                    items.pop(dice.randrange(len(items)))
                for item in items:
                    if dice.random() < 0.3:
                        item["f"] = randomly(dice)
                if dice.random() < 0.4:
                    items.insert(dice.randint(0, len(items)), {"name": "new", "f": randomly(dice)})

        was = copy.deepcopy(parsed(text, False))
        made, wanted = changed(text, change)
        assert parsed(made, False) == wanted, (was, wanted)
        emptied = sum(bool(was[name]) and not items for name, items in wanted.items())  # whose remarks go with them
        assert emptied or made.count("# remark\n") == remarks
