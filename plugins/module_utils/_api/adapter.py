# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The library's adapter, which finds out what is the same for all requests to a server once, and not for each of them.

That is a sixth of what the library does for a request. tests/unit/house/api/test_adapter.py sees to it that
connections, paths and answers are those that the library would take, send and give.
"""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t

if t.TYPE_CHECKING:
    from requests import Response
    from requests.adapters import HTTPAdapter
else:
    try:
        from requests import Response
        from requests.adapters import HTTPAdapter
    except ImportError:  # http.py knows why
        HTTPAdapter = object


class Adapter(HTTPAdapter):
    """One for all requests of a session."""

    _last: tuple[t.Any, t.Any] = (None, None)  # for whom connections were asked for, and they

    def get_connection_with_tls_context(
        self, request: t.Any, verify: t.Any, proxies: t.Any = None, cert: t.Any = None
    ) -> t.Any:
        """The connections for a server. Older versions of the library do not ask here, but each time."""
        key, (known, pool) = (_split(request.url)[0], verify, cert, proxies), self._last
        if key != known or not key[0]:
            pool = super().get_connection_with_tls_context(request, verify, proxies=proxies, cert=cert)
            self._last = ((*key[:3], dict(proxies or {})), pool)
        return pool

    def close(self) -> None:
        """Close all connections."""
        self._last = (None, None)
        super().close()

    def build_response(self, req: t.Any, resp: t.Any) -> t.Any:
        """What has come, as far as we look at it. Cookies are for the library."""
        if "Set-Cookie" in resp.headers:
            return super().build_response(req, resp)
        made = Response()
        made.status_code, made.headers, made.raw = resp.status, resp.headers, resp
        made.request, made.url, made.connection = req, req.url, self
        return made

    def request_url(self, request: t.Any, proxies: t.Any) -> str:
        """What the first line of a request names."""
        path = "" if proxies else _split(request.url)[1]
        return path or super().request_url(request, proxies)


def _split(url: str) -> tuple[str, str]:
    """The server and the path of an address; empty texts where that takes a closer look."""
    end = url.find("/", len("https://"))
    server, path = url[:end], url[end:]
    plain = end > 0 and "?" not in server and "#" not in url and not path.startswith("//")
    return (server, path) if plain else ("", "")
