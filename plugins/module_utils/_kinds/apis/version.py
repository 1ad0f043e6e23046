# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An API of either format, which may be a version of another one.

Each version is an API of its own, and entered in its base. Tyk keeps the entries in the base and nowhere else; here the
version says whose it is, and the base is never asked for them."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t
from dataclasses import replace

from ansible_collections.community.tyk.plugins.module_utils._data.merge import compact, merge, same
from ansible_collections.community.tyk.plugins.module_utils._data.paths import get, names, put, steps
from ansible_collections.community.tyk.plugins.module_utils._data.placeholders import placed
from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.links import (
    FALLBACKS,
    ID,
    block_path,
    entry_of,
    faults,
    heir_of,
    inherited,
    is_left_over,
    left_with,
    links,
    own_name,
    relinked,
    settings,
    version_of,
    without_versions,
)
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.mentions import (
    TRUSTING,
    mentions,
    spelled,
)
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.options import tags
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.staged import is_staged
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Around, Kind, Option, Run
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import (
    VALIDATE,
    Labels,
    Life,
    Object,
    Part,
    Where,
)

REBASE = Part((), "PATCH", "api/apis/oas", ("rebase",))  # from Dashboard 5.12; both have to be OAS APIs
NAME = "api_definition.name"
IN_BASE = Part(("version",), in_others=True)


def with_version(run: Run, api: Object | None, ident: str) -> Object | None:
    """The API with the version that it is, where the task wants to know."""
    version = version_of(run.around, ident) if api and "version" in run.named else None
    return {**(api or {}), "version": version} if version else api


def _same_version(before: Object, after: Object) -> bool:
    """Whether an API is the same version of the same one as it was."""
    was, now = before.get("version"), after.get("version")
    return bool(was) and same(was, now)


def _wishes(run: Run, ident: str) -> dict[str, Object | None]:
    """The version that each API is to be, by what the whole configuration says."""
    intended = run.around.intended.get("api") or {}
    wishes = {other: obj and obj["version"] for other, obj in intended.items()}
    return {**wishes, ident: run.resolved.get("version")}


def _read(run: Run, ident: str) -> tuple[Kind, Object]:
    """An API as it is now, with its kind, and without the version that it is."""
    any_api = run.around.kind("api")
    found = run.client.read(any_api, ident)
    if found is None:
        raise Invalid(f"version.of: there is no API {ident} any more")
    kind, expanded = any_api.expand(run, found)
    return kind, {key: value for key, value in expanded.items() if key != "version"}


def _entered(run: Run, ident: str) -> Object | None:
    """The version that an API is by now: of the base that was to be its own, or else of any."""
    wish, any_api = run.resolved.get("version"), run.around.kind("api")
    base = run.client.read(any_api, wish["of"]) if wish else None
    found = entry_of(any_api.expand(run, base)[1], ident) if base else None
    return found or version_of(run.around.anew("api"), ident)


def _to_tyk(value: t.Any, run: Run, was: t.Any) -> Object:
    base = run.around.find("api", value["of"], "version.of")
    ident, own, known = get(base, ID), get(run.found, ID), was or {}
    stays, handed = known.get("of") == ident, ident in links(run.found).values()
    if run.around.kind("api").is_own(base) is False:
        raise Invalid(f"version.of: {value['of']!r} is an MCP proxy, and an API is no version of one")
    if handed and not stays:  # it becomes a version of its own one, under the name that it has as the base
        known, stays = {"of": ident, "name": own_name(run.found)}, True
    name = value.get("name") or (known.get("name") if stays else "")
    if not name:
        raise Invalid("version.name: a new version of an API needs a name, such as v2")
    if ident == own:
        raise Invalid("version.of: this is the API itself; name the API that it is a version of")
    if "default" in value:
        return {"of": ident, "name": name, "default": bool(value["default"])}
    # to be the default is about one base, and does not move to another
    return {"of": ident, "name": name, **({} if stays or not known.get("default") else {"default": False})}


def _to_task(value: t.Any, run: Run) -> Object | None:
    return compact({**value, "of": run.around.name("api", value["of"])}) if value else None


VERSION = Option(
    "version",
    {"type": "dict", "options": {"of": {"type": "str", "required": True}, "name": {}, "default": {"type": "bool"}}},
    to_tyk=_to_tyk,
    to_task=_to_task,
)


