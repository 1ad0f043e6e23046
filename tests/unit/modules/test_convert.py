# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Files of other tools become a configuration, which makes what they came from; and nothing goes without a word."""

from __future__ import annotations

import copy
import json
import os
import pathlib
import random
import re
import stat

import gateway_laws as laws
import pytest
import yaml
from certificates import pair
from corpus_world import CorpusWorld
from foreign_forms import TYK, documents, dumped, kept, manifests, written
from gateway_runner import PETS, Gate
from module_runner import Tyk
from operator_manifests import classic, company, secret
from samples import REAL
from vendor_world import FOLDER, Vendor

from ansible_collections.community.tyk.plugins.module_utils._kinds.table import KINDS

UP = {"target_url": "http://up.example/"}
PLAIN = {
    "openapi": "3.0.3",
    "info": {"title": "Stock levels", "version": "1"},
    "servers": [{"url": "https://stock.example/v1"}],
    "paths": {"/items": {"get": {"operationId": "items", "responses": {"200": {"description": "ok"}}}}},
}
BELL = {"name": "Bell", "target_path": "http://h.example/", "header_map": {"X-Bell": "a-bell"}}
UNKNOWN = ", ".join(KINDS["policies"].not_dumped)  # to tyk-sync
SECRET = "the-secret-of-the-upstream"
PATHS = re.compile(r"([^\s:]+(, [^\s:]+)*)?")  # what a field of lost is: a path, or several
NOWHERE = {"url": ..., "token": ..., "retries": ...}


def convert(tyk, *src, **params):
    """Run the module, which needs no connection."""
    return tyk.ok("convert", src=[str(path) for path in src], **{**NOWHERE, **params})


def losses(result):
    return {(pathlib.Path(one["file"].partition(",")[0]).name, one["object"], one["field"]) for one in result["lost"]}


def read_all(folder):
    """What the files of a configuration hold together."""
    config: dict = {}
    for path in sorted(pathlib.Path(folder).rglob("*.yml")):
        for section, items in yaml.safe_load(path.read_text()).items():
            config.setdefault(section, []).extend(items)
    return config


def exported(tyk, sections):
    return tyk.ok("config_info", kinds=sections, include_secrets=True, keep_ids=True)["config"]


def fill(tyk):
    """A small organisation in which everything refers to something."""
    tyk.ok("webhook", **BELL)
    hooks = [{"event": "QuotaExceeded", "webhook": "Bell"}]
    inner = {"auth": {"auth_header_name": "X-Key"}, "request_signing": {"is_enabled": True, "secret": SECRET}}
    tyk.ok("api", name="Orders", listen_path="/orders/", **UP, categories=["a"], webhooks=hooks, definition=inner)
    handler = {"enabled": True, "trigger": "QuotaExceeded", "type": "webhook", "id": "Bell", "cooldownPeriod": "10s"}
    own = {TYK: {"server": {"eventHandlers": [handler]}}}
    tyk.ok("api", name="Pets", format="oas", listen_path="/pets/", **UP, definition=own, categories=["b"])
    tyk.ok("policy", name="Gold", access_rights=[{"api": "Orders"}, {"api": "Pets"}], rate=3, per=1, tags=["g"])
    tyk.ok("asset", name="Template", data={"openapi": "3.0.3"})
    return tyk


@pytest.fixture
def world(tyk):
    return fill(tyk)


def test_a_dump_is_applied_where_it_comes_from_and_nothing_changes(world, tmp_path):
    src = written(dumped(world.read), tmp_path / "dump")
    done = convert(world, src, dest=str(tmp_path / "tyk"))
    assert done["counts"] == {"assets": 1, "apis": 2, "policies": 1}
    world.log()
    again = world.ok("config", src=[str(tmp_path / "tyk")])
    assert not again["changed"] and not world.warnings(again)
    assert not world.writes()


def test_a_dump_makes_the_same_elsewhere(world, tmp_path):
    src, there = written(dumped(world.read), tmp_path / "dump"), Tyk(seed=7)
    done = convert(world, src, dest=str(tmp_path / "tyk"))
    ident = world.ok("api_info", name="Orders #a")["apis"][0]["api_id"]
    assert losses(done) == {(f"api-{ident}.json", "webhooks.Bell", ""), (".tyk.json", "policies", UNKNOWN)}
    there.ok("webhook", **BELL)
    assert there.ok("config", src=[str(tmp_path / "tyk")])["changed"]
    assert not there.ok("config", src=[str(tmp_path / "tyk")])["changed"]
    sections = ["webhooks", "apis", "policies", "assets"]
    assert exported(there, sections) == exported(world, sections)


