"""Random RowQueries over the real register equal pandas on the raw sheets of its workbook.

The oracle reads the workbook by itself and shares no code with the reader or the store: what the
sheets say, the mapping's words (dollars in total, 0 is unknown, weeks) and the rules of
`vectorstore/query.py` are written again here, over data frames. A program is known by its course
code. The order within one school and title is by an id that no sheet has, and is left open.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.file_pages import FilePages
from vectorstore.build import lay_out, write_database
from vectorstore.contents import checked
from vectorstore.database import open_for_reading
from vectorstore.query import Aggregate, Field, Filter, Op, RowQuery, RowResult, Sort, SortKey
from vectorstore.records import PriceBasis, Program, Source, SourceId
from vectorstore.rows import RowStore

pd = pytest.importorskip("pandas", reason="pandas, of the development dependencies, is not there")
pytestmark = [pytest.mark.shared, pytest.mark.slow, pytest.mark.timeout(300)]

KEY = ["CRICOS Provider Code", "CRICOS Course Code"]
CODE = "CRICOS Course Code"
LEVELS = {
    "bachelor": ("Bachelor Degree", "Bachelor Honours Degree"),
    "master": tuple(f"Masters Degree ({kind})" for kind in ("Coursework", "Research", "Extended")),
    "doctorate": ("Doctoral Degree",),
    "diploma": ("Diploma", "Advanced Diploma", "Graduate Diploma"),
    "certificate": (
        "Certificate I", "Certificate II", "Certificate III", "Certificate IV",
        "Graduate Certificate",
    ),
    "other": (
        "Associate Degree", "Non AQF Award", "Senior Secondary Certificate of Education",
        "Junior Secondary Studies", "Primary School Studies", "Kindergarten Studies",
    ),
}  # fmt: skip
"""What the register's levels are, coarsely; no degree of a school is one."""
NUMBERED = r"^\d+ - (.+)$"
"""A field of education: its number and its name."""
PHRASES = (
    "accounting", "nursing", "hospitality", "commercial cookery", "civil engineering", "law",
    "early childhood", "project management", "marketing", "music", "english", "education",
    "graphic", "chemical engineering", "arts", "tourism management", "no such thing", "studies",
)  # fmt: skip
"""Words that no short form stands for (MBA, IT), which the store writes out."""
AWARDS = (
    "diploma", "graduate certificate", "masters degree", "bachelor", "honours", "certificate iii",
    "masters degree coursework", "associate degree",
)  # fmt: skip
SCHOOLS = (
    "the university of sydney", "university of sydney", "monash university", "tafe", "college",
    "rmit university", "university of technology", "bond university", "institute", "no such school",
)  # fmt: skip
PLACES = (
    "sydney", "NSW", "VIC", "melbourne", "QLD", "brisbane", "parramatta", "perth", "WA", "ACT",
    "adelaide", "tas", "hobart", "southport", "Atlantis",
)  # fmt: skip
PRICES = (0.0, 8_000.0, 9_999.99, 12_000.0, 20_000.0, 45_000.0, 100_000.0, 1_000_000.0)
WEEKS = (4, 26, 52, 53, 78, 104, 156, 208, 300)
MEASURES = (SortKey.PRICE, SortKey.DURATION, SortKey.PRICE_PER_YEAR)


@dataclass(frozen=True, eq=False, repr=False)
class Sheets:
    """The live courses with what is asked of them, in answer order, and where each is taught."""

    courses: Any
    places: Any


class Register:
    """The store, the sheets that it is held against, and programs by course code.

    No dataclass: hypothesis would print all of one beside a failing query.
    """

    def __init__(self, store: RowStore, sheets: Sheets) -> None:
        self.store = store
        self.sheets = sheets
        self.by_code = {code_of(program): program for program in store.all()}


def folded(text: object) -> str:
    """A cell for comparison: case, width and blanks aside."""
    plain = unicodedata.normalize("NFKC", "" if pd.isna(text) else str(text))
    quotes = str.maketrans("\u2018\u2019\u201c\u201d", "''\"\"")
    dashes = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"), "-")
    return " ".join(plain.translate(quotes).translate(dashes).split()).casefold()


