//! `/desk/sessions/{id}`: one session with seats, who comes, and what its host can do with it.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;
use chrono::{DateTime, Utc};

use super::super::answers;
use super::super::errors::{PageError, refused_key};
use super::super::fields::{Field, Kind};
use super::super::page;
use super::super::when::Leaf;
use super::bookings::{Tag, tag as booking_tag};
use super::group_sessions::{read_moment, tag, whole};
use super::inputs::{checked, select};
use super::invoices::harmless;
use super::seat::{Frame, Place, Seat};
use super::typed::Typed;
use crate::http::error;
use crate::kernel::booking::Actor;
use crate::kernel::zone;
use crate::service::groups::{self, Attendance, Certificate, SessionStatus, SessionView};
use crate::service::{Db, FieldError, ServiceError, Viewer};
use crate::state::State;
use crate::texts::Words;

/// `desk/session.html`.
#[derive(Template)]
#[template(path = "desk/session.html")]
struct SessionPage {
    t: Words,
    frame: Frame,
    title: String,
    lead: String,
    class: &'static str,
    state: String,
    note: Option<String>,
    leaf: Leaf,
    refused: Option<String>,
    wrong: Vec<(String, String)>,
    action: String,
    back: String,
    list: String,
    door: Option<String>,
    rows: Vec<Row>,
    may_change: bool,
    seats: Vec<Field>,
    moved: Vec<Field>,
    message: Vec<Field>,
    replay: Vec<Field>,
    cancel: Vec<Field>,
    sent: Vec<String>,
}

/// A booking in the list.
struct Row {
    href: String,
    name: String,
    email: String,
    places: u32,
    tag: Tag,
    is_coming: bool,
    attendance: Field,
    certificate: String,
}

/// `desk/certificate.html`.
#[derive(Template)]
#[template(path = "desk/certificate.html")]
struct CertificatePage {
    t: Words,
    frame: Frame,
    name: String,
    title: String,
    hours: String,
    sessions: Vec<String>,
    signed_by: String,
    today: String,
}

/// `GET /desk/sessions/{id}`.
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

/// `POST /desk/sessions/{id}`: does what the button says.
///
/// # Errors
/// `NotFound`.
pub async fn change(
    state: Data<State>,
    seat: Seat,
    id: Path<String>,
    typed: Typed,
) -> Result<HttpResponse, PageError> {
    let (viewer, session_id, form) = (seat.viewer.clone(), id.clone(), typed.clone());
    let now = state.clock.now();
    let done = state
        .store
        .write(move |db| act(db, &viewer, &session_id, &form, now))
        .await;
    match done {
        Ok(code) => Ok(seat.go(&format!("/desk/sessions/{id}?done={code}"))),
        Err(error) => answer(&state, &seat, &id, Some((error, typed))).await,
    }
}

fn act(
    db: &mut Db,
    viewer: &Viewer,
    id: &str,
    typed: &Typed,
    now: DateTime<Utc>,
) -> Result<&'static str, ServiceError> {
    match typed.get("do") {
        "cancel" => {
            groups::cancel(db, viewer, (id, typed.get("reason")), now)?;
            Ok("cancelled")
        }
        "move" => {
            let zone = groups::find(db, viewer, id)?.offered.zone;
            let start = read_moment(typed, ("date", "time"), zone)?;
            groups::reschedule(db, viewer, (id, start), now)?;
            Ok("rescheduled")
        }
        "seats" => {
            let seats = whole(typed.get("seats"), "seats")?.unwrap_or(0);
            groups::set_seats(db, viewer, (id, seats), now)?;
            Ok("saved")
        }
        "replay" => {
            let zone = groups::find(db, viewer, id)?.offered.zone;
            let until = match typed.get("replay_until") {
                "" => None,
                _ => Some(end_of_day(typed, zone)?),
            };
            groups::set_replay(db, viewer, id, (typed.get("replay_url"), until))?;
            Ok("saved")
        }
        "message" => {
            let (subject, body) = (typed.get("subject"), typed.get("body"));
            groups::send_message(db, viewer, (id, subject, body), now)?;
            Ok("message")
        }
        "attendance" => {
            let view = groups::find(db, viewer, id)?;
            let sheet: Vec<_> = view
                .coming()
                .map(|taken| {
                    let id = taken.booking.id.clone();
                    let word = typed.get(&format!("attendance.{id}"));
                    (id, Attendance::read(word))
                })
                .collect();
            groups::set_attendance(db, viewer, id, &sheet, now)?;
            Ok("saved")
        }
        _ => Err(ServiceError::NotFound),
    }
}

/// The last instant of the day that was typed: the first of the day after it.
fn end_of_day(typed: &Typed, zone: chrono_tz::Tz) -> Result<DateTime<Utc>, ServiceError> {
    let day = typed.clone().with("midnight", "00:00");
    let start = read_moment(&day, ("replay_until", "midnight"), zone)?;
    let date = zone::date(start, zone);
    Ok(date
        .succ_opt()
        .map_or(start, |next| zone::day_start(next, zone)))
}

