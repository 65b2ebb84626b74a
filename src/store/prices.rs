//! What event types cost, what bookings cost, and what was taken back.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::db::{instant, micros};
use super::schema::{charges, prices, withdrawals};
use super::{Db, StoreError};
use crate::kernel::money::{Currency, Money, TaxNote};
use crate::kernel::price::{Charge, Offered, Price, Pricing, Step};

const CORRUPT: StoreError = StoreError::Corrupt("price");

#[derive(Queryable, Insertable)]
#[diesel(table_name = prices)]
struct Row {
    event_type_id: String,
    duration: i32,
    position: i32,
    cents: i64,
    covers: String,
    currency: String,
    tax: String,
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = charges)]
struct ChargeRow {
    booking_id: String,
    cents: i64,
    currency: String,
    tax: String,
    step: String,
    agreed_at: Option<i64>,
    consent: String,
}

/// The price of a booking, and what its right to withdraw depends on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreed {
    /// What it costs.
    pub charge: Charge,
    /// When it was agreed; none while the host has not answered.
    pub agreed_at: Option<DateTime<Utc>>,
    /// The version of the words by which the client asked for an early start; empty if not.
    pub consent: String,
}

/// A contract that was taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Withdrawal {
    /// When the declaration came in, UTC.
    pub received_at: DateTime<Utc>,
    /// What is given back.
    pub refund: Money,
}

/// Writes what an event type costs over. Durations that are free leave no trace.
pub fn replace(db: &mut Db, event_type_id: &str, pricing: &Pricing) -> Result<(), StoreError> {
    diesel::delete(prices::table.filter(prices::event_type_id.eq(event_type_id))).execute(db)?;
    for (&duration, price) in &pricing.of {
        for (position, offered) in (0..).zip(price.steps()) {
            diesel::insert_into(prices::table)
                .values(Row {
                    event_type_id: event_type_id.to_owned(),
                    duration: i32::try_from(duration).map_err(|_| CORRUPT)?,
                    position,
                    cents: offered.cents,
                    covers: offered.covers.clone(),
                    currency: pricing.currency.to_string(),
                    tax: tax_column(pricing.tax),
                })
                .execute(db)?;
        }
    }
    Ok(())
}

/// What an event type costs.
pub fn find(db: &mut Db, event_type_id: &str) -> Result<Pricing, StoreError> {
    let ids = [event_type_id.to_owned()];
    Ok(list(db, &ids)?.remove(event_type_id).unwrap_or_default())
}

/// What event types cost, by id; one that is free is left out.
pub fn list(db: &mut Db, ids: &[String]) -> Result<BTreeMap<String, Pricing>, StoreError> {
    let rows: Vec<Row> = prices::table
        .filter(prices::event_type_id.eq_any(ids.to_vec()))
        .order((prices::event_type_id, prices::duration, prices::position))
        .load(db)?;
    let mut found: BTreeMap<String, Pricing> = BTreeMap::new();
    for same in rows.chunk_by(|a, b| a.event_type_id == b.event_type_id && a.duration == b.duration)
    {
        let first = &same[0];
        let pricing = found.entry(first.event_type_id.clone()).or_default();
        pricing.currency = read_currency(&first.currency)?;
        pricing.tax = read_tax(&first.tax)?;
        let duration = u32::try_from(first.duration).map_err(|_| CORRUPT)?;
        pricing.of.insert(duration, read_price(same)?);
    }
    Ok(found)
}

fn read_price(rows: &[Row]) -> Result<Price, StoreError> {
    let offered = |row: &Row| Offered {
        cents: row.cents,
        covers: row.covers.clone(),
    };
    match rows {
        [only] => Ok(Price::Fixed(offered(only))),
        [low, standard, high] => Ok(Price::Sliding([low, standard, high].map(offered))),
        _ => Err(CORRUPT),
    }
}

