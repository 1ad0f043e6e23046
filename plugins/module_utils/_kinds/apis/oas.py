# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An OAS API, held as the same wrapper; only the document under oas is compared and written, and the fields of the
wrapper that have routes of their own."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import re
import typing as t
from dataclasses import replace
from urllib.parse import urlsplit

from ansible_collections.community.tyk.plugins.module_utils._data.alike import is_one
from ansible_collections.community.tyk.plugins.module_utils._data.merge import clone, exactly, merge
from ansible_collections.community.tyk.plugins.module_utils._data.near import as_name
from ansible_collections.community.tyk.plugins.module_utils._data.paths import dotted, get, held, names, put
from ansible_collections.community.tyk.plugins.module_utils._data.rules import (
    EXACT,
    NO_NULL,
    PLAIN,
    SERVER,
    SET,
    Rule,
    Rules,
    keyed,
)
from ansible_collections.community.tyk.plugins.module_utils._data.shapes import (
    Type,
    fitted,
    rules_of,
    strangers,
    table,
)
from ansible_collections.community.tyk.plugins.module_utils._data.ties import Tie
from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid, Missing
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.address import OAS_PATHS, unique
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.classic import (
    ANYWHERE,
    CLASSIC,
    SCHEMAS,
    WRAPPER,
    Classic,
    is_proxy,
)
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.durations import (
    ENFORCED,
    hourless,
    in_go,
    in_seconds,
    outdo,
)
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.extension_table import EXTENSION
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.links import without_versions
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.openapi import DOCUMENT, SWAGGER, upstream_of
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.openapi_faults import (
    Fault,
    alone,
    astray,
    beside,
    faults,
)
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.options import Places, api_options
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.primitives import is_of_proxy
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.secrets import SECRETS, STREAMING, TYK
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.ties import ties
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.version import (
    IN_BASE,
    VERSION,
    Versioned,
    with_version,
)
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Option, Run
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import (
    Fields,
    Identity,
    Object,
    Part,
    Route,
    Served,
)
from ansible_collections.community.tyk.plugins.module_utils._kinds.texts import exchanged

PLACES = Places(
    f"oas.{TYK}.info.name",
    f"oas.{TYK}.info.id",
    f"oas.{TYK}.server.listenPath.value",
    f"oas.{TYK}.upstream.url",
    f"oas.{TYK}.info.state.active",
)
MEMBERS = {name: place for place, name in enumerate("openapi info servers tags paths webhooks components".split())}
ORG = f"oas.{TYK}.info.orgId"
OWNER = "oas.x-ansible-owner"
# The user's own maps in Tyk's part of a document.
TEXTS = """
    upstream.uptimeTests.tests.*.headers errorOverrides.value.*.*.response.headers
    server.authentication.securitySchemes.*.tokenExchange.providers.*.customParams""".split()
ANYTHING = """
    middleware.global.pluginConfig.data.value
    server.authentication.securitySchemes.*.customClaimValidation.*.allowedValues""".split()
