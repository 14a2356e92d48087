"""Conditions on columns without a field: "part-time", "taught in English", "public universities".

Words that nothing else has read are looked for among the cells of such columns. Runs after a clause
is known to be about programs; it never takes a word that has another meaning there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.understand.cells import MAX_WORDS, RUN_BY, STARTS, Cells, spoken
from assistant.understand.english import is_lexical
from assistant.understand.lexicon import Sense
from assistant.understand.tagged import Tag
from assistant.understand.vocabulary import Link
from vectorstore.query import Op
from vectorstore.text import words


def with_cells(tags: Sequence[Tag], held: Cells) -> list[Tag]:
    """The tags with those that a cell is named by as one condition each.

    Codes, columns of numbers and those that say yes or no first, then what nothing has read.
    """
    tags = _with_codes(tags, held)
    out: list[Tag] = []
    at = 0
    while at < len(tags):
        found = (m for find in _FINDERS for m in find(tags, at, held))
        made = next(found, None)
        if made and out and _denies(out[-1], tags, made):
            out[-1] = replace(out[-1], senses=(_NOT,))
        out.append(made or tags[at])
        at += sum(1 for t in tags[at:] if made and t.last <= made.last) or 1
    return out


_PIECES = (3, 2, 1)
"""Tags that a code may be taken apart to: letters, an amount, letters."""
_NOT = Sense("operator", "not")


def _denies(before: Tag, tags: Sequence[Tag], made: Tag) -> bool:
    """ "Without the GRE" wants programs without it; "without the part-time filter" drops it."""
    after = next((t for t in tags if t.first > made.last), None)
    drops = after is not None and after.has("dimension")
    return before.text == "without the" and not drops and made.link("cell") is not None


def _unread(tags: Sequence[Tag], at: int, held: Cells) -> Iterator[Tag]:
    for end in range(min(len(tags), at + MAX_WORDS), at, -1):
        run = tags[at:end]
        whole = len(run) > 1 and all({x.role for x in t.links} <= _WEAKER for t in run)
        if not any(map(_is_open, run)) and whole and (values := _spelled_out(run, held)):
            yield _cell(run, values)
        if not any(map(_is_open, run)) or not (whole or all(map(_may, run))):
            continue
        if any(t.quantity and t.quantity.kind != "number" for t in run):
            continue
        if values := held.named(_words(run)):
            yield _cell(run, values)


def _spelled_out(run: Sequence[Tag], held: Cells) -> tuple[str, ...]:
    """ "Lateral entry": cells of just these words; a title's "lateral" takes none apart."""
    roles = {s.role for t in run for s in t.senses}
    if not any(t.links for t in run) or not roles <= {"noun", "frame"}:
        return ()
    said = spoken(_words(run))
    named = held.named(said)
    parts = ({spoken(words(x)) for x in v.partition(": ")[2].split(",")} for v in named)
    return named if all(said in own for own in parts) else ()


def _ways(tags: Sequence[Tag], at: int, held: Cells) -> Iterator[Tag]:
    """ "Distance learning": a source's own words for a way go before what they mean elsewhere."""
    way = tags[at].sense("delivery")
    if way is not None and (values := held.taught(_words(tags[at : at + 1]), way.value)):
        yield _cell(tags[at : at + 1], values)


def _priced(tags: Sequence[Tag], at: int, held: Cells) -> Iterator[Tag]:
    """ "In-district tuition" is the price where a column so called holds that price."""
    column = tags[at].link("column")
    if column is not None and held.price_headers and {*column.values} <= held.price_headers:
        others = tuple(x for x in tags[at].links if x.role != "column")
        yield replace(tags[at], senses=(*tags[at].senses, _PRICE), links=others)


_PRICE = Sense("measure", "price")


def _run_by(tags: Sequence[Tag], at: int, held: Cells) -> Iterator[Tag]:
    """ "Is X public?", "public master's": who runs the school, though subjects hold the word."""
    tag = tags[at]
    said = tag.text in RUN_BY and {x.role for x in tag.links} <= {"topic"}
    if said and (values := held.named((tag.text,))):
        yield _cell([tag], values)


def _at_kind(tags: Sequence[Tag], at: int, held: Cells) -> Iterator[Tag]:
    """ "At the universities", "at a wananga": a kind of school, where a column says which is."""
    before = [t.text for t in tags[max(0, at - 2) : at]]
    tag = tags[at]
    link = tag.link("university")
    of_school = tag.has("noun", "school") or (link is not None and len(link.values) > 1)
    kind = of_school and ((before[-1:] and before[-1] in _AT) or before in _AT_THE)
    kind = kind or (tag.has("noun", "school") and tag.text in ("university", "universities"))
    if kind and tag.first == tag.last and (values := held.named(_words([tag]))):
        yield replace(_cell([tag], values), senses=tag.senses)


