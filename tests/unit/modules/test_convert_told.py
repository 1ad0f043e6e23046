# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What tyk_convert tells of files: no secret, nothing untrue, a field that is one, and all that wants a look."""

from __future__ import annotations

import json
import os

import pytest
import yaml
from foreign_forms import TYK, written
from operator_manifests import classic as operator
from operator_manifests import manifest

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


ODD = ["010", "0x1F", "1_000", "12:30:45", "+5"]


@pytest.mark.parametrize("number", ODD)
@pytest.mark.parametrize("check", [False, True])
def test_a_number_that_yaml_reads_as_another_costs_its_object_only(tyk, tmp_path, number, check):
    odd = f"{yaml.safe_dump({'api_definition': classic('odd')})}  config_data: {{pins: [1, {number}]}}\n"
    files = {"odd.yml": odd, "even.json": {"api_definition": classic("even")}}
    done = convert(tyk, written(files, tmp_path / "some"), dest=str(tmp_path / "tyk"), check=check)
    assert done["counts"] == {"apis": 1}
    (one,) = (one for one in done["lost"] if one["object"] == "apis.odd")
    assert (one["file"], one["field"]) == (str(tmp_path / "some/odd.yml"), "definition.config_data.pins[1]")
    assert "quotes" in one["reason"]


def test_such_a_number_in_a_document_and_in_a_manifest(tyk, tmp_path):
    """And in quotes it is a text, which is kept."""
    document = "openapi: 3.0.3\ninfo: {title: A, version: '1'}\npaths: {}\nx-odd: {at: 12:30}\n"
    manifest = yaml.safe_dump(operator("orders", config_data={"pin": "PIN"}))
    files = {"a.yml": document, "b.yml": manifest.replace("PIN", "010"), "c.yml": document.replace("12:30", "'12:30'")}
    done = convert(tyk, written(files, tmp_path / "some"), dest=str(tmp_path / "tyk"))
    assert done["counts"] == {"apis": 1} and "12:30" in (tmp_path / "tyk/apis.yml").read_text()
    fields = {one["field"] for one in done["lost"] if "quotes" in one["reason"]}
    assert fields == {"openapi.x-odd.at", "definition.config_data.pin"}


def test_dates_and_sets_are_texts_and_lists(tyk, tmp_path):
    text = f"{yaml.safe_dump({'api_definition': classic('a')})}  config_data: {{d: 2020-01-01, s: !!set {{b, a}}}}\n"
    done = convert(tyk, written({"a.yml": text}, tmp_path / "some"), dest=str(tmp_path / "tyk"))
    assert done["counts"] == {"apis": 1}
    (api,) = yaml.safe_load((tmp_path / "tyk/apis.yml").read_text())["apis"]
    assert api["definition"]["config_data"] == {"d": "2020-01-01", "s": ["a", "b"]}


PAGES = {
    "apis": lambda number: {"apis": [{"api_definition": classic(f"a{number}")}], "pages": 2},
    "policies": lambda number: {"Data": [policy(f"p{number}")], "Pages": 2},
    "webhooks": lambda number: {"hooks": [hook(f"h{number}")], "pages": 2},
}


def policy(ident, **more):
    right = {"a": {"api_id": "a", "api_name": "a", "versions": ["Default"]}}
    common = {"id": ident, "name": ident, "org_id": "o", "rate": 1, "per": 1, "active": True, "access_rights": right}
    return {**common, **more}


def hook(name):
    target = {"method": "POST", "target_path": "http://h.example/", "event_timeout": 60}
    return {"name": name, "id": name, "org_id": "o", "header_map": {}, "template_path": "", **target}


@pytest.mark.parametrize("section", PAGES)
def test_one_page_of_several_is_told_and_all_of_them_are_not(tyk, tmp_path, section):
    pages = {f"{number}.json": PAGES[section](number) for number in (1, 2)}
    done = convert(tyk, written({"1.json": pages["1.json"]}, tmp_path / "one"))
    (why,) = reasons(done, "one page of 2")
    assert done["counts"] == {section: 1} and "p=-1" in why
    done = convert(tyk, written(pages, tmp_path / "all"))
    assert done["counts"] == {section: 2} and not reasons(done, "one page")


def test_an_id_that_gives_way_to_another_is_told(tyk, tmp_path):
    policies = {"everybody": policy("other"), "same": policy("same"), "none": {**policy("x", name="Y"), "id": ""}}
    done = convert(tyk, written({"policies.json": policies}, tmp_path / "gate"))
    assert {one["policy_id"] for one in done["config"]["policies"]} == set(policies)
    assert [one["object"] for one in done["lost"] if one["field"] == "policy_id"] == ["policies.other"]


