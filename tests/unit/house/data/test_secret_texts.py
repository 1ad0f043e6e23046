# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is secret by path, by type and by name, and what stands in its place."""

from __future__ import annotations

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.community.tyk.plugins.module_utils._data.secrets import (
    MASK,
    MASK_NEW,
    NONE,
    Secrets,
    masks,
    redact,
    restored,
    says_secret,
    secrets_at,
    secrets_of,
    stands_for,
    texts,
    written_masks,
)
from ansible_collections.community.tyk.plugins.module_utils._data.shapes import table

TABLE = table("""
API pin:secret keys:source url:address urls:[address] headers:{text~} add:[Pair] free:{any~} any:any~ own:{any}
    login:Login logins:{Login} rewrites:{Login~} plain:text map:{text}
Pair name:text value:text~
Login user:text password:secret tokenUrl:text
""")
TREE = secrets_of(TABLE, "API")


@pytest.mark.parametrize(
    "name",
    """Authorization X-Auth-Token X-Api-Key x-api-key APIKey api_key apiKey VAULT_TOKEN client.secret clientSecret
    Set-Cookie proxy-authorization dbPassword PASSWORD refresh_tokens AWSSecretAccessKey private_key pwd""".split(),
)
def test_a_whole_word_says_secret(name):
    assert says_secret(name)


@pytest.mark.parametrize(
    "name",
    """X-Request-Id Content-Type tokenize secretary monkey key keys api access X-Key-Count token_url tokenUrl TOKEN_URI
    Accept cookiecutter ""
    """.split(),
)
def test_a_part_of_a_word_says_nothing(name):
    assert not says_secret(name)


HIDDEN = [
    ({"pin": "S"}, {"pin": MASK}),
    ({"pin": ["S"]}, {"pin": MASK}),
    ({"pin": {"a": "S"}}, {"pin": MASK}),
    ({"keys": "S"}, {"keys": MASK}),
    ({"keys": {"a": "S"}}, {"keys": MASK}),
    ({"url": "https://u:S@h/p"}, {"url": f"https://{MASK}@h/p"}),
    ({"url": "amqp://S@h:1"}, {"url": f"amqp://{MASK}@h:1"}),
    ({"url": "http://a@b:S@h/"}, {"url": f"http://{MASK}@h/"}),
    ({"url": "/x?a=1&api_key=S&b=2"}, {"url": f"/x?a=1&api_key={MASK}&b=2"}),
    ({"url": "u:S@proxy:3128"}, {"url": f"{MASK}@proxy:3128"}),
    ({"url": "http://u:a/S@h/"}, {"url": f"http://{MASK}@h/"}),
    ({"url": "https://h/#access_token=S"}, {"url": f"https://h/#access_token={MASK}"}),
    ({"url": "/x?api%5Fkey=S&password=$Secret"}, {"url": f"/x?api%5Fkey={MASK}&password={MASK}"}),
    ({"url": ["http://u:S@h/"]}, {"url": [f"http://{MASK}@h/"]}),
    ({"url": {"a": "http://u:S@h/"}}, {"url": {"a": f"http://{MASK}@h/"}}),
    ({"free": {"dsn": "u:S@tcp(db:3306)/x"}}, {"free": {"dsn": f"{MASK}@tcp(db:3306)/x"}}),
    ({"free": {"dsn": "host=db password=S"}}, {"free": {"dsn": f"host=db password={MASK}"}}),
    ({"free": {"pem": "-----BEGIN PRIVATE KEY-----S"}}, {"free": {"pem": MASK}}),
    ({"login": [{"password": "S"}]}, {"login": [{"password": MASK}]}),
    ({"urls": ["http://h/", "http://u:S@h/"]}, {"urls": ["http://h/", f"http://{MASK}@h/"]}),
    ({"headers": {"X-Api-Key": "S", "X": "y"}}, {"headers": {"X-Api-Key": MASK, "X": "y"}}),
    ({"headers": {"X-Up": "http://u:S@h/"}}, {"headers": {"X-Up": f"http://{MASK}@h/"}}),
    ({"headers": "Authorization: S"}, {"headers": MASK}),
    ({"headers": ["Authorization: S"]}, {"headers": [MASK]}),
    ({"add": [{"name": "Cookie", "value": "S"}]}, {"add": [{"name": "Cookie", "value": MASK}]}),
    ({"add": "Cookie: S"}, {"add": MASK}),
    ({"free": {"a": [{"db": {"password": "S"}}]}}, {"free": {"a": [{"db": {"password": MASK}}]}}),
    ({"free": {"tokens": ["S", {"b": "S"}]}}, {"free": {"tokens": MASK}}),
    ({"free": {"env": [{"key": "API_KEY", "value": "S"}]}}, {"free": {"env": [{"key": "API_KEY", "value": MASK}]}}),
    ({"any": {"credentials": {"b": "S"}}}, {"any": {"credentials": MASK}}),
    ({"login": {"password": "S"}}, {"login": {"password": MASK}}),
    ({"login": "u:S"}, {"login": MASK}),
    ({"login": {"Password": "S"}}, {"login": {"Password": MASK}}),
    (
        {"logins": {"password": {"user": "u", "password": "S"}}},
        {"logins": {"password": {"user": "u", "password": MASK}}},
    ),
    ({"rewrites": {"Authorization": {"user": "S"}}}, {"rewrites": {"Authorization": MASK}}),
    ({"newer": {"client_secret": "S"}}, {"newer": {"client_secret": MASK}}),
    ("not yet a map: S", MASK),
]


