# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An object held against the JSON Schema that its server serves, and against our own tables of fields: before it is
written, where a task asks for it; and to find the field, where Tyk refuses it and names none."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import contextlib
import re
import typing as t
import weakref

from ansible_collections.community.tyk.plugins.module_utils._api.dashboard import Client
from ansible_collections.community.tyk.plugins.module_utils._api.request import Request
from ansible_collections.community.tyk.plugins.module_utils._data.near import did_you_mean, nearest
from ansible_collections.community.tyk.plugins.module_utils._data.paths import Path, dotted
from ansible_collections.community.tyk.plugins.module_utils._errors import HttpFailure, Invalid, TykError
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Served
from ansible_collections.community.tyk.plugins.module_utils._object.stages import Planned

Fault = tuple[str, str]  # the path, as a task writes it, and what is wrong there
TOLD, NONE = 8, "no such field is"  # faults of which it is worth to tell; how one begins
_HELD: weakref.WeakKeyDictionary[Client, dict[str, t.Any]] = weakref.WeakKeyDictionary()


def check_schema(planned: Planned, client: Client) -> None:
    """Refuse an object that does not meet the schema, where the task asks for that. Raises TykError."""
    found = faults(planned, client) if planned.run.params.get("validate") == "schema" else []
    if found:
        raise Invalid(f"validate: {_some(found)}")


def faults(planned: Planned, client: Client) -> list[str]:
    """What is wrong with an object that is going to be written, without the values, which may be secrets."""
    change = planned.change
    served = planned.run.kind.schema(planned.body) if change.after and change.action != "none" else None
    if served is None:
        return []
    # where no schema is served, our own table of what there is stands for it
    known = _against(_validator(client, served), served.document) if served.path else _strangers(planned)
    return _said(planned, [*known, *_refused(planned)])


def blame(planned: Planned, client: Client) -> str:
    """Which fields are probably the reason, where Tyk refuses an object and names none; "" where nothing tells."""
    found: list[Fault] = []
    served = planned.run.kind.schema(planned.body) if planned.body else None
    if served is not None and served.path:
        with contextlib.suppress(TykError):  # no library, or no schema; it was for this message only
            found += _against(_validator(client, served), served.document)
    known = [*_strangers(planned)]
    better = {path for path, text in known if text.endswith(")")}
    said = _said(planned, [*(fault for fault in found if fault[0] not in better), *known, *_refused(planned)])
    return f"The reason may be {_some(said)}" if said else ""


def _strangers(planned: Planned) -> t.Iterator[Fault]:
    """The fields that a task names and that no Tyk is known to have; and those that OpenAPI does not know."""
    kind = planned.run.kind
    for path, meant in (*kind.strangers(planned.run.declared), *kind.odd_members(planned.body)):
        yield kind.in_definition(path), f"no such field is known{did_you_mean(meant)}"


def _refused(planned: Planned) -> t.Iterator[Fault]:
    """What Tyk is known to refuse beyond the schemas that it serves."""
    for path, why in planned.run.kind.refused(planned.body):
        yield planned.run.kind.in_definition(path), why


def warn_refused(planned: Planned) -> None:
    """Say in check mode what Tyk is going to refuse, as far as that is known."""
    said = _said(planned, _refused(planned)) if planned.change.action in ("created", "updated") else []
    if said:
        run = planned.run
        run.warn(f"Tyk is likely to refuse the {run.kind.noun} {run.kind.name_of(planned.body)!r}: {_some(said)}")


def _said(planned: Planned, found: t.Iterable[Fault]) -> list[str]:
    """The faults as texts, one for each path that is no field."""
    texts: dict[Fault | str, str] = {}
    for path, text in found:
        texts.setdefault(path if text.startswith(NONE) else (path, text), f"{_as_said(planned, path)}: {text}")
    return [*texts.values()]


def _as_said(planned: Planned, path: str) -> str:
    """A path of a definition, below the option by which the task says that part of it."""
    kind, named = planned.run.kind, planned.run.named
    for name, option in kind.options.items():
        places = (f"{kind.in_definition(place)}." for place in option.paths)
        if name in named and any(f"{path}.".startswith(place) for place in places):
            return name + path[path.index(".") :]
    return path


def _some(found: list[str]) -> str:
    more = f"; and {len(found) - TOLD} more" if len(found) > TOLD else ""
    return "; ".join(found[:TOLD]) + more


def _validator(client: Client, served: Served) -> t.Any:
    """A validator for a schema, which is asked for once. Raises TykError where there can be none."""
    known = _HELD.setdefault(client, {})
    key = f"{served.path}?{served.query}"
    if key not in known:
        known[key] = _fetched(client, served)
    schema = known[key]
    for name in served.way:
        schema = schema.get(name) if isinstance(schema, dict) else None
    if not isinstance(schema, dict):
        raise Invalid(f"validate: schema: this Tyk serves no schema for {served.way[-1]} APIs; leave it out")
    try:
        import jsonschema  # takes longer to load than the rest of a small run
    except ImportError:
        raise Invalid("validate: schema needs the Python library jsonschema on the host that runs the module") from None
    return jsonschema.validators.validator_for(schema)(schema)


def _fetched(client: Client, served: Served) -> t.Any:
    answer = client.http.send(Request("GET", served.path, served.query))
    if answer.status != 200:
        hint = "This Tyk serves no such schema; leave validate: schema out"
        raise HttpFailure(answer.status, "GET", served.path, client.http.message(answer), hint)
    return answer.data


def _against(validator: t.Any, document: t.Any) -> list[Fault]:
    """What is wrong with a document. Raises Invalid where the schema itself is not sound."""
    try:
        found = sorted(validator.iter_errors(document), key=lambda error: [str(part) for part in error.path])
    except Exception as error:  # of the library's many, by a reference that leads nowhere
        why = type(error).__name__
        raise Invalid(f"validate: schema: the schema that this Tyk serves cannot be used ({why})") from None
    return [(dotted(("definition", *path)), text) for fault in found for path, text in _say(_deepest(fault))]


def _deepest(error: t.Any) -> t.Any:
    """Of several alternatives that all fail the fault of the one that came nearest."""
    while error.context:
        error = max(error.context, key=lambda one: (len(one.absolute_path), one.validator != "required"))
    return error


def _say(error: t.Any) -> t.Iterator[tuple[Path, str]]:
    """The path of a fault, and what it is."""
    path, wanted, known = tuple(error.absolute_path), error.validator_value, error.schema
    if error.validator == "required":
        instance = error.instance if isinstance(error.instance, dict) else {}
        yield path, f"{', '.join(name for name in wanted if name not in instance)} is needed there"
    elif error.validator in ("additionalProperties", "unevaluatedProperties"):
        fields = known.get("properties") or {} if isinstance(known, dict) else {}
        for name in _odd(error):
            yield (*path, name), f"{NONE} there{did_you_mean(nearest(name, fields))}"
    elif error.validator == "type":
        yield path, f"has to be of type {wanted if isinstance(wanted, str) else ' or '.join(wanted)}"
    elif error.validator == "enum":
        yield path, f"has to be one of {', '.join(map(repr, wanted))}"
    else:
        yield path, f"does not meet the schema's {error.validator} {str(wanted)[:80]}"


def _odd(error: t.Any) -> list[str]:
    """The members that a schema does not allow: its message names them, and the patterns that they do not match."""
    instance = error.instance if isinstance(error.instance, dict) else {}
    said = set(re.findall("'([^']*)'", error.message.partition("regexes")[0]))
    return [name for name in instance if name in said]
