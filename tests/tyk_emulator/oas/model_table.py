# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""OpenAPI documents as the Gateway's library decodes them: the members that it knows, and their types.

A line: a kind of object, then its members; `!` is shown always, everything else is left out where it is empty; `@` is
the first version of the Gateway that knows the member. `&X` is an X or a reference to one, `*X` an X or nothing,
`[x]` a list, `{x}` a map. `~` is where references are not followed, or from which version on they are. Members that are
not here are kept as they came, and refused later.
"""

KINDS = """
Doc openapi:str! info:*Info! paths:*Paths! components:*Components security:[{[str]}] servers:[*Server] tags:[*Tag]
    externalDocs:*ExternalDocs webhooks:{*PathItem}~@5.12 jsonSchemaDialect:str@5.12
Info title:str! version:str! summary:str@5.12 description:str termsOfService:str contact:*Contact license:*License
Contact name:str url:str email:str
License name:str! url:str identifier:str@5.12
Server url:str! description:str variables:{*ServerVariable}
ServerVariable enum:[str] default:str description:str
Tag name:str description:str externalDocs:*ExternalDocs
ExternalDocs description:str url:str
Components schemas:{&Schema} parameters:{&Parameter} headers:{&Header} requestBodies:{&RequestBody}
    responses:{&Response} securitySchemes:{&SecurityScheme} examples:{&Example} links:{&Link}~ callbacks:{&Callback}
PathItem summary:str description:str connect:*Operation delete:*Operation get:*Operation head:*Operation
    options:*Operation patch:*Operation post:*Operation put:*Operation trace:*Operation servers:[*Server]
    parameters:[&Parameter]
Operation tags:[str] summary:str description:str operationId:str parameters:[&Parameter] requestBody:&RequestBody
    responses:*Responses! callbacks:{&Callback} deprecated:bool security:*[{[str]}] servers:*[*Server]
    externalDocs:*ExternalDocs
Parameter name:str in:str description:str style:str explode:*bool allowEmptyValue:bool allowReserved:bool
    deprecated:bool required:bool schema:&Schema example:any examples:{&Example}~5.12 content:{*MediaType}
Header name:str in:str description:str style:str explode:*bool allowEmptyValue:bool allowReserved:bool
    deprecated:bool required:bool schema:&Schema example:any examples:{&Example}~5.12 content:{*MediaType}~
RequestBody description:str required:bool content:{*MediaType}!
MediaType schema:&Schema example:any examples:{&Example} encoding:{*Encoding}~
Encoding contentType:str headers:{&Header} style:str explode:*bool allowReserved:bool
Response description:*str headers:{&Header} content:{*MediaType} links:{&Link}
Example summary:str description:str value:any externalValue:str
Link operationRef:str operationId:str description:str parameters:{any} server:*Server requestBody:any
SecurityScheme type:str description:str name:str in:str scheme:str bearerFormat:str flows:*OAuthFlows
    openIdConnectUrl:str
OAuthFlows implicit:*OAuthFlow password:*OAuthFlow clientCredentials:*OAuthFlow authorizationCode:*OAuthFlow
OAuthFlow authorizationUrl:str tokenUrl:str refreshUrl:str scopes:{str}!
Schema oneOf:[&Schema] anyOf:[&Schema] allOf:[&Schema] not:&Schema type:types title:str format:str description:str
    enum:[any] default:any example:any externalDocs:*ExternalDocs uniqueItems:bool exclusiveMinimum:bound
    exclusiveMaximum:bound nullable:bool readOnly:bool writeOnly:bool allowEmptyValue:bool deprecated:bool xml:*XML
    minimum:*float maximum:*float multipleOf:*float minLength:uint maxLength:*uint pattern:str minItems:uint
    maxItems:*uint items:&Schema required:[str] properties:{&Schema} minProperties:uint maxProperties:*uint
    additionalProperties:more discriminator:*Discriminator const:any@5.12 examples:[any]@5.12
    prefixItems:[&Schema]~@5.12 contains:&Schema~@5.12 minContains:*uint@5.12 maxContains:*uint@5.12
    patternProperties:{&Schema}~@5.12 dependentSchemas:{&Schema}~@5.12 propertyNames:&Schema~@5.12
    unevaluatedItems:&Schema~@5.12 unevaluatedProperties:&Schema~@5.12
Discriminator propertyName:str! mapping:{str}
XML name:str namespace:str prefix:str attribute:bool wrapped:bool
"""
