# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What an emulated Tyk holds, as other tools keep it in files: tyk-sync 1.5, and a Gateway without a Dashboard."""

from __future__ import annotations

import json
import pathlib

TYK = "x-tyk-api-gateway"
# What tyk-sync knows of a policy, and of the rights in it; the rest is gone once it has read one.
POLICY = """_id id name org_id rate per quota_max quota_renewal_rate throttle_interval throttle_retry_limit
    max_query_depth access_rights hmac_enabled active is_inactive date_created tags key_expires_in partitions
    last_updated meta_data""".split()
RIGHT = "api_name api_id versions allowed_urls restricted_types limit field_access_rights allowance_scope".split()
LIMIT = """rate per throttle_interval throttle_retry_limit max_query_depth quota_max quota_renews quota_remaining
    quota_renewal_rate set_by_policy""".split()
AROUND = {"hook_references": [], "is_site": False, "sort_by": 0, "user_group_owners": [], "user_owners": []}


def only(names, obj, blank=None):
    """As Go writes a structure: these fields, all of them, and no others."""
    return {name: (obj or {}).get(name, blank) for name in names}


def _api(entry):
    """Name of the file, and what is in it."""
    around = {name: entry.get(name) or blank for name, blank in AROUND.items()}
    around.update({"categories": entry["categories"]} if entry.get("categories") else {})
    if entry["api_definition"].get("is_oas"):
        return f"oas-{entry['oas'][TYK]['info']['id']}.json", {"oas": entry["oas"], **around}
    inner = {name: value for name, value in entry["api_definition"].items() if value is not None}
    return f"api-{inner['api_id']}.json", {"api_definition": inner, **around}


def _policy(policy):
    rights = {}
    for ident, right in (policy.get("access_rights") or {}).items():
        limit = right.get("limit") and only(LIMIT, right["limit"], 0)
        rights[ident] = {**only(RIGHT, right), "limit": limit}
    dumped = {**only(POLICY, policy), "access_rights": rights, "id": policy.get("id") or policy["_id"]}
    return f"policy-{dumped['id']}.json", dumped


def dumped(read) -> dict[str, object]:
    """What `tyk-sync dump` writes: the name of each file, and what is in it.

    :arg read: gives the answer of a Dashboard to a GET.
    """
    apis = sorted(map(_api, read("/api/apis?p=-2")["apis"]), key=lambda file: file[0])
    listed = read("/api/portal/policies?p=-2")["Data"]
    policies = [_policy(read(f"/api/portal/policies/{one['_id']}")) for one in listed]
    assets = [(f"asset-{one['id']}.json", one) for one in read("/api/assets")]
    index = {
        "type": "apidef",
        "files": [{"file": name, "oas": {}} for name, _data in apis],
        "policies": [{"file": name} for name, _data in policies],
        "assets": [{"file": name} for name, _data in assets],
    }
    return {**dict([*apis, *policies, *assets]), ".tyk.json": index}


def kept(ask) -> dict[str, object]:
    """What a Gateway keeps below the folders apps and policies: the name of each file, and what is in it.

    :arg ask: gives the answer of a Gateway to a GET.
    """
    files: dict[str, object] = {}
    for api in ask("/tyk/apis?include_types=mcp"):
        ident, document = api["api_id"], None
        files[f"apps/{ident}.json"] = api
        if api.get("application_protocol") == "mcp":
            document = files[f"apps/{ident}-mcp.json"] = ask(f"/tyk/mcps/{ident}")
        elif api.get("is_oas"):
            document = files[f"apps/{ident}-oas.json"] = ask(f"/tyk/apis/oas/{ident}")
        assert document is None or TYK in document
    policies = {policy.pop("id"): policy for policy in ask("/tyk/policies")}
    return {**files, **({"policies/policies.json": policies} if policies else {})}


def written(files, folder: pathlib.Path) -> str:
    """These files below a folder; its path."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(data if isinstance(data, str) else json.dumps(data), encoding="utf-8")
    return str(folder)


# What the classic resource of tyk-operator does not have, or has as references to other resources.
NOT_IN_SPEC = ("org_id", "id", "is_oas", "config_data_disabled", "graphql", "definition", "slug", "tags_disabled")


def _manifest(kind, name, spec):
    metadata = {"name": name, "namespace": "shop"}
    return {"apiVersion": "tyk.tyk.io/v1alpha1", "kind": kind, "metadata": metadata, "spec": spec}


def manifests(read) -> dict[str, object]:
    """The APIs of a Dashboard as manifests of tyk-operator: the name of each file, and what is in it.

    :arg read: gives the answer of a Dashboard to a GET.
    """
    files: dict[str, object] = {}
    for number, entry in enumerate(read("/api/apis?p=-2")["apis"]):
        inner, oas = entry["api_definition"], entry.get("oas")
        if oas and TYK in oas:
            reference = {"name": f"doc-{number}", "namespace": "shop", "keyName": "oas.json"}
            metadata = {"name": f"doc-{number}", "namespace": "shop"}
            data = {"oas.json": json.dumps(oas)}
            files[f"doc-{number}.json"] = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata, "data": data}
            spec = {"tykOAS": {"configmapRef": reference}, "categories": entry.get("categories") or []}
            files[f"api-{number}.json"] = _manifest("TykOasApiDefinition", f"api-{number}", spec)
        elif not inner.get("is_oas"):
            spec = {name: value for name, value in inner.items() if value is not None and name not in NOT_IN_SPEC}
            files[f"api-{number}.json"] = _manifest("ApiDefinition", f"api-{number}", spec)
    return files


def documents(read) -> dict[str, object]:
    """The OAS APIs of a Dashboard as documents with nothing of Tyk's in them: file and document."""
    files: dict[str, object] = {}
    for number, entry in enumerate(read("/api/apis?p=-2")["apis"]):
        oas = entry.get("oas") or {}
        if TYK in oas:
            files[f"doc-{number}.json"] = {name: value for name, value in oas.items() if not name.startswith("x-tyk-")}
    return files
