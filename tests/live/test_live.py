# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What only a real Gateway can show: requests that it lets through or not, and what is left when it is killed.

TYK_LIVE_GATEWAY_URL and TYK_LIVE_GATEWAY_SECRET name it. TYK_LIVE_UPSTREAM_HOST is how it calls this machine, if that
is not 127.0.0.1. TYK_LIVE_GATEWAY_KILL and TYK_LIVE_GATEWAY_START, if they are
set, are the shell commands that kill it and its Redis, and start both."""

from __future__ import annotations

import http.server
import json
import os
import secrets
import subprocess
import threading
import time

import pytest
import requests

URL = os.environ["TYK_LIVE_GATEWAY_URL"].rstrip("/")
SECRET = os.environ["TYK_LIVE_GATEWAY_SECRET"]
KILL, START = (os.environ.get(f"TYK_LIVE_GATEWAY_{name}", "") for name in ("KILL", "START"))


NAMES = {"apis": "name", "mcp_proxies": "name", "policies": "name", "keys": "alias"}
HOST = os.environ.get("TYK_LIVE_UPSTREAM_HOST", "127.0.0.1")
TOOLS = ("get-forecast", "get-alerts", "delete-station")


class Live:
    """An organisation of its own in the Gateway; all that is in it is deleted at the end.

    What a task is told is among the arguments of a process here, which anybody on the machine can read.
    """

    def __init__(self):
        self.org = "o" + secrets.token_hex(5)
        self.env = {
            **os.environ,
            "TYK_PLATFORM": "gateway",
            "TYK_URL": URL,
            "TYK_TOKEN": SECRET,
            "TYK_ORG": self.org,
            "TYK_RETRIES": "1",
            "ANSIBLE_LOCALHOST_WARNING": "false",
            "ANSIBLE_INVENTORY_UNPARSED_WARNING": "false",
        }

    def start(self, module, **params):
        """A task under way."""
        command = ["ansible", "localhost", "-m", f"community.tyk.{module}", "-a", json.dumps(params) if params else ""]
        pipe = subprocess.PIPE
        return subprocess.Popen(command, env=self.env, stdout=pipe, stderr=pipe, text=True)

    def run(self, module, **params):
        """What a task returns, and the seconds that it took."""
        began = time.monotonic()
        process = self.start(module, **params)
        out, err = process.communicate(timeout=300)
        assert process.returncode == 0, out + err
        return json.loads(out[out.index("=> ") + 3 :]), time.monotonic() - began

    def do(self, module, **params):
        return self.run(module, **params)[0]

    def fails(self, module, **params):
        """What a task says that cannot be done."""
        process = self.start(module, **params)
        out, err = process.communicate(timeout=300)
        assert process.returncode != 0, out
        return out + err

    def ask(self, path):
        """What the control API says."""
        answer = requests.get(f"{URL}/tyk/{path}", headers={"x-tyk-authorization": SECRET}, timeout=30)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def since(self, *version):
        """Whether the Gateway is at least this version."""
        told = requests.get(f"{URL}/hello", timeout=30).json()["version"]
        return tuple(int(part) for part in told.lstrip("v").split("-")[0].split(".")) >= version

    def knock(self, api, token):
        """The status of a request through the Gateway."""
        return requests.get(f"{URL}/{api}/ping", headers={"Authorization": token}, timeout=30).status_code

    def clean(self):
        wait_until_ready()
        told = self.do("tyk_config_info")["config"]
        gone = {
            kind: [{name: item[name], "state": "absent"} for item in told[kind]]
            for kind, name in NAMES.items()
            if told.get(kind)
        }
        if gone:
            self.do("tyk_config", config=gone)


@pytest.fixture
def live():
    live = Live()
    yield live
    live.clean()


def wait_until_ready():
    for _turn in range(240):
        try:
            if requests.get(f"{URL}/ready", timeout=5).status_code in (200, 404):
                return
        except requests.ConnectionError:
            pass
        time.sleep(0.25)
    raise TimeoutError("the Gateway does not get ready")


def mock_api(org, name):
    """An API that answers by itself, where a key lets one in."""
    document = {
        "openapi": "3.0.3",
        "info": {"title": name, "version": "1"},
        "paths": {"/ping": {"get": {"operationId": "ping", "responses": {"200": {"description": "ok"}}}}},
        "components": {"securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "Authorization"}}},
        "security": [{"key": []}],
        "x-tyk-api-gateway": {
            "server": {"authentication": {"enabled": True, "securitySchemes": {"key": {"enabled": True}}}},
            "middleware": {
                "operations": {"ping": {"mockResponse": {"enabled": True, "code": 200, "body": "pong"}}},
            },
        },
    }
    path = f"/{org}-{name.lower()}/"
    return {"name": name, "listen_path": path, "target_url": "http://127.0.0.1:1/", "definition": document}


def config(org):
    """A hundred objects."""
    orders = {"use_keyless": False, "auth": {"auth_header_name": "Authorization"}}
    classic = [
        {"name": f"Api {index}", "listen_path": f"/{org}-{index}/", "target_url": "http://127.0.0.1:1/"}
        for index in range(40)
    ]
    return {
        "apis": [*({**api, "definition": orders} for api in classic), *(mock_api(org, f"Oas{n}") for n in range(10))],
        "policies": [
            {"name": f"Policy {index}", "access_rights": [{"api": f"Api {index}"}], "rate": 10, "per": 1}
            for index in range(10)
        ],
        "keys": [
            {"key_id": f"key-{index}", "alias": f"Key {index}", "policies": [f"Policy {index % 10}"]}
            for index in range(40)
        ],
    }


def counts(result):
    return {kind: {k: v for k, v in found.items() if v} for kind, found in result["summary"].items()}


def test_a_key_lets_in_as_long_as_it_may(live, tmp_path):
    live.do("tyk_api", **mock_api(live.org, "Mock"))
    api, file = f"{live.org}-mock", tmp_path / "key"
    rights = {"access_rights": [{"api": "Mock"}], "quota_max": 1000, "quota_renewal_rate": 3600}
    key = {"key_id": "alice-1", "alias": "alice"}
    made = live.do("tyk_key", **key, **rights, rate=100, per=60, key_file=str(file))
    token = file.read_text().strip()
    assert made["changed"] and [live.knock(api, token) for _turn in range(3)] == [200, 200, 200]
    assert live.knock(api, "another") == 403
    assert not live.do("tyk_key", **key, **rights, rate=100, per=60)["changed"]

    before = live.ask(f"keys/{token}")
    assert before["quota_remaining"] == 997
    live.do("tyk_key", **key, meta_data={"seen": "yes"})
    after = live.ask(f"keys/{token}")
    assert (after["quota_remaining"], after["quota_renews"]) == (997, before["quota_renews"]), "an update kept both"
    live.do("tyk_key", **key, meta_data={"seen": "again"}, reset_quota=True)
    assert live.knock(api, token) == 200 and live.ask(f"keys/{token}")["quota_remaining"] == 999

    if live.since(5, 11):  # an older one keeps no such mark
        live.do("tyk_key", **key, inactive=True)
        assert live.knock(api, token) == 403
        live.do("tyk_key", **key, inactive=False)
        assert live.knock(api, token) == 200

    live.do("tyk_key", alias="alice", state="rotated", rotation="1", key_file=str(file))
    rotated = file.read_text().strip()
    assert rotated != token and (live.knock(api, token), live.knock(api, rotated)) == (403, 200)
    live.do("tyk_key", alias="alice", state="absent")
    assert live.knock(api, rotated) == 403


def test_a_rate_is_kept_over_an_update(live, tmp_path):
    live.do("tyk_api", **mock_api(live.org, "Mock"))
    live.do("tyk_policy", name="Slow", access_rights=[{"api": "Mock"}], rate=3, per=60)
    api, file = f"{live.org}-mock", tmp_path / "key"
    live.do("tyk_key", key_id="bob-1", policies=["Slow"], key_file=str(file))
    token = file.read_text().strip()
    assert [live.knock(api, token) for _turn in range(5)] == [200, 200, 200, 429, 429]
    live.do("tyk_key", key_id="bob-1", alias="Bob")
    assert live.knock(api, token) == 429


class McpServer(http.server.BaseHTTPRequestHandler):
    """Answers as an MCP server does; its tools do nothing."""

    called: list[str] = []

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        method, params = asked["method"], asked.get("params") or {}
        if method == "tools/call":
            self.called.append(params["name"])
            result = {"content": [{"type": "text", "text": f"{params['name']} has run"}]}
        elif method == "tools/list":
            result = {"tools": [{"name": name, "inputSchema": {"type": "object"}} for name in TOOLS]}
        else:
            result = {"protocolVersion": "2025-03-26", "capabilities": {"tools": {}}, "serverInfo": {"name": "weather"}}
        body = json.dumps({"jsonrpc": "2.0", "id": asked.get("id"), "result": result}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments):
        """Say nothing."""


@pytest.fixture
def upstream():
    """The address of an MCP server."""
    McpServer.called.clear()
    with http.server.ThreadingHTTPServer(("127.0.0.1" if HOST == "127.0.0.1" else "", 0), McpServer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://{HOST}:{server.server_address[1]}/"
        server.shutdown()


def call(path, token, method, **params):
    """A request of an MCP client; status and answer."""
    body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
    headers = {"Authorization": token, "Accept": "application/json, text/event-stream"}
    answer = requests.post(f"{URL}/{path}/", json=body, headers=headers, timeout=30)
    return answer.status_code, answer.json() if answer.text.startswith("{") else answer.text


def test_a_key_may_call_two_tools_of_an_mcp_server(live, upstream, tmp_path):
    if not live.since(5, 13):
        said = live.fails("tyk_mcp_proxy", name="Weather", listen_path="/weather/", target_url=upstream)
        assert "This Tyk knows no MCP proxies, which came with 5.13" in said
        return
    path, file = f"{live.org}-weather", tmp_path / "key"
    document = mock_api(live.org, "Weather")["definition"]
    own = {"server": document["x-tyk-api-gateway"]["server"]}
    weather = {
        "name": "Weather",
        "listen_path": f"/{path}/",
        "target_url": upstream,
        "resources": {"weather://stations/*": {"allow": {"enabled": True}}},
        "definition": {**document, "paths": {}, "x-tyk-api-gateway": own},
    }
    assert live.do("tyk_mcp_proxy", **weather)["changed"] and not live.do("tyk_mcp_proxy", **weather)["changed"]
    allowed = {"tools": {"allowed": ["get-forecast", "get-alerts"]}}
    limited = [{"type": "tool", "name": "get-alerts", "limit": {"rate": 2, "per": 60}}]
    rights = [{"api": "Weather", "mcp_access_rights": allowed, "mcp_primitives": limited}]
    policy = {"name": "Forecasters", "access_rights": rights, "rate": 1000, "per": 60}
    assert live.do("tyk_policy", **policy)["changed"] and not live.do("tyk_policy", **policy)["changed"]
    live.do("tyk_key", key_id="agent-1", alias="agent", policies=["Forecasters"], key_file=str(file))
    token = file.read_text().strip()
    status, _answer = call(path, token, "initialize")
    assert status == 200, f"{status}: does the Gateway reach {upstream}? If not, see TYK_LIVE_UPSTREAM_HOST"
    assert call(path, "another", "initialize")[0] in (401, 403)

    status, answer = call(path, token, "tools/call", name="get-forecast", arguments={})
    assert status == 200 and "get-forecast has run" in json.dumps(answer)
    status, answer = call(path, token, "tools/call", name="delete-station", arguments={})
    assert status == 403 or "error" in answer, answer
    told = [call(path, token, "tools/call", name="get-alerts", arguments={}) for _turn in range(4)]
    assert [status == 200 and "error" not in answer for status, answer in told] == [True, True, False, False], told
    assert McpServer.called == ["get-forecast", "get-alerts", "get-alerts"]

    live.ask("mcps")  # which costs the proxy the next load, and is nobody's fault here
    live.do("tyk_api", **mock_api(live.org, "Mock"))
    assert call(path, token, "tools/call", name="get-forecast", arguments={})[0] == 200
    live.do("tyk_mcp_proxy", name="Weather", tools={"get-forecast": {"block": {"enabled": True}}})
    status, answer = call(path, token, "tools/call", name="get-forecast", arguments={})
    assert status >= 400 or "error" in answer, answer
    assert McpServer.called.count("get-forecast") == 2


def test_a_hundred_objects(live):
    wanted = config(live.org)
    foretold = live.do("tyk_config_info")["config"]
    assert not any(foretold.values())
    made, took = live.run("tyk_config", config=wanted)
    assert counts(made) == {"apis": {"created": 50}, "policies": {"created": 10}, "keys": {"created": 40}}
    again, took_again = live.run("tyk_config", config=wanted)
    assert not again["changed"] and sum(sum(found.values()) for found in counts(again).values()) == 100
    wanted["apis"][7]["target_url"] = "http://127.0.0.1:2/"
    changed, took_change = live.run("tyk_config", config=wanted)
    assert [(row["name"], row["action"]) for row in changed["changes"] if row["action"] != "none"] == [
        ("Api 7", "updated")
    ]
    del wanted["apis"][-5:]
    pruned, took_prune = live.run("tyk_config", config=wanted, prune=["apis"], prune_all=True)
    assert counts(pruned)["apis"] == {"deleted": 5, "unchanged": 45}
    print(f"100 objects: made {took:.1f} s, again {took_again:.1f} s, one changed {took_change:.1f} s, ", end="")
    print(f"five deleted {took_prune:.1f} s")


@pytest.mark.skipif(not (KILL and START), reason="nothing says how to kill and start the Gateway")
@pytest.mark.parametrize("moment", ["apis: creating", "policies: creating", "keys: creating"])
def test_redis_and_the_gateway_are_killed_in_the_middle(live, moment):
    wanted = config(live.org)
    process = live.start("tyk_config", config=wanted, parallel=1)
    for line in process.stderr:
        if moment in line:
            break
    time.sleep(0.02)
    try:
        subprocess.run(KILL, shell=True, check=True)
        out, err = process.communicate(timeout=300)
    finally:
        subprocess.run(START, shell=True, check=True)
        wait_until_ready()
    assert process.returncode != 0, out
    mended = live.do("tyk_config", config=wanted)
    assert mended["changed"] and not live.do("tyk_config", config=wanted)["changed"]
    there = live.do("tyk_config_info")["config"]
    for kind, name in NAMES.items():
        assert sorted(item[name] for item in there[kind]) == sorted(item[name] for item in wanted[kind])
    print(f"killed at {moment!r}; then {counts(mended)}")
