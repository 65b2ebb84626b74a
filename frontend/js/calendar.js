// Turns the pages of a calendar without loading the rest of the page anew, guesses the reader's
// time zone once, and moves through the month by the arrow keys. Without it all of that are links.

const main = document.querySelector("main[data-calendar]");

// Stays when <main> is filled anew, so that screen readers hear what changed.
const status = document.createElement("p");
status.className = "hide";
status.setAttribute("role", "status");
document.body.append(status);

let latest = 0;

/**
 * Fetches `url` and puts its <main> in place of ours. Resolves to whether that was done; it is
 * left undone when something else was asked for meanwhile. Rejects when there is no calendar.
 */
async function load(url) {
  const mine = ++latest;
  const response = await fetch(url, { headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = page.querySelector("main[data-calendar]");
  if (!response.ok || !fresh) throw new Error(`no calendar at ${url}`);
  if (mine !== latest) return false;
  const open = [...main.querySelectorAll("[data-keep][open]")];
  const overlay = main.querySelector("[data-overlay]");
  main.replaceChildren(...fresh.childNodes);
  Object.assign(main.dataset, fresh.dataset);
  for (const { dataset } of open) main.querySelector(`[data-keep="${dataset.keep}"]`)?.setAttribute("open", "");
  if (overlay) main.querySelector("[data-overlay]")?.replaceWith(overlay);
  main.dispatchEvent(new Event("calendar"));
  document.querySelector("header [hreflang]").replaceWith(page.querySelector("header [hreflang]"));
  return true;
}

/** Goes to `url` within the page; the first of `places` that is there gets the focus. */
async function go(url, ...places) {
  try {
    if (!(await load(url))) return;
  } catch {
    location.assign(url);
    return;
  }
  history.pushState(null, "", url);
  status.textContent = main.dataset.said;
  focus(...places);
}

function focus(...places) {
  for (const place of places) {
    const found = main.querySelector(place);
    if (found) return found.focus();
  }
}

const days = [".month a[aria-current]", ".month a", ".empty a"];

main.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="?"], a[data-stay]');
  if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  link.setAttribute("aria-busy", "true");
  if (link.dataset.stay) go(link.href, link.dataset.stay);
  else if (link.rel) go(link.href, `a[rel="${link.rel}"]`, ...days);
  else if (link.closest(".switch")) go(link.href, ".switch a[aria-current]");
  else go(link.href, ...days);
});

main.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-zone-form]");
  if (!form) return;
  event.preventDefault();
  go(`${form.action}?${new URLSearchParams(new FormData(form))}`, "#zone");
});

main.addEventListener("keydown", (event) => {
  const day = event.target.closest(".month a");
  if (!day || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const turn = { PageUp: "prev", PageDown: "next" }[event.key];
  if (turn) {
    event.preventDefault();
    const link = main.querySelector(`a[rel="${turn}"]`);
    if (link) go(link.href, ...days);
    return;
  }
  const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }[event.key];
  if (!step) return;
  event.preventDefault();
  const cells = [...main.querySelectorAll(".month td")];
  let at = cells.indexOf(day.closest("td")) + step;
  while (cells[at] && !cells[at].querySelector("a")) at += step;
  cells[at]?.querySelector("a").focus();
});

// The visitor's own calendar beside ours is loaded when asked for.
const overlay = main.querySelector("[data-overlay]");
if (overlay) {
  const button = overlay.querySelector("button");
  overlay.hidden = false;
  button.addEventListener("click", async () => {
    const { begin } = await import(overlay.dataset.overlay);
    button.hidden = true;
    begin(overlay, main);
  }, { once: true });
}

addEventListener("popstate", async () => {
  const hadFocus = main.contains(document.activeElement);
  try {
    if ((await load(location.href)) && hadFocus) focus(...days);
  } catch {
    location.reload();
  }
});

/** What clocks in `zone` show over the year, as something to compare. */
const clocks = (zone) => {
  const format = new Intl.DateTimeFormat("en", { timeZone: zone, timeZoneName: "longOffset" });
  return [0, 91, 182, 273].map((day) => format.format(Date.now() + day * 864e5)).join();
};

// The zone of the browser, unless the address names one or its clocks show the same.
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
const url = new URL(location.href);
if (here && !url.searchParams.has("zone") && clocks(here) !== clocks(main.dataset.zone)) {
  url.searchParams.set("zone", here);
  load(url)
    .then((isDone) => isDone && history.replaceState(null, "", url))
    .catch(() => {});
}
