# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: tyk_certificate
short_description: Manage certificates in Tyk
version_added: 1.0.0
description:
  - Uploads and deletes certificates of the organisation that O(token) belongs to.
  - A certificate is identified by its SHA-256 fingerprint, which the module computes before it uploads anything. This
    means that a certificate never changes. Different content is a different certificate. Objects that name the old
    certificate must then name the new one, and O(replaces) takes care of that.
  - If an older certificate has the same subject as a new one, and APIs or keys still use it, the module warns and names
    them. It also warns when it deletes a certificate that is in use, because Tyk does not prevent that. The warnings
    cover only what the Dashboard returns about the use of a certificate.
  - Public keys in PEM format can be managed in the same way.
  - The ID of the organisation is a part of the certificate's ID. To find it, the user of the O(token) must be allowed
    to read users.
author:
  - Tyk collection contributors (@ansible-collections)
extends_documentation_fragment:
  - community.tyk.connection
  - community.tyk.connection.dashboard
  - community.tyk.backup
  - community.tyk.resource.state
  - community.tyk.attributes
  - community.tyk.attributes.manages
  - community.tyk.attributes.idempotent
  - community.tyk.attributes.actiongroup_tyk
options:
  certificate:
    description:
      - Certificate, or public key, in PEM format. The first certificate of a chain counts.
      - Anything else in the text is ignored, such as comments, a byte order mark, or indentation.
      - The module refuses what Tyk does not accept, which is an expired certificate, several public keys, or a public
        key with a private key or a certificate.
      - One of this, O(certificate_path), and O(certificate_id) is required. To upload a certificate, use one of the
        first two.
      - It can include the private key. Otherwise use O(private_key).
      - Mutually exclusive with O(certificate_path).
    type: str
  certificate_path:
    description:
      - Path of a file with the certificate in PEM format, on the host that runs the module. The file can also hold the
        certificate's private key. The same rules apply as for O(certificate).
      - Mutually exclusive with O(certificate).
    type: path
  private_key:
    description:
      - Private key of the certificate, in PEM format. Tyk needs it for certificates that its Gateway presents to
        clients or upstreams.
      - This is equivalent to a private key in O(certificate). If both contain a key, it must be the same one.
      - It must be an unencrypted RSA or ECDSA key. Tyk's Gateway does not accept other keys, or, as with Ed25519,
        accepts them and cannot read them again.
      - It is uploaded with the certificate, and never returned or compared.
      - If the certificate exists without its private key, the module fails, because Tyk cannot add one. Delete the
        certificate first.
      - Mutually exclusive with O(private_key_path).
    type: str
  private_key_path:
    description:
      - Path of a file with the private key in PEM format, on the host that runs the module. See O(private_key).
      - Mutually exclusive with O(private_key).
    type: path
  certificate_id:
    description:
      - ID of the certificate. This is the ID of the organisation followed by the SHA-256 fingerprint in hexadecimal
        digits.
      - Identifies an existing certificate, for example to delete it. Together with O(certificate) or
        O(certificate_path), it must be the ID of that certificate.
    type: str
  replaces:
    description:
      - An older certificate that this one replaces, given by its ID, its fingerprint, or the common name of its
        subject. A name never stands for a certificate that is valid for longer than this one, since that may already be
        the next one. If this certificate is yet to be uploaded, such a name is refused. Otherwise the other certificate
        stays, with a warning.
      - Everything that refers to the old certificate then refers to this one. The module looks for references in APIs
        and MCP proxies that present, trust, pin, or sign with a certificate, in keys that are bound to one, and in
        identity profiles. It reads each of these objects, and writes it back whole with nothing else changed. It
        uploads the certificate first, so that no object is without a certificate at any time.
      - Finally, the old certificate is deleted if nothing refers to it any longer.
      - In free text, nothing shows what an ID means. This applies to metadata, C(config_data), data of plug-ins and of
        assets, headers, tags, and descriptions, to keys of maps as well as values. The module never changes an ID in
        these places. A warning names the object and the path, and the old certificate stays as long as its ID is there.
        Name the new certificate there, or delete the old one with O(state=absent) in a separate task.
      - The old certificate stays, with a warning that says why, if the module cannot look at everything that may refer
        to it, for example if O(token) may not list keys. It also stays if it identifies a key, because that key would
        not be found by another certificate. Create a key for the new certificate with M(community.tyk.tyk_key), delete
        the old key, and run again.
      - The next run completes an interrupted one. If the old certificate no longer exists, and this one does, there is
        nothing to do.
      - A certificate is refused if it is expired, if it is the old one itself, or if it has no private key while
        something uses that of the old one.
    type: str
  warn_before:
    description:
      - Warn if the certificate, or one in its chain, expires within this span, or has expired.
      - A number followed by V(h), V(d), or V(w) for hours, days, or weeks, such as V(30d).
      - In a configuration of M(community.tyk.tyk_config), the reports also have a row for it.
      - If not set, there is no warning.
    type: str
