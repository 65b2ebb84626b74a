//! The one table that decides about time.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;

use super::db::{instant, micros};
use super::schema::claims;
use super::{Db, StoreError};
use crate::kernel::booking::Status;
use crate::kernel::energy::TypeKey;
use crate::kernel::event_type::SlotRules;
use crate::kernel::slots::Claim;
use crate::kernel::span::Span;

/// No claim is longer: the database refuses it.
pub(super) const LONGEST: TimeDelta = TimeDelta::hours(24);

/// How firm a claim is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Kept for somebody until this instant, UTC: while they fill in a form, or think about an
    /// offer.
    Hold(DateTime<Utc>),
    /// A booking that waits for its host's answer until this instant, UTC.
    Pending(DateTime<Utc>),
    /// Agreed.
    Booked,
    /// A time that a poll proposes, until this instant, UTC.
    Option(DateTime<Utc>),
}

impl From<Status> for Kind {
    fn from(status: Status) -> Self {
        match status {
            Status::Tentative { hold_until } => Self::Pending(hold_until),
            Status::Confirmed | Status::Cancelled { .. } => Self::Booked,
        }
    }
}

impl Kind {
    fn columns(self) -> (&'static str, Option<i64>) {
        match self {
            Self::Hold(until) => ("hold", Some(micros(until))),
            Self::Pending(until) => ("pending", Some(micros(until))),
            Self::Booked => ("booked", None),
            Self::Option(until) => ("option", Some(micros(until))),
        }
    }
}

/// What is taken of its hosts' time.
pub struct NewClaim<'a> {
    /// What takes it: the id of a booking, a session with seats, a hold, an option of a poll.
    pub holder_id: &'a str,
    /// What is booked, if it is one of the things that are offered.
    pub event_type_id: Option<&'a str>,
    /// When.
    pub span: Span,
    /// How firm it is.
    pub kind: Kind,
    /// Minutes kept free before it.
    pub buffer_before: u32,
    /// Minutes kept free after it.
    pub buffer_after: u32,
}

impl<'a> NewClaim<'a> {
    /// A claim with the buffers of an event type.
    pub fn of(holder_id: &'a str, event_type_id: &'a str, span: Span, rules: &SlotRules) -> Self {
        Self {
            holder_id,
            event_type_id: Some(event_type_id),
            span,
            kind: Kind::Booked,
            buffer_before: rules.buffer_before,
            buffer_after: rules.buffer_after,
        }
    }

    /// The same, as firm as this.
    pub fn kind(self, kind: impl Into<Kind>) -> Self {
        Self {
            kind: kind.into(),
            ..self
        }
    }
}

/// Takes the time of every one of `host_ids`.
///
/// # Errors
/// `Overlap` when another claim of one of them has any of it.
pub fn insert(db: &mut Db, claim: &NewClaim, host_ids: &[&str]) -> Result<(), StoreError> {
    let (kind, expires_at) = claim.kind.columns();
    let buffer = |minutes: u32| i32::try_from(minutes).unwrap_or(i32::MAX);
    for host_id in host_ids {
        diesel::insert_into(claims::table)
            .values((
                claims::holder_id.eq(claim.holder_id),
                claims::person_id.eq(host_id),
                claims::event_type_id.eq(claim.event_type_id),
                claims::starts_at.eq(micros(claim.span.start())),
                claims::ends_at.eq(micros(claim.span.end())),
                claims::kind.eq(kind),
                claims::expires_at.eq(expires_at),
                claims::buffer_before.eq(buffer(claim.buffer_before)),
                claims::buffer_after.eq(buffer(claim.buffer_after)),
            ))
            .execute(db)?;
    }
    Ok(())
}

/// Makes the claims of a holder as firm as this.
pub fn set_kind(db: &mut Db, holder_id: &str, kind: Kind) -> Result<(), StoreError> {
    let (kind, expires_at) = kind.columns();
    diesel::update(claims::table.filter(claims::holder_id.eq(holder_id)))
        .set((claims::kind.eq(kind), claims::expires_at.eq(expires_at)))
        .execute(db)?;
    Ok(())
}

/// Gives the time back, of all hosts.
pub fn delete(db: &mut Db, holder_id: &str) -> Result<(), StoreError> {
    diesel::delete(claims::table.filter(claims::holder_id.eq(holder_id))).execute(db)?;
    Ok(())
}

/// The hosts whose time a holder takes.
pub fn hosts(db: &mut Db, holder_id: &str) -> Result<Vec<String>, StoreError> {
    Ok(claims::table
        .filter(claims::holder_id.eq(holder_id))
        .select(claims::person_id)
        .load(db)?)
}

