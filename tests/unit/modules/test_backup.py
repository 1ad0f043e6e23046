# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A backup brings back what a task has changed and deleted, field for field."""

from __future__ import annotations

import json
import os
import pathlib
import random

import pytest
import yaml
from backup_world import kept, stored
from gateway_runner import Gate
from trust_world import LIVES, SINGLES, Step, World, build, certificate, configuration

from ansible_collections.community.tyk.plugins.module_utils._object import backup_files

CHANGED = [kind for kind in LIVES if kind != "organisation"]


def restored(world, path):
    """Apply a backup."""
    found = world.tyk.run("config", src=[path])
    assert not found.get("failed"), found["msg"]
    again = world.tyk.run("config", src=[path], check=True)
    assert not again["changed"], again["changes"]
    return found


def of(kind, tmp_path, params):
    make, _change, foreign, _names = LIVES[kind]
    step = Step(kind, {**make, **params}, make, foreign)
    world = World.__new__(World)
    world.step, world.folder = step, tmp_path
    world.tyk = world.build()
    assert world.go(**make)["changed"]
    if foreign:
        world.enrich(kind, foreign)
    return world


@pytest.mark.parametrize("kind", CHANGED)
def test_what_was_changed_is_as_it_was(kind, tmp_path):
    _make, change, _foreign, _names = LIVES[kind]
    world = of(kind, tmp_path, change)
    before = stored(world.tyk)
    done = world.run(backup=True, backup_dir=str(tmp_path / "kept"))
    assert done["changed"] and stored(world.tyk) != before
    restored(world, done["backup_path"])
    assert stored(world.tyk) == before


@pytest.mark.parametrize("kind", CHANGED)
def test_what_was_deleted_is_there_again(kind, tmp_path):
    make, _change, _foreign, names = LIVES[kind]
    world = of(kind, tmp_path, {})
    before = stored(world.tyk)
    identity = {name: make[name] for name in names}
    done = world.go(**identity, state="absent", backup=True, backup_dir=str(tmp_path / "kept"))
    assert done["changed"] and stored(world.tyk) != before
    restored(world, done["backup_path"])
    assert stored(world.tyk) == before


@pytest.mark.parametrize("kind", SINGLES)
def test_what_there_is_one_of(kind, tmp_path):
    make, change = SINGLES[kind]
    world = World.__new__(World)
    world.step, world.folder = Step(kind, {**make, **change}), tmp_path
    world.tyk = world.build()
    assert world.go(**make)["changed"]
    before = stored(world.tyk)
    done = world.run(backup=True, backup_dir=str(tmp_path / "kept"))
    assert done["changed"] and stored(world.tyk) != before
    restored(world, done["backup_path"])
    assert stored(world.tyk) == before


def whole(tyk, **changes):
    """A world with an object of every kind, and what is stored then."""
    assert tyk.ok("config", **configuration())["changed"]
    return stored(tyk)


def test_a_whole_configuration_that_changes(tmp_path):
    tyk = build()
    before = whole(tyk)
    done = tyk.ok("config", **configuration(changed=True), backup=True, backup_dir=str(tmp_path))
    assert done["changed"] and stored(tyk) != before
    assert tyk.ok("config", src=[done["backup_path"]])["changed"]
    assert stored(tyk) == before


def test_a_whole_configuration_that_goes(tmp_path):
    tyk = build()
    before = whole(tyk)
    gone = {**configuration(state="absent"), "backup": True, "backup_dir": str(tmp_path)}
    done = tyk.ok("config", **gone)
    assert done["changed"] and stored(tyk) != before
    assert tyk.ok("config", src=[done["backup_path"]])["changed"]
    assert stored(tyk) == before
    assert not tyk.ok("config", src=[done["backup_path"]])["changed"]


