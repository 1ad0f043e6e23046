# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: tyk_identity_profile_info
short_description: Get identity broker profiles in Tyk
version_added: 1.0.0
description:
  - Gets profiles of the identity broker in a Dashboard, from the organisation that O(token) belongs to.
  - Secrets are replaced by C(********). If you pass this to M(community.tyk.tyk_identity_profile), it stands for the
    secret of the existing profile. For a new profile it is refused.
author:
  - Tyk collection contributors (@ansible-collections)
extends_documentation_fragment:
  - community.tyk.connection
  - community.tyk.connection.dashboard
  - community.tyk.secrets
  - community.tyk.attributes
  - community.tyk.attributes.info
  - community.tyk.attributes.actiongroup_tyk
options:
  profile_id:
    description:
      - Get only the profile with this ID.
    type: str
  name:
    description:
      - Get only profiles with exactly this name.
    type: str
seealso:
  - module: community.tyk.tyk_identity_profile
"""

EXAMPLES = r"""
- name: Get all profiles
  community.tyk.tyk_identity_profile_info:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
  register: result

- name: Show what happens after people have logged in
  ansible.builtin.debug:
    msg: "{{ result.identity_profiles | items2dict(key_name='profile_id', value_name='action_type') }}"

- name: Get one profile
  community.tyk.tyk_identity_profile_info:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    profile_id: staff

- name: Fail if a profile is missing
  community.tyk.tyk_identity_profile_info:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    name: Old staff
  register: profile
  failed_when: profile.identity_profiles | length == 0
"""

RETURN = r"""
identity_profiles:
  description:
    - The profiles, sorted by name.
    - Each has the form that M(community.tyk.tyk_identity_profile) accepts, with the ID of its organisation added.
  type: list
  elements: dict
  returned: success
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
      sample: GET
    path:
      description: Path of the request. Secrets in it are replaced by C(********).
      type: str
      sample: /api/tib/profiles
    message:
      description: Tyk's error message, or what happened to the connection.
      type: str
      sample: "access denied: You do not have permission to access '/api/tib/profiles'."
"""

from ansible_collections.community.tyk.plugins.module_utils._ansible.module import run_info
from ansible_collections.community.tyk.plugins.module_utils._kinds.identity_profile import IDENTITY_PROFILE


def main() -> None:
    run_info(IDENTITY_PROFILE)


if __name__ == "__main__":
    main()
