// Keeps the page before a room fresh: asks again every few seconds and shows what has changed.
// Without it there is a link to load the page again.

const main = document.querySelector("main[data-refresh]");

// Stays when <main> is filled anew, so that screen readers hear what changed.
const status = document.createElement("p");
status.className = "hide";
status.setAttribute("role", "status");
document.body.append(status);

async function refresh() {
  const response = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!response.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = page.querySelector("main");
  if (fresh.innerHTML === main.innerHTML) return;
  const heading = fresh.querySelector("h1").textContent;
  if (heading !== main.querySelector("h1").textContent) status.textContent = heading;
  const hadFocus = main.contains(document.activeElement);
  main.replaceChildren(...fresh.childNodes);
  if (hadFocus) main.querySelector("button, .acts a")?.focus();
  if (!fresh.dataset.refresh) clearInterval(timer);
}

// A try that fails is made up for by the next one.
const timer = setInterval(() => refresh().catch(() => {}), Number(main.dataset.refresh) * 1000);
