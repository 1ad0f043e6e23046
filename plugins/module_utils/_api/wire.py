# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is known of a request that got no answer: whether it was sent, what to call it, and what to do.

A library has its own names for what happened, and they differ by version; a proxy that fails is called the same as a
connection that broke behind it. So only facts count: the kinds of exceptions that no sent request ever meets, and
where in the making of a connection they arose. Whatever is no such fact leaves it unknown whether it was sent.
"""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import re
import traceback
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._api.mishap import NO, Mishap
from ansible_collections.community.tyk.plugins.module_utils._api.mishaps import CONNECTING, OR_ELSE, ROWS, Row
from ansible_collections.community.tyk.plugins.module_utils._api.patience import in_seconds
from ansible_collections.community.tyk.plugins.module_utils._api.proxy import Proxy

# Functions of Python and urllib3 that make a connection ready; what breaks in them breaks before a request is sent.
READYING = {"do_handshake", "ssl_wrap_socket", "_tunnel"}
OBJECT = re.compile(r"^(<[^>]*>|\w+\([^)]*\)): ")  # whose words they are
TO_PROXY = "_connect_tls_proxy"  # the one that speaks TLS with a proxy


class Way(t.NamedTuple):
    """The way that a request takes.

    :arg server: host and port, as messages show them.
    """

    scheme: str
    server: str
    proxy: Proxy = Proxy()
    timeout: float = 0


class Facts(t.NamedTuple):
    """What an exception tells for sure.

    :arg kinds: the names of all that it consists of, their bases included.
    :arg said: what is at the bottom of it.
    :arg places: the functions in which it arose.
    """

    kind: str
    kinds: frozenset[str]
    said: str
    places: frozenset[str]

    @property
    def ready(self) -> bool:
        """Whether the connection may have been ready for the request, so that it may have been sent."""
        return not self.places & READYING


def facts(error: BaseException, outer: BaseException | None = None) -> Facts:
    """Look at an exception, at what it holds and at what it followed, but for what was there before the request."""
    chain: list[BaseException] = []
    waiting: list[t.Any] = [error]
    while waiting:
        one = waiting.pop(0)
        if isinstance(one, BaseException) and one is not outer and not any(one is known for known in chain):
            chain.append(one)
            below = (getattr(one, name, None) for name in ("reason", "original_error", "__cause__", "__context__"))
            waiting += [*one.args, *below]
    kinds = frozenset(base.__name__ for one in chain for base in type(one).__mro__)
    said = " | ".join(OBJECT.sub("", arg) for one in chain for arg in one.args if isinstance(arg, str) and _bottom(one))
    frames = (frame for one in chain for frame, _line in traceback.walk_tb(one.__traceback__))
    return Facts(type(chain[-1]).__name__, kinds, said, frozenset(frame.f_code.co_name for frame in frames))


def _bottom(error: BaseException) -> bool:
    """Whether it may say what happened; what repeats the address may say anything."""
    return type(error).__name__ not in ("MaxRetryError", "ReadTimeoutError", "ReadTimeout")


def row_of(known: Facts) -> Row:
    """The row that is about this."""
    return next(row for row in ROWS if _fits(row, known))


def understand(error: BaseException, way: Way, outer: BaseException | None = None) -> Mishap:
    """What an exception of the library means for the request."""
    known = facts(error, outer)
    row, at_proxy = row_of(known), _at_proxy(known, way)
    told = re.search(row.says, known.said, re.IGNORECASE) if row.says else None
    proxy = f"the proxy {way.proxy.shown}"
    words = {
        "peer": proxy if at_proxy else way.server,
        "proxy": proxy,
        "server": way.server,
        "variable": way.proxy.variable,
        "seconds": in_seconds(way.timeout),
        "told": told[1] if told and told.re.groups else "",
        "kind": known.kind,
        "or_else": OR_ELSE.get(way.scheme, ""),
    }
    hint = (row.proxy_hint or row.hint) if at_proxy else row.hint
    return Mishap(row.words.format(**words), hint.format(**words), row.sent if known.ready else NO, row.again)


def _at_proxy(known: Facts, way: Way) -> bool:
    """Whether the proxy is the other end of what broke."""
    connecting = any(re.search(CONNECTING, kind) for kind in known.kinds)
    told = known.ready and "proxy appears to only use HTTP" in known.said
    return bool(way.proxy.host) and (
        connecting or told or way.scheme == "http" or bool(known.places & {TO_PROXY, "_tunnel"})
    )


def _fits(row: Row, known: Facts) -> bool:
    """Whether a row is about this."""
    if row.ready is not None and row.ready is not known.ready:
        return False
    if row.kinds and not any(re.search(row.kinds, kind) for kind in known.kinds):
        return False
    return not row.says or bool(re.search(row.says, known.said, re.IGNORECASE))