def test_names_stand_for_ids_and_ids_can_be_left_out(world, tmp_path):
    src = written(dumped(world.read), tmp_path / "dump")
    with_ids, bare = (convert(world, src, keep_ids=keep)["config"] for keep in (True, False))
    assert [right["api"] for right in with_ids["policies"][0]["access_rights"]] == ["Orders #a", "Pets"]
    assert with_ids["apis"][0]["webhooks"] == [{"event": "QuotaExceeded", "webhook": "Bell"}]
    assert "api_id" in with_ids["apis"][0] and "policy_id" in with_ids["policies"][0]
    assert "api_id" not in bare["apis"][0] and "policy_id" not in bare["policies"][0]


def test_files_are_private_and_results_are_masked(world, tmp_path):
    src = written(dumped(world.read), tmp_path / "dump")
    planned = convert(world, src, dest=str(tmp_path / "tyk"), check=True)
    assert planned["changed"] and not (tmp_path / "tyk").exists()
    done = convert(world, src, dest=str(tmp_path / "tyk"), layout="object")
    assert done["changed"] and SECRET not in world.out and "a-bell" not in world.out
    assert not convert(world, src, dest=str(tmp_path / "tyk"), layout="object")["changed"]
    modes = {stat.S_IMODE(os.stat(file).st_mode) for file in done["files"]}
    modes_of_folders = {stat.S_IMODE(os.stat(os.path.dirname(file)).st_mode) for file in done["files"]}
    assert (modes, modes_of_folders) == ({0o600}, {0o700}) and len(done["files"]) == 4
    assert SECRET in (tmp_path / "tyk/apis/orders-a.yml").read_text()
    names = ["apis.definition.auth.auth_header_name", "apis.definition.auth_configs.*.auth_header_name"]
    convert(world, src, secrets=names)
    assert SECRET not in world.out and "a-bell" not in world.out and "X-Key" not in world.out
    convert(world, src, not_secrets=["apis.definition.request_signing.secret"])
    assert SECRET in world.out and "X-Key" in world.out
    assert "leads nowhere" in world.fails("convert", src=[src], secrets=["apis.nothing.x"], **NOWHERE)


def test_what_an_index_says_counts(world, tmp_path):
    files = dumped(world.read)
    index = files[".tyk.json"]
    index["files"][0]["api_id"] = "another"
    index["policies"][0]["id"] = "gold"
    index["files"].append({"file": "gone.json"})
    files["spare.json"] = {"api_definition": {"name": "Spare"}}
    files["below/odd.json"] = {"a": 1}
    done = convert(world, written(files, tmp_path / "dump"))
    assert "another" in {api["api_id"] for api in done["config"]["apis"]}
    assert done["config"]["policies"][0]["policy_id"] == "gold"
    assert {("gone.json", "", ""), ("spare.json", "", ""), ("odd.json", "", "")} <= losses(done)


def test_an_index_with_lists_that_tyk_sync_has_not_yet(world, tmp_path):
    """Whatever a list is called, what it names is taken for what it is."""
    world.ok("mcp_proxy", name="Tools", listen_path="/tools/", **UP)
    world.ok("client_idp", name="Login", jwks_uri="https://l.example/keys", api_mappings={"Pets": {}})
    files = dumped(world.read)
    (proxy,), (idp,) = (
        world.read(f"/api/{route}")[key] for route, key in (("mcps", "mcps"), ("clientidps", "client_idps"))
    )
    files["mcp-tools.json"] = proxy if "oas" in proxy or TYK in proxy else {"oas": proxy}
    files["clientidp-login.json"] = idp
    files[".tyk.json"] |= {"mcps": [{"file": "mcp-tools.json"}], "idps": [{"file": "clientidp-login.json"}]}
    done = convert(world, written(files, tmp_path / "dump"), dest=str(tmp_path / "tyk"))
    assert done["counts"]["mcp_proxies"] == done["counts"]["client_idps"] == 1
    assert read_all(tmp_path / "tyk")["client_idps"][0]["api_mappings"].keys() == {"Pets"}
    assert not world.ok("config", src=[str(tmp_path / "tyk")])["changed"]


