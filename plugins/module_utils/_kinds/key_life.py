# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The life of a key: when it ends, how an old one that goes on for a while is told, and whether a text is a key.

An old key whose place another has taken bears its end in its alias, and the hash of that other key in its metadata. One
of the two is enough, so that neither a new alias nor metadata that were taken away hide it."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import re
import time
import typing as t
from datetime import datetime, timezone

from ansible_collections.community.tyk.plugins.module_utils._data.merge import blank
from ansible_collections.community.tyk.plugins.module_utils._data.spans import span
from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid
from ansible_collections.community.tyk.plugins.module_utils._kinds.key_hash import ALGORITHMS, key_hash, make_token
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Run
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object

LAST = 253402300799  # the last second that a date can have
SPANS = ("keep_old", "renew_before")  # the options that are one
NEW_ONE = "ansible_replaced_by"  # in the metadata of an old key: the hash of the one in its place
HASH_LENGTHS = (8, 16, 32, 64)


def _seconds(params: t.Mapping[str, t.Any], option: str) -> int:
    """The seconds that an option says, which may be a plain number; 0 where it says nothing."""
    value = str(params.get(option) or "").strip()
    if not value:
        return 0
    return (int(value) if re.fullmatch("[0-9]+", value) else span(value)) or 0


def check_spans(run: Run) -> None:
    """Refuse spans that are none, and those with which nothing could be done."""
    if not any(map(run.params.get, SPANS)):
        return
    now = time.time()
    for option in SPANS:
        value = run.params.get(option)
        if value in (None, ""):
            continue
        seconds = _seconds(run.params, option)
        if not seconds:
            raise Invalid(f"{option}: {value!r} is no span; write 7d, 12h, or a number of seconds, or leave it out")
        if seconds > LAST - now:
            raise Invalid(f"{option}: {value} ends after the year 9999; write a shorter span")
    ahead = _seconds(run.params, "renew_before")
    if not ahead or run.params.get("state") == "absent":
        return
    lives = span(run.named.get("expires"))
    if lives is None:
        raise Invalid("renew_before: say with expires for how long the key is to live from then on, such as 90d")
    if lives <= ahead:
        raise Invalid("renew_before: each run would renew the key; it has to be shorter than the span of expires")


def _stays(current: t.Any, run: Run) -> bool:
    """Whether a key keeps the expiry that it has, where a task says a span."""
    ahead = _seconds(run.params, "renew_before")
    return bool(current and current > 0 and not (ahead and current - time.time() < ahead))


def counted_from_now(run: Run) -> bool:
    """Whether the expiry depends on when it is written: a span, where the key has no expiry yet, or is renewed."""
    return span(run.named.get("expires")) is not None and not _stays((run.found or {}).get("expires"), run)


def expires(value: str, run: Run, current: t.Any) -> int:
    """Unix seconds. A span counts from when the key is made, or renewed, so it is left alone while the key has an
    expiry that is far enough."""
    now, lives = time.time(), span(value)
    if value in ("", "0", "-1", "never"):
        return current if current and current < 0 else 0
    if lives is not None:
        return int(current) if _stays(current, run) else int(now + lives)
    try:
        if value.isdigit():
            at = int(value)
        else:
            day = datetime.fromisoformat(re.sub("[zZ]$", "+00:00", value))
            at = int((day if day.tzinfo else day.replace(tzinfo=timezone.utc)).timestamp())
    except ValueError:
        raise Invalid(
            f"expires: {value!r} is no time; write 2030-01-31T00:00:00Z, a span such as 30d, or never"
        ) from None
    if at > LAST and at != current:
        raise Invalid(f"expires: {value} is after the year 9999; it takes seconds since 1970, not milliseconds")
    if at <= now and at not in (1, current):  # Tyk writes 1 for a key that is over
        raise Invalid(f"expires: {value} is over, and Tyk would make it mean something else; set inactive instead")
    return at


