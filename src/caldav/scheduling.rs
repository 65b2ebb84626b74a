//! Free and busy times of colleagues, asked for at the outbox (RFC 6638 §5).

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::web::Data;

use super::failure::Failure;
use super::login::Login;
use super::propfind::utf8;
use super::target::Target;
use crate::ical::free_busy::{self, Request};
use crate::service::busy;
use crate::state::State;
use crate::webdav::Xml;

/// `POST` to the outbox: when colleagues are busy, and nothing of why.
pub(super) async fn answer(
    state: &Data<State>,
    login: &Login,
    target: &Target,
    body: &[u8],
) -> Result<HttpResponse, Failure> {
    if *target != Target::Outbox {
        return Err(Failure::Element(
            StatusCode::METHOD_NOT_ALLOWED,
            "D:supported-method",
            None,
        ));
    }
    let invalid = Failure::Element(StatusCode::FORBIDDEN, "C:valid-scheduling-message", None);
    let request: Request = free_busy::read(utf8(body)?).ok_or(invalid)?;
    let (viewer, range) = (login.viewer.clone(), request.range);
    let addresses = request.addresses();
    let found = state
        .store
        .read(move |db| busy::of_colleagues(db, &viewer, &addresses, range))
        .await?;
    let now = state.clock.now();
    let mut xml = Xml::new("C:schedule-response");
    for (attendee, busy) in request.attendees.iter().zip(found) {
        xml.within("C:response", |xml| {
            xml.within("C:recipient", |xml| xml.leaf("D:href", attendee));
            match busy {
                Some(busy) => {
                    xml.leaf("C:request-status", "2.0;Success");
                    let text = request.reply(attendee, busy.as_slice(), now);
                    xml.leaf("C:calendar-data", &text);
                }
                None => xml.leaf("C:request-status", "3.7;Invalid calendar user"),
            }
        });
    }
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "application/xml; charset=utf-8"))
        .body(xml.finish()))
}