@pytest.mark.parametrize("form", ["classic", "oas"])
def test_an_id_that_an_index_replaces_is_told(tyk, tmp_path, form):
    oas = {**pair("", "http://q.example")["apps/a-oas.json"]}
    file = {"api_definition": classic("a")} if form == "classic" else {"oas": oas}
    for ident, told in (("a", []), ("b", ["apis.a"])):
        files = {".tyk.json": {"files": [{"file": "f.json", "api_id": ident}]}, "f.json": file}
        done = convert(tyk, written(files, tmp_path / ident))
        assert done["config"]["apis"][0]["api_id"] == ident
        assert [one["object"] for one in done["lost"] if one["field"] == "api_id"] == told


def document(title):
    servers = [{"url": "http://q.example"}]
    return {"openapi": "3.0.3", "info": {"title": title, "version": "1"}, "paths": {}, "servers": servers}


def test_titles_that_would_make_one_path_make_two(tyk, tmp_path):
    titles = ["A-B", "A B", "a.b", "A-B"]  # the last of which is the first once more
    files = {f"{number}.json": document(title) for number, title in enumerate(titles)}
    done = convert(tyk, written(files, tmp_path / "specs"), dest=str(tmp_path / "tyk"))
    apis = yaml.safe_load((tmp_path / "tyk/apis.yml").read_text())["apis"]
    paths = {api["name"]: api["listen_path"] for api in apis}
    assert len(paths) == len({*paths.values()}) == 3 and paths["A-B"] == "/a-b/"
    assert len(reasons(done, "another document has /a-b/")) == 2
    assert tyk.ok("config", src=[str(tmp_path / "tyk")])["changed"]
    assert not convert(tyk, tmp_path / "specs", dest=str(tmp_path / "tyk"))["changed"]


@pytest.mark.parametrize("title", ["日本", "ééé", "///", "中本"])
def test_a_title_of_which_no_path_can_be_made_has_one_of_its_digest(tyk, tmp_path, title):
    done = convert(tyk, written({"a.json": document(title), "b.json": document("!")}, tmp_path / "specs"))
    paths = {api["listen_path"] for api in done["config"]["apis"]}
    assert len(paths) == 2 and all(path.startswith("/api-") for path in paths)
    assert len(reasons(done, "digest of its title")) == 2 and not reasons(done, "empty")


def test_a_path_that_files_of_two_tools_have_is_told_at_the_object(tyk, tmp_path):
    src = written({"a.json": {"api_definition": classic("a")}, "b.json": document("A")}, tmp_path / "some")
    (one,) = (one for one in convert(tyk, src)["lost"] if "is that of API" in one["reason"])
    assert (one["file"], one["object"], one["field"]) == (f"{src}/b.json", "apis.A", "listen_path")


def test_policies_of_one_name_are_two_on_a_gateway_and_told_of_a_dashboard(tyk, tmp_path):
    same = [policy(ident, name="E", access_rights={}) for ident in "xy"]
    done = convert(tyk, written({"policies.json": {one["id"]: one for one in same}}, tmp_path / "gate"))
    assert done["counts"] == {"policies": 2} and not reasons(done, "'E'")
    done = convert(tyk, written({"policies.json": {"Data": same, "Pages": 1}}, tmp_path / "curl"))
    (one,) = (one for one in done["lost"] if "is that of policy" in one["reason"])
    assert (one["file"], one["object"], one["field"]) == (
        f"{tmp_path}/curl/policies.json, object 2",
        "policies.E",
        "name",
    )


def test_a_policy_without_a_name_is_told_of_a_dashboard(tyk, tmp_path):
    bare = policy("x", name="", access_rights={})
    assert not reasons(convert(tyk, written({"policies.json": {"x": bare}}, tmp_path / "gate")), "name")
    done = convert(tyk, written({"policy.json": bare}, tmp_path / "curl"))
    assert done["counts"] == {"policies": 1} and reasons(done, "name is needed")


@pytest.mark.parametrize(
    "bare",
    [
        {"api_definition": {**classic(""), "proxy": {"listen_path": "/x/", "target_url": "http://q.example"}}},
        {**document("x"), TYK: {"server": {"listenPath": {"value": "/x/"}}, "upstream": {"url": "http://q.example"}}},
        {"oas": {**document("x"), TYK: {"info": {}, "server": {}, "upstream": {"url": "http://q.example"}}}},
    ],
)
def test_what_nothing_tells_from_others_is_left_out_so_that_these_can_be_applied(tyk, tmp_path, bare):
    files = {"a.json": bare, "b.json": {"api_definition": classic("b")}}
    done = convert(tyk, written(files, tmp_path / "some"), dest=str(tmp_path / "tyk"))
    assert done["counts"] == {"apis": 1} and reasons(done, "neither a name nor an ID")
    assert tyk.ok("config", src=[str(tmp_path / "tyk")])["changed"]


