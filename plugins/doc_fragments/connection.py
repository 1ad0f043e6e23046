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
      - Base URL of the Tyk Dashboard, for example V(https://dashboard.example.com:3000),
        or that of the control API of a Tyk Gateway that has no Dashboard.
      - If not set, the value of the environment variable E(TYK_URL) is used.
      - Needs to be set in one of these ways.
    type: str
  validate_certs:
    description:
      - Whether to check the certificate of the server.
      - If not set, the value of the environment variable E(TYK_VALIDATE_CERTS) is used.
    type: bool
    default: true
  ca_path:
    description:
      - Path of a file or directory with the certificates of the authorities to trust, in PEM format.
      - By default, those that the Python library C(requests) trusts are used.
      - If not set, the value of the environment variable E(TYK_CA_PATH) is used.
    type: path
  client_cert:
    description:
      - Path of a client certificate to show to the server, in PEM format.
      - The file can also hold the certificate's private key.
      - If not set, the value of the environment variable E(TYK_CLIENT_CERT) is used.
    type: path
  client_key:
    description:
      - Path of the private key of O(client_cert), in PEM format, if it is in a file of its own.
      - If not set, the value of the environment variable E(TYK_CLIENT_KEY) is used.
    type: path
  timeout:
    description:
      - How many seconds to wait for a connection, and then for each part of an answer.
      - If not set, the value of the environment variable E(TYK_TIMEOUT) is used.
    type: float
    default: 30
  retries:
    description:
      - How often a request is tried again when the connection fails,
        or when the answer has status V(429), V(502), V(503), or V(504).
      - A request that creates an object is tried again only if it cannot have created one.
        What breaks while a connection is made, a handshake of TLS or what a proxy is asked to lead through included,
        cannot; what breaks later may have.
      - After V(429) and V(503) all requests of the task to this server wait, for as long as the server says or for
        a second and more, and half as many are under way at once from then on.
        As long as others are answered meanwhile, this does not count.
      - If not set, the value of the environment variable E(TYK_RETRIES) is used.
    type: int
    default: 4
  wait_timeout:
    description:
      - How many seconds to wait until Tyk shows what was written,
        and until its gateway has loaded the APIs and policies that an object refers to.
      - It is also how many seconds to wait for a Gateway without a Dashboard that is not ready yet.
      - If not set, the value of the environment variable E(TYK_WAIT_TIMEOUT) is used.
    type: float
    default: 30
requirements:
  - requests (Python library), on the host that runs the module
notes:
  - The environment variables are those of the host that runs the module.
"""

    # Should be used together with the standard fragment
    DASHBOARD = r"""
options:
  token:
    description:
      - API access key of a Dashboard user.
      - The user must belong to an organisation. The modules work on the objects of this organisation.
      - With O(platform=gateway), it is C(secret) of the configuration of the Gateway.
      - If not set, the value of the environment variable E(TYK_TOKEN) is used, then that of E(TYK_AUTH).
      - Needs to be set in one of these ways.
    type: str
  org_id:
    description:
      - ID of the organisation that O(token) is expected to belong to.
      - The module fails, and changes nothing, if the token belongs to another one.
      - With O(platform=gateway), it is the organisation that the modules work in. New objects get it, and objects of
        others are left alone. If it is not set, it is the organisation that all APIs of the Gateway have, if it is one.
      - If not set, the value of the environment variable E(TYK_ORG) is used, then that of E(TYK_ORG_ID).
    type: str
  platform:
    description:
      - The API of Tyk to use.
      - V(dashboard) is the Dashboard API.
      - V(gateway) is the control API of an open-source Tyk Gateway that keeps its APIs and policies in files.
        It has APIs, MCP proxies, policies, keys, certificates, and OAuth clients, but no users, owners, categories,
        or webhooks.
      - Such a Gateway shows references like C(env://NAME) in a definition as the values that they stand for. They are
        not compared. Name each of them in every task that changes its API, or else the value takes the place of the
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
      - Secret of the Dashboard's Admin API. It is C(admin_secret) in the configuration of the Dashboard.
      - If not set, the value of the environment variable E(TYK_ADMIN_SECRET) is used.
      - Needs to be set in one of these ways.
    type: str
"""
