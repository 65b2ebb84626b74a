//! A meeting poll: until when it takes answers, who sees them, and which time wins.
//!
//! ```text
//!        close              close with a time
//! Open --------> Closed ------------------------> Booked
//!  ^---reopen-----'                                  ^
//!  '------------------close with a time--------------'
//! ```

#[cfg(test)]
mod tests;

use std::cmp::Reverse;

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::people::{Email, Language};
use super::span::Span;

/// How long after the deadline the hosts' time stays held, so that somebody can choose.
pub const TIME_TO_CHOOSE: TimeDelta = TimeDelta::hours(48);
/// How long nobody is reminded again.
const BETWEEN_REMINDERS: TimeDelta = TimeDelta::hours(24);

/// What somebody says to a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Answer {
    /// It suits.
    Yes,
    /// If there is nothing better.
    IfNeedBe,
    /// It does not.
    No,
}

impl Answer {
    /// Every answer, the friendliest first.
    pub const ALL: [Self; 3] = [Self::Yes, Self::IfNeedBe, Self::No];

    /// The word for programs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::IfNeedBe => "if-need-be",
            Self::No => "no",
        }
    }

    /// The answer of that word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|answer| answer.as_str() == word)
    }
}

/// From when on people see what others answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sight {
    /// Always.
    Open,
    /// Once they have answered themselves.
    Answered,
    /// When no more answers are taken.
    Over,
}

impl Sight {
    /// Every one, the most open first.
    pub const ALL: [Self; 3] = [Self::Open, Self::Answered, Self::Over];

    /// The word for programs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Answered => "answered",
            Self::Over => "over",
        }
    }

    /// The one of that word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sight| sight.as_str() == word)
    }
}

/// How a poll stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    /// Takes answers until its deadline.
    Open,
    /// Over without a time; it can be opened again.
    Closed,
    /// A time was found and booked.
    Booked {
        /// The time that won.
        option_id: String,
        /// What it became.
        booking_id: String,
    },
}

/// Why something cannot be done with a poll.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PollError {
    /// The deadline has passed, or the host has closed it.
    #[error("this poll takes no more answers")]
    Over,
    /// There is nothing to open again.
    #[error("this poll is still open")]
    StillOpen,
    /// It has become a session; what is to change is that.
    #[error("this poll has already become a session")]
    Booked,
    /// No time is left that suits anybody.
    #[error("no time of this poll is left that suits anybody")]
    NothingFits,
    /// Somebody else has this time by now.
    #[error("this time has been taken meanwhile")]
    OptionGone,
    /// Nobody has answered, so there is nobody to book for.
    #[error("nobody has answered yet")]
    NobodyAnswered,
    /// More people than a poll takes.
    #[error("this poll has no room for more people")]
    Full,
    /// Everybody was reminded within a day.
    #[error("everybody has been reminded within the last 24 hours")]
    RemindedBefore,
}

/// A poll, without its times and people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Poll {
    /// UUIDv7.
    pub id: String,
    /// Who asks.
    pub host_id: String,
    /// Where the session takes place is as this event type says.
    pub event_type_id: String,
    /// What it is about.
    pub title: String,
    /// Some lines more; may be empty.
    pub description: String,
    /// Where its clock hangs.
    pub zone: Tz,
    /// What those read who were invited by their address alone.
    pub language: Language,
    /// How long each time is, in minutes.
    pub minutes: u32,
    /// From this instant on no answers are taken, UTC.
    pub deadline: Option<DateTime<Utc>>,
    /// At the deadline the best time is booked by itself.
    pub closes_itself: bool,
    /// A day before the deadline those are reminded who have not answered.
    pub reminds: bool,
    /// Its times are held in the hosts' calendars.
    pub holds: bool,
    /// Who sees what others answered.
    pub sight: Sight,
    /// So many can say yes to one time.
    pub most_yes: Option<u32>,
    /// How it stands.
    pub status: Status,
    /// When people were last reminded, UTC.
    pub reminded_at: Option<DateTime<Utc>>,
    /// When it was made, UTC.
    pub created_at: DateTime<Utc>,
}

impl Poll {
    /// Whether no more answers are taken. A vote that is counted at the very deadline is late.
    pub fn is_over(&self, now: DateTime<Utc>) -> bool {
        self.status != Status::Open || self.deadline.is_some_and(|deadline| deadline <= now)
    }

    /// Whether an answer can be given or changed.
    ///
    /// # Errors
    /// `Over`.
    pub fn may_answer(&self, now: DateTime<Utc>) -> Result<(), PollError> {
        if self.is_over(now) {
            Err(PollError::Over)
        } else {
            Ok(())
        }
    }

    /// Whether it can still become a session, or be changed.
    ///
    /// # Errors
    /// `Booked`.
    pub fn may_close(&self) -> Result<(), PollError> {
        match self.status {
            Status::Booked { .. } => Err(PollError::Booked),
            Status::Open | Status::Closed => Ok(()),
        }
    }

