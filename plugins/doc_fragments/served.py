# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this doc fragment is PRIVATE to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

from __future__ import annotations


class ModuleDocFragment:
    DOCUMENTATION = r"""
options:
  wait_served:
    description:
      - Whether to wait, for at most O(wait_timeout) seconds, until each Gateway in O(gateway_urls) serves what the task
        declares, changed or not, and no longer serves what it has deleted. Check mode contacts no Gateway.
      - If a Gateway does not, the module fails. It reports which Gateway, what it does not serve, and its last
        response. What was written stays.
      - With O(gateway_secret), the module asks the control API of each Gateway. An API that the task has changed must
        be there with a changed field. Any other API must be there with its name, listen path, and target.
      - Without it, the module sends a request without credentials to the listen path. The response must differ from the
        one for a path that the Gateway does not serve. If an API needs no credentials, the request reaches its
        upstream. The request does not show whether a Gateway still has an earlier state of an API, or whether another
        API serves the path. An internal API cannot be requested, and a warning says so. For keys, O(wait_served)
        without the secret is refused.
      - Inactive APIs are not checked, and a warning says so.
    type: bool
    default: false
  gateway_urls:
    description:
      - Base URLs of the Gateways that O(wait_served) asks, for example V(https://gateway-1.example.com:8080).
        Connection options, such as O(ca_path), apply to them as well. O(token) is never sent to them.
      - Behind a load balancer, give each Gateway's own address.
    type: list
    elements: str
    default: []
  gateway_secret:
    description:
      - The C(secret) in the configuration of these Gateways, for their control API.
      - If not set, the value of the environment variable E(TYK_GATEWAY_SECRET) is used.
    type: str
"""
