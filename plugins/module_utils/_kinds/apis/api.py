# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An API of either format: which one it is, from what the task says and from what exists."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import hashlib
import re
import typing as t
from dataclasses import replace

from ansible_collections.community.tyk.plugins.module_utils._data.merge import clone
from ansible_collections.community.tyk.plugins.module_utils._data.paths import Path, at, dotted, get, put
from ansible_collections.community.tyk.plugins.module_utils._data.plain import Respelled
from ansible_collections.community.tyk.plugins.module_utils._data.secrets import shown_address
from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.classic import CLASSIC, Classic, find, is_proxy
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.links import ID, version_of
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.oas import (
    OAS,
    STREAMS,
    document,
    format_of,
)
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.openapi import SWAGGER, upstream_of
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.openapi_faults import (
    JOIN,
    alone,
    astray,
    beside,
    faults,
)
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.primitives import is_of_proxy
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.secrets import (
    STREAMING,
    TYK,
    is_document,
    masked,
)
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.staged import wanted as migration_wanted
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.version import with_version
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind, Run
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object

PLAIN = (
    "this is an OpenAPI document; declare an API that has it as its option openapi, or make a configuration of it with "
    "community.tyk.tyk_convert"
)
TOLD = 3  # faults and files of which it is worth to tell
OPEN = (
    f"no document says to Tyk who may call the API, so anybody may; say it in definition, below {TYK}.server."
    "authentication"
)
DERIVED = (
    "this is what Tyk derives from the document of an OAS API, and that is not there; name it, too. A Gateway has it "
    "in the file beside this one, with -oas or -mcp in its name, and a Dashboard tells it at GET /api/apis/oas/ID"
)


def _path_of(title: str, taken: t.Container[str]) -> tuple[str, str]:
    """A path made of what an API is called, which always makes the same; and how."""
    stem = "-".join(re.findall(r"[a-z0-9]+", title.lower()))
    path, digest = f"/{stem}/", hashlib.sha256(title.encode(errors="surrogatepass")).hexdigest()[:8]
    if not stem:
        return f"/api-{digest}/", "made of a digest of its title, which has no letter from a to z and no digit"
    if path in taken:
        return f"/{stem}-{digest}/", f"made of its title and a digest of it, as another document has {path}"
    return path, "made of its title"


def _wrong(document: t.Any) -> str:
    """What there is in a document that Tyk does not take; "" where nothing is known."""
    lost = [*astray(document)]
    remote = sorted({shown_address(ref).partition("?")[0] for fault in lost for ref in _ref(document, fault.path)})
    if remote:
        return f"it refers to other files, which Tyk does not read: {', '.join(remote[:TOLD])}; {JOIN}"
    found = [f"{dotted(fault.path)}: {fault.why}" for fault in (lost or faults(alone(document)))]
    aside = [] if found else [dotted(path) for path in beside(document)]
    if aside:
        return f"Tyk keeps nothing beside $ref, such as {', '.join(aside[:TOLD])}"
    more = f"; and {len(found) - TOLD} more" if len(found) > TOLD else ""
    return f"Tyk is likely to refuse it: {'; '.join(found[:TOLD])}{more}" if found else ""


def _ref(document: t.Any, path: Path) -> t.Iterator[str]:
    """What the reference at a path refers to, where that is outside of the document."""
    ref = at(document, path, "#")
    if not ref.startswith("#"):
        yield ref


def _id_and_name(definition: Object) -> tuple[str, str, str]:
    """Format ("" if it does not tell), id and name in what a task calls definition."""
    if "swagger" in definition:
        raise Invalid(f"definition: {SWAGGER}")
    if TYK in definition and definition[TYK] is None:
        raise Invalid(f"definition.{TYK}: Tyk takes no OAS API without it; name what is to be taken away in it")
    if is_proxy(CLASSIC.shape(definition)):
        raise Invalid("definition: this is an MCP proxy, which is no API; use tyk_mcp_proxy")
    if is_document(definition):
        return "oas", _text(definition, f"{TYK}.info.id"), _text(definition, f"{TYK}.info.name")
    around = "api_definition." if "api_definition" in definition else ""
    return "classic" if definition else "", _text(definition, f"{around}api_id"), _text(definition, f"{around}name")


