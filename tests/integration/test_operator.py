"""The operator's pages over a real index: all that is kept, as text, behind one key."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.access import Access
from assistant.api.app import make_app
from assistant.sites import Site
from tests.serving import HOSTILE, SITE, opened

KEY = "an-operators-key-1"
LOGIN = ("anyone", KEY)
SERVER = "https://assistant.example.org"
PLACES = ("", "/held", "/runs", "/changes", "/conversations", "/feedback", "/unanswered")


@pytest.fixture(scope="module")
def client(changed_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A server with a site, over an index of two snapshots, that was asked some things."""
    kept = tmp_path_factory.mktemp("operator") / "kept.sqlite"
    site = Site(name="careers", origins=(SITE,), answers_per_day=100)
    access = Access((site,), operator_key=KEY)
    app = make_app(opened(changed_index, kept), access=access, index=changed_index)
    with TestClient(app, SERVER, follow_redirects=False) as made:
        token = made.post("/widget/session", json={}, headers={"Origin": SITE}).json()["token"]
        made.visitor = {"Origin": SITE, "Authorization": f"Bearer {token}"}  # type: ignore[attr-defined]
        for question in ("What does an electrician do?", "is there housing?", "Housing please?"):
            ask(made, question)
        answer = ask(made, f"what is {HOSTILE}?")
        judged = {"answer_id": answer["id"], "verdict": "answer_wrong", "text": HOSTILE}
        assert made.post("/feedback", json=judged, headers=visitor(made)).status_code == 204
        yield made


def visitor(client: TestClient) -> dict[str, str]:
    held: dict[str, str] = client.visitor  # type: ignore[attr-defined]
    return held


def ask(client: TestClient, question: str) -> dict[str, Any]:
    response = client.post("/ask", json={"question": question}, headers=visitor(client))
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


def shown(client: TestClient, place: str, **query: Any) -> str:
    response = client.get(f"/operator{place}", auth=LOGIN, params=query)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"].startswith("text/html")
    return response.text


@pytest.mark.parametrize("place", PLACES)
def test_every_page_is_for_the_operator_alone_and_holds_no_script(
    client: TestClient, place: str
) -> None:
    assert client.get(f"/operator{place}").status_code == 401
    text = shown(client, place)
    assert "<script" not in text
    assert "<img" not in text
    assert "onerror=alert(1)&gt;" in text or "onerror" not in text
    assert text.count("<h1") == 1
    assert f'href="/operator{place}" aria-current="page"' in text
    response = client.get(f"/operator{place}", auth=LOGIN)
    assert response.headers["cache-control"] == "no-store"
    assert "script-src" not in response.headers["content-security-policy"]
    assert "set-cookie" not in response.headers


def test_what_is_held_is_shown_with_its_listings_and_snapshots(client: TestClient) -> None:
    text = unescape(shown(client, "/held"))
    assert "electrician.md" in text
    assert re.search(r"Accounting.*\(\d+\)", text)
    assert text.count('<th scope="row">20') == 2  # two snapshots
    assert "live" in text


def test_each_run_of_ingestion_has_its_report(client: TestClient) -> None:
    text = unescape(shown(client, "/runs"))
    assert text.count("<details") == 2
    assert "Pages held" in text
    assert "Figures moved" in text


def test_two_snapshots_are_compared(client: TestClient) -> None:
    choice = shown(client, "/changes")
    assert choice.count("<option") == 4
    text = unescape(shown(client, "/changes", before="previous", after="live"))
    assert "Pages: new" in text
    assert "Pages: changed" in text
    assert "Programs: new" in text
    none = client.get("/operator/changes", auth=LOGIN, params={"before": "x", "after": "live"})
    assert none.json()["code"] == "index_missing"


def test_conversations_feedback_and_what_was_not_answered(client: TestClient) -> None:
    listed = shown(client, "/conversations")
    assert "What does an electrician do?" in listed
    addresses = re.findall(r'href="(/operator/conversations/[0-9a-f]+)"', listed)
    assert len(addresses) == 4
    one = client.get(addresses[-1], auth=LOGIN).text
    assert "[1]" in one
    assert client.get("/operator/conversations/none", auth=LOGIN).status_code == 404
    judged = shown(client, "/feedback")
    assert "answer wrong" in judged
    assert "&lt;script&gt;" in judged
    asked = unescape(shown(client, "/unanswered"))
    (row,) = re.findall(r'<tr><th scope="row">housing</th><td>(\d+)</td>', asked)
    assert row == "2"
    assert "Housing please?" in asked


