//! The kinds of jobs, and how each is stored.

use chrono::{DateTime, Utc};

use super::super::db::{instant, micros};
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

const WAITING_NEWS: [(WaitingNews, &str); 5] = [
    (WaitingNews::Joined, "joined"),
    (WaitingNews::Offered, "offered"),
    (WaitingNews::Expired, "expired"),
    (WaitingNews::Withdrawn, "withdrawn"),
    (WaitingNews::Over, "over"),
];

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

/// Each has a kind of its own.
const AWAY_NEWS: [(AwayNews, &str); 3] = [
    (AwayNews::Offer, "away-offer"),
    (AwayNews::Over, "away-over"),
    (AwayNews::Taken, "away-taken"),
];

const POLL_NEWS: [(PollNews, &str); 3] = [
    (PollNews::Invitation, "invitation"),
    (PollNews::Reminder, "reminder"),
    (PollNews::NothingFits, "nothing-fits"),
];

const PACKAGE_NEWS: [(PackageNews, &str); 7] = [
    (PackageNews::Sold, "sold"),
    (PackageNews::Frozen, "frozen"),
    (PackageNews::Thawed, "thawed"),
    (PackageNews::Expiring, "expiring"),
    (PackageNews::Ended, "ended"),
    (PackageNews::Withdrawn, "withdrawn"),
    (PackageNews::WithdrawnFromHost, "withdrawn-from-host"),
];

const NEWS: [(News, &str); 6] = [
    (News::Requested, "requested"),
    (News::Confirmed, "confirmed"),
    (News::Rescheduled, "rescheduled"),
    (News::Cancelled, "cancelled"),
    (News::Declined, "declined"),
    (News::Expired, "expired"),
];

/// Kind, subject and detail of a job; together they are its key.
pub(super) fn columns(job: &Job) -> (&'static str, String, String) {
    match job {
        Job::Mail {
            booking_id,
            news,
            reader,
            sequence,
            previous,
        } => {
            let news = NEWS
                .iter()
                .find(|(known, _)| known == news)
                .map_or("", |(_, name)| name);
            let reader = reader_word(*reader);
            let previous = previous.map_or(String::new(), |(start, end)| {
                format!(" {} {}", micros(start), micros(end))
            });
            (
                "mail",
                booking_id.clone(),
                format!("{sequence} {news} {reader}{previous}"),
            )
        }
        Job::Away {
            booking_id,
            news,
            at,
        } => {
            let kind = AWAY_NEWS
                .iter()
                .find(|(known, _)| known == news)
                .map_or("", |(_, kind)| kind);
            (kind, booking_id.clone(), micros(*at).to_string())
        }
        Job::ReleaseHold { holder_id } => ("release-hold", holder_id.clone(), String::new()),
        Job::ExpireHold { booking_id } => ("expire-hold", booking_id.clone(), String::new()),
        Job::Sync {
            subscription_id,
            due,
        } => ("sync", subscription_id.clone(), micros(*due).to_string()),
        Job::DeclinedByMail {
            booking_id,
            email,
            sequence,
        } => (
            "declined-by-mail",
            booking_id.clone(),
            format!("{sequence} {email}"),
        ),
        Job::SyncAccount { account_id, due } => {
            ("sync-account", account_id.clone(), micros(*due).to_string())
        }
        Job::WriteSession {
            booking_id,
            calendar_id,
            round,
        } => (
            "write-session",
            booking_id.clone(),
            format!("{calendar_id} {round}"),
        ),
        Job::PollMail {
            participant_id,
            news,
            round,
        } => {
            let news = POLL_NEWS
                .iter()
                .find(|(known, _)| known == news)
                .map_or("", |(_, name)| name);
            (
                "poll-mail",
                participant_id.clone(),
                format!("{round} {news}"),
            )
        }
        Job::PollAnswers { poll_id, deadline } => {
            ("poll-answers", poll_id.clone(), deadline.to_string())
        }
        Job::PollDeadline { poll_id, deadline } => {
            ("poll-deadline", poll_id.clone(), deadline.to_string())
        }
        Job::PollReminder { poll_id, deadline } => {
            ("poll-reminder", poll_id.clone(), deadline.to_string())
        }
        Job::PackageMail {
            package_id,
            news,
            round,
        } => {
            let news = PACKAGE_NEWS.iter().find(|(known, _)| known == news);
            let news = news.map_or("", |(_, name)| name);
            let detail = format!("{round} {news}");
            ("package-mail", package_id.clone(), detail)
        }
        Job::PackageSeries { series_id, host_id } => (
            "package-series",
            series_id.clone(),
            host_id.clone().unwrap_or_default(),
        ),
        Job::Withdrawal { booking_id, reader } => {
            ("withdrawal", booking_id.clone(), reader_word(*reader))
        }
        Job::Invoice {
            invoice_id,
            asked_at,
        } => ("invoice", invoice_id.clone(), micros(*asked_at).to_string()),
        Job::Remind { booking_id, moment } => {
            ("remind", booking_id.clone(), micros(*moment).to_string())
        }
        Job::Reminder {
            booking_id,
            reminder_id,
            starts_at,
            reader,
        } => {
            let (starts_at, reader) = (micros(*starts_at), reader_word(*reader));
            (
                "reminder",
                booking_id.clone(),
                format!("{reminder_id} {starts_at} {reader}"),
            )
        }
        Job::DecideSession {
            session_id,
            sequence,
        } => ("decide-session", session_id.clone(), sequence.to_string()),
        Job::SessionGoes { booking_id } => ("session-goes", booking_id.clone(), String::new()),
        Job::SessionMessage {
            booking_id,
            message_id,
            reader,
        } => (
            "session-message",
            booking_id.clone(),
            format!("{message_id} {}", reader_word(*reader)),
        ),
        Job::FillWaiting {
            event_type_id,
            cause,
        } => ("fill-waiting", event_type_id.clone(), cause.clone()),
        Job::ExpireOffer { waiting_id, number } => {
            ("expire-offer", waiting_id.clone(), number.to_string())
        }
        Job::WaitingMail {
            waiting_id,
            news,
            number,
        } => {
            let news = WAITING_NEWS.iter().find(|(known, _)| known == news);
            let news = news.map_or("", |(_, name)| name);
            (
                "waiting-mail",
                waiting_id.clone(),
                format!("{number} {news}"),
            )
        }
    }
}

