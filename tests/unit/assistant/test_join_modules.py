"""Modules joined for the wire: what is imported comes first, and in doubt nothing is touched."""

from __future__ import annotations

import pytest

from assistant.api.join_modules import joined


def join(**texts: str) -> tuple[str, tuple[str, ...]]:
    """`a.js` with what it imports, of modules by the letters of their names."""
    return joined("a.js", lambda name: texts[name.removesuffix(".js")])


def test_each_module_is_there_once_and_before_those_that_import_it() -> None:
    text, names = join(
        a='/** First. */\nimport { b, d } from "./b.js";\nimport { c } from "./c.js";\n'
        "export const a = b + c;\n",
        b='import { c } from "./c.js";\nexport const b = c;\nexport async function d() {}\n',
        c="export const c = 1; // export const is said here\n",
    )
    assert names == ("c.js", "b.js", "a.js")
    assert text == (
        "const c = 1; // export const is said here\nconst b = c;\nasync function d() {}\n"
        "/** First. */\nexport const a = b + c;\n"
    )


def test_two_that_import_each_other_and_imports_at_run_time() -> None:
    text, names = join(
        a='import { b } from "./b.js";\nexport class A {}\nimport("./c.js").then(b);\n',
        b='import { A } from "./a.js";\nexport const b = () => new A();\n',
    )
    assert names == ("b.js", "a.js")
    assert text == 'const b = () => new A();\nexport class A {}\nimport("./c.js").then(b);\n'


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ('import { b } from "./b.js";\nconst c = 1;\n', "export const b = 1;\nconst c = 2;\n"),
        ('import { b } from "./b.js";\nconst [x] = b;\n', "export const b = [1];\n"),
        ('import { b as c } from "./b.js";\n', "export const b = 1;\n"),
        ('import * as b from "./b.js";\n', "export const b = 1;\n"),
        ('import b from "./b.js";\n', "export default 1;\n"),
        ('import { b } from "./b.js";\n', "const b = 1;\nexport { b };\n"),
        ('import { b } from "./b.js";\nexport default b;\n', "export const b = 1;\n"),
    ],
)
def test_in_doubt_the_module_is_as_it_came(first: str, second: str) -> None:
    assert join(a=first, b=second) == (first, ("a.js",))


def test_a_module_alone_is_itself() -> None:
    alone = "export default { a: 1 };\n"
    assert join(a=alone) == (alone, ("a.js",))
