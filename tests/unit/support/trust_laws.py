# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Laws that hold for whatever is in an object of any kind."""

from __future__ import annotations

import copy
import json
import os

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from trust_world import LIVES, ROUTES, build, named

EXAMPLES = 200 if os.environ.get("TYK_TRUST") == "all" else 12
# A failure is found soon; to make its example small takes minutes, and so only happens where all is tried.
PHASES = tuple(phase for phase in Phase if EXAMPLES > 12 or phase.name not in ("shrink", "explain"))
LAW = settings(
    max_examples=EXAMPLES,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=PHASES,
)
NAMES = st.text("abcxyz_.-*/%~ é😀", min_size=1, max_size=6).filter(lambda name: name.strip("*") == name)
WORDS = st.one_of(st.text(max_size=12), st.sampled_from(["on", "1e3", "0777", "2030-01-31", "null", "~", "{{ x }}"]))
ZEROS = st.sampled_from([None, False, 0, "", [], {}])
SCALARS = st.one_of(ZEROS, st.booleans(), st.integers(-(2**53), 2**53), st.floats(-1e6, 1e6), WORDS)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(NAMES, inner, max_size=3)),
    max_leaves=8,
)
MAPS = st.dictionaries(NAMES, VALUES, max_size=4)
TAGS = st.lists(st.text("abcd", min_size=1, max_size=3), max_size=5, unique=True)
SMALL = st.integers(0, 10**6)
PATHS = st.dictionaries(
    st.sampled_from(["/a", "/b/x", "/c"]),
    st.fixed_dictionaries({"get": st.fixed_dictionaries({"responses": st.just({"200": {"description": "ok"}})})}),
)
# What another tool, or a task, may write into an object of each kind, beside what names it: field -> values.
FIELDS = {
    "user_group": {"description": WORDS, "password_max_days": SMALL, "active": st.booleans()},
    "user": {
        "first_name": WORDS.map("A".__add__),
        "last_name": WORDS.map("B".__add__),
        "password_max_days": SMALL,
        "active": st.booleans(),
    },
    "webhook": {
        "template_path": WORDS,
        "event_timeout": SMALL,
        "header_map": st.dictionaries(NAMES, WORDS, max_size=3),
    },
    "asset": {"description": WORDS, "data": MAPS.map(lambda data: {**data, "openapi": "3.0.3"})},
    "organisation": {"owner_slug": WORDS, "cname": WORDS, "hybrid_enabled": st.booleans(), "developer_quota": SMALL},
    "policy": {
        "tags": TAGS,
        "meta_data": MAPS,
        "throttle_retry_limit": SMALL,
        "key_expires_in": SMALL,
        "max_query_depth": SMALL,
        "hmac_enabled": st.booleans(),
    },
    "key": {"tags": TAGS, "meta_data": MAPS, "throttle_retry_limit": SMALL, "max_query_depth": SMALL},
    "api": {
        "tags": TAGS,
        "config_data": MAPS,
        "allowed_ips": TAGS,
        "session_lifetime": SMALL,
        "enable_context_vars": st.booleans(),
        "response_processors": st.lists(st.fixed_dictionaries({"name": WORDS, "options": MAPS}), max_size=2),
    },
    "oas": {
        "info": st.fixed_dictionaries({"version": st.just("1"), "title": st.just("New"), "description": WORDS}),
        "paths": PATHS,
        "tags": st.lists(
            st.fixed_dictionaries({"name": WORDS.filter(bool)}), max_size=3, unique_by=lambda tag: tag["name"]
        ),
        "x-own": VALUES,
        "components": st.fixed_dictionaries(
            {"schemas": st.dictionaries(st.sampled_from(["A", "B"]), st.fixed_dictionaries({"title": WORDS}))}
        ),
    },
}
SETS = {"policy": ("tags",), "key": ("tags",), "api": ("tags", "allowed_ips")}
BLANK = {"paths": {}, "info": {"version": "1", "title": "New"}}
# Without these none can be made.
NEEDED = {"user": {"first_name", "last_name"}, "asset": {"data"}}


