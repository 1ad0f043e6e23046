# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is secret of an API of either format: what the tables of its fields say, and nothing of an OpenAPI document."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t

from ansible_collections.community.tyk.plugins.module_utils._data.secrets import NONE, TEXT, Secrets, redact, secrets_of
from ansible_collections.community.tyk.plugins.module_utils._data.shapes import table
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.classic_table import AROUND, DEFINITION
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.extension_table import EXTENSION
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.openapi import DOCUMENT

TYK, STREAMING = "x-tyk-api-gateway", "x-tyk-streaming"
_HEADERS = Secrets(each=TEXT, holds=True)  # of a webhook: credentials more often than not
_HOOK = {"header_map": _HEADERS, "target_path": Secrets("address")}
_HANDLER = ("event_handlers", "events", "*", "*", "handler_meta", "header_map", "*")
_CLASSIC = secrets_of(table(DEFINITION), "API").laid(_HANDLER, "text")
_TYK = secrets_of(table(EXTENSION), "XTykAPIGateway")
# The components of a stream are of many sorts; what a stream is called says nothing.
_STREAMS = Secrets("named", {"streams": Secrets(each=Secrets("named", holds=True), holds=True)}, holds=True)
_HEADER = _TYK.under("server.eventHandlers").each
if _HEADER is not None:
    _HEADER.children["headers"] = Secrets(each=Secrets(children={"name": NONE}, each=TEXT, holds=True), holds=True)
_DOCUMENT = Secrets(children={TYK: _TYK, STREAMING: _STREAMS}, holds=True)
_AROUND = secrets_of(table(AROUND), "Wrapper").children
SECRETS = Secrets(
    "known",
    {
        **_AROUND,
        "api_definition": _CLASSIC,
        "oas": _DOCUMENT,
        "hook_references": Secrets(each=Secrets(children={"hook": Secrets(children=_HOOK)}), holds=True),
    },
    holds=True,
)
# Of an MCP proxy, which is a document and has no classic form that anybody sees.
SECRETS_OF_PROXY = Secrets("known", {"oas": Secrets(children={TYK: _TYK}, holds=True)}, holds=True)
# A task may take one format for the other, or leave out what is around.
_OPENAPI = dict.fromkeys(table(DOCUMENT)["Document"], NONE)
_BARE_DOCUMENT = Secrets(children={**_CLASSIC.children, **_OPENAPI, **_DOCUMENT.children}, holds=True)
_BARE_CLASSIC = Secrets("known", {**_TYK.children, **_DOCUMENT.children, **_CLASSIC.children}, holds=True)


def is_document(definition: t.Any) -> bool:
    """Whether what a task calls definition is a document, and not a classic definition."""
    marks = {TYK, STREAMING, "openapi", "paths", "components", "servers"}
    return isinstance(definition, dict) and not marks.isdisjoint(definition)


def masked(definition: t.Any) -> t.Any:
    """What a task calls definition, of either format, with a mask for every secret."""
    if is_document(definition):
        return redact(definition, _BARE_DOCUMENT)
    around = isinstance(definition, dict) and "api_definition" in definition
    return redact(definition, SECRETS if around else _BARE_CLASSIC)
