//! The pages as a browser without JavaScript meets them.

mod bookings;
mod event_types;
mod form;
mod frame;

use actix_web::dev::ServiceResponse;
use actix_web::test::{TestRequest, read_body};

use crate::support::rig::Rig;

/// A Monday, 10:00 in Berlin.
pub const MONDAY: &str = "2026-01-12T09:00:00Z";
pub const TUESDAY: &str = "2026-01-13T09:00:00Z";

/// `GET` in English.
pub async fn get(rig: &Rig, path: &str) -> (u16, String) {
    rig.call(
        TestRequest::get()
            .uri(path)
            .insert_header(("Accept-Language", "en")),
    )
    .await
}

/// `POST` of a form, in English.
pub async fn post(rig: &Rig, path: &str, fields: &[(&str, &str)]) -> ServiceResponse {
    rig.send(
        TestRequest::post()
            .uri(path)
            .insert_header(("Accept-Language", "en"))
            .set_form(fields),
    )
    .await
}

/// Status and body of an answer.
pub async fn read(response: ServiceResponse) -> (u16, String) {
    let status = response.status().as_u16();
    let body = read_body(response).await;
    (status, String::from_utf8_lossy(&body).into_owned())
}

/// Where a redirect leads.
pub fn location(response: &ServiceResponse) -> String {
    header(response, "location").to_owned()
}

/// A header of an answer; empty when there is none.
pub fn header<'a>(response: &'a ServiceResponse, name: &str) -> &'a str {
    let value = response.headers().get(name);
    value.map_or("", |value| value.to_str().unwrap())
}

/// The links of a page that begin with `start`, as they are meant.
pub fn links(body: &str, start: &str) -> Vec<String> {
    body.split("href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .map(|link| link.replace("&#38;", "&"))
        .filter(|link| link.starts_with(start))
        .collect()
}

/// The value of a hidden field.
pub fn hidden(body: &str, name: &str) -> Option<String> {
    let rest = body.split(&format!("name=\"{name}\" value=\"")).nth(1)?;
    rest.split('"').next().map(str::to_owned)
}
