"""What headings announce and what questions ask for, in the words of different sites."""

from __future__ import annotations

import pytest

from assistant.aspects import Aspect, asks_only_for_aspect, aspect_asked, aspect_of_heading
from assistant.stemming import stem


@pytest.mark.parametrize(
    ("heading", "aspect"),
    [
        ("Work Schedules", Aspect.HOURS),
        ("The working day", Aspect.HOURS),
        ("Important Qualities", Aspect.QUALITIES),
        ("Skills that employers look for", Aspect.QUALITIES),
        ("Licenses, Certifications, and Registrations", Aspect.LICENCES),
        ("Injuries and Illnesses", Aspect.HAZARDS),
        ("What would I be doing?", Aspect.DUTIES),
        ("Responsibilities", Aspect.DUTIES),
        ("Advancement", Aspect.ADVANCEMENT),
        ("Work Environment", Aspect.SURROUNDINGS),
        ("Similar Occupations", Aspect.SIMILAR),
        ("Pay", None),
        ("Entry routes", Aspect.ENTRY),
    ],
)
def test_a_heading_announces(heading: str, aspect: Aspect | None) -> None:
    assert aspect_of_heading(heading) is aspect


@pytest.mark.parametrize(
    ("question", "aspect"),
    [
        ("what hours do tilers work", Aspect.HOURS),
        ("Are divers on call?", Aspect.HOURS),
        ("which traits make a good juggler?", Aspect.QUALITIES),
        ("do tilers need a licence", Aspect.LICENCES),
        ("is diving risky", Aspect.HAZARDS),
        ("What does a tiler do all day?", Aspect.DUTIES),
        ("how do tilers get promoted", Aspect.ADVANCEMENT),
        ("what do tilers earn", None),
        ("how do I become a tiler", Aspect.ENTRY),
    ],
)
def test_a_question_asks_for(question: str, aspect: Aspect | None) -> None:
    assert aspect_asked(question) is aspect


def test_a_question_for_an_aspect_alone_says_nothing_else() -> None:
    assert asks_only_for_aspect("is certification required?", map(stem, ["certification"]))
    assert not asks_only_for_aspect("is certification free?", map(stem, ["certification", "free"]))
    assert not asks_only_for_aspect("what does it pay?", map(stem, ["pay"]))
