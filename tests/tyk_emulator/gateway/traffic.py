# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What comes in for an API, as far as it tells whether there is one. Nothing is passed on: every upstream is down."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..wire import Response
from . import definitions, listen_path

if TYPE_CHECKING:
    from .node import Node


def answer(node: Node, path: str, host: str) -> Response | None:
    """The answer of the API that listens there; None if none does."""
    found = [api["classic"] for api in node.apis.values() if _takes(api["classic"], path, host.partition(":")[0])]
    if not found:
        return None
    api = max(found, key=lambda one: (bool(one["domain"]), listen_path.weight(one["proxy"]["listen_path"])))
    if api["use_keyless"]:
        return Response(500, {"error": "There was a problem proxying the request"})
    return Response(401, {"error": "Authorization field missing"})


def _takes(api: dict[str, Any], path: str, host: str) -> bool:
    """Whether an API listens at a path of a host; each also has one of its own id."""
    domain = "" if api.get("domain_disabled") else api["domain"]
    if api["internal"] or not definitions.is_http(api) or not listen_path.served(api) or domain not in ("", host):
        return False
    return any(path.startswith(start) for start in (api["proxy"]["listen_path"], f"/{api['api_id']}/"))