def test_a_folder_without_an_index_is_none_of_tyk_sync(world, tmp_path):
    files = {name: data for name, data in dumped(world.read).items() if name != ".tyk.json"}
    src = written(files, tmp_path / "dump")
    assert "no index .tyk.json" in world.fails("convert", src=[src], format="tyk_sync", **NOWHERE)
    assert convert(world, src)["counts"] == {"assets": 1, "apis": 2, "policies": 1}


def test_the_list_of_a_dashboard_that_leaves_documents_out(world, tmp_path):
    listed = world.read("/api/apis?p=-2")
    for api in listed["apis"]:
        api.pop("oas", None)
    done = convert(world, written({"apis.json": listed}, tmp_path / "curl"))
    assert done["counts"]["apis"] == 1
    (why,) = (one["reason"] for one in done["lost"] if one["object"] == "apis.Pets")
    assert "GET /api/apis/oas/ID" in why


def test_one_odd_object_does_not_stop_the_others(world, tmp_path):
    files = dumped(world.read)
    name = files[".tyk.json"]["files"][0]["file"]
    files[name] = {"api_definition": {"name": {"a": 1}, "proxy": 7}}
    files["policy-x.json"] = {**files[files[".tyk.json"]["policies"][0]["file"]], "rate": {"no": "number"}, "id": "x"}
    files[".tyk.json"]["policies"].append({"file": "policy-x.json"})
    files["broken.json"] = "{"
    files[".tyk.json"]["files"].append({"file": "broken.json"})
    done = convert(world, written(files, tmp_path / "dump"))
    assert [len(done["config"][section]) for section in ("apis", "policies", "assets")] == [1, 1, 1]
    assert {file for file, _object, _field in losses(done)} >= {name, "policy-x.json", "broken.json"}


ODD = [None, 7, -1, 1.5, True, "", "x", [], {}, [1], [None], {"a": 1}, {"": None}, [[]], "\x00"]


def spots(value):
    """Every place in a value: what it is in, and its key."""
    for key in list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ():
        yield value, key
        yield from spots(value[key])


@pytest.mark.parametrize("seed", range(3))
def test_whatever_stands_where_something_else_should_ends_no_conversion(world, tmp_path, seed):
    """It is told as what it is: of the file, and not as a defect."""
    chance, gate = random.Random(seed), gateway()
    lists = {"apis": "/api/apis?p=-2", "policies": "/api/portal/policies", "hooks": "/api/hooks?p=-2"}
    answered = {f"{name}.json": world.read(route) for name, route in lists.items()}
    forms = [dumped(world.read), kept(answers(gate)), {**answered, "plain.json": PLAIN}]
    for turn in range(40):
        files = copy.deepcopy(forms[turn % 3])
        for _time in range(1 + turn % 2):
            holder, key = chance.choice([*spots(files)])
            holder[key] = copy.deepcopy(chance.choice(ODD))
        texts = {name: json.dumps(data) for name, data in files.items()}
        done = convert(world, written(texts, tmp_path / str(turn)))
        assert not [one for one in done["lost"] if "defect" in one["reason"]]
        assert not [one for one in done["lost"] if not PATHS.fullmatch(one["field"])]
        assert SECRET not in world.out and "a-bell" not in world.out


def test_what_is_not_among_the_files_is_told(world, tmp_path):
    world.ok("user_group", name="Team", user_permissions={"apis": "read"})
    world.ok("api", name="Orders", owners={"groups": ["Team"]})
    files = dumped(world.read)
    files[".tyk.json"]["files"] = [one for one in files[".tyk.json"]["files"] if one["file"].startswith("api")]
    done = convert(world, written(files, tmp_path / "dump"))
    told = losses(done)
    assert any(obj == "apis.Orders #a" and field.endswith("user_group_owners") for _file, obj, field in told)
    assert any(obj == "policies.Gold" and field.startswith("access_rights") for _file, obj, field in told)
    assert "owners" not in json.dumps(done["config"])


