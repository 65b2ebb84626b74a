// Turns the pages of a calendar without loading the rest of the page anew, guesses the reader's
// time zone once, and moves through the month by the arrow keys. Without it all of that are links.

const main = document.querySelector("main[data-calendar]");

// Stays when <main> is filled anew, so that screen readers hear what changed.
const status = document.createElement("p");
status.className = "hide";
status.setAttribute("role", "status");
document.body.append(status);

let latest = 0;

/** Fetches `url` and puts its <main> in place of ours. Resolves to whether that worked. */
async function load(url) {
  const mine = ++latest;
  const response = await fetch(url, { headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = page.querySelector("main[data-calendar]");
  if (!response.ok || !fresh) return false;
  // Somebody was quicker and asked for something else meanwhile.
  if (mine !== latest) return true;
  const isOpen = main.querySelector("[data-keep]")?.open;
  main.replaceChildren(...fresh.childNodes);
  Object.assign(main.dataset, fresh.dataset);
  if (isOpen) main.querySelector("[data-keep]").open = true;
  document.querySelector("header [hreflang]").replaceWith(page.querySelector("header [hreflang]"));
  return true;
}

/** Goes to `url` within the page; `find` names the element that is to have the focus then. */
async function go(url, find) {
  try {
    if (!(await load(url))) throw new Error("no calendar");
  } catch {
    location.assign(url);
    return;
  }
  history.pushState(null, "", url);
  status.textContent = main.dataset.said;
  main.querySelector(find)?.focus();
}

/** What to find again after a link was followed: the link itself, or what stands for it. */
function place(link) {
  if (link.rel) return `a[rel="${link.rel}"], .month a[aria-current], #zone`;
  if (link.closest(".month")) return ".month a[aria-current]";
  if (link.closest(".switch")) return ".switch a[aria-current]";
  return ".month a[aria-current], .month a";
}

main.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="?"]');
  if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  link.setAttribute("aria-busy", "true");
  go(link.href, place(link));
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
    main.querySelector(`a[rel="${turn}"]`)?.click();
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

addEventListener("popstate", async () => {
  if (!(await load(location.href).catch(() => false))) location.reload();
});

// The zone of the browser, unless the address names one or it is the same.
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
const url = new URL(location.href);
if (here && here !== main.dataset.zone && !url.searchParams.has("zone")) {
  url.searchParams.set("zone", here);
  load(url)
    .then((isDone) => isDone && history.replaceState(null, "", url))
    .catch(() => {});
}
