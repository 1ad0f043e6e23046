# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this doc fragment is PRIVATE to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

from __future__ import annotations


class ModuleDocFragment:
    DOCUMENTATION = r"""
options:
  url:
    description:
      - Base URL of the Tyk Dashboard, for example V(https://dashboard.example.com:3000), or of the control API of a Tyk
        Gateway that has no Dashboard.
      - If not set, the value of the environment variable E(TYK_URL) is used.
      - It must be set in one of these ways.
    type: str
  validate_certs:
    description:
      - Whether to verify the TLS certificate of the server.
      - If not set, the value of the environment variable E(TYK_VALIDATE_CERTS) is used.
    type: bool
    default: true
  ca_path:
    description:
      - Path of a file or directory with the CA certificates to trust, in PEM format.
      - By default, the CA certificates that the Python library C(requests) trusts are used.
      - If not set, the value of the environment variable E(TYK_CA_PATH) is used.
    type: path
  client_cert:
    description:
      - Path of a client certificate to present to the server, in PEM format.
      - The file can also hold the certificate's private key.
      - If not set, the value of the environment variable E(TYK_CLIENT_CERT) is used.
    type: path
  client_key:
    description:
      - Path of the private key of O(client_cert), in PEM format, if it is in a separate file.
      - If not set, the value of the environment variable E(TYK_CLIENT_KEY) is used.
    type: path
  timeout:
    description:
      - How many seconds to wait for a connection, and then for each part of a response.
      - If not set, the value of the environment variable E(TYK_TIMEOUT) is used.
    type: float
    default: 30
  retries:
    description:
      - How often to retry a request when the connection fails, or when the response has status V(429), V(502), V(503),
        or V(504).
      - A request that creates an object is retried only if it cannot have created one. A failure while the connection
        is established, including the TLS handshake and the tunnel through a proxy, cannot have created one. A later
        failure may have.
      - After V(429) or V(503), all requests of the task to this server wait as long as the server says, or for at least
        a second, and half as many run in parallel from then on. As long as other requests are answered in the meantime,
        this does not count as a retry.
      - If not set, the value of the environment variable E(TYK_RETRIES) is used.
    type: int
    default: 4
  wait_timeout:
    description:
      - How many seconds to wait until Tyk shows what was written, and until its Gateway has loaded the APIs and
        policies that an object refers to.
      - Also how many seconds to wait for a Gateway without a Dashboard to become ready.
      - If not set, the value of the environment variable E(TYK_WAIT_TIMEOUT) is used.
    type: float
    default: 30
requirements:
  - requests (Python library), on the host that runs the module
notes:
  - The environment variables are read on the host that runs the module.
"""

    # Should be used together with the standard fragment
    DASHBOARD = r"""
options:
  token:
    description:
      - API access key of a Dashboard user.
      - The user must belong to an organisation. The modules work on the objects of this organisation.
      - With O(platform=gateway), this is the C(secret) in the configuration of the Gateway.
      - If not set, the value of the environment variable E(TYK_TOKEN) is used, then that of E(TYK_AUTH).
      - It must be set in one of these ways.
    type: str
  org_id:
    description:
      - ID of the organisation that O(token) is expected to belong to.
      - The module fails, and changes nothing, if the token belongs to another organisation.
      - With O(platform=gateway), this is the organisation that the modules work in. New objects get it, and objects of
        other organisations are left alone. If it is not set, it is the organisation of all APIs of the Gateway, if they
        have only one.
      - If not set, the value of the environment variable E(TYK_ORG) is used, then that of E(TYK_ORG_ID).
    type: str
  platform:
    description:
      - The Tyk API to use.
      - V(dashboard) is the Dashboard API.
      - V(gateway) is the control API of an open-source Tyk Gateway that keeps its APIs and policies in files.
        It has APIs, MCP proxies, policies, keys, certificates, and OAuth clients, but no users, owners, categories,
        or webhooks.
      - Such a Gateway shows a reference like C(env://NAME) in a definition as the value that it stands for. References
        are not compared. Name every reference in each task that changes its API; otherwise the value replaces the
        reference.
      - If not set, the value of the environment variable E(TYK_PLATFORM) is used.
    type: str
    choices:
      - dashboard
      - gateway
    default: dashboard
"""

    # Should be used together with the standard fragment
    ADMIN = r"""
options:
  admin_secret:
    description:
      - Secret of the Dashboard's Admin API. This is C(admin_secret) in the configuration of the Dashboard.
      - If not set, the value of the environment variable E(TYK_ADMIN_SECRET) is used.
      - It must be set in one of these ways.
    type: str
"""
