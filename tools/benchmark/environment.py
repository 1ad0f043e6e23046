# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An environment of any size as tyk_config takes it: APIs (a third OAS), a fifth of that policies, twice of it keys."""

from __future__ import annotations

import typing as t

Config = dict[str, list[dict[str, t.Any]]]


def environment(count: int, moved: bool = False) -> Config:
    """:arg moved: every hundredth object, or at least one of a kind, is different."""
    kinds = {"apis": (_api, count), "policies": (_policy, max(count // 5, 1)), "keys": (_key, 2 * count)}
    return {kind: [make(n, count, moved and n % 100 == 0) for n in range(many)] for kind, (make, many) in kinds.items()}


def _api(number: int, count: int, moved: bool) -> dict[str, t.Any]:
    api = {
        "api_id": f"api-{number}",
        "name": f"Api {number}",
        "listen_path": f"/api-{number}/",
        "target_url": f"https://api-{number}.example" + ("/v2" if moved else ""),
    }
    if number % 3 == 0:
        return {**api, "format": "oas", "openapi": _openapi(number)}
    return {**api, "definition": _classic()}


def _classic() -> dict[str, t.Any]:
    return {
        "tags": ["edge", "shop"],
        "enable_batch_request_support": True,
        "CORS": {"enable": True, "allowed_origins": ["https://shop.example"], "allowed_methods": ["GET", "POST"]},
        "cache_options": {"enable_cache": True, "cache_timeout": 60, "cache_all_safe_requests": True},
        "global_rate_limit": {"rate": 100, "per": 1},
        "response_processors": [{"name": "header_injector", "options": {"add_headers": {"X-Served-By": "tyk"}}}],
    }


def _openapi(number: int) -> dict[str, t.Any]:
    answer = {"responses": {"200": {"description": "fine", "content": {"application/json": {"schema": {}}}}}}
    order = {"parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}]}
    return {
        "openapi": "3.0.3",
        "info": {"title": f"Api {number}", "version": "1.0.0"},
        "paths": {"/orders": {"get": answer, "post": answer}, "/orders/{id}": {"get": answer, **order}},
    }


def _policy(number: int, count: int, moved: bool) -> dict[str, t.Any]:
    return {
        "policy_id": f"policy-{number}",
        "name": f"Policy {number}",
        "access_rights": [{"api": f"Api {n}"} for n in range(5 * number, min(5 * number + 5, count))],
        "rate": 200 if moved else 100,
        "per": 1,
        "tags": ["bench"],
    }


def _key(number: int, count: int, moved: bool) -> dict[str, t.Any]:
    """Every other key has a policy, the others have rights of their own."""
    about = {"alias": f"key-{number}", "meta_data": {"customer": str(number), "plan": "new" if moved else "old"}}
    if number % 2:
        return {**about, "policies": [f"Policy {number // 2 % max(count // 5, 1)}"]}
    return {**about, "access_rights": [{"api": f"Api {number // 2}"}], "rate": 20, "per": 1}
