# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: certificate_fingerprint
short_description: Compute the SHA-256 fingerprint of a certificate
version_added: 1.0.0
author:
  - Tyk collection contributors (@ansible-collections)
description:
  - Computes the SHA-256 fingerprint of a certificate in PEM format, without asking Tyk.
  - Tyk's ID of a certificate is the ID of the organisation followed by this fingerprint.
options:
  _input:
    description:
      - A certificate in PEM format. If there are several, the first one counts. A private key beside it does not
        matter.
    type: str
    required: true
seealso:
  - module: community.tyk.tyk_certificate
"""

EXAMPLES = r"""
- name: Show the fingerprint of a certificate
  ansible.builtin.debug:
    msg: "{{ lookup('ansible.builtin.file', 'client.pem') | community.tyk.certificate_fingerprint }}"

- name: Get the certificate from Tyk by its fingerprint
  community.tyk.tyk_certificate_info:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    certificate_id: "{{ org_id ~ (pem | community.tyk.certificate_fingerprint) }}"
  vars:
    org_id: "{{ lookup('community.tyk.tyk_id', 'me', kind='user', want='org_id') }}"
    pem: "{{ lookup('ansible.builtin.file', 'client.pem') }}"

- name: Make an API trust a client certificate, which may be uploaded later
  community.tyk.tyk_api:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    name: Orders
    definition:
      use_mutual_tls_auth: true
      client_certificates:
        - "{{ org_id ~ (pem | community.tyk.certificate_fingerprint) }}"
  vars:
    org_id: "{{ lookup('community.tyk.tyk_id', 'me', kind='user', want='org_id') }}"
    pem: "{{ lookup('ansible.builtin.file', 'client.pem') }}"
"""

RETURN = r"""
_value:
  description: The fingerprint, 64 hexadecimal digits in lower case.
  type: str
  sample: 0be5f8f2b3c96d6bb6f31ae8a5dd9fb0d2a9b8e84a1cf1e5e1cf6f0f2f6a0c11
"""

from ansible.errors import AnsibleFilterError

from ansible_collections.community.tyk.plugins.module_utils._errors import TykError
from ansible_collections.community.tyk.plugins.module_utils._kinds.certificate import fingerprint


def certificate_fingerprint(pem: str) -> str:
    try:
        return fingerprint(pem)
    except TykError as error:
        raise AnsibleFilterError(f"community.tyk.certificate_fingerprint: {error}") from error


class FilterModule:
    def filters(self):
        return {"certificate_fingerprint": certificate_fingerprint}
