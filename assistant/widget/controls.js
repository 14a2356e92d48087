/**
 * Nodes, words and figures from values, and the controls around a conversation: the box for questions, the chips.
 *
 * Text stays text: nothing here or elsewhere reads a string as markup.
 */

/** @typedef {import("./types.d.ts").Row} Row @typedef {import("./types.d.ts").Context} Context @typedef {import("./types.d.ts").Constraint} Constraint */

const SVG = "http://www.w3.org/2000/svg";
/** @type {Record<string, string>} */
const ICONS = {
  send: "M12 20V5M5 12l7-7 7 7",
  stop: "M7 7h10v10H7z",
  close: "M6 6l12 12M18 6L6 18",
  fresh: "M12 5v14M5 12h14",
  chats: "M12 7v5l3 2M4 12a8 8 0 1 0 3-6L4 8M4 4v4h4",
  erase: "M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13",
  edit: "M4 20h4L19 9l-4-4L4 16z",
  thumb: "M7 11v9H4v-9zM7 11l4-8c2 0 3 1 2 6h7l-2 11H7",
};

/** @type {Record<string, string[]>} */
const CLOSED = { delivery: ["online", "on_campus", "hybrid"], level: ["certificate", "diploma", "bachelor", "master", "doctorate", "other"] };
/** Where GET /programs/facets has the values of a field. @type {Record<string, string>} */
const FACETS = { topic: "topics", award: "awards", category: "categories", university: "universities", title: "titles", place: "cities" };
const NUMERIC = ["price", "duration"];
const UNITS = Intl.supportedValuesOf("unit");
const OPS = ["lt", "le", "gt", "ge", "eq", "between"];

/**
 * An element with attributes and children. True sets an empty attribute, null and false none; a function listens to the
 * event that is its name. Strings become text; what is empty is left out.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} name
 * @param {Record<string, unknown> | null} [attributes]
 * @param {...(Node | string | null | undefined | false | 0)} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function h(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (typeof value === "function") made.addEventListener(key, /** @type {EventListener} */ (value));
    else if (value != null && value !== false) made.setAttribute(key, value === true ? "" : /** @type {string} */ (value));
  }
  made.append(.../** @type {(Node | string)[]} */ (children.filter(Boolean)));
  return made;
}

/** A drawn sign that says nothing to a screen reader. @param {string} name */
export function icon(name) {
  const [made, path] = ["svg", "path"].map((part) => document.createElementNS(SVG, part));
  made.setAttribute("viewBox", "0 0 24 24");
  made.ariaHidden = "true";
  path.setAttribute("d", ICONS[name]);
  made.append(path);
  return made;
}

/** A button with its label. @param {string} label @param {(event: any) => void} click @param {Record<string, unknown>} [attributes] @param {string} [sign] */
export function button(label, click, attributes, sign) {
  return h("button", { type: "button", click, ...attributes }, sign && icon(sign), label);
}

/** A button that is a sign: its label is its name and its tip. @param {string} sign @param {string} label @param {(event: any) => void} click @param {string} [kind] */
export function tool(sign, label, click, kind = "quiet") {
  return h("button", { type: "button", click, class: kind, "aria-label": label, title: label }, icon(sign));
}

/** Text whose direction is its own, within a line. @param {string} text @param {string} [kind] */
export function bdi(text, kind) {
  return h("bdi", { class: kind }, text);
}

/**
 * A form in a box: what it is about, its parts, a button that sends it, one that gives it up.
 * @param {import("./types.d.ts").Say} say @param {string} title @param {string} sends @param {(given: FormData) => void} send
 * @param {() => void} cancel @param {Node[]} asked @param {...Node} more
 */
export function form(say, title, sends, send, cancel, asked, ...more) {
  const made = h("form", { class: "box", submit: (/** @type {Event} */ event) => {
    event.preventDefault();
    send(new FormData(made));
  } }, h("fieldset", { class: "row" }, h("legend", null, title), ...asked), ...more,
    h("div", { class: "row" }, h("button", { class: "primary" }, sends), button(say("cancel"), cancel, { class: "text" })));
  return made;
}

/** A passage on one line, cut at a length. @param {string} text @param {number} length */
export function short(text, length) {
  const points = Array.from(text.replace(/\s+/g, " ").trim());
  return points.length > length ? `${points.slice(0, length).join("").trimEnd()}…` : points.join("");
}

/** Numbers as a language writes them. @param {string} lang @param {Intl.NumberFormatOptions} [options] */
const numbers = (lang, options) => new Intl.NumberFormat(lang, { maximumFractionDigits: 2, ...options }).format;

/**
 * Texts by key, filled in; a key without a text is its own text.
 * @param {string} lang @param {import("./types.d.ts").Strings} strings @returns {import("./types.d.ts").Say}
 */
export function makeSay(lang, strings) {
  const plural = new Intl.PluralRules(lang);
  const number = numbers(lang);
  return (key, values = {}) => {
    const found = strings[key] ?? key;
    const form = /** @type {"other"} */ (plural.select(Number(values.n)));
    const text = typeof found === "string" ? found : (found[form] ?? found.other);
    return text.replace(/\{(\w+)\}/g, (whole, name) => {
      const value = values[name] ?? whole;
      return typeof value === "number" ? number(value) : value;
    });
  };
}

/**
 * Values as people read them. A currency or a basis that the source does not give is never added.
 * @param {string} lang @param {import("./types.d.ts").Say} say
 * @returns {import("./types.d.ts").Format}
 */