    /// The poll as one that takes answers again. A deadline that has passed is dropped, and what
    /// was to happen at it.
    ///
    /// # Errors
    /// `Booked`; `StillOpen` while answers are taken anyway.
    pub fn reopen(self, now: DateTime<Utc>) -> Result<Self, PollError> {
        self.may_close()?;
        if !self.is_over(now) {
            return Err(PollError::StillOpen);
        }
        let deadline = self.deadline.filter(|deadline| *deadline > now);
        Ok(Self {
            status: Status::Open,
            closes_itself: self.closes_itself && deadline.is_some(),
            reminds: self.reminds && deadline.is_some(),
            deadline,
            ..self
        })
    }

    /// Whether those who have not answered can be reminded now.
    ///
    /// # Errors
    /// `Over`; `RemindedBefore`, within the last day.
    pub fn may_remind(&self, now: DateTime<Utc>) -> Result<(), PollError> {
        self.may_answer(now)?;
        match self.reminded_at {
            Some(at) if now < at + BETWEEN_REMINDERS => Err(PollError::RemindedBefore),
            _ => Ok(()),
        }
    }

    /// When the reminder is due that is sent by itself, UTC.
    pub fn reminder_at(&self) -> Option<DateTime<Utc>> {
        self.deadline
            .filter(|_| self.reminds)
            .map(|deadline| deadline - BETWEEN_REMINDERS)
    }

    /// Whether somebody sees what others answered.
    pub fn shows_others(&self, has_answered: bool, now: DateTime<Utc>) -> bool {
        match self.sight {
            Sight::Open => true,
            Sight::Answered => has_answered || self.is_over(now),
            Sight::Over => self.is_over(now),
        }
    }

    /// Until when a time of this poll is held, UTC: some days beyond the deadline, and never into
    /// the session itself.
    pub fn held_until(&self, option: Span) -> DateTime<Utc> {
        match self.deadline {
            Some(deadline) => (deadline + TIME_TO_CHOOSE).min(option.start()),
            None => option.start(),
        }
    }
}

/// A time that a poll proposes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PollOption {
    /// UUIDv7; holds the hosts' time under this name.
    pub id: String,
    /// When.
    pub span: Span,
}

/// Somebody who was asked, or who answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Participant {
    /// UUIDv7.
    pub id: String,
    /// The poll.
    pub poll_id: String,
    /// A host of this instance, whose time the session takes too.
    pub host_id: Option<String>,
    /// As they write it; empty for an invited address that has not answered.
    pub name: String,
    /// Where the result goes.
    pub email: Option<Email>,
    /// The zone they look at times in.
    pub zone: Tz,
    /// What they read.
    pub language: Language,
    /// A word to all; may be empty.
    pub comment: String,
    /// When they first answered, UTC.
    pub answered_at: Option<DateTime<Utc>>,
}

/// How many said what to a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// It suits.
    pub yes: u32,
    /// If there is nothing better.
    pub if_need_be: u32,
    /// It does not.
    pub no: u32,
}

impl Tally {
    /// Counts `count` answers more.
    pub fn add(&mut self, answer: Answer, count: u32) {
        match answer {
            Answer::Yes => self.yes += count,
            Answer::IfNeedBe => self.if_need_be += count,
            Answer::No => self.no += count,
        }
    }

    /// Counts one answer less.
    pub fn remove(&mut self, answer: Answer) {
        let count = match answer {
            Answer::Yes => &mut self.yes,
            Answer::IfNeedBe => &mut self.if_need_be,
            Answer::No => &mut self.no,
        };
        *count = count.saturating_sub(1);
    }

    /// Whether no more than `most` may say yes, and so many have. Only yes counts.
    pub fn is_full(&self, most: Option<u32>) -> bool {
        most.is_some_and(|most| self.yes >= most)
    }
}

/// A time that may win.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate {
    /// When it begins.
    pub start: DateTime<Utc>,
    /// What people said.
    pub tally: Tally,
    /// It can still be had.
    pub is_free: bool,
}

/// The candidates by their place in the list, the best first: most yes, then most "if need be",
/// then fewest no, then the earliest. Those that cannot be had, and those that suit nobody, are
/// left out.
pub fn rank(candidates: &[Candidate]) -> Vec<usize> {
    let mut places: Vec<usize> = (0..candidates.len())
        .filter(|place| {
            let Candidate { tally, is_free, .. } = candidates[*place];
            is_free && tally.yes + tally.if_need_be > 0
        })
        .collect();
    places.sort_by_key(|place| {
        let Candidate { start, tally, .. } = candidates[*place];
        (
            Reverse(tally.yes),
            Reverse(tally.if_need_be),
            tally.no,
            start,
        )
    });
    places
}
