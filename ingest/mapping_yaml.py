"""YAML text -> plain tree in which every value is text as written, with lines. Pure.

The only import of PyYAML. `Yes`, `NO`, `0100` and `2023-01-03` stay what they are: a register's
codes are no booleans and no numbers. A key given twice is an error; YAML itself keeps the last.
"""

from __future__ import annotations

from dataclasses import dataclass

import yaml

Tree = str | list["Tree"] | dict[str, "Tree"]
Path = tuple[str | int, ...]


class BadYaml(ValueError):
    """The text is no YAML of the kind that is read; the message names the line."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A YAML document."""

    tree: Tree
    lines: dict[Path, int]
    """The line, from 1, of each part by its path."""


def parse_yaml(text: str) -> Parsed:
    """The one document of a text. Raises: BadYaml."""
    try:
        node = yaml.compose(text, Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"line {mark.line + 1}: " if mark else ""
        raise BadYaml(f"{where}{error.problem or error.context}") from error
    except yaml.YAMLError as error:
        raise BadYaml(str(error).splitlines()[0]) from error
    except RecursionError as error:
        raise BadYaml("its parts are nested too deeply to be read") from error
    lines: dict[Path, int] = {(): 1}
    return Parsed({} if node is None else _plain(node, (), lines, ()), lines)


def _plain(node: yaml.Node, path: Path, lines: dict[Path, int], open_: tuple[int, ...]) -> Tree:
    """The node as plain data. Raises: BadYaml, if it holds itself or a key twice."""
    line = node.start_mark.line + 1
    lines.setdefault(path, line)
    if id(node) in open_:
        raise BadYaml(f"line {line}: this part holds itself")
    open_ = (*open_, id(node))
    if isinstance(node, yaml.SequenceNode):
        items = enumerate(node.value)
        return [_plain(item, (*path, at), lines, open_) for at, item in items]
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Tree] = {}
        for key, value in node.value:
            at = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                raise BadYaml(f"line {at}: a key must be a word or a text")
            name = str(key.value)
            if name in found:
                raise BadYaml(f"line {at}: the key {name!r} stands twice")
            lines[(*path, name)] = at
            found[name] = _plain(value, (*path, name), lines, open_)
        return found
    return str(node.value)
