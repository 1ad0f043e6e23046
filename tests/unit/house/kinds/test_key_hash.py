# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Hashes and tokens against published vectors, and against what the Gateway's own hash library gives."""

from __future__ import annotations

import pytest

from ansible_collections.community.tyk.plugins.module_utils._kinds.key_hash import (
    ALGORITHMS,
    key_hash,
    make_token,
    token_org,
    token_parts,
)

# The one that Tyk's documentation publishes.
PUBLISHED = (
    "eyJvcmciOiI1ZTlkOTU0NGExZGNkNjAwMDFkMGVkMjAiLCJpZCI6ImdycGNfaG1hY19rZXkiLCJoIjoibXVybXVyNjQifQ==",
    "a72fcdc09caa86b5",
)
ALICE = {
    "murmur64": ("eyJvcmciOiJkZWZhdWx0IiwiaWQiOiJhbGljZSIsImgiOiJtdXJtdXI2NCJ9", "92ac0f0f241412ec"),
    "murmur128": (
        "eyJvcmciOiJkZWZhdWx0IiwiaWQiOiJhbGljZSIsImgiOiJtdXJtdXIxMjgifQ==",
        "cc61c085c7f77a69367cc6f28f94bfa9",
    ),
}


@pytest.mark.parametrize(
    ("text", "algorithm", "digest"),
    [
        ("", "murmur32", "00000000"),
        ("", "murmur64", "0000000000000000"),
        ("", "murmur128", "00000000000000000000000000000000"),
        ("a", "murmur32", "00000000"),
        ("a", "murmur128", "85555565f6597889e6b53a48510e895a"),
        ("abcd", "murmur32", "86a7049e"),
        ("abcd", "murmur128", "b87bb7d64656cd4ff2003e886073e875"),
        ("default/alice-1", "murmur32", "7295fe3d"),
        ("default/alice-1", "murmur64", "ba424371ef5b0089"),
        ("default/alice-1", "murmur128", "ba424371ef5b0089289cca24f678e91b"),
        ("0123456789abcdef", "murmur128", "4be06d94cf4ad1a787c35b5c63a708da"),
        ("0123456789abcdef0", "murmur32", "61c9613e"),
        ("0123456789abcdef0", "murmur128", "eb24ae8785a5c07573fb68b3313128ca"),
        ("ключ с пробелом", "murmur32", "05abdf2d"),
        ("ключ с пробелом", "murmur64", "b2737be762bf552d"),
        ("ключ с пробелом", "murmur128", "b2737be762bf552d73b7c67d61c83086"),
        ("abcd", "sha256", "88d4266fd4e6338d13b845fcf289579d209c897823b9217da3e161936f031589"),
        (PUBLISHED[0], "murmur128", "a72fcdc09caa86b5924075d98a31d186"),
        # Two keys that Tyk's first hash takes for one: the last bytes do not count.
        ("defaultf1bfc265b48841f1b1dcdc26cd39eadf", "murmur32", "319d3ab3"),
        ("defaultf1bfc265b48841f1b1dcdc26cd39eade", "murmur32", "319d3ab3"),
    ],
)
def test_hashes(text, algorithm, digest):
    assert key_hash(text, algorithm) == digest


@pytest.mark.parametrize(
    ("token", "digest"), [PUBLISHED, *ALICE.values(), ("defaultf1bfc265b48841f1b1dcdc26cd39eadf", "319d3ab3")]
)
def test_a_token_names_its_hash(token, digest):
    assert key_hash(token) == digest


def test_an_unknown_hash_is_refused():
    with pytest.raises(ValueError, match="'md5' is none of murmur32"):
        key_hash("alice", "md5")


@pytest.mark.parametrize("algorithm", ALICE)
def test_tokens(algorithm):
    token = make_token("default", "alice", algorithm)
    assert token == ALICE[algorithm][0]
    assert token_parts(token) == {"org": "default", "id": "alice", "h": algorithm}
    assert token_org(token) == "default"


@pytest.mark.parametrize("algorithm", ["", *ALGORITHMS])
def test_the_organisation_before_a_name_is_not_part_of_it(algorithm):
    assert make_token("default", "defaultalice", algorithm) == make_token("default", "alice", algorithm)


def test_tokens_of_the_old_form():
    assert make_token("default", "alice") == "defaultalice"
    assert token_parts("defaultalice") == {}


@pytest.mark.parametrize(
    ("name", "org"),
    [
        ("alice", ""),
        ("5e9d9544a1dcd60001d0ed20", ""),
        ("5e9d9544a1dcd60001d0ed20f1bfc265", "5e9d9544a1dcd60001d0ed20"),
        ("5e9d9544a1dcd60001d0edxxf1bfc265", ""),
        ("eyes-only", ""),
        ("eyJub3QiOiJhIHRva2VuIn0=", ""),
    ],
)
def test_the_organisation_in_a_name(name, org):
    assert token_org(name) == org
