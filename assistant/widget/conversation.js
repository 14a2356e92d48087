/** One visitor's chat with one server: what is asked of it, and the turns, kept across reloads, edited, erased. */
import { TurnView } from "./render.js";
import { EventReader } from "./stream.js";

/** @typedef {import("./types.d.ts").Turn} Turn @typedef {import("./types.d.ts").Constraint} Constraint @typedef {import("./types.d.ts").Answer} Answer */

const KEPT_TURNS = 50;
const SILENT_MS = 45_000; // the server sends a comment at least every 15 seconds
const EARLY_MS = 30_000; // a token is renewed so long before its end

/** What the server refused, or why it was not heard: `code` is its own, or offline, unreachable, cut. */
export class Problem extends Error {
  /** @param {string} code @param {string} [detail] @param {number} [waitS] seconds until it may be asked again */
  constructor(code, detail = "", waitS = 0) {
    super(detail || code);
    this.code = code;
    this.detail = detail;
    this.waitS = waitS;
  }
}

/** One server, seen from one page. */
export class Client {
  #base;
  /** @type {Promise<{token: string | null, until: number}> | undefined} */
  #session;

  /** @param {string} base */
  constructor(base) {
    this.#base = base;
  }

  /** The visitor's token, or null where none is needed; asked for early, no question waits for it. @returns {Promise<string | null>} */
  async token() {
    this.#session ??= this.#begin();
    const held = await this.#session.catch((error) => {
      this.#session = undefined;
      throw error;
    });
    if (held.until > Date.now()) return held.token;
    this.#session = undefined;
    return this.token();
  }

  /**
   * The events of an answer; ends after `done`. Raises: Problem, also for an `error` among the events.
   * @param {object} body @param {AbortController} abort
   */
  async *ask(body, abort) {
    let timer = 0;
    const wait = () => {
      clearTimeout(timer);
      timer = setTimeout(() => abort.abort(new Problem("cut")), SILENT_MS);
    };
    try {
      wait();
      const response = await this.send("ask", body, { signal: abort.signal });
      const bytes = /** @type {ReadableStream<Uint8Array>} */ (response.body).getReader();
      const reader = new EventReader();
      for (;;) {
        const { value, done } = await bytes.read();
        if (done) throw new Problem("cut");
        wait();
        for (const { name, data } of reader.push(value)) {
          if (name === "error") throw new Problem(data.code, data.detail);
          yield { name, data };
          if (name === "done") return;
        }
      }
    } catch (error) {
      throw abort.signal.aborted ? abort.signal.reason : error instanceof Problem ? error : new Problem("cut");
    } finally {
      clearTimeout(timer);
    }
  }

  /** @param {string} path @returns {Promise<any>} */
  async get(path) {
    return (await this.send(path)).json();
  }

  /** What answers; with a body it is posted. Raises: Problem. @param {string} path @param {object | null} [body] @param {RequestInit} [init] */
  async send(path, body, init) {
    for (let tried = 0; ; tried++) {
      const response = await this.#fetch(path, body, init, await this.token());
      if (response.ok) return response;
      if (response.status === 401) this.#session = undefined;
      if (response.status !== 401 || tried) throw await problemOf(response);
    }
  }

  async #begin() {
    const response = await this.#fetch("widget/session", {});
    // A server without sessions is open.
    if (response.status === 404 || response.status === 405) return { token: null, until: Infinity };
    if (!response.ok) throw await problemOf(response);
    const { token, expires_at: end } = await response.json();
    return { token, until: end ? Math.max(Date.parse(end) - EARLY_MS, Date.now() + 1000) : Infinity };
  }

  /** @param {string} path @param {object | null} [body] @param {RequestInit} [init] @param {string | null} [token] */
  async #fetch(path, body, init, token) {
    const headers = new Headers({ Accept: "text/event-stream, application/json;q=0.9" });
    if (token) headers.set("Authorization", `Bearer ${token}`);
    if (body) headers.set("Content-Type", "application/json");
    const sent = body ? { method: "POST", body: JSON.stringify(body) } : {};
    try {
      return await fetch(this.#base + path, { ...sent, ...init, headers, credentials: "omit" });
    } catch (error) {
      throw init?.signal?.aborted ? error : new Problem(navigator.onLine ? "unreachable" : "offline");
    }
  }
}

