# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a certificate is called, as another library sees it."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.community.tyk.plugins.module_utils._kinds.x509 import common_name

x509 = pytest.importorskip("cryptography.x509")
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

KEY = ec.generate_private_key(ec.SECP256R1())
NOW = datetime.datetime(2026, 1, 1)


def certificate(*pairs: tuple[x509.ObjectIdentifier, str]) -> bytes:
    """A certificate of this subject, with another issuer."""
    subject = x509.Name([x509.NameAttribute(*pair) for pair in pairs])
    issuer = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "the issuer")])
    built = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(KEY.public_key())
    built = built.serial_number(2**120).not_valid_before(NOW).not_valid_after(NOW + datetime.timedelta(days=1))
    return built.sign(KEY, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


@settings(deadline=None, max_examples=25)
@given(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=64).filter(
        lambda name: len(name.encode()) <= 64
    )
)
def test_any_name(name):
    organisation = (x509.NameOID.ORGANIZATION_NAME, "A" * 60)
    common = (x509.NameOID.COMMON_NAME, name)
    assert common_name(certificate(organisation, common)) == name
    assert common_name(certificate(common, organisation, (x509.NameOID.COMMON_NAME, "last"))) == "last"


def test_none():
    assert common_name(certificate((x509.NameOID.ORGANIZATION_NAME, "Acme"))) == ""


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_what_is_no_certificate(content):
    assert isinstance(common_name(content), str)
