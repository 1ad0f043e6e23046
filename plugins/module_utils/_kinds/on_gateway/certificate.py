# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Certificates on a Gateway without a Dashboard, whose list holds ids only."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

from dataclasses import replace

from ansible_collections.community.tyk.plugins.module_utils._kinds.certificate import Certificate
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Route


class GatewayCertificate(Certificate):
    platform = "gateway"
    route = Route("tyk/certs", "certs", ids_only=True, created=("id",))
    identity = replace(Certificate.identity, like_id=".*[0-9a-f]{64}")


GATEWAY_CERTIFICATE = GatewayCertificate()
