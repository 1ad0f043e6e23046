# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The proxy that the environment names for an address: how to call it, and what of it is nobody's business."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import base64
import typing as t
from urllib.parse import unquote, urlsplit

from ansible_collections.community.tyk.plugins.module_utils._api.server import place
from ansible_collections.community.tyk.plugins.module_utils._api.veil import without_login
from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid


class Proxy(t.NamedTuple):
    """A proxy on the way; all of it is empty where there is none.

    :arg host: its name or address.
    :arg shown: what messages call it.
    :arg variable: which variable of the environment names it.
    :arg secrets: who logs in there, in all the ways in which somebody may repeat it.
    """

    host: str = ""
    shown: str = ""
    variable: str = ""
    secrets: tuple[str, ...] = ()


def proxy_of(url: str, proxies: t.Mapping[str, str]) -> Proxy:
    """The proxy for an address, of those by scheme. Raises Invalid, which names the variable."""
    scheme = urlsplit(url).scheme
    name = next((name for name in (scheme, "all") if proxies.get(name)), "")
    if not name:
        return Proxy()
    given = proxies[name]
    try:
        way, host, port = place(given if "://" in given else f"http://{given}")
    except ValueError:  # of the port, which it quotes
        way = host = ""
        port = None
    if not host:
        raise Invalid(f"{name}_proxy: {without_login(given)!r} in the environment is no address of a proxy")
    return Proxy(host, f"{host}:{port}" if port else f"{way}://{host}", f"{name}_proxy", _logins(given))


def _logins(given: str) -> tuple[str, ...]:
    """The password of a proxy, and the header that is made of it."""
    login = given.partition("://")[2] or given
    if "@" not in login:
        return ()
    login = login.rpartition("@")[0]
    user, _colon, password = login.partition(":")
    pair = f"{unquote(user)}:{unquote(password)}"
    header = base64.b64encode(pair.encode()).decode()
    return tuple(text for text in (login, pair, password, unquote(password), header) if text)
