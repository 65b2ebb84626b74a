//! Properties: which are asked for, and what each resource says.

use actix_web::http::header::HttpDate;
use roxmltree::{Document, Node};

use super::collection::{Collection, Entry};
use super::login::Login;
use super::target::Target;
use crate::service::calendars::MOST_OF_OBJECT;
use crate::webdav::{A, C, CS, D, Xml, child};

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Asked {
    /// Everything that is said without being asked (RFC 4918 §9.1).
    All,
    /// Only the names.
    Names,
    /// These: namespace and name.
    These(Vec<(String, String)>),
}

/// Something that has properties.
pub(super) enum Resource<'a> {
    Root,
    Principal,
    Home,
    Inbox,
    Outbox,
    Calendar(&'a Collection),
    Object(&'a Collection, &'a Entry),
}

/// What is said without being asked.
const USUAL: [(&str, &str); 6] = [
    (D, "resourcetype"),
    (D, "displayname"),
    (D, "getetag"),
    (D, "getcontenttype"),
    (D, "getcontentlength"),
    (D, "getlastmodified"),
];
/// The rest.
const OTHERS: [(&str, &str); 20] = [
    (D, "current-user-principal"),
    (D, "principal-URL"),
    (D, "owner"),
    (D, "current-user-privilege-set"),
    (D, "supported-report-set"),
    (D, "sync-token"),
    (D, "principal-collection-set"),
    (C, "calendar-home-set"),
    (C, "calendar-user-address-set"),
    (C, "calendar-user-type"),
    (C, "schedule-inbox-URL"),
    (C, "schedule-outbox-URL"),
    (C, "supported-calendar-component-set"),
    (C, "supported-calendar-data"),
    (C, "calendar-description"),
    (C, "max-resource-size"),
    (C, "calendar-data"),
    (CS, "getctag"),
    (A, "calendar-color"),
    (A, "calendar-order"),
];
const REPORTS: [&str; 4] = [
    "C:calendar-query",
    "C:calendar-multiget",
    "C:free-busy-query",
    "D:sync-collection",
];

impl Asked {
    /// What a PROPFIND asks for; everything if it says nothing.
    pub(super) fn of_propfind(document: Option<&Document<'_>>) -> Self {
        let Some(root) = document.map(Document::root_element) else {
            return Self::All;
        };
        if child(root, (D, "propname")).is_some() {
            return Self::Names;
        }
        match child(root, (D, "prop")) {
            Some(prop) => Self::of_prop(prop),
            None => Self::All,
        }
    }

    /// What the `prop` of a report asks for.
    pub(super) fn of_prop(prop: Node<'_, '_>) -> Self {
        let named = prop.children().filter(Node::is_element).take(200);
        let named = named.map(|node| {
            let name = node.tag_name();
            let namespace = name.namespace().unwrap_or_default();
            (namespace.to_owned(), name.name().to_owned())
        });
        Self::These(named.collect())
    }

    /// Whether the text of an object is among it.
    pub(super) fn wants_text(&self) -> bool {
        match self {
            Self::These(names) => names.iter().any(|(space, name)| {
                space == C && name == "calendar-data" || name == "getcontentlength"
            }),
            Self::All => true,
            Self::Names => false,
        }
    }
}

