/** One turn on the page: its question, and its answer as the events of the stream tell it. Builds nodes, asks nothing. */
import { bdi, button, form, h, short, tool } from "./controls.js";
import { ProgramTable, canContinue, groupTable } from "./table.js";

/** @typedef {import("./types.d.ts").Turn} Turn @typedef {import("./types.d.ts").Answer} Answer @typedef {import("./types.d.ts").Context} Context */
/** @typedef {{ctx: Context, cited: Map<number, import("./types.d.ts").Citation>, turn: Turn}} Told what marks need */

const STOP = /(?<!\.\w)[.?!]+$/;
const LONG = 420;

/** A button with the number of a citation; it may be made before the citation has come. @param {number} id @param {Told} told */
export function mark(id, told) {
  const { ctx, cited, turn } = told;
  const show = () => ctx.preview.show(cited.get(id), made);
  const leave = () => ctx.preview.leave();
  const made = h("button", { type: "button", class: "mark", "aria-label": ctx.say("mark", { n: id }), click: () => {
    const citation = cited.get(id);
    if (citation) ctx.open(citation, turn, made);
  }, pointerenter: show, focus: show, pointerleave: leave, blur: leave }, String(id));
  return made;
}

/** A text with its marks before its last stop, on the line of its last word. @param {string} text @param {number[]} ids @param {Told} told */
export function marked(text, ids, told) {
  const end = STOP.exec(text)?.index ?? text.length;
  const last = text.lastIndexOf(" ", end - 1) + 1;
  return [text.slice(0, last), h("span", { class: "last" }, text.slice(last, end), ...ids.map((id) => mark(id, told)), text.slice(end))];
}

/** A turn that can be fed events, live or from what was kept. */
export class TurnView {
  #ctx;
  /** @type {Told} */
  #told;
  /** @type {import("./types.d.ts").Plan | undefined} */
  #plan;
  /** @type {ProgramTable[]} */
  #tables = [];
  #said = new Set();
  #read = h("p", { class: "read soft", dir: "auto" });
  #status = h("p", { class: "status" });
  #sentences = h("div", { class: "said", part: "sentences" });
  #working;
  #rows = h("div");
  #caveats;
  #after = h("div", { class: "said" });

  /** @param {Turn} turn @param {Context} ctx */
  constructor(turn, ctx) {
    const { say } = ctx;
    this.turn = turn;
    this.#ctx = ctx;
    this.#told = { ctx, cited: new Map(), turn };
    this.#caveats = h("div", { class: "caveats", role: "group", "aria-label": say("caveats"), part: "caveats", hidden: true }, h("b", null, say("caveats")));
    this.#working = h("p", { class: "working soft" }, say("working"), h("i"), h("i"), h("i"));
    this.node = h("article", { class: "turn" },
      h("div", { class: turn.shown ? "asked change" : "asked", part: "question" },
        !turn.shown && tool("edit", say("edit"), () => ctx.talk.edit(turn), "quiet edit"),
        h("p", { dir: "auto" }, h("span", { class: "sr" }, `${say("asked")}: `), turn.shown ?? turn.question)),
      h("div", { class: "answer", part: "answer" }, this.#read, this.#status, this.#sentences, this.#working, this.#rows, this.#caveats, this.#after));
    for (const event of turn.events) this.#show(event);
    if (turn.ended) this.end(turn.ended, turn.detail);
  }

  /** The whole answer, if it came. @returns {Answer | undefined} */
  get answer() {
    const last = this.turn.events.at(-1);
    return last?.name === "done" ? last.data : undefined;
  }

  /** Take the next event: keep it with the turn and show it. @param {import("./types.d.ts").Sent} event */
  take(event) {
    this.turn.events = event.name === "done" ? [event] : [...this.turn.events, event];
    this.#show(event);
  }

  /** @param {import("./types.d.ts").Sent} event */
  #show({ name, data }) {
    if (name === "plan") this.#showPlan(data.plan);
    if (name === "rows") this.#showRows(data.result);
    if (name === "segment") this.#showSegment(data);
    if (name === "citation") this.#told.cited.set(data.id, data);
    if (name === "done") this.#showDone(data);
  }

  /** @param {import("./types.d.ts").Plan} plan */
  #showPlan(plan) {
    this.#plan = plan;
    if (plan.route === "rows" || plan.route === "mixed") this.#read.textContent = `${this.#ctx.say("read_as")}: ${plan.description}`;
  }

