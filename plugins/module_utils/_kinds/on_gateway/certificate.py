# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Certificates on a Gateway without a Dashboard, whose list holds ids only."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

from dataclasses import replace

from ansible_collections.community.tyk.plugins.module_utils._data.paths import held
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.classic import REFERENCES
from ansible_collections.community.tyk.plugins.module_utils._kinds.certificate import Certificate
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Run
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Route

PATHS = [path.split(".") for path, kind in REFERENCES.items() if kind == "certificate"]


class GatewayCertificate(Certificate):
    platform = "gateway"
    route = Route("tyk/certs", "certs", ids_only=True, created=("id",))
    identity = replace(Certificate.identity, like_id=".*[0-9a-f]{64}")

    def users(self, run: Run, ident: str) -> str:
        """The APIs that name a certificate; keys cannot be asked so cheaply."""
        any_api = run.around.kind("api")
        used = (
            api
            for api in run.around.listing("api")
            for path in PATHS
            for on, key in held(api, path)
            if on[key] == ident
        )
        return ", ".join(sorted({f"API {any_api.name_of(api)!r}" for api in used}))


GATEWAY_CERTIFICATE = GatewayCertificate()
