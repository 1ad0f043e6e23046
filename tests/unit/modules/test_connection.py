# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a task says of the server, and what the environment says, is understood or refused in one sentence."""

from __future__ import annotations

import pytest
from module_runner import URL, Tyk

ADDRESSES = {
    "http://h.example/#/apis": "leave out what begins with ? or #",
    "http://h.example?x": "leave out what begins with ? or #",
    "http://h.example/?": "leave out what begins with ? or #",
    "http://h.example:abc": "is no http or https address",
    "http://h.example:99999": "is no http or https address",
    "http://[::1": "is no http or https address",
    "h.example": "is no http or https address",
    "http://": "is no http or https address",
    "http://h.exa mple": "is no http or https address",
    "http://h.example/a\nb": "is no http or https address",
    "ftp://h.example": "is no http or https address",
}


@pytest.fixture(scope="module")
def tyk():
    return Tyk()


@pytest.mark.parametrize("url", ADDRESSES)
@pytest.mark.parametrize("check", [True, False])
def test_an_address_that_cannot_work_is_refused_in_one_sentence(tyk, url, check):
    told = tyk.run("webhook", name="W", method="POST", target_path="http://h/", url=url, check=check)
    assert told["failed"] and told["msg"].startswith("url: ") and ADDRESSES[url] in told["msg"]
    assert "defect" not in told["msg"] and not tyk.log()


@pytest.mark.parametrize("url", [f"{URL}/", f" {URL}", f"{URL} ", f"{URL}\n", f"\t{URL}//\r\n"])
def test_blanks_around_an_address_mean_nothing(tyk, url):
    assert not tyk.run("api_info", url=url).get("failed")


@pytest.mark.parametrize("end", ["\n", "\r\n", " ", "\n\n"])
def test_a_token_may_have_the_end_of_its_line(tyk, end):
    told = tyk.run("api_info", token=tyk.token + end)
    assert not told.get("failed") and tyk.token not in tyk.out


@pytest.mark.parametrize("token", ["a b", "tok\nen", "töken", "tok\x00en"])
def test_a_token_that_is_none_is_refused(tyk, token):
    told = tyk.run("api_info", token=token)["msg"]
    assert told.startswith("token: it holds white space or characters that no token has") and token not in tyk.out


@pytest.mark.parametrize(("token", "told"), [("", "token is empty"), (None, "token is needed")])
def test_an_empty_token_is_told_from_none(tyk, token, told, monkeypatch):
    monkeypatch.delenv("TYK_TOKEN", raising=False)
    assert tyk.fails("api_info", token=token).startswith(told)


NUMBERS = [
    ("timeout", 0),
    ("timeout", -1),
    ("timeout", "nan"),
    ("timeout", "inf"),
    ("retries", -1),
    ("wait_timeout", -1),
]
NUMBERS += [("wait_timeout", "inf")]


@pytest.mark.parametrize(("option", "value"), NUMBERS)
def test_a_number_that_nothing_can_be_done_with_is_refused(tyk, option, value):
    tyk.log()
    assert tyk.fails("api_info", **{option: value}).startswith(f"{option}: ")
    assert not tyk.log()


def run(tyk, monkeypatch, **variables):
    """A task that takes all of the connection from the environment."""
    for name in ("URL", "TOKEN", "AUTH", "ORG", "ORG_ID", "RETRIES"):
        monkeypatch.delenv(f"TYK_{name}", raising=False)
    for name, value in {"TYK_URL": URL, "TYK_TOKEN": tyk.token, **variables}.items():
        monkeypatch.setenv(name, value)
    return tyk.run("api_info", url=..., token=..., retries=...)


EMPTY = "VALIDATE_CERTS CA_PATH CLIENT_CERT CLIENT_KEY TIMEOUT RETRIES WAIT_TIMEOUT ORG ORG_ID PLATFORM AUTH".split()


@pytest.mark.parametrize("name", EMPTY)
@pytest.mark.parametrize("value", ["", " "])
def test_an_empty_variable_is_not_set(tyk, monkeypatch, name, value):
    told = run(tyk, monkeypatch, **{f"TYK_{name}": value})
    assert not told.get("failed"), told["msg"]
    assert told["invocation"]["module_args"]["timeout"] == 30


def test_the_other_variable_counts_where_the_first_is_empty(tyk, monkeypatch):
    told = run(tyk, monkeypatch, TYK_TOKEN="", TYK_AUTH=tyk.token, TYK_ORG="", TYK_ORG_ID=tyk.org)
    assert not told.get("failed") and told["invocation"]["module_args"]["org_id"] == tyk.org


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TIMEOUT", "soon"),
        ("RETRIES", "few"),
        ("PLATFORM", "cloud"),
        ("VALIDATE_CERTS", "perhaps"),
        ("WAIT_TIMEOUT", "x"),
    ],
)
def test_a_wrong_variable_is_named(tyk, monkeypatch, name, value):
    told = run(tyk, monkeypatch, **{f"TYK_{name}": value})["msg"]
    assert told.endswith(f" (it is TYK_{name} of the environment)") and name.lower() in told
    assert "environment" not in tyk.fails("api_info", **{"retries": 0, name.lower(): value}), (
        "what the task says itself is its own"
    )
