//! A client takes back the contract about a package (§ 356a BGB).

use chrono::{DateTime, Utc};

use super::super::ServiceError;
use super::super::withdrawals::Withdrawal;
use super::{PackageView, days, find_by_link, sell};
use crate::kernel::booking::Actor;
use crate::kernel::money::Money;
use crate::kernel::packages::Price;
use crate::kernel::withdrawal::{Right, WithdrawalError};
use crate::store::Db;
use crate::store::jobs::PackageNews;

/// The contract about a paid package, and whether it can be taken back.
#[derive(Debug, Clone)]
pub struct Contract {
    /// The package.
    pub view: PackageView,
    /// What was agreed for all its sessions.
    pub price: Price,
    /// How the right to withdraw stands now.
    pub right: Right,
    /// What was given back, if it was taken back.
    pub withdrawal: Option<Withdrawal>,
}

impl Contract {
    /// The contract about a package at `now`; none if it costs nothing.
    pub fn of(view: PackageView, now: DateTime<Utc>) -> Option<Self> {
        let package = &view.package;
        let price = package.price?;
        let withdrawn = package.ended.filter(|ended| ended.by == Actor::Attendee);
        Some(Self {
            price,
            right: package.right(view.ledger.used, now),
            withdrawal: withdrawn.map(|ended| Withdrawal {
                received_at: ended.at,
                refund: Money::new(ended.refund_cents, price.total.currency),
            }),
            view,
        })
    }

    /// What is given back: all but what the sessions cost that were used (§ 357a BGB).
    pub fn refund(&self) -> Money {
        let refund = self.view.package.refund(self.view.ledger.used);
        refund.unwrap_or(self.price.total)
    }
}

/// The contract behind a package's link.
///
/// # Errors
/// `NotFound`; `Withdrawal` when it costs nothing.
pub fn contract(db: &mut Db, token: &str, now: DateTime<Utc>) -> Result<Contract, ServiceError> {
    let view = find_by_link(db, token, now)?;
    Contract::of(view, now).ok_or_else(|| WithdrawalError::Free.into())
}

/// The client withdraws: what is planned is called off, what was not used is given back, and both
/// sides get it in writing. Who declares it again gets the same answer.
///
/// # Errors
/// `NotFound`; `Withdrawal`.
pub fn withdraw(db: &mut Db, token: &str, now: DateTime<Utc>) -> Result<Contract, ServiceError> {
    let contract = contract(db, token, now)?;
    if contract.withdrawal.is_some() {
        return Ok(contract);
    }
    match contract.right {
        Right::Until(_) => {}
        Right::TooLate(_) => return Err(WithdrawalError::TooLate.into()),
        Right::TookPlace => return Err(WithdrawalError::TookPlace.into()),
        Right::NothingLeft => return Err(WithdrawalError::NothingLeft.into()),
    }
    let package = days::finish(db, &contract.view.package, Actor::Attendee, now)?;
    for news in [PackageNews::Withdrawn, PackageNews::WithdrawnFromHost] {
        sell::tell(db, &package.id, news, now)?;
    }
    self::contract(db, token, now)
}
