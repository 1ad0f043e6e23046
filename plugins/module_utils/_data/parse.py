# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""YAML and JSON, read as they are meant. Raises ValueError where a text can mean nothing, or two things."""

# Note that this module_utils is PRIVATE and should only be used by this collection. Breaking changes can occur anytime.

from __future__ import annotations

import datetime
import json
import os
import re
import stat
import typing as t

from ansible_collections.community.tyk.plugins.module_utils._data.glance import Glance, Numbers, at_text
from ansible_collections.community.tyk.plugins.module_utils._data.placeholders import Hidden
from ansible_collections.community.tyk.plugins.module_utils._data.plain import Respelled
from ansible_collections.community.tyk.plugins.module_utils._data.plain_yaml import Odd, simple

VAULT = (
    "encrypted by ansible-vault, which only Ansible opens; load it on the controller, with vars_files, include_vars or "
    "the lookup ansible.builtin.file, and name what it holds in config. Where the task runs on the controller in "
    "Ansible's own process, tyk_config opens such files itself: with delegate_to: localhost, without become, and with "
    "ansible_connection: local and ansible_python_interpreter: '{{ ansible_playbook_python }}'"
)
Decrypt = t.Optional[t.Callable[[str], str]]  # what ansible-vault has encrypted; raises ValueError
NO_NAME = "a mapping or a list is no name in a mapping; is it a template without quotes?"
NO_FILE = "this is a pipe or a device and no regular file, so it is not read; write what it gives into a file"
MAX_VALUES = 20_000_000  # values in a file


def parse(path: str, decrypt: Decrypt = None) -> t.Any:
    """What a file holds.

    :arg decrypt: opens what is encrypted, which is refused without it.
    """
    return parsed(_text(path, decrypt), path.lower().endswith(".json"), decrypt)


def glanced(path: str, decrypt: Decrypt = None) -> tuple[t.Any, Glance]:
    """The same, and what its text promises of it."""
    text, is_json = _text(path, decrypt), path.lower().endswith(".json")
    glance = at_text(text, is_json)
    if not glance.is_simple:
        return parsed(text, is_json, decrypt), glance
    numbers = Numbers()
    made = json.loads(
        text,
        object_pairs_hook=_unique_keys,
        parse_int=numbers.whole,
        parse_float=numbers.broken,
        parse_constant=numbers.broken,
    )
    return made, glance._replace(is_simple=numbers.are_simple)


def parse_all(path: str, decrypt: Decrypt = None) -> list[t.Any]:
    """What each document of a file stands for."""
    text, is_json = _text(path, decrypt), path.lower().endswith(".json")
    if is_json:
        return [parsed(text, True)]

    def load(loader: t.Any) -> t.Any:
        import yaml

        return _meant(list(yaml.load_all(text, Loader=loader)))

    documents: list[t.Any] = _in_yaml(load, decrypt)
    return documents


def parsed(text: str, is_json: bool, decrypt: Decrypt = None) -> t.Any:
    """What a text stands for."""
    if is_json:
        return json.loads(text, object_pairs_hook=_unique_keys)
    return _in_yaml(lambda loader: _loaded(loader(text)), decrypt)


def _in_yaml(load: t.Callable[[t.Any], t.Any], decrypt: Decrypt) -> t.Any:
    """What YAML stands for."""
    try:
        import yaml
    except ImportError:
        raise ValueError("to read YAML, this host needs the Python library PyYAML; or write it as JSON") from None
    try:
        return load(_loader(decrypt))
    except (AttributeError, KeyError, TypeError) as error:  # PyYAML's own, by a tag that does not fit
        raise ValueError(f"this cannot be read as YAML ({type(error).__name__})") from None
    except RecursionError:
        raise ValueError("it is nested too deeply, or holds itself") from None
    except yaml.YAMLError as error:
        if "'!vault'" in str(error):
            raise ValueError(f"a value in it is {VAULT}") from error
        raise ValueError(_wrong_yaml(error)) from None


def _loaded(loader: t.Any) -> t.Any:
    """What a text in YAML stands for."""
    try:
        node = loader.get_single_node()
        try:
            return None if node is None else simple(node)
        except Odd:
            return _meant(loader.construct_document(node))
    finally:
        loader.dispose()


def _meant(loaded: t.Any) -> t.Any:
    """The same where not all is simple, or where something is wrong."""
    _count(loaded, {})
    return _as_text(loaded)


def _wrong_yaml(error: t.Any) -> str:
    """What is wrong, and where; without what stands there, which may be a secret."""
    problem, mark = str(getattr(error, "problem", "") or "this is no YAML"), getattr(error, "problem_mark", None)
    bare = re.sub(r"'[^'<][^']+'", "'...'", " ".join(problem.split()))
    return f"line {mark.line + 1}, column {mark.column + 1}: {bare}" if mark else bare


