# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""APIs held against the JSON Schemas that the Dashboard itself serves."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t

from ansible_collections.community.tyk.plugins.module_utils._api.dashboard import Client
from ansible_collections.community.tyk.plugins.module_utils._api.request import Request
from ansible_collections.community.tyk.plugins.module_utils._data.paths import dotted
from ansible_collections.community.tyk.plugins.module_utils._errors import HttpFailure, Invalid
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.classic import SCHEMAS


def validators(client: Client) -> dict[str, t.Any]:
    """A validator for each format of API, from one request. Raises Invalid where there can be none."""
    try:
        import jsonschema  # takes longer to load than the rest of a small run
    except ImportError:
        raise Invalid("validate: schema needs the Python library jsonschema on the host that runs the module") from None
    answer = client.http.send(Request("GET", SCHEMAS))
    schemas = answer.data.get("schemas") if isinstance(answer.data, dict) else None
    if answer.status != 200 or not isinstance(schemas, dict):
        raise HttpFailure(answer.status, "GET", SCHEMAS, client.http.message(answer), "This Tyk serves no schemas")
    return {
        name: jsonschema.validators.validator_for(schema)(schema)
        for name, schema in schemas.items()
        if isinstance(schema, dict)
    }


def faults(validator: t.Any, document: t.Any) -> list[str]:
    """What is wrong with a document as it is going to be sent, without the values, which may be secrets."""
    found = sorted(validator.iter_errors(document), key=lambda error: [str(part) for part in error.path])
    return [f"{dotted(tuple(error.absolute_path)) or 'the API'}: {_say(error)}" for error in found]


def _say(error: t.Any) -> str:
    if error.validator in ("required", "additionalProperties", "dependentRequired"):
        return str(error.message)  # speaks of names only
    if error.validator == "type":
        wanted = error.validator_value
        return f"has to be of type {wanted if isinstance(wanted, str) else ' or '.join(wanted)}"
    if error.validator == "enum":
        return f"has to be one of {', '.join(map(str, error.validator_value))}"
    return f"does not meet the schema's {error.validator} {str(error.validator_value)[:80]}"