@pytest.mark.parametrize("off", [{"active": False}, {"is_inactive": True}])
def test_a_policy_that_is_off_does_not_come_back_on(world, tmp_path, off):
    """tyk-sync leaves out the state, which decides."""
    files = dumped(world.read)
    name = files[".tyk.json"]["policies"][0]["file"]
    files[name].update(off)
    convert(world, written(files, tmp_path / "dump"), dest=str(tmp_path / "tyk"))
    there = Tyk(seed=7)
    there.ok("webhook", **BELL)
    there.ok("config", src=[str(tmp_path / "tyk")])
    assert there.ok("policy_info", name="Gold")["policies"][0]["policy_state"] == "deny"


def gateway():
    gate = Gate()
    gate.ok("api", name="Orders", listen_path="/orders/", **UP, definition={"auth": {"auth_header_name": "X-Key"}})
    gate.ok("api", definition=PETS)
    gate.ok("mcp_proxy", name="Tools", listen_path="/tools/", **UP, tools={"weather": {"allow": {"enabled": True}}})
    gate.ok("policy", name="Gold", access_rights=[{"api": "Orders"}, {"api": "Pets"}], rate=3, per=1)
    return gate


def answers(gate):
    def ask(path):
        status, answer = gate.ask("GET", path)
        assert status == 200, answer
        return answer

    return ask


def test_the_files_of_a_gateway_make_the_same_gateway(tmp_path):
    gate, there = gateway(), Gate(seed=7)
    done = convert(
        gate,
        written(kept(answers(gate)), tmp_path / "tyk-gateway"),
        platform=...,
        org_id=...,
        dest=str(tmp_path / "tyk"),
    )
    assert done["counts"] == {"apis": 2, "mcp_proxies": 1, "policies": 1}
    assert losses(done) == {("policies.json", "policies", "")} and "policy_path" in done["lost"][0]["reason"]
    sections = ["apis", "mcp_proxies", "policies"]
    for one in (gate, there):
        assert one.ok("config", src=[str(tmp_path / "tyk")])["changed"] is (one is there)
        assert not one.ok("config", src=[str(tmp_path / "tyk")])["changed"]
    assert exported(there, sections) == exported(gate, sections)


def test_an_api_without_its_document_and_a_pair_that_is_apart(tmp_path):
    gate = gateway()
    files = kept(answers(gate))
    document = next(name for name in files if name.endswith("-oas.json"))
    files[document.replace("-oas", "")]["name"] = "Cats"
    alone = {name: data for name, data in files.items() if name != document}
    done = convert(gate, written(files, tmp_path / "a"), platform=..., org_id=...)
    assert (os.path.basename(document).replace("-oas", ""), "apis", "name") in losses(done)
    assert {api["name"] for api in done["config"]["apis"]} == {"Orders", "Pets"}
    done = convert(gate, written(alone, tmp_path / "b"), platform=..., org_id=...)
    assert any("document of an OAS API" in one["reason"] for one in done["lost"])
    assert {api["name"] for api in done["config"]["apis"]} == {"Orders"}


def test_files_that_are_not_called_by_the_id_of_their_object(tmp_path):
    gate = gateway()
    files = {name.replace("apps/", "apps/my-"): data for name, data in kept(answers(gate)).items() if "apps" in name}
    done = convert(gate, written(files, tmp_path / "gateway"), platform=..., org_id=...)
    assert {one["object"] for one in done["lost"] if "rename the file first" in one["reason"]} == {
        "apis.Orders",
        "apis.Pets",
        "mcp_proxies.Tools",
    }


def test_a_folder_of_policies_of_a_gateway(tmp_path, tyk):
    policy = {
        "id": "gold",
        "org_id": "acme",
        "rate": 1,
        "per": 1,
        "access_rights": {"x": {"api_id": "x", "api_name": "X"}},
    }
    done = convert(tyk, written({"gold.json": policy}, tmp_path / "policies"), format="gateway")
    assert done["config"]["policies"][0]["policy_id"] == "gold"


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
@pytest.mark.parametrize("ending", ["yml", "json"])
def test_an_openapi_document_becomes_an_api(tyk, tmp_path, version, ending):
    document = {**PLAIN, "openapi": version}
    text = json.dumps(document) if ending == "json" else yaml.safe_dump(document)
    src = written({f"stock.{ending}": text}, tmp_path / "specs")
    done = convert(tyk, src, dest=str(tmp_path / "tyk"))
    looks = {(f"stock.{ending}", "apis.Stock levels", option) for option in ("listen_path", "definition")}
    assert losses(done) == looks and any("anybody may" in one["reason"] for one in done["lost"])
    assert tyk.ok("config", src=[str(tmp_path / "tyk")])["changed"]
    (api,) = tyk.ok("api_info")["apis"]
    assert (api["name"], api["listen_path"], api["target_url"]) == (
        "Stock levels",
        "/stock-levels/",
        "https://stock.example/v1",
    )
    assert not tyk.ok("config", src=[str(tmp_path / "tyk")])["changed"]


