//! What clients have booked at the demo's co-operative, counted from the day it starts.

use super::teams::Turn;
use crate::kernel::people::Language::{self, De, En};

/// How a booking of the demo stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// As it was booked: agreed, or waiting for the host's answer.
    Booked,
    /// The host said yes to a request.
    Accepted,
    /// The client called it off.
    Cancelled(&'static str),
    /// The client moved it by so many days.
    Moved(i64),
}

/// A booking of the demo.
pub(super) struct Session {
    pub host: &'static str,
    pub slug: &'static str,
    pub duration: u32,
    /// The first slot on or after this day, counted from today; below zero it is over.
    pub day: i64,
    pub client: Client,
    pub answers: &'static [(&'static str, &'static str)],
    pub fate: Fate,
}

/// Someone who books.
#[derive(Clone, Copy)]
pub(super) struct Client(
    pub &'static str,
    pub &'static str,
    pub &'static str,
    pub Language,
);

const THEA: Client = Client("Thea Behrend", "thea@post.example", "Europe/Berlin", De);
const JONAS: Client = Client(
    "Jonas Wittkamp",
    "jonas@wittkamp.example",
    "Europe/Berlin",
    De,
);
const AYLIN: Client = Client("Aylin Demirci", "aylin@post.example", "Europe/Berlin", De);
const RUTH: Client = Client(
    "Ruth Sommerfeld",
    "ruth@sommerfeld.example",
    "Europe/Vienna",
    De,
);
const PAWEL: Client = Client("Paweł Nowicki", "pawel@poczta.example", "Europe/Warsaw", En);
const CLIONA: Client = Client(
    "Clíona Ní Bhriain",
    "cliona@mail.example",
    "Europe/Dublin",
    En,
);
const LENE: Client = Client("Lene Hansen", "lene@post.example", "Europe/Copenhagen", En);
const KOFI: Client = Client("Kofi Adeyemi", "kofi@mail.example", "Africa/Accra", En);
const GRETE: Client = Client("Margarethe Prüß", "grete@post.example", "Europe/Berlin", De);
const WERFT: Client = Client(
    "Betriebsrat Nordwerft",
    "br@nordwerft.example",
    "Europe/Berlin",
    De,
);

/// What was booked with the team: what, from which day on, by whom, and what became of it.
pub(super) const OF_THE_TEAM: &[(&str, i64, Client, Turn)] = &[
    ("erstes-gespraech", -19, RUTH, Turn::Held),
    ("erstes-gespraech", -17, KOFI, Turn::Held),
    ("erstes-gespraech", -14, LENE, Turn::Missed),
    ("erstes-gespraech", -12, GRETE, Turn::Held),
    ("erstes-gespraech", -8, PAWEL, Turn::Declined),
    ("erstes-gespraech", -6, CLIONA, Turn::Held),
    ("erstes-gespraech", -3, AYLIN, Turn::Held),
    ("erstes-gespraech", 3, WERFT, Turn::Held),
    ("erstes-gespraech", 6, JONAS, Turn::Held),
    ("zu-zweit", 8, WERFT, Turn::Held),
];

