//! `/desk/event-types/{id}/sessions`: an event type with seats, its dates and its fixed members.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;

use super::super::calendar::rfc3339;
use super::super::errors::{PageError, refused_key};
use super::super::fields::{Field, Kind};
use super::super::page;
use super::inputs::{checked, language};
use super::offer_tabs::{self, Tab};
use super::seat::{Frame, NavLink, Place, Seat};
use super::typed::Typed;
use crate::http::error;
use crate::kernel::event_type::EventType;
use crate::kernel::people::Language;
use crate::kernel::zone;
use crate::service::groups::{
    self, GroupForm, GroupRules, Member, Session, SessionForm, SessionStatus,
};
use crate::service::slots;
use crate::service::{Db, FieldError, ServiceError, Viewer};
use crate::state::State;
use crate::texts::Words;

const HOUR: u32 = 60;

/// `desk/group_sessions.html`.
#[derive(Template)]
#[template(path = "desk/group_sessions.html")]
struct SessionsPage {
    t: Words,
    frame: Frame,
    title: String,
    tabs: Vec<NavLink>,
    action: String,
    refused: Option<String>,
    wrong: Vec<Wrong>,
    rules: Vec<Field>,
    is_group: bool,
    rows: Vec<Row>,
    zone: String,
    new: Vec<Field>,
    members: Vec<(String, String, String)>,
    member: Vec<Field>,
}

/// A field that needs another look: its id, and what is wrong.
struct Wrong {
    id: String,
    words: String,
}

/// A date.
pub(super) struct Row {
    pub(super) href: String,
    pub(super) datetime: String,
    pub(super) when: String,
    pub(super) title: String,
    pub(super) taken: String,
    pub(super) class: &'static str,
    pub(super) state: String,
}

struct Loaded {
    event_type: EventType,
    rules: GroupRules,
    zone: Tz,
    sessions: Vec<Session>,
    members: Vec<Member>,
}

/// `GET /desk/event-types/{id}/sessions`.
///
/// # Errors
/// `NotFound`.
pub async fn show(
    state: Data<State>,
    seat: Seat,
    id: Path<String>,
) -> Result<HttpResponse, PageError> {
    answer(&state, &seat, &id, None).await
}

/// `POST /desk/event-types/{id}/sessions`: saves how it is offered, sets sessions, adds or removes
/// a member, as the button says.
///
/// # Errors
/// `NotFound`.
pub async fn change(
    state: Data<State>,
    seat: Seat,
    id: Path<String>,
    typed: Typed,
) -> Result<HttpResponse, PageError> {
    let now = state.clock.now();
    let (viewer, event_type_id, form) = (seat.viewer.clone(), id.clone(), typed.clone());
    let links = state.links.clone();
    let done = state
        .store
        .write(move |db| {
            let at = (event_type_id.as_str(), now);
            match form.get("do") {
                "rules" => save_rules(db, &viewer, at, &form).map(|()| "saved"),
                "new" => {
                    let new = read_session(db, &viewer, &event_type_id, &form)?;
                    groups::create(db, &links, &viewer, (&event_type_id, &new), now)
                        .map_err(|error| prefixed(error, "new"))?;
                    Ok("created")
                }
                "member" => add_member(db, &viewer, &event_type_id, &form).map(|()| "saved"),
                other => match other.strip_prefix("remove-") {
                    Some(member) => {
                        groups::remove_member(db, &viewer, (&event_type_id, member))?;
                        Ok("saved")
                    }
                    None => Err(ServiceError::NotFound),
                },
            }
        })
        .await;
    match done {
        Ok(code) => Ok(seat.go(&format!("/desk/event-types/{id}/sessions?done={code}"))),
        Err(error) => answer(&state, &seat, &id, Some((error, typed))).await,
    }
}

fn save_rules(
    db: &mut Db,
    viewer: &Viewer,
    (id, now): (&str, DateTime<Utc>),
    typed: &Typed,
) -> Result<(), ServiceError> {
    let number = |name: &str| whole(typed.get(name), name);
    let hours = |name: &str| number(name).map(|hours| hours.map(|h| h.saturating_mul(HOUR)));
    let form = GroupForm {
        seats: number("seats")?.unwrap_or(1),
        set_times_only: typed.is_set("set_times_only"),
        minimum: number("minimum")?.unwrap_or(0),
        decide_before: hours("decide_before")?.unwrap_or(0),
        close_before: hours("close_before")?,
        extra_places: number("extra_places")?.unwrap_or(0),
    };
    groups::set_rules(db, viewer, id, &form, now).map(drop)
}

