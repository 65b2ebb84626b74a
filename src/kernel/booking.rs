//! The life of one booking.
//!
//! ```text
//!            confirm                 cancel
//! Tentative ---------> Confirmed ------------> Cancelled
//!     |  ^__reschedule__/ |  ^__reschedule__/      ^
//!     '----decline, expire, cancel-----------------'
//! ```
//!
//! The states are the STATUS values of a VEVENT (RFC 5545 §3.8.1.11).

use chrono::{DateTime, Utc};

use super::span::Span;

/// How a booking stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Asked for, held until the host answers or `hold_until` (UTC) passes.
    Tentative {
        /// From this instant on the hold is void.
        hold_until: DateTime<Utc>,
    },
    /// Agreed.
    Confirmed,
    /// Over before it began.
    Cancelled {
        /// Since when, UTC.
        at: DateTime<Utc>,
        /// By whom or what.
        by: CancelledBy,
    },
}

/// What ended a booking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CancelledBy {
    /// The client.
    Attendee,
    /// The host, after having agreed.
    Host,
    /// The host said no to a request.
    Declined,
    /// Nobody answered in time.
    Expired,
}

/// What somebody answered to an invitation (RFC 5545 §3.2.12).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// They come.
    Accepted,
    /// They do not.
    Declined,
    /// Perhaps.
    Tentative,
}

impl Answer {
    /// How it is stored and called in the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Declined => "declined",
            Self::Tentative => "tentative",
        }
    }

    /// What is stored so.
    pub fn read(stored: &str) -> Option<Self> {
        let all = [Self::Accepted, Self::Declined, Self::Tentative];
        all.into_iter().find(|answer| answer.as_str() == stored)
    }
}

/// Who takes a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    /// The client, by their link.
    Attendee,
    /// The host, at the desk or with a token.
    Host,
}

/// What decides about the steps of a booking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Life {
    /// How it stands.
    pub status: Status,
    /// When it takes place.
    pub span: Span,
    /// Counts changes that calendars must learn of (RFC 5545 §3.8.7.4).
    pub sequence: u32,
}

/// What the world must be told of a step. Data only; `service` stores it as jobs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// A mail to client and host about this.
    Tell(News),
    /// The hold must be ended at this instant unless it was answered.
    ExpireAt(DateTime<Utc>),
}

/// What a mail about a booking says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum News {
    /// The client asks, the host must answer.
    Requested,
    /// Agreed.
    Confirmed,
    /// Another time.
    Rescheduled,
    /// Called off by client or host.
    Cancelled,
    /// The host said no.
    Declined,
    /// Nobody answered in time.
    Expired,
}

impl News {
    /// What a calendar that somebody looks at says of a session that stands so.
    pub fn of(status: Status) -> Self {
        match status {
            Status::Tentative { .. } => Self::Requested,
            Status::Confirmed => Self::Confirmed,
            Status::Cancelled { .. } => Self::Cancelled,
        }
    }
}

/// Why a step was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TransitionError {
    /// The hold ran out before the answer came.
    #[error("the hold on this time has run out")]
    HoldExpired,
    /// The hold has not run out yet.
    #[error("the hold on this time has not run out yet")]
    HoldRuns,
    /// It was confirmed before.
    #[error("this booking is already confirmed")]
    AlreadyConfirmed,
    /// It was cancelled, declined or expired before.
    #[error("this booking is already cancelled")]
    AlreadyCancelled,
    /// It has begun; neither moving nor calling it off makes sense any more.
    #[error("this session has already begun")]
    AlreadyBegun,
    /// The new time is the old one.
    #[error("this is the time it already has")]
    SameTime,
}

use TransitionError::{
    AlreadyBegun, AlreadyCancelled, AlreadyConfirmed, HoldExpired, HoldRuns, SameTime,
};

