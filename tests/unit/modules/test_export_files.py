# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An object stays in the file that it is in, wherever people have put it; what differs between two exports is Tyk."""

from __future__ import annotations

import copy
import json
import random

import pytest
import yaml
from module_runner import Tyk

from ansible_collections.community.tyk.plugins.module_utils._config import export_files
from ansible_collections.community.tyk.plugins.module_utils._config.export_files import Asked, Files
from ansible_collections.community.tyk.plugins.module_utils._config.known import Known
from ansible_collections.community.tyk.plugins.module_utils._kinds.table import KINDS

SCRIPTS = (
    "Orders",
    "orders",
    "Заказы",
    "订单",
    "طلبات",
    "Café",
    "Cafe\u0301",
    "Launch \U0001f680",
    "CON",
    "a/b",
    "a b",
    "???",
)
API = {"target_url": "http://up.example/", "listen_path": "/{}/"}
UP = {"target_url": "http://up.example/"}
LOGIN = {"use_oauth2": True, "oauth_meta": {"allowed_access_types": ["client_credentials"]}}


def held(folder):
    """Every object below a folder: (section, item, file)."""
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".yml", ".yaml", ".json"):
            load = json.loads if path.suffix == ".json" else yaml.safe_load
            for section, items in (load(path.read_text()) or {}).items():
                yield from ((section, item, str(path.relative_to(folder))) for item in items)