def read_raw(path: Path) -> Sheets:
    """The sheets as pandas reads them, and what the mapping says of them."""
    book = pd.read_excel(
        path, sheet_name=["Courses", "Course Locations"], header=2, engine="calamine", dtype=object
    )
    live = book["Courses"][book["Courses"]["Expired"] == "No"].copy()
    live["school"] = live["Institution Name"].map(folded)
    live["title"] = live["Course Name"].map(folded)
    live["award"] = live["Course Level"].map(folded)
    named = {award: level for level, awards in LEVELS.items() for award in awards}
    live["level"] = live["Course Level"].map(named)
    live["price"] = pd.to_numeric(live["Tuition Fee"])
    live.loc[live["price"] == 0, "price"] = float("nan")
    live["weeks"] = pd.to_numeric(live["Duration (Weeks)"])
    live["years"] = live["weeks"] / 52
    live["per_year"] = live["price"] / live["years"]
    fields = [
        f"Field of Education {n} {size} Field"
        for n in (1, 2) for size in ("Detailed", "Narrow", "Broad")
    ]  # fmt: skip
    for name in fields:
        live[name] = live[name].astype("string").str.extract(NUMBERED)[0].map(folded)
    live["category"] = live[fields[0]]
    live["topics"] = live[["title", *fields]].agg("\n".join, axis=1)
    live = live.sort_values(["school", "title"], kind="stable").reset_index(drop=True)
    live["row"] = live.index
    places = live[[*KEY, "row"]].merge(book["Course Locations"], on=KEY)
    for name in ("City", "State"):
        places[name] = places[f"Location {name}"].map(folded)
    return Sheets(live, places)


@pytest.fixture(scope="session")
def register(
    register_file: Path, register_pages: FilePages, tmp_path_factory: pytest.TempPathFactory
) -> Register:
    source = Source(SourceId("s"), register_file.name, "file")
    path = tmp_path_factory.mktemp("register") / "store.sqlite"
    write_database(path, lay_out(checked([source], register_pages.contents)))
    return Register(RowStore(open_for_reading(path)), read_raw(register_file))


def code_of(program: Program) -> str:
    return dict(program.attributes)[CODE]


# What the docstrings of query.py say, over data frames.


def holds_phrase(column: Any, phrase: str) -> Any:
    """Whole words in this order, each with or without 's; no sign joins them to other words."""
    inner = r"[\W_]+".join(rf"{re.escape(word)}(?:'s?)?" for word in phrase.split())
    return column.str.contains(
        rf"(?<![^\W_])(?<![^\W_][.'&+#]){inner}(?![^\W_]|[.'&+#][^\W_]|[+#])"
    )


@cache
def one_value(sheets: Sheets, field: Field, value: Any) -> Any:
    """Which courses hold a value of a field, as a boolean column."""
    courses = sheets.courses
    if field is Field.LEVEL:
        return courses["level"] == value
    if field is Field.STATED:
        return courses["price"].notna() if value == "price" else courses["weeks"].notna()
    if field is Field.UNIVERSITY:
        is_name = courses["school"] == value
        return is_name if is_name.any() else holds_phrase(courses["school"], value)
    column = {
        Field.TOPIC: "topics",
        Field.TITLE: "title",
        Field.CATEGORY: "category",
        Field.AWARD: "award",
    }
    words = courses[column[field]]
    if field is Field.TOPIC:
        # A phrase stands in one topic, not across two.
        return holds_phrase(words.str.replace("\n", " \u2016 x \u2016 "), value)
    return holds_phrase(words, value)  # fmt: skip


def numbers(sheets: Sheets, f: Filter) -> Any:
    column = sheets.courses["price" if f.field is Field.PRICE else "years"]
    slack = 0.0 if f.field is Field.PRICE else 1e-6
    first = float(f.values[0])
    match f.op:
        case Op.LT:
            return column < first - slack
        case Op.LE:
            return column <= first + slack
        case Op.GT:
            return column > first + slack
        case Op.GE:
            return column >= first - slack
        case Op.EQ:
            return (column - first).abs() <= slack
    low, high = sorted(map(float, f.values))
    return column.between(low - slack, high + slack)


def at_places(sheets: Sheets, values: tuple[Any, ...]) -> Any:
    """Which places are at one of the values."""
    wanted = [folded(value) for value in values]
    return sheets.places["City"].isin(wanted) | sheets.places["State"].isin(wanted)


def matching(sheets: Sheets, filters: tuple[Filter, ...]) -> Any:
    """Which courses satisfy all filters; those on places by one place together."""
    courses, places = sheets.courses, sheets.places
    held = pd.Series(True, index=courses.index)
    together = pd.Series(True, index=places.index)
    for f in filters:
        if f.field in (Field.PRICE, Field.DURATION):
            held &= numbers(sheets, f)
        elif f.field is Field.DELIVERY:
            held &= False  # the register does not say how courses are taught
        elif f.field is Field.PLACE and f.op is Op.IN:
            together &= at_places(sheets, f.values)
        elif f.field is Field.PLACE:
            held &= ~courses["row"].isin(places["row"][at_places(sheets, f.values)])
        else:
            found = pd.concat([one_value(sheets, f.field, v) for v in f.values], axis=1).any(axis=1)
            held &= found if f.op is Op.IN else ~found
    if any(f.field is Field.PLACE and f.op is Op.IN for f in filters):
        held &= courses["row"].isin(places["row"][together])
    return held


