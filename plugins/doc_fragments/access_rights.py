# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Note that this doc fragment is PRIVATE to the collection. It can have breaking changes at any time.
# Do not use this from other collections or standalone plugins/modules!

from __future__ import annotations


class ModuleDocFragment:
    DOCUMENTATION = r"""
options:
  access_rights:
    description:
      - The APIs and MCP proxies to which access is granted. This is the complete list, so APIs that you leave out are
        removed.
      - For an API that the object already grants, fields that its entry leaves out keep their values, unless
        O(strategy) is V(replace). With V(replace), an entry is all there is for its API.
    type: list
    elements: dict
    suboptions:
      api:
        description:
          - ID or name of the API or MCP proxy. For MCP proxies, see M(community.tyk.tyk_mcp_proxy).
        type: str
        required: true
      versions:
        description:
          - Names of the versions of the API to which access is granted.
          - If an API is new in the list, the default is C(["Default"]). For an API that has versions, but none named
            V(Default), you must give the names.
          - If Tyk shows an entry without any versions, the module returns an empty list. For an API that has versions,
            an empty list grants access to none of them.
        type: list
        elements: str
      allowed_urls:
        description:
          - Restricts access to these paths. An empty list allows all paths.
        type: list
        elements: dict
        suboptions:
          url:
            description:
              - Path, as a regular expression.
            type: str
            required: true
          methods:
            description:
              - HTTP methods that are allowed.
            type: list
            elements: str
      limit:
        description:
          - Limits for this API.
        type: dict
        suboptions:
          rate:
            description:
              - How many requests are allowed every O(access_rights[].limit.per) seconds.
            type: float
          per:
            description:
              - Number of seconds to which O(access_rights[].limit.rate) applies.
            type: float
          throttle_interval:
            description:
              - Number of seconds between retries of a request that exceeded the rate limit.
            type: float
          throttle_retry_limit:
            description:
              - How often a request that exceeded the rate limit is retried.
            type: int
          max_query_depth:
            description:
              - Maximum depth of GraphQL queries.
            type: int
          quota_max:
            description:
              - How many requests are allowed every O(access_rights[].limit.quota_renewal_rate) seconds. V(-1) means no
                limit.
            type: int
          quota_renewal_rate:
            description:
              - Number of seconds after which the quota resets.
            type: int
          smoothing:
            description:
              - Settings for rate limit smoothing, as Tyk's API names them.
            type: dict
      endpoints:
        description:
          - Limits for single endpoints of this API. The first path that matches a request applies.
          - Needs Tyk 5.6 or later.
        type: list
        elements: dict
        suboptions:
          path:
            description:
              - Path, as a regular expression.
            type: str
            required: true
          methods:
            description:
              - HTTP methods with their limits.
            type: list
            elements: dict
            suboptions:
              name:
                description:
                  - Name of the HTTP method.
                type: str
                required: true
              limit:
                description:
                  - Limits for this method.
                type: dict
                suboptions:
                  rate:
                    description:
                      - How many requests are allowed every O(access_rights[].endpoints[].methods[].limit.per) seconds.
                    type: float
                  per:
                    description:
                      - Number of seconds to which O(access_rights[].endpoints[].methods[].limit.rate) applies.
                    type: float
                  smoothing:
                    description:
                      - Settings for rate limit smoothing, as Tyk's API names them.
                    type: dict
      mcp_access_rights:
        description:
          - Which tools, resources, and prompts of an MCP proxy may be used. The module fails if the API is not an MCP
            proxy.
          - Needs Tyk 5.13 or later, like everything about MCP proxies.
        type: dict
        suboptions:
          tools:
            description:
              - Tools of the proxy, by name.
            type: dict
            suboptions:
              allowed:
                description:
                  - Tools that are allowed, as regular expressions that match the whole name. All others are refused.
                  - Tyk takes an empty list to mean all, so the module refuses an empty list.
                type: list
                elements: str
              blocked:
                description:
                  - Tools that are refused, as regular expressions that match the whole name. This takes precedence.
                type: list
                elements: str
          resources:
            description:
              - Resources of the proxy, by URI.
            type: dict
            suboptions:
              allowed:
                description:
                  - Resources that are allowed, as regular expressions that match the whole name. All others are
                    refused.
                  - Tyk takes an empty list to mean all, so the module refuses an empty list.
                type: list
                elements: str
              blocked:
                description:
                  - Resources that are refused, as regular expressions that match the whole name. This takes precedence.
                type: list
                elements: str
          prompts:
            description:
              - Prompts of the proxy, by name.
            type: dict
            suboptions:
              allowed:
                description:
                  - Prompts that are allowed, as regular expressions that match the whole name. All others are refused.
                  - Tyk takes an empty list to mean all, so the module refuses an empty list.
                type: list
                elements: str
              blocked:
                description:
                  - Prompts that are refused, as regular expressions that match the whole name. This takes precedence.
                type: list
                elements: str
      mcp_primitives:
        description:
          - Limits for single tools, resources, and prompts of an MCP proxy.
        type: list
        elements: dict
        suboptions:
          type:
            description:
              - Type of the primitive, which is V(tool), V(resource), or V(prompt).
            type: str
            required: true
          name:
            description:
              - Name of the tool or prompt, or URI of the resource, as a regular expression.
            type: str
            required: true
          limit:
            description:
              - The limits.
            type: dict
            suboptions:
              rate:
                description:
                  - How many requests are allowed every O(access_rights[].mcp_primitives[].limit.per) seconds.
                type: float
              per:
                description:
                  - Number of seconds to which O(access_rights[].mcp_primitives[].limit.rate) applies.
                type: float
              smoothing:
                description:
                  - Settings for rate limit smoothing, as Tyk's API names them.
                type: dict
      json_rpc_methods:
        description:
          - Limits for single JSON-RPC methods of an MCP proxy, for example C(tools/call).
        type: list
        elements: dict
        suboptions:
          name:
            description:
              - Name of the method, as a regular expression.
            type: str
            required: true
          limit:
            description:
              - The limits.
            type: dict
            suboptions:
              rate:
                description:
                  - How many requests are allowed every O(access_rights[].json_rpc_methods[].limit.per) seconds.
                type: float
              per:
                description:
                  - Number of seconds to which O(access_rights[].json_rpc_methods[].limit.rate) applies.
                type: float
              smoothing:
                description:
                  - Settings for rate limit smoothing, as Tyk's API names them.
                type: dict
      json_rpc_methods_access_rights:
        description:
          - Which JSON-RPC methods of an MCP proxy may be called.
        type: dict
        suboptions:
          allowed:
            description:
              - Methods that are allowed, as regular expressions that match the whole name. All others are refused.
              - Tyk takes an empty list to mean all, so the module refuses an empty list.
            type: list
            elements: str
          blocked:
            description:
              - Methods that are refused, as regular expressions that match the whole name. This takes precedence.
            type: list
            elements: str
      disable_introspection:
        description:
          - Whether GraphQL introspection is disabled.
        type: bool
      allowed_types:
        description:
          - GraphQL types and fields to which access is restricted.
            Each item has the keys C(name) and C(fields).
        type: list
        elements: dict
      restricted_types:
        description:
          - GraphQL types and fields to which access is forbidden.
            Each item has the keys C(name) and C(fields).
        type: list
        elements: dict
      field_access_rights:
        description:
          - Limits for single GraphQL fields.
            Each item has the keys C(type_name), C(field_name), and C(limits).
        type: list
        elements: dict
      definition:
        description:
          - Further fields of the entry, under the names that Tyk's API uses, such as C(allowance_scope). Whatever no
            other option covers is returned here, too.
        type: dict
"""

    # Limits of a whole policy or key. Should be used together with the standard fragment
    LIMITS = r"""
options:
  rate:
    description:
      - How many requests are allowed every O(per) seconds.
    type: float
  per:
    description:
      - Number of seconds to which O(rate) applies.
    type: float
  throttle_interval:
    description:
      - Number of seconds between retries of a request that exceeded the rate limit.
    type: float
  throttle_retry_limit:
    description:
      - How often a request that exceeded the rate limit is retried.
    type: int
  max_query_depth:
    description:
      - Maximum depth of GraphQL queries.
    type: int
  quota_max:
    description:
      - How many requests are allowed every O(quota_renewal_rate) seconds. V(-1) means no limit.
      - A new object has no limit unless the task sets one or, for a key, a policy does.
    type: int
  quota_renewal_rate:
    description:
      - Number of seconds after which the quota resets.
      - A new object has V(-1) unless the task sets another value or, for a key, a policy does.
    type: int
  smoothing:
    description:
      - Settings for rate limit smoothing, as Tyk's API names them.
    type: dict
"""
