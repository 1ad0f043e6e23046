# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One task from its parameters to its result. Knows no AnsibleModule, so that it runs in any process."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t

from ansible_collections.community.tyk.plugins.module_utils._api.dashboard import (
    Client,
    Context,
    Dashboard,
    DashboardAdmin,
)
from ansible_collections.community.tyk.plugins.module_utils._api.gateway import Gateway
from ansible_collections.community.tyk.plugins.module_utils._api.http import Http, Settings
from ansible_collections.community.tyk.plugins.module_utils._api.patience import pause
from ansible_collections.community.tyk.plugins.module_utils._data import merge as data
from ansible_collections.community.tyk.plugins.module_utils._errors import (
    HttpFailure,
    Invalid,
    OrganisationMismatch,
    TykError,
    understood,
)
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Object, Resource
from ansible_collections.community.tyk.plugins.module_utils._kinds.on_gateway.table import GATEWAY
from ansible_collections.community.tyk.plugins.module_utils._kinds.user import USER
from ansible_collections.community.tyk.plugins.module_utils._object.apply import execute, prepare
from ansible_collections.community.tyk.plugins.module_utils._object.key_file import KeyFile
from ansible_collections.community.tyk.plugins.module_utils._object.plan import (
    Change,
    Run,
    declare,
    locate,
    plan,
    unkept,
)
from ansible_collections.community.tyk.plugins.module_utils._object.refs import Refs
from ansible_collections.community.tyk.plugins.module_utils._object.rotate import replace, rotated
from ansible_collections.community.tyk.plugins.module_utils._object.view import diff, view

Result = dict[str, t.Any]
PLATFORMS: dict[str, tuple[type[Client], t.Mapping[str, Resource]]] = {
    "dashboard": (Dashboard, {}),
    "gateway": (Gateway, GATEWAY),
}
CONNECTION = ("validate_certs", "ca_path", "client_cert", "client_key", "timeout", "retries")


class Task(t.NamedTuple):
    """What Ansible asks of a module.

    :arg params: every option with its value; ``named`` only those that the task names, null included.
    :arg tell: told what a long run is doing, where somebody can see it.
    """

    params: t.Mapping[str, t.Any]
    named: t.Mapping[str, t.Any]
    check: bool
    diff: bool
    warn: t.Callable[[str], None]
    tell: t.Callable[[str], None] = lambda text: None

    def wait(self, seconds: float) -> None:
        """Wait before a request is sent again, and say so."""
        if seconds >= 1:
            self.tell(f"Tyk is busy or does not answer; trying again in {seconds:.0f} seconds")
        pause(seconds)


def connect(resource: Resource, task: Task) -> tuple[Client, str]:
    """A client for the API that the kind lives behind, and the credential."""
    platform = PLATFORMS[task.params.get("platform") or "dashboard"]
    api, variants = (DashboardAdmin, {}) if resource.admin else platform
    option = "admin_secret" if resource.admin else "token"
    secret, url = task.params.get(option), task.params.get("url")
    for name, value in (("url", url), (option, secret)):
        if not value:
            raise Invalid(
                f"{name} is needed: as an option, in module_defaults, or as TYK_{name.upper()} in the environment"
            )
    settings = Settings(**{name: task.params[name] for name in CONNECTION if task.params.get(name) is not None})
    http = Http(str(url), (api.header, str(secret)), settings, warn=task.warn, sleep=task.wait)
    context = Context(
        org=str(task.params.get("org_id") or "") if not resource.admin else "",
        patience=float(task.params.get("wait_timeout") or 0),
        reloads=task.params.get("reload") is not False,
        check=task.check,
    )
    return api(http, variants, context), str(secret)


def start(resource: Resource, task: Task) -> Run:
    """A run of this task."""
    client, secret = connect(resource, task)
    resource = suited(client, resource, task.named)
    users = (USER,) if client.personal else ()
    kinds = {kind.kind: client.own(kind) for kind in (*users, *resource.related, resource)}
    refs = Refs(client, kinds, secret, task.check, task.warn)
    run = Run(resource, client, refs, task.params, task.named, task.check, task.diff, task.warn, tell=task.tell)
    if resource.scope:
        run.resource = kinds[resource.kind] = resource.scope(run)
    return run


def suited(client: Client, resource: Resource, named: t.Mapping[str, t.Any]) -> Resource:
    """The descriptor of the kind in this API. Refuses options that only another one has."""
    own = client.own(resource)
    missing = [name for name in resource.options if named.get(name) and name not in own.options]
    if missing:
        raise Invalid(f"{', '.join(missing)}: not with platform: {client.platform}; leave it out")
    return own


def reconcile(resource: Resource, task: Task) -> Result:
    """Bring one object to what the task declares. Raises TykError."""
    run = start(resource, task)
    try:
        with understood():
            return _reconcile(run, task)
    except TykError as error:
        error.changed = run.client.wrote
        raise


def _reconcile(run: Run, task: Task) -> Result:
    resource, current = run.resource, find(run)
    change = (rotated if task.params.get("state") == "rotated" else plan)(run, current)
    body = prepare(run, change)
    made = change.action in ("created", "rotated") and not task.check
    with KeyFile(task.params.get("key_file"), idle=not made) as key_file:
        stored = change.after if task.check else None
        if not task.check:
            try:
                rotate = change.action == "rotated"
                keep = key_file.write if key_file.path else None
                stored = (replace if rotate else execute)(run, change, body, keep)
                change = run.done or change
            except HttpFailure as error:
                if not resource.exists or not error.message.lower().startswith(resource.exists):
                    raise
                task.warn(resource.unknown)
                change, stored, made = Change("none", change.after, change.after), change.after, False
        result = answer(run, change, stored if stored is not None else change.before)
        if made and stored:
            hand_over(run, result, stored, key_file)
    if stored and not task.check and change.action != "none":
        tell_lost(run, stored)
    return result


