# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Names to ids and back, and who the token belongs to: what is looked up, and what is left alone."""

from __future__ import annotations

import pytest

from ansible_collections.community.tyk.plugins.module_utils._errors import (
    Ambiguous,
    HttpFailure,
    Invalid,
    OrganisationMismatch,
    Unresolved,
)
from ansible_collections.community.tyk.plugins.module_utils._kinds.parts import Fields
from ansible_collections.community.tyk.plugins.module_utils._kinds.table import KINDS
from ansible_collections.community.tyk.plugins.module_utils._object.refs import Refs

KNOWN = {kind.name: kind for kind in KINDS.values()}
FAILURES = (None, 400, 401, 404, 409, 429, 500, 502)  # whatever may go wrong, but for 403
TOKEN = "the-token"
CERT = "a" * 24 + "0" * 64
HEX = "0123456789abcdef01234567"


class Server:
    """Answers lists and reads from a table; an error in it is raised."""

    shared = None

    def __init__(self, personal=True, org="", me=None, **lists):
        self.personal, self.org, self.me, self.lists, self.asked = personal, org, me, lists, []

    def list(self, kind):
        self.asked.append(kind.name)
        return self._answer(self.lists.get(kind.name, []))

    def unsure(self, _kind):
        return False

    def read(self, _kind, ident, *_more, **_how):
        assert ident == "me"
        return self._answer(self.me)

    @staticmethod
    def _answer(value):
        if isinstance(value, int) or value == "lost":
            raise HttpFailure(None if value == "lost" else value, "GET", "/x", "no")
        return value


@pytest.fixture
def refs():
    """Makes what the test speaks to; with its server, and the warnings."""

    def make(check=False, kinds=KNOWN, **server):
        warnings = []
        server = Server(**server)
        made = Refs(server, kinds, TOKEN, check, warnings.append)
        made.server, made.warnings = server, warnings
        return made

    return make


def policy(ident, name, row="", **more):
    return {"id": ident, "_id": row or f"{ident}-row", "name": name, **more}


def api(ident, name="Orders", org="acme"):
    return {"api_definition": {"api_id": ident, "name": name, "org_id": org, "id": f"{ident}-row"}}


def user(org="acme", token="another", ident="u1"):
    return {"id": ident, "org_id": org, "access_key": token, "email_address": f"{ident}@acme.example"}


# What an object is found by


def test_one_list_answers_all_questions(refs):
    asked = refs(policy=[policy("p1", "Gold"), policy("p2", "Silver")])
    for name in ("Gold", "Silver", "p1", "p2-row"):
        asked.find("policy", name, "policy")
    assert asked.server.asked == ["policy"]
    asked.forget("policy")
    asked.find("policy", "Gold", "policy")
    assert asked.server.asked == ["policy", "policy"]


def test_two_of_one_name_are_never_guessed_between(refs):
    asked = refs(policy=[policy("p1", "Gold"), policy("p2", "Gold"), policy("p3", "Silver")])
    with pytest.raises(Ambiguous) as told:
        asked.find("policy", "Gold", "policies[0]")
    assert "policies[0]: 2 " in str(told.value) and "p1" in str(told.value) and "p2" in str(told.value)
    assert asked.find("policy", "p2", "policy")["id"] == "p2"


def test_what_may_be_no_name_is_not_looked_for_among_names(refs):
    asked = refs(policy=[policy("p1", "Gold")])
    assert asked.with_id("policy", "Gold") == []
    assert len(asked.called("policy", "Gold")) == len(asked.meant("policy", "Gold")) == 1


def test_nothing_is_found_by_a_blank(refs):
    asked = refs(policy=[policy("p1", ""), {"name": None}])
    assert asked.meant("policy", "") == []


def test_a_classic_api_is_found_without_its_categories_where_no_other_has_that_very_name(refs):
    asked = refs(api=[api("a1", "Orders #eu"), api("a2", "Pets"), api("a3", "Pets #eu")])
    assert asked.find("api", "Orders", "api") == api("a1", "Orders #eu")
    assert asked.find("api", "Pets", "api") == api("a2", "Pets")


def test_what_is_missing_is_an_error_that_names_the_option_and_the_organisation(refs):
    asked = refs(policy=[], user=[user(token=TOKEN)])
    with pytest.raises(Unresolved) as told:
        asked.find("policy", "Gold", "policies[3]")
    assert "policies[3]: there is no policy 'Gold' in organisation acme" in str(told.value)
    assert not asked.warnings and not asked.listing("policy")


