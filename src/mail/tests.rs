//! Letters as they are read, and what hostile names do to them.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use lettre::Message;

use super::compose::compose;
use super::letter::{Coop, Letter, Reader};
use super::send::Mailer;
use super::{calendar_file, content, mailbox, message_id, render, sender};
use crate::kernel::booking::{Attendee, Booking, CancelledBy, Life, News, Status};
use crate::kernel::event_type::Location;
use crate::kernel::intake::{Answer, Given};
use crate::kernel::people::{Email, Language, Person, Profile, Username};
use crate::kernel::span::Span;
use crate::texts::{Texts, Words};

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn email(text: &str) -> Email {
    Email::parse(text).unwrap()
}

struct Desk {
    booking: Booking,
    host: Person,
    coop: Coop,
    guest: Email,
    texts: Arc<Texts>,
}

impl Desk {
    /// Thea in Lisbon has booked Miriam in Berlin.
    fn new() -> Self {
        let guest = email("gast@post.example");
        Self {
            booking: Booking {
                id: "0198-b1".into(),
                event_type_id: "e1".into(),
                host_id: "p1".into(),
                co_host_ids: Vec::new(),
                life: Life {
                    status: Status::Confirmed,
                    span: Span::new(at("2027-03-16T08:30:00Z"), at("2027-03-16T09:20:00Z"))
                        .unwrap(),
                    sequence: 0,
                },
                title: "Erstgespräch".into(),
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
                    guests: vec![guest.clone()],
                    answers: vec![Answer {
                        question: "Worum geht es?".into(),
                        given: Given::Text("Ein neuer\nBeruf".into()),
                        keep_days: 90,
                    }],
                },
                reason: String::new(),
            },
            host: Person {
                id: "p1".into(),
                username: Username::parse("miriam").unwrap(),
                name: "Miriam Okafor-Lindner".into(),
                email: email("miriam@lotsenhaus.example"),
                zone: Tz::Europe__Berlin,
                language: Language::De,
                is_admin: false,
                is_disabled: false,
                profile: Profile::default(),
            },
            coop: Coop {
                name: "Lotsenhaus eG".into(),
                place: "Am Zollhafen 3, Hamburg".into(),
                contact_name: "Henrike Claasen".into(),
                contact_phone: "040 66969-123".into(),
                contact_email: "hallo@lotsenhaus.example".into(),
            },
            guest,
            texts: Arc::new(Texts::load().unwrap()),
        }
    }

    fn letter<'a>(&'a self, news: News, reader: Reader<'a>) -> Letter<'a> {
        Letter {
            news,
            reader,
            booking: &self.booking,
            host: &self.host,
            co_hosts: &[],
            coop: &self.coop,
            domain: "lotsenhaus.example",
            manage_url: "https://lotsenhaus.example/b/manage-token",
            join_url: "https://lotsenhaus.example/r/door-token",
            desk_url: "https://lotsenhaus.example/desk/bookings/0198-b1",
            previous: None,
            was_invited: false,
            reads_replies: false,
            price: None,
            policy: None,
            now: at("2027-03-01T10:00:00Z"),
        }
    }

    fn words(&self, language: Language) -> Words {
        Words::new(Arc::clone(&self.texts), language)
    }

    /// The text and the HTML of a letter.
    fn print(&self, letter: &Letter) -> (String, String) {
        let t = self.words(letter.language());
        let content = content::write(letter, &t);
        (
            render::text(&content).unwrap(),
            render::html(&content, t.tag()).unwrap(),
        )
    }

    fn compose(&self, letter: &Letter) -> Message {
        let from = mailbox("", &email("zeitgenosse@lotsenhaus.example")).unwrap();
        compose(letter, &self.texts, &from, "key@lotsenhaus.example").unwrap()
    }

    fn raw(&self, letter: &Letter) -> String {
        String::from_utf8(self.compose(letter).formatted()).unwrap()
    }
}

const EVERY_NEWS: [News; 6] = [
    News::Requested,
    News::Confirmed,
    News::Rescheduled,
    News::Cancelled,
    News::Declined,
    News::Expired,
];

