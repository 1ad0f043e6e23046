# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a folder declares for a host, by its layout: nothing is read for a host that is not meant, and nothing that is
declared is read by nobody."""

from __future__ import annotations

import itertools
import os
import pathlib

import pytest
from ansible.errors import AnsibleLookupError

from ansible_collections.community.tyk.plugins.lookup.tyk_declared import LookupModule, declared, inventory_of

HOSTS = ("acme", "globex")
API = "apis: [{name: Orders, listen_path: /orders/, target_url: https://orders.example}]\n"
DOCUMENT = "---\nopenapi: 3.0.3\ninfo: {title: Orders, version: '1'}\npaths: {}\n"


def look(
    folder: pathlib.Path | str, host: str = "acme", hosts: tuple[str, ...] = HOSTS, after="", layers=(), **variables
):
    groups = {"all": list(hosts), "ungrouped": [], "tyk": list(hosts), "live": list(hosts[:1])}
    return declared(str(folder), inventory_of(host, {"groups": groups, **variables}, layers), str(after))


def write(folder: pathlib.Path, *names: str) -> pathlib.Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(API)
    return folder


def parts(found: dict, folder: pathlib.Path) -> list[str]:
    return [os.path.relpath(path, folder) for path in (*found["src"], *found["overlays"])]


@pytest.fixture
def tyk(tmp_path):
    return tmp_path / "tyk"


@pytest.mark.parametrize(
    "names, read",
    [
        (["apis.yml", "keys.json"], ["."]),
        (["apis/orders.yml", "policies/gold.yml"], ["."]),
        (["common/apis.yml"], ["common"]),
        (["acme/apis.yml"], ["acme"]),
        (["globex/apis.yml"], []),
        (["common/apis.yml", "acme/apis.yml", "globex/apis.yml"], ["common", "acme"]),
        (["common/apis.yml", "overlays/acme.yml"], ["common", "overlays/acme.yml"]),
        (["common/apis.yml", "overlays/acme/apis.yml"], ["common", "overlays/acme"]),
        (["common/apis.yml", "overlays/acme.json", "overlays/globex.yaml"], ["common", "overlays/acme.json"]),
        (["common/apis.yml", "overlays/live.yml", "live/apis.yml"], ["common"]),
        (["common/apis.yml", ".kept/apis.yml", ".kept.yml", "README.md", "notes/README.md"], ["common"]),
    ],
)
def test_what_is_read_for_a_host(tyk, names, read):
    found = look(write(tyk, *names))
    assert parts(found, tyk) == read
    assert found["whole"] is (read == ["."]) and found["dir"] == str(tyk)
    assert found["empty"] is not bool(read)
    assert (found["unread"], found["unread_overlays"]) == ("", "")


@pytest.mark.parametrize(
    "names, told, way",
    [
        (["common/apis.yml", "keys.yml"], "keys.yml", "Move what every host should have into"),
        (["common/apis.yml", "acmee/apis.yml"], "acmee/", "called like the host in the inventory"),
        (["acme/apis.yml", "keys.json", "Globex/deep/down/keys.yaml"], "Globex/, keys.json", "Nobody would read"),
        (["overlays/acme.yml", "apis/orders.yml"], "apis/", "Nobody would read"),
        (["Acme/apis.yml"], "Acme/", "may be meant for one host, and every host would get it"),
        (["apis.yml", "globex.yml"], "globex.yml", "move it into"),
        (["common/apis.yml", "overlays/acmee.yml"], "acmee.yml", "no host and no group of the inventory is called so"),
        (["common/apis.yml", "overlays/acmee/x.yml"], "acmee/", "such as HOST.yml, or take it away"),
    ],
)
def test_what_nobody_would_read_or_everybody_is_told_with_its_name_and_the_way_out(tyk, names, told, way):
    found = look(write(tyk, *names))
    said = found["unread"] + found["unread_overlays"]
    assert told in said and way in said and str(tyk) in said


def test_many_are_told_by_their_number(tyk):
    said = look(write(tyk, "common/a.yml", *(f"{number}.yml" for number in range(7))))["unread"]
    assert "0.yml, 1.yml, 2.yml, 3.yml, 4.yml and 2 more" in said


def test_documents_that_apis_name_may_lie_anywhere(tyk):
    write(tyk, "common/apis.yml")
    for name, text in {
        "specs/orders.yml": DOCUMENT,
        "specs/old.json": '{\n  "swagger": "2.0"}',
        "orders.yaml": DOCUMENT,
    }.items():
        path = tyk / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    assert look(tyk)["unread"] == ""
    (tyk / "specs/more.json").write_text('{"apis": [{"name": "Orders", "openapi": "orders.yml"}]}')
    assert "specs/" in look(tyk)["unread"]
    (tyk / "specs/more.json").write_text("no JSON")
    assert "specs/" in look(tyk)["unread"]


def test_of_one_host_all_is_its_own_and_without_an_inventory_there_is_one(tyk):
    write(tyk, "shop/apis.yml", "acme.yml")
    for host, hosts in (("acme", ("acme",)), ("localhost", ())):
        found = look(tyk, host, hosts)
        assert (found["unread"], found["whole"], found["home"], parts(found, tyk)) == ("", True, str(tyk), ["."])
    of_slice = {"awx_job_template_name": "Tyk apply", "awx_workflow_job_name": "Tyk apply"}
    assert "shop/" in look(tyk, "localhost", (), **of_slice)["unread"]
    for name in ("inventory.yml", "hosts", "inventory"):  # somebody may have forgotten -i
        (tyk.parent / name).write_text("")
        assert "shop/" in look(tyk, "localhost", ())["unread"] and look(tyk, hosts=("acme",))["unread"] == ""
        (tyk.parent / name).unlink()
    write(tyk, "localhost/apis.yml")
    found = look(tyk, "localhost", ())
    assert parts(found, tyk) == ["localhost"]
    assert "There is no inventory: if there should be one, name its file with -i." in found["unread"]


def test_a_slice_of_a_job_does_not_know_the_other_hosts(tyk):
    of_slice = {"awx_job_template_name": "Tyk apply", "awx_workflow_job_name": "Tyk apply"}
    of_workflow = {**of_slice, "awx_workflow_job_name": "Tyk from nothing"}
    write(tyk, "acme/apis.yml", "globex/apis.yml", "overlays/globex.yml")
    assert look(tyk, hosts=("acme",), **of_slice)["unread"] == ""
    assert look(tyk, hosts=("acme",), **of_slice)["unread_overlays"] == ""
    for others in ({}, of_workflow, {"awx_job_template_name": "Tyk apply"}):
        assert "globex/" in look(tyk, hosts=("acme",), **others)["unread"]
        assert "globex.yml" in look(tyk, hosts=("acme",), **others)["unread_overlays"]
    write(tyk, "keys.yml")
    assert "keys.yml" in look(tyk, hosts=("acme",), **of_slice)["unread"]


def test_a_slice_whose_host_has_no_folder_does_not_get_those_of_others(tyk):
    write(tyk, "acme/apis.yml", "globex/apis.yml")
    name = {"awx_job_template_name": "Tyk apply", "awx_workflow_job_name": "Tyk apply"}
    assert "acme/, globex/" in look(tyk, "initech", ("initech",), **name)["unread"]


def test_what_was_declared_before_may_have_hosts_that_are_gone(tyk, tmp_path):
    before = write(tmp_path / "before", "acme/apis.yml", "gone/apis.yml", "overlays/gone.yml")
    write(tyk, "acme/apis.yml")
    found = look(before, after=tyk)
    assert parts(found, before) == ["acme"] and (found["unread"], found["unread_overlays"]) == ("", "")
    write(before, "loose.yml")
    assert "loose.yml" in look(before, after=tyk)["unread"]


def test_what_was_declared_before_for_another_host_is_not_taken_for_this_one(tyk, tmp_path):
    before = write(tmp_path / "before", "gone/apis.yml")
    assert "gone/" in look(before, hosts=("acme",), after=write(tyk, "acme/apis.yml"))["unread"]
    whole = write(tmp_path / "whole", "gone/apis.yml")
    assert look(before, hosts=("acme",), after=whole)["unread"] == ""


def test_groups_are_layers_in_the_order_that_is_given(tyk):
    write(
        tyk, "common/a.yml", "live/a.yml", "acme/a.yml", "overlays/acme.yml", "overlays/live.json", "overlays/tyk/a.yml"
    )
    some = ["common", "live", "acme"]
    assert parts(look(tyk, layers=["tyk", "live"]), tyk) == [
        *some,
        "overlays/tyk",
        "overlays/live.json",
        "overlays/acme.yml",
    ]
    assert parts(look(tyk, layers=["live", "tyk"]), tyk) == [
        *some,
        "overlays/live.json",
        "overlays/tyk",
        "overlays/acme.yml",
    ]
    assert parts(look(tyk, "globex", layers=["tyk"]), tyk) == ["common", "overlays/tyk"]
    with pytest.raises(AnsibleLookupError, match="layers: globex is in no group live; it is in tyk$"):
        look(tyk, "globex", layers=["live"])


def test_the_folder_of_a_group_is_not_for_all_where_groups_are_layers(tyk):
    write(tyk, "live/apis.yml")
    assert look(tyk, "globex", layers=["tyk"])["src"] == [] and look(tyk, layers=["live"])["src"] == [str(tyk / "live")]
    assert "live/" in look(tyk, "globex")["unread"]


def test_where_the_files_of_a_host_go(tyk):
    assert look(tyk, "localhost", ())["home"] == str(tyk)
    assert look(tyk, hosts=("acme",))["home"] == str(tyk / "acme") == look(tyk)["home"]
    assert look(tyk)["empty"] and look(tyk)["src"] == []
    write(tyk, "apis.yml")
    assert look(tyk)["home"] == str(tyk) and not look(tyk)["empty"]
    write(tyk, "common/apis.yml")
    assert look(tyk)["home"] == str(tyk / "acme") and look(tyk, "localhost", ())["home"] == str(tyk / "localhost")


def test_each_host_of_a_random_layout_reads_what_is_its_own_or_everybodys(tyk):
    """Every layout of these parts: a host reads its own and what is common, or it is told."""
    some = ("apis.yml", "common/apis.yml", "acme/apis.yml", "globex/apis.yml", "hooli/apis.yml", "overlays/acme.yml")
    for number, names in enumerate(
        itertools.chain.from_iterable(itertools.combinations(some, count) for count in range(1, len(some) + 1))
    ):
        folder = write(tyk / str(number), *names)
        for host in HOSTS:
            found = look(folder, host)
            said = found["unread"]
            by_host = set(names) & {*some[1:4], some[5]}
            assert found["whole"] is not bool(by_host)
            if by_host:
                mine = {f"{part}/apis.yml" for part in ("common", host)} & set(names)
                assert {f"{part}/apis.yml" for part in parts(found, folder)} - {"overlays/acme.yml/apis.yml"} == mine
                assert ("apis.yml" in said) is ("apis.yml" in names)
            assert ("hooli/" in said) is ("hooli/apis.yml" in names)


def test_paths_of_any_kind_and_faults(tyk, tmp_path, monkeypatch):
    write(tyk, "common/apis.yml")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert look("tyk")["src"] == look("~/tyk")["src"] == [str(tyk / "common")]
    (tyk / "link").symlink_to(tyk / "common")
    os.mkfifo(tyk / "pipe.yml")
    assert "link/, pipe.yml" in look(tyk)["unread"]
    (tmp_path / "file").write_text(API)
    assert look(tmp_path / "file")["src"] == []
    for terms in ([], [""], ["a", "b"]):
        with pytest.raises(AnsibleLookupError, match="name one folder"):
            LookupModule().run(terms, {})


@pytest.mark.parametrize("name", ["common", "acme", "live", "overlays/acme.yml", "overlays/live"])
@pytest.mark.parametrize("is_link", [True, False])
def test_a_part_that_leads_nowhere_is_told(tyk, name, is_link):
    path = write(tyk, "common/apis.yml", "acme/apis.yml", "overlays/acme.json") / name
    if path.is_dir():
        path.rename(tyk.parent / "away")
    how = {"layers": ("live",)}
    assert not look(tyk, **how)["unread"] and not look(tyk, **how)["unread_overlays"]
    if is_link:
        path.symlink_to(tyk.parent / "nowhere")
    elif name.startswith("overlays/"):
        return  # a file is an overlay
    else:
        path.write_text("../shared/tyk")  # as git writes links where there are none
    told = "unread_overlays" if name.startswith("overlays/") else "unread"
    assert str(path) in look(tyk, **how)[told]


@pytest.mark.parametrize("host", ["common", "overlays", ".", "..", "a/b", "../tyk/acme"])
def test_no_host_is_called_like_a_part_for_others(tyk, host):
    write(tyk, "common/apis.yml", "acme/apis.yml", "overlays/acme.yml", "a/b/apis.yml")
    assert host in look(tyk, host, hosts=(host, "acme"))["unread"]
    assert "cannot be called" not in look(tyk, "acme", hosts=(host, "acme"))["unread"]
