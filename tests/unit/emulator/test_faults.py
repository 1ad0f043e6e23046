# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Faults, as a session of `requests` meets them in the same process."""

from __future__ import annotations

from concurrent import futures

import pytest

requests = pytest.importorskip("requests")

from tyk_emulator.adapter import EmulatorAdapter

BASE = "http://emulator"
GROUP = {"name": "g"}


@pytest.fixture
def client(world):
    session = requests.Session()
    session.mount(BASE, EmulatorAdapter(world.emulator))
    session.headers["authorization"] = world.token
    session.world = world
    session.groups = lambda: len(world.ok("GET", "/api/usergroups?p=-1")["groups"])
    return session


def post(client, **options):
    return client.post(f"{BASE}/api/usergroups", json=GROUP, timeout=5, **options)


def plan(client, **fault):
    client.world.control("PUT", "faults", [fault])


def test_answers_look_like_real_ones(client):
    answer = post(client)
    assert answer.json()["Message"] == "User group created"
    assert answer.headers["Content-Type"] == "application/json" and answer.headers["Content-Length"] == str(
        len(answer.content)
    )
    assert answer.request.url == f"{BASE}/api/usergroups" and answer.reason == "OK"
    streamed = client.get(f"{BASE}/api/usergroups", stream=True, timeout=5)
    assert b"".join(streamed.iter_content(7)) == client.get(f"{BASE}/api/usergroups", timeout=5).content
    raw = client.get(f"{BASE}/api/usergroups", stream=True, timeout=5).raw
    assert len(raw.read(5)) == 5


def test_bodies_of_every_sort(client):
    for data in (b'{"name":"g"}', '{"name":"g"}', iter([b'{"name":', b'"g"}'])):
        assert client.post(f"{BASE}/api/usergroups", data=data, timeout=5).status_code == 200
    assert client.head(f"{BASE}/api/usergroups", timeout=5).content == b""
    files = {"file": ("x.pem", b"nonsense")}
    assert client.post(f"{BASE}/api/certs", files=files, timeout=5).status_code == 400


@pytest.mark.parametrize("after", [True, False])
def test_drop(client, after):
    plan(client, drop=True, after=after)
    with pytest.raises(requests.exceptions.ConnectionError) as caught:
        post(client)
    # Before and after the write look the same to the client.
    assert "Connection aborted" in str(caught.value) and "after" not in str(caught.value)
    assert client.groups() == int(after)
    assert client.world.control("GET", "requests")[-2]["status"] == 0


@pytest.mark.parametrize("after", [True, False])
def test_truncate(client, after):
    plan(client, truncate=True, after=after)
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        post(client)
    assert client.groups() == int(after)
    plan(client, truncate=True)
    streamed = client.get(f"{BASE}/api/usergroups", stream=True, timeout=5)
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        list(streamed.iter_content(1024))


@pytest.mark.parametrize("timeout", [1, (5, 1), None])
def test_delay(client, timeout):
    plan(client, delay_s=2 if timeout else 0.01)
    if timeout is None:
        assert client.post(f"{BASE}/api/usergroups", json=GROUP).status_code == 200
    else:
        with pytest.raises(requests.exceptions.ReadTimeout):
            client.post(f"{BASE}/api/usergroups", json=GROUP, timeout=timeout)
    assert client.groups() == 1


@pytest.mark.parametrize("after", [True, False])
@pytest.mark.parametrize(
    ("fault", "status", "content"),
    [
        ({"status": 503}, 503, b'{"Status":"Error","Message":"Service Unavailable","Meta":null}'),
        ({"status": 502, "html": True}, 502, b"<html>"),
        ({"html": True}, 200, b"<html>"),
        ({"empty": True}, 200, b""),
        ({"empty": True, "status": 204}, 204, b""),
    ],
)
def test_wrong_answers(client, fault, status, content, after):
    plan(client, **fault, after=after, retry_after=3)
    answer = post(client)
    assert (answer.status_code, answer.headers["Retry-After"]) == (status, "3")
    assert answer.content.startswith(content) and (content or not answer.content)
    assert client.groups() == int(after)


def test_a_limit_of_requests_a_second(client, monkeypatch):
    now = [100.25]
    monkeypatch.setattr(client.world.emulator.faults, "_clock", lambda: now[0])
    plan(client, status=429, retry_after=1, above=2, times=99, method="POST")
    assert [post(client).status_code for _number in range(4)] == [200, 200, 429, 429]
    assert client.groups() == 2
    now[0] = 101.0
    assert [post(client).status_code for _number in range(3)] == [200, 200, 429]


def test_refused(client):
    plan(client, refuse=True, after=True)
    with pytest.raises(requests.exceptions.ConnectionError) as caught:
        post(client)
    assert "Connection refused" in str(caught.value) and client.groups() == 0


@pytest.mark.parametrize("after", [True, False])
def test_half_a_body_that_looks_whole(client, after):
    plan(client, short=True, after=after)
    answer = post(client)
    assert int(answer.headers["Content-Length"]) == len(answer.content) and client.groups() == int(after)
    with pytest.raises(ValueError):
        answer.json()


def test_another_content_type(client):
    plan(client, content_type="text/plain")
    answer = post(client)
    assert answer.headers["Content-Type"] == "text/plain" and answer.json()["Status"] == "OK"
    assert client.groups() == 1


@pytest.mark.parametrize(
    ("redirect", "status", "location"),
    [
        ("https", 307, "https://emulator/api/usergroups?p=-1"),
        ("https://other:8443/base/", 301, "https://other:8443/base/api/usergroups?p=-1"),
        ("http://other", 302, "http://other/api/usergroups?p=-1"),
    ],
)
def test_redirects(client, redirect, status, location):
    plan(client, redirect=redirect, **({} if status == 307 else {"status": status}))
    answer = client.get(f"{BASE}/api/usergroups?p=-1", allow_redirects=False, timeout=5)
    assert (answer.status_code, answer.headers["Location"]) == (status, location)


def test_selection(client):
    faults = [
        {"method": "post", "path": "groups$", "status": 500, "times": 2, "skip": 1},
        {"path": "/hello", "status": 503},
    ]
    client.world.control("PUT", "faults", faults)
    assert client.get(f"{BASE}/api/usergroups", timeout=5).status_code == 200
    assert [post(client).status_code for _time in range(4)] == [200, 500, 500, 200]
    assert [fault["path"] for fault in client.world.control("GET", "faults")] == ["/hello"]
    assert client.get(f"{BASE}/hello", timeout=5).status_code == 503
    client.world.control("PUT", "faults", [{"status": 500, "times": 99}])
    client.world.control("DELETE", "faults")
    assert post(client).status_code == 200


@pytest.mark.parametrize(
    "fault", [{}, {"drop": False}, {"status": "500"}, {"speed": 1, "drop": True}, {"drop": True, "path": "("}, "drop"]
)
def test_faults_that_make_no_sense_are_refused(world, fault):
    assert world.send("PUT", "/_emulator/faults", [fault]).status == 400


def test_many_threads(client):
    with futures.ThreadPoolExecutor(8) as pool:
        ids = {answer.json()["Meta"] for answer in pool.map(lambda _: post(client), range(200))}
    assert len(ids) == client.groups() == 200
