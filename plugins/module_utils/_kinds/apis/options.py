# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options that both formats of API share, by the fields that each keeps them in."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import re
import typing as t
from dataclasses import dataclass

from ansible_collections.community.tyk.plugins.module_utils._data.merge import compact
from ansible_collections.community.tyk.plugins.module_utils._data.paths import get, names, put
from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Option, Run
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object

ToTyk = t.Callable[[t.Any, Run, t.Any], t.Any]

NAMES = {"type": "list", "elements": "str"}
OWNERS = {"users": "user_owners", "groups": "user_group_owners"}
HOOK = {
    "event": {"type": "str", "required": True},
    "webhook": {"type": "str", "required": True},
    "timeout": {"type": "int"},
}
OPENAPI = tuple("openapi info paths components tags security externalDocs webhooks servers jsonSchemaDialect".split())

WORDS = r"(?:^|\s)#(\S+)"  # the categories in the name of a classic API


@dataclass(frozen=True)
class Places:
    """Where a format keeps what both have, as dotted paths."""

    name: str
    ident: str
    listen_path: str
    target_url: str
    active: str


def _owners(value: t.Any, run: Run, was: t.Any) -> Object:
    kinds = {"users": "user", "groups": "user_group"}
    ids: Object = {}
    for name, path in OWNERS.items():
        if name in value:
            found = value[name] or []
            stored = was.get(path) or ()
            ids[path] = [run.around.id(kinds[name], who, f"owners.{name}[{i}]", stored) for i, who in enumerate(found)]
    return ids


def _show_owners(taken: Object, run: Run) -> Object | None:
    users = [run.around.name("user", ident) for ident in taken["user_owners"] or []]
    groups = [run.around.name("user_group", ident) for ident in taken["user_group_owners"] or []]
    return compact({"users": users, "groups": groups}) or None


def _webhooks(value: t.Any, run: Run, was: t.Any) -> Object:
    hooks = []
    for index, item in enumerate(value):
        hook = _stored_hook(item, run, was) or run.around.find("webhook", item["webhook"], f"webhooks[{index}].webhook")
        timeout = {"event_timeout": item["timeout"]} if item.get("timeout") else {}
        hooks.append({"event_name": item["event"], **timeout, "hook": hook})
    return {"hook_references": hooks}


def _stored_hook(item: t.Mapping[str, t.Any], run: Run, was: t.Any) -> Object | None:
    """The copy that the API holds already of a webhook which is not there any more, nor another of its name."""
    if run.around.meant("webhook", item["webhook"]):
        return None
    stored = (ref for ref in was["hook_references"] or () if ref.get("event_name") == item["event"])
    copies = [ref.get("hook") or {} for ref in stored]
    copies = [hook for hook in copies if run.around.known("webhook", str(hook.get("id") or ""), load=True) is None]
    return next((hook for hook in copies if item["webhook"] in (hook.get("name"), hook.get("id"))), None)


def _hook_name(ref: Object, run: Run) -> str:
    """What the webhook is called now; where it is gone, what it was called when the API got its copy."""
    shown = str(get(ref, "hook.id") or "")  # its name by now, where the run knows it
    there = run.around.known("webhook", shown) is not None if shown else False
    is_name = bool(shown) and not re.fullmatch("[0-9a-f]{24}", shown)
    return shown if there or is_name else str(get(ref, "hook.name") or "")


def _show_webhooks(taken: Object, run: Run) -> list[Object] | None:
    shown = [
        compact({"event": ref.get("event_name"), "webhook": _hook_name(ref, run), "timeout": ref.get("event_timeout")})
        for ref in taken["hook_references"] or []
    ]
    return shown or None


def _no_openapi(value: t.Any, run: Run, was: t.Any) -> Object:
    raise Invalid("openapi: this is a classic API, which has no OpenAPI document; leave it out or use format: oas")


def untagged(name: str) -> str:
    """The name of a classic API without the categories at its end, which are `` #words``."""
    return re.sub(r"(\s+#\S+)*\s*$", "", name) if "#" in name else name.rstrip()


def tags(name: str) -> set[str]:
    """The categories in the name of a classic API, which Tyk finds anywhere in it."""
    return set(re.findall(WORDS, name)) if "#" in name else set()


def bare_of(known: str, said: str) -> str:
    """A name without those categories at its end that this other one says, too."""
    bare, gone = untagged(known), tags(said)
    kept = [word for word in known[len(bare) :].split() if word[1:] not in gone]
    return known if not gone else " ".join([bare, *kept])


def tag(resolved: Object, said: str, known: str) -> None:
    """Write categories into the name, where classic APIs keep them: those that a task names, else those that are
    there, unless it names the API with some. Those that do not stand at the end are a part of the name."""
    name = known if untagged(said) in ("", untagged(known)) else said
    if not names(resolved, "categories"):
        if said and said == untagged(said):
            put(resolved, "api_definition.name", said + known[len(untagged(known)) :])
        return
    wanted, bare = list(dict.fromkeys(resolved["categories"] or [])), untagged(name)
    if tags(name) == set(wanted):
        put(resolved, "api_definition.name", name)
        return
    inside = tags(bare)
    if inside - set(wanted):
        raise Invalid(
            f"categories: Tyk takes #{', #'.join(sorted(inside - set(wanted)))} in the name {name!r} for a category; "
            "name it here as well, or give the API a name without it"
        )
    added = [category for category in wanted if category not in inside]
    if any(re.search(r"\s|#", category) or not category for category in {*added} - tags(name)):
        raise Invalid("categories: those of a classic API are words in its name, without white space or #")
    put(resolved, "api_definition.name", bare + "".join(f" #{category}" for category in added))


def renamed(api: Object, resolved: Object, known: str) -> Object:
    """An API of which a new name says other categories than the known one: it has those, and not these."""
    name = get(resolved, "api_definition.name") or known
    if names(resolved, "categories") or tags(name) == tags(known):
        return api
    kept = [category for category in api.get("categories") or () if category not in tags(known)]
    return {**api, "categories": list(dict.fromkeys([*kept, *re.findall(WORDS, name)]))}


def api_options(places: Places, openapi: ToTyk = _no_openapi, webhooks: ToTyk = _webhooks) -> dict[str, Option]:
    """The options of an API that keeps them in these places."""
    return {
        "name": Option(places.name),
        "api_id": Option(places.ident),
        "listen_path": Option(places.listen_path),
        "target_url": Option(places.target_url),
        "active": Option(places.active, {"type": "bool"}),
        "categories": Option("categories", {"type": "list", "elements": "str"}),
        "owners": Option(
            spec={"type": "dict", "options": {"users": NAMES, "groups": NAMES}},
            paths=tuple(OWNERS.values()),
            to_tyk=_owners,
            to_task=_show_owners,
        ),
        "webhooks": Option(
            spec={"type": "list", "elements": "dict", "options": HOOK},
            paths=("hook_references",),
            to_tyk=webhooks,
            to_task=_show_webhooks,
        ),
        "openapi": Option(
            spec={"type": "raw"}, paths=tuple(f"oas.{name}" for name in OPENAPI), to_tyk=openapi, members=True
        ),
    }
