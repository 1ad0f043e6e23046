# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What an organisation has exactly once: its OPA rules, and its additional permissions."""

from __future__ import annotations

import pytest
from gateway_runner import Gate
from module_runner import Tyk

RULES = "package dashboard_users\n\ndefault deny = []\n"
OTHERS = "package dashboard_users\ndeny = []\n"
KINDS = {
    "opa_rules": {"enabled": True, "rules": RULES},
    "additional_permissions": {"permissions": {"approve": "Approve APIs", "order": ""}},
}
ROUTES = {"opa_rules": "/api/org/opa", "additional_permissions": "/api/org/permissions"}
each = pytest.mark.parametrize("kind", KINDS)


def stored(tyk):
    """The organisation with what it really stores."""
    return tyk.read(f"/admin/organisations/{tyk.org}", admin=True)


def writes(tyk):
    return [entry for entry in tyk.log() if not entry.startswith("GET")]


@each
def test_a_plan_says_what_the_run_does_and_the_second_run_is_quiet(tyk, kind):
    tyk.log()
    plan = tyk.ok(kind, check=True, **KINDS[kind])
    assert plan["changed"] and plan["action"] == "updated" and not writes(tyk)
    done = tyk.ok(kind, **KINDS[kind])
    assert done["diff"] == plan["diff"] and done["changed"] and not tyk.warnings(done)
    assert writes(tyk) == [f"PUT {ROUTES[kind]}"]
    again = tyk.ok(kind, **KINDS[kind])
    assert not again["changed"] and not writes(tyk)
    assert tyk.ok(f"{kind}_info")[kind] == [again[kind]]


def test_line_ends_of_rules_and_those_at_their_end_mean_nothing(tyk):
    tyk.ok("opa_rules", rules=RULES)
    for same in (RULES.rstrip(), RULES + "\n\n", RULES.replace("\n", "\r\n")):
        assert not tyk.ok("opa_rules", rules=same)["changed"]
    assert tyk.ok("opa_rules", rules=RULES.replace("[]", "[ ]"))["changed"]


@pytest.mark.parametrize("sign", ["\u2028", "\x0c", "\x85", "\r"])
def test_what_ends_no_line_in_rego_is_a_change(tyk, sign):
    tyk.ok("opa_rules", rules=f"{RULES}# a{sign}b\n")
    assert tyk.ok("opa_rules", rules=f"{RULES}# a\nb\n")["changed"]
    assert stored(tyk)["open_policy"]["rules"] == f"{RULES}# a\nb\n"


def test_a_diff_shows_rules(tyk):
    tyk.ok("opa_rules", enabled=True, rules=RULES)
    diff = tyk.ok("opa_rules", check=True, rules=OTHERS)["diff"]
    assert (diff["before"], diff["after"]) == (
        {"enabled": True, "rules": RULES},
        {"enabled": True, "rules": OTHERS},
    )


@pytest.mark.parametrize("on", [True, False])
def test_rules_are_changed_without_a_word_about_the_switch_and_it_stays(tyk, on):
    tyk.ok("opa_rules", enabled=on, rules=RULES)
    tyk.ok("opa_rules", rules=OTHERS)
    assert stored(tyk)["open_policy"] == {"enabled": on, "rules": OTHERS}
    tyk.ok("opa_rules", enabled=not on)
    assert stored(tyk)["open_policy"] == {"enabled": not on, "rules": OTHERS}


def test_a_dashboard_that_does_not_show_the_switch_is_not_sent_one():
    tyk = Tyk(quirks=["opa-rules-only"])
    tyk.ok("opa_rules", rules=RULES)
    assert not tyk.ok("opa_rules", rules=RULES)["changed"]
    assert stored(tyk)["open_policy"].get("enabled") is not True


def test_a_dashboard_that_does_not_keep_the_switch_is_told_of_each_time_and_nothing_changes_for_ever():
    tyk = Tyk(quirks=["opa-rules-only"])
    tyk.ok("opa_rules", rules=RULES)
    for _run in range(2):
        done = tyk.ok("opa_rules", enabled=True)
        assert not done["changed"] and "did not keep these fields as told: open_policy.enabled" in tyk.warnings(done)[0]
    assert stored(tyk)["open_policy"] == {"enabled": False, "rules": RULES}
    assert tyk.ok("config_info", kinds=["opa_rules"])["config"] == {"opa_rules": [{"rules": RULES}]}


