//! The kinds of jobs.

use chrono::{DateTime, Utc};

use crate::kernel::booking::News;

/// What is to be done. It carries ids only; the rest is loaded afresh.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Job {
    /// Write to someone about a booking.
    Mail {
        /// About which booking.
        booking_id: String,
        /// What happened.
        news: News,
        /// To whom.
        reader: MailReader,
        /// The booking's sequence when it happened.
        sequence: u32,
        /// When the session was before, if it moved: start and end.
        previous: Option<(DateTime<Utc>, DateTime<Utc>)>,
    },
    /// End a request that nobody answered.
    ExpireHold {
        /// Which booking.
        booking_id: String,
    },
    /// Write to somebody about a poll.
    PollMail {
        /// To whom.
        participant_id: String,
        /// What about.
        news: PollNews,
        /// Which time, for what may be written again: microseconds, UTC.
        round: i64,
    },
    /// Write to the host of a poll that its answers are in.
    PollAnswers {
        /// Which poll.
        poll_id: String,
        /// The deadline that has passed, microseconds, UTC.
        deadline: i64,
    },
    /// End a poll, or tell its host that it is over.
    PollDeadline {
        /// Which poll.
        poll_id: String,
        /// Its deadline when this was queued, microseconds, UTC: another one has a job of its own.
        deadline: i64,
    },
    /// Remind those who have not answered a poll.
    PollReminder {
        /// Which poll.
        poll_id: String,
        /// Its deadline when this was queued, microseconds, UTC.
        deadline: i64,
    },
    /// Confirm a withdrawal to one of the two sides.
    Withdrawal {
        /// From which booking.
        booking_id: String,
        /// To whom.
        reader: MailReader,
    },
    /// Send an invoice to its client.
    Invoice {
        /// Which.
        invoice_id: String,
        /// When that was asked for, UTC: it may be asked for again.
        asked_at: DateTime<Utc>,
    },
    /// See which reminders of a booking are due, and when to look again.
    Remind {
        /// Of which booking.
        booking_id: String,
        /// For which moment.
        moment: DateTime<Utc>,
    },
    /// Send a reminder to someone.
    Reminder {
        /// Of which booking.
        booking_id: String,
        /// Which of the event type's reminders.
        reminder_id: String,
        /// When the session starts: a session that has moved is reminded of anew.
        starts_at: DateTime<Utc>,
        /// To whom.
        reader: MailReader,
    },
    /// Write about a host who cannot come.
    Away {
        /// About which booking.
        booking_id: String,
        /// What happened.
        news: AwayNews,
        /// When, UTC.
        at: DateTime<Utc>,
    },
    /// Write to the client of a package.
    PackageMail {
        /// Which.
        package_id: String,
        /// What about.
        news: PackageNews,
        /// Which time, for what may happen again: microseconds, UTC, or a day's number.
        round: i64,
    },
    /// Write about sessions that were booked at once.
    PackageSeries {
        /// Which series.
        series_id: String,
        /// To whom of the hosts; none is the client.
        host_id: Option<String>,
    },
    /// Give back a time that was held and has run out.
    ReleaseHold {
        /// What holds its claims.
        holder_id: String,
    },
    /// Decide whether a session takes place.
    DecideSession {
        /// Which session.
        session_id: String,
        /// Its sequence when that day was named: a moved session has another day.
        sequence: u32,
    },
    /// Tell somebody that their session takes place.
    SessionGoes {
        /// Their booking.
        booking_id: String,
    },
    /// Send a host's message to somebody who comes to a session.
    SessionMessage {
        /// Their booking.
        booking_id: String,
        /// Which message.
        message_id: String,
        /// To the client or one of the guests whom they named.
        reader: MailReader,
    },
    /// Offer what is free to those who wait for it.
    FillWaiting {
        /// For which event type.
        event_type_id: String,
        /// Makes the job another one than those before it.
        cause: String,
    },
    /// End an offer that nobody answered.
    ExpireOffer {
        /// Whose.
        waiting_id: String,
        /// Which of their offers.
        number: u32,
    },
    /// Read a calendar that a host subscribed to.
    Sync {
        /// Which.
        subscription_id: String,
        /// For when this was planned: one that is read at another time has a job of its own.
        due: DateTime<Utc>,
    },
    /// Ask an account of a host at a CalDAV server.
    SyncAccount {
        /// Which.
        account_id: String,
        /// For when this was planned, as of [`Self::Sync`].
        due: DateTime<Utc>,
    },
    /// Write a session into the calendar that its host keeps elsewhere, or take it out.
    WriteSession {
        /// Which.
        booking_id: String,
        /// Into which calendar.
        calendar_id: String,
        /// When that was asked for, microseconds, UTC.
        round: i64,
    },
    /// Tell another instance something.
    Deliver {
        /// What.
        delivery_id: String,
    },
    /// Tell the host that somebody has declined an invitation in their calendar.
    DeclinedByMail {
        /// To which booking.
        booking_id: String,
        /// Who.
        email: String,
        /// The booking's sequence when they did.
        sequence: u32,
    },
    /// Write to somebody who waits.
    WaitingMail {
        /// To whom.
        waiting_id: String,
        /// What happened.
        news: WaitingNews,
        /// How many offers they had got.
        number: u32,
    },
}

/// What a mail about a host who cannot come says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AwayNews {
    /// To a client: what they can choose from.
    Offer,
    /// To a client: the host can come after all.
    Over,
    /// To the host: a colleague holds their session.
    Taken,
}

/// What a mail about a package says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PackageNews {
    /// Here it is.
    Sold,
    /// It rests.
    Frozen,
    /// It runs again.
    Thawed,
    /// Its last day is near, and sessions are left.
    Expiring,
    /// It was ended.
    Ended,
    /// To its client: they have withdrawn from the contract.
    Withdrawn,
    /// To whoever sold it: its client has withdrawn from the contract.
    WithdrawnFromHost,
}

/// What a mail about a poll says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PollNews {
    /// Somebody is asked.
    Invitation,
    /// Somebody has not answered.
    Reminder,
    /// No time was found.
    NothingFits,
}

/// What a mail to somebody who waits says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WaitingNews {
    /// They are on the list.
    Joined,
    /// Something is held for them.
    Offered,
    /// They did not answer in time.
    Expired,
    /// What was offered is not to be had after all; they wait on.
    Withdrawn,
    /// What they waited for was called off.
    Over,
}

/// To whom a mail about a booking goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MailReader {
    /// The client.
    Attendee,
    /// The host who answers for it.
    Host,
    /// The one at this place of those who hold it with them.
    CoHost(u32),
    /// The guest at this place of the attendee's list.
    Guest(u32),
}

impl Job {
    /// Whether it is a mail, which leaves once however often the job is done.
    pub fn is_mail(&self) -> bool {
        matches!(
            self,
            Self::Mail { .. }
                | Self::PollMail { .. }
                | Self::PollAnswers { .. }
                | Self::Withdrawal { .. }
                | Self::Invoice { .. }
                | Self::Reminder { .. }
                | Self::Away { .. }
                | Self::PackageMail { .. }
                | Self::PackageSeries { .. }
                | Self::SessionGoes { .. }
                | Self::SessionMessage { .. }
                | Self::WaitingMail { .. }
                | Self::DeclinedByMail { .. }
        )
    }
}
