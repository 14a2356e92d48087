"""Level and award from category and title."""

from __future__ import annotations

import pytest

from ingest.awards import find_award, find_level


@pytest.mark.parametrize(
    ("category", "title", "level", "award"),
    [
        ("Certificates in AI", "AI Graduate Certificate", "certificate", "Graduate Certificate"),
        ("Master's in AI", "MS in Computer Science - AI & ML", "master", "MS"),
        ("Master's in AI", "Executive Master's in AI", "master", "Executive Master's"),
        ("Master's", "Chancellors Master of Science in Finance", "master", "Master of Science"),
        ("Master's", "Master of Finance", "master", "Master of Finance"),
        ("Master's", "Finance Master’s Degree Program", "master", "Master’s Degree"),
        (
            "Certificates",
            "Post-Master's Certificate in X",
            "certificate",
            "Post-Master's Certificate",
        ),
        ("Diplomas in Nursing", "Diploma of Nursing", "diploma", "Diploma"),
        (None, "RN to BSN", "bachelor", "BSN"),
        (None, "Online MBA", "master", "MBA"),
        (None, "Ph.D. in Statistics", "doctorate", "Ph.D."),
        ("Doctorates", "Doctor of Nursing Practice", "doctorate", "Doctor of Nursing Practice"),
        (None, "Data Analytics Bootcamp", "other", "Bootcamp"),
        ("Certificates in AI", "Business Analytics", "certificate", "Certificates"),
        (None, "Painting Weekend", "other", None),
        (None, "M.Tech Civil Engineering", "master", "M.Tech"),
        (None, "B.Com. Accounting", "bachelor", "B.Com."),
        (None, "BCA (Data Science)", "bachelor", "BCA"),
        (None, "PGDM Finance", "diploma", "PGDM"),
        (None, "MCA Deck Rating", "other", None),
        (None, "MDS Coordinator", "other", None),
    ],
)
def test_level_and_award(category: str | None, title: str, level: str, award: str | None) -> None:
    assert find_level(category, title).value == level
    assert find_award(category, title) == award


@pytest.mark.parametrize(
    ("stated", "level"),
    [
        ("Masters Degree (Coursework)", "master"),
        ("Masters Degree (Research)", "master"),
        ("Bachelor Degree", "bachelor"),
        ("Bachelor Honours Degree", "bachelor"),
        ("Graduate Certificate", "certificate"),
        ("Certificate IV", "certificate"),
        ("Graduate Diploma", "diploma"),
        ("Advanced Diploma", "diploma"),
        ("Higher National Diploma", "diploma"),
        ("Doctoral Degree", "doctorate"),
        ("Doctor", "doctorate"),
        ("Associate Degree", "other"),
        ("Senior Secondary Certificate of Education", "other"),
        ("Junior Secondary Studies", "other"),
        ("Kindergarten Studies", "other"),
        ("Non AQF Award", "other"),
        ("ELICOS", "other"),
        ("M", "master"),
        ("MDS", "master"),
        ("PGDM", "diploma"),
        ("B. Tech", "bachelor"),
    ],
)
def test_what_a_level_column_states(stated: str, level: str) -> None:
    assert find_level("Teaching", "English for Nurses", stated).value == level
    kept = stated if len(stated) > 6 else find_award(None, "English", stated)
    assert find_award("Teaching", "English for Nurses", stated) == kept


def test_a_stated_level_goes_before_the_title() -> None:
    title = "Bachelor of Arts / Master of Teaching"
    assert find_level(None, title).value == "bachelor"
    assert find_level(None, title, "Masters Degree (Coursework)").value == "master"
    assert find_level(None, "Certificate of English", "Non AQF Award").value == "other"
    assert find_level("Certificates", "Data Science", "Graduate").value == "certificate"
