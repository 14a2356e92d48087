/** One visitor's chats with one server: the turns of the one in hand, and those before it; kept, taken up, edited, erased. */
import { TurnView } from "./render.js";

/** @typedef {import("./types.d.ts").Turn} Turn @typedef {import("./types.d.ts").Constraint} Constraint @typedef {import("./types.d.ts").Answer} Answer */
/** @typedef {import("./types.d.ts").Kept} Kept @typedef {import("./client.js").Problem} Problem */

const KEPT_TURNS = 50;
/** Told to all elements of the page when one has kept its chats. */
export const KEPT = "guidepost-kept";

/** The chat in hand, and those before it as this browser keeps them. */
export class Conversation {
  #chat;
  #key;
  /** @type {TurnView[]} */
  #views = [];
  /** What the server calls the chat in hand, once it has answered. @type {string | null} */
  id = null;
  /** When it was begun: what tells chats apart. */
  at = 0;
  /** @type {Kept[]} */
  #others = [];
  /** @type {Constraint[]} */
  #held = [];
  /** @type {TurnView | null} */
  #editing = null;
  /** @type {AbortController | null} */
  #abort = null;
  /** Whether another window or element has kept something while an answer was under way here. */
  #late = false;
  /** The answer under way, or the last one; never fails. @type {Promise<Answer | undefined> | undefined} */
  running;

  /** @param {import("./chat.js").Chat} chat where it shows itself @param {string} base */
  constructor(chat, base) {
    this.#chat = chat;
    this.#key = `guidepost:${base}`;
    const [last = begun(), ...others] = read(this.#key, []);
    this.#others = others;
    this.#hold(last);
  }

  /** The chats that can be taken up, the one in hand first. */
  get kept() {
    return this.#all().filter((one) => one.turns.length);
  }

  /** The last whole answer. */
  get #last() {
    return this.#views.findLast((view) => view.answer)?.answer;
  }

