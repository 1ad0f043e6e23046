# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A classic API, held as the wrapper that GET /api/apis/{id} shows."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import re
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._data.merge import clone, merge
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
    like,
    strangers,
    table,
)
from ansible_collections.community.tyk.plugins.module_utils._errors import HttpFailure, Invalid
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.address import CLASSIC_PATHS, unique
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.classic_table import AROUND, DEFINITION
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.durations import (
    LASTING,
    NO_TIME,
    hourless,
    in_go,
)
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.options import (
    WORDS,
    Places,
    api_options,
    bare_of,
    renamed,
    tag,
    tags,
    untagged,
)
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.reach import check_reach, sight
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.secrets import SECRETS
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.staged import refused
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.tokens import (
    check_tokens,
    mirrored,
    settled,
    told_once,
)
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.version import IN_BASE, VERSION, Versioned
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Option, Run
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Fields, Identity, Object, Route, Served
from ansible_collections.community.tyk.plugins.module_utils._kinds.sight import Sight

SCHEMAS = "/api/schemas/apidefs"  # the JSON Schemas of both formats, as the Dashboard serves them
# What Tyk's schema demands of these blocks, even when a read leaves zero values out.
DEMANDED: dict[str, dict[str, t.Any]] = {
    "proxy": {"target_url": ""},
    "version_data": {"not_versioned": False, "versions": {}},
    "definition": {"key": "", "location": ""},
    "graphql": {"enabled": False},
    "graphql.playground": {"enabled": False},
    "graphql.proxy.request_headers_rewrite.*": {"value": "", "remove": False},
    "request_signing": {"is_enabled": False},
    "upstream_auth.oauth.client_credentials.header": {"enabled": False},
    "upstream_auth.oauth.password.header": {"enabled": False},
}
WRAPPER = {
    "created_at": SERVER,
    "updated_at": SERVER,
    "api_model": SERVER,
    "is_streams": SERVER,
    "categories": SET,
    "user_owners": SET,
    "user_group_owners": SET,
}
ANYWHERE = dict.fromkeys(LASTING, Rule(zeros=NO_TIME))
HOURLESS_OF_CLASSIC = (
    "global_enforce_timeout",
    "version_data.versions.*.extended_paths.hard_timeouts.*.duration",
)
# The user's own maps, in which zero and empty are values: of names to texts, and of names to anything.
TEXTS = """
    openid_options.providers.*.client_ids upstream_certificates pinned_public_keys jwt_scope_to_policy_mapping
    scopes.jwt.scope_to_policy scopes.oidc.scope_to_policy uptime_tests.check_list.*.headers
    version_data.versions.*.global_headers version_data.versions.*.global_response_headers
    version_data.versions.*.extended_paths.ignored.*.method_actions.*.headers
    version_data.versions.*.extended_paths.white_list.*.method_actions.*.headers
    version_data.versions.*.extended_paths.black_list.*.method_actions.*.headers
    version_data.versions.*.extended_paths.mock_response.*.headers
    version_data.versions.*.extended_paths.transform_headers.*.add_headers
    version_data.versions.*.extended_paths.transform_response_headers.*.add_headers
    graphql.proxy.auth_headers graphql.proxy.request_headers graphql.supergraph.global_headers
    graphql.supergraph.subgraphs.*.headers error_overrides.*.*.response.headers""".split()
ANYTHING = """
    config_data auth_provider.meta session_provider.meta event_handlers.events.*.*.handler_meta
    custom_middleware.id_extractor.extractor_config response_processors.*.options
    version_data.versions.*.extended_paths.validate_json.*.schema
    version_data.versions.*.extended_paths.persist_graphql.*.variables
    graphql.type_field_configurations.*.data_source.data_source_config graphql.engine.data_sources.*.config""".split()
