//! Mails as a real mail server takes them and another program reads them.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use lettre::Message;
use serde_json::{Value, json};
use zeitgenosse::kernel::booking::{Attendee, Booking, CancelledBy, Life, News, Status};
use zeitgenosse::kernel::event_type::Location;
use zeitgenosse::kernel::intake::{Answer, Given};
use zeitgenosse::kernel::people::{Email, Language, Person, Profile, Username};
use zeitgenosse::kernel::span::Span;
use zeitgenosse::mail::compose::compose;
use zeitgenosse::mail::letter::{Coop, Letter, Reader};
use zeitgenosse::mail::send::{Mailer, SendError};
use zeitgenosse::mail::{message_id, sender};
use zeitgenosse::texts::Texts;

use crate::peers::SmtpServer;

const DOMAIN: &str = "lotsenhaus.example";

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn email(text: &str) -> Email {
    Email::parse(text).unwrap()
}

/// Thea has booked Miriam for 16 March 2027, 9:30 in Berlin.
fn booking() -> Booking {
    let start = at("2027-03-16T08:30:00Z");
    Booking {
        id: "0198aa".into(),
        event_type_id: "e1".into(),
        host_id: "p1".into(),
        co_host_ids: Vec::new(),
        life: Life {
            status: Status::Confirmed,
            span: Span::new(start, start + TimeDelta::minutes(50)).unwrap(),
            sequence: 0,
        },
        title: "Erstgespräch; ruhig, „offen“".into(),
        location: Location::Room {
            backend: "jitsi".into(),
        },
        created_at: at("2027-03-01T10:00:00Z"),
        updated_at: at("2027-03-01T10:00:00Z"),
        attendee: Attendee {
            id: "a1".into(),
            name: "Thea Behrend".into(),
            email: email("thea@post.example"),
            zone: Tz::Europe__Berlin,
            language: Language::De,
            guests: vec![email("gast@post.example")],
            answers: vec![Answer {
                question: "Worum geht es?".into(),
                given: Given::Text("Geheimnis".into()),
                keep_days: 90,
            }],
        },
        reason: String::new(),
    }
}

fn host() -> Person {
    Person {
        id: "p1".into(),
        username: Username::parse("miriam").unwrap(),
        name: "Miriam Okafor-Lindner".into(),
        email: email("miriam@lotsenhaus.example"),
        zone: Tz::Europe__Berlin,
        language: Language::De,
        is_admin: false,
        is_disabled: false,
        profile: Profile::default(),
    }
}

fn write(news: News, reader: Reader, booking: &Booking) -> Message {
    let coop = Coop {
        name: "Lotsenhaus eG".into(),
        place: "Hamburg".into(),
        ..Coop::default()
    };
    let letter = Letter {
        news,
        reader,
        booking,
        host: &host(),
        co_hosts: &[],
        coop: &coop,
        domain: DOMAIN,
        manage_url: "https://lotsenhaus.example/b/k7pw3xme",
        join_url: "https://lotsenhaus.example/r/hafenlinde47",
        desk_url: "https://lotsenhaus.example/desk/bookings/0198aa",
        previous: None,
        was_invited: news != News::Requested && news != News::Confirmed,
        reads_replies: false,
        price: None,
        policy: None,
        now: at("2027-03-01T10:00:00Z"),
    };
    let from = sender("zeitgenosse@lotsenhaus.example").unwrap();
    let texts = Arc::new(Texts::load().unwrap());
    let key = format!("{}-{news:?}-{}", booking.id, booking.life.sequence);
    compose(&letter, &texts, &from, &message_id(&key, DOMAIN)).unwrap()
}

/// A mail server and a mailer that knows it.
struct Post {
    server: SmtpServer,
    mailer: Mailer,
    _folder: tempfile::TempDir,
}

impl Post {
    fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let server = SmtpServer::start(&folder.path().join("received"));
        let mailer = Mailer::from_config(Some(&server.url()), folder.path().join("mail")).unwrap();
        Self {
            server,
            mailer,
            _folder: folder,
        }
    }

    async fn send(&self, message: &Message) -> Result<(), SendError> {
        self.mailer.send(message, "key").await
    }

    /// Sends the mail; what another program reads at the other end.
    async fn deliver(&self, message: &Message) -> Value {
        self.send(message).await.unwrap();
        self.server.mails().pop().unwrap()
    }
}