OAS_FIELDS = {
    **WRAPPER,
    "api_definition": SERVER,
    "oas": EXACT,
    f"oas.{TYK}": PLAIN,
    f"oas.{STREAMING}": NO_NULL,  # in which a component without settings is an empty map
    **{f"oas.{TYK}.{path}.*": NO_NULL for path in TEXTS},
    **{f"oas.{TYK}.{path}.*": EXACT for path in ANYTHING},
    f"oas.{TYK}.upstream.authentication.oauth.password": PLAIN,  # a way to log in, which has a password
    "hook_references": SERVER,
    "is_site": SERVER,
    "sort_by": SERVER,
    f"oas.{TYK}.info.dbId": SERVER,
    f"oas.{TYK}.info.orgId": SERVER,
    f"oas.{TYK}.info.versioning.versions": SERVER,
    f"oas.{TYK}.server.gatewayTags.tags": SET,
    f"oas.{TYK}.server.clientCertificates.allowlist": SET,
    f"oas.{TYK}.server.eventHandlers": keyed("trigger", "type", "id"),  # Tyk adds what a webhook is by its id
    f"oas.{TYK}.server.eventHandlers.*.headers": keyed("name"),
}
# Secrets that must not be empty where what they are in is there.
DEMANDED_SECRETS = {
    "basicAuth": ("password",),
    "oauth.clientCredentials": ("clientSecret",),
    "oauth.password": ("password",),
}
# What Tyk's schema demands, and a read shows as null where it is empty.
DEMANDED: dict[str, t.Any] = {
    "server.authentication.custom.config.idExtractor.config": {},
    "server.gatewayTags.tags": [],
    "info.versioning.versions": [],
    "upstream.mutualTLS.domainToCertificateMapping": [],
    "upstream.certificatePinning.domainToPublicKeysMapping": [],
    "middleware.global.pluginConfig.data.value": {},
}
SCHEMES = "server.authentication.securitySchemes"
PINNED = "upstream.certificatePinning.domainToPublicKeysMapping.*.domain"  # may be absent, and not be empty
COPIED = ("name", "url", "method", "headers", "bodyTemplate")  # from a webhook into an event handler that has its id
_SCHEMES = f"oas.{TYK}.server.authentication.securitySchemes.*"
OAS_IDS = {
    f"oas.{TYK}.upstream.certificatePinning.domainToPublicKeysMapping.*.publicKeys.*": "certificate",
    f"oas.{TYK}.upstream.authentication.requestSigning.certificateId": "certificate",
    f"{_SCHEMES}.tokenExchange.providers.*.clientAuth.certId": "certificate",
}
OAS_REFERENCES = {
    f"oas.{TYK}.server.eventHandlers.*.id": "webhook",
    "user_owners.*": "user",
    "user_group_owners.*": "user_group",
    f"oas.{TYK}.server.clientCertificates.allowlist.*": "certificate",
    f"oas.{TYK}.server.customDomain.certificates.*": "certificate",
    f"oas.{TYK}.upstream.mutualTLS.domainToCertificateMapping.*.certificate": "certificate",
    f"{_SCHEMES}.defaultPolicies.*": "policy",
    f"{_SCHEMES}.scopes.scopeToPolicyMapping.*.policyId": "policy",
    f"{_SCHEMES}.providers.*.clientToPolicyMapping.*.policyId": "policy",
    f"oas.{TYK}.server.authentication.oidc.scopes.scopeToPolicyMapping.*.policyId": "policy",
    f"oas.{TYK}.server.authentication.oidc.providers.*.clientToPolicyMapping.*.policyId": "policy",
}


def format_of(api: Object) -> Versioned:
    """The kind that fits an API, from its wrapper. Raises Invalid for what would not outlive a write as an API."""
    if is_proxy(api):
        raise Invalid(
            f"{get(api, 'api_definition.name')!r} ({get(api, 'api_definition.api_id')}) is an MCP proxy. Written as an "
            "API it would become an ordinary one, and its tools would be open; use tyk_mcp_proxy"
        )
    if api.get("is_streams") or STREAMING in (api.get("oas") or {}):
        return STREAMS
    return OAS if get(api, "api_definition.is_oas") or api.get("oas") else CLASSIC


def document(run: Run, ident: str, wrapper: Object | None) -> Object | None:
    """The wrapper with the OAS document as its own route shows it."""
    document = run.client.read(format_of(wrapper), ident) if wrapper else None
    return {**(wrapper or {}), **document} if document else None


def _openapi(value: t.Any, run: Run, was: t.Any) -> Object:
    """A plain OpenAPI document, laid over the API's own: what it has is replaced, what Tyk added to it stays."""
    if TYK in value:
        raise Invalid(f"openapi: a document with {TYK} goes into definition")
    if "swagger" in value:
        raise Invalid(f"openapi: {SWAGGER}")
    unknown = sorted(key for key in value if f"oas.{key}" not in was and not key.startswith("x-"))
    if unknown:
        raise Invalid(f"openapi: an OpenAPI document has no {', '.join(map(as_name, unknown[:5]))}")
    dotted = sorted(key for key in value if "." in key)
    if dotted:
        raise Invalid(f"openapi: {', '.join(dotted)} has a dot in its name; write it under definition")
    document = alone(fitted(dict(value), table(DOCUMENT), Type("", "Document"), ("openapi",)))
    schemes = get(was["oas.components"], "securitySchemes") if was["oas.components"] else None
    if schemes and "components" in document:  # those that the gateway checks are named after these
        own = get(document, "components.securitySchemes") or {}
        document["components"] = {**document["components"], "securitySchemes": {**schemes, **own}}
    return {f"oas.{name}": exactly(item) for name, item in document.items()}


