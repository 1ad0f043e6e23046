# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whether something can be written is known before it is tried."""

from __future__ import annotations

import pytest

from ansible_collections.community.tyk.plugins.module_utils._data.folders import fault_of_file, fault_of_folder


@pytest.mark.parametrize("below", ["", "a", "a/b"])
def test_no_folder_is_made_behind_a_link_to_nowhere(tmp_path, below):
    link, gone = tmp_path / "link", tmp_path / "gone"
    link.symlink_to(gone)
    fault = f"{link} is a link to {gone}, which is not there; make that first, or name another"
    assert fault_of_folder(str(link / below)) == fault
    assert fault_of_file(str(link / below / "file"), makes=True) == fault
    gone.mkdir()
    assert fault_of_folder(str(link / below)) == "" and fault_of_file(str(link / below / "file"), makes=True) == ""


def test_a_link_to_itself_is_told(tmp_path):
    link = tmp_path / "link"
    link.symlink_to(link)
    assert "symbolic links" in fault_of_folder(str(link)) and "symbolic links" in fault_of_file(str(link))
