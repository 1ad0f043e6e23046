# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: tyk_api
short_description: Manage APIs of a Tyk Dashboard
version_added: 0.1.0
description:
  - Creates, updates, and deletes APIs of the organisation that O(token) belongs to.
  - APIs can have Tyk's classic format, or be OpenAPI documents with the extension C(x-tyk-api-gateway) (OAS APIs).
    An OAS API with the extension C(x-tyk-streaming) is a Streams API.
  - The options are short forms for the fields that every API has. All others are set with O(definition).
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
      - Path under which the gateway offers the API, for example V(/orders/). Needed to create an OAS API.
      - It cannot be empty or have blanks, because a Gateway does not load such an API.
      - If another API has it on the same domain, there is a warning that names that one, in check mode, too. With
        O(platform=gateway) it is an error, because the Gateway would serve one of the two elsewhere.
    type: str
  target_url:
    description:
      - URL of the upstream, with its scheme. Needed to create an API, unless the C(servers) of O(openapi), or of an
        OpenAPI document in O(definition), tell it.
      - It may be empty only if the API is internal, or says itself where requests go, as with GraphQL, mocks, or
        service discovery.
    type: str
  active:
    description:
      - Whether the gateway offers the API.
      - A new API is active unless the task says otherwise.
    type: bool
  categories:
    description:
      - Categories of the API. The list is the whole list. Its order does not matter.
      - Classic APIs keep their categories as C(#words) at the end of their names. With this option, O(name) is
        compared and written without them. Such categories cannot contain white space.
      - Without it, an O(name) without C(#words) names such an API, too, and leaves its categories as they are.
      - Of several APIs that differ in their categories only, the one with just these is meant, then the one without
        any. If that does not decide, O(api_id) has to.
    type: list
    elements: str
  owners:
    description:
      - Who owns the API, where the Dashboard has API ownership turned on.
      - A list that is left out stays as it is.
    type: dict
    suboptions:
      users:
        description:
          - E-mail addresses or IDs of users. The list is the whole list.
        type: list
        elements: str
      groups:
        description:
          - Names or IDs of user groups. The list is the whole list.
        type: list
        elements: str
  webhooks:
    description:
      - Webhooks that a classic API calls. The list is the whole list. Its order does not matter.
      - The event handlers that Tyk derives from them are neither compared nor shown.
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
          - How many seconds must pass until the event can trigger the webhook again.
        type: int
  version:
    description:
      - Makes the API a version of another one, its base. Requests to the base then can ask for this version.
      - Tyk keeps the list of versions in the base. It is written there when the version is made or changes,
        and stays as it is when the base itself is updated.
        What O(definition) of the base says of that list is not used.
      - How requests name the version, say in a header, is a setting of the base. Unless it has one,
        its own name as a version becomes V(Default), and the header V(x-api-version).
      - V(null) makes a version an API on its own.
      - An API with versions of its own can only be a version of one of these, which takes them over and is the base
        from then on. Every version keeps its name, and the default stays the default, unless the task says otherwise.
        A Dashboard from 5.12 does this in one step where both are OAS APIs. Elsewhere it takes some writes,
        during which all versions can be had; if a run breaks off between them, the next one goes on with it.
      - In a configuration, versions can exchange names, or pass them on, in one run.
      - If the base is deleted, its versions stay as APIs on their own.
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
          - With V(false), such requests get the base if they got this version before.
          - Unless given, the version stays what it is under another name, and is not the default of another base.
        type: bool
  openapi:
    description:
      - An OpenAPI document without the extension C(x-tyk-api-gateway), which is laid over an OAS API.
      - The parts that it has, such as C(paths), are replaced as a whole. The parts that it lacks stay as they are,
        and so do the settings of Tyk and the security schemes that they refer to.
      - A new API is made from it. Its name is the title of the document, unless O(name) is given. Its upstream is the
        first of the C(servers), with the defaults of its variables, unless O(target_url) is given; a server whose URL
        has no scheme and host does not count. Servers that change later do not move the upstream.
      - It can be the name of a file in YAML or JSON, or the text of one. The file is looked for on the controller,
        where Ansible looks for files, and then on the host. In a file of M(community.tyk.tyk_config), its name begins
        in the folder of that file.
      - Tyk takes one document and no references to other files, and keeps nothing that stands beside a C($ref), which
        is left out with a warning. What it is known to refuse is an error with its path, or a warning in check mode
        where other versions may take it.
    type: raw
  definition:
    description:
      - Fields of the API under the names and in the structure that Tyk uses.
        A field that has an option can be named by the option or here, but not by both.
      - 'For a classic API: the fields of its API definition. It can also be the object around it that the Dashboard API
        uses, with C(api_definition) and, for example, C(categories), C(hook_references), C(user_owners), and
        C(user_group_owners).'
      - 'For an OAS API: an OpenAPI document with the extension C(x-tyk-api-gateway), or the parts of it that are to be
        changed. Tyk puts an entry of its own before the C(servers) of the document. The module leaves it in place.'
      - The categories and owners of an OAS API are not part of its document. See O(categories) and O(owners).
      - Where Tyk has IDs of certificates, these can be named by the common name of their subject or by their SHA-256
        fingerprint as well. This goes for C(certificates), C(client_certificates), and C(upstream_certificates) of a
        classic API, and for C(clientCertificates), C(customDomain), and C(mutualTLS) of an OAS API.
      - Where Tyk has IDs of policies, these can be named by their name as well. This goes for C(jwt_default_policies),
        C(scopes), and C(openid_options) of a classic API, and for C(defaultPolicies) and C(policyId) of an OAS API.
        A policy that grants access to the API can only be made after it, so it takes a second task to name it here.
      - A new classic API has one version, named C(Default), unless C(version_data) is given here.
      - A new API strips O(listen_path) from the path of a request before it sends it to the upstream,
        unless other settings of the listen path, or for a classic API of C(proxy), are given here.
    type: dict
  format:
    description:
      - Format of the API.
      - V(auto) tells the format from O(openapi) and O(definition). With O(openapi), it is OAS.
        It is OAS if O(definition) has C(x-tyk-api-gateway), C(x-tyk-streaming), C(openapi), C(paths),
        C(components), or C(servers), and classic if it has other fields.
        Without O(definition), an existing API keeps its format, and a new one is classic.
      - The module fails if the API exists in the other format. With O(migrate), Tyk makes an OAS API of a classic one.
    type: str
    choices:
      - auto
      - classic
      - oas
    default: auto
  migrate:
    description:
      - Whether a classic API becomes an OAS API, by Tyk's own migration. This takes a Dashboard from 5.8.
      - The API keeps its ID, and so its policies and keys. The module looks whether the policies still name it
        afterwards, and the keys as far as one request shows them, and fails if one does not.
      - Everything else that the task says goes for the OAS API, and is done after the migration.
      - The classic definition is gone afterwards. Export it before, see M(community.tyk.tyk_config_info).
      - Check mode asks Tyk for a dry run, and shows the document that the API would have.
      - A warning names the fields of the classic API of which the OAS API says nothing, in check mode too, and what
        works in another way. What they hold is not shown.
      - An API that asks for credentials, and would be open to all, is refused.
      - If the API is an OAS one already, this means nothing. If there is no API, an OAS API is made.
      - An API with several versions in C(version_data) is refused. Tyk would make an API of each, with a new ID, which
        no policy and no key may use. The message says how to go on. TCP, GraphQL, and websocket APIs are refused by
        Tyk.
      - Categories that are in its name only stay its categories, and the mark of
        O(community.tyk.tyk_config#module:owner) stays as well.
    type: bool
    default: false
  migrate_mode:
    description:
      - V(direct) migrates the API at once.
      - V(stage) leaves the API a classic one, which the rest of the task is about, and has Tyk make a staged copy of
        it, if there is none. The copy is an OAS API of its own, which can be called and changed. Its ID begins with
        V(staging-), its name with V([staged] ), its listen path with V(/tyk-staging). It is in no export, and nothing
        prunes it.
      - V(promote) puts the staged copy in the place of the API, with what has been changed in it.
    type: str
    choices:
      - direct
      - stage
      - promote
    default: direct
  purge:
    description:
      - With O(state=absent), whether to delete the versions of the API, too. Otherwise they stay, as APIs of their own.
      - It is not for M(community.tyk.tyk_config), where each version is declared.
    type: bool
    default: false
  validate:
    description:
      - V(options) checks the API against the options of the module.
      - V(schema) also checks an API that is to be written against the JSON Schema that the Dashboard serves, and a
        Gateway for OAS APIs. This needs the Python library jsonschema on the host that runs the module.
      - A Gateway serves no schema of classic APIs. There V(schema) refuses fields that no version of Tyk is known to
        have.
    type: str
    choices:
      - options
      - schema
    default: options
notes:
  - Secrets in a definition, for example values named C(secret) or C(password), are compared and kept.
    They are not shown.
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

- name: Ask for keys from now on, and leave the rest of the API alone
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

- name: Rename an API, which takes its ID
  community.tyk.tyk_api:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    api_id: customers
    name: Customers of Acme

- name: Create or update an API from an OpenAPI document that has the extension of Tyk
  community.tyk.tyk_api:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    definition: "{{ lookup('ansible.builtin.file', 'invoices.yml') | from_yaml }}"

- name: Create an API from an OpenAPI document, and name what Tyk needs by options
  community.tyk.tyk_api:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    name: Payments
    listen_path: /payments/
    target_url: https://payments.internal.example.com
    definition: "{{ lookup('ansible.builtin.file', 'payments.yml') | from_yaml }}"

- name: Lay a new OpenAPI document over an API, and keep what Tyk knows of it
  community.tyk.tyk_api:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    name: Payments
    openapi: payments.yml

- name: Put an API into categories, and give it to an owner
  community.tyk.tyk_api:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    name: Payments
    categories:
      - sales
    owners:
      users:
        - "{{ tyk_owner_id }}"

- name: Offer a second version of an API, under the same path
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

- name: Make it the version that requests get which name none
  community.tyk.tyk_api:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    name: Payments v2
    version:
      of: Payments
      default: true

- name: Trust the certificate of a client, by the name of its subject
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

- name: Take JSON Web Tokens, and give those that name no policy one by its name
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

- name: Make an OAS API of a classic one, which keeps its ID
  community.tyk.tyk_api:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    name: Warehouse
    migrate: true

- name: Try first what becomes of one, beside it
  community.tyk.tyk_api:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    name: Returns
    migrate: true
    migrate_mode: stage

- name: Put the staged copy in its place
  community.tyk.tyk_api:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    name: Returns
    migrate: true
    migrate_mode: promote

- name: Let a webhook tell of refused requests
  community.tyk.tyk_api:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    name: Orders
    webhooks:
      - event: AuthFailure
        webhook: Security
        timeout: 60

- name: Take a custom domain away from an OAS API
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

- name: Create an API, and go on when both Gateways serve it
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
  description: Names of the versions that were deleted with it, or would be.
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
  description: The file that has what the task has changed or deleted, as it was before, with secrets in clear.
  type: str
  returned: with O(backup=true), if there was something to keep, also when the task fails after that
  sample: /var/backups/tyk/tyk-2026-01-31T12-00-00Z-1a2b3c4d.yml
api:
  description: The API. If it was deleted, as it was before.
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
      description: Path under which the gateway offers the API.
      type: str
      sample: /orders/
    target_url:
      description: URL of the upstream.
      type: str
      sample: https://orders.internal.example.com
    active:
      description: Whether the gateway offers the API.
      type: bool
      sample: true
    categories:
      description: Categories of the API.
      type: list
      elements: str
      sample:
        - sales
    owners:
      description: E-mail addresses of the users, and names of the user groups, that own the API. IDs where not known.
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
        - Of which API it is a version, and under which name.
      type: dict
      returned: if it is one, and O(version) is given
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
        - Fields that Tyk sets itself and fields without a value are left out.
          Secrets are replaced by C(********).
      type: dict
      returned: if there are any
      sample:
        use_standard_auth: true
        auth:
          auth_header_name: Authorization
served:
  description: For each Gateway how many seconds it took until it served all, by its URL.
  type: dict
  returned: with O(wait_served=true), outside of check mode
  sample: {"https://gateway-1.example.com:8080": 1.4}
failure:
  description: What Tyk answered to the request that made the module fail.
  type: dict
  returned: when a request to Tyk fails
  contains:
    status:
      description: HTTP status of the answer, or V(null) if there was none.
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
      description: Tyk's own words, or what happened to the connection.
      type: str
      sample: "Found API with same url."
"""

from ansible_collections.community.tyk.plugins.module_utils._ansible.module import run
from ansible_collections.community.tyk.plugins.module_utils._kinds.apis.api import API


def main() -> None:
    run(API)


if __name__ == "__main__":
    main()
