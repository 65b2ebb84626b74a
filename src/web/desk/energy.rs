//! `/desk/energy`: what the host asks of all their sessions together.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use askama::Template;

use super::super::errors::PageError;
use super::super::fields::{Field, Kind};
use super::super::page;
use super::hours_tabs::{self, Tab};
use super::inputs;
use super::seat::{Frame, NavLink, Place, Seat};
use super::typed::Typed;
use crate::kernel::energy::{EnergyRules, Gap, InARow, Quota, TypeKey};
use crate::kernel::event_type::EventType;
use crate::service::energy::{self, clock, time_of_day};
use crate::service::{FieldError, ServiceError};
use crate::state::State;
use crate::texts::Words;

/// So many rows are read of one form.
const MOST_ROWS: usize = 60;

/// `desk/energy.html`.
#[derive(Template)]
#[template(path = "desk/energy.html")]
struct EnergyPage {
    t: Words,
    frame: Frame,
    tabs: Vec<NavLink>,
    action: String,
    wrong: Vec<(String, String)>,
    quotas: Vec<Field>,
    row: Vec<Field>,
    times: Vec<Vec<Field>>,
    gaps: Vec<Vec<Field>>,
}

/// `GET /desk/energy`.
///
/// # Errors
/// When the database cannot be reached.
pub async fn show(state: Data<State>, seat: Seat) -> Result<HttpResponse, PageError> {
    let viewer = seat.viewer.clone();
    let (rules, event_types) = state
        .store
        .read(move |db| energy::find(db, &viewer))
        .await?;
    let page = energy_page(&seat, &write(&rules), &event_types, &[]);
    page::private_html(StatusCode::OK, &page)
}

/// `POST /desk/energy`.
///
/// # Errors
/// When the database cannot be reached.
pub async fn update(
    state: Data<State>,
    seat: Seat,
    typed: Typed,
) -> Result<HttpResponse, PageError> {
    let viewer = seat.viewer.clone();
    let result = match read(&typed) {
        Err(errors) => Err(ServiceError::Invalid(errors)),
        Ok(rules) => {
            state
                .store
                .write(move |db| energy::replace(db, &viewer, &rules))
                .await
        }
    };
    match result {
        Ok(()) => Ok(seat.go("/desk/energy?done=saved")),
        Err(ServiceError::Invalid(errors)) => {
            let viewer = seat.viewer.clone();
            let (_, event_types) = state
                .store
                .read(move |db| energy::find(db, &viewer))
                .await?;
            let errors: Vec<FieldError> = errors.into_iter().map(named_as_typed).collect();
            let page = energy_page(&seat, &typed, &event_types, &errors);
            page::private_html(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(error) => Err(error.into()),
    }
}

/// The field of the form at which something is said about a part of the rules.
fn named_as_typed(error: FieldError) -> FieldError {
    let field = match error.field.as_str() {
        "per_day" => "per_day.sessions",
        "per_week" => "per_week.sessions",
        "in_a_row" => "row.sessions",
        "times" => "time.0.from",
        "gaps" => "gap.0.minutes",
        other => other,
    };
    FieldError {
        field: field.to_owned(),
        ..error
    }
}

fn write(rules: &EnergyRules) -> Typed {
    let number = |count: Option<u32>| count.map(|count| count.to_string()).unwrap_or_default();
    let row = rules.in_a_row;
    let mut typed = Typed::default()
        .with("per_day.sessions", number(rules.per_day.sessions))
        .with("per_day.minutes", number(rules.per_day.minutes))
        .with("per_week.sessions", number(rules.per_week.sessions))
        .with("per_week.minutes", number(rules.per_week.minutes))
        .with("row.sessions", number(row.map(|row| row.sessions)))
        .with("row.pause", number(row.map(|row| row.pause)));
    for (place, time) in rules.times.iter().enumerate() {
        let event_type = time.event_type.map(|key| key.to_string());
        typed.push(
            &format!("time.{place}.type"),
            event_type.unwrap_or_default(),
        );
        let (from, to) = (time.not_before.map(clock), time.not_after.map(clock));
        typed.push(&format!("time.{place}.from"), from.unwrap_or_default());
        typed.push(&format!("time.{place}.to"), to.unwrap_or_default());
    }
    for (place, gap) in rules.gaps.iter().enumerate() {
        typed.push(&format!("gap.{place}.first"), gap.first);
        typed.push(&format!("gap.{place}.second"), gap.second);
        typed.push(&format!("gap.{place}.minutes"), gap.minutes);
    }
    typed
}

/// The rules as typed; rows without times or minutes are left out.
fn read(typed: &Typed) -> Result<EnergyRules, Vec<FieldError>> {
    let mut reader = Reader {
        typed,
        errors: Vec::new(),
    };
    let mut rules = EnergyRules {
        per_day: reader.quota("per_day"),
        per_week: reader.quota("per_week"),
        ..EnergyRules::default()
    };
    let (sessions, pause) = (reader.number("row.sessions"), reader.number("row.pause"));
    match (sessions, pause) {
        (None, None) => {}
        (Some(sessions), pause) => {
            let pause = pause.unwrap_or_default();
            rules.in_a_row = Some(InARow { sessions, pause });
        }
        (None, Some(_)) => reader.wrong("row.sessions", "missing"),
    }
    for place in 0..MOST_ROWS {
        let of = |name: &str| format!("time.{place}.{name}");
        let (from, to) = (typed.text(&of("from")), typed.text(&of("to")));
        if !from.trim().is_empty() || !to.trim().is_empty() {
            let event_type = TypeKey::of(typed.get(&of("type")));
            match time_of_day(event_type, &from, &to) {
                Ok(time) => rules.times.push(time),
                Err(code) => reader.wrong(&of("from"), code),
            }
        }
        let of = |name: &str| format!("gap.{place}.{name}");
        if let Some(minutes) = reader.number(&of("minutes")) {
            let first = TypeKey::of(typed.get(&of("first")));
            match first.zip(TypeKey::of(typed.get(&of("second")))) {
                Some((first, second)) => rules.gaps.push(Gap {
                    first,
                    second,
                    minutes,
                }),
                None => reader.wrong(&of("minutes"), "unknown-choice"),
            }
        }
    }
    if reader.errors.is_empty() {
        Ok(rules)
    } else {
        Err(reader.errors)
    }
}

struct Reader<'a> {
    typed: &'a Typed,
    errors: Vec<FieldError>,
}

impl Reader<'_> {
    fn quota(&mut self, name: &str) -> Quota {
        Quota {
            sessions: self.number(&format!("{name}.sessions")),
            minutes: self.number(&format!("{name}.minutes")),
        }
    }

    fn number(&mut self, field: &str) -> Option<u32> {
        let text = self.typed.get(field).trim();
        if text.is_empty() {
            return None;
        }
        let number = text.parse().ok().filter(|number| *number <= 100_000);
        if number.is_none() {
            self.wrong(field, "not-a-count");
        }
        number
    }

    fn wrong(&mut self, field: &str, code: &'static str) {
        self.errors.push(FieldError {
            field: field.to_owned(),
            code,
            max: None,
        });
    }
}