# What a Dashboard puts where nothing is said; a Gateway puts nothing.
FILLED = {
    "api_definition.graphql.execution_mode": Rule(fills=("proxyOnly",)),
    "api_definition.graphql.version": Rule(fills=("1", "2")),
    "api_definition.hmac_allowed_clock_skew": Rule(fills=(-1,)),
}
COPIED = "webhook_id name method target_path template_path header_map event_timeout".split()  # from a webhook
CLASSIC_FIELDS = {
    **WRAPPER,
    "oas": SERVER,
    "api_definition.id": SERVER,
    "api_definition.org_id": SERVER,
    "api_definition.definition.versions": SERVER,
    "api_definition.is_oas": SERVER,
    "api_definition.graphql.last_schema_update": SERVER,
    **{f"api_definition.{path}.*": NO_NULL for path in TEXTS},
    **{f"api_definition.{path}.*": EXACT for path in ANYTHING},
    "api_definition.upstream_auth.oauth.password": PLAIN,  # a way to log in, which has a password
    "api_definition.tags": SET,
    "api_definition.allowed_ips": SET,
    "api_definition.blacklisted_ips": SET,
    "api_definition.certificates": SET,
    "api_definition.client_certificates": SET,
    "api_definition.tag_headers": SET,
    # Tyk keeps a copy of the webhook, which may be out of date; only the id says which one it is.
    "hook_references": keyed("event_name", "hook.id"),
    "hook_references.*.hook.org_id": SERVER,
    "hook_references.*.hook.api_model": SERVER,
    **{f"hook_references.*.hook.{name}": Rule(compare=False) for name in COPIED},
}
# Fields that hold the ids of certificates and policies.
REFERENCES = {
    "hook_references.*.hook.id": "webhook",
    "user_owners.*": "user",
    "user_group_owners.*": "user_group",
    "api_definition.certificates.*": "certificate",
    "api_definition.client_certificates.*": "certificate",
    "api_definition.upstream_certificates.*": "certificate",
    "api_definition.jwt_default_policies.*": "policy",
    "api_definition.jwt_scope_to_policy_mapping.*": "policy",
    "api_definition.scopes.*.scope_to_policy.*": "policy",
    "api_definition.openid_options.providers.*.client_ids.*": "policy",
}
# Fields that hold them, and for which a task says no names.
IDS = {
    "api_definition.pinned_public_keys.*": "certificate",
    "api_definition.request_signing.certificate_id": "certificate",
}


PLACES = Places(
    "api_definition.name",
    "api_definition.api_id",
    "api_definition.proxy.listen_path",
    "api_definition.proxy.target_url",
    "api_definition.active",
)


def _with_names(obj: Object, blanks: t.Container[t.Any]) -> Object:
    """An API whose versions are called as their keys say, where they are called nothing."""
    versions = get(obj, "api_definition.version_data.versions") or {}
    named = {k: {"name": k} for k, one in versions.items() if isinstance(one, dict) and one.get("name") in blanks}
    called: Object = merge(obj, {"api_definition": {"version_data": {"versions": named}}}) if named else obj
    return called


def is_proxy(api: Object) -> bool:
    """Whether this is an MCP proxy, which is an API of its own sort."""
    return bool(get(api, "api_definition.application_protocol") == "mcp")


def _untagged_names(api: Object) -> list[str]:
    return [untagged(get(api, PLACES.name) or "")]


def _called(run: Run, name: str, oas: bool) -> list[Object]:
    """The APIs that a task may mean: those of just this name and these categories; else those of this name; else those
    that have it with any categories. Those that another declaration is about to make are meant by that one only."""
    named = run.around.by("api", _untagged_names, untagged(name)), run.around.called("api", name)
    alike, exact = ([api for api in apis if not is_proxy(api)] for apis in named)
    if "categories" in run.named and not oas:
        wanted = set(run.named["categories"] or ())
        same = [api for api in alike if tags(get(api, PLACES.name) or "") == wanted]
        found = [same, _there(run, exact), _there(run, alike)]
    else:
        found = [exact, _there(run, alike) if oas or name == untagged(name) else []]
    return next(filter(None, found), [])


def _there(run: Run, apis: list[Object]) -> list[Object]:
    return [api for api in apis if id(api) not in run.around.planned]


def find(run: Run, ident: str, name: str, oas: bool) -> Object | None:
    """The API of either format with this id, or this name, as its wrapper."""
    if not ident and not name:
        raise Invalid("which API? Name it with api_id or name, or in its definition")
    if not ident:
        return run.kind.only_one(_called(run, name, oas), name)
    any_api = run.around.kind("api")
    try:
        found = run.client.read(any_api, ident)
    except HttpFailure as error:
        if error.status != 401:
            raise
        # To users who are no admins some versions say this of an API that does not exist.
        return next((api for api in run.around.listing("api") if any_api.id_of(api) == ident), None)
    if found is not None and ident not in (any_api.id_of(found), get(found, "api_definition.id")):
        raise Invalid(f"Tyk was asked for API {ident}, but answered with {any_api.id_of(found)}")
    return found or next(filter(is_proxy, run.around.with_id("api", ident)), None)  # which is refused