def test_documents_that_want_a_hand(tyk, tmp_path):
    there = {"$ref": "other.yml#/components/schemas/Item"}
    documents = {
        "swagger.json": {"swagger": "2.0", "info": {"title": "Old", "version": "1"}, "paths": {}},
        "nameless.json": {**PLAIN, "info": {"title": "", "version": "1"}},
        "serverless.json": {**PLAIN, "info": {"title": "Serverless", "version": "1"}, "servers": [{"url": "/v1"}]},
        "parted.json": {
            **PLAIN,
            "info": {"title": "Parted", "version": "1"},
            "components": {"schemas": {"Item": there}},
        },
    }
    done = convert(tyk, written(documents, tmp_path / "specs"))
    assert {api["name"] for api in done["config"]["apis"]} == {"Serverless", "Parted"}
    assert losses(done) >= {
        ("swagger.json", "", ""),
        ("nameless.json", "", ""),
        ("serverless.json", "apis.Serverless", "target_url"),
        ("parted.json", "apis.Parted", "openapi"),
    }
    assert any("Swagger 2.0" in one["reason"] and "swagger2openapi" in one["reason"] for one in done["lost"])


def test_what_a_dashboard_answers_to_lists(world, tmp_path):
    world.ok("mcp_proxy", name="Tools", listen_path="/tools/", **UP)
    world.ok("client_idp", name="Login", jwks_uri="https://l.example/keys", api_mappings={"Pets": {}})
    routes = ("apis?p=-2", "portal/policies", "hooks?p=-2", "assets", "mcps", "clientidps")
    files = {f"{number}.json": world.read(f"/api/{route}") for number, route in enumerate(routes)}
    done = convert(world, written(files, tmp_path / "curl"), dest=str(tmp_path / "tyk"))
    kinds = ("webhooks", "assets", "apis", "mcp_proxies", "policies", "client_idps")
    assert done["counts"] == {**dict.fromkeys(kinds, 1), "apis": 2} and not done["lost"]
    assert not world.ok("config", src=[str(tmp_path / "tyk")])["changed"]


def test_manifests_of_tyk_operator(tyk, tmp_path):
    """One file holds several of them. What they become in detail is in test_operator_manifests.py."""
    files = {"all.yaml": yaml.safe_dump_all(company(), explicit_start=True), "stock.json": PLAIN}
    src = written(files, tmp_path / "cluster")
    done = convert(tyk, src, dest=str(tmp_path / "tyk"))
    assert done["counts"]["policies"] == 1 and done["counts"]["apis"] > 6
    assert ("stock.json", "apis.Stock levels", "listen_path") in losses(done)
    assert tyk.ok("config", src=[str(tmp_path / "tyk")])["changed"]
    assert not tyk.ok("config", src=[str(tmp_path / "tyk")])["changed"]


def test_a_secret_of_kubernetes_becomes_a_certificate_and_is_shown_to_nobody(tyk, tmp_path):
    certificate, key = (part.decode() if isinstance(part, bytes) else part for part in pair())
    manifests = [secret("tls", tls_crt=certificate, tls_key=key), classic("orders", certificate_secret_names=["tls"])]
    src = written({"all.yaml": yaml.safe_dump_all(manifests, explicit_start=True)}, tmp_path / "cluster")
    done = convert(tyk, src)
    assert done["counts"] == {"certificates": 1, "apis": 1} and not done["lost"]
    assert "PRIVATE KEY" not in tyk.out and "BEGIN" not in tyk.out
    convert(tyk, src, dest=str(tmp_path / "tyk"))
    assert "PRIVATE KEY" not in tyk.out and tyk.ok("config", src=[str(tmp_path / "tyk")])["changed"]
    assert not tyk.ok("config", src=[str(tmp_path / "tyk")])["changed"]


