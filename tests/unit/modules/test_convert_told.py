# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What tyk_convert tells of files: no secret, nothing untrue, a field that is one, and all that wants a look."""

from __future__ import annotations

import pytest
from foreign_forms import TYK, written

NOWHERE = {"url": ..., "token": ..., "retries": ...}
VERSIONS = {"not_versioned": True, "versions": {"Default": {"name": "Default"}}}
LOGIN, TOKEN, OTHER = "the-login-of-old", "the-token-of-old", "the-login-of-new"


def convert(tyk, *src, **params):
    """Run the module, which needs no connection."""
    return tyk.ok("convert", src=[str(path) for path in src], **{**NOWHERE, **params})


def reasons(result, word=""):
    return [one["reason"] for one in result["lost"] if word in one["reason"]]


def classic(ident, **more):
    proxy = {"listen_path": f"/{ident}/", "target_url": "http://q.example", "strip_listen_path": True}
    return {"api_id": ident, "name": ident, "active": True, "version_data": VERSIONS, "proxy": proxy, **more}


def pair(said, shown):
    """An API of a Gateway whose file and document say two things."""
    document = {
        "openapi": "3.0.3",
        "info": {"title": "a", "version": "1"},
        "paths": {},
        TYK: {
            "info": {"name": "a", "id": "a", "state": {"active": True}},
            "upstream": {"url": shown},
            "server": {"listenPath": {"value": "/a/"}},
        },
    }
    api = classic("a", is_oas=True)
    return {"apps/a.json": {**api, "proxy": {**api["proxy"], "target_url": said}}, "apps/a-oas.json": document}


@pytest.mark.parametrize(
    ("said", "shown", "tells"),
    [
        (f"https://u:{LOGIN}@q.example/?token={TOKEN}", f"https://u:{OTHER}@q.example/x", "@q.example/x'"),
        (f"https://u:{LOGIN}@q.example/", f"https://u:{OTHER}@q.example/", "which are not shown"),
        (f"https://q.example/?k={TOKEN}", f"https://q.example/x?k={OTHER}", "'https://q.example/x'"),
        ({"password": LOGIN}, f"https://u:{OTHER}@q.example/", "which are not shown"),
    ],
)
def test_what_two_files_say_is_told_without_credentials(tyk, tmp_path, said, shown, tells):
    done = convert(tyk, written(pair(said, shown), tmp_path / "gate"), dest=str(tmp_path / "tyk"))
    (why,) = reasons(done, "say two things")
    assert tells in why
    assert not [secret for secret in (LOGIN, TOKEN, OTHER) if secret in tyk.out]


def test_what_a_task_calls_secret_is_in_no_reason(tyk, tmp_path):
    src = written(pair(f"https://{LOGIN}.example/", f"https://{OTHER}.example/"), tmp_path / "gate")
    assert LOGIN in reasons(convert(tyk, src), "say two things")[0]
    done = convert(tyk, src, secrets=["apis.target_url"])
    assert "not shown" in reasons(done, "say two things")[0] and LOGIN not in tyk.out and OTHER not in tyk.out


def test_addresses_that_a_document_refers_to_are_told_without_credentials(tyk, tmp_path):
    there = {"$ref": f"https://u:{LOGIN}@q.example/x.yml?sig={TOKEN}#/a"}
    document = {"openapi": "3.0.3", "info": {"title": "A", "version": "1"}, "paths": {"/x": there}}
    done = convert(tyk, written({"a.json": document}, tmp_path / "specs"), dest=str(tmp_path / "tyk"))
    assert "q.example/x.yml;" in reasons(done, "refers to other files")[0]
    assert LOGIN not in tyk.out and TOKEN not in tyk.out


@pytest.mark.parametrize("module", ["convert", "config"])
def test_an_address_in_place_of_a_file_is_told_without_credentials(tyk, module):
    nowhere = NOWHERE if module == "convert" else {}
    said = tyk.fails(module, src=[f"https://u:{LOGIN}@q.example/a.yml?x={TOKEN}"], **nowhere)
    assert "q.example/a.yml is an address" in said and LOGIN not in said and TOKEN not in said
