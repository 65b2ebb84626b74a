//! `/desk/hours`: when the host can be booked, and what that comes to.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;
use chrono::NaiveDate;

use super::super::errors::PageError;
use super::super::fields::{Field, Kind, error_words};
use super::super::page;
use super::hours_form::{TypedHours, WEEK, runs, write_day};
use super::hours_tabs::{self, Tab};
use super::inputs;
use super::preview::{self, Look, Preview};
use super::seat::{Frame, NavLink, Place, Seat};
use super::typed::Typed;
use crate::kernel::availability::{Hours, Schedule, TimeRange};
use crate::service::{Db, FieldError, ServiceError, Viewer, event_types, schedules};
use crate::state::State;
use crate::texts::Words;

/// `desk/hours.html`.
#[derive(Template)]
#[template(path = "desk/hours.html")]
struct HoursPage {
    t: Words,
    frame: Frame,
    tabs: Vec<NavLink>,
    action: String,
    new_action: String,
    schedules: Vec<(String, String, bool)>,
    name: Field,
    zone: Field,
    week: Vec<Weekday>,
    days: Vec<Day>,
    new_days: Vec<Field>,
    wrong: Vec<(String, String)>,
    refused: Option<String>,
    is_unsaved: bool,
    may_delete: bool,
    preview: Option<Preview>,
    offers: String,
}

/// A weekday of the form.
struct Weekday {
    name: &'static str,
    label: String,
    ranges: Vec<Range>,
    error: Option<String>,
}

/// A range of a weekday.
struct Range {
    place: usize,
    number: usize,
    from: String,
    to: String,
    error: Option<String>,
}

/// Single days with the same hours.
struct Day {
    datetime: String,
    weekday: String,
    number: String,
    month: String,
    what: String,
    note: String,
    forget: String,
    values: Vec<String>,
}

/// What the page is made of.
struct Loaded {
    schedules: Vec<Schedule>,
    schedule: Schedule,
    seen: Option<preview::Seen>,
}

/// How the page comes about.
#[derive(Default)]
struct Outcome {
    errors: Vec<FieldError>,
    refused: Option<String>,
    is_unsaved: bool,
}

/// `GET /desk/hours`: the first schedule; one is made if there is none.
///
/// # Errors
/// When the database cannot be reached.
pub async fn show(state: Data<State>, seat: Seat) -> Result<HttpResponse, PageError> {
    let viewer = seat.viewer.clone();
    let found = state
        .store
        .read(move |db| schedules::list(db, &viewer))
        .await?;
    let first = match found.into_iter().next() {
        Some(first) => first,
        None => {
            let (viewer, name) = (seat.viewer.clone(), seat.t.get("schedule-usual"));
            state
                .store
                .write(move |db| schedules::create_usual(db, &viewer, &name))
                .await?
        }
    };
    stored(&state, &seat, first).await
}

/// `GET /desk/hours/{id}`.
///
/// # Errors
/// `NotFound`.
pub async fn show_one(
    state: Data<State>,
    seat: Seat,
    id: Path<String>,
) -> Result<HttpResponse, PageError> {
    let schedule = find(&state, &seat, &id).await?;
    stored(&state, &seat, schedule).await
}

/// `POST /desk/hours/new`: another schedule, with the usual hours.
///
/// # Errors
/// When the database cannot be reached.
pub async fn create(
    state: Data<State>,
    seat: Seat,
    typed: Typed,
) -> Result<HttpResponse, PageError> {
    let viewer = seat.viewer.clone();
    let name = match typed.get("name").trim() {
        "" => seat.t.get("schedule-other"),
        name => name.to_owned(),
    };
    let made = state
        .store
        .write(move |db| schedules::create_usual(db, &viewer, &name))
        .await?;
    Ok(seat.go(&format!("/desk/hours/{}", made.id)))
}

