# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Noise switches: legal variations of an answer that a client has to live with."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING, Any

from .config import Config
from .shape import is_zero
from .wire import Fragments, Request, Response, Text

if TYPE_CHECKING:
    from .call import Route
    from .core import Emulator

_ACTIVE = ("omit-zero", "null-lists", "random-order", "float-numbers", "extra-fields")
_LISTS = ("organisations", "users", "groups", "apis", "keys", "Data", "certs", "cert_basics", "certificates", "hooks")
_LISTS += ("apps", "categories", "client_idps")
_NUMBERS = re.compile(r"(rate|per|allowance|expires|quota_\w+|throttle_\w+|max_query_depth|session_lifetime)")
# Maps with keys of the user's own: what is in them is data, not structure.
_FREE = ("meta_data", "config_data", "header_map", "user_permissions", "oauth_keys", "handler_meta")
_MAPS = ("access_rights", "versions", "events", "scope_to_policy", "auth_configs")
_WRAPPERS = ("apis", "keys", "Data", "key_id", "api_definition")
EXTRA = "server_noise"


def is_active(config: Config) -> bool:
    return any(config.has(quirk) for quirk in _ACTIVE)


def redirect(config: Config, request: Request) -> Response | None:
    """The answer of a Dashboard that speaks https only."""
    if request.scheme != "http" or not config.has("https-redirect"):
        return None
    query = f"?{request.query}" if request.query else ""
    location = f"https://{request.headers.get('host', 'localhost')}{request.path}{query}"
    return Response(307, body=b"", headers={"location": location})


def finish(emulator: Emulator, request: Request, route: Route | None, response: Response) -> Response:
    """The answer as this Dashboard would word and order it."""
    if response.body is not None:
        return response
    config = emulator.config
    dice = random.Random(f"{config.seed} {emulator.counter}")
    if route is not None and response.status < 300 and is_active(config):
        response.data = _vary(response.data, config, request, route, dice)
    response.data = _word(response.data, config, emulator.counter)
    return response


def _vary(data: Any, config: Config, request: Request, route: Route, dice: random.Random) -> Any:
    if config.has("random-order") and request.method == "GET":
        data = _shuffled(data, route, dice)
    if route.noise != "doc":
        if config.has("omit-zero") and route.noise == "sparse":
            data = _sparse(data)
        if config.has("null-lists"):
            data = _nulls(data)
        if config.has("float-numbers"):
            data = _floats(data)
    if config.has("extra-fields") and request.method == "GET":
        data = _extra(data, dice)
    return data


def _word(data: Any, config: Config, counter: int) -> Any:
    """Dots, case and the name of the status field."""
    if not isinstance(data, dict):
        return data
    for field in ("Message", "message"):
        if isinstance(data.get(field), Text):
            data = {**data, field: _reword(data[field], config)}
    if config.has("status-case"):
        data = dict(_restatus(name, value, counter) for name, value in data.items())
    return data


def _reword(message: str, config: Config) -> str:
    if config.has("messages-with-dots") and message[-1:] not in (".", "!"):
        message += "."
    if config.has("message-upper-case"):
        return message.upper()
    return message.lower() if config.has("message-lower-case") else str(message)


def _restatus(name: str, value: Any, counter: int) -> tuple[str, Any]:
    if name not in ("Status", "status") or not isinstance(value, str):
        return name, value
    change = (str.lower, str.upper, str.capitalize)[counter % 3]
    return ("status", "Status")[counter // 3 % 2], change(value)


def _shuffled(data: Any, route: Route, dice: random.Random) -> Any:
    if isinstance(data, Fragments) or (isinstance(data, list) and route.noise != "doc"):
        return dice.sample(data, len(data))
    if not isinstance(data, dict):
        return data
    result = {}
    for name, value in data.items():
        if isinstance(value, list) and name in _LISTS and route.noise != "doc":
            value = dice.sample(value, len(value))
        elif isinstance(value, dict) and name == "data" and isinstance(value.get("keys"), list):
            value = {**value, "keys": dice.sample(value["keys"], len(value["keys"]))}
        result[name] = value
    return _shuffle_tags(result, dice) if route.noise == "sparse" else result


def _shuffle_tags(data: Any, dice: random.Random) -> Any:
    if isinstance(data, list):
        return [_shuffle_tags(item, dice) for item in data]
    if not isinstance(data, dict):
        return data
    result = {}
    for name, value in data.items():
        if name == "tags" and isinstance(value, list):
            result[name] = dice.sample(value, len(value))
        elif name not in _FREE:
            result[name] = _shuffle_tags(value, dice)
        else:
            result[name] = value
    return result


def _sparse(data: Any, keep: bool | None = None) -> Any:
    """Zero values of structs left out; the entries of maps, lists and wrappers stay."""
    if isinstance(data, list):
        return [_sparse(item) for item in data]
    if not isinstance(data, dict):
        return data
    if keep is None:
        keep = any(name in data for name in _WRAPPERS)
    result = {}
    for name, value in data.items():
        if name in _FREE and isinstance(value, dict):
            if value:
                result[name] = value
        elif keep or not is_zero(value):
            result[name] = _sparse(value, keep=True if name in _MAPS else None)
    return result


def _nulls(data: Any) -> Any:
    if isinstance(data, list):
        return [_nulls(item) for item in data] or None
    if isinstance(data, dict):
        return {name: value if name in _FREE else _nulls(value) for name, value in data.items()}
    return data


def _floats(data: Any, name: str = "") -> Any:
    if isinstance(data, list):
        return [_floats(item) for item in data]
    if isinstance(data, dict):
        return {key: value if key in _FREE else _floats(value, key) for key, value in data.items()}
    if isinstance(data, int) and not isinstance(data, bool) and _NUMBERS.fullmatch(name):
        return float(data)
    return data


def _extra(data: Any, dice: random.Random) -> Any:
    """An unknown field in every object of an answer."""
    if isinstance(data, list):
        return [_extra(item, dice) for item in data]
    if not isinstance(data, dict):
        return data
    for name in _LISTS:
        if isinstance(data.get(name), list) and "pages" in {key.lower() for key in data}:
            return {**data, name: [_extra(item, dice) for item in data[name]]}
    if "key_id" in data and isinstance(data.get("data"), dict):
        data = {**data, "data": {**data["data"], EXTRA: dice.randrange(10**6)}}
    return {**data, EXTRA: dice.randrange(10**6)}
