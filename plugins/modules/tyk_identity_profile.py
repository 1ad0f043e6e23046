# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: tyk_identity_profile
short_description: Manage identity broker profiles in Tyk
version_added: 1.0.0
description:
  - Creates, updates, and deletes profiles of the identity broker in a Dashboard, for single sign-on. A profile defines
    the other system with which people log in, and what they become then, such as users of the Dashboard.
  - The names of members within O(provider_config), O(provider_constraints), and O(identity_handler_config) are Tyk's
    own. The broker distinguishes capitals only in O(identity_handler_config), and so does the module.
  - The user behind the token needs the permission C(idm).
author:
  - Tyk collection contributors (@ansible-collections)
extends_documentation_fragment:
  - community.tyk.connection
  - community.tyk.connection.dashboard
  - community.tyk.resource
  - community.tyk.secrets
  - community.tyk.backup
  - community.tyk.resource.state
  - community.tyk.attributes
  - community.tyk.attributes.manages
  - community.tyk.attributes.idempotent
  - community.tyk.attributes.actiongroup_tyk
options:
  profile_id:
    description:
      - ID of the profile, which is part of the URL at which people log in. It identifies the profile, and takes
        precedence over O(name).
      - If there is no profile with this ID, a new one gets it. Without it, the O(name) of a new profile is also its ID.
      - It cannot contain a slash.
    type: str
  name:
    description:
      - Name of the profile. Needed to create a profile.
      - Without O(profile_id) it identifies the profile. The module fails if several profiles have this name.
      - To rename a profile, give its O(profile_id) too.
    type: str
  action_type:
    description:
      - What happens after people have logged in. Needed to create a profile.
      - With V(GenerateOrLoginUserProfile) they become users of the Dashboard, with V(GenerateOrLoginDeveloperProfile)
        developers of the portal, and with the others they get a token.
    type: str
    choices:
      - GenerateOrLoginUserProfile
      - GenerateOrLoginDeveloperProfile
      - GenerateOAuthTokenForClient
      - GenerateOAuthTokenForPassword
      - GenerateTemporaryAuthToken
  type:
    description:
      - How people log in. Needed to create a profile.
      - With V(redirect), they go to the other system and come back. With V(passthrough), they send their credentials.
    type: str
    choices:
      - redirect
      - passthrough
  provider_name:
    description:
      - The type of system with which they log in. Needed to create a profile.
    type: str
    choices:
      - SocialProvider
      - SAMLProvider
      - ADProvider
      - ProxyProvider
  provider_config:
    description:
      - Settings for that system, under Tyk's own names.
      - Secret members are compared, but never returned. These are C(Key) and C(Secret) of C(UseProviders),
        C(LDAPAdminPassword), what C(JWE) has in addition to C(Enabled), and everything whose name suggests a secret,
        such as C(BindPw) or C(SigningKey).
      - Members keep the spelling in which they are stored.
      - A member that you leave out stays as it is. To remove it, set it to V(null). The list C(UseProviders) is the
        complete list, but a provider in it keeps the members that you leave out.
    type: dict
  provider_constraints:
    description:
      - The C(Domain) or C(Group) that people must belong to.
    type: dict
  identity_handler_config:
    description:
      - Settings for O(action_type), under Tyk's own names.
      - C(DashboardCredential), which is the token of a user, and C(Secret) of C(OAuth) are secrets, and so is
        everything whose name suggests a secret. They are compared, but never returned.
      - C(BaseAPIID) of C(TokenAuth) and C(OAuth) can be the name of an API, or its ID.
      - A member that you leave out stays as it is. To remove it, set it to V(null).
    type: dict
  return_url:
    description:
      - URL to which people are sent after they have logged in.
    type: str
  matched_policy:
    description:
      - Policy of the tokens and keys that are created, by name or ID.
    type: str
  default_user_group:
    description:
      - User group, by name or ID, of people for whom O(user_group_mapping) has none.
    type: str
  user_group_mapping:
    description:
      - Maps groups of the other system to user groups, by name or ID.
      - A group that you leave out stays as it is. To remove it, set it to V(null).
    type: dict
  user_group_separator:
    description:
      - Separator between groups, if they come as one text. An empty text means a blank.
    type: str
  custom_user_group_field:
    description:
      - Field in the other system's data that contains a person's groups.
    type: str
  custom_email_field:
    description:
      - Field in the other system's data that contains a person's e-mail address.
    type: str
  custom_user_id_field:
    description:
      - Field in the other system's data that contains a person's ID.
    type: str
  sso_only_for_registered_users:
    description:
      - Whether only people who already are users of the Dashboard can log in.
    type: bool
