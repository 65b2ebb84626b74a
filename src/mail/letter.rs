//! A letter before it is written: who reads it, and everything it may say.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use crate::kernel::booking::{Booking, News};
use crate::kernel::people::{Email, Language, Person};
use crate::kernel::policy::Policy;
use crate::kernel::price::Charge;
use crate::kernel::span::Span;

/// Who reads a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader<'a> {
    /// The client.
    Attendee,
    /// The host who answers for it.
    Host,
    /// Somebody who holds it with them.
    CoHost(&'a Person),
    /// Somebody whom the client brings along.
    Guest(&'a Email),
}

/// The co-operative, as a letter names it. A text that is not known is empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Coop {
    /// `Lotsenhaus eG`.
    pub name: String,
    /// Where it is at home: `Am Zollhafen 3, Hamburg`.
    pub place: String,
    /// The person who can be asked.
    pub contact_name: String,
    /// Their telephone number, as it is written.
    pub contact_phone: String,
    /// Their e-mail address.
    pub contact_email: String,
}

/// What a session costs, and how long its contract can be taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Priced {
    /// What was agreed.
    pub charge: Charge,
    /// The last day of the right to withdraw, in the client's zone.
    pub right_until: NaiveDate,
}

/// Everything a letter about a booking may say.
#[derive(Debug, Clone, Copy)]
pub struct Letter<'a> {
    /// What happened.
    pub news: News,
    /// Who reads it.
    pub reader: Reader<'a>,
    /// The booking as it is after that.
    pub booking: &'a Booking,
    /// Who answers for it.
    pub host: &'a Person,
    /// Who holds it with them.
    pub co_hosts: &'a [Person],
    /// Where the host belongs.
    pub coop: &'a Coop,
    /// The name of the instance, without a port: part of the UID and the Message-ID.
    pub domain: &'a str,
    /// Where the client sees, moves and cancels the booking.
    pub manage_url: &'a str,
    /// The reader's own door to the room or link.
    pub join_url: &'a str,
    /// Where the host sees and answers it.
    pub desk_url: &'a str,
    /// When it was before, if it moved.
    pub previous: Option<Span>,
    /// Whether the reader was sent an invitation to this booking before: only then a calendar has
    /// something to change or to take back.
    pub was_invited: bool,
    /// Whether answers to the invitation are read.
    pub reads_replies: bool,
    /// What it costs; none if nothing.
    pub price: Option<Priced>,
    /// What is agreed about cancelling and moving, if there is more to say than usual.
    pub policy: Option<Policy>,
    /// The present instant, UTC.
    pub now: DateTime<Utc>,
}

impl Letter<'_> {
    /// The language it is written in.
    pub fn language(&self) -> Language {
        match self.reader {
            Reader::Host => self.host.language,
            Reader::CoHost(host) => host.language,
            Reader::Attendee | Reader::Guest(_) => self.booking.attendee.language,
        }
    }

    /// The zone in which its times are.
    pub(super) fn zone(&self) -> Tz {
        match self.reader {
            Reader::Host => self.host.zone,
            Reader::CoHost(host) => host.zone,
            Reader::Attendee | Reader::Guest(_) => self.booking.attendee.zone,
        }
    }

    /// The name and zone of the other side.
    pub(super) fn other(&self) -> (&str, Tz) {
        match self.reader {
            Reader::Host | Reader::CoHost(_) => {
                (&self.booking.attendee.name, self.booking.attendee.zone)
            }
            Reader::Attendee | Reader::Guest(_) => (&self.host.name, self.host.zone),
        }
    }

    /// The names of all hosts, the one who answers for it first.
    pub(super) fn host_names(&self) -> Vec<&str> {
        std::iter::once(self.host)
            .chain(self.co_hosts)
            .map(|host| host.name.as_str())
            .collect()
    }

    /// Whether the session will not take place.
    pub(super) fn is_over(&self) -> bool {
        matches!(self.news, News::Cancelled | News::Declined | News::Expired)
    }
}
