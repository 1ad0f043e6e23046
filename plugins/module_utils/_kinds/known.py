# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The names of fields that the versions of Tyk know, in the notation of shapes; APIs have tables of their own.

A block is called after its kind.
"""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

KNOWN = """
policy _id:any id:any name:any org_id:any rate:any per:any quota_max:any quota_renewal_rate:any throttle_interval:any
    throttle_retry_limit:any max_query_depth:any access_rights:{Right} hmac_enabled:any
    enable_http_signature_validation:any active:any is_inactive:any state:any date_created:any tags:any
    key_expires_in:any post_expiry_action:any post_expiry_grace_period:any partitions:Partitions last_updated:any
    meta_data:any graphql_access_rights:any smoothing:any access_rights_array:any auth_type:any auth_types:any
    graphql_enabled:any
key api_model:any username:any key_id:any key_hash:any last_check:any allowance:any rate:any per:any
    throttle_interval:any throttle_retry_limit:any max_query_depth:any date_created:any expires:any quota_max:any
    quota_renews:any quota_remaining:any quota_renewal_rate:any access_rights:{Right} org_id:any oauth_client_id:any
    oauth_keys:any certificate:any basic_auth_data:any jwt_data:any hmac_enabled:any
    enable_http_signature_validation:any hmac_string:any rsa_certificate_id:any is_inactive:any apply_policy_id:any
    apply_policies:any data_expires:any monitor:any enable_detail_recording:any enable_detailed_recording:any
    meta_data:any tags:any alias:any last_updated:any id_extractor_deadline:any session_lifetime:any smoothing:any
    mtls_static_certificate_bindings:any post_expiry_action:any post_expiry_grace_period:any
Partitions quota:any rate_limit:any complexity:any acl:any per_api:any
Right api_name:any api_id:any versions:any allowed_urls:any restricted_types:any allowed_types:any limit:any
    field_access_rights:any disable_introspection:any allowance_scope:any endpoints:any json_rpc_methods:any
    json_rpc_methods_access_rights:any mcp_primitives:any mcp_access_rights:any
user api_model:any PWHistory:any first_name:any last_name:any email_address:any org_id:any active:any id:any
    access_key:any user_permissions:any group_id:any groups_ids:any password:any password_max_days:any
    password_updated:any created_at:any last_login_date:any
user_group api_model:any id:any org_id:any name:any description:any active:any user_permissions:any
    password_max_days:any
webhook api_model:any id:any webhook_id:any org_id:any name:any method:any target_path:any template_path:any
    header_map:any event_timeout:any
asset _id:any id:any org_id:any name:any description:any kind:any data:any last_updated:any
oauth_client client_id:any client_name:any secret:any redirect_uri:any policy_id:any description:any meta_data:any
    dcr_registration:any api_id:any api_model:any
organisation id:any owner_name:any owner_slug:any cname_enabled:any cname:any apis:any developer_quota:any
    developer_count:any event_options:any hybrid_enabled:any sso_enabled:any ui:any org_options_meta:any
    open_policy:any additional_permissions:any
"""
