# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An MCP proxy: an OAS document with routes and a list of its own. Ids, listen paths and the names that rights use are
those of APIs as well, so that it stands among these where they are looked up."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t
from dataclasses import replace

from ansible_collections.community.tyk.plugins.module_utils._data.merge import merge
from ansible_collections.community.tyk.plugins.module_utils._data.paths import get
from ansible_collections.community.tyk.plugins.module_utils._data.rules import EXACT, NO_NULL, PLAIN, Rule, keyed
from ansible_collections.community.tyk.plugins.module_utils._data.secrets import shown_address
from ansible_collections.community.tyk.plugins.module_utils._errors import HttpFailure, Invalid, NoRoute
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.address import OAS_PATHS, unique
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.classic import is_proxy
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.links import links
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.mentions import TRUSTING, mentions
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.oas import (
    OAS_FIELDS,
    OAS_REFERENCES,
    OWNER,
    PLACES,
    Oas,
    rules,
    tyk_servers,
)
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.openapi import SWAGGER
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.primitives import (
    PRIMITIVES,
    deadly,
    each,
    ignored,
    is_of_proxy,
    without_made_up,
)
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.reach import check_reach
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.secrets import SECRETS_OF_PROXY, TYK, masked
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Around, Kind, Option, Run
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import (
    Labels,
    Object,
    Route,
    Served,
    Where,
)

VERSIONS = f"oas.{TYK}.info.versioning.versions"
FIELDS: dict[str, Rule] = {
    **OAS_FIELDS,
    VERSIONS: keyed("name"),
    **{f"oas.{TYK}.middleware.{place}.*": NO_NULL for place in PRIMITIVES.values()},  # one without middleware is one
    **{f"oas.{TYK}.middleware.{place}.*.*": PLAIN for place in PRIMITIVES.values()},
    **{f"oas.{TYK}.middleware.{place}.*.validateRequest.schema": EXACT for place in PRIMITIVES.values()},
}
REFERENCES = {
    **{path: kind for path, kind in OAS_REFERENCES.items() if path.startswith("oas.")},
    f"{VERSIONS}.*.id": "mcp_proxy",
}
NAME_TELLS = "this name holds a secret, and names are shown wherever the proxy is; put * in the secret's place."