class Worlds:
    """Random organisations, and what is declared of them."""

    def __init__(self, seed):
        self.any = random.Random(seed)
        self.turn = 0

    def some(self, items, most=3):
        return self.any.sample(items, self.any.randint(0, min(most, len(items))))

    def maybe(self, **fields):
        return {name: value for name, value in fields.items() if self.any.random() < 0.5}

    def fresh(self):
        self.turn += 1
        return f"v{self.turn}"

    def permissions(self):
        return {"apis": "read", **self.maybe(policies="write", keys="read")}

    def group(self, name):
        return {
            "name": name,
            "user_permissions": self.permissions(),
            **self.maybe(description=self.fresh(), active=False),
        }

    def user(self, name, groups):
        more = {"user_permissions": self.permissions(), **self.maybe(active=False, definition={"password_max_days": 7})}
        group = {"group": self.any.choice(groups)} if groups and self.any.random() < 0.7 else {}
        return {"email_address": f"{name}@acme.example", "first_name": "A", "last_name": self.fresh(), **more, **group}

    def webhook(self, name):
        headers = {key: self.fresh() for key in self.some(["Authorization", "X-Key", "X-Trace"])}
        more = self.maybe(event_timeout=self.any.randint(1, 9), method="PUT", template_path="/t")
        return {
            "name": name,
            "target_path": f"http://{name}.example/",
            **({"header_map": headers} if headers else {}),
            **more,
        }

    def api(self, name, hooks):
        own = self.maybe(
            config_data={self.fresh(): {"zero": 0, "none": None}},
            tags=self.some(["a", "b", "c"]),
            upstream_auth={"enabled": True, "basic_auth": {"enabled": True, "username": "u", "password": self.fresh()}},
            use_oauth2=True,
            expire_analytics_after=5,
        )
        more = self.maybe(active=False, categories=["internal"], definition=own)
        return {"name": name, "listen_path": f"/{name}-{self.fresh()}/", "target_url": "http://up.example/", **more}

    def oas(self, name, hooks):
        more = self.maybe(active=False, categories=["x"])
        tyk = {"middleware": {"global": {"cache": {"enabled": True, "timeout": self.any.randint(1, 9)}}}}
        handlers = [
            {
                "enabled": True,
                "type": "webhook",
                "trigger": "QuotaExceeded",
                "id": hook,
                "name": "n",
                "cooldownPeriod": "1s",
            }
            for hook in self.some(hooks, 1)
        ]
        tyk["server"] = {"eventHandlers": handlers} if handlers else {}
        document = {"openapi": "3.0.3", "info": {"title": name, "version": self.fresh()}, "paths": {}}
        whole = {**document, "x-tyk-api-gateway": tyk if self.any.random() < 0.6 else {"info": {"name": name}}}
        return {
            "name": name,
            "listen_path": f"/{name}-{self.fresh()}/",
            "target_url": "http://up.example/",
            "definition": whole,
            **more,
        }

    def policy(self, name, apis):
        rights = [{"api": api, **self.maybe(limit={"rate": 3, "per": 1})} for api in self.some(apis) or apis[:1]]
        more = self.maybe(key_expires_in=60, active=False, quota_max=9)
        more = {**more, **({"policy_state": "draft"} if "active" in more else {})}
        return {"name": name, "access_rights": rights, "rate": self.any.randint(1, 9), "per": 1, **more}

    def key(self, name, apis, policies):
        rights = {"policies": self.some(policies, 2)}
        rights = (
            rights if rights["policies"] else {"access_rights": [{"api": api} for api in self.some(apis) or apis[:1]]}
        )
        more = self.maybe(
            tags=["t"],
            meta_data={self.fresh(): "x"},
            jwt={"secret": self.fresh()},
            hmac={"enabled": True, "secret": self.fresh()},
        )
        return {"alias": name, **rights, **more}

    def all(self, names):
        """A configuration of objects with these names."""
        groups, hooks = names[:2], names[:3]
        apis, policies = [f"{name}-api" for name in names], [f"{name}-policy" for name in names[:3]]
        made = [self.oas(api, hooks) if index % 2 else self.api(api, hooks) for index, api in enumerate(apis)]
        if self.any.random() < 0.6:
            made[3]["version"] = {"of": apis[1], "name": "v2", **self.maybe(default=True)}
        return {
            "user_groups": [self.group(name) for name in groups],
            "users": [self.user(name, groups) for name in names[:3]],
            "webhooks": [self.webhook(name) for name in hooks],
            "apis": made,
            "policies": [self.policy(name, apis) for name in policies],
            "keys": [self.key(f"{name}-key", apis, policies) for name in names[:3]],
        }

    def changed(self, config):
        """The same names with something else, some of them gone, and some not declared."""
        other, done = self.all(["one", "two", "three", "four"]), {}
        for section, items in config.items():
            for before, after in zip(items, other[section]):
                turn = self.any.random()
                name = next(name for name in ("name", "alias", "email_address") if name in before)
                if turn < 0.45:
                    done.setdefault(section, []).append({**after, "strategy": self.any.choice(["merge", "replace"])})
                elif turn < 0.65:
                    done.setdefault(section, []).append({name: before[name], "state": "absent"})
                elif turn < 0.85:
                    done.setdefault(section, []).append(before)
        return done