  /** @param {import("./types.d.ts").Result | null} result */
  #showRows(result) {
    const plan = this.#plan;
    if (!result || this.#rows.firstChild || !plan) return;
    const { say } = this.#ctx;
    const known = plan.aggregate || plan.limit ? 0 : result.total_known;
    const rest = canContinue(plan, result) ? { plan, total: result.total_matched, known } : { known };
    // The rows of a corrected premise are its nearest ones.
    const lists = { programs: result.rows, next: result.runner_up, nearest: result.rows.length ? [] : result.nearest };
    if (result.groups.length) this.#rows.append(groupTable(result, plan, this.#told));
    for (const [key, rows] of Object.entries(lists)) {
      if (!rows.length) continue;
      const made = new ProgramTable(this.#told, say(key), rows, key === "programs" ? rest : {});
      this.#tables.push(made);
      this.#rows.append(made.node);
    }
  }

  /** @param {import("./types.d.ts").Segment} segment */
  #showSegment(segment) {
    if (this.#said.has(segment.id)) return;
    this.#said.add(segment.id);
    const made = h("p", { dir: "auto" }, ...marked(segment.text, segment.citations, this.#told));
    const caveat = segment.kind === "caveat";
    (caveat ? this.#caveats : this.#sentences).append(made);
    if (caveat) this.#caveats.hidden = false;
    else if (this.#tables.length && segment.text.length > LONG) made.after(this.#cut(made));
  }

  /** Cut a sentence that a table says better to three lines, until it is asked for. @param {HTMLElement} made */
  #cut(made) {
    made.classList.add("clamp");
    const more = button(this.#ctx.say("all"), () => {
      made.classList.remove("clamp");
      made.tabIndex = -1;
      made.focus();
      more.remove();
    }, { class: "text" });
    return more;
  }

  /** Once all has come: marks have their sources' names, rows their marks. */
  #settle() {
    const { ctx, cited } = this.#told;
    this.#working.remove();
    for (const table of this.#tables) table.draw();
    for (const node of this.node.querySelectorAll(".mark")) {
      const n = Number(node.textContent);
      const title = cited.get(n)?.source.title;
      if (title) node.ariaLabel = `${ctx.say("mark", { n })}: ${title}`;
    }
  }

  /** @param {Answer} answer */
  #showDone(answer) {
    const { say } = this.#ctx;
    for (const citation of answer.citations) this.#told.cited.set(citation.id, citation);
    this.#showPlan(answer.plan);
    this.#showRows(answer.result);
    answer.segments.forEach((segment) => this.#showSegment(segment));
    this.#rows.append(...this.#listings(answer));
    if (answer.status !== "answered") this.#status.textContent = say(`status.${answer.status}`);
    if (answer.clarify && !answer.text.includes(answer.clarify)) this.#sentences.append(h("p", { dir: "auto" }, answer.clarify));
    // A refusal or a question back is no caveat to something else.
    if (!this.#sentences.firstChild) {
      this.#sentences.append(...this.#caveats.querySelectorAll("p"));
      this.#caveats.hidden = true;
    }
    this.#after.replaceChildren(...this.#conflicts(answer), this.#trace(answer), ...this.#judging(answer));
    if (answer.followups.length) {
      const label = say(answer.status === "clarify" ? "options" : "followups");
      this.#after.append(h("div", { class: "row", role: "group", "aria-label": label }, h("b", null, label),
        ...answer.followups.map((text) => button(text, () => this.#ctx.ask(text), { class: "chip" }))));
    }
    this.#settle();
  }

  /** What pages announce against what is held of it, where no sentence says it. @param {Answer} answer */
  #listings({ result, text }) {
    return (result?.rows.length ? result.listings : []).filter(({ title, announced, held }) => announced && announced > held && !text.includes(title))
      .map(({ title, announced, held }) => h("p", { class: "listing soft" }, bdi(this.#ctx.say("announced", { title: title.replace(/\s*\([\d,.]+\)$/, ""), announced: announced ?? 0, held }))));
  }

  /** Figures that disagree, side by side with their passages. @param {Answer} answer */
  #conflicts(answer) {
    return answer.conflicts.map(({ entity, attribute, citations }) =>
      h("section", { class: "conflict box" }, h("h3", null, this.#ctx.say("conflict", { entity, attribute })),
        ...citations.map((id) => h("p", { dir: "auto" }, ...marked(short(this.#told.cited.get(id)?.quote ?? "", 160), [id], this.#told)))));
  }

  /** "How was this answered?", in plain words. @param {Answer} answer */
  #trace({ plan, result, model, segments, citations, timings_ms: times }) {
    const { say, format } = this.#ctx;
    const proven = segments.filter((segment) => segment.verdict !== "no_fact").length;
    const left = Object.entries(result?.left_out ?? {}).filter(([, n]) => n);
    /** @type {Record<string, string[]>} */
    const lines = {
      read_as: plan.description ? [plan.description] : [],
      programs: result ? [say("rows.of", { n: result.total_matched, total: result.total_known })] : [],
      left_out: left.map(([key, n]) => `${say("op.stated_not_in", { value: say(key.replace("no_", "")) })} (${format.number(n)})`),
      residue: plan.residue.length ? plan.residue.map((word) => `“${word}”`) : [say("residue.none")],
      proof: [say("proof.of", { n: proven, sources: citations.length })],
      read: [...new Set([model.reader, model.composer])].map((name) => (name === "local" ? say("read.local") : name)),
      time: [`${format.number(Math.round(times.total))} ms`],
    };
    return h("details", { part: "trace" }, h("summary", null, say("trace")), h("dl", null, ...Object.entries(lines).filter(([, said]) => said.length)
      .flatMap(([key, said]) => [h("dt", null, say(key)), h("dd", { dir: "auto" }, said.join(", "))])));
  }

  /** The answer as plain text, its sources listed below. @param {Answer} answer */
  #plain({ text, citations }) {
    const { say, format } = this.#ctx;
    const said = citations.map(({ id, source, section, quote }) =>
      `[${id}] ${[source.title, section, source.url, say("source.read", { date: format.date(source.fetched_at) })].filter(Boolean).join(", ")}: “${short(quote, 300)}”`);
    return [this.turn.question, text, said.join("\n")].join("\n\n");
  }

  /** Helpful, or what is wrong and, if they like, why. @param {Answer} answer */
  #judging(answer) {
    const { turn } = this;
    const ctx = this.#ctx;
    const { say } = ctx;
    const below = h("div");
    const judge = async (/** @type {import("./types.d.ts").Judged} */ judged) => {
      if (!(await ctx.talk.judge(turn, judged))) return;
      if (below.firstChild) bad.focus();
      show();
    };
    const good = button(say("helpful"), () => judge({ verdict: "helpful", text: "" }), {}, "thumb");
    const bad = button(say("wrong"), () => (bad.ariaExpanded === "true" ? show() : open()), { class: "down" }, "thumb");
    const show = () => {
      const verdict = turn.judged?.verdict;
      good.ariaPressed = String(verdict === "helpful");
      bad.ariaPressed = String(!!verdict && verdict !== "helpful");
      bad.ariaExpanded = "false";
      below.replaceChildren(verdict ? h("p", { class: "soft" }, say("thanks")) : "");
    };
    const open = () => {
      bad.ariaExpanded = "true";
      const choices = ["answer_wrong", "evidence_wrong"].map((value) => h("label", { class: "choice" }, h("input", { type: "radio", name: "verdict", value, checked: value === "answer_wrong" }), say(value)));
      const made = form(say, say("wrong.what"), say("send"), (given) => judge(/** @type {any} */ (Object.fromEntries(given))), () => {
        show();
        bad.focus();
      }, choices, h("label", null, say("wrong.why"), h("textarea", { name: "text", rows: "2", maxlength: "2000" })));
      below.replaceChildren(made);
      made.scrollIntoView({ block: "nearest" });
      /** @type {HTMLElement} */ (made.querySelector("input")).focus();
    };
    show();
    return [h("div", { class: "row actions" }, good, bad, button(say("copy"), () => ctx.copy(this.#plain(answer)))), below];
  }

  /**
   * Say why an answer ended before it was whole; what was shown stays, and it can be asked again.
   * @param {string} code a key below "ended." @param {string} [detail] @param {number} [waitS]
   */
  end(code, detail = "", waitS = 0) {
    // Kept without its seconds: they are over when the page is opened again.
    Object.assign(this.turn, { ended: code === "wait" ? "ready" : code, detail });
    const text = h("p");
    const again = button(this.#ctx.say("again"), () => this.#ctx.talk.again(this.turn));
    const count = (/** @type {number} */ left) => {
      again.disabled = left > 0;
      text.textContent = this.#ctx.say(`ended.${code === "wait" && left <= 0 ? "ready" : code}`, { detail, n: left });
      if (left > 0) setTimeout(count, 1000, left - 1);
    };
    count(Math.ceil(waitS));
    this.#after.replaceChildren(h("div", { class: "ended box", part: "problem" }, text, again));
    this.#settle();
    return text.textContent ?? "";
  }
}