impl Life {
    /// A new booking: agreed at once, or held until `hold_until` (UTC) for the host's answer.
    pub fn begin(span: Span, hold_until: Option<DateTime<Utc>>) -> (Self, Vec<Effect>) {
        let (status, effects) = match hold_until {
            Some(hold_until) => (
                Status::Tentative { hold_until },
                vec![Effect::Tell(News::Requested), Effect::ExpireAt(hold_until)],
            ),
            None => (Status::Confirmed, vec![Effect::Tell(News::Confirmed)]),
        };
        (
            Self {
                status,
                span,
                sequence: 0,
            },
            effects,
        )
    }

    /// The host says yes.
    ///
    /// # Errors
    /// `HoldExpired` at or after `hold_until`; `AlreadyConfirmed`, `AlreadyCancelled` by state.
    pub fn confirm(self, now: DateTime<Utc>) -> Result<(Self, Vec<Effect>), TransitionError> {
        match self.status {
            Status::Tentative { hold_until } if hold_until <= now => Err(HoldExpired),
            Status::Tentative { .. } => Ok((
                Self {
                    status: Status::Confirmed,
                    sequence: self.sequence + 1,
                    ..self
                },
                vec![Effect::Tell(News::Confirmed)],
            )),
            Status::Confirmed => Err(AlreadyConfirmed),
            Status::Cancelled { .. } => Err(AlreadyCancelled),
        }
    }

    /// The host says no to a request.
    ///
    /// # Errors
    /// `HoldExpired` at or after `hold_until`; `AlreadyConfirmed`, `AlreadyCancelled` by state.
    pub fn decline(self, now: DateTime<Utc>) -> Result<(Self, Vec<Effect>), TransitionError> {
        match self.status {
            Status::Tentative { hold_until } if hold_until <= now => Err(HoldExpired),
            Status::Tentative { .. } => Ok(self.end(now, CancelledBy::Declined, News::Declined)),
            Status::Confirmed => Err(AlreadyConfirmed),
            Status::Cancelled { .. } => Err(AlreadyCancelled),
        }
    }

    /// The hold runs out.
    ///
    /// # Errors
    /// `HoldRuns` before `hold_until`; `AlreadyConfirmed`, `AlreadyCancelled` by state.
    pub fn expire(self, now: DateTime<Utc>) -> Result<(Self, Vec<Effect>), TransitionError> {
        match self.status {
            Status::Tentative { hold_until } if now < hold_until => Err(HoldRuns),
            Status::Tentative { .. } => Ok(self.end(now, CancelledBy::Expired, News::Expired)),
            Status::Confirmed => Err(AlreadyConfirmed),
            Status::Cancelled { .. } => Err(AlreadyCancelled),
        }
    }

    /// Client or host call it off before it begins.
    ///
    /// # Errors
    /// `AlreadyCancelled` by state; `AlreadyBegun` from the start on.
    pub fn cancel(
        self,
        actor: Actor,
        now: DateTime<Utc>,
    ) -> Result<(Self, Vec<Effect>), TransitionError> {
        self.may_change(now)?;
        let by = match actor {
            Actor::Attendee => CancelledBy::Attendee,
            Actor::Host => CancelledBy::Host,
        };
        Ok(self.end(now, by, News::Cancelled))
    }

    /// The client withdraws from the contract (§ 355 BGB), also while the session goes on.
    /// Whether they may is for [`super::withdrawal::right`] to say.
    ///
    /// # Errors
    /// `AlreadyCancelled` by state.
    pub fn withdraw(self, now: DateTime<Utc>) -> Result<(Self, Vec<Effect>), TransitionError> {
        match self.status {
            Status::Cancelled { .. } => Err(AlreadyCancelled),
            Status::Tentative { .. } | Status::Confirmed => {
                Ok(self.end(now, CancelledBy::Attendee, News::Cancelled))
            }
        }
    }

