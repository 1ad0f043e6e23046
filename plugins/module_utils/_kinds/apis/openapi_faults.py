# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What Tyk refuses in OpenAPI documents beyond their schema, and mostly without a word of where it is.

These are the usual faults of documents that other tools take, not all that there are: each is one that the library of
every Tyk since 5.1 refuses; what is settled, those before it refuse, too. It does not look everywhere: not at callbacks
of operations, and at what stands beside a reference only where that is not inside of a schema.
"""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import re
import typing as t
from urllib.parse import unquote

from ansible_collections.community.tyk.plugins.module_utils._data.merge import clone
from ansible_collections.community.tyk.plugins.module_utils._data.paths import Path, at, get
from ansible_collections.community.tyk.plugins.module_utils._data.shapes import Type, table
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.openapi import DOCUMENT

# Where references are not followed: by block the fields, and what is in a header, which is called a parameter here.
LOST = {
    "Document": {"webhooks"},
    "Parts": {"links"},
    "Media": {"encoding", "examples"},
    "Parameter": {"examples"},
    "Schema": {
        "prefixItems",
        "contains",
        "patternProperties",
        "dependentSchemas",
        "propertyNames",
        "unevaluatedItems",
        "unevaluatedProperties",
    },
}
# Of these, and of callbacks of operations, the library checks nothing at all.
UNCHECKED = {
    "Operation": {"callbacks"},
    "Media": LOST["Media"],
    "Parameter": LOST["Parameter"],
    "Schema": LOST["Schema"],
}
SCHEMA_TYPES = ("boolean", "number", "integer", "string", "array", "object")
SCHEME_TYPES = ("apiKey", "http", "oauth2", "openIdConnect")
HTTP_SCHEMES = ("bearer", "basic", "negotiate", "digest")
STYLES = {
    "path": ("simple", "label", "matrix"),
    "query": ("form", "spaceDelimited", "pipeDelimited", "deepObject"),
    "header": ("simple",),
    "cookie": ("form",),
}
METHODS = "connect delete get head options patch post put trace".split()
# Parts of expressions, of which an escape and a class mean what is in them; looking around, backward references, atomic
# groups, possessive repeats; repeats beyond 1000.
PART = re.compile(r"\\.|\[\^?\]?(?:\\.|\[:\w+:\]|[^\]\\])*\]|.", re.DOTALL)
BACKWARD = re.compile(r"\\([1-9](?![0-7])|k)")
NOT_GO = re.compile(r"\(\?(=|!|<=|<!|>|#|\()|([*+?]|\{\d+(,\d*)?\})\+")
REPEATS = re.compile(r"\{(\d+)(?:,(\d*))?\}")
VERSION = re.compile(r"3\.[01]\.\d.*")
NAME = re.compile(r"[A-Za-z0-9._-]+")
FOREIGN = "Tyk takes the expressions of Go: nothing that looks around, no \\1, nothing more than 1000 times"
JOIN = "join the files into one document, as redocly bundle and swagger-cli bundle do"


class Fault(t.NamedTuple):
    """Something that Tyk refuses.

    :arg settled: whether every Tyk does. What it takes of OpenAPI 3.1 may be more tomorrow.
    """

    path: Path
    why: str
    settled: bool = True


class _Place(t.NamedTuple):
    """A value of a document, and what the library does there."""

    value: t.Any
    kind: Type
    path: Path
    block: str  # in which it stands
    followed: bool = True
    checked: bool = True

    @property
    def ref(self) -> str:
        """What a reference refers to; "" for what is none."""
        ref = self.value.get("$ref") if isinstance(self.value, dict) else None
        if not isinstance(ref, str):
            return ""
        callback = self.kind.inner is not None and self.kind.inner.name == "Path"
        return ref if callback or "$ref" in table(DOCUMENT).get(self.kind.name, {}) else ""


def _enter(found: list[_Place], place: _Place) -> None:
    """Note a place of a document, and all of it that the library knows."""
    found.append(place)
    value, kind, path = place.value, place.kind, place.path
    if place.ref:
        return  # what stands beside it is gone
    is_block = not kind.outer
    fields, block = (table(DOCUMENT).get(kind.name, {}), kind.name) if is_block else ({}, place.block)
    for key, item in value.items() if isinstance(value, dict) else enumerate(value):
        below = fields.get(str(key)) if is_block else kind.inner
        if below is None or not isinstance(item, (dict, list)) or kind.outer == "map" and str(key).startswith("x-"):
            continue
        lost = is_block and (key in LOST.get(block, ()) or key == "content" and "headers" in path[-2:-1])
        unchecked = is_block and key in UNCHECKED.get(block, ())
        followed, checked = place.followed and not lost, place.checked and not unchecked
        _enter(found, _Place(item, below, (*path, key), block, followed, checked))


def _all(document: t.Any) -> list[_Place]:
    """All of a document that the library knows."""
    found: list[_Place] = []
    if isinstance(document, (dict, list)):
        _enter(found, _Place(document, Type("", "Document"), (), ""))
    return found


def _refers(document: t.Any) -> bool:
    """Whether there may be a reference in a document: a glance, since many have none."""
    waiting = [document]
    for one in waiting:  # which grows meanwhile
        if isinstance(one, dict):
            if "$ref" in one:
                return True
            waiting += [item for item in one.values() if isinstance(item, (dict, list))]
        elif isinstance(one, list):
            waiting += [item for item in one if isinstance(item, (dict, list))]
    return False


def astray(document: t.Any) -> t.Iterator[Fault]:
    """References that lead out of a document, or to nothing in it: no Tyk reads a document that has one."""
    for place in _all(document) if _refers(document) else ():
        ref = place.ref
        if not ref or not place.followed:
            continue
        if not ref.startswith("#"):
            yield Fault((*place.path, "$ref"), f"it refers to another file, which Tyk does not read; {JOIN}")
        elif not _leads(document, ref):
            yield Fault((*place.path, "$ref"), f"{ref} is nowhere in this document")


def _leads(document: t.Any, ref: str) -> bool:
    value = document
    for part in unquote(ref[1:]).split("/")[1:]:
        name = part.replace("~1", "/").replace("~0", "~")
        if isinstance(value, list) and name.isdigit() and int(name) < len(value):
            value = value[int(name)]
        elif isinstance(value, dict) and name in value:
            value = value[name]
        elif isinstance(value, dict) and any(str(key) == name for key in value):  # a number in YAML
            value = next((item for key, item in value.items() if str(key) == name), None)
        else:
            return False
    return value is not None


def beside(document: t.Any) -> t.Iterator[Path]:
    """What stands beside references: Tyk drops it, or refuses it. OpenAPI 3.0 says that it is ignored."""
    for place in _all(document) if _refers(document) else ():
        if place.ref:
            yield from ((*place.path, name) for name in place.value if name != "$ref")


def alone(document: t.Any) -> t.Any:
    """The document with its references alone; itself where they are."""
    done = document
    for *way, name in beside(document):
        if done is document:
            done = clone(document)
        holder = at(done, tuple(way), None)
        del holder[name]
    return done


def faults(document: t.Any) -> t.Iterator[Fault]:
    """What else Tyk refuses."""
    newer = str(get(document, "openapi") or "").startswith("3.1")
    for fault in _faults(document, newer):
        yield fault._replace(settled=fault.settled and not newer)


def _faults(document: t.Any, newer: bool) -> t.Iterator[Fault]:
    for place in _all(document):
        if not place.checked:
            continue
        if place.ref:
            yield from _reference(place, newer)
        elif isinstance(place.value, dict):
            yield from _FAULTS.get(place.kind.name, _nothing)(place, newer)
        if place.block == "Parts" and len(place.path) == 2 and isinstance(place.value, dict):
            for name in (name for name in place.value if not NAME.fullmatch(str(name))):
                yield Fault((*place.path, name), "its name may have letters, digits, dots, - and _ only")
    yield from _operations(document)
    yield from _requirements(document)
    if not VERSION.fullmatch(str(get(document, "openapi") or "3.0.0")):
        yield Fault(("openapi",), "Tyk takes OpenAPI 3.0, written as 3.0.3, and from 5.12 on 3.1", False)


def _nothing(place: _Place, newer: bool) -> t.Iterator[Fault]:
    return iter(())


def _reference(place: _Place, newer: bool) -> t.Iterator[Fault]:
    if not place.followed and place.kind.name != "Path":
        yield Fault((*place.path, "$ref"), "Tyk follows no reference there; write out what it leads to", False)


def _schema(place: _Place, newer: bool) -> t.Iterator[Fault]:
    value, path = place.value, place.path
    kinds = value.get("type")
    for kind in [kinds] if isinstance(kinds, str) else kinds if isinstance(kinds, list) else ():
        if kind not in SCHEMA_TYPES and not (kind == "null" and newer):
            types = f"{', '.join(SCHEMA_TYPES)}{' and null' if newer else ''}"
            yield Fault((*path, "type"), f"has to be one of {types}", bool(kind))
        if kind == "array" and value.get("items") is None:
            yield Fault(path, "an array needs items, which may be {}")
        if kind == "string" and isinstance(value.get("pattern"), str) and _is_foreign(value["pattern"]):
            yield Fault((*path, "pattern"), FOREIGN)
    if value.get("readOnly") is True and value.get("writeOnly") is True:
        yield Fault(path, "readOnly and writeOnly exclude each other")
    if isinstance(value.get("examples"), dict):
        yield Fault((*path, "examples"), "has to be a list in a schema", False)
    known = table(DOCUMENT)["Schema"]
    for name in value:
        if name not in known and not str(name).startswith("x-"):
            yield Fault((*path, name), "Tyk knows no such keyword of a schema", False)


def _is_foreign(pattern: str) -> bool:
    """Whether Go has no such expression, as far as other engines have more."""
    if "\\Q" in pattern:  # after which nothing is what it looks like
        return False
    parts = PART.findall(pattern)
    plain = "".join("x" if part[0] in "\\[" and len(part) > 1 else part for part in parts)
    counts = (int(count) for found in REPEATS.findall(plain) for count in found if count)
    back = any(BACKWARD.match(part + following) for part, following in zip(parts, [*parts[1:], ""]))
    return back or NOT_GO.search(plain) is not None or max(counts, default=0) > 1000


def _operation(place: _Place, newer: bool) -> t.Iterator[Fault]:
    if newer and not place.value.get("responses"):
        yield Fault(place.path, "Tyk needs responses there, though OpenAPI 3.1 does not")


def _parameter(place: _Place, newer: bool) -> t.Iterator[Fault]:
    value, where = place.value, place.value.get("in")
    style = value.get("style")
    if style and where in STYLES and style not in STYLES[where]:
        yield Fault((*place.path, "style"), f"has to be one of {', '.join(STYLES[where])}")
    if style == "deepObject" and value.get("explode") is False:
        yield Fault((*place.path, "explode"), "has to be true with the style deepObject")
    yield from _examples(place, newer)


def _examples(place: _Place, newer: bool) -> t.Iterator[Fault]:
    if place.value.get("schema") is not None and place.value.get("example") is not None and place.value.get("examples"):
        yield Fault(place.path, "example and examples exclude each other")


def _scheme(place: _Place, newer: bool) -> t.Iterator[Fault]:
    kind, scheme = place.value.get("type"), place.value.get("scheme")
    if kind not in SCHEME_TYPES:
        yield Fault((*place.path, "type"), f"has to be one of {', '.join(SCHEME_TYPES)}")
    elif kind == "http" and scheme not in HTTP_SCHEMES:
        yield Fault((*place.path, "scheme"), f"has to be one of {', '.join(HTTP_SCHEMES)}, in small letters")


def _server(place: _Place, newer: bool) -> t.Iterator[Fault]:
    url, variables = place.value.get("url"), place.value.get("variables") or {}
    if not isinstance(url, str) or not isinstance(variables, dict) or place.path[:1] != ("servers",):
        return
    if sorted(re.findall(r"{([^{}]*)}", url)) != sorted(map(str, variables)):
        yield Fault(place.path, "url and variables have to name the same variables")


def _path(place: _Place, newer: bool) -> t.Iterator[Fault]:
    """Parameters in the path are those that its template names."""
    if place.path[:1] != ("paths",) or len(place.path) != 2:
        return
    wanted = set(re.findall(r"{([^{}]*)}", str(place.path[1])))
    common = _named(place.value)
    for method in METHODS:
        operation = place.value.get(method)
        named = [*common, *_named(operation)] if isinstance(operation, dict) else []
        if None in named or not isinstance(operation, dict) or len(named) == len(wanted):
            continue
        missing = sorted({str(name) for name in named} ^ wanted)
        if missing:
            how = "the parameters in the path have to be those of its template"
            yield Fault((*place.path, method), f"{how}, and {', '.join(missing)} is in one of them only")


def _named(holder: t.Any) -> list[str | None]:
    """The parameters in the path; None for each of which that is unknown."""
    found = holder.get("parameters") if isinstance(holder, dict) else None
    items = [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
    return [None if "$ref" in one else one.get("name") for one in items if "$ref" in one or one.get("in") == "path"]


def _operations(document: t.Any) -> t.Iterator[Fault]:
    """Operations have names of their own."""
    seen: dict[str, Path] = {}
    paths = get(document, "paths")
    for path, item in paths.items() if isinstance(paths, dict) else ():
        for method in METHODS if isinstance(item, dict) and "$ref" not in item else ():
            name = get(item.get(method), "operationId")
            if isinstance(name, str) and name:
                if name in seen:
                    yield Fault(
                        ("paths", path, method, "operationId"), f"{' '.join(map(str, seen[name]))} has it, too", False
                    )
                seen.setdefault(name, (method.upper(), path))


def _requirements(document: t.Any) -> t.Iterator[Fault]:
    """Schemes that nobody describes: Tyk takes them since 5.8.3 no more, and in operations it does."""
    known, wanted = get(document, "components.securitySchemes") or {}, get(document, "security")
    for index, requirement in enumerate(wanted if isinstance(wanted, list) else ()):
        for name in requirement if isinstance(requirement, dict) else ():
            if name not in known:
                yield Fault(("security", index, name), "components.securitySchemes has no such scheme", False)


_FAULTS: t.Mapping[str, t.Callable[[_Place, bool], t.Iterator[Fault]]] = {
    "Schema": _schema,
    "Operation": _operation,
    "Parameter": _parameter,
    "Media": _examples,
    "Scheme": _scheme,
    "Server": _server,
    "Path": _path,
}
