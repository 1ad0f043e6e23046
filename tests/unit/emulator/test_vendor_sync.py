# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the vendor's synchronising client asks, in its order: publish, update, sync and delete."""

from __future__ import annotations

import copy

import pytest
from emulator_world import World, document, rights, wrapper

EXT = "x-tyk-api-gateway"
ANY = "?accept_additional_properties=true"
API, OTHER, PETS = "orders", "stock", "pets"
FIRST, SECOND = "5ead7120575961000181867e", "5ead7120575961000181867f"


def oas(name, ident, categories=()):
    doc = document(name)
    doc[EXT]["info"]["id"] = ident
    return {"oas": doc, "categories": list(categories)}


def repository():
    """What lies in the repository: definitions that were dumped from elsewhere, each with its id."""
    return {
        "apis": [wrapper("Orders", api_id=API), oas("Pets", PETS, ["red", "blue"]), wrapper("Stock", api_id=OTHER)],
        "policies": [
            {"_id": FIRST, "id": FIRST, "name": "Gold", "active": True, "access_rights": rights(API)},
            {"_id": SECOND, "id": "silver", "name": "Silver", "active": True, "access_rights": rights(PETS)},
        ],
        "assets": [{"id": "start", "kind": "oas-template", "name": "Start", "data": document("Start")}],
    }


class Client:
    """Every call of it has to succeed. It finds what there is by lists, and writes under the ids of the database."""

    def __init__(self, world):
        self.world = world
        users = world.ok("GET", "/api/users?p=-2")["users"]
        self.org = users[0]["org_id"]

    def apis(self):
        return {entry["api_definition"]["api_id"]: entry for entry in self.world.ok("GET", "/api/apis?p=-2")["apis"]}

    def policies(self):
        data = self.world.ok("GET", "/api/portal/policies?p=-2")["Data"]
        return {policy["id"] or policy["_id"]: policy for policy in data}

    def assets(self):
        return {asset["id"]: asset for asset in self.world.ok("GET", "/api/assets")}

    def create_api(self, api):
        """A new API gets the id that it is to have by being updated at once."""
        target, body = ("/api/apis/oas", api["oas"]) if "oas" in api else ("/api/apis", api)
        answer = self.world.ok("POST", target + ANY, body)
        assert answer["Status"] == "OK" and len(answer["Meta"]) == 24
        if api.get("categories"):
            self._categorise(api)
        self._put_api(api, answer["Meta"])

    def update_api(self, api):
        self._put_api(api, self.apis()[ident(api)]["api_definition"]["id"])

    def _put_api(self, api, database_id):
        api = copy.deepcopy(api)
        if "oas" in api:
            api["oas"][EXT]["info"]["dbId"] = database_id
            answer = self.world.ok("PUT", f"/api/apis/oas/{database_id}{ANY}", api["oas"])
            self._categorise(api)
        else:
            api["api_definition"] |= {"id": database_id, "org_id": self.org}
            answer = self.world.ok("PUT", f"/api/apis/{database_id}{ANY}", api)
        assert answer["Status"] == "OK"

    def _categorise(self, api):
        target = f"/api/apis/oas/{api['oas'][EXT]['info']['id']}/categories{ANY}"
        self.world.ok("PUT", target, {"categories": api["categories"] or None})

    def create_policy(self, policy):
        answer = self.world.ok("POST", "/api/portal/policies", {**policy, "org_id": self.org})
        assert answer["Status"] == "OK" and len(answer["Message"]) == 24

    def update_policy(self, policy):
        stored = self.policies()[policy["id"]]["_id"]
        body = {**policy, "org_id": self.org, "_id": stored}
        assert self.world.ok("PUT", f"/api/portal/policies/{stored}", body)["Status"] == "OK"

    def create_asset(self, asset):
        status, answer = self.world.call("POST", "/api/assets", asset)
        assert (status, answer["Status"], len(answer["Meta"])) == (201, "success", 24)

    def update_asset(self, asset):
        body = {**asset, "_id": self.assets()[asset["id"]]["_id"], "org_id": self.org}
        assert self.world.ok("PUT", f"/api/assets/{asset['id']}", body)["Status"] == "success"

    def publish(self, there):
        for kind, create in (
            ("apis", self.create_api),
            ("assets", self.create_asset),
            ("policies", self.create_policy),
        ):
            for one in there[kind]:
                create(one)

    def update(self, there):
        for kind, change in (
            ("apis", self.update_api),
            ("assets", self.update_asset),
            ("policies", self.update_policy),
        ):
            for one in there[kind]:
                change(one)

    def sync(self, there):
        """What is in one place only is deleted or made, what is in both is updated."""
        self._sync("/api/apis/{}", self.apis(), there["apis"], self.create_api, self.update_api)
        self._sync("/api/assets/{}", self.assets(), there["assets"], self.create_asset, self.update_asset)
        policies = self.policies()
        self._sync("/api/portal/policies/{}", policies, there["policies"], self.create_policy, self.update_policy)

    def _sync(self, path, here, wanted, create, change):
        named = {ident(one): one for one in wanted}
        for name in here.keys() - named.keys():
            self.world.ok("DELETE", path.format(database_id(here[name])))
        for name in named.keys() & here.keys():
            change(named[name])
        for name in named.keys() - here.keys():
            create(named[name])


def ident(one):
    if "oas" in one:
        return one["oas"][EXT]["info"]["id"]
    return one["api_definition"]["api_id"] if "api_definition" in one else one["id"]


def database_id(stored):
    return stored["api_definition"]["id"] if "api_definition" in stored else stored["_id"]