    /// Client or host move it to another time before it begins. A confirmed booking stays
    /// confirmed, unless `hold_until` (UTC) says that the host must answer again.
    ///
    /// # Errors
    /// `AlreadyCancelled` by state, also of a hold that ran out; `AlreadyBegun` from the start
    /// on; `SameTime`.
    pub fn reschedule(
        self,
        span: Span,
        hold_until: Option<DateTime<Utc>>,
        now: DateTime<Utc>,
    ) -> Result<(Self, Vec<Effect>), TransitionError> {
        self.may_change(now)?;
        if span == self.span {
            return Err(SameTime);
        }
        let (status, effects) = match hold_until {
            Some(hold_until) => (
                Status::Tentative { hold_until },
                vec![Effect::Tell(News::Requested), Effect::ExpireAt(hold_until)],
            ),
            None => (Status::Confirmed, vec![Effect::Tell(News::Rescheduled)]),
        };
        Ok((
            Self {
                status,
                span,
                sequence: self.sequence + 1,
            },
            effects,
        ))
    }

    /// Somebody else holds it from now on, and the client has said yes; nothing else changes.
    ///
    /// # Errors
    /// As [`Life::cancel`].
    pub fn hand_over(self, now: DateTime<Utc>) -> Result<(Self, Vec<Effect>), TransitionError> {
        self.may_change(now)?;
        let news = match self.status {
            Status::Tentative { .. } => News::Requested,
            Status::Confirmed | Status::Cancelled { .. } => News::Confirmed,
        };
        let sequence = self.sequence + 1;
        Ok((Self { sequence, ..self }, vec![Effect::Tell(news)]))
    }

    /// Whether client or host may still move it or call it off.
    ///
    /// # Errors
    /// As [`Life::cancel`].
    pub fn may_change(&self, now: DateTime<Utc>) -> Result<(), TransitionError> {
        match self.status {
            Status::Cancelled { .. } => Err(AlreadyCancelled),
            _ if self.span.start() <= now => Err(AlreadyBegun),
            Status::Tentative { hold_until } if hold_until <= now => Err(HoldExpired),
            Status::Tentative { .. } | Status::Confirmed => Ok(()),
        }
    }

    fn end(self, at: DateTime<Utc>, by: CancelledBy, news: News) -> (Self, Vec<Effect>) {
        (
            Self {
                status: Status::Cancelled { at, by },
                sequence: self.sequence + 1,
                ..self
            },
            vec![Effect::Tell(news)],
        )
    }
}

/// A booking: one session of one host, and who comes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Booking {
    /// UUIDv7; its calendar UID is `id@domain`.
    pub id: String,
    /// What was booked.
    pub event_type_id: String,
    /// The host who answers for it.
    pub host_id: String,
    /// The other hosts whose time it takes, if several hold it together.
    pub co_host_ids: Vec<String>,
    /// How it stands and when it is.
    pub life: Life,
    /// Its title when it was booked.
    pub title: String,
    /// Where it takes place, as it was when it was booked.
    pub location: super::event_type::Location,
    /// When it was booked, UTC.
    pub created_at: DateTime<Utc>,
    /// When it was last changed, UTC.
    pub updated_at: DateTime<Utc>,
    /// Who comes.
    pub attendee: Attendee,
    /// Why it was cancelled or declined, in the words of who did it; may be empty.
    pub reason: String,
}

impl Booking {
    /// Every host whose time it takes, the one who answers for it first.
    pub fn host_ids(&self) -> Vec<&str> {
        std::iter::once(&self.host_id)
            .chain(&self.co_host_ids)
            .map(String::as_str)
            .collect()
    }

    /// Whether it takes the time of this person.
    pub fn is_hosted_by(&self, person_id: &str) -> bool {
        self.host_ids().contains(&person_id)
    }
}

/// Who comes to a session (RFC 5545 §3.8.4.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attendee {
    /// UUIDv7.
    pub id: String,
    /// As they write it.
    pub name: String,
    /// Where mail for them goes.
    pub email: super::people::Email,
    /// The zone they booked in.
    pub zone: chrono_tz::Tz,
    /// The language they booked in.
    pub language: super::people::Language,
    /// Who else comes, by address; told of every change as they are.
    pub guests: Vec<super::people::Email>,
    /// What they answered, as far as it is still kept.
    pub answers: Vec<super::intake::Answer>,
}