def fill(kinds, draw, names):
    return {name: draw(kinds[name], label=name) for name in sorted(names)}


class Subject:
    """An object of a kind, read and written as another tool would."""

    def __init__(self, kind):
        self.kind, self.tyk = kind, build()
        drawn = {"definition", "jwt", "header_map", "categories", *FIELDS[kind]}
        self.make = {name: value for name, value in LIVES[kind][0].items() if name not in drawn}
        self.route, self.key, self.ident = ROUTES[kind]
        self.admin = kind == "organisation"
        self.identity = {name: self.make[name] for name in (*LIVES[kind][3], "format") if name in self.make}

    def run(self, how="ok", definition=None, **params):
        if self.kind == "oas" and definition:
            definition = {"openapi": "3.0.3", **definition}  # or nobody could tell the format
        told = {**params, **({"definition": definition} if definition else {})}
        result = getattr(self.tyk, how)("api" if self.kind == "oas" else self.kind, **told)
        return result

    def path(self):
        listed = self.tyk.read(f"{self.route}?p=-1", admin=self.admin)
        rows = [{**row, **row.get("data", {})} for row in (listed[self.key] if self.key else listed)]
        (found,) = [row for row in rows if named(row) in ("New", "new", "new@acme.example")]
        if self.kind in ("api", "oas"):
            return f"/api/apis/{'oas/' if self.kind == 'oas' else ''}{found['api_definition']['api_id']}"
        return f"{self.route.replace('/detailed', '')}/{found[self.ident]}" + (
            "?hashed=1" if self.kind == "key" else ""
        )

    def read(self):
        """What is stored: the fields of the object itself."""
        whole = self.tyk.read(self.path(), admin=self.admin)
        return whole["api_definition"] if self.kind == "api" else whole["data"] if self.kind == "key" else whole

    def write(self, fields):
        """As another tool: the whole object, with some fields changed."""
        path = self.path()
        whole = self.tyk.read(path, admin=self.admin)
        inner = whole.get("api_definition") if self.kind == "api" else whole["data"] if self.kind == "key" else whole
        inner.update(copy.deepcopy(fields))
        status, answer = self.tyk.call("PUT", path, inner if self.kind == "key" else whole, admin=self.admin)
        assert status == 200, answer


def plain(value):
    """A value in which all that means the same looks the same."""
    if isinstance(value, dict):
        pairs = {key: plain(item) for key, item in value.items()}
        return {key: item for key, item in pairs.items() if item not in (None, "", 0, False, [], {})}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


# The user's own: maps in which zero is a value, maps of which every key counts, and what is a value as it is.
MAPS_OF_USERS = (
    *("config_data", "options", "value", "headers", "global_headers", "add_headers", "auth_headers"),
    *("meta_data", "data", "header_map"),
)
KEYS_OF_USERS, WHOLLY_OF_USERS = ("schemas", "paths"), ("x-own",)


def text(value):
    """A value of the user's in words; 1.0 is 1, but 0 is not false."""
    return json.dumps(json.loads(json.dumps(value), parse_float=_number), sort_keys=True)


def _number(said):
    return int(float(said)) if float(said).is_integer() else float(said)


