# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A document held against a JSON Schema; the faults in the words, and with the choices, of Tyk's validator.

Of several alternatives that all fail the one that came nearest tells what is wrong; a score says which that is.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from .formats import is_format, matches

ROOT = "(root)"
_NAMES = {list: "array", str: "string", bool: "boolean", type(None): "null"}


class Result:
    """The faults found so far, and how well the document fits."""

    __slots__ = ("faults", "score")

    def __init__(self) -> None:
        self.faults: list[str] = []
        self.score = 0

    def add(self, where: str, text: str) -> None:
        self.faults.append(f"{where.removeprefix(ROOT + '.')}: {text}")
        self.score -= 2

    def merge(self, other: Result) -> None:
        self.faults += other.faults
        self.score += other.score


class Checker:
    """Checks against one schema, whose references are within it."""

    def __init__(self, schema: dict[str, Any], draft4: bool = True) -> None:
        self.root, self._draft4 = schema, draft4  # draft 4 has no conditions, constants and names
        self._found: dict[str, Any] = {}

    def faults(self, value: Any) -> list[str]:
        return self._sub(self.root, value, ROOT).faults

    def faults_at(self, ref: str, value: Any, where: str) -> list[str]:
        """The faults of a value for which a definition counts."""
        return self._sub({"$ref": ref}, value, where).faults

    def _sub(self, schema: Any, value: Any, where: str) -> Result:
        result = Result()
        self._visit(schema, value, where, result)
        return result

    def _resolved(self, ref: str) -> Any:
        if ref not in self._found:
            schema: Any = self.root
            for part in ref.removeprefix("#").split("/")[1:]:
                schema = schema[part.replace("~1", "/").replace("~0", "~")]
            self._found[ref] = schema
        return self._found[ref]

    def _visit(self, schema: Any, value: Any, where: str, result: Result) -> None:
        while isinstance(schema, dict) and "$ref" in schema:
            schema = self._resolved(schema["$ref"])
        if isinstance(schema, bool):
            if not schema:
                result.add(where, "False always fails validation")
            return
        wanted, given = schema.get("type"), name_of(value)
        if wanted is not None and not _fits(wanted, given):
            expected = wanted if isinstance(wanted, str) else ",".join(wanted)
            result.add(where, f"Invalid type. Expected: {expected}, given: {given}")
            return
        self._combined(schema, value, where, result)
        result.score += 1
        if given == "array":
            self._array(schema, value, where, result)
        elif given == "object":
            self._object(schema, value, where, result)
        elif given in ("integer", "number"):
            _number(schema, value, where, result)
        _common(schema, value, where, result)
        if given == "string":
            _string(schema, value, where, result)
        elif given == "object":
            for name, sub in schema.get("properties", {}).items():
                if name in value:
                    self._visit(sub, value[name], f"{where}.{name}", result)
        result.score += 1

    def _combined(self, schema: dict[str, Any], value: Any, where: str, result: Result) -> None:
        if "anyOf" in schema:
            self._any(schema["anyOf"], value, where, result)
        if "oneOf" in schema:
            self._one(schema["oneOf"], value, where, result)
        if "allOf" in schema:
            found = [self._sub(sub, value, where) for sub in schema["allOf"]]
            for one in found:
                result.merge(one)
            if any(one.faults for one in found):
                result.add(where, "Must validate all the schemas (allOf)")
        if "not" in schema and not self._sub(schema["not"], value, where).faults:
            result.add(where, "Must not validate the schema (not)")
        if "if" in schema and not self._draft4:
            holds = not self._sub(schema["if"], value, where).faults
            branch = "then" if holds else "else"
            found_then = self._sub(schema.get(branch, True), value, where)
            if found_then.faults:
                result.add(where, f'Must validate "{branch}" as "if" was {"" if holds else "not "}valid')
                result.merge(found_then)

    def _any(self, options: list[Any], value: Any, where: str, result: Result) -> None:
        best: Result | None = None
        for option in options:
            found = self._sub(option, value, where)
            if not found.faults:
                return
            best = found if best is None or found.score > best.score else best
        result.add(where, "Must validate at least one schema (anyOf)")
        if best is not None:
            result.merge(best)

    def _one(self, options: list[Any], value: Any, where: str, result: Result) -> None:
        best, valid = Result(), 0
        best.score = -(10**9)
        for option in options:
            found = self._sub(option, value, where)
            if not found.faults:
                valid += 1
            elif not valid and found.score > best.score:
                best = found
        if valid != 1:
            result.add(where, "Must validate one and only one schema (oneOf)")
            if not valid:
                result.merge(best)

    def _array(self, schema: dict[str, Any], value: list[Any], where: str, result: Result) -> None:
        items = schema.get("items")
        if items is not None:
            # a list of schemas is for the first items, one each
            subs = items if isinstance(items, list) else [items] * len(value)
            for index, (sub, item) in enumerate(zip(subs, value, strict=False)):
                result.merge(self._sub(sub, item, f"{where}.{index}"))
        if len(value) < schema.get("minItems", 0):
            result.add(where, f"Array must have at least {schema['minItems']} items")
        if len(value) > schema.get("maxItems", len(value)):
            result.add(where, f"Array must have at most {schema['maxItems']} items")
        if schema.get("uniqueItems"):
            seen: dict[str, int] = {}
            for index, item in enumerate(value):
                text = json.dumps(item, sort_keys=True)
                if text in seen:
                    result.add(where, f"array items[{seen[text]},{index}] must be unique")
                seen[text] = index
        result.score += 1

    def _object(self, schema: dict[str, Any], value: dict[str, Any], where: str, result: Result) -> None:
        if len(value) < schema.get("minProperties", 0):
            result.add(where, f"Must have at least {schema['minProperties']} properties")
        if len(value) > schema.get("maxProperties", len(value)):
            result.add(where, f"Must have at most {schema['maxProperties']} properties")
        for name in schema.get("required", ()):
            if name in value:
                result.score += 1
            else:
                result.add(where, f"{name} is required")
        known, more = schema.get("properties", {}), schema.get("additionalProperties", True)
        for name in sorted(value):
            fitting = _fitting(schema, name)
            for sub in fitting:
                result.merge(self._sub(sub, value[name], f"{where}.{name}"))
            result.score += bool(fitting)
            if fitting or name in known:
                continue
            if more is False:
                result.add(where, f"Additional property {name} is not allowed")
            elif isinstance(more, dict):
                result.merge(self._sub(more, value[name], f"{where}.{name}"))
        if "propertyNames" in schema and not self._draft4:
            for name in sorted(value):
                found = self._sub(schema["propertyNames"], name, where)
                if found.faults:
                    result.add(where, f'Property name of "{name}" does not match')
                    result.merge(found)
        result.score += 1