@pytest.mark.parametrize(("value", "shown"), HIDDEN, ids=str)
def test_a_secret_is_hidden(value, shown):
    assert redact(value, TREE) == shown
    assert "S" not in json.dumps(redact(value, TREE)).replace("API_KEY", "")
    assert [text for text in texts(value, TREE) if "S" in text]
    assert [path for path, _mask in masks(redact(value, TREE))] == list(
        written_masks(shown, TREE)
    ) != [] and stands_for(shown, value, TREE)


JWKS = "https://idp.example/jwks.json"
OPEN = [
    {"keys": JWKS},
    {"keys": base64.b64encode(JWKS.encode()).decode()},
    {"url": "https://h/a@b"},
    {"url": "/x?api_key=$tyk_context.headers_X&token_url=http://h/"},
    {"url": "tyk://a-key/b?cookie="},
    {"headers": {"X-Request-Id": "1", "Cookie": ""}},
    {"add": [{"name": "X", "value": "y"}, {"name": "Cookie", "value": ""}]},
    {"free": {"root": "root.token = this.token", "max_tokens": 5, "password_length": 8}},
    {"url": "https://h/users/@me"},
    {"free": {"mail": "ada@h.example", "cmd": "a=b"}},
    {"free": {"token_ttl": 60, "password_required": True, "secret": None, "credentials": {}}},
    {"own": {"password": "p", "a": {"token": "t"}}},
    {"map": {"password": "p"}},
    {"login": {"user": "u", "tokenUrl": "http://h/"}},
    {"logins": {"password": {"user": "u"}, "token": {"user": "v"}}},
    {"plain": "password"},
    {"newer": {"a": "b"}},
]


@pytest.mark.parametrize("value", OPEN, ids=str)
def test_what_is_no_secret_is_shown(value):
    assert redact(value, TREE) == value
    assert not list(texts(value, TREE)) and not list(masks(redact(value, TREE)))


def test_a_number_is_one_where_its_name_names_the_secret_itself():
    value = {"free": {"password": 73519264, "apiKey": 7351, "token_ttl": 60, "max_tokens": 5, "secret": 0, "pwd": True}}
    shown = {**value["free"], "password": MASK, "apiKey": MASK}
    assert redact(value, TREE) == {"free": shown} and sorted(texts(value, TREE)) == ["7351", "73519264"]


def test_a_changed_secret_is_told_from_a_kept_one():
    before = {"pin": "1", "url": "http://a:1@h/", "urls": ["http://a:1@h/"], "plain": "x"}
    after = {**before, "pin": "2", "url": "http://a:2@h/"}
    shown = {"pin": MASK_NEW, "url": f"http://{MASK_NEW}@h/", "urls": [f"http://{MASK}@h/"], "plain": "x"}
    assert redact(after, TREE, before) == shown and redact(after, TREE, after)["pin"] == MASK
    assert redact({"pin": ""}, TREE) == {"pin": ""}


def test_a_mask_stands_for_what_was_shown_only():
    stored = {"url": "http://u:1@h/", "urls": ["http://u:1@h/"], "pin": "1"}
    assert stands_for(redact(stored, TREE), stored, TREE)
    for other in (
        {"url": f"http://{MASK}@elsewhere/"},
        {"urls": [f"http://{MASK}@elsewhere/"]},
        {"newer": {"pwd": f"a://{MASK}@h"}},
    ):
        assert not stands_for(other, stored, TREE)


def test_what_is_secret_by_its_name_is_known():
    value = {"pin": "1", "headers": {"Cookie": "a"}, "add": [{"name": "Token", "value": "b"}], "newer": {"pwd": "c"}}
    found = [path for path, mask in masks(redact(value, TREE)) if mask.by_name]
    assert found == [("headers", "Cookie"), ("add", 0, "value"), ("newer", "pwd")]