def moment(value: t.Any) -> str:
    """An expiry for people."""
    if not value or value < 0:
        return "never"
    if value > LAST:
        return str(value)
    return datetime.fromtimestamp(value, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


# An old key beside the one in its place


def limited(old: Object, run: Run, rotating: str) -> Object:
    """What an old key is to have, so that it goes on for a while only; {} where it is to go at once.

    :arg rotating: ends the alias of one whose rotation was broken off.
    """
    seconds, own = _seconds(run.params, "keep_old"), old.get("expires") or 0
    end = int(time.time() + seconds)
    end = min(end, own) if own > 0 else end
    if not seconds or end <= time.time():
        return {}
    alias = str(old.get("alias") or "").removesuffix(rotating)
    return {"alias": f"{alias} (until {moment(end)})".strip(), "expires": end}


def bound(limits: Object, new: Object) -> Object:
    """The same, with the mark that says which key is in its place."""
    return {**limits, "meta_data": {NEW_ONE: new.get("key_hash") or _mark(str(new.get("key_id") or ""))}}


def _mark(token: str) -> str:
    """What stands for a key where Tyk has no hash of it."""
    return key_hash(token, "sha256")[:16]


def _noted(key: Object) -> str:
    """The hash of the key in an old one's place, by its metadata."""
    meta = key.get("meta_data")
    return str(meta.get(NEW_ONE) or "") if isinstance(meta, dict) else ""


def _alias(key: Object) -> str | None:
    """The alias that an old key had, where its alias tells that it is one."""
    alias = str(key.get("alias") or "")
    end = f"(until {moment(key.get('expires'))})" if alias.endswith(")") else "(until ever)"
    return alias.removesuffix(end).rstrip() if alias.endswith(end) else None


def is_left(key: Object) -> bool:
    """Whether another key is in its place, and it goes on until its end only."""
    return (key.get("expires") or 0) > 0 and bool(_noted(key) or _alias(key) is not None)


def warn_of_return(target: Object, current: Object | None, run: Run) -> None:
    """Warn where an old key is made one that stays, as a backup from before its rotation does."""
    if current and is_left(current) and not is_left(target):
        run.warn(
            f"This is an old key, which another has replaced, and which was to end at {moment(current['expires'])}. "
            f"It goes on as {str(target.get('alias') or '')!r} now, beside the one in its place, and two keys of one "
            "alias cannot be told apart by that: delete the one that is not to stay, by its key_id or key_hash."
        )


def is_over(key: Object) -> bool:
    """Whether such a key has come to its end."""
    return is_left(key) and key["expires"] <= time.time()


def _names(key: Object) -> set[str]:
    """What an old key may note of the one in its place."""
    token, hashed = str(key.get("key_id") or ""), str(key.get("key_hash") or "")
    return {hashed, *({_mark(token)} if token and token != hashed else ())} - {""}


def left_by(new: t.Iterable[Object], keys: t.Sequence[Object]) -> list[list[Object]]:
    """For each of these keys the old ones, among all, in whose place it is, be it by way of others."""
    old = [one for one in keys if is_left(one)]
    if not old:
        return [[] for _one in new]
    there = {name for one in keys for name in _names(one)}
    by_alias: dict[str, list[Object]] = {}
    by_note: dict[str, list[Object]] = {}
    for one in old:
        by_note.setdefault(_noted(one), []).append(one)
        if _noted(one) not in there:  # else it says itself in whose place that other is
            by_alias.setdefault(_alias(one) or "", []).append(one)
    by_note.pop("", None)
    by_alias.pop("", None)
    return [_chain(key, by_alias, by_note) for key in new]


Groups = t.Mapping[str, list[Object]]


def _chain(key: Object, by_alias: Groups, by_note: Groups) -> list[Object]:
    found = list(by_alias.get(str(key.get("alias") or ""), ()))
    known = {id(one) for one in found}
    left = {*_names(key), *(name for one in found for name in _names(one))}
    while left:
        more = [one for name in left for one in by_note.get(name, ()) if id(one) not in known]
        found += more
        known.update(map(id, more))
        left = {name for one in more for name in _names(one)}
    return found


# Whether a file holds a key


def holds(text: str, key: Object) -> bool | None:
    """Whether a text is this key, however it is written; None where that cannot be told."""
    token, hashed, org = (str(key.get(name) or "") for name in ("key_id", "key_hash", "org_id"))
    if not blank(key.get("basic_auth_data")) or key.get("username") or key.get("certificate"):
        return None
    if hashed and len(hashed) in HASH_LENGTHS:
        return any(hashed == key_hash(one, algorithm) for one in _spellings(text, org) for algorithm in ALGORITHMS)
    if not token or token == hashed:
        return None
    return not {*_spellings(text, org)}.isdisjoint(_spellings(token, org))


def _spellings(text: str, org: str) -> t.Iterator[str]:
    """A token, or what is one if the text is the name that somebody chose for a key."""
    if text:
        yield text
        yield from (make_token(org, text, algorithm) for algorithm in ("", *ALGORITHMS))