def _fitting(schema: dict[str, Any], name: str) -> list[Any]:
    """What counts for a member because of its name."""
    return [sub for pattern, sub in schema.get("patternProperties", {}).items() if matches(pattern, name)]


def name_of(value: Any) -> str:
    """The JSON type; 1.0 is an integer."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return "integer" if isinstance(value, int) or value.is_integer() else "number"
    return "object" if isinstance(value, dict) else _NAMES[type(value)]


def _fits(wanted: Any, given: str) -> bool:
    names = (wanted,) if isinstance(wanted, str) else wanted
    return given in names or (given == "integer" and "number" in names)


def _common(schema: dict[str, Any], value: Any, where: str, result: Result) -> None:
    field = where.removeprefix(ROOT + ".")
    if "const" in schema and not _same(schema["const"], value):
        result.add(where, f"{field} does not match: {_shown(schema['const'])}")
    if schema.get("enum") and not any(_same(option, value) for option in schema["enum"]):
        allowed = ", ".join(map(_shown, schema["enum"]))
        result.add(where, f"{field} must be one of the following: {allowed}")
    result.score += 1


def _same(one: Any, other: Any) -> bool:
    return bool(one == other) and isinstance(one, bool) == isinstance(other, bool)


def _shown(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _string(schema: dict[str, Any], value: str, where: str, result: Result) -> None:
    if len(value) < schema.get("minLength", 0):
        result.add(where, f"String length must be greater than or equal to {schema['minLength']}")
    if len(value) > schema.get("maxLength", len(value)):
        result.add(where, f"String length must be less than or equal to {schema['maxLength']}")
    if "pattern" in schema and not matches(schema["pattern"], value):
        result.add(where, f"Does not match pattern '{schema['pattern']}'")
    if "format" in schema and not is_format(schema["format"], value):
        result.add(where, f"Does not match format '{schema['format']}'")
    result.score += 1


def _number(schema: dict[str, Any], value: float, where: str, result: Result) -> None:
    for text in _limits(schema, value):
        result.add(where, text)
    result.score += 1


def _limits(schema: dict[str, Any], value: float) -> Iterator[str]:
    # a bound that draft 4 calls exclusive is a flag beside the bound, later ones have a number of its own
    low, high = schema.get("exclusiveMinimum"), schema.get("exclusiveMaximum")
    least, most = schema.get("minimum"), schema.get("maximum")
    low, least = (least, None) if low is True else (low, least)
    high, most = (most, None) if high is True else (high, most)
    if most is not None and value > most:
        yield f"Must be less than or equal to {most}"
    if high is not None and high is not False and value >= high:
        yield f"Must be less than {high}"
    if least is not None and value < least:
        yield f"Must be greater than or equal to {least}"
    if low is not None and low is not False and value <= low:
        yield f"Must be greater than {low}"
