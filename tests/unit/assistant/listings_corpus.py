"""A snapshot of listing pages for tests: made of rows written here, or of the two real pages.

Real SQLite and the real row store; the pages' text is laid out as the real ones are, so that spans
and quotes are exact.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from vectorstore.build import lay_out, write_database
from vectorstore.contents import checked
from vectorstore.database import open_for_reading
from vectorstore.pages import PageStore
from vectorstore.records import (
    Delivery,
    Duration,
    Level,
    Listing,
    ListingId,
    PageContent,
    PageId,
    Passage,
    PassageId,
    Place,
    PriceBasis,
    Program,
    ProgramId,
    Source,
    SourceId,
    SourcePage,
)
from vectorstore.rows import RowStore
from vectorstore.text import topic_key

SEEDS = Path(__file__).parents[4] / "shared" / "seeds"

_LEVELS = (
    ("certificate", Level.CERTIFICATE),
    ("master", Level.MASTER),
    ("bachelor", Level.BACHELOR),
    ("doctor", Level.DOCTORATE),
)
_WAYS = {"online": Delivery.ONLINE, "on-campus": Delivery.ON_CAMPUS, "hybrid": Delivery.HYBRID}
_YEARS = {"year": 1.0, "month": 1 / 12, "week": 1 / 52}

WOODWORK = """Furniture Maker

TL;DR
Furniture makers earn $41K-$58K, and masters of the craft can exceed $90K.

Furniture makers at small workshops start around $36K-$41K base pay. \
Senior makers often earn over $70K. \
They do not need a degree, but about 40% hold a certificate. \
Most workshops employ up to 5 people. \
Demand grew 12% in 2025, and hourly rates for restoration run $45-60/hour. \
Restorers travel more than carvers. Apprentices should never work alone.

Woodcraft & Design Programs (57)
Certificates in Woodcraft
On-Campus

Alder Valley College | Certificate in Furniture Making

Bend

0.5 Years
4,200
Certificates in Woodcraft
On-Campus, Online

Northlake Technical Institute | Chair and Table Certificate

Duluth

1 Years
6,150
Master's in Design
Online

Marlow University | MFA in Furniture Design

Boston

2 Years
31,400
Master's in Design
Hybrid

Saint Orla University | Master of Design - Objects and Interiors

Portland

1.5 Years
24,900
Master's in Design
On-Campus, Online, Hybrid

Marlow University | Master of Wood Science

Boston

2 Years
18,750
Bachelor's in Design
On-Campus

University of the Pines | Bachelor of Craft and Design

Asheville

4 Years
52,300
Certificates in Woodcraft
Online

Harbor State University | Restoration Graduate Certificate

Duluth

0.75 Years
4,980
"""

NURSING = """Nurse Educator

TL;DR
Nurse educators teach in colleges and hospitals.

Nursing Education Programs (24)
Master's in Nursing (MSN)
Online

Western Plains University | MSN in Nurse Education

Omaha

1.25 Years
19,800
Master's in Nursing (MSN)
Online, Hybrid

Corvid College | Master of Science in Nursing Education

Salem

2 Years
27,450
Master's in Nursing (MSN)
On-Campus

Harbor State University | MSN - Clinical Teaching

Duluth

2 Years
22,600
Doctorates in Nursing
Hybrid

Western Plains University | Doctor of Nursing Practice

Omaha

3 Years
48,900
Certificates in Nursing
Online

Corvid College | Nurse Educator Certificate

Salem

0.5 Years
5,400
"""

_ROW = re.compile(
    r"(?P<category>[^\n]+)\n(?P<ways>(?:On-Campus|Online|Hybrid)(?:, (?:On-Campus|Online"
    r"|Hybrid))*)\n\n"
    r"(?P<university>[^\n"
    r"|]+) \| (?P<title>[^\n]+)\n\n(?P<city>[^\n]+)\n\n(?P<length>[\d.]+ \w+)\n(?P<price>[\d,]+)"
)
_HEADING = re.compile(r"(?P<heading>[^\n]+ Programs? \((?P<announced>\d+)\))\n")


@dataclass(frozen=True)
class Corpus:
    """What `find_rows` needs of a snapshot, and its pages' contents."""

    rows: RowStore
    pages: PageStore
    contents: tuple[PageContent, ...]


