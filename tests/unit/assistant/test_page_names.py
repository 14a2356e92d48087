"""Pages by the names that visitors have for them."""

from __future__ import annotations

import pytest

from assistant.also_called import also_called, everyday, written_out
from assistant.corrections import corrected, without_denied
from assistant.page_names import page_names
from assistant.stemming import stem
from assistant.trade_words import is_trade, parts_of
from vectorstore.records import PageId

TITLES = {
    PageId(title.split()[0].lower()): title
    for title in (
        "Surgical Assistants and Technologists",
        "Real Estate Brokers and Sales Agents",
        "Construction Managers",
        "Training and Development Managers",
        "Solar Photovoltaic Installers",
        "Police and Detectives",
        "Judges and Hearing Officers",
        "Accountants and Auditors",
        "Bookkeeping, Accounting, and Auditing Clerks",
        "Masonry Workers",
        "Physicians and Surgeons",
        "Dental Hygienist",
        "Archivists and Museum Workers",
    )
}
OTHERS = {
    PageId("masonry"): ("bricklayers", "cement masons", "masons"),
    PageId("police"): ("workers",),
    PageId("archivists"): ("Museum technicians and conservators",),
}


def named(text: str) -> list[str]:
    return [hit.page_id for hit in page_names(TITLES, OTHERS).named_in(text)]


@pytest.mark.parametrize(
    ("text", "pages"),
    [
        ("pay of surgical technologists", ["surgical"]),
        ("what do real estate agents make", ["real"]),
        ("training of construction managers", ["construction"]),
        ("what training do construction managers get", ["construction"]),
        ("solar panel (photovoltaic) installers", ["solar"]),
        ("more in construction or in waste management", []),
        ("police officer salary", ["police"]),
        ("do judges need a degree", ["judges"]),
        ("how much do accountants earn", ["accountants"]),
        ("bricklayers", ["masonry"]),
        ("wages of a brickie", ["masonry"]),
        ("openings for masons", ["masonry"]),
        ("what did Mason say", []),
        ("what do conservators earn", ["archivists"]),
        ("part-time hygienist", ["dental"]),
        ("I want to judge people", []),
        ("compared to judge pay", ["judges"]),
        ("ER doctor", ["physicians"]),
        ("is a cop paid well", ["police"]),
        ("workers", []),
        ("what does a wizard earn", []),
    ],
)
def test_which_pages_a_question_names(text: str, pages: list[str]) -> None:
    assert named(text) == pages


@pytest.mark.parametrize(
    ("text", "title", "names"),
    [
        ("Floral designers, also called florists, arrange flowers.", "Floral Designers",
         ["florists"]),
        ("Sound technicians, also known as audio engineers or sound mixers, set up.",
         "Sound Technicians", ["audio engineers", "sound mixers"]),
        ("Masons—often called bricklayers—build walls.", "Masons", ["bricklayers"]),
        ("Wind turbine technicians, or windtechs for short, climb.", "Wind Turbine Technicians",
         ["windtechs"]),
        ("Hazardous materials (hazmat) removal workers clean up.",
         "Hazardous Materials Removal Workers",
         ["hazmat", "hazmat removal", "hazmat removal workers"]),
        ("Lift installers, also called lift and hoist constructors or mechanics, work.",
         "Lift Installers",
         ["hoist constructors", "mechanics", "lift constructors", "lift mechanics",
          "hoist mechanics"]),
        ("Nurse anesthetists, and midwives, also called advanced practice nurses (APNs), care.",
         "Nurse Anesthetists and Midwives", ["advanced practice nurses", "APN"]),
        ("Nurse anesthetists (CRNAs) give drugs.", "Nurse Anesthetists", ["CRNAs", "CRNA"]),
        ("Planes may carry a third pilot known as a flight engineer.", "Pilots", []),
        ("Doctors, sometimes called physicians, refer to them.", "Florists", []),
    ],
)  # fmt: skip
def test_names_that_a_page_gives(text: str, title: str, names: list[str]) -> None:
    assert list(also_called(text, [title])) == names


@pytest.mark.parametrize(
    ("short", "text", "long"),
    [
        ("cfo", "They come from outside or become chief financial officers.",
         "chief financial officers"),
        ("qa", "Quality assurance analysts plan tests.", "Quality assurance"),
        ("qa", "They check quality and quickly answer.", None),
        ("cto", "Chief financial officers lead.", None),
    ],
)  # fmt: skip
def test_a_short_form_is_written_out_by_words_with_its_letters(
    short: str, text: str, long: str | None
) -> None:
    assert written_out(short, text) == long


