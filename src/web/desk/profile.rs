//! `/desk/profile`: what a host says of themselves, their face, their password.

use actix_multipart::Multipart;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use askama::Template;
use futures_util::TryStreamExt;

use super::super::errors::PageError;
use super::super::fields::{Field, Kind};
use super::super::layout::Portrait;
use super::super::page;
use super::seat::{Frame, Place, Seat, aside};
use super::{inputs, typed::Typed};
use crate::http::session;
use crate::kernel::people::Person;
use crate::service::hosts::{self, ProfileForm};
use crate::service::portraits::{self, MAX_BYTES};
use crate::service::{FieldError, ServiceError, accounts};
use crate::state::State;
use crate::texts::Words;

/// `desk/profile.html`.
#[derive(Template)]
#[template(path = "desk/profile.html")]
struct ProfilePage {
    t: Words,
    frame: Frame,
    action: String,
    languages: String,
    host: String,
    portrait: Portrait,
    has_errors: bool,
    fields: Vec<Field>,
    portrait_error: Option<String>,
    upload: String,
    remove: Option<String>,
    password_action: String,
    password: Vec<Field>,
    token_command: String,
}

/// What is shown again when something is wrong.
#[derive(Default)]
struct Wrong {
    profile: Vec<FieldError>,
    portrait: Vec<FieldError>,
    password: Vec<FieldError>,
}

/// `GET /desk/profile`.
///
/// # Errors
/// When the page cannot be printed.
pub async fn show(state: Data<State>, seat: Seat) -> Result<HttpResponse, PageError> {
    let typed = write(&seat.viewer.person);
    let page = profile_page(&state, &seat, &typed, &Wrong::default());
    page::private_html(StatusCode::OK, &page)
}

