//! What polls write to whom.

use zeitgenosse::service::polls::{Choice, PollForm};

use super::{DEADLINE, MONDAY, close, deadline, form, make, says, until, view, vote, vote_by};
use crate::support::rig::{Rig, at, minutes};

/// The text of a mail, whatever its encoding; headers and body.
fn plain(mail: &str) -> String {
    mail.replace("=\r\n", "")
        .replace("=E2=80=9C", "")
        .replace("=3D", "=")
}

fn to<'a>(mails: &'a [(String, String)], address: &str) -> Vec<&'a String> {
    mails
        .iter()
        .map(|(_, mail)| mail)
        .filter(|mail| {
            let to = mail.lines().find(|line| line.starts_with("To:"));
            to.is_some_and(|to| to.contains(address))
        })
        .collect()
}

#[actix_web::test]
async fn who_is_asked_gets_a_link_of_their_own_once() {
    let rig = Rig::new();
    let (mira, _otto) = (rig.host("mira").await, rig.host("otto").await);
    let asked = PollForm {
        hosts: vec!["otto".to_owned()],
        emails: [
            "ruth@post.example",
            "RUTH@post.example",
            "otto@coop.example",
            "mira@coop.example",
        ]
        .map(str::to_owned)
        .to_vec(),
        ..form(&mira)
    };

    let poll = make(&rig, &mira, asked).await.unwrap();
    rig.run_jobs().await.unwrap();

    let mails = rig.mails();
    assert_eq!(mails.len(), 2, "{mails:?}");
    let ruth = plain(to(&mails, "ruth@post.example")[0]);
    let seen = view(&rig, &mira, &poll).await;
    let id = |email: &str| {
        let mut silent = seen.silent.iter();
        let found = silent.find(|it| it.email.as_ref().unwrap().as_str() == email);
        found.unwrap().id.clone()
    };
    assert!(ruth.contains(&rig.state.links.poll_of(&id("ruth@post.example"))));
    assert!(!ruth.contains(&rig.state.links.poll_of(&id("otto@coop.example"))));
    assert!(ruth.contains("Reply-To:") && ruth.contains("mira@coop.example"));
    assert_eq!(seen.hosts.len(), 1);
}

#[actix_web::test]
async fn a_day_before_the_deadline_those_are_reminded_who_have_not_answered() {
    let rig = Rig::new();
    let mira = rig.host("mira").await;
    let reminding = PollForm {
        deadline: deadline(),
        reminds: true,
        emails: ["ruth@post.example", "lene@post.example"]
            .map(str::to_owned)
            .to_vec(),
        ..form(&mira)
    };
    let poll = make(&rig, &mira, reminding).await.unwrap();
    rig.run_jobs().await.unwrap();
    let seen = view(&rig, &mira, &poll).await;
    let token = rig.state.links.participant_token(&seen.silent[1].id);
    vote_by(&rig, &token, says("Lene", &seen, &[(MONDAY, "yes")]))
        .await
        .unwrap();

    until(&rig, at(DEADLINE) - minutes(24 * 60 + 1));
    rig.run_jobs().await.unwrap();
    let before = rig.mails().len();
    until(&rig, at(DEADLINE) - minutes(24 * 60));
    rig.run_jobs().await.unwrap();
    until(&rig, at(DEADLINE) - minutes(60));
    rig.run_jobs().await.unwrap();

    let mails = rig.mails();
    assert_eq!((before, mails.len()), (2, 3));
    assert_eq!(to(&mails, "ruth@post.example").len(), 2);
    assert_eq!(to(&mails, "lene@post.example").len(), 1);
}

#[actix_web::test]
async fn everybody_who_left_an_address_is_invited_to_the_session() {
    let rig = Rig::new();
    let mira = rig.host("mira").await;
    let poll = make(&rig, &mira, form(&mira)).await.unwrap();
    let seen = view(&rig, &mira, &poll).await;
    for name in ["Anna", "Bela", "Cleo"] {
        vote(&rig, &poll, says(name, &seen, &[(MONDAY, "yes")]))
            .await
            .unwrap();
    }

    close(&rig, &mira, &poll, Choice::Best).await.unwrap();
    rig.run_jobs().await.unwrap();

    let mails = rig.mails();
    assert_eq!(mails.len(), 4);
    for address in ["anna@", "bela@", "cleo@", "mira@coop.example"] {
        let found = to(&mails, address);
        assert_eq!(found.len(), 1, "{address}");
        assert!(found[0].contains("method=REQUEST"), "{address}");
    }
}

#[actix_web::test]
async fn when_nothing_fits_everybody_is_told_and_nothing_is_booked() {
    let rig = Rig::new();
    let mira = rig.host("mira").await;
    let itself = PollForm {
        deadline: deadline(),
        closes_itself: true,
        ..form(&mira)
    };
    let poll = make(&rig, &mira, itself).await.unwrap();
    let seen = view(&rig, &mira, &poll).await;
    vote(&rig, &poll, says("Anna", &seen, &[(MONDAY, "no")]))
        .await
        .unwrap();

    until(&rig, at(DEADLINE));
    rig.run_jobs().await.unwrap();

    let mails = rig.mails();
    assert_eq!(mails.len(), 2, "{mails:?}");
    assert!(plain(to(&mails, "anna@post.example")[0]).contains("No common time"));
    assert_eq!(to(&mails, "mira@coop.example").len(), 1);
    assert!(view(&rig, &mira, &poll).await.session.is_none());
}

#[actix_web::test]
async fn at_the_deadline_the_host_is_asked_to_choose() {
    let rig = Rig::new();
    let mira = rig.host("mira").await;
    let ending = PollForm {
        deadline: deadline(),
        ..form(&mira)
    };
    let poll = make(&rig, &mira, ending).await.unwrap();
    let seen = view(&rig, &mira, &poll).await;
    vote(&rig, &poll, says("Anna", &seen, &[(MONDAY, "yes")]))
        .await
        .unwrap();

    until(&rig, at(DEADLINE));
    rig.run_jobs().await.unwrap();
    rig.run_jobs().await.unwrap();

    let mails = rig.mails();
    assert_eq!(mails.len(), 1);
    let mail = plain(to(&mails, "mira@coop.example")[0]);
    assert!(mail.contains(&rig.state.links.desk_poll(&poll.id)));
}

#[actix_web::test]
async fn nobody_is_asked_by_a_poll_that_is_gone() {
    let rig = Rig::new();
    let mira = rig.host("mira").await;
    let asked = PollForm {
        emails: vec!["ruth@post.example".to_owned()],
        ..form(&mira)
    };
    let poll = make(&rig, &mira, asked).await.unwrap();

    let (viewer, id) = (mira.viewer.clone(), poll.id);
    rig.write(move |db| zeitgenosse::service::polls::delete(db, &viewer, &id))
        .await
        .unwrap();
    rig.run_jobs().await.unwrap();

    assert!(rig.mails().is_empty());
}