def _no_webhooks(value: t.Any, run: Run, was: t.Any) -> Object:
    raise Invalid(f"webhooks: those of an OAS API are in its definition, under {TYK}.server.eventHandlers")


ADDRESS = {"url", "variables"}


def tyk_servers(obj: Object) -> list[t.Any]:
    """The entries that Tyk puts before the servers of a document: the addresses of its gateway, and the listen path. It
    writes no more than addresses, so what has more, such as a description, is somebody's own."""
    listens = re.sub(r"{(\w+):[^}]*}", r"{\1}", str(get(obj, PLACES.listen_path) or "")).strip("/")
    version = get(obj, f"oas.{TYK}.info.versioning.name")
    paths, host = {listens, f"{listens}/{version}".strip("/")}, ""
    found: list[t.Any] = []
    seen: set[str] = set()  # of two that lead to the same place Tyk keeps one
    for server in get(obj, "oas.servers") or []:
        try:
            url = urlsplit(str(get(server, "url") or ""))
        except ValueError:
            break
        if url.path.strip("/") not in paths or found and url.netloc not in ("", host):
            break
        if found and not {*server} <= ADDRESS and url.netloc not in seen:
            break
        seen.add(url.netloc)
        host = host or url.netloc
        found.append(server)
    return found


def rules(fields: t.Mapping[str, Rule]) -> Rules:
    """The rules of a document: Tyk's own part has these fields, in all the rest zero is a value."""
    anywhere = {**ANYWHERE, "security": EXACT, "additionalProperties": EXACT}  # false forbids what its absence allows
    openapi = rules_of(table(DOCUMENT), "Document")
    openapi["components"].rule = PLAIN  # a Gateway shows some where there are none
    return Rules(fields, anywhere, {f"oas.{name}": node for name, node in openapi.items()})


def _lacking(api: Object) -> t.Iterator[str]:
    """The paths of secrets that an API does not say, and without which Tyk takes none of it."""
    for block, names_of in DEMANDED_SECRETS.items():
        whole = get(api, f"oas.{TYK}.upstream.authentication.{block}")
        for name in names_of if isinstance(whole, dict) else ():
            if not str(whole.get(name) or "").strip():
                yield f"{TYK}.upstream.authentication.{block}.{name}"


def _each_handler(obj: Object, change: t.Callable[[Object], Object]) -> Object:
    """The object with its event handlers changed; itself where none is."""
    handlers = get(obj, f"oas.{TYK}.server.eventHandlers")
    if not isinstance(handlers, list):
        return obj
    changed = [change(one) if isinstance(one, dict) and one.get("type") == "webhook" else one for one in handlers]
    if changed == handlers:
        return obj
    server = {**obj["oas"][TYK]["server"], "eventHandlers": changed}
    return {**obj, "oas": {**obj["oas"], TYK: {**obj["oas"][TYK], "server": server}}}


def _without_copy(handler: Object) -> Object:
    """An event handler without what the Dashboard copies from the webhook that has its id."""
    return {name: value for name, value in handler.items() if name not in COPIED} if handler.get("id") else handler


def _with_body(handler: Object) -> Object:
    """Tyk's schema demands a template of a handler without id, even where a read leaves it out; so it is once the
    webhook is deleted."""
    return handler if handler.get("id") else {"bodyTemplate": "", **handler}


def _without_nulls(value: t.Any, rules: Rules) -> t.Any:
    """A copy without what says that nothing is there; but in the user's own maps null is a value."""
    if rules.rule.null:
        return value
    if isinstance(value, dict):
        pairs = ((key, item, rules.at(key)) for key, item in value.items())
        return {key: _without_nulls(item, below) for key, item, below in pairs if item is not None or below.rule.null}
    return [_without_nulls(item, rules.at(at)) for at, item in enumerate(value)] if isinstance(value, list) else value


