"""Words that ask for the same thing: the domain's paraphrase classes and the frame of a question.

A small hand-kept table for career guides and course pages, used by `grounding.py` where a word
vector is too coarse ("worst parts" answers "downsides"). A class is one idea; a word may stand in
several. Not a place for names, figures or topics: those come from the pages. Stems are compared, so
one form of a word is enough.
"""

from __future__ import annotations

from functools import cache

from assistant.stemming import stem

CLASSES: tuple[str, ...] = (
    "pay salary wage earn earnings compensation comp income paid remuneration money make",
    "entry junior start starter beginner rookie newcomer aspiring novice graduate trainee begin",
    "mid intermediate",
    "tip advice recommendation suggestion",
    "poor weak",
    "affect impact influence",
    "mandatory optional compulsory",
    "background foundation",
    "programmer coder developer coding programming",
    "senior experienced veteran principal lead",
    "downside disadvantage drawback con worst bad negative",
    "upside advantage benefit pro best perk",
    "need require must prerequisite necessary essential required requirement minimum",
    "degree education schooling credential diploma qualification study academic",
    "grow growth increase rise outlook expand climb gain prospect",
    "decline decrease shrink fall drop disappear lose vanish",
    "job role position occupation career profession post work trade",
    "fix repair mend",
    "cause reason result",
    "death fatality fatal",
    "company firm business organization corporation enterprise",
    "traditional conventional established legacy old-school",
    "startup early-stage",
    "tool assistant helper app application software system platform generator",
    "picture image photo visual",
    "text writing written description",
    "skill trait ability quality competence strength differentiator talent",
    "hospital clinic clinical healthcare medical health patient",
    "scholar researcher research academic",
    "paper literature article publication",
    "worth valuation valued value",
    "cost price expense expensive",
    "invest investment fund funding raise",
    "reduce lower cut decrease reduction",
    "easy easier accessible simple barrier",
    "hard difficult challenging tough",
    "different difference differ distinguish unlike versus",
    "change evolve shift move switch transition pivot update",
    "future predict prediction forecast projection projected expect trend",
    "phd ph.d doctorate doctoral",
    "year annual annually yearly annum",
    "month monthly",
    "week weekly",
    "duration length year month week",
    "day daily",
    "hour hourly",
    "percent percentage % share proportion fraction",
    "advance advancement promotion promote ahead chief",
    "strong strength stamina",
    "fault problem defect malfunction",
    "investigate investigation forensic",
    "credit semester",
    "automation automate automated software",
    "bottom lowest least minimum",
    "top highest maximum most largest biggest ceiling",
    "tenth 10",
    "half median middle typical",
    "place location city region geography area",
    "remote home online anywhere virtual",
    "teach train training taught course instruction",
    "license licence certification certificate certified registration registered",
    "apprentice apprenticeship",
    "treat treatment heal cure",
    "build create make design develop construct produce generate",
    "install fit",
    "law legal attorney lawyer",
    "outside elsewhere beyond external",
    "freelance self-employed independent self",
    "previous before earlier former prior past",
    "us u.s usa america american states",
    "suit fit suitable ideal perfect",
    "hurt injure injury illness hazard danger dangerous risk suffer",
    "hire recruit employ employer employment",
    "age old young",
    "duty task responsibility",
    "schedule hours shift",
    "quick fast rapid soon",
    "rid remove eliminate control",
    "opening vacancy",
    "include contain count comprise",
    "gear equipment clothing",
    "finish complete",
)
"""One idea a line, space-separated."""

PHRASES: dict[str, str] = {
    "phone number": "telephone",
    "email address": "email",
    "how long": "duration",
    "top end": "top",
    "low end": "bottom",
    "brand new": "entry",
    "fresh graduate": "entry",
    "starting out": "entry",
    "start out": "entry",
    "take home": "pay",
    "old school": "traditional",
    "day to day": "daily",
    "day job": "duty",
    "all day": "duty",
    "day long": "duty",
    "came before": "previous",
    "bring down": "reduce",
    "set apart": "different",
    "stand out": "different",
    "going up": "growth",
    "going down": "decline",
    "going away": "decline",
    "dying out": "decline",
    "get into": "entry",
    "get in": "entry",
    "break in": "enter",
    "best paid": "top",
    "highest paid": "top",
    "lowest paid": "bottom",
    "put in": "install",
    "get rid": "remove",
    "on call": "call",
    "own business": "self",
    "own boss": "self",
    "how many new": "growth",
    "how many extra": "growth",
    "how many additional": "growth",
    "how old": "age",
    "allowed to": "may",
    "permitted to": "may",
    "united states": "us",
    "non tech": "traditional",
}
"""Fixed phrases of questions and the word that stands for them."""

SPELLED_OUT: dict[str, str] = {"overtime": "40 hours"}
"""Words of questions that pages say in several words, all of which must stand there."""

SHORTENED: dict[str, str] = {
    "avg": "average", "yr": "year", "yrs": "years", "hrs": "hours", "wk": "week",
    "govt": "government", "mgmt": "management", "info": "information", "edu": "education",
    "exp": "experience", "cert": "certification", "certs": "certifications",
}  # fmt: skip
"""Words as they are typed in haste, and the whole ones."""

FRAME: frozenset[str] = frozenset(
    """
    a an the this that these those some any all both each every either neither no none one
    particular particularly specifically
    ones someone somebody anyone anybody other i me my mine myself you your yours we us our they
    them their he she him her
    his hers it its who whom whose which what when where why how and or but nor so if than
    then as at by for from in into of off on onto out over per to toward towards under until
    up upon via with within without about above after again against along also am are be
    been being is was were can could did do does doing done had has have having may might
    must shall should will would not n't don't doesn't isn't aren't didn't can't won't i'm
    i'd i've i'll you're they're it's that's what's whats who's how's there's let's there
    here just only very really quite too much many more most less least few lot lots bit
    actually please thanks thank hi hello hey ok okay well yes yeah bruh hmm oh sorry tell
    say says said meant give gives given list name names named mention mentions mentioned describe
    describes explain show find know wonder ask asking question answer state states mean
    means stand stands call called according guide guides page pages article site website
    section text document source sources information info detail details advice advise talk
    talks speak quote quotes look looks like want wants need needs kind sort type thing
    things stuff something anything exactly roughly approximately usually typically
    generally likely going go get gets got let come comes good nice behind figure figures
    number numbers amount value between among during before while because since though
    although even ever never always often sometimes right still yet now later way ways else
    besides apart across around same such own able become becomes becoming make makes made
    making put puts belong belongs belonging nickname headline headlines rate rates typical
    usual main offer offers offered range ranges band bands bracket quick facts step steps
    would-be possible possibly whether vs versus compared compare comparison long intro
    till true wondering became currently today nowadays introduction abbreviation
    acronym short happen happens involve involves bring brings
    enough sufficient suffices described guy guys folk folks word words turn turns
    turned aim aims wait er um uh erm pls plz thx u ur btw lol idk tbh fyi gonna wanna gotta cuz tho
    """.split()
)
"""Function words and the words of asking itself: they bind to nothing and decide nothing."""


@cache
def classes_of(stemmed: str) -> frozenset[int]:
    """Indices of the classes that hold a stem; empty for most words."""
    return _membership().get(stemmed, frozenset())


@cache
def _membership() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for number, line in enumerate(CLASSES):
        for word in line.split():
            found.setdefault(stem(word), set()).add(number)
    return {word: frozenset(numbers) for word, numbers in found.items()}