def test_the_same_object_twice_and_a_file_of_our_own(world, tmp_path):
    files = {"a.json": world.read("/api/apis?p=-2"), "b.json": world.read("/api/apis?p=-2"), "c.yml": "apis: []\n"}
    done = convert(world, written(files, tmp_path / "curl"))
    assert done["counts"]["apis"] == 2
    assert {("b.json", "apis.Orders #a", ""), ("b.json", "apis.Pets", ""), ("c.yml", "", "")} <= losses(done)


def test_what_was_converted_before_is_not_read_again(world, tmp_path):
    src = written(dumped(world.read), tmp_path / "all/dump")
    first = convert(world, tmp_path / "all", dest=str(tmp_path / "all/tyk"))
    again = convert(world, tmp_path / "all", dest=str(tmp_path / "all/tyk"))
    assert first["changed"] and not again["changed"] and again["lost"] == first["lost"]
    for dest in (src, str(tmp_path / "all")):
        assert "dest: " in world.fails("convert", src=[src], dest=dest, **NOWHERE)
    assert sorted(path.name for path in (tmp_path / "all").iterdir()) == ["dump", "tyk"]


@pytest.mark.parametrize(
    ("src", "says"),
    [
        ("no/such", "src[0]: there is no file or folder"),
        ("https://x.example/a.json", "src[0]: https://x.example/a.json is an address"),
        ("{}", "src[0]: this is no path"),
    ],
)
def test_what_leads_nowhere_is_an_error(tyk, src, says):
    assert says in tyk.fails("convert", src=[src], **NOWHERE)


FOREIGN = {
    "tyk_sync": (
        {".tyk.json": {"files": [{"file": "a.json"}]}, "a.json": {"x": 1}, "b.json": {"x": 1}},
        "a folder of tyk-sync",
    ),
    "operator": (
        {
            "a.yaml": "apiVersion: tyk.tyk.io/v1alpha1\nkind: ApiDefinition\n---\napiVersion: v1\nkind: ConfigMap\n",
            "b.yaml": "apiVersion: tyk.tyk.io/v1alpha1\nkind: SecurityPolicy\n",
        },
        "a manifest of tyk-operator",
    ),
    "pairs": ({"a.json": {"api_id": "a", "proxy": {}, "is_oas": True}, "a-oas.json": PETS}, "a file of a Gateway"),
    "policies": ({"policies.json": {"gold": {"access_rights": {}, "rate": 1}}}, "a file of a Gateway"),
    "openapi": ({"a.json": PLAIN, "b.json": PLAIN}, "this is an OpenAPI document"),
    "wrapped": ({"a.json": {"oas": PETS, "user_owners": []}}, "one object of Tyk's"),
    "by hand": ({"a.json": {"name": "Gold", "access_rights": {}, "rate": 1}}, "one object of Tyk's"),
    "lists": ({"a.json": {"apis": [{"api_definition": {"name": "A"}}], "pages": 1}}, "what a Dashboard answers"),
}


@pytest.mark.parametrize("name", FOREIGN)
def test_a_configuration_that_is_none_is_told_in_one_sentence(tyk, tmp_path, name):
    files, says = FOREIGN[name]
    src = written(files, tmp_path / "src")
    said = tyk.fails("config", src=[src])
    over = tyk.fails("config", config={"apis": []}, overlays=[src])
    assert "There is one error" in over and says in over
    assert "There is one error" in said and says in said and "community.tyk.tyk_convert" in said


def test_a_configuration_is_told_by_what_it_holds_and_not_by_how_its_files_are_called(tyk, tmp_path):
    one, other = ({"apis": [{"name": name, "listen_path": f"/{name}/", **UP}]} for name in ("one", "other"))
    files = {"apis.json": one, "apis-oas.json": other, "apis-mcp.json": {}, "policies.json": {"policies": []}}
    assert tyk.ok("config", src=[written(files, tmp_path / "tyk")])["changed"]
    done = convert(tyk, tmp_path / "tyk")
    assert {one["reason"].partition(";")[0] for one in done["lost"]} >= {"this is a configuration already"}


