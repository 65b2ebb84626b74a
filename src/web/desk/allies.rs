//! `/admin/allies`: other instances, and how it stands with each.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, ServiceConfig, get, post};
use askama::Template;
use chrono::{DateTime, Utc};

use super::super::errors::PageError;
use super::super::fields::{Field, Kind};
use super::super::page;
use super::calendars_rows::ago;
use super::inputs::checked;
use super::seat::{Frame, Place, Seat};
use super::typed::Typed;
use crate::config::FederationMode;
use crate::fediverse::{self, AskError};
use crate::service::federation::actors::Whose;
use crate::service::federation::allies::{self, Ally, Decision, State as Stand, Trust};
use crate::service::{FieldError, ServiceError};
use crate::state::State;
use crate::texts::Words;

/// Every page about allies.
pub fn routes(app: &mut ServiceConfig) {
    app.route("/admin/allies", get().to(show))
        .route("/admin/allies", post().to(ask))
        .route("/admin/allies/{host}/{decision}", post().to(decide));
}

/// `desk/allies.html`.
#[derive(Template)]
#[template(path = "desk/allies.html")]
struct AlliesPage {
    t: Words,
    frame: Frame,
    back: String,
    is_off: bool,
    rows: Vec<Row>,
    action: String,
    has_errors: bool,
    fields: Vec<Field>,
}

/// An instance.
struct Row {
    host: String,
    words: String,
    mark: &'static str,
    stand: String,
    seen: String,
    waiting: Option<String>,
    problem: Option<String>,
    acts: Vec<Act>,
}

/// What can be decided about it.
struct Act {
    action: String,
    label: String,
    class: &'static str,
}

/// `GET /admin/allies`.
///
/// # Errors
/// `Forbidden`.
pub async fn show(state: Data<State>, seat: Seat) -> Result<HttpResponse, PageError> {
    let page = allies_page(&state, &seat, &Typed::default(), &[]).await?;
    page::private_html(StatusCode::OK, &page)
}

