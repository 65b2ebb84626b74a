// Makes the desk nicer: guesses the zone at the first start, copies links. Everything works
// without it.

/** Chooses the browser's own zone where nothing was typed yet, adding it if need be. */
function guessZone(select) {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!zone || document.querySelector("[aria-invalid]")) return;
  if (![...select.options].some((option) => option.value === zone)) {
    select.add(new Option(zone.replaceAll("_", " "), zone));
  }
  select.value = zone;
}

/** Gives every link to be copied a button that copies it. */
function offerCopy(link) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "quiet";
  button.textContent = link.dataset.copy;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(link.href);
    button.textContent = link.dataset.copied;
    button.setAttribute("aria-live", "polite");
  });
  link.after(" ", button);
}

document.querySelectorAll("[data-guess-zone] [name=zone]").forEach(guessZone);
if (navigator.clipboard) document.querySelectorAll("a[data-copy]").forEach(offerCopy);

/** Shows what the typed hours come to, a moment after the last change. */
function showPreview(form) {
  let timer;
  let latest = 0;
  const look = async () => {
    const mine = ++latest;
    const typed = new URLSearchParams(new FormData(form));
    typed.set("do", "preview");
    const response = await fetch(form.action, { method: "POST", body: typed });
    if (!response.ok || mine !== latest) return;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = page.querySelector("#preview");
    if (fresh) document.querySelector("#preview").replaceChildren(...fresh.childNodes);
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => look().catch(() => {}), 400);
  };
  form.addEventListener("input", soon);
  document.querySelector("#preview").addEventListener("change", soon);
}

document.querySelectorAll("form[data-preview]").forEach(showPreview);
