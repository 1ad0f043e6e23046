# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The tables of fields: they are those of the emulator, which are Tyk's, and no map of the user's own is left out."""

from __future__ import annotations

import re

import pytest

from ansible_collections.community.tyk.plugins.module_utils._data.merge import same
from ansible_collections.community.tyk.plugins.module_utils._data.rules import Rules
from ansible_collections.community.tyk.plugins.module_utils._data.shapes import (
    Type,
    fitted,
    like,
    nearest,
    rules_of,
    strangers,
    table,
)
from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis import classic, oas
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.classic_table import DEFINITION
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.extension_table import EXTENSION
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.openapi import DOCUMENT
from ansible_collections.community.tyk.plugins.module_utils._kinds.organisation import ORGANISATION
from ansible_collections.community.tyk.plugins.module_utils._kinds.table import KINDS
from tyk_emulator.kinds import (
    assets,
    classic_fields,
    classic_types,
    clients,
    hooks,
    organisations,
    policies,
    sessions,
    usergroups,
    users,
)
from tyk_emulator.oas import extension_structs, extension_structs2, model_table

CLASSIC, OWN, OPENAPI = table(DEFINITION), table(EXTENSION), table(DOCUMENT)
SCHEMES = ("Token", "JWT", "Basic", "OAuth", "ExternalOAuth", "OAuth2")
WORDS = {"bool": "flag", "int": "whole", "u16": "whole", "u64": "whole", "float": "number", "any": "any", "raw": "any"}
TEXTS = ("str", "duration", "objectid", "time", "moment")
JSON = {"bool": "flag", "number": "whole", "string": "text", "array": "[any]", "object": "{any}"}


def written(kind):
    """A type as a table has it."""
    if kind.outer:
        left, right = "[]" if kind.outer == "list" else "{}"
        return left + written(kind.inner) + right
    return kind.name


def plainly(text):
    """A type of the emulator's notation in ours."""
    bare = text.partition("@")[0].replace("*", "").replace("&", "").rstrip("?!~")
    return re.sub(r"\w+", lambda word: "text" if word[0] in TEXTS else WORDS.get(word[0], word[0]), bare)


def structs(text):
    """Struct -> field -> type, from a table of the emulator's."""
    found = {}
    for line in filter(None, re.sub(r"\n +", " ", text).split("\n")):
        name, *fields = line.split()
        found[name] = {field.partition(":")[0]: field.partition(":")[2] for field in fields}
    return found


def source(module):
    with open(module.__file__, encoding="utf-8") as file:
        return re.search(r'Table\("""(.*?)"""', file.read(), re.S)[1]


def ours(blocks):
    return {name: {field: written(kind) for field, kind in fields.items()} for name, fields in blocks.items()}


def theirs(blocks):
    return {name: {field: plainly(kind) for field, kind in fields.items()} for name, fields in blocks.items()}


def test_the_classic_table_is_that_of_tyk():
    known = theirs(structs(source(classic_types)))
    known["API"].update((name, JSON[classic_fields.FIELDS[name]]) for name in classic_fields._BESIDE)
    assert ours(CLASSIC) == known and len(known) > 90


def test_the_table_of_the_extension_is_that_of_tyk():
    known = theirs(structs(extension_structs.FIRST + extension_structs2.SECOND))
    known["Scheme"] = {field: kind for name in SCHEMES for field, kind in known.pop(name).items()}
    known["Authentication"]["securitySchemes"] = "{Scheme}"
    known["EventHandler"]["headers"], known["HookHeader"] = "[HookHeader]", known["Header"]  # all of them secret
    found = ours(OWN)
    assert found.keys() == known.keys() and len(known) > 90
    for name, fields in found.items():
        assert {f: k for f, k in fields.items() if name != "Scheme"} == (known[name] if name != "Scheme" else {})
        assert fields.keys() == known[name].keys()


NAMES = {"Doc": "Document", "PathItem": "Path", "Components": "Parts", "RequestBody": "Body", "MediaType": "Media"}
NAMES |= {"SecurityScheme": "Scheme", "OAuthFlows": "Flows", "OAuthFlow": "Flow", "ServerVariable": "Variable"}
NAMES |= {"ExternalDocs": "Docs", "XML": "Xml", "Header": "Parameter"}


def test_the_table_of_documents_is_that_of_tyks_library():
    for name, fields in structs(model_table.KINDS).items():
        mine = OPENAPI[NAMES.get(name, name)]
        assert mine.keys() - {"$ref"} == fields.keys(), name
        for field, text in fields.items():
            kind, bare = mine[field], text.partition("@")[0]
            by_pointer = bare[0] == "*" and not re.match(r"\*[A-Z]", bare)  # a number, a switch or a list, or nothing
            counts = kind.counts or kind.name in ("any", "bound", "types") or kind.name in OPENAPI
            assert counts is (by_pointer or bare.endswith("!") or bare in ("types", "any", "bound", "more")) or (
                kind.name in OPENAPI or field == "paths"
            ), f"{name}.{field}"


def maps(blocks, kind, path=""):
    """Where there is something of the user's own below a block."""
    if kind.outer and kind.inner.name not in blocks and not kind.inner.outer:
        if kind.outer == "map" or kind.inner.name == "any":
            yield path
    elif kind.outer:
        yield from maps(blocks, kind.inner, f"{path}.*")
    elif kind.name == "any":
        yield path
    for field, below in blocks.get(kind.name, {}).items():
        yield from maps(blocks, below, f"{path}.{field}".lstrip("."))


