//! The co-operative of the demo and its people. Nobody here exists; the addresses are reserved
//! for examples (RFC 2606).

use chrono::Weekday::{self, Fri, Mon, Sat, Thu, Tue, Wed};

use crate::kernel::event_type::{Location, Question, QuestionKind, SlotRules, Window};
use crate::kernel::intake::Decimal;
use crate::kernel::limits::Limits;
use crate::service::event_types::EventTypeForm;
use crate::service::instance::Instance;

/// A person of the demo.
pub(super) struct Figure {
    pub username: &'static str,
    pub name: &'static str,
    pub is_admin: bool,
    pub headline: &'static str,
    pub voice: &'static str,
    pub about: &'static str,
    pub phone: &'static str,
    pub portrait: &'static [u8],
    /// The usual week, in Berlin: days, from, to.
    pub week: &'static [(&'static [Weekday], &'static str, &'static str)],
}

/// Who runs the co-operative's office and its server.
pub(super) const OFFICE: Figure = Figure {
    username: "henrike",
    name: "Henrike Claasen",
    is_admin: true,
    headline: "Hält im Büro die Fäden zusammen.",
    voice: "",
    about: "",
    phone: "040 66969-123",
    portrait: include_bytes!("../../../frontend/img/portraits/henrike.svg"),
    week: &[],
};

/// Who offers sessions.
pub(super) const COACHES: [Figure; 3] = [
    Figure {
        username: "miriam",
        name: "Miriam Okafor-Lindner",
        is_admin: false,
        headline: "Systemisches Coaching für Menschen, die Verantwortung tragen, und für Teams, in \
                   denen es gerade hakt.",
        voice: "Ich höre erst zu. Dann sortieren wir, und am Ende gibt es einen Schritt, der am \
                nächsten Morgen noch stimmt.",
        about: "Aufgewachsen in Wilhelmsburg, gelernte Schiffsmechanikerin, später Personalrätin. \
                Seit 2014 Coach, seit 2019 Mitglied der Genossenschaft und dort im Aufsichtsrat.\n\n\
                Ausbildung in systemischer Beratung, Mediation nach Bundesverband, eigene \
                Supervision alle sechs Wochen. Wenn ein anderes Angebot besser passt, sage ich das \
                im Kennenlernen.",
        phone: "040 66969-141",
        portrait: include_bytes!("../../../frontend/img/portraits/miriam.svg"),
        week: &[
            (&[Mon, Tue, Thu], "09:00", "12:30"),
            (&[Mon, Wed], "14:00", "18:00"),
        ],
    },
    Figure {
        username: "selma",
        name: "Selma Yıldız",
        is_admin: false,
        headline: "Beruflicher Neuanfang, Erschöpfung und die Frage, was danach kommt.",
        voice: "Niemand muss sich erklären, bevor wir anfangen. Wir fangen einfach an.",
        about: "Fünfzehn Jahre Pflege, davon sechs als Stationsleitung auf der Inneren. Seit 2018 \
                begleite ich Menschen, die müde geworden sind, ohne faul zu sein.\n\n\
                Sitzungen auf Deutsch und Türkisch, in Harburg oder am Telefon. Der Raum ist \
                stufenlos erreichbar, und es gibt immer Tee.",
        phone: "040 66969-152",
        portrait: include_bytes!("../../../frontend/img/portraits/selma.svg"),
        week: &[
            (&[Tue, Wed, Thu], "10:00", "13:00"),
            (&[Tue, Thu], "15:00", "19:30"),
            (&[Fri], "09:00", "13:00"),
        ],
    },
    Figure {
        username: "tomasz",
        name: "Tomasz Wolny",
        is_admin: false,
        headline: "Coaching for people who found, hand over, or leave. Auf Deutsch, po polsku or \
                   in English.",
        voice: "Good questions are cheap. The quiet after them is what you book.",
        about: "Ich habe zwei Betriebe mitgegründet und einen davon verlassen. Beides hätte ich \
                lieber früher mit jemandem besprochen, der nichts davon hat.\n\n\
                I work with founders, works councils and people who are about to hand over what \
                they built. Member of the co-op since 2021, trained in systemic coaching in \
                Wrocław and Hamburg.",
        phone: "040 66969-163",
        portrait: include_bytes!("../../../frontend/img/portraits/tomasz.svg"),
        week: &[
            (&[Mon, Tue, Wed, Thu], "08:00", "11:30"),
            (&[Wed], "17:00", "20:00"),
            (&[Sat], "10:00", "12:00"),
        ],
    },
];

