# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: tyk_api
short_description: Manage APIs in Tyk
version_added: 1.0.0
description:
  - Creates, updates, and deletes APIs of the organisation that O(token) belongs to.
  - APIs can have Tyk's classic format, or be OpenAPI documents with the extension C(x-tyk-api-gateway) (OAS APIs). An
    OAS API with the extension C(x-tyk-streaming) is a Streams API.
  - Common fields have options of their own. Set all other fields with O(definition).
author:
  - Tyk collection contributors (@ansible-collections)
extends_documentation_fragment:
  - community.tyk.connection
  - community.tyk.connection.dashboard
  - community.tyk.gateway
  - community.tyk.served
  - community.tyk.resource
  - community.tyk.secrets
  - community.tyk.backup
  - community.tyk.resource.state
  - community.tyk.attributes
  - community.tyk.attributes.manages
  - community.tyk.attributes.idempotent
  - community.tyk.attributes.actiongroup_tyk
options:
  api_id:
    description:
      - ID of the API. It identifies the API, and takes precedence over O(name).
      - If there is no API with this ID, a new one gets it.
    type: str
  name:
    description:
      - Name of the API. Needed to create an API.
      - Without O(api_id) it identifies the API. The module fails if several APIs have this name.
      - To rename an API, give its O(api_id) too.
    type: str
  listen_path:
    description:
      - Path under which the Gateway serves the API, for example V(/orders/). Needed to create an OAS API.
      - It cannot be empty or contain blanks, because a Gateway does not load such an API.
      - If another API has the same path on the same domain, a warning names that API, in check mode too. With
        O(platform=gateway) this is an error, because the Gateway would serve one of the two elsewhere.
    type: str
  target_url:
    description:
      - URL of the upstream, with its scheme. Needed to create an API, unless the C(servers) of O(openapi), or of an
        OpenAPI document in O(definition), contain it.
      - It may be empty only if the API is internal, or defines itself where requests go, as with GraphQL, mocks, or
        service discovery.
    type: str
  active:
    description:
      - Whether the Gateway serves the API.
      - A new API is active unless the task says otherwise.
    type: bool
  categories:
    description:
      - Categories of the API. This is the complete list. Its order does not matter.
      - Classic APIs keep their categories as C(#words) at the end of their names. With this option, O(name) is compared
        and written without them. Such categories cannot contain white space.
      - Without this option, an O(name) without C(#words) also finds such an API, and its categories stay as they are.
      - If several APIs differ only in their categories, the module chooses the one with exactly these categories, then
        the one without any. If that does not decide, set O(api_id).
    type: list
    elements: str
  owners:
    description:
      - Who owns the API, if API ownership is enabled in the Dashboard.
      - A list that you leave out stays as it is.
    type: dict
    suboptions:
      users:
        description:
          - E-mail addresses or IDs of users. This is the complete list.
        type: list
        elements: str
      groups:
        description:
          - Names or IDs of user groups. This is the complete list.
        type: list
        elements: str
  webhooks:
    description:
      - Webhooks that a classic API calls. This is the complete list. Its order does not matter.
      - The event handlers that Tyk derives from them are neither compared nor returned.
      - The webhooks of an OAS API are part of its O(definition).
    type: list
    elements: dict
    suboptions:
      event:
        description:
          - Event that triggers the webhook, for example V(AuthFailure) or V(QuotaExceeded).
        type: str
        required: true
      webhook:
        description:
          - Name or ID of the webhook. See M(community.tyk.tyk_webhook).
        type: str
        required: true
      timeout:
        description:
          - How many seconds must pass before the event can trigger the webhook again.
        type: int
  version:
    description:
      - Makes the API a version of another API, its base. Requests to the base can then ask for this version.
      - Tyk keeps the list of versions in the base. The module writes it there when it creates or changes the version,
        and leaves it alone when it updates the base itself. It ignores what O(definition) of the base says about that
        list.
      - How requests name the version, for example in a header, is a setting of the base. If the base has no such
        setting, the module names the base V(Default) as a version, and uses the header V(x-api-version).
      - V(null) makes a version a standalone API.
      - An API with versions of its own can only become a version of one of these. That one takes over the versions and
        is the base from then on. Every version keeps its name, and the default stays the default, unless the task says
        otherwise. From version 5.12, a Dashboard does this in one step if both are OAS APIs. Elsewhere it takes several
        writes, during which all versions stay available. If a run is interrupted between them, the next run completes
        it.
      - In a configuration, versions can swap names, or pass them on, in one run.
      - If the base is deleted, its versions stay as standalone APIs.
    type: dict
    suboptions:
      of:
        description:
          - Name or ID of the base.
        type: str
        required: true
      name:
        description:
          - Name of the version, for example V(v2). Needed for a new version.
        type: str
      default:
        description:
          - Whether requests that name no version get this one.
          - With V(false), such requests get the base if this version was the default before.
          - If not set, renaming the version does not change whether it is the default. A version that moves to another
            base is not the default there.
        type: bool
  openapi:
    description:
      - An OpenAPI document without the extension C(x-tyk-api-gateway), which is merged into an OAS API.
      - The sections of the document, such as C(paths), replace those of the API as a whole. Sections that the document
        does not have stay as they are, and so do Tyk's settings and the security schemes that they refer to.
      - If the API does not exist, it is created from the document. Its name is the title of the document, unless
        O(name) is given. Its upstream is the first of the C(servers), with the defaults of its variables, unless
        O(target_url) is given; a server whose URL has no scheme and host does not count. Later changes of the servers
        do not change the upstream. With C(x-tyk-api-gateway) in O(definition), name the upstream there or with
        O(target_url).
      - It can be the name of a file in YAML or JSON, or the text of one. The module looks for the file on the
        controller, where Ansible looks for files, and then on the host. In a file of M(community.tyk.tyk_config), the
        name is relative to the folder of that file.
      - Tyk takes one document and no references to other files, and keeps nothing that stands beside a C($ref), which
        is left out with a warning. What it is known to refuse is an error with its path, or a warning in check mode
        where other versions may take it.
    type: raw
  definition:
    description:
      - Fields of the API, with the names and the structure that Tyk uses. You can set a field that has an option with
        the option or here, but not with both.
      - 'For a classic API: the fields of its API definition. It can also be the object around it that the Dashboard API
        uses, with C(api_definition) and, for example, C(categories), C(hook_references), C(user_owners), and
        C(user_group_owners).'
      - 'For an OAS API: an OpenAPI document with the extension C(x-tyk-api-gateway), or only the parts of it to change.
        Tyk puts an entry of its own before the C(servers) of the document. The module leaves it in place.'
      - The categories and owners of an OAS API are not part of its document. See O(categories) and O(owners).
      - Where Tyk expects IDs of certificates, you can also use the common name of their subject or their SHA-256
        fingerprint. This applies to C(certificates), C(client_certificates), and C(upstream_certificates) of a classic
        API, and to C(clientCertificates), C(customDomain), and C(mutualTLS) of an OAS API.
      - Where Tyk expects IDs of policies, you can also use their names. This applies to C(jwt_default_policies),
        C(scopes), and C(openid_options) of a classic API, and to C(defaultPolicies) and C(policyId) of an OAS API. A
        policy that grants access to the API can only be created after the API, so naming it here takes a second task.
      - A new classic API has one version, named C(Default), unless you set C(version_data) here.
      - A new API strips O(listen_path) from the path of a request before it sends it to the upstream, unless you set
        other fields of the listen path, or for a classic API of C(proxy), here.
    type: dict
  format:
    description:
      - Format of the API.
      - V(auto) determines the format from O(openapi) and O(definition). With O(openapi), it is OAS. It is OAS if
        O(definition) has C(x-tyk-api-gateway), C(x-tyk-streaming), C(openapi), C(paths), C(components), or C(servers),
        and classic if it has other fields. Without O(definition), an existing API keeps its format, and a new one is
        classic.
      - The module fails if the API exists in the other format. With O(migrate), Tyk converts a classic API to an OAS
        API.
    type: str
    choices:
      - auto
      - classic
      - oas
    default: auto
  migrate:
    description:
      - Whether to convert a classic API to an OAS API, with Tyk's own migration. This needs a Dashboard of version 5.8
        or later.
      - The API keeps its ID, and so its policies and keys. Afterwards, the module checks that the policies still name
        it, and the keys as far as one request shows them, and fails if one does not.
      - Everything else in the task applies to the OAS API, and is done after the migration.
      - The migration removes the classic definition. Export it first, see M(community.tyk.tyk_config_info).
      - Check mode asks Tyk for a dry run, and shows the document that the API would have.
      - A warning, in check mode too, names the fields of the classic API that the OAS API lacks, and what works
        differently. It does not show their values.
      - The module refuses the migration of an API that asks for credentials if the result would be open to all.
      - If the API already is an OAS API, this has no effect. If there is no API, an OAS API is created.
      - An API with several versions in C(version_data) is refused. Tyk would make each of them an API with a new ID,
        which no policy and no key grants. The message says how to proceed. Tyk refuses TCP, GraphQL, and websocket
        APIs.
      - Categories that are only in its name stay its categories, and the mark of
        O(community.tyk.tyk_config#module:owner) stays as well.
    type: bool
    default: false
  migrate_mode:
    description:
      - V(direct) migrates the API at once.
      - V(stage) leaves the API in the classic format, to which the rest of the task applies, and has Tyk create a
        staged copy of it, if there is none. The copy is an OAS API of its own, which you can call and change. Its ID
        begins with V(staging-), its name with V([staged] ), its listen path with V(/tyk-staging). Exports leave it out,
        and nothing prunes it.
      - V(promote) replaces the API with the staged copy, including the changes made to the copy.
    type: str
    choices:
      - direct
      - stage
      - promote
    default: direct
  purge:
    description:
      - With O(state=absent), whether to delete the versions of the API, too. Otherwise they stay as standalone APIs.
      - Not accepted by M(community.tyk.tyk_config), where each version is declared.
    type: bool
    default: false
  validate:
    description:
      - V(options) checks the API against the options of the module.
      - V(schema) also checks an API that is to be written against the JSON Schema that the Dashboard serves, and a
        Gateway for OAS APIs. This needs the Python library jsonschema on the host that runs the module.
      - A Gateway serves no schema for classic APIs. For those, V(schema) refuses fields that no version of Tyk is known
        to have.
    type: str
    choices:
      - options
      - schema
    default: options
notes:
  - Secrets in a definition, for example values named C(secret) or C(password), are compared and kept. They are not
    returned.
seealso:
  - module: community.tyk.tyk_api_info
  - module: community.tyk.tyk_policy
  - module: community.tyk.tyk_key
"""

EXAMPLES = r"""
- name: Create a keyless API
  community.tyk.tyk_api:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    name: Orders
    listen_path: /orders/
    target_url: https://orders.internal.example.com
    definition:
      use_keyless: true

- name: Require keys, and leave the rest of the API unchanged
  community.tyk.tyk_api:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    name: Orders
    definition:
      use_keyless: false
      use_standard_auth: true
      auth:
        auth_header_name: Authorization

- name: Create an API with a chosen ID
  community.tyk.tyk_api:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    api_id: customers
    name: Customers
    listen_path: /customers/
    target_url: https://customers.internal.example.com

- name: Rename an API, which requires its ID
  community.tyk.tyk_api:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    api_id: customers
    name: Customers of Acme

- name: Create or update an API from an OpenAPI document that has Tyk's extension
  community.tyk.tyk_api:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    definition: "{{ lookup('ansible.builtin.file', 'invoices.yml') | from_yaml }}"

- name: Create an API from an OpenAPI document, and set what Tyk needs with options
  community.tyk.tyk_api:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    name: Payments
    listen_path: /payments/
    target_url: https://payments.internal.example.com
    definition: "{{ lookup('ansible.builtin.file', 'payments.yml') | from_yaml }}"

- name: Update an API from a new OpenAPI document, and keep Tyk's settings
  community.tyk.tyk_api:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    name: Payments
    openapi: payments.yml

- name: Set the categories and the owner of an API
  community.tyk.tyk_api:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    name: Payments
    categories:
      - sales
    owners:
      users:
        - "{{ tyk_owner_id }}"

- name: Serve a second version of an API under the same path
  community.tyk.tyk_api:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    name: Payments v2
    version:
      of: Payments
      name: v2
    listen_path: /payments-v2/
    target_url: https://payments-2.internal.example.com
    definition: "{{ lookup('ansible.builtin.file', 'payments.yml') | from_yaml }}"

- name: Make it the default version, for requests that name no version
  community.tyk.tyk_api:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    name: Payments v2
    version:
      of: Payments
      default: true

- name: Trust the certificate of a client, by the common name of its subject
  community.tyk.tyk_api:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    name: Payments
    definition:
      x-tyk-api-gateway:
        server:
          clientCertificates:
            enabled: true
            allowlist:
              - client.example.com

- name: Accept JSON Web Tokens, and set a default policy by name
  community.tyk.tyk_api:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    name: Orders
    definition:
      enable_jwt: true
      jwt_signing_method: hmac
      jwt_default_policies:
        - Gold

- name: Create a Streams API
  community.tyk.tyk_api:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    name: Events
    listen_path: /events/
    definition:
      openapi: 3.0.3
      info:
        title: Events
        version: 1.0.0
      paths: {}
      x-tyk-streaming:
        streams:
          orders:
            input:
              http_server:
                path: /post
            output:
              http_server:
                stream_path: /get/stream

- name: Convert a classic API to an OAS API, which keeps its ID
  community.tyk.tyk_api:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    name: Warehouse
    migrate: true

- name: Convert another API to a staged copy, to test it first
  community.tyk.tyk_api:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    name: Returns
    migrate: true
    migrate_mode: stage

- name: Replace that API with its staged copy
  community.tyk.tyk_api:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    name: Returns
    migrate: true
    migrate_mode: promote

- name: Call a webhook when requests are refused
  community.tyk.tyk_api:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    name: Orders
    webhooks:
      - event: AuthFailure
        webhook: Security
        timeout: 60

- name: Remove the custom domain of an OAS API
  community.tyk.tyk_api:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    name: Payments
    definition:
      x-tyk-api-gateway:
        server:
          customDomain: null

- name: Delete an API
  community.tyk.tyk_api:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    name: Invoices
    state: absent

- name: Create an API, and wait until all Gateways serve it
  community.tyk.tyk_api:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    name: Receipts
    listen_path: /receipts/
    target_url: https://receipts.internal.example.com/
    wait_served: true
    gateway_urls: "{{ tyk_gateway_urls }}"
    gateway_secret: "{{ tyk_gateway_secret }}"
"""

RETURN = r"""
changed:
  description: Whether the module changed something, or would do so outside of check mode.
  type: bool
  returned: success
  sample: true
purged:
  description: Names of the versions that were deleted with the API, or would be.
  type: list
  elements: str
  returned: with O(purge), if there were versions
  sample:
    - Orders v2
action:
  description:
    - What the module did, or would do outside of check mode.
    - One of V(created), V(updated), V(deleted), and V(none).
  type: str
  returned: success
  sample: created
backup_path:
  description: The file with what the task has changed or deleted, in its earlier state, with secrets in clear text.
  type: str
  returned: with O(backup=true), if there was something to save, even if the task fails after that
  sample: /var/backups/tyk/tyk-2026-01-31T12-00-00Z-1a2b3c4d.yml
api:
  description: The API. If it was deleted, its last state.
  type: dict
  returned: success, if the API exists, or existed before the task
  contains:
    name:
      description: Name of the API.
      type: str
      sample: Orders
    api_id:
      description: ID of the API. In check mode it is empty for an API that would be created without O(api_id).
      type: str
      sample: 2b1c0d9e8f4f8b7c6d5e4f3a2b1c0d9e
    listen_path:
      description: Path under which the Gateway serves the API.
      type: str
      sample: /orders/
    target_url:
      description: URL of the upstream.
      type: str
      sample: https://orders.internal.example.com
    active:
      description: Whether the Gateway serves the API.
      type: bool
      sample: true
    categories:
      description: Categories of the API.
      type: list
      elements: str
      sample:
        - sales
    owners:
      description: E-mail addresses of the users, and names of the user groups, that own the API. IDs where a name is
        not known.
      type: dict
      returned: if there are any
      sample:
        users:
          - alice@example.com
    webhooks:
      description: The webhooks of a classic API.
      type: list
      elements: dict
      returned: if there are any
      sample:
        - event: AuthFailure
          webhook: Security
          timeout: 60
    version:
      description:
        - The API of which it is a version, and the version's name.
      type: dict
      returned: if it is a version, and O(version) is given
      sample:
        of: Orders
        name: v2
    org_id:
      description: ID of the organisation that the API belongs to.
      type: str
      sample: 4f8b7c6d5e4f3a2b1c0d9e8f
    definition:
      description:
        - Further fields of the API, in the form of O(definition).
          For an OAS API this is its OpenAPI document without the fields above.
        - Fields that Tyk sets itself and fields without a value are left out. Secrets are replaced by C(********).
      type: dict
      returned: if there are any
      sample:
        use_standard_auth: true
        auth:
          auth_header_name: Authorization
served:
  description: How many seconds each Gateway took until it served everything, by its URL.
  type: dict
  returned: with O(wait_served=true), outside of check mode
  sample: {"https://gateway-1.example.com:8080": 1.4}
failure:
  description: The response to the request that made the module fail.
  type: dict
  returned: when a request to Tyk fails
  contains:
    status:
      description: HTTP status of the response, or V(null) if there was none.
      type: int
      sample: 403
    method:
      description: HTTP method of the request.
      type: str
      sample: PUT
    path:
      description: Path of the request. Secrets in it are replaced by C(********).
      type: str
      sample: /api/apis/2b1c0d9e8f4f8b7c6d5e4f3a2b1c0d9e
    message:
      description: Tyk's error message, or what happened to the connection.
      type: str
      sample: "Found API with same url."
"""

from ansible_collections.community.tyk.plugins.module_utils._ansible.module import run
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.api import API


def main() -> None:
    run(API)


if __name__ == "__main__":
    main()
