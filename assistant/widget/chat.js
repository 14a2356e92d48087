/** The chat itself, made at the first use: its panel, its texts, its keys; conversation.js has what it does. */
import { Client } from "./client.js";
import { Conversation, KEPT } from "./conversation.js";
import { Chips, Composer, bdi, button, h, makeFormat, makeSay, short, tool } from "./controls.js";
import { Drawer } from "./drawer.js";
import { sheet } from "./styles.js";

/** @typedef {import("./types.d.ts").Citation} Citation @typedef {import("./types.d.ts").Context} Context */

const LINGER_MS = 180;
const AT_ONCE = ["theme", "dir", "open"];

/** The panel of one element; it is also what the parts of a conversation need of it (`Context`). */
export class Chat {
  #host;
  #panel = h("section", { class: "panel", part: "panel", keydown: (/** @type {KeyboardEvent} */ event) => this.#key(event) });
  #scheduled = false;
  /** @type {AbortController | undefined} */
  #listening;
  /** @type {Conversation} */
  talk;
  /** @type {Drawer} */
  #drawer;
  preview = new Preview();
  /** @type {import("./types.d.ts").Say} */
  say;
  /** @type {import("./types.d.ts").Format} */
  format;
  /** @type {Client} */
  client;
  /** @type {Composer} */
  composer;
  /** @type {Chips} */
  chips;
  /** @type {HTMLElement} */
  log;
  /** @type {HTMLElement[]} */
  #tools;
  /** @type {HTMLElement} */
  #starters;
  /** @type {HTMLElement} */
  #welcome;
  /** @type {HTMLElement} */
  #live;
  /** @type {HTMLElement} */
  #noticed;
  /** @type {HTMLElement} */
  #main;

