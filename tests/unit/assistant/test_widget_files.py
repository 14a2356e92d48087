"""The files of the widget as they are: no way from text to markup, types, and their weight."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from assistant.api.join_modules import joined
from assistant.api.widget import Files

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


def test_the_weight_on_the_wire() -> None:
    files = Files(WIDGET)
    served = {
        name: files.get(f"{name}.js") for name in ("define", "chat", "strings.en", "strings.es")
    }
    sizes = {name: len(found.packed) for name, found in served.items() if found}
    assert sizes["define"] <= 2 * 1024
    for lang in ("en", "es"):
        sent = ("define", "chat", f"strings.{lang}")
        assert sum(sizes[name] for name in sent) <= 24 * 1024, sizes


def test_all_modules_are_joined_into_what_is_asked_for_alone() -> None:
    names = {path.name for path in MODULES}
    asked_for = [n for n in names if n == "define.js" or n.startswith(("chat.", "strings."))]
    held = [joined(name, lambda n: (WIDGET / n).read_text("utf-8"))[1] for name in asked_for]
    assert sorted(part for parts in held for part in parts) == sorted(names)
