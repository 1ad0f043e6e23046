# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A certificate. Tyk knows it by its fingerprint, so it never changes: other content is another certificate."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import hashlib
import re
import time
import typing as t
from dataclasses import replace
from datetime import datetime, timezone

from ansible_collections.community.tyk.plugins.module_utils._data.paths import get
from ansible_collections.community.tyk.plugins.module_utils._data.rules import SERVER, Rules
from ansible_collections.community.tyk.plugins.module_utils._data.secrets import secrets_at
from ansible_collections.community.tyk.plugins.module_utils._data.spans import ahead
from ansible_collections.community.tyk.plugins.module_utils._errors import Ambiguous, Invalid
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind, Option, Run
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import (
    WARN_BEFORE,
    Fields,
    Identity,
    Life,
    Object,
    Route,
)
from ansible_collections.community.tyk.plugins.module_utils._kinds.pem import (
    CERTIFICATE as IS_CERTIFICATE,
)
from ansible_collections.community.tyk.plugins.module_utils._kinds.pem import (
    NO_CERTIFICATE,
    Block,
    belongs,
    blocks,
    expired,
    named,
    readable,
)
from ansible_collections.community.tyk.plugins.module_utils._kinds.x509 import common_name, ends


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


FINGERPRINT = re.compile("[0-9a-f]{64}")
VIEWS = ("subject", "issuer", "not_before", "not_after", "dns_names", "has_private", "is_ca")


def _sha(ident: str) -> str:
    """The fingerprint in an id."""
    return ident[-64:]


def _span(run: Run) -> int:
    """How many seconds before its end a certificate is to be warned of; 0: it is not."""
    return ahead("warn_before", run.params.get("warn_before"))


def _end(run: Run, current: Object | None) -> float | None:
    """Until when a certificate is valid, with its chain as far as the task has it; None where nothing tells."""
    told = [ends(block.content) for block in _read(run) if block.label == IS_CERTIFICATE]
    return min((end for end in told or [_stored_end(current)] if end is not None), default=None)


def _stored_end(obj: Object | None) -> float | None:
    """Until when a certificate is valid, as Tyk shows it; None where nothing tells."""
    until = str((obj or {}).get("not_after") or "")
    try:
        return datetime.fromisoformat(re.sub("[zZ]$", "+00:00", until)).timestamp() if until else None
    except ValueError:
        return None


def _day(end: float) -> str:
    return datetime.fromtimestamp(end, timezone.utc).strftime("%Y-%m-%d")


def _assume_old(run: Run, said: str) -> None:
    """Refuse to take the place of what is not there; in check mode of one task an earlier one may make it."""
    if not (run.check and run.alone):
        raise Invalid(
            f"replaces: there is no certificate {said!r}, and the new one is not there either; name the old one as "
            "tyk_certificate_info shows it, or leave replaces out"
        )
    run.warn(f"replaces: there is no certificate {said!r} yet; taken for one that an earlier task makes.")


def _is_later(run: Run, old: Object, said: str) -> bool:
    """Whether what a task names by its name only is the next certificate rather than the old one. Raises Invalid where
    it would be put out of its place for good."""
    own, other = _end(run, run.found), _stored_end(old)
    if own is None or other is None or other <= own:
        return False
    told = f"replaces: the other certificate {said!r} is valid until {_day(other)}, longer than this one ({_day(own)})"
    if run.found is None:
        raise Invalid(
            f"{told}, and may be the one that comes after it; if this one has to take its place, name it by its ID, "
            f"{old['id']}"
        )
    run.warn(f"{told}, and stays. Take replaces out of the task, or name the old one by its ID.")
    return True


def _warn_of_end(run: Run, obj: Object, before: int) -> None:
    """Warn of a certificate that ends within so many seconds."""
    end, now = _end(run, obj), time.time()
    if end is None or end - now > before:
        return
    when = f"is valid until {_day(end)} only" if end > now else f"has expired on {_day(end)}"
    block = named(_read(run))
    name = get(obj, "subject.CommonName") or (common_name(block.content) if block else "") or obj["id"]
    run.warn(f"Certificate {name!r} {when}. Renew it: upload the next one, with replaces: {obj['id']}.")


