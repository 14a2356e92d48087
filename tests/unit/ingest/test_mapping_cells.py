"""Cells as a mapping file reads them: codes, prices, lengths, attributes, constants."""

from __future__ import annotations

import pytest

from ingest.errors import MappingInvalid, MappingMisfit
from tests.unit.ingest.mapped import csv_of, of_programs, programs, read, workbook
from vectorstore.records import Delivery


def test_flags_and_codes_by_their_values() -> None:
    text = "School,Course,Deg,Web,Site,Dept\nA,P,M,T,F,X\nB,Q,C,F,T,\nC,R,D,T,T,Y\nD,S,A,F,F,\n"
    pages = csv_of(
        text,
        "  level: { column: Deg, values: { M: master, C: certificate, D: doctorate } }\n"
        "  delivery:\n    - { column: Web, values: { T: online, F: none } }\n"
        "    - { column: Site, values: { t: on_campus, f: none } }\n",
    )
    found = programs(pages)
    assert [p.level.value for p in found.values()] == [
        "master",
        "certificate",
        "doctorate",
        "other",
    ]
    both = {Delivery.ONLINE, Delivery.ON_CAMPUS}
    ways = [{Delivery.ONLINE}, {Delivery.ON_CAMPUS}, both, set()]
    assert [set(p.delivery) for p in found.values()] == ways
    assert (found["P"].attributes, found["P"].award) == ((("Dept", "X"),), None)
    assert of_programs(pages).doubts == (
        "1 cells of 'Deg' give no level, which is unknown there: 'A' (1)",
    )


@pytest.mark.parametrize(
    ("unlisted", "programs_left", "delivery"),
    [("unknown", 2, set()), ("keep", 2, {Delivery.ONLINE}), ("reject", 1, None)],
)
def test_a_value_that_is_not_listed(
    unlisted: str, programs_left: int, delivery: set[Delivery] | None
) -> None:
    mode = f"{{ column: Mode, values: {{ Int: on_campus }}, unlisted: {unlisted} }}"
    pages = csv_of("School,Course,Mode\nA,P,INT\nB,Q,Online\n", f"  delivery: {mode}\n")
    found = programs(pages)
    assert len(found) == programs_left
    if delivery is not None:
        assert found["Q"].delivery == delivery
    else:
        (reason,) = of_programs(pages).rejected
        assert reason.reason == "'Mode' = 'Online' is not in the mapping's values of delivery"


@pytest.mark.parametrize(
    ("cell", "rest", "price", "currency"),
    [
        ("0", "", None, None),
        ("0", ", zero: free", 0.0, "EUR"),
        ("Free", ", zero: free", 0.0, "EUR"),
        ("\u20ac0.00", ", zero: free", 0.0, "EUR"),
        ("0.00 per year", ", zero: free", 0.0, "EUR"),
        ("\u20ac0.00", "", None, None),
        ("A$0", ", zero: free", None, None),
        ("NULL", ", zero: free", None, None),
        ("12 500", "", 12500, "EUR"),
        ("A$9", "", None, None),
        ("on request", "", None, None),
    ],
)
def test_prices(cell: str, rest: str, price: float | None, currency: str | None) -> None:
    fields = f"  price: {{ column: Fee, currency: EUR{rest} }}\n"
    (program,) = programs(csv_of(f"School,Course,Fee\nA,P,{cell}\n", fields)).values()
    assert (program.price, program.currency, program.price_raw) == (price, currency, cell)


def test_lengths_in_units_of_a_column_and_as_text() -> None:
    text = "School,Course,Long,In,Cur,Fee\nA,P,2,Years,NZD,5\nB,Q,18,months,USD,6\n"
    text += "C,R,4 semesters,,,7\nD,S,10 trimesters,,,\n"
    fields = "  duration: { column: Long, unit: { column: In } }\n"
    fields += "  price: { column: Fee, currency: { column: Cur }, basis: year }\n"
    found = programs(csv_of(text, fields))
    years = [p.duration.years if p.duration else None for p in found.values()]
    assert years == [2, 1.5, 2, None]
    assert [p.currency for p in found.values()] == ["NZD", "USD", None, None]
    assert found["S"].attributes[-1] == ("Length", "10 trimesters")