#[test]
fn a_confirmation_reads_like_a_letter() {
    let desk = Desk::new();

    let (text, _) = desk.print(&desk.letter(News::Confirmed, Reader::Attendee));

    assert_eq!(
        text,
        "Guten Tag Thea Behrend,

der Termin steht: Erstgespräch mit Miriam Okafor-Lindner.

  Dienstag, 16. März 2027
  9:30 bis 10:20 Uhr (Zeit in Berlin)

Zum Raum:
https://lotsenhaus.example/r/door-token

Ein Browser reicht, ein Konto ist nicht nötig.

Gäste:
  gast@post.example

Verlegen oder absagen:
https://lotsenhaus.example/b/manage-token

Der Termin für den Kalender liegt bei.

Bei Fragen einfach auf diese Mail antworten, sie geht an Miriam
Okafor-Lindner. Bei Lotsenhaus eG hilft Henrike Claasen weiter:
040 66969-123, hallo@lotsenhaus.example.

Bis Dienstag.
Miriam Okafor-Lindner

-- 
Lotsenhaus eG, Am Zollhafen 3, Hamburg
"
    );
}

#[test]
fn a_request_asks_the_host_at_the_desk_in_the_hosts_language_and_zone() {
    let mut desk = Desk::new();
    desk.host.language = Language::En;
    desk.host.zone = Tz::America__New_York;
    desk.booking.life.status = Status::Tentative {
        hold_until: at("2027-03-03T10:00:00Z"),
    };

    let letter = desk.letter(News::Requested, Reader::Host);
    let (text, html) = desk.print(&letter);

    assert!(
        text.contains("Thea Behrend asks for: Erstgespräch."),
        "{text}"
    );
    assert!(text.contains("  4:30 to 5:20 (New York time)\n"), "{text}");
    assert!(
        text.contains("  For Thea Behrend: 9:30 to 10:20 (Berlin time)\n"),
        "{text}"
    );
    assert!(text.contains("until Wednesday 3 March, 5:00."), "{text}");
    assert!(
        text.contains("Answer at the desk:\nhttps://lotsenhaus.example/desk/"),
        "{text}"
    );
    assert!(text.contains("One answer is at the desk.\n"), "{text}");
    assert!(html.contains("<a class=\"button\" href=\"https://lotsenhaus.example/desk/"));
    assert!(!desk.raw(&letter).contains("text/calendar"));
}

#[test]
fn a_move_names_the_time_before() {
    let desk = Desk::new();
    let previous = Span::new(at("2027-03-15T13:00:00Z"), at("2027-03-15T13:50:00Z"));

    let (text, _) = desk.print(&Letter {
        previous,
        ..desk.letter(News::Rescheduled, Reader::Attendee)
    });

    assert!(
        text.contains("Vorher:\n  Montag, 15. März 2027, 14:00 bis 14:50 Uhr\n"),
        "{text}"
    );
}

#[test]
fn a_cancellation_says_who_and_why_and_shows_no_door() {
    let mut desk = Desk::new();
    desk.booking.reason = "Ich bin krank.".into();
    desk.booking.life.status = Status::Cancelled {
        at: at("2027-03-02T10:00:00Z"),
        by: CancelledBy::Host,
    };

    let (text, html) = desk.print(&desk.letter(News::Cancelled, Reader::Attendee));

    assert!(
        text.contains("Miriam Okafor-Lindner hat den Termin abgesagt"),
        "{text}"
    );
    assert!(text.contains("Grund:\n  Ich bin krank.\n"), "{text}");
    assert!(text.contains("Eine andere Zeit aussuchen:\n"), "{text}");
    assert!(!text.contains("door-token") && !html.contains("door-token"));
}

#[test]
fn no_letter_holds_an_answer_and_only_the_client_can_change_the_booking() {
    let desk = Desk::new();
    let readers = [Reader::Attendee, Reader::Host, Reader::Guest(&desk.guest)];
    for news in EVERY_NEWS {
        for reader in readers {
            let letter = desk.letter(news, reader);
            let (text, html) = desk.print(&letter);
            let calendar = calendar_file(
                &letter,
                &desk.words(Language::De),
                &mailbox("", &email("zeitgenosse@lotsenhaus.example")).unwrap(),
            );

            for page in [&text, &html, &calendar] {
                let is_client = reader == Reader::Attendee;
                assert!(is_client || !page.contains("manage-token"), "{page}");
                assert!(!page.contains("Beruf"), "{page}");
                assert!(!page.contains("Worum geht"), "{page}");
                let is_host = reader == Reader::Host;
                assert!(is_host || !page.contains("/desk/"), "{page}");
            }
        }
    }
}

