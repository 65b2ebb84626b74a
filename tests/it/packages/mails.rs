use super::{MONDAYS, book, cancel, form, sell, step};
use crate::support::rig::Rig;

/// The decoded mails to somebody whose subject holds these words.
pub(super) fn about<'a>(mails: &'a [(String, String)], to: &str, words: &str) -> Vec<&'a str> {
    mails
        .iter()
        .map(|(_, mail)| mail.as_str())
        .filter(|mail| mail.contains(&format!("<{to}>")) || mail.contains(&format!("To: {to}")))
        .filter(|mail| {
            let subject = mail.lines().find(|line| line.starts_with("Subject:"));
            subject.is_some_and(|subject| subject.contains(words))
        })
        .collect()
}

/// Quoted-printable and base64 read back.
pub(super) fn decoded(mail: &str) -> String {
    use base64::Engine;
    let mut text = mail.replace("=\r\n", "").replace("=3D", "=");
    for part in mail.split("\r\n\r\n") {
        let compact: String = part
            .split("\r\n--")
            .next()
            .unwrap_or("")
            .split_whitespace()
            .collect();
        if let Ok(bytes) = base64::engine::general_purpose::STANDARD.decode(&compact) {
            text.push_str(&String::from_utf8_lossy(&bytes));
        }
    }
    text
}

#[actix_web::test]
async fn the_client_gets_the_link_of_a_package() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let (_, token) = sell(&rig, &host, form(&host)).await;

    rig.run_jobs().await.unwrap();

    let mails = rig.mails();
    assert_eq!(mails.len(), 1);
    assert!(decoded(&mails[0].1).contains(&format!("/p/{token}")));
}

#[actix_web::test]
async fn a_series_is_one_letter_with_one_calendar_file() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let (_, token) = sell(&rig, &host, form(&host)).await;
    rig.run_jobs().await.unwrap();
    let before = rig.mails().len();

    let booked = book(&rig, &token, &MONDAYS).await.unwrap();
    rig.run_jobs().await.unwrap();

    let mails = rig.mails();
    assert_eq!(mails.len(), before + 2, "one to each side");
    let client = about(&mails, "thea@post.example", "4 sessions");
    assert_eq!(client.len(), 1);
    let text = decoded(client[0]);
    assert_eq!(text.matches("BEGIN:VEVENT").count(), 4, "{text}");
    assert_eq!(text.matches("BEGIN:VTIMEZONE").count(), 1);
    for booking in &booked {
        assert!(text.contains(&format!("UID:{}", booking.id)));
    }
    assert_eq!(about(&mails, "mira@coop.example", "4 Sitzungen").len(), 1);

    // Whoever has it in the calendar is told when it is taken out.
    cancel(&rig, &booked[0]).await.unwrap();
    rig.run_jobs().await.unwrap();
    let all: String = rig.mails()[..]
        .iter()
        .map(|(_, mail)| decoded(mail))
        .collect();
    assert_eq!(all.matches("METHOD:CANCEL").count() / 2, 2, "to both sides");
}

#[actix_web::test]
async fn of_one_session_one_hears_as_of_any_other() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let (_, token) = sell(&rig, &host, form(&host)).await;
    rig.run_jobs().await.unwrap();

    book(&rig, &token, &MONDAYS[..1]).await.unwrap();
    rig.run_jobs().await.unwrap();

    let all: String = rig.mails().iter().map(|(_, mail)| decoded(mail)).collect();
    assert!(all.contains("METHOD:REQUEST"));
    assert_eq!(rig.mails().len(), 3);
}

#[actix_web::test]
async fn what_its_host_does_with_a_package_its_client_hears() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let (package, _) = sell(&rig, &host, form(&host)).await;
    rig.run_jobs().await.unwrap();

    for (name, words) in [
        ("freeze", "is frozen"),
        ("thaw", "runs again"),
        ("end", "has ended"),
    ] {
        step(&rig, &host, &package.id, name).await.unwrap();
        rig.run_jobs().await.unwrap();
        let mails = rig.mails();
        assert_eq!(about(&mails, "thea@post.example", words).len(), 1, "{name}");
    }
}

#[actix_web::test]
async fn a_letter_that_is_no_longer_so_is_not_sent() {
    let rig = Rig::new();
    let host = rig.host("mira").await;
    let (package, token) = sell(&rig, &host, form(&host)).await;
    let booked = book(&rig, &token, &MONDAYS[..2]).await.unwrap();
    step(&rig, &host, &package.id, "freeze").await.unwrap();
    step(&rig, &host, &package.id, "end").await.unwrap();

    rig.run_jobs().await.unwrap();

    let mails = rig.mails();
    assert!(about(&mails, "thea@post.example", "is frozen").is_empty());
    assert!(about(&mails, "thea@post.example", "2 sessions").is_empty());
    assert_eq!(about(&mails, "thea@post.example", "has ended").len(), 1);
    assert_eq!(booked.len(), 2);
}
