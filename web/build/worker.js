/* Keeps a front's own files, so that it opens without network. Answers of the API are never kept here: what is true now only the
   house knows, and what a front must remember it keeps itself (shared/offline). */
const FRONT = "__FRONT__";
const FILES = [/* files */];
const KEPT = `${FRONT}-${hash(FILES.join())}`;
const PICTURES = "pictures";
const MOST_PICTURES = 400;
const SHELL = `/${FRONT}/`;
const PATIENCE_MILLISECONDS = 6_000;

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(KEPT)
      .then((cache) => cache.addAll([SHELL, ...FILES]))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) =>
        Promise.all(
          names.filter((name) => name.startsWith(`${FRONT}-`) && name !== KEPT).map((name) => caches.delete(name)),
        ),
      )
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (url.pathname.startsWith("/fronts/"))
    event.respondWith(caches.match(request).then((kept) => kept ?? fetch(request)));
  else if (url.pathname.startsWith("/static/pictures/")) event.respondWith(picture(request));
  else if (url.pathname.startsWith("/chain/")) event.respondWith(ofTheChain(request));
});

/* The page as the house has it now; the kept one where there is no network, or one over which nothing arrives. */
function page(request) {
  const fresh = fetch(request);
  const late = new Promise((go) => setTimeout(go, PATIENCE_MILLISECONDS)).then(() => caches.match(SHELL));
  return Promise.race([fresh, late.then((kept) => kept ?? fresh)]).catch(() => caches.match(SHELL));
}

async function picture(request) {
  const cache = await caches.open(PICTURES);
  const kept = await cache.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) {
    const names = await cache.keys();
    if (names.length >= MOST_PICTURES) await cache.delete(names[0]);
    await cache.put(request, answer.clone());
  }
  return answer;
}

/* The chain's mark and map: their addresses change when they do; without network the last ones serve. */
async function ofTheChain(request) {
  const cache = await caches.open(KEPT);
  const kept = await cache.match(request);
  if (kept && new URL(request.url).search) return kept;
  try {
    const answer = await fetch(request);
    if (answer.ok) await cache.put(request, answer.clone());
    return answer;
  } catch (error) {
    const last = await cache.match(request, { ignoreSearch: true });
    if (last) return last;
    throw error;
  }
}

function hash(text) {
  let value = 5381;
  for (let index = 0; index < text.length; index++) value = ((value * 33) ^ text.charCodeAt(index)) >>> 0;
  return value.toString(36);
}
