# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whether Gateways serve what was written: each is asked until it does, or wait_timeout seconds are over.

A Gateway's control API is asked where there is a secret for it; else traffic has to do, which reaches the upstream of
an API that lets everybody in. What was not changed is asked for as well, so that a run after one that has waited in
vain says the same."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import functools
import itertools
import typing as t
from dataclasses import dataclass
from urllib.parse import quote

from ansible_collections.community.tyk.plugins.module_utils._api import patience
from ansible_collections.community.tyk.plugins.module_utils._api.context import Context
from ansible_collections.community.tyk.plugins.module_utils._api.http import Http, Settings
from ansible_collections.community.tyk.plugins.module_utils._api.patience import READ_BACK, Patience, in_seconds
from ansible_collections.community.tyk.plugins.module_utils._api.request import Request
from ansible_collections.community.tyk.plugins.module_utils._api.server import address, credential
from ansible_collections.community.tyk.plugins.module_utils._data.merge import differ, same
from ansible_collections.community.tyk.plugins.module_utils._data.paths import dotted
from ansible_collections.community.tyk.plugins.module_utils._data.rules import Rules
from ansible_collections.community.tyk.plugins.module_utils._errors import HttpFailure, Invalid, TykError, understood
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object
from ansible_collections.community.tyk.plugins.module_utils._kinds.sight import Sight
from ansible_collections.community.tyk.plugins.module_utils._object.connect import CONNECTION, Task
from ansible_collections.community.tyk.plugins.module_utils._object.stages import Change

if t.TYPE_CHECKING:
    from ansible_collections.community.tyk.plugins.module_utils._api.gateway import Gateway

TOLD = 20  # objects that a message names
NOWHERE = ("not found", "404 page not found")  # a Gateway's own words for a path that it does not serve
REFUSED = (401, 403)  # what a wrong secret is answered with, which waiting does not mend


class NotServed(TykError):
    """All is written, and not every Gateway serves it.

    :arg done: what the module returns all the same, which may have what Tyk tells once.
    """

    def __init__(self, message: str, done: dict[str, t.Any]) -> None:
        said = done.get("msg")
        super().__init__(f"{said} {message}" if said else message)
        self._done = {name: value for name, value in done.items() if name != "msg"}

    def result(self) -> dict[str, t.Any]:
        return self._done


@dataclass(frozen=True)
class Wanted:
    """An object as every Gateway is to have it; or, if it is gone, as none is to have it any more.

    :arg change: what was done to it.
    """

    kind: Kind
    obj: Object
    change: Change

    @property
    def gone(self) -> bool:
        return self.change.after is None

    @property
    def sight(self) -> Sight:
        return self.kind.on_gateways(self.obj)

    @property
    def name(self) -> str:
        shown = self.kind.shown_id(self.obj)
        return f"{self.kind.noun} {self.kind.name_of(self.obj)!r}{f' ({shown})' if shown else ''}"


def wanted(kind: Kind, change: Change, stored: Object | None) -> Wanted | None:
    """What Gateways are to serve after a change, if it is something that they serve."""
    obj = change.before if change.after is None else stored or change.after
    return Wanted(kind, obj, change) if kind.gateways_serve and obj else None


class Gate:
    """One of the Gateways.

    :arg secret: for its control API; "" for none.
    """

    def __init__(self, task: Task, url: str, secret: str) -> None:
        from ansible_collections.community.tyk.plugins.module_utils._api.gateway import Gateway
        from ansible_collections.community.tyk.plugins.module_utils._kinds.on_gateway.table import ON_GATEWAY

        self.url = address(url, "gateway_urls")
        given = {name: task.params[name] for name in CONNECTION if task.params.get(name) is not None}
        settings = Settings(**given)._replace(retries=0)
        auth = (Gateway.header, secret) if secret else ("", "")
        self._http = Http(self.url, auth, settings, warn=self._warn_of(task), sleep=task.wait)
        context = Context(check=True, progress=task.progress)  # only asks, and no reload either
        self._client = Gateway(self._http, ON_GATEWAY, context) if secret else None
        self.hopeless = False

    @staticmethod
    def _warn_of(task: Task) -> t.Callable[[str], None]:
        own = (("The token", "gateway_secret"), ("because url is", "because its address in gateway_urls is"))

        def warn(text: str) -> None:
            for general, ours in own:
                text = text.replace(general, ours)
            task.warn(text)

        return warn

    def lacks(self, one: Wanted) -> str:
        """What is not yet as it is to be; "" where all is."""
        try:
            return self._look(one, self._client) if self._client else self._knock(one)
        except HttpFailure as error:
            self.hopeless = self._client is not None and error.status in REFUSED
            wrong = ". gateway_secret is not its secret" if self.hopeless else ""
            return f"{error.method} {error.path} gave {error.status or 'no answer'}: {error.message}{wrong}"

    def _look(self, one: Wanted, client: Gateway) -> str:
        """Ask the control API. A read that may cost the object its next load is none that is made here."""
        own, sight = client.own(one.kind), one.sight
        collection = own.route.listing if own.route.brittle else ""
        found = client.read(own, sight.ident, sight.query, collection)
        if one.gone or found is None:
            return "" if one.gone and found is None else "it still has it" if one.gone else "it does not have it"
        shown = own.on_gateways({**found, **{name: one.obj.get(name) for name in own.identity.other_ids}}).told
        other = [option for option, value in sight.told.items() if option in shown and shown[option] != value]
        other = other or ([] if collection else _former(one, own, found))
        return f"it has it with another {', '.join(dict.fromkeys(other))}" if other else ""

    def _knock(self, one: Wanted) -> str:
        """Ask as traffic does."""
        path, host = quote(one.sight.path, safe="/%:@!$&'*+,;=~"), one.sight.host
        answer = self._http.knock(Request("GET", path, host=host))
        nowhere = answer.status == 404 and answer.text.strip().lower() in NOWHERE
        if one.gone is nowhere:
            return ""
        return f"GET {path}{f' for {host}' if host else ''} is answered with {answer.status}" + (
            " Not Found, as what it does not serve" if nowhere else ", so something is served there"
        )


