# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What rights may say of an MCP proxy, and of an API that is none: Tyk refuses the one for the other, but not at every
door, and not of what it does not know."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import re
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._data.paths import get
from ansible_collections.community.tyk.plugins.module_utils._data.secrets import shown_address
from ansible_collections.community.tyk.plugins.module_utils._errors import HttpFailure, Invalid
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Run
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object

OF_PROXIES = ("mcp_access_rights", "mcp_primitives", "json_rpc_methods", "json_rpc_methods_access_rights")
OF_OTHERS = (
    *("allowed_urls", "endpoints", "restricted_types", "allowed_types", "field_access_rights"),
    "disable_introspection",
)
TYPES = ("tool", "resource", "prompt")
NOT_IN_GO = re.compile(r"\(\?(<?[=!]|>)|\\[1-9]")  # looks around and back, which Go's regular expressions cannot


def _speaks(value: t.Any) -> bool:
    return any(map(_speaks, value.values())) if isinstance(value, dict) else bool(value)


def _patterns(entry: Object) -> t.Iterator[str]:
    """The names in rights to an MCP proxy, each of which is a regular expression."""
    lists = [entry.get("json_rpc_methods_access_rights"), *(entry.get("mcp_access_rights") or {}).values()]
    for one in lists:
        for side in ("allowed", "blocked"):
            yield from (str(name) for name in get(one, side) or ())
    for option in ("mcp_primitives", "json_rpc_methods"):
        yield from (str(one.get("name") or "") for one in entry.get(option) or () if isinstance(one, dict))


def _is_regex(text: str) -> bool:
    try:
        re.compile(text)
    except re.error:
        return False
    return not NOT_IN_GO.search(text)


def _sort(run: Run, ident: str) -> str:
    """What an id is that of: "proxy", "api", or "" where nobody knows."""
    kind = run.around.kind("api")
    try:
        api = run.around.known("api", ident, load=True)
    except HttpFailure as error:
        if error.status != 403:
            raise
        return ""
    if api is None or kind.org_of(api) is None:
        return ""
    return "api" if kind.is_own(api) else "proxy"


def _granting(run: Run, policies: t.Iterable[str], ident: str) -> str:
    """The name of the policy of a key that grants rights to this API; "" for none."""
    try:
        found = [run.around.known("policy", policy, load=True) or {} for policy in policies]
    except HttpFailure as error:
        if error.status != 403:
            raise
        return ""
    return next((str(one.get("name")) for one in found if ident in (one.get("access_rights") or ())), "")


def check(target: Object, current: Object | None, run: Run, policies: t.Collection[str] = ()) -> None:
    """Refuse what Tyk refuses, and warn of what it would store and not apply; of what is new in the rights.

    :arg policies: the ids of those that a key has, which take the place of its own rights.
    """
    before = (current or {}).get("access_rights") or {}
    for ident, entry in (target.get("access_rights") or {}).items():
        was = before.get(ident) or {}
        if was is entry:
            continue
        new = {name: value for name, value in (entry or {}).items() if _speaks(value) and value != was.get(name)}
        own, others = [name for name in OF_PROXIES if name in new], [name for name in OF_OTHERS if name in new]
        if not own and not others:
            continue
        sort, called = _sort(run, str(ident)), repr(run.around.name("api", str(ident)))
        _refuse(sort, called, (own, others), new)
        if own:
            _warn(run, (sort, called), (own, new), _granting(run, policies, str(ident)))


def _warn(run: Run, what: tuple[str, str], said: tuple[list[str], Object], policy: str) -> None:
    """Tell of what Tyk would store and not apply."""
    (sort, called), (own, new) = what, said
    start = f"access_rights: {', '.join(own)}"
    if not sort:
        run.warn(f"{start}: there is no MCP proxy {called} that the token sees, and Tyk stores this without a look.")
    if policy:
        run.warn(
            f"{start}: Tyk does not apply this, because policy {policy!r} grants rights to {called}; say it there."
        )
    telling = {text: shown_address(text) for text in _patterns(new)}
    for text, shown in telling.items():
        if shown != text:
            run.warn(
                f"access_rights: {shown}: this name holds a secret, and names are shown wherever the rights are; put "
                ".* in the secret's place."
            )
    broken = [shown for text, shown in telling.items() if not _is_regex(text)]
    if broken:
        run.warn(
            f"access_rights: {', '.join(map(repr, broken))}: this is no regular expression that Tyk knows, so to "
            f"{called} it stands only for what is called just so."
        )


def _refuse(sort: str, called: str, said: tuple[list[str], list[str]], new: Object) -> None:
    own, others = said
    if own and sort == "api":
        raise Invalid(
            f"access_rights: {', '.join(own)}: Tyk takes this for MCP proxies only, and {called} is an API; leave it "
            "out, or name an MCP proxy"
        )
    if others and sort == "proxy":
        raise Invalid(
            f"access_rights: {', '.join(others)}: Tyk takes this for APIs only, and {called} is an MCP proxy; use "
            "mcp_access_rights, mcp_primitives, json_rpc_methods, or json_rpc_methods_access_rights"
        )
    for primitive in new.get("mcp_primitives") or () if sort == "proxy" else ():
        if get(primitive, "type") not in TYPES:
            raise Invalid(
                f"access_rights: mcp_primitives: type {str(get(primitive, 'type') or '')!r} is none of "
                f"{', '.join(TYPES)}; take one of these"
            )