fn read_session(
    db: &mut Db,
    viewer: &Viewer,
    id: &str,
    typed: &Typed,
) -> Result<SessionForm, ServiceError> {
    let (event_type, _) = groups::find_rules(db, viewer, id)?;
    let zone = slots::of_event_type(db, event_type)?.zone;
    let number = |name: &str| whole(typed.get(name), name);
    Ok(SessionForm {
        start: read_moment(typed, ("new.date", "new.time"), zone)?,
        duration: number("new.duration")?,
        seats: number("new.seats")?,
        title: typed.text("new.title"),
        weeks: number("new.weeks")?.unwrap_or(1),
    })
}

fn add_member(db: &mut Db, viewer: &Viewer, id: &str, typed: &Typed) -> Result<(), ServiceError> {
    let (name, email) = (typed.get("member.name"), typed.get("member.email"));
    let language = typed.get("language").parse().unwrap_or(Language::De);
    groups::add_member(db, viewer, id, (name, email, language))
        .map_err(|error| prefixed(error, "member"))
}

/// A moment that was typed as day and time on the clock of `zone`.
pub(super) fn read_moment(
    typed: &Typed,
    (date, time): (&str, &str),
    zone: Tz,
) -> Result<DateTime<Utc>, ServiceError> {
    let day = NaiveDate::parse_from_str(typed.get(date), "%Y-%m-%d")
        .ok()
        .filter(|day| super::super::wanted::is_of_our_time(*day))
        .ok_or_else(|| wrong(date, "not-a-date"))?;
    let time = NaiveTime::parse_from_str(typed.get(time), "%H:%M")
        .map_err(|_| wrong(time, "not-a-time"))?;
    Ok(zone::instant(day.and_time(time), zone))
}

/// A whole number, or none where nothing was typed.
pub(super) fn whole(text: &str, field: &str) -> Result<Option<u32>, ServiceError> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let number = text.parse().ok().filter(|number| *number <= 1_000_000);
    number.map(Some).ok_or_else(|| wrong(field, "whole-number"))
}

fn wrong(field: &str, code: &'static str) -> ServiceError {
    ServiceError::Invalid(vec![FieldError {
        field: field.to_owned(),
        code,
        max: None,
    }])
}

/// The same with fields named as this form names them.
fn prefixed(error: ServiceError, form: &str) -> ServiceError {
    match error {
        ServiceError::Invalid(errors) => ServiceError::Invalid(
            errors
                .into_iter()
                .map(|error| FieldError {
                    field: format!("{form}.{}", error.field),
                    ..error
                })
                .collect(),
        ),
        other => other,
    }
}

async fn answer(
    state: &State,
    seat: &Seat,
    id: &str,
    failed: Option<(ServiceError, Typed)>,
) -> Result<HttpResponse, PageError> {
    let (viewer, event_type_id, now) = (seat.viewer.clone(), id.to_owned(), state.clock.now());
    let loaded = state
        .store
        .read(move |db| load(db, &viewer, &event_type_id, now))
        .await?;
    let Some((cause, typed)) = failed else {
        let typed = write_rules(&loaded, seat);
        let page = sessions_page(seat, &loaded, (&typed, &[]), now);
        return page::private_html(StatusCode::OK, &page);
    };
    let status = error::status(&cause);
    let (errors, refused) = match cause {
        ServiceError::Invalid(errors) => (errors, None),
        cause => match refused_key(&cause) {
            Some(key) => (Vec::new(), Some(seat.t.get(key))),
            None => return Err(cause.into()),
        },
    };
    let typed = if typed.get("do") == "rules" {
        typed
    } else {
        // The other forms of the page show what is stored.
        typed.and(write_rules(&loaded, seat))
    };
    let mut page = sessions_page(seat, &loaded, (&typed, &errors), now);
    page.refused = refused;
    page::private_html(status, &page)
}

fn load(
    db: &mut Db,
    viewer: &Viewer,
    id: &str,
    now: DateTime<Utc>,
) -> Result<Loaded, ServiceError> {
    let (event_type, rules) = groups::find_rules(db, viewer, id)?;
    Ok(Loaded {
        rules,
        zone: slots::of_event_type(db, event_type.clone())?.zone,
        sessions: groups::list(db, viewer, id, now)?,
        members: groups::members(db, viewer, id)?,
        event_type,
    })
}

/// The form of the rules, filled with what is stored.
fn write_rules(loaded: &Loaded, seat: &Seat) -> Typed {
    let rules = &loaded.rules;
    let some = |number: u32| {
        if number == 0 {
            String::new()
        } else {
            number.to_string()
        }
    };
    let close = rules
        .close_before
        .map(|minutes| (minutes / HOUR).to_string());
    let typed = Typed::default()
        .with("seats", loaded.event_type.rules.seats)
        .with("minimum", some(rules.minimum))
        .with("decide_before", some(rules.decide_before / HOUR))
        .with("close_before", close.unwrap_or_default())
        .with("extra_places", some(rules.extra_places))
        .with("new.weeks", 1)
        .with("language", seat.viewer.person.language.tag());
    if rules.set_times_only {
        typed.with("set_times_only", "yes")
    } else {
        typed
    }
}

