"""Denials of made-up career pages, each with true and untrue ways to say it again.

For the second audit; written like `made_facts.py`. A denial is what a model loses most easily, and
the pages that are at hand hold few of them.
"""

from __future__ import annotations

from collections.abc import Sequence

from evals.verifier_audit.made_facts import ORDER, VOICE, Phrased

NOT = "dropped not"


def _denial(source: str, true: Sequence[str], lies: Sequence[str]) -> Phrased:
    first, *others = true
    return Phrased(
        source,
        ((ORDER, first), *((VOICE, other) for other in others)),
        tuple((NOT, lie) for lie in lies),
    )


DENIALS: Sequence[Phrased] = (
    _denial(
        "Tilers do not need a license in most states.",
        (
            "In most states, tilers do not need a license.",
            "A license is not needed by tilers in most states.",
            "Tilers don't need a license in most states.",
        ),
        (
            "Tilers need a license in most states.",
            "In most states, tilers do need a license.",
            "A license is needed by tilers in most states.",
        ),
    ),
    _denial(
        "Certification is not required, but many employers prefer it.",
        (
            "Many employers prefer certification, but it is not required.",
            "Certification isn't required, but it is preferred by many employers.",
        ),
        (
            "Certification is required, and many employers prefer it.",
            "Many employers prefer certification, and it is required.",
            "Certification is required.",
        ),
    ),
    _denial(
        "The certificate does not expire.",
        ("The certificate doesn't expire.", "The certificate never expires."),
        ("The certificate expires.", "The certificate does expire."),
    ),
    _denial(
        "A bachelor's degree is not enough for the licence on its own.",
        (
            "On its own, a bachelor's degree is not enough for the licence.",
            "For the licence, a bachelor's degree on its own isn't enough.",
        ),
        (
            "A bachelor's degree is enough for the licence on its own.",
            "On its own, a bachelor's degree is enough for the licence.",
        ),
    ),
    _denial(
        "Applicants cannot sit the exam before the age of 19.",
        (
            "Before the age of 19, applicants cannot sit the exam.",
            "The exam cannot be sat by applicants before the age of 19.",
        ),
        (
            "Applicants can sit the exam before the age of 19.",
            "Before the age of 19, applicants can sit the exam.",
        ),
    ),
    _denial(
        "Overtime on Sundays is never paid at the normal rate.",
        (
            "At the normal rate, overtime on Sundays is never paid.",
            "Overtime on Sundays is not paid at the normal rate.",
        ),
        (
            "Overtime on Sundays is paid at the normal rate.",
            "Overtime on Sundays is always paid at the normal rate.",
        ),
    ),
    _denial(
        "Employers no longer ask for a driving licence.",
        (
            "A driving licence is no longer asked for by employers.",
            "Employers do not ask for a driving licence any longer.",
        ),
        (
            "Employers ask for a driving licence.",
            "Employers still ask for a driving licence.",
            "A driving licence is asked for by employers.",
        ),
    ),
    _denial(
        "The school does not accept transfer credits from other colleges.",
        (
            "Transfer credits from other colleges are not accepted by the school.",
            "From other colleges, the school does not accept transfer credits.",
        ),
        (
            "The school accepts transfer credits from other colleges.",
            "Transfer credits from other colleges are accepted by the school.",
        ),
    ),
    _denial(
        "No previous experience is needed for the junior posts.",
        (
            "For the junior posts, no previous experience is needed.",
            "Previous experience is not needed for the junior posts.",
            "The junior posts need no previous experience.",
        ),
        (
            "Previous experience is needed for the junior posts.",
            "For the junior posts, previous experience is needed.",
            "The junior posts need previous experience.",
        ),
    ),
    _denial(
        "Glaziers rarely work outdoors in winter and are not paid for travel.",
        (
            "In winter, glaziers rarely work outdoors.",
            "Glaziers are not paid for travel and rarely work outdoors in winter.",
        ),
        (
            "Glaziers are paid for travel.",
            "Glaziers work outdoors in winter.",
            "Glaziers rarely work outdoors in winter and are paid for travel.",
        ),
    ),
    _denial(
        "The online lectures do not count towards the practical hours.",
        (
            "Towards the practical hours, the online lectures do not count.",
            "The online lectures don't count towards the practical hours.",
        ),
        (
            "The online lectures count towards the practical hours.",
            "Towards the practical hours, the online lectures do count.",
        ),
    ),
    _denial(
        "Neither a degree nor a diploma is required of assistants.",
        (
            "Of assistants, neither a degree nor a diploma is required.",
            "Assistants are required to have neither a degree nor a diploma.",
        ),
        (
            "A degree is required of assistants.",
            "Either a degree or a diploma is required of assistants.",
            "A diploma is required of assistants.",
        ),
    ),
    _denial(
        "Few firms train beginners, and none pays for the exam.",
        (
            "None of the firms pays for the exam, and few train beginners.",
            "Beginners are trained by few firms.",
        ),
        (
            "Firms train beginners, and one pays for the exam.",
            "All firms pay for the exam.",
            "Most firms train beginners.",
        ),
    ),
    _denial(
        "Without a work permit, foreign graduates cannot be hired.",
        (
            "Foreign graduates cannot be hired without a work permit.",
            "Foreign graduates without a work permit cannot be hired.",
        ),
        (
            "Without a work permit, foreign graduates can be hired.",
            "Foreign graduates can be hired with no work permit.",
            "With a work permit, foreign graduates cannot be hired.",
        ),
    ),
    _denial(
        "The fee is not refunded after the first class.",
        (
            "After the first class, the fee is not refunded.",
            "The fee isn't refunded after the first class.",
        ),
        (
            "The fee is refunded after the first class.",
            "After the first class, the fee is refunded.",
            "The fee is not refunded before the first class.",
        ),
    ),
    _denial(
        "Part-time students are not eligible for the grant.",
        (
            "For the grant, part-time students are not eligible.",
            "Part-time students aren't eligible for the grant.",
        ),
        (
            "Part-time students are eligible for the grant.",
            "Full-time students are not eligible for the grant.",
            "For the grant, part-time students are eligible.",
        ),
    ),
    _denial(
        "Bakers should not expect regular hours.",
        (
            "Regular hours should not be expected by bakers.",
            "Bakers shouldn't expect regular hours.",
        ),
        (
            "Bakers should expect regular hours.",
            "Regular hours should be expected by bakers.",
            "Bakers can expect regular hours.",
        ),
    ),
    _denial(
        "It is not the pay that draws most people to beekeeping.",
        ("The pay is not what draws most people to beekeeping.",),
        (
            "It is the pay that draws most people to beekeeping.",
            "The pay draws most people to beekeeping.",
        ),
    ),
)
