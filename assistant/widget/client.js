/** One server, seen from one page: its token, its streams, its problems. Knows no turn and no node. */
import { EventReader } from "./stream.js";

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
    if ([404, 405].includes(response.status)) return { token: null, until: Infinity };
    if (!response.ok) throw await problemOf(response);
    const { token, expires_at: end } = await response.json();
    return { token, until: end ? Math.max(Date.parse(end) - EARLY_MS, Date.now() + 1000) : Infinity };
  }

  /** @param {string} path @param {object | null} [body] @param {RequestInit} [init] @param {string | null} [token] */
  async #fetch(path, body, init, token) {
    const headers = { ...(token && { Authorization: `Bearer ${token}` }), ...(body && { "Content-Type": "application/json" }) };
    const sent = body && { method: "POST", body: JSON.stringify(body) };
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
