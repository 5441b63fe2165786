"""Reading YAML strictly: every key is asked for by name and kind, what is left is an error."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from waqia.model import CodebookError

Names = tuple[str, ...]
"""A column by its name, or by alternative names of which the first that the file has is meant."""


def yaml_without_duplicates(path: Path, label: str) -> dict[str, Any]:
    """The mapping at the top of a YAML file.

    Raises:
        CodebookError: the file is not YAML in UTF-8, repeats a key, or is not a mapping.
    """
    import yaml

    class Loader(yaml.SafeLoader):
        """Refuses repeated keys, of which YAML lets the last win, and reads No and Yes as words."""

        yaml_implicit_resolvers = {  # noqa: RUF012 (how PyYAML is told)
            first: [
                (tag, form)
                for tag, form in rules
                if tag != "tag:yaml.org,2002:bool" or first in "tTfF"
            ]
            for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
        }

    def mapping(loader: Loader, node: yaml.MappingNode) -> dict[str, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            name = str(loader.construct_object(key))
            if name in seen:
                raise CodebookError(
                    f"{label}, line {key.start_mark.line + 1}: the key {name!r} occurs twice; "
                    "remove one of them."
                )
            seen.add(name)
        return {
            str(loader.construct_object(key)): loader.construct_object(value, deep=True)
            for key, value in node.value
        }

    Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, mapping)
    try:
        found = yaml.load(path.read_text(encoding="utf-8-sig"), Loader)  # noqa: S506 (a SafeLoader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise CodebookError(f"{label} is not readable YAML in UTF-8: {error}") from error
    except OSError as error:
        raise CodebookError(f"{label} cannot be read: {error.strerror}") from error
    if not isinstance(found, dict):
        raise CodebookError(f"{label}: expected keys such as 'dataset:', found {_shown(found)}.")
    return found


class Keys:
    """The keys of one mapping in the file; each is taken once, and `done` refuses what is left."""

    def __init__(self, file: str, where: str, found: Mapping[str, Any]) -> None:
        self._file, self._where = file, where
        self._found = dict(found)
        self._left = dict(found)
        self._asked: list[str] = []

    def __contains__(self, key: str) -> bool:
        return key in self._found

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def error(self, key: str, expected: str, found: object) -> CodebookError:
        """The error that names the file, the key, what was expected and what was found."""
        where = ".".join(filter(None, (self._where, key))) or "the top"
        return CodebookError(
            f"{self._file}: at {where}: expected {expected}, found {_shown(found)}."
        )

    def shown(self) -> dict[str, Any]:
        """What was found, for a message."""
        return self._found

    def take(self, key: str) -> Any:
        """The value as it stands; None where the key is absent."""
        self._asked.append(key)
        return self._left.pop(key, None)

    def done(self) -> None:
        """Refuse keys that nobody asked for.

        Raises:
            CodebookError: such a key is there; close names are suggested.
        """
        for key in self._left:
            near = difflib.get_close_matches(key, self._asked, 1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            raise CodebookError(
                f"{self._file}: at {self._where or 'the top'}: the key {key!r} is unknown, "
                "expected "
                f"{', '.join(sorted(set(self._asked)))}{hint}"
            )

    def text(self, key: str, *, required: bool = False) -> str:
        """A text or number as text; empty where the key is absent and not required."""
        found = self.take(key)
        if found is None and not required:
            return ""
        if isinstance(found, bool) or not isinstance(found, str | int | float):
            raise self.error(key, "a text", found)
        return str(found)

    def texts(self, key: str) -> tuple[str, ...] | None:
        """One text or a list of them."""
        found = self.take(key)
        return None if found is None else self._texts(key, found)

    def _texts(self, key: str, found: object) -> tuple[str, ...]:
        values = found if isinstance(found, list) else [found]
        if not all(isinstance(value, str | int | float) for value in values):
            raise self.error(key, "a text or a list of texts", found)
        return names_of(values)

    def names(self, key: str) -> Names | None:
        """A column by one or more alternative names."""
        return self.texts(key)

    def names_list(self, key: str) -> tuple[Names, ...] | None:
        """A list of columns."""
        found = self.take(key)
        if found is None:
            return None
        if not isinstance(found, list):
            raise self.error(key, "a list of columns", found)
        return tuple(self._texts(key, column) for column in found)

    def number(self, key: str, default: int) -> int:
        """A whole number."""
        found = self.take(key)
        if found is None:
            return default
        if isinstance(found, bool) or not isinstance(found, int):
            raise self.error(key, "a whole number", found)
        return found

    def choice(self, key: str, options: tuple[str, ...], *, required: bool = False) -> str | None:
        """One of the texts that are allowed."""
        found = self.take(key)
        if found is None and not required:
            return None
        if found in options:
            return str(found)
        raise self.error(key, f"one of {', '.join(options)}", found)

    def pattern(self, key: str) -> str | None:
        """A regular expression."""
        found = self.text(key)
        try:
            re.compile(found)
        except re.error as error:
            raise self.error(key, f"a regular expression ({error})", found) from error
        return found or None

    def translation(self, key: str) -> dict[str, tuple[str, ...] | None] | None:
        """Cell → text, or a list of texts, or null for "says nothing"."""
        found = self.take(key)
        if found is None:
            return None
        if not isinstance(found, dict):
            raise self.error(key, "a mapping such as {cell: code}", found)
        return {
            str(cell): None if code is None else self._texts(f"{key}.{cell}", code)
            for cell, code in found.items()
        }

    def inside(self, key: str) -> Keys:
        """The mapping under a key; empty where the key is absent."""
        found = self.take(key)
        if found is not None and not isinstance(found, dict):
            raise self.error(key, "a mapping", found)
        return Keys(self._file, ".".join(filter(None, (self._where, key))), found or {})

    def one(self, key: str, *, plain: str) -> Keys:
        """The mapping under a key; a bare text or list stands for {plain: text}."""
        return next(self.each(key, plain=plain))

    def each(self, key: str, *, plain: str | None = None) -> Iterator[Keys]:
        """The mappings under a key, which holds one or a list of them.

        A bare text, or a list of nothing but texts, stands for {plain: text} where `plain` is
            given.
        """
        found = self.take(key)
        if found is None:
            return
        bare = isinstance(found, list) and all(isinstance(item, str | int) for item in found)
        items = found if isinstance(found, list) and not (bare and plain) else [found]
        for index, item in enumerate(items):
            where = ".".join(filter(None, (self._where, key)))
            where += f"[{index + 1}]" if len(items) > 1 else ""
            if plain and not isinstance(item, dict):
                item = {plain: item}
            if not isinstance(item, dict):
                raise self.error(key, "a mapping or a list of mappings", item)
            yield Keys(self._file, where, {str(k): v for k, v in item.items()})

    def plain(self, *allowed: str) -> dict[str, Any]:
        """All keys as they stand; others than `allowed` are refused."""
        found = {key: value for key in allowed if (value := self.take(key)) is not None}
        self.done()
        return found


def names_of(found: object) -> tuple[str, ...]:
    """One value or a list of values as texts."""
    values = found if isinstance(found, list) else [found]
    return tuple(str(value) for value in values)


def _shown(found: object) -> str:
    text = "nothing" if found is None else repr(found)
    return text if len(text) < 120 else text[:117] + "..."
