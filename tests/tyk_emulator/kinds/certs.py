# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Certificates. They live in the Gateway and cannot be changed; the id can be computed before the upload."""

from __future__ import annotations

import copy
import datetime
from typing import Any

from ..call import Call, Route
from ..state import Row
from ..wire import Refusal, Response, Text, ok
from . import multipart
from .api_store import listed, store
from .oas_schema import EXTENSION, at

_FOREIGN = (400, "Attempted access to non-owned certificate")
_NO_CERT = "Could not retrieve certificate details. Certificate with given SHA256 fingerprint not found"


def _lower(message: str, **extra: Any) -> Response:
    """The envelope of the Gateway, in lower case and with its own order."""
    return Response(200, {**extra, "message": Text(message), "status": "ok"})


def _create(call: Call) -> Response:
    pem = multipart.first_file(call.request.headers.get("content-type", ""), call.request.body)
    if not pem:
        raise Refusal(500, "Failed to read response body, body empty")
    # Imported late: loading the library takes longer than everything else at the start.
    from . import x509

    try:
        digest, details = x509.read_pem(pem, _now(call))
    except ValueError as problem:
        raise Refusal(400, f"Could not create certificate. {problem}") from None
    unreadable = details.pop("unreadable", False)
    cert_id = call.org + digest
    if call.state["certs"].get(cert_id) is not None:
        raise Refusal(404, f"Could not create certificate. Certificate with {cert_id} ID already exists")
    row = {"id": cert_id, "org_id": call.org, "unreadable": unreadable, "doc": {"id": cert_id, **details}}
    call.state["certs"].put(row)
    return _lower("Certificate added", id=cert_id)


