/* What the page /load asks of the server: a file in pieces, then questions about it. */

const JSON_BODY = { "Content-Type": "application/json" };

/** A refusal of the server. name: the word for it that programs get; message: the sentence for people. */
export class Refusal extends Error {
  /** @param {string} name @param {string} sentence */
  constructor(name, sentence) {
    super(sentence);
    this.name = name;
  }
}

/** @param {Response} answer */
async function refusalOf(answer) {
  const said = await answer.json().catch(() => ({}));
  return new Refusal(said.error ?? "", said.sentence ?? "");
}

/** Files on their way. sourceKey: of the source that delivers, where the server asks for one. */
export class Sender {
  sourceKey = "";

  /**
   * Sends a file; report(share) as it goes. The key under which the server has it.
   * @param {File} file
   * @param {(share: number) => void} report
   * @param {() => boolean} isWanted
   * @returns {Promise<string>}
   */
  async send(file, report, isWanted) {
    const begun = await (await this.#post("", JSON.stringify({ name: file.name, bytes: file.size }), JSON_BODY)).json();
    for (let offset = 0; offset < file.size && isWanted(); offset += begun.piece_bytes) {
      report(offset / file.size);
      const piece = file.slice(offset, offset + begun.piece_bytes);
      await this.#post(`/${begun.upload}/pieces?offset=${offset}`, piece, { "Content-Type": "application/octet-stream" });
    }
    if (!isWanted()) this.abandon(begun.upload);
    return begun.upload;
  }

  /**
   * What the columns of a sent file mean, and its first rows.
   * @param {string} upload
   * @param {unknown} choices
   */
  review = async (upload, choices) => (await this.#post(`/${upload}/review`, JSON.stringify(choices), JSON_BODY)).json();

  /**
   * Loads a sent file; report(step) as it goes.
   * @param {string} upload
   * @param {unknown} choices
   * @param {(step: string) => void} report
   * @returns {Promise<{ drawing?: string, taken?: boolean, sentence?: string }>}
   */
  async load(upload, choices, report) {
    const answer = await this.#post(`/${upload}/load`, JSON.stringify(choices), JSON_BODY);
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
      const lines = (rest + part.value).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        const { step, result, sentence } = JSON.parse(line);
        if (step) report(step);
        if (result || sentence) return result ?? { sentence };
      }
    }
    throw new Refusal("", "");
  }

  /**
   * Has the server remove a file, also while the page goes away.
   * @param {string} upload
   */
  abandon(upload) {
    if (upload) this.#post(`/${upload}/abandon`, "", {}, true).catch(() => {});
  }

  /**
   * @param {string} path
   * @param {BodyInit} body
   * @param {Record<string, string>} headers
   */
  async #post(path, body, headers, keepalive = false) {
    const lang = new URLSearchParams(window.location.search).get("lang");
    const address = new URL(`/uploads${path}`, window.location.origin);
    if (lang) address.searchParams.set("lang", lang);
    const sent = new Headers(headers);
    if (this.sourceKey) sent.set("Authorization", `Bearer ${this.sourceKey}`);
    const answer = await fetch(address, { method: "POST", body, keepalive, headers: sent });
    if (!answer.ok) throw await refusalOf(answer);
    return answer;
  }
}