class Versioned(Kind, abstract=True):
    """What both formats of API share."""

    name, section, noun, title = "api", "apis", "API", "APIs"
    is_oas = False
    trusting = TRUSTING
    life = Life(filed=True)
    labels = Labels(
        tags=("api_definition.tags",),
        categories="categories",
        owner="api_definition.config_data.ansible_owner",
        written="updated_at",
    )
    params: t.Mapping[str, t.Mapping[str, t.Any]] = {
        "format": {"type": "str", "choices": ["auto", "classic", "oas"], "default": "auto"},
        "migrate": {"type": "bool", "default": False},
        "migrate_mode": {"type": "str", "choices": ["direct", "stage", "promote"], "default": "direct"},
        "purge": {"type": "bool", "default": False},
        **VALIDATE,
    }
    alone = ("purge",)
    taken_out_of = ("policy",)
    grants = "(?i)auth|keyless|jwt|oauth|openid|hmac|security|certificate|ips|_ip|internal|active|owners|allow|block"

    def item_names(self, item: t.Mapping[str, t.Any]) -> t.Iterator[t.Any]:
        yield from (item.get("name"), item.get("api_id"))
        definition = item.get("definition")
        yield from (get(definition, at) for at in ("x-tyk-api-gateway.info.name", NAME, "name"))
        yield get(item, "openapi.info.title")

    def categories(self, obj: Object) -> t.Collection[str]:
        """Those of the object, and the words after # in its name, where classic APIs keep them."""
        oas = obj.get("oas") or get(obj, "api_definition.is_oas")
        return {*(obj.get("categories") or ()), *(() if oas else tags(self.name_of(obj)))}

    def is_declarable(self, obj: Object) -> bool:
        """A copy that Tyk has staged is made by a migration, and goes with it."""
        return not is_staged(str(get(obj, ID) or self.id_of(obj)), str(get(obj, NAME) or self.name_of(obj)))

    def spelled(self, obj: Object) -> t.Iterator[tuple[str, str]]:
        return spelled(obj)

    @property
    def targets(self) -> set[str]:
        return {*super().targets, "api"}

    def refers_to(self, obj: Object, around: Around) -> t.Iterator[tuple[str, str]]:
        """The base that it is a version of, the one that answers in its place where none is named, what it mentions,
        and webhooks that it knows by name."""
        yield from super().refers_to(obj, around)
        ident = self.id_of(obj)
        version = obj["version"] if "version" in obj else version_of(around, ident) if ident else None
        if version:
            yield "api", str(version["of"])
        default = links(obj).get(str(get(obj, f"{block_path(obj)}.default") or ""))
        if default:
            yield "api", default
        yield from mentions(obj, around)
        for ref in obj.get("hook_references") or ():
            if not get(ref, "hook.id"):  # as some tools write it
                named = around.called("webhook", str(get(ref, "hook.name") or ""))
                yield from (("webhook", str(hook.get("id") or "")) for hook in named)

    def own_parts(self, obj: Object) -> t.Mapping[str, str]:
        return links(obj)

    def place_in(self, obj: Object) -> tuple[str, str]:
        version = obj.get("version") or {}
        return str(version.get("of") or ""), str(version.get("name") or "")

    def lost_names(self, before: Object, after: Object) -> set[str]:
        """The versions of a classic API, or the version that it is, that rights may name, and that it has no more."""
        of, to = (api.get("version") or {} for api in (before, after))
        if of and (of["of"], of["name"]) != (to.get("of"), to.get("name")):
            return {str(of["name"])}
        was, now = (get(api, "api_definition.version_data") or {} for api in (before, after))
        if now.get("not_versioned") or not now.get("versions"):
            return set()  # rights to any version open it
        had = {"Default"} if was.get("not_versioned") else set(was.get("versions") or ())
        return {str(name) for name in had if name not in now["versions"]}

    def create_in(self, run: Run) -> Where:
        """Tyk enters a new version in its base by itself if the request says so."""
        version = run.resolved.get("version")
        if not version:
            return Where()
        base = run.around.known("api", version["of"], load=True) or {}
        query = {"base_api_id": version["of"], "new_version_name": version["name"]}
        if version.get("default"):
            query["set_default"] = "true"
        if version["name"] in links(base):
            return Where()  # somebody else is it yet, so that it is entered afterwards
        if not get(base, f"{block_path(base)}.name"):
            query["base_api_version_name"] = str(FALLBACKS["name"])
        return Where(query=query)

    def holders(self, run: Run, ident: str, target: Object) -> t.Iterator[tuple[Kind, Object, Object]]:
        """The APIs that have this one entered as a version, or are to have it entered."""
        around = run.around.anew("api")
        # who was entered before it was made, was so when the run began: to list all again for each takes longest
        now = version_of(around if run.found else run.around, ident)
        wanted, wishes = run.resolved.get("version"), _wishes(run, ident)
        heir = wishes.get(now["of"]) if now else None  # of a base that may have been handed over a moment ago
        for base in dict.fromkeys(version["of"] for version in (now, heir, wanted) if version):
            kind, whole = _read(run, base)
            if ident not in links(whole).values() and (wanted or {}).get("of") != base:
                continue  # it has been handed over meanwhile
            changed = relinked(whole, ident, wishes, around)
            if settings(changed) != settings(whole):
                yield kind, whole, changed

    def apart(self, obj: Object) -> Object:
        return {name: value for name, value in without_versions(obj, whole=True).items() if name != "version"}

    def heir(self, run: Run) -> str:
        wish = run.resolved.get("version")
        return str(wish["of"]) if wish and wish["of"] in links(run.found).values() else ""

    def hands_over_by(self, run: Run) -> Part | None:
        other = run.around.known("api", self.heir(run), load=True)
        begun = self.id_of(run.found) in links(other).values()
        oas = self.is_oas and (get(other, "api_definition.is_oas") or get(other, "oas"))
        known = self.platform == "dashboard" and oas and not begun
        return replace(REBASE, action=("rebase", self.heir(run))) if known else None

    def hand_over(self, run: Run) -> t.Iterator[tuple[Kind, Object, Object]]:
        """First the heir gets all, and last the base gives it up, so that every version can be had all the time, and
        the next run goes on where this one breaks off. A Dashboard notes whose a version is when the base is written,
        and does not while another one has it."""
        ident, around = self.id_of(run.found), run.around.anew("api")
        (kind, heir), (own, base) = _read(run, self.heir(run)), _read(run, ident)
        full = heir_of(heir, base, _wishes(run, ident), around)
        lone = left_with(base, self.heir(run))
        yield kind, heir, full
        if lone != base and self.platform == "dashboard":
            yield own, base, lone
            yield kind, full, full
        yield own, base, without_versions(base)

    def foreseen(self, listed: Object, before: Object | None) -> Object:
        """What are whose versions is as it is, until all wishes are known."""
        if links(before) and not links(listed):
            listed = placed(listed, steps(block_path(listed)), get(before, block_path(before or {})))
        return listed

    def rebase(self, obj: Object, resolved: Object, run: Run) -> Object:
        """A base that is handed over has no versions any more, and is one, the default where it has been that."""
        heir, now = self.heir(run), (run.found or {}).get("version")
        if not heir or not links(obj):
            stays = now and now["of"] == (resolved.get("version") or {}).get("of")
            return {**obj, "version": now} if run.replaces and now and (stays or self._by_itself(run)) else obj
        default = get(obj, f"{block_path(obj)}.default") or "self"
        is_default = {"default": True} if default in ("self", own_name(obj)) else {}
        was = now or {"of": heir, "name": own_name(obj), **is_default}
        return {**without_versions(obj, whole=run.replaces), "version": was}

    def _by_itself(self, run: Run) -> bool:
        """Whether a configuration says what version an API is, and it becomes that by what is done to another one."""
        said = (run.around.intended.get(self.name) or {}).get(self.id_of(run.found))
        return "version" not in run.named and bool(said and said.get("version"))

    def is_untangled(self, said: Object, there: Object) -> bool:
        """Where nothing is said of versions that are APIs themselves, which is left as it is."""
        return not get(said, f"{block_path(there)}.versions")

    def without_left_over(self, obj: Object, run: Run) -> Object:
        """An API without what its last version has left behind, unless the task names that."""
        left = is_left_over(obj) and not names(run.declared, block_path(obj))
        return without_versions(obj, whole=True) if left else obj

    def check(self, target: Object, current: Object | None, run: Run) -> None:
        """An update of a base must not cut its versions off, nor pretend to name them."""
        path = block_path(target)
        asked, heir = get(run.declared, f"{path}.versions"), self.heir(run)
        stays = target is current
        cut = [] if stays else sorted(links(current).keys() - links(target).keys())
        if heir and asked:
            raise Invalid(f"{path}.versions: they go to API {run.around.name('api', heir)!r}; leave them out here")
        if cut and not heir:
            raise Invalid(
                f"{path}: this would cut off the versions {', '.join(cut)}; give each of them version: null first"
            )
        if not stays and own_name(target) in links(target) and own_name(target) != own_name(current):
            raise Invalid(f"{path}.name: a version of this API is called {own_name(target)!r} already")
        if asked and links(run.declared) != links(current):
            run.warn(f"{path}.versions: left as it is; the versions name this API, with the option version.")
        if run.alone and run.resolved.get("version"):
            ident = self.id_of(current)
            for _ident, fault in faults(run.around, {ident: run.resolved["version"]}):
                raise Invalid(fault)

    def contradictions(self, intended: t.Mapping[str, Object | None], around: Around) -> t.Iterator[tuple[str, str]]:
        wishes = {ident: obj["version"] for ident, obj in intended.items() if obj}
        return faults(around, wishes, {ident for ident, obj in intended.items() if obj is None})

    def by_themselves(self, intended: t.Mapping[str, Object | None], around: Around) -> t.Iterator[str]:
        wishes = {ident: obj["version"] for ident, obj in intended.items() if obj}
        for ident, version in inherited(around, wishes, {ident for ident, obj in intended.items() if obj is None}):
            will_be, wish = version or {}, wishes[ident] or {}
            if {**will_be, **wish} == will_be and bool(wish) is bool(will_be):
                yield ident

    def read_whole(self, run: Run, ident: str) -> Object | None:
        """The API as it is stored, right after a write."""
        return run.client.read(self, ident)

    def read_document(self, run: Run, ident: str) -> Object | None:
        """The API as it is now, by the route that shows it best."""
        return run.client.read(self, ident)

    def reread(self, run: Run, ident: str, reply: Object, query: t.Any) -> Object | None:
        found = self.read_whole(run, ident)
        version = _entered(run, ident) if found and "version" in run.named else None
        return {**(found or {}), "version": version} if version else found

    def read_again(self, run: Run, ident: str, query: t.Any) -> Object | None:
        return with_version(run, self.read_document(run, ident), ident)

    def kept_by_replace(self, obj: Object) -> Object:
        """The entries of a base, with what Tyk needs beside them."""
        kept: Object = {}
        if links(obj):
            put(kept, block_path(obj), get(obj, block_path(obj)))
        with_entries: Object = merge(super().kept_by_replace(obj), kept)
        return with_entries

    def whole(self, run: Run, obj: Object) -> Object:
        version = version_of(run.around, self.id_of(obj)) if self.id_of(obj) else None
        own = {name: value for name, value in obj.items() if name != "version"}
        return {**own, "version": version} if version else own

    def touches(self, run: Run, before: Object | None, after: Object | None) -> t.Iterator[tuple[str, str]]:
        """The bases that it leaves and enters; of a base that goes, or becomes a version, all that it has. None where
        it stays the version that it is."""
        if after is not None and ("version" not in run.resolved or before and _same_version(before, after)):
            return
        ident = self.id_of(before) if before else ""
        now = version_of(run.around, ident) if ident else None
        wanted = run.resolved.get("version") if after is not None else None
        ids = [str(version["of"]) for version in (now, wanted) if version]
        if after is None or wanted:
            ids += [other for other in links(before).values() if other != ident]
        yield from (("api", other) for other in dict.fromkeys(ids))

    def taken_along(self, run: Run) -> t.Mapping[str, str]:
        """The versions of a base."""
        return {name: ident for name, ident in links(run.found).items() if ident != get(run.found, ID)}

    def outlives(self, obj: Object) -> bool:
        """A base is deleted after its versions, which are taken out of it."""
        return bool(links(obj))
