use diesel::connection::SimpleConnection;
use futures_util::future::join_all;
use zeitgenosse::kernel::packages::PackageError;
use zeitgenosse::service::ServiceError;
use zeitgenosse::service::packages::PackageForm;
use zeitgenosse::store::Db;

use super::{MONDAYS, TUESDAY, book, cancel, form, ledger, refusal, sell};
use crate::support::rig::{Rig, at, minutes};

/// So many people share the link.
const PEOPLE: i64 = 16;

#[actix_web::test]
async fn of_many_who_want_the_last_session_exactly_one_gets_it() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let two = PackageForm {
        size: Some(2),
        ..form(&host)
    };
    let (_, token) = sell(&rig, &host, two).await;
    book(&rig, &token, &MONDAYS[..1]).await.unwrap();

    // Each wants another day.
    let starts: Vec<String> = (0..PEOPLE)
        .map(|day| at(TUESDAY) + minutes(24 * 60 * (day % 4) + 60 * (day / 4)))
        .map(|start| start.to_rfc3339())
        .collect();
    let all = starts
        .iter()
        .map(|start| async { book(&rig, &token, &[start.as_str()]).await });
    let answers = join_all(all).await;

    let booked = answers.iter().filter(|answer| answer.is_ok()).count();
    assert_eq!(booked, 1);
    for answer in answers {
        assert!(matches!(refusal(answer), None | Some(PackageError::UsedUp)));
    }
    assert_eq!(ledger(&rig, &token).await, (0, 2, 0));
}

#[actix_web::test]
async fn two_series_at_once_never_take_more_than_were_sold() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let (_, token) = sell(&rig, &host, form(&host)).await;
    let other: Vec<String> = MONDAYS
        .iter()
        .map(|start| (at(start) + minutes(24 * 60)).to_rfc3339())
        .collect();
    let other: Vec<&str> = other.iter().map(String::as_str).collect();

    let (one, two) =
        futures_util::future::join(book(&rig, &token, &MONDAYS), book(&rig, &token, &other)).await;

    assert_eq!(u32::from(one.is_ok()) + u32::from(two.is_ok()), 1);
    assert_eq!(ledger(&rig, &token).await, (0, 4, 1));
}

#[actix_web::test]
async fn sessions_that_are_called_off_at_once_are_given_back_once() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let (_, token) = sell(&rig, &host, form(&host)).await;
    let booked = book(&rig, &token, &MONDAYS[..1]).await.unwrap();

    let all = (0..8).map(|_| cancel(&rig, &booked[0]));
    let answers = join_all(all).await;

    let done = answers.iter().filter(|answer| answer.is_ok()).count();
    assert_eq!(done, 1);
    assert_eq!(ledger(&rig, &token).await, (0, 0, 5));
}

#[actix_web::test]
async fn the_database_itself_refuses_more_than_were_sold() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    sell(&rig, &host, form(&host)).await;

    for taken in ["size + 1", "-1"] {
        let mut db = Db::open(&rig.database.url).unwrap();
        let refused = db.batch_execute(&format!("UPDATE packages SET taken = {taken}"));
        let message = refused.unwrap_err().to_string();
        assert!(message.contains("packages_never_oversold"), "{message}");
    }
}

#[actix_web::test]
async fn the_same_series_sent_twice_is_booked_once() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let (_, token) = sell(&rig, &host, form(&host)).await;

    let (one, two) = futures_util::future::join(
        book(&rig, &token, &MONDAYS[..2]),
        book(&rig, &token, &MONDAYS[..2]),
    )
    .await;

    let refused = if one.is_ok() { two } else { one };
    assert!(matches!(refused, Err(ServiceError::Refused(_))));
    assert_eq!(ledger(&rig, &token).await, (0, 2, 3));
}
