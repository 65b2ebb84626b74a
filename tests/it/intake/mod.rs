//! What clients are asked, what coaches note, and how long both are kept.

mod answers;
mod clients;
mod insights;

use std::collections::BTreeMap;

use actix_web::test::TestRequest;
use chrono::{DateTime, Utc};
use serde_json::Value;
use zeitgenosse::kernel::event_type::{Question, QuestionKind};
use zeitgenosse::service::bookings::NewBooking;

use crate::support::rig::{Host, Rig, booking};

/// A question that may be left out.
pub fn question(key: &str, label: &str, kind: QuestionKind) -> Question {
    Question {
        key: key.to_owned(),
        label: label.to_owned(),
        kind,
        ..Question::default()
    }
}

/// Some options.
pub fn options(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

/// A wish for mira's session with answers.
pub fn answered(start: &str, answers: &[(&str, &str)]) -> NewBooking {
    let answers: BTreeMap<String, String> = answers
        .iter()
        .map(|(key, answer)| ((*key).to_owned(), (*answer).to_owned()))
        .collect();
    NewBooking {
        answers,
        ..booking("mira", start)
    }
}

/// The answer of the API to a host, and its status.
pub async fn api(rig: &Rig, host: &Host, request: TestRequest) -> (u16, Value) {
    let request = request.insert_header(("Authorization", format!("Bearer {}", host.token)));
    let (status, body) = rig.call(request).await;
    (status, serde_json::from_str(&body).unwrap_or(Value::Null))
}

/// Moves the clock to an instant.
pub fn go(rig: &Rig, to: DateTime<Utc>) {
    rig.clock.advance(to - rig.now());
}
