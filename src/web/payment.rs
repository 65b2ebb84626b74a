//! What the page of a booking says about money: its price, its invoice, and the way to withdraw.

use super::layout::Layout;
use super::prices::{self, PriceTag};
use crate::kernel::withdrawal::Right;
use crate::service::withdrawals::Contract;
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
            note: standing(t, contract),
        }
    }
}

/// How the right to withdraw stands, in words.
pub fn standing(t: &Words, contract: &Contract) -> String {
    if let Some(withdrawal) = contract.withdrawal {
        let zone = contract.view.booking.attendee.zone;
        let at = withdrawal.received_at;
        let day = t.date_long(crate::kernel::zone::date(at, zone));
        let when = format!("{day}, {}", t.clock_words(at, zone));
        return t.one("withdrawal-done", "when", when);
    }
    match contract.right {
        Right::Until(day) => t.one("withdrawal-until", "day", t.date_long(day)),
        Right::TooLate(day) => t.one("withdrawal-late", "day", t.date_long(day)),
        Right::TookPlace => t.get("withdrawal-took-place"),
        Right::NothingLeft => t.get("withdrawal-nothing-left"),
    }
}
