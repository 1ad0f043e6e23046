# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A base becomes a version of one of its versions, which takes over all of them: by Tyk's own route, and by hand."""

from __future__ import annotations

import copy

import pytest
from gateway_runner import Gate
from module_runner import Tyk

WAYS = {
    "route": (Tyk, {}, "oas"),
    "old": (Tyk, {"dashboard_version": "5.11.0"}, "oas"),
    "classic": (Tyk, {}, "classic"),
    "gateway": (Gate, {}, "oas"),
    "gateway classic": (Gate, {}, "classic"),
}
DEFAULTS = {"self": None, "heir": "B", "other": "C"}  # which of them is the default of the base A
HANDED = {"of": "B", "name": "v1"}


def api(name, fmt, **more):
    return {
        "name": name,
        "format": fmt,
        "listen_path": f"/{name.lower()}/",
        "target_url": f"http://{name.lower()}.example/",
        **more,
    }


def block(fmt, **settings):
    return {"oas": {"x-tyk-api-gateway": {"info": {"versioning": settings}}}, "classic": {"definition": settings}}[fmt]


def family(way, default=None):
    """A base A, which is its own version v1, with the versions B and C, and an API D of its own."""
    make, how, fmt = WAYS[way]
    tyk = make(**how)
    tyk.style = fmt
    settings = {"name": "v1", "location": "url-param", "key": "version"}
    apis = [api("A", fmt, definition=block(fmt, **settings)), api("D", fmt)]
    for name, version in (("B", "v2"), ("C", "v3")):
        is_default = {"default": True} if default == name else {}
        apis.append(api(name, fmt, version={"of": "A", "name": version, **is_default}))
    tyk.ok("config", config={"apis": apis})
    tyk.log()
    return tyk


def seen(tyk):
    """What there is of versions: name of an API -> base, name, and a star where it is the default; by the bases, how
    requests name the version, and what they are themselves."""
    found = {}
    for row in tyk.ok("api_info")["apis"]:
        version = row.get("version")
        if version:
            found[row["name"]] = f"{version['of']} {version['name']}{'*' if version.get('default') else ''}"
    return found


def settings(tyk, name):
    """How requests name the version, by what the API itself says."""
    (shown,) = tyk.ok("api_info", name=name)["apis"]
    definition = shown["definition"]
    there = definition.get("x-tyk-api-gateway", {}).get("info", {}).get("versioning") or definition.get("definition")
    return [(there or {}).get(key) for key in ("name", "location", "key")]


@pytest.fixture(params=WAYS)
def way(request):
    return request.param


def wanted(default):
    stars = {None: ("*", ""), "B": ("", ""), "C": ("", "*")}[default]
    return {"A": f"B v1{stars[0]}", "C": f"B v3{stars[1]}"}


@pytest.mark.parametrize("default", DEFAULTS)
def test_a_version_takes_over_all_of_its_base(way, default):
    tyk = family(way, DEFAULTS[default])
    planned = tyk.ok("api", name="A", version=HANDED, check=True)
    assert planned["changed"] and not tyk.writes()
    done = tyk.ok("api", name="A", version=HANDED)
    assert done["changed"] and done["diff"] == planned["diff"] and not tyk.warnings(done)
    assert done["api"]["version"] == planned["api"]["version"]
    assert (len(tyk.writes()) == 1) is (way == "route")
    assert seen(tyk) == wanted(DEFAULTS[default])
    assert settings(tyk, "B") == ["v2", "url-param", "version"] and not settings(tyk, "A")[0]
    tyk.log()
    again = tyk.ok("api", name="A", version=HANDED)
    assert not again["changed"] and not tyk.writes() and not tyk.warnings(again)
    # And back again.
    assert tyk.ok("api", name="B", version={"of": "A"})["changed"]
    assert settings(tyk, "A") == ["v1", "url-param", "version"]
    back = {None: ("", ""), "B": ("*", ""), "C": ("", "*")}[DEFAULTS[default]]
    assert seen(tyk) == {"B": f"A v2{back[0]}", "C": f"A v3{back[1]}"}