def test_a_check_run_takes_what_the_task_names_for_something_that_is_yet_to_be_made(refs):
    asked = refs(check=True, api=[], user=[])
    first = asked.find("api", "Soon", "api")
    assert first["api_definition"]["api_id"] == first["api_definition"]["name"] == "Soon"
    assert asked.find("api", "Soon", "api") is first
    assert len(asked.warnings) == 1 and "taken for one that an earlier task makes" in asked.warnings[0]


def test_a_check_run_makes_up_nothing_that_the_task_does_not_name(refs):
    asked = refs(check=True, api=[], user=[])
    with pytest.raises(Unresolved):
        asked.find("api", "Gone", "access_rights", named=False)
    assert not asked.warnings and not asked.listing("api")


def test_what_was_found_is_noted_as_referred_to_and_what_was_not_is_not(refs):
    gold, silver = policy("p1", "Gold"), policy("p2", "Silver")
    asked = refs(check=True, policy=[gold, silver], user=[])
    asked.find("policy", "Gold", "policy")
    asked.find("policy", "Bronze", "policy")
    assert list(asked.used.values()) == [gold]


# Ids


def test_an_id_that_the_token_may_not_look_up_is_taken_as_it_is(refs):
    assert refs(certificate=403).id("certificate", CERT, "certificate") == CERT


@pytest.mark.parametrize("value", ["client.example", CERT[:-1], CERT + "0", CERT.upper()])
def test_a_name_that_the_token_may_not_look_up_is_an_error(refs, value):
    with pytest.raises(HttpFailure):
        refs(certificate=403).id("certificate", value, "certificate")


def test_nothing_is_looked_up_for_no_name(refs):
    with pytest.raises(Unresolved, match="certificate: the name or the id of a certificate belongs there"):
        refs(certificate="lost").id("certificate", "", "certificate")


@pytest.mark.parametrize("status", FAILURES)
def test_any_other_failure_of_a_look_up_is_an_error_for_an_id_as_well(refs, status):
    with pytest.raises(HttpFailure) as told:
        refs(certificate=status or "lost").id("certificate", CERT, "certificate")
    assert told.value.status == status


def test_of_two_ids_the_one_stands_that_is_known_there(refs):
    asked = refs(policy=[policy("p1", "Gold", "row1")])
    first = asked.id("policy", "Gold", "policy")
    other = ({"p1", "row1"} - {first}).pop()
    assert asked.id("policy", "Gold", "policy", (other,)) == other
    assert asked.id("policy", "Gold", "policy", (first,)) == first
    assert asked.id("policy", "Gold", "policy", ("p7", None)) == first


# Names in fields of Tyk's own

NAMED = {"policies": "policy", "list.*": "policy", "maps.*.id": "policy", "cert": "certificate"}
FIELDS = Fields(references=NAMED, keyed_by={"rights": "policy"})


def settled(refs, wish, current=None, **lists):
    asked = refs(policy=[policy("p1", "Gold", "p1"), policy("p2", "Silver", "p2")], **lists)
    asked.resolve_names(FIELDS, wish, current)
    return wish, asked.server.asked


@pytest.mark.parametrize("value", ["", None, 7, False, ["Gold"], {"a": "Gold"}])
def test_what_is_no_name_is_left_as_it_is(refs, value):
    assert settled(refs, {"policies": value, "list": [value]}) == ({"policies": value, "list": [value]}, [])


def test_names_become_ids_wherever_the_path_leads(refs):
    wish = {"policies": "Gold", "list": ["Silver", "", "Gold"], "maps": {"a": {"id": "Silver"}, "b": {}}, "x": "Gold"}
    ids = {"policies": "p1", "list": ["p2", "", "p1"], "maps": {"a": {"id": "p2"}, "b": {}}, "x": "Gold"}
    assert settled(refs, wish) == (ids, ["policy"])


def test_what_is_stored_at_that_path_already_is_not_looked_up(refs):
    current = {"list": ["Gold", "dead"], "policies": "Silver"}
    wish, asked = settled(refs, {"list": ["dead", "Gold"], "policies": "Silver"}, current)
    assert wish == {"list": ["dead", "Gold"], "policies": "Silver"} and not asked


def test_what_is_stored_at_another_path_is_looked_up(refs):
    assert settled(refs, {"policies": "Gold"}, {"list": ["Gold"]})[0] == {"policies": "p1"}


def test_an_id_of_nothing_is_refused_even_where_it_looks_like_one(refs):
    for wish in ({"policies": HEX}, {"list": [HEX]}, {"rights": {HEX: {}}}):
        with pytest.raises(Unresolved):
            settled(refs, wish, certificate=[], user=[])


