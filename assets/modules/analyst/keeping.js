/* What is sent to be kept or withdrawn: views and notes, and links that open without an account. */

/** A refusal; its message is the sentence for people, empty where the server did not answer. */
export class Refusal extends Error {}

/**
 * @param {string} address
 * @param {string} body JSON
 * @returns {Promise<any>}
 */
export async function send(address, body) {
  const headers = { "Content-Type": "application/json" };
  const asked = `/api/v1/${address}?lang=${document.documentElement.lang}`;
  const answer = await fetch(asked, { method: "POST", body, headers }).catch(() => null);
  const said = await answer?.json().catch(() => null);
  if (!answer?.ok || !said) throw new Refusal(said?.sentence ?? "");
  return said;
}

/** @type {WeakSet<HTMLFormElement>} whose content is on its way */
const sending = new WeakSet();

/**
 * Does the work of a form; a second press before it is done does nothing, so that nothing is kept twice.
 * @param {HTMLFormElement} form
 * @param {() => Promise<void>} work
 */
export async function once(form, work) {
  if (sending.has(form)) return;
  sending.add(form);
  try {
    await work();
  } finally {
    sending.delete(form);
  }
}

/**
 * @param {string} deed
 * @param {string} body JSON
 * @returns {Promise<{ saved: string[], unchanged: number, stamp: string }>}
 */
const post = (deed, body) => send(`saved/${deed}`, body);

/**
 * A link that opens an address without an account.
 * @param {string} address
 * @param {number} hours
 * @returns {Promise<{ link: string, until: string }>}
 */
export const makeShare = (address, hours) => send("shares", JSON.stringify({ address, hours }));

/** @param {object} view */
export const keepView = (view) => post("keep", JSON.stringify({ views: [view] }));

/** @param {object} note */
export const keepNote = (note) => post("keep", JSON.stringify({ notes: [note] }));

/** @param {string} content of a file */
export const keepFile = (content) => post("keep", content);

/**
 * @param {string} kind
 * @param {string} key
 */
export const withdraw = (kind, key) => post("withdraw", JSON.stringify({ kind, key }));

/**
 * An answer to an alarm.
 * @param {{ key: string, state: string, unit: string, text: string, minutes: number | null }} given
 * @returns {Promise<{ stamp: string }>}
 */
export const answerAlarm = (given) => send("alarms/answer", JSON.stringify(given));

/**
 * What is done about a case of a governance loop.
 * @param {object} act
 * @returns {Promise<{ key: string, stamp: string }>}
 */
export const keepCaseAct = (act) => send("loops/acts", JSON.stringify(act));

/**
 * What is done about a roll-call of the centres.
 * @param {object} act
 * @returns {Promise<{ key: string, stamp: string }>}
 */
export const keepRollCallAct = (act) => send("roll-calls/acts", JSON.stringify(act));

/**
 * An area is switched to emergency operation, or back.
 * @param {{ mode: "normal" | "emergency", area: string, text: string, until: string }} act
 * @returns {Promise<{ mode: string, stamp: string }>}
 */
export const keepModeAct = (act) => send("mode/acts", JSON.stringify(act));
