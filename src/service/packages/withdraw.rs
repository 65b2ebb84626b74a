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
#[derive(Debug, Clone, Copy)]
pub struct Contract {
    /// What was agreed for all its sessions.
    pub price: Price,
    /// How the right to withdraw stands now.
    pub right: Right,
    /// What is given back: all but what the sessions cost that were used (§ 357a BGB).
    pub refund: Money,
    /// What was given back, if it was taken back.
    pub withdrawal: Option<Withdrawal>,
}

impl Contract {
    /// The contract about a package at `now`; none if it costs nothing.
    pub fn of(view: &PackageView, now: DateTime<Utc>) -> Option<Self> {
        let (package, used) = (&view.package, view.ledger.used);
        let price = package.price?;
        let withdrawn = package.ended.filter(|ended| ended.by == Actor::Attendee);
        Some(Self {
            price,
            right: package.right(used, now),
            refund: package.refund(used)?,
            withdrawal: withdrawn.map(|ended| Withdrawal {
                received_at: ended.at,
                refund: Money::new(ended.refund_cents, price.total.currency),
            }),
        })
    }
}

/// The package of a link, and the contract about it.
///
/// # Errors
/// `NotFound`; `Withdrawal` when it costs nothing.
pub fn contract(
    db: &mut Db,
    token: &str,
    now: DateTime<Utc>,
) -> Result<(PackageView, Contract), ServiceError> {
    let view = find_by_link(db, token, now)?;
    let contract = Contract::of(&view, now).ok_or(WithdrawalError::Free)?;
    Ok((view, contract))
}

/// The client withdraws: what is planned is called off, what was not used is given back, and both
/// sides get it in writing. Who declares it again gets the same answer.
///
/// # Errors
/// `NotFound`; `Withdrawal`.
pub fn withdraw(db: &mut Db, token: &str, now: DateTime<Utc>) -> Result<Contract, ServiceError> {
    let (view, contract) = contract(db, token, now)?;
    if contract.withdrawal.is_some() {
        return Ok(contract);
    }
    contract.right.check()?;
    let package = days::finish(db, &view.package, Actor::Attendee, now)?;
    for news in [PackageNews::Withdrawn, PackageNews::WithdrawnFromHost] {
        sell::tell(db, &package.id, news, now)?;
    }
    let (_, contract) = self::contract(db, token, now)?;
    Ok(contract)
}