export function makeFormat(lang, say) {
  const number = numbers(lang);
  const dates = new Intl.DateTimeFormat(lang, { dateStyle: "long", timeZone: "UTC" });
  /** @param {string[]} parts @param {"conjunction" | "disjunction"} [type] */
  const list = (parts, type) => new Intl.ListFormat(lang, { type }).format(parts);
  /** A word of a closed set; one that we do not know stays as it is. @param {string} prefix @param {string | number} word @param {object} [values] @param {string} [unknown] */
  const name = (prefix, word, values, unknown = String(word)) => {
    const key = `${prefix}.${word}`;
    const said = say(key, /** @type {{}} */ (values));
    return said === key ? unknown : said;
  };
  /** A length in a unit that Intl has words for, as weeks and years are, or we. @param {string} unit @param {number} n */
  const time = (unit, n) => UNITS.includes(unit) ? numbers(lang, { style: "unit", unit, unitDisplay: "long" })(n) : name("unit", unit, { n }, `${number(n)} ${unit}`);
  /** @param {Row} row @param {number} value */
  const money = (row, value) => `${row.currency ? `${row.currency} ` : ""}${number(value)}`;
  /** @param {Row} row */
  const length = ({ duration }) => duration && time(duration.unit, duration.value);

  return {
    number,
    list,
    length,
    date: (value) => dates.format(new Date(value)),
    price: (row) => {
      if (row.price === null) return null;
      const figure = money(row, row.price);
      return name("basis", row.price_basis, { figure }, figure);
    },
    perYear: (row) => {
      const value = pricePerYear(row);
      if (value === null) return null;
      return { text: money(row, value), from: row.price_basis === "year" ? "" : `${number(row.price ?? 0)} ÷ ${length(row)}` };
    },
    basis: (row) => `${row.currency ?? say("no_currency")}, ${name("basis", row.price_basis, { figure: "" }, say("no_basis")).trim()}`,
    delivery: (row) => list(row.delivery.map((way) => name("delivery", way))),
    places: (row) => row.places.map(({ city, region, country }) => [city, region, country].filter(Boolean).join(", ")).join("; "),
    level: (row) => name("level", row.level),
    condition: ({ field, op, value }) => {
      if (field === "program") return say("op.program", { n: value.length });
      if (field === "price" || field === "duration") {
        const [first, other = ""] = value.map((one) => (field === "price" ? number(Number(one)) : time("year", Number(one))));
        return say(`op.${op}`, { value: first, other });
      }
      const stated = field === "stated";
      const named = value.map((one) => (stated ? say(String(one)) : name(field, one)));
      const said = list(named, op === "all" || op === "only" ? "conjunction" : "disjunction");
      return name("op", stated ? `stated_${op}` : op, { value: said }, said);
    },
  };
}

/**
 * The price of one year, or null where it cannot be told: as the server reckons it, a total or an unstated price is
 * divided by the length in years; a price per semester or credit says nothing of a year.
 * @param {Row} row
 */
export function pricePerYear({ price, price_basis: basis, duration }) {
  if (price === null || basis === "semester" || basis === "credit") return null;
  if (basis === "year") return price;
  return duration && duration.years > 0 ? price / duration.years : null;
}

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
      input: () => this.grow(), keydown: (/** @type {KeyboardEvent} */ event) => {
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
    this.grow();
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
    this.grow();
  }

  /** Be as high as what is written, or the placeholder. */
  grow() {
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
      : bdi(words), drop);
  }

  /** @param {Constraint} one @param {HTMLElement} from */
  #edit(one, from) {
    const was = from.ariaExpanded === "true";
    this.close();
    if (was) return;
    from.ariaExpanded = "true";
    const { say } = this.#ctx;
    const label = say(one.field === "duration" ? "in_years" : one.field);
    const numeric = NUMERIC.includes(one.field);
    const asked = numeric ? this.#numbers(one, label) : one.field in CLOSED ? this.#choices(one) : this.#texts(one, label);
    const made = form(say, label, say("apply"), (given) => {
      const texts = given.getAll("value").flatMap((text) => String(text).split(";")).map((text) => text.trim());
      const value = numeric ? texts.map(Number).sort((a, b) => a - b) : texts.filter(Boolean);
      const op = String(given.get("op") ?? one.op);
      if (value.length) this.#changed(this.#held.map((other) => (other === one ? { ...one, op, value } : other)));
    }, () => this.close(), asked);
    this.#editor.replaceChildren(made);
    /** @type {HTMLElement} */ (made.querySelector("select, input")).focus();
  }

  /** @param {Constraint} one @param {string} label */
  #numbers(one, label) {
    const { say } = this.#ctx;
    const inputs = [0, 1].map((at) => h("input", { type: "number", name: "value", min: "0", step: "any", required: true, "aria-label": label, value: one.value[at] }));
    const shown = () => (inputs[1].hidden = inputs[1].disabled = op.value !== "between");
    const op = h("select", { name: "op", "aria-label": label, change: shown }, ...OPS.map((value) => h("option", { value, selected: value === one.op }, say(`op.${value}`, { value: "…", other: "…" }))));
    shown();
    return [op, ...inputs];
  }

  /** @param {Constraint} one */
  #choices(one) {
    return CLOSED[one.field].map((value) => h("label", { class: "choice" }, h("input", { type: "checkbox", name: "value", value, checked: one.value.includes(value) }),
      this.#ctx.format.condition({ ...one, op: "in", value: [value] })));
  }

  /** @param {Constraint} one @param {string} label */
  #texts(one, label) {
    const list = h("datalist", { id: "values" });
    this.#facets().then((found) => list.append(...found[FACETS[one.field]].slice(0, 500).map(({ value }) => h("option", { value }))), () => {});
    return [h("input", { type: "text", name: "value", list: list.id, "aria-label": label, maxlength: "500", value: one.value.join("; ") }), list,
      h("span", { class: "soft" }, this.#ctx.say("values"))];
  }
}