def texts(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def homes(folder, label="name"):
    """The file of each object, by its name."""
    return {item[label]: file for _section, item, file in held(folder)}


class Knows(Known):
    """What an export knows of its objects beside what it writes: their ids."""

    def __init__(self, config):
        super().__init__()
        self.ids = {
            id(item): f"{int(item['definition']['uid'][1:]):024x}" for items in config.values() for item in items
        }

    def label(self, section, item):
        label, ident = super().label(section, item), self.ids.get(id(item), "")
        return label._replace(ids={*label.ids, ident} - {""}, ident=ident, digest=ident)


class House:
    """Random objects, which know themselves by what no file is told by, and an export of them."""

    def __init__(self, dice, folder):
        self.dice, self.folder, self.made = dice, folder, 0
        self.objects = [self.new() for _time in range(dice.randint(1, 14))]

    def new(self):
        self.made += 1
        section = self.dice.choice(["webhooks", "policies", "apis", "apis"])
        same = {"active": True, "tags": ["all"]}
        return {"uid": self.made, "section": section, "name": self.dice.choice(SCRIPTS), "note": self.made, **same}

    def config(self):
        """As an export has it: with ids where names are not enough, sorted by name."""
        config = {}
        names = [(one["section"], one["name"]) for one in self.objects]
        for one in sorted(self.objects, key=lambda one: (one["name"], one["uid"])):
            kind = KINDS[one["section"]]
            twin = names.count((one["section"], one["name"])) > 1
            ident = {kind.identity.id_option: f"{one['uid']:024x}"} if twin else {}
            said = {name: one[name] for name in ("name", "note", "active", "tags")}
            config.setdefault(one["section"], []).append({**ident, **said, "definition": {"uid": f"u{one['uid']}"}})
        return {section: config[section] for section in KINDS if section in config}

    def export(self, layout):
        config = self.config()
        return Files(str(self.folder), Asked(layout, False, KINDS.keys()), Knows(config)).write(config, False)

    def places(self):
        """The file of each object; it must be there once."""
        found = [(item["definition"]["uid"], file) for _section, item, file in held(self.folder)]
        assert len(dict(found)) == len(found), found
        return dict(found)

    def move(self):
        """Somebody puts the objects into other files, written by hand."""
        there = list(held(self.folder))
        for path in list(self.folder.rglob("*")):
            if path.is_file():
                path.unlink()
        names = ["a.yml", "team/b.yaml", "team/c.json", "apis.yml", "policies/订单.yml", "x/y/z.yml", "apis/con.yml"]
        files: dict = {}
        for section, item, file in there:
            name = file if self.dice.random() < 0.4 and not file.endswith(".json") else self.dice.choice(names)
            items = list(item.items())
            self.dice.shuffle(items)
            files.setdefault(name, {}).setdefault(section, []).append(dict(items))
        for name, data in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if name.endswith(".json"):
                path.write_text(json.dumps(data, indent=4))
            else:
                lines = yaml.safe_dump(data, sort_keys=False, allow_unicode=True).splitlines(keepends=True)
                path.write_text(
                    "# by hand\n" + "".join(line if line[0] != "-" else f"# about\n{line}" for line in lines)
                )

    def change(self):
        """Somebody works in Tyk: {uid: what was done}."""
        done, before = {}, copy.deepcopy(self.objects)
        for one in list(self.objects):
            pick = self.dice.random()
            if pick < 0.15:
                self.objects.remove(one)
                done[one["uid"]] = "gone"
            elif pick < 0.3:
                one["name"] = f"{self.dice.choice(SCRIPTS)} {self.made}-{one['uid']}"
                done[one["uid"]] = "renamed"
            elif pick < 0.45:
                one["note"] += 1000
                done[one["uid"]] = "edited"
        there = {one["uid"]: one["name"] for one in before}
        gone = {there[uid] for uid, what in done.items() if what == "gone"}
        for _time in range(self.dice.randint(0, 2)):  # of another name than what is gone, or nobody could tell
            one = self.new()
            names = {other["name"] for other in self.objects} - gone
            self.objects.append({**one, "name": self.dice.choice([f"New {one['uid']}", *sorted(names)])})
        return done


@pytest.mark.parametrize("layout", ["kind", "object"])
@pytest.mark.parametrize("seed", range(12))
def test_whatever_people_move_nothing_moves_back(tmp_path, layout, seed):
    house = House(random.Random(f"{layout} {seed}"), tmp_path)
    assert house.export(layout)["changed"]
    for _round in range(3):
        house.move()
        before = texts(tmp_path)
        places = house.places()
        assert len(places) == len(house.objects)
        again = house.export(layout)
        assert (again["changed"], again["gone"], again["stale"], again["renamed"]) == (False, [], [], [])
        assert texts(tmp_path) == before
        done = house.change()
        result = house.export(layout)
        now = {uid: file for uid, file in house.places().items() if str(tmp_path / file) in result["files"]}
        assert now.keys() >= {f"u{one['uid']}" for one in house.objects}
        stays = {f"u{one['uid']}" for one in house.objects} & places.keys()
        assert {uid: now[uid] for uid in stays} == {uid: places[uid] for uid in stays}
        gone = [uid for uid, what in done.items() if what == "gone"]
        assert len(result["gone"]) == len(gone)
        in_files = {uid for uid in house.places() if uid not in now}
        assert in_files <= {f"u{uid}" for uid in gone}  # in files of nothing else, which are told
        touched = {places[f"u{uid}"] for uid in done if f"u{uid}" in places} | {
            file for uid, file in now.items() if uid not in places
        }
        twins = {file for file in before if before[file] != texts(tmp_path).get(file)} - touched
        assert all(b"_id" in before[file] or b"_id" in texts(tmp_path)[file] for file in twins)
        assert not house.export(layout)["changed"]
        for file in result["stale"]:
            (tmp_path / file).unlink()


def test_what_is_written_by_hand_stays_to_the_letter_but_for_what_changed(tyk, tmp_path):
    for name in ("A", "B"):
        tyk.ok("webhook", name=name, target_path="http://hooks.example/", event_timeout=5)
    how = {"kinds": ["webhooks"], "dest": str(tmp_path)}
    head = "# alarms of the team\nwebhooks:\n\n  # the first\n"
    (tmp_path / "alarms.yml").write_text(
        f"{head}  - target_path: 'http://hooks.example/'  # ours\n    name: B\n    event_timeout: 5\n\n"
        "  # the second\n  - {name: A, target_path: 'http://hooks.example/', event_timeout: 5}\n"
    )
    first = tyk.ok("config_info", **how)
    text = (tmp_path / "alarms.yml").read_text()
    assert first["files"] == [str(tmp_path / "alarms.yml")] and text.startswith(head) and "# ours" in text
    assert not tyk.ok("config_info", **how)["changed"] and not tyk.ok("config", src=[str(tmp_path)])["changed"]
    tyk.ok("webhook", name="B", event_timeout=9)
    assert tyk.ok("config_info", **how)["changed"]
    assert (tmp_path / "alarms.yml").read_text() == text.replace("event_timeout: 5", "event_timeout: 9", 1)


@pytest.mark.parametrize("layout", ["kind", "object"])
def test_a_renamed_object_is_a_change_in_its_file(tyk, tmp_path, layout):
    api = tyk.ok("api", name="Orders", listen_path="/o/", **UP, definition=LOGIN)["api"]
    tyk.ok("api", name="Pets", listen_path="/p/", **UP, definition=LOGIN)
    for name in ("Orders", "Pets"):
        tyk.ok("oauth_client", api=name, client_name="portal", redirect_uri=f"http://{name}.example")
    tyk.ok("policy", name="Gold", access_rights=[{"api": "Orders"}], rate=1, per=1)
    how = {"kinds": ["apis", "oauth_clients", "policies"], "dest": str(tmp_path), "layout": layout}
    tyk.ok("config_info", **how)
    before = texts(tmp_path)
    tyk.ok("api", api_id=api["api_id"], name="Bestellungen")
    result = tyk.ok("config_info", **how)
    told = {(one["kind"], one["before"], one["name"]) for one in result["renamed"]}
    assert told == {("apis", "Orders", "Bestellungen")} and not result["gone"] and not result["stale"]
    after = texts(tmp_path)
    assert after.keys() == before.keys()
    for file, text in before.items():
        assert after[file].decode().replace("Bestellungen", "Orders") == text.decode()
    assert not tyk.ok("config_info", **how)["changed"] and not tyk.ok("config", src=[str(tmp_path)])["changed"]


def test_a_twin_that_comes_or_goes_renames_no_file(tyk, tmp_path):
    def make(path):
        body = {
            "name": "Twin",
            "active": True,
            "proxy": {"listen_path": path, "target_url": f"http://{path[1]}.example"},
        }
        body["version_data"] = {"not_versioned": True, "versions": {"Default": {"name": "Default"}}}
        return tyk.make("/api/apis", {"api_definition": body})["Meta"]

    how = {"kinds": ["apis"], "dest": str(tmp_path), "layout": "object"}
    first = make("/b/")
    assert tyk.ok("config_info", **how)["files"] == [str(tmp_path / "apis/twin.yml")]
    second = make("/a/")
    tyk.ok("config_info", **how)
    files = homes(tmp_path, "listen_path")
    assert files["/b/"] == "apis/twin.yml" and files["/a/"].startswith("apis/twin-") and len(files) == 2
    third = make("/c/")
    tyk.ok("config_info", **how)
    assert homes(tmp_path, "listen_path").items() >= files.items()
    for ident in (first, third):
        tyk.call("DELETE", f"/api/apis/{first}") if ident == first else None
    result = tyk.ok("config_info", **how)
    assert [one["file"] for one in result["gone"]] == [str(tmp_path / "apis/twin.yml")]
    assert homes(tmp_path, "listen_path")["/a/"] == files["/a/"] and second


@pytest.mark.parametrize("layout", ["kind", "object"])
def test_what_is_gone_is_told_and_only_a_plain_file_is_deleted(tyk, tmp_path, layout):
    for name in ("A", "B", "C", "D"):
        tyk.ok("webhook", name=name, target_path=f"http://{name}.example/")
    how = {"kinds": ["webhooks"], "dest": str(tmp_path), "layout": layout}
    tyk.ok("config_info", **how)
    if layout == "kind":
        for name in ("A", "B"):
            items = [item for _section, item, file in held(tmp_path) if item["name"] == name]
            (tmp_path / f"{name}.yml").write_text("---\n" + yaml.safe_dump({"webhooks": items}, sort_keys=False))
            rest = [item for _section, item, file in held(tmp_path) if file == "webhooks.yml" and item["name"] != name]
            (tmp_path / "webhooks.yml").write_text("---\n" + yaml.safe_dump({"webhooks": rest}, sort_keys=False))
    file = {name: tmp_path / path for name, path in homes(tmp_path).items()}
    file["B"].write_text("# by hand\n" + file["B"].read_text())
    before = texts(tmp_path)
    for name in ("A", "B", "C"):
        tyk.ok("webhook", name=name, state="absent")
    planned = tyk.ok("config_info", check=True, delete_gone=True, **how)
    assert planned["changed"] and texts(tmp_path) == before and str(file["A"]) in planned["deleted"]
    result = tyk.ok("config_info", **how)
    assert {one["name"]: one["file"] for one in result["gone"]} == {name: str(file[name]) for name in "ABC"}
    assert {"kind": "webhooks"}.items() <= result["gone"][0].items()
    alone = ["A", "B"] if layout == "kind" else ["A", "B", "C"]
    assert result["stale"] == sorted(str(file[name]) for name in alone) and result["deleted"] == []
    said = " ".join(tyk.warnings(result))
    assert all(str(file[name]) in said for name in alone) and "would make them again" in said
    assert layout == "object" or "Taken out of files that were there: webhooks.C (webhooks.yml)." in said
    result = tyk.ok("config_info", delete_gone=True, **how)
    assert result["changed"] and result["stale"] == [str(file["B"])] and file["B"].exists()
    assert result["deleted"] == sorted(str(file[name]) for name in alone if name != "B")
    assert [item["name"] for _section, item, path in held(tmp_path) if tmp_path / path != file["B"]] == ["D"]
    assert any("Deleted, since all that they held is gone" in text for text in tyk.warnings(result))
    assert not tyk.ok("config_info", delete_gone=True, **how)["changed"]


def test_what_is_not_a_file_of_the_export_is_never_deleted(tyk, tmp_path):
    tyk.ok("webhook", name="A", target_path="http://a.example/")
    others = {
        "play.yml": "- hosts: localhost\n",
        "group_vars/all.yml": "---\ntyk_config:\n  webhooks: []\n",
        "notes.txt": "webhooks: []\n",
        "policies.yml": "---\npolicies:\n- name: Of another kind\n",
        "absent.yml": "---\nwebhooks:\n- name: Old\n  state: absent\n",
        "vault.yml": "$ANSIBLE_VAULT;1.1;AES256\n6162\n",
        ".hidden.yml": "---\nwebhooks:\n- name: Hidden\n",
    }
    for name, text in others.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    (tmp_path / "gone.yml").write_text("---\nwebhooks:\n- name: Gone\n")
    result = tyk.ok("config_info", dest=str(tmp_path), kinds=["webhooks"], delete_gone=True)
    assert result["deleted"] == [str(tmp_path / "gone.yml")] and result["stale"] == []
    assert {name: text.decode() for name, text in texts(tmp_path).items() if name != "webhooks.yml"} == others
    (told,) = (text for text in tyk.warnings(result) if "Not looked into" in text)
    assert "vault.yml" in told and "6162" not in told


def test_a_file_behind_a_link_is_written_where_it_is(tyk, tmp_path):
    tyk.ok("webhook", name="A", target_path="http://a.example/")
    tyk.ok("webhook", name="Gone", target_path="http://gone.example/")
    (tmp_path / "shared").mkdir()
    (tmp_path / "tyk").mkdir()
    for name in ("A", "Gone"):
        (tmp_path / f"shared/{name}.yml").write_text(f"---\nwebhooks:\n- name: {name}\n")
        (tmp_path / f"tyk/{name}.yml").symlink_to(f"../shared/{name}.yml")
    tyk.ok("webhook", name="Gone", state="absent")
    result = tyk.ok("config_info", dest=str(tmp_path / "tyk"), kinds=["webhooks"], delete_gone=True)
    assert (tmp_path / "tyk/A.yml").is_symlink() and "http://a.example/" in (tmp_path / "shared/A.yml").read_text()
    assert result["stale"] == [str(tmp_path / "tyk/Gone.yml")] and (tmp_path / "shared/Gone.yml").exists()


def test_what_two_files_hold_is_told_and_stays(tyk, tmp_path):
    tyk.ok("webhook", name="A", target_path="http://a.example/", event_timeout=5)
    overlay = "webhooks:\n- name: A\n  event_timeout: 7\n"
    (tmp_path / "a.yml").write_text(overlay)
    (tmp_path / "whole.yml").write_text("webhooks:\n- name: A\n  target_path: http://a.example/\n  event_timeout: 4\n")
    result = tyk.ok("config_info", dest=str(tmp_path), kinds=["webhooks"])
    assert (tmp_path / "a.yml").read_text() == overlay  # an overlay, as it may be
    assert (
        result["files"] == [str(tmp_path / "whole.yml")] and "event_timeout: 5" in (tmp_path / "whole.yml").read_text()
    )
    assert any("In two files: webhooks.A (a.yml) and whole.yml." in text for text in tyk.warnings(result))
    assert not result["gone"]


def test_what_no_export_can_know_stays_in_the_file(tyk, tmp_path):
    person = {"first_name": "A", "last_name": "B", "user_permissions": {"apis": "read"}}
    tyk.ok("user", email_address="a@acme.example", password="s3cr3t-Word-0f-mine", **person)
    tyk.ok("webhook", name="A", target_path="http://a.example/", header_map={"Authorization": "s3cr3t"})
    tyk.ok("api", name="Orders", listen_path="/o/", **UP)
    tyk.ok("key", alias="acme", access_rights=[{"api": "Orders"}])
    tyk.ok("key", alias="acme", state="rotated", rotation="2026-10")
    own = {
        "users": [{"email_address": "a@acme.example", "password": {"secret": "mine"}, "key_file": "keys/a"}],
        "webhooks": [{"name": "A", "strategy": "replace", "header_map": {"Authorization": {"secret": "alarm"}}}],
        "keys": [{"alias": "acme", "key_file": "keys/acme", "state": "rotated", "rotation": "2026-10"}],
    }
    (tmp_path / "own.yml").write_text(yaml.safe_dump(own, sort_keys=False))
    how = {"kinds": [*own], "name": ["a@acme.example", "A", "acme"], "dest": str(tmp_path)}
    tyk.ok("config_info", **how)
    now = yaml.safe_load((tmp_path / "own.yml").read_text())
    for section, (item,) in own.items():
        assert now[section][0].items() >= item.items(), now[section]
    assert now["webhooks"][0]["target_path"] == "http://a.example/" and now["users"][0]["first_name"] == "A"
    assert not tyk.ok("config_info", **how)["changed"]
    tyk.ok("key", alias="acme", state="rotated", rotation="2026-11")
    tyk.ok("config_info", **how)
    (key,) = yaml.safe_load((tmp_path / "own.yml").read_text())["keys"]
    assert "state" not in key and "rotation" not in key and key["key_file"]  # or it would be rotated back
    secrets = tyk.ok("config_info", include_secrets=True, **how)
    now = yaml.safe_load((tmp_path / "own.yml").read_text())
    assert secrets["changed"] and now["webhooks"][0]["header_map"] == {"Authorization": "s3cr3t"}


def test_names_of_files_hold_no_secret_and_take_every_script(tmp_path):
    plain = Tyk(hash_keys=False)
    plain.ok("api", name="Orders", api_id="orders", listen_path="/o/", **UP)
    rights = {"orders": {"api_id": "orders", "api_name": "Orders", "versions": ["Default"]}}
    session = {"quota_max": -1, "quota_renewal_rate": -1, "per": 0, "expires": 0, "allowance": 0}
    session.update(apply_policies=[], meta_data={}, tags=[], alias="twin")
    for number in range(3):
        plain.make("/api/keys", {**session, "rate": number, "access_rights": rights})
    for secrets in (False, True):
        folder = tmp_path / str(secrets)
        how = {"kinds": ["keys"], "dest": str(folder), "layout": "object", "include_secrets": secrets}
        files = plain.ok("config_info", **how)["files"]
        assert len(files) == 3 and not plain.ok("config_info", **how)["changed"]
        keys = plain.ok("config_info", kinds=["keys"], include_secrets=True)["config"]["keys"]
        assert not [
            file
            for file in files
            for key in keys
            for at in range(len(key["key_id"]) - 7)
            if key["key_id"][at : at + 8] in file
        ]
    for number, name in enumerate(SCRIPTS):
        plain.ok("policy", name=name, access_rights=[{"api": "Orders"}], rate=number, per=1)
    done = plain.ok("config_info", kinds=["policies"], dest=str(tmp_path / "p"), layout="object")
    assert {"заказы.yml", "订单.yml", "طلبات.yml", "con_.yml", "launch-\U0001f680.yml"} <= {
        file.rpartition("/")[2] for file in done["files"]
    }
    assert len({file.casefold() for file in done["files"]}) == len(SCRIPTS)
    assert not plain.ok("config", src=[str(tmp_path / "p")])["changed"]


def test_a_file_that_cannot_be_written_leaves_all_others_as_they_are(tyk, tmp_path, monkeypatch):
    for name in ("A", "B"):
        tyk.ok("webhook", name=name, target_path="http://a.example/", event_timeout=5)
    how = {"kinds": ["webhooks"], "dest": str(tmp_path), "layout": "object"}
    tyk.ok("config_info", **how)
    before = copy.deepcopy(texts(tmp_path))
    tyk.ok("webhook", name="A", event_timeout=9)
    monkeypatch.setattr("os.replace", lambda *_some: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    assert "dest: " in tyk.fails("config_info", **how)
    assert texts(tmp_path) == before


def test_what_anchors_bring_stays_where_it_is_brought_from(tyk, tmp_path):
    for name in ("A", "B", "C"):
        tyk.ok("webhook", name=name, target_path="http://hooks.example/", method="POST", event_timeout=5)
    how = {"kinds": ["webhooks"], "dest": str(tmp_path)}
    head = "x-alarm: &alarm # of all\n  target_path: http://hooks.example/\n  method: POST\n  event_timeout: 5\n\n"
    items = [
        "  # the first\n  - <<: *alarm # as all\n    name: A\n",
        "  - name: B\n    <<: *alarm\n    event_timeout: 5 # ours\n",
        "  # the last\n  - <<: *alarm\n    name: C\n",
    ]
    (tmp_path / "alarms.yml").write_text(f"{head}webhooks:\n{''.join(items)}")
    assert not tyk.ok("config_info", **how)["changed"]
    tyk.ok("webhook", name="A", event_timeout=9)
    tyk.ok("webhook", name="B", event_timeout=7)
    tyk.ok("webhook", name="C", state="absent")
    assert tyk.ok("config_info", **how)["changed"]
    items[0] = items[0].replace("    name", "    event_timeout: 9\n    name")
    items[1] = items[1].replace("5", "7")
    assert texts(tmp_path) == {"alarms.yml": f"{head}webhooks:\n{items[0]}{items[1]}  # the last\n".encode()}
    assert not tyk.ok("config_info", **how)["changed"] and not tyk.ok("config", src=[str(tmp_path)])["changed"]


def test_what_is_brought_from_an_item_that_changes_is_written_out(tyk, tmp_path):
    for name in ("A", "B"):
        tyk.ok("webhook", name=name, target_path="http://hooks.example/", method="POST", event_timeout=5)
    how = {"kinds": ["webhooks"], "dest": str(tmp_path)}
    (tmp_path / "alarms.yml").write_text(
        "webhooks:\n  - &alarm\n    name: A\n    target_path: http://hooks.example/\n    method: POST\n"
        "    event_timeout: 5\n  # the second\n  - <<: *alarm\n    name: B\n"
    )
    assert not tyk.ok("config_info", **how)["changed"]
    tyk.ok("webhook", name="A", event_timeout=9)
    assert tyk.ok("config_info", **how)["changed"] and "  # the second\n" in (tmp_path / "alarms.yml").read_text()
    assert [item["event_timeout"] for _section, item, _file in held(tmp_path)] == [9, 5]
    assert not tyk.ok("config_info", **how)["changed"]


def test_a_file_of_nothing_but_anchors_is_left_alone(tyk, tmp_path):
    (tmp_path / "shared.yml").write_text("x-alarm:\n  event_timeout: 5\n")
    found = tyk.ok("config_info", kinds=["webhooks"], dest=str(tmp_path), delete_gone=True)
    assert not found["stale"] and not found["deleted"] and (tmp_path / "shared.yml").exists()


PETS = {"openapi": "3.0.3", "info": {"title": "Pets", "version": "1"}}
PETS["paths"] = {"/pets": {"get": {"responses": {"200": {"description": "ok"}}}}}
PETS_FILE = (
    "apis:\n  - name: Pets\n    listen_path: /pets/\n    target_url: http://up.example/\n    openapi: {} # ours\n"
)


@pytest.mark.parametrize("named", ["docs/pets.json", json.dumps(PETS)])
def test_a_document_that_says_what_there_is_stays_where_it_is(tyk, tmp_path, named):
    folder = tmp_path / "tyk"
    (folder / "docs").mkdir(parents=True)
    if named.startswith("docs/"):
        (folder / named).write_text(json.dumps(PETS))
    (folder / "team.yml").write_text(PETS_FILE.replace("{}", f"'{named}'" if named[0] == "{" else named))
    tyk.ok("config", src=[str(folder)])
    how = {"kinds": ["apis"], "dest": str(folder)}
    assert tyk.ok("config_info", **how)["files"] == [str(folder / "team.yml")]
    item = yaml.safe_load((folder / "team.yml").read_text())["apis"][0]
    assert item["openapi"] == named and PETS.keys().isdisjoint(item["definition"])
    assert not tyk.ok("config_info", **how)["changed"] and not tyk.ok("config", src=[str(folder)])["changed"]
    tyk.ok("api", name="Pets", active=False)
    assert tyk.ok("config_info", **how)["changed"] and "# ours" in (folder / "team.yml").read_text()
    assert not tyk.ok("config", src=[str(folder)])["changed"]


def test_a_document_that_says_something_else_is_told(tyk, tmp_path):
    (tmp_path / "pets.json").write_text(json.dumps(PETS))
    (tmp_path / "team.yml").write_text(PETS_FILE.replace("{}", "pets.json"))
    tyk.ok("config", src=[str(tmp_path)])
    paths = {"/cats": PETS["paths"]["/pets"]}
    tyk.ok("api", name="Pets", openapi={**PETS, "paths": paths})
    found = tyk.ok("config_info", kinds=["apis"], dest=str(tmp_path))
    assert any("apis.Pets (pets.json)" in text for text in tyk.warnings(found)), found
    (tmp_path / "pets.json").unlink()
    assert yaml.safe_load((tmp_path / "team.yml").read_text())["apis"][0]["definition"]["paths"] == paths
    assert not tyk.ok("config", src=[str(tmp_path)])["changed"]


def test_a_scheme_that_no_document_has_stays_declared(tyk, tmp_path):
    parts = {"schemas": {"Pet": {"type": "string"}}}
    (tmp_path / "pets.json").write_text(json.dumps({**PETS, "components": parts}))
    (tmp_path / "team.yml").write_text(PETS_FILE.replace("{}", "pets.json"))
    tyk.ok("config", src=[str(tmp_path)])
    schemes = {"key": {"type": "apiKey", "in": "header", "name": "Authorization"}}
    tyk.ok("api", name="Pets", definition={"components": {"securitySchemes": schemes}})
    tyk.ok("config_info", kinds=["apis"], dest=str(tmp_path))
    item = yaml.safe_load((tmp_path / "team.yml").read_text())["apis"][0]
    assert item["definition"]["components"] == {**parts, "securitySchemes": schemes}


@pytest.mark.parametrize("top", ["api_keys", "other"])
def test_a_file_that_holds_something_else_as_well_is_told(tyk, tmp_path, top):
    (tmp_path / "mine.yml").write_text(f"{top}: []\nwebhooks: []\n")
    found = tyk.ok("config_info", kinds=["webhooks"], dest=str(tmp_path))
    assert any("mine.yml" in text for text in tyk.warnings(found)), found


def test_a_file_in_json_keeps_its_ends_of_lines(tyk, tmp_path):
    tyk.ok("webhook", name="A", target_path="http://hooks.example/", method="POST", event_timeout=5)
    item = {"name": "A", "target_path": "http://hooks.example/", "method": "POST", "event_timeout": 4}
    text = json.dumps({"webhooks": [item]}, indent="\t").replace("\n", "\r\n") + "\r\n"
    (tmp_path / "mine.json").write_bytes(text.encode())
    assert tyk.ok("config_info", kinds=["webhooks"], dest=str(tmp_path))["changed"]
    assert (tmp_path / "mine.json").read_bytes().decode() == text.replace(": 4", ": 5")


@pytest.mark.parametrize(
    "named", ["name: Pets", "definition: {x-tyk-api-gateway: {info: {name: Pets}}}", "active: true"]
)
def test_an_api_with_a_document_is_known_by_its_name_wherever_that_is(tyk, tmp_path, named):
    (tmp_path / "pets.json").write_text(json.dumps(PETS))
    (tmp_path / "team.yml").write_text(PETS_FILE.replace("{}", "pets.json").replace("name: Pets", named))
    tyk.ok("config", src=[str(tmp_path)])
    how = {"kinds": ["apis"], "dest": str(tmp_path)}
    assert tyk.ok("config_info", **how)["files"] == [str(tmp_path / "team.yml")]
    ident = tyk.read("/api/apis?p=-1")["apis"][0]["api_definition"]["api_id"]
    tyk.ok("api", api_id=ident, name="Cats")
    assert tyk.ok("config_info", **how)["renamed"][0]["before"] == "Pets"
    assert sorted(texts(tmp_path)) == ["pets.json", "team.yml"]
    assert not tyk.ok("config", src=[str(tmp_path)])["changed"]


@pytest.mark.parametrize(
    "item", [{"definition": {"name": "A"}}, {"definition": {"name": "A", "target_path": "http://hooks.example/"}}]
)
def test_an_object_that_is_named_in_its_definition_stays_in_its_file(tyk, tmp_path, item):
    tyk.ok("webhook", name="A", target_path="http://hooks.example/")
    (tmp_path / "mine.yml").write_text(yaml.safe_dump({"webhooks": [item]}))
    assert tyk.ok("config_info", kinds=["webhooks"], dest=str(tmp_path))["files"] == [str(tmp_path / "mine.yml")]
    assert not tyk.ok("config", src=[str(tmp_path)])["changed"]


def test_a_key_that_is_named_in_its_definition_stays_in_its_file(tyk, tmp_path):
    tyk.ok("api", name="Orders", listen_path="/o/", **UP)
    tyk.ok("key", alias="acme", access_rights=[{"api": "Orders"}])
    (tmp_path / "mine.yml").write_text(yaml.safe_dump({"keys": [{"definition": {"alias": "acme"}}]}))
    assert tyk.ok("config_info", kinds=["keys"], dest=str(tmp_path))["files"] == [str(tmp_path / "mine.yml")]


@pytest.mark.parametrize(
    "section, item",
    [
        ("users", {"email_address": "Ann@Acme.example"}),
        ("apis", {"name": "Orders"}),
        ("apis", {"name": "Orders", "categories": ["shop"]}),
        ("apis", {"name": "Orders #shop"}),
        ("oauth_clients", {"api": "Orders", "client_name": "W"}),
        ("oauth_clients", {"api": "by id", "client_name": "W"}),
    ],
)
def test_an_object_stays_in_its_file_however_it_is_called_there(tyk, tmp_path, section, item):
    """Wherever tyk_config takes both for the same, so that an export that does not would declare it twice."""
    person = {"first_name": "A", "last_name": "B", "user_permissions": {"apis": "read"}}
    tyk.ok("user", email_address="ann@acme.example", password="s3cr3t-Word-0f-mine", **person)
    made = tyk.ok("api", name="Orders", categories=["shop"], listen_path="/o/", definition=LOGIN, **UP)["api"]
    tyk.ok("policy", name="Gold", access_rights=[{"api": "Orders"}])
    tyk.ok("oauth_client", api="Orders", client_name="W", redirect_uri="http://w.example/", policy="Gold")
    item = {key: made["api_id"] if value == "by id" else value for key, value in item.items()}
    (tmp_path / "mine.yml").write_text(yaml.safe_dump({section: [item]}))
    named = {"users": "ann@acme.example", "oauth_clients": "W"}.get(section, "Orders*")
    how = {"only": {"kinds": [section], "names": [named]}, "dest": str(tmp_path)}
    found = tyk.ok("config_info", **how)
    assert found["files"] == [str(tmp_path / "mine.yml")] and not found["renamed"] and not found["gone"]
    assert not tyk.ok("config_info", **how)["changed"] and not tyk.ok("config", src=[str(tmp_path)])["changed"]


def test_what_is_called_the_same_comes_before_what_is_nearly(tyk, tmp_path):
    for name, path in (("Orders #shop", "/a/"), ("Orders", "/b/")):
        tyk.ok("api", name=name, listen_path=path, **UP)
    for file, name in (("a", "Orders"), ("b", "Orders #shop")):
        (tmp_path / f"{file}.yml").write_text(yaml.safe_dump({"apis": [{"name": name}]}))
    tyk.ok("config_info", kinds=["apis"], dest=str(tmp_path))
    assert homes(tmp_path) == {"Orders": "a.yml", "Orders #shop": "b.yml"}


def test_a_secret_in_clear_that_goes_out_of_a_file_is_told_without_its_value(tyk, tmp_path):
    header = {"Authorization": "s3cr3t-Word-0f-mine"}
    tyk.ok("webhook", name="A", target_path="http://hooks.example/", header_map=header)
    (tmp_path / "mine.yml").write_text(yaml.safe_dump({"webhooks": [{"name": "A", "header_map": header}]}))
    found = tyk.ok("config_info", kinds=["webhooks"], dest=str(tmp_path))
    assert any("webhooks.A.header_map.Authorization" in text and "in clear" in text for text in tyk.warnings(found))
    assert "s3cr3t" not in tyk.out + (tmp_path / "mine.yml").read_text()
    assert not any("in clear" in text for text in tyk.warnings(tyk.ok("config_info", dest=str(tmp_path))))


def test_a_file_with_a_whole_object_of_tyks_own_tools_is_told(tyk, tmp_path):
    tyk.ok("api", name="Orders", listen_path="/o/", **UP)
    whole = tyk.read("/api/apis?p=-1")["apis"][0]
    (tmp_path / "whole.json").write_text(json.dumps(whole))
    assert not tyk.ok("config", src=[str(tmp_path)])["changed"]
    found = tyk.ok("config_info", kinds=["apis"], dest=str(tmp_path), check=True)
    assert any("whole.json" in text for text in tyk.warnings(found)), found


@pytest.mark.parametrize("moment", ["parse", "_stamp"])
def test_what_somebody_writes_meanwhile_is_not_overwritten(tyk, tmp_path, monkeypatch, moment):
    """The file changes right after it was read, or right before."""
    for name in "AB":
        tyk.ok("webhook", name=name, target_path=f"http://{name.lower()}.example/")
    file = tmp_path / "mine.yml"
    for name in ("mine.yml", "other.yml"):
        called = "A" if name == "mine.yml" else "B"
        (tmp_path / name).write_text(
            yaml.safe_dump({"webhooks": [{"name": called, "target_path": "http://x.example/"}]})
        )
    before, seen = (tmp_path / "other.yml").read_text(), []
    real = getattr(export_files, moment)

    def meanwhile(path):
        found = real(path)
        if path == str(file) and not seen:
            seen.append(file.write_text(file.read_text() + "# by hand\n"))
        return found

    monkeypatch.setattr(export_files, moment, meanwhile)
    told = tyk.fails("config_info", kinds=["webhooks"], dest=str(tmp_path))
    assert "mine.yml was changed while the export ran; export again" in told
    assert file.read_text().endswith("# by hand\n") and (tmp_path / "other.yml").read_text() == before
    assert tyk.ok("config_info", kinds=["webhooks"], dest=str(tmp_path))["changed"]
    assert "a.example" in file.read_text() and file.read_text().endswith("# by hand\n")
