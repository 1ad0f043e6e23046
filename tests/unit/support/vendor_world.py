# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The vendor's demo, loaded into an emulator call by call as its own script does it."""

from __future__ import annotations

import json
import pathlib

from emulator_world import SHARED, parse

from tyk_emulator import Config, Emulator, Request

FOLDER = SHARED / "worlds/tyk-demo"
STREAM_TYPE = "application/vnd.tyk.streams.oas"
# What tells the formats of APIs apart, where each is posted, and with which headers.
FORMATS = (
    ("x-tyk-streaming", "/api/apis/streams", {"content-type": STREAM_TYPE}),
    ("x-tyk-api-gateway", "/api/apis/oas", {}),
    ("api_definition", "/api/apis", {}),
)


def read(path: pathlib.Path):
    return json.loads(path.read_text(encoding="utf-8"))


def multipart(name: str, content: bytes):
    """Body and headers of a form with one file."""
    head = f'--edge\r\ncontent-disposition: form-data; name="{name}"; filename="c.pem"\r\n\r\n'.encode()
    return head + content + b"\r\n--edge--\r\n", {"content-type": "multipart/form-data; boundary=edge"}


class Vendor:
    """Asks the emulator, and keeps every call with its answer: (call, status, answer)."""

    def __init__(self, **settings):
        self.emulator = Emulator(Config(**settings), clock=lambda: 1_800_000_000.0)
        self.said: list[tuple[str, int, object]] = []
        self.tokens: dict[str, str] = {}
        self.orgs: dict[str, str] = {}

    def ask(self, method, target, body=None, **headers):
        path, _mark, query = target.partition("?")
        raw = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        answer = self.emulator.handle(Request(method, path, query, named, raw))
        self.said.append((f"{method} {target}", answer.status, parse(answer.body)))
        return self.said[-1][2]

    def admin(self, method, target, body=None):
        return self.ask(method, target, body, admin_auth=self.emulator.config.admin_secret)

    def gateway(self, method, target, body=None):
        return self.ask(method, f"/gateway{target}", body, x_tyk_authorization=self.emulator.config.gateway_secret)

    def api(self, folder, method, target, body=None, **headers):
        """A call of the administrator of that organisation."""
        return self.ask(method, target, body, authorization=self.tokens[folder], **headers)

    def load(self, folder):
        """One organisation, in the order of the vendor's script."""
        home = FOLDER / folder
        organisation = read(home / "organisation.json")
        self.orgs[folder] = self.admin("POST", "/admin/organisations/import", organisation)["Meta"]
        for path in sorted(home.glob("users/*.json")):
            self._user(folder, read(path))
        for name, target in (("user-groups", "/api/usergroups"), ("webhooks", "/api/hooks")):
            for path in sorted(home.glob(f"{name}/*.json")):
                self.api(folder, "POST", target, read(path))
        for path in sorted(home.glob("certs/*.pem")):
            body, headers = multipart("cert", path.read_bytes())
            self.api(folder, "POST", "/api/certs", body, content_type=headers["content-type"])
        for path in sorted(home.glob("apis/*.json")):
            self._api(folder, read(path))
        for path in sorted(home.glob("policies/*.json")):
            self.api(folder, "POST", "/api/portal/policies", read(path))
        self._keys(folder, home)

    def _user(self, folder, user):
        made = self.admin("POST", "/admin/users", user)["Meta"]
        if "IsAdmin" in user["user_permissions"]:
            self.tokens.setdefault(folder, made["access_key"])
        reset = {"new_password": user["password"], "user_permissions": {"IsAdmin": "admin"}}
        self.ask("POST", f"/api/users/{made['id']}/actions/reset", reset, authorization=made["access_key"])

    def _api(self, folder, doc):
        if doc.get("hook_references"):
            self._find_hooks(folder, doc)
        target, headers = next((path, headers) for key, path, headers in FORMATS if key in doc)
        self.api(folder, "POST", target, doc, **{name.replace("-", "_"): value for name, value in headers.items()})

    def _find_hooks(self, folder, doc):
        """Webhooks have another id in every installation; what refers to them does so by name."""
        ids = {hook["name"]: hook["id"] for hook in self.api(folder, "GET", "/api/hooks?p=-1")["hooks"]}
        for reference in doc["hook_references"]:
            reference["hook"]["id"] = ids[reference["hook"]["name"]]
        for entries in doc["api_definition"]["event_handlers"]["events"].values():
            for entry in entries:
                entry["handler_meta"]["id"] = ids.get(entry["handler_meta"].get("name"), "")

    def _keys(self, folder, home):
        for path in sorted(home.glob("keys/basic/*.json")):
            self.api(folder, "POST", f"/api/apis/keys/basic/{_name(path)}", read(path))
        for path in sorted(home.glob("keys/bearer-token/*.json")):
            self.api(folder, "POST", "/api/keys", read(path))
        for path in sorted(home.glob("oauth/clients/*.json")):
            client = read(path)
            self.api(folder, "POST", f"/api/apis/oauth/{client['api_id']}", client)

    def load_gateway_keys(self):
        for path in sorted(FOLDER.glob("gateway-keys/*.json")):
            self.gateway("POST", f"/tyk/keys/{_name(path)}", read(path))


def _name(path: pathlib.Path) -> str:
    """The name at the end of a file's name."""
    return path.stem.rsplit("-", 1)[1]
