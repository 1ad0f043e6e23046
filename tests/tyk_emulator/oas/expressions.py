# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Regular expressions that Go does not have, and what it says of them. Python's differ in what they allow."""

from __future__ import annotations

import functools
import re
import string

_MOST = 1000  # how often something may be repeated, repetitions within each other counted
_NAME = re.compile(r"[A-Za-z0-9_]+")
_COUNT = re.compile(r"\{(0|[1-9][0-9]*)(,(0|[1-9][0-9]*)?)?\}")
_FLAGS = re.compile(r"\?(?P<on>[imsU]*)(?P<off>-[imsU]+)?(?P<end>[:)])")
_POSIX = "alnum alpha ascii blank cntrl digit graph lower print punct space upper word xdigit".split()
_CATEGORIES = """
    Any L Ll Lm Lo Lt Lu LC M Mc Me Mn N Nd Nl No P Pc Pd Pe Pf Pi Po Ps S Sc Sk Sm So Z Zl Zp Zs
    C Cc Cf Co Cs""".split()
_SCRIPTS = """
    Arabic Armenian Bengali Bopomofo Braille Cherokee Common Cyrillic Devanagari Ethiopic Georgian Greek
    Gujarati Gurmukhi Han Hangul Hebrew Hiragana Inherited Kannada Katakana Khmer Lao Latin Malayalam Mongolian
    Myanmar Oriya Sinhala Syriac Tamil Telugu Thaana Thai Tibetan Yi""".split()
_OCTAL = "01234567"


class Wrong(Exception):
    """The expression is none of Go's."""


def _wrong(what: str, part: str) -> Wrong:
    return Wrong(f"{what}: `{part}`")


class _Level:
    """What is open: the whole expression, or a group in it."""

    def __init__(self) -> None:
        self.last: int | None = None  # how often the operand before this place is repeated, none if there is none
        self.inner = 1  # the same of what is within, at most

    def operand(self, repeats: int = 1) -> None:
        self.last = repeats
        self.inner = max(self.inner, repeats)


class _Scan:
    """Goes through one expression."""

    def __init__(self, text: str) -> None:
        self._text, self._at = text, 0
        self._levels = [_Level()]
        self._repeated: int | None = None  # where a repetition begins that ends just here

    def run(self) -> None:
        """Raises Wrong."""
        while self._at < len(self._text):
            repeated, self._repeated = self._repeated, None
            letter = self._text[self._at]
            if letter in "*+?" or (letter == "{" and _COUNT.match(self._text, self._at)):
                self._repeat(repeated)
            elif letter == "(":
                self._open()
            elif letter == ")":
                self._close()
            elif letter == "|":
                self._levels[-1].last = None
                self._at += 1
            elif letter == "[":
                self._class()
            elif letter == "\\":
                self._escaped()
            else:
                self._operand(1)
        if len(self._levels) > 1:
            raise _wrong("missing closing )", self._text)

    def _operand(self, length: int) -> None:
        self._levels[-1].operand()
        self._at += length

    def _repeat(self, repeated: int | None) -> None:
        start, level = self._at, self._levels[-1]
        count = _COUNT.match(self._text, start)
        low = high = 1
        self._at = count.end() if count else start + 1
        if count:
            low = int(count[1])
            high = low if count[2] is None else -1 if count[3] is None else int(count[3])
            if low > _MOST or high > _MOST or 0 <= high < low:
                raise _wrong("invalid repeat count", count[0])
        if self._text[self._at : self._at + 1] == "?":
            self._at += 1
        if repeated is not None:
            raise _wrong("invalid nested repetition operator", self._text[repeated : self._at])
        if level.last is None:
            raise _wrong("missing argument to repetition operator", self._text[start : self._at])
        times = level.last * max(1, low if high < 0 else high) if count else level.last
        if count and (low >= 2 or high >= 2) and times > _MOST:
            raise _wrong("invalid repeat count", self._text[start : self._at])
        level.operand(times)
        self._repeated = start

    def _open(self) -> None:
        rest = self._text[self._at + 1 :]
        if not rest.startswith("?"):
            self._levels.append(_Level())
            self._at += 1
            return
        named = next((mark for mark in ("?P<", "?<") if rest.startswith(mark) and len(rest) > len(mark)), "")
        if named:
            name, closing, _rest = rest.removeprefix(named).partition(">")
            if not closing or not _NAME.fullmatch(name):
                raise _wrong("invalid named capture", f"({named}{name}>" if closing else f"({rest}")
            self._levels.append(_Level())
            self._at += len(f"({named}{name}>")
            return
        flags = _FLAGS.match(rest)
        if flags is None:
            known = re.match(r"\?[imsU]*(-[imsU]*)?", rest)
            length = known.end() if known else 1
            raise _wrong("invalid or unsupported Perl syntax", f"({rest[: length + 1]}")
        self._at += 1 + flags.end()
        if flags["end"] == ":":
            self._levels.append(_Level())

    def _close(self) -> None:
        if len(self._levels) == 1:
            raise _wrong("unexpected )", self._text)
        inner = self._levels.pop().inner
        self._levels[-1].operand(inner)
        self._at += 1

    def _escaped(self) -> None:
        rest = self._text[self._at :]
        follows = rest[1:2]
        if follows == "C":
            raise _wrong("invalid escape sequence", rest[:2])
        if follows == "Q":
            literal, _end, _rest = rest[2:].partition("\\E")
            if literal:
                self._levels[-1].operand()
            self._at = min(len(self._text), self._at + 4 + len(literal))
        elif follows in tuple("AbBzdswDSW"):
            self._operand(2)
        else:
            self._operand(_property(rest) or _escape(rest)[1])

    def _class(self) -> None:
        whole = self._text[self._at :]
        at, first = 2 if whole.startswith("[^") else 1, True
        while first or whole[at : at + 1] != "]":
            first = False
            at += _member(whole, at)
        self._operand(at + 1)


