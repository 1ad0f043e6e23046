# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is found in an OpenAPI document is the same with the glance that saves walks for references as without it."""

from __future__ import annotations

import random

import pytest

from ansible_collections.community.tyk.plugins.module_utils._kinds.apis import openapi_faults

SOUGHT = (openapi_faults.astray, openapi_faults.beside, openapi_faults.faults)
REFERENCES = (
    {"$ref": "#/components/schemas/a"},
    {"$ref": "#/components/schemas/none"},
    {"$ref": "other.yml#/a", "description": "beside"},
    {"$ref": ""},
    {"$ref": None, "type": "array"},
    {"$ref": {"type": "strange"}},
    {"ref": "#/a", "description": "no $ref"},
)
PLACES = ("schema", "parameters", "responses", "requestBody", "callbacks", "x-own")


def document(chance):
    """A document with what may be a reference somewhere, or nowhere."""

    def schema():
        sorts = [{"type": "array"}, {"type": "strange"}, {"type": "object", "properties": {"b": {"type": "text"}}}]
        return chance.choice([*REFERENCES, *sorts, *sorts])

    operation = {"responses": {"200": {"description": "ok", "content": {"application/json": {"schema": schema()}}}}}
    for place in chance.sample(PLACES, chance.randrange(3)):
        operation[place] = [schema()] if place == "parameters" else {"a": schema()}
    path = chance.choice([{"get": operation}, {"get": operation}, schema()])
    return {"openapi": "3.0.3", "paths": {"/a/{id}": path}, "components": {"schemas": {"a": schema()}}}


@pytest.mark.parametrize("seed", range(200))
def test_a_glance_changes_nothing(seed, monkeypatch):
    text = document(random.Random(seed))
    found = [[*search(text)] for search in SOUGHT]
    monkeypatch.setattr(openapi_faults, "_refers", lambda _document: True)
    assert found == [[*search(text)] for search in SOUGHT]


def test_these_documents_have_all_that_is_sought():
    told = [[*search(document(random.Random(seed)))] for seed in range(200) for search in SOUGHT]
    assert all(any(told[n :: len(SOUGHT)]) and not all(told[n :: len(SOUGHT)]) for n in range(2))
    assert any("$ref" not in repr(document(random.Random(seed))) for seed in range(200))