def _derived(obj: Object) -> set[tuple[str, str]]:
    """Event, and id or address, of the handlers that Tyk copies from an API's webhooks."""
    references = [(str(ref.get("event_name")), ref.get("hook") or {}) for ref in obj.get("hook_references") or []]
    return {(event, str(hook[name])) for event, hook in references for name in ("id", "target_path") if hook.get(name)}


def _is_copy(handler: t.Any, event: str, derived: set[tuple[str, str]]) -> bool:
    meta = get(handler, "handler_meta") or {}
    return any((event, str(meta.get(name))) in derived for name in ("id", "target_path"))


def _without_handlers(obj: Object, derived: set[tuple[str, str]]) -> Object:
    events = get(obj, "api_definition.event_handlers.events")
    if not events or not derived:
        return obj
    kept = {name: [item for item in items or [] if not _is_copy(item, name, derived)] for name, items in events.items()}
    definition = obj["api_definition"]
    handlers = {**definition["event_handlers"], "events": {name: items for name, items in kept.items() if items}}
    return {**obj, "api_definition": {**definition, "event_handlers": handlers}}


def _hooks_of_others(declared: Object, run: Run, path: str) -> None:
    """A webhook whose id nothing has, as in what was written elsewhere, is the one of its name."""
    stored = {str(holder[key]) for holder, key in held(run.found or {}, path.split("."))}
    for holder, key in held(declared, path.split(".")):
        ident, name = str(holder[key] or ""), str(holder.get("name") or "")
        if ident and name and ident not in stored and not run.around.meant("webhook", ident):
            holder[key] = name if run.around.called("webhook", name) else ident


def _are_just(said: t.Any, there: Object, named: set[str]) -> bool:
    """Whether these are the categories that are there, and in the name of the API."""
    texts = isinstance(said, list) and all(isinstance(one, str) for one in said)
    return texts and {*said} == named == {*(there.get("categories") or ())}


