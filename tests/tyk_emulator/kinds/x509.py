# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Certificates as the Gateway reads them: PEM in, id and details out, the private key never."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

_BLOCK = re.compile(rb"^-----BEGIN ([A-Z0-9 ]+)-----.*?-----END \1-----", re.DOTALL | re.MULTILINE)
_TIME = "%Y-%m-%dT%H:%M:%SZ"
_NAMES = {
    "Country": NameOID.COUNTRY_NAME,
    "Organization": NameOID.ORGANIZATION_NAME,
    "OrganizationalUnit": NameOID.ORGANIZATIONAL_UNIT_NAME,
    "Locality": NameOID.LOCALITY_NAME,
    "Province": NameOID.STATE_OR_PROVINCE_NAME,
    "StreetAddress": NameOID.STREET_ADDRESS,
    "PostalCode": NameOID.POSTAL_CODE,
}


def read_pem(pem: bytes, now: str) -> tuple[str, dict[str, Any]]:
    """SHA-256 of the leaf (or of a lone public key) and what is shown of it; raises ValueError.

    Of several public keys the last one counts. A certificate whose key the Gateway cannot read again is taken all the
    same, and has the mark ``unreadable``.
    """
    blocks: dict[str, list[bytes]] = {}
    for match in _BLOCK.finditer(pem):
        label = match.group(1).decode()
        blocks.setdefault(label, []).append(match.group(0))
    keys = [block for name, found in blocks.items() if name.endswith("PRIVATE KEY") for block in found]
    certificates, publics = blocks.get("CERTIFICATE", []), blocks.get("PUBLIC KEY", [])
    chain = [_load(block, now) for block in certificates]
    if len(keys) > 1:
        raise ValueError("Found multiple private keys")
    if not certificates and not publics:
        raise ValueError("Failed to decode certificate. It should be PEM encoded.")
    if certificates and publics:
        raise ValueError("Public keys can't be combined with certificates")
    if publics and keys:
        raise ValueError(
            'tls: failed to find "CERTIFICATE" PEM block in certificate input after skipping PEM blocks of the '
            "following types: [PUBLIC KEY]"
        )
    try:
        return _certificate(chain, keys) if certificates else _public_key(publics[-1])
    except UnsupportedAlgorithm as problem:
        raise ValueError(str(problem)) from None


def _load(block: bytes, now: str) -> x509.Certificate:
    try:
        certificate = x509.load_pem_x509_certificate(block)
    except ValueError:
        raise ValueError("x509: malformed certificate") from None
    if certificate.not_valid_after_utc.strftime(_TIME) < now:
        raise ValueError("certificate is expired")
    return certificate


def _private_key(block: bytes) -> Any:
    try:
        return serialization.load_pem_private_key(block, None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise ValueError("tls: failed to parse private key") from None


def _public_key(block: bytes) -> tuple[str, dict[str, Any]]:
    key = serialization.load_pem_public_key(block)
    der = key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    nobody = x509.Name([])
    name = _name(nobody, "Public Key: " + hashlib.sha256(der).hexdigest())
    zero = "0001-01-01T00:00:00Z"
    details = {"fingerprint": "", "has_private": False, "issuer": _name(nobody), "subject": name, "not_before": zero}
    return hashlib.sha256(der).hexdigest(), {**details, "not_after": zero, "dns_names": None, "is_ca": False}


def _certificate(chain: list[x509.Certificate], keys: list[bytes]) -> tuple[str, dict[str, Any]]:
    leaf, key = chain[0], _private_key(keys[0]) if keys else None
    if key is not None and key.public_key() != leaf.public_key():
        raise ValueError("tls: private key does not match public key")
    unreadable = key is not None and not isinstance(key, (rsa.RSAPrivateKey, ec.EllipticCurvePrivateKey))
    digests = [hashlib.sha256(entry.public_bytes(serialization.Encoding.DER)).hexdigest() for entry in chain]
    return digests[0], {
        **({"unreadable": True} if unreadable else {}),
        # That of the last certificate in a chain, so it may not be the one in the id.
        "fingerprint": digests[-1],
        "has_private": bool(keys),
        "issuer": _name(leaf.issuer),
        "subject": _name(leaf.subject),
        "not_before": leaf.not_valid_before_utc.strftime(_TIME),
        "not_after": leaf.not_valid_after_utc.strftime(_TIME),
        "dns_names": _dns_names(leaf),
        "is_ca": _is_ca(leaf),
    }


def _name(name: x509.Name, common: str = "") -> dict[str, Any]:
    """A distinguished name with the members of Go's pkix.Name."""
    shown: dict[str, Any] = {
        member: [attribute.value for attribute in name.get_attributes_for_oid(oid)] or None
        for member, oid in _NAMES.items()
    }
    names = [
        {"Type": [int(part) for part in entry.oid.dotted_string.split(".")], "Value": entry.value} for entry in name
    ]
    commons = [str(attribute.value) for attribute in name.get_attributes_for_oid(NameOID.COMMON_NAME)]
    return {
        **shown,
        "SerialNumber": "",
        "CommonName": commons[0] if commons else common,
        "Names": names or None,
        "ExtraNames": None,
    }


def _dns_names(certificate: x509.Certificate) -> list[str] | None:
    try:
        extension = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    except x509.ExtensionNotFound:
        return None
    return extension.value.get_values_for_type(x509.DNSName) or None


def _is_ca(certificate: x509.Certificate) -> bool:
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False
