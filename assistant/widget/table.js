/** Programs as a table, as cards where it is narrow: sorted, set side by side, continued. */
import { bdi, button, h, pricePerYear, tool } from "./controls.js";
import { marked } from "./render.js";

/** @typedef {import("./types.d.ts").Row} Row @typedef {import("./types.d.ts").Plan} Plan @typedef {import("./render.js").Told} Told */
/** @typedef {{key: string, descending: boolean}} Sort */

const STEP = 10;
const LOADED = 50;
/** @type {Record<string, (row: Row) => number | string | null>} */
const KEYS = {
  price: (row) => row.price,
  price_per_year: pricePerYear,
  duration: (row) => row.duration?.years ?? null,
  title: (row) => row.title.toLowerCase(),
};
/** Roles by scope or name, said aloud: a table that is laid out as cards would lose them. @type {Record<string, string>} */
const ROLES = { thead: "rowgroup", tbody: "rowgroup", tr: "row", td: "cell", col: "columnheader", row: "rowheader", rowgroup: "rowheader" };

/** What two prices must share to be compared. @param {Row} row */
const basisOf = (row) => `${row.currency}|${row.price_basis}`;

/**
 * Rows in order, in groups that can be compared: prices only within one currency and basis. Rows without the value come
 * last, in a group of their own; the order of equal rows stays.
 * @param {Row[]} rows @param {string} key @param {boolean} descending
 * @returns {{rows: Row[], known: boolean}[]}
 */
export function sorted(rows, key, descending) {
  const value = KEYS[key];
  const order = (/** @type {any} */ one, /** @type {any} */ other) => (typeof one === "string" ? one.localeCompare(other) : one - other);
  const groups = Map.groupBy(rows, (row) => value(row) !== null && (key.startsWith("price") ? basisOf(row) : ""));
  const none = groups.get(false) ?? [];
  groups.delete(false);
  const way = descending ? -1 : 1;
  const made = [...groups.values()].map((group) => ({ rows: group.sort((a, b) => way * order(value(a), value(b))), known: true }));
  return none.length ? [...made, { rows: none, known: false }] : made;
}

/** One list of programs; with a plan, and a total of more than its rows, it can load the rest. */
export class ProgramTable {
  #told;
  #rows;
  #title;
  #plan;
  #total;
  #known;
  #shown = STEP;
  /** @type {Sort | null} */
  #sort = null;
  /** @type {Map<string, Row>} */
  #chosen = new Map();
  #table = h("table", { role: "table" });
  #foot = h("div");
  #note = h("p", { class: "soft", role: "alert" });
  #side = h("div");

