# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Versions of APIs, declared on the version and never lost by the base; and APIs that stream."""

from __future__ import annotations

import pytest
from module_runner import Tyk

FORMATS = ("classic", "oas")


def api(name, style, **more):
    return {
        "name": name,
        "format": style,
        "listen_path": f"/{name}/",
        "target_url": f"http://{name}.example".lower(),
        **more,
    }


def entries(tyk, ident):
    """What the base has: name of a version -> its id; and the default."""
    wrapper = tyk.read(f"/api/apis/{ident}")
    block = wrapper["api_definition"]["definition"]
    if wrapper.get("oas"):
        gone = {"versions": [], "default": ""}  # with the last version goes what says how requests name one
        versioning = wrapper["oas"]["x-tyk-api-gateway"]["info"].get("versioning") or gone
        listed = {entry["name"]: entry["id"] for entry in versioning["versions"]}
        assert listed == block["versions"] and versioning["default"] == block["default"]
    return block["versions"], block["default"]


def quiet(tyk, **wish):
    tyk.log()
    again = tyk.ok("api", **wish)
    assert not again["changed"], again["diff"]
    log = tyk.log()
    assert all(entry.startswith("GET ") for entry in log) and len(log) <= 4
    assert not tyk.warnings(again)


@pytest.fixture(params=FORMATS)
def family(request, tyk):
    """A base and a version of it."""
    tyk.style = request.param
    tyk.base = tyk.ok("api", **api("Orders", tyk.style, categories=["shop"]))["api"]["api_id"]
    tyk.wish = api("Orders-2", tyk.style, version={"of": "Orders", "name": "v2"})
    planned = tyk.ok("api", check=True, **tyk.wish)
    tyk.log()
    made = tyk.ok("api", **tyk.wish)
    assert len(tyk.log()) <= 6
    assert made["diff"] == planned["diff"] and not tyk.warnings(made)
    # Categories of a classic API belong to its name.
    assert made["api"]["version"] == {"of": base_name(tyk), "name": "v2"}
    tyk.child = made["api"]["api_id"]
    return tyk


def base_name(tyk):
    return "Orders #shop" if tyk.style == "classic" else "Orders"


def test_a_version_is_made_where_it_belongs(family):
    assert entries(family, family.base) == ({"v2": family.child}, "self")
    quiet(family, **family.wish)
    by_id = {"api_id": family.child, "version": {"of": family.base, "name": "v2"}}
    quiet(family, **by_id)
    shown = {entry["api_id"]: entry.get("version") for entry in family.ok("api_info")["apis"]}
    assert shown == {family.base: None, family.child: {"of": base_name(family), "name": "v2"}}


def test_the_base_keeps_its_versions(family):
    change = {"target_url": "http://elsewhere.example", "categories": ["shop", "eu"]}
    assert family.ok("api", api_id=family.base, **change)["changed"]
    assert entries(family, family.base) == ({"v2": family.child}, "self")
    whole = api("Orders", family.style, strategy="replace", api_id=family.base)
    assert family.ok("api", **whole)["changed"]
    assert entries(family, family.base) == ({"v2": family.child}, "self")
    quiet(family, **whole)
    quiet(family, **family.wish)
    where = {"classic": {"definition": None}, "oas": {"x-tyk-api-gateway": {"info": {"versioning": None}}}}
    family.log()
    assert "cut off the versions v2" in family.fails("api", api_id=family.base, definition=where[family.style])
    assert not family.writes()


def test_a_definition_does_not_name_versions(family):
    block = {"classic": {"definition": {"versions": {"v9": "x"}}}}
    block["oas"] = {"x-tyk-api-gateway": {"info": {"versioning": {"versions": [{"name": "v9", "id": "x"}]}}}}
    done = family.ok("api", api_id=family.base, definition=block[family.style])
    assert not done["changed"] and "option version" in family.warnings(done)[0]


