# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The file that takes a generated secret."""

from __future__ import annotations

import os
import signal

import pytest

from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid
from ansible_collections.community.tyk.plugins.module_utils._object.key_file import FreshFile, KeyFile


def test_it_is_written_whole_and_for_its_owner_only(tmp_path):
    (tmp_path / "key").write_text("old")
    with KeyFile(str(tmp_path / "key")) as key_file:
        assert (tmp_path / "key").read_text() == "old"
        key_file.write("new")
    assert (tmp_path / "key").read_text() == "new\n"
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
    assert os.listdir(tmp_path) == ["key"]


def test_nothing_is_left_when_there_was_nothing_to_write(tmp_path):
    with KeyFile(str(tmp_path / "key")):
        pass
    assert os.listdir(tmp_path) == []


def test_what_is_no_regular_file_is_never_replaced(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path, tmp_path / "pipe", tmp_path / "missing/key"):
        with pytest.raises(Invalid, match="nothing was created"):
            KeyFile(str(path))
    assert os.listdir(tmp_path) == ["pipe"]


def test_a_fresh_file_gets_the_secret_at_one_stroke(tmp_path):
    path = tmp_path / "token"
    with FreshFile(str(path)) as key_file:
        assert path.read_text().strip() == "" and path.stat().st_mode & 0o777 == 0o600
        key_file.write("secret")
        assert path.read_text() == "secret\n"
    assert path.read_text() == "secret\n" and os.listdir(tmp_path) == ["token"]


@pytest.mark.parametrize("there", [None, "", "\n \n"])
def test_a_fresh_file_is_as_it_was_where_nothing_was_made(tmp_path, there):
    path = tmp_path / "token"
    if there is not None:
        path.write_text(there)
        path.chmod(0o644)
    with FreshFile(str(path)):
        assert path.stat().st_mode & 0o777 == 0o600
    assert path.exists() is (there is not None) and (there is None or path.read_text().strip() == "")


@pytest.mark.parametrize("idle", [False, True])
def test_a_fresh_file_holds_nothing_of_others(tmp_path, idle):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "token").write_text("of another\n")
    (tmp_path / "link").symlink_to(tmp_path / "token")
    for path in (tmp_path, tmp_path / "pipe", tmp_path / "token", tmp_path / "link", "/dev/null"):
        with pytest.raises(Invalid, match="nothing was created"):
            FreshFile(str(path), idle)
    assert (tmp_path / "token").read_text() == "of another\n"


def test_a_fresh_file_is_one_tasks(tmp_path):
    path = str(tmp_path / "token")
    with FreshFile(path) as first:
        with pytest.raises(Invalid, match="another task is about to write"):
            FreshFile(path)
        first.write("first")
    with pytest.raises(Invalid, match="holds something already"):
        FreshFile(path)
    assert (tmp_path / "token").read_text() == "first\n"


def test_what_does_not_care_for_locks_takes_no_secret_away(tmp_path):
    path = tmp_path / "token"
    with pytest.raises(OSError, match="is in .*tyk-") as error, FreshFile(str(path)) as key_file:
        path.write_text("somebody else's\n")
        key_file.write("secret")
    assert path.read_text() == "somebody else's\n"
    (kept,) = tmp_path.glob(".tyk-*")
    assert kept.read_text() == "secret\n" and str(kept) in str(error.value)


def test_who_cancels_waits_for_the_secret(tmp_path):
    heard = []
    before = signal.signal(signal.SIGTERM, lambda *_: heard.append("end"))
    try:
        with FreshFile(str(tmp_path / "token")) as key_file:
            signal.raise_signal(signal.SIGTERM)  # to this thread; a test may run beside others
            key_file.write("secret")
            assert not heard
        assert heard == ["end"]
    finally:
        signal.signal(signal.SIGTERM, before)