/** @param {Response} response */
async function problemOf(response) {
  const { code = "http", detail } = await response.json().catch(() => ({}));
  return new Problem(code, detail, Number(response.headers.get("Retry-After")) || 0);
}

/** One visitor's chats with one server: the one in hand, and the ids of those before it. */
export class Conversation {
  #chat;
  #key;
  /** @type {TurnView[]} */
  #views = [];
  /** @type {string | null} */
  #id;
  /** @type {string[]} */
  #past;
  /** @type {Constraint[]} */
  #held = [];
  /** @type {TurnView | null} */
  #editing = null;
  /** @type {AbortController | null} */
  #abort = null;

  /** @param {import("./chat.js").Chat} chat where it shows itself @param {string} base */
  constructor(chat, base) {
    this.#chat = chat;
    this.#key = `guidepost:${base}`;
    const kept = read(this.#key);
    this.#id = kept.id;
    this.#past = kept.past;
    for (const turn of kept.turns) {
      if (turn.events.at(-1)?.name !== "done") turn.ended ??= "lost";
      this.#add(turn);
    }
    this.#holding(this.#last?.constraints ?? []);
  }

  get id() {
    return this.#id;
  }

  get length() {
    return this.#views.length;
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
    return this.#run(view);
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
    this.#abort?.abort();
  }

  /** Begin a new chat; the one in hand stays on the server until it is erased. */
  fresh() {
    this.stop();
    if (this.#id) this.#past.push(this.#id);
    this.#empty();
    this.#save();
  }

  /** Erase every chat of this browser, on the server first. Raises: Problem. */
  async erase() {
    this.stop();
    if (this.#id) this.#past.push(this.#id);
    while (this.#past.length) {
      await this.#forget(this.#past[0]);
      this.#past.shift();
    }
    this.#empty();
    this.#save();
  }

  /** Send what is thought of an answer. @param {Turn} turn @param {import("./types.d.ts").Judged} judged @param {number} [citation] */
  async judge(turn, judged, citation) {
    const { id, conversation_id } = turn.events.at(-1)?.data;
    const given = { answer_id: id, conversation_id, ...judged, ...(citation && { citation }) };
    try {
      await this.#chat.client.send("feedback", given);
    } catch (error) {
      this.#chat.notice(this.#chat.say("judge.failed", { detail: /** @type {Problem} */ (error).detail }));
      return false;
    }
    if (!citation) turn.judged = judged;
    this.#save();
    this.#chat.emit("feedback", given);
    return true;
  }

  /** The turn of an answer. @param {string | undefined} answerId */
  turnOf(answerId) {
    return this.#views.find((view) => answerId && view.answer?.id === answerId)?.turn;
  }

  /** @param {Turn} turn */
  #add(turn) {
    const view = new TurnView(turn, this.#chat);
    this.#views.push(view);
    this.#chat.log.append(view.node);
    this.#chat.drawn();
    return view;
  }

  /** @param {TurnView} view @returns {Promise<Answer | undefined>} */
  async #run(view) {
    const { turn } = view;
    const { client, composer, chips, say } = this.#chat;
    const abort = new AbortController();
    this.#abort = abort;
    composer.busy(true);
    try {
      const body = { question: turn.question, conversation_id: this.#id ?? undefined, constraints: turn.constraints };
      for await (const event of client.ask(body, abort)) {
        view.take(event);
        if (event.name === "plan") chips.show(event.data.constraints);
      }
      return this.#ended(view);
    } catch (error) {
      if (/** @type {Problem} */ (error).code === "conversation_not_found" && this.#id) {
        this.#id = null;
        turn.constraints ??= this.#held;
        this.#chat.notice(say("ended.gone"));
        return await this.#run(view);
      }
      return this.#failed(view, /** @type {Problem} */ (error));
    } finally {
      if (this.#abort === abort) {
        this.#abort = null;
        composer.busy(false);
        this.#save();
      }
    }
  }

  /** @param {TurnView} view */
  #ended({ answer }) {
    if (!answer) return undefined;
    const { say } = this.#chat;
    this.#id = answer.conversation_id;
    this.#holding(answer.constraints);
    const rows = answer.result?.rows.length;
    this.#chat.announce([...answer.segments.map((segment) => segment.text), rows && `${say("programs")}: ${rows}.`, say("said.sources", { n: answer.citations.length })].filter(Boolean).join(" "));
    this.#chat.emit("answer", { answer });
    return answer;
  }

  /** @param {TurnView} view @param {Problem} problem @returns {undefined} */
  #failed(view, { name, code = "stopped", detail, waitS }) {
    const shown = view.turn.events.some((event) => event.name === "rows");
    const why = name === "AbortError" ? "stopped" : waitS ? "wait" : code === "cut" ? "lost" : code === "offline" || code === "unreachable" ? code : "failed";
    this.#chat.announce(view.end(why === "lost" && !shown ? "unreachable" : why, detail, waitS));
    this.#holding(view.turn.before);
    this.#chat.emit("error", { code: why === "stopped" ? why : code, detail });
  }

  /** Take an edited turn back, and what it asked for with it. @param {TurnView} view */
  #withdraw(view) {
    this.#editing = null;
    this.#drop(view);
    if (this.#views.length) return this.#held;
    // It was the first: the conversation starts anew.
    const id = this.#id;
    if (id) this.#forget(id).catch(() => this.#past.push(id));
    this.#id = null;
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
      if (/** @type {Problem} */ (error).code !== "conversation_not_found") throw error;
    }
  }