async fn answer(
    state: &State,
    seat: &Seat,
    id: &str,
    failed: Option<(ServiceError, Typed)>,
) -> Result<HttpResponse, PageError> {
    let (viewer, session_id, now) = (seat.viewer.clone(), id.to_owned(), state.clock.now());
    let view = state
        .store
        .read(move |db| groups::find(db, &viewer, &session_id))
        .await?;
    let stored = stored(&view);
    let Some((cause, typed)) = failed else {
        let page = session_page(state, seat, &view, (&stored, &[]), now);
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
    let mut page = session_page(state, seat, &view, (&typed.and(stored), &errors), now);
    page.refused = refused;
    page::private_html(status, &page)
}

/// The forms of the page, filled with what is stored.
fn stored(view: &SessionView) -> Typed {
    let (session, zone) = (&view.session, view.offered.zone);
    let local = zone::local(session.span.start(), zone);
    let until = session.replay_until.map(|until| {
        let last = until - chrono::TimeDelta::seconds(1);
        zone::date(last, zone).to_string()
    });
    Typed::default()
        .with("seats", session.seats)
        .with("date", local.date())
        .with("time", local.format("%H:%M"))
        .with("replay_url", &session.replay_url)
        .with("replay_until", until.unwrap_or_default())
}

fn session_page(
    state: &State,
    seat: &Seat,
    view: &SessionView,
    (typed, errors): (&Typed, &[FieldError]),
    now: DateTime<Utc>,
) -> SessionPage {
    let t = &seat.t;
    let (session, zone) = (&view.session, view.offered.zone);
    let path = format!("/desk/sessions/{}", session.id);
    let (class, words) = tag(t, session, now);
    let fields = |fields: Vec<Field>| checked(t, fields, errors);
    let field =
        |name: &str, label: String, kind: Kind| Field::new(name, label, kind, typed.get(name));
    let seats = fields(vec![field("seats", t.get("groups-seats"), Kind::Number)]);
    let moved = fields(vec![
        field("date", t.get("groups-date"), Kind::Date),
        field("time", t.get("groups-time"), Kind::Time),
    ]);
    let message = fields(vec![
        field("subject", t.get("groups-subject"), Kind::Line),
        field("body", t.get("groups-body"), Kind::Area),
    ]);
    let replay = fields(vec![
        field("replay_url", t.get("groups-replay"), Kind::Line)
            .optional()
            .hint(t.get("groups-replay-hint")),
        field("replay_until", t.get("groups-replay-until"), Kind::Date).optional(),
    ]);
    let cancel = fields(vec![
        field("reason", t.get("reason"), Kind::Area)
            .optional()
            .hint(t.get("reason-hint")),
    ]);
    let all = [&seats, &moved, &message, &replay, &cancel];
    let wrong = all.into_iter().flatten().filter_map(|field| {
        let error = field.error.as_ref()?;
        Some((field.id.clone(), format!("{}: {error}", field.label)))
    });
    let first = view.coming().next();
    let is_online = super::super::bookings::is_online(&view.offered.event_type.location);
    SessionPage {
        frame: seat.frame(Place::EventTypes),
        title: session.title.clone(),
        lead: t.with(
            "groups-people",
            &[
                ("people", view.people().into()),
                ("seats", session.seats.into()),
                (
                    "kept",
                    session.seats_taken.saturating_sub(view.people()).into(),
                ),
            ],
        ),
        class,
        state: words,
        note: session
            .decide_at
            .filter(|_| session.status == SessionStatus::Open)
            .map(|at| {
                t.with(
                    "sessions-minimum",
                    &[
                        ("minimum", session.minimum.into()),
                        ("when", t.moment(at, now, zone).into()),
                    ],
                )
            }),
        leaf: Leaf::of(t, session.span, zone, zone),
        refused: None,
        wrong: wrong.collect(),
        action: seat.href(&path),
        back: seat.href(&format!(
            "/desk/event-types/{}/sessions",
            session.event_type_id
        )),
        list: format!("{path}/list.csv"),
        door: first
            .filter(|_| is_online && session.span.end() > now)
            .map(|taken| state.links.door(&taken.booking.id, Actor::Host)),
        rows: rows(seat, view, now),
        may_change: session.status != SessionStatus::Cancelled && session.span.start() > now,
        sent: view
            .messages
            .iter()
            .filter_map(|message| {
                let at = message.sent_at().ok()?;
                Some(format!("{}, {}", t.moment(at, now, zone), message.subject))
            })
            .collect(),
        seats,
        moved,
        message,
        replay,
        cancel,
        t: t.clone(),
    }
}

fn rows(seat: &Seat, view: &SessionView, now: DateTime<Utc>) -> Vec<Row> {
    let t = &seat.t;
    let coming: Vec<&str> = view
        .coming()
        .map(|taken| taken.booking.id.as_str())
        .collect();
    view.seats
        .iter()
        .map(|taken| {
            let booking = &taken.booking;
            let path = format!("/desk/bookings/{}", booking.id);
            Row {
                href: seat.href(&path),
                name: booking.attendee.name.clone(),
                email: booking.attendee.email.to_string(),
                places: taken.places,
                tag: booking_tag(t, booking, now),
                is_coming: coming.contains(&booking.id.as_str()),
                attendance: attendance(t, taken),
                certificate: seat.href(&format!("{path}/certificate")),
            }
        })
        .collect()
}

fn attendance(t: &Words, taken: &groups::Taken) -> Field {
    let name = format!("attendance.{}", taken.booking.id);
    let label = t.one(
        "groups-attendance-of",
        "name",
        taken.booking.attendee.name.as_str(),
    );
    let value = taken.attendance.map_or("", Attendance::as_str);
    let options = [
        (String::new(), t.get("groups-attendance-open")),
        ("present".to_owned(), t.get("groups-attendance-present")),
        ("absent".to_owned(), t.get("groups-attendance-absent")),
        ("excused".to_owned(), t.get("groups-attendance-excused")),
    ];
    select(Field::new(&name, label, Kind::Select, value), options)
}

/// `GET /desk/sessions/{id}/list.csv`: who comes, for a spreadsheet.
///
/// # Errors
/// `NotFound`.
pub async fn list(
    state: Data<State>,
    seat: Seat,
    id: Path<String>,
) -> Result<HttpResponse, PageError> {
    let viewer = seat.viewer.clone();
    let view = state
        .store
        .read(move |db| groups::find(db, &viewer, &id))
        .await?;
    let date = zone::date(view.session.span.start(), view.offered.zone);
    let name = format!("{}-{date}.csv", view.offered.event_type.slug);
    Ok(HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header(("Cache-Control", "private, no-store"))
        .insert_header((
            "Content-Disposition",
            format!("attachment; filename=\"{name}\""),
        ))
        .body(write_list(&seat.t, &view)?))
}

fn write_list(t: &Words, view: &SessionView) -> Result<Vec<u8>, ServiceError> {
    let failed = |_| ServiceError::NotFound;
    let mut writer = csv::Writer::from_writer(Vec::new());
    let head = [
        t.get("person-name"),
        t.get("email"),
        t.get("groups-places"),
        t.get("groups-guests"),
        t.get("groups-attendance"),
        t.get("answers"),
    ];
    writer.write_record(&head).map_err(failed)?;
    for taken in view.coming() {
        let attendee = &taken.booking.attendee;
        let guests: Vec<&str> = attendee.guests.iter().map(|guest| guest.as_str()).collect();
        let answers: Vec<String> = answers::rows(t, &attendee.answers)
            .into_iter()
            .map(|(question, lines)| format!("{question}: {}", lines.join(", ")))
            .collect();
        let record = [
            attendee.name.clone(),
            attendee.email.to_string(),
            taken.places.to_string(),
            guests.join(" "),
            attendance_word(t, taken.attendance),
            answers.join("\n"),
        ];
        writer
            .write_record(record.iter().map(|cell| harmless(cell)))
            .map_err(failed)?;
    }
    writer.into_inner().map_err(|_| ServiceError::NotFound)
}

fn attendance_word(t: &Words, attendance: Option<Attendance>) -> String {
    match attendance {
        None => String::new(),
        Some(Attendance::Present) => t.get("groups-attendance-present"),
        Some(Attendance::Absent) => t.get("groups-attendance-absent"),
        Some(Attendance::Excused) => t.get("groups-attendance-excused"),
    }
}

/// `GET /desk/bookings/{id}/certificate`: the hours that somebody has attended, to be printed.
///
/// # Errors
/// `NotFound`.
pub async fn certificate(
    state: Data<State>,
    seat: Seat,
    id: Path<String>,
) -> Result<HttpResponse, PageError> {
    let viewer = seat.viewer.clone();
    let found = state
        .store
        .read(move |db| groups::certificate(db, &viewer, &id))
        .await?;
    let page = certificate_page(&seat, &found, state.clock.now());
    page::private_html(StatusCode::OK, &page)
}

fn certificate_page(seat: &Seat, found: &Certificate, now: DateTime<Utc>) -> CertificatePage {
    let t = &seat.t;
    let zone = found.offered.zone;
    let minutes = u32::try_from(found.duration().num_minutes()).unwrap_or(u32::MAX);
    CertificatePage {
        frame: seat.frame(Place::EventTypes),
        name: found.name.clone(),
        title: found.offered.event_type.title.clone(),
        hours: t.with(
            "certificate-hours",
            &[
                ("count", found.sessions.len().into()),
                ("hours", (minutes / 60).into()),
                ("minutes", (minutes % 60).into()),
            ],
        ),
        sessions: found
            .sessions
            .iter()
            .map(|session| t.span_long(session.span, zone))
            .collect(),
        signed_by: found.signed_by().to_owned(),
        today: t.date_long(zone::date(now, zone)),
        t: t.clone(),
    }
}