def _with_schemes(own: Object, change: t.Callable[[Object], Object]) -> Object:
    """Tyk's part of a document with its security schemes changed; itself where it has none."""
    schemes = get(own, SCHEMES)
    if not isinstance(schemes, dict):
        return own
    authentication = {**own["server"]["authentication"], "securitySchemes": change(schemes)}
    return {**own, "server": {**own["server"], "authentication": authentication}}


def with_schemes_off(own: Object) -> Object:
    """The same with the schemes that are switched off, which a read shows as null."""
    return _with_schemes(
        own, lambda found: {name: {"enabled": False} if one is None else one for name, one in found.items()}
    )


def _undescribed(document: Object) -> Object:
    """The schemes of a whole document that its components do not describe: Tyk keeps whatever is in them."""
    known = get(document, "components.securitySchemes") or {}
    schemes = get(document, f"{TYK}.{SCHEMES}")
    if "openapi" not in document or not isinstance(schemes, dict):
        return {}
    return {name: scheme for name, scheme in schemes.items() if name not in known}


HOURLESS_OF_OAS = ("upstream.enforceTimeout.duration", f"{ENFORCED}.duration")


def _as_taken(document: Object, rules: Rules) -> Object:
    """A document as Tyk's schema takes it, which refuses the null of its own reads in Tyk's part."""
    if not isinstance(document.get(TYK), dict):
        return document
    own = _without_nulls(with_schemes_off(document[TYK]), rules.under(f"oas.{TYK}"))
    for holder, key in [*held(own, PINNED.split("."))]:
        if holder[key] == "":
            del holder[key]
    for path, empty in DEMANDED.items():
        way, _dot, last = path.rpartition(".")
        if isinstance(get(own, way), dict):
            get(own, way).setdefault(last, type(empty)())
    return {**document, TYK: hourless(own, HOURLESS_OF_OAS)}


def _minor(document: Object) -> dict[str, str] | None:
    """What to ask for where the schema of a document is not that of OpenAPI 3.0."""
    return {"oasVersion": "3.1"} if str(document.get("openapi") or "").startswith("3.1") else None


def _unread(document: t.Any) -> t.Iterator[Fault]:
    """What no Tyk takes in an OpenAPI document."""
    yield from astray(document)
    yield from (fault for fault in faults(document) if fault.settled)


def _first(said: list[str], joint: str = "; ") -> str:
    """Those of many of which it is worth to tell."""
    return joint.join(said[:TOLD]) + (f"{joint}and {len(said) - TOLD} more" if len(said) > TOLD else "")


TOLD = 5
STATE = f"oas.{TYK}.info.state.active"
NEEDS: dict[str, type] = {"openapi": str, "info": dict, "paths": dict}  # what every document has


