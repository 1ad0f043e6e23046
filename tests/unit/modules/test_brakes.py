# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Guards beside the rules: each of these holds back a write, a guess or a secret where the rule alone would not."""

from __future__ import annotations

import itertools

import pytest

HOOK = {"name": "Pager", "target_path": "http://pager.example/"}
API = {"name": "Orders", "listen_path": "/orders/", "target_url": "http://up.example/"}
MASK = "********"


# What was read some time ago


def edit_after_the_first_read(tyk, path, **fields):
    """Another tool changes fields of an object as soon as a module has read it."""
    handle, done = tyk.emulator.handle, []

    def edited(request):
        answer = handle(request)
        if not done and request.method == "GET":
            done.append(tyk.emulator.handle)
            tyk.emulator.handle = handle
            status, told = tyk.call("PUT", path, {**tyk.read(path), **fields})
            assert status == 200, told
        return answer

    tyk.emulator.handle = edited


@pytest.mark.parametrize(("seconds", "again"), [(0, False), (4.9, False), (5.0, False), (5.1, True), (60, True)])
def test_an_object_that_was_read_more_than_five_seconds_ago_is_read_again_before_it_is_written(tyk, seconds, again):
    ident = tyk.ok("webhook", **HOOK)["webhook"]["id"]
    path = f"/api/hooks/{ident}"
    tyk.log()
    edit_after_the_first_read(tyk, path, template_path="/theirs")
    tyk.clock = itertools.count(0, seconds).__next__
    assert tyk.ok("webhook", **HOOK, event_timeout=60)["changed"]
    asked = tyk.log()
    first, last = asked.index(f"PUT {path}"), len(asked) - asked[::-1].index(f"PUT {path}") - 1
    assert (f"GET {path}" in asked[first + 1 : last]) is again  # the first PUT is that of the other tool
    stored = tyk.read(path)
    assert stored["event_timeout"] == 60
    assert not again or stored["template_path"] == "/theirs"


# Masks that come back


def deep(*items):
    return {
        "config_data": {"deep": [{"at": at, **({"client_secret": secret} if secret else {})} for at, secret in items]}
    }


@pytest.fixture
def masked(tyk):
    """An API with two secrets in a list."""
    tyk.ok("api", **API, definition=deep(("a", "secret-of-a"), ("b", "secret-of-b"), ("c", None)))
    tyk.log()
    return tyk


def stored(tyk):
    (api,) = tyk.read("/api/apis?p=-1")["apis"]
    return api["api_definition"]["config_data"]["deep"]


def test_a_mask_in_a_list_means_the_secret_of_the_item_that_is_the_same_otherwise(masked):
    assert not masked.ok("api", **API, definition=deep(("a", MASK), ("b", MASK), ("c", None)))["changed"]
    assert masked.ok("api", **API, definition=deep(("c", None), ("b", MASK), ("a", MASK)))["changed"]
    kept = {item["at"]: item.get("client_secret") for item in stored(masked)}
    assert kept == {"a": "secret-of-a", "b": "secret-of-b", "c": None}
    assert masked.ok("api", **API, definition=deep(("b", MASK)))["changed"]
    assert stored(masked) == [{"at": "b", "client_secret": "secret-of-b"}]


@pytest.mark.parametrize("at", ["d", "", "A"])
@pytest.mark.parametrize("check", [True, False])
def test_a_mask_in_an_item_that_is_like_none_takes_no_other_item_s_secret(masked, at, check):
    before = stored(masked)
    text = masked.fails("api", **API, definition=deep(("a", MASK), (at or "new", MASK)), check=check)
    assert "config_data.deep.1.client_secret: this is the mask of a secret" in text
    assert not masked.writes() and stored(masked) == before


@pytest.mark.parametrize(
    "data",
    [{"deep": [{"client_secret": MASK}]}, {"client_secret": MASK}, {"deep": {"er": {"client_secret": MASK}}}],
)
def test_a_mask_is_no_secret_of_a_new_object(tyk, data):
    assert "this is the mask of a secret" in tyk.fails("api", **API, definition={"config_data": data})
    assert not tyk.writes()


def test_a_mask_where_there_was_no_secret_is_not_stored(masked):
    definition = {"config_data": {"other": {"client_secret": MASK}}}
    masked.run("api", **API, definition=definition)
    (api,) = masked.read("/api/apis?p=-1")["apis"]
    assert MASK not in str(api)
