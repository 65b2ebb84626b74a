//! What the page of a booking says about money: its price, its invoice, and the way to withdraw.

use chrono_tz::Tz;

use super::layout::Layout;
use super::prices::{self, PriceTag};
use crate::kernel::withdrawal::Right;
use crate::service::withdrawals::{Contract, Withdrawal};
use crate::texts::Words;

/// What a paid booking says about money.
pub struct PaidPart {
    /// What was agreed.
    pub tag: PriceTag,
    /// The client's invoice: where it is and its number.
    pub invoice: Option<(String, String)>,
    /// Where the contract can be taken back, or what became of that.
    pub withdraw: Option<String>,
    /// Until when, or why not.
    pub note: String,
}

impl PaidPart {
    /// What is said of a contract on the page at `path`; `number` is that of its invoice.
    pub fn of(
        t: &Words,
        layout: &Layout,
        path: &str,
        contract: &Contract,
        number: Option<&str>,
    ) -> Self {
        let is_open = matches!(contract.right, Right::Until(_)) && contract.withdrawal.is_none();
        Self {
            tag: prices::agreed(t, &contract.agreed.charge),
            invoice: number.map(|number| {
                let label = t.one("invoice-titled", "number", number);
                (layout.href(&format!("{path}/invoice")), label)
            }),
            withdraw: is_open.then(|| layout.href(&format!("{path}/withdraw"))),
            note: of_contract(t, contract),
        }
    }
}

/// How the right to withdraw from a session's contract stands, in words.
pub fn of_contract(t: &Words, contract: &Contract) -> String {
    let zone = contract.view.booking.attendee.zone;
    standing(t, contract.right, contract.withdrawal, zone)
}

/// How a right to withdraw stands, in words; `zone` is the client's.
pub fn standing(t: &Words, right: Right, withdrawal: Option<Withdrawal>, zone: Tz) -> String {
    if let Some(withdrawal) = withdrawal {
        let at = withdrawal.received_at;
        let day = t.date_long(crate::kernel::zone::date(at, zone));
        let when = format!("{day}, {}", t.clock_words(at, zone));
        return t.one("withdrawal-done", "when", when);
    }
    match right {
        Right::Until(day) => t.one("withdrawal-until", "day", t.date_long(day)),
        Right::TooLate(day) => t.one("withdrawal-late", "day", t.date_long(day)),
        Right::TookPlace => t.get("withdrawal-took-place"),
        Right::NothingLeft => t.get("withdrawal-nothing-left"),
    }
}
