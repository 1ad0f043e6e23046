# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: tyk_certificate_info
short_description: Get certificates in Tyk
version_added: 1.0.0
description:
  - Gets certificates of the organisation that O(token) belongs to.
  - Tyk returns the details of a certificate, but neither the certificate itself nor its private key.
author:
  - Tyk collection contributors (@ansible-collections)
extends_documentation_fragment:
  - community.tyk.connection
  - community.tyk.connection.dashboard
  - community.tyk.used_by
  - community.tyk.attributes
  - community.tyk.attributes.info
  - community.tyk.attributes.actiongroup_tyk
options:
  certificate_id:
    description:
      - Get only the certificate with this ID.
    type: str
seealso:
  - module: community.tyk.tyk_certificate
"""

EXAMPLES = r"""
- name: Get all certificates
  community.tyk.tyk_certificate_info:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
  register: result

- name: Show when they expire
  ansible.builtin.debug:
    msg: "{{ result.certificates | items2dict(key_name='certificate_id', value_name='not_after') }}"

- name: Get one certificate
  community.tyk.tyk_certificate_info:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    certificate_id: "{{ result.certificates[0].certificate_id }}"

- name: See what uses a certificate before you delete it
  community.tyk.tyk_certificate_info:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    certificate_id: "{{ result.certificates[0].certificate_id }}"
    used_by: true
"""

RETURN = r"""
certificates:
  description:
    - The certificates, in no particular order.
  type: list
  elements: dict
  returned: success
  contains:
    certificate_id:
      description: ID of the certificate.
      type: str
      sample: 4f8b7c6d5e4f3a2b1c0d9e8fb0a5c3d7e9f1123456789abcdef0123456789abcdef0123456789abcdef01234
    subject:
      description: Subject of the certificate, under the names that Tyk's API uses.
      type: dict
      sample:
        CommonName: orders.example.com
    issuer:
      description: Issuer of the certificate, under the names that Tyk's API uses.
      type: dict
      sample:
        CommonName: Example CA
    not_before:
      description: Time from which the certificate is valid.
      type: str
      sample: "2026-01-31T00:00:00Z"
    not_after:
      description: Time at which the certificate expires.
      type: str
      sample: "2027-01-31T00:00:00Z"
    dns_names:
      description: DNS names that the certificate is for.
      type: list
      elements: str
      sample:
        - orders.example.com
    has_private:
      description: Whether Tyk has the private key of the certificate.
      type: bool
      sample: true
    is_ca:
      description: Whether it is a CA certificate.
      type: bool
      sample: false
    used_by:
      description: What refers to it, sorted by kind and name.
      type: list
      elements: dict
      returned: with O(used_by=true)
      contains:
        kind:
          description: Kind of the object that refers to it, as in the name of its module.
          type: str
          sample: api
        name:
          description: Name of that object, or an empty string if it has none.
          type: str
          sample: Orders
        id:
          description: ID of that object. For a key, its hash.
          type: str
          sample: 5f9c8d7e6b5a4c3d2e1f0a9b
    definition:
      description: Further fields of the certificate, under the names that Tyk's API uses.
      type: dict
      returned: if there are any
failure:
  description: The response to the request that made the module fail.
  type: dict
  returned: when a request to Tyk fails
  contains:
    status:
      description: HTTP status of the response, or V(null) if there was none.
      type: int
      sample: 403
    method:
      description: HTTP method of the request.
      type: str
      sample: GET
    path:
      description: Path of the request. Secrets in it are replaced by C(********).
      type: str
      sample: /api/certs/details
    message:
      description: Tyk's error message, or what happened to the connection.
      type: str
      sample: "access denied: You do not have permission to access '/api/certs/details'."
"""

from ansible_collections.community.tyk.plugins.module_utils._ansible.module import run_info
from ansible_collections.community.tyk.plugins.module_utils._kinds.certificate import CERTIFICATE


def main() -> None:
    run_info(CERTIFICATE)


if __name__ == "__main__":
    main()