def test_an_organisation_without_rules_of_its_own_can_take_them_away_and_get_some():
    tyk = Tyk(quirks=["opa-rules-unseeded"])
    gone = tyk.ok("opa_rules", rules="")
    assert not gone["changed"] and stored(tyk)["open_policy"]["rules"] == ""
    assert tyk.ok("opa_rules", rules=RULES)["changed"] and stored(tyk)["open_policy"]["rules"] == RULES


def test_the_switch_alone_makes_the_rules_that_count_the_organisations_own():
    tyk = Tyk(quirks=["opa-rules-unseeded"])
    shown = tyk.ok("opa_rules_info")["opa_rules"][0]["rules"]
    tyk.ok("opa_rules", enabled=True)
    assert stored(tyk)["open_policy"] == {"enabled": True, "rules": shown}


@pytest.mark.parametrize("nothing", ["", None])
def test_rules_that_are_taken_away_are_gone_and_the_second_run_says_that_nothing_changed(tyk, nothing):
    tyk.ok("opa_rules", enabled=True, rules=RULES)
    gone = tyk.ok("opa_rules", rules=nothing)
    assert gone["changed"] and stored(tyk)["open_policy"]["rules"] == ""
    (warning,) = tyk.warnings(gone)
    assert "those in the Dashboard's own file count" in warning
    again = tyk.ok("opa_rules", rules=nothing)
    assert not again["changed"] and again["action"] == "none"
    assert stored(tyk)["open_policy"] == {"enabled": True, "rules": ""}
    whole = tyk.ok("config", config={"opa_rules": [{"rules": nothing}]})
    assert not whole["changed"] and whole["summary"]["opa_rules"]["unchanged"] == 1
    assert "did not keep" not in str(tyk.warnings(whole))


@pytest.mark.parametrize("rules", [" ", "\n", "# nothing\n", "  # nothing\n\n# at all"])
def test_rules_that_say_nothing_are_refused_before_anything_is_written(tyk, rules):
    tyk.log()
    for check in (True, False):
        assert "they say nothing" in tyk.fails("opa_rules", check=check, rules=rules)
    assert not writes(tyk)


def test_other_rules_that_tyk_refuses_fail_with_its_words_and_change_nothing(tyk):
    before = stored(tyk)
    assert "Invalid OPA rules" in tyk.fails("opa_rules", rules="package something_else")
    assert stored(tyk) == before


def test_somebody_elses_permissions_stay_and_null_takes_one_away(tyk):
    tyk.call("PUT", "/api/org/permissions", {"additional_permissions": {"theirs": "Theirs", "x": "X"}})
    tyk.ok("additional_permissions", permissions={"approve": "Approve", "x": None})
    assert stored(tyk)["additional_permissions"] == {"theirs": "Theirs", "approve": "Approve"}
    tyk.ok("additional_permissions", permissions={"approve": ""}, strategy="replace")
    assert stored(tyk)["additional_permissions"] == {"approve": ""}


def test_permissions_of_the_configuration_come_back_when_none_are_left():
    tyk = Tyk(additional_permissions={"built": "Built in"})
    tyk.ok("additional_permissions", permissions={"approve": "Approve"}, strategy="replace")
    assert stored(tyk)["additional_permissions"] == {"approve": "Approve"}
    gone = tyk.ok("additional_permissions", permissions={"approve": None})
    (warning,) = tyk.warnings(gone)
    assert gone["changed"] and "the Dashboard's configuration count" in warning
    assert tyk.ok("additional_permissions_info")["additional_permissions"] == [{"permissions": {"built": "Built in"}}]
    again = tyk.ok("additional_permissions", permissions={"built": None})
    assert not again["changed"], "they are still there, and nothing was changed"


def test_an_empty_map_may_stay_empty():
    tyk = Tyk(additional_permissions={"built": "Built in"}, quirks=["empty-permissions-stay"])
    tyk.ok("additional_permissions", permissions={"built": None})
    assert not tyk.ok("additional_permissions", permissions={"built": None})["changed"]
    assert stored(tyk)["additional_permissions"] == {}


@pytest.mark.parametrize("strategy", ["merge", "replace"])
def test_a_permission_without_a_label_is_made_and_exported_if_it_is_the_only_one_too(tyk, strategy):
    bare = {"permissions": {"order": ""}}
    assert tyk.ok("additional_permissions", strategy=strategy, **bare)["changed"]
    assert stored(tyk)["additional_permissions"] == {"order": ""}
    assert not tyk.ok("additional_permissions", strategy=strategy, **bare)["changed"]
    assert tyk.ok("config_info", kinds=["additional_permissions"])["config"] == {"additional_permissions": [bare]}
    tyk.ok("additional_permissions", permissions={"order": None})
    assert tyk.ok("additional_permissions_info")["additional_permissions"] == [{"permissions": {}}]


