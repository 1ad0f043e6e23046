# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""When Python looks for cycles, and what waits for that."""

from __future__ import annotations

import gc
import weakref

import pytest

from ansible_collections.community.tyk.plugins.module_utils._data.cycles import no_cycles, put_off


class Thing:
    """Something that a weak reference can be to."""


@pytest.mark.parametrize("looks", [True, False])
def test_nobody_looks_for_cycles_meanwhile_and_all_is_as_before_then(looks):
    was = gc.isenabled()
    (gc.enable if looks else gc.disable)()
    try:
        with pytest.raises(ZeroDivisionError), no_cycles():
            assert not gc.isenabled()
            raise ZeroDivisionError
        assert gc.isenabled() is looks and not gc.get_freeze_count()
    finally:
        (gc.enable if was else gc.disable)()


def test_what_is_put_off_is_taken_apart_by_the_next_look_and_not_before():
    gc.collect()
    with no_cycles():
        thing = Thing()
        known = weakref.ref(thing)
        put_off(thing)
        del thing
        assert known() is not None
        gc.collect()
        assert known() is None