def test_topics_of_several_columns_and_cells_with_several_values() -> None:
    text = "School,Course,F1,F2,Towns\nA,P,Health; Law,Health,Reno / Lima\n"
    fields = "  topics: [{ column: F1, split: ; }, F2]\n"
    fields += "  places: [{ city: { column: Towns, split: / } }, { country: { constant: X } }]\n"
    (program,) = programs(csv_of(text, fields)).values()
    assert program.topics == (" p ", " health ", " law ")
    assert [p.city for p in program.places] == ["Reno", "Lima"]


def test_the_basis_of_a_price_by_its_own_column() -> None:
    text = "School,Course,Fee,In,Per\nA,P,100,EUR,per year\nA,Q,90,GBP,Total\nA,R,9,EUR,credit\n"
    text += "A,S,100 per year,EUR,total\nA,T,5,EUR,moon\nA,U,7,EUR,\n"
    price = "  price: { column: Fee, currency: { column: In }, basis: { column: Per } }\n"
    pages = csv_of(text, price)
    held = {t: (p.price, p.currency, p.price_basis) for t, p in programs(pages).items()}
    assert held == {
        "P": (100, "EUR", "year"), "Q": (90, "GBP", "total"), "R": (9, "EUR", "credit"),
        "S": (None, None, "unknown"), "T": (5, "EUR", "unknown"), "U": (7, "EUR", "unknown"),
    }  # fmt: skip
    assert of_programs(pages).doubts == (
        "1 cells of 'Fee' give no price, which is unknown there: '100 per year' (1)",
        "1 cells of 'Per' give no basis of the price, which is unknown there: 'moon' (1)",
    )
    codes = price.replace("column: Per }", "column: Per, values: { moon: semester } }")
    bases = [p.price_basis.value for p in programs(csv_of(text, codes)).values()]
    assert bases == ["year", "total", "credit", "unknown", "semester", "unknown"]
    with pytest.raises(MappingInvalid, match=r"fields.price.basis.*'weekly' is none of: total"):
        csv_of(text, "  price: { column: Fee, basis: weekly }\n")


def test_figures_that_values_do_not_list_are_read_as_they_are() -> None:
    text = "School,Course,Fee,Long\nA,P,100,2 years\nA,Q,Withheld,short\nA,R,,1 year\n"
    pages = csv_of(
        text,
        "  price: { column: Fee, values: { Withheld: none } }\n"
        "  duration: { column: Long, values: { short: 6 weeks } }\n",
    )
    assert [p.price for p in programs(pages).values()] == [100, None, None]
    lengths = [p.duration.unit for p in programs(pages).values() if p.duration]
    assert lengths == ["year", "week", "year"]
    assert of_programs(pages).doubts == ()


def test_a_zero_with_a_sign_is_of_the_mappings_currency_and_what_is_no_price_is_told() -> None:
    text = "School,Course,Fee\nA,P,$0.00\nA,Q,0\nA,R,POA\nA,S,$75\nA,T,\nA,U,NULL\n"
    for zero, prices in (("free", [0, 0, None, 75, None, None]), ("unknown", [None] * 3 + [75])):
        fields = f"  price: {{ column: Fee, currency: CAD, basis: total, zero: {zero} }}\n"
        pages = csv_of(text, fields)
        held = list(programs(pages).values())
        assert [p.price for p in held][: len(prices)] == prices
        assert {p.currency for p in held if p.price is not None} == {"CAD"}
        assert {p.currency for p in held if p.price is None} == {None}
        (told,) = of_programs(pages).doubts
        assert told.startswith("4" if zero == "unknown" else "2")
        assert ("'POA' (1)" in told, "'NULL' (1)" in told) == (True, True)
        assert ("'$0.00' (1)" in told) is (zero == "unknown")


