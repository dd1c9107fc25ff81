/* Questions to the server. */

const JSON_BODY = { "Content-Type": "application/json" };

/**
 * The answer at an address. Raises an Error that ends with the status where it is not 200; its cause is the sentence of
 * the answer, if it has one.
 * @param {string} address
 * @param {RequestInit} [options]
 */
async function answerOf(address, options) {
  const answer = await fetch(address, options);
  if (!answer.ok) throw new Error(`${address.split("?")[0]}: ${answer.status}`, { cause: await sentenceOf(answer) });
  return answer;
}

/** @param {Response} answer */
async function sentenceOf(answer) {
  const { sentence = "" } = await answer.json().catch(() => ({}));
  return String(sentence);
}

/**
 * The JSON at an address.
 * @param {string} address
 * @param {RequestInit} [options]
 */
export const fetchJson = async (address, options) => (await answerOf(address, options)).json();

/**
 * The JSON that answers a question.
 * @param {string} address
 * @param {unknown} question
 * @param {RequestInit} options
 */
export const postJson = (address, question, options) =>
  fetchJson(address, { ...options, method: "POST", body: JSON.stringify(question), headers: JSON_BODY });

/**
 * The bytes at an address.
 * @param {string} address
 * @param {RequestInit} [options]
 */
export const fetchBytes = async (address, options) => (await answerOf(address, options)).arrayBuffer();

/**
 * A function that asks for the JSON at an address; once it is called again, an older answer or failure is undefined.
 * @template Answer
 * @returns {(address: string) => Promise<Answer | undefined>}
 */
export function latestOnly() {
  let turn = 0;
  return async (address) => {
    const mine = ++turn;
    try {
      const answer = await fetchJson(address);
      return mine === turn ? answer : undefined;
    } catch (failure) {
      if (mine === turn) throw failure;
      return undefined;
    }
  };
}

/**
 * Bytes that came as base64.
 * @param {string} text
 */
export const bytesOf = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
