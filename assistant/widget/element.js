/**
 * `<guidepost-chat>`: its attributes and properties, and the button that opens a bubble.
 *
 * All that a page loads before anyone uses the chat; chat.js and what it needs come with the first use: when the
 * button is pressed, or when an element in a page comes into view.
 */

const REFLECTED = ["mode", "server", "heading", "theme", "questions"];
const LABELS = { en: "Ask a question", es: "Hacer una pregunta" };
const BASE = new URL("..", import.meta.url).href;

const sheet = new CSSStyleSheet();
sheet.replaceSync(/* css */ `
:host { display: block !important; transform: none !important; filter: none !important; }
:host(:not([mode=inline], [mode=page])) { all: initial !important; display: contents !important; }
:host([hidden]) { display: none !important; }
.gp { all: initial; display: block; color-scheme: light dark; font: var(--guidepost-size, medium)/1.5 var(--guidepost-font, system-ui, sans-serif); --accent: var(--guidepost-accent, light-dark(#1f5f4f, #7cc9ae)); --on-accent: var(--guidepost-on-accent, light-dark(#fff, #0d1a15)); }
.gp[popover] { position: fixed; inset: 0 0 auto; overflow: visible; }
.launcher { all: unset; position: fixed; inset-block-end: var(--guidepost-bottom, 1.25em); inset-inline-end: var(--guidepost-side, 1.25em); display: flex; gap: .6em; align-items: center; min-height: 3em; padding: .6em 1.2em; border: 1px solid transparent; border-radius: 2em; cursor: pointer; font-weight: 600; color: var(--on-accent); background: var(--accent); box-shadow: 0 .3em 1.2em #0003; }
.launcher:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; }
.launcher[hidden] { display: none; }
.launcher::before { content: ""; width: 1em; height: .75em; border: 2px solid; border-radius: .3em .3em .3em 0; }
`);

/** The element. Everything past its button is a `Chat`, made at the first use. */
export class GuidepostChat extends HTMLElement {
  static observedAttributes = [...REFLECTED, "open", "lang", "dir"];

  #root = document.createElement("div");
  launcher = document.createElement("button");
  /** @type {import("./chat.js").Chat | undefined} */
  #chat;
  /** @type {Promise<import("./chat.js").Chat> | undefined} */
  #loading;
  /** @type {IntersectionObserver | undefined} */
  #seen;
  /** @type {Partial<import("./types.d.ts").Strings>} */
  #strings = {};

  constructor() {
    super();
    const shadow = this.attachShadow({ mode: "open" });
    shadow.adoptedStyleSheets = [sheet];
    this.#root.className = "gp";
    this.launcher.className = "launcher";
    this.launcher.part.add("launcher");
    this.launcher.addEventListener("click", () => this.show());
    this.#root.append(this.launcher);
    shadow.append(this.#root);
  }

  /** Texts of the interface that replace our own, by key (strings.en.js); also as JSON in a script child. */
  get strings() {
    const child = this.querySelector(":scope > script[type='application/json']");
    return { ...(child ? JSON.parse(child.textContent ?? "{}") : {}), ...this.#strings };
  }

  set strings(value) {
    const before = JSON.stringify(this.#strings);
    this.#strings = value ?? {};
    // A framework sets a new object of the same texts whenever it renders.
    if (JSON.stringify(this.#strings) !== before) this.#changed("strings");
  }

  /** Address of the server, with a slash at its end; where this file came from unless told. */
  get base() {
    return new URL(`${(this.getAttribute("server") ?? BASE).replace(/\/+$/, "")}/`, document.baseURI).href;
  }

  /** The language of the interface: of the nearest `lang`. */
  get language() {
    return (this.closest("[lang]")?.getAttribute("lang") || "en").toLowerCase().split("-")[0];
  }

  /** Whether a bubble is open. */
  get open() {
    return this.hasAttribute("open");
  }

  set open(value) {
    this.toggleAttribute("open", Boolean(value));
  }

  /** The id of the conversation, or null before its first answer. */
  get conversationId() {
    return this.#chat?.conversationId ?? null;
  }

  /** Open a bubble; elsewhere, put the focus on the question. */
  async show() {
    this.open = this.mode === "bubble";
    (await this.#load()).focus();
  }

  /** Close a bubble. */
  hide() {
    this.open = false;
  }

  /** Ask a question as if it had been typed; settles when its answer has ended. @param {string} question */
  async ask(question) {
    await this.show();
    return (await this.#load()).ask(question);
  }

  /** Start a new conversation. */
  async newChat() {
    (await this.#load()).fresh();
  }

  /** Erase all conversations, here and on the server. */
  async clear() {
    return (await this.#load()).clear();
  }

  connectedCallback() {
    // What a framework set before this class was there hides the class's own properties.
    for (const name of [...REFLECTED, "open", "strings"]) {
      const self = /** @type {any} */ (this);
      if (!Object.hasOwn(self, name)) continue;
      const value = self[name];
      delete self[name];
      self[name] = value;
    }
    this.#changed("");
    if (this.#chat) this.#chat.connect();
    else if (this.open) this.#load();
    else if (this.mode !== "bubble") {
      this.#seen = new IntersectionObserver((found) => found.some((one) => one.isIntersecting) && this.#load());
      this.#seen.observe(this);
    }
  }

  disconnectedCallback() {
    this.#seen?.disconnect();
    // Where it is only moved, it is back by then.
    queueMicrotask(() => this.isConnected || this.#chat?.disconnect());
  }

  /** @param {string} name @param {string | null} before @param {string | null} after */
  attributeChangedCallback(name, before, after) {
    if (before === after || !this.isConnected) return;
    if (name === "open" && after !== null) this.#load();
    this.#changed(name);
  }

  #load() {
    this.#seen?.disconnect();
    this.#loading ??= import("./chat.js")
      .then(({ Chat }) => new Chat(this, this.#root).ready)
      .then((chat) => {
        this.#chat = chat;
        if (this.isConnected) chat.connect();
        return chat;
      });
    this.#loading.catch(() => (this.#loading = undefined));
    return this.#loading;
  }

  /** @param {string} name */
  #changed(name) {
    const label = this.strings.launcher ?? LABELS[/** @type {"en"} */ (this.language)] ?? LABELS.en;
    this.#root.dir = getComputedStyle(this).direction;
    this.#root.style.colorScheme = this.theme === "auto" ? "" : this.theme;
    this.#root.dataset.mode = this.mode;
    this.launcher.textContent = label;
    this.launcher.hidden = this.mode !== "bubble" || this.open;
    // In the top layer no transform, overflow or stacking of the page can move or cover it.
    this.#root.popover = this.mode === "bubble" ? "manual" : null;
    if (this.#root.matches("[popover]:not(:popover-open)") && this.isConnected) this.#root.showPopover();
    this.#chat?.changed(name);
  }
}

for (const name of REFLECTED) {
  Object.defineProperty(GuidepostChat.prototype, name, {
    configurable: true,
    enumerable: true,
    get() {
      return this.getAttribute(name) ?? { mode: "bubble", theme: "auto" }[name] ?? "";
    },
    set(value) {
      if (value == null) this.removeAttribute(name);
      else this.setAttribute(name, value);
    },
  });
}
