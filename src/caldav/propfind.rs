//! PROPFIND, PROPPATCH, MKCALENDAR.

use actix_web::http::StatusCode;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use roxmltree::Node;

use super::MOST_NODES;
use super::collection::{self, Which};
use super::failure::Failure;
use super::login::Login;
use super::props::{self, Asked, Resource, propstat};
use super::target::Target;
use crate::service::calendars::{self, Calendar};
use crate::state::State;
use crate::webdav::{A, C, D, Xml, is, parse, text};

/// A `multistatus` as an answer.
pub(super) fn multistatus(inside: impl FnOnce(&mut Xml)) -> HttpResponse {
    let mut xml = Xml::new("D:multistatus");
    inside(&mut xml);
    HttpResponse::build(StatusCode::MULTI_STATUS)
        .insert_header((CONTENT_TYPE, "application/xml; charset=utf-8"))
        .body(xml.finish())
}

/// A body as text.
pub(super) fn utf8(body: &[u8]) -> Result<&str, Failure> {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    std::str::from_utf8(body).map_err(|_| Failure::BadRequest)
}

/// `PROPFIND` (RFC 4918 §9.1). `Depth: infinity` is taken as 1.
pub(super) async fn find(
    state: &Data<State>,
    login: &Login,
    (target, request): (&Target, &HttpRequest),
    body: &[u8],
) -> Result<HttpResponse, Failure> {
    let document = parse(utf8(body)?, MOST_NODES)?;
    let asked = Asked::of_propfind(document.as_ref());
    let is_deep = request
        .headers()
        .get("depth")
        .is_none_or(|depth| depth != "0");
    let href = target.href(login);
    match target {
        Target::Root | Target::Principal | Target::Inbox | Target::Outbox => {
            let resource = match target {
                Target::Root => Resource::Root,
                Target::Inbox => Resource::Inbox,
                Target::Outbox => Resource::Outbox,
                _ => Resource::Principal,
            };
            let principal = (login.principal(), Resource::Principal);
            let below = (is_deep && *target == Target::Root).then_some(principal);
            Ok(multistatus(|xml| {
                props::respond(xml, login, (&href, &resource), &asked);
                if let Some((href, resource)) = below {
                    props::respond(xml, login, (&href, &resource), &asked);
                }
            }))
        }
        Target::Home => {
            let calendars = match is_deep {
                true => collection::all(state, login).await?,
                false => Vec::new(),
            };
            Ok(multistatus(|xml| {
                props::respond(xml, login, (&href, &Resource::Home), &asked);
                for calendar in &calendars {
                    let href = Target::Calendar(calendar.slug().to_owned()).href(login);
                    props::respond(xml, login, (&href, &Resource::Calendar(calendar)), &asked);
                }
            }))
        }
        Target::Calendar(slug) => {
            let calendar = collection::find(state, login, slug).await?;
            let entries = match is_deep {
                true => {
                    let which = (Which::All, asked.wants_text());
                    collection::entries(state, login, &calendar, which).await?
                }
                false => Vec::new(),
            };
            Ok(multistatus(|xml| {
                props::respond(xml, login, (&href, &Resource::Calendar(&calendar)), &asked);
                for entry in &entries {
                    let href = props::href_of(login, &calendar, entry);
                    let resource = Resource::Object(&calendar, entry);
                    props::respond(xml, login, (&href, &resource), &asked);
                }
            }))
        }
        Target::Object(slug, name) => {
            let calendar = collection::find(state, login, slug).await?;
            let which = (Which::Named(vec![name.clone()]), asked.wants_text());
            let found = collection::entries(state, login, &calendar, which).await?;
            let entry = found.into_iter().next().ok_or(Failure::NotFound)?;
            Ok(multistatus(|xml| {
                let resource = Resource::Object(&calendar, &entry);
                props::respond(xml, login, (&href, &resource), &asked);
            }))
        }
    }
}

/// Properties that a program sets.
struct Settings {
    /// Namespace and name of each that can be set, and its value.
    taken: Vec<(&'static str, &'static str, String)>,
    /// Those that cannot.
    refused: Vec<(String, String)>,
}

const SETTABLE: [(&str, &str); 5] = [
    (D, "displayname"),
    (C, "calendar-description"),
    (A, "calendar-color"),
    (A, "calendar-order"),
    (C, "calendar-timezone"),
];

