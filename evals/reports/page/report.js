// Draws the report from the one block of data in the page. Every text is set as text: there is no
// way from a question, an answer or a quote to markup, and the page's policy would refuse it.
"use strict";

const { report, cases, quotes } = JSON.parse(document.getElementById("data").textContent);
const suites = Object.values(report.suites);
const OUTCOMES = ["wrong", "error", "abstained", "unscored", "right"];
const PAGE_SIZE = 40;
const SVG = "http://www.w3.org/2000/svg";
const at = (id) => document.getElementById(id);

/** An element of the given name space with attributes, listeners (on...) and children. */
function build(made, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
}
const el = (name, attributes = {}, ...children) => build(document.createElement(name), attributes, children);
const svg = (name, attributes = {}, ...children) => build(document.createElementNS(SVG, name), attributes, children);

const count = (n) => n.toLocaleString("en");
const percent = (x) => `${(100 * x).toFixed(1)}\u00a0%`;
const value = (x) => x.toFixed(3).replace("-", "\u2212");
const signed = (x) => (x > 0 ? "+" : "") + value(x);
const range = (e, show) => `${show(e.low)} to ${show(e.high)}`;
const chance = (p) => (p < 0.001 ? "under 0.001" : p.toFixed(3));
const ms = (x) => (x < 10 ? x.toFixed(1) : count(Math.round(x)));

/** A table in a box that scrolls on its own when the window is narrow; the first column heads its row. */
function table(caption, head, rows) {
  return el("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": caption },
    el("table", {}, el("caption", {}, el("span", {}, caption)),
      el("thead", {}, el("tr", {}, head.map((cell) => el("th", { scope: "col" }, cell)))),
      el("tbody", {}, rows.map(([first, ...rest]) =>
        el("tr", {}, el("th", { scope: "row" }, first), rest.map((cell) => el("td", {}, cell)))))));
}

/** A mean and its interval on a scale from `least` to `most`, drawn. The figures stand beside it. */
function bar(estimate, least, most, kind) {
  const x = (v) => 2 + 96 * (Math.min(most, Math.max(least, v)) - least) / (most - least);
  const zero = x(Math.max(least, 0));
  const to = x(estimate.mean);
  return svg("svg", { class: `bar ${kind}`, viewBox: "0 0 100 14", "aria-hidden": "true" },
    svg("rect", { class: "track", x: 2, y: 4, width: 96, height: 6, rx: 3 }),
    svg("rect", { class: "fill", x: Math.min(zero, to), y: 4, width: Math.abs(to - zero), height: 6, rx: 2 }),
    least < 0 ? svg("line", { class: "zero", x1: zero, x2: zero, y1: 1, y2: 13 }) : null,
    svg("path", { class: "whisker", d: `M${x(estimate.low)} 3V11M${x(estimate.high)} 3V11M${x(estimate.low)} 7H${x(estimate.high)}` }));
}

function figure(estimate, kind, show = percent, least = 0, most = 1) {
  if (!estimate) return el("span", { class: "none" }, "not scored");
  return el("div", { class: "figure" }, el("b", {}, show(estimate.mean)), bar(estimate, least, most, kind),
    el("small", {}, range(estimate, show)));
}

const rateHead = ["trials", "right", "wrong or failed", "abstained", "points"];
const trials = (rates) => Object.values(rates.outcomes).reduce((sum, n) => sum + n, 0);
const rateCells = (rates) => [count(trials(rates)), figure(rates.accuracy, "right"), figure(rates.wrong, "wrong"),
  figure(rates.abstained, "abstained"), figure(rates.points, "points", value, -1)];

function showCases(wanted) {
  const form = at("filters");
  form.reset();
  for (const [name, chosen] of Object.entries(wanted)) {
    form.elements[name].value = chosen;
    if (name === "suite") fillKinds();
  }
  list();
  at("cases").scrollIntoView();
  at("cases").focus({ preventScroll: true });
}
const caseLink = (text, wanted) => el("button", { type: "button", class: "link", onclick: () => showCases(wanted) }, text);

