# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

"""An API of either format: which one it is, from what the task says and from what exists."""

from __future__ import annotations

import dataclasses
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid
from ansible_collections.community.tyk.plugins.module_utils._merge import get
from ansible_collections.community.tyk.plugins.module_utils._resource import Object, Resource
from ansible_collections.community.tyk.plugins.module_utils._resources.api_classic import CLASSIC, find
from ansible_collections.community.tyk.plugins.module_utils._resources.api_oas import OAS, TYK, document


def _id_and_name(definition: Object) -> tuple[str, str, str]:
    """Format ("" if it does not tell), id and name in what a task calls definition."""
    if definition.keys() & {TYK, "openapi", "paths", "components", "servers"}:
        info = get(definition, f"{TYK}.info") or {}
        return "oas", info.get("id") or "", info.get("name") or ""
    inner = definition.get("api_definition", definition) or {}
    told = "classic" if definition else ""
    return told, inner.get("api_id") or "", inner.get("name") or ""


def _variant(run: t.Any) -> Resource:
    """CLASSIC or OAS, from what the task says and from what exists."""
    asked, ident, name = _id_and_name(run.named.get("definition") or {})
    asked = asked or ("oas" if run.named.get("openapi") else "")
    name = name or get(run.named, "openapi.info.title") or ""
    wanted = run.params.get("format") or "auto"
    if wanted != "auto" and asked and asked != wanted:
        raise Invalid(
            f"format is {wanted}, but definition is one of an {asked.upper() if asked == 'oas' else asked} API"
        )
    asked = asked if wanted == "auto" else wanted
    run.found = find(run, run.named.get("api_id") or ident, run.named.get("name") or name)
    if run.found is None:
        return OAS if asked == "oas" else CLASSIC
    is_oas = bool(get(run.found, "api_definition.is_oas")) or bool(run.found.get("oas"))
    if asked and (asked == "oas") is not is_oas:
        exists, declared = ("an OAS", "classic") if is_oas else ("a classic", "OAS")
        raise Invalid(
            f"API {get(run.found, CLASSIC.name)!r} ({get(run.found, CLASSIC.id)}) is {exists} API and can not be "
            f"managed as {declared} one; write its definition in the other format, or delete it first"
        )
    if is_oas:
        run.found = document(run, get(run.found, CLASSIC.id), run.found)
    return OAS if is_oas else CLASSIC


def _expand(run: t.Any, listed: Object) -> tuple[Resource, Object]:
    """The whole API behind an entry of a list, which may come without its OAS document."""
    if not get(listed, "api_definition.is_oas"):
        return CLASSIC, listed
    whole = listed if get(listed, f"oas.{TYK}.info") else document(run, get(listed, CLASSIC.id), listed)
    return OAS, whole or listed


API = dataclasses.replace(CLASSIC, variant=_variant, expand=_expand)
