# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""OpenAPI documents, in the notation of shapes: what Tyk keeps when it is empty, and what it leaves out then.

It reads a document into structures of its own. A switch that is off, a text or a list without anything in it is gone
when it is read again; a limit of 0, a default, an example, a schema without anything in it is not.
"""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import re
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._data.paths import get

SWAGGER = "this is Swagger 2.0, and Tyk takes OpenAPI 3; convert it first, as converters such as swagger2openapi do"
DOCUMENT = """
Document+ openapi*:text! info*:Info paths*:{Path}! components:Parts security:[{[text]}] servers:[Server] tags:[Tag]
    externalDocs:Docs webhooks:{Path} jsonSchemaDialect:text
Info+ title*:text! version*:text! summary:text description:text termsOfService:text contact:Contact license:License
Contact name:text url:text email:text
License name*:text! url:text identifier:text
Server url*:text! description:text variables:{Variable}
Variable enum:[text] default*:text description:text
Tag name*:text description:text externalDocs:Docs
Docs description:text url*:text
Parts+ schemas:{Schema} parameters:{Parameter} headers:{Parameter} requestBodies:{Body} responses:{Response}
    securitySchemes:{Scheme} examples:{Example} links:{Link} callbacks:{{Path}}
Path+ summary:text description:text connect:Operation delete:Operation get:Operation head:Operation options:Operation
    patch:Operation post:Operation put:Operation trace:Operation servers*:[Server] parameters*:[Parameter] $ref:text
Operation tags:[text] summary:text description:text operationId:text parameters:[Parameter] requestBody:Body
    responses*:{Response}! callbacks:{{Path}} deprecated:flag security:[{[text]}]! servers:[Server]! externalDocs:Docs
Parameter name*:text in*:text description:text style:text explode:flag! allowEmptyValue:flag allowReserved:flag
    deprecated:flag required:flag schema:Schema example:any examples:{Example} content:{Media} $ref:text
Body description:text required:flag content*:{Media}! $ref:text
Media schema:Schema example:any examples:{Example} encoding:{Encoding}
Encoding contentType:text headers:{Parameter} style:text explode:flag! allowReserved:flag
Response description*:text! headers:{Parameter} content:{Media} links:{Link} $ref:text
Example summary:text description:text value:any externalValue:text $ref:text
Link operationRef:text operationId:text description:text parameters:{any} server:Server requestBody:any $ref:text
Scheme type*:text description:text name:text in:text scheme:text bearerFormat:text flows:Flows openIdConnectUrl:text
    $ref:text
Flows implicit:Flow password:Flow clientCredentials:Flow authorizationCode:Flow
Flow authorizationUrl:text tokenUrl:text refreshUrl:text scopes*:{text}!
Schema oneOf:[Schema] anyOf:[Schema] allOf:[Schema] not:Schema type:types title:text format:text description:text
    enum:[any] default:any example:any externalDocs:Docs uniqueItems:flag exclusiveMinimum:bound exclusiveMaximum:bound
    nullable:flag readOnly:flag writeOnly:flag allowEmptyValue:flag deprecated:flag xml:Xml minimum:number!
    maximum:number! multipleOf:number! minLength:whole maxLength:whole! pattern:text minItems:whole maxItems:whole!
    items:Schema required:[text] properties:{Schema} minProperties:whole maxProperties:whole!
    additionalProperties:Schema discriminator:Discriminator const:any examples:[any] prefixItems:[Schema]
    contains:Schema minContains:whole! maxContains:whole! patternProperties:{Schema} dependentSchemas:{Schema}
    propertyNames:Schema unevaluatedItems:Schema unevaluatedProperties:Schema $ref:text
Discriminator propertyName*:text! mapping:{text}
Xml name:text namespace:text prefix:text attribute:flag wrapped:flag
"""


def upstream_of(document: t.Any) -> str:
    """The address that Tyk's own import takes for the upstream: the first server, with the defaults of its variables;
    "" where that is no whole address."""
    servers = document.get("servers") if isinstance(document, dict) else None
    first = servers[0] if isinstance(servers, list) and servers else None
    url, variables = get(first, "url"), get(first, "variables")

    def default(found: re.Match[str]) -> str:
        value = variables.get(found[1]) if isinstance(variables, dict) else None
        return str((value if isinstance(value, dict) else {}).get("default") or found[0])

    whole = re.sub(r"{([^{}]+)}", default, url) if isinstance(url, str) else ""
    return whole if re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*://[^/?#{}][^{}]*", whole) else ""
