# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""APIs on a Gateway without a Dashboard: bare definitions in files, of every organisation."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import copy
import hashlib
import re
import typing as t
from dataclasses import replace

from ansible_collections.community.tyk.plugins.module_utils._data.merge import canonical
from ansible_collections.community.tyk.plugins.module_utils._data.paths import Path, get, held, names, put
from ansible_collections.community.tyk.plugins.module_utils._data.rules import SET, Rules, keyed
from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid, OrganisationMismatch
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.address import (
    CLASSIC_PATHS,
    OAS_PATHS,
    listens_at,
    unique_on_gateway,
)
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.api import API, Api
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.classic import (
    ANYWHERE,
    CLASSIC,
    CLASSIC_FIELDS,
    Classic,
)
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.mcp import MCP_PROXY
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.oas import (
    OAS,
    OAS_FIELDS,
    Oas,
    rules,
    with_schemes_off,
)
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.secrets import STREAMING, TYK
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.version import IN_BASE
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind, Option, Run
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object, Route, Served, Where

# What the Gateway puts the value of in place of when it loads a definition.
REFERENCE = re.compile(r"(env|secrets|consul|vault|file|kv)://|\$secret_\w+\.|\$kv\{")
TLS12, TRANSPORT = 771, "api_definition.proxy.transport"
MOST = (*TRANSPORT.split("."), "ssl_max_version")
VERSIONS = ("1.0", "1.1", "1.2", "1.3")
COMPANIONS = (API.companion, MCP_PROXY.companion)  # what the names of files end in that hold the document of an API
ABSENT = ("categories", "owners", "webhooks")  # what only a Dashboard keeps
PINS = f"{TYK}.upstream.certificatePinning.domainToPublicKeysMapping.*.publicKeys"  # an empty list is shown as [""]
RENAMED = {f"{hook}Plugin": f"{hook}Plugins" for hook in ("pre", "postAuthentication", "post", "response")}  # since 5.3
# Lists that the Gateway shows in another order at every read.
SHUFFLED = (f"{TYK}.server.eventHandlers", f"{TYK}.upstream.mutualTLS.domainToCertificateMapping")
# These lists, and headers, which are kept as a map and shown in the order of their names.
IN_ANY_ORDER = {f"oas.{path}": SET for path in SHUFFLED} | {
    f"oas.{TYK}.middleware.{place}.transform{what}Headers.add": keyed("name")
    for place in ("global", "operations.*")
    for what in ("Request", "Response")
}


def free_id(run: Run, kind: str, name: str) -> str:
    """An id for a new object. The same in every run, so that a run that was broken off makes nothing twice."""
    for turn in range(1000):
        text = "\n".join((kind, run.around.caller.org_id or "", name, *([str(turn)] if turn else [])))
        ident = hashlib.sha256(text.encode()).hexdigest()[:32]
        if run.around.known(kind, ident, load=True) is None:
            return ident
    raise Invalid(f"{name!r}: a thousand objects were made under this name; give the new one an id of its own")


def organise(obj: Object, path: str, run: Run) -> Object:
    """The object, with the organisation that the task names or works in where it has none."""
    said, has, mine = get(run.declared, path), get(obj, path), run.around.caller.org_id
    if said and said != (has or run.client.org or said):
        raise OrganisationMismatch(
            f"definition names organisation {said}, but this is one of {has or run.client.org}; keep one of the two"
        )
    if not has and (said or mine):
        obj = copy.deepcopy(obj)
        put(obj, path, said or mine)
    return obj


def loaded(transport: t.Any) -> t.Any:
    """Versions of TLS as the Gateway has them once it has loaded an API: one at most that it knows, and no less than
    the least."""
    if not isinstance(transport, dict) or not transport.get("ssl_max_version"):
        return transport
    least = transport.get("ssl_min_version") or 0
    return {**transport, "ssl_max_version": max(TLS12, least)} if isinstance(least, int) else transport


