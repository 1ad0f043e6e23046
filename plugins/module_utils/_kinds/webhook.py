# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A webhook. Tyk tells no id when it creates one, so the list has to."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t

from ansible_collections.community.tyk.plugins.module_utils._data.rules import NO_NULL, SERVER, Rules
from ansible_collections.community.tyk.plugins.module_utils._data.secrets import secrets_at
from ansible_collections.community.tyk.plugins.module_utils._data.types import of
from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind, Option, Run
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import (
    Fields,
    Identity,
    Object,
    Route,
    unique_text,
)


class Webhook(Kind):
    name, section, noun, title = "webhook", "webhooks", "webhook", "Webhooks"
    route = Route("api/hooks", "hooks", created=(), permission="hooks")
    identity = Identity(
        "id", "name", other_ids=("webhook_id",), id_option="webhook_id", tells_twins_apart=("target_path",)
    )
    fields = Fields(
        # Header values are credentials more often than not.
        Rules({"id": SERVER, "org_id": SERVER, "api_model": SERVER, "header_map.*": NO_NULL}),
        secrets_at({"header_map.*": "text", "target_path": "address"}),
        required={"template_path": "", "header_map": {}, "event_timeout": 0},
        defaults={"method": "POST"},
        needs=("name", "method", "target_path"),
        views={"id": "id", "org_id": "org_id"},
        types={
            **of("str", "name method target_path template_path"),
            "event_timeout": "int",
            "header_map": {"*": "str"},
        },
    )
    unique = (unique_text("webhook_id", "webhook_id"),)
    comes_back_anew = True  # APIs hold the ID that the database gives it
    options = {
        "name": Option("name"),
        "webhook_id": Option("webhook_id"),
        "method": Option("method", {"type": "str", "choices": ["GET", "POST", "PUT", "PATCH", "DELETE"]}),
        "target_path": Option("target_path"),
        "template_path": Option("template_path"),
        "header_map": Option("header_map", {"type": "dict"}),
        "event_timeout": Option("event_timeout", {"type": "int"}),
    }

    def is_whole(self, document: t.Mapping[str, t.Any]) -> bool:
        return {"name", "method", "target_path"} <= document.keys()

    def check(self, target: Object, current: Object | None, run: Run) -> None:
        super().check(target, current, run)
        place = str(target.get("target_path") or "")
        if "://" not in place and place != (current or {}).get("target_path"):
            raise Invalid("target_path: Tyk takes whole addresses only, such as https://hooks.example.com/tyk")

    def tidy(self, declared: Object) -> Object:
        method = declared.get("method")
        return {**declared, "method": method.upper()} if isinstance(method, str) else declared


WEBHOOK = Webhook()