TURNS = range(8)


@pytest.mark.parametrize("seed", TURNS)
def test_whatever_is_done_can_be_undone(seed, tmp_path):
    worlds, tyk = Worlds(seed), build()
    config = worlds.all(["one", "two", "three", "four"])
    tyk.ok("config", config=config)
    before = tyk.emulator.state.dump()
    for _turn in range(50):  # what cannot be is refused before anything is written
        changes = worlds.changed(config)
        prune = {
            "prune": [name for name in ("policies", "webhooks") if name in changes],
            "prune_all": True,
            "prune_max": 99,
        }
        done = tyk.run("config", config=changes, **prune, backup=True, backup_dir=str(tmp_path))
        if not done.get("failed"):
            break
        tyk.emulator.state.load(json.loads(json.dumps(before)))
    assert done["changed"], done
    for _turn in range(2):  # an API that has become the base of others keeps what that takes until they have left it
        tyk.ok("config", src=[done["backup_path"]])
    assert not tyk.ok("config", src=[done["backup_path"]], check=True)["changed"]
    now = stored(tyk)
    tyk.emulator.state.load(before)
    was = stored(tyk)
    assert [row for name in now for row in now[name] if row not in was[name]] == []
    assert now == was


HOOK = {"name": "New", "target_path": "http://new.example/", "header_map": {"X-Key": "planted"}}


def said(result):
    return json.dumps(result.get("warnings") or [])


def test_only_its_owner_reads_it_and_none_replaces_another(tmp_path):
    tyk, folder = build(), tmp_path / "a" / "b"
    tyk.ok("webhook", **HOOK)
    paths = [
        tyk.ok("webhook", **HOOK, event_timeout=timeout, backup=True, backup_dir=str(folder))["backup_path"]
        for timeout in (1, 2, 3)
    ]
    assert len({*paths}) == 3 and sorted(map(str, folder.iterdir())) == sorted(paths)
    assert {os.stat(path).st_mode & 0o777 for path in paths} == {0o600}
    assert {os.stat(path).st_mode & 0o777 for path in (folder, folder.parent)} == {0o700}
    assert kept(paths[1])["webhooks"][0]["header_map"] == {"X-Key": "planted"}


def test_nothing_to_change_is_no_file(tmp_path):
    tyk, where = build(), {"backup": True, "backup_dir": str(tmp_path / "kept")}
    made = tyk.ok("webhook", **HOOK, **where)
    same = tyk.ok("webhook", **HOOK, **where)
    both = [tyk.ok("config", config={"webhooks": [HOOK]}, **where), tyk.ok("config", config={"assets": []}, **where)]
    assert made["changed"] and not any("backup_path" in one for one in (made, same, *both))
    assert not (tmp_path / "kept").exists()


def test_check_mode_writes_nothing_and_says_what_it_would(tmp_path):
    tyk, where = build(), {"backup": True, "backup_dir": str(tmp_path / "kept")}
    tyk.ok("webhook", **HOOK)
    for found in (
        tyk.ok("webhook", **HOOK, event_timeout=1, **where, check=True),
        tyk.ok("config", config={"webhooks": [{**HOOK, "event_timeout": 1}]}, **where, check=True),
    ):
        assert found["changed"] and "backup_path" not in found and "1 object would be kept" in said(found)
    assert not (tmp_path / "kept").exists()


