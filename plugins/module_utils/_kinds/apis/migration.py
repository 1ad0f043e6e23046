# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tyk's own migration of classic APIs to OAS: what becomes of one, and how it is asked for.

The plan asks for a dry run, which changes nothing. So it knows the document that the API is going to have."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import copy
import re
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._data.paths import get, put
from ansible_collections.community.tyk.plugins.module_utils._data.secrets import texts
from ansible_collections.community.tyk.plugins.module_utils._errors import HttpFailure, Invalid
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.classic import CLASSIC
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.counterparts import left_behind, opened
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.links import ID
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.oas import OAS, ORG, document, tyk_servers
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.reach import fault_of_path
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.secrets import TYK
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.staged import CALLED, PATH, PREFIX, refused
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind, Run
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Conversion, Object

CLASSIC_API = "the classic API"
ROUTE = "api/apis/migrate"
TOO_OLD = "came with Dashboard 5.8; use a newer one, or keep the definition a classic one"
TRY = "; try it beside the API with migrate_mode: stage, or name in the task what is to be there"


def migrating(run: Run, found: Object, mode: str) -> tuple[Kind, Object]:
    """A kind that migrates this classic API before it is written, and the API as it is going to be. Raises TykError."""
    ident, called = get(found, ID), f"API {get(found, CLASSIC.identity.name)!r}"
    if not run.client.personal:
        raise Invalid(
            f"migrate: {called} is a classic one, and a Gateway without a Dashboard cannot migrate it; keep its "
            "definition a classic one, or delete it first"
        )
    _check_versions(found, called)
    run.client.hide(texts(found, CLASSIC.fields.secrets))
    if mode == "stage":
        return _staging(run, found, ident)
    become = _promoted(run, ident, called) if mode == "promote" else _tried(run, ident)
    if mode == "direct" and _copy_of(run, ident):
        run.warn(
            f"migrate_mode: the staged copy of {called} stays where it is. To put it in the place of the API, say "
            f"promote; if nobody needs it, delete it: api_id: {PREFIX}{ident}, state: absent"
        )
    for path, own in (
        (OAS.identity.id, ID),
        (OAS.identity.row_id, CLASSIC.identity.row_id),
        (ORG, CLASSIC.identity.org),
    ):
        put(become, path, get(found, own))
    _tell(run, found, become["oas"], called)
    keeps = _kept(run, found, become)
    bodies = [{"mode": mode, "apiIDs": [ident]}]
    if mode == "promote":  # Tyk does not say which of the two ids it wants
        bodies.append({"mode": mode, "apiIDs": [PREFIX + ident]})
    shown = {"api_id": ident, "name": get(found, CLASSIC.identity.name), "is_oas": True}
    shown["version_data"] = {"not_versioned": True}
    become = {**found, "hook_references": [], "api_definition": shown, **become}
    source = (CLASSIC, found)
    conversion = Conversion(
        ROUTE, ident, tuple(bodies), _as_document(found), keeps=keeps, source=source, called=CLASSIC_API
    )
    return OAS.but(conversion=conversion), become


def _check_versions(found: Object, called: str) -> None:
    """Tyk makes an API of each version, under an id that nobody knows beforehand."""
    data = get(found, "api_definition.version_data") or {}
    names = [] if data.get("not_versioned") else sorted(data.get("versions") or ())
    if len(names) > 1:
        raise Invalid(
            f"migrate: {called} has the versions {', '.join(names)}, and Tyk would make APIs with new IDs of them, "
            "which no policy and no key may use. Make an OAS API of each but one, take these out of "
            "version_data.versions, migrate what is left, and enter the others in it with the option version; then let "
            "policies and keys name them"
        )


def _kept(run: Run, found: Object, become: Object) -> Object:
    """What Tyk may leave behind: the categories, which a classic API can have in its name only; and what takes the mark
    of an owner to the place where an OAS API has it, which is done to the foreseen document here."""
    keeps: Object = {}
    if found.get("categories") and not run.replaces and run.previous is None:
        keeps["categories"] = found["categories"]
    mark, data = get(found, CLASSIC.labels.owner), f"oas.{TYK}.middleware.global.pluginConfig.data"
    if mark in (None, ""):
        return keeps
    keeps[OAS.labels.owner] = mark
    put(become, OAS.labels.owner, mark)
    name = CLASSIC.labels.owner.rpartition(".")[2]
    value = get(become, f"{data}.value")
    if isinstance(value, dict) and name in value:
        del value[name]
        gone = f"{data}.value.{name}" if value else data
        keeps[gone] = None
        if not value:
            get(become, data.rpartition(".")[0]).pop("data")
    return keeps


def _staging(run: Run, found: Object, ident: str) -> tuple[Kind, Object]:
    if _copy_of(run, ident):
        return CLASSIC, found
    called = f"API {get(found, CLASSIC.identity.name)!r}"
    _tell(run, found, _tried(run, ident)["oas"], called)
    body = {"mode": "stage", "apiIDs": [ident]}
    return CLASSIC.but(conversion=Conversion(ROUTE, ident, (body,), None, PREFIX + ident, called=CLASSIC_API)), found