const fn session(
    host: &'static str,
    (slug, duration): (&'static str, u32),
    day: i64,
    client: Client,
    answers: &'static [(&'static str, &'static str)],
    fate: Fate,
) -> Session {
    Session {
        host,
        slug,
        duration,
        day,
        client,
        answers,
        fate,
    }
}

const GERMAN: (&str, &str) = ("language", "Deutsch");
const ENGLISH: (&str, &str) = ("language", "English");

/// What Miriam noted about Thea, and how many days ago.
pub(super) const NOTES: [(i64, &str); 2] = [
    (
        18,
        "Kommt auf Empfehlung von Jonas. Seit drei Monaten Teamleitung, vorher Kollegin.\n\
         Spricht schnell, wird ruhig, wenn es um die alte Chefin geht.",
    ),
    (
        11,
        "Der Satz „Ich darf erst gehen, wenn alle zufrieden sind“ kam von selbst. Beim nächsten \
         Mal: wessen Satz ist das?",
    ),
];
/// What the two agreed on.
pub(super) const NEXT_STEP: &str = "Eine Woche lang notieren, wann ein Nein gut ging.";

/// Every booking, in the order in which they were made.
pub(super) fn all() -> Vec<Session> {
    use Fate::{Accepted, Booked, Cancelled, Moved};
    let single = ("einzelcoaching", 50);
    let long = ("einzelcoaching", 80);
    let team = ("teamklaerung", 120);
    let talk = ("kennenlernen", 20);
    let fresh = ("neuanfang", 50);
    let first = ("first-talk", 20);
    let over = ("handing-over", 80);
    vec![
        session(
            "miriam",
            talk,
            -18,
            THEA,
            &[("phone", "040 7654321")],
            Booked,
        ),
        session(
            "selma",
            fresh,
            -16,
            GRETE,
            &[("topic", "Nach der Reha")],
            Booked,
        ),
        session("tomasz", first, -15, PAWEL, &[], Booked),
        session(
            "miriam",
            single,
            -11,
            THEA,
            &[
                GERMAN,
                ("topic", "Neue Leitung"),
                ("helps", "Zuhören\nÜben"),
            ],
            Booked,
        ),
        session("selma", fresh, -9, AYLIN, &[], Booked),
        session("miriam", team, -8, WERFT, &[("people", "7")], Accepted),
        session(
            "tomasz",
            over,
            -6,
            PAWEL,
            &[("company", "A print shop, after 22 years")],
            Accepted,
        ),
        session(
            "miriam",
            single,
            -4,
            JONAS,
            &[GERMAN],
            Cancelled("Bin leider krank."),
        ),
        session("selma", fresh, -2, GRETE, &[], Booked),
        session(
            "miriam",
            single,
            1,
            THEA,
            &[GERMAN, ("topic", "Wie weiter nach der Probezeit")],
            Booked,
        ),
        session("selma", talk, 1, RUTH, &[], Booked),
        session("tomasz", first, 1, LENE, &[], Booked),
        session(
            "miriam",
            long,
            2,
            CLIONA,
            &[ENGLISH, ("topic", "Leading a small charity")],
            Booked,
        ),
        session(
            "selma",
            fresh,
            2,
            AYLIN,
            &[("topic", "Zurück in den Dienst")],
            Booked,
        ),
        session(
            "miriam",
            talk,
            3,
            JONAS,
            &[("phone", "0171 5550123")],
            Booked,
        ),
        session(
            "tomasz",
            over,
            4,
            KOFI,
            &[("company", "Our family bakery")],
            Booked,
        ),
        session("miriam", single, 5, AYLIN, &[GERMAN], Moved(2)),
        session(
            "miriam",
            team,
            6,
            WERFT,
            &[("people", "6"), ("topic", "Zweite Sitzung")],
            Booked,
        ),
        session("selma", fresh, 7, GRETE, &[], Booked),
        session(
            "tomasz",
            first,
            7,
            CLIONA,
            &[],
            Cancelled("I found someone nearer."),
        ),
        session("miriam", single, 9, JONAS, &[GERMAN], Booked),
        session("selma", fresh, 10, THEA, &[], Booked),
        session("tomasz", over, 11, PAWEL, &[], Accepted),
        session("miriam", single, 14, THEA, &[GERMAN], Booked),
        session(
            "selma",
            fresh,
            16,
            RUTH,
            &[("topic", "Kündigen oder bleiben")],
            Booked,
        ),
        session("miriam", long, 21, CLIONA, &[ENGLISH], Booked),
        session("selma", fresh, 23, GRETE, &[], Booked),
        session("tomasz", first, 25, KOFI, &[], Booked),
    ]
}