class Oas(Classic):
    is_oas = True
    schema_name = "oas"
    route = Route("api/apis/oas", "apis", "api/apis", created=("ID", "Meta"), permission="apis")
    identity: Identity = replace(
        CLASSIC.identity,
        id=PLACES.ident,
        name=PLACES.name,
        row_id=f"oas.{TYK}.info.dbId",
        org=ORG,
        tells_twins_apart=(PLACES.listen_path,),
    )
    fields = Fields(
        rules(OAS_FIELDS),
        SECRETS,
        references=OAS_REFERENCES,
        ids=OAS_IDS,
        refers=CLASSIC.fields.refers,
        needs=(PLACES.name, PLACES.listen_path),
        always_exported=(PLACES.target_url,),
        demanding=True,
        units={f"oas.{STREAMING}.streams.*": {}},
        blocks={"oas": (DOCUMENT, "Document"), f"oas.{TYK}": (EXTENSION, "XTykAPIGateway")},
        views={"api_id": PLACES.ident, "org_id": ORG},
        parts=(
            Part(
                ("categories",),
                "PUT",
                "api/apis/oas",
                ("categories",),
                lambda api: {"categories": api.get("categories") or []},
            ),
            Part(
                ("user_owners", "user_group_owners"),
                "PUT",
                "api/apis",
                ("access",),
                lambda api: {
                    "userIds": api.get("user_owners") or [],
                    "userGroupIds": api.get("user_group_owners") or [],
                },
            ),
            IN_BASE,
        ),
    )
    unique = unique(OAS_PATHS, PLACES.ident)
    labels = replace(CLASSIC.labels, owner=OWNER)
    places = PLACES
    strips = f"oas.{TYK}.server.listenPath.strip"
    holds_webhooks = f"oas.{TYK}.server.eventHandlers.*.id"
    entangled: tuple[str, ...] | None = ("oas.servers",)
    options: t.Mapping[str, Option] = {**api_options(PLACES, _openapi, _no_webhooks), "version": VERSION}

    def shape(self, definition: Object) -> Object:
        return {"oas": definition}

    def unshape(self, obj: Object) -> Object:
        """The document, its members in the order in which people write them."""
        document = obj.get("oas") or {}
        return {name: document[name] for name in sorted(document, key=lambda name: (MEMBERS.get(name, 99), name))}

    def encode(self, obj: Object) -> t.Any:
        return _as_taken(obj["oas"], self.fields.rules)

    def decode(self, reply: Object) -> Object:
        return {"oas": reply}

    def schema(self, obj: Object) -> Served | None:
        document = _as_taken(obj.get("oas") or {}, self.fields.rules)
        return Served(SCHEMAS, ("schemas", self.schema_name), _minor(document), document)

    def copies(self, obj: Object) -> t.Iterator[tuple[str, Object]]:
        """Of the webhooks that its events call, under the names that a webhook's own fields have."""
        for handler in get(obj, f"oas.{TYK}.server.eventHandlers") or ():
            if get(handler, "id") and get(handler, "name") and get(handler, "url"):
                headers = {str(get(one, "name")): get(one, "value") for one in handler.get("headers") or ()}
                hook = {"id": handler["id"], "name": handler["name"], "target_path": handler["url"]}
                more = {"method": handler.get("method") or "POST", "template_path": handler.get("bodyTemplate") or ""}
                yield "webhook", {**hook, **more, "header_map": headers}

    def moved(self, obj: Object, ids: t.Mapping[str, str]) -> Object:
        """With what Tyk derives from the document for lists."""
        done = super().moved(obj, ids)
        derived = done.get("api_definition")
        return {**done, "api_definition": exchanged(derived, ids)} if derived else done

    def in_definition(self, path: str) -> str:
        return f"definition.{path.removeprefix('oas.')}"

    def from_listed(self, listed: Object) -> Object | None:
        return {"oas": listed["oas"]} if get(listed, f"oas.{TYK}.info") else None

    def as_listed(self, obj: Object) -> Object:
        """With the part that Tyk derives from the document, by which lists tell APIs."""
        derived = {"api_id": self.id_of(obj), "name": get(obj, PLACES.name), "org_id": get(obj, ORG), "is_oas": True}
        return {**obj, "api_definition": {**(obj.get("api_definition") or {}), **derived}}

    def tidy(self, declared: Object) -> Object:
        if not declared.get("oas"):
            return declared
        document = alone(fitted(declared["oas"], table(DOCUMENT), Type("", "Document"), ("definition",)))
        if isinstance(document.get(TYK), dict):
            free = _undescribed(document)
            own = _with_schemes(document[TYK], lambda schemes: {k: v for k, v in schemes.items() if k not in free})
            own = fitted(in_seconds(own), table(EXTENSION), Type("", "XTykAPIGateway"), ("definition", TYK))
            own = in_go(_with_schemes(own, lambda schemes: {**schemes, **free}), self.fields.rules.under(f"oas.{TYK}"))
            document = {**document, TYK: own}
        return {**declared, "oas": document}

    def identify(self, run: Run, declared: Object) -> Object:
        """Where nobody says where a new API leads, its first server is its upstream, as to Tyk's own import. In a
        document of Tyk's own, servers are the addresses of its gateway."""
        done, definition = super().identify(run, declared), run.named.get("definition") or {}
        outdo(get(done, f"oas.{TYK}"), get(run.found, f"oas.{TYK}"))
        unsaid = not names(done, self.places.target_url) and TYK not in definition and not self.streams
        if unsaid and (run.found is None or run.replaces):
            url = upstream_of({**definition, **(run.named.get("openapi") or {})})
            if url:
                put(done, self.places.target_url, url)
        return done

    def is_untangled(self, said: Object, there: Object) -> bool:
        """Where the servers are those that are there, with or without those of Tyk's own making, and no time-out takes
        the place of another one."""
        own, document = get(said, f"oas.{TYK}"), said.get("oas") or {}
        if "servers" in document:
            servers, found = document["servers"], get(there, "oas.servers")
            known = isinstance(servers, list) and isinstance(found, list)
            if not known or not (is_one(found, servers) or is_one(found, [*tyk_servers(there), *servers])):
                return False
        if next(held(own, ENFORCED.split(".")), None):
            alone = clone(own)
            outdo(alone, get(there, f"oas.{TYK}"))
            if alone != own:
                return False
        return Versioned.is_untangled(self, said, there)

    def strangers(self, declared: Object) -> t.Iterator[tuple[str, str]]:
        own = get(declared, f"oas.{TYK}")
        for path, meant in strangers(own, table(EXTENSION), Type("", "XTykAPIGateway"), ("oas", TYK)):
            yield dotted(path), meant

    def odd_members(self, obj: Object) -> t.Iterator[tuple[str, str]]:
        """Of its OpenAPI document, whose schemas may have any members."""
        known = {name: block for name, block in table(DOCUMENT).items() if name != "Schema"}
        for path, meant in strangers(obj.get("oas"), known, Type("", "Document"), ("oas",)):
            yield dotted(path), meant

    def refused(self, obj: Object) -> t.Iterator[tuple[str, str]]:
        for fault in faults(obj.get("oas")):
            yield dotted(("oas", *fault.path)), fault.why

    def start(self, declared: Object) -> Object:
        name = get(declared, PLACES.name) or get(declared, "oas.info.title")
        start: Object = {"oas": {"openapi": "3.0.3", "info": {"title": name, "version": "1.0.0"}, "paths": {}}}
        put(start, PLACES.name, name)
        put(start, PLACES.active, True)
        if set(get(declared, f"oas.{TYK}.server.listenPath") or {}) <= {"value"}:
            put(start, self.strips, True)
        return start

    def kept_by_replace(self, obj: Object) -> Object:
        servers, kept = tyk_servers(obj), super().kept_by_replace(obj)
        with_servers: Object = merge({"oas": {"servers": servers}}, kept) if servers else kept
        return with_servers

    def left_out(self, obj: Object) -> Object:
        """Servers that look like those which Tyk writes, but for the first one: some Tyks write no other."""
        derived, servers = tyk_servers(obj), get(obj, "oas.servers") or []
        return {"servers": servers[1:]} if len(derived) > 1 else {}

    def read_whole(self, run: Run, ident: str) -> Object | None:
        wrapper = run.client.read(CLASSIC, ident)
        if wrapper is None or get(wrapper, f"oas.{TYK}.info"):
            return wrapper
        return document(run, ident, wrapper)

    def converted(self, run: Run) -> Object | None:
        """The API once it is an OAS one."""
        ident = self.conversion.ident if self.conversion else ""
        wrapper = run.client.read(CLASSIC, ident)
        oas = wrapper and (get(wrapper, "api_definition.is_oas") or wrapper.get("oas"))
        return with_version(run, document(run, ident, wrapper), ident) if oas else None

    def read_document(self, run: Run, ident: str) -> Object | None:
        return document(run, ident, run.client.read(CLASSIC, ident))

    def server_fields_of_new(self, reply: Object, org: str | None) -> Object | None:
        return {"oas": {TYK: {"info": {"dbId": reply.get("Meta"), "orgId": org}}}}

    def rebase(self, obj: Object, resolved: Object, run: Run) -> Object:
        """Tyk's own entry among the servers stays first, whether the task knows of it or not."""
        derived = tyk_servers(obj) or tyk_servers(run.found if run.replaces and run.found else {})
        if derived and names(resolved, "oas.servers"):
            resolved["oas"]["servers"] = derived + [s for s in resolved["oas"]["servers"] or [] if s not in derived]
        return super().rebase(obj, resolved, run)

    def comparable(self, obj: Object, run: Run) -> Object:
        """An OAS API without what Tyk adds to its document, be it for where the API listened before."""
        obj = self.without_left_over(_each_handler(obj, _without_copy) if run.client.personal else obj, run)
        derived = tyk_servers(obj) + tyk_servers(run.found or {})
        if not derived or not get(obj, "oas.servers"):
            return obj
        return {**obj, "oas": {**obj["oas"], "servers": [s for s in obj["oas"]["servers"] if s not in derived]}}

    def complete(self, obj: Object, current: Object | None, run: Run) -> Object:
        """Webhooks have a body, and an API of which no version is left has nothing that says how requests name one."""
        done = self.without_left_over(_each_handler(obj, _with_body), run)
        block = get(done, f"oas.{TYK}.info.versioning")
        return without_versions(done) if block == {"versions": []} else done

    def ties(self, obj: Object) -> t.Iterator[Tie]:
        for user, used, both in ties(obj.get("oas")):
            yield Tie(("oas", *user), ("oas", *used), both)

    def check(self, target: Object, current: Object | None, run: Run) -> None:
        super().check(target, current, run)
        if target is current:
            return
        if is_of_proxy(target.get("oas")) and not is_of_proxy((current or {}).get("oas")):
            raise Invalid(
                "definition: this is the document of an MCP proxy, and in an API its tools and prompts would "
                "be open to all; use tyk_mcp_proxy, or the section mcp_proxies of a configuration"
            )
        for path, wanted in NEEDS.items():
            kept = current is None or isinstance(get(current, f"oas.{path}"), wanted)
            if kept and not isinstance(get(target, f"oas.{path}"), wanted):
                raise Invalid(f"definition.{path}: Tyk takes no OAS API without it, and this takes it away")
        if get(current or {}, STATE) is not None and get(target, STATE) is None:
            raise Invalid("active: Tyk takes no OAS API without it, and this takes it away; say true or false")
        for path in {*_lacking(target)} - {*_lacking(current or {})}:
            raise Missing(
                f"definition.{path}: Tyk demands this secret, and an export without secrets leaves it out; name it, or "
                "export with include_secrets: true"
            )

    def guard(self, target: Object | None, current: Object | None, run: Run) -> None:
        super().guard(target, current, run)
        found = [*_unread((target or {}).get("oas"))]
        known = {fault.path for fault in _unread((current or {}).get("oas"))} if found else set()
        option = "openapi" if run.named.get("openapi") else "definition"
        lost = [dotted((option, *path)) for path in beside(run.named.get(option))]
        if lost:
            run.warn(f"Tyk keeps nothing beside $ref, so this is left out: {_first(lost, ', ')}")
        said = [f"{dotted((option, *fault.path))}: {fault.why}" for fault in found if fault.path not in known]
        if said:
            raise Invalid(_first(said))

    def unmakeable(self, obj: Object, item: t.Mapping[str, t.Any]) -> str:
        for path in _lacking(self.shape(item.get("definition") or {})):
            return f"Tyk demands the secret {path}, which is left out; export with include_secrets: true"
        return super().unmakeable(obj, item)


class Streams(Oas):
    """An API that streams events: an OAS API with an extension more, and routes and a media type of its own."""

    streams = True
    schema_name = "streamsOAS"
    route = replace(Oas.route, collection="api/apis/streams", media="application/vnd.tyk.streams.oas")

    def check(self, target: Object, current: Object | None, run: Run) -> None:
        super().check(target, current, run)
        if not isinstance(get(target, f"oas.{STREAMING}"), dict):
            raise Invalid(
                f"definition.{STREAMING}: an API that streams has to have it, and this would take it away; name it"
            )


OAS, STREAMS = Oas(), Streams()
