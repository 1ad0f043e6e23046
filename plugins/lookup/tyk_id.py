# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: tyk_id
short_description: Resolve names of Tyk objects to IDs, and IDs to names
version_added: 1.0.0
author:
  - Tyk collection contributors (@ansible-collections)
description:
  - Asks Tyk for the ID of an object by its name, or for its name if O(want) says so. Fails if there is no such object,
    or if there are several.
  - The modules of this collection accept names wherever an object refers to another one. Use this lookup for everything
    else, such as fields in O(community.tyk.tyk_api#module:definition) that hold IDs, or requests to other APIs.
  - One lookup lists each kind only once, however many names you give.
options:
  _terms:
    description:
      - Names or IDs of objects.
    type: list
    elements: str
    required: true
  kind:
    description:
      - The kind of the objects.
      - A V(user) is identified by e-mail address, or with V(me) for the user behind O(token); a V(key) by alias; a
        V(certificate) by the common name of its subject or by its fingerprint; and an V(organisation) by its owner's
        name.
      - For a key, the ID is its hash, because what Tyk calls the ID of a key is the secret that its consumer sends. So
        the lookup fails for keys if the Dashboard does not hash them.
    type: str
    required: true
    choices:
      - api
      - asset
      - certificate
      - client_idp
      - identity_profile
      - key
      - mcp_proxy
      - oauth_client
      - organisation
      - policy
      - user
      - user_group
      - webhook
  want:
    description:
      - What to return. V(org_id) is the ID of the organisation that the object belongs to, where Tyk returns it.
    type: str
    choices:
      - id
      - name
      - org_id
    default: id
  api:
    description:
      - Name or ID of the API that the clients belong to, for O(kind=oauth_client).
    type: str
  url:
    description:
      - Base URL of the Tyk Dashboard.
    type: str
    env:
      - name: TYK_URL
    vars:
      - name: tyk_url
  token:
    description:
      - API access key of a Dashboard user. Needed unless O(kind=organisation).
    type: str
    env:
      - name: TYK_TOKEN
      - name: TYK_AUTH
    vars:
      - name: tyk_token
  admin_secret:
    description:
      - Secret of the Dashboard's Admin API. Needed for O(kind=organisation).
    type: str
    env:
      - name: TYK_ADMIN_SECRET
    vars:
      - name: tyk_admin_secret
  validate_certs:
    description:
      - Whether to verify the TLS certificate of the Dashboard.
    type: bool
    default: true
    env:
      - name: TYK_VALIDATE_CERTS
    vars:
      - name: tyk_validate_certs
  ca_path:
    description:
      - Path of a file or directory with the CA certificates to trust, in PEM format.
    type: path
    env:
      - name: TYK_CA_PATH
    vars:
      - name: tyk_ca_path
  client_cert:
    description:
      - Path of a client certificate to present to the Dashboard, in PEM format.
    type: path
    env:
      - name: TYK_CLIENT_CERT
    vars:
      - name: tyk_client_cert
  client_key:
    description:
      - Path of the private key of O(client_cert), in PEM format, if it is in a separate file.
    type: path
    env:
      - name: TYK_CLIENT_KEY
    vars:
      - name: tyk_client_key
  timeout:
    description:
      - How many seconds to wait for a connection, and then for each part of a response.
    type: float
    default: 30
    env:
      - name: TYK_TIMEOUT
    vars:
      - name: tyk_timeout
  retries:
    description:
      - How often to retry a request when the connection fails, or when Tyk is busy.
    type: int
    default: 4
    env:
      - name: TYK_RETRIES
    vars:
      - name: tyk_retries
requirements:
  - requests (Python library), on the machine that runs Ansible
notes:
  - Lookups run on the machine that runs Ansible, and are not affected by C(module_defaults).
"""

EXAMPLES = r"""
- name: Show the ID of an API
  ansible.builtin.debug:
    msg: "{{ lookup('community.tyk.tyk_id', 'Orders', kind='api') }}"

- name: Pass the ID of a policy to an API's middleware
  community.tyk.tyk_api:
    url: "{{ tyk_url }}"
    token: "{{ tyk_token }}"
    name: Orders
    definition:
      config_data:
        default_policy: "{{ lookup('community.tyk.tyk_id', 'Gold', kind='policy') }}"

- name: Show the organisation that the token belongs to
  ansible.builtin.debug:
    msg: "{{ lookup('community.tyk.tyk_id', 'me', kind='user', want='org_id') }}"

- name: Resolve a list of policy IDs to names
  ansible.builtin.debug:
    msg: "{{ query('community.tyk.tyk_id', *policy_ids, kind='policy', want='name') }}"
"""

RETURN = r"""
_raw:
  description: The ID, name, or organisation ID of each object, in the order of the terms.
  type: list
  elements: str
"""

from dataclasses import replace

from ansible.errors import AnsibleLookupError
from ansible.module_utils.basic import missing_required_lib
from ansible.plugins.lookup import LookupBase
from ansible.utils.display import Display

from ansible_collections.community.tyk.plugins.module_utils._api.http import REQUESTS_ERROR
from ansible_collections.community.tyk.plugins.module_utils._data.paths import get
from ansible_collections.community.tyk.plugins.module_utils._errors import Invalid, TykError, Unresolved
from ansible_collections.community.tyk.plugins.module_utils._kinds.key import KEY
from ansible_collections.community.tyk.plugins.module_utils._kinds.key_hash import safe_name
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Kind, Run
from ansible_collections.community.tyk.plugins.module_utils._kinds.organisation import ORGANISATION
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Object
from ansible_collections.community.tyk.plugins.module_utils._kinds.table import KINDS as DECLARED
from ansible_collections.community.tyk.plugins.module_utils._kinds.user import USER
from ansible_collections.community.tyk.plugins.module_utils._object.connect import Task, start

KINDS = {
    **{kind.name: kind for kind in (*DECLARED.values(), ORGANISATION) if not kind.life.single},
    # no way leads from or to the key itself
    "key": KEY.but(identity=replace(KEY.identity, id="key_hash", id_option="key_hash", other_ids=())),
}
display = Display()


def ids(kind: Kind) -> list[str]:
    """Where the id is that the modules show and take, the best place first."""
    name = kind.identity.id_option
    own = kind.options[name].path if name in kind.options else ""
    return [path for path in (*kind.fields.views.get(name, "").split("|"), own, kind.identity.id) if path]


def look_up(kind: Kind, task: Task, terms: list[str], want: str) -> list[str]:
    """What is wanted of the objects that the terms name. Raises TykError."""
    for selector in kind.route.selectors:
        if not task.params.get(selector):
            raise Invalid(f"{selector} is needed, because each {kind.noun} belongs to one")
    run = start(kind, task).run
    places = {"id": ids(kind), "name": [kind.identity.name], "org_id": [kind.identity.org]}[want]
    values = []
    for term in terms:
        name = kind.tidy_name(str(term))
        if kind is USER and term == "me":
            name = run.around.caller.user_id
            if not name:
                raise Invalid("it cannot be told who is behind the token; its user may not see that")
        found = _find(run, name)
        value = next((get(found, path) for path in places if path and get(found, path)), "")
        if not value:
            raise Invalid(f"the {kind.noun} {kind.shown_name(name)!r} has no {want} to tell")
        values.append(str(value))
    return values


def _find(run: Run, name: str) -> Object:
    """The object of this name or id. The id of a key is a secret: no way leads from it, and no message shows it."""
    try:
        return run.around.find(run.kind.name, name, "community.tyk.tyk_id")
    except Unresolved as error:
        found = run.client.read(KEY, name) if run.kind.secret.is_id else None
        if found is None:
            raise
        own = found.get("key_hash") or safe_name(name)
        raise Invalid(f"no key is named by its secret, as {own} is here; name it by its alias or hash") from error


class LookupModule(LookupBase):
    def run(self, terms, variables=None, **kwargs):
        if "kind" in kwargs and kwargs["kind"] not in KINDS:
            raise AnsibleLookupError(f"kind: there is no {kwargs['kind']!r}; there are {', '.join(sorted(KINDS))}")
        self.set_options(var_options=variables, direct=kwargs)
        if REQUESTS_ERROR:
            raise AnsibleLookupError(missing_required_lib("requests"))
        options = self.get_options()
        task = Task(options, {}, False, False, display.warning)
        try:
            return look_up(KINDS[options["kind"]], task, self._flatten(terms), options["want"])
        except TykError as error:
            raise AnsibleLookupError(str(error)) from error