def find(run: Run) -> Object | None:
    """The object that the task is about, in the caller's organisation."""
    if run.resource.variant:
        run.resource = run.client.own(run.resource.variant(run))
    run.wish = declare(run)
    current = locate(run)
    run.touch()
    option = run.resource.options.get(run.resource.id_option)
    if current and option and data.get(run.wish, option.path):
        # It may have been named by another of its ids; that is no wish to change this one.
        data.put(run.wish, option.path, data.get(current, option.path))
    asserted = run.params.get("org_id")
    if asserted and not run.resource.admin:
        org = data.get(current, run.resource.org) if current else None
        org = org if org or not run.client.personal and current and run.resource.org else run.refs.caller.org_id
        if org is None:
            run.warn(
                f"It can not be told whether the token belongs to organisation {asserted}; its user may not see that."
            )
        elif org != asserted:
            whose = f"organisation {org}" if org else "no organisation"
            what = "token" if run.client.personal else run.resource.noun
            raise OrganisationMismatch(f"org_id is {asserted}, but the {what} belongs to {whose}; nothing was changed")
    return current


def answer(run: Run, change: Change, shown: Object | None) -> Result:
    """What the module returns."""
    resource = run.resource
    result: Result = {"changed": change.action != "none", "action": change.action}
    if shown is not None:
        hidden = {name for part in resource.parts if not part.readable for name in part.fields}
        result[resource.result] = view(resource, {k: v for k, v in shown.items() if k not in hidden}, run)
    if run.diff:
        result["diff"] = diff(resource, change.before, change.after, run)
    return result


def hand_over(run: Run, result: Result, stored: Object, key_file: KeyFile) -> None:
    """The only moment at which a generated secret leaves: into the result or into key_file."""
    token = run.resource.token
    value = stored.get(token) if token else None
    if not value:
        return
    if key_file.path:
        key_file.write(str(value))  # what wrote the object has done so already, if it could
    elif run.resource.handed:
        result[run.resource.handed] = value
    else:
        result[run.resource.result][token] = value


def tell_lost(run: Run, stored: Object) -> None:
    """Warn of fields that Tyk accepted but did not keep."""
    lost = unkept(run, stored)
    if lost:
        name = data.get(stored, run.resource.name) if run.resource.name else None
        said = f"{run.resource.noun} {name!r}" if name else run.resource.noun
        run.warn(f"Tyk accepted the {said} but did not keep these fields as told: {', '.join(lost)}")


def gather(resource: Resource, task: Task) -> Result:
    """The objects of a kind that the task asks for, in the shape that the module accepts. Raises TykError."""
    run = start(resource, task)
    resource = run.resource
    filters = {name: task.params.get(name) for name in (resource.id_option, resource.name_option) if name}
    paths = {resource.id_option: (resource.id, *resource.other_ids), resource.name_option: (resource.name,)}
    direct = next((name for name in resource.lookups if task.params.get(name)), None)
    if direct:
        found = run.client.read(resource, task.params[direct], resource.lookups[direct] or None)
        objects = (
            [{**found, **({direct: task.params[direct]} if direct in resource.other_ids else {})}] if found else []
        )
    else:
        objects = run.refs.listing(resource.kind)
    for name, value in filters.items():
        if value and name == resource.name_option:
            wish: Object = {}
            data.put(wish, resource.name, value)
            value = data.get(resource.tidy(wish), resource.name)
        if value and name not in resource.lookups:
            objects = [obj for obj in objects if value in [data.get(obj, path) for path in paths[name]]]
    for named, path in resource.holds.items():
        if task.params.get(named):
            held = run.refs.find(named, task.params[named], named)
            ids = {data.get(held, at) for at in (run.refs.kind(named).id, *run.refs.kind(named).other_ids)}
            objects = [obj for obj in objects if ids.intersection(data.get(obj, path) or ())]
    asserted = None if resource.admin else task.params.get("org_id")
    if asserted and run.refs.caller.org_id != asserted:
        raise OrganisationMismatch(f"org_id is {asserted}, but the token belongs to {run.refs.caller.org_id or 'none'}")
    if objects:
        load_names(run, objects)
    shown = []
    for obj in objects:
        kind, whole = resource.expand(run, obj) if resource.expand else (resource, obj)
        shown.append(view(run.client.own(kind), whole, run))
    shown.sort(key=lambda obj: str(obj.get(resource.name_option) or ""))
    return {"changed": False, resource.results: shown}


def _named_in(objects: list[Object], path: str) -> bool:
    return any(holder[key] for obj in objects for holder, key in data.held(obj, path.split(".")))


def load_names(run: Run, objects: list[Object]) -> None:
    """List the kinds that the objects refer to; a token that may not see one of them gets ids."""
    held_kinds = (kind for path, kind in run.resource.named.items() if _named_in(objects, path))
    for kind in dict.fromkeys((*run.resource.refers, *held_kinds)):
        try:
            run.refs.listing(kind)
        except HttpFailure as error:
            if error.status != 403:
                raise