fn energy_page(
    seat: &Seat,
    typed: &Typed,
    event_types: &[EventType],
    errors: &[FieldError],
) -> EnergyPage {
    let t = &seat.t;
    let number = |name: &str, label: String| {
        Field::new(name, label, Kind::Number, typed.get(name)).optional()
    };
    let checked = |fields: Vec<Field>| inputs::checked(t, fields, errors);
    let quotas = checked(vec![
        number("per_day.sessions", t.get("energy-day-sessions")),
        number("per_day.minutes", t.get("energy-day-minutes")),
        number("per_week.sessions", t.get("energy-week-sessions")),
        number("per_week.minutes", t.get("energy-week-minutes")),
    ]);
    let row = checked(vec![
        number("row.sessions", t.get("energy-row-sessions")),
        number("row.pause", t.get("energy-row-pause")),
    ]);
    let rows = |kind: &str, last: &str| {
        let filled = (0..MOST_ROWS)
            .rev()
            .find(|place| !typed.get(&format!("{kind}.{place}.{last}")).is_empty());
        0..filled.map_or(1, |place| place + 2)
    };
    // A part of the day may have an end only.
    let until = rows("time", "from").end.max(rows("time", "to").end);
    let times: Vec<Vec<Field>> = (0..until)
        .map(|place| checked(time_fields(t, typed, place, event_types)))
        .collect();
    let gaps: Vec<Vec<Field>> = rows("gap", "minutes")
        .map(|place| checked(gap_fields(t, typed, place, event_types)))
        .collect();
    let all = quotas.iter().chain(&row);
    let all = all
        .chain(times.iter().flatten())
        .chain(gaps.iter().flatten());
    EnergyPage {
        frame: seat.frame(Place::Hours),
        tabs: hours_tabs::tabs(seat, Tab::Energy),
        action: seat.href("/desk/energy"),
        wrong: all
            .filter_map(|field| {
                let error = field.error.as_ref()?;
                Some((field.id.clone(), format!("{}: {error}", field.label)))
            })
            .collect(),
        quotas,
        row,
        times,
        gaps,
        t: t.clone(),
    }
}

fn time_fields(t: &Words, typed: &Typed, place: usize, event_types: &[EventType]) -> Vec<Field> {
    let of = |name: &str| format!("time.{place}.{name}");
    let (kind, from, to) = (of("type"), of("from"), of("to"));
    let every = (String::new(), t.get("energy-every"));
    vec![
        inputs::select(
            Field::new(&kind, t.get("energy-offer"), Kind::Select, typed.get(&kind)),
            std::iter::once(every).chain(titles(event_types)),
        ),
        Field::new(&from, t.get("energy-from"), Kind::Time, typed.get(&from)).optional(),
        Field::new(&to, t.get("energy-to"), Kind::Time, typed.get(&to)).optional(),
    ]
}

fn gap_fields(t: &Words, typed: &Typed, place: usize, event_types: &[EventType]) -> Vec<Field> {
    let of = |name: &str| format!("gap.{place}.{name}");
    let (first, second, minutes) = (of("first"), of("second"), of("minutes"));
    vec![
        inputs::select(
            Field::new(
                &first,
                t.get("energy-after"),
                Kind::Select,
                typed.get(&first),
            ),
            titles(event_types),
        ),
        Field::new(
            &minutes,
            t.get("energy-gap"),
            Kind::Number,
            typed.get(&minutes),
        )
        .optional(),
        inputs::select(
            Field::new(
                &second,
                t.get("energy-before"),
                Kind::Select,
                typed.get(&second),
            ),
            titles(event_types),
        ),
    ]
}

fn titles(event_types: &[EventType]) -> impl Iterator<Item = (String, String)> {
    event_types
        .iter()
        .map(|event_type| (event_type.id.clone(), event_type.title.clone()))
}