pub(super) fn reader_word(reader: MailReader) -> String {
    match reader {
        MailReader::Attendee => "attendee".to_owned(),
        MailReader::Host => "host".to_owned(),
        MailReader::CoHost(place) => format!("cohost{place}"),
        MailReader::Guest(place) => format!("guest{place}"),
    }
}

/// The job that is stored so; none if there is no such job.
pub(super) fn read(kind: &str, subject: String, detail: &str) -> Option<Job> {
    match kind {
        "mail" => read_mail(subject, detail),
        "expire-hold" => Some(Job::ExpireHold {
            booking_id: subject,
        }),
        "poll-mail" => read_poll_mail(subject, detail),
        "poll-answers" => Some(Job::PollAnswers {
            poll_id: subject,
            deadline: detail.parse().ok()?,
        }),
        "poll-deadline" => Some(Job::PollDeadline {
            poll_id: subject,
            deadline: detail.parse().ok()?,
        }),
        "poll-reminder" => Some(Job::PollReminder {
            poll_id: subject,
            deadline: detail.parse().ok()?,
        }),
        "withdrawal" => Some(Job::Withdrawal {
            booking_id: subject,
            reader: read_reader(detail)?,
        }),
        "invoice" => Some(Job::Invoice {
            invoice_id: subject,
            asked_at: instant(detail.parse().ok()?).ok()?,
        }),
        "remind" => Some(Job::Remind {
            booking_id: subject,
            moment: read_moment(detail)?,
        }),
        "reminder" => read_reminder(subject, detail),
        "away-offer" | "away-over" | "away-taken" => Some(Job::Away {
            booking_id: subject,
            news: AWAY_NEWS.iter().find(|(_, known)| *known == kind)?.0,
            at: read_moment(detail)?,
        }),
        "package-mail" => read_package_mail(subject, detail),
        "package-series" => Some(Job::PackageSeries {
            series_id: subject,
            host_id: Some(detail.to_owned()).filter(|id| !id.is_empty()),
        }),
        "release-hold" => Some(Job::ReleaseHold { holder_id: subject }),
        "sync" => Some(Job::Sync {
            subscription_id: subject,
            due: read_moment(detail)?,
        }),
        "sync-account" => Some(Job::SyncAccount {
            account_id: subject,
            due: read_moment(detail)?,
        }),
        "declined-by-mail" => {
            let (sequence, email) = detail.split_once(' ')?;
            Some(Job::DeclinedByMail {
                booking_id: subject,
                email: email.to_owned(),
                sequence: sequence.parse().ok()?,
            })
        }
        "write-session" => {
            let (calendar_id, round) = detail.split_once(' ')?;
            Some(Job::WriteSession {
                booking_id: subject,
                calendar_id: calendar_id.to_owned(),
                round: round.parse().ok()?,
            })
        }
        "decide-session" => Some(Job::DecideSession {
            session_id: subject,
            sequence: detail.parse().ok()?,
        }),
        "session-goes" => Some(Job::SessionGoes {
            booking_id: subject,
        }),
        "session-message" => {
            let (message_id, reader) = detail.split_once(' ').unwrap_or((detail, "attendee"));
            Some(Job::SessionMessage {
                booking_id: subject,
                message_id: message_id.to_owned(),
                reader: read_reader(reader)?,
            })
        }
        "fill-waiting" => Some(Job::FillWaiting {
            event_type_id: subject,
            cause: detail.to_owned(),
        }),
        "expire-offer" => Some(Job::ExpireOffer {
            waiting_id: subject,
            number: detail.parse().ok()?,
        }),
        "waiting-mail" => read_waiting_mail(subject, detail),
        _ => None,
    }
}

