//! `/desk/calendars/accounts`: calendars that a host keeps at CalDAV servers elsewhere.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, ServiceConfig, get, post};
use askama::Template;
use chrono::{DateTime, Utc};

use super::super::errors::PageError;
use super::super::fields::{Field, FieldOption, Kind};
use super::super::page;
use super::calendars_rows::ago;
use super::inputs::checked;
use super::seat::{Frame, Place, Seat};
use super::typed::Typed;
use crate::remote::{Login, RemoteError};
use crate::service::remote_calendars::{
    self as service, Account, Choice, Found as Done, FoundSession, RemoteCalendar,
};
use crate::service::{FieldError, ServiceError};
use crate::state::State;
use crate::texts::Words;

/// Every page about accounts. They come before those of single calendars.
pub fn routes(app: &mut ServiceConfig) {
    app.route("/desk/calendars/accounts", get().to(show_new))
        .route("/desk/calendars/accounts", post().to(add))
        .route("/desk/calendars/accounts/{id}", get().to(show))
        .route("/desk/calendars/accounts/{id}", post().to(choose))
        .route("/desk/calendars/accounts/{id}/sync", post().to(sync))
        .route("/desk/calendars/accounts/{id}/remove", post().to(remove))
        .route("/desk/calendars/found/{booking}/accept", post().to(accept))
        .route("/desk/calendars/found/{booking}/refuse", post().to(refuse));
}

/// `desk/calendar_account_new.html`.
#[derive(Template)]
#[template(path = "desk/calendar_account_new.html")]
struct NewPage {
    t: Words,
    frame: Frame,
    back: String,
    action: String,
    fields: Vec<Field>,
    has_errors: bool,
}

/// `desk/calendar_account.html`.
#[derive(Template)]
#[template(path = "desk/calendar_account.html")]
struct AccountPage {
    t: Words,
    frame: Frame,
    back: String,
    row: AccountRow,
    is_new: bool,
    action: String,
    fields: Vec<Field>,
    calendars: Vec<CalendarRow>,
}

/// An account in the list.
pub struct AccountRow {
    /// The name of the server.
    pub name: String,
    /// Who logs in there.
    pub username: String,
    /// Its page.
    pub href: String,
    /// What it is used for.
    pub used: String,
    /// `good`, `wait` or `bad`.
    pub mark: &'static str,
    /// How it stands, in a word.
    pub state: String,
    /// When it was asked, and when it is asked again.
    pub asked: String,
    /// What is wrong with it or one of its calendars.
    pub problems: Vec<String>,
    /// Where it is asked at once.
    pub sync: String,
    /// Where its use is ended.
    pub remove: String,
}

/// A calendar of an account.
struct CalendarRow {
    name: String,
    read: String,
    problem: Option<String>,
}

/// A session that was moved or deleted in a calendar.
pub struct FoundRow {
    /// What and with whom.
    pub title: String,
    /// What was done, where.
    pub words: String,
    /// What yes does.
    pub yes: String,
    /// Where yes is said.
    pub accept: String,
    /// Where no is said.
    pub refuse: String,
}

/// `GET /desk/calendars/accounts`: the way to a new one.
///
/// # Errors
/// When the database cannot be reached.
pub async fn show_new(seat: Seat) -> Result<HttpResponse, PageError> {
    let page = new_page(&seat, &Typed::default(), &[], None);
    page::private_html(StatusCode::OK, &page)
}

/// `POST /desk/calendars/accounts`: looks for the calendars of an account and adds it.
///
/// # Errors
/// When the database cannot be reached.
pub async fn add(state: Data<State>, seat: Seat, typed: Typed) -> Result<HttpResponse, PageError> {
    let login = Login {
        username: typed.text("username"),
        password: typed.text("password"),
    };
    let server = typed.get("server");
    let refused = match state.connect_calendars(&seat.viewer, login, server).await {
        Ok(Ok(added)) => return Ok(seat.go(&format!("/desk/calendars/accounts/{}", added.id))),
        Ok(Err(error)) => new_page(&seat, &typed, &[], Some(error)),
        Err(ServiceError::Invalid(errors)) => new_page(&seat, &typed, &errors, None),
        Err(error) => return Err(error.into()),
    };
    page::private_html(StatusCode::UNPROCESSABLE_ENTITY, &refused)
}

fn new_page(
    seat: &Seat,
    typed: &Typed,
    errors: &[FieldError],
    problem: Option<RemoteError>,
) -> NewPage {
    let t = &seat.t;
    let line = |name: &'static str, label: &str, kind| {
        Field::new(name, t.get(label), kind, typed.get(name))
    };
    let fields = vec![
        line("server", "account-server", Kind::Line).hint(t.get("account-server-hint")),
        line("username", "app-user", Kind::Line),
        Field::new("password", t.get("account-password"), Kind::Password, "")
            .hint(t.get("account-password-hint")),
    ];
    let mut fields = checked(t, fields, errors);
    if let Some(problem) = problem {
        let name = match problem {
            RemoteError::Login => "password",
            _ => "server",
        };
        let words = t.get(&format!("sync-problem-{}", problem.code()));
        let fields = fields.iter_mut().filter(|field| field.name == name);
        fields.for_each(|field| field.refuse(words.clone()));
    }
    NewPage {
        frame: seat.frame(Place::Calendars),
        back: seat.href("/desk/calendars"),
        action: seat.href("/desk/calendars/accounts"),
        has_errors: fields.iter().any(|field| field.error.is_some()),
        fields,
        t: t.clone(),
    }
}

