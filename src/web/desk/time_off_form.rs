//! The forms of `/desk/time-off`.

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;

use super::super::fields::{Field, Kind};
use super::inputs;
use super::typed::Typed;
use crate::kernel::holidays::{self, Choice};
use crate::kernel::people::Person;
use crate::kernel::zone;
use crate::service::FieldError;
use crate::service::time_off::TimeOffForm;
use crate::texts::Words;

/// A holiday that can be taken off.
pub struct DayOff {
    /// Its key.
    pub key: &'static str,
    /// What it is called.
    pub name: String,
    /// When it is next.
    pub next: String,
    /// Whether the host has it off.
    pub is_taken: bool,
    /// Whether only parts of the region have it.
    pub is_partly: bool,
}

/// The fields of an absence.
pub fn away(t: &Words, typed: &Typed, others: &[Person]) -> Vec<Field> {
    let field =
        |name: &str, label: String, kind: Kind| Field::new(name, label, kind, typed.get(name));
    let nobody = (String::new(), t.get("time-off-nobody"));
    let people = others
        .iter()
        .map(|person| (person.username.to_string(), person.name.clone()));
    vec![
        field("from", t.get("new-days-from"), Kind::Date),
        field("to", t.get("new-days-to"), Kind::Date)
            .optional()
            .hint(t.get("time-off-to-hint")),
        field("start", t.get("new-days-start"), Kind::Time)
            .optional()
            .hint(t.get("time-off-start-hint")),
        field("end", t.get("new-days-end"), Kind::Time).optional(),
        field("message", t.get("time-off-message"), Kind::Area)
            .optional()
            .hint(t.get("time-off-message-hint")),
        inputs::select(
            field("substitute", t.get("time-off-substitute"), Kind::Select).optional(),
            std::iter::once(nobody).chain(people),
        ),
    ]
}

/// The fields of a travel.
pub fn travel(t: &Words, typed: &Typed, now: DateTime<Utc>) -> Vec<Field> {
    let field = |name: &str, label: String| Field::new(name, label, Kind::Date, typed.get(name));
    vec![
        field("travel.from", t.get("new-days-from")),
        field("travel.to", t.get("new-days-to")),
        inputs::zone(t, "travel.zone", typed.get("travel.zone"), now),
    ]
}

/// The field for where the host lives.
pub fn region(t: &Words, chosen: &str) -> Field {
    let nowhere = (String::new(), t.get("region-none"));
    let regions = holidays::regions().map(|code| {
        let name = t.find(&format!("region-{code}")).unwrap_or_default();
        let country = t
            .find(&format!("region-{}", &code[..2]))
            .unwrap_or_default();
        (code.to_owned(), format!("{country}: {name}"))
    });
    inputs::select(
        Field::new("region", t.get("region"), Kind::Select, chosen),
        std::iter::once(nowhere).chain(regions),
    )
}

/// What was typed about an absence or a travel.
///
/// # Errors
/// The fields that cannot be read.
pub fn read(typed: &Typed, is_travel: bool, zone: Tz) -> Result<TimeOffForm, Vec<FieldError>> {
    let mut errors = Vec::new();
    let prefix = if is_travel { "travel." } else { "" };
    let mut day = |name: &str| {
        let text = typed.get(&format!("{prefix}{name}")).trim();
        let date = text.parse::<NaiveDate>();
        if date.is_err() && !text.is_empty() {
            errors.push(wrong(name, "not-a-date"));
        }
        date.ok().filter(|date| (1970..9000).contains(&date.year()))
    };
    let from = day("from");
    let to = day("to").or(from);
    let days = from.zip(to);
    if is_travel {
        return match errors.is_empty() {
            true => Ok(TimeOffForm {
                zone: Some(typed.text("travel.zone")),
                days,
                ..TimeOffForm::default()
            }),
            false => Err(errors),
        };
    }
    let mut clock = |name: &str| {
        let text = typed.get(name).trim();
        let time = NaiveTime::parse_from_str(text, "%H:%M");
        if time.is_err() && !text.is_empty() {
            errors.push(wrong(name, "not-a-time"));
        }
        time.ok()
    };
    let (start, end) = (clock("start"), clock("end"));
    if !errors.is_empty() {
        return Err(errors);
    }
    let instants = days.filter(|_| start.is_some() || end.is_some());
    let instants = instants.map(|(from, to)| {
        let begin = start.map_or_else(
            || zone::day_start(from, zone),
            |time| zone::instant(from.and_time(time), zone),
        );
        let next = to.succ_opt().unwrap_or(to);
        let until = end.map_or_else(
            || zone::day_start(next, zone),
            |time| zone::instant(to.and_time(time), zone),
        );
        (begin, until)
    });
    Ok(TimeOffForm {
        zone: None,
        days,
        instants,
        message: typed.text("message"),
        substitute: typed.text("substitute"),
    })
}

/// The fields of the form at which errors of the service are said.
pub fn named_as_typed(errors: Vec<FieldError>, is_travel: bool) -> Vec<FieldError> {
    errors
        .into_iter()
        .map(|error| FieldError {
            field: if is_travel {
                format!("travel.{}", error.field)
            } else {
                error.field.clone()
            },
            ..error
        })
        .collect()
}

/// The holidays that are chosen. Another region than the one whose days were shown begins with
/// its statutory days.
pub fn choice(typed: &Typed) -> Choice {
    let region = typed.text("region");
    let taken: Vec<&str> = typed.all("day").collect();
    let known = match typed.get("of") == region {
        true => holidays::of_region(&region),
        false => Vec::new(),
    };
    Choice {
        switched: known
            .iter()
            .filter(|day| taken.contains(&day.key) != day.is_statutory)
            .map(|day| day.key.to_owned())
            .collect(),
        region,
    }
}

/// The holidays of a region, each with its next date, in the order of these.
pub fn days_off(t: &Words, choice: &Choice, today: NaiveDate) -> Vec<DayOff> {
    let coming: Vec<(NaiveDate, &str)> = (today.year()..today.year() + 8)
        .flat_map(|year| holidays::in_year(&choice.region, year, true))
        .filter(|(date, _)| *date >= today)
        .collect();
    let mut days: Vec<_> = holidays::of_region(&choice.region)
        .into_iter()
        .filter_map(|day| {
            let next = coming.iter().find(|(_, key)| *key == day.key)?.0;
            let off = DayOff {
                key: day.key,
                name: t.find(&format!("holiday-{}", day.key)).unwrap_or_default(),
                next: format!("{} {}", t.day_short(next), next.year()),
                is_taken: choice.takes(&day),
                is_partly: !day.is_statutory,
            };
            Some((next, off))
        })
        .collect();
    days.sort_by_key(|(next, _)| *next);
    days.into_iter().map(|(_, off)| off).collect()
}

/// `Montag, 21. Dezember bis Freitag, 1. Januar`.
pub fn days_words(t: &Words, from: NaiveDate, to: NaiveDate) -> String {
    if from == to {
        return t.day(from);
    }
    t.with(
        "day-range",
        &[("from", t.day(from).into()), ("to", t.day(to).into())],
    )
}

/// Weekday, day and month of a small leaf.
pub fn leaf(t: &Words, date: NaiveDate) -> [String; 3] {
    [
        t.weekday_short(date),
        date.day().to_string(),
        t.month_short(date),
    ]
}

fn wrong(field: &str, code: &'static str) -> FieldError {
    FieldError {
        field: field.to_owned(),
        code,
        max: None,
    }
}