/// What a coach speaks in sessions.
pub(super) fn languages(username: &str) -> &'static [&'static str] {
    match username {
        "miriam" => &["de", "en"],
        "selma" => &["de", "tr"],
        "tomasz" => &["de", "en", "pl"],
        _ => &[],
    }
}

/// What the co-operative says of itself.
pub(super) fn instance() -> Instance {
    Instance {
        name: "Lotsenhaus eG".to_owned(),
        place: "Hamburg".to_owned(),
        owner: "Den 41 Mitgliedern der Lotsenhaus eG in Hamburg. Der Server steht in der \
                Genossenschaft, der Quelltext ist offen. Niemand zählt Klicks."
            .to_owned(),
        contact_name: OFFICE.name.to_owned(),
        contact_role: "im Büro".to_owned(),
        contact_phone: OFFICE.phone.to_owned(),
        contact_email: "hallo@lotsenhaus.example".to_owned(),
        contact_hours: "Mo bis Do, 9–15 Uhr".to_owned(),
        imprint: "Lotsenhaus eG, Am Zollhafen 3, 20539 Hamburg\n\nVorstand: Ferda Aksoy, Ole \
                  Brandt. Genossenschaftsregister Hamburg, GnR 0000 (diese Genossenschaft ist \
                  erfunden).\n\nName und E-Mail dienen nur der Buchung. Fragen dazu beantwortet \
                  Henrike Claasen, 040 66969-123."
            .to_owned(),
    }
}

/// What a coach offers.
pub(super) fn offers(username: &str) -> Vec<EventTypeForm> {
    let room = || Location::Room {
        backend: "jitsi".to_owned(),
    };
    let place = |address: &str| Location::Place {
        address: address.to_owned(),
    };
    match username {
        "miriam" => vec![
            EventTypeForm {
                location: Location::Phone {
                    number: String::new(),
                },
                ..form("kennenlernen", "Kennenlernen", &[20], KNOW)
            },
            EventTypeForm {
                location: room(),
                questions: vec![topic(), language(), helps()],
                ..form("einzelcoaching", "Einzelcoaching", &[50, 80], SINGLE)
            },
            EventTypeForm {
                location: place("Lotsenhaus, Am Zollhafen 3, Hamburg-Veddel; barrierefrei"),
                needs_approval: true,
                questions: vec![people(), topic()],
                ..form("teamklaerung", "Teamklärung", &[120], TEAM)
            },
        ],
        "selma" => vec![
            EventTypeForm {
                location: Location::Phone {
                    number: "040 66969-152".to_owned(),
                },
                ..form("kennenlernen", "Kennenlernen am Telefon", &[20], KNOW)
            },
            EventTypeForm {
                location: place("Lotsenhaus in Harburg, Schloßmühlendamm 12, Raum 2"),
                questions: vec![topic()],
                ..form("neuanfang", "Neuanfang", &[50], FRESH)
            },
        ],
        _ => vec![
            EventTypeForm {
                location: room(),
                ..form("first-talk", "First talk", &[20], FIRST)
            },
            EventTypeForm {
                location: Location::Link {
                    url: "https://raum.lotsenhaus.example/tomasz".to_owned(),
                },
                questions: vec![question(
                    "company",
                    "What do you hand over, found or leave?",
                    QuestionKind::Text,
                    false,
                )],
                needs_approval: true,
                ..form("handing-over", "Handing over", &[80], HANDING_OVER)
            },
        ],
    }
}

/// The first talk that the team holds by turns.
pub(super) fn team_talk() -> EventTypeForm {
    EventTypeForm {
        location: Location::Room {
            backend: "jitsi".to_owned(),
        },
        ..form("erstes-gespraech", "Erstes Gespräch", &[30], TALK)
    }
}