/// `POST /desk/profile`.
///
/// # Errors
/// When the database cannot be reached.
pub async fn update(
    state: Data<State>,
    seat: Seat,
    typed: Typed,
) -> Result<HttpResponse, PageError> {
    let (viewer, form, now) = (seat.viewer.clone(), read(&typed), state.clock.now());
    let result = state
        .store
        .write(move |db| hosts::update_profile(db, &viewer, &form, now))
        .await;
    match result {
        Ok(_) => Ok(seat.go("/desk/profile?done=saved")),
        Err(ServiceError::Invalid(profile)) => {
            let wrong = Wrong {
                profile,
                ..Wrong::default()
            };
            refused(&state, &seat, &typed, &wrong)
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /desk/profile/portrait`: a file of at most 8 MB.
///
/// # Errors
/// When the database cannot be reached.
pub async fn upload_portrait(
    state: Data<State>,
    seat: Seat,
    upload: Multipart,
) -> Result<HttpResponse, PageError> {
    // Cut off, or more than fits: what `draw` says of no bytes is right for both.
    let bytes = first_file(upload).await.unwrap_or_default();
    let drawn = aside(move || portraits::draw(&bytes)).await;
    let (viewer, now) = (seat.viewer.clone(), state.clock.now());
    let result = match drawn {
        Err(error) => Err(error),
        Ok(drawn) => {
            state
                .store
                .write(move |db| portraits::set(db, &viewer, drawn, now))
                .await
        }
    };
    match result {
        Ok(()) => Ok(seat.go("/desk/profile?done=portrait")),
        Err(ServiceError::Invalid(portrait)) => {
            let wrong = Wrong {
                portrait,
                ..Wrong::default()
            };
            refused(&state, &seat, &write(&seat.viewer.person), &wrong)
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /desk/profile/portrait/remove`.
///
/// # Errors
/// When the database cannot be reached.
pub async fn remove_portrait(state: Data<State>, seat: Seat) -> Result<HttpResponse, PageError> {
    let (viewer, now) = (seat.viewer.clone(), state.clock.now());
    state
        .store
        .write(move |db| portraits::set(db, &viewer, Vec::new(), now))
        .await?;
    Ok(seat.go("/desk/profile?done=portrait-gone"))
}

/// `POST /desk/profile/password`: the old one is asked for, every other session ends.
///
/// # Errors
/// When the database cannot be reached.
pub async fn change_password(
    state: Data<State>,
    seat: Seat,
    typed: Typed,
) -> Result<HttpResponse, PageError> {
    match new_token(&state, &seat, &typed).await {
        Ok(token) => {
            let mut response = seat.go("/desk/profile?done=password");
            // A cookie of our own is always a header that can be written.
            let _ = response.add_cookie(&session::cookie(&state, token));
            Ok(response)
        }
        Err(ServiceError::Invalid(password)) => {
            let wrong = Wrong {
                password,
                ..Wrong::default()
            };
            refused(&state, &seat, &write(&seat.viewer.person), &wrong)
        }
        Err(error) => Err(error.into()),
    }
}

/// Changes the password and gives the token of the session that goes on.
async fn new_token(state: &State, seat: &Seat, typed: &Typed) -> Result<String, ServiceError> {
    let login = seat.viewer.person.username.to_string();
    let candidate = state
        .store
        .read(move |db| accounts::candidate(db, &login))
        .await?;
    let (old, new) = (typed.text("old_password"), typed.text("password"));
    let hash = aside(move || {
        candidate.verify(&old).map_err(|error| match error {
            ServiceError::WrongLogin => ServiceError::Invalid(vec![FieldError {
                field: "old_password".to_owned(),
                code: "wrong-password",
                max: None,
            }]),
            other => other,
        })?;
        accounts::hash_password(&new)
    })
    .await?;
    let (viewer, now) = (seat.viewer.clone(), state.clock.now());
    state
        .store
        .write(move |db| accounts::change_password(db, &viewer, &hash, now))
        .await
}

/// The bytes of the first file that was sent; none when it is too large or was cut off.
async fn first_file(mut upload: Multipart) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut field = upload.try_next().await.ok()??;
    while let Some(part) = field.try_next().await.ok()? {
        if bytes.len() + part.len() > MAX_BYTES {
            return None;
        }
        bytes.extend_from_slice(&part);
    }
    Some(bytes)
}

fn write(person: &Person) -> Typed {
    Typed::default()
        .with("name", &person.name)
        .with("email", &person.email)
        .with("zone", person.zone.name())
        .with("language", person.language.tag())
        .with("headline", &person.profile.headline)
        .with("voice", &person.profile.voice)
        .with("about", &person.profile.about)
        .with("phone", &person.profile.phone)
}

fn read(typed: &Typed) -> ProfileForm {
    ProfileForm {
        name: typed.text("name"),
        email: typed.text("email"),
        zone: typed.text("zone"),
        language: typed.get("language").parse().unwrap_or_default(),
        headline: typed.text("headline"),
        voice: typed.text("voice"),
        about: typed.text("about"),
        phone: typed.text("phone"),
    }
}

fn refused(
    state: &State,
    seat: &Seat,
    typed: &Typed,
    wrong: &Wrong,
) -> Result<HttpResponse, PageError> {
    let page = profile_page(state, seat, typed, wrong);
    page::private_html(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

fn profile_page(state: &State, seat: &Seat, typed: &Typed, wrong: &Wrong) -> ProfilePage {
    let (t, person) = (&seat.t, &seat.viewer.person);
    let portrait = Portrait::of(person, "large");
    ProfilePage {
        frame: seat.frame(Place::Profile),
        action: seat.href("/desk/profile"),
        languages: seat.href("/desk/profile/languages"),
        host: state.links.host(&person.username),
        has_errors: !wrong.profile.is_empty(),
        fields: inputs::checked(t, fields(state, t, typed), &wrong.profile),
        portrait_error: wrong
            .portrait
            .first()
            .map(|error| super::super::fields::error_words(t, error)),
        upload: seat.href("/desk/profile/portrait"),
        remove: portrait
            .src
            .is_some()
            .then(|| seat.href("/desk/profile/portrait/remove")),
        portrait,
        password_action: seat.href("/desk/profile/password"),
        password: inputs::checked(t, password_fields(t), &wrong.password),
        token_command: format!("zeitgenosse account token --username {}", person.username),
        t: t.clone(),
    }
}

fn fields(state: &State, t: &Words, typed: &Typed) -> Vec<Field> {
    let field =
        |name: &str, label: String, kind: Kind| Field::new(name, label, kind, typed.get(name));
    vec![
        field("name", t.get("person-name"), Kind::Line).autocomplete("name"),
        field("email", t.get("email"), Kind::Email).autocomplete("email"),
        inputs::zone(t, "zone", typed.get("zone"), state.clock.now()),
        inputs::language(t, typed.get("language")),
        field("headline", t.get("profile-headline"), Kind::Line)
            .optional()
            .hint(t.get("profile-headline-hint")),
        field("voice", t.get("profile-voice"), Kind::Area)
            .optional()
            .hint(t.get("profile-voice-hint")),
        field("about", t.get("profile-about"), Kind::Area).optional(),
        field("phone", t.get("phone"), Kind::Phone)
            .optional()
            .autocomplete("tel")
            .hint(t.get("profile-phone-hint")),
    ]
}

fn password_fields(t: &Words) -> Vec<Field> {
    vec![
        Field::new("old_password", t.get("password-old"), Kind::Password, "")
            .autocomplete("current-password"),
        Field::new("password", t.get("password-new"), Kind::Password, "")
            .autocomplete("new-password")
            .hint(t.get("password-hint")),
    ]
}
