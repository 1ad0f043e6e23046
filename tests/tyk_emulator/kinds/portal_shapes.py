# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fields of what the classic portal shows."""

from __future__ import annotations

_MAIL = {"enabled": "bool", "subject": "str", "body": "str", "sign_off": "str", "hide_token_data": "bool"}
_DCR = {
    "idp_host": "str",
    "access_token": "str",
    "registration_endpoint": "str",
    "provider": "str",
    "grant_types": ("list", "str"),
    "response_types": ("list", "str"),
    "token_endpoint_auth_method": "str",
}
CONFIGURATION = {
    "id": "str",
    "org_id": "str",
    "signup_fields": "list",
    "key_request_fields": "list",
    "require_key_approval": "bool",
    "secure_key_approval": "bool",
    "redirect_on_key_request": "bool",
    "redirect_to": "str",
    "enable_multi_selection": "bool",
    "disable_login": "bool",
    "disable_signup": "bool",
    "disable_auto_login": "bool",
    "catalogue_login_only": "bool",
    "oauth_usage_limit": "int",
    "enable_dcr": "bool",
    "dcr_options": _DCR,
    "email": "str",
    "mail_options": {
        "mail_from_name": "str",
        "mail_from_email": "str",
        "email_copy": {name: _MAIL for name in ("welcome_email", "key_email", "reset_password_email")},
    },
    "override": "bool",
    "HashKeys": "bool",
}
_ENTRY = {
    "name": "str",
    "short_description": "str",
    "long_description": "str",
    "show": "bool",
    "api_id": "str",
    "policy_id": "str",
    "documentation": "str",
    "version": "str",
    "is_keyless": "bool",
    "config": CONFIGURATION,
    "fields": "free",
    "auth_type": "str",
}
CATALOGUE = {"id": "str", "org_id": "str", "apis": ("list", _ENTRY), "email": "str"}
PAGE = {
    "id": "str",
    "title": "str",
    "slug": "str",
    "template_name": "str",
    "fields": "free",
    "org_id": "str",
    "is_homepage": "bool",
    "page_settings": "free",
}
DEVELOPER = {
    "id": "str",
    "email": "str",
    "password": "str",
    "date_created": "str",
    "inactive": "bool",
    "org_id": "str",
    "keys": ("map", ("list", "str")),
    "subscriptions": ("map", "str"),
    "fields": "free",
    "nonce": "str",
    "sso_key": "str",
    "oauth_clients": "free",
    "password_max_days": "int",
    "password_updated": "str",
    "PWHistory": ("list", "str"),
    "last_login_date": "str",
}
DOCUMENTATION = {"id": "str", "org_id": "str", "api_id": "str", "doc_type": "str", "documentation": "str"}
MENUS = {"id": "str", "org_id": "str", "menus": "free", "is_active": "bool"}
CSS = {"id": "str", "org_id": "str", "page_css": "str", "email_css": "str"}
JS = {"id": "str", "org_id": "str", "page_js": "str"}
