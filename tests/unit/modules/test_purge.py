# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who deletes a base is told what becomes of its versions, and can take them along; on both platforms and in both
formats."""

from __future__ import annotations

import pytest
from gateway_runner import Gate
from module_runner import Tyk


def api(name, fmt, **more):
    path = f"/{name.lower().replace(' ', '-')}/"
    return {"name": name, "listen_path": path, "target_url": "http://up.example/", "format": fmt, **more}


@pytest.fixture(params=[(Tyk, "oas"), (Tyk, "classic"), (Gate, "oas")], ids=["oas", "classic", "gateway"])
def family(request):
    """A server with a base that has two versions, and another API."""
    make, fmt = request.param
    tyk = make()
    tyk.ok("api", **api("Base", fmt))
    for name in ("v2", "v3"):
        tyk.ok("api", **api(f"Base {name}", fmt, version={"of": "Base", "name": name}))
    tyk.ok("api", **api("Other", fmt))
    tyk.ok("policy", name="Gold", access_rights=[{"api": "Base v2"}])
    return tyk


def names(tyk):
    return sorted(api["name"] for api in tyk.ok("api_info")["apis"])


def test_without_it_the_versions_stay_and_that_is_told(family):
    for check in (True, False):
        done = family.ok("api", name="Base", state="absent", check=check)
        (told,) = family.warnings(done)
        assert told.startswith(
            "API 'Base' is deleted, and these stay, as APIs of their own: 'v2' (Base v2), 'v3' (Base v3)"
        )
        assert "purge: true" in told and "purged" not in done
    assert names(family) == ["Base v2", "Base v3", "Other"]


def test_with_it_they_go_first_and_the_plan_says_the_same(family):
    planned = family.ok("api", name="Base", state="absent", purge=True, check=True, diff=True)
    assert names(family) == ["Base", "Base v2", "Base v3", "Other"]
    done = family.ok("api", name="Base", state="absent", purge=True, diff=True)
    assert sorted(done["purged"]) == sorted(planned["purged"]) == ["Base v2", "Base v3"]
    assert len(done["diff"]) == 3 and done["diff"] == planned["diff"]
    assert names(family) == ["Other"]
    used = [text for text in family.warnings(done) if "still used by" in text]
    assert used == family.warnings(planned) and len(used) == 1 and "'Gold'" in used[0]
    again = family.ok("api", name="Base", state="absent", purge=True)
    assert not again["changed"] and "purged" not in again


def test_of_an_api_without_versions_nothing_else_goes(family):
    done = family.ok("api", name="Other", state="absent", purge=True)
    assert done["changed"] and "purged" not in done and not family.warnings(done)
    assert names(family) == ["Base", "Base v2", "Base v3"]


def test_a_version_takes_nothing_along(family):
    assert "purged" not in family.ok("api", name="Base v3", state="absent", purge=True)
    assert names(family) == ["Base", "Base v2", "Other"]
    assert family.ok("api", name="Base", state="absent", purge=True)["purged"] == ["Base v2"]


def test_it_means_nothing_for_what_is_to_be_there(family):
    assert not family.ok("api", name="Base", purge=True)["changed"]
    assert names(family) == ["Base", "Base v2", "Base v3", "Other"]


def test_in_a_configuration_each_version_is_declared(family):
    wish = {"name": "Base", "state": "absent", "purge": True}
    assert "apis[0] (Base): purge: no such option" in family.fails("config", config={"apis": [wish]})


def test_broken_off_it_goes_on_the_next_time(family):
    path = "/tyk/apis" if isinstance(family, Gate) else "/api/apis"
    family.control("PUT", "faults", [{"method": "DELETE", "path": path, "skip": 1, "status": 500, "times": 99}])
    family.fails("api", name="Base", state="absent", purge=True)
    assert len(names(family)) == 3 and "Base" in names(family)
    family.control("DELETE", "faults")
    assert family.ok("api", name="Base", state="absent", purge=True)["changed"]
    assert names(family) == ["Other"]
