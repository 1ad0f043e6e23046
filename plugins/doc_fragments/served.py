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
      - Whether to wait, for at most O(wait_timeout) seconds, until each Gateway of O(gateway_urls) serves what the task
        declares, be it changed or not, and serves no more what it has deleted. Check mode asks no Gateway.
      - If one does not, the module fails, and says which, what it does not serve, and what it answered last. What was
        written stays.
      - With O(gateway_secret) the control API of each Gateway is asked. An API that the task has changed must be there
        with a field that has changed, any other with its name, its listen path, and its target.
      - Without it a request without credentials goes to the listen path, and must not be answered as what a Gateway
        does not serve. It reaches the upstream of an API that lets everybody in. It does not show whether a Gateway has
        an API as it was before, or whether another API serves the path. An internal API cannot be asked for, and a
        warning says so. Keys are refused.
      - An API that is inactive is not asked for, and a warning says so.
    type: bool
    default: false
  gateway_urls:
    description:
      - Base URLs of the Gateways that O(wait_served) asks, for example V(https://gateway-1.example.com:8080).
        The options for the connection, such as O(ca_path), apply to them as well. O(token) is never sent there.
      - Behind a load balancer, name each Gateway by an address of its own.
    type: list
    elements: str
    default: []
  gateway_secret:
    description:
      - The C(secret) of the configuration of these Gateways, for their control API.
      - If not set, the value of the environment variable E(TYK_GATEWAY_SECRET) is used.
    type: str
"""
