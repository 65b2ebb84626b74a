//! A client takes back the contract about a paid session (§ 356a BGB).

use chrono::{DateTime, NaiveDate, Utc};

use super::bookings::{self, BookingView, By};
use super::{ServiceError, invoices};
use crate::kernel::booking::{Booking, Status};
use crate::kernel::money::Money;
use crate::kernel::price::Charge;
use crate::kernel::withdrawal::{Right, WithdrawalError, last_day, right};
use crate::store::Db;
use crate::store::jobs::{self, Job, MailReader};
pub use crate::store::prices::Withdrawal;
use crate::store::prices::{self, Agreed};

/// The contract about a paid session, and whether it can be taken back.
#[derive(Debug, Clone)]
pub struct Contract {
    /// The booking.
    pub view: BookingView,
    /// What it costs and when that was agreed.
    pub agreed: Agreed,
    /// How the right to withdraw stands now.
    pub right: Right,
    /// What was given back, if it was taken back.
    pub withdrawal: Option<Withdrawal>,
}

impl Contract {
    /// What is given back: everything, since nothing has been done yet.
    pub fn refund(&self) -> Money {
        self.agreed.charge.amount
    }
}

/// The contract behind a client's link; none if the session costs nothing.
///
/// # Errors
/// `NotFound`.
pub fn find(
    db: &mut Db,
    token: &str,
    now: DateTime<Utc>,
) -> Result<Option<Contract>, ServiceError> {
    let view = bookings::find_managed(db, token)?;
    of(db, view, now)
}

/// What a booking costs and the last day of the right to withdraw, for whoever writes about it;
/// none if it costs nothing. Of a request it is counted from when it was made.
pub fn priced(db: &mut Db, booking: &Booking) -> Result<Option<(Charge, NaiveDate)>, ServiceError> {
    let agreed = prices::find_charge(db, &booking.id)?;
    Ok(agreed.map(|agreed| {
        let since = agreed.agreed_at.unwrap_or(booking.created_at);
        (agreed.charge, last_day(since, booking.attendee.zone))
    }))
}

/// The contract about a booking that is at hand.
pub fn of(
    db: &mut Db,
    view: BookingView,
    now: DateTime<Utc>,
) -> Result<Option<Contract>, ServiceError> {
    let Some(agreed) = prices::find_charge(db, &view.booking.id)? else {
        return Ok(None);
    };
    let life = &view.booking.life;
    let zone = view.booking.attendee.zone;
    Ok(Some(Contract {
        right: right(life.status, life.span, agreed.agreed_at, zone, now),
        withdrawal: prices::find_withdrawal(db, &view.booking.id)?,
        view,
        agreed,
    }))
}

/// The client withdraws: the session is called off free of any fee, its invoice is taken back, and
/// both sides get it in writing. Who declares it again gets the same answer.
///
/// # Errors
/// `NotFound`; `Withdrawal`.
pub fn withdraw(db: &mut Db, token: &str, now: DateTime<Utc>) -> Result<Withdrawal, ServiceError> {
    let view = bookings::find_changeable(db, &By::Link(token), None)?;
    let contract = of(db, view, now)?.ok_or(WithdrawalError::Free)?;
    if let Some(withdrawal) = contract.withdrawal {
        return Ok(withdrawal);
    }
    contract.right.check()?;
    let withdrawal = Withdrawal {
        received_at: now,
        refund: contract.refund(),
    };
    let booking = contract.view.booking;
    prices::insert_withdrawal(db, &booking.id, withdrawal)?;
    invoices::take_back_of(db, &booking.id, now)?;
    for reader in [MailReader::Attendee, MailReader::Host] {
        let booking_id = booking.id.clone();
        jobs::push(db, &Job::Withdrawal { booking_id, reader }, now)?;
    }
    // One that the client had called off before stays as it is.
    if !matches!(booking.life.status, Status::Cancelled { .. }) {
        bookings::withdraw(db, booking, now)?;
    }
    Ok(withdrawal)
}
