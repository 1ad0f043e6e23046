# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One glance at what is declared, in place of several closer looks.

Most items are texts and numbers and nothing else. To look in each of them for placeholders, for what was encrypted and
for what JSON cannot hold takes three walks; this takes one, and where it says yes, none of them would find or change a
thing. A glance at the text of a whole file takes no walk at all. tests/unit/house/data/test_glance.py sees to both.
"""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import math
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._data.placeholders import KEY

NAMES_PLACEHOLDER = f'"{KEY}"'


class Glance(t.NamedTuple):
    """What the text of a file promises of all that stands in it.

    :arg is_simple: as is_simple() has it; of what is in JSON only.
    :arg is_literal: no text in it holds what begins a template.
    """

    is_simple: bool
    is_literal: bool


BLIND = Glance(False, False)


def at_text(text: str, is_json: bool) -> Glance:
    """What a text promises, but for the numbers in it. Only an escape could spell what is not to be seen here."""
    escapes = "\\u" if is_json else "\\"
    if escapes in text:
        return BLIND
    is_literal = "{{" not in text and "{%" not in text
    return Glance(is_json and text.isascii() and NAMES_PLACEHOLDER not in text, is_literal)


class Numbers:
    """Reads the numbers of JSON, and notes whether one is larger than what needs no closer look."""

    def __init__(self) -> None:
        self.are_simple = True

    def whole(self, text: str) -> int:
        if len(text) > 18:
            self.are_simple = False
        return int(text)

    def broken(self, text: str) -> float:
        """A number with a fraction or an exponent, or a word for what is no number."""
        number = float(text)
        if not math.isfinite(number):
            self.are_simple = False
        return number


def is_simple(value: t.Any) -> bool:
    """Whether there is nothing in a value but plain data in ASCII; where it says no, that may be so all the same."""
    waiting = [value]
    try:
        for one in waiting:  # which grows meanwhile
            kind = type(one)  # a text that was encrypted, or that Ansible has marked, is of a type of its own
            if kind is str:
                if not one.isascii():
                    return False
            elif kind is dict:
                if KEY in one or not "".join(one).isascii():
                    return False
                waiting.extend(one.values())
            elif kind is list:
                waiting.extend(one)
            elif kind is int:
                if not -(2**63) <= one < 2**63:
                    return False
            elif one is not None and kind is not bool and not (kind is float and math.isfinite(one)):
                return False
    except TypeError:  # a key that is no text
        return False
    return True