/// `POST /admin/allies`: asks an instance to be an ally.
///
/// # Errors
/// `Forbidden`.
pub async fn ask(state: Data<State>, seat: Seat, typed: Typed) -> Result<HttpResponse, PageError> {
    let code = match follow(&state, &seat, typed.get("host")).await? {
        None => return Ok(seat.go("/admin/allies?done=ally-asked")),
        Some(code) => code,
    };
    let error = FieldError {
        field: "host".to_owned(),
        code,
        max: None,
    };
    let page = allies_page(&state, &seat, &typed, &[error]).await?;
    page::private_html(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// Asks, or says what is wrong with the address.
async fn follow(
    state: &Data<State>,
    seat: &Seat,
    typed: &str,
) -> Result<Option<&'static str>, PageError> {
    allies::check(&seat.viewer)?;
    let Some(host) = allies::host_name(typed) else {
        return Ok(Some("ally-host"));
    };
    // What is asked is signed with its key.
    state.actor(Whose::Instance).await?;
    let other = match fediverse::instance_actor(state, &host).await {
        Ok(other) => other,
        Err(AskError::Service(error)) => return Err(error.into()),
        Err(AskError::Ourselves) => return Ok(Some("ally-self")),
        Err(_) => return Ok(Some("ally-nobody")),
    };
    let (links, now) = (state.links.clone(), state.clock.now());
    let followed = state
        .store
        .write(move |db| allies::follow(db, &links, &other, now))
        .await;
    match followed {
        Ok(()) => Ok(None),
        Err(ServiceError::Forbidden) => Ok(Some("ally-blocked")),
        Err(error) => Err(error.into()),
    }
}

/// `POST /admin/allies/{host}/{decision}`.
///
/// # Errors
/// `Forbidden`; `NotFound`.
pub async fn decide(
    state: Data<State>,
    seat: Seat,
    path: Path<(String, String)>,
) -> Result<HttpResponse, PageError> {
    let (host, word) = path.into_inner();
    let decision = DECISIONS.iter().find(|(_, known, ..)| *known == word);
    let (decision, ..) = *decision.ok_or(ServiceError::NotFound)?;
    let (links, now) = (state.links.clone(), state.clock.now());
    let viewer = seat.viewer.clone();
    state
        .store
        .write(move |db| allies::decide(db, (&links, &viewer), (&host, decision), now))
        .await?;
    Ok(seat.go(&format!("/admin/allies?done=ally-{word}")))
}

/// Decisions with their words in addresses, their texts, and how their buttons look.
const DECISIONS: [(Decision, &str, &str, &str); 5] = [
    (Decision::Accept, "accept", "ally-accept", ""),
    (Decision::Decline, "decline", "ally-decline", "quiet"),
    (Decision::Leave, "leave", "ally-leave", "quiet"),
    (Decision::Block, "block", "ally-block", "quiet bad"),
    (Decision::Unblock, "unblock", "ally-unblock", "quiet"),
];

async fn allies_page(
    state: &State,
    seat: &Seat,
    typed: &Typed,
    errors: &[FieldError],
) -> Result<AlliesPage, PageError> {
    let (links, viewer) = (state.links.clone(), seat.viewer.clone());
    let all = state
        .store
        .read(move |db| allies::list_for_admin(db, &links, &viewer))
        .await?;
    let (t, now) = (&seat.t, state.clock.now());
    let host = Field::new("host", t.get("ally-host"), Kind::Line, typed.get("host"))
        .hint(t.get("ally-host-hint"));
    Ok(AlliesPage {
        frame: seat.frame(Place::Admin),
        back: seat.href("/admin"),
        is_off: state.config.federation.mode == FederationMode::Off,
        rows: all.iter().map(|ally| row(seat, ally, now)).collect(),
        action: seat.href("/admin/allies"),
        has_errors: !errors.is_empty(),
        fields: checked(t, vec![host], errors),
        t: t.clone(),
    })
}

fn row(seat: &Seat, ally: &Ally, now: DateTime<Utc>) -> Row {
    let t = &seat.t;
    let (mark, stand, words) = stand(ally);
    let instance = &ally.instance;
    Row {
        host: instance.host.clone(),
        words: words.map_or(String::new(), |key| t.get(key)),
        mark,
        stand: t.get(stand),
        seen: match instance.seen_at {
            Some(at) => t.one("ally-seen", "ago", ago(t, at, now)),
            None => t.get("ally-never-seen"),
        },
        waiting: (ally.waiting > 0).then(|| t.one("ally-waiting", "count", ally.waiting)),
        problem: instance.failing_since.map(|since| {
            let since = t.moment(since, now, seat.viewer.person.zone);
            t.one("ally-failing", "since", since)
        }),
        acts: decisions(ally)
            .iter()
            .filter_map(|decision| DECISIONS.iter().find(|(known, ..)| known == decision))
            .map(|(_, word, label, class)| Act {
                action: seat.href(&format!("/admin/allies/{}/{word}", instance.host)),
                label: t.get(label),
                class,
            })
            .collect(),
    }
}

/// How it stands: a colour, a word, and what it means if it does not speak for itself.
fn stand(ally: &Ally) -> (&'static str, &'static str, Option<&'static str>) {
    match (ally.ours, ally.theirs) {
        _ if ally.instance.trust == Trust::Blocked => ("bad", "ally-blocked", None),
        _ if ally.is_allied() => ("good", "ally-allied", None),
        (_, Some(Stand::Requested)) => ("wait", "ally-asks", Some("ally-asks-note")),
        (Some(Stand::Requested), _) => ("wait", "ally-was-asked", Some("ally-was-asked-note")),
        (Some(Stand::Rejected), _) | (_, Some(Stand::Rejected)) => ("", "ally-declined", None),
        (Some(Stand::Accepted), _) => ("wait", "ally-half", Some("ally-half-ours")),
        (None, Some(Stand::Accepted)) => ("wait", "ally-half", Some("ally-half-theirs")),
        (None, None) if ally.instance.trust == Trust::Allowed => ("", "ally-allowed", None),
        (None, None) => ("", "ally-known", None),
    }
}

/// What can be decided as it stands.
fn decisions(ally: &Ally) -> Vec<Decision> {
    if ally.instance.trust == Trust::Blocked {
        return vec![Decision::Unblock];
    }
    let mut decisions = match ally.theirs {
        Some(Stand::Requested) => vec![Decision::Accept, Decision::Decline],
        _ if ally.ours.is_some() || ally.theirs == Some(Stand::Accepted) => vec![Decision::Leave],
        _ => Vec::new(),
    };
    decisions.push(Decision::Block);
    decisions
}
