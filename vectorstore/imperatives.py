"""Whether a sentence orders something: it begins with the bare form of a verb. Pure.

By a list of verbs, for English shows an order by nothing else. What is ordered, and of whom, is not
known here.
"""

from __future__ import annotations

import re

VERBS = """
accept access achieve act activate adapt add address adjust admit adopt advertise advise agree
alert allow alter analyse analyze announce answer apologise apologize append apply approve arrange
ask assess assign assist assume attach attack attend avoid ban base become begin believe block
blog book boost break bring browse build buy bypass calculate call cancel capitalize carry
categorize cease change charge chat check choose cite claim classify clear click close code
collect combine comment communicate compare compile complain complete compose compute conclude
conduct confirm congratulate connect consider construct contact continue contrast contribute
convert convince copy correct count cover create criticise criticize debug deceive decide declare
decline decode decrypt define delete deliver demand demonstrate deny describe design detail
determine develop diagnose disable disclose discover discuss dismiss display disregard distribute
divide donate double download draft draw drop echo edit elaborate email embed emphasise emphasize
enable encode encourage encrypt end endorse enhance enjoy enroll ensure enter estimate evaluate
exaggerate examine exclude execute expand explain explore export expose express extend extract
fabricate facilitate favor fetch fill find finish fix flip focus follow force forget format
forward generate give go greet group guess guide hack handle help hide highlight hint hire hold
identify ignore illustrate imagine imitate impersonate implement imply import improve include
increase indicate infer inform inject insert insist inspect install instruct integrate interpret
introduce invent invert invest investigate invite issue join judge jumble keep launch lead learn
leave lie like link list listen load locate log look lower mail maintain make manage mark mask
match measure mention message mimic misspell mix modify monitor move multiply name narrate
navigate neglect notify obey obtain offer omit open optimize order organise organize output
overlook override paraphrase pass pause pay perform permit persuade phrase pick place plan play
plug point post praise predict prefer prepare present pretend prevent print prioritise prioritize
proceed process produce program promise promote proofread propose protect prove provide publish
purchase pursue push put question quit quote raise rank rant rate rearrange reassure recall recite
recommend record redirect reduce refer reference refuse register reject rely remember remind
remove rename render repeat rephrase replace reply report represent request research reset resolve
respond restart restate retrieve return reveal reverse review revise rewrite roleplay rotate run
sabotage save say scan schedule scramble search sell send separate serve set share shift shorten
shout show shuffle sign simplify simulate sing skip slip solve sort speak specify spell spread
start state steal stop store stress study submit substitute subtract suggest summarise summarize
support suppose suppress surprise swap swear switch take talk tease tell terminate test thank
think threaten track train transcribe transfer transform translate transmit treat trick trust try
turn type uncover undermine uninstall unlock unsubscribe update upload urge use utter validate
verify view visit vote wait wake walk warn watch wish withhold work write yell
""".split()
"""Bare forms, of what a text can order or a sentence can tell."""
_LEADING = (
    r"(?:(?:please|kindly|now|then|next|also|just|only|always|never|instead|finally|first|so|and"
    r"|do\snot|don't|be\ssure\sto|make\ssure\sto|try\sto|remember\sto|feel\sfree\sto)\b,?\s+)*"
)
_ORDER = re.compile(
    rf"^[\W_]*{_LEADING}(?P<verb>{'|'.join(VERBS)})\b(?!\s+(?:of|is|are|was|were|and\s\w+\s(?:is|are))\b)",
    re.IGNORECASE,
)
_FINITE = re.compile(
    r"^(?:[\w'\u2019-]+\s+){1,3}(?:is|are|was|were|has|have|had|can|could|may|might|will|would|must"
    r"|should|does|did)\b",
    re.IGNORECASE,
)


def orders(sentence: str) -> bool:
    """Whether a sentence begins as an order does.

    >>> orders("Please set an alarm."), orders("Set designers are paid well."), orders("It is set.")
    (True, False, False)
    """
    text = sentence.strip()
    found = _ORDER.match(text)
    return bool(found) and not _FINITE.match(text[found.start("verb") :] if found else "")
