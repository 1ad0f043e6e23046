# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What an answer holds is what Python's own reader of JSON makes of it, however large it is."""

from __future__ import annotations

import json
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from ansible_collections.community.tyk.plugins.module_utils._api import body
from ansible_collections.community.tyk.plugins.module_utils._api.body import Answer, decode

TEXT = '{"name": "Bücher", "n": [1, 2.5, null]}'
WHOLE = {"name": "Bücher", "n": [1, 2.5, None]}


@pytest.mark.parametrize("large", [0, 1 << 20])
@pytest.mark.parametrize("way", [bytes, bytearray])
@pytest.mark.parametrize(
    ("raw", "data", "text"),
    [
        (TEXT.encode(), WHOLE, ""),
        (TEXT.encode("utf-8-sig"), WHOLE, ""),
        (TEXT.encode("utf-16"), WHOLE, ""),
        (b"", None, ""),
        (b" \n", None, ""),
        (b"null\n", None, ""),
        (b"<html>\xff</html>", None, "<html>\ufffd</html>"),
        (b"[" * 100_000, None, "[" * 65536),
        (b'{"broken": ', None, '{"broken": '),
    ],
)
def test_answers(raw, data, text, way, large, monkeypatch):
    monkeypatch.setattr(body, "LARGE", large)
    for _turn in range(2):  # what could not be read keeps nobody from reading the next
        assert decode(200, way(raw), {}) == Answer(200, data, text, {})


def test_of_large_answers_one_is_parsed_at_a_time(monkeypatch):
    """Two would take as long, and need the memory of both."""
    at_once, most, loads = threading.Semaphore(1), [], json.loads

    def parsing(text):
        most.append(at_once.acquire(blocking=False))
        threading.Event().wait(0.01)  # in which another one could begin
        found = loads(text)
        at_once.release()
        return found

    monkeypatch.setattr(body, "LARGE", 0)
    monkeypatch.setattr(body.json, "loads", parsing)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda raw: decode(200, raw, {}), [b"[0]"] * 8))
    assert most == [True] * 8 and [answer.data for answer in answers] == [[0]] * 8