def ranks(rows: Any, key: SortKey) -> Any:
    """Equal for ties: a millionth of a year is no other length, nor of a price per year another."""
    match key:
        case SortKey.PRICE:
            return rows["price"]
        case SortKey.DURATION:
            return rows["weeks"]
        case SortKey.TITLE:
            return rows["title"]
    distinct = pd.Series(sorted(set(rows["per_year"].dropna())))
    is_new = distinct.diff().fillna(1.0) > 1e-6 * distinct
    firsts = distinct.where(is_new).ffill()
    return rows["per_year"].map(dict(zip(distinct, firsts, strict=True)))


def kept(query: RowQuery, rows: Any) -> Any:
    """The rows of a query without its aggregate, in order."""
    if query.sort is None:
        return rows if query.limit is None else rows.head(query.limit)
    rank = ranks(rows, query.sort.key)
    known = rank.dropna()
    distinct = sorted(set(known), reverse=query.sort.descending)
    if query.nth is not None:
        chosen = distinct[query.nth - 1 : query.nth]
    elif query.limit is not None:
        before = rows_before(known, distinct)
        chosen = [v for v, ahead in zip(distinct, before, strict=True) if ahead < query.limit]
    else:
        chosen = distinct
    order = {value: at for at, value in enumerate(chosen)}
    found = rows.assign(order=rank.map(order))
    is_cut = query.nth is not None or query.limit is not None
    last = found["order"].isna() & rank.isna() if not is_cut else found["order"].isna() & False
    found.loc[last, "order"] = len(distinct)
    return found[found["order"].notna()].sort_values("order", kind="stable")


def rows_before(known: Any, distinct: list[Any]) -> list[int]:
    """How many rows stand before the first of each distinct value."""
    sizes = known.value_counts()
    before = [0]
    for value in distinct:
        before.append(before[-1] + int(sizes[value]))
    return before[:-1]


def aggregated(query: RowQuery, rows: Any) -> tuple[float | None, float | None]:
    if query.aggregate is Aggregate.COUNT:
        return float(len(rows)), None
    assert query.of is not None
    name = {SortKey.PRICE: "price", SortKey.DURATION: "years", SortKey.PRICE_PER_YEAR: "per_year"}
    values = rows[name[query.of]].dropna()
    if values.empty:
        return None, None
    if query.aggregate is Aggregate.RANGE:
        return values.min(), values.max()
    assert query.aggregate is not None
    return getattr(values, query.aggregate.value)(), None


# Queries.


def numeric(field: Field, values: tuple[float, ...]) -> st.SearchStrategy[Filter]:
    one = st.sampled_from(values)
    op = st.sampled_from([Op.LT, Op.LE, Op.GT, Op.GE, Op.EQ])
    single = st.builds(lambda o, v: Filter(field, o, (v,)), op, one)
    return single | st.builds(lambda a, b: Filter(field, Op.BETWEEN, (a, b)), one, one)


def either(field: Field, values: tuple[str, ...]) -> st.SearchStrategy[Filter]:
    some = st.lists(st.sampled_from(values), min_size=1, max_size=2, unique=True).map(tuple)
    return st.builds(Filter, st.just(field), st.sampled_from([Op.IN, Op.IN, Op.NOT_IN]), some)


CITY_AND_STATE = st.tuples(st.sampled_from(PLACES), st.sampled_from(PLACES)).map(
    lambda it: tuple(Filter(Field.PLACE, Op.IN, (value,)) for value in it)
)
FILTERS = st.one_of(
    numeric(Field.PRICE, PRICES),
    numeric(Field.DURATION, tuple(weeks / 52 for weeks in WEEKS)),
    either(Field.LEVEL, tuple(LEVELS)),
    either(Field.AWARD, AWARDS),
    either(Field.TOPIC, PHRASES),
    either(Field.CATEGORY, PHRASES),
    either(Field.TITLE, PHRASES),
    either(Field.UNIVERSITY, SCHOOLS),
    either(Field.PLACE, PLACES),
    either(Field.STATED, ("price", "duration")),
    st.just(Filter(Field.DELIVERY, Op.IN, ("online",))),
).map(lambda it: (it,))


@st.composite
def some_query(draw: st.DrawFn) -> RowQuery:
    drawn = draw(st.lists(FILTERS | CITY_AND_STATE, max_size=3))
    sort = draw(st.none() | st.builds(Sort, st.sampled_from(list(SortKey)), st.booleans()))
    aggregate = draw(st.none() | st.none() | st.sampled_from(list(Aggregate)))
    return RowQuery(
        filters=tuple(f for some in drawn for f in some),
        sort=sort,
        limit=draw(st.none() | st.sampled_from([1, 2, 5, 40])),
        nth=draw(st.none() | st.integers(1, 3)) if sort else None,
        aggregate=aggregate,
        of=draw(st.sampled_from(MEASURES)) if aggregate else None,
    )


