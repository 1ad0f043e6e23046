# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""auth and auth_configs.authToken of a classic API: one thing in two places, and what is said of one goes for both."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t

from ansible_collections.community.tyk.plugins.module_utils._data.merge import blank
from ansible_collections.community.tyk.plugins.module_utils._data.paths import get
from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object

AUTH, CONFIGS, TOKEN = "auth", "auth_configs", "authToken"


def settled(inner: Object, there: Object) -> Object:
    """What is said of a classic definition: where it says both places, each says all that is said of the other one,
    and null takes nothing away that the other one says.

    :arg there: the definition that it is said of.
    """
    auth, configs = inner.get(AUTH), inner.get(CONFIGS)
    if auth and CONFIGS in inner and configs is None:
        return {**inner, CONFIGS: {name: None for name in there.get(CONFIGS) or {} if name != TOKEN}}
    if AUTH not in inner or not isinstance(configs, dict) or TOKEN not in configs:
        return inner
    token = configs[TOKEN]
    if token is None and auth:
        return {**inner, CONFIGS: {name: item for name, item in configs.items() if name != TOKEN}}
    if auth is None and token:
        return {name: item for name, item in inner.items() if name != AUTH}
    if auth and token:
        from ansible_collections.community.tyk.plugins.module_utils._data.undo import lay

        auth, token = _without(auth, token), _without(token, auth)
        auth, token = lay(token, auth), lay(auth, token)
    return {**inner, AUTH: auth, CONFIGS: {**configs, TOKEN: token}}


def told_once(inner: Object, there: Object) -> bool:
    """Whether what is said of either place, and is there, goes for the other one already.

    :arg there: the definition that it is said of.
    """
    if AUTH not in inner and CONFIGS not in inner:
        return True
    said, configs = inner.get(AUTH), inner.get(CONFIGS)
    told = configs.get(TOKEN) if isinstance(configs, dict) else None
    if AUTH in inner and not said or CONFIGS in inner and not configs or TOKEN in (configs or ()) and not told:
        return False  # which may take something away
    if said is None and told is None:
        return True
    auth, token = there.get(AUTH), get(there, f"{CONFIGS}.{TOKEN}")
    return auth == token or not (token if told is None else auth if said is None else True)


def check_tokens(inner: Object) -> None:
    """Refuse a classic definition that says two things of the one. Raises Invalid."""
    fault = _contradiction(inner.get(AUTH), get(inner, f"{CONFIGS}.{TOKEN}"))
    if fault:
        raise Invalid(
            f"definition: {AUTH}{fault} and {CONFIGS}.{TOKEN}{fault} contradict each other, and Tyk keeps one value "
            "for both; keep one of them"
        )


def _without(lost: t.Any, wins: t.Any) -> t.Any:
    """The same without null for what the other one says; and if it says nothing but blanks, without these."""
    if not isinstance(lost, dict) or not isinstance(wins, dict):
        return lost
    left = {name: _without(item, wins.get(name)) for name, item in lost.items()}
    yields = blank(lost)
    kept = (name for name, item in left.items() if blank(wins.get(name)) or not (yields or item is None))
    return {name: left[name] for name in kept}


def _contradiction(one: t.Any, other: t.Any) -> str:
    """Where two values differ, after a dot; "" for nowhere."""
    if not isinstance(one, dict) or not isinstance(other, dict):
        return ""
    for name in (name for name in one if name in other):
        here, there = one[name], other[name]
        deeper = _contradiction(here, there)
        if deeper or (not isinstance(here, dict) and not isinstance(there, dict) and here != there):
            return f".{name}{deeper}"
    return ""


def mirrored(inner: Object, there: Object, writes: bool) -> Object:
    """What is said of one of the two places, for the other one where there is something.

    :arg inner: what is said of the definition.
    :arg there: the definition that it is said of, as a wrapper.
    :arg writes: whether the server writes one into the other by itself.
    """
    auth, token = inner.get(AUTH), get(inner, f"{CONFIGS}.{TOKEN}")
    one, other = get(there, f"api_definition.{AUTH}"), get(there, f"api_definition.{CONFIGS}.{TOKEN}")
    configs = inner.get(CONFIGS) or {TOKEN: None} if CONFIGS in inner else {}
    gone, lost = (name in part and part[name] is None for name, part in ((AUTH, inner), (TOKEN, configs)))
    has, had = ((part if writes else not blank(part)) for part in (one, other))
    if gone and not token and writes and other:
        return {CONFIGS: {TOKEN: None}}
    if lost and not auth and writes and one:
        return {AUTH: None}
    if auth and not token and had:
        return {CONFIGS: {TOKEN: auth}}
    return {AUTH: token} if token and not auth and has else {}
