//! Whoever sits at the desk, and the frame around every page of it.

use actix_web::dev::Payload;
use actix_web::web::{self, Data};
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use futures_util::future::LocalBoxFuture;
use url::form_urlencoded;

use super::super::address::Address;
use super::super::layout::{Portrait, carried};
use super::super::{assets, page};
use super::done::{self, Note};
use crate::http::language::{Reader, reader};
use crate::http::session::{SessionError, SignedIn};
use crate::service::{ServiceError, StoreError, Viewer};
use crate::state::State;
use crate::texts::Words;

/// The person who is signed in, with the words they read.
pub struct Seat {
    /// Who it is.
    pub viewer: Viewer,
    /// In their language, unless the address asks for another.
    pub t: Words,
    /// How the page was asked for.
    reader: Reader,
    /// The page and its query.
    path: String,
}

/// A place of the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// `/desk/calendars`.
    Calendars,
    /// `/desk`.
    Week,
    /// `/desk/bookings`.
    Bookings,
    /// `/desk/clients`.
    Clients,
    /// `/desk/event-types`.
    EventTypes,
    /// `/desk/packages`.
    Packages,
    /// `/desk/teams`.
    Teams,
    /// `/desk/polls`.
    Polls,
    /// `/desk/invoices`.
    Invoices,
    /// `/desk/hours`.
    Hours,
    /// `/desk/insights`.
    Insights,
    /// `/desk/profile`.
    Profile,
    /// `/admin`.
    Admin,
}

/// The frame of a page, as `desk/frame.html` prints it.
pub struct Frame {
    /// Address of the stylesheet.
    pub style: String,
    /// The icon as a `data:` address.
    pub icon: &'static str,
    /// The module that makes the desk nicer.
    pub script: String,
    /// The places.
    pub nav: Vec<NavLink>,
    /// The instance's own front page.
    pub front: String,
    /// Where one signs out.
    pub logout: String,
    /// Who it is, by first name.
    pub name: String,
    /// Their face.
    pub portrait: Portrait,
    /// What has just been done.
    pub note: Option<Note>,
}

/// The way to a place.
pub struct NavLink {
    /// Where it is.
    pub href: String,
    /// What it is called.
    pub label: String,
    /// It is this page.
    pub is_current: bool,
}

impl Seat {
    /// A link within the instance, in the language that was asked for.
    pub fn href(&self, path: &str) -> String {
        Address::new(path)
            .with_some("lang", carried(self.reader))
            .to_string()
    }

    /// The way on after a form.
    pub fn go(&self, path: &str) -> HttpResponse {
        page::see_other(&self.href(path))
    }

    /// A part of the query.
    pub fn query(&self, name: &str) -> Option<String> {
        let (_, query) = self.path.split_once('?')?;
        form_urlencoded::parse(query.as_bytes())
            .find(|(key, value)| key == name && !value.is_empty())
            .map(|(_, value)| value.into_owned())
    }

    /// The frame of a page at `place`.
    pub fn frame(&self, place: Place) -> Frame {
        let person = &self.viewer.person;
        Frame {
            style: assets::url("css/style.css"),
            icon: assets::icon(),
            script: assets::url("js/desk.js"),
            nav: self.nav(place),
            front: self.href("/"),
            logout: self.href("/logout"),
            name: person
                .name
                .split_whitespace()
                .next()
                .unwrap_or_default()
                .to_owned(),
            portrait: Portrait::of(person, "small"),
            note: self.query("done").and_then(|code| done::note(self, &code)),
        }
    }

    fn nav(&self, place: Place) -> Vec<NavLink> {
        let t = &self.t;
        let mut places = vec![
            (Place::Week, "/desk", t.get("desk-week")),
            (Place::Bookings, "/desk/bookings", t.get("desk-bookings")),
            (Place::Clients, "/desk/clients", t.get("desk-clients")),
            (Place::EventTypes, "/desk/event-types", t.get("desk-offers")),
            (Place::Packages, "/desk/packages", t.get("desk-packages")),
            (Place::Teams, "/desk/teams", t.get("desk-teams")),
            (Place::Polls, "/desk/polls", t.get("desk-polls")),
            (Place::Hours, "/desk/hours", t.get("desk-hours")),
            (Place::Calendars, "/desk/calendars", t.get("calendars")),
            (Place::Invoices, "/desk/invoices", t.get("desk-invoices")),
            (Place::Insights, "/desk/insights", t.get("desk-insights")),
            (Place::Profile, "/desk/profile", t.get("desk-profile")),
        ];
        if self.viewer.person.is_admin {
            places.push((Place::Admin, "/admin", t.get("desk-server")));
        }
        places
            .into_iter()
            .map(|(other, path, label)| NavLink {
                href: self.href(path),
                label,
                is_current: other == place,
            })
            .collect()
    }
}

impl FromRequest for Seat {
    type Error = SessionError;
    type Future = LocalBoxFuture<'static, Result<Self, SessionError>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let signed_in = SignedIn::from_request(request, payload);
        let request = request.clone();
        Box::pin(async move {
            let SignedIn(viewer) = signed_in.await?;
            let state = request
                .app_data::<Data<State>>()
                .ok_or(SessionError::SignedOut(None))?;
            let mut reader = reader(&request);
            if !reader.is_chosen {
                reader.language = viewer.person.language;
            }
            Ok(Self {
                t: page::words(state, reader),
                path: page::path(&request).to_owned(),
                viewer,
                reader,
            })
        })
    }
}

/// Does slow work on a thread that may wait.
///
/// # Errors
/// What `work` says.
pub async fn aside<T, F>(work: F) -> Result<T, ServiceError>
where
    F: FnOnce() -> Result<T, ServiceError> + Send + 'static,
    T: Send + 'static,
{
    web::block(work)
        .await
        .unwrap_or(Err(ServiceError::Store(StoreError::Panicked)))
}
