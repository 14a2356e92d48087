"""The element's files as they are served: small, for other origins' pages, and nothing else."""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.access import Access
from assistant.api.app import make_app
from assistant.api.widget import router_of
from assistant.sites import Site
from tests.serving import SITE
from tests.slow_server import slow_assistant

MODULE = "// one\nexport const a = 1; /* two */\nexport const b = `// kept`;\n"
SENT = "export const a=1;export const b=`// kept`;\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "widget"
    made.mkdir()
    (made / "define.js").write_text(MODULE)
    (made / "types.d.ts").write_text("secret")
    (made / ".hidden.js").write_text("secret")
    (tmp_path / "outside.js").write_text("secret")
    return made


@pytest.fixture
def client(folder: Path) -> Iterator[TestClient]:
    app = FastAPI(redirect_slashes=False)
    app.include_router(router_of(folder))
    with TestClient(app, headers={"Accept-Encoding": "identity"}) as made:
        yield made


def test_comments_stay_here_and_the_rest_is_packed(client: TestClient) -> None:
    plain = client.get("/widget/define.js")
    assert plain.text == SENT
    assert plain.headers["content-type"] == "text/javascript; charset=utf-8"
    assert plain.headers["cross-origin-resource-policy"] == "cross-origin"
    assert plain.headers["cache-control"] == "no-cache"
    assert "content-encoding" not in plain.headers
    for accepted in ("gzip", "br, GZIP;q=0.5", "*", "deflate, *;q=0.1"):
        with client.stream(
            "GET", "/widget/define.js", headers={"Accept-Encoding": accepted}
        ) as got:
            assert got.headers["content-encoding"] == "gzip"
            packed = b"".join(got.iter_raw())
        assert gzip.decompress(packed).decode() == SENT
        assert "accept-encoding" in got.headers["vary"].lower()
    for refused in ("", "br", "gzip;q=0", "identity"):
        headers = {"Accept-Encoding": refused}
        assert "content-encoding" not in client.get("/widget/define.js", headers=headers).headers


def test_who_has_it_is_told_so_until_it_changes(client: TestClient, folder: Path) -> None:
    tag = client.get("/widget/define.js").headers["etag"]
    for held in (tag, f"W/{tag}", f'"x", {tag}'):
        again = client.get("/widget/define.js", headers={"If-None-Match": held})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == tag
        assert again.headers["cross-origin-resource-policy"] == "cross-origin"
    packed = {"Accept-Encoding": "gzip", "If-None-Match": tag}
    assert client.get("/widget/define.js", headers=packed).status_code == 200
    (folder / "define.js").write_text("export const a = 2;\n")
    os.utime(folder / "define.js", ns=(1, 1))
    changed = client.get("/widget/define.js", headers={"If-None-Match": tag})
    assert (changed.status_code, changed.text) == (200, "export const a=2;\n")


@pytest.mark.parametrize(
    "name",
    ["none.js", "types.d.ts", ".hidden.js", "..%2foutside.js", "../outside.js", "%2e%2e/outside.js",
     "..%5coutside.js", "define.js%00", "define.js/", "", ".", "%00.js", "x" * 300 + ".js"],
)  # fmt: skip
def test_nothing_else_is_served(client: TestClient, name: str) -> None:
    answer = client.get(f"/widget/{name}")
    assert answer.status_code == 404
    assert "secret" not in answer.text


def test_pages_of_configured_sites_may_load_it_and_no_others(tmp_path: Path) -> None:
    access = Access((Site(name="careers", origins=(SITE,)),))
    app = make_app(slow_assistant(tmp_path / "kept.sqlite"), access=access)
    with TestClient(app, "https://assistant.example.org") as client:
        good = client.get("/widget/none.js", headers={"Origin": SITE})
        assert good.headers["access-control-allow-origin"] == SITE
        evil = client.get("/widget/none.js", headers={"Origin": "https://evil.example"})
        assert "access-control-allow-origin" not in evil.headers
        other = client.get("/widget/session", headers={"Origin": SITE})
        assert (other.status_code, other.headers["allow"]) == (405, "POST")