def _member(whole: str, at: int) -> int:
    """The length of what stands at a place of a class."""
    rest = whole[at:]
    posix = re.match(r"\[:(.*?):\]", rest, re.DOTALL)
    if posix is not None:
        if posix[1].removeprefix("^") not in _POSIX:
            raise _wrong("invalid character class range", posix[0])
        return posix.end()
    if rest[:1] == "\\" and rest[1:2] in tuple("dswDSW"):
        return 2
    found = _property(rest)
    if found:
        return found
    low, length = _letter(rest, whole)
    if rest[length : length + 1] != "-" or rest[length + 1 : length + 2] in ("", "]"):
        return length
    high, more = _letter(rest[length + 1 :], whole)
    length += 1 + more
    if high < low:
        raise _wrong("invalid character class range", rest[:length])
    return length


def _letter(rest: str, whole: str) -> tuple[int, int]:
    if not rest:
        raise _wrong("missing closing ]", whole)
    return _escape(rest) if rest[0] == "\\" else (ord(rest[0]), 1)


def _property(rest: str) -> int:
    """The length of a class like \\p{Han}; 0 where there is none."""
    if rest[:2] not in ("\\p", "\\P") or len(rest) < 3:
        return 0
    braced, closing, _rest = rest[3:].partition("}") if rest[2] == "{" else (rest[2], "}", "")
    part = rest if not closing else rest[: 4 + len(braced)] if rest[2] == "{" else rest[:3]
    if not closing or braced.removeprefix("^") not in (*_CATEGORIES, *_SCRIPTS):
        raise _wrong("invalid character class range", part)
    return len(part)


def _escape(rest: str) -> tuple[int, int]:
    """The character that an escape stands for, and how long that is."""
    letter = rest[1:2]
    if not letter:
        raise _wrong("trailing backslash at end of expression", "")
    if letter.isascii() and letter not in string.ascii_letters + string.digits:
        return ord(letter), 2
    if letter in "afnrtv":
        return ord({"a": "\a", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}[letter]), 2
    if letter == "0" or (letter in _OCTAL and rest[2:3] and rest[2] in _OCTAL):
        digits = re.match(r"[0-7]{1,3}", rest[1:])
        assert digits is not None
        return int(digits[0], 8), 1 + digits.end()
    if letter == "x":
        return _hexadecimal(rest)
    raise _wrong("invalid escape sequence", rest[:2])


def _hexadecimal(rest: str) -> tuple[int, int]:
    found = re.match(r"\\x(?:([0-9A-Fa-f]{2})|\{([0-9A-Fa-f]+)\})", rest)
    if found is not None and int(found[1] or found[2], 16) <= 0x10FFFF:
        return int(found[1] or found[2], 16), found.end()
    if found is not None:  # a number too large is told as far as it is one
        digits = found[2].lstrip("0")
        raise _wrong(
            "invalid escape sequence", rest[: found.end() - len(digits) + 5 + (digits[:6].lower() <= "10ffff")]
        )
    known = re.match(r"\\x(?:\{[0-9A-Fa-f]*|[^{]?)", rest)
    length = known.end() if known else 2
    raise _wrong("invalid escape sequence", rest[: length + (rest[2:3] == "{" or length > 2)])


@functools.lru_cache(maxsize=4096)
def regex_fault(text: str) -> str:
    """What Go says against an expression; nothing if it takes it."""
    try:
        _Scan(text).run()
    except Wrong as wrong:
        return str(wrong)
    return ""


def is_regex(text: str) -> bool:
    return not regex_fault(text)