/// `POST /desk/hours/{id}`: saves, shows what is typed, changes its rows, or deletes, as the
/// button says.
///
/// # Errors
/// `NotFound`.
pub async fn update(
    state: Data<State>,
    seat: Seat,
    id: Path<String>,
    typed: Typed,
) -> Result<HttpResponse, PageError> {
    let schedule = find(&state, &seat, &id).await?;
    let mut hours = TypedHours::from(&typed);
    let (button, look) = (typed.get("do"), look(&typed));
    if button == "delete" {
        return delete(&state, &seat, schedule, look).await;
    }
    let is_look = button == "preview" || button.starts_with("day-") || button.starts_with("month-");
    let is_save = match hours.change(button) {
        Err(errors) => return again(&state, &seat, schedule, (hours, look, errors)).await,
        Ok(is_changed) => !is_changed && !is_look,
    };
    if !is_save {
        let outcome = Outcome {
            errors: hours.read().err().unwrap_or_default(),
            is_unsaved: true,
            refused: None,
        };
        return answer(&state, &seat, schedule, (hours, look, outcome)).await;
    }
    if !hours.new.from.trim().is_empty()
        && let Err(errors) = hours.add_days()
    {
        return again(&state, &seat, schedule, (hours, look, errors)).await;
    }
    match save(&state, &seat, &schedule, &hours).await {
        Ok(()) => Ok(seat.go(&format!("/desk/hours/{}?done=hours", schedule.id))),
        Err(ServiceError::Invalid(errors)) => {
            again(&state, &seat, schedule, (hours, look, errors)).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn find(state: &State, seat: &Seat, id: &str) -> Result<Schedule, ServiceError> {
    let (viewer, id) = (seat.viewer.clone(), id.to_owned());
    state
        .store
        .read(move |db| schedules::find(db, &viewer, &id))
        .await
}

async fn save(
    state: &State,
    seat: &Seat,
    schedule: &Schedule,
    typed: &TypedHours,
) -> Result<(), ServiceError> {
    let hours = typed.read().map_err(ServiceError::Invalid)?;
    let (viewer, id, name) = (seat.viewer.clone(), schedule.id.clone(), typed.name.clone());
    state
        .store
        .write(move |db| schedules::replace(db, &viewer, &id, &name, hours).map(|_| ()))
        .await
}

/// Deletes a schedule that no event type uses.
async fn delete(
    state: &State,
    seat: &Seat,
    schedule: Schedule,
    look: Look,
) -> Result<HttpResponse, PageError> {
    let (viewer, id) = (seat.viewer.clone(), schedule.id.clone());
    let result = state
        .store
        .write(move |db| schedules::delete(db, &viewer, &id))
        .await;
    match result {
        Ok(()) => Ok(seat.go("/desk/hours?done=schedule-deleted")),
        Err(ServiceError::InUse) => {
            let (viewer, id) = (seat.viewer.clone(), schedule.id.clone());
            let users = state.store.read(move |db| users(db, &viewer, &id)).await?;
            let outcome = Outcome {
                refused: Some(seat.t.one("schedule-in-use", "offers", users.join(", "))),
                ..Outcome::default()
            };
            let hours = TypedHours::from(&schedule);
            answer(state, seat, schedule, (hours, look, outcome)).await
        }
        Err(error) => Err(error.into()),
    }
}

/// The titles of the event types that use a schedule.
fn users(db: &mut Db, viewer: &Viewer, id: &str) -> Result<Vec<String>, ServiceError> {
    Ok(event_types::list_own(db, viewer)?
        .into_iter()
        .filter(|event_type| event_type.schedule_id() == Some(id))
        .map(|event_type| event_type.title)
        .collect())
}

/// What is looked at: the buttons of the preview say it, else what the form carries on.
fn look(typed: &Typed) -> Look {
    let button = typed.get("do");
    let date = |text: &str| text.parse::<NaiveDate>().ok();
    let turned = button.strip_prefix("month-").and_then(date);
    let day = button.strip_prefix("day-").and_then(date);
    Look {
        event_type: typed.text("preview"),
        month: day.or(turned).or_else(|| date(typed.get("preview_month"))),
        day,
    }
}

async fn stored(state: &State, seat: &Seat, schedule: Schedule) -> Result<HttpResponse, PageError> {
    let hours = TypedHours::from(&schedule);
    answer(
        state,
        seat,
        schedule,
        (hours, Look::default(), Outcome::default()),
    )
    .await
}

async fn again(
    state: &State,
    seat: &Seat,
    schedule: Schedule,
    (hours, look, errors): (TypedHours, Look, Vec<FieldError>),
) -> Result<HttpResponse, PageError> {
    let outcome = Outcome {
        errors,
        ..Outcome::default()
    };
    answer(state, seat, schedule, (hours, look, outcome)).await
}

async fn answer(
    state: &State,
    seat: &Seat,
    schedule: Schedule,
    (hours, look, outcome): (TypedHours, Look, Outcome),
) -> Result<HttpResponse, PageError> {
    let (viewer, now) = (seat.viewer.clone(), state.clock.now());
    // What cannot be read yet comes to what is stored.
    let shown = hours.read().unwrap_or_else(|_| schedule.hours.clone());
    let loaded = state
        .store
        .read(move |db| load(db, &viewer, (schedule, shown), &look, now))
        .await?;
    let status = match (&outcome.refused, outcome.errors.is_empty()) {
        (Some(_), _) => StatusCode::CONFLICT,
        (None, false) if !outcome.is_unsaved => StatusCode::UNPROCESSABLE_ENTITY,
        _ => StatusCode::OK,
    };
    page::private_html(status, &hours_page(state, seat, &loaded, (&hours, outcome)))
}

fn load(
    db: &mut Db,
    viewer: &Viewer,
    (schedule, hours): (Schedule, Hours),
    look: &Look,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<Loaded, ServiceError> {
    Ok(Loaded {
        schedules: schedules::list(db, viewer)?,
        seen: preview::look(db, viewer, (&schedule, &hours), look, now)?,
        schedule,
    })
}

fn hours_page(
    state: &State,
    seat: &Seat,
    loaded: &Loaded,
    (hours, outcome): (&TypedHours, Outcome),
) -> HoursPage {
    let t = &seat.t;
    let errors = &outcome.errors;
    let name = Field::new("name", t.get("schedule-name"), Kind::Line, &hours.name);
    let zone =
        inputs::zone(t, "zone", &hours.zone, state.clock.now()).hint(t.get("schedule-zone-hint"));
    HoursPage {
        frame: seat.frame(Place::Hours),
        tabs: hours_tabs::tabs(seat, Tab::Hours),
        action: seat.href(&format!("/desk/hours/{}", loaded.schedule.id)),
        new_action: seat.href("/desk/hours/new"),
        schedules: loaded
            .schedules
            .iter()
            .map(|schedule| {
                let is_current = schedule.id == loaded.schedule.id;
                let href = seat.href(&format!("/desk/hours/{}", schedule.id));
                (href, schedule.name.clone(), is_current)
            })
            .collect(),
        name: name.checked(t, errors),
        zone: zone.checked(t, errors),
        week: week(t, hours, errors),
        days: runs(&hours.days)
            .into_iter()
            .map(|run| day(t, run))
            .collect(),
        new_days: inputs::checked(t, new_days(t, hours), errors),
        wrong: errors
            .iter()
            .map(|error| (error.field.replace('.', "-"), error_words(t, error)))
            .collect(),
        refused: outcome.refused,
        is_unsaved: outcome.is_unsaved,
        may_delete: loaded.schedules.len() > 1,
        preview: loaded.seen.as_ref().map(|seen| seen.words(seat)),
        offers: seat.href("/desk/event-types/new"),
        t: t.clone(),
    }
}

fn week(t: &Words, hours: &TypedHours, errors: &[FieldError]) -> Vec<Weekday> {
    let error_of = |field: &str| {
        errors
            .iter()
            .find(|error| error.field == field)
            .map(|error| error_words(t, error))
    };
    WEEK.iter()
        .zip(&hours.week)
        .zip(t.week())
        .map(|(((_, name), ranges), (_, label))| Weekday {
            name,
            label,
            ranges: ranges
                .iter()
                .enumerate()
                .map(|(place, (from, to))| Range {
                    place,
                    number: place + 1,
                    from: from.clone(),
                    // Browsers know no 24:00.
                    to: if to == "24:00" {
                        "00:00".to_owned()
                    } else {
                        to.clone()
                    },
                    error: error_of(&format!("{name}.{place}")),
                })
                .collect(),
            error: error_of(name),
        })
        .collect()
}

fn day(t: &Words, (first, last, ranges): (NaiveDate, NaiveDate, &[TimeRange])) -> Day {
    let hours: Vec<String> = ranges
        .iter()
        .map(|range| format!("{}–{}", range.from_text(), range.to_text()))
        .collect();
    let until = (first != last).then(|| t.day(last));
    Day {
        datetime: first.to_string(),
        weekday: t.weekday_short(first),
        number: chrono::Datelike::day(&first).to_string(),
        month: t.month_short(first),
        what: match (&until, ranges.is_empty()) {
            (None, true) => t.get("day-off"),
            (None, false) => hours.join(", "),
            (Some(last), true) => t.one("days-off", "last", last.as_str()),
            (Some(last), false) => t.with(
                "days-open",
                &[
                    ("hours", hours.join(", ").into()),
                    ("last", last.as_str().into()),
                ],
            ),
        },
        note: chrono::Datelike::year(&first).to_string(),
        forget: format!("forget-{first}-{last}"),
        values: first
            .iter_days()
            .take_while(|date| *date <= last)
            .map(|date| write_day(date, ranges))
            .collect(),
    }
}

fn new_days(t: &Words, hours: &TypedHours) -> Vec<Field> {
    let new = &hours.new;
    let kinds = [
        ("off".to_owned(), t.get("new-days-off")),
        ("open".to_owned(), t.get("new-days-open")),
    ];
    let what = if new.is_open { "open" } else { "off" };
    vec![
        Field::new("new.from", t.get("new-days-from"), Kind::Date, &new.from).optional(),
        Field::new("new.to", t.get("new-days-to"), Kind::Date, &new.to).optional(),
        inputs::select(
            Field::new("new.what", t.get("new-days-what"), Kind::Select, what),
            kinds,
        ),
        Field::new("new.start", t.get("new-days-start"), Kind::Time, &new.start).optional(),
        Field::new("new.end", t.get("new-days-end"), Kind::Time, &new.end).optional(),
    ]
}
