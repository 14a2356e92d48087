"""Pages chosen of all by what they give: read, worded, and proven by computing them again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from assistant.compose.quoted import quoted
from assistant.find_guides import find_guides
from assistant.guide_index import GuideIndex, build_guide_index
from assistant.records import AskEvidence, Draft, DraftSegment, Evidence, GuideAsk, Status
from assistant.verify import verify
from tests.serving import ingest_into
from vectorstore.embedder import make_embedder
from vectorstore.records import SnapshotId
from vectorstore.settings import StoreSettings
from vectorstore.snapshot import open_current

_PAGE = """# {title}

## Quick Facts

| Field | Value |
|-------|-------|
| 2024 Median Pay | {pay} per year |
| Typical Entry-Level Education | {education} |
| Job Outlook, 2024-34 | {growth}% |

## Duties

{title} keep old things going, and write down what they see.
"""
_ROWS = (
    ("Bell Founders", "$41,000", "High school diploma or equivalent", 3),
    ("Clock Menders", "$52,500", "High school diploma or equivalent", -4),
    ("Dyke Surveyors", "$88,000", "Bachelor's degree", 7),
    ("Ember Wardens", "$104,000", "Bachelor's degree", 12),
    ("Ferry Chandlers", "$104,000", "Master's degree", 1),
    ("Gate Keepers", "$30,100", "No formal educational credential", -9),
    ("Harbor Sages", "$131,000", "Master's degree", 5),
    ("Ink Makers", "$33,000", "No formal educational credential", 2),
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GuideIndex]:
    root = tmp_path_factory.mktemp("selections")
    (root / "pages").mkdir()
    for title, pay, education, growth in _ROWS:
        text = _PAGE.format(title=title, pay=pay, education=education, growth=growth)
        (root / "pages" / f"{title.split()[0].lower()}.md").write_text(text, encoding="utf-8")
    ingest_into(root / "index", root / "pages")
    with open_current(root / "index", make_embedder(StoreSettings())) as snapshot:
        yield build_guide_index(snapshot)


def told(evidence: AskEvidence, text: str = "") -> str:
    """What of the sentence, or of this one in its place, survives verification."""
    segments = quoted(evidence)
    if text:
        segments = (DraftSegment(text, segments[0].kind, segments[0].cites),)
    whole = verify(Draft(segments, Status.ANSWERED), Evidence((evidence,), SnapshotId("s")))
    return " ".join(segment.text for segment in whole.segments if segment.citations)


def found(index: GuideIndex, question: str) -> AskEvidence:
    return find_guides(GuideAsk(question, ()), index)


PAY = 'Of the 8 pages that give "2024 Median Pay", '
BOTH = 'Of the 8 pages that give "2024 Median Pay" and "Typical Entry-Level Education", '


PAID = "Harbor Sages: $131,000 per year; Ember Wardens: $104,000 per year; and Ferry Chandlers:"
ANSWERS = {
    "which jobs pay over 100k": f"{PAY}3 give more than $100,000: {PAID} $104,000 per year.",
    "jobs that pay less than $31,000": (
        f"{PAY}1 gives less than $31,000: Gate Keepers: $30,100 per year."
    ),
    "six figure jobs": f"{PAY}3 give at least $100,000: {PAID} $104,000 per year.",
    # a cut takes ties along
    "top 2 best paid jobs": f"{PAY}the 3 highest are those of {PAID} $104,000 per year.",
    "how many jobs need a master's degree": (
        'Of the 8 pages that give "Typical Entry-Level Education", 2 give "Master\'s degree": '
        "Ferry Chandlers; and Harbor Sages."
    ),
    "which occupations are shrinking": (
        'Of the 8 pages that give "Job Outlook, 2024-34", 2 give less than 0%: Gate Keepers: -9%; '
        "and Clock Menders: -4%."
    ),
    "jobs with a bachelor's degree that pay over 100k": (
        f'{BOTH}1 gives more than $100,000 and "Bachelor\'s degree": Ember Wardens: $104,000 per '
        "year."
    ),
    "jobs without a degree that pay over 40k": (
        f'{BOTH}2 give more than $40,000 and "High school diploma or equivalent" or "No formal '
        'educational credential": Clock Menders: $52,500 per year; and Bell Founders: $41,000 per '
        "year."
    ),
}


@pytest.mark.parametrize(("question", "answer"), ANSWERS.items())
def test_pages_are_filtered_and_ranked_by_what_they_give(
    index: GuideIndex, question: str, answer: str
) -> None:
    assert told(found(index, question)) == answer


@pytest.mark.parametrize(
    "question",
    [
        "jobs in Paris that pay over 100k",
        "entry-level jobs that pay over 50k",
        "jobs that pay over $50 an hour",
        "best paid jobs in IT",
        "jobs that pay 80k",
        "which job should I choose",
        "jobs",
    ],
)
def test_a_word_that_no_claim_answers_to_declines(index: GuideIndex, question: str) -> None:
    assert not found(index, question).items


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("3 give", "2 give"),
        ("8 pages", "9 pages"),
        ("more than $100,000", "more than $90,000"),
        ("more than", "less than"),
        ("$131,000", "$104,000"),
        ("Harbor Sages: $131,000 per year; Ember Wardens: $104,000 per year",
         "Ember Wardens: $104,000 per year; Harbor Sages: $131,000 per year"),
        ("2024 Median Pay", "2023 Median Pay"),
        ("Ember Wardens", "Dyke Surveyors"),
    ],
)  # fmt: skip
def test_a_list_that_does_not_hold_is_dropped(index: GuideIndex, old: str, new: str) -> None:
    evidence = found(index, "which jobs pay over 100k")
    (segment,) = quoted(evidence)
    assert old in segment.text
    assert told(evidence, segment.text) == segment.text
    assert told(evidence, segment.text.replace(old, new)) == ""


def test_a_page_that_comes_before_those_named_may_not_be_left_out(index: GuideIndex) -> None:
    evidence = found(index, "top 2 best paid jobs")
    (segment,) = quoted(evidence)
    text = segment.text.replace("the 3 highest", "the 2 highest")
    text = text.replace("Harbor Sages: $131,000 per year; ", "")
    draft = Draft((replace(segment, text=text, cites=segment.cites[1:]),), Status.ANSWERED)
    whole = verify(draft, Evidence((evidence,), SnapshotId("s")))
    assert [dropped.text for dropped in whole.dropped] == [text]