@pytest.mark.parametrize("check", [True, False])
def test_where_none_can_be_written_nothing_is_written_to_tyk(tmp_path, check):
    tyk, blocked = build(), tmp_path / "file"
    blocked.write_text("")
    tyk.ok("webhook", **HOOK)
    tyk.log()
    for folder, told in ((str(blocked), "is no folder"), (None, "backup_dir: say in which folder")):
        where = {"backup": True, "backup_dir": folder, "check": check}
        for found in (
            tyk.run("webhook", **HOOK, event_timeout=1, **where),
            tyk.run("config", config={"webhooks": [{**HOOK, "event_timeout": 1}]}, **where),
        ):
            assert found["failed"] and told in found["msg"]
    assert not tyk.writes()


@pytest.mark.parametrize("check", [True, False])
@pytest.mark.parametrize("below", ["", "deeper", "deeper/still"])
def test_a_folder_behind_a_link_to_nowhere_is_not_made(tmp_path, below, check):
    tyk, link, gone = build(), tmp_path / "link", tmp_path / "not-mounted"
    link.symlink_to(gone)
    tyk.ok("webhook", **HOOK)
    tyk.log()
    where = {"backup": True, "backup_dir": str(link / below), "check": check}
    for found in (
        tyk.run("webhook", **HOOK, event_timeout=1, **where),
        tyk.run("config", config={"webhooks": [{**HOOK, "event_timeout": 1}]}, **where),
    ):
        assert found["failed"] and f"backup_dir: {link} is a link to {gone}, which is not there" in found["msg"]
        assert "nothing was written to Tyk" in found["msg"]
    assert not tyk.writes() and not gone.exists()


def test_a_folder_behind_a_link_is_used(tmp_path):
    tyk, link, there = build(), tmp_path / "link", tmp_path / "mounted"
    there.mkdir()
    link.symlink_to(there)
    tyk.ok("webhook", **HOOK)
    done = tyk.ok("webhook", **HOOK, event_timeout=1, backup=True, backup_dir=str(link / "a"))
    assert list((there / "a").iterdir()) == [there / "a" / os.path.basename(done["backup_path"])]


def test_a_disk_that_is_full_stops_the_run(tmp_path, monkeypatch):
    tyk = build()
    tyk.ok("webhook", **HOOK)
    tyk.log()

    def full(*_args, **_how):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(f"{backup_files.__name__}.write_whole", full)
    where = {"backup": True, "backup_dir": str(tmp_path)}
    for found in (
        tyk.run("webhook", **HOOK, event_timeout=1, **where),
        tyk.run("config", config={"webhooks": [{"name": "New", "state": "absent"}]}, **where),
    ):
        assert found["failed"] and "No space left" in found["msg"] and "backup_path" not in found
    assert not tyk.writes() and not list(tmp_path.iterdir())


@pytest.mark.parametrize("option", ["src", "overlays"])
def test_it_does_not_lie_where_the_next_run_would_read_it(tmp_path, option):
    tyk, home = build(), tmp_path / "tyk"
    home.mkdir()
    (home / "a.yml").write_text(yaml.safe_dump({"webhooks": [HOOK]}))
    more = {"src": [str(home)]} if option == "src" else {"config": {"webhooks": [HOOK]}, "overlays": [str(home)]}
    found = tyk.run("config", **more, backup=True, backup_dir=str(home / "kept"))
    assert found["failed"] and "where the configuration is" in found["msg"]


def test_what_was_added_goes_again_and_secrets_with_it(tmp_path):
    tyk = build()
    tyk.ok("webhook", name="New", target_path="http://new.example/")
    tyk.ok("key", alias="new", access_rights=[{"api": "Orders"}])
    before = stored(tyk)
    done = tyk.ok(
        "config",
        config={
            "webhooks": [{**HOOK, "event_timeout": 9, "template_path": "t"}],
            "keys": [{"alias": "new", "tags": ["x"], "jwt": {"secret": "planted"}, "meta_data": {"a": ""}}],
        },
        backup=True,
        backup_dir=str(tmp_path),
    )
    assert tyk.ok("config", src=[done["backup_path"]])["changed"] and stored(tyk) == before


