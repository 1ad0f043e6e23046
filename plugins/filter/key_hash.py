# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: key_hash
short_description: Compute the hash under which Tyk stores a key
version_added: 1.0.0
author:
  - Tyk collection contributors (@ansible-collections)
description:
  - Computes the hash under which Tyk stores a key, without asking Tyk.
  - A hash identifies a key wherever the key itself, which is a secret, must not be seen. For example,
    O(community.tyk.tyk_key#module:key_hash) accepts it, and Tyk's analytics and logs show it.
options:
  _input:
    description:
      - The key, as Tyk returned it in RV(community.tyk.tyk_key#module:key.key_id) or as written to
        O(community.tyk.tyk_key#module:key_file).
    type: str
    required: true
  algorithm:
    description:
      - The algorithm to use. V(auto) does what Tyk's Gateway does. It reads the algorithm from the key itself, and uses
        V(murmur32) for a key that does not name one.
    type: str
    choices:
      - auto
      - murmur32
      - murmur64
      - murmur128
      - sha256
    default: auto
seealso:
  - module: community.tyk.tyk_key
"""

EXAMPLES = r"""
- name: Show the hash of a key
  ansible.builtin.debug:
    msg: "{{ lookup('ansible.builtin.file', 'acme.key') | community.tyk.key_hash }}"

- name: Find a key in Tyk without sending it
  community.tyk.tyk_key_info:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    key_hash: "{{ lookup('ansible.builtin.file', 'acme.key') | community.tyk.key_hash }}"

- name: Compute the hash of a custom key that the Gateway hashes with SHA-256
  ansible.builtin.debug:
    msg: "{{ 'a-key-that-we-chose' | community.tyk.key_hash(algorithm='sha256') }}"
"""

RETURN = r"""
_value:
  description: The hash, in hexadecimal digits.
  type: str
  sample: a72fcdc09caa86b5
"""

from ansible.errors import AnsibleFilterError

from ansible_collections.community.tyk.plugins.module_utils._kinds import key_hash as _hash


def key_hash(token: str, algorithm: str = "auto") -> str:
    if not isinstance(token, str) or not token:
        raise AnsibleFilterError("community.tyk.key_hash: a key is text that is not empty")
    try:
        return _hash.key_hash(token, "" if algorithm == "auto" else algorithm)
    except ValueError as error:
        raise AnsibleFilterError(f"community.tyk.key_hash: algorithm: {error}") from error


class FilterModule:
    def filters(self):
        return {"key_hash": key_hash}
