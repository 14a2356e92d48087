/** What a visitor handles around the conversation: the box for questions, the chips, the evidence. */
import { bdi, button, h, icon, short, tool } from "./dom.js";

/** @typedef {import("./types.d.ts").Context} Context @typedef {import("./types.d.ts").Constraint} Constraint @typedef {import("./types.d.ts").Citation} Citation */

const LINGER_MS = 180;
/** @type {Record<string, string[]>} */
const CLOSED = { delivery: ["online", "on_campus", "hybrid"], level: ["certificate", "diploma", "bachelor", "master", "doctorate", "other"] };
/** Where GET /programs/facets has the values of a field. @type {Record<string, string>} */
const FACETS = { topic: "topics", award: "awards", category: "categories", university: "universities", title: "titles", place: "cities" };
const NUMERIC = ["price", "duration"];
const OPS = ["lt", "le", "gt", "ge", "eq", "between"];

/** The box for questions: grows with what is written, sends with Enter, stops what is being answered. */
export class Composer {
  #say;
  #busy = false;
  #button;
  #editing = h("p", { class: "soft" });
  /** @type {(() => void) | null} */
  #cancelled = null;

  /** @param {Context} ctx @param {(question: string) => void} ask @param {() => void} stop */
  constructor({ say }, ask, stop) {
    this.#say = say;
    this.#button = h("button", { class: "send primary" });
    this.box = h("textarea", { rows: "1", maxlength: "2000", enterkeyhint: "send", dir: "auto", "aria-label": say("question"), placeholder: say("placeholder"),
      input: () => this.#grow(), keydown: (/** @type {KeyboardEvent} */ event) => {
        if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
        event.preventDefault();
        if (!this.#busy) this.node.requestSubmit();
      } });
    this.node = h("form", { class: "composer", part: "composer", submit: (/** @type {Event} */ event) => {
      event.preventDefault();
      const text = this.box.value.trim();
      if (this.#busy) stop();
      else if (text) ask(text);
    } }, this.#editing, h("div", { class: "line" }, this.box, this.#button));
    this.busy(false);
  }

  /** Whether an answer is under way: the button then stops it. @param {boolean} on */
  busy(on) {
    this.#busy = on;
    const label = this.#say(on ? "stop" : "send");
    this.#button.replaceChildren(icon(on ? "stop" : "send"));
    this.#button.ariaLabel = this.#button.title = label;
  }

  /** Put a question into the box; `cancelled` is called if it is given up. @param {string} text @param {() => void} cancelled */
  edit(text, cancelled) {
    this.#cancelled = cancelled;
    this.#editing.replaceChildren(this.#say("editing"), " ", button(this.#say("cancel"), () => this.cancel(), { class: "text" }));
    this.box.value = text;
    this.#grow();
    this.box.focus();
  }

  /** Give up editing. Whether there was any. */
  cancel() {
    const was = this.#cancelled;
    if (!was) return false;
    this.clear();
    was();
    this.box.focus();
    return true;
  }

  /** Empty the box. */
  clear() {
    this.#cancelled = null;
    this.#editing.replaceChildren();
    this.box.value = "";
    this.#grow();
  }

  #grow() {
    const { style } = this.box;
    style.height = "";
    if (this.box.scrollHeight) style.height = `${this.box.scrollHeight}px`;
  }
}

/** The conditions of a conversation as chips: seen, removed, changed. */
export class Chips {
  #ctx;
  #changed;
  #facets;
  #list = h("div", { class: "row" });
  #editor = h("div");
  /** @type {Constraint[]} */
  #held = [];