#[test]
fn text_and_html_hold_the_same_facts_in_the_same_order() {
    let desk = Desk::new();
    for news in EVERY_NEWS {
        for reader in [Reader::Attendee, Reader::Host, Reader::Guest(&desk.guest)] {
            let letter = desk.letter(news, reader);
            let (text, html) = desk.print(&letter);
            let html = html.replace('\u{a0}', " ");
            let (_, body) = html.split_once("</h1>").unwrap();
            let mut rest = body;
            for word in text.split_whitespace().filter(|word| *word != "--") {
                if word.starts_with("https://") {
                    // A link stands before its words in HTML.
                    assert!(body.contains(word), "{word} is missing in {html}");
                    continue;
                }
                // The colon after the words of a link is the text's alone.
                let at = rest.find(word.trim_end_matches(':'));
                let at = at.unwrap_or_else(|| panic!("{word} is missing in {rest}\n{text}"));
                rest = &rest[at..];
            }
        }
    }
}

#[test]
fn html_is_small_and_asks_for_nothing() {
    let desk = Desk::new();
    let (_, html) = desk.print(&desk.letter(News::Confirmed, Reader::Attendee));

    let style = html.split("<style>").nth(1).unwrap();
    let style = style.split("</style>").next().unwrap();
    assert!(style.len() < 1000, "{} bytes of style", style.len());
    for forbidden in ["<table", "<img", "<link", "url(", "src="] {
        assert!(!html.contains(forbidden), "{forbidden}");
    }
}

#[test]
fn no_letter_shouts_and_every_german_one_avoids_du_and_sie() {
    let mut desk = Desk::new();
    desk.booking.attendee.answers.clear();
    for news in EVERY_NEWS {
        for reader in [Reader::Attendee, Reader::Host, Reader::Guest(&desk.guest)] {
            let (text, _) = desk.print(&desk.letter(news, reader));

            assert!(!text.contains('!'), "{text}");
            let words: Vec<_> = text.split(|c: char| !c.is_alphabetic()).collect();
            for address in ["du", "dein", "deine", "Sie", "Ihr", "Ihre", "Ihnen"] {
                assert!(!words.contains(&address), "{address} in {text}");
            }
            assert!(!text.contains("mail-"), "a text is missing: {text}");
        }
    }
}

#[test]
fn an_invitation_is_both_a_part_and_a_file() {
    let desk = Desk::new();

    let raw = desk.raw(&desk.letter(News::Confirmed, Reader::Attendee));

    let order: Vec<_> = [
        "Content-Type: multipart/mixed",
        "Content-Type: multipart/alternative",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Type: text/html; charset=utf-8",
        "Content-Type: text/calendar; charset=utf-8; method=REQUEST",
        "Content-Type: application/ics; name=\"invite.ics\"",
    ]
    .iter()
    .map(|part| raw.find(part).unwrap_or_else(|| panic!("{part} in {raw}")))
    .collect();
    assert!(order.is_sorted());
}

#[test]
fn a_calendar_is_told_only_what_it_can_use() {
    let desk = Desk::new();
    let method = |news, was_invited| {
        let letter = Letter {
            was_invited,
            ..desk.letter(news, Reader::Attendee)
        };
        let raw = desk.raw(&letter);
        let (_, method) = raw.split_once("charset=utf-8; method=")?;
        Some(method.lines().next().unwrap().to_owned())
    };

    assert_eq!(method(News::Requested, false), None);
    assert_eq!(method(News::Requested, true).unwrap(), "REQUEST");
    assert_eq!(method(News::Confirmed, false).unwrap(), "REQUEST");
    assert_eq!(method(News::Rescheduled, true).unwrap(), "REQUEST");
    for over in [News::Cancelled, News::Declined, News::Expired] {
        assert_eq!(method(over, false), None);
        assert_eq!(method(over, true).unwrap(), "CANCEL");
    }
}

#[test]
fn headers_form_threads_and_answer_to_people() {
    let desk = Desk::new();

    let message = desk.compose(&desk.letter(News::Confirmed, Reader::Attendee));

    let header = |name| message.headers().get_raw(name).unwrap();
    assert_eq!(header("Message-ID"), "<key@lotsenhaus.example>");
    assert_eq!(header("References"), "<0198-b1@lotsenhaus.example>");
    assert_eq!(header("In-Reply-To"), "<0198-b1@lotsenhaus.example>");
    assert_eq!(header("Auto-Submitted"), "auto-generated");
    assert_eq!(header("Date"), "Mon, 01 Mar 2027 10:00:00 +0000");
    assert_eq!(header("Subject"), "Abgemacht: Dienstag, 16. März, 9:30 Uhr");
    assert!(header("From").contains("<zeitgenosse@lotsenhaus.example>"));
    assert!(header("From").contains("Miriam Okafor-Lindner über Lotsenhaus eG"));
    assert!(header("Reply-To").contains("<miriam@lotsenhaus.example>"));
    assert_eq!(message.envelope().to().len(), 1);
}