def _migrates(run: Run, asked: str) -> str:
    """The format, where a migration leads to one or leaves it. Raises Invalid where that is not what the task says."""
    mode = migration_wanted(run)
    if mode == "stage" and asked == "oas":
        raise Invalid(
            "migrate_mode: with stage the API stays a classic one, beside which Tyk makes a copy; keep what is said of "
            "the OAS API for promote"
        )
    if mode and mode != "stage" and asked == "classic":
        raise Invalid(
            f"migrate: {mode} makes an OAS API of a classic one, and this task declares a classic one; write its "
            "definition in the other format, or leave migrate out"
        )
    return "oas" if mode and mode != "stage" else asked


def _text(definition: Object, path: str) -> str:
    """A text of a definition, which is looked at before all of it is. Raises Invalid."""
    value = get(definition, path)
    if isinstance(value, int) and not isinstance(value, (bool, Respelled)):
        return str(value)
    if isinstance(value, (bool, float, Respelled)):
        raise Invalid(f"definition.{path} has to be a text, so put it in quotes")
    if value and not isinstance(value, str):
        raise Invalid(f"definition.{path} has to be a text")
    return value or ""


def _asked(run: Run) -> tuple[str, str, str]:
    """Format ("" if nothing tells), id and name of the API that the task is about."""
    asked, ident, name = _id_and_name(run.named.get("definition") or {})
    asked = asked or ("oas" if run.named.get("openapi") else "")
    name = name or get(run.named, "openapi.info.title") or ""
    wanted = run.params.get("format") or "auto"
    if wanted != "auto" and asked and asked != wanted:
        raise Invalid(
            f"format is {wanted}, but definition is that of {'an OAS' if asked == 'oas' else 'a classic'} API"
        )
    asked = _migrates(run, asked if wanted == "auto" else wanted)
    return asked, run.named.get("api_id") or ident, run.named.get("name") or name


