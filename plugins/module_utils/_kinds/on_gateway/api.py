# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""APIs on a Gateway without a Dashboard: bare definitions in files, of every organisation."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import copy
import dataclasses
import hashlib
import re
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._data.merge import (
    SET,
    Path,
    Rule,
    Rules,
    canonical,
    get,
    put,
)
from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid, OrganisationMismatch, TykError
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.api import API, VERSIONED
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.classic import CLASSIC_FIELDS, SECRETS
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.oas import OAS as OAS_API
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.oas import (
    OAS_FIELDS,
    STREAMING,
    STREAMS,
    TYK,
)
from ansible_collections.community.tyk.plugins.module_utils._kinds.certificate import CERTIFICATE
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Object, Resource
from ansible_collections.community.tyk.plugins.module_utils._kinds.policy_ref import POLICIES

CLASSIC, OAS = VERSIONED[API.collection], VERSIONED[OAS_API.collection]

# What the Gateway puts the value of in place of when it loads a definition.
REFERENCE = re.compile(r"(env|secrets|consul|vault|file|kv)://|\$secret_\w+\.|\$kv\{")
LASTING = """duration per timeout global_enforce_timeout cache_timeout cacheTimeout cooldownPeriod customRetentionPeriod
    hostDownRetestPeriod logRetentionPeriod maxTimeout safetyMargin""".split()  # fields that hold a duration as text
UNITS = (("h", 3600 * 10**9), ("m", 60 * 10**9), ("s", 10**9), ("ms", 10**6), ("µs", 10**3), ("ns", 1))
ABSENT = ("categories", "owners", "webhooks")  # what only a Dashboard keeps


def free_id(run: t.Any, kind: str, name: str) -> str:
    """An id for a new object. The same in every run, so that a run that was broken off makes nothing twice."""
    for turn in range(1000):
        text = "\n".join((kind, run.refs.caller.org_id or "", name, *([str(turn)] if turn else [])))
        ident = hashlib.sha256(text.encode()).hexdigest()[:32]
        if run.refs.known(kind, ident, load=True) is None:
            return ident
    raise Invalid(f"{name!r}: a thousand objects were made under this name; give the new one an id of its own")


def organise(obj: Object, path: str, run: t.Any) -> Object:
    """The object, with the organisation that the task names or works in where it has none."""
    said, has, mine = get(run.wish, path), get(obj, path), run.refs.caller.org_id
    if said and said != (has or run.client.org or said):
        raise OrganisationMismatch(
            f"definition names organisation {said}, but this is one of {has or run.client.org}; keep one of the two"
        )
    if not has and (said or mine):
        obj = copy.deepcopy(obj)
        put(obj, path, said or mine)
    return obj


def lasting(text: str) -> str:
    """A duration as Tyk writes it: 60s is 1m."""
    parts = re.findall(r"(\d+(?:\.\d+)?)(h|ms|m|s|µs|us|ns)", text)
    if not parts or "".join(number + unit for number, unit in parts) != text:
        return text
    units, shown = {**dict(UNITS), "us": 10**3}, ""
    left = round(sum(float(number) * units[unit] for number, unit in parts))
    for unit, size in UNITS:
        count, left = divmod(left, size)
        shown += f"{count}{unit}" if count else ""
    return shown or "0s"


def tidy(wish: t.Any, key: str = "") -> t.Any:
    """What a task says, as the Gateway would show it."""
    if isinstance(wish, dict):
        return {name: tidy(item, name) for name, item in wish.items()}
    if isinstance(wish, list):
        return [tidy(item) for item in wish]
    return lasting(wish) if isinstance(wish, str) and key in LASTING else wish


def _tidy_oas(wish: Object) -> Object:
    """Where a token is looked for is told by the document itself; the Gateway does not keep it twice."""
    done: Object = tidy(OAS.tidy(wish))
    schemes = get(done, f"oas.{TYK}.server.authentication.securitySchemes") or {}
    for name, scheme in schemes.items():
        told = get(done, f"oas.components.securitySchemes.{name}") or {}
        place = told.get("in") if told.get("type") == "apiKey" else None
        if place and isinstance(scheme, dict) and get(scheme, f"{place}.name") in (told.get("name"), ""):
            scheme.pop(place)
    return done


def references(wish: t.Any, path: Path = ()) -> t.Iterator[Path]:
    """The paths at which a task names a value that the Gateway fetches from elsewhere."""
    if isinstance(wish, (dict, list)):
        for key, item in wish.items() if isinstance(wish, dict) else enumerate(wish):
            yield from references(item, (*path, key))
    elif isinstance(wish, str) and REFERENCE.search(wish):
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


def _own(kind: Resource) -> t.Callable[[Object, t.Any], Object]:
    """What of an API can be compared: not what the Gateway has fetched from elsewhere."""

    def comparable(obj: Object, run: t.Any) -> Object:
        own = kind.comparable(obj, run)
        for path in references(run.desired or run.wish):
            own = _without(own, path)
        return own

    return comparable


