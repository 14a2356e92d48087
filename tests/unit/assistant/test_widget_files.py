"""The files of the widget as they are: no way from text to markup, types, and their weight."""

from __future__ import annotations

import gzip
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from assistant.api.strip_comments import stripped

WIDGET = Path(__file__).parents[3] / "assistant" / "widget"
MODULES = sorted(WIDGET.glob("*.js"))
MARKUP = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|setHTML|srcdoc|DOMParser|document\.write|\beval\b"
    r"|createContextualFragment|new Function"
)


def test_no_module_makes_markup_from_text() -> None:
    assert len(MODULES) > 8
    assert [path.name for path in MODULES if MARKUP.search(path.read_text("utf-8"))] == []


def test_no_address_but_the_servers_own_stands_in_a_module() -> None:
    said = {a for path in MODULES for a in re.findall(r"https?://[^\s\"'`]+", path.read_text())}
    assert {a for a in said if not a.startswith("http://www.w3.org/")} == set()


def test_types_hold_together() -> None:
    tsc = shutil.which("tsc")
    if tsc is None:
        pytest.skip("no tsc here; with Node: npm install --global typescript")
    done = subprocess.run([tsc, "-p", str(WIDGET)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def packed(path: Path) -> int:
    """Bytes of a file as it is served, after gzip."""
    return len(gzip.compress(stripped(path.read_text("utf-8")).encode(), 9, mtime=0))


def test_the_weight_on_the_wire() -> None:
    sizes = {path.name: packed(path) for path in MODULES if path.name != "strings.es.js"}
    assert sizes["define.js"] + sizes["element.js"] <= 2 * 1024
    assert sum(sizes.values()) <= 24 * 1024, sizes
