# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Certificates. They are in Redis, and without it there seem to be none."""

from __future__ import annotations

import datetime
from typing import Any

from ..state import Row
from ..wire import Refusal, Response
from .call import Call, Route, said

_NOT_FOUND = (404, "Certificate with given SHA256 fingerprint not found")
_SHORT = ("dns_names", "has_private", "not_before", "not_after", "is_ca")


def _create(call: Call) -> Response:
    # Imported late: loading the library takes longer than everything else at the start.
    from ..kinds import x509

    org = call.param("org_id")
    now = datetime.datetime.fromtimestamp(call.emulator.clock(), datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    try:
        digest, details = x509.read_pem(call.request.body, now)
    except ValueError as problem:
        raise Refusal(403, str(problem)) from None
    unreadable = details.pop("unreadable", False)
    cert_id = org + digest
    if not call.node.redis:
        raise Refusal(403, "storage: Redis is either down or was not configured")
    if call.state["certs"].get(cert_id) is not None:
        raise Refusal(403, f"Certificate with {cert_id} id already exists")
    row = {"id": cert_id, "org_id": org, "unreadable": unreadable, "doc": {"id": cert_id, **details}}
    call.state["certs"].put(row)
    return said("Certificate added", id=cert_id)


def _list(call: Call) -> Any:
    """Without an organisation nothing is listed; and nothing is null."""
    org = call.param("org_id")
    rows = [row for row in call.state["certs"] if org and row["org_id"] == org] if call.node.redis else []
    if call.param("mode") == "detailed":
        if any(row.get("unreadable") for row in rows):
            return Response(drop=True)  # the handler panics
        return {"certs": [_basics(row["doc"]) for row in rows]}
    return {"certs": [row["id"] for row in rows] or None}


def _basics(doc: dict[str, Any]) -> dict[str, Any]:
    names = {f"{role}_cn": doc[role]["CommonName"] for role in ("issuer", "subject")}
    return {"id": doc["id"], **names, **{name: doc[name] for name in _SHORT}}


def _details(call: Call, row: Row | None) -> dict[str, Any] | None:
    if row is None or row.get("unreadable"):
        return None
    hidden = {"is_ca"} if not call.since(5, 5) else set()
    return {name: item for name, item in row["doc"].items() if name not in hidden and (name != "dns_names" or item)}


def _read(call: Call) -> Any:
    """One certificate, or several of which those that are not there are null."""
    wanted = call.args["id"].split(",")
    rows = [call.state["certs"].get(name) if call.node.redis else None for name in wanted]
    found = [_details(call, row) for row in rows]
    if len(found) == 1 and found[0] is None:
        raise Refusal(*_NOT_FOUND)
    return found[0] if len(found) == 1 else found


def _delete(call: Call) -> Response:
    """There is no word if there was none."""
    if call.node.redis:
        call.state["certs"].remove(call.args["id"])
    return said("removed")


ROUTES = (
    Route("GET", "/tyk/certs", _list),
    Route("POST", "/tyk/certs", _create),
    Route("GET", "/tyk/certs/{id}", _read),
    Route("POST", "/tyk/certs/{id}", _create),
    Route("DELETE", "/tyk/certs/{id}", _delete),
)