def test_people_say_what_is_secret_and_what_is_not():
    value = {"own": {"license": "a", "b": {"c": "d"}}, "headers": {"Cookie": "a", "X": "y"}, "pin": "1", "urls": ["u"]}
    tree = TREE
    for path, what in {
        "own.license": "text",
        "own.*.c": "text",
        "headers.Cookie": "",
        "pin": "",
        "urls.*": "text",
    }.items():
        tree = tree.laid(tuple(path.split(".")), what)
    shown = {
        "own": {"license": MASK, "b": {"c": MASK}},
        "headers": {"Cookie": "a", "X": "y"},
        "pin": "1",
        "urls": [MASK],
    }
    assert redact(value, tree) == shown
    assert redact(value, TREE)["pin"] == MASK, "for others nothing has changed"
    assert redact(value, TREE.laid(("headers", "*"), "")) == {**value, "pin": MASK}


leaves = st.none() | st.booleans() | st.integers(-5, 5) | st.sampled_from(["", "a", "http://h/"])
names = st.sampled_from(["a", "pin", "headers", "Cookie", "add", "name", "value", "free", "login", "password", "url"])
values = st.recursive(leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=4))


@given(values, values)
def test_law_where_nothing_is_secret_a_copy_is_shown_without_a_look_at_it(value, before):
    shown = redact(value, NONE, before)
    assert secrets_at({}) is NONE and shown == redact(value, Secrets(), before) == value
    assert shown is not value or not isinstance(value, (dict, list))


@given(values, values)
def test_whatever_stands_there_no_secret_is_shown(value, before):
    planted = {
        "pin": value,
        "rest": value,
        "login": {"password": "S3CR3T", "a": value},
        "headers": {"Cookie": "S3CR3T"},
    }
    for shown in (redact(planted, TREE), redact(planted, TREE, before)):
        assert "S3CR3T" not in json.dumps(shown)
        assert stands_for(shown, planted, TREE)
    assert redact(redact(planted, TREE), TREE) == redact(planted, TREE)


@given(values)
def test_masks_are_found(value):
    assert not list(masks(value)) and not list(written_masks(value, TREE))
    for planted in ({"map": value, "pin": MASK}, {"login": {"password": MASK_NEW}}, {"urls": [f"http://{MASK}@h/"]}):
        assert len(list(written_masks(planted, TREE))) == 1


def test_asterisks_in_data_of_somebodys_own_are_no_mask():
    value = {"own": {"password": MASK, "a": [MASK]}, "plain": MASK, "map": {"x": f"http://{MASK}@h/"}}
    assert not list(written_masks(value, TREE)) and restored(value, {}, TREE) == value


@pytest.mark.parametrize("mask", [MASK, MASK_NEW])
def test_what_is_there_takes_the_place_of_a_mask(mask):
    stored = {"pin": "1", "add": [{"name": "Token", "value": "2"}], "login": {"password": "3"}, "url": "a://u:4@b"}
    written = {
        "pin": mask,
        "add": [{"name": "Token", "value": mask}],
        "login": {"password": mask},
        "url": f"a://{mask}@b",
    }
    assert restored(written, stored, TREE) == stored and stands_for(written, stored, TREE)
    assert not stands_for(written, {**stored, "login": {}}, TREE), "there is nothing that it could stand for"
    assert not stands_for({"plain": "x", "headers": {"X": mask}}, {"headers": {"X": "open"}}, TREE)


def test_all_that_is_below_a_secret_is_secret():
    tree = secrets_at({"pin": "text", "map.*": "text"})
    value = {"pin": {"a": "one", "b": ["two"], "c": 3}, "map": {"x": "three"}, "open": "four"}
    assert sorted(texts(value, tree)) == ["3", "one", "three", "two"]
    assert list(texts("alone", tree.under("pin"))) == ["alone"]


def test_names_that_are_the_same_in_any_letters():
    tree = secrets_at({"Config": "named", "Config.Key": "text", "Config.TokenField": "", "List.*.Pin": "text"}, True)
    value = {"config": {"KEY": "s", "tokenfield": "f", "mySecret": "s"}, "LIST": [{"pin": "s", "Other": "o"}]}
    shown = redact(value, tree)
    assert shown["config"] == {"KEY": MASK, "tokenfield": "f", "mySecret": MASK}
    assert shown["LIST"] == [{"pin": MASK, "Other": "o"}]
    assert redact(value, tree.laid(("Config", "key"), "")) != shown
    minding = secrets_at({"Config.Key": "text"})
    assert redact({"config": {"key": "s"}}, minding) == {"config": {"key": "s"}}
