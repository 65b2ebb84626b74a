//! What is agreed about cancelling, moving and booking again.

use chrono::{DateTime, Utc};
use diesel::define_sql_function;
use diesel::prelude::*;
use diesel::sql_types::Text;

use super::db::{instant, micros};
use super::schema::{attendees, booking_policies, bookings, policies};
use super::{Db, StoreError};
use crate::kernel::people::Email;
use crate::kernel::policy::{Agreed, Before, Fee, Policy};

const CORRUPT: StoreError = StoreError::Corrupt("policy");

define_sql_function! {
    /// The text in lower case.
    fn lower(text: Text) -> Text;
}

#[derive(Queryable, Selectable, AsChangeset)]
#[diesel(table_name = policies, treat_none_as_null = true)]
struct Row {
    free_until: i32,
    fee_kind: String,
    fee_value: i32,
    most_moves: Option<i32>,
    move_until: i32,
    max_open: Option<i32>,
    once_per_person: bool,
    answer_within: i32,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = booking_policies)]
struct BookingRow {
    free_until: i32,
    fee_kind: String,
    fee_value: i32,
    most_moves: Option<i32>,
    move_until: i32,
    max_open: Option<i32>,
    once_per_person: bool,
    answer_within: i32,
    moves: i32,
    late_at: Option<i64>,
    waived_at: Option<i64>,
}

/// The policy of an event type; the usual one if nothing else was said.
pub fn find(db: &mut Db, event_type_id: &str) -> Result<Policy, StoreError> {
    let row: Option<Row> = policies::table
        .find(event_type_id)
        .select(Row::as_select())
        .get_result(db)
        .optional()?;
    row.map_or(Ok(Policy::default()), |row| read(&row))
}

/// Writes over the policy of an event type.
pub fn set(db: &mut Db, event_type_id: &str, policy: &Policy) -> Result<(), StoreError> {
    let touched = diesel::update(policies::table.find(event_type_id))
        .set(row(policy))
        .execute(db)?;
    if touched == 0 {
        let row = row(policy);
        diesel::insert_into(policies::table)
            .values((
                policies::event_type_id.eq(event_type_id),
                policies::free_until.eq(row.free_until),
                policies::fee_kind.eq(row.fee_kind),
                policies::fee_value.eq(row.fee_value),
                policies::most_moves.eq(row.most_moves),
                policies::move_until.eq(row.move_until),
                policies::max_open.eq(row.max_open),
                policies::once_per_person.eq(row.once_per_person),
                policies::answer_within.eq(row.answer_within),
            ))
            .execute(db)?;
    }
    Ok(())
}

/// Keeps the policy with a booking as it is now.
pub fn keep(db: &mut Db, booking_id: &str, policy: &Policy) -> Result<(), StoreError> {
    let row = row(policy);
    diesel::insert_into(booking_policies::table)
        .values((
            booking_policies::booking_id.eq(booking_id),
            booking_policies::free_until.eq(row.free_until),
            booking_policies::fee_kind.eq(row.fee_kind),
            booking_policies::fee_value.eq(row.fee_value),
            booking_policies::most_moves.eq(row.most_moves),
            booking_policies::move_until.eq(row.move_until),
            booking_policies::max_open.eq(row.max_open),
            booking_policies::once_per_person.eq(row.once_per_person),
            booking_policies::answer_within.eq(row.answer_within),
            booking_policies::moves.eq(0),
        ))
        .execute(db)?;
    Ok(())
}

/// The policy that was kept with a booking, without what others know of
/// it; the usual one if none was.
pub fn of_booking(db: &mut Db, booking_id: &str) -> Result<Agreed, StoreError> {
    let row: Option<BookingRow> = booking_policies::table
        .find(booking_id)
        .select(BookingRow::as_select())
        .get_result(db)
        .optional()?;
    row.map_or(Ok(Agreed::default()), read_agreed)
}

/// Counts that the client has moved a session.
pub fn count_move(db: &mut Db, booking_id: &str) -> Result<(), StoreError> {
    diesel::update(booking_policies::table.find(booking_id))
        .set(booking_policies::moves.eq(booking_policies::moves + 1))
        .execute(db)?;
    Ok(())
}