def test_a_length_that_is_not_known_is_told_with_its_unit() -> None:
    text = "School,Course,Long,In\nA,P,30,Lessons\nA,Q,2,Term(s)\nA,R,3,Week(s)\nA,S,5,\nA,T,-,\n"
    text += "A,U,90,clock hours\n"
    fields = "  duration: { column: Long, unit: { column: In, values: { Term(s): semester } } }\n"
    pages = csv_of(text, fields)
    held = programs(pages)
    lengths = {t: (p.duration.value, p.duration.unit) for t, p in held.items() if p.duration}
    assert lengths == {"Q": (2, "semester"), "R": (3, "week")}
    (told,) = of_programs(pages).doubts
    assert all(f"'{cell}' (1)" in told for cell in ("30 Lessons", "5", "-", "90 clock hours"))
    assert held["U"].attributes[-1] == ("Length", "90 clock hours")
    assert held["T"].attributes == ()


WORDED = "School,Course,Pace,Starts,Seats,Fee\nA,P,FT,Jan; Jul,NULL,9\nA,Q,PT/FT,,12,8\n"
WORDED += "A,R,DL,Jul,n/k,7\n"


def test_attributes_get_labels_words_for_codes_and_are_taken_apart() -> None:
    fields = (
        "  price: Fee\n  attributes:\n"
        "    - { column: Pace, label: Study mode, values: "
        "{ FT: Full-time, PT/FT: [Part-time, Full-time] } }\n"
        "    - { column: Starts, split: ; }\n    - { column: Fee, label: Domestic fee }\n"
    )
    pages = csv_of(WORDED, fields, "empty: [NULL, n/k]\n")
    held = {title: p.attributes for title, p in programs(pages).items()}
    assert held == {
        "P": (
            ("Study mode", "Full-time"), ("Starts", "Jan"), ("Starts", "Jul"),
            ("Domestic fee", "9"),
        ),
        "Q": (
            ("Study mode", "Part-time"), ("Study mode", "Full-time"), ("Seats", "12"),
            ("Domestic fee", "8"),
        ),
        "R": (("Study mode", "DL"), ("Starts", "Jul"), ("Domestic fee", "7")),
    }  # fmt: skip
    assert "Pace: FT\nStarts: Jan; Jul\nFee: 9" in pages.contents[1].page.text
    assert "n/k" not in pages.contents[3].page.text
    with pytest.raises(MappingInvalid, match="an attribute is read from a `column`"):
        csv_of(WORDED, "  attributes: { constant: x }\n")


def test_attributes_of_joined_rows_are_worded_for_each_row() -> None:
    courses = (("Id", "School", "Course"), ("1", "A", "P"), ("2", "A", "Q"))
    days = (("Id", "Day"), ("1", "M"), ("1", "T"), ("1", "M"))
    mapping = "sheet: C\njoin: { sheet: D, on: Id }\nfields:\n  university: School\n"
    mapping += "  title: Course\n  attributes: { column: Day, values: { M: Monday, T: Tuesday } }\n"
    found = programs(read(workbook(C=courses, D=days), mapping))
    assert found["P"].attributes == (("Id", "1"), ("Day", "Monday"), ("Day", "Tuesday"))
    assert found["Q"].attributes == (("Id", "2"),)


def test_other_names_of_the_university_are_told_as_such() -> None:
    text = "School,Course,Short\nElm University,P,EU; Elm\nOak College,Q,-\n"
    fields = "  university_aliases: { column: Short, split: ; }\n"
    found = programs(csv_of(text, fields))
    assert found["P"].attributes == (("Also known as", "EU"), ("Also known as", "Elm"))
    assert found["Q"].attributes == ()


