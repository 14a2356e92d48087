/** Bytes of server-sent events to events. Pure: knows neither fetch nor the page. */

// A return before a line feed is half of one line's end; two such ends part events.
const BETWEEN = /(?:\r\n|\n|\r(?!\n)){2}/;

/** Reads events from bytes that may be cut anywhere, even within a character. */
export class EventReader {
  #decoder = new TextDecoder();
  #rest = "";

  /**
   * The events that these bytes complete, with their data parsed. Comments and fields of no use are left out.
   * @param {Uint8Array} bytes
   * @returns {import("./types.d.ts").Sent[]}
   */
  push(bytes) {
    this.#rest += this.#decoder.decode(bytes, { stream: true });
    const whole = this.#rest.split(BETWEEN);
    this.#rest = whole.pop() ?? "";
    return whole.flatMap((text) => {
      let name = "message";
      const data = [];
      for (const line of text.split(/[\r\n]+/)) {
        const [, field, value] = /^(\w+): ?(.*)/s.exec(line) ?? [];
        if (field === "event") name = value;
        if (field === "data") data.push(value);
      }
      return data.length ? [{ name, data: JSON.parse(data.join("\n")) }] : [];
    });
  }
}
