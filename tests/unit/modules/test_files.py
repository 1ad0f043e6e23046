# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every file that is declared is read, once, or refused: what is left out without a word would be pruned."""

from __future__ import annotations

import json
import os

import pytest

PRUNE = {"prune": ["webhooks"], "prune_all": True}


def hook(name):
    return {"webhooks": [{"name": name, "target_path": f"http://{name.lower()}.example/"}]}


def write(path, name, encoding="utf-8"):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(hook(name)), encoding=encoding)
    return path


def names(tyk):
    return sorted(row["name"] for row in tyk.read("/api/hooks?p=-1")["hooks"] or ())


@pytest.fixture
def folder(tmp_path):
    """src holds A; shared, beside it, holds B, and more below."""
    write(tmp_path / "src/a.yml", "A")
    write(tmp_path / "shared/b.yml", "B")
    write(tmp_path / "shared/below/c.json", "C")
    return tmp_path


def test_a_folder_behind_a_link_is_read(tyk, folder):
    tyk.ok("config", src=[str(folder / "src"), str(folder / "shared")])
    (folder / "src/linked").symlink_to("../shared")
    assert not tyk.ok("config", src=[str(folder / "src")], **PRUNE)["changed"]
    (folder / "again").symlink_to("src")
    assert not tyk.ok("config", src=[str(folder / "again")], **PRUNE)["changed"]
    assert names(tyk) == ["A", "B", "C"]


def test_as_kubernetes_mounts_it(tyk, folder):
    """The files are links to a folder behind a link, so that all of them change at once."""
    write(folder / "mount/..2026_11/k.yml", "K")
    (folder / "mount/..data").symlink_to("..2026_11")
    (folder / "mount/k.yml").symlink_to("..data/k.yml")
    assert len(tyk.ok("config", src=[str(folder / "mount")])["changes"]) == 1


@pytest.mark.parametrize("where", ["src/loop", "shared/loop", "shared/below/loop"])
@pytest.mark.parametrize("to", ["src", "shared", "."])
def test_loops_of_links_end_and_each_file_counts_once(tyk, folder, where, to):
    (folder / "src/linked").symlink_to(folder / "shared")
    (folder / where).symlink_to(folder / to)
    assert tyk.ok("config", src=[str(folder / "src")])["changed"]
    assert names(tyk) == ["A", "B", "C"]


@pytest.mark.parametrize(
    "src",
    [
        ["src", "src"],
        ["src", "src/a.yml"],
        ["src/a.yml", "src"],
        ["src/a.yml", "link.yml"],
        ["src/a.yml", "src/../src/./a.yml"],
        ["linked", "src"],
        ["src", "linked/a.yml"],
    ],
)
def test_a_file_that_is_named_twice_counts_once(tyk, folder, src):
    (folder / "link.yml").symlink_to("src/a.yml")
    (folder / "linked").symlink_to("src")
    done = tyk.ok("config", src=[str(folder / path) for path in src])
    assert [change["name"] for change in done["changes"]] == ["A"]
    assert done["summary"]["webhooks"]["created"] == 1 and not done["summary"]["webhooks"].get("unchanged")


def test_two_files_that_say_the_same_are_two(tyk, folder):
    write(folder / "src/copy.yml", "A")
    text = tyk.fails("config", src=[str(folder / "src")])
    assert "a.yml" in text and "copy.yml" in text and not tyk.writes()


