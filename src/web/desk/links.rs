//! `/desk/event-types/{id}/links`: links to an offer that is not open to everybody.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, ServiceConfig, get, post};
use askama::Template;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;

use super::super::errors::PageError;
use super::super::fields::{Field, Kind};
use super::super::page;
use super::bookings::Tag;
use super::inputs::checked;
use super::offer_tabs::{self, Tab};
use super::policy::{read_amount, whole};
use super::seat::{Frame, NavLink, Place, Seat};
use super::typed::Typed;
use crate::kernel::money::{Currency, Money};
use crate::kernel::zone;
use crate::service::private_links::{self, LinkForm, PrivateLink};
use crate::service::{FieldError, Problems, ServiceError, prices};
use crate::state::State;
use crate::texts::Words;

/// Every page about private links.
pub fn routes(app: &mut ServiceConfig) {
    app.route("/desk/event-types/{id}/links", get().to(list))
        .route("/desk/event-types/{id}/links", post().to(create))
        .route(
            "/desk/event-types/{id}/links/{link}/revoke",
            post().to(revoke),
        );
}

/// `desk/links.html`.
#[derive(Template)]
#[template(path = "desk/links.html")]
struct LinksPage {
    t: Words,
    frame: Frame,
    title: String,
    tabs: Vec<NavLink>,
    action: String,
    rows: Vec<Row>,
    wrong: Vec<(String, String)>,
    fields: Vec<Field>,
}

/// A link in the list.
struct Row {
    label: String,
    terms: String,
    url: Option<String>,
    tag: Tag,
    revoke: String,
}

/// `GET /desk/event-types/{id}/links`.
///
/// # Errors
/// `NotFound`.
pub async fn list(
    state: Data<State>,
    seat: Seat,
    id: Path<String>,
) -> Result<HttpResponse, PageError> {
    let typed = Typed::default().with("uses", "1");
    let page = links_page(&state, &seat, &id, (&typed, &[])).await?;
    page::private_html(StatusCode::OK, &page)
}