/// `GET /desk/calendars/accounts/{id}`: which of its calendars are used.
///
/// # Errors
/// `NotFound`.
pub async fn show(
    state: Data<State>,
    seat: Seat,
    id: Path<String>,
) -> Result<HttpResponse, PageError> {
    let (viewer, now) = (seat.viewer.clone(), state.clock.now());
    let (account, calendars) = state
        .store
        .read(move |db| service::find(db, &viewer, &id))
        .await?;
    let page = account_page(&seat, &account, &calendars, now);
    page::private_html(StatusCode::OK, &page)
}

fn account_page(
    seat: &Seat,
    account: &Account,
    calendars: &[RemoteCalendar],
    now: DateTime<Utc>,
) -> AccountPage {
    let t = &seat.t;
    let is_new = !calendars.iter().any(|it| it.is_read || it.is_written);
    let option = |calendar: &RemoteCalendar, is_chosen| FieldOption {
        value: calendar.id.clone(),
        label: calendar.name.clone(),
        is_chosen,
    };
    let mut read = Field::new("read", t.get("account-read"), Kind::Several, "");
    read.options = calendars
        .iter()
        .map(|calendar| option(calendar, calendar.is_read || is_new))
        .collect();
    let mut write = Field::new("write", t.get("account-write"), Kind::Select, "");
    let none = FieldOption {
        value: String::new(),
        label: t.get("account-write-none"),
        is_chosen: !calendars.iter().any(|it| it.is_written),
    };
    let writable = calendars.iter().filter(|it| it.is_writable);
    write.options = std::iter::once(none)
        .chain(writable.map(|calendar| option(calendar, calendar.is_written)))
        .collect();
    let rows = calendars.iter().filter(|it| it.is_read || it.is_written);
    AccountPage {
        frame: seat.frame(Place::Calendars),
        back: seat.href("/desk/calendars"),
        row: account_row(seat, account, calendars, now),
        is_new,
        action: seat.href(&format!("/desk/calendars/accounts/{}", account.id)),
        fields: vec![
            read.optional().hint(t.get("account-read-hint")),
            write.hint(t.get("account-write-hint")),
        ],
        calendars: rows
            .map(|calendar| CalendarRow {
                name: calendar.name.clone(),
                read: match calendar.read_at {
                    Some(at) => t.one("account-asked", "when", ago(t, at, now).as_str()),
                    None => t.get("calendar-reading"),
                },
                problem: problem_of(t, calendar),
            })
            .collect(),
        t: t.clone(),
    }
}

fn problem_of(t: &Words, calendar: &RemoteCalendar) -> Option<String> {
    let problem = calendar.problem.as_ref()?;
    Some(t.get(&format!("sync-problem-{problem}")))
}

/// The row of an account.
pub fn account_row(
    seat: &Seat,
    account: &Account,
    calendars: &[RemoteCalendar],
    now: DateTime<Utc>,
) -> AccountRow {
    let t = &seat.t;
    let path = format!("/desk/calendars/accounts/{}", account.id);
    let is_used = calendars.iter().any(|it| it.is_read || it.is_written);
    let of_account = account.problem.iter();
    let mut problems: Vec<String> = of_account
        .map(|problem| t.get(&format!("sync-problem-{problem}")))
        .collect();
    for calendar in calendars.iter().filter(|it| it.is_read || it.is_written) {
        let problem = problem_of(t, calendar);
        problems.extend(problem.map(|problem| format!("{}: {problem}", calendar.name)));
    }
    let (mark, state) = match account.checked_at {
        _ if !is_used => ("wait", "account-choose"),
        None => ("wait", "calendar-reading"),
        Some(_) if account.next_at <= now => ("wait", "calendar-reading"),
        Some(_) if account.problem.is_some() => ("bad", "calendar-stale"),
        Some(_) if !problems.is_empty() => ("wait", "calendar-stale"),
        Some(_) => ("good", "calendar-current"),
    };
    let names = |is_in: fn(&RemoteCalendar) -> bool| {
        let names = calendars.iter().filter(|it| is_in(it));
        let names: Vec<&str> = names.map(|it| it.name.as_str()).collect();
        names.join(", ")
    };
    let used = [
        ("account-reads", names(|it| it.is_read)),
        ("account-writes", names(|it| it.is_written)),
    ];
    let used: Vec<String> = used
        .into_iter()
        .filter(|(_, names)| !names.is_empty())
        .map(|(key, names)| t.one(key, "names", names))
        .collect();
    AccountRow {
        name: account.name.clone(),
        username: account.username.clone(),
        href: seat.href(&path),
        used: used.join(" "),
        mark,
        state: t.get(state),
        asked: account.checked_at.map_or(String::new(), |at| {
            let next = t.moment(account.next_at, now, seat.viewer.person.zone);
            let values = [("when", ago(t, at, now).into()), ("next", next.into())];
            t.with("account-asked-next", &values)
        }),
        problems,
        sync: seat.href(&format!("{path}/sync")),
        remove: seat.href(&format!("{path}/remove")),
    }
}