/// Writes a `response` with what was found and what was not (RFC 4918 §14.24).
pub(super) fn respond(
    xml: &mut Xml,
    login: &Login,
    (href, resource): (&str, &Resource<'_>),
    asked: &Asked,
) {
    let known: Vec<(&str, &str)> = match asked {
        Asked::All => USUAL.to_vec(),
        Asked::Names => USUAL.iter().chain(&OTHERS).copied().collect(),
        Asked::These(names) => names
            .iter()
            .map(|(space, name)| (space.as_str(), name.as_str()))
            .collect(),
    };
    let (there, missing): (Vec<_>, Vec<_>) = known
        .into_iter()
        .partition(|name| is_there(resource, *name));
    xml.within("D:response", |xml| {
        xml.leaf("D:href", href);
        propstat(xml, "HTTP/1.1 200 OK", |xml| {
            for name in &there {
                match asked {
                    Asked::Names => xml.empty_of(name.0, name.1),
                    _ => write(xml, login, resource, *name),
                }
            }
        });
        if !missing.is_empty() && matches!(asked, Asked::These(_)) {
            propstat(xml, "HTTP/1.1 404 Not Found", |xml| {
                for (space, name) in &missing {
                    xml.empty_of(space, name);
                }
            });
        }
    });
}

/// Writes a `propstat`.
pub(super) fn propstat(xml: &mut Xml, status: &str, inside: impl FnOnce(&mut Xml)) {
    xml.within("D:propstat", |xml| {
        xml.within("D:prop", inside);
        xml.leaf("D:status", status);
    });
}

fn is_there(resource: &Resource<'_>, (space, name): (&str, &str)) -> bool {
    let is_calendar = matches!(resource, Resource::Calendar(_));
    let shown = match resource {
        Resource::Calendar(calendar) => Some(calendar.shown()),
        _ => None,
    };
    match (space, name) {
        (D, "resourcetype" | "current-user-principal" | "owner" | "current-user-privilege-set") => {
            true
        }
        (D, "principal-collection-set") => true,
        (D, "displayname") => !matches!(resource, Resource::Object(..) | Resource::Root),
        (D, "principal-URL") | (C, "calendar-home-set" | "calendar-user-address-set") => {
            matches!(
                resource,
                Resource::Principal | Resource::Root | Resource::Home
            )
        }
        (C, "calendar-user-type" | "schedule-inbox-URL" | "schedule-outbox-URL") => {
            matches!(resource, Resource::Principal)
        }
        (D, "supported-report-set" | "sync-token") | (CS, "getctag") => is_calendar,
        (
            C,
            "supported-calendar-component-set" | "supported-calendar-data" | "max-resource-size",
        ) => is_calendar,
        (C, "calendar-description") => {
            shown.is_some_and(|calendar| !calendar.description.is_empty())
        }
        (A, "calendar-color") => shown.is_some_and(|calendar| !calendar.color.is_empty()),
        (A, "calendar-order") => is_calendar,
        (D, "getetag" | "getcontenttype" | "getlastmodified") => {
            matches!(resource, Resource::Object(..))
        }
        (D, "getcontentlength") | (C, "calendar-data") => {
            matches!(resource, Resource::Object(_, entry) if entry.body.is_some())
        }
        _ => false,
    }
}

fn write(xml: &mut Xml, login: &Login, resource: &Resource<'_>, name: (&str, &str)) {
    let href = |xml: &mut Xml, name: &str, href: &str| {
        xml.within(name, |xml| xml.leaf("D:href", href));
    };
    match name {
        (D, "resourcetype") => xml.within("D:resourcetype", |xml| resource_type(xml, resource)),
        (D, "current-user-principal") if login.public.is_some() => {
            xml.within("D:current-user-principal", |xml| {
                xml.empty("D:unauthenticated")
            });
        }
        (D, "owner" | "principal-collection-set") if login.public.is_some() => {}
        (D, "current-user-principal") => href(xml, "D:current-user-principal", &login.principal()),
        (D, "principal-URL") => href(xml, "D:principal-URL", &login.principal()),
        (D, "owner") => href(xml, "D:owner", &login.principal()),
        (D, "principal-collection-set") => {
            href(xml, "D:principal-collection-set", "/dav/principals/");
        }
        (C, "calendar-home-set") => href(xml, "C:calendar-home-set", &login.home()),
        (C, "calendar-user-type") => xml.leaf("C:calendar-user-type", "INDIVIDUAL"),
        (C, "schedule-inbox-URL") => href(xml, "C:schedule-inbox-URL", &login.scheduling("inbox")),
        (C, "schedule-outbox-URL") => {
            href(xml, "C:schedule-outbox-URL", &login.scheduling("outbox"));
        }
        (C, "calendar-user-address-set") => xml.within("C:calendar-user-address-set", |xml| {
            xml.leaf("D:href", &format!("mailto:{}", login.viewer.person.email));
            xml.leaf("D:href", &login.principal());
        }),
        (D, "displayname") => xml.leaf("D:displayname", &display_name(login, resource)),
        (D, "current-user-privilege-set") => privileges(xml, login, resource),
        _ => write_of_calendar(xml, resource, name),
    }
}

fn display_name(login: &Login, resource: &Resource<'_>) -> String {
    match resource {
        Resource::Calendar(calendar) => calendar.shown().name.clone(),
        _ => login.viewer.person.name.clone(),
    }
}

fn resource_type(xml: &mut Xml, resource: &Resource<'_>) {
    match resource {
        Resource::Object(..) => {}
        Resource::Principal => xml.empty("D:principal"),
        Resource::Root | Resource::Home => xml.empty("D:collection"),
        Resource::Inbox => {
            xml.empty("D:collection");
            xml.empty("C:schedule-inbox");
        }
        Resource::Outbox => {
            xml.empty("D:collection");
            xml.empty("C:schedule-outbox");
        }
        Resource::Calendar(_) => {
            xml.empty("D:collection");
            xml.empty("C:calendar");
        }
    }
}

fn privileges(xml: &mut Xml, login: &Login, resource: &Resource<'_>) {
    let of_sessions: &[&str] = &[
        "D:read",
        "D:write-content",
        "D:write-properties",
        "D:unbind",
        "D:read-current-user-privilege-set",
    ];
    let all: &[&str] = &[
        "D:read",
        "D:write",
        "D:write-content",
        "D:write-properties",
        "D:bind",
        "D:unbind",
        "C:read-free-busy",
        "D:read-current-user-privilege-set",
    ];
    let of_readers: &[&str] = &["D:read", "D:read-current-user-privilege-set"];
    let privileges = match resource {
        _ if login.public.is_some() => of_readers,
        Resource::Calendar(Collection::Sessions(..))
        | Resource::Object(Collection::Sessions(..), _) => of_sessions,
        Resource::Outbox => &[
            "D:read",
            "C:schedule-send",
            "C:schedule-send-freebusy",
            "D:read-current-user-privilege-set",
        ],
        Resource::Inbox => of_readers,
        _ => all,
    };
    xml.within("D:current-user-privilege-set", |xml| {
        for privilege in privileges {
            xml.within("D:privilege", |xml| xml.empty(privilege));
        }
    });
}

fn write_of_calendar(xml: &mut Xml, resource: &Resource<'_>, name: (&str, &str)) {
    match (resource, name) {
        (Resource::Calendar(_), (D, "supported-report-set")) => {
            xml.within("D:supported-report-set", |xml| {
                for report in REPORTS {
                    xml.within("D:supported-report", |xml| {
                        xml.within("D:report", |xml| xml.empty(report));
                    });
                }
            });
        }
        (Resource::Calendar(calendar), (D, "sync-token")) => {
            xml.leaf("D:sync-token", &Collection::token(calendar.number()));
        }
        (Resource::Calendar(calendar), (CS, "getctag")) => {
            xml.leaf("CS:getctag", &calendar.number().to_string());
        }
        (Resource::Calendar(_), (C, "supported-calendar-component-set")) => {
            xml.within("C:supported-calendar-component-set", |xml| {
                xml.empty_with("C:comp", ("name", "VEVENT"));
            });
        }
        (Resource::Calendar(_), (C, "supported-calendar-data")) => {
            xml.within("C:supported-calendar-data", |xml| {
                xml.empty_with("C:calendar-data", ("content-type", "text/calendar"));
            });
        }
        (Resource::Calendar(_), (C, "max-resource-size")) => {
            xml.leaf("C:max-resource-size", &MOST_OF_OBJECT.to_string());
        }
        (Resource::Calendar(calendar), (space, name)) => write_look(xml, calendar, (space, name)),
        (Resource::Object(_, entry), name) => write_of_object(xml, entry, name),
        _ => {}
    }
}

fn write_look(xml: &mut Xml, calendar: &Collection, name: (&str, &str)) {
    let shown = calendar.shown();
    match name {
        (C, "calendar-description") => xml.leaf("C:calendar-description", &shown.description),
        (A, "calendar-color") => xml.leaf("A:calendar-color", &shown.color),
        (A, "calendar-order") => xml.leaf("A:calendar-order", &shown.position.to_string()),
        _ => {}
    }
}

fn write_of_object(xml: &mut Xml, entry: &Entry, name: (&str, &str)) {
    match name {
        (D, "getetag") => xml.leaf("D:getetag", &entry.etag),
        (D, "getcontenttype") => {
            xml.leaf(
                "D:getcontenttype",
                "text/calendar; charset=utf-8; component=vevent",
            );
        }
        (D, "getlastmodified") => {
            let modified = HttpDate::from(std::time::SystemTime::from(entry.modified_at));
            xml.leaf("D:getlastmodified", &modified.to_string());
        }
        (D, "getcontentlength") => {
            let length = entry.body.as_ref().map_or(0, String::len);
            xml.leaf("D:getcontentlength", &length.to_string());
        }
        (C, "calendar-data") => {
            xml.leaf("C:calendar-data", entry.body.as_deref().unwrap_or_default());
        }
        _ => {}
    }
}

/// The address of an entry.
pub(super) fn href_of(login: &Login, collection: &Collection, entry: &Entry) -> String {
    Target::Object(collection.slug().to_owned(), entry.name.clone()).href(login)
}