class Api(Classic):
    """An API as lists show it, which is the wrapper of a classic one, whatever its format."""

    can_stream = True  # so that what streams is a kind of its own
    guests = ("mcp_proxy",)
    companion = "-oas"

    fields = replace(
        CLASSIC.fields,
        references={**CLASSIC.fields.references, **OAS.fields.references},
        ids={**CLASSIC.fields.ids, **OAS.fields.ids},
    )

    def is_whole(self, document: t.Mapping[str, t.Any]) -> bool:
        whole = bool({"api_definition", TYK, STREAMING} & document.keys()) or {"api_id", "proxy"} <= document.keys()
        return whole and not is_of_proxy(document)

    def is_else(self, document: t.Mapping[str, t.Any]) -> str:
        if "swagger" in document:
            return SWAGGER
        plain = {"openapi", "info"} <= document.keys() and not {TYK, STREAMING, "api_definition"} & document.keys()
        return PLAIN if plain else ""

    def from_file(self, document: Object) -> Object | None:
        """The wrapper, be it the file itself, or around a document or a bare definition."""
        if isinstance(document.get("oas"), dict):
            return None if is_of_proxy(document["oas"]) else OAS.as_listed(document)
        proxy = document.get("proxy")
        written = "name" in document and isinstance(proxy, dict) and bool({"target_url", "listen_path"} & proxy.keys())
        if not (written or self.is_whole(document)):  # somebody who writes one for a Gateway may give it no ID
            return None
        if "api_definition" in document:
            return document
        return self.shape(document) if not {TYK, STREAMING} & document.keys() else OAS.as_listed({"oas": document})

    def from_plain(
        self, document: t.Mapping[str, t.Any], others: t.Sequence[Object] = ()
    ) -> tuple[Object, dict[str, str]] | None:
        """An API with an OpenAPI document, which says neither where Tyk listens for it nor, always, where it leads."""
        said = self.is_else(document)
        if said and said != PLAIN:
            raise Invalid(said)
        if not said:
            return None
        title = get(document, "info.title")
        if not isinstance(title, str) or not title.strip():
            raise Invalid("info.title: an API is called so, and this is empty; write one into the document")
        taken = {other["listen_path"] for other in others if other["name"] != title}
        path, why = _path_of(title, taken)
        looks = {"listen_path": f"no document says where Tyk listens; {path} is {why}, so look at it"}
        looks["definition"] = OPEN
        if not upstream_of(document):
            looks["target_url"] = "the document names no server by its whole address; say where requests go"
        wrong = _wrong(document)
        if wrong:
            looks["openapi"] = wrong
        return {"name": title, "listen_path": path, "openapi": dict(document)}, looks

    def copies(self, obj: Object) -> t.Iterator[tuple[str, Object]]:
        own = OAS if obj.get("oas") else CLASSIC
        return iter(()) if is_proxy(obj) else own.copies(obj)

    def lacks(self, obj: Object) -> str:
        return DERIVED if get(obj, "api_definition.is_oas") and not obj.get("oas") else ""

    def in_both(self, obj: Object) -> t.Iterator[tuple[str, str, str]]:
        own = format_of(obj)
        for name in ("name", "api_id", "listen_path", "target_url"):
            yield name, CLASSIC.options[name].path, own.options[name].path

    def with_ident(self, obj: Object, ident: str) -> Object:
        done: Object = clone(obj)
        for path in (self.identity.id, format_of(done).identity.id):
            put(done, path, ident)
        return done

    def forms(self) -> tuple[Kind, ...]:
        return CLASSIC, OAS, STREAMS

    def masked(self, definition: t.Any) -> t.Any:
        return masked(definition)

    def choose(self, run: Run) -> tuple[Kind, Object | None]:
        """Its format, from what the task says and from what exists."""
        asked, ident, name = _asked(run)
        streams = self.can_stream and STREAMING in (run.named.get("definition") or {})
        found = find(run, ident, name, asked == "oas")
        mode = migration_wanted(run)
        if found is None and mode == "stage":
            raise Invalid(f"migrate_mode: there is no API {name or ident!r} that could be staged; make it first")
        if found is None:
            return (STREAMS if streams else OAS if asked == "oas" else CLASSIC), None
        kind, called = format_of(found), f"API {get(found, CLASSIC.identity.name)!r}"
        if mode and not kind.is_oas:
            from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.migration import migrating

            becoming, become = migrating(run, found, mode)
            return becoming, with_version(run, become, get(found, ID))
        if asked and (asked == "oas") is not kind.is_oas:
            exists, declared = ("an OAS", "classic") if kind.is_oas else ("a classic", "OAS")
            can = run.client.personal and not kind.is_oas
            way = "have Tyk convert it with migrate: true, or delete it first" if can else "delete it first"
            raise Invalid(
                f"{called} ({get(found, ID)}) is {exists} API and cannot be managed as {declared} one; "
                f"write its definition in the other format, or {way}"
            )
        if streams and kind is not STREAMS:
            raise Invalid(f"definition: {called} exists without {STREAMING}; delete it first")
        whole = document(run, get(found, ID), found) if kind.is_oas else found
        return kind, with_version(run, whole, get(found, ID))

    def expand(self, run: Run, listed: Object) -> tuple[Kind, Object]:
        """The whole API behind an entry of a list, which may come without its OAS document."""
        kind, whole = format_of(listed), listed
        if kind is not CLASSIC and not get(listed, f"oas.{TYK}.info"):
            whole = document(run, get(listed, ID), listed) or listed
        version = version_of(run.around, get(listed, ID))
        return kind, {**whole, "version": version} if version else whole


API = Api()