  /** @param {import("./element.js").GuidepostChat} host @param {HTMLElement} root */
  constructor(host, root) {
    this.#host = host;
    /** @type {ShadowRoot} */ (host.shadowRoot).adoptedStyleSheets.push(sheet);
    /** The chat, once its texts are loaded: only then is there anything to see. @type {Promise<Chat>} */
    this.ready = this.#build().then(() => {
      root.append(this.#panel);
      return this;
    });
  }

  get conversationId() {
    return this.talk.id;
  }

  /** Listen to the page again, and show the panel if it is to be seen. */
  connect() {
    this.#listening?.abort();
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    for (const name of ["offline", "online"]) addEventListener(name, () => this.notice(this.say(name)), { signal });
    for (const name of ["storage", KEPT]) addEventListener(name, () => this.talk.heard(), { signal });
    addEventListener("pagehide", () => this.talk.stop(), { signal });
    this.#toggle();
    this.bottom(); // what leaves a page and comes back has lost its place
  }

  /** Show the end of the conversation. */
  bottom() {
    this.log.scrollTop = this.log.scrollHeight;
  }

  /** End what is under way and let go of the page. */
  disconnect() {
    this.#listening?.abort();
    this.talk.stop();
  }

  focus() {
    this.composer.box.focus();
  }

  /** @param {string} question */
  async ask(question) {
    this.#noticed.replaceChildren();
    const answered = this.talk.ask(question);
    this.focus();
    return answered;
  }

  /** Take up a chat that is kept, or begin a new one. @param {import("./types.d.ts").Kept} [chat] */
  fresh(chat) {
    this.#drawer.close();
    this.talk.open(chat);
    this.focus();
  }

  /** Erase all chats, here and on the server. Raises: Problem. */
  clear() {
    this.preview.hide();
    this.#drawer.close();
    return this.talk.erase();
  }

  /** @param {string} text */
  copy(text) {
    navigator.clipboard.writeText(text).then(() => this.notice(this.say("copied")), () => this.notice(this.say("copy.failed")));
  }

  /** @param {Citation} citation @param {import("./types.d.ts").Turn} turn @param {HTMLElement} from */
  open(citation, turn, from) {
    this.preview.hide();
    this.#drawer.source(citation, from, turn.events.at(-1)?.name === "done" && (() => this.talk.judge(turn, { verdict: "evidence_wrong", text: "" }, citation.id)));
    this.emit("source", { citation });
  }

  /** More rows of a plan. @param {import("./types.d.ts").Plan} plan @param {{key: string, descending: boolean} | null} sort @param {number} offset */
  more({ filters, sort: [first] }, sort, offset) {
    const { key, descending } = sort ?? first ?? {};
    const order = key ? [["sort", key], ["descending", String(descending)]] : [];
    const all = [...filters.map(({ field, op, value }) => ["filter", `${field}:${op}:${value.join("|")}`]), ...order, ["offset", String(offset)]];
    return this.client.get(`programs?${new URLSearchParams(all)}`);
  }

  /** Say something above the question, until it is closed or something else is said. @param {string} text */
  notice(text) {
    this.#noticed.replaceChildren(h("div", { class: "notice" }, text, tool("close", this.say("close"), () => {
      this.#noticed.replaceChildren();
      this.focus();
    })));
    this.announce(text);
  }

  /** Say it once to a screen reader. @param {string} text */
  announce(text) {
    this.#live.textContent = "";
    setTimeout(() => (this.#live.textContent = text), 60);
  }

  /** @param {string} name @param {object} [detail] */
  emit(name, detail) {
    this.#host.dispatchEvent(new CustomEvent(`guidepost-${name}`, { detail, bubbles: true, composed: true }));
  }

  /** Show what there is to be shown for so many turns. @param {number} turns @param {unknown} chats whether any is kept */
  drawn(turns, chats) {
    this.#welcome.hidden = !!turns;
    this.#tools[0].hidden = !turns;
    this.#tools[1].hidden = !chats;
  }

  /** An attribute or property of the element has changed; an answer under way ends first. @param {string} name */
  changed(name) {
    if (name === "open") this.#toggle(true);
    if (!name || AT_ONCE.includes(name) || this.#scheduled) return;
    this.#scheduled = true;
    queueMicrotask(async () => {
      await this.talk.running;
      this.#scheduled = false;
      await this.#build();
      this.#toggle();
      this.bottom();
    });
  }

  /** Make everything in the panel: again when a language, a server or a mode is changed. */
  async #build() {
    const host = this.#host;
    const lang = host.language;
    const known = ["en", "es"].includes(lang) ? lang : "en";
    const { default: own } = await import(`./strings.${known}.js`);
    this.say = makeSay(lang, { ...own, ...host.strings });
    this.format = makeFormat(lang, this.say);
    this.client = new Client(host.base);
    const bubble = host.mode === "bubble";
    const title = host.heading || this.say("heading");
    Object.assign(this.#panel, { role: bubble ? "dialog" : "region", ariaLabel: title, lang });
    this.#parts(title, bubble);
    this.talk = new Conversation(this, host.base);
    this.client.token().catch(() => {});
    this.#start();
  }

  /** @param {string} title @param {boolean} bubble */
  #parts(title, bubble) {
    const { say, client } = this;
    const [before, after = ""] = say("intro").split("{mark}");
    this.#starters = h("ul", { class: "starters", "aria-label": say("starters"), part: "starters", hidden: true });
    this.#welcome = h("div", { class: "welcome", part: "welcome" }, h("slot", { name: "welcome" }),
      h("p", { class: "soft" }, before, h("span", { class: "mark" }, "1"), after), this.#starters);
    this.log = h("div", { class: "log", role: "log", "aria-live": "off", "aria-label": say("log"), tabindex: "0", part: "log" }, this.#welcome);
    this.#live = h("div", { class: "sr", role: "status" });
    this.#noticed = h("div");
    this.#tools = [tool("fresh", say("fresh"), () => this.fresh()), tool("chats", say("chats"), ({ currentTarget }) => this.#drawer.chats(this.talk, currentTarget))];
    this.chips = new Chips(this, (held) => this.talk.change(held), () => client.get("programs/facets"));
    this.composer = new Composer(this, (text) => this.ask(text), () => this.talk.stop());
    this.#main = h("div", { class: "main" },
      h("header", { class: "head", part: "header" }, h("h2", null, title), ...this.#tools, bubble && tool("close", say("close"), () => this.#host.hide())), this.log,
      h("div", { class: "below" }, this.#noticed, this.chips.node, this.composer.node), this.#live);
    this.#drawer = new Drawer(this, (id) => client.get(`sources/${encodeURIComponent(id)}`), () => this.#cover());
    this.#panel.replaceChildren(h("div", { class: "frame" }, this.#main, this.#drawer.node, this.preview.node));
  }

  /** Where the drawer lies over the conversation, what is under it cannot be reached. */
  #cover() {
    const { node } = this.#drawer;
    this.#main.inert = !node.hidden && getComputedStyle(node).position === "absolute";
  }

  async #start() {
    const own = this.#host.questions.split(/[|\n]/).filter((text) => text.trim());
    /** @type {string[]} */
    const questions = own.length ? own : await this.client.get("examples").then((got) => got.questions, () => []);
    this.#starters.hidden = !questions.length;
    this.#starters.replaceChildren(...questions.map((text) => h("li", null, button(text.trim(), () => this.ask(text.trim())))));
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.key !== "Escape" || event.isComposing) return;
    event.stopPropagation();
    const took = this.preview.hide() || this.chips.close() || this.#drawer.close() || this.composer.cancel();
    if (!took && this.#host.mode === "bubble") this.#host.hide();
  }

  /** @param {boolean} [told] whether it has just been opened or closed */
  #toggle(told) {
    const { open, mode } = this.#host;
    this.#panel.hidden = mode === "bubble" && !open;
    this.composer.grow();
    if (!told || mode !== "bubble") return;
    this.emit(open ? "open" : "close");
    if (open) this.focus();
    else this.#host.launcher.focus();
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