/// Adds what a booking costs.
pub fn insert_charge(db: &mut Db, booking_id: &str, agreed: &Agreed) -> Result<(), StoreError> {
    diesel::insert_into(charges::table)
        .values(ChargeRow {
            booking_id: booking_id.to_owned(),
            cents: agreed.charge.amount.cents,
            currency: agreed.charge.amount.currency.to_string(),
            tax: tax_column(agreed.charge.tax),
            step: agreed.charge.step.map_or("", Step::as_str).to_owned(),
            agreed_at: agreed.agreed_at.map(micros),
            consent: agreed.consent.clone(),
        })
        .execute(db)?;
    Ok(())
}

/// Notes that the host agreed; false if the booking costs nothing or was agreed before.
pub fn agree(db: &mut Db, booking_id: &str, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let touched = diesel::update(charges::table.find(booking_id))
        .filter(charges::agreed_at.is_null())
        .set(charges::agreed_at.eq(Some(micros(now))))
        .execute(db)?;
    Ok(touched > 0)
}

/// What a booking costs; none if nothing.
pub fn find_charge(db: &mut Db, booking_id: &str) -> Result<Option<Agreed>, StoreError> {
    let row: Option<ChargeRow> = charges::table.find(booking_id).get_result(db).optional()?;
    row.map(read_charge).transpose()
}

/// What bookings cost, by id; a free one is left out.
pub fn list_charges(db: &mut Db, ids: &[String]) -> Result<BTreeMap<String, Charge>, StoreError> {
    let rows: Vec<ChargeRow> = charges::table
        .filter(charges::booking_id.eq_any(ids.to_vec()))
        .load(db)?;
    rows.into_iter()
        .map(|row| Ok((row.booking_id.clone(), read_charge(row)?.charge)))
        .collect()
}

fn read_charge(row: ChargeRow) -> Result<Agreed, StoreError> {
    let step = match row.step.as_str() {
        "" => None,
        name => Some(Step::parse(name).ok_or(CORRUPT)?),
    };
    Ok(Agreed {
        charge: Charge {
            amount: Money::new(row.cents, read_currency(&row.currency)?),
            tax: read_tax(&row.tax)?,
            step,
        },
        agreed_at: row.agreed_at.map(instant).transpose()?,
        consent: row.consent,
    })
}

/// Adds a withdrawal.
///
/// # Errors
/// `Duplicate` when there is one.
pub fn insert_withdrawal(
    db: &mut Db,
    booking_id: &str,
    withdrawal: Withdrawal,
) -> Result<(), StoreError> {
    diesel::insert_into(withdrawals::table)
        .values((
            withdrawals::booking_id.eq(booking_id),
            withdrawals::received_at.eq(micros(withdrawal.received_at)),
            withdrawals::cents.eq(withdrawal.refund.cents),
            withdrawals::currency.eq(withdrawal.refund.currency.code()),
        ))
        .execute(db)?;
    Ok(())
}

/// The withdrawal from a booking, if there was one.
pub fn find_withdrawal(db: &mut Db, booking_id: &str) -> Result<Option<Withdrawal>, StoreError> {
    let row: Option<(String, i64, i64, String)> = withdrawals::table
        .find(booking_id)
        .get_result(db)
        .optional()?;
    row.map(|(_, received_at, cents, currency)| {
        Ok(Withdrawal {
            received_at: instant(received_at)?,
            refund: Money::new(cents, read_currency(&currency)?),
        })
    })
    .transpose()
}

/// How what is said about tax is stored: `small-business`, `education`, or a rate in tenths of a
/// percent.
pub(super) fn tax_column(tax: TaxNote) -> String {
    match tax {
        TaxNote::SmallBusiness => "small-business".to_owned(),
        TaxNote::Education => "education".to_owned(),
        TaxNote::Vat(rate) => rate.to_string(),
    }
}

pub(super) fn read_tax(text: &str) -> Result<TaxNote, StoreError> {
    match text {
        "small-business" => Ok(TaxNote::SmallBusiness),
        "education" => Ok(TaxNote::Education),
        rate => rate.parse().ok().and_then(TaxNote::vat).ok_or(CORRUPT),
    }
}

pub(super) fn read_currency(code: &str) -> Result<Currency, StoreError> {
    Currency::parse(code).map_err(|_| CORRUPT)
}
