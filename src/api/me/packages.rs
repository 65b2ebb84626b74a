//! `/me/packages`: packages that a host sells.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path, Query};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::api::bearer::Bearer;
use crate::api::body::Optional;
use crate::api::packages::{PackageDto, status};
use crate::api::paging::{self, Page};
use crate::api::problem::{self, ApiError, Problem, explain};
use crate::api::{read_date, read_language};
use crate::kernel::booking::Actor;
use crate::kernel::packages::Package;
use crate::service::packages::{self, Listing, PackageForm, PackageView};
use crate::service::{ServiceError, Viewer};
use crate::state::State;

/// A package as a host sells it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PackageBody {
    /// The id of the event type whose sessions it gives.
    event_type: String,
    /// Minutes; the event type's first if left out.
    #[serde(default)]
    duration: Option<u32>,
    /// How many sessions, 1 to 100.
    size: u32,
    /// The client, as they write it.
    name: String,
    /// Where the link goes.
    email: String,
    /// The zone they look at times in; the event type's if left out.
    #[serde(default)]
    zone: String,
    /// `de` or `en`; the host's if left out.
    #[serde(default)]
    language: Option<String>,
    /// What all sessions cost, in cents; null is nothing.
    #[serde(default)]
    price_cents: Option<i64>,
    /// What one costs alone, in cents, for what is given back; the event type's if left out.
    #[serde(default)]
    single_cents: Option<i64>,
    /// The last day on which a session can begin, `2026-12-31`; null is for ever.
    #[serde(default)]
    valid_until: Option<String>,
}

/// Which session a step is about.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PackageStepBody {
    /// For `give-back`: the id of its booking.
    #[serde(default)]
    booking_id: String,
}

/// Which packages are asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct PackagesQuery {
    /// Those of this event type alone.
    #[serde(default)]
    event_type: Option<String>,
    /// Leaves out so many.
    #[serde(default)]
    skip: u32,
    /// 1 to 100.
    #[serde(default)]
    limit: Option<u32>,
}

/// A package of the host's.
#[derive(Debug, Serialize, ToSchema)]
pub struct OwnPackageDto {
    /// Names it in addresses.
    id: String,
    /// The link for the client.
    url: String,
    /// What its sessions are of.
    event_type: String,
    /// The client.
    name: String,
    /// Where mail for them goes.
    email: String,
    /// What all sessions cost, in cents.
    price_cents: Option<i64>,
    /// `EUR`.
    currency: Option<&'static str>,
    /// What would be given back now, in cents, or was.
    refund_cents: Option<i64>,
    /// The numbers of its invoices.
    invoices: Vec<String>,
    /// What its client sees of it.
    #[serde(flatten)]
    package: PackageDto,
}

/// A package in the list.
#[derive(Debug, Serialize, ToSchema)]
pub struct ListedPackageDto {
    /// Names it in addresses.
    id: String,
    /// The link for the client.
    url: String,
    /// What was sold.
    title: String,
    /// The client.
    name: String,
    /// `running`, `used_up`, `frozen`, `expired` or `ended`.
    status: &'static str,
    /// How many sessions were sold.
    size: u32,
    /// Still to be booked.
    left: u32,
    /// The last day on which a session can begin.
    valid_until: Option<String>,
}

impl OwnPackageDto {
    fn new(state: &State, view: &PackageView, now: DateTime<Utc>) -> Self {
        let package = &view.package;
        let refund = match package.ended {
            Some(ended) => package.price.map(|_| ended.refund_cents),
            None => package.refund(view.ledger.used).map(|money| money.cents),
        };
        Self {
            id: package.id.clone(),
            url: state.links.package(&package.id),
            event_type: package.event_type_id.clone(),
            name: package.client.name.clone(),
            email: package.client.email.to_string(),
            price_cents: package.price.map(|price| price.total.cents),
            currency: package.price.map(|price| price.total.currency.code()),
            refund_cents: refund,
            invoices: view.invoices.iter().map(|it| it.number.clone()).collect(),
            package: PackageDto::new(view, Actor::Host, now),
        }
    }
}

impl ListedPackageDto {
    fn new(state: &State, package: &Package, now: DateTime<Utc>) -> Self {
        Self {
            id: package.id.clone(),
            url: state.links.package(&package.id),
            title: package.title.clone(),
            name: package.client.name.clone(),
            status: status(package, now),
            size: package.size,
            left: package.left(),
            valid_until: package.last_day.map(|day| day.to_string()),
        }
    }
}

impl PackageBody {
    fn form(self, state: &State, viewer: &Viewer) -> Result<PackageForm, ApiError> {
        let texts = &state.texts;
        let usual = viewer.person.language;
        let language = read_language(texts, self.language.as_deref(), usual)?;
        let last_day = self.valid_until.as_deref();
        let last_day = last_day.map(|text| read_date(texts, "valid_until", text));
        Ok(PackageForm {
            event_type_id: self.event_type,
            minutes: self.duration,
            size: Some(self.size),
            name: self.name,
            email: self.email,
            zone: self.zone,
            language,
            cents: self.price_cents,
            single_cents: self.single_cents,
            last_day: last_day.transpose()?,
        })
    }
}

