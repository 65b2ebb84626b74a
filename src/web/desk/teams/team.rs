//! `/desk/teams/{id}`: a team, its members, its event types.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;

use super::super::super::errors::PageError;
use super::super::super::fields::{Field, Kind};
use super::super::super::page;
use super::super::inputs::{checked, select};
use super::super::seat::{Frame, Place, Seat};
use super::super::typed::Typed;
use super::{Form, fields, read};
use crate::kernel::event_type::EventType;
use crate::kernel::people::Username;
use crate::kernel::team::{Role, Team};
use crate::service::teams::{self as acts, Member, MemberForm};
use crate::service::{FieldError, ServiceError, event_types};
use crate::state::State;
use crate::texts::Words;

/// `desk/team.html`.
#[derive(Template)]
#[template(path = "desk/team.html")]
struct TeamPage {
    t: Words,
    frame: Frame,
    name: String,
    link: String,
    ledger: String,
    offers: Vec<Offer>,
    new_offer: Option<String>,
    members: Vec<MemberRow>,
    add: Option<Form>,
    form: Option<Form>,
    remove: String,
}

/// An event type of the team.
struct Offer {
    title: String,
    edit: Option<String>,
    link: String,
    why: String,
}

/// A member of the team.
struct MemberRow {
    name: String,
    role: String,
    weight: u32,
    /// What can be changed about them, where the viewer may.
    change: Option<Vec<Field>>,
    action: String,
    leave: Option<String>,
}

struct Loaded {
    team: Team,
    members: Vec<Member>,
    offers: Vec<EventType>,
    is_lead: bool,
}

/// What was typed and refused.
#[derive(Default)]
struct Wrong {
    team: Option<(Typed, Vec<FieldError>)>,
    member: Option<(Typed, Vec<FieldError>)>,
}

/// `GET /desk/teams/{id}`.
///
/// # Errors
/// `NotFound`.
pub async fn show(
    state: Data<State>,
    seat: Seat,
    id: Path<String>,
) -> Result<HttpResponse, PageError> {
    answer(&state, &seat, &id, StatusCode::OK, Wrong::default()).await
}

/// `POST /desk/teams/{id}`.
///
/// # Errors
/// `NotFound`; `Forbidden`.
pub async fn update(
    state: Data<State>,
    seat: Seat,
    id: Path<String>,
    typed: Typed,
) -> Result<HttpResponse, PageError> {
    let (viewer, team_id, form) = (seat.viewer.clone(), id.clone(), read(&typed));
    let written = state
        .store
        .write(move |db| acts::replace(db, &viewer, &team_id, &form))
        .await;
    let wrong = |errors| Wrong {
        team: Some((typed, errors)),
        ..Wrong::default()
    };
    settle(&state, &seat, &id, written.map(drop), wrong).await
}

/// `POST /desk/teams/{id}/members`: takes somebody in, or changes what they are.
///
/// # Errors
/// `NotFound`; `Forbidden`.
pub async fn set_member(
    state: Data<State>,
    seat: Seat,
    id: Path<String>,
    typed: Typed,
) -> Result<HttpResponse, PageError> {
    let (viewer, team_id, now) = (seat.viewer.clone(), id.clone(), state.clock.now());
    let written = match member_form(&typed) {
        Err(error) => Err(ServiceError::Invalid(vec![error])),
        Ok(form) => {
            state
                .store
                .write(move |db| acts::set_member(db, &viewer, &team_id, &form, now))
                .await
        }
    };
    let wrong = |errors| Wrong {
        member: Some((typed, errors)),
        ..Wrong::default()
    };
    settle(&state, &seat, &id, written, wrong).await
}

/// `POST /desk/teams/{id}/members/{username}/remove`: somebody leaves.
///
/// # Errors
/// `NotFound`; `Forbidden`.
pub async fn remove_member(
    state: Data<State>,
    seat: Seat,
    path: Path<(String, String)>,
) -> Result<HttpResponse, PageError> {
    let (id, username) = (path.0.clone(), page::username(&path.1)?);
    let (viewer, team_id) = (seat.viewer.clone(), id.clone());
    let is_self = username == viewer.person.username && !viewer.person.is_admin;
    let written = state
        .store
        .write(move |db| acts::remove_member(db, &viewer, &team_id, &username))
        .await;
    if written.is_ok() && is_self {
        return Ok(seat.go("/desk/teams?done=saved"));
    }
    let wrong = |errors| Wrong {
        member: Some((Typed::default(), errors)),
        ..Wrong::default()
    };
    settle(&state, &seat, &id, written, wrong).await
}

/// `POST /desk/teams/{id}/remove`: the team goes, if nothing of it was ever booked.
///
/// # Errors
/// `NotFound`; `Forbidden`; `InUse`.
pub async fn remove(
    state: Data<State>,
    seat: Seat,
    id: Path<String>,
) -> Result<HttpResponse, PageError> {
    let (viewer, id) = (seat.viewer.clone(), id.into_inner());
    state
        .store
        .write(move |db| acts::delete(db, &viewer, &id))
        .await?;
    Ok(seat.go("/desk/teams?done=team-deleted"))
}

/// The page again, with what is wrong, or the way on.
async fn settle(
    state: &State,
    seat: &Seat,
    id: &str,
    written: Result<(), ServiceError>,
    wrong: impl FnOnce(Vec<FieldError>) -> Wrong,
) -> Result<HttpResponse, PageError> {
    match written {
        Ok(()) => Ok(seat.go(&format!("/desk/teams/{id}?done=saved"))),
        Err(ServiceError::Invalid(errors)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            answer(state, seat, id, status, wrong(errors)).await
        }
        Err(error) => Err(error.into()),
    }
}