def _text(path: str, decrypt: Decrypt = None) -> str:
    """The text of a file, without the mark that some editors put before it."""
    if not os.path.isdir(path) and not stat.S_ISREG(os.stat(path).st_mode):  # nothing may ever come out of a pipe
        raise ValueError(NO_FILE)
    try:
        with open(path, encoding="utf-8-sig") as file:
            text = file.read()
    except UnicodeDecodeError as error:
        raise ValueError("this is no text in UTF-8") from error
    if not text.startswith("$ANSIBLE_VAULT;"):
        return text
    if decrypt is None:
        raise ValueError(f"this is {VAULT}")
    return decrypt(text)


def _unique_keys(pairs: list[tuple[t.Any, t.Any]]) -> dict[t.Any, t.Any]:
    """A mapping of these pairs; a key that is there twice would otherwise lose a value without a word."""
    made = dict(pairs)
    if len(made) < len(pairs):
        keys = [key for key, _value in pairs]
        raise ValueError(f"the key {next(key for key in keys if keys.count(key) > 1)!r} is there twice in one mapping")
    return made


def _loader(decrypt: Decrypt) -> t.Any:
    """PyYAML's safe loader, which also refuses keys that are there twice, and opens what is encrypted."""
    import yaml

    class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
        def construct_yaml_int(self, node: t.Any) -> int:
            value: int = super().construct_yaml_int(node)
            return value if str(value) == node.value else Respelled(value)

        def construct_document(self, node: t.Any) -> t.Any:
            for pairs in _mappings(node):  # as they are written: what << brings may be there again
                own = [key for key, _value in pairs if key.tag != "tag:yaml.org,2002:merge"]
                try:
                    _unique_keys([(self.construct_object(key, deep=True), None) for key in own])
                except TypeError:
                    line = own[0].start_mark.line + 1
                    raise ValueError(f"line {line}: {NO_NAME}") from None
            return super().construct_document(node)

    Loader.add_constructor("tag:yaml.org,2002:int", Loader.construct_yaml_int)
    if decrypt is not None:
        Loader.add_constructor("!vault", lambda loader, node: _decrypted(node, decrypt))
    return Loader


def _decrypted(node: t.Any, decrypt: t.Callable[[str], str]) -> Hidden:
    """A value that is encrypted where it stands."""
    try:
        return Hidden(decrypt(str(node.value)))
    except ValueError as error:
        raise ValueError(f"line {node.start_mark.line + 1}: {error}") from None


def _mappings(node: t.Any) -> t.Iterator[list[tuple[t.Any, t.Any]]]:
    """The pairs of every mapping in a document, each once."""
    waiting, seen = [node], {id(node)}
    while waiting:
        one = waiting.pop()
        if not isinstance(one.value, list):
            continue
        pairs = one.value and isinstance(one.value[0], tuple)
        if pairs:
            yield one.value
        below = [item for pair in one.value for item in pair] if pairs else one.value
        fresh = {id(item): item for item in below if id(item) not in seen}
        seen.update(fresh)
        waiting.extend(fresh.values())


def _count(value: t.Any, known: dict[int, int]) -> int:
    """How many values there are, those that aliases stand for included. Raises ValueError for far too many."""
    if not isinstance(value, (dict, list, tuple, set)):
        return 1
    if id(value) not in known:
        known[id(value)] = 1 + sum(
            _count(item, known) for item in (value.values() if isinstance(value, dict) else value)
        )
        if known[id(value)] > MAX_VALUES:
            raise ValueError(f"its aliases stand for more than {MAX_VALUES} values")
    return known[id(value)]


def misnamed(value: t.Any, way: str = "") -> t.Iterator[str]:
    """Names in mappings that YAML takes for something else, and that would get another name as texts."""
    for key, item in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        if isinstance(value, list):
            yield from misnamed(item, f"{way}[{key}]")
            continue
        if key is None or isinstance(key, (bool, float, Respelled)):
            number = isinstance(key, (float, Respelled))
            what = "null" if key is None else f"the number {key}" if number else str(key).lower()
            like = {"true": "yes, on or true", "false": "no, off or false", "null": "null or ~"}.get(
                what, "1.10 or 010"
            )
            yield f"{way or 'a mapping'}: a name in it was read as {what}, as YAML does with {like}; put it in quotes"
        yield from misnamed(item, f"{way}.{key}" if way else str(key))


def _as_text(value: t.Any) -> t.Any:
    """YAML makes dates of what looks like one; options and Tyk know texts."""
    if isinstance(value, bytes):
        raise ValueError("it holds binary data, which has no place in Tyk's objects; write it as text")
    if isinstance(value, dict):
        wrong = next(misnamed(value), "")
        if wrong:
            raise ValueError(wrong)
        return {str(key): _as_text(item) for key, item in value.items()}
    if isinstance(value, set):  # has no order of its own
        return sorted((_as_text(item) for item in value), key=str)
    if isinstance(value, (list, tuple)):
        return [_as_text(item) for item in value]
    if isinstance(value, datetime.datetime) and value.tzinfo is None:
        return value.isoformat() + "Z"
    return value.isoformat() if isinstance(value, (datetime.date, datetime.datetime)) else value