@pytest.mark.parametrize(
    ("blocks", "root", "known", "others"),
    [
        # links that Tyk enters itself, and copies of webhooks
        (CLASSIC, "API", classic.TEXTS + classic.ANYTHING, {"definition.versions", "hook_references"}),
        (OWN, "XTykAPIGateway", oas.TEXTS + oas.ANYTHING, set()),
    ],
)
def test_no_map_of_the_users_own_is_left_out(blocks, root, known, others):
    found = list(maps(blocks, Type("", root)))
    lists = {"security_requirements.*", "jwt_jwks_uris"}
    assert {*found} - others - lists == {*known} and len(found) == len({*found})


def test_a_part_that_comes_again_in_itself():
    document = Rules(parts=rules_of(OPENAPI, "Document"))
    deep = {"properties": {"a": {"items": {"allOf": [{"properties": {"b": {}}}]}}}}
    other = {"properties": {"a": {"items": {"allOf": [{"properties": {"b": {"minimum": 0}}}]}}}}
    assert not same({"components": {"schemas": {"S": deep}}}, {"components": {"schemas": {"S": other}}}, document)
    assert not document.reach("send") and document.reach("shape")


def test_what_fits_is_not_copied():
    definition = {"session_lifetime": 5, "tags": ["1"], "proxy": {"strip_listen_path": True}, "config_data": {"a": "1"}}
    assert fitted(definition, CLASSIC, Type("", "API")) is definition


@pytest.mark.parametrize("text", ["", " ", "1e3x", "nan", "inf", "0x10", "1_000", "true", "٣"])
def test_what_is_no_number(text):
    for name in ("session_lifetime", "hmac_allowed_clock_skew"):
        with pytest.raises(Invalid) as caught:
            fitted({name: text}, CLASSIC, Type("", "API"), ("definition",))
        assert str(caught.value).startswith(f"definition.{name} has to be a ")


def test_a_type_that_stands_alone_in_a_list_is_that_one():
    document = {"components": {"schemas": {"A": {"type": ["string"]}, "B": {"type": ["string", "null"]}}}}
    schemas = fitted(document, OPENAPI, Type("", "Document"))["components"]["schemas"]
    assert schemas == {"A": {"type": "string"}, "B": {"type": ["string", "null"]}}


@pytest.mark.parametrize(
    ("text", "stored", "taken"),
    [
        ("true", False, True),
        ("5", 1, 5),
        ("1.5", 2, 1.5),
        ("5", "1", "5"),
        (5, 1, 5),
        ("x", None, "x"),
        (None, 1, None),
    ],
)
def test_what_no_table_has_is_of_the_type_of_what_is_stored(text, stored, taken):
    assert like(text, stored, ()) == taken
    with pytest.raises(Invalid):
        like("neither", True, ("definition", "new"))


@pytest.mark.parametrize(
    ("definition", "said"),
    [
        ({"tags": "a"}, "definition.tags has to be a list"),
        ({"tags": {"a": 1}}, "definition.tags has to be a list"),
        ({"proxy": ["x"]}, "definition.proxy has to be a mapping"),
        ({"version_data": {"versions": ["x"]}}, "definition.version_data.versions has to be a mapping"),
        ({"auth_configs": {"a": 5}}, "definition.auth_configs.a has to be a mapping"),
    ],
)
def test_a_list_is_a_list_and_a_mapping_a_mapping(definition, said):
    with pytest.raises(Invalid) as caught:
        fitted(definition, CLASSIC, Type("", "API"), ("definition",))
    assert str(caught.value) == said
    blanks = {"tags": {}, "proxy": [], "auth_configs": None, "version_data": "", "config_data": ["x"]}
    assert fitted(blanks, CLASSIC, Type("", "API")) is blanks


def test_strangers_are_named_at_every_depth():
    definition = {
        "tag": [],
        "x-own": 1,
        "config_data": {"any": 1},
        "auth_configs": {"any": {"use_parm": True}},
        "custom_middleware": {"pre": [{"name": "a", "pth": "b"}]},
    }
    found = {".".join(map(str, path)): meant for path, meant in strangers(definition, CLASSIC, Type("", "API"))}
    assert found == {
        "tag": "tags",
        "auth_configs.any.use_parm": "use_param",
        "custom_middleware.pre.0.pth": "path",
    }
    assert nearest("nothing_like_it", CLASSIC["API"]) == ""


SHAPES = {
    "policy": policies.SHAPE,
    "key": sessions.SESSION,
    "user": users.SHAPE,
    "user_group": usergroups.SHAPE,
    "webhook": hooks.SHAPE,
    "asset": assets.SHAPE,
    "oauth_client": clients.SHAPE,
    "organisation": organisations.SHAPE,
}


@pytest.mark.parametrize("name", SHAPES)
def test_no_field_that_tyk_has_is_a_stranger(name):
    kinds = [kind for kind in (*KINDS.values(), ORGANISATION) if kind.name == name]
    for kind in kinds:
        paths = [path for option in kind.options.values() for path in (option.path, *option.paths) if path]
        ours = {path.split(".")[0] for path in (*paths, *kind.fields.rules.children, *kind.fields.required)}
        assert not list(kind.strangers(dict.fromkeys({*SHAPES[name], *ours}, 1)))
        assert list(kind.strangers({"nothing_like_it": 1})) == [("nothing_like_it", "")]
    assert kinds


def test_rights_are_known_as_well():
    assert list(KINDS["policies"].strangers({"access_rights": {"a": dict.fromkeys(sessions.ACCESS)}})) == []
    asked = {"access_rights": {"a": {"allowed_url": []}}, "partitions": {"quotas": True}}
    found = dict(KINDS["policies"].strangers(asked))
    assert found == {"access_rights.a.allowed_url": "allowed_urls", "partitions.quotas": "quota"}