def test_change_of_a_version(family):
    renamed = {**family.wish, "version": {"of": "Orders", "name": "v3", "default": True}}
    planned = family.ok("api", check=True, **renamed)
    assert not list(family.writes())
    done = family.ok("api", **renamed)
    assert done["changed"] and done["diff"] == planned["diff"] and not family.warnings(done)
    assert len(family.log()) <= 15  # two APIs are read, one is written, and all that may name the version is looked up
    assert entries(family, family.base) == ({"v3": family.child}, "v3")
    quiet(family, **renamed)
    less = {**renamed, "version": {"of": family.base, "default": False}}
    assert family.ok("api", **less)["changed"]
    assert entries(family, family.base) == ({"v3": family.child}, "self")
    assert family.read(f"/api/apis/{family.base}")["categories"] == ["shop"]
    alone = {**family.wish, "version": None}
    assert family.ok("api", **alone)["changed"]
    assert entries(family, family.base)[0] == {}
    quiet(family, **alone)


def test_a_version_moves_to_another_base(family):
    other = family.ok("api", **api("Sales", family.style))["api"]["api_id"]
    moved = {**family.wish, "version": {"of": "Sales", "name": "v2"}}
    assert family.ok("api", **moved)["changed"]
    assert entries(family, other)[0] == {"v2": family.child} and entries(family, family.base)[0] == {}
    quiet(family, **moved)
    assert family.ok("api", api_id=family.child, state="absent")["changed"]
    assert entries(family, other)[0] == {}


def test_refused_versions(family):
    sales = api("Sales", family.style)
    family.ok("api", **sales)
    third = api("Orders-3", family.style)
    family.log()
    wrong = {
        "there is no API 'Nobody'": {"of": "Nobody", "name": "v3"},
        "version.name": {"of": family.base},
        "is API " + family.child: {"of": family.base, "name": "v2"},
        "is API " + family.base: {"of": family.base, "name": "Default"},
        "is a version itself": {"of": family.child, "name": "v3"},
    }
    for said, version in wrong.items():
        assert said in family.fails("api", **third, version=version)
    assert "the API itself" in family.fails("api", **sales, version={"of": "Sales", "name": "v3"})
    assert not family.writes()


def test_versions_in_check_mode_before_there_is_a_base(tyk):
    for style in FORMATS:
        done = tyk.ok("api", check=True, **api("Orders-2", style, version={"of": "Orders", "name": "v2"}))
        assert done["changed"] and done["api"]["version"] == {"of": "Orders", "name": "v2"}


def test_old_dashboards_lose_nothing_of_a_base():
    tyk = Tyk(dashboard_version="5.8.2")
    base = tyk.ok("api", **api("Orders", "oas", categories=["shop"]))["api"]["api_id"]
    owners = {"users": ["admin@acme.example"]}
    tyk.ok("api", api_id=base, owners=owners)
    wish = api("Orders-2", "oas")
    tyk.ok("api", **wish)
    assert tyk.ok("api", **wish, version={"of": "Orders", "name": "v2"})["changed"]
    stored = tyk.read(f"/api/apis/{base}")
    assert stored["categories"] == ["shop"] and stored["user_owners"]


def test_chosen_ids_of_versions_where_tyk_makes_its_own():
    tyk = Tyk(quirks={"regenerate-api-id"})
    base = tyk.ok("api", **api("Orders", "classic"))["api"]["api_id"]
    wish = api("Orders-2", "classic", api_id="chosen", version={"of": "Orders", "name": "v2"})
    tyk.ok("api", **wish)
    assert entries(tyk, base)[0] == {"v2": "chosen"}
    quiet(tyk, **wish)


def test_classic_versions_inside_of_one_api(tyk):
    data = {"not_versioned": False, "default_version": "v1", "versions": {"v1": {"name": "v1"}, "v2": {"name": "v2"}}}
    place = {"location": "header", "key": "x-version"}
    wish = api("Orders", "classic", definition={"version_data": data, "definition": place})
    made = tyk.ok("api", **wish)
    assert made["changed"] and not tyk.warnings(made)
    quiet(tyk, **wish)
    more = {"versions": {"v3": {"name": "v3", "expires": "2036-01-01 00:00"}}}
    assert tyk.ok("api", name="Orders", definition={"version_data": more})["changed"]
    less = {"versions": {"v1": None}, "default_version": "v2"}
    assert tyk.ok("api", name="Orders", definition={"version_data": less})["changed"]
    stored = tyk.read(f"/api/apis/{made['api']['api_id']}")["api_definition"]["version_data"]
    assert sorted(stored["versions"]) == ["v2", "v3"] and stored["default_version"] == "v2"
    assert "versions v2, v3" in tyk.fails("policy", name="Gold", access_rights=[{"api": "Orders"}])


