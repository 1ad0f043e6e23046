# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What writes a configuration into a folder replaces no file that it could not have written."""

from __future__ import annotations

import json

import pytest

NOWHERE = {"url": ..., "token": ..., "retries": ...}
API = {"name": "Orders", "api_id": "orders", "listen_path": "/orders/", "target_url": "http://up.example/"}
VAULTED = "$ANSIBLE_VAULT;1.1;AES256\n6162\n"
PRECIOUS = {
    "encrypted": VAULTED,
    "a value in it encrypted": f"apis:\n- name: !vault |\n    {VAULTED.replace(chr(10), chr(10) + '    ')}\n",
    "something else": "foo: 1\n",
    "a list": "- a\n",
    "no YAML": "a: [\n",
    "no text": b"\xff\xfe\x00",
    "a playbook": "- hosts: localhost\n",
}


def writers(tyk, tmp_path):
    """The modules that write files, each as a call with a folder."""
    dump = tmp_path / "dump"
    dump.mkdir()
    api = tyk.read("/api/apis/orders")
    (dump / "orders.json").write_text(json.dumps(api))
    yield "config_info", {"kinds": ["apis"]}
    yield "convert", {"src": [str(dump)], **NOWHERE}


@pytest.mark.parametrize("held", PRECIOUS.values(), ids=PRECIOUS)
@pytest.mark.parametrize("layout", ["kind", "object"])
@pytest.mark.parametrize("check", [True, False])
def test_what_is_no_configuration_is_not_replaced(tyk, tmp_path, held, layout, check):
    tyk.ok("api", **API)
    for module, how in writers(tyk, tmp_path):
        folder = tmp_path / module
        path = folder / "apis.yml" if layout == "kind" else folder / "apis/orders.yml"
        path.parent.mkdir(parents=True)
        content = held if isinstance(held, bytes) else held.encode()
        path.write_bytes(content)
        result = tyk.run(module, dest=str(folder), layout=layout, check=check, **how)
        if layout == "object":  # it takes another name
            assert not result.get("failed"), result["msg"]
        else:
            assert result.get("failed") and "dest: " in result["msg"] and str(path) in result["msg"]
            assert "move it away, or choose another folder" in result["msg"]
        assert path.read_bytes() == content


@pytest.mark.parametrize("held", ["", "---\n", "apis: []\n", "apis:\n- name: Old\n", "keys: []\napis: []\n"])
def test_a_configuration_is_replaced(tyk, tmp_path, held):
    tyk.ok("api", **API)
    for module, how in writers(tyk, tmp_path):
        folder = tmp_path / module
        folder.mkdir()
        (folder / "apis.yml").write_text(held)
        assert tyk.ok(module, dest=str(folder), **how)["changed"]
        assert "Orders" in (folder / "apis.yml").read_text()


@pytest.mark.parametrize("check", [True, False])
def test_what_a_file_held_and_holds_no_more_is_told(tyk, tmp_path, check):
    tyk.ok("api", **API)
    for module, how in writers(tyk, tmp_path):
        folder = tmp_path / module
        folder.mkdir()
        held = "apis:\n- name: Orders\n- name: By hand\n- api_id: orders\n  name: Renamed\n"
        (folder / "apis.yml").write_text(held + "keys:\n- alias: a key\n")
        result = tyk.ok(module, dest=str(folder), check=check, **how)
        (told,) = (text for text in tyk.warnings(result) if "Taken out of" in text)
        assert "apis.By hand (apis.yml)" in told and "apis.Orders" not in told and "Renamed" not in told
        # an export of one kind knows nothing of others, and what is converted is all that there is
        assert ("keys.a key (apis.yml)" in told) == (module == "convert")
        assert not check or (folder / "apis.yml").read_text().startswith(held)
        again = tyk.ok(module, dest=str(folder), **how)
        assert check or not [text for text in tyk.warnings(again) if "Taken out of" in text]