def references(declared: t.Any, path: Path = ()) -> t.Iterator[Path]:
    """The paths at which a task names a value that the Gateway fetches from elsewhere."""
    if isinstance(declared, (dict, list)):
        for key, item in declared.items() if isinstance(declared, dict) else enumerate(declared):
            yield from references(item, (*path, key))
    elif isinstance(declared, str) and REFERENCE.search(declared):
        yield path


def _without(value: t.Any, path: Path) -> t.Any:
    """A copy without what is at this path; blank in a list, so that nothing moves."""
    key, rest = path[0], path[1:]
    if isinstance(value, dict) and key in value:
        kept = {name: item for name, item in value.items() if name != key}
        return {**kept, key: _without(value[key], rest)} if rest else kept
    if isinstance(value, list) and isinstance(key, int) and key < len(value):
        return [*value[:key], _without(value[key], rest) if rest else None, *value[key + 1 :]]
    return value


def here(kind: Kind) -> dict[str, str]:
    """The references to what a Gateway keeps itself."""
    kept = ("api", "mcp_proxy", "policy", "certificate")
    return {path: other for path, other in kind.fields.references.items() if other in kept}


def _options(kind: Kind) -> dict[str, Option]:
    return {name: option for name, option in kind.options.items() if name not in ABSENT}


class OnGateway(Classic, abstract=True):
    """What both formats of API have in common here."""

    platform = "gateway"
    unroutable = "/"

    def short_names(self, obj: Object) -> t.Iterable[str]:
        return ()

    def server_fields_of_new(self, reply: Object, org: str | None) -> Object | None:
        return None

    def create_in(self, run: Run) -> Where:
        """A version is entered in its base by a write of the base, which is whole; not by the Gateway's own hand."""
        return Where()

    def comparable(self, obj: Object, run: Run) -> Object:
        """Without what the Gateway has fetched from elsewhere."""
        own = super().comparable(obj, run)
        for path in references(run.resolved or run.declared):
            own = _without(own, path)
        return own

    def complete(self, obj: Object, current: Object | None, run: Run) -> Object:
        done = organise(super().complete(obj, current, run), self.identity.org, run)
        if not self.id_of(done):
            put(done, self.identity.id, free_id(run, "api", str(get(done, self.identity.name))))
        return done

    def check(self, target: Object, current: Object | None, run: Run) -> None:
        super().check(target, current, run)
        path = self.options["active"].path
        if get(target, path) is False and (current is None or get(current, path) is not False):
            run.warn("active: a Gateway without a Dashboard serves an API all the same; state: absent takes it out.")
        if current is None and re.search(r"\\|%(2f|5c)", self.id_of(target), re.IGNORECASE):
            raise Invalid(f"api_id: {self.id_of(target)!r} names a file; take letters, digits, and . - _ only")
        if current is None and self.id_of(target).endswith(COMPANIONS):
            raise Invalid(
                f"api_id: {self.id_of(target)!r} ends in {self.id_of(target)[-4:]}, and a Gateway takes its file for "
                "the document of another API and never loads it; choose another"
            )

    def moved_by_load(self, wanted: Object, loaded: Object) -> Object | None:
        """The Gateway adds the id of an API to a path that another one has, and underscores until nothing has that."""
        path, got = (next(iter(listens_at(api)), "") for api in (wanted, loaded))
        if not path or got.rstrip("_") != f"{path}-{self.id_of(loaded)}".rstrip("_"):
            return None
        moved = copy.deepcopy(wanted)
        put(moved, self.unique[0].paths[0], got)
        return moved


