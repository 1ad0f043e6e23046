# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Names of files for what people call anything: legible in every script, and good on every system. Pure functions."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import collections
import hashlib
import itertools
import re
import typing as t
import unicodedata

LONGEST, MOST_BYTES = 80, 120  # a system that encrypts names takes 143 bytes, and there is more to come
DIGITS = 8  # of an id, and of a digest
JOINERS = "\u200c\u200d"  # without which some scripts and some emoji say something else
RESERVED = re.compile(r"(con|prn|aux|nul|(com|lpt)[0-9\u00b9\u00b2\u00b3])(?![^.])")  # as a whole name, on Windows
ENDING = ".yml"


class Named(t.NamedTuple):
    """What needs a file.

    :arg folder: where it goes.
    :arg name: what people call it; ``ident`` the id that they may see, "" where there is none.
    :arg digest: of what else tells it from others of its name.
    """

    folder: str
    name: str
    ident: str
    digest: str


def file_names(wanted: list[Named], taken: t.Iterable[str]) -> list[str]:
    """A file for each, which no other one has. That of one whose name nobody shares depends on nothing but its name;
    those who share one get a piece of their ids, each of them, whatever their order.

    :arg taken: the files that are there.
    """
    known = {key(name) for name in taken}
    stems = [stem(one.name) for one in wanted]
    alike = collections.Counter(key(f"{one.folder}/{text}") for one, text in zip(wanted, stems))
    found: list[str] = []
    for one, text in zip(wanted, stems):
        alone = alike[key(f"{one.folder}/{text}")] == 1
        tries = (f"{one.folder}/{name}{ENDING}" for name in _tries(one, text, alone))
        found += itertools.islice((name for name in tries if key(name) not in known), 1)
        known.add(key(found[-1]))
    return found


def _tries(one: Named, text: str, alone: bool) -> t.Iterator[str]:
    """The names that something may get, best first."""
    if alone:
        yield text
    whole = re.sub(r"[^a-z0-9]+", "-", one.ident.lower()).strip("-")
    pieces = (whole[-DIGITS:].strip("-"), whole[-LONGEST // 2 :].strip("-"), one.digest)
    same = (
        f"{one.digest}-{number}" for number in itertools.count(2)
    )  # nothing tells these apart, so any order will do
    for piece in filter(None, itertools.chain(pieces, same)):
        yield f"{_cut(text, MOST_BYTES - len(piece))}-{piece}"


def stem(name: str) -> str:
    """A name as that of a file: letters, digits, marks and symbols of every script; "unnamed" where there are none."""
    plain = unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).lower())
    plain = plain.replace("i\u0307", "i")  # of the dotted I of Turkish
    kept = "".join(char if _is_kept(char) else "-" for char in plain)
    kept = re.sub(rf"[{JOINERS}]*-[-{JOINERS}]*", "-", kept)
    kept = _cut(kept.strip(f".-{JOINERS}"), MOST_BYTES)
    return RESERVED.sub(r"\1_", kept, count=1) if RESERVED.match(kept) else kept or "unnamed"


def _is_kept(char: str) -> bool:
    """Whether a character may be in a name: no blank, nothing that a shell or a system has a use for, and nothing that
    cannot be seen, or that turns the direction of what follows."""
    if char.isascii():
        return char.isalnum() or char in "_@.+-"
    return (
        unicodedata.category(char)[0] in "LMN"
        or unicodedata.category(char) in ("So", "Sk", "Sc", "Sm")
        or (char in JOINERS)
    )


def _cut(text: str, most: int) -> str:
    """The beginning of a text, of whole letters with all their marks."""
    kept = text[:LONGEST].encode()[:most].decode(errors="ignore")
    while kept and len(kept) < len(text) and (_goes_on(text[len(kept)]) or kept[-1] == JOINERS[-1]):
        kept = kept[:-1]
    return kept.rstrip(f".-{JOINERS}") or text[:1]


def _goes_on(char: str) -> bool:
    """Whether a character is a part of the one before it."""
    return unicodedata.category(char)[0] == "M" or unicodedata.category(char) == "Sk" or char in JOINERS


def key(path: str) -> str:
    """What two paths share that some system takes for the same: whatever their case, however their letters are put
    together, and without what cannot be seen."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", path).casefold())
    return "".join(char for char in folded if unicodedata.category(char) != "Cf" and char not in "\ufe0e\ufe0f")


def digest_of(text: str) -> str:
    """A piece that tells what has no id that anybody may see."""
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:DIGITS]
