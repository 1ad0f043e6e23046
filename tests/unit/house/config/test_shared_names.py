# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Declarations that confuse each other are all among those that share a name, which alone are looked at closely."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.community.tyk.plugins.module_utils._config import twins
from ansible_collections.community.tyk.plugins.module_utils._config.declared import Item
from ansible_collections.community.tyk.plugins.module_utils._kinds.table import KINDS
from ansible_collections.community.tyk.plugins.module_utils._object.stages import Change

NAMES = st.sampled_from(["", "Gold", "Free", "Team"])
OBJECTS = st.none() | st.builds(lambda name: {"name": name}, NAMES)


def pair(section, said, before, after):
    """An item and its step, as far as they are looked at here."""
    kind, item = KINDS[section], Item(section, f"{section}: {said}", said, named=said)
    called = kind.noun if kind.life.single else kind.name_of(after or before) or item.name
    return item, SimpleNamespace(section=section, name=called, kind=kind, change=Change("", before, after))


@st.composite
def pairs(draw):
    section = draw(st.sampled_from(["policies", "user_groups", "webhooks", "opa_rules"]))
    said = draw(st.builds(lambda name: {KINDS[section].identity.name_option or "name": name}, NAMES))
    if draw(st.booleans()) and KINDS[section].identity.id_option:
        said[KINDS[section].identity.id_option] = "5"
    before = draw(OBJECTS)
    return pair(section, said, before, before if draw(st.booleans()) else draw(OBJECTS))


@given(st.lists(pairs(), max_size=5))
def test_only_what_shares_a_name_can_be_confused(planned):
    found = [*twins.confusions(planned)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(twins, "_of_shared_names", lambda every: every)
        assert found == [*twins.confusions(planned)]


def test_two_of_one_name_are_confused():
    gold = {"name": "Gold"}
    planned = [pair("policies", gold, gold, gold), pair("policies", gold, None, gold)]
    assert len([*twins.confusions(planned)]) == 2
    assert not [*twins.confusions(planned[:1])]
