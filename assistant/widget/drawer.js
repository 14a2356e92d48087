/** What is opened beside the conversation, or over it where that is narrow: the page of a citation, the chats that are kept. */
import { bdi, button, h, short, tool } from "./controls.js";

/** @typedef {import("./types.d.ts").Context} Context @typedef {import("./types.d.ts").Kept} Kept */

/** One place for both: a title that takes the focus, facts, a body that scrolls, a foot. */
export class Drawer {
  #ctx;
  #load;
  #covers;
  #name = h("b");
  #title = h("h2", { id: "drawer", tabindex: "-1", dir: "auto" });
  #facts = h("p", { class: "soft" });
  #body = h("div", { class: "scroll page", tabindex: "0", role: "group", "aria-labelledby": "drawer" });
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
    this.node = h("section", { class: "drawer", role: "dialog", "aria-labelledby": "drawer", part: "source", hidden: true },
      h("div", { class: "head" }, this.#name, tool("close", ctx.say("close"), () => this.close())), this.#title, this.#facts, this.#body, this.#foot);
  }

  /** Show a citation; `wrong`, if given, says that it does not show what it should. @param {import("./types.d.ts").Citation} citation @param {HTMLElement} from @param {(() => Promise<boolean>) | false} wrong */
  async source({ source, section, quote, start, end }, from, wrong) {
    const { say, format } = this.#ctx;
    const facts = [section, say("source.read", { date: format.date(source.fetched_at) }), source.as_of && say("source.as_of", { date: format.date(source.as_of) })];
    this.#facts.replaceChildren(bdi(facts.filter(Boolean).join(" · ")), ...link(source.url, say("source.open")));
    this.#foot.replaceChildren(wrong ? button(say("evidence_wrong"), async () => {
      if (!(await wrong())) return;
      this.#foot.replaceChildren(note(say("thanks"), "status"));
      this.#title.focus();
    }) : "");
    const failed = note("", "alert");
    this.#body.replaceChildren(failed, h("mark", { dir: "auto" }, quote));
    const asked = this.#open(say("source"), source.title, from);
    try {
      // Offsets count code points; strings count halves of the rarer ones.
      const points = Array.from((await this.#load(source.id)).text);
      const mark = h("mark", null, points.slice(start, end).join(""));
      if (asked !== this.#asked) return;
      this.#body.replaceChildren(h("div", { dir: "auto" }, points.slice(0, start).join(""), mark, points.slice(end).join("")));
      this.#body.scrollTop = mark.offsetTop - this.#body.clientHeight / 4;
    } catch (error) {
      failed.textContent = say("source.failed", { detail: error.detail });
    }
  }

  /** Show the chats that are kept, to be taken up or erased. @param {import("./conversation.js").Conversation} talk @param {HTMLElement} from */
  chats(talk, from) {
    const { say, format } = this.#ctx;
    const { kept } = talk;
    const n = kept.length;
    this.#facts.replaceChildren();
    this.#foot.replaceChildren(n ? button(say("erase"), () => this.#erase(talk, from, n)) : "");
    this.#body.replaceChildren(h("ul", null, ...kept.map((chat) => {
      const words = short(chat.turns[0].question, 80);
      return h("li", { class: "row" }, h("button", { type: "button", class: "text", "aria-current": chat.at === talk.at && "true", click: () => {
        this.close();
        this.#ctx.fresh(chat);
      } }, bdi(words), " ", h("small", { class: "soft" }, format.date(chat.at))),
        tool("erase", say("erase.one", { words }), () => this.#erase(talk, from, 1, [chat])));
    })));
    this.#open(say("chats"), say("chats.kept", { n }), from);
  }

  /** Ask before chats are erased. @param {import("./conversation.js").Conversation} talk @param {HTMLElement} from @param {number} n @param {Kept[]} [chats] all, if not given */
  #erase(talk, from, n, chats) {
    const { say } = this.#ctx;
    const yes = button(say("erase.yes"), async () => {
      const failed = await talk.erase(chats).then(() => null, (error) => error);
      this.chats(talk, from);
      this.#foot.prepend(note(failed ? say("erase.failed", { detail: failed.detail }) : say("erase.done"), "status"));
    }, { class: "primary" });
    this.#foot.replaceChildren(h("div", { class: "row" }, h("p", null, say("erase.ask", { n })), yes, button(say("cancel"), () => this.chats(talk, from))));
    yes.focus();
  }

  /** Whether it was open. */
  close() {
    if (this.node.hidden) return false;
    this.node.hidden = true;
    this.#asked++;
    this.#covers();
    // What it was opened from may be gone.
    (this.#from?.checkVisibility() ? this.#from : this.#ctx).focus();
    return true;
  }

  /** @param {string} name @param {string} title @param {HTMLElement} from @returns {number} what is shown, until something else is */
  #open(name, title, from) {
    this.#from = from;
    this.#name.textContent = name;
    this.#title.textContent = title;
    this.node.hidden = false;
    this.#covers();
    this.#title.focus();
    return ++this.#asked;
  }
}

/** @param {string} text @param {string} role */
const note = (text, role) => h("p", { class: "soft", role }, text);

/** A link to a page of a source; nothing where its address is not one of the web. @param {string | null} url @param {string} label */
function link(url, label) {
  if (!url || !/^https?:\/\//i.test(url)) return [];
  return [" ", h("a", { href: url, target: "_blank", rel: "noopener noreferrer nofollow" }, label)];
}
