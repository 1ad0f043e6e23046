# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the Gateway's library asks of a document beyond its schema. The first fault counts, in the library's words."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import unquote

from .expressions import regex_fault
from .extension import Version, since
from .formats import parses
from .model import Reference, members, modern

_STYLES = {
    "path": ("simple", "label", "matrix"),
    "query": ("form", "spaceDelimited", "pipeDelimited", "deepObject"),
    "header": ("simple",),
    "cookie": ("form",),
}
_DEEPEST = 50  # references behind each other
_CODE = re.compile(r"\\u([0-9A-F]{4})")  # what Go has another way to write for
_TYPES = ("boolean", "number", "integer", "string", "array", "object")


class Unsound(Exception):
    """A fault, told as the library tells it."""


class Within:
    """Says where a fault is that comes from within."""

    def __init__(self, where: str) -> None:
        self._where = where

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: Any, fault: BaseException | None, _trace: Any) -> None:
        if isinstance(fault, Unsound):
            raise Unsound(f"{self._where}{fault}") from None


def quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def at(doc: Any, ref: str) -> Any:
    """What a reference within the document points at; None if there is nothing."""
    value = doc
    for part in unquote(ref.removeprefix("#")).split("/")[1:]:
        name = part.replace("~1", "/").replace("~0", "~")
        if isinstance(value, list) and name.isdigit() and int(name) < len(value):
            value = value[int(name)]
        else:
            value = value.get(name) if isinstance(value, dict) else None
    return value


