/* The service worker of walls: the last picture of a wall, for a page that is loaded while the server is down. Whatever the
   server answers is taken from the server; what is kept is shown only where it does not answer, and goes when the server
   says that this wall is none of its own any more, and with every release. */

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const PREFIX = "yiping-wall ";
const CACHE = PREFIX + worker.location.pathname;
const PAGE = "/wall";
const SCREEN = "/screen";
const NEWS = "/api/v1/live";
const KEPT_SIGN = "data-keeps="; // in the page of a wall that may keep its picture
const PICTURE = "/wall/last-picture";
const PAGE_LIMIT_MS = 5000;
const SCREEN_LIMIT_MS = 15000;
const MOST_ANSWERS = 200;
const NO_SERVER = [502, 503, 504];

/** @param {number} milliseconds @returns {Promise<never>} */
const tooLate = (milliseconds) => new Promise((_, fail) => setTimeout(fail, milliseconds, new Error("too late")));

/**
 * The answer of the server; an Error where it gives none in time, or a proxy says so in its place.
 * @param {Request} request
 * @param {number} limit milliseconds
 */
async function fromServer(request, limit) {
  const answer = await Promise.race([fetch(request), tooLate(limit)]);
  if (NO_SERVER.includes(answer.status)) throw new Error(`no server: ${answer.status}`);
  return answer;
}

async function forget() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(PREFIX)).map((name) => caches.delete(name)));
  await worker.registration.unregister();
}

async function pictureKept() {
  const kept = await caches.match(PICTURE, { cacheName: CACHE });
  return kept?.json();
}

/** @param {Request} request */
async function page(request) {
  let answer;
  try {
    answer = await fromServer(request, PAGE_LIMIT_MS);
  } catch {
    return keptPage(request);
  }
  if (answer.type === "opaqueredirect") return answer;
  const isWall = answer.ok && (await answer.clone().text()).includes(KEPT_SIGN);
  if (isWall) await (await caches.open(CACHE)).put(PAGE, answer.clone());
  else if (answer.status < 500) await forget();
  return answer;
}

/* The page stands at the address of the picture: another scene than the last one is not there. */
/** @param {Request} request */
async function keptPage(request) {
  const [kept, picture] = [await caches.match(PAGE, { cacheName: CACHE }), await pictureKept()];
  if (!kept || !picture) return Response.error();
  if (new URL(request.url).search === picture.search) return kept;
  return Response.redirect(PAGE + picture.search);
}

/* The first question of a page has no stamp; a page that shows something already is told that nobody answers. */
/** @param {Request} request */
async function screen(request) {
  const question = await request.clone().json();
  try {
    return question.stamp ? await fetch(request) : await fromServer(request, SCREEN_LIMIT_MS);
  } catch (failure) {
    const picture = question.stamp ? undefined : await pictureKept();
    if (picture?.search !== question.search) throw failure;
    return Response.json(picture.answer);
  }
}

/** @param {Request} request */
async function other(request) {
  try {
    const answer = await fromServer(request, PAGE_LIMIT_MS);
    if (answer.ok && answer.type === "basic") await keep(request.url, answer.clone());
    return answer;
  } catch (failure) {
    const kept = await caches.match(request.url, { cacheName: CACHE });
    if (kept) return kept;
    throw failure;
  }
}

/** @param {string} address @param {Response} answer */
async function keep(address, answer) {
  if (!(await caches.has(CACHE))) return; // nothing is kept for a page that may not keep
  const cache = await caches.open(CACHE);
  if (answer.headers.get("Cache-Control")?.includes("immutable") && (await cache.match(address))) return;
  await cache.put(address, answer);
}

/**
 * Keeps a picture and what a page needs to show it; of what the page does not need, the oldest goes.
 * @param {{ page: string, needs: string[], picture: { search: string } }} told
 */
async function take({ page: href, needs, picture }) {
  const cache = await caches.open(CACHE);
  const missing = [];
  for (const address of needs) if (!(await cache.match(address))) missing.push(address);
  if (!(await cache.match(PAGE))) missing.push(new URL(PAGE, href).href);
  await Promise.all(
    missing.map(async (address) => {
      const answer = await fetch(address, { referrer: href });
      if (answer.ok) await cache.put(address, answer);
    }),
  );
  await cache.put(PICTURE, Response.json(picture));
  const needed = new Set([...needs, ...[PAGE, PICTURE].map((path) => new URL(path, href).href)]);
  const others = (await cache.keys()).filter(({ url }) => !needed.has(url));
  await Promise.all(others.slice(0, -MOST_ANSWERS).map((request) => cache.delete(request)));
}

worker.addEventListener("install", () => worker.skipWaiting());

worker.addEventListener("activate", (event) => {
  const clear = async () => {
    const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
    await Promise.all(names.map((name) => caches.delete(name)));
    await worker.clients.claim();
  };
  event.waitUntil(clear());
});

worker.addEventListener("message", (event) => event.waitUntil(take(event.data).catch(() => undefined)));

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== worker.location.origin || pathname === NEWS) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (request.method === "POST" && pathname === SCREEN) event.respondWith(screen(request));
  else if (request.method === "GET") event.respondWith(other(request));
});
