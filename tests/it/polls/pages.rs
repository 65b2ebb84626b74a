//! `/polls/{token}` as a browser without JavaScript meets it.

use actix_web::test::TestRequest;
use zeitgenosse::kernel::polls::{Poll, Sight};
use zeitgenosse::service::polls::{Choice, PollForm};

use super::acts::fill;
use super::{MONDAY, TUESDAY, close, deadline, form, make, option, says, until, view, vote};
use crate::support::rig::{Host, Rig, at, booking, minutes};

async fn page(rig: &Rig, path: &str) -> (u16, String) {
    rig.call(TestRequest::get().uri(path)).await
}

fn path(rig: &Rig, poll: &Poll) -> String {
    format!("/polls/{}", rig.state.links.poll_token(&poll.id))
}

async fn open(change: impl FnOnce(&mut PollForm)) -> (Rig, Host, Poll) {
    let rig = Rig::new();
    let mira = rig.host("mira").await;
    let mut wanted = form(&mira);
    change(&mut wanted);
    let poll = make(&rig, &mira, wanted).await.unwrap();
    (rig, mira, poll)
}

#[actix_web::test]
async fn somebody_answers_without_an_account_and_changes_it_by_their_own_link() {
    let (rig, mira, poll) = open(|_| {}).await;
    let seen = view(&rig, &mira, &poll).await;
    let monday = format!("vote.{}", option(&seen, MONDAY));
    let send = |uri: String, answer: &'static str| {
        let fields = [
            (monday.clone(), answer.to_owned()),
            ("name".to_owned(), "Anna".to_owned()),
            ("email".to_owned(), String::new()),
            ("comment".to_owned(), "I bring cake.".to_owned()),
        ];
        TestRequest::post().uri(&uri).set_form(fields)
    };

    let answered = rig.send(send(path(&rig, &poll), "yes")).await;
    let own = answered
        .headers()
        .get("location")
        .unwrap()
        .to_str()
        .unwrap()
        .to_owned();
    let (status, body) = page(&rig, &own).await;
    let own = own.split('?').next().unwrap().to_owned();
    let changed = rig.send(send(own, "no")).await;

    assert_eq!(answered.status(), 303);
    assert_eq!(status, 200);
    assert!(body.contains("I bring cake."));
    assert!(body.contains("value=\"yes\" checked"));
    assert!(body.contains("With this link you can change your answers later"));
    assert_eq!(changed.status(), 303);
    let seen = view(&rig, &mira, &poll).await;
    assert_eq!((seen.answered, seen.options[0].tally.no), (1, 1));
}

#[actix_web::test]
async fn what_was_typed_stays_when_something_is_wrong() {
    let (rig, mira, poll) = open(|_| {}).await;
    let seen = view(&rig, &mira, &poll).await;
    let tuesday = format!("vote.{}", option(&seen, TUESDAY));
    let fields = [
        (tuesday.as_str(), "if-need-be"),
        ("name", ""),
        ("email", "anna"),
    ];

    let request = TestRequest::post().uri(&path(&rig, &poll));
    let (status, body) = rig.call(request.set_form(fields)).await;

    assert_eq!(status, 422);
    assert!(body.contains("value=\"if-need-be\" checked"));
    assert!(body.contains("id=\"name-error\"") && body.contains("id=\"email-error\""));
    assert!(body.contains("value=\"anna\""));
}

#[actix_web::test]
async fn names_and_comments_are_shown_as_text() {
    let (rig, mira, poll) = open(|_| {}).await;
    let seen = view(&rig, &mira, &poll).await;
    let mut hostile = says("x", &seen, &[(MONDAY, "yes")]);
    hostile.name = "<script>alert(1)</script>".to_owned();
    hostile.comment = "\"><img src=x onerror=alert(1)>".to_owned();
    vote(&rig, &poll, hostile).await.unwrap();
    let mut unprintable = says("y", &seen, &[]);
    unprintable.name = "Anna\u{202E}".to_owned();

    let refused = super::fields(vote(&rig, &poll, unprintable).await);
    let (_, body) = page(&rig, &path(&rig, &poll)).await;

    assert!(!body.contains("<script>alert") && !body.contains("<img src=x"));
    assert!(body.contains("&#60;script&#62;alert(1)"));
    assert_eq!(refused, [("name".to_owned(), "unprintable")]);
}

#[actix_web::test]
async fn two_people_of_the_same_name_are_told_apart() {
    let (rig, mira, poll) = open(|_| {}).await;
    let seen = view(&rig, &mira, &poll).await;
    for _ in 0..2 {
        vote(&rig, &poll, says("Anna", &seen, &[(MONDAY, "yes")]))
            .await
            .unwrap();
    }

    let (_, body) = page(&rig, &path(&rig, &poll)).await;

    assert!(body.contains(">Anna</th>") && body.contains(">Anna (2)</th>"));
}

