"""Sites into the index: refreshed like folders, nothing lost to a bad day, nothing sent twice."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from ingest.commands import ingest
from ingest.errors import NothingRead
from ingest.fetch.ledger import FILE_NAME
from ingest.job import Order, ingest_paths
from ingest.report import Report
from ingest.settings import Settings
from tests.sites import (
    HOST,
    Asked,
    Authority,
    Server,
    access_to,
    answer,
    make_authority,
    redirect,
    serving,
)
from vectorstore.embedder import Embedder, make_embedder
from vectorstore.held import Held, held_in
from vectorstore.settings import StoreSettings

pytestmark = pytest.mark.slow
NOW = datetime(2026, 1, 2, tzinfo=UTC)
PAGE = """<!doctype html><html><head><title>{title}</title>
<link rel="canonical" href="https://elsewhere.example.org/canonical"></head><body><main><h1>{title}</h1>
<p>A {title} does honest work every day, and is paid for it, which is more than many can say.</p>
</main></body></html>"""


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return make_embedder(StoreSettings())


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return make_authority(tmp_path_factory.mktemp("authority"), HOST)


@pytest.fixture
def server(authority: Authority) -> Iterator[Server]:
    with serving(authority, {}) as running:
        yield running


@pytest.fixture
def run(
    server: Server, embedder: Embedder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Report]:
    """Ingests addresses of the server, and files of the working folder; each run is a day later."""
    monkeypatch.chdir(tmp_path)
    days = iter(range(99))

    def ran(*given: str, **settings: int) -> Report:
        paths = [server.url(g) if g.startswith("/") else g for g in given]
        now = NOW + timedelta(days=next(days))
        limits = Settings.model_validate({"fetch": settings})
        return ingest_paths(
            paths, Path("index"), embedder, limits, None, lambda: now, Order(access_to(server))
        )

    return ran


def held(tmp_path: Path) -> Held:
    return held_in(tmp_path / "index")


def titles(tmp_path: Path) -> set[str]:
    return {c.page.title for c in held(tmp_path).contents}


def page(title: str) -> Callable[[Asked, ssl.SSLSocket], bytes]:
    """A page that answers 304 to who has it."""

    def say(asked: Asked, _connection: ssl.SSLSocket) -> bytes:
        if asked.headers.get("if-none-match") == f'"{title}"':
            return answer(status=304, kind="")
        return answer(PAGE.format(title=title), etag=f'"{title}"')

    return say


def put(server: Server, *names: str) -> None:
    """A sitemap of the pages, each with a page of its name."""
    listed = "".join(f"<url><loc>{server.url(f'/{n}')}</loc></url>" for n in names)
    server.routes["/sitemap.xml"] = answer(f"<urlset>{listed}</urlset>", "application/xml")
    server.routes |= {f"/{name}": page(name) for name in names}


def codes(report: Report) -> list[str]:
    return [e.code for e in report.errors]


def test_a_page_with_its_addresses(
    server: Server, run: Callable[..., Report], tmp_path: Path
) -> None:
    server.routes["/guide"] = redirect("/guides/cook?lang=en")
    server.routes["/guides/cook"] = page("Cook")
    report = run("/guide")
    assert (report.pages, codes(report)) == (1, [])
    now = held(tmp_path)
    assert [(s.uri, s.kind) for s in now.sources] == [(server.url("/guide"), "url")]
    (content,) = now.contents
    assert content.page.title == "Cook"
    assert content.page.uri == server.url("/guide")
    assert content.page.url == server.url("/guides/cook?lang=en")
    assert content.page.fetched_at == NOW


def test_other_formats_by_their_types(
    server: Server, run: Callable[..., Report], tmp_path: Path
) -> None:
    server.routes["/notes"] = answer("# Baker\n\nA baker bakes bread early.\n", "text/markdown")
    server.routes["/export"] = answer(
        "university,program,price\nFirst University,MS in Work,\"10,000\"\n", "text/csv"
    )  # fmt: skip
    report = run("/notes", "/export")
    assert codes(report) == []
    assert "Baker" in titles(tmp_path)
    assert report.programs == 1


def test_a_sitemap_is_refreshed(server: Server, run: Callable[..., Report], tmp_path: Path) -> None:
    put(server, "Cook", "Baker", "Nurse")
    Path("own.md").write_text("# Smith\n\nA smith works with hot iron all day long.\n")
    first = run("/sitemap.xml", "own.md")
    assert titles(tmp_path) == {"Cook", "Baker", "Nurse", "Smith"}
    again = run("/sitemap.xml")
    assert (again.snapshot, codes(again)) == (first.snapshot, [])
    put(server, "Cook", "Nurse", "Pilot")
    changed = run("/sitemap.xml")
    assert changed.snapshot != first.snapshot
    assert titles(tmp_path) == {"Cook", "Nurse", "Pilot", "Smith"}


def test_what_has_not_changed_is_confirmed_without_a_body(
    server: Server, run: Callable[..., Report], tmp_path: Path
) -> None:
    put(server, "Cook", "Baker")
    run("/sitemap.xml")
    server.asked.clear()
    assert run("/sitemap.xml").pages == 2
    pages = [a for a in server.asked if a.target in ("/Cook", "/Baker")]
    assert [a.headers["if-none-match"] for a in pages] == ['"Baker"', '"Cook"']
    put(server, "Cook", "Baker", "Nurse")
    run("/sitemap.xml")
    assert {c.page.fetched_at for c in held(tmp_path).contents} == {NOW + timedelta(days=2)}


def test_pages_that_fail_today_stay_and_those_that_are_gone_go(
    server: Server, run: Callable[..., Report], tmp_path: Path
) -> None:
    names = "Cook Baker Nurse Pilot Welder Tutor Guard Miner".split()
    put(server, *names)
    run("/sitemap.xml")
    server.routes["/Cook"] = answer(status=500)
    server.routes["/Baker"] = lambda _asked, connection: connection.sendall(b"HTTP/1.1 200")
    server.routes["/Nurse"] = answer(status=403)
    server.routes["/Pilot"] = answer(status=404)
    server.routes["/Welder"] = answer(b"\x89PNG", "image/png")
    server.routes["/Tutor"] = answer(PAGE, x_robots_tag="noindex")
    server.routes["/Guard"] = redirect("https://elsewhere.example.org/")
    report = run("/sitemap.xml")
    assert {e.uri.rpartition("/")[2]: e.code for e in report.errors} == {
        "Cook": "bad_status",
        "Baker": "bad_response",
        "Nurse": "bad_status",
        "Pilot": "not_found",
        "Welder": "wrong_type",
        "Tutor": "noindex",
        "Guard": "redirected_away",
    }
    assert titles(tmp_path) == {"Cook", "Baker", "Nurse", "Miner"}


def test_an_index_of_which_a_part_fails_loses_nothing(
    server: Server, run: Callable[..., Report], tmp_path: Path
) -> None:
    def listing(*urls: str) -> bytes:
        inner = "".join(f"<url><loc>{server.url(u)}</loc></url>" for u in urls)
        return answer(f"<urlset>{inner}</urlset>", "text/xml")

    index = "".join(f"<sitemap><loc>{server.url(f'/{n}.xml')}</loc></sitemap>" for n in "ab")
    server.routes["/index.xml"] = answer(f"<sitemapindex>{index}</sitemapindex>", "text/xml")
    server.routes["/a.xml"] = listing("/Cook", "/Nurse")
    server.routes["/b.xml"] = listing("/Baker")
    server.routes |= {f"/{name}": page(name) for name in ("Cook", "Nurse", "Baker")}
    run("/index.xml")
    server.routes["/b.xml"] = answer(status=502)
    server.routes["/Nurse"] = answer(status=410)
    report = run("/index.xml")
    assert codes(report) == ["bad_status", "not_found"]
    assert titles(tmp_path) == {"Cook", "Baker"}
    server.routes["/b.xml"] = answer(status=404)
    run("/index.xml")
    assert titles(tmp_path) == {"Cook"}


def test_a_page_given_alone_goes_when_the_site_says_so(
    server: Server, run: Callable[..., Report], tmp_path: Path
) -> None:
    server.routes |= {"/Cook": page("Cook"), "/Baker": page("Baker")}
    run("/Cook", "/Baker")
    server.routes["/Baker"] = answer(status=500)
    assert codes(run("/Cook", "/Baker")) == ["bad_status"]
    assert titles(tmp_path) == {"Cook", "Baker"}
    server.routes["/Baker"] = answer(status=410)
    with pytest.raises(NothingRead, match="status 410"):
        run("/Baker")
    assert titles(tmp_path) == {"Cook", "Baker"}
    assert codes(run("/Cook", "/Baker")) == ["not_found"]
    assert titles(tmp_path) == {"Cook"}
    assert [s.uri for s in held(tmp_path).sources] == [server.url("/Cook")]


def test_a_sitemap_that_fails_leaves_its_pages(
    server: Server, run: Callable[..., Report], tmp_path: Path
) -> None:
    put(server, "Cook", "Baker")
    server.routes["/Nurse"] = page("Nurse")
    run("/sitemap.xml")
    home = answer(PAGE.format(title="Home"))
    for wrong in (answer(status=404), home, answer("<urlset/>", "text/xml"), answer(status=503)):
        server.routes["/sitemap.xml"] = wrong
        assert len(run("/sitemap.xml", "/Nurse").errors) == 1
        assert titles(tmp_path) == {"Cook", "Baker", "Nurse"}


def test_a_damaged_ledger_is_told_and_costs_nothing_else(
    server: Server, run: Callable[..., Report], tmp_path: Path
) -> None:
    put(server, "Cook", "Baker")
    first = run("/sitemap.xml")
    (tmp_path / "index" / FILE_NAME).write_bytes(b"not a database" * 100)
    again = run("/sitemap.xml")
    assert again.snapshot == first.snapshot
    assert any("started anew" in note for note in again.notes)
    assert run("/sitemap.xml").notes == ()


def test_the_command_is_off_unless_hosts_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    def said(*arguments: str) -> str:
        done = CliRunner().invoke(ingest, [*arguments, "--index", "index"])
        assert done.exit_code == 1
        return done.output

    assert f"add --allow-url {HOST}" in said(f"https://{HOST}/guide")
    assert "only https" in said(f"http://{HOST}/guide", "--allow-url", HOST)
    assert "--allow-url takes a host" in said("x", "--allow-url", f"https://{HOST}/")
    assert "--allow-url takes a host" in said("x", "--allow-url", "10.0.0.1")