def _now(call: Call) -> str:
    return datetime.datetime.fromtimestamp(call.now(), datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _rows(call: Call) -> list[Row]:
    rows = [row for row in call.state["certs"] if call.owns(row["org_id"])]
    wanted = call.param("filter")
    if wanted in ("with_pk", "without_pk"):
        rows = [row for row in rows if row["doc"]["has_private"] == (wanted == "with_pk")]
    return rows


def _basic(row: Row) -> dict[str, Any]:
    doc = row["doc"]
    names = {f"{name}_cn": doc[name]["CommonName"] for name in ("issuer", "subject")}
    kept = ("id", "has_private", "not_before", "not_after", "dns_names", "is_ca")
    return {**names, **{name: doc[name] for name in kept}}


def _shown(call: Call) -> list[Row]:
    """Those that are shown with details. What the Dashboard does with others is not known; here it leaves them out."""
    return [row for row in _rows(call) if not row.get("unreadable")]


def _list(call: Call) -> Any:
    page, pages = call.page(_shown(call) if call.param("mode") == "detailed" else _rows(call))
    if call.param("mode") == "detailed":
        return {"cert_basics": [_basic(row) for row in page], "pages": pages}
    return {"certs": [row["id"] for row in page], "pages": pages}


def _details(call: Call) -> Any:
    page, pages = call.page(_shown(call))
    return {"certificates": [row["doc"] for row in page], "pages": pages}


def _find(call: Call, message: str) -> Row:
    cert_id = call.args["id"]
    if call.org and not cert_id.startswith(call.org):
        raise Refusal(*_FOREIGN)
    row = call.state["certs"].get(cert_id)
    if row is None:
        raise Refusal(404, message)
    return row


def _read(call: Call) -> Any:
    row = _find(call, _NO_CERT)
    if row.get("unreadable"):  # the Gateway cannot read its key
        raise Refusal(404, _NO_CERT)
    return row["doc"]


def _delete(call: Call) -> Response:
    row = _find(call, "Could not delete certificate")
    call.state["certs"].remove(row["id"])
    return _lower("removed")


def _uses(call: Call, cert_id: str) -> dict[str, list[Row]]:
    """APIs that name the certificate, by the kind of use. Only informative: nothing is protected by it."""
    uses: dict[str, list[Row]] = {"client": [], "upstream": [], "server": []}
    for row in listed(call):
        definition = row["doc"]["api_definition"]
        if cert_id in (definition["client_certificates"] or []):
            uses["client"].append(row)
        if cert_id in (definition["upstream_certificates"] or {}).values():
            uses["upstream"].append(row)
        if cert_id in (definition["certificates"] or []):
            uses["server"].append(row)
    return uses


def _apis(call: Call) -> Any:
    cert_id = _find(call, "Certificate not found or access denied")["id"]
    found: dict[str, Any] = {}
    for kind, rows in _uses(call, cert_id).items():
        for row in rows:
            shown = {"api_id": row["api_id"], "name": row["doc"]["api_definition"]["name"], "usage_type": []}
            entry = found.setdefault(row["id"], {**shown, "tyk_api_type": "Tyk OAS" if row["oas"] else "Tyk Classic"})
            entry["usage_type"].append(kind)
    page, pages = call.page(list(found.values()))
    return {"cert_id": cert_id, "pages": pages, "apis": page}


def _dependencies(call: Call) -> Any:
    cert_id = call.args["id"]
    bound = [row for row in call.state["keys"].find("certificate", cert_id) if call.owns(row["org_id"])]
    answer: dict[str, Any] = {"certID": cert_id, "key_cert": call.org + cert_id if bound else ""}
    uses = _uses(call, cert_id)
    # Certificates that the gateway shows itself are not told here.
    for kind, rows in ((kind, uses[kind]) for kind in ("client", "upstream")):
        answer[f"{kind}_cert_apis"] = [row["api_id"] for row in rows]
        answer[f"{kind}_cert_api_names"] = [row["doc"]["api_definition"]["name"] for row in rows]
    return answer


def _forget_dependencies(call: Call) -> Response:
    """Takes the certificate out of what clients and upstreams of APIs know, and deletes the key that is bound to it."""
    cert_id = call.args["id"]
    uses = _uses(call, cert_id)
    for row in {row["id"]: row for kind in ("client", "upstream") for row in uses[kind]}.values():
        store(call, _without(row, cert_id))
    for row in call.state["keys"].find("certificate", cert_id):
        if call.owns(row["org_id"]):
            call.state["keys"].remove(row["id"])
    return ok("Certificate dependencies deletion successfully attempted")


def _without(row: Row, cert_id: str) -> Row:
    """An API that does not name the certificate, in both forms."""
    row = copy.deepcopy(row)
    definition = row["doc"]["api_definition"]
    clients, upstreams = definition["client_certificates"] or [], definition["upstream_certificates"] or {}
    definition["client_certificates"] = [one for one in clients if one != cert_id]
    definition["upstream_certificates"] = {name: one for name, one in upstreams.items() if one != cert_id}
    server, upstream = (at(row["oas"] or {}, f"{EXTENSION}/{name}") or {} for name in ("server", "upstream"))
    allowed = server.get("clientCertificates") or {}
    mapped = upstream.get("mutualTLS") or {}
    if allowed.get("allowlist"):
        allowed["allowlist"] = [one for one in allowed["allowlist"] if one != cert_id]
    if mapped.get("domainToCertificateMapping"):
        entries = mapped["domainToCertificateMapping"]
        mapped["domainToCertificateMapping"] = [one for one in entries if one.get("certificate") != cert_id]
    return row


ROUTES = (
    Route("POST", "/api/certs", _create, "certs"),
    Route("GET", "/api/certs", _list, "certs"),
    Route("GET", "/api/certs/details", _details, "certs"),
    Route("GET", "/api/certs/{id}", _read, "certs"),
    Route("DELETE", "/api/certs/{id}", _delete, "certs"),
    Route("GET", "/api/certs/{id}/apis", _apis, "certs", since=(5, 11)),
    Route("GET", "/api/certs/dependencies/{id}", _dependencies, "certs", since=(5, 11)),
    Route("DELETE", "/api/certs/dependencies/{id}", _forget_dependencies, "certs", since=(5, 11)),
)
