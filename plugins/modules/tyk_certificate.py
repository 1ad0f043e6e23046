# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: tyk_certificate
short_description: Manage certificates of a Tyk Dashboard
version_added: 1.0.0
description:
  - Uploads and deletes certificates of the organisation that O(token) belongs to.
  - A certificate is identified by its SHA-256 fingerprint, which the module computes before it uploads anything.
    So a certificate never changes. Another content is another certificate.
    What names the old one has to be told the new one, and O(replaces) does that.
  - If an older certificate has the same subject as a new one, and APIs or keys still use it,
    the module warns, and names them.
    It warns of this, too, when it deletes a certificate, because Tyk does not mind.
    This goes as far as the Dashboard tells who uses a certificate.
  - Public keys in PEM format can be managed in the same way.
  - The ID of the organisation is a part of the certificate's ID. To find it out,
    the module needs an O(token) that may see users.
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
      - Certificate, or public key, in PEM format. Of a chain the first one counts.
      - What else is in the text does not matter, such as comments, a byte order mark, or indentation.
      - Refused is what Tyk does not take, which is an expired certificate, several public keys, or a public key with a
        private key or a certificate.
      - This, O(certificate_path), or O(certificate_id) is needed, and one of the first two to upload a certificate.
      - The private key can be a part of it, or be given with O(private_key).
      - Mutually exclusive with O(certificate_path).
    type: str
  certificate_path:
    description:
      - Path of a file with the certificate in PEM format, on the host that runs the module.
        The file can also hold the certificate's private key. It is read as O(certificate).
      - Mutually exclusive with O(certificate).
    type: path
  private_key:
    description:
      - Private key of the certificate, in PEM format.
        Tyk needs it for certificates that its gateway itself shows to clients or upstreams.
      - It means the same here as in O(certificate). If both hold a key, it must be the same one.
      - It must not be encrypted, and be an RSA or ECDSA key.
        Others Tyk's Gateway does not take, or, as Ed25519, takes and cannot read again.
      - It is uploaded with the certificate, and never returned or compared.
      - If the certificate is there without its private key, the module fails, because Tyk cannot add one.
        Delete the certificate first.
      - Mutually exclusive with O(private_key_path).
    type: str
  private_key_path:
    description:
      - Path of a file with the private key in PEM format, on the host that runs the module. See O(private_key).
      - Mutually exclusive with O(private_key).
    type: path
  certificate_id:
    description:
      - ID of the certificate. This is the ID of the organisation,
        followed by the SHA-256 fingerprint in hexadecimal digits.
      - Names an existing certificate, for example to delete it.
        Together with O(certificate) or O(certificate_path) it must be the ID of that certificate.
    type: str
  replaces:
    description:
      - An older certificate, whose place this one takes. Its ID, its fingerprint, or the common name of its subject.
        A name never stands for one that is valid for longer than this one, which may be the next one by now.
        It is refused where this one is yet to be uploaded, else it stays, with a warning.
      - Whatever refers to the old one refers to this one then. This is looked for in APIs and MCP proxies, where they
        show, trust, pin, or sign with a certificate; in keys, where they are bound to it; and in identity profiles.
        Each of these objects is read, and written whole with nothing else changed.
        The certificate is uploaded before that, so that there is no moment in which one of them has none.
      - The old one is deleted at last, if nothing refers to it any more.
      - Where people write what they like, nothing tells what an ID means. This goes for metadata, C(config_data), data
        of plug-ins and of assets, headers, tags and descriptions, keys of maps as well as values. Such a mention is
        never changed. A warning names the object and the path, and the old certificate stays as long as it is there.
        Name the new one there, or delete the old one with O(state=absent) in a task of its own.
      - It stays, with a warning that says why, if not all can be looked at that may refer to it,
        as where O(token) may not list keys.
        It stays as well if it is the certificate by which a key is known, because nobody would find that key by another
        one. Make a key for the new certificate with M(community.tyk.tyk_key), delete the old key, and run again.
      - A run that breaks off is taken up by the next one.
        If the old certificate is not there, and this one is, there is nothing to do.
      - Refused is a certificate that is expired, that is the old one itself, or that has no private key while something
        uses that of the old one.
    type: str
  warn_before:
    description:
      - Warn if the certificate, or one of its chain, expires within this span, or has expired.
      - A number with V(h), V(d) or V(w) for hours, days or weeks, such as V(30d).
      - In a configuration of M(community.tyk.tyk_config), the reports have a row for it, too.
      - If not set, nothing is said.
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

- name: Let an API trust it, by the common name of its subject
  community.tyk.tyk_api:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    name: Orders
    definition:
      use_mutual_tls_auth: true
      client_certificates:
        - client.example.com

- name: Upload a certificate that the gateway shows itself, from files on the host that runs the module
  community.tyk.tyk_certificate:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    certificate_path: "{{ tyk_secrets_dir }}/orders.crt"
    private_key_path: "{{ tyk_secrets_dir }}/orders.key"

- name: Upload one whose private key is in a variable
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
  description: The file that has what the task has changed or deleted, as it was before, with secrets in clear.
  type: str
  returned: with O(backup=true), if there was something to keep, also when the task fails after that
  sample: /var/backups/tyk/tyk-2026-01-31T12-00-00Z-1a2b3c4d.yml
certificate:
  description: The certificate. If it was deleted, as it was before.
  type: dict
  returned: success, if the certificate exists, or existed before the task
  contains:
    certificate_id:
      description: ID of the certificate.
      type: str
      sample: 4f8b7c6d5e4f3a2b1c0d9e8fb0a5c3d7e9f1123456789abcdef0123456789abcdef0123456789abcdef01234
    subject:
      description: Whom the certificate is for, under the names that Tyk's API uses.
      type: dict
      sample:
        CommonName: orders.example.com
    issuer:
      description: Who issued the certificate, under the names that Tyk's API uses.
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
      description: Whether the certificate is that of an authority.
      type: bool
      sample: false
    definition:
      description: Further fields of the certificate, under the names that Tyk's API uses.
      type: dict
      returned: if there are any
moved:
  description: What referred to the certificate of O(replaces), and refers to this one now.
  type: list
  elements: dict
  returned: with O(replaces), if that certificate is there
  contains:
    kind:
      description: Kind of the object, as in the name of its module.
      type: str
      sample: api
    name:
      description: Name of the object, or an empty text where it has none.
      type: str
      sample: Orders
    id:
      description: ID of the object; of a key its hash.
      type: str
      sample: 5f9c8d7e6b5a4c3d2e1f0a9b
removed:
  description: Whether the certificate of O(replaces) was deleted.
  type: bool
  returned: with O(replaces), if that certificate is there
  sample: true
failure:
  description: What Tyk answered to the request that made the module fail.
  type: dict
  returned: when a request to Tyk fails
  contains:
    status:
      description: HTTP status of the answer, or V(null) if there was none.
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
      description: Tyk's own words, or what happened to the connection.
      type: str
      sample: "Could not create certificate. certificate is expired"
"""

from ansible_collections.community.tyk.plugins.module_utils._ansible.module import run
from ansible_collections.community.tyk.plugins.module_utils._kinds.certificate import CERTIFICATE


def main() -> None:
    run(CERTIFICATE)


if __name__ == "__main__":
    main()