fn sessions_page(
    seat: &Seat,
    loaded: &Loaded,
    (typed, errors): (&Typed, &[FieldError]),
    now: DateTime<Utc>,
) -> SessionsPage {
    let t = &seat.t;
    let id = &loaded.event_type.id;
    let rules = checked(t, rules_fields(t, typed), errors);
    let new = checked(t, new_fields(t, typed), errors);
    let member = checked(t, member_fields(t, typed), errors);
    let all = rules.iter().chain(&new).chain(&member);
    SessionsPage {
        frame: seat.frame(Place::EventTypes),
        title: loaded.event_type.title.clone(),
        tabs: offer_tabs::tabs(seat, &loaded.event_type, Tab::Sessions),
        action: seat.href(&format!("/desk/event-types/{id}/sessions")),
        refused: None,
        wrong: all
            .filter_map(|field| {
                let error = field.error.as_ref()?;
                Some(Wrong {
                    id: field.id.clone(),
                    words: format!("{}: {error}", field.label),
                })
            })
            .collect(),
        is_group: loaded.event_type.rules.seats > 1,
        rows: loaded
            .sessions
            .iter()
            .map(|session| row(seat, session, loaded.zone, now))
            .collect(),
        zone: t.zone(loaded.zone),
        members: loaded
            .members
            .iter()
            .map(|m| (m.id.clone(), m.name.clone(), m.email.to_string()))
            .collect(),
        rules,
        new,
        member,
        t: t.clone(),
    }
}

fn rules_fields(t: &Words, typed: &Typed) -> Vec<Field> {
    let number = |name: &str, label: String| Field::new(name, label, Kind::Number, typed.get(name));
    let only = Field::new(
        "set_times_only",
        t.get("groups-set-times-only"),
        Kind::Check,
        typed.get("set_times_only"),
    );
    vec![
        number("seats", t.get("groups-seats")).hint(t.get("groups-seats-hint")),
        only.optional(),
        number("extra_places", t.get("groups-extra"))
            .optional()
            .hint(t.get("groups-extra-hint")),
        number("close_before", t.get("groups-close"))
            .optional()
            .hint(t.get("groups-close-hint")),
        number("minimum", t.get("groups-minimum"))
            .optional()
            .hint(t.get("groups-minimum-hint")),
        number("decide_before", t.get("groups-decide"))
            .optional()
            .hint(t.get("groups-decide-hint")),
    ]
}

fn new_fields(t: &Words, typed: &Typed) -> Vec<Field> {
    let field =
        |name: &str, label: String, kind: Kind| Field::new(name, label, kind, typed.get(name));
    vec![
        field("new.date", t.get("groups-date"), Kind::Date),
        field("new.time", t.get("groups-time"), Kind::Time),
        field("new.weeks", t.get("groups-weeks"), Kind::Number).hint(t.get("groups-weeks-hint")),
        field("new.title", t.get("groups-title"), Kind::Line)
            .optional()
            .hint(t.get("groups-title-hint")),
        field("new.duration", t.get("groups-duration"), Kind::Number)
            .optional()
            .hint(t.get("groups-as-offer")),
        field("new.seats", t.get("groups-seats"), Kind::Number)
            .optional()
            .hint(t.get("groups-as-offer")),
    ]
}

fn member_fields(t: &Words, typed: &Typed) -> Vec<Field> {
    let field =
        |name: &str, label: String, kind: Kind| Field::new(name, label, kind, typed.get(name));
    vec![
        field("member.name", t.get("person-name"), Kind::Line),
        field("member.email", t.get("email"), Kind::Email),
        language(t, typed.get("language")),
    ]
}

/// A date in a list of the desk.
pub(super) fn row(seat: &Seat, session: &Session, zone: Tz, now: DateTime<Utc>) -> Row {
    let t = &seat.t;
    let (class, state) = tag(t, session, now);
    Row {
        href: seat.href(&format!("/desk/sessions/{}", session.id)),
        datetime: rfc3339(session.span.start()),
        when: t.span_long(session.span, zone),
        title: session.title.clone(),
        taken: t.with(
            "groups-taken",
            &[
                ("taken", session.seats_taken.into()),
                ("seats", session.seats.into()),
            ],
        ),
        class,
        state,
    }
}

/// How a session stands: the class of a tag, and words.
pub(super) fn tag(t: &Words, session: &Session, now: DateTime<Utc>) -> (&'static str, String) {
    match session.status {
        SessionStatus::Cancelled => ("bad", t.get("groups-state-cancelled")),
        _ if session.span.end() <= now => ("", t.get("groups-state-over")),
        SessionStatus::Going => ("good", t.get("groups-state-going")),
        SessionStatus::Open if session.decide_at.is_some() => ("wait", t.get("groups-state-open")),
        SessionStatus::Open => ("good", t.get("groups-state-set")),
    }
}
