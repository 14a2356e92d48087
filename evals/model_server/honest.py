"""The honest model: it says what the evidence says, in other words and another order.

By simple rules, without a look at the product: what was computed comes first, then what the pages
say and shares words with the question. Every figure and name stays the slot that it was given as.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from typing import Any

from evals.model_server.chat import Asked

Line = Mapping[str, Any]

_IDS = re.compile(r"\{(\w+)\.\w+\}")
_LEADS = ("According to {page}, ", "{page} says that ", "As {page} puts it, ")
_IS = re.compile(
    r"^The (?P<what>(?:\w+ ){0,2}?(?:cheapest|most expensive|shortest|longest)[^;:]*?) is "
    r"(?P<who>\{\w+\.name\})(?:, (?P<rest>listed at [^;]*?))?(?P<more>;.*)?\.$"
)
_LISTED = re.compile(r"^(?P<who>\{\w+\.name\}) is listed at (?P<values>[^;]+)\.$")


def honest_lines(asked: Asked, rng: random.Random) -> Sequence[Line]:
    """The sentences of an answer, as the form of the prompt wants them."""
    held = asked.data("evidence") or []
    results = [e for e in held if e.get("kind") == "result"]
    quotes = [e for e in held if e.get("kind") == "quote"]
    said = [_line(_reworded(e["text"], rng), e["id"]) for e in results]
    return [*said, *(_quoted(e, rng) for e in quotes)]


def _line(text: str, *ids: str) -> Line:
    return {"say": text, "cite": list(dict.fromkeys((*ids, *_IDS.findall(text))))}


def _reworded(text: str, rng: random.Random) -> str:
    """A computed sentence with its subject elsewhere, where its form is a known one."""
    if (m := _IS.match(text)) and not m["more"]:
        forms = [f"{m['who']} is the {m['what']}" + (f", {m['rest']}." if m["rest"] else ".")]
        if m["rest"]:
            listed = m["rest"][0].upper() + m["rest"][1:]
            forms.append(f"{listed}, {m['who']} is the {m['what']}.")
        return rng.choice(forms)
    if m := _LISTED.match(text):
        return f"The listing of {m['who']} gives {m['values']}."
    return text


def _quoted(entry: Mapping[str, Any], rng: random.Random) -> Line:
    """A sentence of a page: as it stands, or with where it stands said before it."""
    text = str(entry["text"]).strip()
    lead = rng.choice((*_LEADS, "", ""))
    page = str(entry.get("page", ""))
    plain = page and not re.search(r"\d", page) and text[:1].isupper() and text.endswith(".")
    starts = re.match(r"(?:The|A|An|In|Most|Some|Many|They|These|Employers|Workers)\b", text)
    if lead and plain and starts and page not in text:
        return _line(lead.format(page=page) + text[0].lower() + text[1:], entry["id"])
    return _line(text, entry["id"])
