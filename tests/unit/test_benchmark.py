# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The yardsticks of `make bench` measure what they say. How long anything takes is no test."""

from __future__ import annotations

import collections
import http.server
import importlib
import json
import pathlib
import subprocess
import sys
import threading

import pytest

BENCHMARK = pathlib.Path(__file__).resolve().parents[2] / "tools/benchmark"


@pytest.fixture
def load(monkeypatch):
    """Imports a file of the benchmark, whose names are too plain to stay imported."""
    before = set(sys.modules)
    monkeypatch.syspath_prepend(str(BENCHMARK))
    yield importlib.import_module
    ours = {path.stem for path in BENCHMARK.glob("*.py")}
    for name in (set(sys.modules) - before) & ours:
        del sys.modules[name]


class Server(http.server.BaseHTTPRequestHandler):
    """Notes what it is asked, and answers what the clients accept."""

    protocol_version = "HTTP/1.1"

    def answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        about = (self.command, self.path, body, self.headers["authorization"], self.headers["Content-Type"])
        self.server.noted.append((about, self.client_address))
        self.send_response(404 if self.path == "/gone" else 200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    do_GET = do_PUT = do_POST = answer

    def log_message(self, *arguments):
        """Say nothing."""


@pytest.fixture
def server():
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server) as listening:
        listening.noted = []
        thread = threading.Thread(target=listening.serve_forever)
        thread.start()
        yield listening
        listening.shutdown()
        thread.join()


@pytest.mark.parametrize("script", ["bare.py", "floor.py"])
def test_a_bare_client_sends_what_was_recorded(script, server, tmp_path):
    first = [["MainThread", "GET", "/list?p=-1", None], ["MainThread", "GET", "/gone", None]]
    pool = [[f"ThreadPoolExecutor-0_{n % 2}", "PUT", f"/{n}", '{"ä": 1}'] for n in range(6)]
    last = [["ThreadPoolExecutor-1_0", "POST", "/last", "{}"]]
    record = tmp_path / "requests.jsonl"
    record.write_text("".join(json.dumps(request) + "\n" for request in first + pool + last))
    url = f"http://127.0.0.1:{server.server_port}"
    command = [sys.executable, str(BENCHMARK / script), str(record), url, "token", "2"]
    ours = next(path for path in sys.path if pathlib.Path(path, "ansible_collections/community/tyk").is_dir())
    # the proxy would be asked if the environment were
    environment = {"http_proxy": "http://127.0.0.1:1", "PATH": "", "PYTHONPATH": ours}
    subprocess.run(command, env=environment, check=True, timeout=60)
    sent = [about for about, _client in server.noted]
    wanted = [
        (method, where, (body or "").encode(), "token", "application/json")
        for _thread, method, where, body in first + pool + last
    ]
    assert sorted(sent) == sorted(wanted)
    assert sent[:2] == wanted[:2] and sent[-1] == wanted[-1]
    for lane in (0, 1):
        assert [one for one in sent if one in wanted[2 + lane : 8 : 2]] == wanted[2 + lane : 8 : 2]
    assert len({client for _about, client in server.noted}) <= 2


def test_a_bad_answer_is_no_measurement(load):
    replay = load("replay")
    with pytest.raises(SystemExit, match="PUT /x: 404 b'no'"):
        replay.parsed(lambda *request: (404, b"no"), "PUT", "/x", None)


class Tyk:
    """As much of a Dashboard as tyk-sync asks."""

    def __init__(self, apis=(), policies=()):
        self.apis, self.policies, self.sent = {name: f"db-{name}" for name in apis}, list(policies), []

    def send(self, method, where, body):
        path = where.split("?")[0]
        self.sent.append(f"{method} {path}")
        if method == "POST" and path.startswith("/api/apis"):
            name = json.loads(body)["name"]
            self.apis[name] = f"db-{name}"
        found = {
            "/api/apis": {"apis": [{"api_definition": {"api_id": one, "id": db}} for one, db in self.apis.items()]},
            "/api/portal/policies": {"Data": [{"id": one, "_id": f"db-{one}"} for one in self.policies]},
        }
        self.bodies = {**getattr(self, "bodies", {}), f"{method} {path}": body}
        return 200, json.dumps(found.get(path, {})).encode()


def entry(name, oas=False):
    body = json.dumps({"name": name, "id": f"old-{name}"})
    return {"id": name, "db": f"old-{name}", "oas": oas, "categories": ["c"] if oas else [], "body": body}


def test_tyk_sync_writes_anew_what_has_not_changed(load):
    tyk = Tyk(["classic", "oas"], ["policy"])
    sync = load("like_sync").Sync(tyk.send)
    sync.policies([entry("policy")])
    sync.apis([entry("classic"), entry("oas", oas=True)])
    sync.assets()
    lists = "GET /api/portal/policies"
    assert tyk.sent[:4] == [lists, lists, "PUT /api/portal/policies/db-policy", lists]
    writes = ["PUT /api/apis/db-classic", "PUT /api/apis/oas/db-oas", "PUT /api/apis/oas/oas/categories"]
    after = ["GET /api/apis", "GET /api/apis", "GET /api/assets", "GET /api/assets", "GET /api/assets"]
    assert tyk.sent[4:] == ["GET /api/apis", "GET /api/apis", *writes, *after]
    assert json.loads(tyk.bodies["PUT /api/apis/oas/db-oas"]) == {"name": "oas", "id": "db-oas"}


def test_tyk_sync_writes_new_apis_twice(load):
    tyk = Tyk()
    sync = load("like_sync").Sync(tyk.send)
    sync.policies([entry("policy")])
    sync.apis([entry("classic"), entry("oas", oas=True)])
    counts = collections.Counter(tyk.sent)
    assert counts["POST /api/portal/policies"] == 1
    assert counts["POST /api/apis"] == counts["PUT /api/apis/db-classic"] == 1
    assert counts["POST /api/apis/oas"] == counts["PUT /api/apis/oas/db-oas"] == 1
    assert counts["PUT /api/apis/oas/oas/categories"] == 2
    assert counts["GET /api/apis"] == 4


@pytest.mark.parametrize(
    ("figure", "verdict"), [(None, "not measured"), (1.59, "met"), (1.6, "met"), (1.61, "**missed**")]
)
def test_a_goal_is_judged(load, figure, verdict):
    goal = load("goals").Goal("title", 1.6, ("part", "figure"))
    assert goal.verdict({} if figure is None else {"part": {"figure": figure}}) == verdict


def test_the_page_tells_each_goal(load):
    goals, page = load("goals").GOALS, (BENCHMARK.parents[1] / "docs/performance.md").read_text(encoding="utf-8")
    for goal in goals:
        assert f"| {goal.title} | {goal.most:g} |" in page


def test_tables_do_without_what_was_not_measured(load):
    machine = {"processors": 2, "python": "3", "ansible_core": "2", "requests": "2"}
    text = load("table").tables({"machine": machine, "yaml": {"ratio": 1.04, "load": 2.5}})
    assert "| a configuration in YAML to the same in JSON | 1.2 | 1.04 | met |" in text
    assert text.count("| not measured |") == len(load("goals").GOALS) - 1
    assert "2.5 to 2.5 processes" in text


def test_parts_are_chosen_by_name_or_by_what_it_begins_with(load):
    chosen = load("bench").chosen
    names = ["yaml", "sync-500", "sync-1000"]
    assert chosen(names, []) == names
    assert chosen(names, ["sync"]) == ["sync-500", "sync-1000"]
    assert chosen(names, ["sync-500", "yaml"]) == ["yaml", "sync-500"]
