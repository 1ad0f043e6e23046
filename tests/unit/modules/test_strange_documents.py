# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""OpenAPI documents as their publishers write them, through tyk_convert and tyk_config: each is applied, and unchanged
at the second run, or refused before anything is written, with the path of what is wrong."""

from __future__ import annotations

import textwrap

import pytest
from gateway_runner import Gate
from module_runner import Tyk

SERVERS = {"dashboard": Tyk, "gateway": Gate}
HEAD = "openapi: {}\ninfo: {{title: Orders, version: 1.0.0}}\n"
SERVER = "servers: [{url: 'https://orders.example/v1'}]\n"
OK = "responses: {200: {description: ok}}"
THING = "components: {schemas: {thing: {type: object}}}"


def document(text, version="3.0.3"):
    text = textwrap.dedent(text)
    return HEAD.format(version) + ("" if text.startswith("servers:") else SERVER) + text


TAKEN = {
    "numbers for codes": f"paths: {{/a: {{get: {{{OK}}}}}}}",
    "dates": f"""\
        paths: {{/a: {{get: {{{OK}}}}}}}
        x-released: 2024-01-31
        components: {{schemas: {{day: {{type: string, format: date, example: 2024-01-31, default: 2024-02-01}}}}}}""",
    "extensions everywhere": """\
        x-a: {b: [1, null]}
        paths:
          x-b: text
          /a:
            x-c: [1]
            get:
              x-d: null
              parameters: [{name: q, in: query, x-e: 1, schema: {type: string, x-f: {}}}]
              responses: {200: {description: ok, x-g: 0}, x-h: true}
        components: {x-i: 1, schemas: {a: {type: object, x-j: false}}}
        tags: [{name: a, x-k: 1}]""",
    "a circle": """\
        paths: {}
        components:
          schemas:
            tree: {type: object, properties: {above: {$ref: '#/components/schemas/tree'}}}
            one: {type: array, items: {$ref: '#/components/schemas/other'}}
            other: {type: object, additionalProperties: {$ref: '#/components/schemas/one'}}""",
    "one schema for anchors": f"""\
        paths: {{/a: {{get: &get {{{OK}}}, head: *get}}}}""",
    "several servers": f"""\
        servers:
          - url: https://{{region}}.orders.example:{{port}}/{{base}}
            description: where we are
            variables: {{region: {{default: eu, enum: [eu, us]}}, port: {{default: '443'}}, base: {{default: v1}}}}
          - {{url: https://sandbox.orders.example}}
          - {{url: /v1, description: here}}
        paths: {{/a: {{get: {{{OK}}}, servers: [{{url: https://other.example}}]}}}}""",
    "callbacks": f"""\
        paths:
          /a:
            post:
              {OK}
              callbacks:
                told: {{'{{$request.body#/url}}': {{post: {{{OK}}}}}}}
                again: {{$ref: '#/components/callbacks/again'}}
        components: {{callbacks: {{again: {{'{{$request.body#/url}}': {{post: {{{OK}}}}}}}}}}}""",
    "beside a reference within a schema": """\
        paths: {}
        components:
          schemas:
            thing: {type: object}
            holder: {type: object, properties: {thing: {$ref: '#/components/schemas/thing', description: the one}}}""",
    "a pattern with characters by their numbers": """\
        paths: {}
        components: {schemas: {name: {type: string, pattern: '^[\\u4e00-\\u9fff]+$'}}}""",
    "empty things": f"paths: {{/a: {{get: {{{OK}, parameters: [], tags: [], security: []}}}}}}\ntags: []\nsecurity: []",
    "names with dots and dashes": f"""\
        paths:
          /a.b/{{c-d}}/e:f:
            get: {{{OK}, parameters: [{{name: c-d, in: path, required: true, schema: {{}}}}]}}
        components: {{schemas: {{v1.a-b_C: {{type: object}}}}}}""",
}
TAKEN_OF_3_1 = {
    "a dialect of its own": """\
        jsonSchemaDialect: https://spec.openapis.org/oas/3.1/dialect/base
        paths: {}""",
    "nothing as a type": "paths: {}\ncomponents: {schemas: {a: {type: [string, 'null'], examples: [a], const: b}}}",
    "beside a reference": """\
        paths: {}
        components:
          schemas: {thing: {type: object}, other: {$ref: '#/components/schemas/thing', description: same}}""",
    "webhooks": f"webhooks: {{told: {{post: {{{OK}}}}}}}",
}


def converted(path, text):
    path.write_text(text, encoding="utf-8")
    made = Tyk().ok("convert", src=[str(path)], url=..., token=..., retries=...)
    return made["config"], made["lost"]


@pytest.fixture(params=SERVERS)
def tyk(request):
    return SERVERS[request.param]()


ALL = [(name, "3.0.3") for name in TAKEN] + [(name, "3.1.0") for name in TAKEN_OF_3_1]


@pytest.mark.parametrize(("name", "version"), ALL)
def test_what_is_taken_is_unchanged_at_the_second_run(tyk, tmp_path, name, version):
    config, _lost = converted(tmp_path / "a.yaml", document({**TAKEN, **TAKEN_OF_3_1}[name], version))
    foreseen = tyk.ok("config", check=True, config=config)
    assert foreseen["changed"] and not [text for text in tyk.warnings(foreseen) if "refuse" in text]
    assert tyk.ok("config", config=config)["changed"]
    again = tyk.ok("config", config=config)
    assert not again["changed"] and not tyk.writes()[1:], again.get("diff")


# What is refused beforehand, in documents of 3.0: the text, the path and the reason.
REFUSED = {
    "another file": (
        "paths: {/a: {get: {responses: {200: {$ref: ./answers.yaml#/ok}}}}}",
        "openapi.paths./a.get.responses.200.$ref: it refers to another file",
    ),
    "an address": (
        "paths: {}\ncomponents: {schemas: {a: {allOf: [{$ref: 'https://x.example/a.json'}]}}}",
        "openapi.components.schemas.a.allOf.0.$ref: it refers to another file",
    ),
    "nowhere": (
        "paths: {}\ncomponents: {schemas: {a: {$ref: '#/components/schemas/b'}}}",
        "openapi.components.schemas.a.$ref: #/components/schemas/b is nowhere in this document",
    ),
    "an array of what": (
        "paths: {}\ncomponents: {schemas: {a: {type: object, properties: {b: {type: array}}}}}",
        "openapi.components.schemas.a.properties.b: an array needs items",
    ),
    "a type of other tools": (
        "paths: {}\ncomponents: {schemas: {a: {type: file}}}",
        "openapi.components.schemas.a.type: has to be one of boolean",
    ),
    "an expression of other engines": (
        "paths: {}\ncomponents: {schemas: {a: {type: string, pattern: '^(?!a).*$'}}}",
        "openapi.components.schemas.a.pattern: Tyk takes the expressions of Go",
    ),
    "what is repeated too often": (
        "paths: {}\ncomponents: {schemas: {a: {type: string, pattern: '^.{0,4096}$'}}}",
        "openapi.components.schemas.a.pattern: Tyk takes the expressions of Go",
    ),
    "a parameter too few": (
        f"paths: {{'/a/{{b}}': {{get: {{{OK}}}}}}}",
        "openapi.paths./a/{b}.get: the parameters in the path have to be those of its template, and b is",
    ),
    "variables of a server": (
        "servers: [{url: 'https://a.example'}, {url: 'https://{a}.example'}]\npaths: {}",
        "openapi.servers.1: url and variables have to name the same variables",
    ),
    "a scheme in capitals": (
        "paths: {}\ncomponents: {securitySchemes: {a: {type: http, scheme: Bearer}}}",
        "openapi.components.securitySchemes.a.scheme: has to be one of bearer",
    ),
    "a style of another place": (
        f"paths: {{/a: {{get: {{{OK}, parameters: [{{name: b, in: header, style: form, schema: {{}}}}]}}}}}}",
        "openapi.paths./a.get.parameters.0.style: has to be one of simple",
    ),
    "a name with a space": (
        "paths: {}\ncomponents: {schemas: {a b: {type: object}}}",
        "openapi.components.schemas.a b: its name may have letters",
    ),
    "read and written": (
        "paths: {}\ncomponents: {schemas: {a: {readOnly: true, writeOnly: true}}}",
        "openapi.components.schemas.a: readOnly and writeOnly exclude each other",
    ),
    "two kinds of examples": (
        "paths: {/a: {get: {responses: {200: {description: ok, content: {a/b: "
        "{schema: {}, example: 1, examples: {c: {value: 1}}}}}}}}}",
        "openapi.paths./a.get.responses.200.content.a/b: example and examples exclude each other",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_every_tyk_refuses_is_an_error_before_anything_is_written(tyk, tmp_path, name):
    text, said = REFUSED[name]
    config, lost = converted(tmp_path / "a.yaml", document(text))
    assert [one for one in lost if one["field"] == "openapi"]
    config["apis"].append({"name": "Other", "format": "oas", "listen_path": "/o/", "target_url": "http://u"})
    tyk.log()
    for check in (True, False):
        told = tyk.fails("config", check=check, config=config)
        assert said in told and "nothing was written" in told and "Orders" in told
    assert not tyk.writes()


# What a Tyk of today refuses and one of tomorrow may take, or one of before took.
DOUBTFUL = {
    "an operation twice": (
        f"paths: {{/a: {{get: {{{OK}, operationId: x}}, put: {{{OK}, operationId: x}}}}}}",
        "3.0.3",
        "openapi.paths./a.put.operationId: GET /a has it, too",
    ),
    "a scheme that nobody describes": (
        "security: [{key: []}]\npaths: {}",
        "3.0.3",
        "openapi.security.0.key: components.securitySchemes has no such scheme",
    ),
    "what no schema has": (
        "paths: {}\ncomponents: {schemas: {a: {type: object, summary: of what}}}",
        "3.1.0",
        "openapi.components.schemas.a.summary: Tyk knows no such keyword",
    ),
    "a reference in a webhook": (
        f"{THING}\nwebhooks: {{w: {{post: {{{OK}, requestBody: {{content: {{a/b: "
        "{schema: {$ref: '#/components/schemas/thing'}}}}}}}",
        "3.1.0",
        "openapi.webhooks.w.post.requestBody.content.a/b.schema.$ref: Tyk follows no reference there",
    ),
    "no responses": (
        "paths: {/a: {get: {summary: nothing is said of them}}}",
        "3.1.0",
        "openapi.paths./a.get: Tyk needs responses there",
    ),
    "certificates as a scheme": (
        "paths: {}\ncomponents: {securitySchemes: {a: {type: mutualTLS}}}",
        "3.1.0",
        "openapi.components.securitySchemes.a.type: has to be one of apiKey",
    ),
    "a version of tomorrow": ("paths: {}", "3.2.0", "openapi.openapi: Tyk takes OpenAPI 3.0"),
}


@pytest.mark.parametrize("name", DOUBTFUL)
def test_what_a_tyk_may_refuse_is_told_beforehand_and_afterwards(tyk, tmp_path, name):
    text, version, said = DOUBTFUL[name]
    config, lost = converted(tmp_path / "a.yaml", document(text, version))
    path = said.removeprefix("openapi.")
    assert [one for one in lost if one["field"] == "openapi" and path in one["reason"]]
    foreseen = tyk.ok("config", check=True, config=config)
    assert [warning for warning in tyk.warnings(foreseen) if said in warning and "likely to refuse" in warning]
    assert said in tyk.fails("config", check=True, config=config, validate="schema")
    told = tyk.fails("config", config=config)
    if isinstance(tyk, Gate):  # which tells by itself what it has found
        assert "answered with 400" in told
    else:
        assert said in told


@pytest.mark.parametrize("option", ["openapi", "definition"])
def test_what_stands_beside_a_reference_is_left_out_and_told(tyk, tmp_path, option):
    text = f"paths: {{}}\n{THING[:-2]}, other: {{$ref: '#/components/schemas/thing', description: same, x-a: 1}}}}}}"
    config, lost = converted(tmp_path / "a.yaml", document(text))
    assert [one for one in lost if "beside $ref, such as components.schemas.other.description" in one["reason"]]
    wish = config["apis"][0]
    wish = {**wish, "openapi": ..., option: wish["openapi"], "format": "oas"}
    made = tyk.ok("api", **wish)
    path = f"{option}.components.schemas.other"
    said = f"Tyk keeps nothing beside $ref, so this is left out: {path}.description, {path}.x-a"
    assert made["changed"] and tyk.warnings(made) == [said]
    again = tyk.ok("api", **wish)
    assert not again["changed"] and not tyk.warnings(again)


def test_a_whole_configuration_tells_it_once(tmp_path):
    text = f"paths: {{}}\n{THING[:-2]}, other: {{$ref: '#/components/schemas/thing', description: same}}}}}}"
    tyk = Tyk()
    for check in (True, False):
        done = tyk.ok("config", check=check, config=converted(tmp_path / "a.yaml", document(text))[0])
        assert len([text for text in tyk.warnings(done) if "beside $ref" in text]) == 1
    assert not tyk.ok("config", check=True, config=converted(tmp_path / "a.yaml", document(text))[0])["changed"]