def near(a: float | None, b: float | None) -> bool:
    return a == b or (a is not None and b is not None and abs(a - b) <= 1e-9 * max(1, abs(b)))


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(query=some_query())
def test_a_query_equals_pandas_on_the_raw_sheets(register: Register, query: RowQuery) -> None:
    result = register.store.run(query)
    sheets = register.sheets
    rows = sheets.courses[matching(sheets, query.filters)]
    assert result.total_known == len(sheets.courses)
    assert result.total_matched == len(rows)
    check_left_out(query, result, sheets)
    if rows.empty:
        assert result.rows == ()
        return
    wanted = kept(query, rows)
    if query.aggregate is None:
        check_rows(query, result, rows, wanted)
        return
    is_cut = query.sort is not None and (query.limit is not None or query.nth is not None)
    over = wanted if is_cut else rows
    value, high = aggregated(query, over)
    assert near(result.value, value)
    assert near(result.value_high, high)


def check_rows(query: RowQuery, result: RowResult, rows: Any, wanted: Any) -> None:
    found = [(folded(p.university), folded(p.title)) for p in result.rows]
    assert found == list(zip(wanted["school"], wanted["title"], strict=True))
    codes = {code_of(program) for program in result.rows}
    assert len(codes) == len(result.rows)
    if query.sort is not None or query.limit is None:
        assert codes == set(wanted[CODE])
    assert codes <= set(rows[CODE])


def check_left_out(query: RowQuery, result: RowResult, sheets: Sheets) -> None:
    """Courses that a limit on the price leaves out for having none."""
    others = tuple(f for f in query.filters if f.field is not Field.PRICE)
    if len(others) < len(query.filters):
        held = matching(sheets, others) & sheets.courses["price"].isna()
        assert result.left_out_no_price == int(held.sum())


@pytest.mark.parametrize("field", [Field.LEVEL, Field.CATEGORY, Field.UNIVERSITY])
@pytest.mark.parametrize("at", [(), (Filter(Field.PLACE, Op.IN, ("NSW",)),)])
def test_groups_equal_pandas(register: Register, field: Field, at: tuple[Filter, ...]) -> None:
    sheets, store = register.sheets, register.store
    name = {Field.LEVEL: "level", Field.CATEGORY: "category", Field.UNIVERSITY: "school"}[field]
    rows = sheets.courses[matching(sheets, at)].groupby(name)
    for aggregate in (Aggregate.COUNT, Aggregate.MEAN, Aggregate.MEDIAN, Aggregate.MAX):
        of = None if aggregate is Aggregate.COUNT else SortKey.PRICE
        result = store.run(RowQuery(at, aggregate=aggregate, of=of, group=field))
        wanted = rows.size() if of is None else getattr(rows["price"], aggregate.value)().dropna()
        found = {folded(group.key): group.value for group in result.groups}
        assert found.keys() == set(wanted.index)
        assert all(near(found[key], value) for key, value in wanted.items())


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_compared_rows_are_those_of_the_sheets(register: Register, data: st.DataObject) -> None:
    courses = register.sheets.courses
    at = data.draw(st.lists(st.integers(0, len(courses) - 1), min_size=2, max_size=4, unique=True))
    picked = [courses.loc[i] for i in at]
    result = register.store.run(
        RowQuery(compare=tuple(register.by_code[r[CODE]].id for r in picked))
    )
    assert [code_of(p) for p in result.rows] == [row[CODE] for row in picked]
    for program, row in zip(result.rows, picked, strict=True):
        assert dict(program.attributes)[KEY[0]] == row[KEY[0]]
        assert near(program.price, None if pd.isna(row["price"]) else row["price"])
        assert (program.currency, program.price_basis) in {
            ("AUD", PriceBasis.TOTAL),
            (None, PriceBasis.UNKNOWN),
        }
        assert program.duration is not None
        assert (program.duration.value, program.duration.unit) == (row["weeks"], "week")
        taught = register.sheets.places[register.sheets.places["row"] == row["row"]]
        found = {(folded(p.city), folded(p.region)) for p in program.places}
        assert found - {("", "")} == set(zip(taught["City"], taught["State"], strict=True))


def test_every_live_course_is_one_program_or_a_reject(
    register: Register, register_pages: FilePages
) -> None:
    courses = register.sheets.courses
    live = set(zip(courses[KEY[0]], courses[KEY[1]], strict=True))
    assert len(live) == len(courses)
    held = [(dict(p.attributes)[KEY[0]], code_of(p)) for p in register.store.all()]
    (table,) = (it for it in register_pages.tables if it.mapping)
    assert len(held) == len(set(held)) == table.programs
    assert set(held) <= live
    assert len(live - set(held)) == table.rejects == sum(it.rows for it in table.rejected)
