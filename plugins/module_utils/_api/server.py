# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a task says of a server: address, credential, files, how long to wait. Checked before anything is sent.

Raises Invalid, which names the option.
"""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import os
import re
import ssl
import typing as t
from urllib.parse import urlsplit

from ansible_collections.community.tyk.plugins.module_utils._api.veil import without_login
from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid

LOCAL = re.compile(r"localhost|::1|127(\.\d+){3}")
SAMPLE = "https://dashboard.example.com:3000"
# The options that are numbers, with the least that makes sense, and whether that itself does.
MOST = 1_000_000  # of any of them; seconds, or tries
NUMBERS = {
    "timeout": (0, False),
    "retries": (0, True),
    "wait_timeout": (0, True),
    "parallel": (1, True),
    "prune_max": (0, True),
}


def place(url: str) -> tuple[str, str, int | None]:
    """Scheme, host and port. Raises ValueError for a port that is none."""
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or "", parts.port


def address(url: str, option: str = "url") -> str:
    """The base of every request; a path in it is kept."""
    url = url.strip()
    try:
        scheme, host, _port = place(url)
    except ValueError:  # of the port, which it quotes
        scheme = host = ""
    if scheme not in ("http", "https") or not host or not url.isprintable() or " " in url:
        raise Invalid(f"{option}: {without_login(url)!r} is no http or https address; write it as {SAMPLE}")
    parts = urlsplit(url)
    if "@" in parts.netloc:
        raise Invalid(f"{option}: take the user name and password out of it; Tyk knows tokens only")
    if "?" in url or "#" in url:
        raise Invalid(
            f"{option}: leave out what begins with ? or #; the address of the server is enough, such as {SAMPLE}"
        )
    return url.rstrip("/")


def credential(secret: str, option: str) -> str:
    """The token or the admin secret, without the end of its line."""
    secret = secret.strip()
    if not secret.isprintable() or not secret.isascii() or " " in secret:
        raise Invalid(f"{option}: it holds white space or characters that no {option.replace('_', ' ')} has")
    return secret


def check_numbers(params: t.Mapping[str, t.Any]) -> None:
    """Refuse numbers that nothing can be done with."""
    for option, (least, itself) in NUMBERS.items():
        value = params.get(option)
        if isinstance(value, (int, float)) and not (value >= least if itself else value > least):
            raise Invalid(
                f"{option}: {value} is not possible; it has to be {'at least' if itself else 'more than'} {least}"
            )
        if isinstance(value, (int, float)) and not value <= MOST:
            raise Invalid(f"{option}: {value} is not possible; it has to be at most {MOST}")


def check_files(params: t.Mapping[str, t.Any]) -> None:
    """Refuse files of certificates that cannot be used."""
    ca_path, cert, key = (str(params.get(option) or "") for option in ("ca_path", "client_cert", "client_key"))
    for option, path in (("ca_path", ca_path), ("client_cert", cert), ("client_key", key)):
        if path and not os.access(path, os.R_OK):
            raise Invalid(f"{option}: {path} {'cannot be read' if os.path.exists(path) else 'does not exist'}")
    if key and not cert:
        raise Invalid("client_key: client_cert is missing; name the certificate, too")
    if not ca_path and not cert:
        return  # to make a context takes longer than all the rest
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        if ca_path and not os.path.isdir(ca_path):
            context.load_verify_locations(ca_path)
    except (ssl.SSLError, OSError):
        raise Invalid(f"ca_path: {ca_path} holds no certificate as PEM") from None
    try:
        if cert:
            context.load_cert_chain(cert, key or None, lambda: "")
    except (ssl.SSLError, OSError, ValueError) as error:
        if "KEY_VALUES_MISMATCH" in str(error):
            raise Invalid(f"client_key: it is not the private key of {cert}") from None
        where = f"{key} holds no private key" if key else f"{cert} holds no certificate with its private key"
        option = "client_key" if key else "client_cert"
        raise Invalid(f"{option}: {where} as PEM without a pass phrase") from None