class Reader:
    """Goes through one document."""

    def __init__(self, doc: dict[str, Any], version: Version) -> None:
        self.doc, self._version = doc, version
        self._new = since(version, "5.12") and doc.get("openapi", "").startswith("3.1")
        self._seen: set[int] = set()

    def resolved(self, value: Any) -> Any:
        """What a reference stands for."""
        first, steps = value, 0
        while isinstance(value, Reference):
            if value.own is not None:
                return value.own
            if steps > _DEEPEST or not value.followed:
                raise Unsound(f"found unresolved ref: {quoted(first['$ref'])}")
            value, steps = at(self.doc, value["$ref"]), steps + 1
        return value

    def check(self, kind: str, value: Any) -> None:
        """A reference stands alone, but for those to schemas from OpenAPI 3.1 on."""
        if isinstance(value, Reference) and value.beside and not (kind == "Schema" and self._new):
            raise Unsound(f"extra sibling fields: [{' '.join(value.beside)}]")
        value = self.resolved(value)
        if not isinstance(value, dict):
            return
        if kind == "Schema":
            self._schema(value)
            return
        look = getattr(self, f"_check_{kind.lower()}", None)
        if look is not None:
            look(value)
        self.extras(kind, value)

    def extras(self, kind: str, value: dict[str, Any]) -> None:
        known = members(kind, self._version)
        unknown = sorted(name for name in value if name not in known and not name.startswith("x-"))
        if unknown:
            raise Unsound(f"extra sibling fields: [{' '.join(unknown)}]")

    def _schema(self, schema: dict[str, Any]) -> None:
        if id(schema) in self._seen:
            return
        self._seen.add(id(schema))
        if schema.get("readOnly") and schema.get("writeOnly"):
            raise Unsound("a property MUST NOT be marked as both readOnly and writeOnly being true")
        for name in ("oneOf", "anyOf", "allOf"):
            for item in schema.get(name) or []:
                self._inner(item)
        self._inner(schema.get("not"))
        kinds = schema.get("type")
        for kind in [kinds] if isinstance(kinds, str) else kinds or []:
            self._type(kind, schema)
        self._inner(schema.get("items"))
        for _name, item in sorted((schema.get("properties") or {}).items()):
            self._inner(item)
        self._inner(schema.get("additionalProperties"))
        with Within("invalid external docs: "):
            self.check("ExternalDocs", schema.get("externalDocs"))
        self.extras("Schema", schema)

    def _inner(self, value: Any) -> None:
        """A schema within a schema: what stands beside a reference to it is not looked at."""
        value = self.resolved(value)
        if isinstance(value, dict):
            self._schema(value)

    def _type(self, kind: str, schema: dict[str, Any]) -> None:
        if kind not in _TYPES and not (kind == "null" and self._new):
            raise Unsound(f"unsupported 'type' value {quoted(kind)}")
        if kind == "array" and "items" not in schema:
            raise Unsound("when schema type is 'array', schema 'items' must be non-null")
        pattern = schema.get("pattern", "")
        if modern(self._version):
            pattern = _CODE.sub(r"\\x{\1}", pattern)
        if kind == "string" and regex_fault(pattern):
            raise Unsound(f"error parsing regexp: {regex_fault(pattern)}")

    def _content(self, content: dict[str, Any] | None) -> None:
        for _name, media in sorted((content or {}).items()):
            self.check("MediaType", media)

    def _check_mediatype(self, media: dict[str, Any]) -> None:
        if "schema" in media:
            self.check("Schema", media["schema"])
            if "example" in media and "examples" in media:
                raise Unsound("example and examples are mutually exclusive")

    def parameters(self, given: list[Any] | None) -> None:
        seen = set()
        for item in given or []:
            if not (isinstance(item, Reference) and not item.followed):
                parameter = self.resolved(item) or {}
                key = (parameter.get("in", ""), parameter.get("name", ""))
                if key in seen:
                    raise Unsound(f"more than one {quoted(key[0])} parameter has name {quoted(key[1])}")
                seen.add(key)
            self.check("Parameter", item)

    def _check_parameter(self, parameter: dict[str, Any]) -> None:
        name, place = parameter.get("name", ""), parameter.get("in", "")
        if not name:
            raise Unsound("parameter name can't be blank")
        if place not in _STYLES:
            raise Unsound(f"parameter can't have 'in' value {quoted(place)}")
        if place == "path" and not parameter.get("required"):
            raise Unsound(f"path parameter {quoted(name)} must be required")
        with Within(f"parameter {quoted(name)} schema is invalid: "):
            style = parameter.get("style") or ("form" if place in ("query", "cookie") else "simple")
            explode = parameter.get("explode", place in ("query", "cookie"))
            if style not in _STYLES[place] or (style == "deepObject" and not explode):
                how = f"style={quoted(style)} and explode={str(explode).lower()}"
                raise Unsound(f"serialization method with {how} is not supported by a {place} parameter")
            if ("schema" in parameter) == bool(parameter.get("content")):
                raise Unsound("parameter must contain exactly one of content and schema")
        with Within(f"parameter {quoted(name)} content is invalid: "):
            self._one_content(parameter)
        with Within(f"parameter {quoted(name)} schema is invalid: "):
            self.check("Schema", parameter.get("schema"))
        if parameter.get("schema") is not None and "example" in parameter and "examples" in parameter:
            raise Unsound(f"parameter {quoted(name)} example and examples are mutually exclusive")

    def _one_content(self, parameter: dict[str, Any]) -> None:
        if modern(self._version) and len(parameter.get("content") or {}) > 1:
            raise Unsound("parameter content must only contain one entry")
        self._content(parameter.get("content"))

    def _check_header(self, header: dict[str, Any]) -> None:
        for name in ("name", "in"):
            if header.get(name):
                reason = {"name": "given in the corresponding headers map", "in": "implicitly in header"}[name]
                raise Unsound(f"header '{name}' MUST NOT be specified, it is {reason}")
        with Within("header schema is invalid: "):
            style = header.get("style") or "simple"
            if style != "simple":
                how = f"style={quoted(style)} and explode={str(bool(header.get('explode'))).lower()}"
                raise Unsound(f"serialization method with {how} is not supported by a header parameter")
            if ("schema" in header) == bool(header.get("content")):
                raise Unsound("parameter must contain exactly one of content and schema")
            self.check("Schema", header.get("schema"))
        with Within("header content is invalid: "):
            self._one_content(header)

    def _check_requestbody(self, body: dict[str, Any]) -> None:
        if body.get("content") is None:
            raise Unsound("content of the request body is required")
        self._content(body["content"])

    def _check_response(self, response: dict[str, Any]) -> None:
        if response.get("description") is None:
            raise Unsound("a short description of the response is required")
        self._content(response.get("content"))
        for kind, name in (("Header", "headers"), ("Link", "links")):
            for _key, value in sorted((response.get(name) or {}).items()):
                self.check(kind, value)

    def _check_example(self, example: dict[str, Any]) -> None:
        if ("value" in example) == bool(example.get("externalValue")):
            both = "value" in example
            raise Unsound(
                "value and externalValue are mutually exclusive" if both else "no value or externalValue field"
            )

    def _check_link(self, link: dict[str, Any]) -> None:
        one, other = link.get("operationId", ""), link.get("operationRef", "")
        if not one and not other:
            raise Unsound("missing operationId or operationRef on link")
        if one and other:
            both = f"operationId {quoted(one)} and operationRef {quoted(other)}"
            raise Unsound(f"{both} are mutually exclusive")

    def _check_externaldocs(self, docs: dict[str, Any]) -> None:
        if not docs.get("url"):
            raise Unsound("url is required")
        if not parses(docs["url"]):
            raise Unsound("url is incorrect")
