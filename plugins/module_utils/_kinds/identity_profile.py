# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A profile of the identity broker in the Dashboard: what becomes of those whom another system has let in.

The broker answers in envelopes of its own, or in none. It reads the names of members in capitals and in small letters
alike, but for those of the identity handler, and keeps those of a provider's settings as they are written.
"""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t

from ansible_collections.community.tyk.plugins.module_utils._data.merge import merge
from ansible_collections.community.tyk.plugins.module_utils._data.rules import SERVER, Rules, keyed
from ansible_collections.community.tyk.plugins.module_utils._data.secrets import secrets_at
from ansible_collections.community.tyk.plugins.module_utils._data.types import coerce, of
from ansible_collections.community.tyk.plugins.module_utils._kinds.kind import Around, Kind, Option, Run
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import (
    Fields,
    Identity,
    Object,
    Route,
    Where,
    unique_text,
)
from ansible_collections.community.tyk.plugins.module_utils._kinds.texts import certificates

Names = t.Mapping[str, t.Any]  # the members of something, each with its own: a map, a list with one of these, or None


def _names(text: str) -> dict[str, t.Any]:
    return dict.fromkeys(text.split())


MEMBERS: Names = {
    **_names(
        """ID Name OrgID ActionType MatchedPolicyID Type ProviderName ProviderConfig CustomEmailField CustomUserIDField
        IdentityHandlerConfig ReturnURL DefaultUserGroupID CustomUserGroupField UserGroupMapping UserGroupSeparator
        SSOOnlyForRegisteredUsers"""
    ),
    "ProviderConstraints": _names("Domain Group"),
}
# Below the settings of a provider, which the broker keeps as they are written: what has members, too, in small letters.
JWE: Names = {"jwe": {}}
BELOW: Names = {**JWE, "useproviders": [JWE]}
TEXTS = """ID Name OrgID ActionType MatchedPolicyID Type ProviderName CustomEmailField CustomUserIDField ReturnURL
    DefaultUserGroupID CustomUserGroupField UserGroupSeparator"""
ACTIONS = (
    "GenerateOrLoginUserProfile",
    "GenerateOrLoginDeveloperProfile",
    "GenerateOAuthTokenForClient",
    "GenerateOAuthTokenForPassword",
    "GenerateTemporaryAuthToken",
)
PROVIDERS = ("SocialProvider", "SAMLProvider", "ADProvider", "ProxyProvider")
SECRETS = {
    "ProviderConfig": "wary",
    "ProviderConfig.UseProviders.*.Key": "text",
    "ProviderConfig.UseProviders.*.Secret": "text",
    "ProviderConfig.UseProviders.*.JWE.*": "text",
    "ProviderConfig.UseProviders.*.JWE.Enabled": "",
    "ProviderConfig.JWE.*": "text",
    "ProviderConfig.JWE.Enabled": "",
    "ProviderConfig.LDAPAdminPassword": "text",
    "ProviderConfig.AccessTokenField": "",
    "IdentityHandlerConfig": "wary",
    "IdentityHandlerConfig.DashboardCredential": "text",
    "IdentityHandlerConfig.DisableOneTokenPerAPI": "",
    "IdentityHandlerConfig.OAuth.Secret": "text",
    "IdentityHandlerConfig.TokenAuth.BaseAPIID": "",
    "IdentityHandlerConfig.TokenAuth.Expires": "",
    "ReturnURL": "address",
}


def _named(value: t.Any, names: t.Any) -> t.Any:
    """The same with every known member under its own name. One that is there under two keeps both."""
    if not isinstance(value, dict) or not isinstance(names, dict):
        return value
    own, said = {name.lower(): name for name in names}, [str(key).lower() for key in value]
    made = {}
    for key, item in value.items():
        name = own.get(str(key).lower(), key) if said.count(str(key).lower()) == 1 else key
        made[name] = _named(item, names.get(name))
    return made


def _spelled(said: t.Any, there: t.Any, below: t.Any, replaces: bool) -> t.Any:
    """What a task says of members, in the letters in which they are stored, so that none is there twice."""
    if isinstance(below, list) and isinstance(said, list):
        return [_provider(item, there, below[0], replaces) for item in said]
    if below is None or not (isinstance(said, dict) and isinstance(there, dict)):
        return said
    made: Object = {}
    lower = [str(key).lower() for key in said]
    for key, item in said.items():
        alike = (
            [name for name in there if name.lower() == str(key).lower()] if lower.count(str(key).lower()) == 1 else []
        )
        name = key if key in there or not alike else alike[0]
        made.update(dict.fromkeys(other for other in alike if other != name))
        made[name] = _spelled(item, there.get(name), below.get(str(key).lower()), replaces)
    return made


def _provider(said: t.Any, there: t.Any, below: Names, replaces: bool) -> t.Any:
    """The same for one of several providers, which are told apart by their names."""
    stored = there if isinstance(there, list) else []
    old = next((item for item in stored if _called(item) and _called(item) == _called(said)), None)
    spelled = _spelled(said, old, below, replaces)
    # one that is told apart by a name in other letters keeps what the task does not say of it
    return spelled if old is None or replaces or "Name" in old else merge(old, spelled)


def _called(provider: t.Any) -> t.Any:
    pairs = provider.items() if isinstance(provider, dict) else ()
    return next((name for key, name in pairs if str(key).lower() == "name"), None)


def _groups(mapping: Object, run: Run, current: t.Any) -> Object:
    """The groups of the other system, with the ids of user groups for their names."""
    made, known = {}, {str(ident) for ident in (current or {}).values()}
    for group, name in mapping.items():
        said = coerce(name, "str", ("user_group_mapping", str(group)))
        where = f"user_group_mapping.{group}"
        made[group] = run.around.id("user_group", said, where, known) if said else said
    return made


class IdentityProfile(Kind):
    """What becomes of those whom another system has let in."""

    name, section = "identity_profile", "identity_profiles"
    noun, title = "identity broker profile", "Identity broker profiles"
    route = Route("api/tib/profiles", "Data", created=("ID",), recent=True, since="3.0", permission="idm")
    identity = Identity(
        "ID",
        "Name",
        org="OrgID",
        id_option="profile_id",
        tells_twins_apart=("ProviderName",),
        defined=("ID", "id", "Id"),
    )
    unroutable = "/"
    fields = Fields(
        Rules({"OrgID": SERVER, "ProviderConfig.UseProviders": keyed("Name")}),
        secrets_at(SECRETS, caseless=True),
        references={
            "DefaultUserGroupID": "user_group",
            "UserGroupMapping.*": "user_group",
            "MatchedPolicyID": "policy",
            "IdentityHandlerConfig.TokenAuth.BaseAPIID": "api",
            "IdentityHandlerConfig.OAuth.BaseAPIID": "api",
        },
        loosely=("api", "certificate"),
        by_name=True,
        needs=("Name", "ActionType", "Type", "ProviderName"),
        views={"org_id": "OrgID"},
        types={
            **of("str", TEXTS),
            "SSOOnlyForRegisteredUsers": "bool",
            "UserGroupMapping": {"*": "str"},
            "ProviderConstraints": {"*": "str"},
        },
    )
    grants = "provider|group|policy|handler|return_url|registered"
    unique = (unique_text("profile_id", "ID"),)
    options = {
        "profile_id": Option("ID"),
        "name": Option("Name"),
        "action_type": Option("ActionType", {"type": "str", "choices": [*ACTIONS]}),
        "type": Option("Type", {"type": "str", "choices": ["redirect", "passthrough"]}),
        "provider_name": Option("ProviderName", {"type": "str", "choices": [*PROVIDERS]}),
        "provider_config": Option("ProviderConfig", {"type": "dict"}),
        "provider_constraints": Option("ProviderConstraints", {"type": "dict"}),
        "identity_handler_config": Option("IdentityHandlerConfig", {"type": "dict"}),
        "return_url": Option("ReturnURL"),
        "matched_policy": Option("MatchedPolicyID", ref="policy"),
        "default_user_group": Option("DefaultUserGroupID", ref="user_group"),
        "user_group_mapping": Option("UserGroupMapping", {"type": "dict"}, to_tyk=_groups),
        "user_group_separator": Option("UserGroupSeparator"),
        "custom_user_group_field": Option("CustomUserGroupField"),
        "custom_email_field": Option("CustomEmailField"),
        "custom_user_id_field": Option("CustomUserIDField"),
        "sso_only_for_registered_users": Option("SSOOnlyForRegisteredUsers", {"type": "bool"}),
    }

    @property
    def targets(self) -> set[str]:
        return {*super().targets, "certificate"}

    def refers_to(self, obj: Object, around: Around) -> t.Iterator[tuple[str, str]]:
        """The APIs whose keys it makes, in whatever letters its settings call them, and certificates, too."""
        yield from super().refers_to(obj, around)
        settings = obj.get("IdentityHandlerConfig")
        for inner in settings.values() if isinstance(settings, dict) else ():
            pairs = inner.items() if isinstance(inner, dict) else ()
            yield from (
                ("api", ident) for name, ident in pairs if name.lower() == "baseapiid" and isinstance(ident, str)
            )
        yield from certificates(obj)

    def references_of(self, obj: Object) -> t.Iterator[tuple[t.Any, t.Any]]:
        """The certificate of a provider, in whatever letters its settings call it, too."""
        yield from super().references_of(obj)
        settings = obj.get("ProviderConfig")
        names = [name for name in settings if name.lower() == "certlocation"] if isinstance(settings, dict) else ()
        yield from ((settings, name) for name in names)

    def shape(self, definition: Object) -> Object:
        return self.tidy(definition)

    def tidy(self, declared: Object) -> Object:
        named: Object = _named(declared, MEMBERS)
        return named

    def fit(self, declared: Object, run: Run) -> Object:
        """The settings of a provider keep the letters in which they are stored."""
        settings = declared.get("ProviderConfig")
        there = (run.found or {}).get("ProviderConfig")
        spelled = _spelled(settings, there, BELOW, run.replaces)
        return declared if spelled is settings else {**declared, "ProviderConfig": spelled}

    def decode(self, reply: Object) -> Object:
        profile = reply.get("Data", reply)
        return self.tidy(profile if isinstance(profile, dict) else {})

    def start(self, declared: Object) -> Object:
        """Where nobody says an id, the name is one."""
        return {"ID": declared["Name"]} if declared.get("Name") else {}

    def shown_ids(self, obj: Object, unique: bool, secrets: bool) -> Object:
        """An id is part of the address at which people log in, so one that is not the name is said."""
        return {"profile_id": self.id_of(obj)} if self.id_of(obj) != self.name_of(obj) or not unique else {}

    def check(self, target: Object, current: Object | None, run: Run) -> None:
        """A name that is no ID is no address."""
        if current is None:
            self.check_id(self.id_of(target))

    def create_in(self, run: Run) -> Where:
        return Where(str(run.resolved.get("ID") or run.resolved.get("Name") or ""), perhaps=True)


IDENTITY_PROFILE = IdentityProfile()
