//! `/desk/event-types/{id}/reminders`: what is sent before and after a session.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, ServiceConfig, get, post};
use askama::Template;

use super::super::bookings::coop;
use super::super::errors::PageError;
use super::super::fields::{Field, Kind};
use super::super::page;
use super::inputs::select;
use super::offer_tabs::{self, Tab};
use super::reminder;
use super::reminder_form as form;
use super::seat::{Frame, NavLink, Place, Seat};
use super::typed::Typed;
use crate::kernel::event_type::EventType;
use crate::kernel::reminder::{Plan, Reminder, Tone};
use crate::mail::letter::Coop;
use crate::service::{ServiceError, event_types, instance, reminders, slots};
use crate::state::State;
use crate::texts::Words;

/// The names of the tones, as the forms have them.
const TONES: [(Tone, &str); 3] = [
    (Tone::Neutral, "neutral"),
    (Tone::Du, "du"),
    (Tone::Sie, "sie"),
];

/// Every page about reminders.
pub fn routes(app: &mut ServiceConfig) {
    app.route("/desk/event-types/{id}/reminders", get().to(list))
        .route("/desk/event-types/{id}/reminders", post().to(act))
        .route(
            "/desk/event-types/{id}/reminders/new",
            get().to(reminder::blank),
        )
        .route(
            "/desk/event-types/{id}/reminders/new",
            post().to(reminder::create),
        )
        .route(
            "/desk/event-types/{id}/reminders/{reminder}",
            get().to(reminder::edit),
        )
        .route(
            "/desk/event-types/{id}/reminders/{reminder}",
            post().to(reminder::update),
        );
}

/// `desk/reminders.html`.
#[derive(Template)]
#[template(path = "desk/reminders.html")]
struct ListPage {
    t: Words,
    frame: Frame,
    title: String,
    tabs: Vec<NavLink>,
    action: String,
    is_standard: bool,
    rows: Vec<Row>,
    new: String,
    tones: Vec<Field>,
}

/// A reminder in the list.
struct Row {
    id: String,
    when: String,
    to: String,
    wording: String,
    edit: String,
}

/// Everything the pages are about.
pub struct Shown {
    /// Whose reminders.
    pub event_type: EventType,
    /// The reminders.
    pub plan: Plan,
    host_tone: Tone,
    /// Where the host belongs.
    pub coop: Coop,
    /// Where it is booked.
    pub place: slots::Place,
}

impl Shown {
    /// How the standard words address the client.
    pub fn tone(&self) -> Tone {
        self.plan.tone.unwrap_or(self.host_tone)
    }

    /// The page that lists them.
    pub fn path(&self) -> String {
        format!("/desk/event-types/{}/reminders", self.event_type.id)
    }
}

/// `GET /desk/event-types/{id}/reminders`.
///
/// # Errors
/// `NotFound`.
pub async fn list(
    state: Data<State>,
    seat: Seat,
    id: Path<String>,
) -> Result<HttpResponse, PageError> {
    let shown = load(&state, &seat, &id).await?;
    let (t, path) = (&seat.t, shown.path());
    let row = |reminder: &Reminder| Row {
        id: reminder.id.clone(),
        when: form::occasion_words(t, reminder.occasion),
        to: form::audience_words(t, reminder.to),
        wording: form::wording_words(t, reminder),
        edit: seat.href(&format!("{path}/{}", reminder.id)),
    };
    let page = ListPage {
        frame: seat.frame(Place::EventTypes),
        title: shown.event_type.title.clone(),
        tabs: offer_tabs::tabs(&seat, &shown.event_type, Tab::Reminders),
        action: seat.href(&path),
        is_standard: shown.plan.is_standard,
        rows: shown.plan.reminders.iter().map(row).collect(),
        new: seat.href(&format!("{path}/new")),
        tones: tone_fields(t, &shown),
        t: t.clone(),
    };
    page::private_html(StatusCode::OK, &page)
}

/// `POST /desk/event-types/{id}/reminders`: moves or removes one, brings the standard back, or
/// chooses the tone, as the button says.
///
/// # Errors
/// `NotFound`.
pub async fn act(
    state: Data<State>,
    seat: Seat,
    id: Path<String>,
    typed: Typed,
) -> Result<HttpResponse, PageError> {
    let (viewer, event_type_id, now) = (seat.viewer.clone(), id.clone(), state.clock.now());
    let button = typed.text("do");
    let is_back = button == "standard";
    state
        .store
        .write(move |db| {
            if button == "tone"
                && let Some(tone) = tone_of(typed.get("host_tone"))
            {
                reminders::set_tone(db, &viewer, tone)?;
            }
            let edit = |plan: &mut Plan| press(plan, &button, &typed);
            reminders::change(db, &viewer, &event_type_id, edit, now)
        })
        .await?;
    let done = if is_back {
        "reminders-standard"
    } else {
        "reminders"
    };
    Ok(seat.go(&format!("/desk/event-types/{id}/reminders?done={done}")))
}

/// Does what a button of the list asks for: `up-<id>`, `down-<id>`, `remove-<id>`, `standard`,
/// `tone`.
fn press(plan: &mut Plan, button: &str, typed: &Typed) {
    match button.split_once('-') {
        None if button == "standard" => *plan = Plan::standard(),
        None if button == "tone" => plan.tone = tone_of(typed.get("tone")),
        Some((act, id)) => {
            let all = &mut plan.reminders;
            let Some(at) = all.iter().position(|reminder| reminder.id == id) else {
                return;
            };
            match act {
                "up" if at > 0 => all.swap(at, at - 1),
                "down" if at + 1 < all.len() => all.swap(at, at + 1),
                "remove" => {
                    all.remove(at);
                }
                _ => {}
            }
        }
        None => {}
    }
}

/// Loads what the pages are about.
///
/// # Errors
/// `NotFound`.
pub async fn load(state: &State, seat: &Seat, id: &str) -> Result<Shown, ServiceError> {
    let (viewer, id) = (seat.viewer.clone(), id.to_owned());
    state
        .store
        .read(move |db| {
            let event_type = event_types::find(db, &viewer, &id)?;
            Ok(Shown {
                place: slots::of_event_type(db, event_type.clone())?.place(),
                event_type,
                plan: reminders::find(db, &viewer, &id)?,
                host_tone: reminders::find_tone(db, &viewer)?,
                coop: coop(&instance::load(db)?),
            })
        })
        .await
}

fn tone_fields(t: &Words, shown: &Shown) -> Vec<Field> {
    let word = |tone: Tone| {
        TONES
            .iter()
            .find(|(known, _)| *known == tone)
            .map_or("", |(_, word)| word)
    };
    let label = |tone: Tone| match tone {
        Tone::Neutral => t.get("tone-neutral"),
        Tone::Du => t.get("tone-du"),
        Tone::Sie => t.get("tone-sie"),
    };
    let options = TONES.map(|(tone, word)| (word.to_owned(), label(tone)));
    let usual = t.one("tone-usual", "tone", label(shown.host_tone));
    let own = Field::new(
        "tone",
        t.get("tone-here"),
        Kind::Select,
        shown.plan.tone.map_or("", word),
    );
    let host = Field::new(
        "host_tone",
        t.get("tone-everywhere"),
        Kind::Select,
        word(shown.host_tone),
    );
    let here = std::iter::once((String::new(), usual)).chain(options.clone());
    vec![select(own, here), select(host, options)]
}

fn tone_of(word: &str) -> Option<Tone> {
    TONES
        .iter()
        .find(|(_, known)| *known == word)
        .map(|(tone, _)| *tone)
}