fn member_form(typed: &Typed) -> Result<MemberForm, FieldError> {
    let wrong = |field: &str, code| FieldError {
        field: field.to_owned(),
        code,
        max: None,
    };
    Ok(MemberForm {
        username: Username::parse(typed.get("username"))
            .map_err(|_| wrong("username", "unknown-host"))?,
        role: match typed.get("role") {
            "lead" => Role::Lead,
            _ => Role::Member,
        },
        weight: typed
            .get("weight")
            .trim()
            .parse()
            .map_err(|_| wrong("weight", "whole-number"))?,
    })
}

async fn answer(
    state: &State,
    seat: &Seat,
    id: &str,
    status: StatusCode,
    wrong: Wrong,
) -> Result<HttpResponse, PageError> {
    let (viewer, id) = (seat.viewer.clone(), id.to_owned());
    let loaded = state
        .store
        .read(move |db| {
            let team = acts::find_own(db, &viewer, &id)?;
            Ok::<_, ServiceError>(Loaded {
                members: acts::members(db, &team)?,
                offers: event_types::list_of_team(db, &viewer, &team)?,
                is_lead: acts::is_led_by(db, &viewer, &team)?,
                team,
            })
        })
        .await?;
    page::private_html(status, &team_page(state, seat, &loaded, wrong))
}

fn team_page(state: &State, seat: &Seat, loaded: &Loaded, wrong: Wrong) -> TeamPage {
    let (t, team, is_lead) = (&seat.t, &loaded.team, loaded.is_lead);
    let own = format!("/desk/teams/{}", team.id);
    let (typed, errors) = wrong.team.unwrap_or_else(|| (stored(team), Vec::new()));
    let (new_member, member_errors) = wrong.member.unwrap_or_default();
    TeamPage {
        frame: seat.frame(Place::Teams),
        name: team.name.clone(),
        link: state.links.team(&team.slug),
        ledger: seat.href(&format!("{own}/ledger")),
        offers: loaded
            .offers
            .iter()
            .map(|offer| Offer {
                title: offer.title.clone(),
                edit: is_lead.then(|| seat.href(&format!("/desk/event-types/{}", offer.id))),
                link: format!("{}/{}", state.links.team(&team.slug), offer.slug),
                why: seat.href(&format!("/desk/why?event_type={}", offer.id)),
            })
            .collect(),
        new_offer: is_lead.then(|| seat.href(&format!("/desk/event-types/new?team={}", team.id))),
        members: loaded
            .members
            .iter()
            .map(|member| member_row(seat, &own, member, is_lead))
            .collect(),
        add: is_lead.then(|| Form {
            action: seat.href(&format!("{own}/members")),
            fields: new_member_fields(t, &new_member, &member_errors),
            has_errors: !member_errors.is_empty(),
        }),
        form: is_lead.then(|| Form {
            action: seat.href(&own),
            fields: fields(t, &typed, &errors, state.clock.now()),
            has_errors: !errors.is_empty(),
        }),
        remove: seat.href(&format!("{own}/remove")),
        t: t.clone(),
    }
}

fn stored(team: &Team) -> Typed {
    Typed::default()
        .with("slug", &team.slug)
        .with("name", &team.name)
        .with("description", &team.description)
        .with("zone", team.zone.name())
}

fn member_row(seat: &Seat, own: &str, member: &Member, is_lead: bool) -> MemberRow {
    let t = &seat.t;
    let username = &member.person.username;
    let typed = Typed::default()
        .with("role", role_word(member.membership.role))
        .with("weight", member.membership.weight);
    let may_leave = is_lead || member.person.id == seat.viewer.person.id;
    MemberRow {
        name: member.person.name.clone(),
        role: role_label(t, member.membership.role),
        weight: member.membership.weight,
        change: is_lead.then(|| {
            let mut fields = role_and_weight(t, &typed);
            for field in &mut fields {
                field.id = format!("{}-{username}", field.id);
            }
            fields.push(Field::new(
                "username",
                String::new(),
                Kind::Line,
                username.as_str(),
            ));
            fields
        }),
        action: seat.href(&format!("{own}/members")),
        leave: may_leave.then(|| seat.href(&format!("{own}/members/{username}/remove"))),
    }
}

fn new_member_fields(t: &Words, typed: &Typed, errors: &[FieldError]) -> Vec<Field> {
    let name = Field::new(
        "username",
        t.get("username"),
        Kind::Line,
        typed.get("username"),
    );
    let mut fields = vec![name];
    let typed = if typed.get("weight").is_empty() {
        typed.clone().with("weight", "1")
    } else {
        typed.clone()
    };
    fields.extend(role_and_weight(t, &typed));
    checked(t, fields, errors)
}

fn role_and_weight(t: &Words, typed: &Typed) -> Vec<Field> {
    let roles =
        [Role::Member, Role::Lead].map(|role| (role_word(role).to_owned(), role_label(t, role)));
    vec![
        select(
            Field::new("role", t.get("role"), Kind::Select, typed.get("role")),
            roles,
        ),
        Field::new(
            "weight",
            t.get("team-weight"),
            Kind::Number,
            typed.get("weight"),
        ),
    ]
}

fn role_word(role: Role) -> &'static str {
    match role {
        Role::Lead => "lead",
        Role::Member => "member",
    }
}

fn role_label(t: &Words, role: Role) -> String {
    match role {
        Role::Lead => t.get("team-role-lead"),
        Role::Member => t.get("team-role-member"),
    }
}