def meant(value):
    """A value in which all that means the same looks the same, and nothing else."""
    if isinstance(value, dict):
        pairs = {key: _meant(key, item) for key, item in value.items()}
        return {key: item for key, item in pairs.items() if item not in (None, "", 0, False, [], {})}
    if isinstance(value, list):
        return [meant(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _meant(key, item):
    if key in WHOLLY_OF_USERS:
        return text(item)
    if key in MAPS_OF_USERS and isinstance(item, dict):
        return {name: text(below) for name, below in item.items()}
    if key in KEYS_OF_USERS and isinstance(item, dict):
        return {name: (meant(below),) for name, below in item.items()}
    return meant(item)


def changed_names(diff):
    """The fields that a diff shows as changed: options, and fields of the definition."""
    before, after = (meant({**side, **side.get("definition", {})}) for side in (diff["before"], diff["after"]))
    return {name for name in {*before, *after} - {"definition"} if before.get(name) != after.get(name)}


MOVING = {
    "updated_at",
    "last_updated",
    "date_created",
    "x-tyk-api-gateway",
    "servers",
    "quota_renews",
    "quota_remaining",
}


def moved(before, after):
    before, after = meant(before), meant(after)
    return {name for name in {*before, *after} - MOVING if before.get(name) != after.get(name)}


# What a new object has as well, whatever a task names; and secrets, which stay.
NEW = ("active", "info", "paths", "header_map")


def replaced(subject, others, made):
    """Where a task replaces, what it does not name is gone; check mode says so, and the next run has nothing to do."""
    if others:
        subject.write(others)
    planned = subject.run(definition=made, **subject.make, strategy="replace", check=True)
    done = subject.run(definition=made, **subject.make, strategy="replace")
    assert planned["changed"] == done["changed"] and planned["diff"] == done["diff"]
    subject.tyk.log()
    again = subject.run(definition=made, **subject.make, strategy="replace")
    assert not again["changed"] and not subject.tyk.writes(), again["diff"]
    kept = meant(subject.read())
    assert not [name for name in others if name in kept and name not in NEW], "what was not named is still there"


def hold(kind, kinds, data, refilled=()):
    """The laws for an object with some of these fields; ``refilled`` are those that Tyk gives a value of its own."""
    subject, fields = Subject(kind), sorted(kinds)
    foreign = data.draw(st.sets(st.sampled_from(fields), max_size=2), label="foreign")
    ours = data.draw(st.sets(st.sampled_from(fields), min_size=1, max_size=3), label="ours")
    ours, foreign = ours | NEEDED.get(kind, set()), foreign - ours - NEEDED.get(kind, set())
    first, then = fill(kinds, data.draw, ours), fill(kinds, data.draw, ours)
    others = fill(kinds, data.draw, foreign)
    made = {**BLANK, **first} if kind == "oas" else first

    # check mode writes nothing and tells what the run then does
    planned = subject.run(definition=made, **subject.make, check=True)
    assert not subject.tyk.writes()
    done = subject.run(definition=made, **subject.make)
    assert done["changed"] and planned["changed"] and planned["diff"] == done["diff"]
    # a second run does nothing
    subject.tyk.log()
    again = subject.run(definition=made, **subject.make)
    assert not again["changed"] and again["diff"]["before"] == again["diff"]["after"], again["diff"]
    assert not subject.tyk.writes()
    # the order of a set means nothing
    turned = {name: list(reversed(value)) if name in SETS.get(kind, ()) else value for name, value in made.items()}
    assert not subject.run(definition=turned, **subject.make)["changed"]

    # what others write stays, whatever else a task changes
    if others:
        subject.write(others)
    before = subject.read()
    planned = subject.run(definition=then, **subject.identity, check=True)
    done = subject.run(definition=then, **subject.identity)
    assert planned["changed"] == done["changed"] and planned["diff"] == done["diff"]
    after = subject.read()
    for name in others:
        assert before.get(name) == after.get(name), f"{name} was lost"
    assert moved(before, after) <= ours
    # the diff shows what changed, and nothing else
    assert changed_names(done["diff"]) == moved(before, after)
    assert done["changed"] == bool(moved(before, after))
    assert not subject.run(definition=then, **subject.identity)["changed"]

    # null takes away, and only that
    unset = {name: None for name in ours if kind != "oas" and name != "data"}
    if unset and kind != "user":
        subject.run(definition=unset, **subject.identity)
        rest = subject.read()
        assert not plain({name: rest.get(name) for name in unset.keys() - set(refilled)}), rest
        for name in others:
            assert before.get(name) == rest.get(name), f"{name} was lost"
        assert not subject.run(definition=unset, **subject.identity)["changed"]
    replaced(subject, {name: value for name, value in others.items() if name not in refilled}, made)
