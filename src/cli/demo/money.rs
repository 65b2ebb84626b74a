//! What sessions cost at the demo's co-operative, and the invoices of those that are over.

use std::collections::BTreeMap;

use anyhow::Context;
use chrono::{DateTime, TimeDelta, Utc};

use super::sessions::{Fate, Session};
use crate::kernel::money::TaxNote;
use crate::kernel::people::Username;
use crate::kernel::price::{Offered, Price, Pricing, Step};
use crate::service::invoices::{self, Sender};
use crate::service::{Db, Viewer, hosts};

/// What an offer costs; first talks are free.
pub(super) fn pricing(slug: &str) -> Option<Pricing> {
    let of = match slug {
        "einzelcoaching" => BTreeMap::from([
            (50, sliding([4_500, 7_000, 9_500], GERMAN)),
            (80, sliding([7_000, 11_000, 15_000], GERMAN)),
        ]),
        "neuanfang" => BTreeMap::from([(50, sliding([3_000, 6_000, 8_500], GERMAN))]),
        "teamklaerung" => BTreeMap::from([(120, fixed(32_000))]),
        "handing-over" => BTreeMap::from([(80, fixed(14_000))]),
        _ => return None,
    };
    let tax = match slug {
        "teamklaerung" | "handing-over" => TaxNote::Vat(190),
        _ => TaxNote::SmallBusiness,
    };
    Some(Pricing {
        of,
        tax,
        ..Pricing::default()
    })
}

const GERMAN: [&str; 3] = [
    "Deckt Raum und Technik.",
    "Deckt die Sitzung mit Vor- und Nachbereitung.",
    "Trägt eine Sitzung für jemanden mit, bei dem es eng ist.",
];

fn sliding(cents: [i64; 3], covers: [&str; 3]) -> Price {
    let offered = |place: usize| Offered {
        cents: cents[place],
        covers: covers[place].to_owned(),
    };
    Price::Sliding([offered(0), offered(1), offered(2)])
}

fn fixed(cents: i64) -> Price {
    Price::Fixed(Offered {
        cents,
        covers: String::new(),
    })
}

/// Which price a client chose, where there are three.
pub(super) fn choice(slug: &str, client: &str) -> Option<String> {
    let step = match client.chars().next() {
        Some('A') => Step::Low,
        Some('C') => Step::High,
        _ => Step::Standard,
    };
    matches!(slug, "einzelcoaching" | "neuanfang").then(|| step.as_str().to_owned())
}

/// Who sends a coach's invoices. The account is an example of the German banks; nobody has it.
pub(super) fn sender(viewer: &Viewer) -> Sender {
    Sender {
        name: viewer.person.name.clone(),
        address: "Lotsenhaus eG, Am Zollhafen 3\n20539 Hamburg".to_owned(),
        tax_number: "22/000/00000".to_owned(),
        iban: "DE02 1203 0000 0000 2020 51".to_owned(),
        note: "Zahlbar innerhalb von 14 Tagen. Danke!".to_owned(),
        prefix: "LH-".to_owned(),
        ..Sender::default()
    }
}

/// Writes an invoice for every paid session that is over; all but the last are paid.
pub(super) fn invoice_what_is_over(
    db: &mut Db,
    ids: &[(String, Session)],
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let over: Vec<&(String, Session)> = ids
        .iter()
        .filter(|(_, it)| it.day < 0 && !matches!(it.fate, Fate::Cancelled(_)))
        .filter(|(_, it)| pricing(it.slug).is_some())
        .collect();
    for (place, (id, session)) in over.iter().enumerate() {
        let host = hosts::find(db, &Username::parse(session.host)?)?;
        let viewer = Viewer { person: host };
        let made_at = now - TimeDelta::days(-session.day) + TimeDelta::hours(12);
        let made = invoices::make(db, &viewer, std::slice::from_ref(id), "", made_at)
            .with_context(|| format!("the invoice of {}", session.slug))?;
        if place + 2 < over.len() {
            let paid_on = (made_at + TimeDelta::days(1)).min(now).date_naive();
            invoices::set_paid(db, &viewer, &made.id, Some(paid_on))?;
        }
    }
    Ok(())
}