def made_corpus(folder: Path) -> Corpus:
    """Two pages in words of our own."""
    return corpus(folder, {"woodwork": WOODWORK, "nursing": NURSING})


def seed_corpus(folder: Path) -> Corpus:
    """The two real pages, their damage undone."""
    found = sorted(SEEDS.glob("*.txt"))
    return corpus(folder, {p.stem: _repaired(p.read_text("utf-8")) for p in found})


def corpus(folder: Path, texts: dict[str, str]) -> Corpus:
    """A snapshot's database over pages of the given texts."""
    contents = tuple(_content(name, text) for name, text in texts.items())
    sources = [Source(SourceId(name), f"{name}.txt", "file") for name in texts]
    database = folder / "pages.sqlite"
    write_database(database, lay_out(checked(sources, contents)))
    engine = open_for_reading(database)
    return Corpus(RowStore(engine), PageStore(engine), contents)


def _content(name: str, text: str) -> PageContent:
    page = SourcePage(
        PageId(name), SourceId(name), f"{name}.txt", text.strip().split("\n")[0], text,
        hashlib.sha256(text.encode()).hexdigest(), "0" * 64, datetime(2026, 3, 1, tzinfo=UTC),
    )  # fmt: skip
    m = _HEADING.search(text)
    assert m is not None
    subject = tuple(
        w for w in topic_key(m["heading"].split(" Programs")[0]).split() if w not in ("lm", "and")
    )
    rows = tuple(_program(name, r, subject, n) for n, r in enumerate(_ROW.finditer(text, m.end())))
    listing = Listing(
        ListingId(f"{name}-l"), page.id, m["heading"], m.start("heading"), m.end("heading"),
        int(m["announced"]), len(rows), subject, sum(p.off_subject for p in rows),
    )  # fmt: skip
    return PageContent(page, tuple(_passages(page, m.start())), (listing,), rows)


def _program(name: str, r: re.Match[str], subject: tuple[str, ...], n: int) -> Program:
    value, unit = r["length"].split()
    single = unit.lower().rstrip("s")
    level = next((v for k, v in _LEVELS if k in r["category"].lower()), Level.OTHER)
    fits = set(topic_key(f"{r['category']} {r['title']}").split())
    return Program(
        ProgramId(f"{name}-{n}"), PageId(name), ListingId(f"{name}-l"), SourceId(name), level, None,
        r["category"], (topic_key(r["category"]), topic_key(r["title"])),
        frozenset(_WAYS[w.lower()] for w in r["ways"].split(", ")),
        r["university"], r["title"], (Place(r["city"]),),
        Duration(float(value), single, float(value) * _YEARS[single], r["length"]),
        float(r["price"].replace(",", "")), None, PriceBasis.UNKNOWN, r["price"], None, (),
        r.start(), r.end(), not fits & set(subject), r["ways"],
    )  # fmt: skip


def _passages(page: SourcePage, stop: int) -> list[Passage]:
    out = []
    for m in re.finditer(r"[^\n]+", page.text[:stop]):
        sentences = tuple(
            (m.start() + s.start(), m.start() + s.end())
            for s in re.finditer(r"\S.*?(?:[.!?](?=\s|$)|$)", m.group())
        )
        out.append(
            Passage(
                PassageId(f"{page.id}-{m.start()}"),
                page.id,
                m.start(),
                m.end(),
                m.group(),
                (page.title,),
                sentences,
            )
        )
    return out


def _repaired(text: str) -> str:
    """UTF-8 read as Windows-874, undone where a run of it decodes."""

    def byte(c: str) -> bytes | None:
        for codec in ("cp874", "cp1252", "latin-1"):
            try:
                return c.encode(codec)
            except UnicodeEncodeError:
                continue
        return None

    def undo(m: re.Match[str]) -> str:
        for size in range(len(m.group()), 1, -1):
            parts = [byte(c) for c in m.group()[:size]]
            if all(p is not None for p in parts):
                try:
                    return b"".join(p for p in parts if p).decode("utf-8") + m.group()[size:]
                except UnicodeDecodeError:
                    continue
        return m.group()

    return re.sub(r"[\u0e00-\u0e7f][^\x00-\x7f]{1,3}", undo, text)