WORLDS = {"ours": None, "real": REAL, "vendor 1": FOLDER, "vendor 2": FOLDER}


@pytest.fixture(params=WORLDS)
def large(request):
    """An organisation that others filled."""
    if WORLDS[request.param] and not WORLDS[request.param].is_dir():
        pytest.skip("this world is not at hand")
    if not request.param.startswith("vendor"):
        return CorpusWorld(request.param, 1 if request.param == "ours" else 9)
    vendor, folder = Vendor(quirks={"multi-org-users"}, gateway_mode="dashboard"), request.param[-1]
    vendor.load(folder)
    tyk = Tyk()
    tyk.emulator, tyk.org, tyk.token = vendor.emulator, vendor.orgs[folder], vendor.tokens[folder]
    return tyk


def converted(tyk, folder):
    """A dump of an organisation as a configuration, and what was lost. What looks like an MCP proxy and is stored as an
    API is neither for us."""
    done = convert(tyk, written(dumped(tyk.read), folder / "dump"), dest=str(folder / "tyk"))
    config = read_all(folder / "tyk")
    odd = config.pop("mcp_proxies", [])
    assert sum(map(len, config.values())) + len(odd) == len([*(folder / "dump").glob("*-*.json")])
    assert len([one for one in done["lost"] if "a document as MCP proxies" in one["reason"]]) == len(odd)
    return config, done["lost"]


def test_whole_worlds_are_not_changed_by_their_dump(large, tmp_path):
    config, _lost = converted(large, tmp_path)
    applied = large.ok("config", config=config)
    assert not applied["changed"], [one for one in applied["changes"] if one["action"] != "none"]


def without_unknown(config):
    """A configuration without what tyk-sync does not know of policies."""
    names = {path.rpartition(".")[2] for path in UNKNOWN.split(", ")} | {"policy_state"}

    def bare(one):
        return {name: value for name, value in one.items() if name not in names}

    policies = [bare(one) for one in config.get("policies", ())]
    for one in policies:
        one["access_rights"] = [bare(right) for right in one.get("access_rights", ())]
        one["definition"] = bare(one.get("definition", {}))
    return {**config, "policies": policies}


def test_whole_worlds_are_the_same_elsewhere_but_for_what_is_lost(large, tmp_path):
    config, lost = converted(large, tmp_path)
    named = {one["object"] for one in lost if one["object"]}
    config = {
        section: [one for one in items if f"{section}.{one['name']}" not in named] for section, items in config.items()
    }
    there = Tyk(seed=7, quirks={"multi-org-users"})
    there.ok("config", config={**config, "webhooks": exported(large, ["webhooks"]).get("webhooks", [])})
    before, after = exported(large, [*config]), exported(there, [*config])
    kept = {(section, one["name"]) for section, items in config.items() for one in items}
    assert kept and without_unknown(after) == {
        section: [one for one in items if (section, one["name"]) in kept]
        for section, items in without_unknown(before).items()
    }


def test_apis_of_whole_worlds_as_manifests_of_tyk_operator(large, tmp_path):
    """In place nothing changes; elsewhere those that refer to nothing are the same."""
    files = manifests(large.read)
    done = convert(large, written(files, tmp_path / "cluster"), dest=str(tmp_path / "tyk"))
    config = read_all(tmp_path / "tyk")
    odd = len([one for one in done["lost"] if "MCP proxy" in one["reason"]])
    assert len(config["apis"]) + odd >= len([name for name in files if name.startswith("api-")])
    applied = large.ok("config", config=config)
    assert not applied["changed"], [one for one in applied["changes"] if one["action"] != "none"]


def test_documents_of_whole_worlds_make_apis(large, tmp_path):
    """Of an API they have what is OpenAPI's; and what they have comes out as it was."""
    files, there = documents(large.read), Tyk(seed=7)
    if not files:
        pytest.skip("this world has no OAS API")
    convert(large, written(files, tmp_path / "specs"), dest=str(tmp_path / "tyk"))
    config = read_all(tmp_path / "tyk")
    assert len(config["apis"]) == len(files)
    assert len(there.ok("config", config=config)["changes"]) == len(files)
    assert not there.ok("config", config=config)["changed"]
    titles = {data["info"]["title"]: data.get("paths") for data in files.values()}
    stored = {api["oas"]["info"]["title"]: api["oas"].get("paths") for api in there.read("/api/apis?p=-2")["apis"]}
    assert stored == titles