STREAM = {
    "info": {"title": "Orders", "version": "1"},
    "openapi": "3.0.3",
    "paths": {},
    "x-tyk-streaming": {"streams": {"orders": {"input": {"http_server": {}}, "output": {"drop": {}}}}},
    "x-tyk-api-gateway": {"info": {"state": {"active": True}}, "server": {"listenPath": {"value": "/orders/"}}},
}


def test_streams(tyk):
    wish = {"name": "Orders", "definition": STREAM, "categories": ["events"]}
    planned = tyk.ok("api", check=True, **wish)
    made = tyk.ok("api", **wish)
    assert made["diff"] == planned["diff"] and not tyk.warnings(made)
    assert "POST /api/apis/streams" in tyk.log()
    quiet(tyk, **wish)
    ident = made["api"]["api_id"]
    assert tyk.read(f"/api/apis/{ident}")["is_streams"]
    assert tyk.ok("api", api_id=ident, listen_path="/events/")["changed"]
    assert f"PUT /api/apis/streams/{ident}" in tyk.log()
    assert tyk.read(f"/api/apis/{ident}")["oas"]["x-tyk-streaming"] == STREAM["x-tyk-streaming"]
    assert tyk.ok("api", api_id=ident, categories=["all"])["changed"]
    assert tyk.read(f"/api/apis/{ident}")["categories"] == ["all"]
    shown = tyk.ok("api_info")["apis"][0]
    assert shown["definition"]["x-tyk-streaming"] == STREAM["x-tyk-streaming"]
    assert tyk.ok("api", api_id=ident, state="absent")["changed"]
    tyk.ok("api", **api("Orders", "oas"))
    tyk.log()
    assert "exists without x-tyk-streaming" in tyk.fails("api", **wish)
    assert not tyk.writes()


@pytest.mark.parametrize("check", [True, False])
@pytest.mark.parametrize("strategy,definition", [("replace", {}), ("replace", {"paths": {}}), ("merge", None)])
def test_streams_are_never_taken_from_an_api_that_has_to_have_them(tyk, strategy, definition, check):
    ident = tyk.ok("api", name="Orders", definition=STREAM)["api"]["api_id"]
    tyk.log()
    definition = {"x-tyk-streaming": None} if definition is None else definition
    wish = {"name": "Orders", "listen_path": "/o/", "strategy": strategy, "definition": definition}
    assert "definition.x-tyk-streaming: " in tyk.fails("api", **wish, check=check)
    webhook = {"name": "Alarm", "target_path": "http://hooks.example/"}
    told = tyk.fails("config", config={"webhooks": [webhook], "apis": [{**wish, "api_id": ident}]}, check=check)
    assert "definition.x-tyk-streaming: " in told and not tyk.writes()


@pytest.mark.parametrize("style", FORMATS)
def test_versions_in_a_whole_configuration(tyk, style):
    apis = [
        api("Orders", style),
        *(api(f"Orders-{n}", style, version={"of": "Orders", "name": f"v{n}"}) for n in range(2, 8)),
    ]
    tyk.ok("config", config={"apis": apis}, check=True)
    assert not tyk.writes()
    made = tyk.ok("config", config={"apis": apis})
    assert not tyk.warnings(made)
    ids = {row["doc"]["api_definition"]["name"]: row["api_id"] for row in tyk.control("GET", "state")["apis"]}
    wanted = {f"v{n}": ids[f"Orders-{n}"] for n in range(2, 8)}
    assert entries(tyk, ids["Orders"]) == (wanted, "self")
    again = tyk.ok("config", config={"apis": apis})
    assert not again["changed"]
    apis[0]["target_url"] = "http://elsewhere.example"
    for entry in apis[1:]:
        entry["version"]["name"] += "a"
    apis[2]["version"]["default"] = True
    assert tyk.ok("config", config={"apis": apis})["changed"]
    assert entries(tyk, ids["Orders"]) == ({f"{name}a": ident for name, ident in wanted.items()}, "v3a")
    assert not tyk.ok("config", config={"apis": apis})["changed"]
    tyk.ok("api", api_id=ids["Orders"], name="The base of them all")
    exported = tyk.ok("config_info")["config"]
    assert exported["apis"][0]["version"]["of"] == "The base of them all"
    assert not tyk.ok("config", config=exported)["changed"]
    other = Tyk()
    assert other.ok("config", config=exported)["changed"]
    assert not other.ok("config", config=exported)["changed"]
    gone = [{"name": entry["name"], "state": "absent"} for entry in exported["apis"]]
    assert tyk.ok("config", config={"apis": gone})["changed"]
    assert not tyk.control("GET", "state")["apis"]


