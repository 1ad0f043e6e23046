# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tasks that make the same organisation at once make it once."""

from __future__ import annotations

import pathlib
import tempfile
import threading
import time
import types

import pytest

from ansible_collections.community.tyk.plugins.module_utils._errors import TykError
from ansible_collections.community.tyk.plugins.module_utils._kinds.organisation import ORGANISATION
from ansible_collections.community.tyk.plugins.module_utils._kinds.webhook import WEBHOOK
from ansible_collections.community.tyk.plugins.module_utils._object.alone import alone


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def at_once(kind, names, check=False):
    """The most tasks that work at the same time, and the names that were made: each looks first, and then makes."""
    made, now, most = [], [], [0]

    def work(name):
        begun = types.SimpleNamespace(run=types.SimpleNamespace(kind=kind))
        params = {"url": "http://tyk", kind.identity.name_option: name}
        with alone(begun, types.SimpleNamespace(params=params, check=check)):
            now.append(name)
            most[0] = max(most[0], len(now))
            there = name in made
            time.sleep(0.02)
            if not there:
                made.append(name)
            now.remove(name)

    threads = [threading.Thread(target=work, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return most[0], sorted(made)


def test_one_name_is_made_once(folder):
    assert at_once(ORGANISATION, ["Acme"] * 8) == (1, ["Acme"])
    assert not list(folder.iterdir())


def test_nobody_waits_for_ever(monkeypatch):
    slept = []
    monkeypatch.setattr(time, "sleep", slept.append)
    begun = types.SimpleNamespace(run=types.SimpleNamespace(kind=ORGANISATION))
    task = types.SimpleNamespace(params={"url": "http://tyk", "owner_name": "Acme"}, check=False)
    with alone(begun, task):
        said = "organisation 'Acme' for 300 seconds; nothing was done"
        with pytest.raises(TykError, match=said), alone(begun, task):
            raise AssertionError("two are at work")
        assert 299 < sum(slept) < 301
    with alone(begun, task):
        pass


def test_others_do_not_wait():
    most, made = at_once(ORGANISATION, ["Acme", "Beta", "Gamma"])
    assert most > 1 and made == ["Acme", "Beta", "Gamma"]
    assert at_once(WEBHOOK, ["Pager"] * 4)[0] > 1
    assert at_once(ORGANISATION, ["Acme"] * 4, check=True)[0] > 1


def test_without_a_place_for_locks_the_work_is_done(monkeypatch, folder):
    monkeypatch.setattr(tempfile, "tempdir", str(pathlib.Path(folder, "missing")))
    assert at_once(ORGANISATION, ["Acme"])[1] == ["Acme"]