#[actix_web::test]
async fn five_hundred_people_and_fifty_times_stay_a_page() {
    let (rig, mira, poll) = open(|wanted| {
        wanted.starts = (0..50)
            .map(|hour| at(MONDAY) + minutes(hour * 60))
            .collect();
    })
    .await;
    fill(&rig, &poll.id, 500).await;

    let (status, body) = page(&rig, &path(&rig, &poll)).await;
    let (_, last) = page(&rig, &format!("{}?skip=492", path(&rig, &poll))).await;

    assert_eq!(status, 200);
    assert!(body.len() < 160_000, "{} bytes", body.len());
    assert!(body.contains("<b>500</b>") && body.contains("skip=12"));
    assert!(body.contains("Client 0011") && !body.contains("Client 0012"));
    assert!(last.contains("Client 0499") && !last.contains("skip=504"));
    assert_eq!(view(&rig, &mira, &poll).await.voters.len(), 12);
}

#[actix_web::test]
async fn what_others_said_is_seen_after_answering_only() {
    let (rig, mira, poll) = open(|wanted| wanted.sight = Some(Sight::Answered)).await;
    let seen = view(&rig, &mira, &poll).await;
    let mut anna = says("Anna", &seen, &[(MONDAY, "yes")]);
    anna.comment = "I bring cake.".to_owned();
    vote(&rig, &poll, anna).await.unwrap();
    let bela = vote(&rig, &poll, says("Bela", &seen, &[(MONDAY, "yes")])).await;
    let bela = bela.unwrap().participant;

    let (_, before) = page(&rig, &path(&rig, &poll)).await;
    let own = format!("/polls/{}", rig.state.links.participant_token(&bela.id));
    let (_, after) = page(&rig, &own).await;

    assert!(!before.contains("Anna") && !before.contains("cake") && !before.contains("<b>2</b>"));
    assert!(after.contains("Anna") && after.contains("cake") && after.contains("<b>2</b>"));
}

#[actix_web::test]
async fn what_others_said_is_seen_at_the_end_only() {
    let (rig, mira, poll) = open(|wanted| {
        wanted.sight = Some(Sight::Over);
        wanted.deadline = deadline();
    })
    .await;
    let seen = view(&rig, &mira, &poll).await;
    vote(&rig, &poll, says("Anna", &seen, &[(MONDAY, "yes")]))
        .await
        .unwrap();
    let bela = vote(&rig, &poll, says("Bela", &seen, &[(MONDAY, "yes")])).await;
    let bela = bela.unwrap().participant;
    let own = format!("/polls/{}", rig.state.links.participant_token(&bela.id));

    let (_, before) = page(&rig, &own).await;
    until(&rig, deadline().unwrap());
    let (_, after) = page(&rig, &path(&rig, &poll)).await;

    assert!(!before.contains("Anna"));
    assert!(after.contains("Anna") && after.contains("The time to answer is over."));
}

#[actix_web::test]
async fn times_are_those_of_the_poll_and_of_the_zone_asked_for() {
    let (rig, _, poll) = open(|_| {}).await;

    let (_, here) = page(&rig, &path(&rig, &poll)).await;
    let (_, there) = page(&rig, &format!("{}?zone=Asia/Kolkata", path(&rig, &poll))).await;
    let (status, _) = page(&rig, &format!("{}?zone=Mars", path(&rig, &poll))).await;

    assert!(here.contains("10:00") && !here.contains("13:30"));
    assert!(there.contains("14:30\u{2060}–\u{2060}15:20"));
    assert!(there.contains("10:00\u{2060}–\u{2060}10:50, Berlin time"));
    assert_eq!(status, 422);
}

#[actix_web::test]
async fn a_time_that_is_gone_can_only_be_refused() {
    let (rig, _, poll) = open(|_| {}).await;
    rig.book(booking("mira", MONDAY)).await.unwrap();

    let (_, body) = page(&rig, &path(&rig, &poll)).await;

    assert!(body.contains("taken meanwhile"));
    assert_eq!(body.matches(" disabled").count(), 2);
}

#[actix_web::test]
async fn when_it_is_agreed_the_page_says_when() {
    let (rig, mira, poll) = open(|_| {}).await;
    let seen = view(&rig, &mira, &poll).await;
    vote(&rig, &poll, says("Anna", &seen, &[(TUESDAY, "yes")]))
        .await
        .unwrap();
    close(&rig, &mira, &poll, Choice::Best).await.unwrap();

    let (_, body) = page(&rig, &path(&rig, &poll)).await;
    let (late, said) = rig
        .call(
            TestRequest::post()
                .uri(&path(&rig, &poll))
                .set_form([("name", "Bela")]),
        )
        .await;

    assert!(body.contains("Agreed.") && body.contains("2026-01-20T09:00:00Z"));
    assert!(!body.contains("type=\"radio\""));
    assert_eq!(late, 409);
    assert!(said.contains("This poll takes no more answers."));
}

#[actix_web::test]
async fn a_forged_link_opens_nothing() {
    let (rig, _, _) = open(|_| {}).await;

    let (status, _) = page(&rig, "/polls/AAAAAAAAAAAAAAAAAAAAAAAA").await;

    assert_eq!(status, 404);
}

#[actix_web::test]
async fn addresses_of_those_who_were_asked_are_seen_by_nobody_else() {
    let (rig, _, poll) = open(|wanted| wanted.emails = vec!["ruth@post.example".to_owned()]).await;

    let (_, body) = page(&rig, &path(&rig, &poll)).await;

    assert!(!body.contains("ruth@"));
    assert!(body.contains("One of those who were asked has not answered yet."));
}