/// Notes that a session was called off too late.
pub fn mark_late(db: &mut Db, booking_id: &str, at: DateTime<Utc>) -> Result<(), StoreError> {
    diesel::update(booking_policies::table.find(booking_id))
        .set(booking_policies::late_at.eq(Some(micros(at))))
        .execute(db)?;
    Ok(())
}

/// Notes that a host lets a client off what they owe.
pub fn waive(
    db: &mut Db,
    booking_id: &str,
    host_id: &str,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    diesel::update(booking_policies::table.find(booking_id))
        .set((
            booking_policies::waived_at.eq(Some(micros(at))),
            booking_policies::waived_by.eq(Some(host_id)),
        ))
        .execute(db)?;
    Ok(())
}

/// How often a host has let somebody off.
pub fn count_waived(db: &mut Db, host_id: &str) -> Result<i64, StoreError> {
    Ok(booking_policies::table
        .filter(booking_policies::waived_by.eq(host_id))
        .count()
        .get_result(db)?)
}

/// What a client has booked of an event type before, whatever the case of their address.
pub fn before(
    db: &mut Db,
    event_type_id: &str,
    client: &Email,
    now: DateTime<Utc>,
) -> Result<Before, StoreError> {
    type Found = (
        String,
        Option<i64>,
        Option<String>,
        i64,
        Option<i64>,
        Option<i64>,
    );
    let found: Vec<Found> = attendees::table
        .inner_join(bookings::table.left_join(booking_policies::table))
        .filter(lower(attendees::email).eq(client.as_str().to_lowercase()))
        .filter(bookings::event_type_id.eq(event_type_id))
        .select((
            bookings::status,
            bookings::hold_until,
            bookings::cancelled_by,
            bookings::ends_at,
            booking_policies::late_at.nullable(),
            booking_policies::waived_at.nullable(),
        ))
        .load(db)?;
    let now = micros(now);
    let mut before = Before::default();
    for (status, hold_until, cancelled_by, ends_at, late_at, waived_at) in found {
        let is_alive = status == "confirmed" || hold_until.is_some_and(|until| until > now);
        let is_late =
            cancelled_by.as_deref() == Some("attendee") && late_at.is_some() && waived_at.is_none();
        before.open += u32::from(is_alive && ends_at > now);
        before.count += u32::from(is_alive || is_late);
    }
    Ok(before)
}

fn row(policy: &Policy) -> Row {
    let number = |number: u32| i32::try_from(number).unwrap_or(i32::MAX);
    let (fee_kind, fee_value) = match policy.fee {
        Fee::None => ("none", 0),
        Fee::Percent(percent) => ("percent", percent),
        Fee::Fixed(cents) => ("fixed", cents),
    };
    Row {
        free_until: number(policy.free_until),
        fee_kind: fee_kind.to_owned(),
        fee_value: number(fee_value),
        most_moves: policy.most_moves.map(number),
        move_until: number(policy.move_until),
        max_open: policy.max_open.map(number),
        once_per_person: policy.once_per_person,
        answer_within: number(policy.answer_within),
    }
}

fn read(row: &Row) -> Result<Policy, StoreError> {
    let number = |stored: i32| u32::try_from(stored).map_err(|_| CORRUPT);
    let fee = match row.fee_kind.as_str() {
        "none" => Fee::None,
        "percent" => Fee::Percent(number(row.fee_value)?),
        "fixed" => Fee::Fixed(number(row.fee_value)?),
        _ => return Err(CORRUPT),
    };
    Ok(Policy {
        free_until: number(row.free_until)?,
        fee,
        most_moves: row.most_moves.map(number).transpose()?,
        move_until: number(row.move_until)?,
        max_open: row.max_open.map(number).transpose()?,
        once_per_person: row.once_per_person,
        answer_within: number(row.answer_within)?,
    })
}

fn read_agreed(row: BookingRow) -> Result<Agreed, StoreError> {
    Ok(Agreed {
        policy: read(&Row {
            free_until: row.free_until,
            fee_kind: row.fee_kind,
            fee_value: row.fee_value,
            most_moves: row.most_moves,
            move_until: row.move_until,
            max_open: row.max_open,
            once_per_person: row.once_per_person,
            answer_within: row.answer_within,
        })?,
        price: None,
        moves: u32::try_from(row.moves).map_err(|_| CORRUPT)?,
        late_at: row.late_at.map(instant).transpose()?,
        no_show_at: None,
        waived_at: row.waived_at.map(instant).transpose()?,
        is_away: false,
    })
}
