//! `/desk/calendars`: sessions that go out to other calendars, and busy times that come in.

use actix_multipart::Multipart;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, PayloadConfig, ServiceConfig, get, post, resource};
use askama::Template;
use chrono::{DateTime, Utc};
use futures_util::TryStreamExt;

use super::super::errors::PageError;
use super::super::fields::{Field, Kind};
use super::super::page;
use super::calendar_accounts::{AccountRow, FoundRow, account_row, found_row};
use super::calendars_rows::{self as rows, FeedRow, SubscriptionRow};
use super::inputs::checked;
use super::seat::{Frame, Place, Seat};
use super::typed::Typed;
use crate::kernel::team::Team;
use crate::service::feeds::{self, Feed};
use crate::service::remote_calendars::{self, Account, FoundSession, RemoteCalendar};
use crate::service::subscriptions::{self, MOST_OF_FILE, Subscription, SubscriptionForm};
use crate::service::{Db, FieldError, ServiceError, Viewer, teams};
use crate::state::State;
use crate::texts::Words;

/// What a form may weigh beside its file, in bytes.
const FORM_ROOM: usize = 64 * 1024;

/// Every page about calendars.
pub fn routes(app: &mut ServiceConfig) {
    app.route("/desk/calendars", get().to(show))
        .route("/desk/calendars", post().to(subscribe))
        .service(
            resource("/desk/calendars/files")
                .app_data(PayloadConfig::new(MOST_OF_FILE + FORM_ROOM))
                .route(post().to(hand_in)),
        )
        .route("/desk/calendars/feeds", post().to(add_feed))
        .route("/desk/calendars/feeds/{id}/revoke", post().to(revoke_feed))
        .route("/desk/calendars/{id}", get().to(show_one))
        .route("/desk/calendars/{id}", post().to(change))
        .route("/desk/calendars/{id}/sync", post().to(sync))
        .route("/desk/calendars/{id}/remove", post().to(remove));
}

/// `desk/calendars.html`.
#[derive(Template)]
#[template(path = "desk/calendars.html")]
struct CalendarsPage {
    t: Words,
    frame: Frame,
    wrong: Vec<(String, String)>,
    apps: String,
    feeds: Vec<FeedRow>,
    feeds_action: String,
    feed_fields: Vec<Field>,
    subscriptions: Vec<SubscriptionRow>,
    accounts: Vec<AccountRow>,
    new_account: String,
    found: Vec<FoundRow>,
    action: String,
    fields: Vec<Field>,
    files_action: String,
    file_name: Field,
    file_tentative: Field,
    file_error: Option<String>,
}

/// `desk/calendar.html`.
#[derive(Template)]
#[template(path = "desk/calendar.html")]
struct CalendarPage {
    t: Words,
    frame: Frame,
    back: String,
    row: SubscriptionRow,
    action: String,
    fields: Vec<Field>,
    has_errors: bool,
    skipped: Vec<(String, String)>,
    more_skipped: usize,
}

/// What the page is made of.
struct Loaded {
    feeds: Vec<Feed>,
    teams: Vec<Team>,
    subscriptions: Vec<Subscription>,
    accounts: Vec<(Account, Vec<RemoteCalendar>)>,
    found: Vec<FoundSession>,
}

/// A form that was refused.
struct Refused<'a> {
    typed: &'a Typed,
    errors: &'a [FieldError],
}

/// `GET /desk/calendars`.
///
/// # Errors
/// When the database cannot be reached.
pub async fn show(state: Data<State>, seat: Seat) -> Result<HttpResponse, PageError> {
    let page = calendars_page(&state, &seat, None).await?;
    page::private_html(StatusCode::OK, &page)
}

/// `POST /desk/calendars`: subscribes to an address.
///
/// # Errors
/// When the database cannot be reached.
pub async fn subscribe(
    state: Data<State>,
    seat: Seat,
    typed: Typed,
) -> Result<HttpResponse, PageError> {
    let (viewer, now, form) = (seat.viewer.clone(), state.clock.now(), read(&typed));
    let added = state
        .store
        .write(move |db| subscriptions::subscribe(db, &viewer, &form, now))
        .await;
    after(&state, &seat, &typed, added).await
}

/// `POST /desk/calendars/files`: hands a calendar file in.
///
/// # Errors
/// When the database cannot be reached.
pub async fn hand_in(
    state: Data<State>,
    seat: Seat,
    upload: Multipart,
) -> Result<HttpResponse, PageError> {
    let (typed, file) = parts(upload).await;
    let (viewer, now) = (seat.viewer.clone(), state.clock.now());
    let (name, tentative) = (typed.text("file-name"), typed.is_set("file-tentative"));
    let added = state
        .store
        .write(move |db| subscriptions::hand_in(db, &viewer, (&name, &file), tentative, now))
        .await;
    after(&state, &seat, &typed, added).await
}

