"""HTML made of elements: whatever a text holds, it stays text."""

from __future__ import annotations

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from assistant.api.html import joined, page, table, tag

HOSTILE = "</td><script>alert(1)</script>\" onclick='x' &lt;&#0;"


class Read(HTMLParser):
    """What a parser sees."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.names: list[str] = []
        self.attributes: list[dict[str, str | None]] = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        self.attributes.append(dict(attrs))

    def handle_data(self, data: str) -> None:
        self.text += data


TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")))


@given(TEXT, TEXT)
def test_a_text_is_no_markup_wherever_it_stands(text: str, value: str) -> None:
    read = Read(tag("a", text, tag("b", text), href=value))
    assert read.names == ["a", "b"]
    assert read.text == text + text
    assert read.attributes == [{"href": value}, {}]


def test_a_page_holds_no_element_that_a_text_brought() -> None:
    rows = [(HOSTILE, HOSTILE)]
    whole = page(HOSTILE, tag("p", HOSTILE), table(HOSTILE, (HOSTILE, "b"), rows))
    read = Read(whole)
    assert "script" not in read.names
    assert all("onclick" not in names for names in read.attributes)
    assert whole.startswith('<!doctype html>\n<html lang="en">')


def test_what_is_not_there_is_left_out() -> None:
    assert tag("input", value=None, hidden=False, required=True) == "<input required>"
    assert joined([None, "", 0]) == "0"
    assert table("Things", ("a",), []) == '<p class="none">Things: none.</p>'
    assert "(the first 1 of 2,000)" in table("Things", ("a",), [("x",)], 2000)
