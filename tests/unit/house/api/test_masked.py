# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What Ansible calls a secret is nowhere in a result, whichever version of Ansible it is."""

from __future__ import annotations

import pytest

from ansible_collections.community.tyk.plugins.module_utils._api.veil import NO_LOG, masked


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("s3cr3t", NO_LOG),
        ("a s3cr3t and s3cr3t-two", "a ******** and ********"),
        ({"s3cr3t": ["s3cr3t", {"deep": ("x s3cr3t",)}]}, {"s3cr3t": [NO_LOG, {"deep": ["x ********"]}]}),
        ([4711, 14711.5, 42, 0.5], [NO_LOG, NO_LOG, 42, 0.5]),
        ([True, False, None, ""], [True, False, None, ""]),
    ],
)
def test_masked(value, shown):
    assert masked(value, {"s3cr3t", "s3cr3t-two", "4711", "True", "None", ""}) == shown


def test_the_longest_secret_is_masked_first():
    assert masked("abcdef!", ["abc", "abcdef"]) == "********!"


def test_without_secrets_nothing_changes():
    assert masked({"a": ["b", 1]}, set()) == {"a": ["b", 1]}
