//! `/p/{token}/book`: the next session of a package, or several at once.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Form, Path, Query};
use askama::Template;
use chrono::{DateTime, Utc};

use super::super::address::Address;
use super::super::assets;
use super::super::calendar::{Calendar, Cell, Ways};
use super::super::errors::{PageError, refused_key};
use super::super::form::{Typed, typed};
use super::super::layout::{self, Layout};
use super::super::page;
use super::super::schedule::{self, Times};
use super::super::wanted::{self, Wanted};
use super::confirm::{Trouble, answer, lead};
use super::words;
use crate::http::error;
use crate::http::language::Reader;
use crate::kernel::packages::Package;
use crate::service::ServiceError;
use crate::service::instance::{self, Instance};
use crate::service::packages::{self as service, SessionsForm};
use crate::service::slots::Offered;
use crate::state::State;
use crate::texts::Words;

/// `packages/choose.html`.
#[derive(Template)]
#[template(path = "packages/choose.html")]
struct ChoosePage {
    t: Words,
    layout: Layout,
    title: String,
    lead: String,
    calendar: Calendar,
    back: String,
    script: String,
}

/// Where a request is about a package.
pub(super) struct Asked<'a> {
    pub(super) state: &'a State,
    pub(super) token: &'a str,
    pub(super) reader: Reader,
    pub(super) now: DateTime<Utc>,
}

impl Asked<'_> {
    /// The page of the package.
    pub(super) fn path(&self) -> String {
        format!("/p/{}", self.token)
    }
}

/// `GET /p/{token}/book`: the free times; with `start`, the question whether to book.
///
/// # Errors
/// `NotFound`; `Package` when nothing can be booked; `Unreadable`.
pub async fn show(
    state: Data<State>,
    token: Path<String>,
    query: Query<wanted::Query>,
    reader: Reader,
) -> Result<HttpResponse, PageError> {
    let wanted = Wanted::try_from(query.into_inner())?;
    let asked = Asked {
        now: state.clock.now(),
        state: &state,
        token: &token,
        reader,
    };
    match wanted.start {
        Some(start) => confirm(&asked, vec![start], Typed::new(), Trouble::default()).await,
        None => choose(&asked, wanted).await,
    }
}

/// `POST /p/{token}/book`: books every `start`, or none of them and says why.
///
/// # Errors
/// `NotFound`; `Package`; `Unreadable`.
pub async fn book(
    state: Data<State>,
    token: Path<String>,
    form: Form<Vec<(String, String)>>,
    reader: Reader,
) -> Result<HttpResponse, PageError> {
    let asked = Asked {
        now: state.clock.now(),
        state: &state,
        token: &token,
        reader,
    };
    let form = form.into_inner();
    let starts = starts(&form, "start")?;
    let typed = typed(form.clone());
    let sessions = SessionsForm {
        starts: starts.clone(),
        answers: typed
            .iter()
            .filter_map(|(name, value)| Some((name.strip_prefix("answers.")?, value)))
            .map(|(key, value)| (key.to_owned(), value.clone()))
            .collect(),
    };
    let (links, link, now) = (
        std::sync::Arc::clone(&state.links),
        token.clone(),
        asked.now,
    );
    let booked = state
        .store
        .write(move |db| service::book(db, &links, &link, &sessions, now))
        .await;
    let cause = match booked {
        Ok(booked) => return Ok(on(&asked, &booked)),
        Err(cause) => cause,
    };
    // Where nothing was chosen, what was proposed is proposed again.
    let again = if starts.is_empty() {
        self::starts(&form, "wanted")?
    } else {
        starts
    };
    let trouble = match &cause {
        ServiceError::Invalid(errors) if !again.is_empty() => Trouble {
            errors: errors.clone(),
            refused: None,
            status: Some(error::status(&cause)),
        },
        ServiceError::Refused(_) | ServiceError::Policy(_) => Trouble {
            errors: Vec::new(),
            refused: refused_key(&cause),
            status: Some(error::status(&cause)),
        },
        ServiceError::Invalid(_) => return choose(&asked, Wanted::default()).await,
        _ => return Err(cause.into()),
    };
    confirm(&asked, again, typed, trouble).await
}

/// Every value of a field as an instant; one left empty was left out.
fn starts(form: &[(String, String)], name: &str) -> Result<Vec<DateTime<Utc>>, PageError> {
    let values = form
        .iter()
        .filter(|(key, value)| key == name && !value.is_empty());
    values
        .map(|(_, text)| {
            let unreadable = || wanted::Unreadable::new("start", text);
            Ok(wanted::instant(text).ok_or_else(unreadable)?)
        })
        .collect()
}

/// The way on: to the session, or to the package with all of them.
fn on(asked: &Asked, booked: &[crate::kernel::booking::Booking]) -> HttpResponse {
    let address = match booked {
        [only] => {
            let link = asked.state.links.manage(&only.id);
            Address::new(page::local(asked.state, &link))
        }
        several => Address::new(&asked.path()).with("booked", &several.len().to_string()),
    };
    let lang = layout::carried(asked.reader);
    page::see_other(&address.with_some("lang", lang).to_string())
}

struct Choosing {
    instance: Instance,
    package: Package,
    offered: Offered,
    times: Times,
    wanted: Wanted,
}

async fn choose(asked: &Asked<'_>, mut wanted: Wanted) -> Result<HttpResponse, PageError> {
    let (token, now) = (asked.token.to_owned(), asked.now);
    let choosing = asked
        .state
        .store
        .read(move |db| {
            let (package, offered) = service::open(db, &token, now)?;
            wanted.zone = wanted.zone.or(Some(package.client.zone));
            let wish = (package.minutes, None);
            Ok::<_, ServiceError>(Choosing {
                instance: instance::load(db)?,
                times: schedule::times(db, &offered, wish, &wanted, now)?,
                package,
                offered,
                wanted,
            })
        })
        .await?;
    page::private_html(StatusCode::OK, &choose_page(asked, &choosing))
}

fn choose_page(asked: &Asked, choosing: &Choosing) -> ChoosePage {
    let Choosing {
        instance,
        package,
        offered,
        times,
        wanted,
    } = choosing;
    let t = page::words(asked.state, asked.reader);
    let path = format!("{}/book", asked.path());
    let layout = page::layout(asked.state, instance, asked.reader, &path);
    let ways = Ways {
        slot_path: path.clone(),
        path,
        zone: wanted.zone,
        duration: None,
        host: None,
        filter: wanted.filter,
        may_wait: false,
        lang: layout::carried(asked.reader),
    };
    ChoosePage {
        title: words::title(&t, package),
        lead: lead(&t, package),
        calendar: times.calendar(&t, &ways, offered, asked.now),
        back: layout.href(&asked.path()),
        script: assets::url("js/calendar.js"),
        t,
        layout,
    }
}

/// Asks whether these dates shall be booked, with others for those that cannot be had.
async fn confirm(
    asked: &Asked<'_>,
    starts: Vec<DateTime<Utc>>,
    typed: Typed,
    trouble: Trouble,
) -> Result<HttpResponse, PageError> {
    let (token, now) = (asked.token.to_owned(), asked.now);
    let loaded = asked
        .state
        .store
        .read(move |db| {
            let plan = service::plan(db, &token, &starts, now)?;
            Ok::<_, ServiceError>((instance::load(db)?, plan))
        })
        .await?;
    answer(asked, loaded, typed, trouble)
}
