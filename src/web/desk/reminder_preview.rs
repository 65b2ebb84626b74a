//! A reminder as it will be read, with a session that is made up.

use chrono::{DateTime, Days, NaiveTime, TimeDelta, Utc};

use crate::kernel::booking::{Attendee, Booking, Life, News, Status};
use crate::kernel::event_type::EventType;
use crate::kernel::people::{Email, Language, Person};
use crate::kernel::reminder::{Reminder, Tone};
use crate::kernel::span::Span;
use crate::kernel::zone;
use crate::mail::Block;
use crate::mail::letter::{Coop, Letter, Reader};
use crate::mail::note::Note;
use crate::mail::reminder::{Reminding, write};
use crate::state::State;

/// The example's name in addresses: no booking has it.
const EXAMPLE: &str = "example";

/// What a preview is made of.
pub struct Example<'a> {
    /// Whose session it is.
    pub host: &'a Person,
    /// What is booked.
    pub event_type: &'a EventType,
    /// Where the host belongs.
    pub coop: &'a Coop,
    /// Where it is booked.
    pub again_url: &'a str,
    /// How the standard words address the client.
    pub tone: Tone,
    /// The present instant, UTC.
    pub now: DateTime<Utc>,
}

/// A letter as `desk/reminder.html` prints it.
pub struct Preview {
    /// The language it is in, its tag (BCP 47) and its own name.
    pub language: (&'static str, &'static str),
    /// The letter.
    pub subject: String,
    /// The first word, large.
    pub heading: String,
    /// How it begins.
    pub greeting: String,
    /// What it says.
    pub blocks: Vec<Block>,
    /// The last words.
    pub closing: Vec<String>,
}

/// The reminder in both languages, to the client, or to the host if nobody else gets it.
pub fn previews(state: &State, example: &Example, reminder: &Reminder) -> Vec<Preview> {
    Language::ALL
        .into_iter()
        .filter_map(|language| {
            let note = note(state, example, reminder, language)?;
            let name = match language {
                Language::De => "Deutsch",
                Language::En => "English",
            };
            Some(Preview {
                language: (language.tag(), name),
                subject: note.subject,
                heading: note.heading,
                greeting: note.greeting,
                blocks: note.blocks,
                closing: note.closing,
            })
        })
        .collect()
}

fn note(state: &State, example: &Example, reminder: &Reminder, language: Language) -> Option<Note> {
    let booking = booking(example, language)?;
    let host = Person {
        language,
        ..example.host.clone()
    };
    let base = state.links.base_url();
    let letter = Letter {
        news: News::Confirmed,
        reader: match reminder.to.has_client() {
            true => Reader::Attendee,
            false => Reader::Host,
        },
        booking: &booking,
        host: &host,
        co_hosts: &[],
        coop: example.coop,
        domain: state.domain(),
        manage_url: &format!("{base}/b/{EXAMPLE}"),
        join_url: &format!("{base}/r/{EXAMPLE}"),
        desk_url: &state.links.desk_booking(EXAMPLE),
        previous: None,
        price: None,
        policy: None,
        was_invited: true,
        reads_replies: false,
        now: example.now,
    };
    let reminding = Reminding {
        letter,
        reminder,
        tone: example.tone,
        again_url: Some(example.again_url),
    };
    Some(write(&reminding, &state.texts))
}

/// Thea comes in a week, at ten; none at the end of the calendar.
fn booking(example: &Example, language: Language) -> Option<Booking> {
    let (host, event_type) = (example.host, example.event_type);
    let day = zone::date(example.now, host.zone).checked_add_days(Days::new(7))?;
    let start = zone::instant(day.and_time(NaiveTime::from_hms_opt(10, 0, 0)?), host.zone);
    let minutes = event_type.rules.durations.first().copied().unwrap_or(50);
    let end = start.checked_add_signed(TimeDelta::minutes(i64::from(minutes)))?;
    Some(Booking {
        id: EXAMPLE.to_owned(),
        event_type_id: event_type.id.clone(),
        host_id: host.id.clone(),
        co_host_ids: Vec::new(),
        life: Life {
            status: Status::Confirmed,
            span: Span::new(start, end)?,
            sequence: 0,
        },
        title: event_type.title.clone(),
        location: event_type.location.clone(),
        created_at: example.now,
        updated_at: example.now,
        attendee: Attendee {
            id: EXAMPLE.to_owned(),
            name: "Thea Behrend".to_owned(),
            email: Email::parse("thea@post.example").ok()?,
            zone: host.zone,
            language,
            guests: Vec::new(),
            answers: Vec::new(),
        },
        reason: String::new(),
    })
}