/// The row of a session that was moved or deleted in a calendar.
pub fn found_row(seat: &Seat, found: &FoundSession) -> FoundRow {
    let (t, zone) = (&seat.t, seat.viewer.person.zone);
    let agreed = found.booking.life.span;
    let (words, yes, there) = match found.found {
        Done::Moved(start) => {
            let date = t.date_long(crate::kernel::zone::date(start, zone));
            let there = format!("{date}, {}", t.clock_words(start, zone));
            ("found-moved", "found-move", there)
        }
        Done::Deleted => ("found-deleted", "found-cancel", String::new()),
    };
    let values = [
        ("calendar", found.calendar.as_str().into()),
        ("agreed", t.span_long(agreed, zone).into()),
        ("there", there.into()),
    ];
    let path = format!("/desk/calendars/found/{}", found.booking.id);
    FoundRow {
        title: format!("{}, {}", found.booking.title, found.booking.attendee.name),
        words: t.with(words, &values),
        yes: t.get(yes),
        accept: seat.href(&format!("{path}/accept")),
        refuse: seat.href(&format!("{path}/refuse")),
    }
}

/// `POST /desk/calendars/accounts/{id}`: chooses what is read and written.
///
/// # Errors
/// `NotFound`.
pub async fn choose(
    state: Data<State>,
    seat: Seat,
    id: Path<String>,
    typed: Typed,
) -> Result<HttpResponse, PageError> {
    let choice = Choice {
        read: typed.all("read").map(str::to_owned).collect(),
        written: Some(typed.text("write")).filter(|id| !id.is_empty()),
    };
    let (viewer, now) = (seat.viewer.clone(), state.clock.now());
    let chosen = state
        .store
        .write(move |db| service::choose(db, &viewer, &id, &choice, now))
        .await?;
    wait_for(&state, &chosen).await;
    Ok(seat.go("/desk/calendars?done=saved"))
}

/// `POST /desk/calendars/accounts/{id}/sync`: asks it now.
///
/// # Errors
/// `NotFound`.
pub async fn sync(
    state: Data<State>,
    seat: Seat,
    id: Path<String>,
) -> Result<HttpResponse, PageError> {
    let (viewer, now) = (seat.viewer.clone(), state.clock.now());
    let begun = state
        .store
        .write(move |db| service::sync_now(db, &viewer, &id, now))
        .await?;
    wait_for(&state, &begun).await;
    Ok(seat.go("/desk/calendars?done=synced"))
}

/// Waits a little until a reading that was asked for is over, so that the next page can tell.
async fn wait_for(state: &State, asked: &Account) {
    let is_read = async || {
        let (id, due) = (asked.id.clone(), asked.next_at);
        let is_over = state.store.read(move |db| service::is_read(db, &id, due));
        is_over.await
    };
    state.wait_a_little(is_read).await;
}

/// `POST /desk/calendars/accounts/{id}/remove`.
///
/// # Errors
/// `NotFound`.
pub async fn remove(
    state: Data<State>,
    seat: Seat,
    id: Path<String>,
) -> Result<HttpResponse, PageError> {
    let viewer = seat.viewer.clone();
    let removed = state
        .store
        .write(move |db| service::remove(db, &viewer, &id));
    removed.await?;
    Ok(seat.go("/desk/calendars?done=account-removed"))
}

/// `POST /desk/calendars/found/{booking}/accept`: what was done in the calendar holds.
///
/// # Errors
/// `NotFound`; `Refused` when the time is taken or cannot be booked.
pub async fn accept(
    state: Data<State>,
    seat: Seat,
    booking: Path<String>,
) -> Result<HttpResponse, PageError> {
    let (viewer, now) = (seat.viewer.clone(), state.clock.now());
    let accepted = state
        .store
        .write(move |db| service::accept(db, &viewer, &booking, now));
    accepted.await?;
    Ok(seat.go("/desk/calendars?done=found-accepted"))
}

/// `POST /desk/calendars/found/{booking}/refuse`: what was agreed holds.
///
/// # Errors
/// `NotFound`.
pub async fn refuse(
    state: Data<State>,
    seat: Seat,
    booking: Path<String>,
) -> Result<HttpResponse, PageError> {
    let (viewer, now) = (seat.viewer.clone(), state.clock.now());
    let refused = state
        .store
        .write(move |db| service::refuse(db, &viewer, &booking, now));
    refused.await?;
    Ok(seat.go("/desk/calendars?done=found-refused"))
}