def test_what_cannot_come_back_is_named(tmp_path):
    tyk = build()
    tyk.ok("certificate", certificate=certificate(0))
    tyk.ok("key", alias="new", basic_auth={"username": "joe", "password": "planted"}, access_rights=[{"api": "Orders"}])
    tyk.ok("user", email_address="new@acme.example", first_name="A", last_name="B", user_permissions={"apis": "read"})
    gone = {
        "certificates": [{"certificate": certificate(0), "state": "absent"}],
        "keys": [{"basic_auth": {"username": "joe"}, "state": "absent"}],
        "users": [{"email_address": "new@acme.example", "state": "absent"}],
        "webhooks": [{"name": "Pager", "state": "absent"}],
    }
    done = tyk.ok("config", config=gone, backup=True, backup_dir=str(tmp_path))
    head = [
        line
        for line in pathlib.Path(done["backup_path"]).read_text(encoding="utf-8").splitlines()
        if line.startswith("#")
    ]
    for text in ("its content", "its user name and its password", "its password", "its access_key", "its ID"):
        assert text in said(done) and any(text in line for line in head), text
    assert "planted" not in said(done)
    assert {*kept(done["backup_path"])} == {"users", "webhooks"}
    tyk.ok("config", src=[done["backup_path"]])


@pytest.mark.parametrize(
    ("rates", "words"), [([9], "has 1 object as it was before"), ([9, 8], "has 2 objects as they were before")]
)
def test_one_object_is_as_it_was_and_two_as_they_were(rates, words, tmp_path):
    tyk = build()
    webhooks = [{**HOOK, "name": f"Hook {index}"} for index in range(len(rates))]
    tyk.ok("config", config={"webhooks": webhooks})
    changed = [{**hook, "event_timeout": rate} for hook, rate in zip(webhooks, rates)]
    done = tyk.ok("config", config={"webhooks": changed}, backup=True, backup_dir=str(tmp_path))
    assert words in said(done)


def test_a_name_cannot_break_out_of_the_head_of_the_file(tmp_path):
    tyk, name = build(), "evil\nwebhooks: [{name: x}]\u2028keys: []"
    tyk.ok("webhook", **{**HOOK, "name": name})
    done = tyk.ok("webhook", name=name, state="absent", backup=True, backup_dir=str(tmp_path))
    assert [item["name"] for item in kept(done["backup_path"])["webhooks"]] == [name]
    assert {*kept(done["backup_path"])} == {"webhooks"}


def test_what_somebody_changes_meanwhile_is_what_is_kept(tmp_path):
    tyk, turns = build(), []
    for name in ("One", "Two"):
        tyk.ok("webhook", **{**HOOK, "name": name})
    handle = tyk.emulator.handle

    def meddle(request):
        answer = handle(request)
        if request.method == "PUT" and not turns:  # the first write is done, and the second is yet to come
            turns.append(1)
            (two,) = [hook for hook in tyk.read("/api/hooks?p=-1")["hooks"] if hook["name"] == "Two"]
            tyk.call("PUT", f"/api/hooks/{two['id']}", {**two, "template_path": "meanwhile"})
        return answer

    tyk.emulator.handle = meddle
    changes = {"webhooks": [{"name": name, "event_timeout": 5} for name in ("One", "Two")]}
    done = tyk.ok("config", config=changes, parallel=1, backup=True, backup_dir=str(tmp_path))
    assert turns
    assert [item.get("template_path") for item in kept(done["backup_path"])["webhooks"]] == [None, "meanwhile"]


def test_what_changes_beside_the_object_is_kept_too(tmp_path):
    tyk = build()
    base = {"name": "Base", "listen_path": "/base/", "target_url": "http://up.example/", "format": "oas"}
    tyk.ok("api", **base)
    tyk.ok("api", **{**base, "name": "Next", "listen_path": "/next/", "version": {"of": "Base", "name": "v2"}})
    tyk.ok("policy", name="Both", access_rights=[{"api": "Next"}, {"api": "Orders"}])
    before = stored(tyk)
    done = tyk.ok("api", name="Next", state="absent", backup=True, backup_dir=str(tmp_path))
    found = kept(done["backup_path"])
    assert {item["name"] for item in found["apis"]} == {"Base", "Next"} and len(found["policies"]) == 1
    tyk.ok("config", src=[done["backup_path"]])
    assert stored(tyk) == before


