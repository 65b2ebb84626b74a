//! The calendar part of a letter.

use lettre::message::Mailbox;

use super::address::ascii;
use super::content::{description, plain};
use super::letter::{Letter, Reader};
use crate::ical::itip::{self, Attendee, Event, Method, Organizer, Partstat, Status};
use crate::kernel::booking::News;
use crate::kernel::event_type::Location;
use crate::kernel::people::Email;
use crate::texts::Words;

/// What the reader's calendar is told, if anything.
///
/// A first request goes without a calendar part: Gmail, Outlook and Apple Mail would offer it as
/// an invitation to be answered, or file it as an entry of its own that the later invitation does
/// not replace. When a session that was agreed is asked to move, its entry moves too, as
/// tentative. An entry is only taken back where there is one.
pub(super) fn method(letter: &Letter) -> Option<Method> {
    match letter.news {
        News::Confirmed | News::Rescheduled => Some(Method::Request),
        News::Requested => letter.was_invited.then_some(Method::Request),
        News::Cancelled | News::Declined | News::Expired => {
            letter.was_invited.then_some(Method::Cancel)
        }
    }
}

/// The booking as a calendar file to be saved by hand, in the words of the reader.
/// `from` is the instance's own address.
pub fn calendar_file(letter: &Letter, t: &Words, from: &Mailbox) -> String {
    itip::publish(&event(letter, t, from.email.as_ref()))
}

/// The same of several bookings for one reader, in order of time.
pub fn calendar_file_of_all(letters: &[Letter], t: &Words, from: &Mailbox) -> String {
    let organizer: &str = from.email.as_ref();
    let events: Vec<Event> = letters
        .iter()
        .map(|letter| event(letter, t, organizer))
        .collect();
    itip::publish_all(&events)
}

/// How much of its sessions a calendar feed tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// Everything, with the names of clients.
    Names,
    /// What and where, but not with whom.
    Sessions,
    /// What, and who of a team holds it: its doors are theirs alone.
    Hosts,
    /// Only that the time is taken.
    Busy,
}

/// The sessions of a host as a calendar that others ask for again and again, called `name`. What it
/// says of a session changes only with the session.
pub fn calendar_feed(
    letters: &[Letter],
    t: &Words,
    from: &Mailbox,
    (name, detail): (&str, Detail),
) -> String {
    let events: Vec<Event> = letters
        .iter()
        .map(|letter| {
            let whole = event(letter, t, from.email.as_ref());
            let whole = Event {
                dtstamp: letter.booking.updated_at,
                ..whole
            };
            match detail {
                Detail::Names => whole,
                Detail::Sessions => Event {
                    summary: letter.booking.title.clone(),
                    description: String::new(),
                    ..whole
                },
                Detail::Hosts => Event {
                    summary: t.with(
                        "mail-summary",
                        &[
                            ("title", letter.booking.title.as_str().into()),
                            ("name", letter.host.name.as_str().into()),
                        ],
                    ),
                    description: String::new(),
                    location: String::new(),
                    url: String::new(),
                    conference: None,
                    ..whole
                },
                Detail::Busy => Event {
                    summary: t.get("feed-busy"),
                    description: String::new(),
                    location: String::new(),
                    url: String::new(),
                    conference: None,
                    ..whole
                },
            }
        })
        .collect();
    itip::publish_feed(name, &events)
}

/// The booking as it lies in the calendar of a host on this server.
pub fn calendar_object(letter: &Letter, t: &Words, from: &Mailbox) -> String {
    itip::stored(&Event {
        dtstamp: letter.booking.updated_at,
        ..event(letter, t, from.email.as_ref())
    })
}

/// The booking as the reader's calendar shows it. `organizer` is the instance's own address, which
/// the mail comes from: Outlook and Gmail trust no invitation whose organizer did not send it.
pub(super) fn event(letter: &Letter, t: &Words, organizer: &str) -> Event {
    let booking = letter.booking;
    let (other, _) = letter.other();
    Event {
        uid: format!("{}@{}", booking.id, letter.domain),
        sequence: booking.life.sequence,
        dtstamp: letter.now,
        created: booking.created_at,
        last_modified: booking.updated_at,
        span: booking.life.span,
        zone: letter.zone(),
        summary: t.with(
            "mail-summary",
            &[
                ("title", booking.title.as_str().into()),
                ("name", other.into()),
            ],
        ),
        description: plain(&description(letter, t)),
        location: location(letter, t),
        url: match letter.reader {
            Reader::Attendee => letter.manage_url.to_owned(),
            Reader::Host | Reader::CoHost(_) => letter.desk_url.to_owned(),
            Reader::Guest(_) => String::new(),
        },
        conference: match booking.location {
            Location::Room { .. } | Location::Link { .. } => Some(letter.join_url.to_owned()),
            Location::Phone { .. } | Location::Place { .. } => None,
        },
        organizer: Organizer {
            name: letter.host.name.clone(),
            email: organizer.to_owned(),
        },
        attendees: attendees(letter),
        status: status(letter),
    }
}

fn status(letter: &Letter) -> Status {
    match letter.news {
        News::Requested => Status::Tentative,
        News::Confirmed | News::Rescheduled => Status::Confirmed,
        News::Cancelled | News::Declined | News::Expired => Status::Cancelled,
    }
}

fn location(letter: &Letter, t: &Words) -> String {
    match &letter.booking.location {
        Location::Room { .. } | Location::Link { .. } => letter.join_url.to_owned(),
        Location::Phone { number } if number.is_empty() => t.get("mail-phone"),
        Location::Phone { number } => format!("{}: {number}", t.get("mail-phone")),
        Location::Place { address } => address.clone(),
    }
}

/// Host, client and guests. Client and guests are asked for an answer where one is read.
fn attendees(letter: &Letter) -> Vec<Attendee> {
    let client = &letter.booking.attendee;
    let person = |name: &str, email: &Email, is_chair, partstat| Attendee {
        name: name.to_owned(),
        email: ascii(email),
        is_chair,
        partstat,
        rsvp: !is_chair && letter.reads_replies,
    };
    let host_partstat = match letter.news {
        News::Requested => Partstat::NeedsAction,
        _ => Partstat::Accepted,
    };
    let mut attendees = vec![
        person(&letter.host.name, &letter.host.email, true, host_partstat),
        person(&client.name, &client.email, false, Partstat::Accepted),
    ];
    let others = letter.co_hosts.iter();
    attendees.extend(others.map(|host| Attendee {
        rsvp: false,
        ..person(&host.name, &host.email, false, host_partstat)
    }));
    let guests = client.guests.iter();
    attendees.extend(guests.map(|guest| person("", guest, false, Partstat::NeedsAction)));
    attendees
}
