# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs the real main() of a module against the emulator, in this process."""

from __future__ import annotations

import contextlib
import importlib
import inspect
import io
import json
import sys
import threading
import typing as t
from unittest import mock

import pytest
import requests
from ansible.module_utils import basic

from tyk_emulator.adapter import EmulatorAdapter
from tyk_emulator.config import Config
from tyk_emulator.core import Emulator
from tyk_emulator.wire import Request

SECRET = "the-admin-secret-of-tests"
URL = "http://127.0.0.1:3000"
# Newer versions return the account of the call only when they are asked to; older ones do not know the question.
SHOW_CALL = {"_ansible_inject_invocation": True} if "inject_invocation" in inspect.getsource(basic) else {}
SESSION = requests.Session  # which is another while a module runs
WRITES = ("POST", "PUT", "PATCH", "DELETE")


@contextlib.contextmanager
def as_on_a_target():
    """Newer versions of ansible-core know whether something of the controller is loaded, and warn elsewhere then."""
    internal = sys.modules.get("ansible.module_utils._internal")
    knows = hasattr(internal, "is_controller")
    with mock.patch.object(internal, "is_controller", False) if knows else contextlib.nullcontext():
        yield


@contextlib.contextmanager
def without_signals():
    """Since 2.22 a module wants to hear of a signal, which only the main thread of a process may ask for."""
    with (
        mock.patch("signal.signal")
        if threading.current_thread() is not threading.main_thread()
        else contextlib.nullcontext()
    ):
        yield


@contextlib.contextmanager
def module_args(params):
    """What Ansible hands to a module, for the versions with and without ansible.module_utils.testing."""
    try:
        from ansible.module_utils.testing import patch_module_args
    except ImportError:
        text = json.dumps({"ANSIBLE_MODULE_ARGS": params}).encode()
        with mock.patch.object(basic, "_ANSIBLE_ARGS", text):
            yield
    else:
        with patch_module_args(params):
            yield


class Tyk:
    """An emulated Dashboard with one organisation and its admin, and a way to run modules against it."""

    reach: t.Mapping = {}  # how modules reach it, if not in this process

    def __init__(self, clock=None, **config) -> None:
        self.sleep = clock.sleep if clock else lambda seconds: None
        self.clock = lambda: 0.0  # no time passes while a module runs, unless a test says so
        how = {"clock": clock} if clock else {}
        self.emulator = Emulator(Config(admin_secret=SECRET, **config), **how)
        self.org = self.make("/admin/organisations", {"owner_name": "Acme"}, admin=True)["Meta"]
        self.token = self.user("admin@acme.example", self.org)
        self.log()

    def user(self, email: str, org: str | None, permissions: dict | None = None) -> str:
        """Make a user through the Admin API; its token."""
        user = {"first_name": "A", "last_name": "B", "email_address": email, "active": True}
        user["user_permissions"] = permissions or {"IsAdmin": "admin", "ResetPassword": "admin"}
        return self.make("/admin/users", {**user, **({"org_id": org} if org else {})}, admin=True)["Message"]

    def call(self, method: str, path: str, body=None, *, admin: bool = False, token: str | None = None):
        """A request as another tool would send it; (status, answer)."""
        headers = {"admin-auth": SECRET} if admin else {"authorization": token or self.token}
        path, _mark, query = path.partition("?")
        raw = b"" if body is None else json.dumps(body).encode()
        answer = self.emulator.handle(Request(method, path, query, headers, raw, "http"))
        return answer.status, json.loads(answer.body or b"null")

    def make(self, path: str, body, **how):
        """POST; the answer, which has to be a good one."""
        status, answer = self.call("POST", path, body, **how)
        assert status in (200, 201), answer
        return answer

    def read(self, path: str, **how):
        """GET; the answer, which has to be a good one."""
        status, answer = self.call("GET", path, **how)
        assert status == 200, answer
        return answer

    def control(self, method: str, path: str, body=None):
        """A call to the emulator itself, which its request log does not show."""
        return self.call(method, "/_emulator/" + path, body)[1]

    def log(self) -> list[str]:
        """The requests since the last look: "GET /api/users"."""
        seen = [f"{entry['method']} {entry['path']}" for entry in self.control("GET", "requests")]
        self.control("DELETE", "requests")
        return seen

    def writes(self) -> list[str]:
        return [entry for entry in self.log() if entry.startswith(WRITES)]

    def session(self) -> requests.Session:
        """What a module sends its requests through."""
        session = SESSION()
        session.mount(URL, EmulatorAdapter(self.emulator))
        return session

    def run(self, kind: str, /, check: bool = False, diff: bool = True, **params):
        """Run a module; what it returns. stdout is all of it, failures included."""
        module = importlib.import_module(f"ansible_collections.community.tyk.plugins.modules.tyk_{kind}")
        admin = kind.startswith(("organisation", "bootstrap_user"))
        given = {
            "url": URL,
            **({"admin_secret": SECRET} if admin else {"token": self.token}),
            "retries": 2,
            **params,
            **self.reach,
        }
        given = {key: value for key, value in given.items() if value is not ...}
        given.update(_ansible_check_mode=check, _ansible_diff=diff, **SHOW_CALL)
        warnings_module = importlib.import_module("ansible.module_utils.common.warnings")
        warnings_module._global_warnings.clear()
        out = io.StringIO()
        http = "ansible_collections.community.tyk.plugins.module_utils._api.http"
        ours = "ansible_collections.community.tyk.plugins.module_utils"
        with (
            module_args(given),
            as_on_a_target(),
            without_signals(),
            mock.patch(f"{http}.requests.Session", self.session),
            mock.patch("time.sleep", self.sleep),
            mock.patch(f"{ours}._api.patience.clock", self.clock),
            contextlib.redirect_stdout(out),
            pytest.raises(SystemExit),
        ):
            module.main()
        result = json.loads(out.getvalue())
        # since 2.22 a module tells Ansible what to mask in all that it displays; nobody else gets to see that
        told = result.pop("_ansible_new_secrets", None)
        self.out = out.getvalue() if told is None else json.dumps(result)
        return result

    def warnings(self, result) -> list[str]:
        """The texts of a result's warnings; newer versions wrap them."""
        texts = result.get("warnings", ())
        return [text if isinstance(text, str) else text["event"]["msg"] for text in texts]

    def ok(self, kind: str, /, **params):
        """Run a module that must not fail."""
        result = self.run(kind, **params)
        assert not result.get("failed"), result["msg"]
        return result

    def fails(self, kind: str, /, **params) -> str:
        """Run a module that must fail; its message."""
        result = self.run(kind, **params)
        assert result.get("failed"), result
        return result["msg"]
