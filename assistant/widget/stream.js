/** Bytes of server-sent events to events. Pure: knows neither fetch nor the page. */

/** Reads events from bytes that may be cut anywhere, even within a character. */
export class EventReader {
  #decoder = new TextDecoder();
  #rest = "";
  #name = "";
  /** @type {string[]} */
  #data = [];

  /**
   * The events that these bytes complete, with their data parsed. Comments and fields of no use are left out.
   * @param {Uint8Array} bytes
   * @returns {import("./types.d.ts").Sent[]}
   */
  push(bytes) {
    this.#rest += this.#decoder.decode(bytes, { stream: true });
    // A return at the very end may be half of a line's end.
    const held = this.#rest.endsWith("\r") ? 1 : 0;
    const lines = this.#rest.slice(0, this.#rest.length - held).split(/\r\n|\n|\r/);
    this.#rest = lines.pop() + this.#rest.slice(this.#rest.length - held);
    return lines.flatMap((line) => this.#take(line));
  }

  /** @param {string} line */
  #take(line) {
    if (line === "") {
      const made = this.#data.length ? [{ name: this.#name || "message", data: JSON.parse(this.#data.join("\n")) }] : [];
      [this.#name, this.#data] = ["", []];
      return made;
    }
    const [, field, value] = /^([^:]*):? ?(.*)$/.exec(line) ?? [];
    if (field === "event") this.#name = value;
    if (field === "data") this.#data.push(value);
    return [];
  }
}