def test_under_its_own_name_and_with_other_changes(way):
    tyk = family(way)
    wish = api("A", tyk.style, version={"of": "B"}, target_url="http://elsewhere.example/", strategy="replace")
    planned = tyk.ok("api", check=True, **wish)
    done = tyk.ok("api", **wish)
    assert done["diff"] == planned["diff"] and not tyk.warnings(done)
    assert seen(tyk) == {"A": "B v1*", "C": "B v3"} and done["api"]["target_url"] == "http://elsewhere.example/"
    assert not tyk.ok("api", **wish)["changed"]


def test_under_a_new_name_and_not_as_the_default(way):
    tyk = family(way)
    version = {"of": "B", "name": "v0", "default": False}
    planned = tyk.ok("api", name="A", version=version, check=True)
    done = tyk.ok("api", name="A", version=version)
    assert done["diff"] == planned["diff"] and not tyk.warnings(done)
    assert seen(tyk) == {"A": "B v0", "C": "B v3"}
    assert not tyk.ok("api", name="A", version=version)["changed"]


@pytest.mark.parametrize("style", ["classic", "oas"])
@pytest.mark.parametrize("make", [Tyk, Gate])
def test_what_versions_look_like_is_kept_by_an_heir_of_the_other_format(make, style):
    tyk, other = make(), {"classic": "oas", "oas": "classic"}[style]
    says = {"stripVersioningData": True} if style == "oas" else {"strip_versioning_data": True}
    settings_of_base = block(style, name="v1", location="header", key="x-v", **says)
    apis = [api("A", style, definition=settings_of_base)]
    apis += [api(name, other, version={"of": "A", "name": version}) for name, version in (("B", "v2"), ("C", "v3"))]
    tyk.ok("config", config={"apis": apis})
    done = tyk.ok("api", name="A", version=HANDED)
    assert seen(tyk) == {"A": "B v1*", "C": "B v3"} and settings(tyk, "B") == ["v2", "header", "x-v"]
    assert "'strip" in str(tyk.ok("api_info", name="B")["apis"]) and not tyk.warnings(done)
    assert not tyk.ok("api", name="A", version=HANDED)["changed"]


CONFIGURATIONS = {
    "the two": ({"B": None, "A": HANDED}, {"A": "B v1*", "C": "B v3"}),
    "an heir that is none": ({"B": {}, "A": HANDED}, {"A": "B v1*", "C": "B v3"}),
    "all of them": ({"A": HANDED, "B": {}, "C": {"of": "B", "name": "v3"}}, {"A": "B v1*", "C": "B v3"}),
    "the last first": ({"C": {"of": "B", "name": "v3"}, "B": {}, "A": HANDED}, {"A": "B v1*", "C": "B v3"}),
    "one with a new name": ({"A": HANDED, "C": {"of": "B", "name": "v9"}}, {"A": "B v1*", "C": "B v9"}),
    "names change hands": (
        {"C": {"of": "B", "name": "v1"}, "A": {"of": "B", "name": "v3"}},
        {"A": "B v3*", "C": "B v1"},
    ),
    "one that is a version no more": ({"A": HANDED, "C": {}}, {"A": "B v1*"}),
    "one that goes elsewhere": ({"C": {"of": "D", "name": "v3"}, "A": HANDED}, {"A": "B v1*", "C": "D v3"}),
    "one that takes its name": (
        {"D": {"of": "B", "name": "v3"}, "C": {"of": "B", "name": "v4"}, "A": HANDED},
        {"A": "B v1*", "C": "B v4", "D": "B v3"},
    ),
    "one that is new": ({"New": {"of": "B", "name": "v4"}, "A": HANDED}, {"A": "B v1*", "C": "B v3", "New": "B v4"}),
    "one that goes": ({"A": HANDED, "C": "absent", "D": {"of": "B", "name": "v3"}}, {"A": "B v1*", "D": "B v3"}),
    "another default": (
        {"A": HANDED, "C": {"of": "B", "name": "v3", "default": True}},
        {"A": "B v1", "C": "B v3*"},
    ),
}


