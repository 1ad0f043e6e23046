# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A certificate. Tyk knows it by its fingerprint, so it never changes: other content is another certificate."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import hashlib
import time
import typing as t
from dataclasses import replace

from ansible_collections.community.tyk.plugins.module_utils._data.rules import SERVER, Rules
from ansible_collections.community.tyk.plugins.module_utils._data.secrets import secrets_at
from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind, Option, Run
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Fields, Identity, Life, Object, Route
from ansible_collections.community.tyk.plugins.module_utils._kinds.pem import (
    CERTIFICATE as IS_CERTIFICATE,
)
from ansible_collections.community.tyk.plugins.module_utils._kinds.pem import (
    NO_CERTIFICATE,
    Block,
    blocks,
    expired,
    named,
    readable,
)
from ansible_collections.community.tyk.plugins.module_utils._kinds.x509 import common_name


def _text(run: Run, name: str) -> str:
    """What an option holds, or the file that its twin names."""
    text, path = run.params.get(name), run.params.get(f"{name}_path")
    if not path:
        return text or ""
    try:
        with open(path, encoding="utf-8", errors="replace") as file:  # only comments can be anything but ASCII
            return file.read()
    except OSError as error:
        raise Invalid(f"{name}_path: {path}: {(error.strerror or 'it cannot be read').lower()}") from error


def _read(run: Run) -> list[Block]:
    """The certificates and keys that a task names; the certificate's own first."""
    text, key = _text(run, "certificate"), _text(run, "private_key")
    found, keys = blocks(text, "certificate"), blocks(key, "private_key")
    if text and not (named(found) or Block("", b"", "")).content:
        raise Invalid(f"certificate: {NO_CERTIFICATE}")
    if key and not any(block.is_private for block in keys):
        raise Invalid("private_key: this is no private key in PEM form")
    return [*found, *keys]


def fingerprint(pem: str) -> str:
    """SHA-256 of what the PEM text holds, in hexadecimal digits."""
    found = named(blocks(pem, "certificate"))
    if not found or not found.content:
        raise Invalid(f"certificate: {NO_CERTIFICATE}")
    return hashlib.sha256(found.content).hexdigest()


VIEWS = ("subject", "issuer", "not_before", "not_after", "dns_names", "has_private", "is_ca")


class Certificate(Kind):
    name, section, noun, title = "certificate", "certificates", "certificate", "Certificates"
    route = Route("api/certs", "certificates", "api/certs/details", created=("id",), permission="certs")
    identity = Identity(
        "id",
        "subject.CommonName",
        other_ids=("fingerprint",),
        like_id="[0-9a-f]{88}",
        foretold=True,
        org="",
        tells_twins_apart=("not_after",),
        id_option="certificate_id",
        name_option="",
    )
    fields = Fields(
        Rules(dict.fromkeys((*VIEWS, "fingerprint"), SERVER)),
        secrets_at({"pem": "text"}),
        views={name: name for name in VIEWS},
    )
    life = Life(merges=False, exported=False)  # Tyk does not give the content back
    options = {"certificate_id": Option("id")}
    params = {
        "certificate": {"type": "str", "no_log": True},  # it may bring its key along
        "certificate_path": {"type": "path"},
        "private_key": {"type": "str", "no_log": True},
        "private_key_path": {"type": "path", "no_log": False},
    }
    exclusive = (("certificate", "certificate_path"), ("private_key", "private_key_path"))

    def item_names(self, item: t.Mapping[str, t.Any]) -> t.Iterator[t.Any]:
        yield from (item.get("certificate_id"), item.get("certificate_path"))

    def decode(self, reply: Object) -> Object:
        """Tyk's fingerprint can be that of the last certificate in a chain; the id tells that of the first."""
        return {**reply, "fingerprint": str(reply.get("id"))[-64:]}

    def encode(self, obj: Object) -> t.Any:
        return obj["pem"].encode()

    def choose(self, run: Run) -> tuple[Kind, Object | None]:
        """With the name that the certificate will have, so that others can refer to it before it is there."""
        block, name = named(_read(run)), ""
        if block:
            key = f"Public Key: {hashlib.sha256(block.content).hexdigest()}"
            name = common_name(block.content) if block.label == IS_CERTIFICATE else key
        defaults = {"subject": {"CommonName": name}} if name else {}
        return self.but(fields=replace(self.fields, defaults=defaults)), None

    def identify(self, run: Run, declared: Object) -> Object:
        """The id follows from the content and the organisation."""
        found, ident = _read(run), declared.get("id")
        block = named(found)
        if block:
            if run.params.get("state") != "absent":
                readable(found)
            org = run.around.caller.org_id or run.asserted
            if not org:
                raise Invalid(
                    "org_id: name it, because the token's user may not see whose it is, and it is part of the id"
                )
            computed = org + hashlib.sha256(block.content).hexdigest()
            if ident and ident != computed:
                raise Invalid(
                    f"certificate_id is {ident}, but the certificate has the id {computed}; keep one of the two"
                )
            return {**declared, "id": computed}
        if not ident:
            raise Invalid("which certificate? Name it with certificate, certificate_path or certificate_id")
        return declared

    def locate(self, run: Run) -> Object | None:
        ident = run.declared["id"]
        current = run.client.read(self, ident)
        if current is None and not named(_read(run)) and run.params.get("state") != "absent":
            raise Invalid(f"certificate_id: there is no certificate {ident}, and none can be made without certificate")
        return current

    def reread(self, run: Run, ident: str, reply: Object, query: t.Any) -> Object | None:
        """A new certificate takes the place of an older one of its subject only where somebody writes its id."""
        stored = run.client.read(self, ident)
        for old in run.around.listing("certificate") if stored else ():
            twin = old["id"] != ident and old.get("subject") == (stored or {}).get("subject")
            users = run.around.users(self, old) if twin else ""
            if users:
                run.warn(
                    f"Certificate {self.name_of(old)!r} with the ID {old['id']} and valid until "
                    f"{old.get('not_after')} is still used by: {users}. Name the new one there, and delete the old one "
                    "then."
                )
        return stored

    def complete(self, obj: Object, current: Object | None, run: Run) -> Object:
        return {**obj, "pem": readable(_read(run))}

    def check(self, target: Object, current: Object | None, run: Run) -> None:
        found = _read(run)
        keys = [block for block in found if block.is_private]
        if current and current.get("has_private") is False and keys:
            raise Invalid(
                f"{keys[0].option}: the certificate is there without its private key, and Tyk cannot add it; delete it "
                "first"
            )
        if current is None and expired(found, time.time()):
            raise Invalid("certificate: it is expired, or another one in its chain is, and Tyk takes no such one")


CERTIFICATE = Certificate()