@pytest.fixture(params=["5.5", "5.8", "5.14"])
def client(request):
    return Client(World(dashboard_version=request.param))


def test_publish_keeps_every_id(client):
    client.publish(repository())
    assert set(client.apis()) == {API, PETS, OTHER}
    assert {policy["_id"]: policy["name"] for policy in client.policies().values()} == {FIRST: "Gold", SECOND: "Silver"}
    assert set(client.assets()) == {"start"}
    assert client.world.ok("GET", f"/api/apis/oas/{PETS}/categories") == {"categories": ["red", "blue"]}
    read = client.world.ok("GET", f"/api/apis/oas/{PETS}/export")
    assert read[EXT]["info"]["id"] == PETS and read["info"]["title"] == "Pets"


def test_update_changes_what_is_there(client):
    there = repository()
    client.publish(there)
    before = {name: database_id(entry) for name, entry in client.apis().items()}
    there["apis"][0]["api_definition"]["name"] = "Orders v2"
    there["apis"][1]["oas"][EXT]["info"]["name"] = "Pets v2"
    there["apis"][1]["categories"] = []
    there["policies"][1]["rate"] = 7
    there["assets"][0]["name"] = "Begin"
    client.update(there)
    apis = client.apis()
    assert {name: database_id(entry) for name, entry in apis.items()} == before
    assert apis[API]["api_definition"]["name"] == "Orders v2" and apis[PETS]["api_definition"]["name"] == "Pets v2"
    assert client.world.ok("GET", f"/api/apis/oas/{PETS}")[EXT]["info"]["name"] == "Pets v2"
    assert client.world.ok("GET", f"/api/apis/oas/{PETS}/categories") == {"categories": []}
    assert client.policies()["silver"]["rate"] == 7 and client.assets()["start"]["name"] == "Begin"


def test_sync_makes_updates_and_deletes(client):
    there = repository()
    client.publish(there)
    fresh = oas("Toys", "toys")
    there["apis"] = [there["apis"][0], fresh]
    there["policies"] = [{**there["policies"][0], "name": "Golden"}]
    there["assets"] = []
    client.sync(there)
    assert set(client.apis()) == {API, "toys"} and client.assets() == {}
    assert [policy["name"] for policy in client.policies().values()] == ["Golden"]
    client.sync({"apis": [], "policies": [], "assets": []})
    assert client.apis() == client.policies() == client.assets() == {}


def test_an_id_that_a_create_replaced_comes_back_by_the_update(client):
    """Where a create makes an id of its own, an update under the id of the database sets the wanted one."""
    world = client.world
    world.emulator.config = world.emulator.config.changed({"quirks": {"regenerate-api-id"}})
    for api in (oas("Pets", PETS), wrapper("Orders", api_id=API)):
        client.create_api({**api, "categories": []})
    assert set(client.apis()) == {PETS, API}
    assert world.ok("GET", f"/api/apis/oas/{PETS}")[EXT]["info"]["id"] == PETS
    stored = world.admin("GET", f"/admin/organisations/{world.org}")[1]["apis"]
    assert sorted(entry["api_id"] for entry in stored) == [API, PETS]


@pytest.mark.parametrize(("version", "kept"), [("5.3.1", False), ("5.3.2", True), ("5.4", True), ("5.14", True)])
def test_from_when_a_create_keeps_the_id_of_an_oas_api(version, kept):
    world = World(dashboard_version=version)
    answer = world.ok("POST", "/api/apis/oas", oas("Pets", PETS)["oas"])
    assert (answer["ID"] == PETS) is kept
    assert world.call("PUT", f"/api/apis/oas/{PETS}/categories", {"categories": ["a"]})[0] == (200 if kept else 404)


def test_what_an_update_under_the_id_of_the_database_refuses(world):
    pets, toys = (world.ok("POST", "/api/apis/oas", oas(name, name.lower())["oas"]) for name in ("Pets", "Toys"))
    doc = world.ok("GET", "/api/apis/oas/pets")
    taken = copy.deepcopy(doc)
    taken[EXT]["info"]["id"] = "toys"
    status, answer = world.call("PUT", f"/api/apis/oas/{pets['Meta']}", taken)
    assert (status, answer["Message"]) == (409, "Found API with the same ID")
    # Under its own id an API cannot get another one, under either not another one of the database.
    assert world.call("PUT", "/api/apis/oas/pets", {**taken})[0] == 400
    doc[EXT]["info"]["dbId"] = toys["Meta"]
    for name in ("pets", pets["Meta"]):
        status, answer = world.call("PUT", f"/api/apis/oas/{name}", doc)
        assert (status, answer["Message"]) == (400, "Invalid `ID` value")
    assert world.ok("GET", "/api/apis/oas/pets")[EXT]["info"] == {**doc[EXT]["info"], "dbId": pets["Meta"]}


@pytest.mark.parametrize(
    ("method", "tail", "status"),
    [("GET", "", 400), ("PATCH", "", 404), ("DELETE", "", 404), ("GET", "/export", 400), ("GET", "/categories", 404)],
)
def test_only_updates_are_known_to_take_the_id_of_the_database(world, method, tail, status):
    made = world.ok("POST", "/api/apis/oas", oas("Pets", PETS)["oas"])
    body = {"openapi": "3.0.3", "info": {"title": "x", "version": "1"}, "paths": {}} if method == "PATCH" else None
    assert world.call(method, f"/api/apis/oas/{made['Meta']}{tail}", body)[0] == status
    assert set(Client(world).apis()) == {PETS}
