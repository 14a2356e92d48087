"""What a mapping file may say, and how one that says something else is refused."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.errors import MappingInvalid
from ingest.mapping_choice import find_mappings, shipped
from ingest.mapping_file import load_mapping

NAMES = "fields:\n  university: School\n  title: Course\n"


def refused(text: str) -> str:
    with pytest.raises(MappingInvalid) as caught:
        load_mapping("m.yaml", text)
    return str(caught.value)


def test_short_forms_are_written_out() -> None:
    text = "files: a*.csv\nkey: Code\nas_of: 2026-03-01\njoin:\n  sheet: L\n  on: Code\n" + NAMES
    text += "  delivery: { column: Mode, values: { Both: [online, on_campus], No: none } }\n"
    text += "  duration: { column: Length, unit: Weeks }\n  price: { column: Fee, currency: AUD }\n"
    terms = load_mapping("m.yaml", text).terms
    assert (terms.files, terms.key, terms.as_of) == (("a*.csv",), ("Code",), date(2026, 3, 1))
    assert terms.join[0].on == {"Code": "Code"}
    assert terms.fields.title.column == "Course"
    assert terms.fields.delivery[0].values == {"Both": ("online", "on_campus"), "No": ()}
    assert terms.fields.duration is not None
    assert terms.fields.duration.unit is not None
    assert terms.fields.duration.unit.constant == "week"


def test_values_stay_text_as_written() -> None:
    text = NAMES + "leave_out: { column: Expired, is: [Yes, NO, 0100, 1e3, null, ~] }\n"
    (condition,) = load_mapping("m.yaml", text).terms.leave_out
    assert condition.is_ == ("Yes", "NO", "0100", "1e3", "null", "~")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (NAMES + "  prise: Fee\n", "line 4, fields.prise: unknown key; is 'price' meant? Known"),
        (NAMES + "attributes: [Fee]\n", "attributes: unknown key; it belongs under `fields`"),
        (
            NAMES + "  price: { column: Fee, currncy: AUD }\n",
            "line 4, fields.price.currncy: unknown key; is 'currency' meant?",
        ),
        (
            NAMES + "  topics:\n    - A\n    - { column: B, patern: x }\n",
            "line 6, fields.topics[2].patern: unknown key; is 'pattern' meant?",
        ),
        ("fields:\n  title: Course\n", "fields.university: this key is needed"),
        (NAMES + "  level: { column: L, values: { M: masters } }\n", "'masters' is none of: cert"),
        (NAMES + "  delivery: { column: D, values: { T: web } }\n", "'web' is none of: online"),
        (NAMES + "  price: { column: F, currency: dollars }\n", "'dollars' is no code"),
        (NAMES + "  duration: { column: D, unit: fortnights }\n", "'fortnight' is none of: year"),
        (NAMES + "  url: { column: U, constant: V }\n", "name either a `column` or a `constant`"),
        (NAMES + "  places: {}\n", "give `city`, `region`, `country` or `place`"),
        (NAMES + "  topics: { column: A, pattern: '(' }\n", "fields.topics[1].pattern"),
        (NAMES + "leave_out: { column: A }\n", "give either `is` or `is_not`"),
        (NAMES + "header_row: first\n", "line 4, header_row: "),
        (NAMES + "as_of: last week\n", "line 4, as_of: "),
        (NAMES + "key: A\nkey: B\n", "line 5: the key 'key' stands twice"),
        (NAMES + "title: [\n", "cannot be read: line "),
        ("- a\n- b\n", "the whole file: "),
        ("", "this key is needed"),
        ("a: &x [*x]\n", "this part holds itself"),
    ],
)
def test_what_cannot_be_used_is_told_with_its_place(text: str, told: str) -> None:
    assert told in refused(text)


def test_the_shipped_mappings_load_and_others_are_named() -> None:
    assert set(shipped()) == {"cricos", "datascience_colleges"}
    assert len(find_mappings(shipped()).given) == 2
    with pytest.raises(MappingInvalid, match=r"no mapping 'cricoss'.*cricos, datascience"):
        find_mappings(["cricoss"])


def test_a_mapping_for_none_of_the_files_is_refused() -> None:
    mappings = find_mappings(["cricos"])
    mappings.check(["x/CRICOS-2026.xlsx"])
    assert len(mappings.of("x/cricos-2026.xlsx")) == 1
    assert mappings.of("x/other.xlsx") == mappings.of("x/cricos.html") == ()
    with pytest.raises(MappingInvalid, match=r"is for tables named cricos\*.xlsx.*: a.csv"):
        mappings.check(["a.csv", "cricos.md"])