/// Gives back the time that several holders take, of all hosts.
pub fn delete_all(db: &mut Db, holder_ids: &[&str]) -> Result<(), StoreError> {
    diesel::delete(claims::table.filter(claims::holder_id.eq_any(holder_ids))).execute(db)?;
    Ok(())
}

/// The claims of a host that touch a range.
#[derive(Debug, Default)]
pub struct Claims {
    /// Those that count, in order of time.
    pub live: Vec<Claim>,
    /// The holders whose claim has run out but still stands.
    pub run_out: Vec<RunOut>,
}

/// A claim that has run out but still stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunOut {
    /// What took the time.
    pub holder_id: String,
    /// Whether it is a booking whose host did not answer: others are told. A hold just goes.
    pub is_booking: bool,
}

/// Of whose point of view claims are read.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    /// Whose limits they count against.
    pub event_type_id: &'a str,
    /// The holder whose claims are left out.
    pub except: Option<&'a str>,
    /// The present, UTC: what has run out does not count.
    pub now: DateTime<Utc>,
}

/// The claims of a host that touch `range`.
pub fn in_range(db: &mut Db, host_id: &str, range: Span, view: View) -> Result<Claims, StoreError> {
    let rows: Vec<Row> = claims::table
        .filter(claims::person_id.eq(host_id))
        .filter(claims::starts_at.lt(micros(range.end())))
        .filter(claims::starts_at.gt(micros(range.start() - LONGEST)))
        .filter(claims::ends_at.gt(micros(range.start())))
        .order(claims::starts_at)
        .select(Row::as_select())
        .load(db)?;
    let mut claims = Claims::default();
    for row in rows {
        claims.add(row, view)?;
    }
    Ok(claims)
}

/// The same for several hosts, by the id of the host; one who has none has no entry.
pub fn in_range_of(
    db: &mut Db,
    host_ids: &[&str],
    range: Span,
    view: View,
) -> Result<HashMap<String, Claims>, StoreError> {
    let rows: Vec<Row> = claims::table
        .filter(claims::person_id.eq_any(host_ids))
        .filter(claims::starts_at.lt(micros(range.end())))
        .filter(claims::starts_at.gt(micros(range.start() - LONGEST)))
        .filter(claims::ends_at.gt(micros(range.start())))
        .order((claims::person_id, claims::starts_at))
        .select(Row::as_select())
        .load(db)?;
    let mut of_host: HashMap<String, Claims> = HashMap::new();
    for row in rows {
        let host_id = row.person_id.clone();
        of_host.entry(host_id).or_default().add(row, view)?;
    }
    Ok(of_host)
}

/// A claim with what it is of.
#[derive(Debug)]
pub struct Owned {
    /// The event type, if it is of one.
    pub event_type_id: Option<String>,
    /// The claim, as one of another event type.
    pub claim: Claim,
}

/// The live claims of several hosts that touch `range`, of whatever event type, by the id of the
/// host and in order of time; one who has none has no entry.
pub fn live_of_all(
    db: &mut Db,
    host_ids: &[&str],
    range: Span,
    now: DateTime<Utc>,
) -> Result<HashMap<String, Vec<Owned>>, StoreError> {
    let rows: Vec<Row> = claims::table
        .filter(claims::person_id.eq_any(host_ids))
        .filter(claims::starts_at.lt(micros(range.end())))
        .filter(claims::starts_at.gt(micros(range.start() - LONGEST)))
        .filter(claims::ends_at.gt(micros(range.start())))
        .order((claims::person_id, claims::starts_at))
        .select(Row::as_select())
        .load(db)?;
    let mut of_host: HashMap<String, Vec<Owned>> = HashMap::new();
    for row in rows {
        if row.expires_at.is_none_or(|until| until > micros(now)) {
            let claim = read(&row, "")?;
            of_host.entry(row.person_id).or_default().push(Owned {
                event_type_id: row.event_type_id,
                claim,
            });
        }
    }
    Ok(of_host)
}

