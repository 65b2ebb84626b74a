//! `/setup/{token}`: the first start, from an empty machine to a desk.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::super::errors::PageError;
use super::super::fields::{Field, Kind};
use super::super::layout::Layout;
use super::super::page;
use super::inputs;
use super::login;
use super::seat::aside;
use super::typed::Typed;
use crate::http::language::Reader;
use crate::kernel::people::Language;
use crate::service::first_setup::{self, FirstSetup};
use crate::service::hosts::NewPerson;
use crate::service::instance::Instance;
use crate::service::{FieldError, ServiceError, accounts};
use crate::state::State;
use crate::texts::Words;

/// `desk/setup.html`.
#[derive(Template)]
#[template(path = "desk/setup.html")]
struct SetupPage {
    t: Words,
    layout: Layout,
    action: String,
    script: String,
    has_errors: bool,
    fields: Vec<Field>,
}

impl SetupPage {
    fn coop(&self) -> &[Field] {
        &self.fields[..inputs::COOP_FIELDS]
    }

    fn contact(&self) -> &[Field] {
        &self.fields[inputs::COOP_FIELDS..inputs::INSTANCE_FIELDS]
    }

    fn account(&self) -> &[Field] {
        &self.fields[inputs::INSTANCE_FIELDS..]
    }
}

/// `GET /setup/{token}`.
///
/// # Errors
/// `NotFound` when the token is wrong or anybody has an account.
pub async fn show(
    state: Data<State>,
    token: Path<String>,
    reader: Reader,
    request: HttpRequest,
) -> Result<HttpResponse, PageError> {
    let links = Arc::clone(&state.links);
    state
        .store
        .read(move |db| first_setup::check(db, &links, &token))
        .await?;
    let typed = Typed::default()
        .with("zone", guess(reader.language))
        .with("language", reader.language.tag());
    let page = setup_page(&state, reader, &request, &typed, &[]);
    page::private_html(StatusCode::OK, &page)
}

/// `POST /setup/{token}`: signs in at once.
///
/// # Errors
/// `NotFound` as [`show`].
pub async fn set_up(
    state: Data<State>,
    token: Path<String>,
    reader: Reader,
    request: HttpRequest,
    typed: Typed,
) -> Result<HttpResponse, PageError> {
    let password = typed.text("password");
    let hash = aside(move || accounts::hash_password(&password)).await;
    let setup = read(&page::words(&state, reader), &typed, reader.language);
    let (links, now) = (Arc::clone(&state.links), state.clock.now());
    let result = state
        .store
        .write(move |db| first_setup::set_up(db, &links, &token, (setup, hash), now))
        .await;
    match result {
        Ok(person) => login::begin(&state, person.id, "/desk?done=set-up").await,
        Err(ServiceError::Invalid(errors)) => {
            let page = setup_page(&state, reader, &request, &typed, &errors);
            page::private_html(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(error) => Err(error.into()),
    }
}

/// Where somebody who reads this language most likely lives; a module asks the browser.
fn guess(language: Language) -> &'static str {
    match language {
        Language::De => "Europe/Berlin",
        Language::En => "Europe/London",
    }
}

fn read(t: &Words, typed: &Typed, language: Language) -> FirstSetup {
    FirstSetup {
        instance: Instance {
            imprint: String::new(),
            ..inputs::read_instance(typed)
        },
        person: NewPerson {
            username: typed.text("username"),
            name: typed.text("name"),
            email: typed.text("email"),
            zone: typed.text("zone"),
            language: typed.get("language").parse().unwrap_or(language),
            is_admin: true,
        },
        schedule_name: t.get("schedule-usual"),
    }
}

fn setup_page(
    state: &State,
    reader: Reader,
    request: &HttpRequest,
    typed: &Typed,
    errors: &[FieldError],
) -> SetupPage {
    let t = page::words(state, reader);
    let layout = page::layout(state, &Instance::default(), reader, page::path(request));
    let mut fields = inputs::instance(&t, typed);
    fields.extend(inputs::person(&t, typed, state.clock.now()));
    fields.push(
        Field::new("password", t.get("password"), Kind::Password, "")
            .autocomplete("new-password")
            .hint(t.get("password-hint")),
    );
    SetupPage {
        action: layout.href(request.path()),
        script: super::super::assets::url("js/desk.js"),
        has_errors: !errors.is_empty(),
        fields: inputs::checked(&t, fields, errors),
        layout,
        t,
    }
}
