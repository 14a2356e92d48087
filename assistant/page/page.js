/**
 * The plain page: asks POST /ask and shows the answer, its rows and its citations.
 *
 * Everything is built as DOM nodes from text: nothing of a source or an answer is read as HTML.
 */

const log = document.querySelector("#log");
const form = document.querySelector("#ask");
const question = document.querySelector("#question");
const send = document.querySelector("#send");
const problem = document.querySelector("#problem");
const held = document.querySelector("#held");
const welcome = document.querySelector("#welcome");
const fresh = document.querySelector("#fresh");

const NOTES = {
  partial: "Answered in part",
  no_match: "No match",
  not_in_sources: "Not in the sources",
  clarify: "A question back",
  refused: "Not answered",
};
const WORDS = { on_campus: "on campus", online: "online", hybrid: "hybrid", in: "", not_in: "not", only: "only", all: "both" };
const AMOUNTS = { lt: "under", le: "at most", gt: "over", ge: "at least", eq: "exactly", between: "between" };
const STOP = /(?<!\.\w)[.?!]+$/;

/** What the page remembers: the conversation, and the constraints if the visitor edited them. */
const state = { conversation: null, constraints: [], edited: false };

/** A node with attributes and children; strings become text. */
function node(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

async function ask(text) {
  const body = { question: text };
  if (state.conversation) body.conversation_id = state.conversation;
  if (state.edited) body.constraints = state.constraints;
  const response = await fetch("/ask", {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json" },
    body: JSON.stringify(body),
  });
  const given = await response.json();
  if (!response.ok) throw new Error(given.detail ?? "The server could not answer.");
  return given;
}

async function submit(text) {
  problem.textContent = "";
  send.disabled = true;
  welcome.hidden = true;
  const turn = node("article", { class: "turn" }, node("p", { class: "asked" }, text));
  const waiting = node("p", { class: "waiting", "aria-hidden": "true" }, "Looking it up");
  turn.append(waiting);
  log.append(turn);
  turn.scrollIntoView({ block: "nearest" });
  try {
    const answer = await ask(text);
    waiting.replaceWith(answerNode(answer));
    state.conversation = answer.conversation_id;
    state.constraints = answer.constraints;
    state.edited = false;
    showHeld();
    fresh.hidden = false;
    question.value = "";
    resize();
  } catch (error) {
    turn.remove();
    welcome.hidden = log.childElementCount > 0;
    problem.textContent = error instanceof TypeError ? "The server cannot be reached." : error.message;
  }
  send.disabled = false;
  question.focus({ preventScroll: true });
  turn.scrollIntoView({ block: "start" });
}

function answerNode(answer) {
  const cited = new Map(answer.citations.map((citation) => [citation.id, citation]));
  const made = node("div", { class: "answer" });
  if (NOTES[answer.status]) made.append(node("p", { class: "status" }, NOTES[answer.status]));
  made.append(...paragraphs(answer.segments, cited));
  if (answer.clarify && !answer.text.includes(answer.clarify)) made.append(node("p", {}, answer.clarify));
  if (answer.result?.rows.length) made.append(table(answer.result, cited));
  if (answer.citations.length) made.append(footnotes(answer.citations));
  return made;
}

/** The sentences; caveats stand apart from what was asked. */
function paragraphs(segments, cited) {
  const said = node("p");
  const limits = node("p", { class: "caveat" });
  for (const segment of segments) {
    const into = segment.kind === "caveat" ? limits : said;
    const end = STOP.exec(segment.text)?.index ?? segment.text.length;
    into.append(segment.text.slice(0, end));
    for (const id of segment.citations) into.append("\u2060", mark(cited.get(id)));
    into.append(`${segment.text.slice(end)} `);
  }
  return [said, limits].filter((made) => made.hasChildNodes());
}

function viewAddress(citation) {
  const span = new URLSearchParams({ start: citation.start, end: citation.end });
  return `/sources/${encodeURIComponent(citation.source.id)}/view?${span}`;
}

function mark(citation) {
  const label = `Source ${citation.id}: ${citation.source.title}, opens in a new tab`;
  const link = { class: "mark", href: viewAddress(citation), target: "_blank", rel: "noopener", "aria-label": label };
  return node("a", { ...link, title: citation.quote.slice(0, 200) }, String(citation.id));
}

function footnotes(citations) {
  const list = node("ol", { class: "notes" });
  for (const citation of citations) {
    const quote = citation.quote.replace(/\s+/g, " ");
    const shown = quote.length > 160 ? `${quote.slice(0, 160)}\u2026` : quote;
    const where = node("cite", {}, citation.source.title);
    list.append(node("li", { value: citation.id }, mark(citation), node("q", {}, shown), " ", where));
  }
  const summary = node("summary", {}, citations.length === 1 ? "1 source" : `${citations.length} sources`);
  return node("details", {}, summary, list);
}

function table(result, cited) {
  const heads = ["Program", "University", "Delivery", "Length", "Price"];
  const head = node("tr", {}, ...heads.map((text) => node("th", { scope: "col" }, text)));
  const rows = result.rows.map((row) => {
    const title = node("th", { scope: "row" }, row.title);
    if (cited.has(row.citation)) title.append("\u2060", mark(cited.get(row.citation)));
    const cells = [row.university, row.delivery.map((way) => WORDS[way]).join(", ") || "\u2013", length(row), price(row)];
    return node("tr", {}, title, ...cells.map((text) => node("td", {}, text)));
  });
  const more = result.total_matched - result.rows.length;
  const count = `${result.rows.length} of ${result.total_matched} matching, ${result.total_known} held`;
  const caption = node("caption", {}, more > 0 ? count : `${result.rows.length} of ${result.total_known} held`);
  const grid = node("table", {}, caption, node("thead", {}, head), node("tbody", {}, ...rows));
  return node("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "The programs" }, grid);
}

function length(row) {
  if (!row.duration) return "\u2013";
  const { value, unit } = row.duration;
  return `${value} ${unit}${value === 1 ? "" : "s"}`;
}

function price(row) {
  if (row.price === null) return "\u2013";
  const basis = ["year", "semester", "credit"].includes(row.price_basis) ? ` per ${row.price_basis}` : "";
  return `${row.price.toLocaleString("en")}${row.currency ? ` ${row.currency}` : ""}${basis}`;
}

function showHeld() {
  held.replaceChildren();
  held.hidden = state.constraints.length === 0;
  for (const constraint of state.constraints) {
    const words = inWords(constraint);
    const drop = node("button", { type: "button", "aria-label": `Drop "${words}" from the next question` }, "\u00d7");
    const chip = node("span", { class: "chip" }, words, drop);
    drop.addEventListener("click", () => {
      state.constraints = state.constraints.filter((other) => other !== constraint);
      state.edited = true;
      showHeld();
      question.focus();
    });
    held.append(chip);
  }
}

function inWords({ field, op, value }) {
  if (field === "price" || field === "duration") {
    const unit = field === "duration" ? " years" : "";
    return `${AMOUNTS[op]} ${value.map((v) => Number(v).toLocaleString("en")).join(" and ")}${unit}`;
  }
  const names = field === "program" ? [`${value.length} named`] : value.map((v) => WORDS[v] || v);
  return `${WORDS[op] ?? op} ${names.join(op === "all" || op === "only" ? " and " : " or ")}`.trim();
}

async function showExamples() {
  const response = await fetch("/examples");
  if (!response.ok) {
    problem.textContent = (await response.json()).detail;
    return;
  }
  const { questions } = await response.json();
  const items = questions.map((text) => {
    const button = node("button", { type: "button", class: "example" }, text);
    button.addEventListener("click", () => submit(text));
    return node("li", {}, button);
  });
  document.querySelector("#examples").replaceChildren(...items);
}

/** The box grows with what is written, up to a third of the window. */
function resize() {
  question.style.height = "auto";
  question.style.height = `${Math.min(question.scrollHeight + 2, window.innerHeight / 3)}px`;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = question.value.trim();
  if (text && !send.disabled) submit(text);
});
question.addEventListener("input", resize);
question.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  form.requestSubmit();
});
fresh.addEventListener("click", () => {
  Object.assign(state, { conversation: null, constraints: [], edited: false });
  log.replaceChildren();
  showHeld();
  fresh.hidden = true;
  welcome.hidden = false;
  question.focus();
});
showExamples().catch(() => {
  problem.textContent = "The server cannot be reached.";
});