def _asked(tags: Sequence[Tag], at: int, held: Cells) -> Iterator[Tag]:
    """ "Who accredits X", "when does X start", "what do international students pay at X"."""
    tag = tags[at]
    payer = tag.sense("payer")
    header = None
    if payer is not None and not tag.link("column"):
        header = held.payer_header(payer.value)
    elif tag.first == tag.last and any(t.text in ("who", "when", "what", "how") for t in tags[:at]):
        starts = any(t.text == "when" for t in tags[:at]) and tag.text.startswith(STARTS)
        if tag.unread or starts:
            header = held.header_like(STARTS if starts else (tag.text,))
    if header is None and at and tags[at - 1].text in ("which", "what") and not tag.links:
        header = held.header_of(tag.text, (t.text for t in tags))
    if header is not None:
        yield replace(tag, links=(*tag.links, Link("column", (header,), tag.first, tag.last)))


_MANY = 2
"""Words with which a length of time may be part of a name."""
_AT = frozenset({"at", "from", "by"})
_AT_THE = [[a, b] for a in sorted(_AT) for b in ("the", "a", "an", "any", "all")]


def _with_codes(tags: Sequence[Tag], held: Cells) -> list[Tag]:
    """The tags with codes as one each: "096405G" was an amount and a letter."""
    out: list[Tag] = []
    at = 0
    while at < len(tags):
        runs = (tags[at : at + n] for n in _PIECES if not any(t.links for t in tags[at : at + n]))
        found = ((run, held.coded("".join(t.text for t in run))) for run in runs)
        run, values = next((f for f in found if f[1]), (tags[at : at + 1], ()))
        out.append(_cell(run, values) if values else tags[at])
        at += len(run)
    return out


def _taught(tags: Sequence[Tag], at: int, held: Cells) -> Iterator[Tag]:
    """ "Taught in Chinese": in what, and no subject; a cell says it or nothing does."""
    before = [t.text for t in tags[max(0, at - 2) : at]]
    if before not in _TAUGHT_IN or {x.role for x in tags[at].links} != {"topic"}:
        return
    values = held.named(_words(tags[at : at + 1]))
    yield _cell(tags[at : at + 1], values) if values else replace(tags[at], links=())


_TAUGHT_IN = (["taught", "in"], ["delivered", "in"], ["conducted", "in"], ["instruction", "in"])


def _flags(tags: Sequence[Tag], at: int, held: Cells) -> Iterator[Tag]:
    """ "With a work placement", "sandwich courses", "without an internship"."""
    for end in range(min(len(tags), at + MAX_WORDS), at, -1):
        run = tags[at:end]
        if any(not {x.role for x in t.links} <= _WEAKER for t in run):
            continue
        whole = _words(run)
        # "a year abroad" lasts no year
        said = whole[1:] if whole[0] in _ARTICLES else whole
        if len(said) < _MANY and any(t.quantity for t in run):
            continue
        alone = len(said) == 1
        if alone and not (
            _is_open(run[0]) or (not is_lexical(said[0]) and _is_cued(tags, at, end))
        ):
            continue
        asked = tuple(x for x in run[0].links if x.role == "column" and len(run) == 1)
        if graded := held.features.graded(whole) or held.features.graded(said):
            last, more = _or_graded(tags, end, graded, held)
            made = _cell(tags[at:last], (*graded, *more))
            yield replace(made, links=(replace(made.links[0], denied=()),))
        elif feature := held.features.flag(said):
            yes = (_is_required(tags, at) and held.features.graded((*said, "required"))) or ()
            made = _cell(run, yes or feature.yes)
            denied = held.features.graded((*said, "not", "required")) if yes else feature.no
            yield replace(made, links=(replace(made.links[0], denied=denied), *asked))


def _or_graded(
    tags: Sequence[Tag], end: int, values: tuple[str, ...], held: Cells
) -> tuple[int, tuple[str, ...]]:
    """Another grade behind one: "GRE optional or not required"; where it ends, and its cells."""
    feature = held.features.of(values[0])
    if feature is None or end >= len(tags) or tags[end].text != "or":
        return end, ()
    for last in (end + 3, end + 2):
        said = _words(tags[end + 1 : last]) if last <= len(tags) else ()
        if more := tuple(v for v, grade in feature.grades.items() if said and grade == said):
            return last, more
    return end, ()


def _is_required(tags: Sequence[Tag], at: int) -> bool:
    """ "That require the GRE": those where it is optional do not."""
    before = next((t for t in reversed(tags[:at]) if t.text not in _ARTICLES), None)
    return before is not None and before.text.startswith(("requir", "need"))


def _is_cued(tags: Sequence[Tag], at: int, end: int) -> bool:
    """Whether the words around say that a program has something: "with X", "X courses"."""
    before = next((t for t in reversed(tags[:at]) if t.text not in _ARTICLES), None)
    after = tags[end] if end < len(tags) else None
    if _is_kind(after) or (after is None and _is_kind(before)):
        return True  # "sandwich courses", "MBA accredited"
    stated = after is not None and after.text in _THERE
    return stated or (before is not None and before.text.split()[0] in _HAVING)


def _is_kind(tag: Tag | None) -> bool:
    if tag is None or tag.has("noun", "school"):
        return False
    return tag.has("noun") or tag.has("level") or tag.link("award") is not None or tag.names_degree