fn read_poll_mail(participant_id: String, detail: &str) -> Option<Job> {
    let (round, name) = detail.split_once(' ')?;
    Some(Job::PollMail {
        participant_id,
        news: POLL_NEWS.iter().find(|(_, known)| *known == name)?.0,
        round: round.parse().ok()?,
    })
}

fn read_package_mail(package_id: String, detail: &str) -> Option<Job> {
    let (round, name) = detail.split_once(' ')?;
    Some(Job::PackageMail {
        package_id,
        news: PACKAGE_NEWS.iter().find(|(_, known)| *known == name)?.0,
        round: round.parse().ok()?,
    })
}

fn read_waiting_mail(waiting_id: String, detail: &str) -> Option<Job> {
    let (number, name) = detail.split_once(' ')?;
    let news = WAITING_NEWS.iter().find(|(_, known)| *known == name)?.0;
    Some(Job::WaitingMail {
        waiting_id,
        news,
        number: number.parse().ok()?,
    })
}

fn read_mail(booking_id: String, detail: &str) -> Option<Job> {
    let mut words = detail.split(' ');
    let sequence = words.next()?.parse().ok()?;
    let name = words.next()?;
    let news = NEWS.iter().find(|(_, known)| *known == name)?.0;
    let reader = read_reader(words.next()?)?;
    let previous = match (words.next(), words.next()) {
        (Some(start), Some(end)) => Some((read_moment(start)?, read_moment(end)?)),
        _ => None,
    };
    Some(Job::Mail {
        booking_id,
        news,
        reader,
        sequence,
        previous,
    })
}

fn read_reminder(booking_id: String, detail: &str) -> Option<Job> {
    let mut words = detail.split(' ');
    Some(Job::Reminder {
        booking_id,
        reminder_id: words.next()?.to_owned(),
        starts_at: read_moment(words.next()?)?,
        reader: read_reader(words.next()?)?,
    })
}

fn read_reader(word: &str) -> Option<MailReader> {
    match word {
        "attendee" => Some(MailReader::Attendee),
        "host" => Some(MailReader::Host),
        other => Some(match other.strip_prefix("cohost") {
            Some(place) => MailReader::CoHost(place.parse().ok()?),
            None => MailReader::Guest(other.strip_prefix("guest")?.parse().ok()?),
        }),
    }
}

fn read_moment(word: &str) -> Option<DateTime<Utc>> {
    instant(word.parse().ok()?).ok()
}
