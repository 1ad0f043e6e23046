# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A task names the organisation, and the token may not see to which one it belongs: what is read has to tell it."""

from __future__ import annotations

import pytest

from ansible_collections.community.tyk.plugins.module_utils._kinds.table import KINDS

OTHER = "5e9d9544a1dcd60001d0ed20"
# kind -> the permission that lists its objects, and one of them; apis and users tell the organisation of any token.
READ = {
    "webhook": ("hooks", {"name": "Pager", "target_path": "http://a.example/"}),
    "user_group": ("user_groups", {"name": "Ops", "user_permissions": {"apis": "read"}}),
    "policy": ("policies", {"name": "Gold", "partitions": {"quota": True}}),
    "asset": ("api_assets", {"name": "Base", "data": {"openapi": "3.0.3"}}),
    "key": ("keys", {"alias": "acme", "access_rights": [{"api": "Orders"}]}),
}
SECTIONS = {kind.name: kind.section for kind in KINDS.values()}


@pytest.fixture(params=READ)
def world(request, tyk):
    permission, item = READ[request.param]
    token = tyk.user("robot@acme.example", tyk.org, {permission: "read"})
    if request.param == "key":
        tyk.ok("api", name="Orders", listen_path="/o/", target_url="http://up.example/")
    return tyk, request.param, item, token


def ways(kind):
    return ((f"{kind}_info", {}), ("config_info", {"kinds": [SECTIONS[kind]]}))


def test_an_empty_list_says_nothing(world):
    tyk, kind, _item, token = world
    for module, said in ways(kind):
        for org in (tyk.org, OTHER):
            told = tyk.fails(module, **said, token=token, org_id=org)
            assert f"org_id is {org}, but it cannot be told" in told and "permission users: read" in told
            assert "leave org_id out" in told and "none" not in told
        tyk.ok(module, **said, token=token)
        assert tyk.org in tyk.fails(module, **said, org_id=OTHER)
        tyk.ok(module, **said, org_id=tyk.org)


def test_what_is_read_tells_it(world):
    tyk, kind, item, token = world
    tyk.ok(kind, **item)
    for module, said in ways(kind):
        tyk.ok(module, **said, token=token, org_id=tyk.org)
        assert f"belongs to organisation {tyk.org}" in tyk.fails(module, **said, token=token, org_id=OTHER)
    named = {name: value for name, value in item.items() if name in ("name", "alias")}
    name = next(iter(named))
    tyk.ok(f"{kind}_info", **named, token=token, org_id=tyk.org)
    tyk.ok(f"{kind}_info", **{name: "nothing"}, token=token, org_id=tyk.org)


def test_nothing_is_written_for_the_wrong_organisation(tyk, tmp_path):
    tyk.ok("webhook", **READ["webhook"][1])
    token = tyk.user("robot@acme.example", tyk.org, {"hooks": "read"})
    tyk.fails("config_info", kinds=["webhooks"], dest=str(tmp_path / "export"), token=token, org_id=OTHER)
    assert not (tmp_path / "export").exists()