_THERE = frozenset("available offered included possible required".split())


def _numbers(tags: Sequence[Tag], at: int, held: Cells) -> Iterator[Tag]:
    """ "Level 7", "120 credits", "at least 100 credits"."""
    op, start = _bound(tags, at)
    for end in range(min(len(tags), start + MAX_WORDS), start + 1, -1):
        run = tags[start:end]
        for number, label in ((run[0], run[1:]), (run[-1], run[:-1])):
            amount = number.quantity
            if amount is None or amount.kind != "number" or amount.is_range:
                continue
            if any(t.quantity or t.link("university") for t in label):
                continue
            after = tags[end].sense("compare") if end < len(tags) else None
            behind = after is not None and tags[end].text.startswith("or ")
            bound = _OPS.get(after.value, op) if after is not None and behind else op
            said = label[:-1] if label[-1].text in ("of", "in") else label  # "a GPA of 3"
            values = held.features.numbered(_words(said), bound, amount.low)
            if values and number is run[-1] and op is Op.EQ and not behind:
                last, others = _further(tags, end, said, held)
                yield _cell(tags[at:last], (*values, *(v for v in others if v not in values)))
            elif values:
                yield _cell(tags[at : end + behind], values)


def _further(
    tags: Sequence[Tag], end: int, label: Sequence[Tag], held: Cells
) -> tuple[int, tuple[str, ...]]:
    """Numbers joined to one that is named: "level 5 or 6"; where they end, and their cells."""
    values: tuple[str, ...] = ()
    while end + 1 < len(tags) and tags[end].text in _JOINTS:
        amount = tags[end + 1].quantity
        if amount is None or amount.kind != "number" or amount.is_range:
            break
        named = held.features.numbered(_words(label), Op.EQ, amount.low)
        after = tags[end + 2] if end + 2 < len(tags) else None
        if not named or (after is not None and after.has("noun") and tags[end].text == "and"):
            break
        values, end = (*values, *named), end + 2
    return end, values


_JOINTS = frozenset({"or", "and"})


def _scores(tags: Sequence[Tag], at: int, held: Cells) -> Iterator[Tag]:
    """ "IELTS at least 6.5": the bound stands between the name and its number."""
    if tags[at].quantity or tags[at].links or at + 2 >= len(tags):
        return
    joint = at + 1 + (tags[at + 1].text in _OF)
    op, number = _bound(tags, joint)
    amount = tags[number].quantity if number < len(tags) else None
    if number == at + 1 or amount is None or amount.kind != "number" or amount.is_range:
        return
    after = tags[number + 1] if number + 1 < len(tags) else None
    sense = after.sense("compare") if after is not None else None
    behind = after is not None and sense is not None and after.text.startswith("or ")
    bound = _OPS.get(sense.value, op) if sense is not None and behind else op
    if values := held.features.numbered(_words(tags[at : at + 1]), bound, amount.low):
        yield _cell(tags[at : number + 1 + behind], values)


_OF = frozenset({"of", "is", "score"})


def _bound(tags: Sequence[Tag], at: int) -> tuple[Op, int]:
    """The operator of a comparator here, and where what it bounds starts."""
    sense = tags[at].sense("compare")
    if sense is not None and sense.value in _OPS and not tags[at].quantity:
        return _OPS[sense.value], at + 1
    degree = next((s for s in tags[at].senses if s.degree == "comparative"), None)
    if degree is not None and at + 1 < len(tags) and tags[at + 1].text == "than":
        return (Op.LT if degree.value.endswith("minus") else Op.GT), at + 2
    return Op.EQ, at


_FINDERS = (_ways, _priced, _numbers, _scores, _flags, _run_by, _at_kind, _taught, _unread, _asked)
_OPS = {"lt": Op.LT, "le": Op.LE, "gt": Op.GT, "ge": Op.GE, "eq": Op.EQ}
_WEAKER = frozenset({"topic", "column"})
"""Names that a column of yes and no goes before."""
_ARTICLES = frozenset({"a", "an", "the", "any", "some", "optional", "compulsory"})
_HAVING = frozenset(
    (
        "with without include includes included including no have has having offer offers "
        "offering not are aren't isn't require requires requiring need needs needing involve "
        "involves involving do"
    ).split()
)


def _words(run: Sequence[Tag]) -> tuple[str, ...]:
    return words(" ".join(t.text for t in run).replace("-", " "))


def _cell(run: Sequence[Tag], values: tuple[str, ...]) -> Tag:
    first, last = run[0].first, run[-1].last
    return Tag(
        first, last, " ".join(t.text for t in run), links=(Link("cell", values, first, last),)
    )


def _is_open(tag: Tag) -> bool:
    """Nothing has read it, or it is a way of studying that only a cell can hold."""
    return tag.unread or tag.has("pace")


def _may(tag: Tag) -> bool:
    """No name; a number may be part of a date: "December 1"."""
    return not tag.links and (tag.quantity is None or tag.quantity.kind == "number")