# What several versions are to be is checked together, before anything is written


def versions(style, **wishes):
    """Items of a configuration: name of an API -> what its version is to be."""
    return {"apis": [api(name, style, version=wish) for name, wish in wishes.items()]}


def of(base, name, **more):
    return {"of": base, "name": name, **more}


@pytest.fixture(params=FORMATS)
def siblings(request, tyk):
    """A base A with the versions B and C, and an API D of its own."""
    tyk.style = request.param
    config = {"apis": [api("A", tyk.style), api("D", tyk.style)]}
    config["apis"] += versions(tyk.style, B=of("A", "v1"), C=of("A", "v2"))["apis"]
    tyk.ok("config", config=config)
    tyk.log()
    return tyk


def named(tyk):
    """Name of an API -> base and name of the version that it is, with a star where it is the default."""
    shown = {row["name"]: row.get("version") for row in tyk.ok("api_info")["apis"]}
    return {
        name: f"{version['of']} {version['name']}{'*' if version.get('default') else ''}"
        for name, version in shown.items()
        if version
    }


def settles(tyk, config, wanted, **how):
    """A configuration is done in one run, as its check says, and the next run has nothing to do."""
    planned = tyk.ok("config", config=config, check=True, **how)
    tyk.log()
    done = tyk.ok("config", config=config, **how)
    told = [[(c["name"], c["action"], c.get("paths")) for c in result["changes"]] for result in (planned, done)]
    assert told[0] == told[1] and not [text for text in tyk.warnings(done) if "is still used by" not in text]
    assert named(tyk) == wanted
    again = tyk.ok("config", config=config, **how)
    assert not again["changed"] and not tyk.warnings(again)


def refuses(tyk, config, text, **how):
    """A configuration is refused in the same words by check and run, and nothing is written."""
    tyk.log()
    messages = {tyk.fails("config", config=config, check=check, **how) for check in (True, False)}
    assert len(messages) == 1 and text in messages.pop() and not tyk.writes()


@pytest.mark.parametrize(
    ("wishes", "text"),
    [
        ({"C": of("A", "v9"), "D": of("A", "v9")}, "'v9' of API 'A' is declared for API 'D', too"),
        ({"D": of("A", "v1")}, "version.name: 'v1' of API 'A' is API "),
        ({"B": of("A", "v1"), "D": of("A", "v1")}, "'v1' of API 'A' is declared for API 'B', too"),
        ({"New": of("A", "v9"), "Newer": of("A", "v9")}, "'v9' of API 'A' is declared for API 'Newer', too"),
        ({"New": of("A", "Default")}, "version.name: 'Default' of API 'A' is API"),
        ({"New": of("D", "Default")}, "version.name: 'Default' of API 'D' is API"),
        ({"B": of("A", "v1", default=True), "C": of("A", "v2", default=True)}, "only one can be"),
        ({"D": of("A", "v3", default=True), "New": of("A", "v4", default=True)}, "only one can be"),
        ({"D": of("B", "v3")}, "version.of: API 'B' is a version itself, of 'A'"),
        ({"A": of("D", "v3")}, "has versions of its own (v1, v2)"),
        ({"A": of("D", "v3"), "B": None}, "has versions of its own (v2)"),
        ({"D": of("A", "v3"), "New": of("D", "v4")}, "version.of: API 'D' is a version itself, of 'A'"),
        ({"A": of("B", "v2")}, "version.name: 'v2' of API 'B' is API"),
        ({"A": of("B", "v3"), "B": of("A", "v1")}, "version.of: API 'B' is a version itself, of 'A'"),
    ],
)
def test_what_versions_cannot_be_together_is_refused(siblings, wishes, text):
    refuses(siblings, versions(siblings.style, **wishes), text)
    assert named(siblings) == {"B": "A v1", "C": "A v2"}