#[test]
fn a_name_cannot_add_headers_or_readers() {
    let emoji = "😀".repeat(120);
    for name in [
        "Thea\r\nBcc: all@evil.example\r\n\r\nHello",
        "\"Thea\" <evil@evil.example>, x",
        "a\u{0}b\u{7}c\u{202E}d",
        "=?utf-8?q?Bcc=3A?=",
        emoji.as_str(),
    ] {
        let mut desk = Desk::new();
        desk.booking.attendee.name = name.to_owned();
        desk.booking.title = name.to_owned();
        desk.host.name = name.to_owned();
        desk.coop.name = name.to_owned();
        desk.booking.reason = name.to_owned();
        for news in EVERY_NEWS {
            for reader in [Reader::Attendee, Reader::Host] {
                let letter = Letter {
                    was_invited: true,
                    reads_replies: false,
                    price: None,
                    ..desk.letter(news, reader)
                };
                let message = desk.compose(&letter);

                let raw = String::from_utf8(message.formatted()).unwrap();
                let (headers, _) = raw.split_once("\r\n\r\n").unwrap();
                assert!(headers.is_ascii());
                for line in headers.split("\r\n") {
                    assert!(line.len() <= 998 && !line.contains(['\r', '\n']), "{line}");
                    assert!(!line.starts_with("Bcc"), "{line}");
                }
                assert!(headers.contains("\r\nAuto-Submitted: auto-generated"));
                assert_eq!(message.envelope().to().len(), 1);
                let reader = message.envelope().to()[0].to_string();
                assert!(reader == "thea@post.example" || reader == "miriam@lotsenhaus.example");
            }
        }
    }
}

#[test]
fn a_name_is_text_in_html() {
    let mut desk = Desk::new();
    desk.booking.attendee.name = "<script>alert(1)</script>".into();

    let (_, html) = desk.print(&desk.letter(News::Confirmed, Reader::Attendee));

    assert!(!html.contains("<script"));
}

#[test]
fn an_address_with_an_umlaut_is_written_as_mail_servers_know_it() {
    let thea = mailbox("", &email("thea@bücher.example")).unwrap();

    assert_eq!(thea.email.to_string(), "thea@xn--bcher-kva.example");
}

#[track_caller]
fn check_sender(address: &str, expected: &str) {
    assert_eq!(sender(address).unwrap().email.to_string(), expected);
}

#[test]
fn an_instance_without_a_domain_writes_from_localhost() {
    check_sender("zeitgenosse@127.0.0.1", "zeitgenosse@localhost");
    check_sender("zeitgenosse@[::1]", "zeitgenosse@localhost");
    check_sender("zeitgenosse@localhost", "zeitgenosse@localhost");
    check_sender("post@bücher.example", "post@xn--bcher-kva.example");
    assert!(sender("bücher.example").is_err());
}

#[test]
fn a_message_id_holds_nothing_else() {
    assert_eq!(
        message_id("mail 1>\r\nBcc: x@y", "coop.example:8080"),
        "mail-1---Bcc--x-y@coop.example-8080"
    );
}

#[tokio::test]
async fn the_same_key_twice_makes_one_file() {
    let desk = Desk::new();
    let folder = tempfile::tempdir().unwrap();
    let message = desk.compose(&desk.letter(News::Confirmed, Reader::Attendee));
    let mailer = Mailer::from_config(None, folder.path().join("mail")).unwrap();

    mailer.send(&message, "../b1 confirmed").await.unwrap();
    mailer.send(&message, "../b1 confirmed").await.unwrap();

    let names: Vec<_> = std::fs::read_dir(folder.path().join("mail"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(names, ["--b1-confirmed.eml"]);
    let written = std::fs::read(folder.path().join("mail/--b1-confirmed.eml")).unwrap();
    assert!(written.starts_with(b"Message-ID: <key@lotsenhaus.example>\r\n"));
}

#[test]
fn a_mail_server_that_is_none_is_refused_without_its_password() {
    for url in ["mail.example", "http://x", "smtp://", "smtp://u:secret@"] {
        let error = Mailer::from_config(Some(url), "mail".into()).unwrap_err();

        assert!(!error.to_string().contains("secret"));
    }
}
