# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The table of kinds, which knows what each is called before it is imported."""

from __future__ import annotations

import pytest

from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.oas import OAS
from ansible_collections.community.tyk.plugins.module_utils._kinds.table import (
    BY_NAME,
    EVERYTHING,
    HOSTS,
    KINDS,
    REFERRING,
    listed_with,
    with_own,
)


def test_each_kind_is_called_as_it_says():
    assert {section: kind.section for section, kind in KINDS.items()} == {section: section for section in KINDS}
    assert {name: kind.name for name, kind in BY_NAME.items()} == {name: name for name in BY_NAME}
    assert [*BY_NAME.values()] == [*KINDS.values(), *REFERRING.values()] == [*EVERYTHING.values()]


def test_guests_and_their_hosts_know_each_other():
    assert {guest: kind.name for kind in KINDS.values() for guest in kind.guests} == HOSTS
    assert {listed_with(name) for name in BY_NAME} == BY_NAME.keys() - HOSTS.keys()


def test_what_is_no_kind_is_none():
    assert "mug" not in BY_NAME and "apis" in KINDS and len(KINDS) == len([*KINDS])
    with pytest.raises(KeyError):
        BY_NAME["mug"]


@pytest.mark.parametrize("kinds", [BY_NAME, {**BY_NAME}], ids=["lazy", "plain"])
def test_one_kind_in_place_of_another(kinds):
    own = with_own(kinds, OAS)
    assert own["api"] is OAS and [*own] == [*kinds] and own["policy"] is kinds["policy"]
    assert kinds["api"] is not OAS