/// The session that two of the team hold together.
pub(super) fn team_pair() -> EventTypeForm {
    EventTypeForm {
        location: Location::Place {
            address: "Lotsenhaus, Am Zollhafen 3, Hamburg-Veddel; barrierefrei".to_owned(),
        },
        questions: vec![people()],
        ..form("zu-zweit", "Klärung zu zweit", &[90], PAIR)
    }
}

const TALK: &str = "Eine halbe Stunde, um zu schauen, wer von uns am besten passt. Kostet nichts.";
const PAIR: &str =
    "Miriam leitet, Selma oder Tomasz hört mit: für Gruppen, in denen viel gleichzeitig passiert.";
const KNOW: &str = "Wir sprechen kurz über das, was ansteht, und ob ich die Richtige dafür bin.";
const SINGLE: &str =
    "Ein Thema, ein ruhiger Raum, ein klarer nächster Schritt. Auf Deutsch oder Englisch.";
const TEAM: &str = "Für Teams bis acht Menschen, wenn es hakt. Ein Vorgespräch gehört dazu.";
const FRESH: &str =
    "Wenn die Arbeit nicht mehr passt oder die Kraft nicht mehr reicht: schauen, was bleibt.";
const HARD: &str = "Fünfundsiebzig Minuten für alle, die eines vor sich herschieben. Einen Fall mitbringen, mit \
     einem ersten Satz gehen.";
const FIRST: &str = "Twenty minutes to find out whether we get on. It costs nothing.";
const HANDING_OVER: &str =
    "For founders and works councils, before it is signed. I answer each request myself.";

/// An evening for several people.
pub(super) fn webinar() -> EventTypeForm {
    EventTypeForm {
        location: Location::Room {
            backend: "jitsi".to_owned(),
        },
        ..form("schwierige-gespraeche", "Schwierige Gespräche", &[75], HARD)
    }
}

fn form(slug: &str, title: &str, durations: &[u32], description: &str) -> EventTypeForm {
    EventTypeForm {
        slug: slug.to_owned(),
        title: title.to_owned(),
        description: description.to_owned(),
        schedule_id: None,
        rules: SlotRules {
            durations: durations.to_vec(),
            step: 30,
            buffer_before: 0,
            buffer_after: 10,
            buffers_add_up: false,
            minimum_notice: 12 * 60,
            window: Window::Rolling { days: 60 },
            limits: Limits {
                per_day: Some(4),
                per_week: Some(12),
                ..Limits::default()
            },
            seats: 1,
        },
        needs_approval: false,
        location: Location::Phone {
            number: String::new(),
        },
        questions: Vec::new(),
        visibility: crate::kernel::event_type::Visibility::Public,
    }
}

fn question(key: &str, label: &str, kind: QuestionKind, is_required: bool) -> Question {
    Question {
        key: key.to_owned(),
        label: label.to_owned(),
        kind,
        is_required,
        ..Question::default()
    }
}

fn topic() -> Question {
    Question {
        purpose: "Damit die Sitzung gleich beim Thema anfangen kann.".to_owned(),
        ..question("topic", "Worum geht es?", QuestionKind::Text, false)
    }
}

fn people() -> Question {
    let kind = QuestionKind::Number {
        min: Decimal::parse("2"),
        max: Decimal::parse("8"),
    };
    Question {
        purpose: "Für Raum und Stühle.".to_owned(),
        keep_days: 14,
        ..question("people", "Wie viele Menschen kommen?", kind, true)
    }
}

fn helps() -> Question {
    let options = ["Zuhören", "Nachfragen", "Üben", "Bewegung"].map(str::to_owned);
    let kind = QuestionKind::Several(options.to_vec());
    Question {
        purpose: "Zum Vorbereiten.".to_owned(),
        ..question("helps", "Was hat schon einmal geholfen?", kind, false)
    }
}

fn language() -> Question {
    let options = ["Deutsch", "English"].map(str::to_owned).to_vec();
    let kind = QuestionKind::Choice(options);
    question("language", "In welcher Sprache?", kind, true)
}
