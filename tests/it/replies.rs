//! Answers to invitations, written by another program and handed over as a mail server does.

use std::io::Write;
use std::process::{Command, Stdio};

use zeitgenosse::kernel::booking::{Answer, Status};
use zeitgenosse::service::bookings::{self, By, NewBooking};
use zeitgenosse::service::replies;

use crate::desk::{get, signed_in};
use crate::peers;
use crate::support::rig::{Host, Rig, SECRET, at, booking};

/// A session with a guest, and the invitation of its client.
struct Invited {
    rig: Rig,
    host: Host,
    id: String,
    mail: tempfile::NamedTempFile,
}

async fn invited() -> Invited {
    let rig = Rig::with(|config| config.mail.replies = true);
    let host = rig.host("mira").await;
    let with_guest = NewBooking {
        guests: vec!["rosa@post.example".to_owned()],
        ..booking("mira", "2026-01-12T09:00:00Z")
    };
    let id = rig.book(with_guest).await.unwrap().booking.id;
    rig.run_jobs().await.unwrap();
    let mails = rig.mails();
    let (_, invitation) = mails
        .iter()
        .find(|(_, mail)| mail.contains("<thea@post.example>") && mail.contains("REQUEST"))
        .unwrap();
    let mut mail = tempfile::NamedTempFile::new().unwrap();
    mail.write_all(invitation.as_bytes()).unwrap();
    Invited {
        rig,
        host,
        id,
        mail,
    }
}

impl Invited {
    /// Hands a mail to the program; how it ended.
    fn hand_over(&self, mail: &[u8]) -> Option<i32> {
        let mut program = Command::new(env!("CARGO_BIN_EXE_zeitgenosse"))
            .arg("receive-mail")
            .env("ZEITGENOSSE_DATA_DIR", self.rig.database.dir.path())
            .env("ZEITGENOSSE_DATABASE_URL", &self.rig.database.url)
            .env("ZEITGENOSSE_BASE_URL", "http://127.0.0.1:8080")
            .env("ZEITGENOSSE_SECRET_KEY", SECRET)
            .env("ZEITGENOSSE_NOW", "2026-01-08T08:00:00Z")
            .stdin(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // It may have had enough before the end.
        let _ = program.stdin.take().unwrap().write_all(mail);
        program.wait().unwrap().code()
    }

    fn answer(&self, attendee: &str, partstat: &str, from: &str) {
        let reply = peers::reply_to_invite(self.mail.path(), attendee, partstat, from);
        assert_eq!(self.hand_over(&reply), Some(0));
    }

    async fn answers(&self) -> Vec<(String, Answer)> {
        let id = self.id.clone();
        let read = self.rig.state.store.read(move |db| {
            let booking = bookings::load(db, &id)?.booking;
            replies::of_booking(db, &booking)
        });
        let kept = read.await.unwrap().into_iter();
        kept.map(|reply| (reply.email.to_string(), reply.answer))
            .collect()
    }
}

#[actix_web::test]
async fn an_answer_sets_the_state_of_its_attendee() {
    let invited = invited().await;

    invited.answer("rosa@post.example", "TENTATIVE", "Rosa <rosa@post.example>");
    invited.answer("rosa@post.example", "ACCEPTED", "rosa@post.example");
    invited.answer("thea@post.example", "DECLINED", "THEA@post.example");
    invited.answer("thea@post.example", "DECLINED", "thea@post.example");

    let expected = [
        ("rosa@post.example".to_owned(), Answer::Accepted),
        ("thea@post.example".to_owned(), Answer::Declined),
    ];
    assert_eq!(invited.answers().await, expected);
    let cookie = signed_in(&invited.rig, &invited.host.viewer).await;
    let path = format!("/desk/bookings/{}?lang=en", invited.id);
    let (_, page) = get(&invited.rig, &path, &cookie).await;
    assert!(page.contains("Thea Behrend has declined"), "{page}");
    assert!(page.contains("rosa@post.example has accepted"));

    // The session stands, and its host hears of the no once.
    invited.rig.run_jobs().await.unwrap();
    let mails = invited.rig.mails();
    let told = mails
        .iter()
        .filter(|(_, mail)| mail.contains("Im Kalender abgelehnt"));
    assert_eq!(told.count(), 1);
    let id = invited.id.clone();
    let read = invited
        .rig
        .state
        .store
        .read(move |db| bookings::load(db, &id));
    let status = read.await.unwrap().booking.life.status;
    assert_eq!(status, Status::Confirmed);
}

#[actix_web::test]
async fn strangers_old_answers_and_other_mails_change_nothing() {
    let invited = invited().await;

    invited.answer("rosa@post.example", "DECLINED", "other@post.example");
    invited.answer("other@post.example", "DECLINED", "other@post.example");
    assert_eq!(
        invited.hand_over(b"Subject: Hello\r\n\r\nHello!\r\n"),
        Some(0)
    );
    assert_eq!(invited.hand_over(b""), Some(0));
    assert_eq!(invited.hand_over(&vec![b'a'; 3 << 20]), Some(0));
    assert_eq!(invited.answers().await, []);

    let (viewer, id, now) = (
        invited.host.viewer.clone(),
        invited.id.clone(),
        invited.rig.now(),
    );
    let start = at("2026-01-13T09:00:00Z");
    invited
        .rig
        .write(move |db| bookings::reschedule(db, &By::Host(&viewer), Some(&id), start, now))
        .await
        .unwrap();
    invited.answer("rosa@post.example", "DECLINED", "rosa@post.example");
    assert_eq!(invited.answers().await, []);
}

#[actix_web::test]
async fn an_answer_is_asked_for_only_where_it_is_read() {
    let invited = invited().await;
    let asked = std::fs::read_to_string(invited.mail.path()).unwrap();
    assert!(calendar_of(&asked).contains("RSVP=TRUE"));

    let rig = Rig::new();
    rig.host("mira").await;
    rig.book(booking("mira", "2026-01-12T09:00:00Z"))
        .await
        .unwrap();
    rig.run_jobs().await.unwrap();
    for (_, mail) in rig.mails() {
        assert!(!calendar_of(&mail).contains("RSVP=TRUE"));
    }
}

/// The calendar part of a mail, unfolded.
fn calendar_of(mail: &str) -> String {
    use base64::Engine;
    let unfolded = |text: &str| {
        text.replace("=\r\n", "")
            .replace("=3D", "=")
            .replace("\r\n ", "")
    };
    let parts = mail.split("\r\n\r\n").map(|part| {
        let body: String = part
            .split("\r\n--")
            .next()
            .unwrap_or("")
            .split_whitespace()
            .collect();
        let decoded = base64::engine::general_purpose::STANDARD.decode(body);
        decoded.map_or_else(
            |_| part.to_owned(),
            |bytes| String::from_utf8_lossy(&bytes).into_owned(),
        )
    });
    parts.map(|part| unfolded(&part)).collect()
}