async fn load(state: &State, viewer: Viewer, id: String) -> Result<OwnPackageDto, ApiError> {
    let now = state.clock.now();
    let view = state
        .store
        .read(move |db| packages::find_own(db, &viewer, &id, now))
        .await
        .map_err(explain(&state.texts))?;
    Ok(OwnPackageDto::new(state, &view, now))
}

/// The packages of the host's event types and of those of teams that they lead, the newest first.
#[utoipa::path(get, path = "/api/v1/me/packages", tag = "me", security(("token" = [])),
    params(PackagesQuery),
    responses((status = 200, body = Page<ListedPackageDto>), (status = 401, body = Problem)))]
pub async fn list(
    state: Data<State>,
    bearer: Bearer,
    query: Query<PackagesQuery>,
) -> Result<Json<Page<ListedPackageDto>>, ApiError> {
    let (count, now) = (paging::limit(query.limit)?, state.clock.now());
    let found = state
        .store
        .read(move |db| {
            let listing = Listing {
                event_type_id: query.event_type.as_deref(),
                skip: query.skip,
                count,
            };
            packages::list_own(db, &bearer.0, listing)
        })
        .await
        .map_err(explain(&state.texts))?;
    let items = found
        .iter()
        .map(|package| ListedPackageDto::new(&state, package, now));
    Ok(Json(Page::whole(items.collect())))
}

/// One of them.
#[utoipa::path(get, path = "/api/v1/me/packages/{id}", tag = "me", security(("token" = [])),
    params(("id" = String, Path)),
    responses((status = 200, body = OwnPackageDto), (status = 404, body = Problem)))]
pub async fn find(
    state: Data<State>,
    bearer: Bearer,
    id: Path<String>,
) -> Result<Json<OwnPackageDto>, ApiError> {
    Ok(Json(load(&state, bearer.0, id.into_inner()).await?))
}

/// A new package; its client gets the link.
#[utoipa::path(post, path = "/api/v1/me/packages", tag = "me", security(("token" = [])),
    request_body = PackageBody,
    responses((status = 201, body = OwnPackageDto), (status = 404, body = Problem),
              (status = 422, body = Problem)))]
pub async fn create(
    state: Data<State>,
    bearer: Bearer,
    body: Json<PackageBody>,
) -> Result<HttpResponse, ApiError> {
    let form = body.into_inner().form(&state, &bearer.0)?;
    let (viewer, links, now) = (
        bearer.0.clone(),
        Arc::clone(&state.links),
        state.clock.now(),
    );
    let made = state
        .store
        .write(move |db| packages::create(db, &viewer, &links, &form, now))
        .await
        .map_err(renamed)
        .map_err(explain(&state.texts))?;
    let dto = load(&state, bearer.0, made.id).await?;
    Ok(HttpResponse::Created().json(dto))
}

/// The error at the field of the body.
fn renamed(error: ServiceError) -> ServiceError {
    let ServiceError::Invalid(mut fields) = error else {
        return error;
    };
    for field in &mut fields {
        let name = match field.field.as_str() {
            "minutes" => "duration",
            "price" => "price_cents",
            "single" => "single_cents",
            "last_day" => "valid_until",
            other => other,
        };
        field.field = name.to_owned();
    }
    ServiceError::Invalid(fields)
}

/// Steps of a package: `freeze` and `thaw`; `give-back` of a session; `invoice` writes and sends
/// it; `end` calls off what is planned and gives back what was not used.
#[utoipa::path(post, path = "/api/v1/me/packages/{id}/{step}", tag = "me",
    security(("token" = [])), params(("id" = String, Path), ("step" = String, Path)),
    request_body = PackageStepBody,
    responses((status = 200, body = OwnPackageDto), (status = 404, body = Problem),
              (status = 409, body = Problem)))]
pub async fn step(
    state: Data<State>,
    bearer: Bearer,
    path: Path<(String, String)>,
    body: Optional<PackageStepBody>,
) -> Result<Json<OwnPackageDto>, ApiError> {
    let (id, step) = path.into_inner();
    let known = ["freeze", "thaw", "give-back", "invoice", "end"];
    if !known.contains(&step.as_str()) {
        return Err(problem::not_found());
    }
    let (viewer, asked, now) = (bearer.0.clone(), id.clone(), state.clock.now());
    let booking_id = body.0.booking_id;
    state
        .store
        .write(move |db| match step.as_str() {
            "freeze" => packages::freeze(db, &viewer, &asked, now).map(drop),
            "thaw" => packages::thaw(db, &viewer, &asked, now).map(drop),
            "give-back" => packages::give_back(db, &viewer, (&asked, &booking_id), now).map(drop),
            "invoice" => packages::make_invoice(db, &viewer, &asked, now).map(drop),
            _ => packages::end(db, &viewer, &asked, now).map(drop),
        })
        .await
        .map_err(explain(&state.texts))?;
    Ok(Json(load(&state, bearer.0, id).await?))
}