seealso:
  - module: community.tyk.tyk_certificate_info
  - module: community.tyk.tyk_api
"""

EXAMPLES = r"""
- name: Upload the certificate of a client, so that it can be trusted
  community.tyk.tyk_certificate:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    certificate: "{{ lookup('ansible.builtin.file', 'client.pem') }}"
  register: client

- name: Make an API trust it, by the common name of its subject
  community.tyk.tyk_api:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    name: Orders
    definition:
      use_mutual_tls_auth: true
      client_certificates:
        - client.example.com

- name: Upload a certificate that the Gateway presents, from files on the host that runs the module
  community.tyk.tyk_certificate:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    certificate_path: "{{ tyk_secrets_dir }}/orders.crt"
    private_key_path: "{{ tyk_secrets_dir }}/orders.key"

- name: Upload a certificate whose private key is in a variable
  community.tyk.tyk_certificate:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    certificate: "{{ lookup('ansible.builtin.file', 'upstream.pem') }}"
    private_key: "{{ upstream_key }}"

- name: Renew a certificate, warn 30 days before the new one expires, and delete the old one
  community.tyk.tyk_certificate:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    certificate_path: "{{ tyk_secrets_dir }}/orders-next.crt"
    private_key_path: "{{ tyk_secrets_dir }}/orders-next.key"
    replaces: orders.example.com
    warn_before: 30d

- name: Delete a certificate by its content
  community.tyk.tyk_certificate:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    certificate_path: "{{ tyk_secrets_dir }}/orders-next.crt"
    state: absent

- name: Delete a certificate by its ID
  community.tyk.tyk_certificate:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    certificate_id: "{{ client.certificate.certificate_id }}"
    state: absent
"""

RETURN = r"""
changed:
  description: Whether the module changed something, or would do so outside of check mode.
  type: bool
  returned: success
  sample: true
action:
  description:
    - What the module did, or would do outside of check mode.
    - One of V(created), V(deleted), and V(none).
  type: str
  returned: success
  sample: created
backup_path:
  description: The file with what the task has changed or deleted, in its earlier state, with secrets in clear text.
  type: str
  returned: with O(backup=true), if there was something to save, even if the task fails after that
  sample: /var/backups/tyk/tyk-2026-01-31T12-00-00Z-1a2b3c4d.yml
certificate:
  description: The certificate. If it was deleted, its last state.
  type: dict
  returned: success, if the certificate exists, or existed before the task
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
    definition:
      description: Further fields of the certificate, under the names that Tyk's API uses.
      type: dict
      returned: if there are any
moved:
  description: The objects that referred to the certificate of O(replaces), and now refer to this one.
  type: list
  elements: dict
  returned: with O(replaces), if that certificate exists
  contains:
    kind:
      description: Kind of the object, as in the name of its module.
      type: str
      sample: api
    name:
      description: Name of the object, or an empty string if it has none.
      type: str
      sample: Orders
    id:
      description: ID of the object. For a key, its hash.
      type: str
      sample: 5f9c8d7e6b5a4c3d2e1f0a9b
removed:
  description: Whether the certificate of O(replaces) was deleted.
  type: bool
  returned: with O(replaces), if that certificate exists
  sample: true
failure:
  description: The response to the request that made the module fail.
  type: dict
  returned: when a request to Tyk fails
  contains:
    status:
      description: HTTP status of the response, or V(null) if there was none.
      type: int
      sample: 400
    method:
      description: HTTP method of the request.
      type: str
      sample: POST
    path:
      description: Path of the request. Secrets in it are replaced by C(********).
      type: str
      sample: /api/certs
    message:
      description: Tyk's error message, or what happened to the connection.
      type: str
      sample: "Could not create certificate. certificate is expired"
"""

from ansible_collections.community.tyk.plugins.module_utils._ansible.module import run
from ansible_collections.community.tyk.plugins.module_utils._kinds.certificate import CERTIFICATE


def main() -> None:
    run(CERTIFICATE)


if __name__ == "__main__":
    main()
