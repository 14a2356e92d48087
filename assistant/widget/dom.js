/** Nodes, words and figures from values. Text stays text: nothing here or elsewhere reads a string as markup. */

/** @typedef {import("./types.d.ts").Row} Row @typedef {import("./types.d.ts").Context} Context */

const SVG = "http://www.w3.org/2000/svg";
/** @type {Record<string, string>} */
const ICONS = {
  send: "M12 20V5M5 12l7-7 7 7",
  stop: "M7 7h10v10H7z",
  close: "M6 6l12 12M18 6L6 18",
  fresh: "M12 5v14M5 12h14",
  erase: "M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13",
  edit: "M4 20h4L19 9l-4-4L4 16z",
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
  helpful: "M7 11v9H4v-9zM7 11l4-8c2 0 3 1 2 6h7l-2 11H7",
  wrong: "M17 13V4h3v9zM17 13l-4 8c-2 0-3-1-2-6H4L6 4h11",
};

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
    else if (value != null && value !== false) made.setAttribute(key, value === true ? "" : String(value));
  }
  made.append(.../** @type {(Node | string)[]} */ (children.filter(Boolean)));
  return made;
}

/** A drawn sign that says nothing to a screen reader. @param {string} name */
export function icon(name) {
  const made = document.createElementNS(SVG, "svg");
  made.setAttribute("viewBox", "0 0 24 24");
  made.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
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

/** A passage on one line, cut at a length. @param {string} text @param {number} length */
export function short(text, length) {
  const points = Array.from(text.replace(/\s+/g, " ").trim());
  return points.length > length ? `${points.slice(0, length).join("").trimEnd()}…` : points.join("");
}

/**
 * Texts by key, filled in; a key without a text is its own text.
 * @param {string} lang @param {import("./types.d.ts").Strings} strings @returns {import("./types.d.ts").Say}
 */
export function makeSay(lang, strings) {
  const plural = new Intl.PluralRules(lang);
  const { number } = numbers(lang);
  return (key, values = {}) => {
    const found = strings[key] ?? key;
    const form = /** @type {"other"} */ (plural.select(Number(values.n ?? 0)));
    const text = typeof found === "string" ? found : (found[form] ?? found.other);
    return text.replace(/\{(\w+)\}/g, (whole, name) => {
      const value = values[name] ?? whole;
      return typeof value === "number" ? number(value) : value;
    });
  };
}

/** @param {string} lang */
function numbers(lang) {
  const made = new Intl.NumberFormat(lang, { maximumFractionDigits: 2 });
  return { number: (/** @type {number} */ value) => made.format(value) };
}

/**
 * Values as people read them. A currency or a basis that the source does not give is never added.
 * @param {string} lang @param {import("./types.d.ts").Say} say
 * @returns {import("./types.d.ts").Format}
 */
export function makeFormat(lang, say) {
  const { number } = numbers(lang);
  const dates = new Intl.DateTimeFormat(lang, { dateStyle: "long", timeZone: "UTC" });
  /** @param {string[]} parts @param {"conjunction" | "disjunction"} [type] */
  const list = (parts, type) => new Intl.ListFormat(lang, { type }).format(parts);
  /** A word of a closed set; one that we do not know stays as it is. @param {string} prefix @param {string} word @param {object} [values] */
  const name = (prefix, word, values) => {
    const said = say(`${prefix}.${word}`, /** @type {{}} */ (values));
    return said === `${prefix}.${word}` ? null : said;
  };
  /** @param {string} unit @param {number} n */
  const time = (unit, n) => name("unit", unit, { n }) ?? `${number(n)} ${unit}`;
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
      return name("basis", row.price_basis, { figure }) ?? figure;
    },
    perYear: (row) => {
      const value = pricePerYear(row);
      if (value === null) return null;
      return { text: money(row, value), from: row.price_basis === "year" ? "" : `${number(row.price ?? 0)} ÷ ${length(row)}` };
    },
    basis: (row) => `${row.currency ?? say("no_currency")}, ${say(`paid.${row.price_basis}`)}`,
    delivery: (row) => list(row.delivery.map((way) => name("delivery", way) ?? way)),
    places: (row) => row.places.map(({ city, region, country }) => [city, region, country].filter(Boolean).join(", ")).join("; "),
    level: (row) => name("level", row.level) ?? row.level,
    condition: ({ field, op, value }) => {
      if (field === "program") return say("op.program", { n: value.length });
      if (field === "price" || field === "duration") {
        const [first, other = ""] = value.map((one) => (field === "price" ? number(Number(one)) : time("year", Number(one))));
        return say(`op.${op}`, { value: first, other });
      }
      const named = value.map((one) => name(field, String(one)) ?? String(one));
      const said = list(named, op === "all" || op === "only" ? "conjunction" : "disjunction");
      return say(`op.${field === "stated" ? "stated_" : ""}${op}`, { value: said });
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
