# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An API that is a version of another one is in use by rights that name the version, and by a base of which it is the
default."""

from __future__ import annotations

import pytest
from gateway_runner import Gate
from module_runner import Tyk

BOTH = pytest.mark.parametrize("make", [Tyk, Gate])
FORMATS = pytest.mark.parametrize("form", ["classic", "oas"])
GRANTED = {"access_rights": [{"api": "Base", "versions": ["Default", "v2"]}]}
USERS = {
    "policy": lambda tyk: tyk.ok("policy", name="P", **GRANTED),
    "key": lambda tyk: tyk.ok("key", alias="P", **GRANTED),
    "api": lambda tyk: tyk.ok("api", name="V2", version={"of": "Base", "name": "v2", "default": True}),
}
USER_NOUNS = {"policy": "policy 'P'", "key": "key 'P'", "api": "API 'Base'"}
BY = pytest.mark.parametrize("user", USERS)


def family(make, form, user=""):
    tyk = make()
    for ident in ("base", "v2", "v3"):
        more = {"version": {"of": "Base", "name": ident}} if ident != "base" else {}
        path, up = f"/{ident}/", "http://up.example/"
        tyk.ok("api", name=ident.title(), api_id=ident, format=form, listen_path=path, target_url=up, **more)
    if user:
        USERS[user](tyk)
    tyk.log()
    return tyk


def called(user):
    return "Base" if user == "api" else "P"


@BOTH
@FORMATS
@BY
def test_a_version_is_used_by_what_names_it(make, form, user):
    tyk = family(make, form, user)
    info = {api["name"]: api["used_by"] for api in tyk.ok("api_info", used_by=True)["apis"]}
    assert [(one["kind"], one["name"]) for one in info["V2"]] == [(user, called(user))]
    assert info["V3"] == []


@BOTH
@FORMATS
@BY
def test_a_version_that_is_named_is_not_pruned(make, form, user):
    tyk = family(make, form, user)
    wish = {"config": {"apis": [{"name": "Base"}]}, "prune": ["apis"], "prune_all": True}
    for check in (True, False):
        done = tyk.ok("config", check=check, **wish)
        assert any(f"API 'V2' stays, because {USER_NOUNS[user]} refers to it" in t for t in tyk.warnings(done))
        assert [one["name"] for one in done["changes"] if one["action"] == "deleted"] == ["V3"]
    assert sorted(one["name"] for one in tyk.ok("api_info")["apis"]) == ["Base", "V2"]


@pytest.mark.parametrize("user", ["policy", "api"])
@BOTH
@FORMATS
def test_a_version_that_goes_and_is_named_is_told(make, form, user):
    tyk = family(make, form, user)
    planned = tyk.warnings(tyk.ok("api", api_id="v2", state="absent", check=True))
    texts = tyk.warnings(tyk.ok("api", api_id="v2", state="absent"))
    assert texts[:1] == [f"API 'V2' is deleted, and is still used by: {USER_NOUNS[user]}."] == planned[:1]


@pytest.mark.parametrize("version", [None, {"of": "Base", "name": "v4"}], ids=["none any more", "renamed"])
@FORMATS
def test_a_version_that_gets_another_name_and_is_named_is_told(form, version):
    tyk = family(Tyk, form, "policy")
    for bulk in (True, False):
        item = {"name": "V2", "version": version}
        done = tyk.ok("config", config={"apis": [item]}, check=True) if bulk else tyk.ok("api", **item)
        assert tyk.warnings(done) == ["API 'V2' loses 'v2', which is still used by: policy 'P'."]
    assert not tyk.warnings(tyk.ok("api", **item))


@BOTH
@FORMATS
def test_a_whole_family_can_go(make, form):
    tyk = family(make, form, "api")
    tyk.ok("api", name="Other", listen_path="/o/", target_url="http://up.example/")
    wish = {"config": {"apis": [{"name": "Other"}]}, "prune": ["apis"], "prune_all": True}
    done = tyk.ok("config", **wish)
    assert sorted(one["name"] for one in done["changes"] if one["action"] == "deleted") == ["Base", "V2", "V3"]
    assert not tyk.ok("config", **wish)["changed"]


@BOTH
@FORMATS
def test_a_name_that_another_version_takes_is_not_lost(make, form):
    tyk = family(make, form, "policy")

    def declared(**names):
        return {"apis": [{"name": name, "version": {"of": "Base", "name": said}} for name, said in names.items()]}

    for swapped in (declared(V2="v3", V3="v2"), declared(V2="v2", V3="v3")):
        for check in (True, False):
            assert not tyk.warnings(tyk.ok("config", config=swapped, check=check))
    (told,) = tyk.warnings(tyk.ok("config", config=declared(V2="v4")))
    assert "API 'V2' loses 'v2', which is still used by: policy 'P'" in told
