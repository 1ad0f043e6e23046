# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""As much of AWX's API as the modules of awx.awx ask for: lists with filters, objects, what is associated with them,
surveys, and approvals. It answers as AWX 24 does where that matters for what the modules make of it: secrets are shown
encrypted, a job template takes one credential of a type, and an approval shows neither its node nor its workflow."""

from __future__ import annotations

import contextlib
import http.server
import itertools
import json
import threading
import typing as t
import urllib.parse

PREFIX = "/api/v2/"
ENCRYPTED = "$encrypted$"
UNIFIED = {
    "job_templates": "job_template",
    "workflow_job_templates": "workflow_job_template",
    "workflow_approval_templates": "workflow_approval",
    "projects": "project",
    "inventory_sources": "inventory_source",
}
Object = dict[str, t.Any]


class Awx:
    """What there is, and what was written."""

    def __init__(self) -> None:
        self.number = itertools.count(1)
        self.kept: dict[str, dict[int, Object]] = {}
        self.linked: dict[str, list[int]] = {}
        self.surveys: dict[str, Object] = {}
        self.writes: list[str] = []
        self.add("organizations", {"name": "Default"})
        self.vault_type = self.add("credential_types", {"name": "Vault", "kind": "vault", "inputs": {}})["id"]

    def add(self, kind: str, fields: Object) -> Object:
        ident = next(self.number)
        url = f"{PREFIX}{kind}/{ident}/"
        made = {"summary_fields": {}, **fields, "id": ident, "url": url, "related": {}}
        made["type"] = UNIFIED.get(kind, kind.removesuffix("s"))
        made["related"] = {"survey_spec": f"{url}survey_spec/"} if kind.endswith("job_templates") else {}
        made.setdefault("scm_revision", "")
        self.kept.setdefault(kind, {})[ident] = made
        return made

    def named(self, kind: str, name: str) -> Object:
        (found,) = [one for one in self.kept[kind].values() if one.get("name") == name]
        return found

    def link(self, kind: str, ident: int, what: str) -> list[int]:
        return self.linked.setdefault(f"{kind}/{ident}/{what}", [])

    def shown(self, kind: str, one: Object) -> Object:
        if kind != "credentials":
            return one
        fields = self.kept["credential_types"][one["credential_type"]]["inputs"].get("fields", [])
        secret = {field["id"] for field in fields if field.get("secret")}
        return {
            **one,
            "inputs": {name: ENCRYPTED if name in secret else value for name, value in one["inputs"].items()},
        }

    def matching(self, kind: str, query: dict[str, str]) -> list[Object]:
        kinds = UNIFIED if kind == "unified_job_templates" else (kind,)
        every = [self.shown(name, one) for name in kinds for one in self.kept.get(name, {}).values()]
        either = {name.removeprefix("or__"): value for name, value in query.items() if name.startswith("or__")}
        both = {name: value for name, value in query.items() if not name.startswith("or__") and name != "page_size"}
        return [
            one
            for one in every
            if all(self.value(one, name) == value for name, value in both.items())
            and (not either or any(self.value(one, name) == value for name, value in either.items()))
        ]

    def value(self, one: Object, path: str) -> str:
        """The value of a field, which may be one of the object that another field names."""
        head, _blank, rest = path.partition("__")
        if not rest:
            return str(one.get(head))
        (found,) = [
            kept[one[head]] for kind, kept in self.kept.items() if kind == f"{head}s" and one.get(head) in kept
        ] or [{}]
        return self.value(found, rest)

    def answer(self, method: str, path: str, query: dict[str, str], body: Object) -> tuple[int, t.Any]:
        kind, *rest = path.removeprefix(PREFIX).strip("/").split("/")
        if method != "GET":
            self.writes.append(f"{method} {path}")
        if not rest:
            if method == "POST":
                return 201, self.shown(kind, self.add(kind, {"inputs": {}, **body} if kind == "credentials" else body))
            found = self.matching(kind, query)
            return 200, {"count": len(found), "next": None, "results": found}
        ident = int(rest[0])
        if len(rest) == 1:
            if method == "PATCH":
                self.patch(kind, ident, body)
            return 200, self.shown(kind, self.kept[kind][ident])
        return self.below(method, (kind, ident), rest[1], body)

    def patch(self, kind: str, ident: int, body: Object) -> None:
        one = self.kept[kind][ident]
        if kind == "credentials":
            kept = {
                name: one["inputs"][name] if value == ENCRYPTED else value for name, value in body["inputs"].items()
            }
            body = {**body, "inputs": kept}
        shown = body if kind != "workflow_approval_templates" else {**one, **body}.keys() & one.keys() & body.keys()
        one.update({name: body[name] for name in shown})

    def below(self, method: str, of: tuple[str, int], what: str, body: Object) -> tuple[int, t.Any]:
        kind, ident = of
        if what == "survey_spec":
            if method == "POST":
                self.surveys[f"{kind}/{ident}"] = body
            return 200, self.surveys.get(f"{kind}/{ident}", {})
        if what == "create_approval_template":
            fields = {name: body[name] for name in ("name", "description", "timeout") if name in body}
            made = self.add("workflow_approval_templates", fields)
            node = self.kept[kind][ident]
            node["unified_job_template"] = made["id"]
            node["related"]["unified_job_template"] = made["url"]
            return 201, made
        linked = self.link(kind, ident, what)
        target = "workflow_job_template_nodes" if what.endswith("_nodes") else what
        if method == "GET":
            return 200, {
                "count": len(linked),
                "next": None,
                "results": [self.shown(target, self.kept[target][one]) for one in linked],
            }
        if body.get("disassociate"):
            linked.remove(body["id"])
            return 204, None
        types = [self.kept[target][one].get("credential_type") for one in linked]
        own = self.kept[target][body["id"]].get("credential_type")
        if own is not None and own != self.vault_type and own in types:
            return 400, {"error": "Cannot assign multiple credentials of one type."}
        linked.append(body["id"])
        return 204, None


@contextlib.contextmanager
def serving(awx: Awx) -> t.Iterator[str]:
    """An AWX that answers; its address."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def handle_any(self) -> None:
            parts = urllib.parse.urlsplit(self.path)
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length) or "{}") if length else {}
            query = dict(urllib.parse.parse_qsl(parts.query))
            status, told = awx.answer(self.command, parts.path, query, body)
            data = b"" if told is None else json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = do_PATCH = do_DELETE = handle_any

        def log_message(self, *args: t.Any) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