def some(cases):
    """Each case in two of the ways, and each way in some of the cases."""
    for number, case in enumerate(cases):
        yield from ((way, case) for place, way in enumerate(WAYS) if (place - number) % len(WAYS) in (0, 2))


def declared(tyk, wishes):
    items = []
    for name, wish in wishes.items():
        if wish == "absent":
            items.append({"name": name, "state": "absent"})
        else:
            items.append(api(name, tyk.style, **({} if wish is None else {"version": wish or None})))
    return {"apis": items}


@pytest.mark.parametrize(("way", "case"), [*some(CONFIGURATIONS)])
def test_in_one_configuration(way, case):
    tyk, (wishes, after) = family(way), CONFIGURATIONS[case]
    config = declared(tyk, wishes)
    planned = tyk.ok("config", config=config, check=True)
    assert not tyk.writes()
    done = tyk.ok("config", config=config)
    told = [[(c["name"], c["action"], c.get("paths")) for c in result["changes"]] for result in (planned, done)]
    assert told[0] == told[1]
    assert not [text for text in tyk.warnings(done) if "is still used by" not in text]
    assert seen(tyk) == after
    tyk.log()
    again = tyk.ok("config", config=config)
    assert not again["changed"] and not tyk.writes() and not tyk.warnings(again)


REFUSED = [
    (
        {"A": {"of": "D", "name": "v9"}},
        "this API has versions of its own (v2, v3), so it cannot be one; name one of",
    ),
    ({"A": {"of": "B", "name": "v2"}}, "version.name: 'v2' of API 'B' is API"),
    ({"A": {"of": "B", "name": "v3"}}, "version.name: 'v3' of API 'B' is API"),
    ({"A": HANDED, "B": {"of": "D", "name": "v1"}}, "version.of: API 'B' is a version itself, of 'D'"),
    ({"A": HANDED, "B": {"of": "A", "name": "v2"}}, "version.of: API 'B' is a version itself, of 'A'"),
    ({"A": HANDED, "B": {"of": "C", "name": "v2"}}, "version.of: API 'B' is a version itself, of 'C'"),
    ({"A": HANDED, "C": {"of": "A", "name": "v3"}}, "version.of: API 'A' is a version itself, of 'B'"),
    ({"A": HANDED, "D": {"of": "A", "name": "v4"}}, "version.of: API 'A' is a version itself, of 'B'"),
    ({"A": HANDED, "D": {"of": "B", "name": "v3"}}, "version.name: 'v3' of API 'B' is "),
    ({"A": HANDED, "D": {"of": "B", "name": "v2"}}, "version.name: 'v2' of API 'B' is API"),
    ({"A": HANDED, "B": "absent"}, "'B'"),
]


@pytest.mark.parametrize(("way", "case"), [*some(REFUSED)])
def test_what_cannot_be_together_is_refused_before_anything_is_written(way, case):
    tyk, (wishes, text) = family(way), case
    runs = [{"config": declared(tyk, wishes), "check": check} for check in (True, False)]
    said = {tyk.fails("config", **run) for run in runs}
    assert len(said) == 1 and text in said.pop() and not tyk.writes()
    if len(wishes) == 1:
        assert text in tyk.fails("api", name="A", version=wishes["A"]) and not tyk.writes()


def test_the_versions_of_the_base_are_not_named_by_its_definition_then(way):
    tyk = family(way)
    versions = {"oas": [{"name": "v2", "id": "x"}], "classic": {"v2": "x"}}[tyk.style]
    said = tyk.fails("api", name="A", version=HANDED, definition=block(tyk.style, versions=versions))
    assert "versions: they go to API 'B'; leave them out here" in said and not tyk.writes()


def test_an_mcp_proxy_is_no_base():
    tyk = family("route")
    tyk.ok("mcp_proxy", name="Tools", listen_path="/tools/", target_url="http://tools.example/")
    assert "version.of: 'Tools' is an MCP proxy" in tyk.fails("api", name="A", version={"of": "Tools", "name": "v9"})


