# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A certificate. Tyk knows it by its fingerprint, so it never changes: other content is another certificate."""

from __future__ import annotations

import hashlib
import re
import ssl
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid
from ansible_collections.community.tyk.plugins.module_utils._merge import SERVER, Rules
from ansible_collections.community.tyk.plugins.module_utils._resource import Object, Option, Resource

BLOCK = re.compile("-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)
KEY = re.compile("-----BEGIN ([A-Z]+ )?PRIVATE KEY-----")


def _text(run: t.Any, name: str) -> str:
    """What an option holds, or the file that its twin names."""
    text, path = run.params.get(name), run.params.get(f"{name}_path")
    if not path:
        return text or ""
    try:
        with open(path, encoding="ascii") as file:
            return file.read()
    except (OSError, ValueError) as error:
        raise Invalid(f"{name}_path: {error}") from error


def _pem(run: t.Any) -> str:
    """Certificate and private key as Tyk takes them: in one file."""
    pem, key = _text(run, "certificate"), _text(run, "private_key")
    if key and not KEY.search(key):
        raise Invalid("private_key: this is no private key in PEM form")
    return "\n".join(part.strip() for part in (pem, key) if part) + "\n"


def fingerprint(pem: str) -> str:
    """SHA-256 of the first certificate in a PEM text, in hexadecimal digits."""
    found = BLOCK.search(pem)
    try:
        content = ssl.PEM_cert_to_DER_cert(found[0]) if found else b""
    except ValueError:
        content = b""
    if not content:
        raise Invalid("certificate: this is no certificate in PEM form")
    return hashlib.sha256(content).hexdigest()


def _locate(run: t.Any) -> Object | None:
    pem, ident = _text(run, "certificate"), run.wish.get("id")
    if pem:
        digest = fingerprint(pem)
        org = run.refs.caller.org_id or run.params.get("org_id")
        if not org:
            raise Invalid("org_id: say it, because the token's user may not see whose it is, and it is part of the id")
        computed = org + digest
        if ident and ident != computed:
            raise Invalid(f"certificate_id is {ident}, but the certificate has the id {computed}; keep one of the two")
        run.wish["id"] = ident = computed
    if not ident:
        raise Invalid("which certificate? Name it with certificate, certificate_path or certificate_id")
    current: Object | None = run.client.read(run.resource, ident)
    if current is None and not pem and run.params.get("state") != "absent":
        raise Invalid(f"certificate_id: there is no certificate {ident}, and none can be made without certificate")
    return current


def _check(target: Object, current: Object | None, run: t.Any) -> None:
    if current and current.get("has_private") is False and _text(run, "private_key"):
        raise Invalid("private_key: the certificate is there without one, and Tyk can not add it; delete it first")


CERTIFICATE = Resource(
    kind="certificate",
    noun="certificate",
    collection="api/certs",
    listing="api/certs/details",
    items="certificates",
    rules=Rules(
        dict.fromkeys(
            ("fingerprint", "has_private", "issuer", "subject", "not_before", "not_after", "dns_names", "is_ca"), SERVER
        )
    ),
    options={"certificate_id": Option("id")},
    id="id",
    id_option="certificate_id",
    name="id",
    name_option="",
    org="",
    created=("id",),
    merges=False,
    params={
        "certificate": {"type": "str", "no_log": True},  # it may bring its key along
        "certificate_path": {"type": "path"},
        "private_key": {"type": "str", "no_log": True},
        "private_key_path": {"type": "path", "no_log": False},
    },
    exclusive=(("certificate", "certificate_path"), ("private_key", "private_key_path")),
    views={
        name: name for name in ("subject", "issuer", "not_before", "not_after", "dns_names", "has_private", "is_ca")
    },
    locate=_locate,
    check=_check,
    complete=lambda cert, current, run: {**cert, "pem": _pem(run)},
    encode=lambda cert: cert["pem"].encode(),
)