def test_a_constant_may_hold_in_some_rows_only() -> None:
    text = "School,Course,Town,Kind\nA,P,Reno,Public\nA,Q,,Public\nA,R,NULL,Foreign\n"
    for where, placed in (
        ("where: Town", ["P"]),
        ("where: { column: Kind, is_not: Foreign }", ["P", "Q"]),
        ("where: { column: Kind, is: [Foreign] }", ["R"]),
    ):
        fields = f"  places: {{ city: Town, country: {{ constant: Oz, {where} }} }}\n"
        found = programs(csv_of(text, fields, "empty: NULL\n"))
        named = [t for t, p in found.items() if any(it.country for it in p.places)]
        assert named == placed
    with pytest.raises(MappingMisfit, match=r"country\.where\.column: there is no column 'Twn'"):
        csv_of(text, "  places: { city: Town, country: { constant: Oz, where: Twn } }\n")


def test_codes_that_are_translated_are_no_words_for_a_way_and_others_are_kept() -> None:
    text = "School,Course,Mode\nA,P,HYF\nA,Q,F2F/ONL\nA,R,PT\nA,S,BLK\nA,T,Workshop\n"
    fields = (
        "  delivery:\n    - column: Mode\n      split: /\n"
        "      values: { HYF: hybrid, F2F: on_campus, ONL: online, PT: none, Workshop: hybrid }\n"
    )
    told = {p.title: p.delivery_raw for p in programs(csv_of(text, fields)).values()}
    assert told == {"P": None, "Q": None, "R": "PT", "S": "BLK", "T": "Workshop"}
    worded = fields + "  attributes: { column: Mode, values: { PT: Part-time } }\n"
    assert programs(csv_of(text, worded))["R"].delivery_raw is None


def test_prices_that_could_be_two_numbers_are_none_and_keep_their_words() -> None:
    text = 'School,Course,Fee\nA,P,"950,50"\nA,Q,"1.250,00"\nA,R,"1,250"\nA,S,Rs 1.250\n'
    found = programs(csv_of(text, "  price: { column: Fee, currency: INR }\n"))
    assert [(p.price, p.currency) for p in found.values()] == [
        (950.5, "INR"), (1250, "INR"), (None, None), (1250, "INR"),
    ]  # fmt: skip
    assert found["R"].price_raw == "1,250"
    abroad = programs(csv_of(text, "  price: { column: Fee, currency: USD }\n"))
    assert (abroad["S"].price, abroad["S"].price_raw) == (None, "Rs 1.250")


def test_the_words_of_a_price_that_no_pattern_fits_are_kept() -> None:
    text = "School,Course,Fee\nA,P,EUR 900\nA,Q,12 x 75\n"
    found = programs(csv_of(text, "  price: { column: Fee, pattern: '^EUR (\\d+)$' }\n"))
    assert [(p.price, p.price_raw) for p in found.values()] == [(900, "900"), (None, "12 x 75")]


def test_what_nobody_has_decided_is_unknown_and_counted() -> None:
    text = "School,Course,Dist\nA,P,1\nA,Q,2\n"
    pages = csv_of(text, '  delivery: { column: Dist, values: { 1: "?", 2: online } }\n')
    assert [p.delivery for p in programs(pages).values()] == [set(), {Delivery.ONLINE}]
    assert "1 cells of 'Dist' give no delivery, which is unknown there: '1' (1)" in (
        of_programs(pages).doubts
    )


def test_labels_that_visitors_cannot_ask_by_are_told() -> None:
    fields = "fields:\n  university: School\n  title: Name\n  attributes:\n"
    fields += "    - { column: A, label: Level }\n    - { column: B, label: Test }\n"
    fields += "    - { column: C, label: Test }\n    - { column: D, label: Test score }\n"
    pages = read(b"School,Name,A,B,C,D\nNorth,Law,7,x,y,z\n", fields, "t.csv")
    assert [doubt.split(":")[0] for doubt in of_programs(pages).doubts] == [
        "the attribute 'Level' is called like a field (level)",
        "2 attributes are called 'Test'",
    ]
