# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An object that does not exist yet, and what has its name already."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

from ansible_collections.community.tyk.plugins.module_utils._api.request import url_path
from ansible_collections.community.tyk.plugins.module_utils._data.merge import blank, merge, same
from ansible_collections.community.tyk.plugins.module_utils._data.paths import get
from ansible_collections.community.tyk.plugins.module_utils._errors import HttpFailure, Invalid, Missing, NoRoute
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind, Run
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object


def new(run: Run) -> Object:
    """The object that is to be created. Raises Invalid where it cannot be."""
    kind, resolved, chosen = run.kind, run.resolved, run.kind.chosen_id(run.declared)
    target: Object = merge(kind.start(resolved), resolved, kind.fields.rules, True)
    if chosen and kind.gets_ids_from_tyk:
        raise Invalid(
            f"{_none(run, target)}. A new one gets its ID from Tyk; to make one, leave {kind.identity.id_option} out"
        )
    for path in kind.fields.needs:
        value = get(target, path)
        if blank(value) and same(None, value, kind.fields.rules.under(path)):
            raise Missing(f"{_none(run, target)}, and to create it {_option_of(kind, path)} is needed")
    if chosen:
        url_path("", chosen)  # Tyk would make it, and nobody could reach it
    try:
        kind.check(target, None, run)
    except Missing as error:
        raise Missing(f"{_none(run, target)}, and to create it something is missing: {error}") from error
    return target


def check_known(run: Run) -> None:
    """Raise NoRoute where this Tyk knows no objects of the kind, and the list that shows them does not say so."""
    kind = run.kind
    if not (kind.route.since and kind.route.listing):
        return
    try:
        run.client.peek(kind, "none")
    except HttpFailure as error:
        if error.status == 404:
            raise NoRoute(error, kind.unknown_there) from error
        raise


def _none(run: Run, target: Object) -> str:
    """That there is no such object; and which one has its name, if the task says another id."""
    kind, chosen = run.kind, run.kind.chosen_id(run.declared)
    if not chosen:
        return f"there is no such {kind.noun} yet"
    beside = ""
    for name in (kind.name_of(target), chosen):  # a name in place of an id is a mistake, too
        others = run.around.kind(kind.name).tell_apart(namesakes(run, target, name))
        if others and not beside:
            beside = f" ({kind.noun} {name!r} is there: {others})"
    return f"there is no {kind.noun} with the {kind.identity.id_option} {chosen!r}{beside}"


def namesakes(run: Run, target: Object, name: str | None = None) -> list[Object]:
    """The objects that are there and have the name of one that is to be made with another id."""
    kind, around, name = run.kind, run.around, run.kind.name_of(target) if name is None else name
    if not name or not kind.identity.name_option or kind.route.ids_only:  # whose names cost a request each
        return []
    try:
        found = around.called(kind.name, name)
        if not found and name in kind.short_names(target):
            found = around.by(kind.name, kind.short_names, name)
    except HttpFailure:
        return []  # it is for a warning only
    return [obj for obj in found if id(obj) not in around.planned]


def beside(run: Run, others: list[Object]) -> str:
    """That a new object gets the name of others; "" where there are none, and where a clash of names says it."""
    kind, option, there = run.kind, run.kind.identity.id_option, run.around.kind(run.kind.name)
    if not others or any(row.option == kind.identity.name_option for row in kind.unique):
        return ""
    return (
        f"{option}: there is no {kind.noun} with this ID, so there will be a new one, but another has the name "
        f"{there.name_of(others[0])!r} already ({there.tell_apart(others)}), and the name alone will not tell them "
        f"apart. If that one is meant, name its ID, or no {option}."
    )


def mistaken(run: Run) -> str:
    """That nothing has the id of what is to go while something is called so, or the other way round; "" where not."""
    kind, identity = run.kind, run.kind.identity
    name = kind.name_of(run.declared)
    ids = [] if kind.secret.is_id and run.alone else kind.said_ids(run.named)  # to list all keys would take too long
    try:
        called = [(ident, obj) for ident in ids for obj in namesakes(run, {}, ident)]
        known = [] if ids or not name else [(name, obj) for obj in run.around.with_id(kind.name, name)]
    except HttpFailure:
        return ""
    there = run.around.kind(kind.name)
    for said, obj in called:
        none = f"there is no {kind.noun} with the ID {kind.shown_name(said)!r}, so none is deleted"
        which, option = there.tell_apart([obj]), identity.name_option
        return f"{identity.id_option}: {none}, but one is called so ({which}). If that is meant, name it with {option}."
    for said, _obj in known if identity.id_option else ():
        none = f"no {kind.noun} is called {kind.shown_name(said)!r}, so none is deleted"
        meant = f"If that is meant, name it with {identity.id_option}."
        return f"{identity.name_option}: {none}, but that is the ID of one. {meant}"
    return ""


def _option_of(kind: Kind, path: str) -> str:
    return next((name for name, option in kind.options.items() if option.path == path), path)