def _address(classic: Object) -> tuple[str, str]:
    domain = "" if classic.get("domain_disabled") else classic.get("domain")
    return str(domain or ""), str(get(classic, "proxy.listen_path") or "")


def _place_of(api: Object) -> tuple[str, str]:
    """Domain and listen path of an API of either format."""
    if not api.get("oas"):
        return _address(api.get("api_definition") or {})
    server = get(api, f"oas.{TYK}.server") or {}
    on = get(server, "customDomain.enabled")
    return str(get(server, "customDomain.name") or "") if on else "", str(get(server, "listenPath.value") or "")


def _check(kind: Resource) -> t.Callable[..., None]:
    def check(target: Object, current: Object | None, run: t.Any) -> None:
        kind.check(target, current, run)
        place, ident = _place_of(target), get(target, kind.id)
        if current is not None and _place_of(current) == place:
            return
        for other in run.refs.listing("api"):
            if id(other) in run.refs.planned and get(other, CLASSIC.name) == get(target, kind.name):
                continue  # this is what it was planned to be
            if _place_of(other) == place and get(other, CLASSIC.id) != ident and place[1]:
                raise Invalid(
                    f"listen_path: {place[1]} is that of the API {get(other, CLASSIC.name)!r} "
                    f"({get(other, CLASSIC.id)}), and the Gateway would serve this one elsewhere; choose another"
                )
        if get(target, kind.options["active"].path) is False:
            run.warn("active: a Gateway without a Dashboard serves an API all the same; state: absent takes it out.")

    return check


def _complete(kind: Resource) -> t.Callable[..., Object]:
    def complete(obj: Object, current: Object | None, run: t.Any) -> Object:
        done = organise(kind.complete(obj, current, run), kind.org, run)
        if not get(done, kind.id):
            put(done, kind.id, free_id(run, "api", str(get(done, kind.name))))
        return done

    return complete


def _loaded(body: Object, stored: Object, run: t.Any) -> None:
    wanted, got = _place_of(body)[1], _place_of(stored)[1]
    if got != wanted and got.startswith(wanted + "-"):
        raise TykError(
            f"The API {get(body, run.resource.name)!r} is stored, but another one has its listen path {wanted}, and "
            f"the Gateway serves it under {got}; give one of the two another listen_path"
        )


def _variant(run: t.Any) -> Resource:
    found = API.variant(run) if API.variant else CLASSIC
    if found.collection == STREAMS.collection:
        raise Invalid(f"definition: {STREAMING}: an open-source Gateway has no Streams; use platform: dashboard")
    return GATEWAY_OAS if found.collection == OAS.collection else GATEWAY_API


# Lists that the Gateway shows in another order at every read.
SHUFFLED = (f"{TYK}.server.eventHandlers", f"{TYK}.upstream.mutualTLS.domainToCertificateMapping")


def _decode_oas(document: Object) -> Object:
    for path in SHUFFLED:
        if isinstance(get(document, path), list):
            put(document, path, sorted(get(document, path), key=canonical))
    return {"oas": document}


ZERO = dict.fromkeys(LASTING, Rule(fills=("0s",)))
COMMON: dict[str, t.Any] = {
    "items": "",
    "created": ("key",),
    "query": {},
    "place": None,
    "parts": tuple(part for part in CLASSIC.parts if part.others),
    "related": (CERTIFICATE, POLICIES),
    "refers": (),
    "short": None,
    "born": None,
    "loaded": _loaded,
    "variant": _variant,
    "expand": API.expand,
}


def _options(kind: Resource) -> dict[str, t.Any]:
    return {name: option for name, option in kind.options.items() if name not in ABSENT}


GATEWAY_API = dataclasses.replace(
    API,
    **COMMON,
    collection="tyk/apis",
    rules=Rules(
        {
            **CLASSIC_FIELDS,
            "api_definition.proxy.transport.ssl_max_version": Rule(fills=(771,)),
        },
        {**SECRETS, **ZERO},
    ),
    options=_options(CLASSIC),
    tidy=lambda wish: tidy(CLASSIC.tidy(wish)),
    decode=lambda reply: {"api_definition": reply},
    encode=lambda obj: obj["api_definition"],
    comparable=_own(CLASSIC),
    complete=_complete(CLASSIC),
    check=_check(CLASSIC),
)
GATEWAY_OAS = dataclasses.replace(
    OAS,
    **COMMON,
    collection="tyk/apis/oas",
    listing="tyk/apis",
    rules=Rules(
        {
            **OAS_FIELDS,
            **{f"oas.{path}": SET for path in SHUFFLED},
        },
        {**{name: node.rule for name, node in OAS.rules.anywhere.items()}, **ZERO},
    ),
    options=_options(OAS),
    decode=_decode_oas,
    tidy=_tidy_oas,
    comparable=_own(OAS),
    complete=_complete(OAS),
    check=_check(OAS),
)
