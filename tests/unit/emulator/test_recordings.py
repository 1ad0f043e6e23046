# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What real Gateways answered, where their answers are at hand, asked of the emulated one in the same order."""

from __future__ import annotations

import pytest
import recordings

# What is another answer on purpose: a line, and why.
EXCEPTIONS = {
    "GET /tyk/schema": "its body is a JSON Schema of the vendor; the emulator has a short one in its own words",
}
needs_recordings = pytest.mark.skipif(
    not recordings.RECORDINGS.is_dir(), reason="recorded answers of real Gateways are not at hand (../shared/golden)"
)


@needs_recordings
@pytest.mark.parametrize("version", ["5.14.0", "5.8.9"])
def test_the_emulated_gateway_answers_as_the_real_one(version):
    wrong, used = [], set()
    for number, row, status, headers, answer in recordings.replay(recordings.rows(version), version):
        found = recordings.differences(row, status, headers, answer)
        if found and row["label"] in EXCEPTIONS and not {"status", "type"} & {kind for kind, *_what in found}:
            used.add(row["label"])
            continue
        wrong += [
            f"line {number} ({row['label']}): {kind} {where}: {want} / {have}" for kind, where, want, have in found
        ]
    assert not wrong, "\n".join([f"{len(wrong)} differences: recorded / answered", *wrong[:20]])
    assert used == set(EXCEPTIONS), "an exception that nothing needs"


def difference(want, have, **row):
    recorded = {"method": "GET", "status": 200, "type": "application/json", "tyk_headers": {}, "answer": want, **row}
    return recordings.differences(recorded, 200, {"content-type": "application/json"}, have)


@pytest.mark.parametrize(
    ("want", "have", "kind"),
    [
        ({"a": 1}, {"a": 1}, None),
        ({"a": 1}, {"a": 2}, "value"),
        ({"a": 1}, {"a": True}, "shape"),
        ({"a": 1}, {"a": 1.0}, "shape"),
        ({"a": None}, {}, "shape"),
        ({"a": None}, {"a": []}, "shape"),
        ({"a": [1, 2]}, {"a": [2, 1]}, "value"),
        ({"keys": ["x", "y"]}, {"keys": ["y", "x"]}, None),
        ({"key": "0123456789abcdef0123"}, {"key": "fedcba98765432100123"}, None),
        ({"message": "API not found"}, {"message": "No such API"}, "text"),
        ({"message": "x.info: name is required"}, {"message": "x.info: where is the name?"}, None),
        ({"message": "x.info: name is required"}, {"message": "x.state: name is required"}, "text"),
    ],
)
def test_what_counts_as_a_difference(want, have, kind):
    assert {found[0] for found in difference(want, have)} == ({kind} if kind else set())


def test_another_status_counts_and_nothing_beside_it():
    assert [found[0] for found in difference({"a": 1}, {"b": 1}, status=404)] == ["status"]