@pytest.mark.parametrize(
    ("wishes", "text"),
    [
        ({"name": "A", "version": of("D", "v3")}, "has versions of its own (v1, v2)"),
        ({"name": "B", "version": of("C", "v3")}, "API 'C' is a version itself, of 'A'"),
        ({"name": "B", "version": of("A", "v2")}, "'v2' of API 'A' is API "),
        ({"name": "D", "version": of("A", "Default")}, "'Default' of API 'A' is API "),
        ({"name": "A", "version": of("B", "v2")}, "version.name: 'v2' of API 'B' is API"),
    ],
)
def test_so_it_is_by_a_task_alone(siblings, wishes, text):
    for check in (True, False):
        assert text in siblings.fails("api", check=check, **wishes)
    assert not siblings.writes()


@pytest.mark.parametrize(
    ("wishes", "wanted"),
    [
        ({"B": of("A", "v2"), "C": of("A", "v1")}, {"B": "A v2", "C": "A v1"}),
        ({"C": of("A", "v1"), "B": None}, {"C": "A v1"}),
        ({"C": of("A", "v1"), "B": of("A", "v3")}, {"C": "A v1", "B": "A v3"}),
        ({"C": of("A", "v1"), "B": of("D", "v1")}, {"C": "A v1", "B": "D v1"}),
        ({"D": of("A", "v1"), "B": of("A", "v2"), "C": of("A", "v3")}, {"D": "A v1", "B": "A v2", "C": "A v3"}),
        ({"New": of("A", "v1"), "B": None}, {"New": "A v1", "C": "A v2"}),
        ({"B": of("A", "v2", default=True), "C": of("A", "v1")}, {"B": "A v2*", "C": "A v1"}),
        ({"C": of("B", "v2"), "B": None}, {"C": "B v2"}),
        ({"New": of("Base", "v1"), "Base": None}, {"New": "Base v1", "B": "A v1", "C": "A v2"}),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_names_change_hands_in_one_run(siblings, wishes, wanted, turned):
    wishes = dict(reversed(wishes.items())) if turned else wishes
    settles(siblings, versions(siblings.style, **wishes), wanted)


def test_a_name_is_never_nobodys_while_it_changes_hands(siblings):
    """Both entries change in one write, so that no call of a version goes astray."""
    handle, seen = siblings.emulator.handle, []

    def watched(request):
        answer = handle(request)
        siblings.emulator.handle = handle
        seen.append(set(named_in_base(siblings)))
        siblings.emulator.handle = watched
        return answer

    siblings.emulator.handle = watched
    siblings.ok("config", config=versions(siblings.style, B=of("A", "v2"), C=of("A", "v1")))
    siblings.emulator.handle = handle
    assert all(names == {"v1", "v2"} for names in seen) and named(siblings) == {"B": "A v2", "C": "A v1"}


def named_in_base(tyk):
    rows = {row["doc"]["api_definition"]["name"]: row for row in tyk.control("GET", "state")["apis"]}
    return rows["A"]["doc"]["api_definition"]["definition"]["versions"]


def test_a_default_stays_with_its_api_and_moves_only_where_it_is_told(siblings):
    style = siblings.style
    siblings.ok("config", config=versions(style, B=of("A", "v1", default=True)))
    settles(siblings, versions(style, B=of("A", "v2"), C=of("A", "v1")), {"B": "A v2*", "C": "A v1"})
    wishes = versions(style, C=of("A", "v1", default=True), B=of("A", "v3"))
    settles(siblings, wishes, {"B": "A v3", "C": "A v1*"})
    settles(siblings, versions(style, C=of("D", "v1")), {"B": "A v3", "C": "D v1"})


def test_a_name_is_free_where_its_api_goes_in_the_same_run(siblings):
    config = versions(siblings.style, D=of("A", "v1"), New=of("A", "v2"))
    config["apis"] += [{"name": "B", "state": "absent"}, {"name": "C", "state": "absent"}]
    settles(siblings, config, {"D": "A v1", "New": "A v2"})


def test_a_name_is_free_where_prune_takes_its_api(siblings):
    style = siblings.style
    config = {"apis": [api("A", style), *versions(style, New=of("A", "v1"), D=of("A", "v2"))["apis"]]}
    settles(siblings, config, {"New": "A v1", "D": "A v2"}, prune=["apis"], prune_all=True)


def test_a_version_becomes_a_base_when_its_own_base_goes(siblings):
    style = siblings.style
    config = versions(style, C=of("B", "v2"), D=of("B", "v1"))
    config["apis"] += [{"name": "A", "state": "absent"}, api("New", style)]
    settles(siblings, config, {"C": "B v2", "D": "B v1"})
    refuses(siblings, {"apis": [*versions(style, C=of("B", "v2"))["apis"], {"name": "B", "state": "absent"}]}, "'B'")


def test_a_base_does_not_take_the_name_of_its_version(siblings):
    where = {
        "classic": {"definition": {"name": "v1"}},
        "oas": {"x-tyk-api-gateway": {"info": {"versioning": {"name": "v1"}}}},
    }
    definition = where[siblings.style]
    assert "a version of this API is called 'v1' already" in siblings.fails("api", name="A", definition=definition)
    config = {"apis": [api("A", siblings.style, definition=where[siblings.style])]}
    refuses(siblings, config, "a version of this API is called 'v1' already")


def test_a_name_that_somebody_takes_meanwhile_is_not_taken_from_them(siblings):
    handle = siblings.emulator.handle

    def meanwhile(request):
        if request.method != "GET":
            siblings.emulator.handle = handle
            siblings.ok("api", name="D", version=of("A", "v3"))
        return handle(request)

    siblings.emulator.handle = meanwhile
    wish = api("C", siblings.style, version=of("A", "v3"))
    wish["target_url"] += "/more"
    assert "'v3' is API " in siblings.fails("api", **wish)
    assert named(siblings) == {"B": "A v1", "C": "A v2", "D": "A v3"}


def test_a_base_and_its_version_change_places_in_two_runs_as_well(siblings):
    style = siblings.style
    settles(siblings, versions(style, B=None, C=of("B", "v2")), {"C": "B v2"})
    settles(siblings, versions(style, A=of("B", "v1"), C=of("B", "v2"), B=None), {"A": "B v1", "C": "B v2"})


@pytest.mark.parametrize("others", [0, 400])  # the first are read back together, the second one by one
@pytest.mark.parametrize("format_", ["oas", "classic"])
def test_a_new_version_takes_no_list_of_its_own(tyk, format_, others):
    for number in range(others):
        proxy = {"listen_path": f"/other-{number}/", "target_url": "https://other.example", "strip_listen_path": True}
        versions = {"not_versioned": True, "versions": {"Default": {"name": "Default"}}}
        api = {"name": f"Other {number}", "api_id": f"other{number}", "proxy": proxy, "version_data": versions}
        tyk.make("/api/apis", {"api_definition": api})

    def api(name, **more):
        return {"name": name, "format": format_, "listen_path": f"/{name}/", "target_url": "https://up.example", **more}

    base = api("base")
    tyk.ok("config", config={"apis": [base]})
    tyk.log()
    versions = [api(f"base-v{number}", version={"of": "base", "name": f"v{number}"}) for number in range(2, 14)]
    assert len(tyk.ok("config", config={"apis": [base, *versions]})["changes"]) == 12
    sent = tyk.log()
    assert sent.count("GET /api/apis") == (1 if others else 2)
    assert not [entry for entry in sent if entry.startswith("PUT")]
    assert len(sent) <= 3 * 12 + 4
    assert not tyk.ok("config", config={"apis": [base, *versions]})["changed"]