/// The live sessions, requests and holds of an event type that touch `range`, each one once,
/// however many hosts hold it.
pub fn sessions_of(db: &mut Db, range: Span, view: View) -> Result<Vec<Span>, StoreError> {
    let rows: Vec<(String, i64, i64)> = claims::table
        .filter(claims::event_type_id.eq(view.event_type_id))
        .filter(claims::starts_at.lt(micros(range.end())))
        .filter(claims::starts_at.gt(micros(range.start() - LONGEST)))
        .filter(
            claims::expires_at
                .is_null()
                .or(claims::expires_at.gt(micros(view.now))),
        )
        .select((claims::holder_id, claims::starts_at, claims::ends_at))
        .distinct()
        .load(db)?;
    rows.into_iter()
        .filter(|(holder_id, ..)| view.except != Some(holder_id.as_str()))
        .map(|(_, starts_at, ends_at)| {
            Span::new(instant(starts_at)?, instant(ends_at)?).ok_or(StoreError::Corrupt("claim"))
        })
        .collect()
}

/// The same of several event types, by id; one without any has no entry.
pub fn sessions_of_all(
    db: &mut Db,
    event_type_ids: &[&str],
    range: Span,
    now: DateTime<Utc>,
) -> Result<HashMap<String, Vec<Span>>, StoreError> {
    let rows: Vec<(Option<String>, String, i64, i64)> = claims::table
        .filter(claims::event_type_id.eq_any(event_type_ids))
        .filter(claims::starts_at.lt(micros(range.end())))
        .filter(claims::starts_at.gt(micros(range.start() - LONGEST)))
        .filter(
            claims::expires_at
                .is_null()
                .or(claims::expires_at.gt(micros(now))),
        )
        .select((
            claims::event_type_id,
            claims::holder_id,
            claims::starts_at,
            claims::ends_at,
        ))
        .distinct()
        .load(db)?;
    let mut sessions: HashMap<String, Vec<Span>> = HashMap::new();
    for (event_type_id, _, starts_at, ends_at) in rows {
        let span = Span::new(instant(starts_at)?, instant(ends_at)?);
        let span = span.ok_or(StoreError::Corrupt("claim"))?;
        let own = sessions.entry(event_type_id.unwrap_or_default());
        own.or_default().push(span);
    }
    Ok(sessions)
}

/// Whose claim it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// What takes the time.
    pub id: String,
    /// When.
    pub span: Span,
    /// What is booked, if it is one of the things that are offered.
    pub event_type_id: Option<String>,
}

/// Who holds the claims of a host that touch `range`, in order of time.
pub fn holders(db: &mut Db, host_id: &str, range: Span) -> Result<Vec<Holder>, StoreError> {
    let rows: Vec<Row> = claims::table
        .filter(claims::person_id.eq(host_id))
        .filter(claims::starts_at.lt(micros(range.end())))
        .filter(claims::starts_at.gt(micros(range.start() - LONGEST)))
        .filter(claims::ends_at.gt(micros(range.start())))
        .order(claims::starts_at)
        .select(Row::as_select())
        .load(db)?;
    rows.into_iter()
        .map(|row| {
            let span = Span::new(instant(row.starts_at)?, instant(row.ends_at)?);
            Ok(Holder {
                span: span.ok_or(StoreError::Corrupt("claim"))?,
                id: row.holder_id,
                event_type_id: row.event_type_id,
            })
        })
        .collect()
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = claims)]
struct Row {
    holder_id: String,
    person_id: String,
    event_type_id: Option<String>,
    starts_at: i64,
    ends_at: i64,
    kind: String,
    expires_at: Option<i64>,
    buffer_before: i32,
    buffer_after: i32,
}

impl Claims {
    fn add(&mut self, row: Row, view: View) -> Result<(), StoreError> {
        let now = micros(view.now);
        if row.expires_at.is_some_and(|expires_at| expires_at <= now) {
            self.run_out.push(RunOut {
                is_booking: row.kind == "pending",
                holder_id: row.holder_id,
            });
        } else if view.except != Some(row.holder_id.as_str()) {
            self.live.push(read(&row, view.event_type_id)?);
        }
        Ok(())
    }
}

fn read(row: &Row, event_type_id: &str) -> Result<Claim, StoreError> {
    let corrupt = || StoreError::Corrupt("claim");
    let minutes = |stored: i32| u32::try_from(stored).map_err(|_| corrupt());
    Ok(Claim {
        span: Span::new(instant(row.starts_at)?, instant(row.ends_at)?).ok_or_else(corrupt)?,
        buffer_before: minutes(row.buffer_before)?,
        buffer_after: minutes(row.buffer_after)?,
        is_same_event_type: row.event_type_id.as_deref() == Some(event_type_id),
        event_type: row.event_type_id.as_deref().and_then(TypeKey::of),
        is_session: row.kind != "option",
        seats_taken: 0,
    })
}
