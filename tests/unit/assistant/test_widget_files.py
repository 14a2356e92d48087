"""The files of the widget as they are: no way from text to markup, types, and their weight."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.api.join_modules import joined
from assistant.api.widget import WIDGET, router_of

MODULES = sorted(WIDGET.glob("*.js"))
ASKED_FOR = [
    path.name for path in MODULES if path.name.startswith(("define.", "chat.", "strings."))
]
"""What pages ask for, in a language each; the rest comes within."""
BROWSER = {"Accept-Encoding": "gzip, deflate, br, zstd"}
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


def test_the_readme_names_every_part_and_variable() -> None:
    said = (WIDGET / "README.md").read_text("utf-8").partition("Variables:")[2].partition("\n\n")[0]
    variables, _, parts = said.partition("Parts:")
    code = "".join(path.read_text("utf-8") for path in MODULES)
    named = re.findall(r"`(?:--guidepost)?-([a-z-]+)`", variables)
    assert sorted(named) == sorted(set(re.findall(r"--guidepost-([a-z-]+)", code)))
    made = re.findall(r'part(?:: |\.add\()"(\w+)"', code)
    assert sorted(re.findall(r"`(\w+)`", parts)) == sorted(set(made))


def test_types_hold_together() -> None:
    tsc = shutil.which("tsc")
    if tsc is None:
        pytest.skip("no tsc here; with Node: npm install --global typescript")
    done = subprocess.run([tsc, "-p", str(WIDGET)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_weight_on_the_wire() -> None:
    """All that any visitor is sent, each file asked for as a browser does: both languages too."""
    app = FastAPI()
    app.include_router(router_of())
    sizes: dict[str, int] = {}
    with TestClient(app) as client:
        for name in ASKED_FOR:
            with client.stream("GET", f"/widget/{name}", headers=BROWSER) as got:
                sizes[name] = len(b"".join(got.iter_raw()))
            assert (got.status_code, got.headers["content-encoding"]) == (200, "gzip")
    assert len(sizes) == 4
    assert sizes["define.js"] <= 2 * 1024
    assert sum(sizes.values()) <= 24 * 1024, sizes


def test_all_modules_are_joined_into_what_is_asked_for_alone() -> None:
    held = [joined(name, lambda n: (WIDGET / n).read_text("utf-8"))[1] for name in ASKED_FOR]
    assert sorted(part for parts in held for part in parts) == [path.name for path in MODULES]
