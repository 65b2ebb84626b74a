// Renews the hold on a time while somebody types, so that nobody loses it to the clock. Without
// this there is a button.

const note = document.querySelector("[data-hold]");
const time = note.querySelector("time");
const zone = document.querySelector("input[name=zone]").value;
const clock = new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: "short", timeZone: zone });
let isBusy = false;

async function renew() {
  const left = new Date(time.dateTime) - Date.now();
  if (isBusy || left > 180_000 || left < 0) return;
  isBusy = true;
  const response = await fetch(note.dataset.hold, { method: "PUT" });
  if (response.ok) {
    time.dateTime = (await response.json()).until;
    time.textContent = clock.format(new Date(time.dateTime));
    note.querySelector("small").textContent = note.dataset.renewed.replace("…", time.textContent);
  }
  isBusy = false;
}

document.querySelector("main form[data-book]").addEventListener("input", () => renew().catch(() => (isBusy = false)));