#[tokio::test]
async fn a_confirmation_arrives_as_an_invitation() {
    let post = Post::open();

    let mail = post
        .deliver(&write(News::Confirmed, Reader::Attendee, &booking()))
        .await;

    assert_eq!(mail["defects"], json!([]));
    assert_eq!(mail["subject"], "Abgemacht: Dienstag, 16. März, 9:30 Uhr");
    assert_eq!(
        mail["from"],
        json!([{
            "name": "Miriam Okafor-Lindner über Lotsenhaus eG",
            "address": "zeitgenosse@lotsenhaus.example"
        }])
    );
    assert_eq!(mail["reply_to"][0]["address"], "miriam@lotsenhaus.example");
    assert_eq!(
        mail["to"],
        json!([{"name": "Thea Behrend", "address": "thea@post.example"}])
    );
    assert_eq!(
        mail["headers"]["message-id"],
        "<0198aa-Confirmed-0@lotsenhaus.example>"
    );
    assert_eq!(mail["headers"]["auto-submitted"], "auto-generated");
    assert_eq!(
        mail["parts"],
        json!([
            "multipart/mixed",
            [
                [
                    "multipart/alternative",
                    ["text/plain", "text/html", "text/calendar"]
                ],
                "application/ics"
            ]
        ])
    );
    let text = mail["text"].as_str().unwrap();
    assert!(
        text.contains("9:30 bis 10:20 Uhr (Zeit in Berlin)"),
        "{text}"
    );

    let calendar = &mail["calendar"];
    assert_eq!(calendar["errors"], json!([]));
    assert_eq!(calendar["method_parameter"], "REQUEST");
    assert_eq!(calendar["method"], "REQUEST");
    assert_eq!(calendar["attachment_is_same"], true);
    assert_eq!(calendar["attachment_name"], "invite.ics");
    assert_eq!(calendar["uid"], "0198aa@lotsenhaus.example");
    assert_eq!(calendar["sequence"], 0);
    assert_eq!(calendar["status"], "CONFIRMED");
    assert_eq!(calendar["dtstart"], "2027-03-16T09:30:00+01:00");
    assert_eq!(calendar["dtend"], "2027-03-16T10:20:00+01:00");
    assert_eq!(calendar["vtimezone_offset"], 3600.0);
    assert_eq!(
        calendar["location"],
        "https://lotsenhaus.example/r/hafenlinde47"
    );
    assert_eq!(
        calendar["conference"],
        "https://lotsenhaus.example/r/hafenlinde47"
    );
    assert_eq!(
        calendar["summary"],
        "Erstgespräch; ruhig, „offen“: Miriam Okafor-Lindner"
    );
    assert_eq!(
        calendar["organizer"]["address"],
        "mailto:zeitgenosse@lotsenhaus.example"
    );
    assert_eq!(calendar["organizer"]["cn"], "Miriam Okafor-Lindner");
    let attendees: Vec<_> = calendar["attendees"]
        .as_array()
        .unwrap()
        .iter()
        .map(|a| {
            (
                a["address"].as_str().unwrap(),
                a["partstat"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        attendees,
        [
            ("mailto:miriam@lotsenhaus.example", "ACCEPTED"),
            ("mailto:thea@post.example", "ACCEPTED"),
            ("mailto:gast@post.example", "NEEDS-ACTION"),
        ]
    );
    assert!(!calendar.to_string().contains("Geheimnis"));
}

#[tokio::test]
async fn a_session_keeps_its_uid_and_thread_through_move_and_cancellation() {
    let post = Post::open();
    let mut booking = booking();
    post.deliver(&write(News::Confirmed, Reader::Attendee, &booking))
        .await;
    let later = at("2027-07-06T08:30:00Z");
    booking.life.span = Span::new(later, later + TimeDelta::minutes(50)).unwrap();
    booking.life.sequence = 1;
    post.deliver(&write(News::Rescheduled, Reader::Attendee, &booking))
        .await;
    booking.life.sequence = 2;
    booking.life.status = Status::Cancelled {
        at: at("2027-03-02T10:00:00Z"),
        by: CancelledBy::Host,
    };
    post.deliver(&write(News::Cancelled, Reader::Attendee, &booking))
        .await;

    let mails = post.server.mails();

    let facts: Vec<_> = mails
        .iter()
        .map(|mail| {
            let calendar = &mail["calendar"];
            json!([
                calendar["method"],
                calendar["sequence"],
                calendar["status"],
                calendar["dtstart"],
                calendar["uid"],
                mail["headers"]["references"]
            ])
        })
        .collect();
    let (uid, thread) = ("0198aa@lotsenhaus.example", "<0198aa@lotsenhaus.example>");
    assert_eq!(
        facts,
        [
            json!([
                "REQUEST",
                0,
                "CONFIRMED",
                "2027-03-16T09:30:00+01:00",
                uid,
                thread
            ]),
            json!([
                "REQUEST",
                1,
                "CONFIRMED",
                "2027-07-06T10:30:00+02:00",
                uid,
                thread
            ]),
            json!([
                "CANCEL",
                2,
                "CANCELLED",
                "2027-07-06T10:30:00+02:00",
                uid,
                thread
            ]),
        ]
    );
}

#[tokio::test]
async fn another_program_reads_the_same_clocks_from_the_invitation() {
    let post = Post::open();
    let zones = [
        Tz::Europe__Berlin,
        Tz::Europe__Dublin,
        Tz::Australia__Lord_Howe,
        Tz::Asia__Kathmandu,
        Tz::America__Sao_Paulo,
        Tz::America__New_York,
        Tz::Africa__Casablanca,
        Tz::America__St_Johns,
    ];
    let starts = [
        at("2027-01-10T08:30:00Z"),
        at("2027-07-10T08:30:00Z"),
        at("2027-10-31T12:00:00Z"),
    ];
    let mut expected = Vec::new();
    for zone in zones {
        for start in starts {
            let mut booking = booking();
            booking.attendee.zone = zone;
            booking.life.span = Span::new(start, start + TimeDelta::minutes(50)).unwrap();
            let message = write(News::Confirmed, Reader::Attendee, &booking);
            post.send(&message).await.unwrap();
            let local = start.with_timezone(&zone);
            let offset = chrono::Offset::fix(local.offset()).local_minus_utc();
            expected.push(json!([zone.name(), f64::from(offset), local.to_rfc3339()]));
        }
    }

    let read: Vec<_> = post
        .server
        .mails()
        .iter()
        .map(|mail| {
            let calendar = &mail["calendar"];
            json!([
                calendar["tzid"],
                calendar["vtimezone_offset"],
                calendar["dtstart"]
            ])
        })
        .collect();

    assert_eq!(read, expected);
}

#[tokio::test]
async fn a_hostile_name_arrives_as_a_name() {
    let post = Post::open();
    let emoji = "😀".repeat(120);
    let long = "Maximiliane ".repeat(10);
    for name in [
        "\"Thea\"; <evil@evil.example>, x: y",
        "Thea\r\nBcc: all@evil.example",
        emoji.as_str(),
        long.trim(),
        "Þóra Ægisdóttir (ok) \\ =?utf-8?q?x?=",
    ] {
        let mut booking = booking();
        booking.attendee.name = name.to_owned();

        let to_client = post
            .deliver(&write(News::Confirmed, Reader::Attendee, &booking))
            .await;
        let to_host = post
            .deliver(&write(News::Confirmed, Reader::Host, &booking))
            .await;

        let one_line = name.replace("\r\n", " ");
        assert_eq!(
            to_client["to"],
            json!([{"name": one_line, "address": "thea@post.example"}])
        );
        assert_eq!(to_host["reply_to"], to_client["to"]);
        assert_eq!(
            to_host["from"][0]["address"],
            "zeitgenosse@lotsenhaus.example"
        );
        assert_eq!(
            to_host["from"][0]["name"],
            format!("{one_line} über Lotsenhaus eG")
        );
        for mail in [to_client, to_host] {
            assert_eq!(mail["defects"], json!([]));
            assert_eq!(mail["headers"].get("bcc"), None);
            assert_eq!(mail["is_ascii"], true);
            assert!(mail["longest_line"].as_u64().unwrap() <= 998);
            let client = &mail["calendar"]["attendees"][1];
            assert_eq!(client["address"], "mailto:thea@post.example");
            assert_eq!(client["cn"], one_line.replace('"', "'"));
        }
    }
}

#[tokio::test]
async fn a_server_that_says_later_is_asked_again() {
    let post = Post::open();
    let mut booking = booking();
    booking.attendee.email = email("later@post.example");

    let error = post
        .send(&write(News::Confirmed, Reader::Attendee, &booking))
        .await
        .unwrap_err();

    assert!(matches!(error, SendError::Retry(_)), "{error}");
    assert!(error.to_string().contains("451"), "{error}");
    assert!(!error.to_string().contains("later@"), "{error}");
    assert!(post.server.mails().is_empty());
}

#[tokio::test]
async fn a_server_that_says_never_is_believed() {
    let post = Post::open();
    let mut booking = booking();
    booking.attendee.email = email("gone@post.example");

    let error = post
        .send(&write(News::Confirmed, Reader::Attendee, &booking))
        .await
        .unwrap_err();

    assert!(matches!(error, SendError::GiveUp(_)), "{error}");
    assert!(error.to_string().contains("550"), "{error}");
}

#[tokio::test]
async fn a_server_that_is_down_is_asked_again() {
    let post = Post::open();
    let message = write(News::Confirmed, Reader::Attendee, &booking());
    post.send(&message).await.unwrap();

    // The connection that was kept is dead now, and no new one is answered.
    drop(post.server);
    let error = post.mailer.send(&message, "key").await.unwrap_err();

    assert!(matches!(error, SendError::Retry(_)), "{error}");
}

#[tokio::test]
async fn a_password_the_server_does_not_take_is_not_the_mails_fault() {
    let post = Post::open();
    let url = format!("smtp://mira:secret@127.0.0.1:{}", post.server.port);
    let mailer = Mailer::from_config(Some(&url), "unused".into()).unwrap();

    let error = mailer
        .send(&write(News::Confirmed, Reader::Attendee, &booking()), "key")
        .await
        .unwrap_err();

    assert!(matches!(error, SendError::Retry(_)), "{error}");
    assert!(!error.to_string().contains("secret"), "{error}");
}
