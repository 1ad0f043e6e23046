# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""References of OpenAPI documents: where a glance finds none, there is none."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ansible_collections.community.tyk.plugins.module_utils._data.shapes import table
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis import openapi_faults
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.openapi import DOCUMENT

WORDS = {name for block in table(DOCUMENT).values() for name in block}
NAMES = st.sampled_from(sorted({"$ref", "200", "/a", "x-a", *WORDS}))
TREES = st.recursive(
    st.sampled_from(["#/components", "", None, 1]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(NAMES, inner, max_size=3),
)
RESPONSE = {"responses": {"200": {"$ref": "#/components/responses/Fine", "description": "fine"}}}


@given(TREES)
@example({"paths": {"/a": {"get": RESPONSE}}})
@example({"paths": {"/a": {"get": {"responses": {"200": {"x-$ref": "#/a"}}}}}})
def test_where_a_glance_finds_no_reference_there_is_none(document):
    assert openapi_faults._refers(document) or not [place for place in openapi_faults._all(document) if place.ref]


@pytest.mark.parametrize("refers", [True, False])
def test_what_stands_beside_a_reference_is_found_by_either(refers):
    document = {"paths": {"/a": {"get": RESPONSE if refers else {"responses": {}}}}}
    found = [*openapi_faults.beside(document)]
    assert found == ([("paths", "/a", "get", "responses", "200", "description")] if refers else [])
    assert (openapi_faults.alone(document) is document) is not refers