  /**
   * @param {Context} ctx @param {(held: Constraint[]) => void} changed called with what is held from now on
   * @param {() => Promise<Record<string, {value: string}[]>>} facets
   */
  constructor(ctx, changed, facets) {
    this.#ctx = ctx;
    this.#changed = changed;
    this.#facets = facets;
    this.node = h("div", { class: "held", role: "group", "aria-label": ctx.say("held"), part: "constraints" }, this.#list, this.#editor);
  }

  /** @param {Constraint[]} held */
  show(held) {
    this.#held = held;
    this.node.hidden = !held.length;
    this.#editor.replaceChildren();
    this.#list.replaceChildren(h("b", null, this.#ctx.say("held")), ...held.map((one) => this.#chip(one)));
  }

  /** Close the editor. Whether one was open. */
  close() {
    const from = /** @type {HTMLElement | null} */ (this.#list.querySelector("[aria-expanded=true]"));
    this.#editor.replaceChildren();
    if (!from) return false;
    from.ariaExpanded = "false";
    from.focus();
    return true;
  }

  /** @param {Constraint} one */
  #chip(one) {
    const { say, format } = this.#ctx;
    const words = format.condition(one);
    const drop = tool("close", say("drop", { words }), () => this.#changed(this.#held.filter((other) => other !== one)));
    const change = NUMERIC.includes(one.field) || one.field in CLOSED || one.field in FACETS;
    return h("span", { class: "chip", part: "chip" }, change
      ? h("button", { type: "button", "aria-expanded": "false", "aria-label": say("change", { words }), click: (/** @type {Event} */ event) => this.#edit(one, /** @type {HTMLElement} */ (event.currentTarget)) }, bdi(words))
      : bdi(words, "words"), drop);
  }

  /** @param {Constraint} one @param {HTMLElement} from */
  #edit(one, from) {
    const was = from.ariaExpanded === "true";
    this.close();
    if (was) return;
    from.ariaExpanded = "true";
    const { say } = this.#ctx;
    const label = say(`field.${one.field}`);
    const [nodes, read] = NUMERIC.includes(one.field) ? this.#numbers(one, label) : one.field in CLOSED ? this.#choices(one) : this.#texts(one, label);
    const form = h("form", { class: "box", submit: (/** @type {Event} */ event) => {
      event.preventDefault();
      const given = read();
      const fits = given.value.length && !given.value.some(Number.isNaN);
      if (fits) this.#changed(this.#held.map((other) => (other === one ? { ...one, ...given } : other)));
    } }, h("fieldset", { class: "row" }, h("legend", null, label), ...nodes),
      h("div", { class: "row" }, h("button", { class: "primary" }, say("apply")), button(say("cancel"), () => this.close(), { class: "text" })));
    this.#editor.replaceChildren(form);
    /** @type {HTMLElement} */ (form.querySelector("select, input")).focus();
  }

  /** @param {Constraint} one @param {string} label @returns {[Node[], () => {op?: string, value: any[]}]} */
  #numbers(one, label) {
    const { say } = this.#ctx;
    const inputs = [0, 1].map((at) => h("input", { type: "number", min: "0", step: "any", "aria-label": label, value: one.value[at] }));
    const shown = () => (inputs[1].hidden = op.value !== "between");
    const op = h("select", { "aria-label": label, change: shown }, ...OPS.map((value) => h("option", { value, selected: value === one.op }, say(`op.${value}`, { value: "…", other: "…" }))));
    shown();
    return [[op, ...inputs], () => ({ op: op.value, value: inputs.filter((input) => !input.hidden).map((input) => input.valueAsNumber).sort((a, b) => a - b) })];
  }

  /** @param {Constraint} one @returns {[Node[], () => {value: any[]}]} */
  #choices(one) {
    const boxes = CLOSED[one.field].map((value) => h("input", { type: "checkbox", value, checked: one.value.includes(value) }));
    return [boxes.map((box) => h("label", { class: "choice" }, box, this.#ctx.format.condition({ ...one, op: "in", value: [box.value] }))),
      () => ({ value: boxes.filter((box) => box.checked).map((box) => box.value) })];
  }

  /** @param {Constraint} one @param {string} label @returns {[Node[], () => {value: any[]}]} */
  #texts(one, label) {
    const list = h("datalist", { id: "values" });
    const input = h("input", { type: "text", list: list.id, "aria-label": label, maxlength: "500", value: one.value.join("; ") });
    this.#facets().then((found) => list.append(...found[FACETS[one.field]].slice(0, 500).map(({ value }) => h("option", { value }))), () => {});
    return [[input, list, h("span", { class: "soft" }, this.#ctx.say("values"))], () => ({ value: input.value.split(";").map((text) => text.trim()).filter(Boolean) })];
  }
}

/** A small card beside a mark, for a pointer or the focus; it can be pointed at, and Escape takes it away. */
export class Preview {
  #timer = 0;
  /** @type {HTMLElement | undefined} */
  #of;
  node = h("div", { class: "preview", role: "tooltip", id: "preview", part: "preview", hidden: true,
    pointerenter: () => clearTimeout(this.#timer), pointerleave: () => this.leave() });

  /** @param {Citation | undefined} citation @param {HTMLElement} mark */
  show(citation, mark) {
    this.hide();
    if (!citation) return;
    this.#of = mark;
    mark.setAttribute("aria-describedby", "preview");
    this.node.replaceChildren(h("b", null, bdi(citation.source.title)), bdi(citation.section, "soft"), h("p", { dir: "auto" }, short(citation.quote, 240)));
    this.node.hidden = false;
    const [box, at, own] = [/** @type {Element} */ (this.node.parentElement), mark, this.node].map((node) => node.getBoundingClientRect());
    const top = at.bottom + own.height + 8 < box.bottom ? at.bottom + 6 : at.top - own.height - 6;
    this.node.style.top = `${top - box.top}px`;
    this.node.style.left = `${Math.min(Math.max(at.left - box.left - 16, 8), box.width - own.width - 8)}px`;
  }

  /** Hide it soon, unless the pointer reaches it. */
  leave() {
    this.#timer = setTimeout(() => this.hide(), LINGER_MS);
  }

  /** Whether it was there. */
  hide() {
    clearTimeout(this.#timer);
    const shown = !this.node.hidden;
    this.#of?.removeAttribute("aria-describedby");
    this.node.hidden = true;
    return shown;
  }
}

/** The page of a citation beside the conversation, or over it where that is narrow. */
export class SourcePanel {
  #ctx;
  #load;
  #covers;
  #title = h("h2", { id: "source", tabindex: "-1", dir: "auto" });
  #facts = h("p", { class: "soft" });
  #body;
  #foot = h("div");
  /** @type {HTMLElement | undefined} */
  #from;
  #asked = 0;

  /**
   * @param {Context} ctx @param {(id: string) => Promise<import("./types.d.ts").Page>} load
   * @param {() => void} covers told when it opens and closes
   */
  constructor(ctx, load, covers) {
    this.#ctx = ctx;
    this.#load = load;
    this.#covers = covers;
    const { say } = ctx;
    this.#body = h("div", { class: "scroll page", tabindex: "0", role: "group", "aria-label": say("source") });
    this.node = h("section", { class: "drawer", role: "dialog", "aria-labelledby": "source", part: "source", hidden: true },
      h("div", { class: "head" }, h("b", null, say("source")), tool("close", say("source.close"), () => this.close())), this.#title, this.#facts, this.#body, this.#foot);
  }

  /** Show a citation; `wrong`, if given, says that it does not show what it should. @param {Citation} citation @param {HTMLElement} from @param {(() => Promise<boolean>) | false} wrong */
  async show({ source, section, quote, start, end }, from, wrong) {
    const { say, format } = this.#ctx;
    const asked = ++this.#asked;
    this.#from = from;
    this.node.hidden = false;
    this.#covers();
    this.#title.textContent = source.title;
    const facts = [section, say("source.read", { date: format.date(source.fetched_at) }), source.as_of && say("source.as_of", { date: format.date(source.as_of) })];
    this.#facts.replaceChildren(bdi(facts.filter(Boolean).join(" · ")), ...link(source.url, say("source.open")));
    this.#foot.replaceChildren(wrong ? button(say("source.wrong"), async () => {
      if (await wrong()) this.#foot.replaceChildren(h("p", { class: "soft", role: "status" }, say("thanks")));
    }) : "");
    const note = h("p", { class: "soft", role: "alert" });
    this.#body.replaceChildren(note, h("mark", { dir: "auto" }, quote));
    this.#title.focus();
    try {
      // Offsets count code points; strings count halves of the rarer ones.
      const points = Array.from((await this.#load(source.id)).text);
      const mark = h("mark", null, points.slice(start, end).join(""));
      if (asked !== this.#asked) return;
      this.#body.replaceChildren(h("div", { dir: "auto" }, points.slice(0, start).join(""), mark, points.slice(end).join("")));
      this.#body.scrollTop = mark.offsetTop - this.#body.clientHeight / 4;
    } catch (error) {
      note.textContent = say("source.failed", { detail: /** @type {any} */ (error).detail });
    }
  }

  /** Whether it was open. */
  close() {
    if (this.node.hidden) return false;
    this.node.hidden = true;
    this.#asked++;
    this.#covers();
    this.#from?.focus();
    return true;
  }
}

/** A link to a page of a source; nothing where its address is not one of the web. @param {string | null} url @param {string} label */
function link(url, label) {
  if (!url || !/^https?:\/\//i.test(url)) return [];
  return [" ", h("a", { href: url, target: "_blank", rel: "noopener noreferrer nofollow" }, label)];
}
