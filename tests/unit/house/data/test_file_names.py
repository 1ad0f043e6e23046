# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A file is called what its object is called, in any script, and no two files are one on any system."""

from __future__ import annotations

import random
import unicodedata

import pytest

from ansible_collections.community.tyk.plugins.module_utils._data.file_names import Named, file_names, key, stem

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
STEMS = {
    "Orders": "orders",
    "Orders v2 / EU": "orders-v2-eu",
    "a_b@c.d+e-f": "a_b@c.d+e-f",
    "Заказы": "заказы",
    "订单 服务": "订单-服务",
    "注文サービス": "注文サービス",
    "주문": "주문",
    "طلبات": "طلبات",
    "می\u200cخواهم": "می\u200cخواهم",
    "हिन्दी": "हिन्दी",
    "Größe": "größe",
    "Cafe\u0301": "caf\u00e9",
    "\u0130stanbul": "istanbul",
    "Launch \U0001f680": "launch-\U0001f680",
    f"{FAMILY} plan": f"{FAMILY}-plan",
    "5 \u20ac": "5-\u20ac",
    "???": "unnamed",
    "": "unnamed",
    "\u2026": "unnamed",
    "..": "unnamed",
    "../../etc/passwd": "etc-passwd",
    ".hidden": "hidden",
    "-rf": "rf",
    'a:b*c?"<d>|e\\f': "a-b-c-d-e-f",
    "ends. ": "ends",
    "a\u202eb\x00c\nd": "a-b-c-d",
    "\ud800x": "x",
    "CON": "con_",
    "Aux.v1": "aux_.v1",
    "com1": "com1_",
    "LPT\u00b2": "lpt\u00b2_",
    "Console": "console",
    "com10": "com10",
}
NAMES = [
    *STEMS,
    *(name * 90 for name in ("a", "订", "\U00020000", "e\u0301", "हि", f"{FAMILY} ", "\U0001f44d\U0001f3fd")),
]


@pytest.mark.parametrize("name", STEMS, ids=ascii)
def test_a_name_stays_legible(name):
    assert stem(name) == STEMS[name]
    assert stem(STEMS[name]) == STEMS[name]  # what is a good name already stays one


@pytest.mark.parametrize("name", NAMES, ids=lambda name: ascii(name)[:40])
def test_a_name_is_good_everywhere(name):
    for found in (
        stem(name),
        file_names([Named("apis", name, "0123456789abcdef", "d1gest00")], ["apis/x.yml"])[0][5:-4],
    ):
        assert found and len(found.encode()) <= 130 and found == unicodedata.normalize("NFC", found)
        assert len(unicodedata.normalize("NFD", found).encode("utf-16-le")) // 2 + 4 <= 255
        assert not set(found) & set("/\\:*?\"<>|$&;!#~`'()[]{} ") and found[0] not in ".-" and found[-1] not in ".-"
        assert not any(unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp", "Zs") for char in found)
        assert not set(found) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\ufeff")


def test_what_is_cut_is_whole_letters():
    assert stem("हि" * 90).endswith("हि") and stem("\U0001f44d\U0001f3fd" * 90).endswith("\U0001f44d\U0001f3fd")
    assert stem("x" * 79 + "\U0001f44d\U0001f3fd") == "x" * 79
    assert stem(f"{FAMILY} " * 90).endswith(FAMILY)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Orders", "orders"),
        ("A B", "A/B"),
        ("Caf\u00e9", "Cafe\u0301"),
        ("Straße", "STRASSE"),
        ("ﬁne", "fine"),
        ("a" * 200, "a" * 201),
        ("ab", "a\u200cb"),
        ("❤", "❤\ufe0f"),
        ("", "???"),
    ],
    ids=ascii,
)
def test_those_whose_names_are_one_on_some_system_get_a_piece_of_their_ids(one, other):
    pair = [Named("apis", one, "5f00aa11bb2201", ""), Named("apis", other, "5f00aa11bb2202", "")]
    names = file_names(pair, [])
    assert [name[-12:] for name in names] == ["11bb2201.yml", "11bb2202.yml"]
    assert key(names[0]) != key(names[1])
    assert file_names(pair[::-1], []) == names[::-1]  # whatever their order
    assert file_names(pair[:1], []) != names[:1]  # only for those that share one


def test_a_piece_that_is_taken_is_made_longer():
    ends = [Named("apis", "Twin", f"{number}-same-end", f"digest{number}") for number in range(3)]
    assert file_names(ends, []) == ["apis/twin-same-end.yml", "apis/twin-1-same-end.yml", "apis/twin-2-same-end.yml"]
    nothing = [Named("keys", "Twin", "", "0f0f0f0f")] * 3
    names = file_names(nothing, ["keys/TWIN.yml"])
    assert names == ["keys/twin-0f0f0f0f.yml", "keys/twin-0f0f0f0f-2.yml", "keys/twin-0f0f0f0f-3.yml"]


def test_random_names_never_meet():
    dice = random.Random(7)
    letters = "aAbB -/.é\u0301ßsÖö日\U0001f680\u200d\ufe0f?1"
    for _round in range(60):
        wanted = [
            Named("apis", "".join(dice.choices(letters, k=dice.randint(0, 4))), f"{number:08x}", f"{number:x}")
            for number in range(40)
        ]
        names = file_names(wanted, ["apis/a.yml", "apis/B.yml"])
        assert len({key(name) for name in [*names, "apis/a.yml", "apis/B.yml"]}) == 42
        mixed = dice.sample(range(40), 40)
        assert file_names([wanted[at] for at in mixed], ["apis/B.yml", "apis/a.yml"]) == [names[at] for at in mixed]
