# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A changed run is what dataclasses.replace() makes, in less time."""

from __future__ import annotations

import dataclasses

import pytest

from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Run

FIELDS = [field.name for field in dataclasses.fields(Run)]
RUN = Run(*(object() for _field in FIELDS))


@pytest.mark.parametrize("name", FIELDS)
def test_a_run_is_changed_as_dataclasses_change_it(name):
    value = object()
    changed, like = RUN.but(**{name: value}), dataclasses.replace(RUN, **{name: value})
    assert vars(changed) == vars(like) and type(changed) is type(like) and list(vars(RUN)) == FIELDS
    assert getattr(changed, name) is value and getattr(RUN, name) is not value


def test_it_has_no_other_parts():
    with pytest.raises(TypeError, match="a run has no spare"):
        RUN.but(spare=1)