@pytest.mark.parametrize("what", ["turns", "feedback", "unanswered"])
@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_all_of_it_can_be_taken_out(client: TestClient, what: str, form: str) -> None:
    address = f"/operator/export/{what}.{form}"
    assert client.get(address).status_code == 401
    response = client.get(address, auth=LOGIN)
    assert response.status_code == 200
    assert f'filename="guidepost-{what}.{form}"' in response.headers["content-disposition"]
    assert HOSTILE.replace('"', '\\"' if form == "jsonl" else '""') in response.text
    for other in (f"/operator/export/{what}.xlsx", f"/operator/export/secrets.{form}"):
        assert client.get(other, auth=LOGIN).status_code == 404


def form_of(client: TestClient) -> str:
    found = re.search(r'name="form" value="([^"]+)"', shown(client, ""))
    assert found
    return found[1]


def test_a_site_is_paused_and_goes_on(client: TestClient) -> None:
    form = form_of(client)
    switch = "/operator/sites/careers"
    done = client.post(switch, data={"form": form, "paused": "yes"}, auth=LOGIN)
    assert (done.status_code, done.headers["location"]) == (303, "/operator")
    assert "paused since" in shown(client, "")
    asked = client.post("/ask", json={"question": "x"}, headers=visitor(client))
    assert asked.json()["code"] == "site_paused"
    client.post(switch, data={"form": form, "paused": "no"}, auth=LOGIN)
    assert "paused since" not in shown(client, "")
    assert ask(client, "What does an electrician do?")["status"] == "answered"


def test_no_page_of_elsewhere_can_post_for_the_operator(client: TestClient) -> None:
    switch, form = "/operator/sites/careers", form_of(client)
    stolen = visitor(client)["Authorization"].removeprefix("Bearer ")
    for data, headers in (
        ({"paused": "yes"}, {}),
        ({"form": "", "paused": "yes"}, {}),
        ({"form": stolen, "paused": "yes"}, {}),
        ({"form": form + "x", "paused": "yes"}, {}),
        ({"form": form, "paused": "yes"}, {"Origin": "https://evil.example"}),
        ({"form": form, "paused": "yes"}, {"Origin": SITE}),
    ):
        refused = client.post(switch, data=data, headers=headers, auth=LOGIN)
        assert (refused.status_code, refused.json()["code"]) == (403, "form_refused")
    as_json = client.post(switch, json={"form": form, "paused": "yes"}, auth=LOGIN)
    assert as_json.json()["code"] == "form_refused"
    assert client.post(switch, data={"form": form, "paused": "yes"}).status_code == 401
    for data, name in (({"form": form, "paused": "perhaps"}, "careers"),
                       ({"form": form, "paused": "yes"}, "none")):  # fmt: skip
        address = f"/operator/sites/{name}"
        assert client.post(address, data=data, auth=LOGIN).status_code == 404
    own = {"Origin": SERVER}
    done = client.post(switch, data={"form": form, "paused": "no"}, headers=own, auth=LOGIN)
    assert done.status_code == 303


def test_the_pages_are_there_without_an_index_too(tmp_path: Path) -> None:
    access = Access((), operator_key=KEY)
    app = make_app(opened(tmp_path / "none", tmp_path / "k.sqlite"), access=access, index=tmp_path)
    with TestClient(app, SERVER) as client:
        for place in ("", "/runs", "/conversations", "/feedback", "/unanswered"):
            assert client.get(f"/operator{place}", auth=LOGIN).status_code == 200
        assert "No index is in service" in client.get("/operator", auth=LOGIN).text
        assert "No site is configured" in client.get("/operator", auth=LOGIN).text
        access.refused = f"the file of sites is wrong at {HOSTILE}"
        told = client.get("/operator", auth=LOGIN).text
        assert "A change is refused" in told
        assert "<script" not in told
        assert client.get("/operator/held", auth=LOGIN).json()["code"] == "index_missing"


def test_how_to_put_it_on_a_site_names_this_server(client: TestClient) -> None:
    text = unescape(client.get("/embed").text)
    assert f'<script type="module" src="{SERVER}/widget/define.js"></script>' in text
    assert text.count("<guidepost-chat") >= 4
    assert '<script type="module" src="/widget/define.js"></script>' in text
    hostile = client.get("/embed", headers={"Host": '"><script>alert(1)</script>'})
    assert "<script>" not in hostile.text
