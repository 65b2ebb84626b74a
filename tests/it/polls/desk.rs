//! `/desk/polls` as a browser without JavaScript meets it.

use zeitgenosse::service::polls::PollForm;

use super::{MONDAY, TUESDAY, form, make, option, says, view, vote};
use crate::desk::{get, post, signed_in};
use crate::support::rig::{Host, Rig, at, booking};

async fn host() -> (Rig, Host, (&'static str, String)) {
    let rig = Rig::new();
    let mira = rig.host("mira").await;
    let cookie = signed_in(&rig, &mira.viewer).await;
    (rig, mira, cookie)
}

fn typed(host: &Host) -> Vec<(String, String)> {
    let offer = format!("{} 50", host.event_type.id);
    [
        ("title", "Spring meeting"),
        ("offer", offer.as_str()),
        ("zone", "Europe/Berlin"),
        ("sight", "open"),
        ("date", "2026-03-30"),
        ("time", "10:00"),
        ("date", ""),
        ("time", ""),
        ("date", "2026-03-31"),
        ("time", "10:00"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .to_vec()
}

async fn send(
    rig: &Rig,
    path: &str,
    fields: &[(String, String)],
    cookie: &(&'static str, String),
) -> (u16, String, String) {
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let response = post(rig, path, &fields, cookie).await;
    let status = response.status().as_u16();
    let location = response
        .headers()
        .get("location")
        .map(|it| it.to_str().unwrap().to_owned());
    let body = actix_web::test::read_body(response).await;
    let body = String::from_utf8_lossy(&body).into_owned();
    (status, location.unwrap_or_default(), body)
}

fn and(mut fields: Vec<(String, String)>, more: &[(&str, &str)]) -> Vec<(String, String)> {
    let more = more
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    fields.extend(more);
    fields
}

#[actix_web::test]
async fn a_poll_is_made_row_by_row_and_found_in_the_list() {
    let (rig, mira, cookie) = host().await;
    let (_, blank) = get(&rig, "/desk/polls/new?lang=en", &cookie).await;

    let (status, _, more) = send(
        &rig,
        "/desk/polls/new",
        &and(typed(&mira), &[("do", "add")]),
        &cookie,
    )
    .await;
    let (_, location, _) = send(&rig, "/desk/polls/new", &typed(&mira), &cookie).await;
    let (_, list) = get(&rig, "/desk/polls?lang=en", &cookie).await;
    let (shown, page) = get(&rig, &location, &cookie).await;

    assert_eq!(blank.matches("name=\"date\"").count(), 3);
    assert_eq!((status, more.matches("name=\"date\"").count()), (200, 6));
    assert!(more.contains("value=\"2026-03-31\""));
    assert!(list.contains("Spring meeting") && list.contains("No answer yet"));
    assert_eq!(shown, 200);
    assert!(page.contains("/polls/"));
}

#[actix_web::test]
async fn what_is_wrong_is_said_at_its_row() {
    let (rig, mira, cookie) = host().await;
    let mut fields = typed(&mira);
    fields[4].1 = "2025-03-30".to_owned();
    fields[9].1 = "noon".to_owned();

    let (status, _, unreadable) = send(&rig, "/desk/polls/new", &fields, &cookie).await;
    fields[9].1 = "10:00".to_owned();
    let (_, _, past) = send(&rig, "/desk/polls/new", &fields, &cookie).await;

    assert_eq!(status, 422);
    assert!(unreadable.contains("id=\"date-2-error\""));
    assert!(past.contains("id=\"date-0-error\"") && !past.contains("id=\"date-1-error\""));
}

#[actix_web::test]
async fn a_deadline_in_the_hour_that_never_comes_is_an_hour_later() {
    let (rig, mira, cookie) = host().await;
    let deadline = [("deadline_date", "2026-03-29"), ("deadline_time", "02:30")];

    let fields = and(typed(&mira), &deadline);
    let (_, location, _) = send(&rig, "/desk/polls/new", &fields, &cookie).await;
    let (_, page) = get(&rig, &format!("{location}&lang=en"), &cookie).await;

    let id = location.split(['/', '?']).nth(3).unwrap().to_owned();
    let (viewer, now) = (mira.viewer.clone(), rig.now());
    let poll = rig
        .state
        .store
        .read(move |db| zeitgenosse::service::polls::find_own(db, &viewer, &id, 0, now))
        .await
        .unwrap()
        .poll;
    assert_eq!(poll.deadline, Some(at("2026-03-29T01:30:00Z")));
    assert!(page.contains("3:30"), "said as the clock shows it");
}

#[actix_web::test]
async fn common_free_times_are_ticked_and_taken_into_the_rows() {
    let (rig, mira, cookie) = host().await;
    rig.host("otto").await;
    rig.book(booking("otto", "2026-01-12T08:00:00Z"))
        .await
        .unwrap();
    let look = [
        ("do", "common"),
        ("host", "otto"),
        ("common_from", "2026-01-12"),
    ];

    let fields = and(typed(&mira), &look);
    let (_, _, found) = send(&rig, "/desk/polls/new", &fields, &cookie).await;
    let take = [("do", "take"), ("pick", "2026-01-12T09:00:00Z")];
    let fields = and(typed(&mira), &take);
    let (_, _, taken) = send(&rig, "/desk/polls/new", &fields, &cookie).await;

    assert!(found.contains("value=\"2026-01-12T09:00:00Z\""));
    assert!(!found.contains("value=\"2026-01-12T08:00:00Z\""));
    assert!(taken.contains("value=\"2026-01-12\""));
    assert_eq!(
        taken.matches("name=\"date\"").count(),
        3,
        "empty rows make room"
    );
}

#[actix_web::test]
async fn the_host_changes_closes_and_finds_the_session() {
    let (rig, mira, cookie) = host().await;
    let poll = make(&rig, &mira, form(&mira)).await.unwrap();
    let seen = view(&rig, &mira, &poll).await;
    vote(&rig, &poll, says("Anna", &seen, &[(TUESDAY, "yes")]))
        .await
        .unwrap();
    let path = format!("/desk/polls/{}", poll.id);

    let (_, edit) = get(&rig, &format!("{path}/edit?lang=en"), &cookie).await;
    let (_, before) = get(&rig, &format!("{path}?lang=en"), &cookie).await;
    let chosen = option(&seen, TUESDAY);
    let fields = [("option".to_owned(), chosen.clone())];
    let (status, location, _) = send(&rig, &format!("{path}/close"), &fields, &cookie).await;
    let (_, after) = get(&rig, &format!("{path}?lang=en"), &cookie).await;

    assert!(edit.contains("value=\"2026-01-20\"") && edit.contains("value=\"10:00\""));
    assert!(before.contains(&format!("value=\"{chosen}\" selected")));
    assert_eq!(status, 303);
    assert!(location.contains("done=poll-booked"));
    assert!(after.contains("/desk/bookings/") && !after.contains("/close\""));
}

#[actix_web::test]
async fn when_the_chosen_time_is_gone_the_next_best_is_offered() {
    let (rig, mira, cookie) = host().await;
    let poll = make(&rig, &mira, form(&mira)).await.unwrap();
    let seen = view(&rig, &mira, &poll).await;
    let both = [(MONDAY, "yes"), (TUESDAY, "if-need-be")];
    vote(&rig, &poll, says("Anna", &seen, &both)).await.unwrap();
    rig.book(booking("mira", MONDAY)).await.unwrap();

    let path = format!("/desk/polls/{}/close?lang=en", poll.id);
    let fields = [("option".to_owned(), option(&seen, MONDAY))];
    let (status, _, body) = send(&rig, &path, &fields, &cookie).await;

    assert_eq!(status, 409);
    assert!(body.contains("This time has been taken meanwhile."));
    assert!(body.contains(&format!("value=\"{}\" selected", option(&seen, TUESDAY))));
}

#[actix_web::test]
async fn ending_opening_again_reminding_and_deleting_are_one_press_each() {
    let (rig, mira, cookie) = host().await;
    let asked = PollForm {
        emails: vec!["ruth@post.example".to_owned()],
        ..form(&mira)
    };
    let poll = make(&rig, &mira, asked).await.unwrap();
    let path = format!("/desk/polls/{}", poll.id);
    let press = async |step: &str, fields: &[(String, String)]| {
        let path = format!("{path}/{step}?lang=en");
        send(&rig, &path, fields, &cookie).await
    };

    let reminded = press("remind", &[]).await;
    let again = press("remind", &[]).await;
    let invited = press(
        "invite",
        &[("emails".to_owned(), "lene@post.example".to_owned())],
    )
    .await;
    let unreadable = press("invite", &[("emails".to_owned(), "lene".to_owned())]).await;
    let ended = press("close", &[("do".to_owned(), "nothing".to_owned())]).await;
    let reopened = press("reopen", &[]).await;
    let unknown = press("dance", &[]).await;
    let deleted = press("delete", &[]).await;

    assert!(reminded.1.contains("done=poll-reminded"));
    assert_eq!(again.0, 409);
    assert!(invited.1.contains("done=poll-invited"));
    assert_eq!(unreadable.0, 422);
    assert!(ended.1.contains("done=poll-closed"));
    assert!(reopened.1.contains("done=poll-reopened"));
    assert_eq!(unknown.0, 404);
    assert!(deleted.1.starts_with("/desk/polls?"));
    let (gone, _) = get(&rig, &path, &cookie).await;
    assert_eq!(gone, 404);
}

#[actix_web::test]
async fn a_colleague_finds_the_poll_that_asks_them() {
    let (rig, mira, _) = host().await;
    let otto = rig.host("otto").await;
    let asked = PollForm {
        hosts: vec!["otto".to_owned()],
        ..form(&mira)
    };
    make(&rig, &mira, asked).await.unwrap();
    let cookie = signed_in(&rig, &otto.viewer).await;

    let (_, list) = get(&rig, "/desk/polls?lang=en", &cookie).await;

    assert!(list.contains("Where you are asked") && list.contains("Spring meeting"));
}
