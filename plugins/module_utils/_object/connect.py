# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From a task's options to a client of Tyk, and to a run."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t
from dataclasses import replace

from ansible_collections.community.tyk.plugins.module_utils._api.context import Context
from ansible_collections.community.tyk.plugins.module_utils._api.dashboard import Client, Dashboard, DashboardAdmin
from ansible_collections.community.tyk.plugins.module_utils._api.http import Http, Settings
from ansible_collections.community.tyk.plugins.module_utils._api.patience import in_seconds, pause
from ansible_collections.community.tyk.plugins.module_utils._api.progress import Progress
from ansible_collections.community.tyk.plugins.module_utils._api.recent import Shared
from ansible_collections.community.tyk.plugins.module_utils._api.server import (
    address,
    check_files,
    check_numbers,
    credential,
)
from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind, Run
from ansible_collections.community.tyk.plugins.module_utils._kinds.secret_paths import check_paths
from ansible_collections.community.tyk.plugins.module_utils._kinds.table import BY_NAME, with_own
from ansible_collections.community.tyk.plugins.module_utils._object.refs import Refs

if t.TYPE_CHECKING:
    from ansible_collections.community.tyk.plugins.module_utils._object.backup import Backup

CONNECTION = ("validate_certs", "ca_path", "client_cert", "client_key", "timeout", "retries")


class Controller(t.Protocol):
    """What only Ansible's own process can do with files."""

    def decrypt(self, text: str) -> str:
        """What ansible-vault has encrypted. Raises ValueError."""

    def render(self, text: str) -> t.Any:
        """What a template makes. Raises ValueError."""


def hides_nothing(texts: t.Iterable[str]) -> None:
    """What is secret is known to nobody who shows results."""


class Task(t.NamedTuple):
    """What Ansible asks of a module.

    :arg params: every option with its value; ``named`` only those that the task names, null included.
    :arg progress: told what a long run is doing, where somebody can see it.
    :arg controller: there in Ansible's own process only.
    :arg hide: told further texts that no result may show.
    :arg loop: tells loops apart whose items run in one process; "" for a task that shares nothing.
    """

    params: t.Mapping[str, t.Any]
    named: t.Mapping[str, t.Any]
    check: bool
    diff: bool
    warn: t.Callable[[str], None]
    progress: Progress = Progress()
    controller: Controller | None = None
    hide: t.Callable[[t.Iterable[str]], None] = hides_nothing
    loop: str = ""

    def wait(self, seconds: float) -> None:
        """Wait before a request is sent again, and say so."""
        whole = round(seconds)
        if whole or self.progress.is_silent:  # the request itself may have taken long
            when = f"in {in_seconds(whole)}" if whole else "now"
            self.progress(f"Tyk is busy or does not answer; trying again {when}")
        pause(seconds)


class Start(t.NamedTuple):
    """A run of a task, and what it is done with.

    :arg backup: where what it overwrites is kept, if the task asks for that.
    """

    run: Run
    client: Client
    refs: Refs
    backup: Backup | None = None


def platform_of(name: str | None) -> tuple[type[Client], t.Mapping[type[Kind], Kind]]:
    """The API of a platform, and the kinds that are others there."""
    if name != "gateway":
        return Dashboard, {}
    from ansible_collections.community.tyk.plugins.module_utils._api.gateway import Gateway
    from ansible_collections.community.tyk.plugins.module_utils._kinds.on_gateway.table import ON_GATEWAY

    return Gateway, ON_GATEWAY


def connect(task: Task, admin: bool = False) -> tuple[Client, str]:
    """A client for Tyk's API, and the credential."""
    api, variants = (DashboardAdmin, {}) if admin else platform_of(task.params.get("platform"))
    option = "admin_secret" if admin else "token"
    secret, url = task.params.get(option), task.params.get("url")
    for name, value in (("url", url), (option, secret)):
        if not value or not str(value).strip():
            empty = f"{name} is empty" if task.named.get(name) is not None else f"{name} is needed"
            raise Invalid(
                f"{empty}: give it as an option, in module_defaults, or as TYK_{name.upper()} in the environment"
            )
    check_numbers(task.params)
    check_files(task.params)
    settings = Settings(**{name: task.params[name] for name in CONNECTION if task.params.get(name) is not None})
    secret = credential(str(secret), option)
    http = Http(address(str(url)), (api.header, secret), settings, warn=task.warn, sleep=task.wait)
    context = Context(
        org=str(task.params.get("org_id") or "") if not admin else "",
        patience=float(task.params.get("wait_timeout") or 0),
        reloads=task.params.get("reload") is not False,
        check=task.check,
        progress=task.progress,
    )
    return api(http, variants, context), secret


def start(kind: Kind, task: Task, shared: Shared | None = None) -> Start:
    """A run of this task.

    :arg shared: what it has of other items of the same loop.
    """
    client, secret = connect(task, kind.route.admin)
    if shared:
        client.share(shared)
    kind = for_platform(client, kind, task.named)
    kinds = with_own(client.kinds(BY_NAME), kind)
    refs = Refs(client, kinds, secret, task.check, task.warn)
    check_paths([kind], task.params, sections=False)
    run = Run(kind, client, refs, task.params, task.named, task.check, task.diff, task.warn)
    return _below(run, client, refs)


def _below(run: Run, client: Client, refs: Refs) -> Start:
    """The run with the route of its kind, where that depends on another object."""
    kind = run.kind.below(run)
    if kind is run.kind:
        return Start(run, client, refs)
    refs = refs.apart(kind)
    return Start(replace(run, kind=kind, around=refs), client, refs)


def for_platform(client: Client, kind: Kind, named: t.Mapping[str, t.Any]) -> Kind:
    """The kind as it is in this API. Refuses options that only another one has."""
    own = client.own(kind)
    missing = own is not kind and [name for name in kind.options if named.get(name) and name not in own.options]
    if missing:
        raise Invalid(f"{', '.join(missing)}: not with platform: {client.platform}; leave it out")
    return own