  /**
   * @param {Told} told @param {string} title @param {Row[]} rows
   * @param {{plan?: Plan, total?: number, known?: number}} [of] `known`: the rows that there are
   */
  constructor(told, title, rows, { plan, total = rows.length, known = 0 } = {}) {
    this.#told = told;
    this.#rows = rows;
    this.#title = title;
    this.#plan = plan;
    this.#total = total;
    this.#known = known;
    this.node = h("section", { class: "programs", part: "table" }, scroll(title, this.#table), this.#foot, this.#note, this.#side);
    this.draw();
  }

  /** Draw it again; when citations have come, rows have their marks. */
  draw() {
    const { ctx } = this.#told;
    const groups = this.#sort ? sorted(this.#rows, this.#sort.key, this.#sort.descending) : [{ rows: this.#rows, known: true }];
    const columns = this.#columns().filter(([key, cell]) => {
      const said = new Set(this.#rows.map(cell));
      return key === "level" ? said.size > 1 : key === "price" || said.size > 1 || !said.has(null) && !said.has("");
    });
    const labelled = groups.filter((group) => group.known).length > 1;
    let left = this.#shown;
    const bodies = groups.map(({ rows, known }) => {
      const shown = rows.slice(0, Math.max(left, 0));
      left -= shown.length;
      const label = labelled && shown[0] && h("tr", { class: "group" },
        h("th", { scope: "rowgroup", colspan: columns.length + 2 }, known ? ctx.format.basis(shown[0]) : ctx.say("unknown")));
      return h("tbody", null, label, ...shown.map((row) => this.#row(row, columns)));
    });
    const held = /** @type {ShadowRoot} */ (this.node.getRootNode()).activeElement?.getAttribute("data-sort");
    this.#table.replaceChildren(this.#caption(), this.#head(columns), ...bodies);
    for (const node of this.#table.querySelectorAll("thead, tbody, tr, th, td")) node.role = ROLES[/** @type {HTMLTableCellElement} */ (node).scope || node.localName];
    if (held) /** @type {HTMLElement | null} */ (this.#table.querySelector(`[data-sort=${held}]`))?.focus();
    this.#drawFoot();
  }

  /** @returns {[string, (row: Row) => string | null][]} */
  #columns() {
    const { format } = this.#told.ctx;
    return [
      ["level", format.level], ["delivery", format.delivery], ["place", format.places], ["duration", format.length], ["price", format.price],
      ["price_per_year", (row) => format.perYear(row)?.text ?? null],
    ];
  }

  #caption() {
    const { say, format } = this.#told.ctx;
    const figures = { shown: this.#rows.length, n: this.#total, total: this.#known };
    const count = this.#rows.length < this.#total ? say("count.part", figures) : format.number(this.#total);
    return h("caption", null, h("strong", null, this.#title), ` (${count})`, this.#known > this.#total && ` ${say("count.of", figures)}`);
  }

  /** @param {[string, unknown][]} columns */
  #head(columns) {
    const { say } = this.#told.ctx;
    const cells = ["title", ...columns.map(([key]) => key)].map((key) => {
      const way = this.#sort?.key === key && (this.#sort.descending ? "descending" : "ascending");
      return h("th", { scope: "col", "aria-sort": way }, key in KEYS ? button(say(key), () => this.#order(key), { class: "sort", "data-sort": key }) : say(key));
    });
    return h("thead", null, h("tr", null, h("th", { scope: "col" }, h("span", { class: "sr" }, say("compare.title"))), ...cells));
  }

  /** @param {Row} row @param {[string, (row: Row) => string | null][]} columns */
  #row(row, columns) {
    const { ctx, cited } = this.#told;
    const citation = [...cited.values()].find((one) => one.row_id === row.id);
    const box = h("input", { type: "checkbox", checked: this.#chosen.has(row.id), "aria-label": ctx.say("select", { title: row.title, university: row.university }), change: () => {
      if (box.checked) this.#chosen.set(row.id, row);
      else this.#chosen.delete(row.id);
      this.#side.replaceChildren();
      this.#drawFoot();
    } });
    const cells = columns.map(([key, cell]) => {
      const from = key === "price_per_year" && ctx.format.perYear(row)?.from;
      return h("td", { "data-label": ctx.say(key), class: key }, this.#value(cell(row)), from && h("small", { class: "soft" }, bdi(from)));
    });
    return h("tr", null, h("td", { class: "pick" }, h("label", null, box)),
      h("th", { scope: "row", class: "program" }, h("bdi", { class: "title" }, ...marked(row.title, citation ? [citation.id] : [], this.#told)), bdi(row.university, "soft")), ...cells);
  }

  /** @param {string | null} text */
  #value(text) {
    return bdi(text || this.#told.ctx.say("unknown"), text ? "" : "soft");
  }

  #drawFoot() {
    const { say } = this.#told.ctx;
    const left = this.#total - Math.min(this.#shown, this.#rows.length);
    const n = this.#chosen.size;
    const foot = h("div", { class: "row" }, left > 0 && button(say("more", { n: Math.min(left, STEP) }), () => this.#more()),
      n && button(say("compare", { n }), () => this.#compare(), { class: "primary", disabled: n < 2 }));
    this.#foot.replaceWith(foot);
    this.#foot = foot;
  }

  /** Set the chosen ones side by side; unlike prices are not compared, and what is not listed stays unknown. */
  #compare() {
    const { say } = this.#told.ctx;
    const rows = [...this.#chosen.values()];
    /** @type {[string, (row: Row) => string | null][]} */
    const lines = [["university", (row) => row.university], ...this.#columns()];
    const body = lines.map(([key, cell]) => {
      const said = rows.map(cell);
      return h("tr", { class: new Set(said).size > 1 && "differs" }, h("th", { scope: "row" }, say(key)), ...said.map((text) => h("td", null, this.#value(text))));
    });
    const close = () => {
      this.#side.replaceChildren();
      /** @type {HTMLElement | null} */ (this.#foot.querySelector(".primary"))?.focus();
    };
    const mixed = new Set(rows.filter((row) => row.price !== null).map(basisOf)).size > 1;
    const made = h("section", { class: "compare box", role: "region", "aria-label": say("compare.title"), tabindex: "-1", part: "comparison" },
      h("div", { class: "row" }, h("h3", null, say("compare.title")), tool("close", say("close"), close)),
      scroll(say("compare.title"), grid(["", ...rows.map((row) => row.title)], body)), mixed && h("p", { class: "soft" }, say("compare.mixed")));
    this.#side.replaceChildren(made);
    made.focus();
  }

  /** Order by this, or turn the order round; where rows are missing the server orders all of them first. @param {string} key */
  async #order(key) {
    this.#sort = { key, descending: this.#sort?.key === key && !this.#sort.descending };
    if (this.#rows.length < this.#total) this.#rows = (await this.#load(0)) ?? this.#rows;
    this.draw();
  }

  async #more() {
    const first = this.#shown;
    this.#shown += STEP;
    if (this.#shown > this.#rows.length && this.#rows.length < this.#total) {
      this.#rows = [...this.#rows, ...((await this.#load(this.#rows.length)) ?? [])];
    }
    this.draw();
    this.#table.querySelectorAll("input")[first]?.focus();
  }

  /** @param {number} offset */
  async #load(offset) {
    const { ctx } = this.#told;
    this.#note.textContent = "";
    try {
      const got = await ctx.more(/** @type {Plan} */ (this.#plan), this.#sort, offset);
      if (got.total !== this.#total) this.#note.textContent = ctx.say("more.changed");
      this.#total = got.total;
      return got.rows;
    } catch (error) {
      this.#note.textContent = ctx.say("more.failed", { detail: error.detail });
      return null;
    }
  }
}

/** Whether GET /programs can give the rest of a result's rows by its plan. @param {Plan} plan @param {import("./types.d.ts").Result} result */
export function canContinue(plan, result) {
  const plain = plan.filters.every(({ value }) => !value.join("").includes("|"));
  return plain && plan.limit === null && result.rows.length === LOADED && result.total_matched > LOADED;
}

/** Values of the groups of an aggregate. @param {import("./types.d.ts").Result} result @param {Plan} plan @param {Told} told */
export function groupTable({ groups }, plan, { ctx: { say, format } }) {
  const body = groups.map(({ key, value, value_high: high, count }) => h("tr", null, h("th", { scope: "row" }, bdi(key)),
    h("td", null, format.number(value), high !== null && ` – ${format.number(high)}`), h("td", null, format.number(count))));
  const head = say(plan.aggregate?.group ?? "price");
  return scroll(head, grid([head, say("value"), say("programs")], body));
}

/** @param {string[]} head @param {Node[]} body */
function grid(head, body) {
  return h("table", { class: "grid" }, h("thead", null, h("tr", null, ...head.map((text) => (text ? h("th", { scope: "col" }, bdi(text)) : h("td"))))), h("tbody", null, ...body));
}

/** What may be wider than its place: it scrolls, by keys too. @param {string} label @param {Node} node */
function scroll(label, node) {
  return h("div", { class: "scroll", role: "group", tabindex: "0", "aria-label": label }, node);
}