@pytest.mark.parametrize("name", laws.WORLDS)
def test_whole_worlds_of_a_gateway_by_way_of_its_files(name, tmp_path):
    gate = Gate()
    if laws.load(gate, name) is None:
        pytest.skip("the objects of others are not at hand (../shared)")
    done = convert(
        gate, written(kept(answers(gate)), tmp_path / "gate"), platform=..., org_id=..., dest=str(tmp_path / "t")
    )
    config = read_all(tmp_path / "t")
    here = exported(gate, ["apis", "mcp_proxies", "policies"])
    assert {section: len(items) for section, items in config.items()} == {
        section: len(items) for section, items in here.items()
    }
    applied = gate.ok("config", config=config)
    assert not applied["changed"], laws.moved(applied)
    named = {one["object"] for one in done["lost"] if one["object"]}
    some = {
        section: [one for one in items if f"{section}.{one.get('name') or one.get('policy_id')}" not in named]
        for section, items in config.items()
    }
    there = Gate(seed=7)
    there.ok("config", config=some)
    mine = {section: [one for one in here[section] if is_in(one, items)] for section, items in some.items()}
    assert exported(there, [*some]) == mine


def is_in(one, items):
    return any(
        one.get(name) and one.get(name) == other.get(name) for other in items for name in ("api_id", "policy_id")
    )


def test_several_certificates_are_several(tyk, tmp_path):
    pairs = [[part.decode() if isinstance(part, bytes) else part for part in pair()] for _turn in range(2)]
    manifests = [secret(f"tls-{at}", tls_crt=one[0], tls_key=one[1]) for at, one in enumerate(pairs)]
    manifests += [classic(f"api-{at}", certificate_secret_names=[f"tls-{at}"]) for at in range(2)]
    src = written({"all.yaml": yaml.safe_dump_all(manifests, explicit_start=True)}, tmp_path / "cluster")
    done = convert(tyk, src, dest=str(tmp_path / "tyk"), placeholders=True)
    assert done["counts"]["certificates"] == 2
    text = (tmp_path / "tyk/certificates.yml").read_text()
    assert "PRIVATE KEY" not in text and text.count("BEGIN CERTIFICATE") == 2  # which everybody may see
    assert len(done["placeholders"]) == 2 and all("private_key" in name for name in done["placeholders"])
    values = dict(zip(done["placeholders"], [pairs[0][1], pairs[1][1]]))
    if tyk.run("config", src=[str(tmp_path / "tyk")], secret_values=values, check=True).get("failed"):
        values = dict(zip(done["placeholders"], [pairs[1][1], pairs[0][1]]))  # whose is whose, only the content tells
    assert tyk.ok("config", src=[str(tmp_path / "tyk")], secret_values=values)["changed"]
    assert not tyk.ok("config", src=[str(tmp_path / "tyk")])["changed"]


def test_a_webhook_is_called_by_its_name_whatever_id_a_copy_of_it_has(world, tmp_path):
    files = dumped(world.read)
    (name,) = (name for name, data in files.items() if name.startswith("api-"))
    files[name]["hook_references"][0]["hook"]["id"] = "0" * 24
    hook = world.read("/api/hooks?p=-1")["hooks"][0]
    files[".tyk.json"].setdefault("webhooks", []).append({"file": "hook.json"})
    done = convert(world, written({**files, "hook.json": hook}, tmp_path / "dump"))
    assert done["config"]["apis"][0]["webhooks"] == [{"event": "QuotaExceeded", "webhook": "Bell"}]


def test_what_two_would_have_is_told(tyk, tmp_path):
    files = {f"{name}.json": {"api_definition": {**api_of(name), "api_id": name}} for name in ("one", "two")}
    done = convert(tyk, written(files, tmp_path / "dump"))
    assert [one["reason"] for one in done["lost"] if "/same/" in one["reason"]]


def api_of(name):
    proxy = {"listen_path": "/same/", "target_url": "http://up.example/", "strip_listen_path": True}
    versions = {"not_versioned": True, "versions": {"Default": {"name": "Default"}}}
    return {"name": name, "active": True, "proxy": proxy, "version_data": versions, "use_keyless": False}