@pytest.mark.parametrize("bulk", [False, True], ids=["task", "configuration"])
def test_broken_off_anywhere_nothing_is_lost_and_the_next_run_ends_it(way, bulk):
    for passed in range(9):
        tyk = family(way)
        wish = ["config"] if bulk else ["api"]
        args = {"config": declared(tyk, {"B": {}, "A": HANDED})} if bulk else {"name": "A", "version": HANDED}
        methods = ("PUT", "PATCH")
        faults = [{"method": method, "path": "/", "skip": passed, "status": 500, "times": 99} for method in methods]
        tyk.control("PUT", "faults", faults)
        broken = tyk.run(*wish, **args)
        tyk.control("DELETE", "faults")
        if not broken.get("failed"):
            assert passed > 0
            return
        between = versions_anywhere(tyk)
        assert {("v1", "A"), ("v2", "B"), ("v3", "C")} <= between, (passed, between)
        tyk.ok(*wish, **args)
        assert seen(tyk) == {"A": "B v1*", "C": "B v3"}, passed
        assert not tyk.ok(*wish, **args)["changed"]
    raise AssertionError("it never came to its end")


def test_every_version_can_be_had_all_the_time(way):
    tyk, seen_then = family(way), []
    ids = {row["api_id"]: row["name"] for row in tyk.ok("api_info")["apis"]}
    handle = tyk.emulator.handle

    def watched(request):
        answer = handle(request)
        tyk.emulator.handle = handle
        seen_then.append(versions_anywhere(tyk, ids))
        tyk.emulator.handle = watched
        return answer

    tyk.emulator.handle = watched
    tyk.ok("api", name="A", version=HANDED)
    tyk.emulator.handle = handle
    assert seen_then and all({("v1", "A"), ("v2", "B"), ("v3", "C")} <= then for then in seen_then)


def test_others_of_the_base_and_what_they_have_stay_as_they_are(way):
    tyk = family(way)
    before = {row["name"]: row for row in tyk.ok("api_info")["apis"] if row["name"] in "CD"}
    tyk.ok("api", name="A", version=HANDED)
    after = {row["name"]: row for row in tyk.ok("api_info")["apis"] if row["name"] in "CD"}
    assert before.pop("C")["version"]["of"] == "A" and after.pop("C")["version"]["of"] == "B"
    assert before == after


def versions_anywhere(tyk, ids=None):
    """The versions that can be asked for somewhere: name and API."""
    ids = ids or {row["api_id"]: row["name"] for row in tyk.ok("api_info")["apis"]}
    if isinstance(tyk, Gate):
        docs = [row["doc"] for row in tyk.emulator.state["gateway_files"] if not row["doc"].get("openapi")]
    else:
        docs = [row["doc"]["api_definition"] for row in tyk.control("GET", "state")["apis"]]
    found = set()
    for doc in docs:
        there = doc["definition"]
        pairs = {(name, ids[ident]) for name, ident in (there["versions"] or {}).items()}
        found |= {*pairs, *([(there["name"], doc["name"])] if pairs else [])}
    return found


@pytest.mark.parametrize("default", [None, "C"])
@pytest.mark.parametrize("replaced", [["C"], ["A"], ["A", "C"]], ids="+".join)
def test_a_sibling_that_is_replaced_goes_along(way, replaced, default):
    tyk = family(way, default)
    config = declared(tyk, {"A": HANDED, "C": {"of": "B", "name": "v3"}})
    for api in config["apis"]:
        if api["name"] in replaced:
            api["strategy"] = "replace"
    planned, done = (tyk.ok("config", check=check, config=copy.deepcopy(config)) for check in (True, False))
    what = [[(one["name"], one["action"]) for one in result["changes"]] for result in (planned, done)]
    assert what[0] == what[1] and seen(tyk)["C"].startswith("B v3"), what
    assert not tyk.ok("config", config=config)["changed"]
