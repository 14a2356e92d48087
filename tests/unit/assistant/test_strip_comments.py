"""JavaScript without comments: what is no comment stays, and what is in doubt stays whole."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.api.strip_comments import stripped

ROOT = Path(__file__).parents[3] / "assistant"
MODULES = sorted([*(ROOT / "page").glob("*.js"), *(ROOT / "widget").rglob("*.js")])


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("", ""),
        ("// all\n/* of it */", ""),
        ("a(); // one\nb();", "a();b();"),
        ("a\n/* x */ b", "a\nb"),
        ("a /* x\n */ b", "a\nb"),
        ("return /* x\n */ b", "return\nb"),
        ("let u = 'http://x'; // y", "let u='http://x';"),
        ('s = "/* no */" // y\n', 's="/* no */"\n'),
        (r"s = 'it\'s // no' // y", r"s='it\'s // no'"),
        ("s = 'a\\\n// no' // y", "s='a\\\n// no'"),
        ("`a // no ${b /* y */ + `/* no */`} // no` // y", "`a // no ${b+`/* no */`} // no`"),
        ("`${{a: '}'} /* y */}` // y", "`${{a:'}'}}`"),
        ("`\\` // no` // y", "`\\` // no`"),
        ("`$ $a \\${ // no` // y", "`$ $a \\${ // no`"),
        ("x = /[/*]'\"`/.test(y) // y", "x=/[/*]'\"`/.test(y)"),
        (r"x = /\/\/ no/g // y", r"x=/\/\/ no/g"),
        ("x = a / b / c // y", "x=a / b / c"),
        ("x = (a) / b // y", "x=(a)/ b"),
        ("x = a[1] / b // y", "x=a[1]/ b"),
        ("if (a) /'/.test(b) // y", "if(a)/'/.test(b)"),
        ("return /'/ // y", "return /'/"),
        ("x.return / 2 // y", "x.return / 2"),
        ("a + /'/.source // y", "a+ /'/.source"),
        ("a - -b // y", "a- -b"),
        ("a + ++b // y", "a+ ++b"),
        ("a = b\n++c // y", "a=b\n++c"),
        ("a = b\n(c) // y", "a=b\n(c)"),
        ("class A {\n  #p = 1 // y\n  q\n}", "class A{#p=1\nq}"),
        (
            "class A { #bb = '#dd'; #cc() { return this.#cc ?? #bb in x } }",
            "class A{#bb='#dd';#cc(){return this.#cc??#bb in x}}",
        ),
        ("const x = a ?? /* y */ b?.c", "const x=a??b?.c"),
        ("a => { /* y */ }", "a=>{}"),
        ("import x from './a.js' // y\nx()", "import x from'./a.js'\nx()"),
        ("1 .toFixed() // y", "1 .toFixed()"),
        ("a ? b : c < 1 // y", "a?b:c<1"),
        ("a ? .5 : 1 // y", "a? .5:1"),
        ("async *a() {} // y", "async*a(){}"),
        ("x = /a/ in b // y", "x=/a/ in b"),
        ("/* css */ `a {\n  b: c; d: e;\n}\n` // y", "`a{b:c;d:e}`"),
        (
            "/* css */ `/* x; */ a > b , c :hover{ d : 1px /* y */ -2px !important }`",
            "`a>b,c :hover{d :1px -2px!important}`",
        ),
        ('/* css */ `a { b: "c; /* d */  }" }`', '`a{b:"c; /* d */  }"}`'),
        ("/* css */ `@media (a: b) { c { d: e; } }` // y", "`@media (a:b){c{d:e}}`"),
        ("/* css */ `a { b: ${c}; }` // y", "`a { b: ${c}; }`"),
        ("/* css */ x`a  b`; '/* css */ `a  b`' // y", "x`a  b`;'/* css */ `a  b`'"),
        ("\u00e9 = '\u2028' // y", "\u00e9='\u2028'"),
        ("a // y\u2028b", "a\nb"),
    ],
)
def test_only_comments_and_needless_blanks_go(text: str, left: str) -> None:
    assert stripped(text) == left


@pytest.mark.parametrize(
    "text",
    [
        "'open // x",
        "`open // x",
        "`${a // x",
        "/* open",
        "f( // x",
        "f) // x",
        "[} // x",
        "function f() {}\n/'/.test(x) // x",
        "a++ / 2 // x",
        "let of = 1; of / 2 // x",
        "x = /open\n// x",
        "<!-- x\na // x",
        "a // x\n--> b",
    ],
)
def test_what_is_in_doubt_is_left_as_it_is(text: str) -> None:
    assert stripped(text) == text


TOKENS = st.sampled_from(
    ["name", "x1", "'// no'", '"/* no */"', "`a ${b} // no`", "`/*${'`'}*/`", "/[/*'\"]/g", "(c)",
     "[d]", "12", "f('//')", "{e:/\\//}.e"]
)  # fmt: skip
GAPS = st.sampled_from([" /* ' */ ", "/* ` */ ", ' // " }\n ', "\n", " ", " /*\n*/ "])


@given(st.lists(st.tuples(TOKENS, GAPS, GAPS), min_size=1, max_size=8))
def test_whatever_stands_between_nothing_else_is_lost(parts: list[tuple[str, str, str]]) -> None:
    text = "".join(f"{first}({token}){gap},{second}" for token, first, gap, second in
                   ((t, "v = w", a, b) for t, a, b in parts)) + "end"  # fmt: skip
    left = stripped(text)
    assert left == "".join(f"v=w({token})," for token, _, _ in parts) + "end"
    assert stripped(left) == left


@given(st.text("ab1 \n/*'\"`${}()[]\\+-=;,.", max_size=40))
def test_it_never_fails_and_never_grows(text: str) -> None:
    left = stripped(text)
    assert len(left) <= len(text)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_our_own_modules_shrink_and_are_still_modules(path: Path, tmp_path: Path) -> None:
    text = path.read_text()
    left = stripped(text)
    assert len(left) < len(text)
    assert "/**" not in left
    node = shutil.which("node")
    if node is None:
        pytest.skip("no Node.js to read the result with")
    made = tmp_path / "made.mjs"
    made.write_text(left)
    done = subprocess.run([node, "--check", str(made)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
