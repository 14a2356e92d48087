"""UTF-8 read as a one-byte code page is undone; genuine text of any script is not touched."""

from __future__ import annotations

import pytest

from ingest.mojibake import undo_mojibake

PAGES = ("cp874", "cp1252", "latin-1")


def damaged(text: str, page: str) -> str:
    """The text as a browser shows its UTF-8 bytes under a one-byte code page."""
    out = ""
    for octet in text.encode("utf-8"):
        for codec in (page, "cp1252", "latin-1"):
            try:
                out += bytes([octet]).decode(codec)
                break
            except UnicodeDecodeError:
                continue
    return out


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    "text",
    [
        "create content—revolutionizing how",
        "$130K–$275K and Wisconsin–Milwaukee",
        "it’s “quoted”, he said…",
        "AI Engineer🔥 → Senior ✅ ⚠️",
        "Michigan‑Dearborn",
        "Université de Montréal, Québec",
        "São Paulo, Zürich, naïve",
        "© 2024 10 × 5 ½ ±2 °C",
        "a—b–c’d—e",
    ],
)
def test_damage_is_undone(text: str, page: str) -> None:
    hurt = damaged(text, page)
    assert hurt != text
    assert undo_mojibake(hurt)[0] == text


@pytest.mark.parametrize(
    "text",
    [
        "โชค แกน เกม เขต แบบ เทพ แผน โดย โทษ",
        "มหาวิทยาลัยเชียงใหม่ – ปริญญาโท “ทดสอบ” — จบ",
        "ใช้AIได้ แบบAI แกนAI",
        "ไทย…ไทย—ไทย ‘คำ’",
        "São Paulo naïve Ã é",
        "IRMÃ MARIA, Âge, “AMANHÃ”",
        "CAFÉ™ NESTLÉ® touché”—x",
        "Её ёлка, Привет мир",
        "“Ingénieur de données” à Montréal",
        "50 €, £5, „Ärger“, l’Île–de–France",
        "日本語テキスト 中文字符 한국어",
        "Ærøskøbing “Ø”",
        "plain ASCII -- nothing to do",
    ],
)
def test_genuine_text_survives(text: str) -> None:
    assert undo_mojibake(text) == (text, ())


@pytest.mark.parametrize("page", PAGES)
def test_damage_beside_genuine_text(page: str) -> None:
    hurt = "กรุงเทพ " + damaged("—", page) + " Zürich " + damaged("–", page) + "é"
    assert undo_mojibake(hurt)[0] == "กรุงเทพ — Zürich –é"


def test_damage_within_a_thai_word_run_is_found_by_its_sign() -> None:
    assert undo_mojibake("ไทย" + damaged("—", "cp874") + "ไทย")[0] == "ไทย—ไทย"


@pytest.mark.parametrize("page", ["cp1251", "mac_roman", "cp437", "cp1250"])
def test_other_code_pages_for_typography(page: str) -> None:
    text = "words — “quoted” it’s 🔥"
    assert undo_mojibake(damaged(text, page))[0] == text


def test_twice_damaged_text_counts_each_character_once() -> None:
    text = "café — it’s"
    mended, repairs = undo_mojibake(damaged(damaged(text, "cp1252"), "cp1252"))
    assert mended == text
    assert sum(r.count for r in repairs) == 3


@pytest.mark.parametrize(
    ("hurt", "text"),
    [
        ('work \u00e2\u20ac" done', "work — done"),
        ("\u00e2\u20ac\u0153quoted\u00e2\u20ac now", "“quoted” now"),
        ("voil\u00c3 mon ami", "voil\u00e0 mon ami"),
        ("Price:\u00c2 100", "Price: 100"),
    ],
)
def test_damage_that_lost_its_last_byte(hurt: str, text: str) -> None:
    assert undo_mojibake(hurt)[0] == text


def test_repairs_are_counted_by_kind_of_damage() -> None:
    _, repairs = undo_mojibake(damaged("a—b—c–d", "cp874"))
    assert [(r.kind, r.after, r.count) for r in repairs] == [
        ("mojibake", "–", 1),
        ("mojibake", "—", 2),
    ]


def test_a_long_damaged_page_in_another_script_takes_no_long_time() -> None:
    text = "\u8a9e\u8a00" * 3000
    assert undo_mojibake(damaged(text, "cp1252"))[0] == text
    genuine = "\u0e20\u0e32\u0e29\u0e32" * 3000
    assert undo_mojibake(genuine) == (genuine, ())


@pytest.mark.parametrize("pages", [("cp874", "cp874"), ("cp874", "cp1252"), ("cp1252", "cp874")])
def test_a_dash_misread_twice_is_undone(pages: tuple[str, str]) -> None:
    text = "Wisconsin\u2013Milwaukee \u2014 Master\u2019s"
    hurt = text
    for page in pages:
        hurt = damaged(hurt, page)

    assert undo_mojibake(hurt)[0] == text