def test_an_id_that_follows_from_the_content_is_not_looked_up(refs):
    assert settled(refs, {"cert": CERT}, certificate=500) == ({"cert": CERT}, [])


def test_what_looks_like_an_id_is_taken_from_who_may_not_look_it_up(refs):
    asked = refs(policy=403)
    assert asked.id("policy", HEX, "policy") == HEX
    with pytest.raises(HttpFailure):
        asked.id("policy", "Gold", "policy")
    with pytest.raises(HttpFailure):
        settled(refs, {"cert": "name.example"}, certificate=403)


def test_keys_of_a_map_are_references_too(refs):
    stored = {"rights": {"dead": {"a": 1}, "p2": {}}}
    wish = {"rights": {"Gold": {"b": 2}, "dead": {}, "p2": None}}
    assert settled(refs, wish, stored)[0] == {"rights": {"p1": {"b": 2}, "dead": {}, "p2": None}}
    with pytest.raises(Unresolved):
        settled(refs, {"rights": {"Bronze": {}}}, user=[])
    with pytest.raises(Invalid) as told:
        settled(refs, {"rights": {"Gold": {}, "p1": {}}})
    assert "Gold, p1" in str(told.value)


@pytest.mark.parametrize("value", [CERT + "0", CERT[1:], f"{CERT}\n"])
def test_what_only_begins_or_ends_like_an_id_is_a_name(refs, value):
    with pytest.raises(Unresolved):
        settled(refs, {"cert": value}, certificate=[], user=[])


@pytest.mark.parametrize(
    ("wish", "where"),
    [
        ({"policies": "Bronze"}, "policies: there is no"),
        ({"list": ["Bronze"]}, "list[0]: there is no"),
        ({"maps": {"a": {"id": "Bronze"}}}, "maps.a.id: there is no"),
    ],
)
def test_the_message_says_where_the_name_stands(refs, wish, where):
    with pytest.raises(Unresolved) as told:
        settled(refs, wish, user=[])
    assert str(told.value).startswith(where)


def test_ids_become_names_as_far_as_the_run_has_listed_the_kind(refs):
    gold, silver, other = policy("p1", "Gold"), policy("p2", "Same"), policy("p3", "Same")
    asked = refs(policy=[gold, silver, other, policy("p4", "")], certificate=500)
    shown = {"policies": "p1", "list": ["p2", "p3", "p4", "p5", 7, None], "cert": CERT}
    asked.show_names(NAMED, shown)
    assert shown["policies"] == "p1"
    asked.listing("policy")
    asked.show_names(NAMED, shown)
    assert shown == {"policies": "Gold", "list": ["p2", "p3", "p4", "p5", 7, None], "cert": CERT}


def test_the_name_is_shown_of_what_is_known_and_the_id_of_what_is_not(refs):
    asked = refs(policy=[policy("p1", "Gold"), policy("p2", "Silver")])
    asked.listing("policy")
    assert [asked.name("policy", ident) for ident in ("p1", "p2", "p9")] == ["Gold", "Silver", "p9"]


# What changes while a run goes on


def test_known_lists_a_kind_only_where_it_is_told_to(refs):
    asked = refs(policy=[policy("p1", "Gold")])
    assert asked.known("policy", "p1") is None and not asked.server.asked
    assert asked.known("policy", "p1", load=True)["name"] == "Gold"
    assert asked.known("policy", "p1")["name"] == "Gold"
    assert asked.known("policy", "Gold") is None


def test_an_object_takes_the_place_of_an_old_one(refs):
    old, new = policy("p1", "Old"), policy("p1", "New")
    asked = refs(policy=[old])
    asked.called("policy", "Old")
    asked.enter("policy", new, old)
    assert asked.called("policy", "Old") == [] and asked.called("policy", "New") == [new]
    assert id(new) not in asked.planned
    asked.enter("policy", None, new)
    assert asked.listing("policy") == []
    asked.enter("policy", old, planned=True)
    assert asked.listing("policy") == [old] and id(old) in asked.planned


def test_what_is_apart_shares_what_is_known_and_keeps_what_it_finds_to_itself(refs):
    asked = refs(policy=[policy("p1", "Gold")])
    asked.listing("policy")
    other = asked.apart(KNOWN["oauth_client"])
    other.relist("oauth_client", [{"client_id": "c"}])
    other.relist("policy", [])
    assert len(asked.listing("policy")) == 1 and asked.listing("oauth_client") == []


# Who the token belongs to