def test_a_field_is_a_path_and_no_sentence(tyk, tmp_path):
    """Also where the path is not what the sentence begins with."""
    odd = {"api_definition": classic("b", proxy={"listen_path": ["/b/"], "target_url": "http://q.example"})}
    files = {
        "gate/a.json": classic("a", proxy={"target_url": "http://q.example"}),
        "odd/b.json": odd,
        "bare/c.json": {"api_definition": classic("c", name="")},
        "cluster/d.yml": yaml.safe_dump(manifest("SecurityPolicy", "d", {"name": "d", "state": "odd", "active": True})),
    }
    src = written(files, tmp_path)
    told = [one for name in files for one in convert(tyk, f"{src}/{name}")["lost"]]
    assert {one["object"]: (one["field"], one["reason"].partition(":")[0]) for one in told} == {
        "apis.a": ("listen_path", "there is no API with the api_id 'a', and to create it something is missing"),
        "apis.b": ("definition.proxy.listen_path", "definition.proxy.listen_path has to be a text"),
        "apis.c": ("", "there is no API with the api_id 'c', and to create it name is needed"),
        "policies.d": ("policy_state", "value of policy_state must be one of"),
    }


@pytest.mark.parametrize("linked", [False, True])
@pytest.mark.parametrize("module", ["convert", "config"])
def test_a_pipe_or_a_device_among_files_is_told_and_not_waited_for(tyk, tmp_path, module, linked):
    src = tmp_path / "some"
    src.mkdir()
    os.mkfifo(tmp_path / "pipe" if linked else src / "a.yml")
    (src / "null.json").symlink_to("/dev/null")
    if linked:
        (src / "a.yml").symlink_to(tmp_path / "pipe")
    (tmp_path / "real.json").write_text(json.dumps({"api_definition": classic("b")}), encoding="utf-8")
    (src / "b.json").symlink_to(tmp_path / "real.json")
    if module == "config":
        said = tyk.fails("config", src=[str(src)])
        assert f"{src}/a.yml: this is a pipe or a device" in said and f"{src}/null.json: this is a pipe" in said
    else:
        done = convert(tyk, src)
        assert {one["file"] for one in done["lost"] if "pipe" in one["reason"]} == {f"{src}/a.yml", f"{src}/null.json"}
        assert done["counts"] == {"apis": 1}


def test_a_pipe_in_the_way_is_not_waited_for(tyk, tmp_path):
    src = written({"b.json": {"api_definition": classic("b")}}, tmp_path / "some")
    (tmp_path / "tyk").mkdir()
    os.mkfifo(tmp_path / "tyk/apis.yml")
    said = tyk.fails("convert", src=[src], dest=str(tmp_path / "tyk"), **NOWHERE)
    assert "apis.yml is no regular file" in said


LIKE = {
    "a user": {"first_name": "A", "last_name": "B", "email_address": "a@b.example", "org_id": "o", "active": True},
    "a user group": {"name": "G", "description": "", "org_id": "o", "active": True, "user_permissions": {}},
    "a key": {"allowance": 1, "rate": 1, "per": 1, "quota_max": -1, "org_id": "o", "access_rights": {}},
}


@pytest.mark.parametrize("noun", LIKE)
def test_an_object_that_no_tool_takes_is_told_as_what_it_is(tyk, tmp_path, noun):
    src = written({"a.json": LIKE[noun], "b.json": LIKE[noun]}, tmp_path / "some")
    said = tyk.fails("config", src=[src])
    assert "There is one error" in said and f"and 1 more like it: this looks like {noun} as Tyk has it" in said
    assert len(reasons(convert(tyk, src), f"looks like {noun}")) == 2


def test_files_that_have_nothing_to_do_with_tyk_are_told_in_one_sentence(tyk, tmp_path):
    """And those that only misspell a kind for themselves, with the one that was meant."""
    files = {f"{name}.yml": {"services": {}, "volumes": {name: {}}} for name in "abc"}
    files |= {"d.yml": {"polices": []}, "e.yml": {"api": [{"name": "A"}]}}
    said = tyk.fails("config", src=[written(files, tmp_path / "some")])
    assert "There are 3 errors" in said and "a.yml and 2 more like it: none of" in said
    assert "tyk_convert" in said and "did you mean policies?" in said and "'api' is no kind" in said


def test_a_whole_policy_is_no_key(tyk, tmp_path):
    whole = policy("p", access_rights={}, partitions={}, key_expires_in=0, quota_max=-1, quota_renewal_rate=-1)
    assert tyk.ok("config", src=[written({"a.json": whole}, tmp_path / "some")])["changed"]
