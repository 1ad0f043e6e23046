# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Data written as YAML."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import typing as t

try:
    import yaml
except ImportError:
    HAS_YAML = False
else:
    HAS_YAML = True

    class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
        """Texts of several lines as blocks, and no anchors."""

        def ignore_aliases(self, data: t.Any) -> bool:
            return True

    def _represent_text(dumper: t.Any, value: str) -> t.Any:
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style="|" if "\n" in value else None)

    _Dumper.add_representer(str, _represent_text)


Item = dict[str, t.Any]


def dump(value: t.Any) -> str:
    """A value as YAML. Raises ValueError where it was read from one that means another."""
    options = {"sort_keys": False, "allow_unicode": True, "default_flow_style": False, "width": 120}
    try:
        text: str = yaml.dump(value, Dumper=_Dumper, **options)
    except yaml.YAMLError:  # whose words may quote a value
        raise ValueError(
            "a number in it is written as 010 or 1:30 is, and means another; put it in quotes, or write it plainly"
        ) from None
    return "---\n" + text