@pytest.mark.parametrize(
    ("users", "caller"),
    [
        ([user(token=TOKEN, ident="me")], ("acme", "me")),
        ([user(ident="u1"), user(token=TOKEN, ident="me")], ("acme", "me")),
        ([user("other"), user("acme", TOKEN, "me")], ("acme", "me")),
        ([user("", TOKEN, "me")], ("", "me")),
        ([user("acme"), user("acme")], ("acme", None)),
        ([user("acme"), user("other")], ("", None)),
        ([user(None), user(None)], ("", None)),
        ([], (None, None)),
    ],
)
def test_the_list_of_users_tells_the_caller(refs, users, caller):
    asked = refs(user=users, api=500)
    assert (asked.caller.org_id, asked.caller.user_id) == caller
    assert asked.caller and asked.server.asked == ["user"]


@pytest.mark.parametrize("status", FAILURES)
def test_a_failure_is_no_answer_to_who_the_caller_is(refs, status):
    with pytest.raises(HttpFailure):
        assert refs(user=status or "lost", me=user(), api=[api("a1")]).caller


@pytest.mark.parametrize(
    ("me", "apis", "caller"),
    [
        (user("acme", ident="me"), 500, ("acme", "me")),
        (user("", ident="me"), 500, ("", "me")),
        (user(None, ident="me"), [api("a1")], ("", "me")),
        (None, [api("a1"), api("a2")], ("acme", None)),
        (404, [api("a1")], ("acme", None)),
        (404, [api("a1"), api("a2", org="other")], ("", None)),
        (404, [api("a1", org="")], ("", None)),
        (404, [], (None, None)),
        (404, 403, (None, None)),
        (404, 500, (None, None)),
    ],
)
def test_a_token_that_may_not_list_users_is_known_by_itself_or_by_its_apis(refs, me, apis, caller):
    asked = refs(user=403, me=me, api=apis)
    assert (asked.caller.org_id, asked.caller.user_id) == caller


def test_without_the_kind_api_nothing_can_be_told_from_apis(refs):
    asked = refs(user=403, me=None, kinds={"user": KNOWN["user"]})
    assert asked.caller.org_id is None


@pytest.mark.parametrize(
    ("org", "apis", "told"),
    [
        ("acme", 500, "acme"),
        ("", [api("a1", org="shop")], "shop"),
        ("", [], None),
        ("", 500, None),
        ("", [api("a1", org="")], None),
        ("", [api("a1"), api("a2", org="other")], None),
    ],
)
def test_a_gateway_s_organisation_is_the_task_s_or_that_of_its_apis(refs, org, apis, told):
    asked = refs(personal=False, org=org, api=apis, user=500)
    assert (asked.caller.org_id, asked.caller.user_id) == (told, None)


# Writing across organisations

ONE, TWO = [user("acme", TOKEN)], [user("acme"), user("other")]
ALIGNED = [
    # users that are listed, the organisation that the task says, that of the object, whether it is refused
    (ONE, None, None, False),
    (ONE, None, "acme", False),
    (ONE, "acme", "acme", False),
    (ONE, "acme", None, False),
    (ONE, None, "other", True),
    (ONE, None, "", True),
    (ONE, "other", None, True),
    (ONE, "other", "other", True),
    (ONE, "", None, False),
    (TWO, None, None, True),
    (TWO, None, "acme", True),
    (TWO, "acme", None, True),
    ([], None, None, False),
    ([], None, "acme", False),
    ([], None, "", True),
]


@pytest.mark.parametrize(("users", "asserted", "org", "refused"), ALIGNED)
def test_nothing_is_written_across_organisations(refs, users, asserted, org, refused):
    asked = refs(user=users)
    if refused:
        with pytest.raises(OrganisationMismatch):
            asked.align(asserted, org, "API 'Orders'")
    else:
        asked.align(asserted, org, "API 'Orders'")


@pytest.mark.parametrize(
    ("mine", "org", "refused"),
    [("acme", None, False), ("acme", "acme", False), ("acme", "other", True), ("acme", "", True), ("", "other", False)],
)
def test_nothing_is_written_across_organisations_of_a_gateway(refs, mine, org, refused):
    asked = refs(personal=False, org=mine, api=[])
    if refused:
        with pytest.raises(OrganisationMismatch):
            asked.align("whatever", org, "API 'Orders'")
    else:
        asked.align("whatever", org, "API 'Orders'")


@pytest.mark.parametrize(
    ("server", "told"),
    [
        ({"user": ONE}, "organisation acme of the token's user"),
        ({"user": []}, "the organisation of the token's user"),
        ({"personal": False, "org": "acme"}, "organisation acme of the Gateway"),
        ({"personal": False}, "the Gateway"),
    ],
)
def test_a_message_names_the_organisation_where_it_is_known(refs, server, told):
    assert refs(**server).organisation() == told