class Classic(Versioned):
    # Fields that another tool stored although the schema does not know them must not make the whole object unwritable.
    route = Route(
        "api/apis",
        "apis",
        always={"accept_additional_properties": "true"},
        created=("ID", "Meta"),
        permission="apis",
    )
    identity = Identity(
        PLACES.ident,
        PLACES.name,
        row_id="api_definition.id",
        org="api_definition.org_id",
        tells_twins_apart=(PLACES.listen_path, PLACES.target_url),
        id_option="api_id",
        defined=(
            *("api_id", "id", "api_definition.api_id", "api_definition.id"),
            *("x-tyk-api-gateway.info.id", "x-tyk-api-gateway.info.dbId"),
        ),
    )
    fields = Fields(
        Rules({**CLASSIC_FIELDS, **FILLED}, ANYWHERE),
        SECRETS,
        references=REFERENCES,
        ids=IDS,
        refers=("user", "user_group"),
        needs=(PLACES.name,),
        always_exported=(PLACES.target_url,),
        views={"api_id": PLACES.ident, "org_id": "api_definition.org_id"},
        blocks={"api_definition": (DEFINITION, "API")},
        parts=(IN_BASE,),
    )
    unique = unique(CLASSIC_PATHS, PLACES.ident)
    options: t.Mapping[str, Option] = {**api_options(PLACES), "version": VERSION}
    places, streams = PLACES, False
    gateways_serve = True
    strips = "api_definition.proxy.strip_listen_path"
    only_there = ("user_owners", "user_group_owners")
    holds_webhooks = "hook_references.*.hook.id"
    entangled: tuple[str, ...] | None = ("categories",)

    @property
    def unnamed(self) -> tuple[t.Any, ...]:
        """The names of a version for which it is called as its key says: a Dashboard keeps no other name than that."""
        return (None, "") if self.platform == "dashboard" else (None,)

    def short_names(self, obj: Object) -> t.Iterable[str]:
        return _untagged_names(obj)

    def copies(self, obj: Object) -> t.Iterator[tuple[str, Object]]:
        """Of the webhooks that its events call."""
        hooks = [get(reference, "hook") for reference in obj.get("hook_references") or ()]
        yield from (("webhook", hook) for hook in hooks if get(hook, "id") and get(hook, "name"))

    def on_gateways(self, obj: Object) -> Sight:
        return sight(obj, self.places, super().on_gateways(obj))

    def shape(self, definition: Object) -> Object:
        """A definition may be the bare API definition or the wrapper around it."""
        return definition if "api_definition" in definition else {"api_definition": definition}

    def unshape(self, obj: Object) -> Object:
        bare: Object = obj["api_definition"] if list(obj) == ["api_definition"] else obj
        return bare

    def schema(self, obj: Object) -> Served | None:
        return Served(SCHEMAS, ("schemas", "classic"), None, hourless(obj.get("api_definition"), HOURLESS_OF_CLASSIC))

    def encode(self, obj: Object) -> t.Any:
        return hourless(obj, (f"api_definition.{path}" for path in HOURLESS_OF_CLASSIC))

    def in_definition(self, path: str) -> str:
        return f"definition.{path.removeprefix('api_definition.')}"

    def tidy(self, declared: Object) -> Object:
        """With numbers and switches for texts that a template has made of them."""
        inner, around = declared.get("api_definition"), table(AROUND)
        fit: Object = fitted(declared, around, Type("", "Wrapper"), ("definition",))
        if not inner:
            return fit
        own = fitted(inner, table(DEFINITION), Type("", "API"), ("definition",))
        done = {**fit, "api_definition": in_go(own, self.fields.rules.under("api_definition"))}
        return _with_names(done, self.unnamed) if self.platform == "dashboard" else done

    def strangers(self, declared: Object) -> t.Iterator[tuple[str, str]]:
        inner, others = declared.get("api_definition"), strangers(declared, table(AROUND), Type("", "Wrapper"))
        within = strangers(inner, table(DEFINITION), Type("", "API"), ("api_definition",))
        yield from ((dotted(path), meant) for path, meant in (*others, *within))

    def identify(self, run: Run, declared: Object) -> Object:
        """A definition that says where an API listens says all of it: a strip that it leaves out is false. What no
        table of fields has is of the type of what is stored. A path that a Dashboard made up is that of no path."""
        for path, _meant in self.strangers(declared):
            if get(run.found, path) is not None:
                put(declared, path, like(get(declared, path), get(run.found, path), ("definition", path)))
        if self.platform == "dashboard":
            _hooks_of_others(declared, run, self.holds_webhooks)
        said = self.shape(run.named.get("definition") or {})
        tells = names(said, self.options["listen_path"].path) and not names(declared, self.strips)
        if tells and (run.found is None or run.replaces):
            put(declared, self.strips, False)
        path = self.places.listen_path
        made_up = f"/{self.id_of(run.found)}/" if self.platform == "dashboard" and not self.is_oas else ""
        unsaid = get(declared, path) is None and (run.replaces or names(declared, path))
        if unsaid and made_up and get(run.found, path) == made_up:
            put(declared, path, made_up)
        return declared

    def is_untangled(self, said: Object, there: Object) -> bool:
        """Where each version is called as its key says, or said to be called otherwise, tokens are told in one place or
        are the same in both, and the name says the same categories."""
        inner, found = said.get("api_definition") or {}, there.get("api_definition") or {}
        kept = get(found, "version_data.versions") or {}
        for name, version in (get(inner, "version_data.versions") or {}).items():
            if not version or not version.get("name") and get(kept.get(name), "name") != name:
                return False
        if "categories" in said and not _are_just(said["categories"], there, tags(found["name"])):
            return False
        return super().is_untangled(said, there) and told_once(inner, found)

    def fit(self, declared: Object, run: Run) -> Object:
        self._settle(declared, run.found or {})
        return declared

    def _settle(self, said: Object, there: Object) -> None:
        """Make what is said of fields that Tyk keeps in two places one thing: of tokens, and of a version's name, which
        is its key where nobody has called it otherwise."""
        inner, path = said.get("api_definition"), "version_data.versions"
        if inner and self.platform == "dashboard":
            said["api_definition"] = settled(inner, there.get("api_definition") or {})
        kept = get(there, f"api_definition.{path}") or {}
        for name, version in (get(inner, path) or {}).items():
            called = get(kept.get(name), "name") if "name" not in (version or {}) else None
            if isinstance(version, dict) and version.get("name") is None and called in (None, name):
                version["name"] = name

    def start(self, declared: Object) -> Object:
        tag(declared, get(declared, PLACES.name) or "", "")
        versions = {"not_versioned": True, "versions": {"Default": {"name": "Default"}}}
        start: Object = {"api_definition": {"active": True}, "hook_references": []}
        if not names(declared, "api_definition.version_data"):
            put(start, "api_definition.version_data", versions)
        if set(get(declared, "api_definition.proxy") or {}) <= {"listen_path", "target_url"}:
            put(start, self.strips, True)
        words = re.findall(WORDS, get(declared, PLACES.name) or "") if self.platform == "dashboard" else []
        return {**start, "categories": words} if words and not names(declared, "categories") else start

    def is_own(self, obj: Object) -> bool:
        return not is_proxy(obj)

    def locate(self, run: Run) -> Object | None:
        if run.found:
            return run.found
        name = get(run.declared, self.identity.name) or get(run.named, "openapi.info.title")
        return find(run, get(run.declared, self.identity.id) or "", name or "", self.is_oas)

    def converted(self, run: Run) -> Object | None:
        """A staged copy of a classic API, as lists show it: see find()."""
        copies = run.around.anew("api").with_id("api", self.conversion.beside) if self.conversion else []
        return next(iter(copies), None)

    def unconverted(self, reply: Object) -> str:
        return refused(reply)

    def server_fields_of_new(self, reply: Object, org: str | None) -> Object | None:
        return {"api_definition": {"id": reply.get("Meta"), "org_id": org}}

    def rebase(self, obj: Object, resolved: Object, run: Run) -> Object:
        """With what is said of auth in auth_configs.authToken, too, and the other way round."""
        obj = super().rebase(obj, resolved, run)
        said, known = get(resolved, PLACES.name) or "", get(run.found, PLACES.name) or ""
        rest = bare_of(known, get(run.previous, PLACES.name) or "")
        if not self.is_oas:
            tag(resolved, said, "" if untagged(said) and run.replaces else rest)
        there, writes = obj, self.platform == "dashboard"
        if writes and not run.replaces:
            obj = there = renamed(obj, resolved, known)
        if writes and run.replaces:  # the other one, by itself
            there = run.found or obj
        self._settle(resolved, obj)
        same = mirrored(resolved.get("api_definition") or {}, there, writes)
        based: Object = merge(obj, {"api_definition": same}) if same else obj
        return based

    def comparable(self, obj: Object, run: Run) -> Object:
        """A classic API without what Tyk derives from its webhooks, and with the names that versions get."""
        return _with_names(self.without_left_over(_without_handlers(obj, _derived(obj)), run), self.unnamed)

    def complete(self, obj: Object, current: Object | None, run: Run) -> Object:
        """Hooks that are null, or a missing id or organisation, would break the API."""
        obj = self.without_left_over(obj, run)
        done = clone(_with_names(_without_handlers(obj, _derived(current or {}) | _derived(obj)), (None,)))
        definition = done["api_definition"]
        if definition.get("version_data") is None:  # no API is without it
            definition["version_data"] = {}
        for path, blanks in DEMANDED.items():
            for holder, key in held(definition, path.split(".")):
                if isinstance(holder[key], dict):
                    holder[key] = {**blanks, **{k: v for k, v in holder[key].items() if v is not None}}
        done["hook_references"] = done.get("hook_references") or []
        if current is not None and not get(done, "api_definition.org_id"):
            put(done, "api_definition.org_id", run.around.caller.org_id)
        return done

    def check(self, target: Object, current: Object | None, run: Run) -> None:
        if self.platform == "dashboard" and run.own is None:
            check_tokens(run.resolved.get("api_definition") or {})
        check_reach(self.places, target, current, self.platform == "dashboard" and not self.is_oas, self.streams)
        super().check(target, current, run)


CLASSIC = Classic()
