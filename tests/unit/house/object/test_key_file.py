# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The file that takes a generated secret."""

from __future__ import annotations

import os

import pytest

from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid
from ansible_collections.community.tyk.plugins.module_utils._object.key_file import KeyFile


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
