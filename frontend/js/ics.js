// Reads a calendar file (RFC 5545): single, daily and weekly entries. Whatever else there is throws,
// and is counted. What a file may hold is bounded, so that none keeps the page busy.

export const DAY = 864e5;
const WEEK = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
const clocks = {};
const known = new Map();

/** How far the clocks in `zone` are ahead of UTC, in ms; that changes at quarters of an hour. */
function offset(at, zone) {
  const quarter = Math.floor(at / 9e5) * 9e5;
  const key = zone + quarter;
  if (!known.has(key)) {
    clocks[zone] ??= new Intl.DateTimeFormat("en", { timeZone: zone, timeZoneName: "longOffset" });
    const [, sign, hours = 0, minutes = 0] = /GMT(?:(.)(\d\d):(\d\d))?/.exec(clocks[zone].format(quarter));
    known.set(key, (sign === "+" ? 6e4 : -6e4) * (hours * 60 + Number(minutes)));
  }
  return known.get(key);
}

/** The instant at which the clocks in `zone` show `wall`, written as if it were UTC. */
export const instant = (wall, zone) => wall - offset(wall - offset(wall, zone), zone);

/** A date or a time that exists; without a zone it is the one `here`. */
export function moment({ value, tzid }, here) {
  const [, y, m, d, h = 0, min = 0, s = 0, utc] = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?$/.exec(value);
  const wall = Date.UTC(y, m - 1, d, h, min, s);
  if (!new Date(wall).toISOString().replace(/\D/g, "").startsWith(value.replace(/\D/g, ""))) throw value;
  const zone = utc ? "UTC" : (tzid ?? here);
  return { wall, zone, isDay: value.length === 8, at: instant(wall, zone) };
}

function length(start, { DTEND, DURATION }, here) {
  if (DTEND) {
    const end = moment(DTEND, here);
    return start.isDay ? end.wall - start.wall : end.at - start.at;
  }
  if (!DURATION) return start.isDay ? DAY : 0;
  const parts = /^P(?:(\d{1,3})W)?(?:(\d{1,3})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:(\d{1,6})S)?)?$/.exec(DURATION.value);
  return [7 * DAY, DAY, 36e5, 6e4, 1e3].reduce((sum, unit, n) => sum + unit * (parts[n + 1] ?? 0), 0);
}

/** What a rule repeats: on `days`, in every `every`th day or week from `base` on. */
function rule({ value }, { wall, zone }) {
  const parts = Object.fromEntries(value.split(";").map((part) => part.split("=")));
  const { FREQ, INTERVAL = "1", COUNT = "0", UNTIL, BYDAY, WKST = "MO", ...others } = parts;
  const own = (new Date(wall).getUTCDay() + 6) % 7;
  const days = (BYDAY?.split(",") ?? (FREQ === "WEEKLY" ? [WEEK[own]] : WEEK)).map((day) => WEEK.indexOf(day));
  const every = { DAILY: 1, WEEKLY: 7 }[FREQ] * INTERVAL;
  const isNumber = [INTERVAL, COUNT].every((text) => /^\d{1,3}$/.test(text));
  if (!isNumber || !every || days.includes(-1) || Object.keys(others).length) throw value;
  const until = UNTIL && moment({ value: UNTIL }, zone);
  const base = FREQ === "WEEKLY" ? wall - ((own - WEEK.indexOf(WKST) + 7) % 7) * DAY : wall;
  const end = until ? until.at + (until.isDay ? DAY - 1 : 0) : Infinity;
  return { days, every, base, width: FREQ === "WEEKLY" ? 7 : 1, count: COUNT * 1 || Infinity, end };
}

function entry(fields, here) {
  const start = moment(fields.DTSTART, here);
  const long = length(start, fields, here);
  const repeats = fields.RRULE && rule(fields.RRULE, start);
  if (!(long >= 0) || (repeats && long > 31 * DAY) || fields.RDATE) throw long;
  const skipped = fields.EXDATE.flatMap(({ value, tzid }) => value.split(",").map((one) => ({ value: one, tzid })));
  return { ...start, long, repeats, skip: new Set(skipped.map((one) => moment(one, start.zone).at)) };
}

/** The entries that take time, and how many could not be read. */
export function read(text, here) {
  const [entries, moved, open] = [[], {}, []];
  let [fields, seen, unread] = [null, 0, 0];
  for (const line of text.replace(/\r?\n[ \t]/g, "").split(/\r?\n/)) {
    const [, name, given, value] = /^([\w-]+)((?:;[\w-]+=(?:"[^"]*"|[^":;])*)*):(.*)$/.exec(line) ?? [];
    if (name === "BEGIN") {
      open.push(value);
      if (value === "VEVENT") fields = { EXDATE: [] };
    } else if (name === "END") {
      if (open.pop() !== "VEVENT") continue;
      try {
        if (++seen > 5000) throw seen;
        const { UID, STATUS, TRANSP, "RECURRENCE-ID": was } = fields;
        if (was) (moved[UID.value] ??= []).push(moment(was, here).at);
        if (STATUS?.value === "CANCELLED" || TRANSP?.value === "TRANSPARENT") continue;
        entries.push({ uid: !was && UID?.value, ...entry(fields, here) });
      } catch {
        unread++;
      }
    } else if (fields && open.at(-1) === "VEVENT") {
      const field = { value, tzid: /;TZID="?([^";:]+)/.exec(given)?.[1] };
      if (name === "EXDATE") fields.EXDATE.push(field);
      else fields[name] = field;
    }
  }
  for (const { uid, skip } of entries) if (uid) moved[uid]?.forEach?.((at) => skip.add(at));
  return { entries, unread };
}

/** When an entry takes time between two instants. */
export function* times({ wall, zone, long, repeats, skip }, from, to) {
  const { days, every, base, width, count, end } = repeats ?? {};
  if (!repeats) yield [instant(wall, zone), instant(wall + long, zone)];
  const early = from - long - 9 * DAY;
  let [done, tries] = [0, 0];
  let first = repeats && count === Infinity ? Math.max(base, base + Math.floor((early - base) / (every * DAY)) * every * DAY) : base;
  for (; repeats && first < to + DAY && ++tries < 9999; first += every * DAY) {
    for (let at = first; at < first + width * DAY; at += DAY) {
      if (at < wall || !days.includes((new Date(at).getUTCDay() + 6) % 7)) continue;
      if (++done > count) return;
      if (at < early) continue;
      const begin = instant(at, zone);
      if (begin > end) return;
      if (!skip.has(begin)) yield [begin, instant(at + long, zone)];
    }
  }
}