seealso:
  - module: community.tyk.tyk_identity_profile_info
"""

EXAMPLES = r"""
- name: Let people log in to the Dashboard with OpenID Connect
  community.tyk.tyk_identity_profile:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    profile_id: staff
    name: Staff
    action_type: GenerateOrLoginUserProfile
    type: redirect
    provider_name: SocialProvider
    provider_config:
      CallbackBaseURL: https://dashboard.example.com
      FailureRedirect: https://dashboard.example.com/?fail=true
      UseProviders:
        - Name: openid-connect
          Key: "{{ login_client_id }}"
          Secret: "{{ login_client_secret }}"
          DiscoverURL: https://login.example.com/.well-known/openid-configuration
    identity_handler_config:
      DashboardCredential: "{{ tyk_token }}"
    return_url: https://dashboard.example.com/tap
    custom_user_group_field: groups
    default_user_group: Readers
    user_group_mapping:
      admins: Admins

- name: Map one more group, and leave the rest unchanged
  community.tyk.tyk_identity_profile:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    profile_id: staff
    user_group_mapping:
      auditors: Readers

- name: Delete a profile
  community.tyk.tyk_identity_profile:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    profile_id: old-staff
    state: absent
"""

RETURN = r"""
changed:
  description: Whether the module changed something, or would do so outside of check mode.
  type: bool
  returned: success
  sample: true
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
identity_profile:
  description: The identity broker profile.
  type: dict
  returned: success, if it exists, or existed before the task
  contains:
    profile_id:
      description: ID of the profile, which is part of the URL at which people log in.
      type: str
      sample: staff
    name:
      description: Name of the profile.
      type: str
      sample: Staff
    action_type:
      description: What happens after people have logged in.
      type: str
      sample: GenerateOrLoginUserProfile
    type:
      description: How people log in.
      type: str
      sample: redirect
    provider_name:
      description: The type of system with which they log in.
      type: str
      sample: SocialProvider
    provider_config:
      description: Settings for that system. Secrets in it are replaced by C(********).
      type: dict
      sample:
        CallbackBaseURL: https://dashboard.example.com
        UseProviders:
          - Name: openid-connect
            Key: "********"
            Secret: "********"
            DiscoverURL: https://login.example.com/.well-known/openid-configuration
    provider_constraints:
      description: The domain or group that people must belong to.
      type: dict
      sample:
        Domain: example.com
        Group: ""
    identity_handler_config:
      description: Settings for what happens after people have logged in. Secrets in it are replaced by C(********).
      type: dict
      sample:
        DashboardCredential: "********"
    return_url:
      description: URL to which people are sent after they have logged in.
      type: str
      sample: https://dashboard.example.com/tap
    matched_policy:
      description: Name of the policy of tokens and keys that are created.
      type: str
      sample: ""
    default_user_group:
      description: Name of the user group of people for whom no other is found.
      type: str
      sample: Readers
    user_group_mapping:
      description: Groups of the other system, mapped to names of user groups.
      type: dict
      sample:
        admins: Admins
    user_group_separator:
      description: Separator between groups, if they come as one text.
      type: str
      sample: ""
    custom_user_group_field:
      description: Field that contains the groups.
      type: str
      sample: groups
    custom_email_field:
      description: Field that contains the e-mail address.
      type: str
      sample: ""
    custom_user_id_field:
      description: Field that contains the ID of the user.
      type: str
      sample: ""
    sso_only_for_registered_users:
      description: Whether only people who already are users of the Dashboard can log in.
      type: bool
      sample: false
    org_id:
      description: ID of the profile's organisation.
      type: str
      sample: 4f8b7c6d5e4f3a2b1c0d9e8f
    definition:
      description: Further fields of the identity broker profile, under the names that Tyk's API uses.
      type: dict
      returned: if there are any
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
      sample: POST
    path:
      description: Path of the request. Secrets in it are replaced by C(********).
      type: str
      sample: /api/tib/profiles
    message:
      description: Tyk's error message, or what happened to the connection.
      type: str
      sample: "access denied: You do not have permission to access '/api/tib/profiles'."
"""

from ansible_collections.community.tyk.plugins.module_utils._ansible.module import run
from ansible_collections.community.tyk.plugins.module_utils._kinds.identity_profile import IDENTITY_PROFILE


def main() -> None:
    run(IDENTITY_PROFILE)


if __name__ == "__main__":
    main()