class GatewayApi(OnGateway, Api):
    """A classic API; and an API of either format, as lists show it."""

    # A proxy that is not listed would look like an API that is yet to be made.
    route = Route("tyk/apis", created=("key",), list_query={"include_types": "mcp"})
    fields = replace(
        Api.fields,
        rules=Rules(CLASSIC_FIELDS, ANYWHERE),
        references=here(CLASSIC),
        refers=(),
    )
    unique = unique_on_gateway(CLASSIC_PATHS, CLASSIC.identity.id)
    options = _options(CLASSIC)
    can_stream = False

    def schema(self, obj: Object) -> Served | None:
        """A Gateway serves none for classic APIs."""
        return Served("", (), None, None)

    def tidy(self, declared: Object) -> Object:
        done = super().tidy(declared)
        if get(done, f"{TRANSPORT}.ssl_max_version"):
            put(done, TRANSPORT, loaded(get(done, TRANSPORT)))
        return done

    def comparable(self, obj: Object, run: Run) -> Object:
        """A version of TLS that is at most the least is what the Gateway puts where nothing is said."""
        own, transport = super().comparable(obj, run), get(obj, TRANSPORT)
        least, most = get(transport, "ssl_min_version"), get(transport, "ssl_max_version")
        return _without(own, MOST) if least and most in (least, None, 0) else own

    def encode(self, obj: Object) -> t.Any:
        return obj["api_definition"]

    def decode(self, reply: Object) -> Object:
        return {"api_definition": reply}


class OnGatewayDocument(OnGateway, Oas, abstract=True):
    """What all documents have in common here."""

    def schema(self, obj: Object) -> Served | None:
        served = super().schema(obj)
        return served and served._replace(path="/tyk/schema", way=("schema",))

    def decode(self, reply: Object) -> Object:
        for path in SHUFFLED:
            if isinstance(get(reply, path), list):
                put(reply, path, sorted(get(reply, path), key=canonical))
        if isinstance(reply.get(TYK), dict):
            reply[TYK] = with_schemes_off(reply[TYK])
        for holder, key in held(reply, PINS.split(".")):
            holder[key] = [] if holder[key] == [""] else holder[key]
        return super().decode(reply)

    def identify(self, run: Run, declared: Object) -> Object:
        """Plug-ins under the names that the Gateway has given to those of this API."""
        done = super().identify(run, declared)
        said, there = (get(one, f"oas.{TYK}.middleware.global") for one in (done, run.found))
        for old, new in RENAMED.items() if isinstance(said, dict) else ():
            if (
                get(there, new)
                and not names(said, new)
                and (names(said, f"{old}.plugins") or said.get(old, "") is None)
            ):
                said[new] = get(said.pop(old), "plugins")
        return done

    def tidy(self, declared: Object) -> Object:
        """Where a token is looked for is told by the document itself; the Gateway does not keep it twice."""
        done = super().tidy(declared)
        tls = get(done, f"oas.{TYK}.upstream.tlsTransport")
        if get(tls, "maxVersion") in VERSIONS:
            tls["maxVersion"] = max("1.2", str(tls.get("minVersion") or ""))
        schemes = get(done, f"oas.{TYK}.server.authentication.securitySchemes") or {}
        for name, scheme in schemes.items():
            own = get(done, f"oas.components.securitySchemes.{name}") or {}
            place = own.get("in") if own.get("type") == "apiKey" else None
            if place and isinstance(scheme, dict) and get(scheme, f"{place}.name") in (own.get("name"), ""):
                scheme.pop(place)
        return done


class GatewayOas(OnGatewayDocument):
    route = Route("tyk/apis/oas", listing="tyk/apis", created=("key",))
    fields = replace(
        OAS.fields,
        rules=rules({**OAS_FIELDS, **IN_ANY_ORDER}),
        references=here(OAS),
        refers=(),
        parts=(IN_BASE,),
    )
    unique = unique_on_gateway(OAS_PATHS, OAS.identity.id)
    options = _options(OAS)

    def check(self, target: Object, current: Object | None, run: Run) -> None:
        if STREAMING in target["oas"] and STREAMING not in (current or {}).get("oas", {}):
            raise Invalid(f"definition: {STREAMING}: an open-source Gateway has no Streams; use platform: dashboard")
        super().check(target, current, run)


GATEWAY_API, GATEWAY_OAS = GatewayApi(), GatewayOas()