function results() {
  at("results").append(table("Every suite, with 95 % intervals. Families of trials are drawn together.", ["suite", ...rateHead, "controls"],
    suites.map((suite) => [el("a", { href: `#suite-${suites.indexOf(suite)}` }, suite.name), ...rateCells(suite.whole), verdict(suite)])));
}

function verdict(suite) {
  const ahead = suite.controls.filter((control) => control.beats_product);
  if (!suite.controls.length) return "none asked";
  if (!ahead.length) return "none ahead";
  return ahead.map((control) => el("p", { class: control.beyond_chance ? "beaten" : "" },
    `${control.rates.name} ahead${control.beyond_chance ? "" : ", maybe by chance"}`));
}

function strip(rates) {
  const total = trials(rates);
  const shown = [...OUTCOMES].reverse().filter((outcome) => rates.outcomes[outcome]);
  let x = 0;
  const parts = shown.map((outcome) => {
    const width = 100 * rates.outcomes[outcome] / total;
    x += width;
    return svg("rect", { class: outcome, x: x - width, y: 0, width, height: 10 });
  });
  return el("div", { class: "strip" },
    svg("svg", { viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true" }, parts),
    el("ul", { class: "legend" }, shown.map((outcome) => el("li", { class: outcome }, `${count(rates.outcomes[outcome])} ${outcome}`))));
}

/** Risk against coverage: each step is one group of answers, in a random order within. */
function curve(coverage) {
  const W = 320, H = 170, left = 46, top = 10, w = W - left - 12, h = H - top - 34;
  const most = Math.max(0.05, Math.ceil(Math.max(...coverage.steps.map((s) => s.risk)) * 20 * 1.1) / 20);
  const x = (c) => left + w * c;
  const y = (r) => top + h * (1 - r / most);
  const all = coverage.steps.at(-1);
  const total = all.coverage ? coverage.steps.reduce((n, s) => n + s.answers, 0) / all.coverage : 1;
  let answers = 0, failures = 0, path = "";
  for (const step of coverage.steps) {
    for (let part = answers ? 1 : 0; part <= 20; part++) {
      const share = part / 20 || 1e-9;
      const risk = (failures + share * step.failures) / (answers + share * step.answers);
      path += `${path ? "L" : "M"}${x((answers + share * step.answers) / total).toFixed(1)} ${y(risk).toFixed(1)}`;
    }
    answers += step.answers;
    failures += step.failures;
  }
  const label = (text, px, py, anchor) => svg("text", { x: px, y: py, "text-anchor": anchor }, text);
  return svg("svg", { class: "curve", viewBox: `0 0 ${W} ${H}`, role: "img", "aria-label": `Risk against coverage: ${percent(all.risk)} at ${percent(all.coverage)}` },
    [0, 0.5, 1].map((f) => [svg("line", { class: "grid", x1: left, x2: left + w, y1: y(f * most), y2: y(f * most) }),
      label(`${(100 * f * most).toFixed(1)} %`, left - 6, y(f * most) + 4, "end")]),
    [0, 0.5, 1].map((c) => label(`${100 * c} %`, x(c), H - 18, c === 1 ? "end" : "middle")),
    label("coverage", left + w / 2, H - 3, "middle"),
    svg("line", { class: "flat", x1: left, x2: x(all.coverage), y1: y(all.risk), y2: y(all.risk) }),
    svg("path", { class: "line", d: path }),
    coverage.steps.map((s) => svg("circle", { cx: x(s.coverage), cy: y(s.risk), r: 3.5 }, svg("title", {}, `${s.name}: ${percent(s.risk)} at ${percent(s.coverage)}`))));
}

function riskOf(suite) {
  const curved = suite.coverage;
  if (!curved) return null;
  const said = curved.steps.length === 1
    ? `Nothing orders these answers: the risk is ${percent(curved.area)} at every coverage.`
    : `Area ${curved.area.toFixed(4)}; ${curved.area_unordered.toFixed(4)} if nothing ordered the answers, ${curved.area_best.toFixed(4)} if every failure came last.`;
  return el("div", { class: "card" }, el("h4", {}, "Risk against coverage"), el("div", { class: "beside" }, curve(curved), el("div", {}, el("p", {}, said),
    table("Answers from the surest on", ["answers", "n", "failed", "coverage", "risk"],
      curved.steps.map((s) => [s.name, count(s.answers), count(s.failures), percent(s.coverage), percent(s.risk)])),
    el("p", { class: "soft" }, report.coverage_order))));
}

function controlsOf(suite) {
  if (!suite.controls.length) return null;
  return el("div", { class: "card" }, el("h4", {}, "Controls"),
    table("Points of a control minus those of the product, on the trials that both tried", ["control", "trials", "right", "points", "ahead by", "p"],
      suite.controls.map((c) => [c.rates.name, count(trials(c.rates)), figure(c.rates.accuracy, "right"), figure(c.rates.points, "points", value, -1),
        c.ahead ? figure(c.ahead.estimate, c.beats_product ? "wrong" : "right", signed, -2, 2) : "nothing in common", c.ahead ? chance(c.ahead.p_value) : ""])));
}

function measuresOf(suite) {
  const names = Object.keys(suite.measures);
  if (!names.length) return null;
  const beside = suite.controls.filter((c) => Object.keys(c.measures).length);
  return el("div", { class: "card" }, el("h4", {}, "Measures"),
    table("Means with 95 % intervals, over the trials that have them", ["measure", "guidepost", ...beside.map((c) => c.rates.name)],
      names.map((name) => [name + (name.startsWith("extra") ? " (less is better)" : ""), figure(suite.measures[name], name.startsWith("extra") ? "plain" : "right", value),
        ...beside.map((c) => (c.measures[name] ? figure(c.measures[name], "plain", value) : ""))])));
}

const isOfCases = (suite) => cases.some((c) => c.suite === suite.name);

function suiteArticle(suite, index) {
  const ahead = suite.controls.filter((control) => control.beats_product);
  const tone = ahead.some((control) => control.beyond_chance) ? "beaten" : ahead.length ? "ahead" : "";
  const kind = (name) => (isOfCases(suite) ? caseLink(name, { suite: suite.name, kind: name }) : name);
  const apart = (title, reasons) => Object.entries(reasons).map(([reason, n]) => el("li", {}, `${title}, ${count(n)}: ${reason}`));
  const notes = [...apart("Failed", suite.errors), ...apart("Not scored", suite.unscored)];
  return el("article", { id: `suite-${index}`, "aria-labelledby": `suite-${index}-title` },
    el("p", { class: `verdict ${tone}` }, suite.verdict),
    el("h3", { id: `suite-${index}-title` }, suite.name), el("p", { class: "soft" }, suite.about), strip(suite.whole),
    table(`Strata of ${suite.name}`, ["kind", ...rateHead], suite.strata.map((s) => [kind(s.name), ...rateCells(s)])),
    notes.length ? el("ul", {}, notes) : null,
    controlsOf(suite), measuresOf(suite), riskOf(suite));
}

const spread = (t) => (t ? el("div", {}, el("b", {}, ms(t.p50)), el("br"), el("small", {}, `${ms(t.p95)}, ${ms(t.max)}`)) : "");
const STAGES = ["understand", "retrieve", "compose", "verify"];

function latency() {
  const timed = suites.filter((suite) => suite.latency_ms.total);
  if (!timed.length) return at("latency").append(el("p", {}, "Nothing was answered."));
  const shownStages = [...new Set(timed.flatMap((suite) => Object.keys(suite.latency_ms)))];
  const longest = Math.max(...timed.map((suite) => suite.latency_ms.total.mean));
  const bars = timed.map((suite) => {
    const stages = STAGES.map((stage) => [stage, suite.latency_ms[stage]?.mean ?? 0]);
    const rest = suite.latency_ms.total.mean - stages.reduce((sum, [, mean]) => sum + mean, 0);
    let x = 0;
    const parts = [...stages, ["elsewhere", Math.max(0, rest)]].map(([stage, mean]) => {
      const width = 100 * mean / longest;
      x += width;
      return svg("rect", { class: stage, x: x - width, y: 0, width, height: 10 }, svg("title", {}, `${stage}: ${ms(mean)} ms`));
    });
    return el("li", {}, el("span", {}, suite.name), svg("svg", { viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true" }, parts),
      el("span", { class: "number" }, `${ms(suite.latency_ms.total.mean)} ms`));
  });
  at("latency").append(el("div", { class: "card" }, el("h3", {}, "Mean of an answer, by stage"), el("ul", { class: "stacks" }, bars),
    el("ul", { class: "legend" }, [...STAGES, "elsewhere"].map((stage) => el("li", { class: stage }, stage)))),
  table("Milliseconds: the median, and below it what 95 % stay under and the most. Stages are of the last answer of a trial.", ["suite", ...shownStages],
    timed.map((suite) => [suite.name, ...shownStages.map((stage) => spread(suite.latency_ms[stage]))])),
  table("What models were paid for", ["suite", "answers", "with a model", "tokens in", "tokens out", "cost in USD"],
    timed.map((suite) => [suite.name, ...["answers", "with_model", "input_tokens", "output_tokens"].map((k) => count(suite.usage[k])), suite.usage.cost_usd.toFixed(4)])),
  el("p", {}, caseLink("Show the slowest cases", { order: "slowest" })));
}

/** "suite/id" of a case -> what changed of it; a worse audit of its citations makes it worse. */
const changed = new Map();
for (const change of ["improved", "worsened"]) {
  for (const name of report.comparison?.[change] ?? []) changed.set(name.replace(/^citations\//, ""), change);
}

function comparison() {
  const found = report.comparison;
  if (!found) return;
  const cases = (change) => [...changed.values()].filter((of) => of === change).length;
  at("comparison").hidden = false;
  at("changes").hidden = false;
  const cells = (gap, worse) => [count(gap.estimate.n), figure(gap.estimate, worse ? "wrong" : "right", signed, -1)];
  const seen = (gap) => (gap.detectable === null ? "none" : gap.detectable.toFixed(3));
  const rows = (of) => of.map((row) => [row.name, ...cells(row.points, row.points.estimate.mean < 0), chance(row.p_adjusted), seen(row.points),
    count(row.points.won), count(row.points.lost)]);
  const measured = found.measures.map((row) => [row.name, ...cells(row.values, row.name.includes(": extra") !== (row.values.estimate.mean < 0)), chance(row.p_adjusted), seen(row.values)]);
  const head = ["suite", "trials", "points, now minus before", "p (Holm)", "could have seen", "better", "worse"];
  at("comparison").append(
    el("p", {}, caseLink(`${count(cases("improved"))} better`, { change: "improved" }), " and ", caseLink(`${count(cases("worsened"))} worse`, { change: "worsened" }),
      ` than before; ${count(found.left_out)} trials are not compared, ${count(found.changed)} of them because they were changed.`),
    table("By suite", head, rows(found.suites)), el("details", {}, el("summary", {}, "By stratum"), table("By stratum", head, rows(found.strata))),
    measured.length ? el("details", {}, el("summary", {}, "Measures"), table("Values beside the outcome", ["measure", "trials", "now minus before", "p (Holm)", "could have seen"], measured)) : "");
}

/* Cases */
const rank = new Map(OUTCOMES.map((outcome, i) => [outcome, i]));
const words = cases.map(() => null);
let found = [];
let shown = 0;

function haystack(i) {
  const c = cases[i];
  words[i] ??= [c.id, c.kind, ...c.turns, c.gold, ...c.reasons, ...c.citation_reasons, c.answer?.text, c.answer?.plan.description].join("\n").toLowerCase();
  return words[i];
}

function fillKinds() {
  const { suite, kind } = at("filters").elements;
  const kinds = new Set(cases.filter((c) => !suite.value || c.suite === suite.value).map((c) => c.kind));
  kind.replaceChildren(el("option", { value: "" }, "all"), ...[...kinds].sort().map((k) => el("option", { value: k }, k)));
}

const hasOutcome = (c, wanted) => (wanted === "citations" ? c.citations === "wrong" : wanted === "failures" ? !["right", "unscored"].includes(c.outcome) : c.outcome === wanted);

function list() {
  const { suite, kind, outcome, change, order, text } = Object.fromEntries(new FormData(at("filters")));
  const needles = text.toLowerCase().split(/\s+/).filter(Boolean);
  found = cases.map((c, i) => i).filter((i) => {
    const c = cases[i];
    return (!suite || c.suite === suite) && (!kind || c.kind === kind) && (!outcome || hasOutcome(c, outcome))
      && (!change || changed.get(`${c.suite}/${c.id}`) === change) && needles.every((needle) => haystack(i).includes(needle));
  });
  if (order === "worst") found.sort((a, b) => rank.get(cases[a].outcome) - rank.get(cases[b].outcome) || a - b);
  if (order === "slowest") found.sort((a, b) => cases[b].ms - cases[a].ms);
  at("count").textContent = `${count(found.length)} of ${count(cases.length)} cases`;
  shown = 0;
  at("list").replaceChildren();
  more();
}

function more() {
  const next = found.slice(shown, shown + PAGE_SIZE);
  at("list").append(...next.map((i) => caseItem(cases[i], i)));
  shown += next.length;
  at("more").hidden = shown >= found.length;
  at("more").textContent = `Show ${Math.min(PAGE_SIZE, found.length - shown)} more of ${count(found.length - shown)}`;
}

function caseItem(c, i) {
  const change = changed.get(`${c.suite}/${c.id}`);
  const body = el("div", { class: "body" });
  const open = (event) => { if (event.target.open && !body.firstChild) body.append(...caseBody(c, i)); };
  return el("li", {}, el("details", { ontoggle: open }, el("summary", {},
    el("span", { class: `badge ${c.outcome}` }, c.outcome), el("span", { class: "asked" }, c.turns.at(-1)),
    el("span", { class: "meta" }, `${c.suite} \u00b7 ${c.kind} \u00b7 ${c.id} \u00b7 ${ms(c.ms)} ms`,
      change ? el("b", { class: change }, change === "improved" ? " \u00b7 better" : " \u00b7 worse") : null,
      c.citations === "wrong" ? el("b", { class: "worsened" }, " \u00b7 citations wrong") : null)), body));
}

const part = (title, ...content) => el("section", {}, el("h3", {}, title), ...content);
const items = (texts) => el("ul", {}, texts.map((text) => el("li", {}, text)));

/** A quote on few lines: where its source breaks a line, a mark of the style says so. */
const lines = (text) => text.split(/(?<=\n)(?=[^\n])/).map((line, i) => (i ? el("span", { class: "break" }, line) : line));

/** The text of an answer with its [n] marks as links to the quotes below. */
function cited(answer, prefix) {
  const known = new Set(answer.citations.map(([number]) => String(number)));
  return answer.text.split(/(\[\d+\])/).map((piece) => {
    const number = piece.slice(1, -1);
    return /^\[\d+\]$/.test(piece) && known.has(number) ? el("a", { class: "mark", href: `#${prefix}-${number}`, "aria-label": `evidence ${number}` }, number) : piece;
  });
}

function answerParts(answer, prefix) {
  if (!answer) return [part("Answer", el("p", {}, "none"))];
  const { plan } = answer;
  const filters = plan.filters.map(([field, op, values]) => `${field} ${op} ${values.join(", ")}`);
  return [
    part("Understood", el("p", {}, plan.description || "nothing", el("span", { class: "soft" }, ` (route: ${plan.route})`)), filters.length ? el("ul", { class: "chips" }, filters.map((f) => el("li", {}, f))) : null,
      plan.residue.length ? el("p", {}, "Left unread: ", plan.residue.map((word) => [el("mark", {}, word), " "])) : null),
    part(`Answer: ${answer.status.replaceAll("_", " ")}`, el("p", { class: "text" }, cited(answer, prefix))),
    answer.citations.length ? part("Evidence", el("ol", { class: "evidence" }, answer.citations.map(([number, place]) => el("li", { id: `${prefix}-${number}`, value: number, tabindex: -1 },
      el("blockquote", {}, lines(quotes[place].quote)), el("cite", {}, [quotes[place].title, quotes[place].section].filter(Boolean).join(", ")))))) : null,
  ];
}

function caseBody(c, i) {
  const values = Object.entries({ ...c.measures, ...c.citation_measures });
  const timings = Object.entries(c.answer?.timings ?? {}).map(([stage, t]) => `${stage} ${ms(t)} ms`);
  const controls = Object.entries(c.controls);
  const before = c.before && el("details", {}, el("summary", {}, `Before: ${c.before.outcome}`), items(c.before.reasons), ...answerParts(c.before.answer, `b${i}`).filter(Boolean));
  return [
    c.turns.length > 1 ? part("Turns", el("ol", {}, c.turns.map((turn) => el("li", {}, turn)))) : null,
    c.reasons.length ? part("Why", items(c.reasons)) : null, c.citation_reasons.length ? part("Citations", items(c.citation_reasons)) : null,
    part("Right would be", el("p", {}, c.gold)), ...answerParts(c.answer, `e${i}`), before,
    controls.length || values.length || timings.length ? part("Beside it", el("ul", { class: "chips" },
      controls.map(([name, outcome]) => el("li", {}, `${name}: ${outcome}`)), values.map(([name, v]) => el("li", {}, `${name} ${v.toFixed(3)}`)),
      timings.map((text) => el("li", {}, text)))) : null,
  ].filter(Boolean);
}

function browser() {
  const { elements } = at("filters");
  elements.suite.append(...[...new Set(cases.map((c) => c.suite))].map((name) => el("option", { value: name }, name)));
  elements.outcome.append(el("option", { value: "failures" }, "not right"), ...OUTCOMES.map((name) => el("option", { value: name }, name)), el("option", { value: "citations" }, "citations wrong"));
  fillKinds();
  let waiting = 0;
  at("filters").addEventListener("input", (event) => {
    if (event.target.name === "suite") fillKinds();
    clearTimeout(waiting);
    waiting = setTimeout(list, event.target.name === "text" ? 150 : 0);
  });
  at("filters").addEventListener("reset", () => setTimeout(() => { fillKinds(); list(); }));
  at("filters").addEventListener("submit", (event) => event.preventDefault());
  at("more").addEventListener("click", () => {
    const first = shown;
    more();
    at("list").children[first].querySelector("summary").focus();
  });
  list();
}

function madeOf() {
  const { run, notes } = report;
  const commit = notes.commit ? notes.commit + (notes.changed ? ", and changes to it" : "") : "none";
  const parts = [["commit", commit], ["corpus", run.corpus], ["index", run.index_version], ["code", run.code], ["prompts", run.prompts],
    ...Object.entries(run.models), ...Object.entries(run.suites).map(([name, mark]) => [`trials of ${name}`, mark])];
  at("made-of").append(table("Hashes of what took part; the commit does not decide whether two runs are of the same", ["what", "fingerprint"], parts.map(([name, mark]) => [name, el("code", {}, mark)])));
  at("name").textContent = run.name.replaceAll("+", ", ");
  document.title = `Guidepost evaluation: ${run.name}`;
  at("when").textContent = [notes.finished_at && `${notes.finished_at.slice(0, 16).replace("T", " ")} UTC`, `${count(cases.length)} trials`,
    `index ${run.index_version}`, notes.commit && `commit ${notes.commit.slice(0, 12)}`].filter(Boolean).join(" \u00b7 ");
}

madeOf();
results();
comparison();
at("suites").append(...suites.map(suiteArticle));
latency();
browser();
at("sections").append(...[...document.querySelectorAll("main > section:not([hidden])")].map((section) => el("li", {}, el("a", { href: `#${section.id}` }, section.querySelector("h2").textContent))));
