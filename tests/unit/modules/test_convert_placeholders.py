# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is converted has placeholders for its secrets, which make the same again with the values that they stand for."""

from __future__ import annotations

import json
import os
import pathlib
import re
import stat

import pytest
import yaml
from foreign_forms import dumped, written
from module_runner import Tyk

SECRET, BELL, PIN = "the-secret-of-the-upstream", "the-token-of-the-bell", "the-pin-of-nobody"
NOWHERE = {"url": ..., "token": ..., "retries": ...}
DATA = {"choice": {"secret": "no placeholder"}, "odd": {"secret": {"value": "odd"}}, "pin": PIN}
UP = {"target_url": "http://up.example/"}


@pytest.fixture
def world(tyk):
    """APIs with secrets, and with data that looks like a placeholder."""
    inner = {"request_signing": {"is_enabled": True, "secret": SECRET}, "config_data": DATA}
    for name in ("Orders", "Or ders"):
        listen = f"/{name.replace(' ', '-')}/"
        tyk.ok("api", name=name, listen_path=listen, **UP, definition=inner, secrets=["definition.config_data.pin"])
    header = {"name": "X-Bell-Token", "value": BELL}
    tyk.ok(
        "api",
        name="Pets",
        format="oas",
        listen_path="/pets/",
        **UP,
        definition={
            "x-tyk-api-gateway": {
                "middleware": {"global": {"transformRequestHeaders": {"enabled": True, "add": [header]}}}
            }
        },
    )
    return tyk


def convert(tyk, src, **params):
    plain = [f"apis.definition.config_data.{name}.secret" for name in ("choice", "odd")]
    how = {"secrets": ["apis.definition.config_data.pin"], "not_secrets": plain, **NOWHERE, **params}
    return tyk.ok("convert", src=[str(src)], **how)


def text_of(folder):
    return "".join(path.read_text() for path in sorted(pathlib.Path(folder).rglob("*.yml")))


def values_for(names):
    """What each placeholder stands for, by what its name says."""
    by = {"request_signing": SECRET, "pin": PIN, "transformRequestHeaders": BELL}
    return {name: next(value for part, value in by.items() if part in name) for name in names}


@pytest.mark.parametrize("layout", ["kind", "object"])
def test_secrets_have_placeholders_and_files_can_be_read(world, tmp_path, layout):
    src = written(dumped(world.read), tmp_path / "dump")
    done = convert(world, src, dest=str(tmp_path / "tyk"), layout=layout, placeholders=True)
    text = text_of(tmp_path / "tyk")
    for secret in (SECRET, BELL, PIN):
        assert secret not in text and secret not in world.out
    assert len(done["placeholders"]) == 5 == len(set(done["placeholders"]))
    assert all(name in text and re.fullmatch(r"apis\.[\w.-]+", name) for name in done["placeholders"])
    assert all(stat.S_IMODE(os.stat(file).st_mode) & 0o044 for file in done["files"])
    again = convert(world, src, dest=str(tmp_path / "tyk"), layout=layout, placeholders=True)
    assert not again["changed"] and again["placeholders"] == done["placeholders"]


def test_they_make_the_same_again_and_need_their_values(world, tmp_path):
    src, there = written(dumped(world.read), tmp_path / "dump"), Tyk(seed=7)
    names = convert(world, src, dest=str(tmp_path / "tyk"), placeholders=True)["placeholders"]
    same = world.ok("config", src=[str(tmp_path / "tyk")])
    assert not same["changed"]  # what has no value is what is there
    told = there.fails("config", src=[str(tmp_path / "tyk")])
    assert [name for name in names if name not in told] == [] and not there.writes()
    there.ok("config", src=[str(tmp_path / "tyk")], secret_values=values_for(names))
    kept = [tyk.ok("config_info", include_secrets=True, keep_ids=True)["config"] for tyk in (world, there)]
    assert kept[0] == kept[1]
    whole = json.dumps(there.read("/api/apis?p=-1"))
    assert SECRET in whole and PIN in whole and "no placeholder" in whole


def test_data_that_looks_like_a_placeholder_stays_data(world, tmp_path):
    src = written(dumped(world.read), tmp_path / "dump")
    convert(world, src, dest=str(tmp_path / "tyk"))
    apis = yaml.safe_load((tmp_path / "tyk/apis.yml").read_text())["apis"]
    written_data = next(api for api in apis if api["name"] == "Orders")["definition"]["config_data"]
    assert written_data["choice"] == {"secret": {"value": "no placeholder"}}
    assert not world.ok("config", src=[str(tmp_path / "tyk")])["changed"]


def test_a_result_has_them_too(world, tmp_path):
    src = written(dumped(world.read), tmp_path / "dump")
    done = convert(world, src, placeholders=True)
    assert json.dumps(done["config"]).count('{"secret": "apis.') == 5
    assert all(secret not in world.out for secret in (SECRET, BELL, PIN))
    assert not world.ok("config", config=done["config"])["changed"]


def test_a_document_that_others_write_has_none_so_its_file_stays_private(tyk, tmp_path):
    server = f"https://user:{SECRET}@stock.example"
    document = {
        "openapi": "3.0.3",
        "info": {"title": "Stock", "version": "1"},
        "servers": [{"url": server}],
        "paths": {},
    }
    (tmp_path / "stock.yml").write_text(yaml.safe_dump(document))
    done = convert(tyk, tmp_path / "stock.yml", dest=str(tmp_path / "tyk"), placeholders=True)
    assert done["placeholders"] == [] and SECRET in text_of(tmp_path / "tyk")
    assert {stat.S_IMODE(os.stat(file).st_mode) for file in done["files"]} == {0o600}