/// `POST /desk/event-types/{id}/links`: makes one.
///
/// # Errors
/// `NotFound`.
pub async fn create(
    state: Data<State>,
    seat: Seat,
    id: Path<String>,
    typed: Typed,
) -> Result<HttpResponse, PageError> {
    let result = match read(&typed, seat.viewer.person.zone) {
        Err(error) => Err(error),
        Ok(form) => {
            let (viewer, id) = (seat.viewer.clone(), id.clone());
            let (links, now) = (Arc::clone(&state.links), state.clock.now());
            let create = move |db: &mut _| {
                private_links::create(db, &viewer, &links, (&id, &form), now).map(drop)
            };
            state.store.write(create).await
        }
    };
    match result {
        Ok(()) => Ok(seat.go(&format!("/desk/event-types/{id}/links?done=link-made"))),
        Err(ServiceError::Invalid(errors)) => {
            let page = links_page(&state, &seat, &id, (&typed, &errors)).await?;
            page::private_html(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /desk/event-types/{id}/links/{link}/revoke`: takes one back.
///
/// # Errors
/// `NotFound`.
pub async fn revoke(
    state: Data<State>,
    seat: Seat,
    path: Path<(String, String)>,
) -> Result<HttpResponse, PageError> {
    let (id, link) = path.into_inner();
    let (viewer, now) = (seat.viewer.clone(), state.clock.now());
    let revoke = move |db: &mut _| private_links::revoke(db, &viewer, &link, now);
    state.store.write(revoke).await?;
    Ok(seat.go(&format!("/desk/event-types/{id}/links?done=link-revoked")))
}

fn read(typed: &Typed, zone: Tz) -> Result<LinkForm, ServiceError> {
    let mut problems = Problems::default();
    let price = typed.get("price").trim();
    let price_cents = match price {
        "" => None,
        price => problems.take("price", read_amount(price).ok_or("not-an-amount")),
    };
    let expires_at = match typed.get("until").trim() {
        "" => None,
        until => problems.take("until", end_of_day(until, zone).ok_or("not-a-date")),
    };
    let form = LinkForm {
        label: typed.text("label"),
        most_uses: whole(&mut problems, typed, "uses"),
        expires_at,
        email: typed.text("email"),
        price_cents,
    };
    problems.finish()?;
    Ok(form)
}

/// The instant at which a day ends.
fn end_of_day(text: &str, zone: Tz) -> Option<DateTime<Utc>> {
    let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
    let is_near = date.format("%Y").to_string().len() == 4;
    let next = date.succ_opt().filter(|_| is_near)?;
    Some(zone::day_start(next, zone))
}

async fn links_page(
    state: &State,
    seat: &Seat,
    id: &str,
    (typed, errors): (&Typed, &[FieldError]),
) -> Result<LinksPage, ServiceError> {
    let (viewer, asked) = (seat.viewer.clone(), id.to_owned());
    let list = move |db: &mut _| {
        let (event_type, links) = private_links::list(db, &viewer, &asked)?;
        let currency = prices::of_event_type(db, &event_type.id)?.currency;
        Ok::<_, ServiceError>((event_type, links, currency))
    };
    let (event_type, links, currency) = state.store.read(list).await?;
    let (t, now) = (&seat.t, state.clock.now());
    let fields = checked(t, fields(t, typed), errors);
    let wrong = fields.iter().filter_map(|field| {
        let error = field.error.as_ref()?;
        Some((field.id.clone(), format!("{}: {error}", field.label)))
    });
    let path = format!("/desk/event-types/{id}/links");
    let row = |link: &PrivateLink| {
        let is_open = private_links::is_open(link, now);
        Row {
            label: Some(link.label.clone())
                .filter(|label| !label.is_empty())
                .unwrap_or_else(|| t.get("link-unnamed")),
            terms: terms(t, link, currency, seat.viewer.person.zone),
            url: is_open.then(|| state.links.private(&link.id)),
            tag: tag(t, link, now),
            revoke: seat.href(&format!("{path}/{}/revoke", link.id)),
        }
    };
    Ok(LinksPage {
        frame: seat.frame(Place::EventTypes),
        tabs: offer_tabs::tabs(seat, &event_type, Tab::Links),
        title: event_type.title,
        action: seat.href(&path),
        rows: links.iter().map(row).collect(),
        wrong: wrong.collect(),
        fields,
        t: t.clone(),
    })
}

/// What a link is good for: `1 von 3 gebucht, bis 16. März, für thea@post.example`.
fn terms(t: &Words, link: &PrivateLink, currency: Currency, zone: Tz) -> String {
    let terms = &link.terms;
    let used = match terms.most_uses {
        Some(most) => t.with(
            "link-used",
            &[("uses", link.uses.into()), ("most", most.into())],
        ),
        None => t.one("link-used-any", "uses", link.uses),
    };
    let until = terms.expires_at.map(|until| {
        let day = zone::date(until - TimeDelta::seconds(1), zone);
        t.one("link-until-day", "day", t.day(day))
    });
    let email = terms.email.as_ref();
    let email = email.map(|email| t.one("link-for", "email", email.as_str()));
    let price = terms.price_cents;
    let price = price.map(|cents| t.money(Money::new(i64::from(cents), currency)));
    let parts = [Some(used), until, email, price];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn tag(t: &Words, link: &PrivateLink, now: DateTime<Utc>) -> Tag {
    let is_over = link.terms.expires_at.is_some_and(|until| until <= now);
    let (class, key) = match link.revoked_at {
        Some(_) => ("bad", "link-revoked"),
        None if private_links::is_open(link, now) => ("good", "link-open"),
        None if is_over => ("", "link-over"),
        None => ("", "link-used-up"),
    };
    Tag {
        class,
        words: t.get(key),
    }
}

fn fields(t: &Words, typed: &Typed) -> Vec<Field> {
    let field = |name: &str, label: &str, kind| {
        Field::new(name, t.get(label), kind, typed.get(name)).optional()
    };
    vec![
        field("label", "link-label", Kind::Line),
        field("uses", "link-uses", Kind::Number).hint(t.get("link-uses-hint")),
        field("until", "link-until", Kind::Date),
        field("email", "link-email", Kind::Email),
        field("price", "link-price", Kind::Line),
    ]
}
