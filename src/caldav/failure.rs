//! What could not be done, as WebDAV says it (RFC 4918 §16).

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_TYPE, WWW_AUTHENTICATE};

use crate::ical::object::ObjectError;
use crate::service::ServiceError;
use crate::service::calendars::CalendarError;
use crate::webdav::{BadXml, Xml};

/// Why a request was not done.
#[derive(Debug)]
pub(super) enum Failure {
    /// Nobody known, or no sound password.
    Unauthorized,
    /// Over a connection that others can read.
    Insecure,
    /// There is no such thing.
    NotFound,
    /// It cannot be done here; in words.
    Forbidden(String),
    /// The request makes no sense.
    BadRequest,
    /// It is larger than what is taken.
    TooLarge,
    /// What must be so is not.
    Precondition,
    /// It is there already.
    Exists,
    /// A precondition with an element of its own: its name, and an address if it has one.
    Element(StatusCode, &'static str, Option<String>),
    /// The database.
    Service(ServiceError),
}

impl From<BadXml> for Failure {
    fn from(_: BadXml) -> Self {
        Self::BadRequest
    }
}

impl From<ServiceError> for Failure {
    fn from(error: ServiceError) -> Self {
        match error {
            ServiceError::NotFound => Self::NotFound,
            ServiceError::Forbidden => Self::Forbidden(error.to_string()),
            ServiceError::Refused(_)
            | ServiceError::Transition(_)
            | ServiceError::Policy(_)
            | ServiceError::Package(_) => Self::Forbidden(error.to_string()),
            other => Self::Service(other),
        }
    }
}

impl From<CalendarError> for Failure {
    fn from(error: CalendarError) -> Self {
        let element = |name| Self::Element(StatusCode::FORBIDDEN, name, None);
        match error {
            CalendarError::Service(error) => error.into(),
            CalendarError::Precondition => Self::Precondition,
            // The address is added by whoever knows it.
            CalendarError::UidConflict(name) => {
                Self::Element(StatusCode::FORBIDDEN, "C:no-uid-conflict", Some(name))
            }
            CalendarError::Object(ObjectError::Component) => {
                element("C:supported-calendar-component")
            }
            CalendarError::Object(ObjectError::Invalid) => element("C:valid-calendar-data"),
            CalendarError::TooLarge => element("C:max-resource-size"),
        }
    }
}

impl Failure {
    pub(super) fn into_response(self) -> HttpResponse {
        match self {
            Self::Unauthorized => HttpResponse::Unauthorized()
                .insert_header((
                    WWW_AUTHENTICATE,
                    "Basic realm=\"Zeitgenosse\", charset=\"UTF-8\"",
                ))
                .body("A name and an app password are needed.\n"),
            Self::Insecure => {
                HttpResponse::Forbidden().body("Passwords are only taken over https.\n")
            }
            Self::NotFound => HttpResponse::NotFound().finish(),
            Self::BadRequest => HttpResponse::BadRequest().finish(),
            Self::TooLarge => HttpResponse::PayloadTooLarge().finish(),
            Self::Precondition => HttpResponse::PreconditionFailed().finish(),
            Self::Exists => HttpResponse::MethodNotAllowed().finish(),
            Self::Forbidden(words) => error(StatusCode::FORBIDDEN, |xml| {
                xml.leaf("D:responsedescription", &words);
            }),
            Self::Element(status, name, href) => error(status, |xml| match href {
                Some(href) => xml.within(name, |xml| xml.leaf("D:href", &href)),
                None => xml.empty(name),
            }),
            Self::Service(failure) => {
                tracing::error!(error = %failure, "a calendar could not be reached");
                HttpResponse::ServiceUnavailable().finish()
            }
        }
    }
}

fn error(status: StatusCode, inside: impl FnOnce(&mut Xml)) -> HttpResponse {
    let mut xml = Xml::new("D:error");
    inside(&mut xml);
    HttpResponse::build(status)
        .insert_header((CONTENT_TYPE, "application/xml; charset=utf-8"))
        .body(xml.finish())
}