class McpProxy(Oas):
    name, section, noun, title, results = "mcp_proxy", "mcp_proxies", "MCP proxy", "MCP proxies", "mcp_proxies"
    route = Route("api/mcps", "mcps", created=("ID", "Meta"), recent=True, since="5.13", permission="mcp")
    fields = replace(
        Oas.fields, rules=rules(FIELDS), secrets=SECRETS_OF_PROXY, references=REFERENCES, refers=(), parts=()
    )
    unique = unique(OAS_PATHS, PLACES.ident)
    labels = Labels(owner=OWNER)
    options: t.Mapping[str, Option] = {
        **{name: Oas.options[name] for name in ("name", "api_id", "listen_path", "target_url", "active")},
        **{name: Option(f"oas.{TYK}.middleware.{place}", {"type": "dict"}) for name, place in PRIMITIVES.items()},
    }
    companion = "-mcp"
    entangled: tuple[str, ...] | None = None
    files = r"mcp[-_].*|.*[-_]mcp\.\w+"  # as tyk-sync calls them, and as a Gateway does
    trusting = TRUSTING
    params = {"force": {"type": "bool", "default": False}}

    @property
    def targets(self) -> set[str]:
        return {*Kind.targets.fget(self), "api"}  # type: ignore[attr-defined]

    def is_own(self, obj: Object) -> bool:
        return is_proxy(obj)

    def is_whole(self, document: t.Mapping[str, t.Any]) -> bool:
        return is_of_proxy(document)

    def from_file(self, document: Object) -> Object | None:
        """Also one without tools, resources and prompts, of which only the name of its file tells what it is."""
        inner = document.get("oas")
        whole = isinstance(inner, dict) or TYK in document
        return self.decode(inner if isinstance(inner, dict) else document) if whole else None

    def categories(self, obj: Object) -> t.Collection[str]:
        return ()

    def refers_to(self, obj: Object, around: Around) -> t.Iterator[tuple[str, str]]:
        """What it mentions, too, and the versions that are entered in it."""
        yield from Kind.refers_to(self, obj, around)
        yield from mentions(obj, around)

    def schema(self, obj: Object) -> Served | None:
        """Our own table stands for that of a server, which need not have one."""
        return Served("", (), None, None)

    # From a task to Tyk's shape, and back

    def masked(self, definition: t.Any) -> t.Any:
        return masked(definition)

    def tidy(self, declared: Object) -> Object:
        if "swagger" in (declared.get("oas") or {}):
            raise Invalid(f"definition: {SWAGGER}")
        done = super().tidy(declared)
        return {**done, "oas": without_made_up(done["oas"])} if done.get("oas") else done

    def decode(self, reply: Object) -> Object:
        return self.as_listed(super().decode(without_made_up(reply)))

    def from_listed(self, listed: Object) -> Object | None:
        return listed if get(listed, "oas.openapi") else None

    def as_listed(self, obj: Object) -> Object:
        """With the part by which lists tell APIs from proxies."""
        listed = super().as_listed(obj)
        derived = {"application_protocol": "mcp", "proxy": {"listen_path": get(obj, PLACES.listen_path)}}
        return {**listed, "api_definition": {**listed["api_definition"], **derived}}

    # Where it is

    def choose(self, run: Run) -> tuple[Kind, Object | None]:
        return self, None

    def expand(self, run: Run, listed: Object) -> tuple[Kind, Object]:
        whole = self.from_listed(listed) or run.client.read(self, self.id_of(listed))
        return self, whole or listed

    def locate(self, run: Run) -> Object | None:
        found = self._in_list(run)
        ident = str(get(run.declared, self.identity.id) or "")
        if found is None:
            self._refuse_others(run, ident)
            if run.params.get("state") != "absent":
                self._refuse_old(run, ident)
            return None
        return self.from_listed(found) or run.client.read(self, self.id_of(found))

    def _in_list(self, run: Run) -> Object | None:
        found = Kind.locate(self, run)
        return Kind.locate(self, run) if found is None and run.around.appeared(self.name) else found

    def _refuse_others(self, run: Run, ident: str) -> None:
        """An API of this id would be converted, and be an ordinary one no more."""
        api = run.around.kind("api")
        for other in run.around.with_id("api", ident) if ident else ():
            if api.is_own(other):
                raise Invalid(
                    f"api_id: {ident!r} is the id of the API {api.name_of(other)!r}, which is no MCP proxy; written as "
                    "one, it would be an API no more. Take another id, or manage it with tyk_api"
                )

    def _refuse_old(self, run: Run, ident: str) -> None:
        """A Tyk without MCP proxies does not know the route of one."""
        try:
            run.client.peek(self, ident or "none")
        except HttpFailure as error:
            if error.status != 404:
                raise
            raise NoRoute(error, self.unknown_there) from error

    def reread(self, run: Run, ident: str, reply: Object, query: t.Any) -> Object | None:
        return run.client.read(self, ident)

    def read_again(self, run: Run, ident: str, query: t.Any) -> Object | None:
        return run.client.read(self, ident)

    # What becomes of it

    def lost_names(self, before: Object, after: Object) -> set[str]:
        return {*links(before)} - {*links(after)}

    def create_in(self, run: Run) -> Where:
        return Where()  # Tyk enters a version in its base by writing the base as it has made it up

    def kept_by_replace(self, obj: Object) -> Object:
        servers = tyk_servers(obj)
        kept: Object = merge({}, {"oas": {"servers": servers}}) if servers else {}
        return kept

    def check(self, target: Object, current: Object | None, run: Run) -> None:
        check_reach(PLACES, target, current, False, False)
        path = str(get(target, PLACES.listen_path) or "")
        if path and not path.startswith("/") and path != get(current, PLACES.listen_path):
            raise Invalid(
                f"listen_path: {path!r} has no slash before it, and a Gateway never loads such a proxy; write '/{path}'"
            )
        new = ignored(target.get("oas")) - ignored((current or {}).get("oas"))
        if new:
            more = "" if self.platform == "gateway" else "; a Dashboard may refuse it"
            run.warn(
                f"{', '.join(sorted(new))}: Tyk does not apply this to a tool, resource or prompt, be it stored{more}. "
                "Leave it out."
            )
        for option, name, _said in each(target.get("oas")):
            shown = shown_address(name)
            if shown != name and (option, name) not in ((one[:2]) for one in each((current or {}).get("oas"))):
                run.warn(f"{option}.{shown}: {NAME_TELLS}")
        self._check_deadly(deadly(target.get("oas")) - deadly((current or {}).get("oas")), run)

    def _check_deadly(self, new: set[str], run: Run) -> None:
        """A Gateway ends when it loads these, and does not start again."""
        if not new:
            return
        said = ", ".join(f"{name}.virtualEndpoint" for name in sorted(new))
        ends = f"{said}: a Gateway that runs JavaScript ends when it loads this, and does not start again"
        if self.platform == "gateway" and not run.params.get("force"):
            raise Invalid(
                f"{ends} before both files of the proxy are deleted. Leave it out; force: true is for a Gateway with "
                "enable_jsvm: false"
            )
        run.warn(f"{ends}. Leave it out, or give an operation of the same proxy a virtual endpoint, too.")


MCP_PROXY = McpProxy()
