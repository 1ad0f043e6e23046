# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A certificate. Tyk knows it by its fingerprint, so it never changes: other content is another certificate."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import re
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._data.merge import SECRET, SERVER, Rules, get
from ansible_collections.community.tyk.plugins.module_utils._errors import HttpFailure, Invalid
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Object, Option, Resource
from ansible_collections.community.tyk.plugins.module_utils._kinds.x509 import common_name

BLOCK = re.compile("-----BEGIN (CERTIFICATE|PUBLIC KEY)-----(.+?)-----END \\1-----", re.DOTALL)
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


def parsed(pem: str) -> tuple[str, bytes]:
    """What the PEM text holds first: a certificate or a public key, and its content; both empty for an empty text."""
    found = BLOCK.search(pem)
    try:
        content = base64.b64decode("".join(found[2].split()), validate=True) if found else b""
    except ValueError:
        content = b""
    if pem and not content:
        raise Invalid("certificate: this is neither a certificate nor a public key in PEM form")
    return (found[1] if found else ""), content


def fingerprint(pem: str) -> str:
    """SHA-256 of what the PEM text holds, in hexadecimal digits."""
    _kind, content = parsed(pem or "-")
    return hashlib.sha256(content).hexdigest()


def _content(run: t.Any) -> tuple[str, bytes]:
    """What the task names, if anything."""
    return parsed(_text(run, "certificate"))


def _variant(run: t.Any) -> Resource:
    """With the name that the certificate will have, so that others can refer to it before it is there."""
    kind, content = _content(run)
    key = f"Public Key: {hashlib.sha256(content).hexdigest()}"
    name = common_name(content) if kind == "CERTIFICATE" else key if kind else ""
    return dataclasses.replace(CERTIFICATE, defaults={"subject": {"CommonName": name}} if name else {})


def _locate(run: t.Any) -> Object | None:
    (_kind, content), ident = _content(run), run.wish.get("id")
    if content:
        org = run.refs.caller.org_id or run.params.get("org_id")
        if not org:
            raise Invalid("org_id: say it, because the token's user may not see whose it is, and it is part of the id")
        computed = org + hashlib.sha256(content).hexdigest()
        if ident and ident != computed:
            raise Invalid(f"certificate_id is {ident}, but the certificate has the id {computed}; keep one of the two")
        run.wish["id"] = ident = computed
    if not ident:
        raise Invalid("which certificate? Name it with certificate, certificate_path or certificate_id")
    current: Object | None = run.client.read(run.resource, ident)
    if current is None and not content and run.params.get("state") != "absent":
        raise Invalid(f"certificate_id: there is no certificate {ident}, and none can be made without certificate")
    return current


def _check(target: Object, current: Object | None, run: t.Any) -> None:
    if current and current.get("has_private") is False and _text(run, "private_key"):
        raise Invalid("private_key: the certificate is there without one, and Tyk can not add it; delete it first")


def _users(run: t.Any, ident: str) -> str:
    """What names a certificate, as far as this Tyk tells it to this token."""
    told: set[str] = set()
    try:
        uses = run.client.read(CERTIFICATE, ident, collection="api/certs/dependencies") or {}
        told |= {f"API {name!r}" for use in ("client", "upstream") for name in uses.get(f"{use}_cert_api_names") or ()}
        told |= {"a key"} if uses.get("key_cert") else set()
        listed = run.client.read(CERTIFICATE, "apis", {"p": -1}, collection=f"api/certs/{ident}") or {}
        told |= {f"API {api.get('name')!r}" for api in listed.get("apis") or ()}
    except HttpFailure as error:
        if error.status not in (400, 403):
            raise
    return ", ".join(sorted(told))


def watch(users: t.Callable[[t.Any, str], str]) -> dict[str, t.Any]:
    """Warnings about certificates that are in use.

    :arg users: tells what names a certificate, given the run and the certificate's id.
    """

    def guard(target: Object | None, current: Object | None, run: t.Any) -> None:
        """Tyk deletes certificates that are in use without a word."""
        used = users(run, current["id"]) if current and target is None else ""
        if used:
            run.warn(f"Certificate {get(current, CERTIFICATE.name)!r} is still used by {used}, and goes all the same.")

    def reread(run: t.Any, ident: str, reply: Object, query: t.Any) -> Object | None:
        """A new certificate takes the place of an older one of its subject only where somebody writes its id."""
        stored: Object = run.client.read(CERTIFICATE, ident) or {}
        for old in run.refs.listing("certificate") if stored else ():
            used = users(run, old["id"]) if old["id"] != ident and old.get("subject") == stored.get("subject") else ""
            if used:
                run.warn(
                    f"Certificate {get(old, CERTIFICATE.name)!r} with the ID {old['id']} and valid until "
                    f"{old.get('not_after')} is still used by {used}. Name the new one there, and delete the old one "
                    "then."
                )
        return stored or None

    return {"guard": guard, "reread": reread}


CERTIFICATE = Resource(
    kind="certificate",
    noun="certificate",
    collection="api/certs",
    listing="api/certs/details",
    items="certificates",
    rules=Rules(
        {
            **dict.fromkeys(
                ("fingerprint", "has_private", "issuer", "subject", "not_before", "not_after", "dns_names", "is_ca"),
                SERVER,
            ),
            "pem": SECRET,
        }
    ),
    options={"certificate_id": Option("id")},
    id="id",
    id_option="certificate_id",
    other_ids=("fingerprint",),
    like_id="[0-9a-f]{88}",
    name="subject.CommonName",
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
    # Tyk's fingerprint can be that of the last certificate in a chain; the id tells that of the first.
    decode=lambda cert: {**cert, "fingerprint": str(cert.get("id"))[-64:]},
    tell=("not_after",),
    variant=_variant,
    locate=_locate,
    check=_check,
    **watch(_users),
    complete=lambda cert, current, run: {**cert, "pem": _pem(run)},
    encode=lambda cert: cert["pem"].encode(),
)