/// Goes on when a calendar was added and, mostly, read.
async fn after(
    state: &State,
    seat: &Seat,
    typed: &Typed,
    added: Result<Subscription, ServiceError>,
) -> Result<HttpResponse, PageError> {
    match added {
        Ok(added) => {
            wait_for(state, &added).await;
            Ok(seat.go("/desk/calendars?done=subscribed"))
        }
        Err(ServiceError::Invalid(errors)) => {
            let refused = Refused {
                typed,
                errors: &errors,
            };
            let page = calendars_page(state, seat, Some(refused)).await?;
            page::private_html(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /desk/calendars/feeds`: a calendar feed more.
///
/// # Errors
/// `NotFound` for a team of others.
pub async fn add_feed(
    state: Data<State>,
    seat: Seat,
    typed: Typed,
) -> Result<HttpResponse, PageError> {
    let (viewer, now) = (seat.viewer.clone(), state.clock.now());
    let (links, choice) = (state.links.clone(), rows::read_choice(typed.get("of")));
    let (team, detail) = choice.ok_or(ServiceError::NotFound)?;
    let made = state
        .store
        .write(move |db| feeds::create(db, &viewer, &links, (team.as_deref(), detail), now))
        .await;
    match made {
        Ok(_) => Ok(seat.go("/desk/calendars?done=feed-made")),
        Err(ServiceError::Invalid(errors)) => {
            let refused = Refused {
                typed: &typed,
                errors: &errors,
            };
            let page = calendars_page(&state, &seat, Some(refused)).await?;
            page::private_html(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /desk/calendars/feeds/{id}/revoke`.
///
/// # Errors
/// `NotFound`.
pub async fn revoke_feed(
    state: Data<State>,
    seat: Seat,
    id: Path<String>,
) -> Result<HttpResponse, PageError> {
    let viewer = seat.viewer.clone();
    let revoked = state.store.write(move |db| feeds::revoke(db, &viewer, &id));
    revoked.await?;
    Ok(seat.go("/desk/calendars?done=feed-revoked"))
}

/// `GET /desk/calendars/{id}`: one subscription, with what could not be read.
///
/// # Errors
/// `NotFound`.
pub async fn show_one(
    state: Data<State>,
    seat: Seat,
    id: Path<String>,
) -> Result<HttpResponse, PageError> {
    let page = calendar_page(&state, &seat, &id, None).await?;
    page::private_html(StatusCode::OK, &page)
}

/// `POST /desk/calendars/{id}`: changes a subscription.
///
/// # Errors
/// `NotFound`.
pub async fn change(
    state: Data<State>,
    seat: Seat,
    id: Path<String>,
    typed: Typed,
) -> Result<HttpResponse, PageError> {
    let (viewer, now, form) = (seat.viewer.clone(), state.clock.now(), read(&typed));
    let wanted = id.clone();
    let changed = state
        .store
        .write(move |db| subscriptions::change(db, &viewer, &wanted, &form, now))
        .await;
    match changed {
        Ok(changed) => {
            wait_for(&state, &changed).await;
            Ok(seat.go("/desk/calendars?done=saved"))
        }
        Err(ServiceError::Invalid(errors)) => {
            let refused = Refused {
                typed: &typed,
                errors: &errors,
            };
            let page = calendar_page(&state, &seat, &id, Some(refused)).await?;
            page::private_html(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /desk/calendars/{id}/sync`: reads it now.
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
        .write(move |db| subscriptions::sync_now(db, &viewer, &id, now))
        .await?;
    wait_for(&state, &begun).await;
    Ok(seat.go("/desk/calendars?done=synced"))
}

/// `POST /desk/calendars/{id}/remove`.
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
        .write(move |db| subscriptions::unsubscribe(db, &viewer, &id));
    removed.await?;
    Ok(seat.go("/desk/calendars?done=unsubscribed"))
}

/// Waits a little until a reading that was asked for is over, so that the next page can tell.
async fn wait_for(state: &State, asked: &Subscription) {
    let is_read = async || {
        let (id, due) = (asked.id.clone(), asked.next_at);
        let is_over = state
            .store
            .read(move |db| subscriptions::is_read(db, &id, due));
        is_over.await
    };
    state.wait_a_little(is_read).await;
}

/// The fields and the file of a form.
async fn parts(mut upload: Multipart) -> (Typed, Vec<u8>) {
    let (mut typed, mut file) = (Typed::default(), Vec::new());
    while let Ok(Some(mut field)) = upload.try_next().await {
        let name = field.name().unwrap_or_default().to_owned();
        let mut value = Vec::new();
        while let Ok(Some(part)) = field.try_next().await {
            // One octet more than is taken says that it was too much.
            let room = (MOST_OF_FILE + 1).saturating_sub(value.len());
            value.extend_from_slice(&part[..part.len().min(room)]);
        }
        if name == "file" {
            file = value;
        } else {
            typed.push(&name, String::from_utf8_lossy(&value));
        }
    }
    (typed, file)
}

fn read(typed: &Typed) -> SubscriptionForm {
    SubscriptionForm {
        name: typed.text("name"),
        url: typed.text("url"),
        tentative_blocks: typed.is_set("tentative"),
    }
}

fn load(db: &mut Db, viewer: &Viewer, now: DateTime<Utc>) -> Result<Loaded, ServiceError> {
    Ok(Loaded {
        feeds: feeds::list(db, viewer)?,
        teams: teams::list_own(db, viewer)?,
        subscriptions: subscriptions::list(db, viewer)?,
        accounts: remote_calendars::list(db, viewer)?,
        found: remote_calendars::found(db, viewer, now)?,
    })
}

async fn calendars_page(
    state: &State,
    seat: &Seat,
    refused: Option<Refused<'_>>,
) -> Result<CalendarsPage, PageError> {
    let (viewer, now) = (seat.viewer.clone(), state.clock.now());
    let loaded = state.store.read(move |db| load(db, &viewer, now)).await?;
    let t = &seat.t;
    let nothing = Typed::default()
        .with("tentative", "yes")
        .with("file-tentative", "yes");
    let (typed, errors) = refused.map_or((&nothing, &[][..]), |it| (it.typed, it.errors));
    let fields = checked(t, address_fields(t, typed), errors);
    let file_error = errors.iter().find(|error| error.field == "file");
    let file_error = file_error.map(|error| t.get(&format!("error-{}", error.code)));
    let wrong = fields.iter().filter_map(|field| {
        let error = field.error.as_ref()?;
        Some((field.id.clone(), format!("{}: {error}", field.label)))
    });
    let of_file = file_error.iter().map(|error| {
        (
            "file".to_owned(),
            format!("{}: {error}", t.get("calendar-file")),
        )
    });
    let file_name = Field::new(
        "file-name",
        t.get("calendar-name"),
        Kind::Line,
        typed.get("file-name"),
    );
    Ok(CalendarsPage {
        frame: seat.frame(Place::Calendars),
        wrong: wrong.chain(of_file).collect(),
        apps: seat.href("/desk/calendars/apps"),
        feeds: rows::feeds(state, seat, &loaded.feeds, &loaded.teams, now),
        feeds_action: seat.href("/desk/calendars/feeds"),
        feed_fields: vec![rows::choice(t, &loaded.teams)],
        subscriptions: loaded
            .subscriptions
            .iter()
            .map(|one| rows::subscription(seat, one, now))
            .collect(),
        accounts: loaded
            .accounts
            .iter()
            .map(|(account, calendars)| account_row(seat, account, calendars, now))
            .collect(),
        new_account: seat.href("/desk/calendars/accounts"),
        found: loaded
            .found
            .iter()
            .map(|found| found_row(seat, found))
            .collect(),
        action: seat.href("/desk/calendars"),
        fields,
        files_action: seat.href("/desk/calendars/files"),
        file_name: file_name.optional(),
        file_tentative: tentative(t, "file-tentative", typed),
        file_error,
        t: t.clone(),
    })
}

fn address_fields(t: &Words, typed: &Typed) -> Vec<Field> {
    vec![
        url_field(t, typed).hint(t.get("calendar-url-hint")),
        name_field(t, typed)
            .optional()
            .hint(t.get("calendar-name-hint")),
        tentative(t, "tentative", typed),
    ]
}

fn url_field(t: &Words, typed: &Typed) -> Field {
    Field::new("url", t.get("calendar-url"), Kind::Line, typed.get("url"))
}

fn name_field(t: &Words, typed: &Typed) -> Field {
    Field::new(
        "name",
        t.get("calendar-name"),
        Kind::Line,
        typed.get("name"),
    )
}

fn tentative(t: &Words, name: &str, typed: &Typed) -> Field {
    let label = t.get("calendar-tentative");
    Field::new(name, label, Kind::Check, typed.get(name)).optional()
}

async fn calendar_page(
    state: &State,
    seat: &Seat,
    id: &str,
    refused: Option<Refused<'_>>,
) -> Result<CalendarPage, PageError> {
    let (viewer, wanted, now) = (seat.viewer.clone(), id.to_owned(), state.clock.now());
    let found = state
        .store
        .read(move |db| subscriptions::find(db, &viewer, &wanted))
        .await?;
    let t = &seat.t;
    let stored = Typed::default()
        .with("name", &found.name)
        .with("url", found.url.as_deref().unwrap_or_default())
        .with("tentative", if found.tentative_blocks { "yes" } else { "" });
    let (typed, errors) = refused.map_or((&stored, &[][..]), |it| (it.typed, it.errors));
    let mut fields = vec![name_field(t, typed), tentative(t, "tentative", typed)];
    if found.url.is_some() {
        fields.insert(0, url_field(t, typed));
    }
    let skipped = rows::skipped(t, &found);
    Ok(CalendarPage {
        frame: seat.frame(Place::Calendars),
        back: seat.href("/desk/calendars"),
        row: rows::subscription(seat, &found, now),
        action: seat.href(&format!("/desk/calendars/{id}")),
        fields: checked(t, fields, errors),
        has_errors: !errors.is_empty(),
        more_skipped: usize::try_from(found.state.skipped)
            .unwrap_or(usize::MAX)
            .saturating_sub(skipped.len()),
        skipped,
        t: t.clone(),
    })
}
