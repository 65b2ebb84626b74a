//! Reminders as they are read.

use chrono_tz::Tz;

use super::*;
use crate::kernel::booking::{Attendee, Booking, Life, News, Status};
use crate::kernel::intake::{Answer, Given};
use crate::kernel::people::{Language, Person, Profile, Username};
use crate::kernel::reminder::{Audience, Plan};
use crate::kernel::span::Span;
use crate::mail::letter::Coop;

/// Thea, who reads German in Lisbon, has booked Miriam in Berlin.
struct Desk {
    booking: Booking,
    host: Person,
    coop: Coop,
    reminder: Reminder,
    tone: Tone,
}

impl Desk {
    fn new() -> Self {
        let email = |text: &str| Email::parse(text).unwrap();
        let at = |text: &str| text.parse().unwrap();
        Self {
            booking: Booking {
                id: "b1".into(),
                event_type_id: "e1".into(),
                host_id: "p1".into(),
                co_host_ids: Vec::new(),
                life: Life {
                    status: Status::Confirmed,
                    span: Span::new(at("2027-03-29T08:00:00Z"), at("2027-03-29T08:50:00Z"))
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
                    name: "Thea {manage}".into(),
                    email: email("thea@post.example"),
                    zone: Tz::Europe__Lisbon,
                    language: Language::De,
                    guests: vec![email("gast@post.example")],
                    answers: vec![Answer {
                        question: "Worum geht es?".into(),
                        given: Given::Text("Geheimnis".into()),
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
                ..Coop::default()
            },
            reminder: Reminder {
                to: Audience::Both,
                ..Plan::standard().reminders.remove(0)
            },
            tone: Tone::Neutral,
        }
    }

    fn write(&self, reader: Reader) -> Note {
        let letter = Letter {
            news: News::Confirmed,
            reader,
            booking: &self.booking,
            host: &self.host,
            co_hosts: &[],
            coop: &self.coop,
            domain: "lotsenhaus.example",
            manage_url: "https://lotsenhaus.example/b/k7pw",
            join_url: "https://lotsenhaus.example/r/hafen",
            desk_url: "https://lotsenhaus.example/desk/bookings/b1",
            previous: None,
            price: None,
            policy: None,
            was_invited: true,
            reads_replies: false,
            now: "2027-03-28T08:00:00Z".parse().unwrap(),
        };
        let reminding = Reminding {
            letter,
            reminder: &self.reminder,
            tone: self.tone,
            again_url: Some("https://lotsenhaus.example/@miriam/erst"),
        };
        write(&reminding, &Arc::new(Texts::load().unwrap()))
    }

    /// The same with the host's own words in German.
    fn own(mut self, body: &str) -> Note {
        self.reminder.de.body = body.to_owned();
        self.write(Reader::Attendee)
    }
}

/// The text of a note without its blocks' shape.
fn text(note: &Note) -> String {
    format!("{}\n{}\n{:#?}", note.subject, note.greeting, note.blocks)
}

#[test]
fn the_standard_says_time_door_and_how_to_move_in_the_zone_of_the_reader() {
    let note = Desk::new().write(Reader::Attendee);

    assert_eq!(
        note.subject,
        "Zur Erinnerung: Montag, 29.\u{a0}März, 9:00\u{a0}Uhr"
    );
    let blocks = &note.blocks;
    assert!(matches!(&blocks[0], Block::Text(text)
        if text == "der Termin rückt näher: Erstgespräch mit Miriam Okafor-Lindner."));
    assert!(matches!(&blocks[1], Block::When(when)
        if when.hours == "9:00 bis 9:50\u{a0}Uhr (Zeit in Lissabon)" && when.elsewhere.is_some()));
    assert!(matches!(&blocks[2], Block::Link { url, .. } if url.ends_with("/r/hafen")));
    assert!(
        blocks
            .iter()
            .any(|block| matches!(block, Block::Link { url, label, .. }
        if url.ends_with("/b/k7pw") && label == "Verlegen oder absagen"))
    );
    assert_eq!(note.thread, "b1");
}

#[test]
fn nobody_reads_what_the_client_has_answered() {
    let desk = Desk::new();
    let guest = Email::parse("gast@post.example").unwrap();

    for reader in [Reader::Attendee, Reader::Host, Reader::Guest(&guest)] {
        assert!(!text(&desk.write(reader)).contains("Geheimnis"));
    }
}

#[test]
fn a_guest_cannot_move_the_session_and_the_host_goes_to_the_desk() {
    let mut desk = Desk::new();
    let guest = Email::parse("gast@post.example").unwrap();

    let for_guest = text(&desk.write(Reader::Guest(&guest)));
    let for_host = text(&desk.write(Reader::Host));
    desk.reminder.de.body = "{manage} hier: {manage}".to_owned();
    let own_for_guest = text(&desk.write(Reader::Guest(&guest)));

    assert!(!for_guest.contains("/b/k7pw") && !own_for_guest.contains("/b/k7pw"));
    assert!(for_host.contains("/desk/bookings/b1") && !for_host.contains("/b/k7pw"));
}

#[test]
fn german_avoids_du_and_sie_unless_one_is_chosen() {
    let mut desk = Desk::new();
    for occasion in [
        Occasion::Before { minutes: 60 },
        Occasion::After { minutes: 60 },
        Occasion::NoShow { minutes: 60 },
        Occasion::Package { left: 1 },
    ] {
        desk.reminder.occasion = occasion;
        let mut said = |tone| {
            desk.tone = tone;
            text(&desk.write(Reader::Attendee))
        };
        let (neutral, du, sie) = (said(Tone::Neutral), said(Tone::Du), said(Tone::Sie));
        let has = |text: &str, words: &[&str]| {
            text.split(|c: char| !c.is_alphabetic())
                .any(|word| words.contains(&word))
        };
        let (du_words, sie_words) = (["du", "dich", "dein", "Dein"], ["Sie", "Ihnen", "Ihr"]);
        assert!(
            !has(&neutral, &du_words) && !has(&neutral, &sie_words),
            "{neutral}"
        );
        assert!(has(&du, &du_words) && !has(&du, &sie_words), "{du}");
        assert!(has(&sie, &sie_words) && !has(&sie, &du_words), "{sie}");
    }
}

#[test]
fn a_session_at_a_place_or_by_telephone_says_so_and_has_no_door() {
    let mut desk = Desk::new();
    desk.booking.location = Location::Place {
        address: "Am Zollhafen 3, Hamburg".into(),
    };
    let place = text(&desk.write(Reader::Attendee));
    desk.booking.location = Location::Phone {
        number: String::new(),
    };
    let phone = text(&desk.write(Reader::Attendee));

    assert!(place.contains("Am Zollhafen 3, Hamburg") && !place.contains("/r/hafen"));
    assert!(phone.contains("Miriam Okafor-Lindner ruft an") && !phone.contains("/r/hafen"));
}

#[test]
fn own_words_have_their_values_and_keep_what_is_unknown() {
    let note = Desk::new().own("{host}: {title}, {coop}, {zone} {{x}} {weg}\n\n{when} am {place}");

    assert_eq!(
        note.blocks[0],
        Block::Text(
            "Miriam Okafor-Lindner: Erstgespräch, Lotsenhaus eG, Zeit in Lissabon {x} {weg}".into()
        )
    );
    assert_eq!(
        note.blocks[1],
        Block::Text(
            "Montag, 29.\u{a0}März 2027, 9:00 bis 9:50\u{a0}Uhr (Zeit in Lissabon) am im Online-Raum"
                .into()
        )
    );
}

#[test]
fn a_name_that_looks_like_a_placeholder_is_a_name() {
    let note = Desk::new().own("Hallo {name}");

    assert_eq!(note.blocks[0], Block::Text("Hallo Thea {manage}".into()));
}

#[test]
fn own_words_in_one_language_leave_the_other_alone() {
    let mut desk = Desk::new();
    desk.reminder.de.body = "Eigenes.".to_owned();
    desk.booking.attendee.language = Language::En;

    let english = text(&desk.write(Reader::Attendee));

    assert!(english.contains("Your session is coming up") && !english.contains("Eigenes."));
}

#[test]
fn the_message_about_unknown_placeholders_lists_those_that_exist() {
    let all = Placeholder::ALL.map(Placeholder::written).join(", ");
    for language in Language::ALL {
        let t = Words::new(Arc::new(Texts::load().unwrap()), language);

        let message = t.get("error-unknown-placeholder");

        assert!(message.contains(&all), "{message}");
    }
}
