# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The filters, against vectors that others have computed."""

from __future__ import annotations

import hashlib
import ssl

import pytest
import yaml
from ansible.errors import AnsibleFilterError

from ansible_collections.community.tyk.plugins.filter.certificate_fingerprint import certificate_fingerprint
from ansible_collections.community.tyk.plugins.filter.key_hash import DOCUMENTATION, key_hash
from ansible_collections.community.tyk.plugins.module_utils._kinds.key_hash import ALGORITHMS

PEM = ssl.DER_cert_to_PEM_cert(b"what a certificate says is for others to judge")


def test_fingerprint():
    digest = hashlib.sha256(b"what a certificate says is for others to judge").hexdigest()
    for text in (
        PEM,
        f"\n{PEM}\n-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
        f"# mine\r\n{PEM}{PEM}",
    ):
        assert certificate_fingerprint(text) == digest


@pytest.mark.parametrize("text", ["", "no certificate", PEM.replace("BEGIN", "START"), PEM[:60]])
def test_what_is_no_certificate(text):
    with pytest.raises(AnsibleFilterError, match="this is neither a certificate nor a public key"):
        certificate_fingerprint(text)


def test_key_hash():
    # of a key in the documentation of Tyk, and of one in a report about the Gateway
    named = "eyJvcmciOiI1ZTlkOTU0NGExZGNkNjAwMDFkMGVkMjAiLCJpZCI6ImdycGNfaG1hY19rZXkiLCJoIjoibXVybXVyNjQifQ=="
    old = "defaultf1bfc265b48841f1b1dcdc26cd39eadf"
    assert key_hash(named) == key_hash(named, "murmur64") == key_hash(named, algorithm="auto") == "a72fcdc09caa86b5"
    assert key_hash(old) == key_hash(old, "murmur32") == "319d3ab3"
    assert key_hash(old, "sha256") == hashlib.sha256(old.encode()).hexdigest()


@pytest.mark.parametrize("arguments", [("s3cret-key", "md5"), ("",), (None,), (42,)])
def test_what_has_no_hash(arguments):
    with pytest.raises(AnsibleFilterError) as caught:
        key_hash(*arguments)
    assert "community.tyk.key_hash: " in str(caught.value) and "s3cret" not in str(caught.value)


def test_the_algorithms_that_are_told_are_those_that_there_are():
    assert yaml.safe_load(DOCUMENTATION)["options"]["algorithm"]["choices"] == ["auto", *ALGORITHMS]