  /** @param {Constraint[]} held */
  #holding(held) {
    this.#held = held;
    this.#chat.chips.show(held);
  }

  #empty() {
    this.#id = null;
    this.#editing = null;
    for (const view of this.#views.splice(0)) view.node.remove();
    this.#chat.composer.clear();
    this.#holding([]);
    this.#chat.drawn();
  }

  /** Keep the last turns, as many of them as there is room for; where the browser keeps nothing, none. */
  #save() {
    for (let turns = this.#views.slice(-KEPT_TURNS).map((view) => view.turn); ; turns = turns.slice(1)) {
      try {
        localStorage.setItem(this.#key, JSON.stringify({ id: this.#id, past: this.#past, turns }));
        return;
      } catch {
        if (!turns.length) return;
      }
    }
  }
}

/** @param {string} key @returns {{id: string | null, past: string[], turns: Turn[]}} */
function read(key) {
  try {
    const { id, past, turns } = JSON.parse(localStorage.getItem(key) ?? "{}");
    return { id: id ?? null, past: past ?? [], turns: turns ?? [] };
  } catch {
    return { id: null, past: [], turns: [] };
  }
}

/** @type {Record<string, string>} */
const SUPERLATIVES = {
  "price false": "Which is the cheapest?", "price true": "Which is the most expensive?",
  "duration false": "Which is the shortest?", "duration true": "Which is the longest?",
  "price_per_year false": "Which is the cheapest per year?", "price_per_year true": "Which is the most expensive per year?",
  mean: "What is the average price?", median: "What is the median price?", range: "What is the price range?",
};

/**
 * What an answer was about, as a question that sets no condition of its own: what is held then decides. In English,
 * which is what the server reads. @param {Answer | undefined} answer
 */
export function standing(answer) {
  const { sort = [], limit, aggregate } = answer?.plan ?? {};
  const key = aggregate ? aggregate.of === "price" && !aggregate.group && aggregate.function : limit === 1 && sort[0] && `${sort[0].key} ${sort[0].descending}`;
  return SUPERLATIVES[key || ""] ?? "Which ones are there?";
}
