# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""PEM text: what it holds, whoever wrote it, and what of it Tyk's Gateway can use. Pure functions."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import base64
import re
import textwrap
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid
from ansible_collections.community.tyk.plugins.module_utils._kinds.x509 import is_expired, key_algorithm, public_part

BLOCK = re.compile("-----BEGIN ([A-Z0-9 ]+)-----(.+?)-----END \\1-----", re.DOTALL)
CERTIFICATE, PUBLIC_KEY, PRIVATE_KEY = "CERTIFICATE", "PUBLIC KEY", "PRIVATE KEY"
ENCRYPTED = re.compile("^ENCRYPTED|Proc-Type:.*ENCRYPTED", re.MULTILINE)
NO_CERTIFICATE = "this is neither a certificate nor a public key in PEM form"
# What the Gateway can read again: labels, and algorithms of a key that its label does not tell.
READABLE = ("RSA PRIVATE KEY", "EC PRIVATE KEY")
ALGORITHMS = {"1.2.840.113549.1.1.1": "RSA", "1.2.840.10045.2.1": "ECDSA"}
OTHERS = {"1.3.101.112": "Ed25519", "1.3.101.113": "Ed448", "1.2.840.113549.1.1.10": "RSA-PSS"}


class Block(t.NamedTuple):
    """One block. ``content`` is empty where it cannot be decoded.

    :arg option: where it stands.
    """

    label: str
    content: bytes
    option: str
    encrypted: bool = False

    @property
    def is_private(self) -> bool:
        return self.label.endswith(PRIVATE_KEY)

    @property
    def text(self) -> str:
        lines = textwrap.wrap(base64.b64encode(self.content).decode(), 64)
        return "\n".join((f"-----BEGIN {self.label}-----", *lines, f"-----END {self.label}-----", ""))


def blocks(text: str, option: str) -> list[Block]:
    """The certificates and keys in a text, whatever else is written there; each once."""
    found: dict[Block, None] = {}
    for label, body in BLOCK.findall(text):
        if label in (CERTIFICATE, PUBLIC_KEY) or label.endswith(PRIVATE_KEY):
            encrypted = bool(ENCRYPTED.search(f"{label}\n{body}"))
            try:
                content = b"" if encrypted else base64.b64decode("".join(body.split()), validate=True)
            except ValueError:
                content = b""
            found[Block(label, content, option, encrypted)] = None
    return list(found)


def named(found: t.Iterable[Block]) -> Block | None:
    """The block that an id is made of: the first certificate, or the public key."""
    found = [block for block in found if not block.is_private]
    certificates = [block for block in found if block.label == CERTIFICATE]
    if len(found) > 1 and not certificates:
        raise Invalid("certificate: of several public keys Tyk takes one only; name one")
    return next(iter(certificates or found), None)


def readable(found: t.Iterable[Block]) -> str:
    """The whole as Tyk takes it. Raises Invalid for what it does not take, or could not read again."""
    by_content: dict[bytes, Block] = {}
    for block in found:
        if block.is_private:
            _check_key(block)
        elif not block.content:
            raise Invalid(f"{block.option}: {NO_CERTIFICATE}")
        by_content.setdefault(block.content, block)
    kept = list(by_content.values())
    keys, labels = [block for block in kept if block.is_private], {block.label for block in kept}
    if len(keys) > 1:
        both = " and ".join(dict.fromkeys(key.option for key in keys))
        raise Invalid(f"{both}: there are {len(keys)} private keys; a certificate has one")
    if {CERTIFICATE, PUBLIC_KEY} <= labels:
        raise Invalid("certificate: this holds a public key beside a certificate, and Tyk takes no such pair")
    if PUBLIC_KEY in labels and keys:
        raise Invalid(f"{keys[0].option}: a private key needs its certificate, and this is a public key")
    return "\n".join(block.text for block in kept)


def _check_key(key: Block) -> None:
    if key.encrypted:
        raise Invalid(
            f"{key.option}: the private key is encrypted, and Tyk cannot ask for its passphrase; decrypt it, say with "
            "openssl pkey"
        )
    if not key.content:
        raise Invalid(f"{key.option}: this is no private key in PEM form")
    if key.label == PRIVATE_KEY:
        algorithm = key_algorithm(key.content)
        if algorithm and algorithm not in ALGORITHMS:
            called = OTHERS.get(algorithm, algorithm)
            raise Invalid(
                f"{key.option}: this is an {called} key. Tyk's Gateway reads RSA and ECDSA keys only, and could not "
                "read the certificate again"
            )
    elif key.label not in READABLE:
        raise Invalid(f"{key.option}: Tyk's Gateway cannot read a {key.label.title()}; give it in PKCS#8 form")


def belongs(key: Block, certificate: Block) -> bool:
    """Whether a private key is that of a certificate; True where nothing tells."""
    part = public_part(key.content)
    return not part or not certificate.content or part in certificate.content


def expired(found: t.Iterable[Block], now: float) -> bool:
    """Whether one of the certificates is, which Tyk then takes none of."""
    return any(block.label == CERTIFICATE and is_expired(block.content, now) for block in found)