def _former(one: Wanted, own: Kind, found: Object) -> list[str]:
    """A field that was changed, where a Gateway shows another value of all of them. It loads an object whole, so that
    one field that is new tells that all are; and of some it may not know what a Dashboard does."""
    from ansible_collections.community.tyk.plugins.module_utils._kinds.on_gateway.api import references

    before, after = one.change.before, one.change.after
    if before is None or after is None or not own.life.filed:
        return []
    target = one.obj if all(root in one.obj for root in after if root in found) else after
    former: list[str] = []
    for path in differ(before, target, own.fields.rules):
        keys = [*itertools.takewhile(lambda key: isinstance(key, str), path)]
        new, now = _at(target, keys), _at(found, keys)
        if keys and keys[0] in found and not any(True for _path in references(new)):
            if same(new, now, functools.reduce(Rules.at, keys, own.fields.rules)):
                return []
            former.append(dotted(tuple(keys)))
    return former[:1]


def _at(value: t.Any, keys: t.Iterable[t.Any]) -> t.Any:
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def gates(task: Task, kinds: t.Iterable[Kind]) -> list[Gate]:
    """The Gateways to ask, if the task wants that. Refuses what cannot be asked, before anything is written.

    :arg kinds: of what is declared.
    """
    params = task.params
    if not params.get("wait_served"):
        return []
    urls = [str(url) for url in params.get("gateway_urls") or [] if str(url).strip()]
    if not urls:
        raise Invalid("gateway_urls: wait_served needs it, the addresses of the Gateways that are to be asked")
    if params.get("reload") is False and params.get("platform") == "gateway":
        raise Invalid("wait_served: not with reload: false, because nothing is served before a reload")
    secret = credential(str(params.get("gateway_secret") or ""), "gateway_secret")
    for kind in kinds:
        if not secret and kind.gateways_serve and kind.secret.is_id:
            raise Invalid(
                f"wait_served: no Gateway tells of {kind.nouns} without its secret; give gateway_secret (also as "
                f"TYK_GATEWAY_SECRET), or leave {kind.nouns} to a task without wait_served"
            )
    return [Gate(task, url, secret) for url in dict.fromkeys(urls)]


def wait_until_served(task: Task, asked: list[Gate], objects: list[Wanted], done: dict[str, t.Any]) -> dict[str, t.Any]:
    """The result, with how long it took each Gateway. Raises NotServed."""
    if not asked:
        return done
    try:
        with understood():
            return {**done, "served": _wait(task, asked, _askable(task, objects))}
    except TykError as error:
        raise NotServed(str(error), done) from None


def _askable(task: Task, objects: list[Wanted]) -> list[Wanted]:
    """Without what cannot be asked for, of which a warning tells."""
    known = bool(str(task.params.get("gateway_secret") or "").strip())
    kept = []
    for one in objects:
        why = one.sight.silent or ("" if known else one.sight.shut)
        if why:
            way = "" if known or one.sight.silent else "; gateway_secret lets the Gateways tell"
            task.warn(f"wait_served: whether the {one.name} is served was not asked, because {why}{way}.")
        else:
            kept.append(one)
    return kept


def _wait(task: Task, asked: list[Gate], objects: list[Wanted]) -> dict[str, float]:
    """Ask each Gateway for all until it serves them; the seconds that took."""
    seconds, begun, took = float(task.params.get("wait_timeout") or 0), patience.clock(), dict[str, float]()
    left: dict[str, list[tuple[Wanted, str]]] = {gate.url: [(one, "") for one in objects] for gate in asked}

    def announce(rest: float) -> None:
        task.progress(f"waiting up to {in_seconds(round(rest))} more until the Gateways serve what was written")

    for turn in Patience(READ_BACK, seconds=seconds, announce=announce).turns():
        for gate in asked:
            left[gate.url] = _unserved(gate, left[gate.url])
            if not left[gate.url]:
                took.setdefault(gate.url, round(patience.clock() - begun, 1))
        if not any(left.values()):
            break
        if turn.last or patience.clock() - begun > seconds or any(gate.hopeless for gate in asked):
            raise TykError(_complaint(left, seconds))
    return took


def _unserved(gate: Gate, objects: list[tuple[Wanted, str]]) -> list[tuple[Wanted, str]]:
    """What a Gateway does not serve yet; after the first that it does not, the others are not asked for in vain."""
    found: list[tuple[Wanted, str]] = []
    for one, last in objects:
        why = gate.lacks(one) if not gate.hopeless else last
        if why or gate.hopeless:
            found.append((one, why or last))
    return found


def _complaint(left: dict[str, list[tuple[Wanted, str]]], seconds: float) -> str:
    """That all is written, and what which Gateway does not serve."""
    said = []
    for url, objects in left.items():
        for one, why in objects:
            verb = "still serves" if one.gone else "does not serve"
            note = f". {one.sight.note}" if one.sight.note and not one.gone else ""
            said.append(f"{url} {verb} the {one.name}: {why or 'it was not asked'}{note}")
    more = f"\nand {len(said) - TOLD} more" if len(said) > TOLD else ""
    return (
        f"It is written, but after {in_seconds(seconds)} not served as it is to be. See that the addresses in "
        "gateway_urls are those of Gateways that load from here, and their logs; wait_timeout allows more time, and "
        "running again asks anew:\n" + "\n".join(said[:TOLD]) + more
    )