  /**
   * Ask, unless an answer is under way. @param {string} question
   * @param {{shown?: string, constraints?: Constraint[]}} [more] what to show instead of the question; conditions that replace those held
   * @returns {Promise<Answer | undefined>}
   */
  async ask(question, { shown, constraints } = {}) {
    if (this.#abort) return undefined;
    if (this.#editing) constraints = this.#withdraw(this.#editing);
    this.#chat.composer.clear();
    const view = this.#add({ question, shown, before: this.#held, constraints, events: [] });
    this.#chat.emit("ask", { question });
    // Its answer is read from its start, and nothing moves while it comes.
    const { log } = this.#chat;
    for (const { node } of this.#views) node.style.minHeight = node === view.node ? `${log.clientHeight - 40}px` : "";
    log.scrollTop = view.node.offsetTop - 16;
    return (this.running = this.#run(view));
  }

  /** Ask the question of a turn that failed again, in its place. @param {Turn} turn */
  again(turn) {
    const view = this.#views.find((one) => one.turn === turn);
    if (!view || this.#abort) return;
    this.#drop(view);
    this.ask(turn.question, turn);
    this.#chat.focus();
  }

  /** Put the last question into the box; what is asked next takes its place. @param {Turn} turn */
  edit(turn) {
    const view = this.#views.at(-1);
    if (this.#abort || view?.turn !== turn) return;
    this.#editing = view;
    this.#chat.composer.edit(turn.question, () => (this.#editing = null));
  }

  /** Ask what was asked last under other conditions. @param {Constraint[]} held */
  change(held) {
    const { say, format } = this.#chat;
    const shown = say("changed", { words: format.list(held.map(format.condition)) || "–" });
    this.ask(standing(this.#last), { shown, constraints: held });
    this.#chat.focus();
  }

  /** Stop the answer that is under way; the end of the request tells the server. */
  stop() {
    if (!this.#abort) return;
    /** @type {TurnView} */ (this.#views.at(-1)).turn.ended = "stopped";
    this.#save(); // now: the page may be gone before the request has ended
    this.#abort.abort();
  }

  /** Take up a chat that is kept, or begin one; the one in hand is kept. @param {Kept} [chat] */
  open(chat = begun()) {
    this.stop();
    this.#save();
    this.#hold(chat);
    this.#chat.composer.clear();
    this.#save();
    this.#chat.bottom();
  }

  /** Another window or element may have gone on with the chat in hand, or erased it: show it as it is kept. */
  heard() {
    this.#late = !!(this.#abort || this.#editing);
    const kept = this.#stored() ?? begun();
    const last = JSON.stringify(kept.turns.at(-1));
    // Where there is no room its first turns are gone, or all, but not from here.
    if (this.#late || (kept.id && !last) || last === JSON.stringify(this.#views.at(-1)?.turn)) return;
    this.#hold(kept);
    this.#chat.bottom();
  }

  /** Erase chats of this browser, each on the server first; all, unless told which. Raises: Problem. @param {Kept[]} [chats] */
  async erase(chats = this.#all()) {
    for (const { at, id } of chats) {
      if (at === this.at) this.stop();
      if (id) await this.#forget(id);
      if (at === this.at) {
        this.#chat.composer.cancel();
        this.#hold(begun());
      }
      this.#store(this.#all().filter((one) => one.at !== at));
    }
  }

  /** Send what is thought of an answer. @param {Turn} turn @param {import("./types.d.ts").Judged} judged @param {number} [citation] */
  async judge(turn, judged, citation) {
    const { id, conversation_id } = turn.events.at(-1)?.data;
    const given = { answer_id: id, conversation_id, ...judged, ...(citation && { citation }) };
    try {
      await this.#chat.client.send("feedback", given);
    } catch (error) {
      this.#chat.notice(this.#chat.say("judge.failed", { detail: error.detail }));
      return false;
    }
    if (!citation) turn.judged = judged;
    this.#save();
    this.#chat.emit("feedback", given);
    return true;
  }

  /** @param {Turn} turn */
  #add(turn) {
    const view = new TurnView(turn, this.#chat);
    this.#views.push(view);
    this.#chat.log.append(view.node);
    this.#drawn();
    return view;
  }

  #drawn() {
    const { length } = this.#views;
    this.#chat.drawn(length, length || this.#others.some((one) => one.turns.length));
  }

  /** @param {TurnView} view @returns {Promise<Answer | undefined>} */
  async #run(view) {
    const { turn } = view;
    const { client, composer, chips, say } = this.#chat;
    const abort = new AbortController();
    this.#abort = abort;
    composer.busy(true);
    try {
      const body = { question: turn.question, conversation_id: this.id, constraints: turn.constraints, stream: true };
      for await (const event of client.ask(body, abort)) {
        view.take(event);
        if (event.name === "plan") chips.show(event.data.constraints);
      }
      return this.#ended(view);
    } catch (error) {
      if (error.code === "conversation_not_found" && this.id) {
        this.id = null;
        turn.constraints ??= this.#held;
        this.#chat.notice(say("ended.gone"));
        return await this.#run(view);
      }
      return this.#failed(view, error);
    } finally {
      if (this.#abort === abort) {
        this.#abort = null;
        composer.busy(false);
        const turns = this.#stored()?.turns ?? [];
        if (this.#late && this.#views.includes(view) && turns.length !== this.#views.length - 1) this.#hold({ ...this, turns: [...turns, turn] });
        this.#late = false;
        this.#save();
      }
    }
  }

  /** @param {TurnView} view */
  #ended({ answer }) {
    if (!answer) return undefined;
    const { say } = this.#chat;
    this.id = answer.conversation_id;
    this.#holding(answer.constraints);
    const rows = answer.result?.rows.length;
    this.#chat.announce([...answer.segments.map((segment) => segment.text), rows && `${say("programs")}: ${rows}.`, say("said.sources", { n: answer.citations.length })].filter(Boolean).join(" "));
    this.#chat.emit("answer", { answer });
    return answer;
  }

  /** @param {TurnView} view @param {Problem} problem @returns {undefined} */
  #failed(view, { name, code = "stopped", detail, waitS }) {
    const shown = view.turn.events.some((event) => event.name === "rows");
    const why = name === "AbortError" ? "stopped" : waitS ? "wait" : ["cut", "offline", "unreachable"].includes(code) ? code : "failed";
    const said = view.end(why === "cut" && !shown ? "unreachable" : why, detail, waitS);
    // Its chat may have been left meanwhile.
    if (this.#views.includes(view)) {
      this.#chat.announce(said);
      this.#holding(view.turn.before);
    }
    this.#chat.emit("error", { code: why === "stopped" ? why : code, detail });
  }

  /** Take an edited turn back, and what it asked for with it. @param {TurnView} view */
  #withdraw(view) {
    this.#editing = null;
    this.#drop(view);
    if (this.#views.length) return this.#held;
    // It was the first: the conversation starts anew.
    const id = this.id;
    if (id) this.#forget(id).catch(() => this.#store([...this.#all(), { at: Date.now(), id, turns: [] }]));
    this.id = null;
    return undefined;
  }

  /** @param {TurnView} view */
  #drop(view) {
    this.#views = this.#views.filter((one) => one !== view);
    view.node.remove();
    this.#held = view.turn.before;
  }

  /** Erase one on the server; one that is not kept is as good as erased. @param {string} id */
  async #forget(id) {
    try {
      await this.#chat.client.send(`conversations/${encodeURIComponent(id)}`, null, { method: "DELETE" });
    } catch (error) {
      if (error.code !== "conversation_not_found") throw error;
    }
  }

  /** @param {Constraint[]} held */
  #holding(held) {
    this.#held = held;
    this.#chat.chips.show(held);
  }

  /** Show this chat in place of the one that was in hand. @param {Kept} chat */
  #hold({ at, id, turns }) {
    this.at = at;
    this.id = id;
    this.#editing = null;
    for (const view of this.#views.splice(0)) view.node.remove();
    for (const turn of turns) {
      if (turn.events.at(-1)?.name !== "done") turn.ended ??= "cut";
      this.#add(turn);
    }
    this.#holding(this.#last?.constraints ?? []);
    this.#drawn();
  }

  /** All chats, also those of other pages of this browser, the one in hand first, without the turn under way. @returns {Kept[]} */
  #all() {
    const turns = this.#views.filter(({ turn, answer }) => answer || turn.ended).slice(-KEPT_TURNS).map((view) => view.turn);
    this.#stored();
    return [{ at: this.at, id: this.id, turns }, ...this.#others];
  }

  /** The chat in hand as it is kept, if it is; those beside it are taken over. */
  #stored() {
    const all = read(this.#key, this.#others);
    this.#others = all.filter((one) => one.at !== this.at);
    return all.find((one) => one.at === this.at);
  }

  #save() {
    this.#store(this.#all());
  }

  /**
   * Keep these, as much of them as there is room for: the turns of the oldest go first, its id stays, so that it can be
   * erased. Where the browser keeps nothing, this page knows them until it is left. @param {Kept[]} all
   */
  #store(all) {
    const [first, ...others] = all;
    this.#others = others.filter((one) => one.id || one.turns.length);
    for (let kept = [first, ...this.#others]; ; ) {
      try {
        localStorage.setItem(this.#key, JSON.stringify(kept));
        const late = this.#late;
        dispatchEvent(new Event(KEPT)); // the browser tells other windows only
        this.#late = late; // this one has heard itself
        break;
      } catch {
        const at = kept.findLastIndex((one) => one.turns.length);
        if (at < 0) break;
        kept = kept.map((one, i) => (i === at ? { ...one, turns: at ? [] : one.turns.slice(1) } : one));
      }
    }
    this.#drawn();
  }
}

/** A chat without turns; a part of a millisecond tells it from one that another element begins. @returns {Kept} */
function begun() {
  return { at: Date.now() + Math.random(), id: null, turns: [] };
}

/** The chats that are kept under a key. @param {string} key @param {Kept[]} unread if nothing can be read @returns {Kept[]} */
function read(key, unread) {
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? "[]");
    return Array.isArray(kept) ? kept : [];
  } catch {
    return unread;
  }
}

/** What was sought, by the way it was sorted. @type {Record<string, string[]>} */
const ASKED = {
  price: ["cheapest", "most expensive"], duration: ["shortest", "longest"], price_per_year: ["cheapest per year", "most expensive per year"],
  mean: ["average price"], median: ["median price"], range: ["price range"],
};

/**
 * What an answer was about, as a question that sets no condition of its own: what is held then decides. In English,
 * which is what the server reads. @param {Answer | undefined} answer
 */
export function standing(answer) {
  const { sort = [], limit, aggregate } = answer?.plan ?? {};
  const key = aggregate ? aggregate.of === "price" && !aggregate.group && aggregate.function : limit === 1 && sort[0]?.key;
  const asked = ASKED[key || ""]?.at(sort[0]?.descending ? -1 : 0);
  return asked ? `What is the ${asked}?` : "Which ones are there?";
}
