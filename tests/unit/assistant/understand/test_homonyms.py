"""Part of a name that fits several schools is narrowed by their rows, or asked back."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.understand.homonyms import settled
from tests.unit.vectorstore.made import program, row_store
from vectorstore.query import Field, Filter, Op
from vectorstore.rows import RowStore

DARWIN, STURT = "Charles Darwin University", "Charles Sturt University (CSU)"
NAMES = (DARWIN, "Charles Darwin University (CDU)", STURT)
AT_ANY = Filter(Field.UNIVERSITY, Op.IN, NAMES)


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> RowStore:
    held = (
        program(university=DARWIN, title="Nursing", category=None),
        program(university=DARWIN, title="Law", category=None),
        program(university=STURT, title="Law", category=None),
    )
    return row_store(Path(tmp_path_factory.mktemp("rows")), held)


def test_schools_that_all_have_rows_are_offered(rows: RowStore) -> None:
    found = settled((Filter(Field.TOPIC, Op.IN, ("law",)), AT_ANY), [NAMES], rows)

    assert found.options == ("Charles Darwin University (CDU)", STURT)
    assert found.clarify is not None
    assert all(option in found.clarify for option in found.options)


def test_the_only_school_with_rows_is_meant_under_all_its_names(rows: RowStore) -> None:
    nursing = Filter(Field.TOPIC, Op.IN, ("nursing",))

    found = settled((nursing, AT_ANY), [NAMES], rows)

    assert found.clarify is None
    assert found.filters == (nursing, Filter(Field.UNIVERSITY, Op.IN, NAMES[:2]))


def test_nothing_changes_where_no_school_has_rows(rows: RowStore) -> None:
    asked = (Filter(Field.TOPIC, Op.IN, ("dance",)), AT_ANY)

    assert settled(asked, [NAMES], rows).filters == asked


def test_many_schools_are_not_listed(tmp_path: Path) -> None:
    names = tuple(f"College {n} of the Coast" for n in range(9))
    rows = row_store(tmp_path, [program(university=name) for name in names])

    found = settled((Filter(Field.UNIVERSITY, Op.IN, names),), [names], rows)

    assert found.clarify is not None
    assert names[0] not in found.clarify