def test_a_base_that_goes_with_its_versions(tmp_path):
    tyk = build()
    base = {"name": "Base", "listen_path": "/base/", "target_url": "http://up.example/", "format": "oas"}
    tyk.ok("api", **base)
    tyk.ok("api", **{**base, "name": "Next", "listen_path": "/next/", "version": {"of": "Base", "name": "v2"}})
    before = stored(tyk)
    for purge in (True, False):
        done = tyk.ok("api", name="Base", state="absent", purge=purge, backup=True, backup_dir=str(tmp_path))
        assert stored(tyk) != before
        tyk.ok("config", src=[done["backup_path"]])
        assert stored(tyk) == before


def test_a_run_that_fails_tells_where_it_is(tmp_path):
    tyk = build()
    tyk.ok("webhook", **HOOK)
    tyk.control("PUT", "faults", [{"method": "PUT", "path": "/api/hooks/", "status": 400, "times": 99}])
    for found in (
        tyk.run("webhook", **HOOK, event_timeout=1, backup=True, backup_dir=str(tmp_path)),
        tyk.run("config", config={"webhooks": [{**HOOK, "event_timeout": 1}]}, backup=True, backup_dir=str(tmp_path)),
    ):
        assert found["failed"] and kept(found["backup_path"])["webhooks"]


def test_an_organisation(tmp_path):
    tyk = build()
    tyk.ok("organisation", owner_name="New", cname="a.example")
    done = tyk.ok("organisation", owner_name="New", state="absent", backup=True, backup_dir=str(tmp_path))
    (item,) = kept(done["backup_path"])["organisations"]
    assert item["owner_name"] == "New" and tyk.ok("organisation", **item)["changed"]


def gateway():
    gate = Gate()
    gate.ok(
        "api", name="Orders", listen_path="/orders/", target_url="http://up.example/", definition={"use_keyless": False}
    )
    gate.ok("api", name="Pets", format="oas", listen_path="/pets/", target_url="http://up.example/")
    gate.ok(
        "api",
        name="Pets 2",
        format="oas",
        listen_path="/p/",
        target_url="http://up.example/",
        version={"of": "Pets", "name": "v2"},
    )
    gate.ok("policy", name="Gold", access_rights=[{"api": "Orders"}], rate=7, per=1, tags=["t"])
    gate.ok("key", alias="one", key_id="one-key-of-somebody", policies=["Gold"], tags=["a"])
    return gate


def shown(gate):
    found = gate.ok("config_info", include_secrets=True, keep_ids=True, kinds=["apis", "policies", "keys"])["config"]
    return json.dumps(found, sort_keys=True)


def test_a_gateway(tmp_path):
    gate = gateway()
    before = shown(gate)
    changes = {
        "apis": [
            {"name": "Orders", "target_url": "http://new.example/", "definition": {"tags": ["x"]}},
            {"name": "Pets 2", "state": "absent"},
            {
                "name": "Pets",
                "target_url": "http://new.example/",
                "openapi": {"info": {"title": "Pets", "version": "2"}},
            },
        ],
        "policies": [{"name": "Gold", "rate": 9, "meta_data": {"a": "b"}}],
        "keys": [{"key_id": "one-key-of-somebody", "tags": ["b"], "hmac": {"enabled": True, "secret": "planted"}}],
    }
    done = gate.ok("config", config=changes, backup=True, backup_dir=str(tmp_path))
    assert shown(gate) != before
    for _turn in range(2):  # the key keeps what it got from its policy until that has it no more
        gate.ok("config", src=[done["backup_path"]])
    assert shown(gate) == before
    assert not gate.ok("config", src=[done["backup_path"]])["changed"]


@pytest.mark.parametrize(
    "kind, names",
    [
        ("api", {"name": "Orders"}),
        ("policy", {"name": "Gold"}),
        ("key", {"key_id": "one-key-of-somebody"}),
        ("api", {"name": "Pets 2"}),
    ],
)
def test_what_a_gateway_has_deleted(tmp_path, kind, names):
    gate = gateway()
    before = shown(gate)
    done = gate.ok(kind, **names, state="absent", backup=True, backup_dir=str(tmp_path))
    assert shown(gate) != before
    gate.ok("config", src=[done["backup_path"]])
    assert shown(gate) == before