impl Settings {
    fn of(root: Node<'_, '_>) -> Self {
        let mut settings = Self {
            taken: Vec::new(),
            refused: Vec::new(),
        };
        let props = root
            .descendants()
            .filter(|node| is(*node, (D, "prop")))
            .flat_map(|prop| prop.children())
            .filter(Node::is_element);
        for node in props.take(100) {
            let (space, name) = (
                node.tag_name().namespace().unwrap_or_default(),
                node.tag_name().name(),
            );
            let is_removed = node.ancestors().any(|outer| is(outer, (D, "remove")));
            let value = if is_removed {
                String::new()
            } else {
                text(node)
            };
            match SETTABLE.iter().find(|known| **known == (space, name)) {
                Some((space, name)) => settings.taken.push((*space, *name, value)),
                None => settings.refused.push((space.to_owned(), name.to_owned())),
            }
        }
        settings
    }

    fn apply(&self, calendar: &mut Calendar) {
        for (_, name, value) in &self.taken {
            match *name {
                "displayname" => calendar.name.clone_from(value),
                "calendar-description" => calendar.description.clone_from(value),
                "calendar-color" => calendar.color.clone_from(value),
                "calendar-order" => calendar.position = value.parse().unwrap_or(calendar.position),
                // Times without a zone are read in the owner's zone.
                _ => {}
            }
        }
    }
}

/// `PROPPATCH` (RFC 4918 §9.2).
pub(super) async fn patch(
    state: &Data<State>,
    login: &Login,
    target: &Target,
    body: &[u8],
) -> Result<HttpResponse, Failure> {
    let document = parse(utf8(body)?, MOST_NODES)?.ok_or(Failure::BadRequest)?;
    let mut settings = Settings::of(document.root_element());
    let is_kept = matches!(target, Target::Calendar(_));
    // What belongs together is done together or not at all.
    let is_done = is_kept && settings.refused.is_empty();
    if !is_kept {
        let taken = std::mem::take(&mut settings.taken);
        let taken = taken.into_iter();
        settings
            .refused
            .extend(taken.map(|(space, name, _)| (space.to_owned(), name.to_owned())));
    }
    let names: Vec<(&str, &str)> = settings
        .taken
        .iter()
        .map(|(space, name, _)| (*space, *name))
        .collect();
    let refused = settings.refused.clone();
    if let (true, Target::Calendar(slug)) = (is_done, target) {
        let (viewer, slug) = (login.viewer.clone(), slug.clone());
        let settings = Settings {
            taken: settings.taken.clone(),
            refused: Vec::new(),
        };
        let changed = state.store.write(move |db| {
            calendars::change(db, &viewer, &slug, |calendar| settings.apply(calendar))
        });
        changed.await?;
    }
    let status = match is_done {
        true => "HTTP/1.1 200 OK",
        false => "HTTP/1.1 424 Failed Dependency",
    };
    Ok(multistatus(|xml| {
        xml.within("D:response", |xml| {
            xml.leaf("D:href", &target.href(login));
            if !names.is_empty() {
                propstat(xml, status, |xml| {
                    names
                        .iter()
                        .for_each(|(space, name)| xml.empty_of(space, name));
                });
            }
            if !refused.is_empty() {
                propstat(xml, "HTTP/1.1 403 Forbidden", |xml| {
                    refused
                        .iter()
                        .for_each(|(space, name)| xml.empty_of(space, name));
                });
            }
        });
    }))
}

/// `MKCALENDAR` (RFC 4791 §5.3.1), and `MKCOL` for those who make calendars so (RFC 5689).
pub(super) async fn make(
    state: &Data<State>,
    login: &Login,
    target: &Target,
    body: &[u8],
) -> Result<HttpResponse, Failure> {
    let Target::Calendar(slug) = target else {
        return Err(Failure::Forbidden(
            "Calendars are made beside others.".to_owned(),
        ));
    };
    let document = parse(utf8(body)?, MOST_NODES)?;
    let settings = document
        .as_ref()
        .map(|document| Settings::of(document.root_element()));
    let asks_for_tasks = document.as_ref().is_some_and(|document| {
        let mut comps = document
            .descendants()
            .filter(|node| is(*node, (C, "comp")))
            .peekable();
        comps.peek().is_some() && !comps.any(|comp| comp.attribute("name") == Some("VEVENT"))
    });
    if asks_for_tasks {
        return Err(Failure::Element(
            StatusCode::FORBIDDEN,
            "C:supported-calendar-component",
            None,
        ));
    }
    let (viewer, slug) = (login.viewer.clone(), slug.clone());
    let made = state.store.write(move |db| {
        calendars::make(db, &viewer, &slug, |calendar| {
            if let Some(settings) = settings {
                settings.apply(calendar);
            }
        })
    });
    match made.await {
        Ok(()) => Ok(HttpResponse::Created().finish()),
        Err(calendars::CalendarError::Precondition) => Err(Failure::Exists),
        Err(error) => Err(error.into()),
    }
}
