"""True sentences about what pages say: sentences and labelled figures, reworded by rules.

Each rule keeps the meaning by its form alone: what stands at the end moves to the front, a figure
is written another way, active turns to passive where the verb is a regular one, a word gives way to
one that means the same.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator

from assistant.knowledge import Knowledge
from assistant.records import AskEvidence, Evidence, GuideAsk, Item, Kind
from evals.verifier_audit.numbers import in_words
from evals.verifier_audit.said import Said
from evals.verifier_audit.true_rows import capital
from vectorstore.records import Claim, SnapshotId

Rule = Callable[[str, Item, random.Random], str | None]

_LIST = re.compile(r"[|\n\u2022\u2192]")
_SUM = re.compile(
    r"(?<![\w.])(?P<sign>\$)?(?P<number>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)(?P<scale>[Kk])?"
    r"(?P<tail>%| percent)?(?![\w,]*\d)"
)
_BACK = re.compile(r"^(?:They|It|This|These|Those|That|He|She|Their|Its|But|And|Some of|Others)\b")


def true_quotes(knowledge: Knowledge, rng: random.Random) -> Iterator[Said]:
    """Sentences of pages reworded, then labelled figures in sentences; in no order."""
    for item, evidence in _sentences(knowledge):
        rules = list(RULES.items())
        rng.shuffle(rules)
        made = 0
        for kind, rule in rules:
            text = rule(item.quote.strip(), item, rng)
            if text is not None and text != item.quote and made < 3:
                made += 1
                family = f"{item.page.id}:{item.start}"
                yield Said(kind, text, (item.key,), evidence, True, family)
    for item, evidence in _claims(knowledge):
        for kind, text in _claimed(item, rng):
            yield Said(kind, capital(text), (item.key,), evidence, True, f"claim {item.key}")


def _sentences(knowledge: Knowledge) -> Iterator[tuple[Item, Evidence]]:
    """Each whole sentence of prose, with the other sentences of its passage in the evidence."""
    for n, passage in enumerate(knowledge.guides.passages):
        page = knowledge.guides.pages[passage.page_id]
        items = tuple(
            Item(f"q{n}-{start}", Kind.QUOTE, page, start, end, passage.heading_path[-1],
                 passage=passage)
            for start, end in passage.sentences
        )  # fmt: skip
        evidence = Evidence((AskEvidence(GuideAsk("", ()), items),), SnapshotId("audit"))
        for item in items:
            text = item.quote.strip()
            whole = text.endswith(".") and text[:1].isupper() and not _LIST.search(text)
            if whole and 6 <= len(text.split()) <= 45 and ":" not in text:
                yield item, evidence


def _claims(knowledge: Knowledge) -> Iterator[tuple[Item, Evidence]]:
    every = [c for of in knowledge.guides.claims.values() for c in of]
    for n, claim in enumerate(every):
        page = knowledge.guides.pages[claim.page_id]
        section = claim.heading_path[-1] if claim.heading_path else claim.entity
        item = Item(f"c{n}", Kind.QUOTE, page, claim.start, claim.end, section, claim=claim)
        near = [
            Item(f"c{m}", Kind.QUOTE, page, other.start, other.end, section, claim=other)
            for m, other in enumerate(every)
            if other.page_id == claim.page_id and other is not claim
        ][:6]
        items = (item, *near)
        yield item, Evidence((AskEvidence(GuideAsk("", ()), items),), SnapshotId("audit"))


def _lead(text: str, item: Item, rng: random.Random) -> str | None:
    """The page that says so, before it."""
    if not re.match(r"(?:The|A|An|Most|Some|Many|Employers|In)\b", text) or "?" in text:
        return None
    forms = ("According to the {} page, ", "The {} page says that ", "The {} guide notes that ")
    return rng.choice(forms).format(item.page.title) + text[0].lower() + text[1:]


def _moved_to_front(text: str, _item: Item, _rng: random.Random) -> str | None:
    """What stands at the end and says when or where, said first."""
    m = re.fullmatch(
        r"(?P<main>[^,;]+?) (?P<tail>in (?:May )?(?:19|20)\d\d|from \d{4} to \d{4}|each year"
        r"|every year|at startups|at big companies|over the decade)\.",
        text,
    )
    if not m or _BACK.match(text):
        return None
    main = m["main"]
    first = main.split()[0]
    keep = not re.fullmatch(
        r"(?:The|A|An|Most|Some|Many|About|Employment|Jobs|[A-Z][a-z]+s)", first
    )
    lowered = main if keep else main[0].lower() + main[1:]
    return f"{capital(m['tail'])}, {lowered}."


def _moved_to_end(text: str, _item: Item, _rng: random.Random) -> str | None:
    """What stands before the first comma and says when or where, said last."""
    m = re.fullmatch(r"(?P<lead>(?:In|At|During|From) [^,;]{3,40}), (?P<main>[^,;:]+)\.", text)
    if not m:
        return None
    return f"{capital(m['main'])} {m['lead'][0].lower()}{m['lead'][1:]}."


def _other_digits(text: str, _item: Item, rng: random.Random) -> str | None:
    """Sums, shares and counts in another style."""

    def styled(m: re.Match[str]) -> str:
        sign, number, scale = m["sign"] or "", m["number"], (m["scale"] or "").lower()
        value = float(number.replace(",", "")) * (1000 if scale == "k" else 1)
        tail = m["tail"] or ""
        if tail in ("%", " percent"):
            words = in_words(int(value)) if value == int(value) and value < 100 else number
            return rng.choice([f"{number}%", f"{number} percent", f"{words} percent"])
        if scale or (sign and value >= 1000):
            return rng.choice([f"{sign}{value:,.0f}", f"{sign}{value / 1000:g}K"]) + tail
        if "," in number:
            return sign + number.replace(",", "\u202f") + tail
        return m.group()

    if re.search(r"\d[-\u2013]\d|\d\+|\bhalf\b|million|billion|trillion|\dM\b|\dB\b", text):
        return None
    changed = _SUM.sub(styled, text)
    return changed if changed != text else None


def _range_words(text: str, _item: Item, _rng: random.Random) -> str | None:
    """A range with a dash as "between ... and ..." or "... to ..."."""
    m = re.search(r"\$(\d+)K\s?[-\u2013]\s?\$(\d+)K(?!\+)", text)
    if not m:
        return None
    return text.replace(m.group(), f"${m[1]},000 to ${m[2]},000")


def _synonym(text: str, _item: Item, rng: random.Random) -> str | None:
    """A word that means the same in its place."""
    pairs = (
        (r"\ba year\b", "per year"), (r"\bper year\b", "a year"),
        (r"\babout (?=\$?\d)", "roughly "),
        (r"\bearns?\b", "make"), (r"\bpercent\b", "per cent"), (r"\bannually\b", "a year"),
        (r"\bmore than (?=\$?\d)", "over "), (r"\bover (?=\$?\d)", "more than "),
        (r"\bless than (?=\$?\d)", "under "), (r"\busually\b", "typically"),
        (r"\bnearly (?=\$?\d)", "almost "), (r"\ban hour\b", "per hour"),
    )  # fmt: skip
    fitting = [(p, w) for p, w in pairs if re.search(p, text)]
    if not fitting:
        return None
    pattern, word = rng.choice(fitting)
    if pattern == r"\bearns?\b" and re.search(r"\bearns\b", text):
        word = "makes"
    return re.sub(pattern, word, text, count=1)


_VERBS = {
    "use": "used", "employ": "employed", "sponsor": "sponsored", "run": "run",
    "coordinate": "coordinated", "test": "tested", "prefer": "preferred", "require": "required",
    "design": "designed", "install": "installed", "keep": "kept", "offer": "offered",
    "teach": "taught", "need": "needed", "inspect": "inspected", "plan": "planned",
    "look after": "looked after", "write": "written", "prepare": "prepared", "serve": "served",
    "love": "loved", "accept": "accepted", "hire": "hired", "want": "wanted", "check": "checked",
}  # fmt: skip


def _passive(text: str, _item: Item, _rng: random.Random) -> str | None:
    """Subject and object change places: "X sponsor Y" - "Y are sponsored by X"."""
    verbs = "|".join(sorted(_VERBS, key=len, reverse=True))
    m = re.fullmatch(
        rf"(?P<who>[A-Z][\w' -]{{3,60}}?) (?P<often>(?:usually|often|typically|also) )?"
        rf"(?P<verb>{verbs}) (?P<what>(?!to\b|in\b|for\b|as\b|at\b|how\b|that\b|someone\b)"
        r"[\w' -]{4,70})\.",
        text,
    )
    if not m or _BACK.match(text) or re.search(r"\b(?:who|that|which|and|or)\b", m["who"]):
        return None
    if re.search(r"\b(?:who|that|which|when|where|to|for|from|not|at|in|because)\b", m["what"]):
        return None
    plural = m["what"].rstrip().endswith("s") or " and " in m["what"]
    who = m["who"][0].lower() + m["who"][1:] if m["who"].split()[0][1:].islower() else m["who"]
    often = m["often"] or ""
    is_ = "are" if plural else "is"
    return f"{capital(m['what'])} {is_} {often}{_VERBS[m['verb']]} by {who}."


RULES: dict[str, Rule] = {
    "lead": _lead,
    "word order (front)": _moved_to_front,
    "word order (end)": _moved_to_end,
    "number style": _other_digits,
    "number style (range)": _range_words,
    "like word": _synonym,
    "voice": _passive,
}


def _claimed(item: Item, rng: random.Random) -> Iterator[tuple[str, str]]:
    """A labelled figure in sentences whose words are the label's and the page's."""
    claim = item.claim
    assert claim is not None
    pair = item.quote.strip().startswith(claim.label) and claim.text in item.quote
    if not pair or len(claim.label.split()) > 5:
        return
    between = item.quote.strip()[len(claim.label) :].partition(claim.text)[0]
    if not re.fullmatch(r"\W*", between):  # a sentence and no labelled pair
        return
    value = claim.text.split(" (")[0].rstrip(".")
    if claim.low is None:
        return
    label = re.sub(r",? (?:May )?20\d\d(?:[-\u2013]\d\d)?", "", claim.label)
    if label != claim.label or claim.open_ended or claim.attribute == "other":
        return
    own = label if re.match(r"[A-Z]{2}", label) else label[0].lower() + label[1:]
    conditions = [q for q in claim.qualifiers if q.casefold() not in own.casefold()]
    if conditions:
        return
    forms = (
        ("voice", "The {page} page gives {label} as {value}."),
        ("word order", "{value} is what the {page} page gives for {label}."),
        ("word order", "For {label}, the {page} page states {value}."),
    )
    for kind, form in rng.sample(forms, 2):
        yield kind, form.format(page=item.page.title, label=own, value=_styled(value, claim, rng))


def _styled(value: str, claim: Claim, rng: random.Random) -> str:
    if m := re.fullmatch(r"\$(\d+)K\s?[-\u2013]\s?\$(\d+)K", value):
        return rng.choice(
            [value, f"${m[1]},000 to ${m[2]},000", f"{m[1]},000 to {m[2]},000 dollars"]
        )
    if claim.unit == "percent":
        return rng.choice([value, value.replace("%", " percent"), value.replace(" percent", "%")])
    if m := re.fullmatch(r"\$([\d,.]*\d)(.*)", value):
        return rng.choice([value, f"{m[1]} dollars{m[2]}", f"${m[1].replace(',', '')}{m[2]}"])
    return value