def test_an_export_without_permissions_applies_in_place(tyk):
    config = tyk.ok("config_info", kinds=["additional_permissions"])["config"]
    assert not tyk.ok("config", config=config)["changed"]


@pytest.mark.parametrize("label", [5, True, ["Approve"], {"en": "Approve"}])
def test_a_label_that_is_no_text_is_refused_before_anything_is_written(tyk, label):
    tyk.log()
    for check in (True, False):
        failed = tyk.fails("additional_permissions", check=check, permissions={"approve": label})
        assert "the label of 'approve' is no text" in failed
    assert not writes(tyk)


@pytest.mark.parametrize("name", ["a.b", "*", "org_id", "password", "definition", "a[0]", "$x", ""])
def test_names_of_permissions_are_data(tyk, name):
    tyk.call("PUT", "/api/org/permissions", {"additional_permissions": {"theirs.x": "Theirs"}})
    done = tyk.ok("additional_permissions", permissions={name: "Label"})
    assert done["diff"]["after"] == {"permissions": {"theirs.x": "Theirs", name: "Label"}}
    assert stored(tyk)["additional_permissions"] == {"theirs.x": "Theirs", name: "Label"}
    assert not tyk.ok("additional_permissions", permissions={name: "Label"})["changed"]
    tyk.ok("additional_permissions", permissions={name: None})
    assert stored(tyk)["additional_permissions"] == {"theirs.x": "Theirs"}


def test_permissions_are_there_before_users_who_get_them():
    tyk = Tyk(quirks=["known-permissions"])
    user = {"email_address": "a@acme.example", "first_name": "A", "last_name": "B"}
    config = {
        "users": [{**user, "user_permissions": {"apis": "read", "approve": "read"}}],
        "additional_permissions": [{"permissions": {"approve": "Approve"}}],
    }
    done = tyk.ok("config", config=config)
    assert not [text for text in tyk.warnings(done) if "did not keep" in text]
    assert not tyk.ok("config", config=config)["changed"]


@each
def test_a_configuration_takes_one_item_and_no_second_one(tyk, kind):
    done = tyk.ok("config", config={kind: [KINDS[kind]]})
    assert done["summary"][kind]["updated"] == 1
    assert not tyk.ok("config", config={kind: [KINDS[kind]]})["changed"]
    assert "declare it once" in str(tyk.run("config", config={kind: [KINDS[kind], KINDS[kind]]})["errors"])


@each
def test_an_export_has_it_where_it_is_asked_for_by_name_and_applies_in_place(tyk, kind):
    tyk.ok(kind, **KINDS[kind])
    tyk.log()
    assert kind not in tyk.ok("config_info")["config"] and f"GET {ROUTES[kind]}" not in tyk.log()
    config = tyk.ok("config_info", kinds=[kind])["config"]
    assert config == {kind: [KINDS[kind]]}
    for strategy in ("merge", "replace"):
        assert not tyk.ok("config", config=config, strategy=strategy)["changed"]


@each
def test_an_export_by_a_user_who_may_not_read_it_warns_and_goes_on(tyk, kind):
    few = tyk.user("few@acme.example", tyk.org, {"apis": "read"})
    result = tyk.ok("config_info", kinds=[kind, "apis"], token=few)
    assert kind not in result["config"] and f"kinds: {kind} is left out" in str(tyk.warnings(result))
    assert "access denied" in tyk.fails(kind, token=few, **KINDS[kind])


@pytest.mark.parametrize(
    ("quirk", "says"),
    [
        ("opa-api-off", "access denied"),
        ("opa-api-missing", "Tyk does not know of the OPA rules"),
        ("no-opa-licence", "Your license does not support Open Policy"),
    ],
)
def test_a_dashboard_without_open_policy_is_named_as_that(quirk, says):
    tyk = Tyk(quirks=[quirk])
    assert says in tyk.fails("opa_rules", rules=RULES)
    tyk.ok("additional_permissions", permissions={"approve": "Approve"})


@each
def test_a_gateway_has_none_of_it(kind):
    assert "use platform: dashboard" in Gate().fails(kind, **KINDS[kind])
