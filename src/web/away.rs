//! `/b/{token}/instead`: what becomes of a session whose host cannot come.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Form, Path};
use askama::Template;
use serde::Deserialize;

use super::address::Address;
use super::errors::{PageError, refused_key};
use super::layout::{self, Layout, Portrait};
use super::page;
use super::when::Leaf;
use crate::http::language::Reader;
use crate::kernel::people::Username;
use crate::service::away::{self, Choice};
use crate::service::{ServiceError, instance};
use crate::state::State;
use crate::texts::Words;

/// `bookings/instead.html`.
#[derive(Template)]
#[template(path = "bookings/instead.html")]
struct InsteadPage {
    t: Words,
    layout: Layout,
    leaf: Leaf,
    host: String,
    message: String,
    trouble: Option<String>,
    when: String,
    colleagues: Vec<Colleague>,
    action: String,
    reschedule: String,
    cancel: String,
    back: String,
}

/// Somebody who could hold it.
struct Colleague {
    username: String,
    name: String,
    portrait: Portrait,
}

/// `GET /b/{token}/instead`.
///
/// # Errors
/// `NotFound`, also when there is nothing to choose; `Transition` when it is too late.
pub async fn show(
    state: Data<State>,
    token: Path<String>,
    reader: Reader,
) -> Result<HttpResponse, PageError> {
    let page = instead_page(&state, &token, reader, None).await?;
    page::private_html(StatusCode::OK, &page)
}

#[derive(Deserialize)]
pub struct Accepted {
    #[serde(default)]
    colleague: String,
}

/// `POST /b/{token}/instead`: yes to a colleague.
///
/// # Errors
/// As [`show`].
pub async fn accept(
    state: Data<State>,
    token: Path<String>,
    form: Form<Accepted>,
    reader: Reader,
) -> Result<HttpResponse, PageError> {
    let colleague = Username::parse(&form.colleague).map_err(|_| ServiceError::NotFound)?;
    let (link, now) = (token.clone(), state.clock.now());
    let accepted = state
        .store
        .write(move |db| away::accept(db, &link, &colleague, now))
        .await;
    match accepted {
        Ok(_) => {
            let path = Address::new(&format!("/b/{token}"));
            let path = path.with_some("lang", layout::carried(reader));
            Ok(page::see_other(&path.to_string()))
        }
        Err(error @ ServiceError::Refused(_)) => {
            let page = instead_page(&state, &token, reader, refused_key(&error)).await?;
            page::private_html(StatusCode::CONFLICT, &page)
        }
        Err(error) => Err(error.into()),
    }
}

async fn instead_page(
    state: &State,
    token: &str,
    reader: Reader,
    trouble: Option<&'static str>,
) -> Result<InsteadPage, ServiceError> {
    let (link, now) = (token.to_owned(), state.clock.now());
    let (choice, instance) = state
        .store
        .read(move |db| Ok::<_, ServiceError>((away::find(db, &link, now)?, instance::load(db)?)))
        .await?;
    let Choice {
        view,
        offer,
        absent,
        colleagues,
    } = choice;
    let t = page::words(state, reader);
    let path = format!("/b/{token}");
    let layout = page::layout(state, &instance, reader, &format!("{path}/instead"));
    let (booking, zone) = (&view.booking, view.booking.attendee.zone);
    Ok(InsteadPage {
        leaf: Leaf::of(&t, booking.life.span, zone, view.host.zone).what(booking.title.clone()),
        when: t.moment(booking.life.span.start(), now, zone),
        host: absent.name,
        message: offer.message,
        trouble: trouble.map(|key| t.get(key)),
        colleagues: colleagues
            .iter()
            .map(|person| Colleague {
                username: person.username.to_string(),
                name: person.name.clone(),
                portrait: Portrait::of(person, "small"),
            })
            .collect(),
        action: layout.href(&format!("{path}/instead")),
        reschedule: layout.href(&format!("{path}/reschedule")),
        cancel: layout.href(&format!("{path}/cancel")),
        back: layout.href(&path),
        t,
        layout,
    })
}
