# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What to ask of a server, and the path of an object."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import functools
import typing as t
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid


@dataclass(frozen=True)
class Request:
    """One request.

    :arg path: absolute path, made by url_path where ids are in it.
    :arg body: plain data, which is sent as JSON, or bytes.
    :arg files: for a form: name -> (name of the file, content).
    :arg shown: what failures say instead of a path that holds a secret.
    :arg renew: gives the body of each further try, and of one that had to wait; None where nothing is left to send.
        It is told whether there was a try.
    :arg media: the media type of the body and of the answer.
    :arg host: whom the server is to take itself for, if not for the host of its address.
    """

    method: str
    path: str
    query: t.Mapping[str, t.Any] | None = None
    body: t.Any = None
    files: t.Any = None
    shown: str = ""
    renew: t.Callable[[bool], t.Any] | None = None
    media: str = "application/json"
    host: str = ""

    @property
    def repeatable(self) -> bool:
        """Whether to send it twice does the same as to send it once."""
        return self.method != "POST"

    @functools.cached_property
    def target(self) -> str:
        """Path and query."""
        return self.path + ("?" + urlencode(self.query) if self.query else "")

    @property
    def shown_path(self) -> str:
        """The path, fit for messages."""
        return self.shown or self.path

    @property
    def headers(self) -> dict[str, str]:
        """The headers that say what the body is, what the answer is to be, and who is to give it."""
        plain = self.body is not None and not isinstance(self.body, bytes)
        media = {"Accept": self.media, **({"Content-Type": self.media} if plain else {})}
        return {**media, **({"Host": self.host} if self.host else {})}


def url_path(collection: str, *ids: str) -> str:
    """Join a route and ids from outside, so that an id can never be more than one segment of the path."""
    for item in ids:
        if item in ("", ".", ".."):
            raise Invalid(f"{item!r} cannot be the id of an object")
    return "/" + "/".join([collection.strip("/"), *(quote(item, safe="") for item in ids)])
