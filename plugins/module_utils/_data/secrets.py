# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What of some data is secret, by its path and its type, and what is shown in its place. Pure functions.

What a structure has is secret where a path says so, whatever the path is called. What nobody can know, such as the
headers of a map, is secret where its name says so: "named" stands for a place of that sort.
"""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import base64
import binascii
import functools
import re
import typing as t
from urllib.parse import unquote

from ansible_collections.community.tyk.plugins.module_utils._data.merge import blank, clone
from ansible_collections.community.tyk.plugins.module_utils._data.paths import Path
from ansible_collections.community.tyk.plugins.module_utils._data.shapes import Table, Type

MASK = "********"
MASK_NEW = "******** (new value)"
# The words that say of what a name names that it is secret, alone and one after the other.
WORDS = set(
    """authorization token tokens secret secrets password passwords passwd pwd passphrase credential credentials cookie
    cookies apikey apikeys""".split()
)
PAIRS = {tuple(pair.split()) for pair in "api key|api keys|private key|private keys|access key|secret key".split("|")}
BESIDE = "name key".split()  # what a value beside it is called by
# The same where it is better to hide too much: alone, at the end of a name, and anywhere in one.
WARY = WORDS | set("pw pass key keys pin".split())
ENDS = tuple("pw pwd pass key keys".split())
PARTS = ("secret", "passw", "passphrase", "token", "credential")
PLACES = ("url", "uri")  # a name that ends in one of these names an address
TEXTS = ("source", "address")  # what else is a text
BY_NAMES = ("named", "known", "wary")
WORD = re.compile("[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
# What a query, a fragment or a connection string says; $1, $tyk_context.x and the like are put in later.
SAID = re.compile(r"""([\w.%-]+)(=)(?!\$\d|\$tyk_|\$secret_|\$kv|\{)("[^"]*"|'[^']*'|[^&;#\s"',]+)""")
LOGIN = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*://)?(?P<rest>[^\s,]+)")
AT_DRIVER = re.compile(r"(?<![\w/])[^\s:/@]+:[^\s@]+(?=@\w+\()")  # user:password@tcp(host)
KEY_BLOCK = "PRIVATE KEY-----"
MASKED = re.compile(r"://[^/?#\s]*\*{8}|=\s*[\"']?\*{8}|^\*{8}( \(new value\))?@")


class Mask(str):
    """What is shown in place of a secret, or of a text that holds one.

    :ivar by_name: it is one because its name says so.
    """

    by_name = False


class Secrets:
    """What is secret of some data, as a tree that is walked beside them.

    :arg what: of the value here: ``text``: it is secret, whatever it is; ``source``: so it is unless it is an address,
        be it in base64; ``address``: what it holds of credentials is; ``named``: what is below it, at any depth, under
        a name that says so, be it a key or the name beside a value; ``known``: so it is, but for fields that are known;
        ``wary``: so it is, and a name says so with less;
        ``beside``: the value beside a name.
    :arg children: the fields that are known.
    :arg each: any other key of a map, and any item of a list.
    :arg holds: the value has parts, so that a text in its place may hold any of them.
    :arg caseless: names are the same in capitals and in small letters, as where Tyk does not mind.
    """

    __slots__ = ("caseless", "children", "each", "holds", "what")

    def __init__(
        self,
        what: str = "",
        children: t.Mapping[str, Secrets] | None = None,
        each: Secrets | None = None,
        holds: bool = False,
        caseless: bool = False,
    ) -> None:
        self.what, self.each, self.holds, self.caseless = what, each, holds, caseless
        self.children = dict(children or {})

    def at(self, key: str | int, around: t.Any) -> Secrets:
        """The tree for the value under this key or index of ``around``."""
        child = self.children.get(self._spelled(key) if self.caseless else key) if isinstance(key, str) else None
        if child is not None:
            return (BY_NAME if _named_beside(around) else FREE) if child.what == "beside" else child
        if self.what in ("address", "source") or self.each is None and self.holds and isinstance(key, int):
            return self  # something else than a text, or a list in place of a map
        if self.what in BY_NAMES and isinstance(around, dict) and _named_so(key, around, self.what == "wary"):
            return BY_NAME
        if self.each is not None or self.what not in BY_NAMES:
            return self.each or NONE
        return self._free

    @property
    def _free(self) -> Secrets:
        """What is below a field that nobody knows."""
        return GUARDED if self.what == "wary" else FREE

    def knows(self, key: str) -> bool:
        """Whether there is a field of this name, or a map of any names to texts."""
        return self._spelled(key) in self.children or bool(self.each and self.each.what in ("text", *TEXTS))

    def _spelled(self, key: str) -> str:
        """A key as the field that is known is written."""
        if not self.caseless or key in self.children:
            return key
        return next((name for name in self.children if name.lower() == key.lower()), key)

    def under(self, path: str) -> Secrets:
        """The tree for the value at this dotted path, of which no key is one that somebody chose."""
        return functools.reduce(lambda node, key: node.at(key, None), path.split("."), self)

    def laid(self, path: Path, what: str, caseless: bool = False) -> Secrets:
        """A copy in which the value at a path is secret in this way, or not at all; ``*`` is any key or index."""
        caseless = caseless or self.caseless
        made = Secrets(self.what, self.children, self.each, True, caseless)
        if not path:
            return Secrets(what, caseless=caseless)
        key, *rest = path
        if key == "*":
            made.each = (self.each or (self._free if self.what in BY_NAMES else NONE)).laid(tuple(rest), what, caseless)
            if not rest and not what and made.what in BY_NAMES:
                made.what = ""
        else:
            made.children[self._spelled(str(key))] = self.at(key, None).laid(tuple(rest), what, caseless)
        return made


NONE, FREE, GUARDED, TEXT = Secrets(), Secrets("named"), Secrets("wary"), Secrets("text")
BY_NAME = Secrets("text")  # of which its name says that it is secret


def secrets_at(paths: t.Mapping[str, str], caseless: bool = False) -> Secrets:
    """A tree from dotted paths and what is there."""
    made = Secrets(caseless=True) if caseless else NONE
    for path, what in paths.items():
        made = made.laid(tuple(path.split(".")), what)
    return made


def closed(tree: Secrets, known: t.Iterable[str]) -> Secrets:
    """The same tree, and what no field of these names holds is secret where its name says so."""
    return Secrets("known", {**dict.fromkeys(sorted(known), NONE), **tree.children}, tree.each, True, tree.caseless)


def secrets_of(blocks: Table, root: str) -> Secrets:
    """The tree of a block: what its table says of its fields; a field that no table has may be of any sort."""
    nodes = {name: Secrets("known", holds=True) for name in blocks}
    for name, fields in blocks.items():
        nodes[name].children = {field: _node(kind, nodes) for field, kind in fields.items()}
    return nodes[root]


def _node(kind: Type, nodes: t.Mapping[str, Secrets]) -> Secrets:
    if kind.name in nodes:
        return nodes[kind.name]
    if kind.inner is not None:
        each = _node(kind.inner, nodes)
        if kind.inner.hides == "named":
            return Secrets("named", each=nodes.get(kind.inner.name), holds=True)
        return NONE if each is NONE else Secrets(each=each, holds=True)
    if kind.hides == "named":
        return Secrets("beside") if kind.name == "text" else Secrets("named", holds=True)
    return Secrets(kind.hides) if kind.hides else NONE


@functools.lru_cache(maxsize=4096)
def says_secret(name: str, whole: bool = False) -> bool:
    """Whether a name says that what it names is secret: by a whole word, or two, of it.

    :arg whole: it names the secret itself, and not something about it: password, but not token_ttl or max_tokens.
    """
    words = [word.lower() for word in WORD.findall(unquote(name))]
    if words[-1:] and words[-1] in PLACES:
        return False
    if whole:
        return words[-1:] != [] and (words[-1] in WORDS and words[-1][-1] != "s" or tuple(words[-2:]) in PAIRS)
    return not WORDS.isdisjoint(words) or not PAIRS.isdisjoint(zip(words, words[1:]))


@functools.lru_cache(maxsize=4096)
def may_say_secret(name: str) -> bool:
    """The same where it is better to hide too much: BindPw, SigningKey, clientkey."""
    words = [word.lower() for word in WORD.findall(unquote(name))]
    if words[-1:] and words[-1].endswith(PLACES):
        return False
    lower = name.lower()
    return not WARY.isdisjoint(words) or lower.endswith(ENDS) or any(part in lower for part in PARTS)


def _named_so(key: str | int, around: t.Mapping[t.Any, t.Any], wary: bool = False) -> bool:
    """Whether what is there under a key is secret by its name."""
    name, value = str(key), around.get(key)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return bool(value) and (says_secret(name, whole=True) or wary and may_say_secret(name))
    says = may_say_secret if wary else says_secret
    return (says(name) or name.lower() == "value" and _named_beside(around)) and _speaks(value)


def _named_beside(around: t.Any) -> bool:
    """Whether a map with a name and a value has a name that says secret."""
    pairs = around.items() if isinstance(around, dict) else ()
    return any(str(key).lower() in BESIDE and isinstance(name, str) and says_secret(name) for key, name in pairs)


def _speaks(value: t.Any) -> bool:
    """Whether there is a text in it."""
    if isinstance(value, dict):
        return any(map(_speaks, value.values()))
    return any(map(_speaks, value)) if isinstance(value, list) else isinstance(value, str) and bool(value)


def _covered(value: t.Any, node: Secrets) -> t.Any:
    """What is shown in place of a value; the value itself where nothing of it is secret."""
    if node.what == "text" or node.what == "source" and not _is_address(value) or node.holds and isinstance(value, str):
        return value if blank(value) else MASK
    if node.what and isinstance(value, str):
        shown = _veiled(value, node)
        return value if shown == value else shown
    return value


def _veiled(text: str, node: Secrets) -> str:
    """A text of a place that may hold credentials, without these."""
    if KEY_BLOCK in text and node.what in BY_NAMES:
        return MASK
    if "@" in text and ("://" in text or node.what not in ("named", "wary")):
        text = LOGIN.sub(_without_login, text)
    text = AT_DRIVER.sub(MASK, text) if "@" in text else text
    return SAID.sub(_unsaid, text) if "=" in text else text


def shown_address(text: str) -> str:
    """An address with a mask for what it holds of credentials."""
    return _veiled(text, Secrets("address"))


def _login(found: re.Match[str]) -> int:
    """Where in the rest of an address the one who logs in ends; 0 where nobody does."""
    rest, scheme = found["rest"], found["scheme"]
    authority = re.split("[/?#]", rest, maxsplit=1)[0]
    if "@" in authority:
        return authority.rindex("@") if scheme or ":" in authority else 0
    port = authority.partition(":")[2]  # which a password with a slash in it leaves behind
    return rest.rindex("@") if port and not port.isdigit() and "@" in rest else 0


def _without_login(found: re.Match[str]) -> str:
    end = _login(found)
    return f"{found['scheme'] or ''}{MASK}{found['rest'][end:]}" if end else found[0]


def _unsaid(found: re.Match[str]) -> str:
    return f"{found[1]}{found[2]}{MASK}" if says_secret(found[1]) else found[0]


def _is_address(value: t.Any) -> bool:
    """Whether this is the address of a key set, as it is or in base64."""
    text = value.strip() if isinstance(value, str) else ""
    try:
        plain = base64.b64decode(text, validate=True).decode()
    except (binascii.Error, ValueError):
        plain = ""
    return any(re.match("https?://", one.strip(), re.IGNORECASE) for one in (text, plain))


def hides(value: t.Any, node: Secrets) -> bool:
    """Whether a mask stands for this value, or in it."""
    return _covered(value, node) is not value


def redact(value: t.Any, node: Secrets, before: t.Any = None) -> t.Any:
    """A copy in which a mask stands for every secret.

    :arg before: the value that this one replaces, so that a changed secret can be told from a kept one.
    """
    if node is NONE:  # below that nothing is secret
        return clone(value)
    covered = _covered(value, node)
    if covered is not value:
        mask = Mask(covered if before is None or before == value else covered.replace(MASK, MASK_NEW))
        mask.by_name = node is BY_NAME
        return mask
    if isinstance(value, dict):
        old = before if isinstance(before, dict) else {}
        return {key: redact(item, node.at(key, value), old.get(key)) for key, item in value.items()}
    if isinstance(value, list):
        was = [*(before if isinstance(before, list) else []), *([None] * len(value))]
        return [redact(item, node.at(index, value), was[index]) for index, item in enumerate(value)]
    return value


def texts(value: t.Any, node: Secrets, inside: bool = False) -> t.Iterator[str]:
    """Every text that is secret, or inside of what is."""
    covered = value if inside else _covered(value, node)
    inside = inside or covered == MASK and covered is not value
    if inside and isinstance(value, (int, float)) and not isinstance(value, bool):
        yield str(value)
    elif isinstance(value, str):
        if inside:
            yield value
        elif covered is not value:
            yield from (found["rest"][: _login(found)] for found in LOGIN.finditer(value) if _login(found))
            yield from (found[0] for found in AT_DRIVER.finditer(value))
            yield from (found[3] for found in SAID.finditer(value) if says_secret(found[1]))
    elif isinstance(value, (dict, list)):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            if item is None or item is True or item is False or item == {} or item == []:
                continue  # it has no text, as a third of what Tyk is sent
            below = node.at(key, value)
            if inside or below is not NONE:  # below that nothing is secret
                yield from texts(item, below, inside)


def masks(shown: t.Any, path: Path = ()) -> t.Iterator[tuple[Path, Mask]]:
    """The masks in what redact() has made, and where they are."""
    if isinstance(shown, (dict, list)):
        for key, item in shown.items() if isinstance(shown, dict) else enumerate(shown):
            yield from masks(item, (*path, key))
    elif isinstance(shown, Mask):
        yield path, shown


def reads_as_mask(value: t.Any, node: Secrets) -> bool:
    """Whether a text that somebody wrote is a mask: it stands where a secret may, and is what is shown of one."""
    if not isinstance(value, str) or MASK not in value or not (node.what or node.holds):
        return False
    return node.what == "text" or value in (MASK, MASK_NEW) or bool(MASKED.search(value))


def may_hold_mask(value: t.Any) -> bool:
    """Whether any text reads like a mask, wherever it stands: a glance that saves most from written_masks()."""
    return MASK in repr(value)


def written_masks(value: t.Any, node: Secrets, path: Path = ()) -> t.Iterator[Path]:
    """The paths at which somebody wrote a mask where a secret should stand."""
    if isinstance(value, (dict, list)):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from written_masks(item, node.at(key, value), (*path, key))
    elif reads_as_mask(value, node):
        yield path


def stands_for(written: t.Any, value: t.Any, node: Secrets) -> bool:
    """Whether every mask that somebody wrote is what is shown of this value."""
    if isinstance(written, dict):
        inner = value if isinstance(value, dict) else {}
        return all(
            stands_for(item, inner.get(key), node.at(key, {**written, **inner})) for key, item in written.items()
        )
    if isinstance(written, list):
        items = [*(value if isinstance(value, list) else []), *([None] * len(written))]
        return all(stands_for(item, items[index], node.at(index, items)) for index, item in enumerate(written))
    if not reads_as_mask(written, node):
        return True
    covered = _covered(value, node)
    return covered is not value and bool(written.replace(MASK_NEW, MASK) == covered)


def restored(written: t.Any, value: t.Any, node: Secrets) -> t.Any:
    """What somebody wrote, with what is there in place of every mask."""
    if isinstance(written, dict):
        inner = value if isinstance(value, dict) else {}
        return {
            key: restored(item, inner.get(key), node.at(key, {**written, **inner})) for key, item in written.items()
        }
    if isinstance(written, list):
        items = [*(value if isinstance(value, list) else []), *([None] * len(written))]
        return [restored(item, items[index], node.at(index, items)) for index, item in enumerate(written)]
    return value if reads_as_mask(written, node) else written
