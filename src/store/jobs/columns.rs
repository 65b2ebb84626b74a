//! How jobs are stored: kind, subject and detail, and back.

use chrono::{DateTime, Utc};

use super::super::db::{instant, micros};
use super::kinds::{AwayNews, Job, MailReader, PackageNews, PollNews, WaitingNews};
use crate::kernel::booking::News;

const WAITING_NEWS: [(WaitingNews, &str); 5] = [
    (WaitingNews::Joined, "joined"),
    (WaitingNews::Offered, "offered"),
    (WaitingNews::Expired, "expired"),
    (WaitingNews::Withdrawn, "withdrawn"),
    (WaitingNews::Over, "over"),
];

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
pub(super) fn of(job: &Job) -> (&'static str, String, String) {
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
        Job::Deliver { delivery_id } => ("deliver", delivery_id.clone(), String::new()),
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
        "deliver" => Some(Job::Deliver {
            delivery_id: subject,
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
