"""The pure modules of the widget, in the browser that runs them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import OpenPage
from tests.sse import read_events

GOLDEN = sorted((Path(__file__).parents[1] / "golden").glob("*.sse"))
_CUT = """async ([text, size]) => {
  const { EventReader } = await import('/widget/stream.js');
  const bytes = new TextEncoder().encode(text);
  const reader = new EventReader();
  const found = [];
  for (let at = 0; at < bytes.length; at += size) {
    found.push(...reader.push(bytes.slice(at, at + size)));
  }
  return found;
}"""


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    return open_page("")


def test_golden_streams_are_read_however_they_are_cut(page: Page) -> None:
    for path in GOLDEN:
        text = path.read_text("utf-8")
        expected = [{"name": sent.name, "data": sent.data} for sent in read_events(text)]
        for size in (1, 7, 4096):
            assert page.evaluate(_CUT, [text, size]) == expected, (path.name, size)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (": alive\n\nevent: a\ndata: 1\n\n", [{"name": "a", "data": 1}]),
        ("event: a\r\ndata: 1\r\n\r\n", [{"name": "a", "data": 1}]),
        ("event: a\rdata: 1\r\rdata: 2\r\r.",
         [{"name": "a", "data": 1}, {"name": "message", "data": 2}]),
        ("data: [1,\ndata: 2]\n\n", [{"name": "message", "data": [1, 2]}]),
        ('data: "\U0001f525 é \\u2028"\n\n', [{"name": "message", "data": "\U0001f525 é \u2028"}]),
        ('data: "a\u2028b\u0085c"\n\n', [{"name": "message", "data": "a\u2028b\u0085c"}]),
        ("data: 1\r\n\n\r\n\ndata: 2\n\r\n",
         [{"name": "message", "data": 1}, {"name": "message", "data": 2}]),
        ("event: a\nid: 7\nretry: 5\nfoo\ndata:1\n\ndata: 2\n", [{"name": "a", "data": 1}]),
    ],
)  # fmt: skip
def test_forms_of_a_stream(page: Page, text: str, expected: list[Any]) -> None:
    for size in (1, 3, 1000):
        assert page.evaluate(_CUT, [text, size]) == expected


def row(**fields: Any) -> dict[str, Any]:
    years = fields.pop("years", 2)
    length = years and {"value": years, "unit": "year", "years": years}
    bare: dict[str, Any] = {
        "id": "r",
        "university": "U",
        "title": "T",
        "level": "master",
        "award": None,
        "category": None,
    }
    known: dict[str, Any] = {
        "delivery": [],
        "places": [],
        "price": None,
        "currency": None,
        "price_basis": "unknown",
    }
    return bare | known | {"duration": length} | fields


_FORMAT = """async ([lang, method, value]) => {
  const { makeFormat, makeSay } = await import('/widget/controls.js');
  const say = makeSay(lang, (await import(`/widget/strings.${lang}.js`)).default);
  const got = makeFormat(lang, say)[method](value);
  return got;
}"""


@pytest.mark.parametrize(
    ("fields", "price", "per_year"),
    [
        ({"price": 26310}, "26,310", ("13,155", "26,310 ÷ 2 years")),
        ({"price": 26310, "currency": "AUD"}, "AUD 26,310", ("AUD 13,155", "26,310 ÷ 2 years")),
        ({"price": 9000, "price_basis": "year"}, "9,000 per year", ("9,000", "")),
        ({"price": 9000, "price_basis": "total"}, "9,000 in total", ("4,500", "9,000 ÷ 2 years")),
        ({"price": 900, "price_basis": "credit"}, "900 per credit", None),
        ({"price": 900, "years": None}, "900", None),
        ({"price": None}, None, None),
        ({"price": 10, "price_basis": "fortnight"}, "10", ("5", "10 ÷ 2 years")),
    ],
)
def test_no_currency_and_no_basis_is_added(
    page: Page, fields: dict[str, Any], price: str | None, per_year: tuple[str, str] | None
) -> None:
    assert page.evaluate(_FORMAT, ["en", "price", row(**fields)]) == price
    found = page.evaluate(_FORMAT, ["en", "perYear", row(**fields)])
    assert (found and (found["text"], found["from"])) == per_year


@pytest.mark.parametrize(
    ("field", "op", "value", "en", "es"),
    [
        ("price", "lt", [20000], "under 20,000", "menos de 20.000"),
        ("price", "between", [5, 9], "between 5 and 9", "entre 5 y 9"),
        ("duration", "le", [1.5], "at most 1.5 years", "como máximo 1,5 años"),
        ("delivery", "only", ["online", "on_campus"],
         "only online and on campus", "solo en línea y presencial"),
        ("delivery", "not_in", ["on_campus"], "not on campus", "no presencial"),
        ("level", "in", ["master", "diploma"], "master’s or diploma", "máster o diploma"),
        ("stated", "not_in", ["price"], "Price: not listed", "Precio: no se indica"),
        ("program", "in", ["a", "b"], "2 named programs", "2 programas nombrados"),
        ("place", "in", ["Leeds"], "Leeds", "Leeds"),
    ],
)  # fmt: skip
def test_conditions_in_words(
    page: Page, field: str, op: str, value: list[Any], en: str, es: str
) -> None:
    given = {"field": field, "op": op, "value": value}
    assert page.evaluate(_FORMAT, ["en", "condition", given]) == en
    assert page.evaluate(_FORMAT, ["es", "condition", given]) == es


def test_prices_are_ordered_within_one_currency_and_basis_only(page: Page) -> None:
    rows = [
        row(id="a", price=9),
        row(id="b", price=5, currency="AUD"),
        row(id="c"),
        row(id="d", price=3),
        row(id="e", price=1, currency="AUD", price_basis="year"),
        row(id="f", price=7, currency="AUD"),
    ]
    sort = """async ([rows, key, down]) => {
      const { sorted } = await import('/widget/table.js');
      return sorted(rows, key, down).map(
        group => group.rows.map(row => row.id).join('') + (group.known ? '' : '?'));
    }"""
    assert page.evaluate(sort, [rows, "price", False]) == ["da", "bf", "e", "c?"]
    assert page.evaluate(sort, [rows, "price", True]) == ["ad", "fb", "e", "c?"]
    assert page.evaluate(sort, [rows, "duration", False]) == ["abcdef"]


def test_both_languages_have_the_same_texts(page: Page) -> None:
    keys = """async () => {
      const named = text => [...JSON.stringify(text).matchAll(/{(\\w+)}/g)].map(m => m[1]);
      const holes = text => [...new Set(named(text))].sort();
      return Promise.all(['en', 'es'].map(async lang => {
        const { default: own } = await import(`/widget/strings.${lang}.js`);
        return Object.entries(own).map(([key, text]) => [key, typeof text, holes(text)]);
      }));
    }"""
    en, es = page.evaluate(keys)
    assert en == es
