// Marks the times that clash with a calendar file of the visitor's. It is read here alone: nothing
// is sent or kept.

import { DAY, instant, moment, read, times } from "./ics.js";

/** Lets the visitor choose a file in `box`, and keeps `main` marked by it. */
export function begin(box, main) {
  const [panel, file, said, remove] = ["div", "input", "[role=status]", ".bad"].map((part) => box.querySelector(part));
  let [text, own, zone] = ["", null, ""];

  const mark = () => {
    for (const word of main.querySelectorAll("[data-clash-word]")) word.remove();
    for (const link of main.querySelectorAll("a[data-clash]")) {
      link.ariaLabel = link.dataset.clash;
      delete link.dataset.clash;
    }
    if (!text) return;
    if (zone !== main.dataset.zone) own = read(text, (zone = main.dataset.zone));
    const day = (link) => moment({ value: new URL(link.href).searchParams.get("date").replaceAll("-", "") }, zone).wall;
    const spans = [
      ...[...main.querySelectorAll(".month a")].map((link) => [link, instant(day(link), zone), instant(day(link) + DAY, zone)]),
      ...[...main.querySelectorAll(".slots a")].map((link) => [link, Date.parse(link.querySelector("time").dateTime), Date.parse(link.dataset.end)]),
    ];
    const [from, to] = [Math.min(...spans.map((span) => span[1])), Math.max(...spans.map((span) => span[2]))];
    const busy = own.entries.flatMap((one) => [...times(one, from, to)]).filter(([start, end]) => start < to && end > from);
    for (const [link, start, end] of spans) {
      if (!busy.some((time) => time[0] < end && time[1] > start)) continue;
      const isDay = link.closest(".month");
      const words = isDay ? box.dataset.day : box.dataset.words;
      link.dataset.clash = link.ariaLabel;
      link.ariaLabel += ` ${words}`;
      if (!isDay) link.insertAdjacentHTML("beforeend", " <small data-clash-word></small>");
      if (!isDay) link.lastChild.textContent = words;
    }
  };

  file.addEventListener("change", async () => {
    const chosen = file.files[0];
    text = chosen?.size <= 2 ** 21 ? await chosen.text() : "";
    if (!/^\uFEFF?\s*BEGIN:VCALENDAR/.test(text)) text = "";
    zone = "";
    mark();
    const words = box.dataset;
    said.textContent = chosen && !text ? words.wrong : "";
    if (text) said.textContent = words.read.replace("#", own.entries.length);
    if (text && own.unread) said.textContent += ` ${words.unread.replace("#", own.unread)}`;
    remove.hidden = !text;
  });
  remove.addEventListener("click", () => {
    [text, file.value, said.textContent, remove.hidden] = ["", "", "", true];
    mark();
    file.focus();
  });
  main.addEventListener("calendar", mark);
  panel.hidden = false;
  file.focus();
}