@pytest.mark.parametrize(
    ("text", "pages"),
    [
        ("money in plumbing", ["plumbers"]),
        ("beekeeping", ["beekeepers"]),
        ("does data science grow", ["data"]),
        ("pay in information security", ["information"]),
        ("social work", ["social"]),
        ("is there a future in economics", ["economists"]),
        ("systems design", []),
    ],
)
def test_a_field_names_the_page_of_those_who_work_in_it(text: str, pages: list[str]) -> None:
    titles = (
        "Plumbers",
        "Beekeepers",
        "Data Scientists",
        "Information Security Analysts",
        "Systems Analysts",
        "Social Workers",
        "Economists",
    )
    names = page_names({PageId(t.split()[0].lower()): t for t in titles})
    assert names.named_in(text) == ()
    assert [hit.page_id for hit in names.fields_in(text)] == pages


def test_the_plural_of_a_short_form_is_the_short_form() -> None:
    assert stem("rns") == stem("rn") == "rn"
    assert stem("css") != "cs"


@pytest.mark.parametrize(
    ("text", "pages"),
    [
        ("pay of doctors", ["physicians"]),
        ("a doctor's pay", ["physicians"]),
        ("do auditors need a doctorate?", ["accountants"]),
    ],
)
def test_an_everyday_word_counts_in_its_own_form_alone(text: str, pages: list[str]) -> None:
    assert named(text) == pages


def test_what_limits_a_title_names_nobody() -> None:
    titles = {PageId("g"): "Geological and Hydrologic Technicians", PageId("s"): "Geoscientists"}
    names = page_names(titles)
    assert [hit.page_id for hit in names.named_in("what do geologists earn")] == ["s"]
    assert [hit.page_id for hit in names.named_in("geological technicians")] == ["g"]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("what do auditors make, not surgeons?", "what do auditors make?"),
        ("detectives rather than the bricklayers, pay", "detectives, pay"),
        ("who should not become a surgeon", "who should not become a surgeon"),
        (
            "what do auditors alone make, without the lone surgeons and detectives?",
            "what do auditors make?",
        ),
        ("how many auditors, surgeons not counted", "how many auditors"),
        ("pay of accountants, not the auditors", "pay of accountants"),
        ("will there be fewer accountants (not auditors)?", "will there be fewer accountants ()?"),
        ("what do auditors make without a degree", "what do auditors make without a degree"),
    ],
)
def test_those_who_are_set_aside_are_left_out(text: str, left: str) -> None:
    assert without_denied(text, page_names(TITLES, OTHERS)) == left


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("What does a glazier... no, a tiler earn?", "What does a tiler earn?"),
        ("pay of tilers, sorry, I mean glaziers", "pay of glaziers"),
        ("why do ti... sorry, why do glaziers wear gloves?", "why do glaziers wear gloves?"),
        ("Do tilers, no offence, earn well?", "Do tilers, no offence, earn well?"),
        ("sorry, what do they earn", "sorry, what do they earn"),
    ],
)
def test_what_is_taken_back_is_left_out(text: str, left: str) -> None:
    assert corrected(text) == left


@pytest.mark.parametrize(
    ("text", "pages"),
    [
        ("jobs working with animals", []),
        ("what do animators earn", ["special"]),
        ("an animator's pay", ["special"]),
        ("jobs that involve travel", []),
        ("pay of travel guides", ["tour"]),
        ("can I be a postal worker", ["postal"]),
    ],
)
def test_what_shares_a_stem_with_people_is_not_these_people(text: str, pages: list[str]) -> None:
    titles = ("Special Effects Artists and Animators", "Tour and Travel Guides",
              "Postal Service Workers")  # fmt: skip
    names = page_names({PageId(t.split()[0].lower()): t for t in titles})
    assert [hit.page_id for hit in names.named_in(text)] == pages


def test_a_field_of_its_own_page_names_its_people_only_where_people_are_asked_for() -> None:
    titles = {PageId("a"): "Accountant and Auditor", PageId("p"): "Accounting Programs"}
    names = page_names(titles)
    assert [hit.page_id for hit in names.fields_in("accounting")] == ["a"]
    assert not names.fields_in("accounting", of_people=False)


def test_everyday_words_lead_to_words_of_pages() -> None:
    for word, meanings in everyday().items():
        assert meanings, word
        assert word not in meanings, word


def test_the_parts_of_a_title_that_are_people() -> None:
    title = "Chefs, Bakers and Pastry (Sweet) Cooks"
    assert parts_of(title) == ["Chefs", "Bakers", "Pastry", "Sweet", "Cooks"]
    assert [part for part in parts_of(title) if is_trade(part)] == ["Chefs", "Bakers", "Cooks"]


def test_a_field_written_as_a_pronoun_names_nobody_of_half_its_words() -> None:
    names = page_names({PageId("s"): "Surgical Technologists", PageId("m"): "Managers"})
    assert not names.named_in("best paid jobs in IT")
