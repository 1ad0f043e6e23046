# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is recorded of a plan: for what it was made, from what, and what it does. Without secrets."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import datetime
import typing as t
from dataclasses import replace

from ansible_collections.community.tyk.plugins.module_utils._api.server import address
from ansible_collections.community.tyk.plugins.module_utils._api.veil import without_login
from ansible_collections.community.tyk.plugins.module_utils._config.account import changes_of
from ansible_collections.community.tyk.plugins.module_utils._config.declared import identity, safe, safe_item
from ansible_collections.community.tyk.plugins.module_utils._config.plan import Bulk
from ansible_collections.community.tyk.plugins.module_utils._config.step import Step
from ansible_collections.community.tyk.plugins.module_utils._data.digests import AS_IT_IS, Digests, unordered
from ansible_collections.community.tyk.plugins.module_utils._data.merge import canonical, without
from ansible_collections.community.tyk.plugins.module_utils._data.secrets import FREE, redact
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Run
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object
from ansible_collections.community.tyk.plugins.module_utils._object.connect import Task

Plan = dict[str, t.Any]

# What is declared is recorded apart; where it goes, how fast, and what is said of it does not change what is done.
APART = """
    config src overlays previous previous_overlays url token org_id platform validate_certs ca_path client_cert
    client_key timeout retries wait_timeout validate parallel continue_on_error key_dir report backup backup_dir
    undeclared_fields undeclared_objects warn_before wait_served gateway_urls gateway_secret plan plan_dest plan_key
    secret_values secret_files template
""".split()
LATER = "counts from when it is written"


def server_of(task: Task) -> Plan:
    """What a plan is for, as far as that can be known before anything is asked."""
    return {
        "url": without_login(address(str(task.params["url"]))),
        "platform": str(task.params.get("platform") or "dashboard"),
    }


def record(bulk: Bulk, steps: list[Step], digests: Digests) -> Plan:
    """All of a plan that can be compared with another one."""
    task = bulk.task
    now = datetime.datetime.now(datetime.timezone.utc)
    return {
        "made": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        **server_of(task),
        "org_id": bulk.refs.caller.org_id or "",
        "options": _options(task.params),
        "declared": [_declared(step, digests) for step in steps if step.where and step.run.named],
        "steps": [_done(step, digests) for step in steps if step.change.action != "none"],
    }


def _options(params: t.Mapping[str, t.Any]) -> Plan:
    told = {name: value for name, value in safe(params).items() if name not in APART and not name.startswith("_")}
    told["previous"] = bool(params.get("previous"))  # what it says shows in the steps
    shown: Plan = unordered(redact(told, FREE))
    return dict(sorted(shown.items()))


def _called(step: Step) -> Plan:
    """What people call an object: what they have written, since the name of a new one may be made of more."""
    name = identity(step.kind, step.run.named)[-1] or step.name
    return {"kind": step.section, "below": step.home, "name": step.kind.shown_name(name)}


def _about(step: Step) -> str:
    return canonical(_called(step))


def _declared(step: Step, digests: Digests) -> Plan:
    """What is declared of an object, whatever file it is in, and in whatever order."""
    named, more = step.run.named, step.run.params.get("secrets")
    shown = safe_item(step.section, named, more)
    fields = digests.fields(unordered(named), unordered(shown), AS_IT_IS, f"declared\n{_about(step)}")
    return {**_called(step), "fields": fields}


def _done(step: Step, digests: Digests) -> Plan:
    run, change = step.run, step.change
    later = {run.kind.options[name].path: name for name in run.kind.counted_from_now(run)}
    changes = changes_of(step)
    for one in changes if change.after is not None else ():
        if one["path"] in later.values():
            one["after"] = f"{run.named[one['path']]}, which {LATER}"
    after = {path: value for path, value in (change.after or {}).items() if path not in later}
    return {
        **_called(step),
        "id": step.ident,
        "action": change.action,
        "why": step.why,
        "changes": changes,
        "before": _before(step, digests),
        "after": _state(run, after, digests, _about(step)),
        "others": sorted({*step.clashes, *step.users}),
        "beside": {f"{kind}/{ident}": _beside(step, kind, ident, digests) for kind, ident in _others(step)},
    }


def _before(step: Step, digests: Digests) -> dict[str, str]:
    """The same of an object as it is stored, also where Tyk makes another one of it first."""
    run, obj = step.run, step.change.before
    source = run.kind.conversion.source if run.kind.conversion else None
    if source is not None and obj is not None:
        kind, obj = source
        run = replace(run, kind=kind)
    return _state(run, obj, digests, _about(step))


def _state(run: Run, obj: Object | None, digests: Digests, about: str) -> dict[str, str]:
    """Digests of what is compared of an object."""
    if not obj:
        return {}
    rules = run.kind.fields.rules
    own = without(run.kind.comparable(obj, run), rules, "readable")
    return digests.fields(own, redact(own, run.secrets), rules, about)


def _others(step: Step) -> list[tuple[str, str]]:
    """The objects that change along with it."""
    return sorted(set(step.kind.touches(step.run, step.change.before, step.change.after)))


def _beside(step: Step, kind: str, ident: str, digests: Digests) -> str:
    around = step.run.around
    obj = around.known(kind, ident, load=True)
    if obj is None or id(obj) in around.planned:
        return ""  # that it is as the plan has it, its own step tells
    own, obj = around.kind(kind).expand(step.run, obj)  # of some a list does not show all
    run = replace(step.run, kind=own)
    return digests.of(canonical(_state(run, obj, digests, f"{kind}\n{ident}"), AS_IT_IS))


def called(bulk: Bulk, other: str) -> str:
    """What people call an object that is written along with another, by its kind and id as a plan has them."""
    name, _slash, ident = other.partition("/")
    kind, known = bulk.refs.kind(name), bulk.refs.name(name, ident)
    if known == ident:
        return f"{kind.noun} with the ID {ident}"
    return f"{kind.noun} {min(kind.short_names(bulk.refs.known(name, ident) or {}), key=len, default=known)!r}"
