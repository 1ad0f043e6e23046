# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a write may wait for, and what it may take for done."""

from __future__ import annotations

import types

import pytest

from ansible_collections.community.tyk.plugins.module_utils._errors import HttpFailure, NotFound, TykError
from ansible_collections.community.tyk.plugins.module_utils._kinds.table import KINDS
from ansible_collections.community.tyk.plugins.module_utils._object.handover import store_secret, undone
from ansible_collections.community.tyk.plugins.module_utils._object.readback import NOT_LOADED, once_loaded, remove

HOOK = {"id": "h1", "name": "Pager"}


def failure(status, message="no"):
    kind = NotFound if status == 404 else HttpFailure
    return kind(status, "PUT", "/x", message)


class Server:
    """Gives one answer after another, and the last one for ever; a failure is raised."""

    def __init__(self, *answers, late=True):
        self.answers, self.late, self.asked = list(answers), late, 0

    def __call__(self, *_args):
        self.asked += 1
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer

    read = __call__


@pytest.fixture
def run():
    """Makes what a write knows of its task: a kind, a server, and five turns of patience."""

    def make(server, kind="webhooks", **more):
        run = types.SimpleNamespace(kind=KINDS[kind], client=server, named={}, **more)
        return types.SimpleNamespace(kind=run.kind, client=server, run=run, turns=lambda: iter(range(5)))

    return make


@pytest.mark.parametrize("status", [400, 403, 404, 500])
@pytest.mark.parametrize("text", NOT_LOADED)
def test_a_write_waits_for_what_tyk_has_not_loaded_yet(run, status, text):
    server = Server(failure(status, f"Oh: {text.upper()}!"), failure(status, text), "done")
    assert once_loaded(run(server), server) == "done" and server.asked == 3


@pytest.mark.parametrize("status", [None, 401, 405, 409, 422, 429, 502, 503])
def test_a_write_does_not_wait_after_any_other_status(run, status):
    server = Server(failure(status, NOT_LOADED[0]), "done")
    with pytest.raises(HttpFailure):
        once_loaded(run(server), server)
    assert server.asked == 1


@pytest.mark.parametrize("status", [400, 403, 404, 500])
def test_a_write_does_not_wait_after_any_other_message(run, status):
    server = Server(failure(status, "Malformed"), "done")
    with pytest.raises(HttpFailure):
        once_loaded(run(server), server)
    assert server.asked == 1


def test_a_write_does_not_wait_where_nothing_is_loaded_late(run):
    server = Server(failure(400, NOT_LOADED[0]), "done", late=False)
    with pytest.raises(HttpFailure):
        once_loaded(run(server), server)
    assert server.asked == 1


def test_a_write_that_is_refused_to_the_end_fails_with_the_refusal(run):
    refusal = failure(400, NOT_LOADED[0])
    server = Server(refusal)
    with pytest.raises(HttpFailure) as told:
        once_loaded(run(server), server)
    assert told.value is refusal and server.asked == 5


@pytest.mark.parametrize(
    ("delete", "read", "done"),
    [
        (None, HOOK, True),
        (failure(500), None, True),
        (failure(404), None, True),
        (failure(500), HOOK, False),
        (failure(403), HOOK, False),
        (failure(500), failure(500), False),
        (failure(500), failure(None), False),
        (failure(403), failure(403), False),
    ],
)
def test_a_delete_is_done_if_the_object_is_gone_and_only_then(run, delete, read, done):
    client = types.SimpleNamespace(delete=Server(delete), read=Server(read))
    if done:
        remove(run(client), HOOK)
    else:
        with pytest.raises(HttpFailure) as told:
            remove(run(client), HOOK)
        assert told.value is delete


@pytest.mark.parametrize(
    ("kind", "obj", "given"),
    [
        ("users", {"access_key": "s"}, ["s"]),
        ("users", {"access_key": ""}, []),
        ("users", {}, []),
        ("webhooks", {"access_key": "s", "": "s"}, []),
        ("oauth_clients", {"secret": "s"}, ["s"]),
    ],
)
def test_a_secret_is_given_away_once_there_is_one(kind, obj, given):
    got = []
    store_secret(KINDS[kind], got.append, obj)
    assert got == given
    store_secret(KINDS[kind], None, obj)


def test_a_secret_that_no_file_takes_is_told_to_be_lost():
    def full(_secret):
        raise OSError("no space left")

    with pytest.raises(TykError) as told:
        store_secret(KINDS["users"], full, {"access_key": "the-secret"})
    assert "no space left" in str(told.value) and "not handed over" in str(told.value)
    assert "the-secret" not in str(told.value)


def test_what_the_next_run_does_not_do_by_itself_is_told(run):
    assert "its password was not set" in undone(run(None, "users", resolved={"password": "x"}).run)
    assert "was not set" not in undone(run(None, "users", resolved={"password": ""}).run)
    assert undone(run(None, "webhooks", resolved={"name": "x"}).run) == ""
    assert undone(run(None, "apis", resolved={"user_owners": ["x"]}).run) == ""