@pytest.mark.parametrize("ending", [".YML", ".Yaml", ".JSON", ".Json"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_endings_in_capitals_and_marks_at_the_start(tyk, folder, ending, encoding):
    write(folder / f"src/d{ending}", "D", encoding)
    tyk.ok("config", src=[str(folder / "src")])
    assert names(tyk) == ["A", "D"]
    overlay = {"webhooks": [{"name": "D", "event_timeout": 7}]}
    (folder / f"over{ending}").write_text(json.dumps(overlay), encoding=encoding)
    assert tyk.ok("config", src=[str(folder / "src")], overlays=[str(folder / f"over{ending}")])["changed"]


def test_what_cannot_be_read_is_an_error(tyk, folder, monkeypatch):
    cases = {
        "gone": "is a link to nothing",
        "gone.yml": "gone.yml",
    }
    for name, text in cases.items():
        (folder / "src" / name).symlink_to("nowhere")
        assert text in tyk.fails("config", src=[str(folder / "src")], **PRUNE)
        (folder / "src" / name).unlink()
    write(folder / "src/locked/e.yml", "E")
    scandir = os.scandir

    def denied(path):
        if str(path).endswith("locked"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr("os.scandir", denied)
    assert "Permission denied" in tyk.fails("config", src=[str(folder / "src")], **PRUNE)
    assert not tyk.writes()


VAULTED = "$ANSIBLE_VAULT;1.1;AES256\n6162\n"


@pytest.mark.parametrize(
    ("name", "content", "text"),
    [
        ("v.yml", VAULTED.encode(), "encrypted by ansible-vault"),
        ("v.json", VAULTED.encode(), "encrypted by ansible-vault"),
        ("v.yml", b"\xef\xbb\xbf" + VAULTED.encode(), "encrypted by ansible-vault"),
        ("v.yml", f"webhooks: [{{name: !vault '{VAULTED.strip()}'}}]".encode(), "a value in it is encrypted by"),
        ("u.yml", "webhooks: []".encode("utf-16"), "this is no text in UTF-8"),
        ("u.json", b'{"webhooks": [{"name": "\xfc"}]}', "this is no text in UTF-8"),
    ],
)
@pytest.mark.parametrize("option", ["src", "overlays"])
def test_what_a_file_is_not_is_told(tyk, folder, name, content, text, option):
    (folder / "src" / name).write_bytes(content)
    where = (
        {"src": [str(folder / "src")]}
        if option == "src"
        else {"config": hook("A"), "overlays": [str(folder / "src" / name)]}
    )
    told = tyk.fails("config", **where)
    assert text in told and name in told and not tyk.writes()


@pytest.mark.parametrize(
    "report",
    ["src/x.json", "src/deep/x.md", "src/a.json", "linked/x.html", "src/../src/X.JSON", "one.json", "over/x.json"],
)
def test_a_report_does_not_land_among_what_is_declared(tyk, folder, report):
    (folder / "linked").symlink_to("src")
    (folder / "src/deep").mkdir()
    write(folder / "one.json", "One")
    write(folder / "over/o.json", "A")
    src = [str(folder / "src"), str(folder / "one.json")]
    for check in (True, False):
        text = tyk.fails("config", src=src, overlays=[str(folder / "over")], report=[str(folder / report)], check=check)
        assert "report: " in text and "write it elsewhere" in text
    assert not tyk.writes()
    beside = [str(folder / "src.json"), str(folder / "x.json")]
    assert tyk.ok("config", src=src, overlays=[str(folder / "over")], report=beside)["changed"]


def test_a_report_whose_name_is_too_long_is_refused_before_the_run(tyk, folder):
    for name in (300 * "x", 99 * "日"):
        for check in (True, False):
            text = tyk.fails("config", config=hook("A"), report=[str(folder / f"{name}.json")], check=check)
            assert "report: " in text and "too long" in text
    assert not tyk.writes()


@pytest.mark.parametrize("letter", ["x", "日", "\U00020000"])
def test_an_export_writes_any_name(tyk, folder, letter):
    tyk.ok("webhook", name=200 * letter, target_path="http://up.example/")
    done = tyk.ok("config_info", dest=str(folder / "out"), layout="object", kinds=["webhooks"])
    assert [os.path.exists(path) for path in done["files"]] == [True]
    assert not tyk.ok("config_info", dest=str(folder / "out"), layout="object", kinds=["webhooks"])["changed"]
    assert not tyk.ok("config", src=[str(folder / "out")])["changed"]


ANCHORED = """
{place}:
  both: &both
    header_map: {{X-From: tyk}}
  others: [nothing that is read]
webhooks:
  - <<: *both
    name: A
    target_path: http://a.example/
  - <<: *both
    name: B
    target_path: http://b.example/
"""


@pytest.mark.parametrize("place", ["x-both", ".both", '"x-"', "x-webhooks"])
def test_a_place_for_anchors(tyk, tmp_path, place):
    text = ANCHORED.format(place=place)
    (tmp_path / "a.yml").write_text(text)
    (tmp_path / "only.json").write_text(json.dumps({"x-more": [{"webhooks": []}]}))
    done = tyk.ok("config", src=[str(tmp_path)])
    assert names(tyk) == ["A", "B"] and not done.get("warnings")
    assert {row["header_map"]["X-From"] for row in tyk.read("/api/hooks?p=-1")["hooks"]} == {"tyk"}
    assert not tyk.ok("config", src=[str(tmp_path)], overlays=[{"x-more": 1}])["changed"]


@pytest.mark.parametrize("place", ["xboth", "X", "_both", "-x"])
def test_what_is_no_place_for_anchors_is_told(tyk, tmp_path, place):
    (tmp_path / "a.yml").write_text(ANCHORED.format(place=place))
    assert f"{place!r} is no kind of object" in tyk.fails("config", src=[str(tmp_path)])
    assert names(tyk) == []