def _copy_of(run: Run, ident: str) -> Object | None:
    """The staged copy, looked for in a list: users who are no admins may be told of an absent API that it is hidden."""
    return next(iter(run.around.with_id("api", PREFIX + ident)), None)


def _tried(run: Run, ident: str) -> Object:
    """What Tyk says that it would make of the API."""
    body = {"mode": "dryRun", "apiIDs": [ident]}
    try:
        reply = run.client.ask(CLASSIC, ROUTE, body)
    except HttpFailure as error:
        if error.status not in (404, 405):
            raise
        raise Invalid(f"migrate: this Tyk does not know of it, which {TOO_OLD}") from error
    told = get(reply, "success.definitions")
    found = [one for one in told if isinstance(one, dict)] if isinstance(told, list) else []
    made = next((one for one in found if one.get("apiID") in (ident, None)), {})
    if not isinstance(get(made, f"baseAPI.{TYK}"), dict):
        raise Invalid(f"migrate: {run.client.clean(refused(reply))}")
    return {"oas": copy.deepcopy(made["baseAPI"])}


def _promoted(run: Run, ident: str, called: str) -> Object:
    """The staged copy as it is once it has taken the place of the API."""
    whole = document(run, PREFIX + ident, _copy_of(run, ident))
    if whole is None:
        raise Invalid(f"migrate_mode: there is no staged copy of {called}; use stage first, or direct")
    become: Object = {"oas": copy.deepcopy(whole["oas"])}
    if tyk_servers(become):
        become["oas"]["servers"] = [one for one in become["oas"]["servers"] if one not in tyk_servers(become)]
    for path, prefix in ((OAS.identity.name, CALLED), (OAS.places.listen_path, PATH)):
        said = str(get(become, path) or "")
        put(become, path, said[len(prefix) :] if said.startswith(prefix) else said)
    return become


def _as_document(found: Object) -> Object:
    """A classic API as far as an OAS API has the same options."""
    shown: Object = {"oas": {}}
    pairs = [(getattr(CLASSIC.places, name), getattr(OAS.places, name)) for name in vars(CLASSIC.places)]
    pairs += [(CLASSIC.strips, OAS.strips), (CLASSIC.identity.org, ORG), (CLASSIC.identity.row_id, OAS.identity.row_id)]
    domain = f"oas.{TYK}.server.customDomain"
    pairs.append(("api_definition.domain", f"{domain}.name"))
    for classic, own in pairs:
        if get(found, classic) not in (None, ""):
            put(shown, own, get(found, classic))
    if get(shown, f"{domain}.name"):
        put(shown, f"{domain}.enabled", not get(found, "api_definition.domain_disabled"))
    return {**found, **shown}


def _tell(run: Run, found: Object, document: Object, called: str) -> None:
    """Say what is lost, and what works in another way. Refuse what would open the API."""
    inner = get(found, "api_definition") or {}
    path = str(get(document, OAS.places.listen_path.partition(".")[2]) or "")
    fault = fault_of_path(path, True)
    if fault:
        raise Invalid(f"migrate: {called} listens at {path!r}, which {fault}; give it another listen_path before")
    if opened(inner, document):
        raise Invalid(f"migrate: {called} asks for credentials, and Tyk would make one of it that is open to all")
    lost = left_behind(inner, document)
    if lost:
        run.warn(f"migrate: Tyk does not carry these fields of {called} over: {', '.join(lost)}{TRY}.")
    versions = (get(inner, "version_data.versions") or {}).values()
    odd = sorted({why for version in versions for why in _otherwise(version)})
    if odd:
        run.warn(f"migrate: as an OAS API, {called} works in another way: {'; '.join(odd)}{TRY}.")


def _otherwise(version: Object) -> t.Iterator[str]:
    """What Tyk documents to work otherwise in OAS APIs."""
    paths = get(version, "extended_paths") or {}
    answers = (one for name in ("white_list", "black_list", "ignored") for one in paths.get(name) or ())
    actions = [action for one in answers for action in (get(one, "method_actions") or {}).values()]
    if paths.get("mock_response") or "reply" in [get(action, "action") for action in actions]:
        yield "mock responses come after all other middleware of their endpoints, which now applies to them"
    if paths.get("validate_json"):
        yield "bodies are checked by the validation of requests, which checks more"
    if not version.get("use_extended_paths") and any(paths.values()):
        yield "extended_paths, which use_extended_paths has off, are on"
    entries = (one for several in paths.values() if isinstance(several, list) for one in several)
    if re.search(r"[()\[\]*+?|\\]", "".join(str(get(one, "path") or "") for one in entries)):
        yield "paths with regular expressions take every request of their form, unless requests are validated"
