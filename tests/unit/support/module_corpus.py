# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What an odd object needs before it can be made, and whether Tyk itself takes it."""

from __future__ import annotations

import re


class Unfit(Exception):
    """Tyk itself does not take, or does not keep, this object. Only a real one may be so."""


def kind_of(definition):
    """The kind of an OAS document or of a classic definition: one with tools is that of an MCP proxy."""
    return "mcp_proxy" if "mcpTools" in str(definition.get("x-tyk-api-gateway")) else "api"


def tyk_refuses(tyk, definition, failed):
    """The module has failed: that is fine only where Tyk itself takes the definition from nobody."""
    missing = re.search("there is no certificate '(.*?)'", failed["msg"])
    if missing:
        assert not re.fullmatch("[0-9a-f]{24,}", missing[1]), failed["msg"]
        raise Unfit(f"{missing[1]!r} is no id of a certificate")
    dead = re.search("there is no (policy|user group|webhook) '(.+?)'", failed["msg"])
    if dead and dead[2] in str(definition):
        raise Unfit(f"it refers to a {dead[1]} that is not there")
    oas = "openapi" in definition
    body = definition if oas or "api_definition" in definition else {"api_definition": definition}
    status, answer = tyk.call("POST", "/api/apis/oas" if oas else "/api/apis", body)
    assert status in (400, 500), (failed["msg"], answer)
    raise Unfit(f"Tyk's schema refuses it: {failed['msg']}")


def with_policies(tyk, idents):
    """Make policies with these ids, which a real object refers to."""
    for ident in dict.fromkeys(idents):
        with_apis(tyk, {"granted": {}})
        rights = {"granted": {"api_id": "granted", "api_name": "granted", "versions": ["Default"]}}
        own = {"_id": ident} if re.fullmatch("[0-9a-f]{24}", ident) else {}
        tyk.make("/api/portal/policies", {**own, "id": ident, "name": ident, "active": True, "access_rights": rights})


def with_apis(tyk, rights):
    """Make the APIs that access_rights of a corpus object refer to."""
    for ident, entry in (rights or {}).items():
        name = (entry or {}).get("api_name") or ident
        if tyk.call("GET", f"/api/apis/{ident}")[0] == 200:
            continue
        versions = {"not_versioned": True, "versions": {"Default": {"name": "Default"}}}
        proxy = {"listen_path": f"/{ident}/", "target_url": "http://upstream.example/"}
        tyk.make(
            "/api/apis",
            {
                "api_definition": {
                    "name": name,
                    "api_id": ident,
                    "active": True,
                    "proxy": proxy,
                    "version_data": versions,
                },
                "hook_references": [],
            },
        )