def _mismatch(run: Run, key: Block, found: list[Block]) -> Invalid:
    """What to say of a key that is not that of the first certificate."""
    path = run.params.get(f"{key.option}_path")
    later = any(block.label == IS_CERTIFICATE and belongs(key, block) for block in found)
    way_out = "put that first, and its chain behind it" if later else "give the one that the certificate was made with"
    which = "the first certificate but of a later one" if later else "the certificate"
    where = f"{key.option}_path: {path}" if path else key.option
    return Invalid(f"{where}: this private key is not that of {which}; {way_out}")


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
    can_end = True
    life = Life(merges=False, exported=False)  # Tyk does not give the content back
    options = {"certificate_id": Option("id")}
    params = {
        "certificate": {"type": "str", "no_log": True},  # it may bring its key along
        "certificate_path": {"type": "path"},
        "private_key": {"type": "str", "no_log": True},
        "private_key_path": {"type": "path", "no_log": False},
        "replaces": {"type": "str"},
        **WARN_BEFORE,
    }
    exclusive = (("certificate", "certificate_path"), ("private_key", "private_key_path"))

    def item_names(self, item: t.Mapping[str, t.Any]) -> t.Iterator[t.Any]:
        yield from (item.get("certificate_id"), item.get("certificate_path"))

    def decode(self, reply: Object) -> Object:
        """Tyk's fingerprint can be that of the last certificate in a chain; the id tells that of the first."""
        return {**reply, "fingerprint": str(reply.get("id"))[-64:]}

    def foreseen(self, listed: Object, before: Object | None) -> Object:
        """Others can refer to it by its fingerprint before it is there."""
        return self.decode(listed)

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
        if run.params.get("replaces") and run.params.get("state") == "absent":
            raise Invalid("replaces: only what is there can take the place of another; leave it out with state: absent")
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
        warn_before, current = _span(run), run.client.read(self, ident)
        if current is None and not named(_read(run)) and run.params.get("state") != "absent":
            raise Invalid(f"certificate_id: there is no certificate {ident}, and none can be made without certificate")
        if warn_before and run.params.get("state") != "absent":
            _warn_of_end(run, current or {"id": ident}, warn_before)
        return current

    def ends(self, obj: Object, run: Run) -> float | None:
        return _end(run, obj)

    def predecessor(self, run: Run) -> Object | None:
        said, ident, around = run.params.get("replaces"), run.declared["id"], run.around
        if not said:
            return None
        org = around.caller.org_id or run.asserted or ident[: -len(_sha(ident))]
        if said in (ident, _sha(ident)):
            raise Invalid("replaces: this is the certificate itself, and so there is nothing to do; name the old one")
        if FINGERPRINT.fullmatch(said[-64:]) and said not in (_sha(said), org + _sha(said)):
            raise Invalid(f"replaces: {said} is a certificate of another organisation than {org}, whose this one is")
        others = [one for one in around.meant("certificate", said) if one["id"] != ident]
        if len(others) > 1:
            raise Ambiguous(
                f"replaces: {len(others)} other certificates answer to {said!r} ({self.tell_apart(others)}); name one "
                "by its id"
            )
        if not others and run.found is None:
            _assume_old(run, said)
        old = next(iter(others), None)
        return None if old and said not in (old["id"], _sha(old["id"])) and _is_later(run, old, said) else old

    def successor_ids(self, old: Object, new: Object) -> t.Mapping[str, str]:
        return {old["id"]: new["id"], _sha(old["id"]): new["id"]}

    def check_successor(self, old: Object, run: Run, users: t.Iterable[tuple[Kind, Object]]) -> None:
        end = _end(run, run.found)
        if end is not None and end < time.time():
            raise Invalid(f"certificate: it has expired on {_day(end)}, and cannot take the place of {old['id']}")
        has_key = run.found.get("has_private") if run.found else any(block.is_private for block in _read(run))
        ids = (old["id"], _sha(old["id"]))
        for kind, obj in () if has_key or not old.get("has_private") else users:
            if not kind.trusts_only(obj, ids):
                raise Invalid(
                    f"private_key: {kind.noun} {kind.name_of(obj)!r} uses the private key of the certificate that this "
                    "one replaces, so this one needs its own"
                )

    def reread(self, run: Run, ident: str, reply: Object, query: t.Any) -> Object | None:
        """A new certificate takes the place of an older one of its subject only where somebody writes its id."""
        stored = run.client.read(self, ident)
        for old in run.around.listing("certificate") if stored else ():
            named = run.params.get("replaces") in (old["id"], _sha(old["id"]), self.name_of(old))
            twin = not named and old["id"] != ident and old.get("subject") == (stored or {}).get("subject")
            users = run.around.users(self, old) if twin else ""
            if users:
                run.warn(
                    f"Certificate {self.name_of(old)!r} with the ID {old['id']} and valid until "
                    f"{old.get('not_after')} is still used by: {users}. Name the new one there, and delete the old one "
                    "then."
                )
        return stored

    def read_again(self, run: Run, ident: str, query: t.Any) -> Object | None:
        """Nothing is told of others when one is looked at before a write: it may be the old one, which goes."""
        return run.client.read(self, ident)

    def complete(self, obj: Object, current: Object | None, run: Run) -> Object:
        return {**obj, "pem": readable(_read(run))}

    def check(self, target: Object, current: Object | None, run: Run) -> None:
        found = _read(run)
        keys, own = [block for block in found if block.is_private], named(found)
        if keys and own and not belongs(keys[0], own):
            raise _mismatch(run, keys[0], found)
        if current and current.get("has_private") is False and keys:
            raise Invalid(
                f"{keys[0].option}: the certificate is there without its private key, and Tyk cannot add it; delete it "
                "first"
            )
        if current is None and expired(found, time.time()):
            raise Invalid("certificate: it is expired, or another one in its chain is, and Tyk takes no such one")


CERTIFICATE = Certificate()
