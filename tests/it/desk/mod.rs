//! The host's desk as a browser without JavaScript meets it.

mod bookings;
mod entry;
mod hours;
mod offers;
mod people;
mod teams;

use actix_web::dev::ServiceResponse;
use actix_web::test::TestRequest;
use zeitgenosse::service::Viewer;
use zeitgenosse::service::accounts;

use crate::support::rig::Rig;

/// Signs a person in and returns the header that says so.
pub async fn signed_in(rig: &Rig, viewer: &Viewer) -> (&'static str, String) {
    let (id, now) = (viewer.person.id.clone(), rig.now());
    let token = rig
        .write(move |db| accounts::begin_session(db, &id, now))
        .await
        .unwrap();
    ("Cookie", format!("zeitgenosse={token}"))
}

/// `GET` as somebody.
pub async fn get(rig: &Rig, path: &str, cookie: &(&'static str, String)) -> (u16, String) {
    let request = TestRequest::get().uri(path).insert_header(cookie.clone());
    rig.call(request).await
}

/// `POST` of a form as somebody.
pub async fn post(
    rig: &Rig,
    path: &str,
    fields: &[(&str, &str)],
    cookie: &(&'static str, String),
) -> ServiceResponse {
    rig.send(
        TestRequest::post()
            .uri(path)
            .insert_header(cookie.clone())
            .set_form(fields),
    )
    .await
}
